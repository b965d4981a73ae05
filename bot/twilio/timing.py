"""How long the Twilio channels wait for what."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Timing:
    """All in seconds.

    Attributes:
        connect: for a connection to Twilio to stand; nothing has been sent before that.
        request: for one whole request, connecting included.
        poll: between two looks at the list of messages for those that no webhook brought.
        settled: how old a message has to be before it is taken from the list: until then its webhook may still come,
            with more in it than the list has. Source: twilio.com/docs/usage/webhooks/webhooks-connection-overrides
            (15 s a try, and up to three more tries). 0: no webhook brings anything, nor is one missed.
        look_back: how far the first look goes back. The inbox knows a message again for a week.
        overlap: how far each later look goes back beyond the one before.
        backoff_most: the longest pause between looks while Twilio can't be reached.
        remainder: for how long each later part of a split message is tried when Twilio asks to wait.
    """

    connect: float = 5.0
    request: float = 20.0
    poll: float = 60.0
    settled: float = 75.0
    look_back: float = 24 * 3600.0
    overlap: float = 900.0
    backoff_most: float = 600.0
    remainder: float = 30.0
