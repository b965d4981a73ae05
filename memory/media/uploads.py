"""Files that a person uploads before the message that brings them: taken in piece by piece, sealed, and looked at.

A file is a `Media` document before its first byte is stored, so a crash leaves nothing that nobody knows of. It is
`UNSENT` until the message that names it is handled (`PersonalMedia.expect`); one whose message never comes is let go.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

import structlog
from pymongo.errors import PyMongoError

from bot.clock import Clock
from bot.crypto import KeyId, Vault
from bot.errors import TuckawayError
from bot.lease import Lease
from bot.messages import ChannelName, MediaKind, PersonId
from bot.telemetry import MEDIA_SETTLED
from memory import people
from memory.media.documents import Media, MediaContent, MediaState, Refusal, blobs_of
from memory.media.fetching import small_one
from memory.media.kinds import Family
from memory.media.looking import Seen, seen
from memory.media.personal import Kept, named
from memory.media.sealing import FileSealer, Span, new_key, sealed_as_it_comes, sealed_size
from memory.media.sniffing import Claim, MediaRefused
from memory.media.store import BlobMissing, BlobStore
from memory.people import Known

MOST_UNSENT: Final = 30
"""Files of one person's that wait for their message."""
MOST_AT_ONCE: Final = 4
"""Files of one person's that are being taken in."""
TAKEN_WITHIN: Final = timedelta(minutes=15)
"""Longer than the door waits for one, so that nobody writes to what is let go."""
SENT_WITHIN: Final = timedelta(days=1)
NAMED_KEPT: Final = timedelta(days=97)
"""How long a file is kept whose message has come and is not handled: as long as that may be among the dead letters."""
SWEPT_AT_ONCE: Final = 100
FENCE: Final = 1

KINDS: Final[Mapping[Family, MediaKind]] = {
    Family.IMAGE: MediaKind.PHOTO,
    Family.SOUND: MediaKind.AUDIO,
    Family.FILM: MediaKind.VIDEO,
    Family.PAPER: MediaKind.DOCUMENT,
}

log = structlog.get_logger(__name__)


class TooManyUploads(TuckawayError):
    """A person has as many files on the way, or waiting for their message, as they may."""


class Uploads:
    """The door for files that come before their message.

    Args:
        store: where their bytes go.
        vault: seals their keys.
        limit: the most bytes of one.
        clock: the time.
    """

    def __init__(self, store: BlobStore, vault: Vault, limit: int, clock: Clock) -> None:
        self.limit = limit
        self._store = store
        self._vault = vault
        self._clock = clock
        # A picture may take much memory once it is unpacked: one at a time.
        self._looking = asyncio.Semaphore(1)

    async def take(self, person: PersonId, pieces: AsyncIterator[bytes], name: str | None, type_: str | None) -> Kept:
        """Keep a file that is coming in; durable when it returns. `name` and `type_` (MIME) are what its sender says.

        Raises:
            TooManyUploads: they have enough as it is.
            MediaRefused: it is not one that is kept.
            StoreUnavailable: it can't be stored just now.
            ContentSealed: its person's key is gone.
            Whatever `pieces` raises. Nothing is kept then.
        """
        await self._make_sure_of_room(person)
        known = await people.get(person, self._vault)
        upload = self._begun(person)
        await upload.insert()
        try:
            kept = await self._taken(upload, known, pieces, Claim(MediaKind.DOCUMENT, name, type_))
        except Exception as error:
            with suppress(PyMongoError):  # swept then
                await self._let_go(upload, {})
            if isinstance(error, MediaRefused):
                log.info("media.refused", media=upload.id, refusal=error.refusal, reason=str(error))
                MEDIA_SETTLED.labels(channel=upload.channel, outcome=MediaState.REFUSED).inc()
            raise
        MEDIA_SETTLED.labels(channel=upload.channel, outcome=MediaState.STORED).inc()
        return kept

    async def discard(self, person: PersonId, upload: str) -> None:
        """Let go of a file that will not be sent after all. Raises BlobMissing when there is none that waits."""
        found = (await named(person, [upload])).get(upload)
        if found is None or not await self._let_go(found, {"brought_by": None}):
            raise BlobMissing(f"no upload {upload} waits for its message")

    async def bring(self, person: PersonId, uploads: Sequence[str], message: str) -> list[Kept]:
        """The files that a message names, its own from now on; the same message may ask again and again.

        Raises:
            BlobMissing: one is not there, not this person's, not all there yet, or another message's.
        """
        found = await named(person, uploads)
        ours = [found[each] for each in dict.fromkeys(uploads) if each in found]
        if len(ours) < len(set(uploads)) or not all(_may_bring(each, message) for each in ours):
            raise BlobMissing(f"not all of {len(uploads)} uploads can be sent")
        for each in ours:
            if each.brought_by is None:
                await self._claim(each, message)
        return [await self._opened(each) for each in ours]

    async def sweep(self) -> None:
        """Let go of those that nobody waits for any more."""
        now = self._clock()
        for each in await Media.find({"left_at": {"$lte": now}}).limit(SWEPT_AT_ONCE).to_list():
            if await self._let_go(each, {"left_at": each.left_at}):
                log.info("media.never_sent", media=each.id, person=each.person)

    async def _make_sure_of_room(self, person: PersonId) -> None:
        unsent = await Media.find({"unsent_by": person}).to_list()
        coming = sum(each.blob is None for each in unsent)
        if len(unsent) >= MOST_UNSENT or coming >= MOST_AT_ONCE:
            raise TooManyUploads(f"{len(unsent)} files wait for their message, {coming} of them are still coming")

    def _begun(self, person: PersonId) -> Media:
        now = self._clock()
        return Media(
            id=uuid4().hex,
            person=person,
            memory="",
            channel=ChannelName.WEB,
            kind=MediaKind.DOCUMENT,
            state=MediaState.UNSENT,
            created_at=now,
            unsent_by=person,
            left_at=now + TAKEN_WITHIN,
        )

    async def _taken(self, upload: Media, known: Known, pieces: AsyncIterator[bytes], claim: Claim) -> Kept:
        blob, small = blobs_of(upload.id, FENCE)
        key, within = new_key(), _Within(pieces, self.limit)
        await self._store.put(blob, sealed_as_it_comes(key, within.pieces()))
        async with self._looking:
            # Read back rather than kept at hand, so that a slow sender holds next to nothing in memory.
            content = await self._read(blob, key, within.size)
            looked = await asyncio.to_thread(seen, content, claim, bytes.fromhex(known.content.search_key))
        kept = MediaContent(key=key, name=claim.name, type=claim.type)
        if looked.thumbnail is not None:
            kept = kept.model_copy(update=await small_one(self._store, small, looked.thumbnail))
        sealed = await self._vault.seal(KeyId(known.person.data_key), kept)
        return await self._settled(upload, self._change(upload, looked, sealed), claim.name)

    async def _read(self, blob: str, key: str, size: int) -> bytes:
        sealed = self._store.get(blob, 0, sealed_size(size))
        opened = FileSealer(key, size).open(sealed, Span.of(size, 0, size))
        return b"".join([piece async for piece in opened])

    def _change(self, upload: Media, looked: Seen, sealed: bytes) -> dict[str, Any]:
        blob, small = blobs_of(upload.id, FENCE)
        values = {"kind": KINDS[looked.sort.family], "blob": blob, "sealed": sealed, **looked.found}
        values["left_at"] = self._clock() + SENT_WITHIN
        return values if looked.thumbnail is None else {**values, "thumbnail": small}

    @staticmethod
    async def _settled(upload: Media, values: dict[str, Any], name: str | None) -> Kept:
        waiting = {"_id": upload.id, "state": MediaState.UNSENT}
        result = await Media.get_motor_collection().update_one(waiting, {"$set": values})
        if not result.matched_count:
            raise BlobMissing(f"upload {upload.id} took too long")
        return Kept(upload.model_copy(update=values), name)

    async def _claim(self, upload: Media, message: str) -> None:
        free = {"_id": upload.id, "state": MediaState.UNSENT, "brought_by": None}
        change = {
            "$set": {"brought_by": message, "left_at": self._clock() + NAMED_KEPT},
            "$unset": {"unsent_by": 1},
        }
        result = await Media.get_motor_collection().update_one(free, change)
        if result.matched_count:
            return
        # The same message may have come twice at once.
        now = await Media.get(upload.id)
        if now is None or now.brought_by != message:
            raise BlobMissing(f"upload {upload.id} went with another message")

    async def _opened(self, media: Media) -> Kept:
        """What there is of it; of one that was sent, and forgotten since, its name is gone."""
        content = await self._vault.open_sealed(media.sealed, MediaContent) if media.sealed else MediaContent()
        return Kept(media, content.name)

    async def _let_go(self, upload: Media, expects: dict[str, Any]) -> bool:
        """Have its bytes deleted, whole or not, unless it was sent meanwhile; whether it was so."""
        # Counted as looked at once, since nobody writes to it any more: it need not be looked at again later.
        due = Lease(lane=upload.person, order=0, due=self._clock(), fence=FENCE, attempts=1)
        result = await Media.get_motor_collection().update_one(
            {"_id": upload.id, "state": MediaState.UNSENT, **expects},
            {
                "$set": {"state": MediaState.FORGOTTEN, "work": due.model_dump()},
                "$unset": {"sealed": 1, "unsent_by": 1, "left_at": 1},
            },
        )
        return bool(result.matched_count)


class _Within:
    """Pieces that are counted as they go by."""

    def __init__(self, pieces: AsyncIterator[bytes], limit: int) -> None:
        self._pieces = pieces
        self._limit = limit
        self.size = 0

    async def pieces(self) -> AsyncIterator[bytes]:
        """The same. Raises MediaRefused once they are too many bytes, without waiting for the end."""
        async for piece in self._pieces:
            self.size += len(piece)
            if self.size > self._limit:
                raise MediaRefused(Refusal.TOO_LARGE, f"it has more than {self._limit} bytes")
            yield piece


def _may_bring(upload: Media, message: str) -> bool:
    if upload.brought_by is not None:
        return upload.brought_by == message
    return upload.state is MediaState.UNSENT and upload.blob is not None
