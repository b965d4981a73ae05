"""Everything that changes for a person at once, memories, reminders and what was said: all is written, or nothing.

The person's `last_sequence` is compared in the same transaction, so what was worked out from a person read too early is
given up rather than written (Fowler's unit of work, with an optimistic lock).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from beanie import Document
from pydantic import BaseModel
from pymongo import UpdateOne
from pymongo.errors import BulkWriteError

from bot.conversation import Conversation, Entry
from bot.crypto import Vault
from bot.database import DUPLICATE, Session
from bot.messages import PersonId
from memory.changes import Changes, Update
from memory.documents import Person


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
    writes = [_moved_on(work) for work in batch]
    if not writes:
        return
    result = await Person.get_motor_collection().bulk_write(writes, session=session, ordered=True)
    if result.matched_count != len(writes):
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
    writes: defaultdict[type[Document], list[UpdateOne]] = defaultdict(list)
    for update in updates:
        writes[update.kind].append(UpdateOne({"_id": update.id, **update.expects}, _set_and_unset(update.values)))
    for kind, changes in writes.items():
        result = await kind.get_motor_collection().bulk_write(changes, session=session)
        if result.matched_count != len(changes):
            raise Conflict


def _set_and_unset(values: dict[str, Any]) -> dict[str, Any]:
    put = {name: value for name, value in values.items() if value is not None}
    gone = dict.fromkeys((name for name, value in values.items() if value is None), 1)
    return {operator: fields for operator, fields in (("$set", put), ("$unset", gone)) if fields}
