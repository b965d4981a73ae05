"""What a person reads of messages that could not reach them as they should."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.messages import ChannelName, Reply
from handlers.wording.speaker import Speaker, plain

LONGEST = 200


class DeliveryWording(Speaker):
    """Sentences about the way a message took."""

    def came_otherwise(self, text: str, failed: ChannelName) -> str:
        """A message that comes another way than it should, and why."""
        return "\n\n".join([text, self.phrases.came_otherwise.format(channel=self.channel(failed))])

    def came_from_silence(self, text: str, closed: ChannelName) -> str:
        """A message that comes another way since its channel takes nothing where nobody wrote for a day."""
        return "\n\n".join([text, self.phrases.came_from_silence.format(channel=self.channel(closed))])

    def missed(self, said: Sequence[tuple[datetime, str]], *, now: datetime, zone: ZoneInfo) -> Reply:
        """What could not be delivered anywhere: when it was said, and its words."""
        lines = [f"{self.moment(at, now=now, zone=zone)}: {_short(text)}" for at, text in said]
        return plain("\n".join([self.phrases.missed, *lines]))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rstrip()}…"
