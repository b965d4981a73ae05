"""Keeping what a person tells."""

import re
from typing import Final

from bot.messages import Quote, Reply
from handlers import brought, reminders
from handlers.meaning import Intent
from handlers.turn import Turn
from memory.personal import Remembered
from memory.when.words.vocabulary import fold

SHOWN: Final = 1
"""Older memories that are repeated when another takes their place."""
LONGEST_QUOTE: Final = 200

# What is said to somebody who remembers: where it names a time, a reminder may be meant.
LEAD: Final = re.compile(
    r"(?:(?:please|bitte|por favor|stp|s'il te plait|and|also),? )*"
    r"(?:(?:do not|don't|dont|never) forget(?: to\b| about\b| that\b)?|vergiss (?:bitte |ja )?nicht(?: dass\b)?"
    r"|no (?:te |se )?olvid(?:es|e|ar)(?: de\b| que\b)?|n'oublie[sz]? pas(?: de\b| que\b| d')?"
    r"|nao (?:te |se )?esque(?:cas|ca|cer)(?: de\b| que\b)?)[,:]?\s*"
)


async def save(turn: Turn) -> Reply:
    """Keep the message word for word."""
    came = await brought.came(turn)
    return told(turn, await turn.memory.save(turn.text, at=turn.said_at, channel=turn.channel, came=came))


async def nothing(turn: Turn) -> Reply:
    """A message without a word in it: nothing to keep."""
    return turn.words.empty()


def told(turn: Turn, memory: Remembered) -> Reply:
    """It is kept; where it is not to be forgotten at a time it names, a tap reminds of it."""
    meant = essence(turn.text)
    if meant != turn.text and reminders.names_a_time(turn, meant):
        return turn.words.doubted(memory, Intent.REMINDER)
    if memory.replaces:
        return turn.words.saved_instead(memory, tuple(_quote(turn, each) for each in memory.replaces[:SHOWN]))
    return turn.words.saved(memory)


def _quote(turn: Turn, older: Remembered) -> Quote:
    text = older.text if len(older.text) <= LONGEST_QUOTE else f"{older.text[:LONGEST_QUOTE]}…"
    return turn.words.quote(older, text, now=turn.now, zone=turn.zone)


def essence(text: str) -> str:
    """What is not to be forgotten, of a sentence that says so; any other sentence as it is."""
    bare = text.strip()
    folded = fold(bare[: reminders.LONGEST])
    lead = LEAD.match(folded) if len(folded) == len(bare) else None
    return bare[lead.end() :] if lead and lead.end() < len(bare) else text
