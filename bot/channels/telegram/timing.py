"""How long the Telegram channel waits for what."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Timing:
    """All in seconds.

    Attributes:
        connect: for a connection to Telegram to stand; nothing has been sent before that.
        request: for one whole request other than a long poll, connecting included.
        upload: for one whole request that brings a file.
        poll: how long Telegram holds a request for updates open while there are none.
        backoff_first: the longest first pause after a failure to listen; the ceiling doubles with each one in a row.
        backoff_most: the longest such pause.
        typing_after: until an answer that has not come is shown to be being written.
        typing_times: how often that is shown, some five seconds each.
        remainder: for how long each later part of a split message is tried when Telegram asks to wait.
    """

    connect: float = 10.0
    request: float = 30.0
    upload: float = 90.0
    poll: int = 25
    backoff_first: float = 1.0
    backoff_most: float = 60.0
    typing_after: float = 0.7
    typing_times: int = 5
    remainder: float = 30.0
