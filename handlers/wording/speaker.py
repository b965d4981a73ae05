"""What all wording shares: a language, and how it writes days and hours."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_location

from bot.messages import Action, ChannelName, MemoryId, Quote, Reply
from handlers.wording.phrases import Phrases
from memory.personal import Remembered

OTHER_WAY: Final = str.maketrans("+-", "-+")
# Called so in every language the bot speaks.
NAMES: Final = {ChannelName.TELEGRAM: "Telegram", ChannelName.WHATSAPP: "WhatsApp", ChannelName.SMS: "SMS"}
LONGEST_BRIEF: Final = 20
"""WhatsApp's limit for a button."""


class Speaker:
    """Speaks one language."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases

    @property
    def language(self) -> str:
        """Its ISO 639 code."""
        return self.phrases.locale.partition("_")[0]

    def day(self, at: datetime, *, now: datetime, zone: ZoneInfo) -> str:
        """A date as one says it: today, yesterday, 3 May, 3 May 2025."""
        said, today = at.astimezone(zone).date(), now.astimezone(zone).date()
        near = {0: self.phrases.today, 1: self.phrases.yesterday, -1: self.phrases.tomorrow}
        if word := near.get((today - said).days):
            return word
        pattern = self.phrases.date if said.year == today.year else self.phrases.date_with_year
        return format_date(said, pattern, locale=self.phrases.locale)

    def clock(self, at: datetime, zone: ZoneInfo) -> str:
        """An hour: 09:05."""
        return format_time(at.astimezone(zone), "HH:mm", locale=self.phrases.locale)

    def moment(self, at: datetime, *, now: datetime, zone: ZoneInfo) -> str:
        """A day with its name, and an hour: Friday 3 April, 09:00; with the year where it is another one."""
        local, year = at.astimezone(zone), now.astimezone(zone).year
        pattern = self.phrases.weekday if local.year == year else self.phrases.weekday_with_year
        day = format_date(local.date(), pattern, locale=self.phrases.locale)
        return f"{day}, {self.clock(at, zone)}"

    def zone(self, zone: ZoneInfo) -> str:
        """A zone by its city: Lisbon; one without a city by its distance from Greenwich: UTC+2."""
        area, _, hours = zone.key.partition("/GMT")
        if area == "Etc" and hours:
            # The zone database writes it the other way round.
            return f"UTC{hours.translate(OTHER_WAY)}"
        return get_timezone_location(zone, locale=self.phrases.locale, return_city=True) or zone.key

    def channel(self, name: ChannelName) -> str:
        """Where something was said."""
        phrases = self.phrases
        ours = {
            ChannelName.CONSOLE: phrases.terminal,
            ChannelName.WEB: phrases.browser,
            ChannelName.EMAIL: phrases.email,
        }
        return ours.get(name) or NAMES[name]

    def quote(self, memory: Remembered, text: str, *, now: datetime, zone: ZoneInfo, overtaken: bool = False) -> Quote:
        """The part `text` of a memory, labelled with when and where it was told; `overtaken`: a later one is truer."""
        label = f"{self.day(memory.told_at, now=now, zone=zone)}, {self.channel(memory.channel)}"
        label += f", {self.phrases.label_origin.format(name=memory.origin)}" if memory.origin else ""
        label += f", {self.phrases.label_edited}" if memory.edited else ""
        label += f", {self.phrases.label_overtaken}" if overtaken else ""
        return Quote(memory=MemoryId(memory.id), text=text, label=label, at=memory.told_at)

    @staticmethod
    def brief(label: str) -> str:
        """What a button says, cut where the shortest of them end."""
        return label if len(label) <= LONGEST_BRIEF else label[: LONGEST_BRIEF - 1].rstrip() + "…"

    def undo(self, memory: Remembered) -> Action:
        """Takes back the change that was just made, and no other."""
        return Action(label=self.phrases.undo, tap=f"undo:{memory.id}:{memory.changed}")


def plain(text: str, *actions: Action) -> Reply:
    """A sentence and its buttons."""
    return Reply(text=text, actions=actions)
