"""What a person reads about reminders."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.messages import Action, Reply
from handlers.wording.speaker import Speaker
from memory.ringing import Rung


class ReminderWording(Speaker):
    """Sentences about reminders."""

    def reminder_rings(self, reminder: str, subject: str, rung: Rung, *, now: datetime, zone: ZoneInfo) -> Reply:
        """The reminder itself, with what can be done about it."""
        due = f"{self.day(rung.due, now=now, zone=zone)}, {self.clock(rung.due, zone)}"
        text = self.phrases.reminder_rings.format(subject=subject)
        if rung.repeats:
            text += " " + self.phrases.reminder_again
        elif rung.late:
            text += "\n" + self.phrases.reminder_late.format(due=due)
        if rung.missed:
            text += " " + self.phrases.reminder_missed.format(count=rung.missed)
        labels = {
            f"done:{reminder}": self.phrases.done,
            f"snooze:{reminder}:10m": self.phrases.snooze_10m,
            f"snooze:{reminder}:1h": self.phrases.snooze_1h,
            f"snooze:{reminder}:tonight": self.phrases.snooze_tonight,
            f"snooze:{reminder}:tomorrow": self.phrases.snooze_tomorrow,
            f"skip:{reminder}": self.phrases.skip,
        }
        return Reply(text=text, actions=tuple(Action(label=label, tap=tap) for tap, label in labels.items()))
