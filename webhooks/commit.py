"""Writes what handling a message brought about, all in one transaction: changes, both log entries, and that it is done.

The fence of the event's lease and the person's `last_sequence` are compared in the same transaction, so a replica that
lost its lease, or read the person too early, writes nothing at all.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from beanie import Document
from pymongo import UpdateOne
from pymongo.errors import BulkWriteError, PyMongoError

from bot.batching import Batcher
from bot.conversation import Conversation, Entry, Message
from bot.crypto import Vault
from bot.database import Database, Session, unavailable
from bot.errors import DatabaseUnavailable
from bot.lease import held
from bot.messages import PersonId
from bot.telemetry import span
from memory.changes import Changes, Update
from memory.documents import Person, PersonContent
from webhooks.inbox import DEAD_KEPT, DUPLICATE, KEPT, EventState, InboxEvent


class Committed(StrEnum):
    """How a commit went."""

    DONE = "done"
    LEASE_LOST = "lease lost"
    ANSWERED_BEFORE = "answered before"
    PERSON_MOVED_ON = "person moved on"
    NOT_FIRST = "not first in line"


@dataclass(frozen=True)
class Handled:
    """A message that was handled, and everything that follows from it.

    `person` is as it was read (`content`: what is sealed of it), `last_sequence` as it is to be; None for a message
    that belongs to nobody and asks for no answer. `error` says why it was given up; then its words are kept for an
    operator.
    """

    event: InboxEvent
    at: datetime
    person: Person | None = None
    content: PersonContent | None = None
    last_sequence: int = 0
    changes: Changes = field(default_factory=Changes)
    entries: Sequence[Entry] = ()
    error: str | None = None


class _Conflict(Exception):
    """Something in the batch was not as it was read; the transaction is given up."""


class Committer:
    """Commits what waits together; when a batch meets a conflict, each of it alone."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault
        self._batcher: Batcher[Handled, Committed] = Batcher(self._carry_out, at_most=32)

    async def commit(self, handled: Handled) -> Committed:
        """Write it all, or nothing. Raises DatabaseUnavailable."""
        with span("inbox.commit"):
            return await self._batcher.submit(handled)

    async def _carry_out(self, batch: Sequence[Handled]) -> Sequence[Committed | Exception]:
        if len(batch) > 1:
            try:
                await self._database.transaction(lambda session: self._write(batch, session))
            except (_Conflict, DatabaseUnavailable):
                pass
            else:
                return [Committed.DONE] * len(batch)
        return [await self._alone(handled) for handled in batch]

    async def _alone(self, handled: Handled) -> Committed | Exception:
        try:
            return await self._one(handled)
        except PyMongoError as error:
            return unavailable(error)
        except DatabaseUnavailable as error:
            return error

    async def _one(self, handled: Handled) -> Committed:
        try:
            await self._database.transaction(lambda session: self._write([handled], session))
        except _Conflict:
            return await _why(handled)
        return Committed.DONE

    async def _write(self, batch: Sequence[Handled], session: Session) -> None:
        await _finish_events(batch, session)
        # Before the messages: a person who moved on is found out here, by what was read, not by numbers taken twice.
        await _insert([document for handled in batch for document in handled.changes.inserts], session)
        await _move_persons_on(batch, session)
        await _insert([entry.message for handled in batch for entry in handled.entries], session)
        await _update([update for handled in batch for update in handled.changes.updates], session)
        for handled in batch:
            if handled.person is not None and handled.changes.forgotten:
                conversation = Conversation(PersonId(handled.person.id), self._vault)
                await conversation.forget(handled.changes.forgotten, session)


async def _finish_events(batch: Sequence[Handled], session: Session) -> None:
    """Mark the events done or dead; a conflict when one of them is no longer ours."""
    events, matched = InboxEvent.get_motor_collection(), 0
    done = [handled for handled in batch if handled.error is None]
    for ours, _ in held("waiting", [(handled.event.id, handled.event.waiting) for handled in done]):
        matched += (await events.update_many(ours, _done(done), session=session)).matched_count
    for handled in batch:
        if handled.error is not None:
            matched += (await events.update_one(_leased(handled), _dead(handled), session=session)).matched_count
    if matched != len(batch):
        raise _Conflict


def _leased(handled: Handled) -> dict[str, Any]:
    lease = handled.event.waiting
    return {"_id": handled.event.id, "waiting.fence": lease.fence if lease else None}


def _done(batch: Sequence[Handled]) -> dict[str, Any]:
    expires_at = max(handled.at for handled in batch) + KEPT
    return {"$set": {"state": EventState.DONE, "expires_at": expires_at}, "$unset": {"waiting": 1, "sealed": 1}}


def _dead(handled: Handled) -> dict[str, Any]:
    dead = {
        "state": EventState.DEAD,
        "error": handled.error,
        "dead_at": handled.at,
        "expires_at": handled.at + DEAD_KEPT,
    }
    return {"$set": dead, "$unset": {"waiting": 1}}


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
            raise _Conflict from error
        raise


async def _move_persons_on(batch: Sequence[Handled], session: Session) -> None:
    writes = [_moved_on(handled.person, handled) for handled in batch if handled.person is not None]
    if not writes:
        return
    result = await Person.get_motor_collection().bulk_write(writes, session=session, ordered=True)
    if result.matched_count != len(writes):
        raise _Conflict


def _moved_on(person: Person, handled: Handled) -> UpdateOne:
    values = {**handled.changes.person, "last_sequence": handled.last_sequence}
    return UpdateOne({"_id": person.id, "last_sequence": person.last_sequence}, {"$set": values})


async def _update(updates: Sequence[Update], session: Session) -> None:
    writes: defaultdict[type[Document], list[UpdateOne]] = defaultdict(list)
    for update in updates:
        writes[update.kind].append(UpdateOne({"_id": update.id}, _set_and_unset(update.values)))
    for kind, changes in writes.items():
        await kind.get_motor_collection().bulk_write(changes, session=session)


def _set_and_unset(values: dict[str, Any]) -> dict[str, Any]:
    put = {name: value for name, value in values.items() if value is not None}
    gone = dict.fromkeys((name for name, value in values.items() if value is None), 1)
    return {operator: fields for operator, fields in (("$set", put), ("$unset", gone)) if fields}


async def _why(handled: Handled) -> Committed:
    """Which conflict it was. A message that comes once more, long after it was answered, is then done with."""
    events = InboxEvent.get_motor_collection()
    if await events.find_one(_leased(handled), {"_id": 1}) is None:
        return Committed.LEASE_LOST
    answers = [entry.message.id for entry in handled.entries]
    if not await Message.get_motor_collection().find_one({"_id": {"$in": answers}}, {"_id": 1}):
        return Committed.PERSON_MOVED_ON
    await events.update_one(_leased(handled), _dead(handled) if handled.error else _done([handled]))
    return Committed.ANSWERED_BEFORE
