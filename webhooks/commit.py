"""Writes what handling a message brought about, all in one transaction: changes, both log entries, and that it is done.

The fence of the event's lease and the person's `last_sequence` are compared in the same transaction, so a replica that
lost its lease, or read the person too early, writes nothing at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from pymongo.errors import BulkWriteError, PyMongoError

from bot.batching import Batcher
from bot.conversation import Entry, Message
from bot.crypto import Vault
from bot.database import DUPLICATE, Database, Session, unavailable
from bot.deliveries import withdraw
from bot.errors import DatabaseUnavailable
from bot.lease import held
from bot.messages import Author
from bot.telemetry import span
from bot.unit_of_work import Conflict, Work, write
from memory.documents import PersonAddress, PersonContent
from webhooks.inbox import DEAD_KEPT, KEPT, EventState, InboxEvent


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

    `work` is what it changes for the person who wrote, and `content` what is sealed of them; None for a message that
    belongs to nobody. `unlogged` is what is sent without being in anybody's conversation. `error` says why it was given
    up; then its words are kept for an operator.
    """

    event: InboxEvent
    at: datetime
    work: Work | None = None
    content: PersonContent | None = None
    error: str | None = None
    unlogged: Sequence[Entry] = ()

    @property
    def heard(self) -> bool:
        """Whether what the person said is written with it."""
        return self.work is not None and any(entry.message.author is Author.PERSON for entry in self.work.entries)


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
            except (Conflict, DatabaseUnavailable):
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
        except Conflict:
            return await _why(handled)
        return Committed.DONE

    async def _write(self, batch: Sequence[Handled], session: Session) -> None:
        await _finish_events(batch, session)
        for handled in batch:
            await _withdraw(handled, session)
        await _post([entry.message for handled in batch for entry in handled.unlogged], session)
        await write([handled.work for handled in batch if handled.work is not None], self._vault, session)


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
        raise Conflict


async def _withdraw(handled: Handled, session: Session) -> None:
    """What waits to be sent to an address that is unlinked; before what is said there of that is put in line."""
    removals = handled.work.changes.removals if handled.work else []
    for removal in removals:
        if handled.work is not None and removal.kind is PersonAddress:
            await withdraw(handled.work.person.id, removal.id, handled.at, session)


async def _post(messages: Sequence[Message], session: Session) -> None:
    """Insert what is in nobody's conversation; that one is there already is a conflict."""
    if not messages:
        return
    try:
        await Message.insert_many(messages, session=session)
    except BulkWriteError as error:
        if all(each["code"] == DUPLICATE for each in error.details["writeErrors"]):
            raise Conflict from error
        raise


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
        "heard": handled.event.heard or handled.heard,
        "dead_at": handled.at,
        "expires_at": handled.at + DEAD_KEPT,
    }
    return {"$set": dead, "$unset": {"waiting": 1}}


async def _why(handled: Handled) -> Committed:
    """Which conflict it was. A message that comes once more, long after it was answered, is then done with."""
    events = InboxEvent.get_motor_collection()
    if await events.find_one(_leased(handled), {"_id": 1}) is None:
        return Committed.LEASE_LOST
    entries = [*(handled.work.entries if handled.work else []), *handled.unlogged]
    answers = [entry.message.id for entry in entries]
    if not await Message.get_motor_collection().find_one({"_id": {"$in": answers}}, {"_id": 1}):
        return Committed.PERSON_MOVED_ON
    await events.update_one(_leased(handled), _dead(handled) if handled.error else _done([handled]))
    return Committed.ANSWERED_BEFORE
