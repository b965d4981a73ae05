"""Asks a language model what a memory is about, after it was saved, where our own reading is in doubt and may be shown.

Nobody waits for it: a memory carries `doubtful` from the transaction that writes it until that is settled, so a crash
loses nothing, and of several replicas one asks. What the person says it is about is never replaced.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

import structlog
from pymongo.errors import PyMongoError

from bot.clock import Clock
from bot.crypto import KeyId, Vault
from bot.errors import ContentSealed, DatabaseUnavailable
from bot.lease import LEASE, Lease, claim, free
from bot.messages import PersonId
from memory import people
from memory.annotations import CATEGORY
from memory.documents import Annotation, AnnotationSource, Memory, MemoryContent
from memory.language.consent import memory_shown
from memory.language.port import LanguageModel, Shown

UNSURE: Final = 0.75
"""Below this our own category is in doubt: of a third of all memories, 68 % of them right, against 94 % of the others.

From a model that is right in 90 % nothing is gained by asking about surer ones as well (docs/figures.md).
"""

EVERY: Final = 2.0
"""Seconds between two looks for memories in doubt."""
AT_A_TIME: Final = 50
AT_ONCE: Final = 2
"""Calls under way together: whoever waits for a reply should find room."""
ATTEMPTS: Final = 4
FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(minutes=9)
"""Not further ahead than `bot.lease` looks: four attempts take a quarter of an hour."""

MEANINGS: Final[Mapping[str, str]] = {
    "general": "a fact about home, car, things or how something is done that fits nothing else better",
    "event": "something that happens or happened at a date",
    "task": "something that the writer has to do",
    "idea": "an idea, a plan, a gift to give, something to try, read or watch",
    "person": "a lasting fact about somebody: birthday, taste, size, job, family, a promise",
    "place": "where something or somewhere is, an address, a way",
    "health": "body, illness, medicine, a doctor's advice, allergies",
    "finance": "money owed, lent, paid or earned, prices, bills, accounts",
    "work": "the writer's job",
    "travel": "a trip, a booking, a ticket, a route",
    "recipe": "how to cook something, or what goes into it",
    "quote": "words of somebody's that are worth keeping",
    "link": "little more than an address on the web",
    "credential": "what opens or logs in: a password, a PIN, a code, a combination",
    "other": "small talk with the notebook, or nothing to keep",
}

log = structlog.get_logger(__name__)


def in_doubt(annotations: Sequence[Annotation]) -> bool:
    """Whether the category is one that we found ourselves, without being sure enough."""
    own = _category(annotations)
    return own is not None and own.source is AnnotationSource.MODEL and own.confidence < UNSURE


async def settled(
    annotations: Sequence[Annotation], model: LanguageModel, shown: Shown | None
) -> Sequence[Annotation] | None:
    """The annotations of a memory, its category by the surer of the two where ours is in doubt.

    Args:
        annotations: what was found in its text.
        model: is asked where that is in doubt.
        shown: the text as the model may see it; None when it may not, and is not asked.

    Returns:
        The same annotations when there was nothing to ask or the model is no surer; None when it did not answer.
    """
    own = _category(annotations)
    if own is None or shown is None or not in_doubt(annotations):
        return annotations
    choice = await model.choose_category(shown, MEANINGS)
    if choice is None:
        return None
    if choice.confidence < own.confidence:
        return annotations
    theirs = Annotation(
        kind=CATEGORY, value=choice.label, confidence=choice.confidence, source=AnnotationSource.LANGUAGE_MODEL
    )
    return [theirs if each is own else each for each in annotations]


def marked(memory: Memory) -> Lease:
    """What a memory carries until its category is settled; free for anyone to take at once."""
    return Lease(lane=memory.person, order=memory.changed, due=memory.told_at)


class SecondOpinions:
    """Settles the categories that are in doubt, a few at a time, for as long as a model is set up."""

    def __init__(self, model: LanguageModel, vault: Vault, clock: Clock) -> None:
        self._model = model
        self._vault = vault
        self._clock = clock
        self._room = asyncio.Semaphore(AT_ONCE)

    async def run(self) -> None:
        """Ask again and again, until cancelled."""
        while True:
            try:
                await self.ask()
            except (PyMongoError, DatabaseUnavailable) as error:
                log.warning("second_opinion.database_unavailable", error=type(error).__name__)
            await asyncio.sleep(EVERY)

    async def ask(self) -> int:
        """Ask about what is in doubt just now; how many memories were looked at."""
        if self._model.whereabouts is None:
            return 0
        found = await free(Memory, "doubtful", self._clock(), also={}, limit=AT_A_TIME)
        await asyncio.gather(*(self._take(memory) for memory in found))
        return len(found)

    async def _take(self, memory: Memory) -> None:
        async with self._room:
            if memory.doubtful is None:
                return
            lease = await claim(Memory, "doubtful", memory.id, memory.doubtful, self._clock() + LEASE)
            if lease is None:
                return
            try:
                change = await self._change(memory, lease)
            except ContentSealed:
                change = {"$unset": {"doubtful": 1}}
            # Whoever edits, corrects or forgets it meanwhile seals it anew, and is not overwritten.
            as_read = {"_id": memory.id, "doubtful.fence": lease.fence, "sealed": memory.sealed}
            await Memory.get_motor_collection().update_one(as_read, change)

    async def _change(self, memory: Memory, lease: Lease) -> dict[str, Any]:
        """What becomes of the memory. Raises ContentSealed."""
        over: dict[str, Any] = {"$unset": {"doubtful": 1}}
        if memory.sealed is None:
            return over
        known = await people.get(memory.person, self._vault)
        content = await self._vault.open_sealed(memory.sealed, MemoryContent)
        shown = memory_shown(
            PersonId(memory.person),
            content.text,
            level=memory.level,
            ai_use=memory.ai_use,
            choice=known.person.preferences.ai_use,
        )
        found = await settled(content.annotations, self._model, shown)
        if found is None:
            return over if lease.attempts + 1 >= ATTEMPTS else self._later(lease)
        if found is content.annotations:
            return over
        content = content.model_copy(update={"annotations": list(found)})
        sealed = await self._vault.seal(KeyId(known.person.data_key), content)
        category = _category(found)
        beside = {"category": category.value} if category and memory.level.in_digests else {}
        # The index follows when it next catches up: nobody waits for it.
        return over | {"$set": {"sealed": sealed, "index_pending": uuid4().hex, **beside}}

    def _later(self, lease: Lease) -> dict[str, Any]:
        pause = min(FIRST_PAUSE * 3**lease.attempts, LONGEST_PAUSE)
        return {"$set": {"doubtful.due": self._clock() + pause}, "$inc": {"doubtful.attempts": 1}}


def _category(annotations: Sequence[Annotation]) -> Annotation | None:
    return next((each for each in annotations if each.kind == CATEGORY), None)
