"""Everything that changes for a person at once, memories, reminders and what was said: all is written, or nothing.

The person's `last_sequence` is compared in the same transaction, so what was worked out from a person read too early is
given up rather than written (Fowler's unit of work, with an optimistic lock).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from beanie import Document
from bson import encode
from pydantic import BaseModel
from pymongo import DeleteOne, UpdateMany, UpdateOne
from pymongo.errors import BulkWriteError

from bot.conversation import Conversation, Entry
from bot.crypto import Vault
from bot.database import DUPLICATE, Session
from bot.messages import PersonId
from memory.changes import Changes, Removal, Update
from memory.documents import Person

BY_ONE_FILTER: Final = 25
"""Documents changed alike by one filter. It costs half of one each; the embedded server compares every id with all."""


class Conflict(Exception):
    """Something was no longer as it was read; the transaction is to be given up, and worked out anew."""


@dataclass(frozen=True)
class Work:
    """What is to be written for one person, who is given as they were read; `last_sequence` is to be theirs now."""

    person: Person
    last_sequence: int
    changes: Changes = field(default_factory=Changes)
    entries: Sequence[Entry] = ()


async def write(batch: Sequence[Work], vault: Vault, session: Session) -> None:
    """Write all of it in the session's transaction. Raises Conflict; then the transaction must not be committed."""
    # Before the messages: a person who moved on is found out here, by what was read, not by numbers taken twice.
    await _insert([document for work in batch for document in work.changes.inserts], session)
    await _move_persons_on(batch, session)
    await _insert([entry.message for work in batch for entry in work.entries], session)
    await _update([update for work in batch for update in work.changes.updates], session)
    await _remove([removal for work in batch for removal in work.changes.removals], session)
    for work in batch:
        if work.changes.forgotten:
            await Conversation(PersonId(work.person.id), vault).forget(work.changes.forgotten, session)


async def _insert(documents: Sequence[Document], session: Session) -> None:
    """Insert them all; that one is there already is a conflict like any other."""
    kinds: defaultdict[type[Document], list[Document]] = defaultdict(list)
    for document in documents:
        kinds[type(document)].append(document)
    try:
        for kind, alike in kinds.items():
            await kind.insert_many(alike, session=session)
    except BulkWriteError as error:
        if all(each["code"] == DUPLICATE for each in error.details["writeErrors"]):
            raise Conflict from error
        raise


async def _move_persons_on(batch: Sequence[Work], session: Session) -> None:
    # One by one: a filter for several would have to be followed by a look at each, which costs what it saves.
    writes = [_moved_on(work) for work in batch]
    if writes and await _matched(Person, writes, session) != len(writes):
        raise Conflict


def _moved_on(work: Work) -> UpdateOne:
    values = {name: _plain(value) for name, value in work.changes.person.items()}
    values["last_sequence"] = work.last_sequence
    as_read = {"_id": work.person.id, "last_sequence": work.person.last_sequence}
    return UpdateOne(as_read, _set_and_unset(values))


def _plain(value: object) -> object:
    """A value as the driver takes it: what is a model of ours inside, an hour for one, is written in JSON's types."""
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else value


async def _update(updates: Sequence[Update], session: Session) -> None:
    """Write them, those that are alike by one filter. Raises Conflict."""
    kinds: defaultdict[type[Document], list[Update]] = defaultdict(list)
    for update in updates:
        kinds[update.kind].append(update)
    for kind, changes in kinds.items():
        if await _matched(kind, _by_filter(changes), session) != len(changes):
            raise Conflict


async def _remove(removals: Sequence[Removal], session: Session) -> None:
    """Take them out. Raises Conflict."""
    kinds: defaultdict[type[Document], list[DeleteOne]] = defaultdict(list)
    for removal in removals:
        kinds[removal.kind].append(DeleteOne({"_id": removal.id, **removal.expects}))
    for kind, writes in kinds.items():
        result = await kind.get_motor_collection().bulk_write([*writes], session=session)
        if result.deleted_count != len(writes):
            raise Conflict


def _by_filter(updates: Sequence[Update]) -> list[UpdateOne | UpdateMany]:
    alike: defaultdict[bytes, list[Update]] = defaultdict(list)
    times = Counter(update.id for update in updates)
    for number, update in enumerate(updates):
        # What is changed twice is changed in order, each time by itself.
        alone = {"number": number} if times[update.id] > 1 else {}
        alike[encode({"expects": update.expects, "values": update.values, **alone})].append(update)
    return [
        _together(each[first : first + BY_ONE_FILTER])
        for each in alike.values()
        for first in range(0, len(each), BY_ONE_FILTER)
    ]


def _together(alike: Sequence[Update]) -> UpdateOne | UpdateMany:
    expects, change = alike[0].expects, _set_and_unset(alike[0].values)
    if len(alike) == 1:
        return UpdateOne({"_id": alike[0].id, **expects}, change)
    return UpdateMany({"_id": {"$in": [update.id for update in alike]}, **expects}, change)


async def _matched(kind: type[Document], writes: Iterable[UpdateOne | UpdateMany], session: Session) -> int:
    result = await kind.get_motor_collection().bulk_write([*writes], session=session)
    return int(result.matched_count)


def _set_and_unset(values: dict[str, Any]) -> dict[str, Any]:
    put = {name: value for name, value in values.items() if value is not None}
    gone = dict.fromkeys((name for name, value in values.items() if value is None), 1)
    return {operator: fields for operator, fields in (("$set", put), ("$unset", gone)) if fields}
