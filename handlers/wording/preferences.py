"""What a person reads about their settings; each sentence that says what holds can be said back to set it again."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_day_names
from babel.lists import format_list

from bot.messages import Action, ChannelName, Reply
from handlers.wording.speaker import Speaker, plain
from memory.documents import AiUse, DigestKind, Preferences
from memory.language.port import Elsewhere, Whereabouts
from memory.preferences import FOREVER, Topic
from memory.reminder import Reminding
from memory.reminders import Travelled

SHORTEST_RANGE: Final = 3
LONGEST_NAME: Final = 60
LISTED: Final = 10


class PreferencesWording(Speaker):
    """Sentences about settings."""

    def settings(self, chosen: Preferences, *, now: datetime, zone: ZoneInfo, elsewhere: Elsewhere) -> Reply:
        """All that holds, a line each, and how to change it; `elsewhere`: where AI is that texts may go to."""
        examples = {
            Topic.DIGEST: self.phrases.how_digest,
            Topic.QUIET: self.phrases.how_quiet,
            Topic.DAY_HOUR: self.phrases.how_day_hour,
            Topic.REPEATS: self.phrases.how_repeats,
            Topic.CHANNEL: self.phrases.how_channel,
            Topic.LANGUAGE: self.phrases.how_language,
            Topic.ZONE: self.phrases.how_zone,
        }
        lines = [f"{self.holds(topic, chosen, now=now, zone=zone)} {how}" for topic, how in examples.items()]
        ai = f"{self._ai(chosen.ai_use, elsewhere)} {self.phrases.how_ai}"
        return plain("\n".join([self.phrases.settings, *lines, ai]))

    def setting(self, topic: Topic, chosen: Preferences, *, now: datetime, zone: ZoneInfo, undo: str | None) -> Reply:
        """What holds now; `undo` is what the button carries that brings back what held before."""
        text = self.holds(topic, chosen, now=now, zone=zone)
        return plain(text, *([Action(label=self.phrases.undo, tap=f"restore:{topic}:{undo}")] if undo else []))

    def ai(self, chosen: AiUse, elsewhere: Elsewhere, *, undo: str | None = None, how: bool = False) -> Reply:
        """What AI may be used for, and what of theirs is sent where; `how`: with how to change it."""
        text = self._ai(chosen, elsewhere)
        actions = [Action(label=self.phrases.undo, tap=f"restore:{Topic.AI}:{undo}")] if undo else []
        return plain(f"{text} {self.phrases.how_ai}" if how else text, *actions)

    def holds(self, topic: Topic, chosen: Preferences, *, now: datetime, zone: ZoneInfo) -> str:
        """What holds about a topic, exactly."""
        told: Mapping[Topic, Callable[[], str]] = {
            Topic.DIGEST: lambda: self._digest(chosen, now, zone),
            Topic.QUIET: lambda: self._quiet(chosen),
            Topic.DAY_HOUR: lambda: self.phrases.setting_day_hour.format(hour=self._hour(chosen.day_hour)),
            Topic.REPEATS: lambda: self._repeats(chosen),
            Topic.LANGUAGE: lambda: self.phrases.setting_language.format(language=self.tongue(self.language)),
            Topic.ZONE: lambda: self.phrases.setting_zone.format(zone=self.zone(zone)),
            Topic.AI: lambda: self._allowed(chosen.ai_use),
            Topic.CHANNEL: lambda: self._ways(chosen),
        }
        return told[topic]()

    def setting_unclear(self, topic: Topic | None) -> Reply:
        """Nothing was changed; what one could say instead."""
        told = {
            Topic.DIGEST: self.phrases.unclear_digest,
            Topic.QUIET: self.phrases.unclear_quiet,
            Topic.DAY_HOUR: self.phrases.unclear_day_hour,
            Topic.REPEATS: self.phrases.unclear_repeats,
            Topic.LANGUAGE: self.phrases.unclear_language,
            Topic.ZONE: self.phrases.unclear_zone,
            Topic.AI: self.phrases.unclear_ai,
            Topic.CHANNEL: self.phrases.unclear_channel,
        }
        return plain(told[topic] if topic else self.phrases.unclear_setting)

    def not_linked(self, reply: Reply, channels: Sequence[ChannelName]) -> Reply:
        """What was chosen, and that it comes as before until these channels are linked."""
        named = self._listed(self.channel(each) for each in channels)
        return reply.model_copy(update={"text": f"{reply.text} {self.phrases.not_linked.format(channels=named)}"})

    def not_spoken(self, language: str, spoken: Sequence[str]) -> Reply:
        """A language the bot does not have, and those it has."""
        named = {"language": self.tongue(language), "spoken": self._listed(self.tongue(each) for each in spoken)}
        return plain(self.phrases.language_not_spoken.format(**named))

    def moved(self, zone: ZoneInfo, travelled: Travelled, *, now: datetime, undo: str | None) -> Reply:
        """They live by another clock, and what became of their reminders."""
        phrases = self.phrases
        text = phrases.moved.format(zone=self.zone(zone), clock=self.clock(now, zone))
        told = {0: "", 1: phrases.moved_reminder}.get(travelled.moved, phrases.moved_reminders)
        text = " ".join(filter(None, [text, told.format(count=travelled.moved)]))
        actions = [Action(label=phrases.undo, tap=f"restore:{Topic.ZONE}:{undo}")] if undo else []
        if travelled.fixed:
            text = "\n".join([text, phrases.moved_fixed, *self._fixed(travelled.fixed, now, zone)])
            actions.append(Action(label=phrases.leave_fixed, tap="keep"))
            actions.append(Action(label=phrases.move_fixed, tap="unfix"))
        return plain(text, *actions)

    def stays(self, zone: ZoneInfo, *, now: datetime) -> Reply:
        """That is the zone they were in already."""
        return plain(self.phrases.zone_stays.format(zone=self.zone(zone), clock=self.clock(now, zone)))

    def unfixed(self, count: int, zone: ZoneInfo) -> Reply:
        """What was set for an exact moment follows their clock now."""
        return plain(self.phrases.moved_unfixed.format(count=count, zone=self.zone(zone)))

    def which_zone(self, zones: Sequence[str]) -> Reply:
        """A place with several clocks."""
        actions = (Action(label=self.zone(ZoneInfo(zone))[:LONGEST_NAME], tap=f"zone:{zone}") for zone in zones)
        return plain(self.phrases.which_zone, *actions)

    def many_zones(self, place: str) -> Reply:
        """A place with more clocks than there are buttons."""
        return plain(self.phrases.many_zones.format(place=place[:LONGEST_NAME]))

    def unknown_place(self, place: str) -> Reply:
        """No zone is known by that name."""
        return plain(self.phrases.unknown_place.format(place=place[:LONGEST_NAME]))

    def tongue(self, language: str) -> str:
        """What a language is called in this one."""
        name: str = Locale.parse(self.phrases.locale).languages.get(language, language)
        return name

    def _ai(self, chosen: AiUse, elsewhere: Elsewhere) -> str:
        told = [self._allowed(chosen), self._sent(chosen, elsewhere.model), *self._embedded(chosen, elsewhere.embedder)]
        return " ".join([*told, *([self.phrases.ai_training] if chosen is AiUse.TRAIN else [])])

    def _allowed(self, chosen: AiUse) -> str:
        return {
            AiUse.NONE: self.phrases.setting_ai_none,
            AiUse.CHAT: self.phrases.setting_ai_chat,
            AiUse.TRAIN: self.phrases.setting_ai_train,
        }[chosen]

    def _sent(self, chosen: AiUse, whereabouts: Whereabouts | None) -> str:
        if whereabouts is None:
            return self.phrases.ai_nowhere
        told = self.phrases.ai_not_sent if chosen is AiUse.NONE else self.phrases.ai_sent
        return told.format(model=whereabouts.model, host=whereabouts.host)

    def _embedded(self, chosen: AiUse, whereabouts: Whereabouts | None) -> Iterator[str]:
        if whereabouts is not None:
            told = self.phrases.ai_not_embedded if chosen is AiUse.NONE else self.phrases.ai_embedded
            yield told.format(model=whereabouts.model, host=whereabouts.host)

    def _ways(self, chosen: Preferences) -> str:
        phrases = self.phrases
        reminders, digests = (
            phrases.by_channel.format(channel=self.channel(channel)) if channel else usual
            for channel, usual in (
                (chosen.reminder_channel, phrases.where_set),
                (chosen.digest_channel, phrases.where_written),
            )
        )
        return phrases.setting_channel.format(reminders=reminders, digests=digests)

    def _quiet(self, chosen: Preferences) -> str:
        if chosen.quiet_from == chosen.quiet_until:
            return self.phrases.setting_no_quiet
        start, end = self._hour(chosen.quiet_from), self._hour(chosen.quiet_until)
        return self.phrases.setting_quiet.format(start=start, end=end)

    def _repeats(self, chosen: Preferences) -> str:
        if chosen.repeat_minutes is None:
            return self.phrases.setting_once
        told = self.phrases.setting_escalates if chosen.escalate else self.phrases.setting_repeats
        return told.format(minutes=chosen.repeat_minutes)

    def _digest(self, chosen: Preferences, now: datetime, zone: ZoneInfo) -> str:
        phrases = self.phrases
        if not chosen.digests:
            return phrases.setting_no_digest
        names = {
            DigestKind.MORNING: phrases.digest_daily,
            DigestKind.WEEKLY: phrases.digest_weekly,
            DigestKind.MONTHLY: phrases.digest_monthly,
        }
        told = phrases.setting_digest if chosen.digests == frozenset(DigestKind) else phrases.setting_digest_only
        kinds = self._listed(name for kind, name in names.items() if kind in chosen.digests)
        text = told.format(kinds=kinds, hour=self._hour(chosen.digest_hour))
        days = f", {self._weekdays(chosen.digest_days)}" if DigestKind.MORNING in chosen.digests else ""
        until = chosen.digests_paused_until
        return f"{text}{days}." + (f" {self._paused(until, now, zone)}" if until and until > now else "")

    def _paused(self, until: datetime, now: datetime, zone: ZoneInfo) -> str:
        if until >= FOREVER:
            return self.phrases.setting_paused_for_good
        local = until.astimezone(zone)
        if local.time() != time():
            return self.phrases.setting_paused.format(until=self.moment(until, now=now, zone=zone))
        same_year = local.year == now.astimezone(zone).year
        pattern = self.phrases.weekday if same_year else self.phrases.weekday_with_year
        return self.phrases.setting_paused.format(until=format_date(local, pattern, locale=self.phrases.locale))

    def _weekdays(self, days: frozenset[int]) -> str:
        names = get_day_names("wide", locale=self.phrases.locale)
        in_order = sorted(days)
        if len(days) == len(names):
            return self.phrases.every_day
        if in_order == list(range(in_order[0], in_order[-1] + 1)) and len(in_order) >= SHORTEST_RANGE:
            return self.phrases.day_range.format(first=names[in_order[0]], last=names[in_order[-1]])
        return self.phrases.on_days.format(days=self._listed(names[day] for day in in_order))

    def _fixed(self, reminders: Sequence[Reminding], now: datetime, zone: ZoneInfo) -> list[str]:
        times = [each.document.next_at for each in reminders]
        told = [f": {self.moment(at, now=now, zone=zone)}" if at else "" for at in times]
        lines = [f"{each.subject[:LONGEST_NAME]}{when}" for each, when in zip(reminders, told, strict=True)]
        return [f"{number}. {line}" for number, line in enumerate(lines[:LISTED], 1)]

    def _hour(self, hour: time) -> str:
        return format_time(hour, "HH:mm", locale=self.phrases.locale)

    def _listed(self, names: Iterable[str]) -> str:
        return format_list(list(names), locale=self.phrases.locale)
