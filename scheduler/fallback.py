"""Sends another way what nobody waited for and could not be delivered, each address once, until it is out of ways."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

import structlog
from pymongo.errors import PyMongoError

from bot.conversation import Composer, Entry, Message, Origin, opened
from bot.database import EVER
from bot.errors import ContentSealed, DatabaseUnavailable
from bot.messages import Address
from bot.outbox import Outbox
from bot.telemetry import MESSAGES_DIVERTED, MESSAGES_LOST
from bot.unit_of_work import Work
from handlers.wording import in_language
from memory.changes import Changes, Update
from memory.documents import Person, PersonAddress
from memory.people import addresses_of
from scheduler.addresses import elsewhere
from scheduler.together import AT_ONCE, Together

VIA: Final = ":via:"
UNSENT: Final = "unsent:"
SEEN: Final = 200
"""How many that went astray are looked at together."""
MOST_MISSED: Final = 20
"""How many a person is told of at once; what was before that would only puzzle."""

log = structlog.get_logger(__name__)


class Fallback:
    """Finds messages that went astray, and writes the one that goes another way together with that they are settled.

    The mark that was read is compared in that transaction, and the key of the message that goes to an address can be
    taken once only, so of several replicas one sends it. What is out of ways stays a dead letter, and its person is
    told when they write next. Whoever asked for a code that could not be delivered is told at once.
    """

    def __init__(self, together: Together, composer: Composer, outbox: Outbox) -> None:
        self._together = together
        self._composer = composer
        self._outbox = outbox

    async def divert(self) -> None:
        """Settle every message that went astray. Raises DatabaseUnavailable; what was not settled is still there."""
        while groups := await self._astray():
            settled = 0
            for first in range(0, len(groups), AT_ONCE):
                works = [await self._worked_out(group) for group in groups[first : first + AT_ONCE]]
                written = await self._together.write([work for work in works if work is not None])
                settled += len(written)
                _count(written)
            if not settled:
                return  # others are at it, or their persons are writing just now

    async def _astray(self) -> list[list[Message]]:
        found = await Message.find({"astray": {"$gt": EVER}}).limit(SEEN).to_list()
        by_person: defaultdict[str, list[Message]] = defaultdict(list)
        for message in sorted(found, key=lambda message: message.sequence):
            by_person[message.person].append(message)
        return list(by_person.values())

    async def _worked_out(self, group: Sequence[Message]) -> Work | None:
        """What follows for one person. What fails with one must not keep all others waiting."""
        try:
            return await self._work(group)
        except (DatabaseUnavailable, PyMongoError):
            raise
        except Exception:
            log.exception("outbox.not_diverted", message=group[0].id)
            return None

    async def _work(self, group: Sequence[Message]) -> Work | None:
        """What follows for one person; None where there is nobody any more."""
        if group[0].asked_by:
            return await self._told(group[0], group[0].asked_by)
        person = await Person.get(group[0].person)
        if person is None:
            await _set_aside(group)
            return None
        changes, entries, missed = Changes(), list[Entry](), list[str]()
        addresses = await addresses_of(person.id)
        for message in group:
            entry = await self._diverted(message, person, addresses, person.last_sequence + len(entries) + 1)
            if entry is None:
                log.error("outbox.out_of_ways", message=message.id)
                missed.append(_root(message))
            else:
                entries.append(entry)
            changes.updates.append(_settled(message, entry))
        if missed:
            changes.person["missed"] = [*(person.missed or ()), *missed][-MOST_MISSED:]
        # One further even where nothing is said: whoever has the person at hand is to read them anew.
        return Work(person, person.last_sequence + max(1, len(entries)), changes, entries)

    async def _told(self, message: Message, asked_by: str) -> Work | None:
        """That a code did not arrive is said where it was asked for, as long as that is its asker's."""
        link = await PersonAddress.get(asked_by)
        person = await Person.get(link.person) if link and link.linked_at <= message.at else None
        if person is None:
            await _set_aside([message])
            return None
        reply = in_language(person.language).code_not_delivered(Address.parse(message.address))
        entry = await self._composer.compose(
            reply,
            person,
            Address.parse(asked_by),
            key=f"{UNSENT}{message.id}",
            sequence=person.last_sequence + 1,
            origin=Origin(message.correlation),
        )
        return Work(person, person.last_sequence + 1, Changes(updates=[_settled(message, entry)]), [entry])

    async def _diverted(
        self, message: Message, person: Person, addresses: list[Address], sequence: int
    ) -> Entry | None:
        """The message that goes to the next address; None where there is none, or nothing is left to be said."""
        to = await self._next(message, addresses)
        if to is None or message.sealed is None:
            return None
        try:
            (entry,) = await opened([message], self._composer.vault)
        except ContentSealed:
            return None
        text = await self._explained(entry, person)
        reply = entry.content.reply().model_copy(update={"text": text, "mentions": tuple(message.mentions or ())})
        key = f"{_root(message)}{VIA}{to}"
        return await self._composer.compose(
            reply, person, to, key=key, sequence=sequence, origin=Origin(message.correlation)
        )

    async def _explained(self, entry: Entry, person: Person) -> str:
        """The words, and why they come this way; whoever let an address go knows why nothing comes there."""
        message, text, words = entry.message, entry.content.text, in_language(person.language)
        link = await PersonAddress.get(message.address)
        if link is None:
            return text
        shut = link.gone_at is None and self._outbox.shut(message.channel, link.heard_at)
        return (words.came_from_silence if shut else words.came_otherwise)(text, message.channel)

    async def _next(self, message: Message, addresses: list[Address]) -> Address | None:
        """The first address that it was not sent to yet."""
        root = _root(message)
        ids = [root, *(f"{root}{VIA}{each}" for each in addresses)]
        tried = {row["address"] async for row in Message.get_motor_collection().find({"_id": {"$in": ids}})}
        others = elsewhere(addresses, Address.parse(message.address), self._outbox.serves)
        return next((each for each in others if str(each) not in tried), None)


def _root(message: Message) -> str:
    """What made the message unique that was sent first."""
    return message.id.partition(VIA)[0]


def _settled(message: Message, entry: Entry | None) -> Update:
    """That it need not be looked at again. Where it went another way an operator has nothing left to do about it."""
    values: dict[str, Any] = {"astray": None}
    if entry is not None:
        values |= {"undelivered_at": None, "diverted_to": entry.message.id}
    return Update(Message, message.id, values, expects={"astray": message.astray})


async def _set_aside(group: Sequence[Message]) -> None:
    """Messages of nobody: their person was deleted, or the database was put back in part."""
    ids = [message.id for message in group]
    log.error("outbox.of_nobody", messages=len(ids))
    await Message.get_motor_collection().update_many({"_id": {"$in": ids}}, {"$unset": {"astray": 1}})


def _count(written: Sequence[Work]) -> None:
    for work in written:
        for entry in work.entries:
            MESSAGES_DIVERTED.labels(kind=entry.message.kind, channel=entry.message.channel).inc()
        lost = len(work.changes.updates) - len(work.entries)
        MESSAGES_LOST.inc(lost)
