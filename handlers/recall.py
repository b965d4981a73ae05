"""Answering a question with what the person told."""

from typing import Final

from bot.errors import IndexUnavailable
from bot.messages import MemoryId, Reply
from handlers.turn import Turn
from memory import recall

AT_MOST: Final = 3
LISTED: Final = 10
# A further memory is worth showing when it fits nearly as well as the best one.
NEARLY: Final = 0.75


async def answer(turn: Turn, *, without: MemoryId | None = None) -> Reply:
    """The memories that bear on the question, quoted, best first; `without` the one that is the question itself."""
    try:
        found = await turn.memory.find(turn.subject, limit=AT_MOST + (without is not None))
    except IndexUnavailable:
        return turn.words.search_resting()
    found = [each for each in found if each.memory.id != without][:AT_MOST]
    fitting = [each.memory for each in found if each.score >= NEARLY * found[0].score]
    passages = [(memory, recall.passage(turn.subject, memory.text)) for memory in fitting]
    quotes = tuple(turn.words.quote(memory, text, now=turn.now, zone=turn.zone) for memory, text in passages)
    reply = turn.words.answer(quotes) if quotes else turn.words.nothing_fits()
    return reply if turn.memory.findable else turn.words.may_miss(reply)


async def latest(turn: Turn) -> Reply:
    """The memories that were told or edited last."""
    found = await turn.memory.recent(LISTED)
    quotes = tuple(turn.words.quote(memory, memory.text, now=turn.now, zone=turn.zone) for memory in found)
    return turn.words.latest(quotes) if quotes else turn.words.nothing_yet()
