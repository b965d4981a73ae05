"""What a person says to a reminder that rings: done, later, not this time."""

import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Final

from bot.messages import Reply
from handlers import intents, which_reminder
from handlers.meaning import Intent
from handlers.reminder_words import LANGUAGES, Answer
from handlers.turn import Turn
from memory.reminder import Reminding
from memory.when.words.vocabulary import fold

BRIEF: Final = 60
"""More characters than these are no answer to a reminder."""
A_WHILE: Final = timedelta(hours=1)
EVENING: Final = time(19)
LATE_EVENING: Final = time(21)
# What may stand behind a time without naming anything to be reminded of.
AGAIN: Final = re.compile(
    r"\b(?:again|then|instead|(?:noch ?mal)s?|wieder|erneut|otra vez|de nuevo|encore|[ad] nouveau|de nouveau"
    r"|outra vez|de novo|about it|daran|dran)\b"
)


def _tonight(turn: Turn) -> datetime:
    """This evening; late in the evening two hours from now."""
    now = turn.now.astimezone(turn.zone)
    hours = (datetime.combine(now, hour, turn.zone) for hour in (EVENING, LATE_EVENING))
    return next((at for at in hours if at > now), now + timedelta(hours=2))


def tomorrow(turn: Turn) -> datetime:
    """Tomorrow at the hour for what names a day only."""
    day = turn.now.astimezone(turn.zone) + timedelta(days=1)
    return datetime.combine(day, turn.preferences.chosen.day_hour, turn.zone)


SNOOZES: Final[Mapping[str, Callable[[Turn], datetime]]] = {
    "10m": lambda turn: turn.now + timedelta(minutes=10),
    "1h": lambda turn: turn.now + timedelta(hours=1),
    "tonight": _tonight,
    "tomorrow": tomorrow,
}


async def done(turn: Turn) -> Reply:
    """What rings is done: the one a button names, else the latest."""
    found = await _meant(turn)
    return turn.words.nothing_rings() if found is None else await _done(turn, found)


async def skip(turn: Turn) -> Reply:
    """What rings need not be done this time."""
    found = await _meant(turn)
    return turn.words.nothing_rings() if found is None else await _skipped(turn, found)


async def snooze_by_button(turn: Turn) -> Reply:
    """Let the reminder that a button names come again when the button says."""
    reminder_id, _, how_long = turn.subject.partition(":")
    found = await turn.reminders.get(reminder_id)
    if found is None or how_long not in SNOOZES:
        return turn.words.reminder_gone()
    return _snoozed(turn, found, SNOOZES[how_long](turn))


async def snooze(turn: Turn) -> Reply:
    """Let the latest that rings come again at the time the sentence names, or in an hour."""
    found = await _meant(turn)
    return turn.words.nothing_rings() if found is None else await snooze_one(turn, found)


async def snooze_one(turn: Turn, reminding: Reminding) -> Reply:
    """Let this one come again at the time the sentence names, or in an hour."""
    named = which_reminder.first_time(turn.text, now=turn.now, zone=turn.zone, languages=turn.languages)
    moment = named.readings[0].start if named and named.readings else turn.now
    # "Not now" names a time as well.
    return _snoozed(turn, reminding, moment if moment > turn.now else turn.now + A_WHILE)


async def answered(turn: Turn) -> Reply | None:
    """What is said to a reminder that rings; None for anything else, and where none rings for what may be."""
    answer = answer_of(turn.text)
    if answer is None or (answer is Answer.SNOOZE and _names_something(turn)):
        return None
    found = await _meant(turn)
    if found is not None:
        return await ANSWERS[answer](turn, found)
    return turn.words.nothing_rings() if _orders(turn.text) else None


def _names_something(turn: Turn) -> bool:
    """Whether it asks to be reminded of something of its own: "remind me in two hours to take the bread out"."""
    understood = intents.certain(turn.text.strip())
    if understood is None or understood.intent is not Intent.REMINDER:
        return False
    when = which_reminder.first_time(turn.text, now=turn.now, zone=turn.zone, languages=turn.languages)
    behind = which_reminder.POLITE.sub("", fold(turn.text[when.span[1] :])) if when else ""
    return bool(AGAIN.sub("", behind).strip(which_reminder.MARKS))


def _orders(text: str) -> bool:
    """Whether a text can be meant for nothing but a reminder that rings."""
    said = fold(text.strip(" .!"))
    return any(words.orders.fullmatch(said) for words in LANGUAGES.values())


def answer_of(text: str) -> Answer | None:
    """What a brief text says to a reminder that rings, in any of our languages; None: nothing."""
    said = fold(text.strip(" .!")) if len(text) < BRIEF else ""
    answers = (each for words in LANGUAGES.values() for each in words.answers.items())
    return next((answer for answer, pattern in answers if pattern.fullmatch(said)), None)


async def _meant(turn: Turn) -> Reminding | None:
    if turn.tapped:
        return await turn.reminders.get(turn.subject)
    return next(iter(await turn.reminders.ringing()), None)


async def _done(turn: Turn, reminding: Reminding) -> Reply:
    turn.reminders.acknowledge(reminding, now=turn.now)
    return turn.words.reminder_done(reminding)


async def _skipped(turn: Turn, reminding: Reminding) -> Reply:
    following = turn.reminders.skip(reminding, now=turn.now)
    return turn.words.reminder_skipped(reminding, following, now=turn.now, zone=turn.zone)


def _snoozed(turn: Turn, reminding: Reminding, until: datetime) -> Reply:
    turn.reminders.snooze(reminding, until=until, now=turn.now)
    return turn.words.reminder_snoozed(reminding, until, now=turn.now, zone=turn.zone)


ANSWERS: Final[Mapping[Answer, Callable[[Turn, Reminding], Awaitable[Reply]]]] = {
    Answer.DONE: _done,
    Answer.SNOOZE: snooze_one,
    Answer.SKIP: _skipped,
}
