"""Fetches the files that came with memories, looks at them, seals and stores them; deletes those that were forgotten.

Nobody waits for it: a file carries `work` from the transaction that writes it until that is settled, so a crash loses
nothing, and of several replicas one does it. Each attempt writes to a place of its own and is noted in one step in the
end, so that a file is stored whole or not at all.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from pymongo.errors import PyMongoError

from bot.channel import Carrier
from bot.clock import Clock
from bot.crypto import KeyId, Vault
from bot.errors import ContentSealed, DatabaseUnavailable, MediaGone, MediaUnavailable
from bot.lease import Lease, backoff, claim, free
from bot.messages import Attachment, ChannelName
from bot.telemetry import MEDIA_SETTLED
from memory import people
from memory.media.documents import Media, MediaContent, MediaState, Refusal, blobs_of, every_blob_of
from memory.media.looking import Seen, seen, to_be_read
from memory.media.sealing import FileSealer, new_key
from memory.media.sniffing import Claim, MediaRefused
from memory.media.store import BlobStore, StoreUnavailable

EVERY: Final = 1.0
"""Seconds between two looks for work."""
AT_A_TIME: Final = 20
AT_ONCE: Final = 2
"""Files held in memory together, in clear only there: each takes up to three times its size while it is sealed."""
PATIENCE: Final = 120.0
"""Seconds from the first byte asked for to the last one stored."""
LEASE: Final = timedelta(seconds=PATIENCE + 30)
ATTEMPTS: Final = 12
"""As the pauses grow up to nine minutes, that takes half an hour to an hour: links to Telegram's files live as long."""
FIRST_PAUSE: Final = 5.0
LONGEST_PAUSE: Final = 540.0
"""Seconds. Not further ahead than `bot.lease` looks."""
MEGABYTE: Final = 1024 * 1024
FIRST_FENCE: Final = 2
"""That of the first attempt, since a lease begins with 1."""
DEFAULT_LIMIT: Final = 20 * MEGABYTE

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Limits:
    """How many bytes a file may have, by the channel it comes by."""

    by_channel: Mapping[ChannelName, int]

    def of(self, channel: ChannelName) -> int:
        """The most that is fetched by `channel`."""
        return self.by_channel.get(channel, DEFAULT_LIMIT)


class MediaFetching:
    """Does what there is to be done about files, a few at a time.

    Args:
        carriers: the channels that files come by, of this replica.
        store: where their bytes go.
        vault: seals their keys.
        limits: how large they may be.
        clock: the time.
        patience: seconds that one file may take.
    """

    def __init__(
        self,
        carriers: Mapping[ChannelName, Carrier],
        store: BlobStore,
        vault: Vault,
        limits: Limits,
        clock: Clock,
        patience: float = PATIENCE,
    ) -> None:
        self._carriers = carriers
        self._store = store
        self._vault = vault
        self._limits = limits
        self._clock = clock
        self._patience = patience
        self._room = asyncio.Semaphore(AT_ONCE)
        # A picture may take much more once it is unpacked: one at a time.
        self._looking = asyncio.Semaphore(1)

    async def run(self) -> None:
        """Again and again, until cancelled."""
        while True:
            try:
                while await self.work():
                    pass
            except (PyMongoError, DatabaseUnavailable) as error:
                log.warning("media.database_unavailable", error=type(error).__name__)
            await asyncio.sleep(EVERY)

    async def work(self) -> int:
        """Do what is to be done just now; how many files were taken in hand."""
        now = self._clock()
        ours = {"state": MediaState.WAITING, "channel": {"$in": list(self._carriers)}}
        forgotten = await free(Media, "work", now, also={"state": MediaState.FORGOTTEN}, limit=AT_A_TIME)
        waiting = await free(Media, "work", now, also=ours, limit=AT_A_TIME) if self._carriers else []
        taken = await asyncio.gather(*(self._take(media) for media in (*forgotten, *waiting)))
        return sum(taken)

    async def _take(self, media: Media) -> bool:
        async with self._room:
            if media.work is None:
                return False
            media.work = await claim(Media, "work", media.id, media.work, self._clock() + LEASE)
            if media.work is None:
                return False
            if media.state is MediaState.FORGOTTEN:
                await self._erase(media, media.work)
            else:
                await self._fetch(media, media.work)
            return True

    async def _fetch(self, media: Media, lease: Lease) -> None:
        try:
            async with asyncio.timeout(self._patience):
                change = await self._fetched(media, lease)
        except MediaRefused as error:
            log.info("media.refused", media=media.id, refusal=error.refusal, reason=str(error))
            change = self._refused(error.refusal)
        except MediaGone as error:
            log.info("media.gone", media=media.id, reason=str(error))
            change = self._refused(Refusal.GONE)
        except ContentSealed:
            log.warning("media.sealed", media=media.id, person=media.person)
            change = {"$set": {"state": MediaState.GONE}, "$unset": {"work": 1}}
        except (StoreUnavailable, PyMongoError, DatabaseUnavailable) as error:
            # That is not the file's fault: it is tried for as long as it takes.
            # Our own words say what to mend; the driver's may repeat a document.
            reason = str(error) if isinstance(error, StoreUnavailable) else type(error).__name__
            log.warning("media.not_stored", media=media.id, reason=reason)
            change = self._later(lease)
        except (MediaUnavailable, TimeoutError) as error:
            reason = str(error) or "it took too long"
            log.warning("media.not_fetched", media=media.id, reason=reason, attempts=lease.attempts)
            change = self._later(lease, counted=True)
        except Exception:
            log.exception("media.failed", media=media.id)
            change = self._later(lease, counted=True)
        await self._settle(media, lease, change)

    async def _fetched(self, media: Media, lease: Lease) -> dict[str, Any]:
        """What becomes of a file that could be fetched and stored."""
        if lease.fence > FIRST_FENCE:
            # Before anything is settled: whoever settles may be killed right after.
            await self._store.delete(every_blob_of(media, before=lease.fence))
        if lease.attempts >= ATTEMPTS:
            raise MediaGone(f"it could not be had in {ATTEMPTS} attempts")
        known = await people.get(media.person, self._vault)
        content = await self._vault.open_sealed(media.sealed or b"", MediaContent)
        attachment = Attachment(kind=media.kind, source=content.source or "", name=content.name, type=content.type)
        limit = self._limits.of(media.channel)
        if (content.size or 0) > limit:
            raise MediaRefused(Refusal.TOO_LARGE, f"it has {content.size} bytes by its own account")
        data = await _gathered(self._carriers[media.channel].fetch(attachment), limit)
        claimed = Claim(media.kind, content.name, content.type)
        async with self._looking:
            looked = await asyncio.to_thread(seen, data, claimed, bytes.fromhex(known.content.search_key))
        kept = await self._stored(media, lease, looked)
        sealed = await self._vault.seal(
            KeyId(known.person.data_key), kept.model_copy(update={"name": content.name, "type": content.type})
        )
        return _stored_change(media, lease, looked, sealed, self._clock())

    async def _stored(self, media: Media, lease: Lease, looked: Seen) -> MediaContent:
        """Write the bytes; what opens them."""
        blob, small = blobs_of(media.id, lease.fence)
        kept = MediaContent(key=new_key())
        await self._store.put(blob, _sealed(kept.key or "", looked.content))
        if looked.thumbnail is None:
            return kept
        return kept.model_copy(update=await small_one(self._store, small, looked.thumbnail))

    async def _settle(self, media: Media, lease: Lease, change: dict[str, Any]) -> None:
        """Write down what came of it, where the file is still ours; else nothing of it may stay in the store."""
        as_taken = {"_id": media.id, "work.fence": lease.fence, "state": MediaState.WAITING}
        result = await Media.get_motor_collection().update_one(as_taken, change)
        if not result.matched_count:
            try:
                await self._store.delete(blobs_of(media.id, lease.fence))
            except StoreUnavailable:
                log.warning("media.left_over", media=media.id)
        elif outcome := change["$set"].get("state"):
            MEDIA_SETTLED.labels(channel=media.channel, outcome=outcome).inc()

    def _refused(self, refusal: Refusal) -> dict[str, Any]:
        state = MediaState.GONE if refusal is Refusal.GONE else MediaState.REFUSED
        return {"$set": {"state": state, "refusal": refusal, "untold": self._clock()}, "$unset": {"work": 1}}

    def _later(self, lease: Lease, *, counted: bool = False) -> dict[str, Any]:
        # By the fence, which counts those tries as well that were not the file's fault.
        pause = backoff(min(lease.fence, 10), base=FIRST_PAUSE, cap=LONGEST_PAUSE)
        return {"$set": {"work.due": self._clock() + pause}, "$inc": {"work.attempts": int(counted)}}

    async def _erase(self, media: Media, lease: Lease) -> None:
        """Delete the bytes, then the document.

        Where it was forgotten while it was being fetched, whoever fetches may still be writing: it is looked at again.
        """
        collection = Media.get_motor_collection()
        ours = {"_id": media.id, "work.fence": lease.fence}
        try:
            await self._store.delete(every_blob_of(media, before=lease.fence))
        except StoreUnavailable:
            log.warning("media.not_erased", media=media.id)
            await collection.update_one(ours, {"$set": {"work.due": self._clock() + timedelta(seconds=FIRST_PAUSE)}})
            return
        if media.blob is None and not lease.attempts:
            await collection.update_one(ours, {"$inc": {"work.attempts": 1}})
        else:
            await collection.delete_one(ours)


async def _gathered(pieces: AsyncIterator[bytes], limit: int) -> bytes:
    """All of them together. Raises MediaRefused once they are more than `limit` bytes, without waiting for the end."""
    gathered = bytearray()
    async for piece in pieces:
        gathered += piece
        if len(gathered) > limit:
            raise MediaRefused(Refusal.TOO_LARGE, f"it has more than {limit} bytes")
    return bytes(gathered)


async def small_one(store: BlobStore, name: str, thumbnail: bytes) -> dict[str, Any]:
    """Store a thumbnail; the values of `MediaContent` that open it. Raises StoreUnavailable."""
    key = new_key()
    await store.put(name, _sealed(key, thumbnail))
    return {"thumbnail_key": key, "thumbnail_size": len(thumbnail)}


async def _sealed(key: str, content: bytes) -> AsyncIterator[bytes]:
    """The sealed chunks; sealing one takes a tenth of a millisecond."""
    chunks: Iterator[bytes] = FileSealer(key, len(content)).seal(content)
    for chunk in chunks:
        yield chunk


def _stored_change(media: Media, lease: Lease, looked: Seen, sealed: bytes, now: datetime) -> dict[str, Any]:
    blob, small = blobs_of(media.id, lease.fence)
    values: dict[str, Any] = {"state": MediaState.STORED, "blob": blob, "sealed": sealed, **looked.found}
    if looked.thumbnail is not None:
        values["thumbnail"] = small
    if to_be_read(media.model_copy(update=looked.found)):
        values["unread"] = now
    return {"$set": values, "$unset": {"work": 1}}
