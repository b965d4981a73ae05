"""Reminders as a person speaks of them: setting one, looking at them, changing them."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

from bot.messages import MemoryId, Reply
from handlers import marked, ringing, which_reminder
from handlers.reminder_words import Verb
from handlers.turn import Turn
from memory.reminder import ReminderContent, ReminderState, Reminding
from memory.reminders import TooManyReminders
from memory.when import request, times
from memory.when.request import Request, Trouble
from memory.when.schedule import Schedule

LISTED: Final = 20
LONGEST: Final = 600
"""Characters; a longer text is no request."""
UPCOMING: Final = 3
# What a button carries of how one stood: since when it rang, and when it would have come next.
MOMENTS: Final = 2
# What a button may do to all of them at once, by what it carries.
ALL_AT_ONCE: Final = {str(verb): verb for verb in (Verb.DELETE, Verb.PAUSE, Verb.RESUME)}
JUST_NOW: Final = timedelta(minutes=10)
"""What was told so long ago is still spoken of: "remind me an hour before"."""
POINTING: Final = re.compile(
    r"(?:(?:of|about) )?(?:it|this|that)?|(?:de )?(?:eso|esto|ello)|daran|dran|das|es|(?:de )?(?:ça|ca|cela)"
    r"|(?:d)?isso|(?:d)?isto",
    re.IGNORECASE,
)


async def create(turn: Turn) -> Reply:
    """Set a reminder from a sentence; ask when its time can be read two ways, or is not said."""
    asked, source = await _anchored(turn, await _asked(turn))
    turn = replace(turn, source=source)
    unsaid = not asked.subject.strip(" .!").removeprefix("again") and asked.problem is not Trouble.BEFORE_WHAT
    if unsaid and await turn.reminders.ringing():
        return await ringing.snooze(turn)
    if asked.problem is Trouble.NO_TIME:
        return await _offer(turn, asked.subject, _usual_times(turn))
    if asked.problem is not None:
        return turn.words.reminder_trouble(asked.problem)
    if asked.doubtful or len(asked.schedules) > 1:
        return await _offer(turn, asked.subject, asked.schedules)
    content = ReminderContent(subject=asked.subject, schedule=asked.schedules[0], said=turn.text)
    return await _set(turn, content)


async def choose(turn: Turn) -> Reply:
    """Set a reminder that had several possible times, by a button."""
    reminder_id, _, number = turn.subject.partition(":")
    draft = await turn.reminders.get(reminder_id)
    choices = {str(place): each for place, each in enumerate(draft.content.choices)} if draft else {}
    if draft is None or number not in choices:
        return turn.words.reminder_gone()
    schedule = choices[number]
    if schedule.next_after(turn.now) is None:
        return turn.words.reminder_trouble(Trouble.PAST)
    content = draft.content.model_copy(update={"schedule": schedule, "choices": ()})
    return _echo(turn, await turn.reminders.change(draft, content, now=turn.now), undo="unset")


async def show_all(turn: Turn) -> Reply:
    """Those that are set, soonest first."""
    reminders = await turn.reminders.all()
    return turn.words.reminders(reminders[:LISTED], len(reminders), now=turn.now, zone=turn.zone)


async def show(turn: Turn) -> Reply:
    """One of them, with what can be done about it."""
    found = await turn.reminders.get(turn.subject)
    return turn.words.reminder_gone() if found is None else _details(turn, found)


async def change(turn: Turn) -> Reply:
    """Delete, pause, resume, skip, snooze or move what the sentence means; ask when it may mean several."""
    meant = which_reminder.read(turn.text, await turn.reminders.all(), now=turn.now, zone=turn.zone)
    if not meant.reminders:
        return turn.words.no_such_reminder()
    if meant.all and len(meant.reminders) > 1:
        return turn.words.all_reminders(meant.verb, len(meant.reminders))
    if len(meant.reminders) > 1:
        return turn.words.which_reminder(meant.reminders, now=turn.now, zone=turn.zone)
    return await CHANGES[meant.verb](turn, meant.reminders[0])


async def change_all(turn: Turn) -> Reply:
    """Delete, pause or resume all of them, once that was confirmed."""
    verb = ALL_AT_ONCE.get(turn.subject)
    if verb is None:
        return turn.words.unknown_tap()
    reminders = await turn.reminders.all()
    for each in reminders:
        await CHANGES[verb](turn, each)
    return turn.words.all_reminders_changed(verb, len(reminders))


async def _delete(turn: Turn, reminding: Reminding) -> Reply:
    turn.reminders.delete(reminding, now=turn.now)
    return turn.words.reminder_deleted(reminding)


async def _pause(turn: Turn, reminding: Reminding) -> Reply:
    turn.reminders.pause(reminding, now=turn.now)
    return turn.words.reminder_paused(reminding)


async def _resume(turn: Turn, reminding: Reminding) -> Reply:
    if reminding.schedule.next_after(turn.now) is None:
        return turn.words.reminder_trouble(Trouble.PAST)
    undo = "pause" if reminding.document.state is ReminderState.PAUSED else "delete"
    return _echo(turn, turn.reminders.resume(reminding, now=turn.now), undo=undo)


async def _skip(turn: Turn, reminding: Reminding) -> Reply:
    following = turn.reminders.skip(reminding, now=turn.now)
    return turn.words.reminder_skipped(reminding, following, now=turn.now, zone=turn.zone)


async def _move(turn: Turn, reminding: Reminding) -> Reply:
    """Other times for a reminder: what stands after the last "to", else anything in the sentence that is a time."""
    _, after = which_reminder.parted(turn.text, now=turn.said_at, zone=turn.zone)
    schedule = _moved_by(turn, reminding.schedule, bare=False)
    asked = None if schedule else _read(turn, after)
    if asked and asked.schedules:
        schedule = _kept_recurrence(reminding.schedule, asked.schedules[0])
    schedule = schedule or _moved_by(turn, reminding.schedule, bare=True)
    if schedule is None:
        return turn.words.reminder_trouble((asked and asked.problem) or Trouble.NO_TIME)
    if schedule.next_after(turn.now) is None:
        return turn.words.reminder_trouble(Trouble.PAST)
    content = reminding.content.model_copy(update={"schedule": schedule, "before": reminding.schedule})
    return _echo(turn, await turn.reminders.change(reminding, content, now=turn.now), undo="unmove")


def _moved_by(turn: Turn, before: Schedule, *, bare: bool) -> Schedule | None:
    """So much later or earlier than it was; None where no such length is named, or its days would be others."""
    found = which_reminder.moved_by(turn.text, now=turn.said_at, zone=turn.zone, bare=bare)
    coming = before.next_after(turn.now)
    if found is None or coming is None:
        return None
    at = times.shifted(coming, found[1], zone=before.tz)
    if not before.rules:
        return before.model_copy(update={"start": at.replace(tzinfo=None, fold=0)})
    return before.at(at.time()) if at.date() == coming.astimezone(before.tz).date() else None


async def put_back(turn: Turn) -> Reply:
    """Let a reminder that was moved come when it came before that, by a button."""
    found = await turn.reminders.get(turn.subject)
    before = found.content.before if found else None
    if found is None or before is None:
        return turn.words.reminder_gone()
    if before.next_after(turn.now) is None:
        return turn.words.reminder_trouble(Trouble.PAST)
    content = found.content.model_copy(update={"schedule": before, "before": found.schedule})
    return _echo(turn, await turn.reminders.change(found, content, now=turn.now), undo="unmove")


async def _rename(turn: Turn, reminding: Reminding) -> Reply:
    """Another name for a reminder."""
    name = which_reminder.renamed(turn.text, reminding)
    if not name:
        return turn.words.reminder_trouble(Trouble.NOTHING)
    return turn.words.reminder_renamed(await turn.reminders.rename(reminding, name, now=turn.now))


async def name_back(turn: Turn) -> Reply:
    """Let a reminder that was renamed be called what it was before, by a button."""
    found = await turn.reminders.get(turn.subject)
    if found is None or not found.content.renamed_from:
        return turn.words.reminder_gone()
    return turn.words.reminder_renamed(await turn.reminders.rename(found, found.content.renamed_from, now=turn.now))


async def take_back(turn: Turn) -> Reply:
    """Let a reminder stand as it did before it was done, skipped or snoozed; the button carries how that was."""
    reminder, *numbers = turn.subject.split(":")
    found = await turn.reminders.get(reminder)
    if found is None or found.document.state is ReminderState.DELETED or len(numbers) != MOMENTS:
        return turn.words.reminder_gone()
    rang, occurs_at = (datetime.fromtimestamp(int(each), UTC) if each.isdecimal() else None for each in numbers)
    taken = turn.reminders.take_back(found, rang=rang, occurs_at=occurs_at, now=turn.now)
    return turn.words.reminder_open_again(taken) if rang else _echo(turn, taken, undo="delete")


def _kept_recurrence(before: Schedule, said: Schedule) -> Schedule:
    """A recurring reminder that is moved to another hour keeps its days."""
    return said if said.rules or not before.rules else before.at(said.start.time())


Change = Callable[[Turn, Reminding], Awaitable[Reply]]

CHANGES: Final[Mapping[Verb, Change]] = {
    Verb.DELETE: _delete,
    Verb.PAUSE: _pause,
    Verb.RESUME: _resume,
    Verb.SKIP: _skip,
    Verb.SNOOZE: ringing.snooze_one,
    Verb.MOVE: _move,
    Verb.RENAME: _rename,
}


def tapped(verb: Verb) -> Callable[[Turn], Awaitable[Reply]]:
    """The handler of a button that changes the reminder it names."""

    async def changed(turn: Turn) -> Reply:
        found = await turn.reminders.get(turn.subject)
        return turn.words.reminder_gone() if found is None else await CHANGES[verb](turn, found)

    return changed


async def _asked(turn: Turn) -> Request:
    """What the turn asks for; where its time is in doubt, a language model may be asked where that stands."""
    asked = await marked.sharper(turn, _read(turn, turn.text), partial(_read, turn))
    return _about(asked, turn.about)


def _read(turn: Turn, text: str) -> Request:
    """What is asked for, in the person's language; in English where that names no time there."""
    hour = turn.preferences.chosen.day_hour
    asked = [request.read(text, now=turn.said_at, zone=turn.zone, language=each, hour=hour) for each in turn.languages]
    return next((each for each in asked if each.schedules), asked[0])


def names_a_time(turn: Turn, text: str) -> bool:
    """Whether a text of ordinary length says when something is to be done."""
    return len(text) <= LONGEST and bool(_read(turn, text).schedules)


def points(turn: Turn) -> bool:
    """Whether a request to be reminded names nothing of its own: "remind me of this tomorrow"."""
    return len(turn.text) <= LONGEST and POINTING.fullmatch(_matter(_read(turn, turn.text))) is not None


def _matter(asked: Request) -> str:
    return asked.subject.strip(" .!")


async def _anchored(turn: Turn, asked: Request) -> tuple[Request, MemoryId | None]:
    """A request for "an hour before": before what was said in the same message, or told just now.

    With it the memory whose words it repeats.
    """
    source = turn.source if turn.tapped or asked.subject == turn.about else None
    if asked.problem is not Trouble.BEFORE_WHAT or asked.offset is None:
        return asked, source
    if turn.about:
        return _before(turn, asked, turn.about, turn.about_at or turn.said_at), source
    latest = next(iter(await turn.memory.recent(1)), None)
    if latest is None or turn.said_at - latest.told_at > JUST_NOW:
        return asked, source
    pointing = POINTING.fullmatch(_matter(asked)) is not None
    if not pointing and not which_reminder.share_words(asked.subject, latest.text):
        return asked, source
    about = _before(turn, _about(asked, latest.text), latest.text, latest.told_at)
    return about, latest.id if pointing else source


def _before(turn: Turn, asked: Request, told: str, told_at: datetime) -> Request:
    hour = turn.preferences.chosen.day_hour
    read = (
        request.anchored(asked, told, now=told_at, zone=turn.zone, language=each, hour=hour) for each in turn.languages
    )
    return next((each for each in read if each.schedules or each.offset is None), asked)


def _about(asked: Request, before: str) -> Request:
    """A request that names nothing is about what was said just before: "car at level 3, remind me at 5"."""
    if not before or not POINTING.fullmatch(_matter(asked)):
        return asked
    problem = None if asked.problem is Trouble.NOTHING else asked.problem
    if problem is None and not asked.schedules:
        problem = Trouble.NO_TIME
    return replace(asked, subject=before, problem=problem)


async def _set(turn: Turn, content: ReminderContent) -> Reply:
    if same := await turn.reminders.same(content, said_at=turn.said_at):
        upcoming = same.occurrences(after=turn.said_at, limit=UPCOMING)
        return turn.words.reminder_set_already(same, upcoming, now=turn.now, zone=turn.zone)
    try:
        reminding = await turn.reminders.create(content, address=turn.address, said_at=turn.said_at, memory=turn.source)
    except TooManyReminders:
        return turn.words.too_many_reminders()
    return _echo(turn, reminding, undo="unset")


async def _offer(turn: Turn, subject: str, schedules: Sequence[Schedule]) -> Reply:
    choices = tuple(each for each in schedules if each.next_after(turn.now) is not None)
    if not choices:
        return turn.words.reminder_trouble(Trouble.PAST)
    content = ReminderContent(subject=subject, schedule=choices[0], said=turn.text, choices=choices)
    draft = await turn.reminders.draft(content, address=turn.address, now=turn.now, memory=turn.source)
    return turn.words.when_to_remind(draft, now=turn.now, zone=turn.zone)


def _usual_times(turn: Turn) -> list[Schedule]:
    """In an hour, this evening, tomorrow: what to offer when no time was said."""
    now = turn.now.astimezone(turn.zone)
    evening = datetime.combine(now, ringing.EVENING, turn.zone)
    hour = (now + timedelta(hours=1)).replace(second=0, microsecond=0)
    times = [hour, *([evening] if evening > hour else []), ringing.tomorrow(turn)]
    return [Schedule(start=at.replace(tzinfo=None, fold=0), zone=turn.zone.key) for at in times]


def _echo(turn: Turn, reminding: Reminding, *, undo: str) -> Reply:
    upcoming = reminding.occurrences(after=turn.said_at, limit=UPCOMING)
    return turn.words.reminder_set(reminding, upcoming, undo=undo, now=turn.now, zone=turn.zone)


def _details(turn: Turn, reminding: Reminding) -> Reply:
    upcoming = reminding.occurrences(after=turn.now, limit=UPCOMING)
    return turn.words.reminder_details(reminding, upcoming, now=turn.now, zone=turn.zone)
