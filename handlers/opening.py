"""Opening one memory: all of it, what it said before, and what belongs to it."""

from bot.messages import MemoryId, Quote, Reply
from handlers import enclosing
from handlers.turn import Turn
from memory.personal import Whole


async def one(turn: Turn) -> Reply:
    """Show the memory that a button names."""
    whole = await turn.memory.whole(MemoryId(turn.subject))
    if whole is None:
        return turn.words.already_forgotten()
    related = await turn.related.to(whole)
    beside = tuple(turn.words.beside(each.memory, each.bond, now=turn.now, zone=turn.zone) for each in related)
    reply = turn.words.opened(_quote(turn, whole), _versions(turn, whole), beside)
    return await enclosing.with_the_whole(turn, reply, whole.memory.id)


def _quote(turn: Turn, whole: Whole) -> Quote:
    return turn.words.quote(whole.memory, whole.memory.text, now=turn.now, zone=turn.zone)


def _versions(turn: Turn, whole: Whole) -> tuple[Quote, ...]:
    """What it said before it was edited, the last first."""
    versions = reversed(whole.content.versions)
    return tuple(turn.words.version(whole.memory, each, now=turn.now, zone=turn.zone) for each in versions)
