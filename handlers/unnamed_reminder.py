"""Changes a reminder that is meant without the word: by its number in the list just shown, or by what it is about."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.messages import Author, Reply
from handlers import intents, reminders, which_reminder
from handlers.reminder_words import LANGUAGES, ReminderWords, Verb
from handlers.turn import Turn
from memory.reminder import Reminding
from memory.when.words.vocabulary import fold

LONGEST: Final = 120
LISTED: Final = 10
"""Messages; a list that was shown before them is not spoken of any more."""
FRESH: Final = timedelta(hours=1)
NUMBER: Final = re.compile(r"#?(?P<number>\d{1,3})\b[.,]?")


async def change(turn: Turn) -> Reply | None:
    """Do what an order without the word says to the reminder it means; None where it means none of theirs."""
    ordered = _ordered(turn.text)
    if ordered is None or intents.certain(turn.text.strip()) is not None:
        return None
    verb = which_reminder.verb_of(turn.text)
    what = _what(turn, verb, *ordered)
    if what is None:
        return None
    words, named = ordered[0], what
    number = _number(turn, words, named)
    found = await _about(turn, named) if number is None else await _numbered(turn, number)
    if found is None or (number is None and not found):
        return None
    if not found:
        return turn.words.no_such_reminder()
    if len(found) > 1:
        return turn.words.which_reminder(found, now=turn.now, zone=turn.zone)
    return await reminders.CHANGES[verb](turn, found[0])


def _ordered(text: str) -> tuple[ReminderWords, str] | None:
    """What something is to become of, and the language that says so."""
    if len(text) > LONGEST:
        return None
    folded = " ".join(fold(text).split())
    found = ((words, words.order.fullmatch(folded)) for words in LANGUAGES.values())
    return next(((words, match["what"]) for words, match in found if match), None)


def _what(turn: Turn, verb: Verb, words: ReminderWords, what: str) -> str | None:
    """Which one; None where it is to move, and no time is named that it could move to."""
    if verb is Verb.RENAME:
        lead = words.called.search(what)
        return what[: lead.start()] if lead else None
    if verb is not Verb.MOVE:
        return what
    before, after = which_reminder.parted(what, now=turn.now, zone=turn.zone)
    return before if before != after and _timed(turn, after) else None


def _timed(turn: Turn, text: str) -> bool:
    """Whether a text is a time in any of our languages."""
    return any(which_reminder.all_time(text, turn.now, turn.zone, each) for each in LANGUAGES)


def _number(turn: Turn, words: ReminderWords, what: str) -> int | None:
    """The number in a list, where nothing else is said but a time."""
    bare = what.strip()
    while lead := words.numbered.match(bare):
        bare = bare[lead.end() :].lstrip(" .")
    match = NUMBER.match(bare)
    if match is None:
        return None
    rest = bare[match.end() :].strip()
    return int(match["number"]) if not rest or _timed(turn, rest) else None


async def _numbered(turn: Turn, number: int) -> Sequence[Reminding] | None:
    """The one of that number, or none; None where no list was shown lately."""
    listed = await _listed(turn)
    if not listed:
        return None
    if reminder := listed.get(str(number)):
        found = await turn.reminders.get(reminder)
        return [found] if found else []
    return (await turn.reminders.all())[number - 1 : number] if number else []


async def _listed(turn: Turn) -> dict[str, str]:
    """The reminders by their numbers, of the list that was shown last; those with buttons."""
    for said in reversed(await turn.conversation.before(2**53, LISTED)):
        taps = [(action.label, action.tap.partition(":")) for action in said.actions]
        listed = {label: rest for label, (name, _, rest) in taps if name == "reminder" and label.isdecimal()}
        if listed and said.author is Author.BOT and said.at >= turn.now - FRESH:
            return listed
    return {}


async def _about(turn: Turn, what: str) -> Sequence[Reminding]:
    """Those about what is said, and about little else."""
    said = which_reminder.content_words(_timeless(turn, what))
    return [each for each in await turn.reminders.all() if _fits(said, each)] if said else []


def _fits(said: frozenset[str], reminding: Reminding) -> bool:
    """Whether one is about nothing but this; one "to cancel the gym" is not meant by "cancel the gym"."""
    subject = which_reminder.content_words(reminding.subject)
    orders = _ordered(reminding.subject) is not None
    return said <= subject and 2 * len(said) >= len(subject) and not orders


def _timeless(turn: Turn, text: str) -> str:
    """The text without the first time in it."""
    found = which_reminder.first_time(text, now=turn.now, zone=turn.zone, languages=turn.languages)
    return f"{text[: found.span[0]]} {text[found.span[1] :]}" if found else text
