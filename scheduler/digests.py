"""Sends each person's digest when it is due, once on a local date, whichever replica finds it first."""

import asyncio
import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import structlog
from pymongo.errors import PyMongoError

from bot.conversation import Composer, Entry, Origin
from bot.errors import ContentSealed, DatabaseUnavailable
from bot.messages import Address, Kind, PersonId
from bot.push.announcing import Announcer
from bot.telemetry import correlation
from bot.unit_of_work import Work
from handlers.wording import in_language
from memory.changes import Changes, Update
from memory.digests import DigestIssue, Due, at_hand, issue_id
from memory.documents import DigestKind, Person, PersonContent
from memory.gathering import Digest, PersonalDigests
from memory.language.port import LanguageModel
from memory.people import zone_of
from memory.recall import Recall
from scheduler.addresses import address_for
from scheduler.together import Together

SEEN: Final = 200
"""How many persons whose digest is due are looked at together."""
AT_ONCE: Final = 20
"""Persons whose digests are written in one transaction; while they are gathered, any of them may write and win."""
INTRODUCED: Final = 5
"""Lines that a language model may put into the overview."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Case:
    """A person whose `digest_at` has come: what is to be sent, if anything is, and when to look again.

    `told`: they have devices that are told.
    """

    person: Person
    now: datetime
    due: Due | None
    next_at: datetime | None
    told: bool = False


class Digests:
    """Finds whose digest is due, gathers and sends it: message, record and next date are written together, or not.

    Three things keep it to one: `digest_at` is compared in that transaction, the record of the local date is unique,
    and so is the message's key. Whatever is given up leaves all three as they were, so nothing is lost either.
    """

    def __init__(
        self, together: Together, composer: Composer, recall: Recall, language: LanguageModel, announcer: Announcer
    ) -> None:
        self._together = together
        self._announcer = announcer
        self._composer = composer
        self._recall = recall
        self._language = language

    async def send(self) -> None:
        """Send every digest that is due. Raises DatabaseUnavailable; what was not sent is still due then."""
        while persons := await self._due():
            settled = 0
            for first in range(0, len(persons), AT_ONCE):
                settled += await self._settle(persons[first : first + AT_ONCE])
            if not settled:
                return  # others are at it, or these persons are writing just now

    async def _due(self) -> list[Person]:
        """Whose digest is due, in an order of this replica's own, so that replicas seldom reach for the same one."""
        found = await Person.find({"digest_at": {"$lte": self._composer.clock()}}).limit(SEEN).to_list()
        random.shuffle(found)
        return found

    async def _settle(self, persons: Sequence[Person]) -> int:
        """Send what is to be sent and note what comes next; for how many of them that was written."""
        cases = await _cases(persons, self._composer.clock())
        reached = await self._announcer.reached([case.person.id for case in cases if case.due])
        cases = [replace(case, told=case.person.id in reached) for case in cases]
        works = await asyncio.gather(*(self._work(case) for case in cases))
        written = await self._together.write(works)
        for entry in (entry for work in written for entry in work.entries):
            log.info("digest.sent", message=entry.message.id)
        return len(written)

    async def _work(self, case: Case) -> Work:
        """What follows for one person. What fails with one must not keep all others waiting for theirs."""
        try:
            return await self._worked_out(case)
        except (DatabaseUnavailable, PyMongoError):
            raise
        except ContentSealed:
            log.warning("digest.sealed", person=case.person.id)
            return _moved_on(case.person, None)
        except Exception:
            log.exception("digest.failed", person=case.person.id)
            return _moved_on(case.person, case.next_at)

    async def _worked_out(self, case: Case) -> Work:
        person, due = case.person, case.due
        address = await address_for(person, Kind.DIGEST, person.reach) if due else None
        if due is None or address is None:
            return _moved_on(person, case.next_at)
        digest = await self._gather(case, due)
        if digest.empty:
            return _moved_on(person, case.next_at)
        entry = await self._entry(case, due, digest, address)
        changes = _moved_on(person, case.next_at).changes
        if case.told:
            withheld = in_language(person.language).digest_withheld()
            changes.inserts += self._announcer.of(entry, person, withheld=withheld, briefly=True)
        for kind in due.kinds:
            issue = DigestIssue.of(person.id, kind, due.day, at=case.now, connected=digest.connected)
            changes.inserts.append(issue)
        return Work(person, entry.message.sequence, changes, [entry])

    async def _gather(self, case: Case, due: Due) -> Digest:
        person, vault = case.person, self._composer.vault
        content = await vault.open_sealed(person.sealed, PersonContent)
        personal = PersonalDigests(person, content, vault=vault, recall=self._recall, changes=Changes())
        return await personal.gather(due.kinds, now=case.now, zone=zone_of(person))

    async def _entry(self, case: Case, due: Due, digest: Digest, address: Address) -> Entry:
        person = case.person
        words = in_language(person.language)
        intro: tuple[str, ...] = ()
        if shown := digest.for_model(PersonId(person.id), person.preferences.ai_use)[:INTRODUCED]:
            intro = await self._language.phrase(shown, person.language or "en") or ()
        reply = words.digest(digest, now=case.now, zone=zone_of(person), intro=intro)
        # No two messages of a day hold the same kind, so its first kind tells it from another.
        key = f"digest:{person.id}:{due.kinds[0]}:{due.day}"
        sequence = person.last_sequence + 1
        return await self._composer.compose(
            reply, person, address, key=key, sequence=sequence, origin=Origin(correlation())
        )


async def _cases(persons: Sequence[Person], now: datetime) -> list[Case]:
    """Whoever had a kind on the local date, before they moved, chose another hour or asked for it, has had it."""
    hands = [at_hand(person.preferences, zone_of(person), now) for person in persons]
    ids = [
        issue_id(person.id, kind, due.day)
        for person, (due, _) in zip(persons, hands, strict=True)
        for kind in DigestKind
        if due
    ]
    sent = {issue.id for issue in await DigestIssue.find({"_id": {"$in": ids}}).to_list()} if ids else set()
    return [
        Case(person, now, _unsent(person.id, due, sent) if due else None, next_at)
        for person, (due, next_at) in zip(persons, hands, strict=True)
    ]


def _unsent(person: str, due: Due, sent: Collection[str]) -> Due | None:
    kinds = tuple(kind for kind in due.kinds if issue_id(person, kind, due.day) not in sent)
    return replace(due, kinds=kinds) if kinds else None


def _moved_on(person: Person, next_at: datetime | None) -> Work:
    """No message; `digest_at` is compared, because another replica may have moved it on since it was read."""
    update = Update(Person, person.id, {"digest_at": next_at}, expects={"digest_at": person.digest_at})
    return Work(person, person.last_sequence, Changes(updates=[update]))
