"""Changes reminders that are meant without the word: by number in the list just shown, or by what one is about."""

import re
from collections.abc import Mapping, Sequence
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
# What stands between two numbers: "2, 3 and 5".
JOIN: Final = re.compile(r"[ ,]*(?:(?:and|also|plus|y|e|und|et|sowie|&|\+) )?[ ,]*")
AT_MOST: Final = 10
"""Numbers in one order."""


async def change(turn: Turn) -> Reply | None:
    """Do what an order without the word says to the reminder it means; None where it means none of theirs."""
    ordered = _ordered(turn.text)
    if ordered is None or intents.certain(turn.text.strip()) is not None:
        return None
    verb = which_reminder.verb_of(turn.text)
    what = _what(turn, verb, *ordered)
    if what is None:
        return None
    numbers = _numbers(turn, what)
    found = await _numbered(turn, numbers) if numbers else await _about(turn, what)
    if found is None or not (numbers or found):
        return None
    if len(found) < len(numbers):
        return turn.words.no_such_reminder()
    if len(found) > 1 and not numbers:
        return turn.words.which_reminder(found, now=turn.now, zone=turn.zone)
    return turn.words.each_changed([(each.subject, await reminders.CHANGES[verb](turn, each)) for each in found])


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


def _numbers(turn: Turn, what: str) -> Sequence[int]:
    """The numbers in a list, each once, where nothing else is said but a time; none where that isn't so."""
    bare, numbers = what.strip(), list[int]()
    while len(numbers) < AT_MOST:
        bare = _without_lead(bare)
        match = NUMBER.match(bare)
        if match is None:
            return ()
        numbers.append(int(match["number"]))
        rest = bare[match.end() :].strip()
        if not rest or _timed(turn, rest):
            return tuple(dict.fromkeys(numbers))
        bare = JOIN.sub("", rest, count=1)
    return ()


def _without_lead(what: str) -> str:
    """Without what may stand before a number, in any of our languages: some verbs belong to several of them."""
    while lead := next((found for words in LANGUAGES.values() if (found := words.numbered.match(what))), None):
        what = what[lead.end() :].lstrip(" .")
    return what


async def _numbered(turn: Turn, numbers: Sequence[int]) -> Sequence[Reminding] | None:
    """Those of these numbers that are there; None where no list was shown lately."""
    listed = await _listed(turn)
    if not listed:
        return None
    found = [await _of_number(turn, listed, number) for number in numbers]
    return [each for each in found if each is not None]


async def _of_number(turn: Turn, listed: Mapping[str, str], number: int) -> Reminding | None:
    """The one of that number; those that have no button are counted as they stand now."""
    if reminder := listed.get(str(number)):
        return await turn.reminders.get(reminder)
    further = (await turn.reminders.all())[number - 1 : number] if number else []
    return next(iter(further), None)


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
    return which_reminder.met(said, subject) == said and 2 * len(said) >= len(subject) and not orders


def _timeless(turn: Turn, text: str) -> str:
    """The text without the first time in it."""
    found = which_reminder.first_time(text, now=turn.now, zone=turn.zone, languages=turn.languages)
    return f"{text[: found.span[0]]} {text[found.span[1] :]}" if found else text
