"""What a person reads when they open one memory."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.messages import Action, MemoryId, Quote, Reply
from handlers.wording.speaker import Speaker
from memory.bonds import Bond
from memory.documents import Version
from memory.personal import Remembered


class OpeningWording(Speaker):
    """Sentences about a memory that is looked at."""

    def open(self, memory: MemoryId) -> Action:
        """Shows all of a memory, and what belongs to it."""
        return Action(label=self.phrases.open, tap=f"open:{memory}", lasting=True)

    def opened(self, memory: Quote, versions: tuple[Quote, ...], related: tuple[Quote, ...]) -> Reply:
        """All of a memory, what it said before, and what belongs to it."""
        text = self.phrases.opened_related if related else self.phrases.opened
        return Reply(text=text, quotes=(memory, *versions, *related))

    def version(self, memory: Remembered, version: Version, *, now: datetime, zone: ZoneInfo) -> Quote:
        """What a memory said until it was edited."""
        label = self.phrases.label_until.format(day=self.day(version.until, now=now, zone=zone))
        return Quote(memory=MemoryId(memory.id), text=version.text, label=label, at=version.until)

    def beside(self, memory: Remembered, bond: Bond, *, now: datetime, zone: ZoneInfo) -> Quote:
        """A memory that belongs to the one that is open, with the reason."""
        quote = self.quote(memory, memory.text, now=now, zone=zone)
        reason = self.phrases.ties[bond.tie].format(what=bond.what)
        return quote.model_copy(update={"label": f"{quote.label} · {reason}"})
