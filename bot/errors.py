"""The one root of every error that Tuckaway raises; each carries its data and a sentence that says what to do."""

from datetime import timedelta


class TuckawayError(Exception):
    """Something went wrong in a way that was foreseen. `str()` is one clear sentence for whoever runs the bot."""


class SettingsError(TuckawayError):
    """A setting is wrong; `str()` names the variable, what is wrong and what to write."""


class InstallationError(TuckawayError):
    """The machine or the data folder is not as it must be; `str()` says what to do."""


class DatabaseUnavailable(TuckawayError):
    """The database does not answer just now; whatever was being written can be tried again."""


class IndexUnavailable(TuckawayError):
    """The search index can't be read or written just now; it catches up from the database later."""


class EmbedderUnavailable(TuckawayError):
    """Texts can't be embedded just now; memories are found by their words meanwhile, and their vectors follow."""


class ContentSealed(TuckawayError):
    """Content can't be decrypted: the key is gone, or the master key is not the one it was written under."""


class MessageUnreadable(TuckawayError):
    """A channel can't make sense of what its provider sent; it is kept raw among the dead letters."""


class SendRefused(TuckawayError):
    """The provider will never take this message; sending it again is pointless."""


class RecipientGone(SendRefused):
    """The person blocked the bot or the address no longer exists."""


class WindowClosed(SendRefused):
    """The channel lets nobody be written to who has not written for a while, and there is no template for this."""


class SendPostponed(TuckawayError):
    """The provider took nothing and asks to be left alone for `wait`."""

    def __init__(self, reason: str, wait: timedelta = timedelta(seconds=1)) -> None:
        super().__init__(reason)
        self.wait = wait


class SendUncertain(TuckawayError):
    """The provider may have taken the message; sending it again might deliver it twice."""


class MediaGone(TuckawayError):
    """A file that came with a message can't be had any more."""


class MediaUnavailable(TuckawayError):
    """A file that came with a message can't be fetched just now; it can be tried again."""
