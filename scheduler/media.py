"""Tells people of files that were not kept: one sentence for what came with one memory, once."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import structlog

from bot.conversation import Composer, Origin
from bot.errors import ContentSealed
from bot.messages import Address, Reply
from bot.telemetry import correlation
from bot.unit_of_work import Work
from handlers.wording import Wording, in_language
from memory.changes import Changes, Update
from memory.documents import Person, PersonAddress
from memory.media.documents import Media, Refusal
from memory.media.fetching import MEGABYTE, Limits
from memory.people import addresses_of
from scheduler.together import AT_ONCE, Together

SEEN: Final = 200

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Untold:
    """Files of one person's memories that were not kept."""

    person: Person
    files: Sequence[Media]


class MediaNotices:
    """Finds what is untold, and says it: the message is written in the transaction that takes the mark off."""

    def __init__(self, together: Together, composer: Composer, limits: Limits) -> None:
        self._together = together
        self._composer = composer
        self._limits = limits

    async def send(self) -> None:
        """Tell of every file that was not kept. Raises DatabaseUnavailable; what was not told is still untold then."""
        while untold := await self._untold():
            written = 0
            for first in range(0, len(untold), AT_ONCE):
                works = [await self._work(each) for each in untold[first : first + AT_ONCE]]
                written += len(await self._together.write(works))
            if not written:
                return  # others are at it, or these persons are writing just now

    async def _untold(self) -> list[_Untold]:
        found = await Media.find({"untold": {"$lte": self._composer.clock()}}).limit(SEEN).to_list()
        by_person: defaultdict[str, list[Media]] = defaultdict(list)
        for media in sorted(found, key=lambda media: (media.memory, media.place)):
            by_person[media.person].append(media)
        persons = await Person.find({"_id": {"$in": list(by_person)}}).to_list() if by_person else []
        return [_Untold(person, by_person[person.id]) for person in persons]

    async def _work(self, untold: _Untold) -> Work:
        person, files = untold.person, untold.files
        updates = [Update(Media, each.id, {"untold": None}, expects={"untold": each.untold}) for each in files]
        changes = Changes(updates=updates)
        address = await _address(person, files[0])
        if address is None:
            return Work(person, person.last_sequence, changes)
        replies = self._replies(in_language(person.language), files)
        try:
            entries = [
                await self._composer.compose(
                    reply, person, address, key=key, sequence=person.last_sequence + n, origin=Origin(correlation())
                )
                for n, (key, reply) in enumerate(replies, 1)
            ]
        except ContentSealed:
            log.warning("media.sealed", person=person.id)
            return Work(person, person.last_sequence, changes)
        return Work(person, person.last_sequence + len(entries), changes, entries)

    def _replies(self, words: Wording, files: Sequence[Media]) -> list[tuple[str, Reply]]:
        """A message for each memory and reason, with the key that makes it one."""
        groups: defaultdict[tuple[str, str], list[Media]] = defaultdict(list)
        for each in files:
            groups[each.memory, each.refusal or Refusal.GONE].append(each)
        return [(f"media:{group[0].id}", self._said(words, group)) for group in groups.values()]

    def _said(self, words: Wording, group: Sequence[Media]) -> Reply:
        first, count = group[0], len(group)
        if first.refusal is Refusal.TOO_LARGE:
            return words.file_too_large(self._limits.of(first.channel) // MEGABYTE, count)
        sentences: dict[Refusal, Callable[[int], Reply]] = {
            Refusal.EMPTY: words.file_empty,
            Refusal.NOT_ALLOWED: words.file_not_allowed,
            Refusal.IN_DISGUISE: words.file_in_disguise,
            Refusal.BOMB: words.file_too_big_inside,
        }
        return sentences.get(first.refusal or Refusal.GONE, words.file_gone)(count)


async def _address(person: Person, media: Media) -> Address | None:
    """Where the file came from, if they can still be reached there; else where they wrote from last, or elsewhere."""
    addresses = await addresses_of(person.id)
    here = await PersonAddress.get(person.reach) if person.reach else None
    preferred = [each for each in addresses if each.channel is media.channel]
    last = [Address.parse(here.id)] if here is not None and here.gone_at is None else []
    return next(iter((*(each for each in last if each in preferred), *preferred, *last, *addresses)), None)
