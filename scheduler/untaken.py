"""Tells a person of a file that a channel's provider took and then did not bring: one sentence, once, and a link.

Where the words went in one message with their files, they come again.
"""

from collections.abc import Sequence
from typing import Final

import structlog

from bot.conversation import Composer, Entry, Message, Origin, opened
from bot.errors import ContentSealed
from bot.file_links import FileLinks
from bot.messages import Address, DeliveryState, Kind, PersonId, Reply
from bot.unit_of_work import Work
from handlers.wording import Wording, in_language
from memory.changes import Changes
from memory.documents import Person, PersonAddress
from memory.media.personal import stored
from scheduler.together import Together

PREFIX: Final = "untaken:"
TRIES: Final = 5
"""The person may be writing at this moment, each time something else."""
ARRIVED: Final = frozenset((DeliveryState.DELIVERED, DeliveryState.READ))

log = structlog.get_logger(__name__)


class UntakenFiles:
    """Says it where the file was to go. The key of what is said can be taken once only, so it comes once.

    The link is the one that the provider fetched the file by: whoever writes on a channel alone has no browser chat
    that they could open.

    Args:
        together: writes it.
        composer: makes the message.
        links: lead to files, for a while.
    """

    def __init__(self, together: Together, composer: Composer, links: FileLinks) -> None:
        self._together = together
        self._composer = composer
        self._links = links

    async def tell(self, key: str, media: str | None = None) -> None:
        """Tell of one file of a message; nothing where that was done, or where there is nobody or nothing any more.

        Args:
            key: of the message that the file was to go with.
            media: the id of the file; None where the whole message did not arrive since files were part of it.

        Raises:
            DatabaseUnavailable, PyMongoError: it was not told; the provider is to say it again.
        """
        for _ in range(TRIES):
            work = await self._work(key, media)
            if work is None or await self._together.write([work]):
                return
        log.error("outbox.file_untold", message=key, media=media)

    async def _work(self, key: str, media: str | None) -> Work | None:
        told = f"{PREFIX}{key}:{media}" if media else f"{PREFIX}{key}"
        message = await Message.get(key)
        if message is None or await Message.get(told) is not None:
            return None
        person, address = await Person.get(message.person), await PersonAddress.get(message.address)
        if person is None or address is None or address.person != person.id or address.gone_at is not None:
            return None
        words = in_language(person.language)
        reply = await (self._of_one(message, media, words) if media else self._anew(message, words))
        if reply is None:
            return None
        entry = await self._composer.compose(
            reply,
            person,
            Address.parse(message.address),
            key=told,
            sequence=person.last_sequence + 1,
            origin=Origin(message.correlation),
        )
        return Work(person, person.last_sequence + 1, Changes(), [entry])

    async def _of_one(self, message: Message, media: str, words: Wording) -> Reply | None:
        """Where one of its files can be opened."""
        links, memories = await self._linked(message, [media])
        if not links:
            return None
        reply = words.file_not_taken(message.channel, links[0])
        return reply.model_copy(update={"mentions": tuple(memories)})

    async def _anew(self, message: Message, words: Wording) -> Reply | None:
        """What it said, and where its files can be opened; what nobody waits for goes another way by itself."""
        if message.kind is not Kind.REPLY or message.state in ARRIVED or message.sealed is None:
            return None
        entry = await self._opened(message)
        if entry is None:
            return None
        links, _ = await self._linked(message, [file.media for file in entry.content.files])
        where = words.file_not_taken(message.channel, " ".join(links)).text if links else ""
        said = entry.content.reply()
        text = "\n\n".join(filter(None, (said.text, where)))
        mentions = tuple(message.mentions or ())
        return said.model_copy(update={"text": text, "files": (), "elsewhere": "", "mentions": mentions})

    async def _opened(self, message: Message) -> Entry | None:
        try:
            return (await opened([message], self._composer.vault))[0]
        except ContentSealed:
            log.warning("outbox.words_sealed", message=message.id)
            return None

    async def _linked(self, message: Message, media: Sequence[str]) -> tuple[list[str], list[str]]:
        """Links to those of the files that there are still, and the memories that they belong to."""
        found = await stored(PersonId(message.person), media, self._composer.vault)
        links = [link for each in found if (link := self._links.link(each.id))]
        return links, sorted({each.document.memory for each in found})
