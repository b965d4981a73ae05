"""What a person reads about reminders."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.messages import Action, Reply
from handlers.reminder_words import Verb
from handlers.wording.speaker import Speaker, plain
from memory.reminder import ReminderState, Reminding
from memory.ringing import Rung
from memory.when.recurrence_schedule import Trouble

SHORT: Final = 60
BUTTONS: Final = 5
LONGEST_LABEL: Final = 40


class ReminderWording(Speaker):
    """Sentences about reminders."""

    def reminder_set(
        self, reminding: Reminding, upcoming: Sequence[datetime], *, undo: str, now: datetime, zone: ZoneInfo
    ) -> Reply:
        """A reminder stands: what of, when first, and what follows; `undo` is the tap that takes that back."""
        actions = (
            Action(label=self.phrases.undo, tap=f"{undo}:{reminding.id}"),
            Action(label=self.phrases.change, tap=f"reminder:{reminding.id}", lasting=True),
        )
        return _of([reminding], self._when(reminding, upcoming, now, zone), *actions)

    def reminder_set_already(
        self, reminding: Reminding, upcoming: Sequence[datetime], *, now: datetime, zone: ZoneInfo
    ) -> Reply:
        """The same was asked for before."""
        text = f"{self.phrases.reminder_set_already} {self._when(reminding, upcoming, now, zone)}"
        return _of([reminding], text, Action(label=self.phrases.change, tap=f"reminder:{reminding.id}", lasting=True))

    def reminder_details(
        self, reminding: Reminding, upcoming: Sequence[datetime], *, now: datetime, zone: ZoneInfo
    ) -> Reply:
        """One reminder, and what can be done about it."""
        paused = reminding.document.state is ReminderState.PAUSED
        phrases = self.phrases
        rest = ("resume", phrases.resume) if paused else ("pause", phrases.pause)
        taps = dict([rest, ("delete", phrases.delete)])
        if len(upcoming) > 1:
            taps["leave"] = phrases.skip_next
        text = phrases.reminder_is_paused.format(subject=reminding.subject) if paused else ""
        text = text or self._when(reminding, upcoming, now, zone)
        how = phrases.how_to_change.format(subject=_short(reminding.subject))
        actions = [Action(label=label, tap=f"{tap}:{reminding.id}") for tap, label in taps.items()]
        return _of([reminding], f"{text}\n{how}", *actions)

    def reminders(self, reminders: Sequence[Reminding], count: int, *, now: datetime, zone: ZoneInfo) -> Reply:
        """The first of `count` reminders, numbered."""
        if not reminders:
            return plain(self.phrases.no_reminders)
        lines = [self.phrases.reminders.format(zone=self.zone(zone))]
        lines += [f"{number}. {self._line(each, now, zone)}" for number, each in enumerate(reminders, 1)]
        if count > len(reminders):
            lines.append(self.phrases.reminders_more.format(count=count - len(reminders)))
        return _of(reminders, "\n".join(lines), *self._numbers(reminders))

    def which_reminder(self, reminders: Sequence[Reminding], *, now: datetime, zone: ZoneInfo) -> Reply:
        """Several may be meant."""
        lines = [f"{number}. {self._line(each, now, zone)}" for number, each in enumerate(reminders[:BUTTONS], 1)]
        return _of(reminders, "\n".join([self.phrases.which_reminder, *lines]), *self._numbers(reminders))

    def when_to_remind(self, draft: Reminding, *, now: datetime, zone: ZoneInfo) -> Reply:
        """Its time was not said, or can be read in several ways."""
        coming = [each.occurrences(after=now, limit=2) for each in draft.content.choices]
        # Where one is for once and another again and again, both may come first at the same time.
        alike = len({times[0] for times in coming if times}) < len(coming)
        actions = [
            Action(label=self._choice(times if alike else times[:1], now, zone), tap=f"choose:{draft.id}:{number}")
            for number, times in enumerate(coming)
            if times
        ]
        return _of([draft], self.phrases.when_to_remind.format(subject=draft.subject), *actions)

    def reminder_deleted(self, reminding: Reminding) -> Reply:
        """It is gone; one tap brings it back."""
        text = self.phrases.reminder_deleted.format(subject=reminding.subject)
        return _of([reminding], text, Action(label=self.phrases.undo, tap=f"resume:{reminding.id}"))

    def each_changed(self, changed: Sequence[tuple[str, Reply]]) -> Reply:
        """What became of several at once, by the subject of each; what takes it back says of which."""
        if len(changed) == 1:
            return changed[0][1]
        actions = [
            action.model_copy(update={"label": self.brief(f"{action.label}: {subject}")})
            for subject, reply in changed
            for action in reply.actions
        ]
        mentions = tuple(name for _, reply in changed for name in reply.mentions)
        text = "\n".join(reply.text for _, reply in changed)
        return Reply(text=text, actions=tuple(actions), mentions=mentions)

    def reminder_renamed(self, reminding: Reminding) -> Reply:
        """It has another name."""
        text = self.phrases.reminder_renamed.format(subject=reminding.subject)
        return _of([reminding], text, Action(label=self.phrases.undo, tap=f"unname:{reminding.id}"))

    def reminder_open_again(self, reminding: Reminding) -> Reply:
        """It is to be acknowledged after all."""
        text = self.phrases.reminder_open_again.format(subject=reminding.subject)
        return _of([reminding], text, Action(label=self.phrases.done, tap=f"done:{reminding.id}"))

    def reminder_paused(self, reminding: Reminding) -> Reply:
        """It rests."""
        text = self.phrases.reminder_paused.format(subject=reminding.subject)
        return _of([reminding], text, Action(label=self.phrases.resume, tap=f"resume:{reminding.id}"))

    def reminder_skipped(
        self, reminding: Reminding, following: datetime | None, *, now: datetime, zone: ZoneInfo
    ) -> Reply:
        """An occurrence is left out; which one follows."""
        if following is None:
            text = self.phrases.reminder_skipped_last.format(subject=reminding.subject)
            return _of([reminding], text, self._back(reminding))
        at = self.moment(following, now=now, zone=zone)
        text = self.phrases.reminder_skipped.format(subject=reminding.subject, next=at, zone=self.zone(zone))
        return _of([reminding], text, self._back(reminding))

    def reminder_snoozed(self, reminding: Reminding, until: datetime, *, now: datetime, zone: ZoneInfo) -> Reply:
        """It comes again later."""
        at = self.moment(until, now=now, zone=zone)
        text = self.phrases.reminder_snoozed.format(subject=reminding.subject, time=at, zone=self.zone(zone))
        return _of([reminding], text, self._back(reminding))

    def reminder_done(self, reminding: Reminding) -> Reply:
        """It is ticked off."""
        text = self.phrases.reminder_done.format(subject=reminding.subject)
        return _of([reminding], text, self._back(reminding))

    def reminder_gone(self) -> Reply:
        """A button of one that is no longer there."""
        return plain(self.phrases.reminder_gone)

    def no_such_reminder(self) -> Reply:
        """None fits the words."""
        return plain(self.phrases.no_such_reminder)

    def nothing_rings(self) -> Reply:
        """Nothing waits to be acknowledged."""
        return plain(self.phrases.nothing_rings)

    def too_many_reminders(self) -> Reply:
        """The most that one may have."""
        return plain(self.phrases.too_many_reminders)

    def all_reminders(self, verb: Verb, count: int) -> Reply:
        """Asks before something is done to all of them."""
        questions = {
            Verb.DELETE: self.phrases.all_reminders_delete,
            Verb.PAUSE: self.phrases.all_reminders_pause,
            Verb.RESUME: self.phrases.all_reminders_resume,
        }
        if verb not in questions:
            return plain(self.phrases.all_reminders_only)
        actions = (
            Action(label=self.phrases.yes_all, tap=f"all:{verb}"),
            Action(label=self.phrases.keep_it, tap="keep"),
        )
        return plain(questions[verb].format(count=count), *actions)

    def all_reminders_changed(self, verb: Verb, count: int) -> Reply:
        """It was done to all of them."""
        told = {Verb.PAUSE: self.phrases.all_paused, Verb.RESUME: self.phrases.all_resumed}
        return plain(told.get(verb, self.phrases.all_deleted).format(count=count))

    def reminder_trouble(self, trouble: Trouble) -> Reply:
        """Why there is no reminder, and what to say instead."""
        sentence: str = getattr(self.phrases, f"trouble_{trouble.name.lower()}")
        return plain(sentence)

    def reminder_rings(self, reminder: str, subject: str, rung: Rung, *, now: datetime, zone: ZoneInfo) -> Reply:
        """The reminder itself, with what can be done about it."""
        phrases = self.phrases
        text = phrases.reminder_rings.format(subject=subject)
        if rung.repeats:
            text += " " + phrases.reminder_again
        elif rung.late:
            text += "\n" + phrases.reminder_late.format(due=self.moment(rung.due, now=now, zone=zone))
        if rung.missed:
            text += " " + phrases.reminder_missed.format(count=rung.missed)
        labels = {
            f"done:{reminder}": phrases.done,
            f"snooze:{reminder}:10m": phrases.snooze_10m,
            f"snooze:{reminder}:1h": phrases.snooze_1h,
            f"snooze:{reminder}:tonight": phrases.snooze_tonight,
            f"snooze:{reminder}:tomorrow": phrases.snooze_tomorrow,
            f"skip:{reminder}": phrases.skip,
        }
        actions = tuple(Action(label=label, tap=tap) for tap, label in labels.items())
        return Reply(text=text, actions=actions, mentions=(reminder,))

    def reminder_withheld(self) -> str:
        """What a device shows where the reminder's own words are too private."""
        return self.phrases.reminder_withheld

    def _back(self, before: Reminding) -> Action:
        """Lets a reminder stand again as it does before it is done, skipped or snoozed."""
        rang = before.document.ringing.due if before.document.ringing else None
        moments = ":".join(f"{at.timestamp():.0f}" if at else "-" for at in (rang, before.document.occurs_at))
        return Action(label=self.phrases.undo, tap=f"back:{before.id}:{moments}")

    def _when(self, reminding: Reminding, upcoming: Sequence[datetime], now: datetime, zone: ZoneInfo) -> str:
        if not upcoming:
            return self.phrases.reminder_over.format(subject=reminding.subject)
        first, *more = (self.moment(at, now=now, zone=zone) for at in upcoming)
        city = self.zone(reminding.schedule.tz if reminding.schedule.fixed else zone)
        text = self.phrases.reminder_set.format(subject=reminding.subject, first=first, zone=city)
        return f"{text}, {self.phrases.reminder_then.format(times='; '.join(more))}" if more else text

    def _line(self, reminding: Reminding, now: datetime, zone: ZoneInfo) -> str:
        at = reminding.document.next_at
        when = self.moment(at, now=now, zone=zone) if at else self.phrases.resting
        return f"{_short(reminding.subject)}: {when}"

    def _choice(self, times: Sequence[datetime], now: datetime, zone: ZoneInfo) -> str:
        """The first of some times, and the day of the second where there is one."""
        first = self._button(times[0], now, zone)
        following = f", {self.day(times[1], now=now, zone=zone)} …" if len(times) > 1 else ""
        return f"{first}{following}"[:LONGEST_LABEL]

    def _button(self, at: datetime, now: datetime, zone: ZoneInfo) -> str:
        label = f"{self.day(at, now=now, zone=zone)} {self.clock(at, zone)}"
        return label[0].upper() + label[1:]

    @staticmethod
    def _numbers(reminders: Sequence[Reminding]) -> list[Action]:
        return [
            Action(label=str(number), tap=f"reminder:{each.id}", lasting=True)
            for number, each in enumerate(reminders[:BUTTONS], 1)
        ]


def _of(reminders: Sequence[Reminding], text: str, *actions: Action) -> Reply:
    """A sentence that repeats the words of reminders."""
    return Reply(text=text, actions=actions, mentions=tuple(each.id for each in reminders))


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"
