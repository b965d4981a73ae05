"""What a person reads in a digest, and when they tick something off."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal

from bot.messages import Action, Quote, Reply
from handlers.wording.speaker import Speaker, plain
from memory.gathering import Coming, Dated, Digest, Listed, Month, Morning, Week
from memory.personal import Remembered
from memory.recall import passage

NOON: Final = 12
TO_TICK_OFF: Final = 3


@dataclass(frozen=True)
class _Told:
    """A memory that a digest repeats; `part` says what for."""

    part: str
    memory: Remembered


class DigestWording(Speaker):
    """Sentences of digests."""

    def digest(self, digest: Digest, *, now: datetime, zone: ZoneInfo, intro: Sequence[str] = ()) -> Reply:
        """The digest itself: an overview, the memories it is about, each saying what for, and what can be ticked off.

        Args:
            digest: not empty.
            now: the time.
            zone: where its person is.
            intro: lines of a language model's about what is to come and to be done.
        """
        morning = now.astimezone(zone).hour < NOON
        hello = self.phrases.digest_morning if morning else self.phrases.digest_later
        lines = [hello.format(day=self._date(digest.day)), *intro, *self._lines(digest, zone)]
        told = self._told(digest, now=now, zone=zone)
        quotes = tuple(self._quote(each, now=now, zone=zone) for each in told)
        actions = tuple(self._tick_off(task) for task in digest.tasks.shown[:TO_TICK_OFF])
        shown = digest.morning.reminders.shown if digest.morning else ()
        mentions = tuple(each.reminder for each in shown)
        return Reply(text="\n".join(lines), quotes=quotes, actions=actions, mentions=mentions)

    def digest_withheld(self) -> str:
        """What a device shows where the digest's own words can't be."""
        return self.phrases.digest_withheld

    def nothing_in_digest(self) -> Reply:
        """There is nothing to tell."""
        return plain(self.phrases.digest_empty)

    def ticked_off(self, memory: Remembered, *, now: datetime, zone: ZoneInfo) -> Reply:
        """Something is done."""
        undo = Action(label=self.phrases.undo, tap=f"untask:{memory.id}")
        return Reply(text=self.phrases.ticked_off, quotes=(self._whole(memory, now, zone),), actions=(undo,))

    def ticked_off_before(self) -> Reply:
        """It was done already."""
        return plain(self.phrases.ticked_off_before)

    def taken_up_again(self, memory: Remembered, *, now: datetime, zone: ZoneInfo) -> Reply:
        """It is to be done after all."""
        return Reply(text=self.phrases.taken_up_again, quotes=(self._whole(memory, now, zone),))

    def task_gone(self) -> Reply:
        """The memory was forgotten since, or is too private now."""
        return plain(self.phrases.task_gone)

    def tasks(self, shown: Sequence[Remembered], count: int, *, now: datetime, zone: ZoneInfo) -> Reply:
        """The first of what is left to do, each with a button that ticks it off."""
        if not shown:
            return plain(self.phrases.no_tasks)
        left = self.phrases.digest_tasks.format(count=self._number(count))
        return self._to_tick_off(f"{left}\n{self.phrases.how_to_tick_off}", shown, now, zone)

    def which_task(self, meant: Sequence[Remembered], *, now: datetime, zone: ZoneInfo) -> Reply:
        """Several may be meant."""
        return self._to_tick_off(self.phrases.which_reminder, meant, now, zone)

    def no_such_task(self) -> Reply:
        """Nothing that is left to do fits the words."""
        return plain(self.phrases.no_such_task)

    def _to_tick_off(self, text: str, tasks: Sequence[Remembered], now: datetime, zone: ZoneInfo) -> Reply:
        quotes = tuple(self.quote(each, passage("", each.text), now=now, zone=zone) for each in tasks)
        return Reply(text=text, quotes=quotes, actions=tuple(self._tick_off(each) for each in tasks))

    def _lines(self, digest: Digest, zone: ZoneInfo) -> Iterator[str]:
        if digest.morning:
            yield from self._reminder_lines(digest.morning.reminders, zone)
            yield from self._counted(self.phrases.digest_dates, digest.morning.dates.count)
        yield from self._counted(self.phrases.digest_tasks, digest.tasks.count)
        if digest.morning:
            yield from self._look_back(digest.morning)
        if digest.week and not digest.week.empty:
            yield from self._week_lines(digest.week)
        if digest.month and not digest.month.empty:
            yield from self._month_lines(digest.month)

    def _reminder_lines(self, reminders: Listed[Coming], zone: ZoneInfo) -> Iterator[str]:
        for each in reminders.shown:
            times = ", ".join(self.clock(at, zone) for at in each.times) + ("…" if each.more else "")
            yield self.phrases.digest_reminder.format(times=times, subject=each.subject)
        yield from self._counted(self.phrases.digest_more_reminders, reminders.count - len(reminders.shown))

    def _look_back(self, morning: Morning) -> Iterator[str]:
        yield from self._counted(self.phrases.digest_yesterday, morning.yesterday.count)
        if morning.connection:
            yield self.phrases.digest_connection.format(shared=morning.connection.shared)

    def _week_lines(self, week: Week) -> Iterator[str]:
        yield ""
        yield from self._counted(self.phrases.digest_week, week.kept)
        yield from self._ranked(self.phrases.digest_most, week.categories, named=True)
        yield from self._ranked(self.phrases.digest_people, week.people)
        yield from self._counted(self.phrases.digest_ahead, week.ahead.count)

    def _month_lines(self, month: Month) -> Iterator[str]:
        name, kept = self._month(month.first), self._number(month.kept)
        yield ""
        yield self.phrases.digest_month_kept.format(month=name, count=kept, days=self._number(month.days))
        yield from self._ranked(self.phrases.digest_most, month.categories, named=True)
        yield from self._counted(self.phrases.digest_left, month.left)

    def _told(self, digest: Digest, *, now: datetime, zone: ZoneInfo) -> Iterator[_Told]:
        if digest.morning:
            yield from self._days(digest.morning.dates.shown, now=now, zone=zone)
        yield from (_Told(self.phrases.digest_label_task, task) for task in digest.tasks.shown)
        if digest.morning:
            yield from (_Told("", each) for each in digest.morning.yesterday.shown)
            yield from self._called_to_mind(digest.morning)
        if digest.week:
            yield from self._days(digest.week.ahead.shown, now=now, zone=zone)
        if digest.month:
            label = self.phrases.digest_label_keepsake.format(month=self._month(digest.month.first))
            yield from (_Told(label, each) for each in digest.month.keepsakes)

    def _called_to_mind(self, morning: Morning) -> Iterator[_Told]:
        if morning.on_this_day:
            yield _Told(self.phrases.digest_label_on_this_day, morning.on_this_day)
        if morning.connection:
            yield _Told("", morning.connection.new)
            yield _Told("", morning.connection.old)

    def _days(self, dates: Iterable[Dated], *, now: datetime, zone: ZoneInfo) -> Iterator[_Told]:
        for each in dates:
            noon = datetime.combine(each.day, time(NOON), zone)
            near = (each.day - now.astimezone(zone).date()).days <= 1
            yield _Told(self.day(noon, now=now, zone=zone) if near else self._date(each.day), each.memory)

    def _quote(self, told: _Told, *, now: datetime, zone: ZoneInfo) -> Quote:
        quote = self.quote(told.memory, passage("", told.memory.text), now=now, zone=zone)
        if not told.part:
            return quote
        return quote.model_copy(update={"label": self.phrases.digest_label.format(part=told.part, told=quote.label)})

    def _whole(self, memory: Remembered, now: datetime, zone: ZoneInfo) -> Quote:
        return self.quote(memory, memory.text, now=now, zone=zone)

    def _tick_off(self, task: Remembered) -> Action:
        label = self.brief(self.phrases.tick_off.format(task=" ".join(task.text.split())))
        return Action(label=label, tap=f"task:{task.id}", lasting=True)

    def _counted(self, phrase: str, count: int) -> Iterator[str]:
        if count > 0:
            yield phrase.format(count=self._number(count))

    def _ranked(self, phrase: str, ranked: Sequence[tuple[str, int]], *, named: bool = False) -> Iterator[str]:
        names = [(self.phrases.categories.get(name, name) if named else name, count) for name, count in ranked]
        if names:
            yield phrase.format(list=", ".join(f"{name} {self._number(count)}" for name, count in names))

    def _number(self, number: int) -> str:
        return format_decimal(number, locale=self.phrases.locale)

    def _date(self, day: date) -> str:
        return format_date(day, self.phrases.weekday, locale=self.phrases.locale)

    def _month(self, first: date) -> str:
        return format_date(first, self.phrases.digest_month, locale=self.phrases.locale)
