"""Puts the files of a message with it: those that its channel carries, and where the others can be seen."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol, Self

import structlog
from pymongo.errors import PyMongoError
from typing_extensions import override

from bot.channel import Capabilities
from bot.clock import Clock
from bot.conversation import Entry
from bot.crypto import Vault
from bot.errors import ContentSealed, DatabaseUnavailable, MediaGone, SendPostponed
from bot.file_links import PURPOSE, FileLinks
from bot.messages import Enclosure, Outbound, PersonId, Reply
from memory.media.personal import Kept, MediaReader, stored
from memory.media.store import BlobMissing, StoreUnavailable, Tampered

STORE_WAIT: Final = timedelta(seconds=5)

log = structlog.get_logger(__name__)


class Enclosing(Protocol):
    """Makes what a channel is given of a message in the log."""

    async def outbound(self, entry: Entry, capabilities: Capabilities, heard_at: datetime | None = None) -> Outbound:
        """What is to be sent. Raises SendPostponed when it can't be put together just now."""


class WithoutFiles(Enclosing):
    """For those who have none: messages go as they are."""

    @override
    async def outbound(self, entry: Entry, capabilities: Capabilities, heard_at: datetime | None = None) -> Outbound:
        """The message with its words."""
        return entry.outbound(heard_at)


@dataclass(frozen=True)
class WithFiles:
    """Encloses what is stored at the time of sending: what was forgotten meanwhile goes nowhere.

    Args:
        reader: opens files.
        vault: opens what they are called.
        links: where providers fetch files.
        home: where the browser chat is, where people can reach it.
    """

    reader: MediaReader
    vault: Vault
    links: FileLinks
    home: str | None

    @classmethod
    def of(cls, reader: MediaReader, vault: Vault, home: str | None, clock: Clock) -> Self:
        """With links signed by a key of this installation."""
        return cls(reader, vault, FileLinks(vault.signing_key(PURPOSE), home, clock), home)

    async def outbound(self, entry: Entry, capabilities: Capabilities, heard_at: datetime | None = None) -> Outbound:
        """The message with its files. Raises SendPostponed."""
        outbound = entry.outbound(heard_at)
        if not outbound.reply.files:
            return outbound
        found = [self._enclosure(each) for each in await self._kept(entry)]
        carried = tuple(each for each in found if capabilities.carry(each.type, each.size))
        whole = outbound.model_copy(update={"reply": self._with_the_way(outbound), "enclosures": carried})
        return whole if len(carried) == len(found) else whole.telling_elsewhere()

    async def _kept(self, entry: Entry) -> list[Kept]:
        wanted = [file.media for file in entry.content.files]
        try:
            return await stored(PersonId(entry.message.person), wanted, self.vault)
        except (PyMongoError, DatabaseUnavailable) as error:
            raise SendPostponed(f"the database does not answer ({type(error).__name__})") from error
        except ContentSealed:
            log.warning("outbox.files_sealed", message=entry.message.id)
            return []

    def _with_the_way(self, outbound: Outbound) -> Reply:
        reply = outbound.reply
        return reply.model_copy(update={"elsewhere": " ".join(filter(None, (reply.elsewhere, self.home)))})

    def _enclosure(self, kept: Kept) -> Enclosure:
        document = kept.document
        return Enclosure(
            media=kept.id,
            kind=kept.kind,
            name=kept.name,
            type=document.type or "",
            size=document.size or 0,
            width=document.width,
            height=document.height,
            url=self.links.link(kept.id),
            read=self._reading(kept),
        )

    def _reading(self, kept: Kept) -> Callable[[], Awaitable[bytes]]:
        async def read() -> bytes:
            try:
                return b"".join([piece async for piece in self.reader.open(kept)])
            except (StoreUnavailable, PyMongoError, DatabaseUnavailable) as error:
                # What else there is to be sent need not wait for the store.
                raise SendPostponed(
                    f"files can't be read ({type(error).__name__})", STORE_WAIT, only_address=True
                ) from error
            except (BlobMissing, Tampered, ContentSealed) as error:
                log.warning("outbox.file_missing", media=kept.id, error=type(error).__name__)
                raise MediaGone(f"the file can't be read ({type(error).__name__})") from error

        return read
