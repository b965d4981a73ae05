"""What a person reads about the bot itself: what it can do, and what it could not."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal

from bot.messages import Reply
from handlers.wording.speaker import Speaker, plain


class GeneralWording(Speaker):
    """Sentences about the bot."""

    def welcome(self) -> Reply:
        """The first thing a person reads."""
        return plain(self.phrases.welcome)

    def help(self) -> Reply:
        """What can be said."""
        return plain(self.phrases.help)

    def unknown_tap(self) -> Reply:
        """A button of an earlier version was pressed."""
        return plain(self.phrases.unknown_tap)

    def went_wrong(self, at: datetime, zone: ZoneInfo) -> Reply:
        """A message that could not be handled after several tries; it is kept for whoever runs the bot."""
        return plain(self.phrases.went_wrong.format(time=self.clock(at, zone)))

    def unreadable_kind(self) -> Reply:
        """A message in a form the channel can't read."""
        return plain(self.phrases.unreadable_kind)

    def unsubscribe_question(self, address: str) -> str:
        """Asks before no more e-mail is sent to an address."""
        return self.phrases.unsubscribe_question.format(address=address)

    def unsubscribe_button(self) -> str:
        """The button under that."""
        return self.phrases.unsubscribe_button

    def unsubscribed(self, address: str) -> str:
        """No more e-mail is sent to an address."""
        return self.phrases.unsubscribed.format(address=address)

    def unsubscribe_unknown(self) -> str:
        """A link that is not one of ours, or not whole."""
        return self.phrases.unsubscribe_unknown

    def too_long(self, limit: int) -> str:
        """The sentence beside a message that was not taken."""
        return self.phrases.too_long.format(limit=format_decimal(limit, locale=self.phrases.locale))
