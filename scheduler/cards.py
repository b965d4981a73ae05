"""Reads the contact cards that came as files: whom they are of, and how to reach them, is kept with their memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import structlog

from bot import vcards
from bot.clock import Clock
from bot.crypto import KeyId, Vault
from bot.errors import ContentSealed
from bot.messages import MemoryId
from bot.unit_of_work import Work
from bot.vcards import NoCard
from handlers.wording import Wording, in_language
from memory import people
from memory.changes import Changes, Update
from memory.media.documents import Media
from memory.media.personal import Kept, MediaReader, PersonalMedia
from memory.media.store import BlobMissing, StoreUnavailable, Tampered
from memory.people import Known
from memory.personal import PersonalMemory, Remembered
from memory.recall import Recall
from scheduler.together import Together

SEEN: Final = 20

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Cards:
    """Finds cards that nobody has read yet; the memory says what they say in the transaction that takes the mark off.

    A file that is no card after all stays the file that it is.
    """

    together: Together
    vault: Vault
    recall: Recall
    reader: MediaReader
    clock: Clock

    async def read(self) -> None:
        """Read every card there is, one of a person at a time. Raises DatabaseUnavailable."""
        while unread := await self._unread():
            works = [work for media in unread if (work := await self._work(media))]
            if not await self.together.write(works):
                return  # others are at it, these persons are writing just now, or the store is away

    async def _unread(self) -> Sequence[Media]:
        found = await Media.find({"unread": {"$lte": self.clock()}}).limit(SEEN).to_list()
        return list({media.person: media for media in found}.values())

    async def _work(self, media: Media) -> Work | None:
        """What reading it changes; None when that can't be told just now."""
        changes = Changes(updates=[Update(Media, media.id, {"unread": None}, expects={"unread": media.unread})])
        try:
            known = await people.get(media.person, self.vault)
        except ContentSealed:
            log.warning("card.sealed", media=media.id)
            await Media.get_motor_collection().update_one({"_id": media.id}, {"$unset": {"unread": 1}})
            return None
        try:
            await self._read(media, known, changes)
        except StoreUnavailable as error:
            log.warning("card.not_read", media=media.id, reason=str(error))
            return None
        except (NoCard, BlobMissing, Tampered, ContentSealed) as error:
            log.info("card.left_as_file", media=media.id, reason=str(error))
        if changes.content:
            changes.person["sealed"] = await self.vault.seal(KeyId(known.person.data_key), changes.content)
        # The numbering moves on, so that nobody else writes what they worked out before this.
        return Work(known.person, known.person.last_sequence + 1, changes)

    async def _read(self, media: Media, known: Known, changes: Changes) -> None:
        files = PersonalMedia(known.person, self.vault, changes)
        kept = await files.get(media.id)
        memory = await self._memories(known, changes, 0).get(MemoryId(media.memory))
        if kept is None or memory is None:
            return
        cards = vcards.cards(b"".join([piece async for piece in self.reader.open(kept)]))
        words = in_language(known.person.language)
        said = _without_names(memory, await files.of(memory.id), words)
        text = "\n".join(filter(None, (said, *(words.card(card) for card in cards))))
        # Marked as it was: this is no change of its person's that Undo could mean.
        await self._memories(known, changes, memory.changed).read_in(memory.id, text)

    def _memories(self, known: Known, changes: Changes, sequence: int) -> PersonalMemory:
        return PersonalMemory(
            known.person, known.content, vault=self.vault, recall=self.recall, changes=changes, sequence=sequence
        )


def _without_names(memory: Remembered, files: Sequence[Kept], words: Wording) -> str:
    """What was written to the files; nothing where that is no more than what they are called."""
    named = ", ".join(dict.fromkeys(each.name or words.kind(each.kind) for each in files))
    return "" if memory.text == named else memory.text
