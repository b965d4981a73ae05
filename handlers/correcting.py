"""A person says what the last thing they told is about: "that's a recipe"."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from bot.messages import MemoryId, Reply
from handlers.turn import Turn
from memory.correcting import Category
from memory.when.words.vocabulary import fold

# "That" is what was told just now.
FRESH: Final = timedelta(hours=1)
LONGEST: Final = 80

# What each category is called; those in the second half without "a" before them.
COUNTED: Final[Mapping[str, Category]] = {
    name: category
    for category, names in {
        Category.EVENT: "event|appointment|meeting|date",
        Category.TASK: "task|to-?do|errand|chore",
        Category.IDEA: "idea|thought",
        Category.PERSON: "person|contact",
        Category.PLACE: "place|location|address",
        Category.RECIPE: "recipe",
        Category.QUOTE: "quote|quotation|saying",
        Category.LINK: "link|bookmark|url",
        Category.CREDENTIAL: "credential|password|passcode|login|pin",
    }.items()
    for name in names.split("|")
}
UNCOUNTED: Final[Mapping[str, Category]] = {
    name: category
    for category, names in {
        Category.HEALTH: "health|medical",
        Category.FINANCE: "finances?|financial|money|banking",
        Category.WORK: "work|business",
        Category.TRAVEL: "travel|a trip|travelling|traveling",
        Category.GENERAL: "general|nothing special|just a note",
        Category.OTHER: "other|something else",
    }.items()
    for name in names.split("|")
}
SAID: Final = re.compile(
    r"(?:(?:no|nope|well|actually|sorry|hey),? )?(?:"
    rf"(?:that|this|it)(?:'s| is| was)(?: actually| really| just)?(?: not an? [\w-]+,? but)?"
    rf" (?:(?:an? |my |one of my )(?P<one>{'|'.join(COUNTED)})s?"
    rf"|(?:about |for )?(?P<some>{'|'.join(UNCOUNTED)})(?: stuff| related)?)"
    rf"|(?:file|put) (?:that|this|it) (?:under|in|with|into) (?:the |my )?"
    rf"(?:(?P<many>{'|'.join(COUNTED)})s?|(?P<much>{'|'.join(UNCOUNTED)})))"
    r"(?:,? not [\w' -]{1,30})?(?: please| actually)?[.! ]*"
)


async def category(turn: Turn) -> Reply | None:
    """Put the memory that was told last in the category that the sentence names; None for any other sentence."""
    named = read(turn.text)
    latest = await turn.memory.recent(1) if named else []
    if named is None or not latest or turn.now - latest[0].told_at > FRESH:
        return None
    done = await turn.corrections.categorise(latest[0].id, named, at=turn.now)
    return None if done is None else turn.words.recategorised(done)


async def tapped(turn: Turn) -> Reply:
    """Put a memory back in the category that a button names, or in none."""
    memory, _, name = turn.subject.partition(":")
    before = Category(name) if name in set(Category) else None
    done = await turn.corrections.categorise(MemoryId(memory), before, at=turn.now)
    return turn.words.already_undone() if done is None else turn.words.recategorised(done)


async def both(turn: Turn) -> Reply:
    """Let the older memories be true beside the one that a button names."""
    return await _side_by_side(turn, both=True)


async def instead(turn: Turn) -> Reply:
    """Let the memory that a button names take the older ones' place after all."""
    return await _side_by_side(turn, both=False)


async def _side_by_side(turn: Turn, *, both: bool) -> Reply:
    memory = MemoryId(turn.subject)
    if not await turn.corrections.both_true(memory, both=both):
        return turn.words.already_undone()
    return turn.words.both_true(memory) if both else turn.words.replaces_again(memory)


def read(text: str) -> Category | None:
    """The category that a sentence says the last thing is in."""
    match = SAID.fullmatch(" ".join(fold(text).split())) if len(text) <= LONGEST else None
    if match is None:
        return None
    said = next(each for each in match.groupdict().values() if each)
    names = {**COUNTED, **UNCOUNTED}
    return next(each for pattern, each in names.items() if re.fullmatch(pattern, said))
