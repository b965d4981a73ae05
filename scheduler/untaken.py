"""Tells a person of a file that a channel's provider took and then did not bring: one sentence, once, and a link."""

from typing import Final

import structlog

from bot.conversation import Composer, Message, Origin
from bot.file_links import FileLinks
from bot.messages import Address, PersonId
from bot.unit_of_work import Work
from handlers.wording import in_language
from memory.changes import Changes
from memory.documents import Person, PersonAddress
from memory.media.personal import stored
from scheduler.together import Together

PREFIX: Final = "untaken:"
TRIES: Final = 5
"""The person may be writing at this moment, each time something else."""

log = structlog.get_logger(__name__)


class UntakenFiles:
    """Says it where the file was to go. The key of the sentence can be taken once only, so it comes once.

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

    async def tell(self, key: str, media: str) -> None:
        """Tell of one file of a message; nothing where that was done, or where there is nobody or nothing any more.

        Args:
            key: of the message that the file was to go with.
            media: the id of the file.

        Raises:
            DatabaseUnavailable, PyMongoError: it was not told; the provider is to say it again.
        """
        for _ in range(TRIES):
            work = await self._work(key, media)
            if work is None or await self._together.write([work]):
                return
        log.error("outbox.file_untold", message=key, media=media)

    async def _work(self, key: str, media: str) -> Work | None:
        told = f"{PREFIX}{key}:{media}"
        message, link = await Message.get(key), self._links.link(media)
        if message is None or link is None or await Message.get(told) is not None:
            return None
        person, address = await Person.get(message.person), await PersonAddress.get(message.address)
        if person is None or address is None or address.person != person.id or address.gone_at is not None:
            return None
        found = await stored(PersonId(person.id), [media], self._composer.vault)
        if not found:
            return None
        reply = in_language(person.language).file_not_taken(message.channel, link)
        entry = await self._composer.compose(
            reply.model_copy(update={"mentions": (found[0].document.memory,)}),
            person,
            Address.parse(message.address),
            key=told,
            sequence=person.last_sequence + 1,
            origin=Origin(message.correlation),
        )
        return Work(person, person.last_sequence + 1, Changes(), [entry])
