"""Answering a question with what the person told."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.errors import IndexUnavailable
from bot.messages import Author, MemoryId, Quote, Reply, Said
from handlers import enclosing, intents
from handlers.turn import Handler, Turn
from handlers.written import written
from memory import recall
from memory.asking import LISTED, Answer, Recalled
from memory.personal import Remembered
from memory.question import Question, Shape, leaning_on

LATEST: Final = 1_000
"""Who looks further back than that had better ask."""
MORE: Final = re.compile(
    r"(?:(?:and|show(?: me)?|ver|y|und|zeig mir|voir|et|e) )?(?:more|the rest|the next ones|mas|el resto|mehr|weiter"
    r"|den rest|plus|la suite|le reste|mais|o resto)(?: please| por favor| bitte| stp)?[.!? ]*",
    re.IGNORECASE,
)
# What a button carries was ours once, but comes back from a machine that is not.
PLACE: Final = re.compile("[0-9]{1,6}")
SEQUENCE: Final = re.compile("[0-9]{1,12}")
AT_MOST: Final = 3
NEAREST: Final = 2
NEARLY: Final = 0.4
"""A further memory is worth showing from this share of the best on, by what it says itself."""
EXCHANGES: Final = 6
"""Messages that are looked back through for what a question leans on."""
WHILE: Final = timedelta(minutes=30)
"""What was said longer ago than this is another conversation."""


async def answer(turn: Turn, *, without: Remembered | None = None) -> Reply:
    """The memories that bear on the question, quoted; `without` the one that is the question itself."""
    if without is None:
        return await _answer(turn, turn.memory.sequence)
    return await _answer(turn, without.changed, without=without.id)


async def more(turn: Turn) -> Reply:
    """The next page of a list; the button carries how many were shown, and which message asked."""
    skip, _, sequence = turn.subject.partition(":")
    if not (PLACE.fullmatch(skip) and SEQUENCE.fullmatch(sequence)):
        return turn.words.unknown_tap()
    asked = await turn.conversation.after(int(sequence) - 1, 1)
    if not asked or asked[0].author is not Author.PERSON or not asked[0].text:
        return turn.words.unknown_tap()
    text = asked[0].text
    subject = intents.read(text).subject or text
    again = replace(turn, subject=subject, text=text, said_at=asked[0].at)
    return await _answer(again, int(sequence), skip=int(skip))


async def more_in_words(turn: Turn) -> Reply | None:
    """The next page of the list that was shown last, for whoever says "more"; None for anything else."""
    if not MORE.fullmatch(turn.text.strip().translate(intents.PLAIN)):
        return None
    said = await turn.conversation.before(2**53, EXCHANGES)
    listed = next((each for each in reversed(said) if each.author is Author.BOT and each.quotes), None)
    for name, _, rest in (action.tap.partition(":") for action in (listed.actions if listed else ())):
        if name in PAGES:
            return await PAGES[name](replace(turn, subject=rest))
    return turn.words.that_was_all()


async def latest(turn: Turn) -> Reply:
    """The memories that were told or edited last."""
    return await _latest(turn, 0)


async def older(turn: Turn) -> Reply:
    """Those before the ones that were shown; the button carries how many these were."""
    return await _latest(turn, int(turn.subject)) if PLACE.fullmatch(turn.subject) else turn.words.unknown_tap()


async def _latest(turn: Turn, skip: int) -> Reply:
    upto = min(skip, LATEST) + LISTED
    found = await turn.memory.recent(upto + 1)
    shown = found[upto - LISTED : upto]
    quotes = tuple(turn.words.quote(memory, memory.text, now=turn.now, zone=turn.zone) for memory in shown)
    if quotes:
        return turn.words.latest(quotes, more=f"older:{upto}" if upto < min(len(found), LATEST) else None)
    return turn.words.that_was_all() if skip else turn.words.nothing_yet()


PAGES: Final[Mapping[str, Handler]] = {"more": more, "older": older}
"""What the buttons carry that show the next page."""


async def _answer(turn: Turn, asked: int, *, without: MemoryId | None = None, skip: int = 0) -> Reply:
    try:
        found = await look(turn, asked, without=without, skip=skip)
    except IndexUnavailable:
        return turn.words.search_resting()
    reply = await written(turn, found) or _said(turn, found, asked)
    reply = await enclosing.with_the_answer(turn, reply, found)
    return reply if turn.memory.findable else turn.words.may_miss(reply)


async def look(turn: Turn, asked: int, *, without: MemoryId | None = None, skip: int = 0) -> Answer:
    """What the turn's question, asked by the message of that number, finds. Raises IndexUnavailable."""
    return await turn.questions.answer(await understood(turn, asked), without=without, skip=skip)


async def understood(turn: Turn, asked: int) -> Question:
    """What is asked by the message numbered `asked`; a question that leans on the exchange before it, made whole."""
    question = _read(turn, turn.subject, turn.said_at)
    if not question.leans:
        return question
    before: Question | None = None
    for said in await _said_before(turn, asked):
        earlier = _read(turn, said.text, said.at)
        before = leaning_on(earlier, before) if before and earlier.leans else earlier
    return leaning_on(question, before) if before else question


def _read(turn: Turn, text: str, at: datetime) -> Question:
    return turn.questions.read(text, now=at, zone=turn.zone, languages=turn.languages)


async def _said_before(turn: Turn, asked: int) -> list[Said]:
    """What the person wrote shortly before the message numbered `asked`, oldest first."""
    recent = await turn.conversation.before(asked, EXCHANGES)
    theirs = [said for said in recent if said.author is Author.PERSON and said.text]
    return [said for said in theirs if turn.said_at - WHILE <= said.at <= turn.said_at]


def _said(turn: Turn, answer: Answer, asked: int) -> Reply:
    question, found = answer.question, answer.found
    if not answer.fits:
        return turn.words.nothing_fits(_quotes(turn, found[:NEAREST], question.text))
    if not answer.listed:
        best = max(each.ranked.own for each in found)
        fitting = [each for each in found[:AT_MOST] if each.ranked.own >= NEARLY * best] or found[:1]
        opens = turn.words.open(fitting[0].memory.id) if len(fitting) == 1 else None
        return turn.words.answer(_quotes(turn, fitting, question.text), opens=opens)
    # By pages, not by what is on them: something may have been forgotten since the index was asked.
    quotes, shown = _quotes(turn, found, ""), answer.skipped + LISTED
    further = f"more:{shown}:{asked}" if shown < answer.total else None
    if question.shape is Shape.COUNT and not answer.skipped:
        return turn.words.counted(quotes, what=question.of, total=answer.total, more=further)
    if answer.total == 1:
        return turn.words.answer(quotes)
    return turn.words.listed(quotes, skipped=answer.skipped, total=answer.total, more=further)


def _quotes(turn: Turn, found: Sequence[Recalled], question: str) -> tuple[Quote, ...]:
    return tuple(
        turn.words.quote(
            each.memory,
            recall.passage(question, each.memory.text),
            now=turn.now,
            zone=turn.zone,
            overtaken=each.overtaken,
        )
        for each in found
    )
