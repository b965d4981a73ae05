"""What Twilio's error codes mean for a message, and for the address that it was to go to.

Source: twilio.com/docs/api/errors.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from twilio.base.exceptions import TwilioException

from bot.errors import (
    RecipientGone,
    SendPostponed,
    SendRefused,
    SendUncertain,
    TuckawayError,
    WindowClosed,
)
from bot.twilio.wire import BrokenOff, Throttled, Unreached

CALL_FAILURES: Final = (TwilioException, Unreached, BrokenOff, Throttled, ValueError, TypeError, KeyError)
"""What a call of Twilio's library raises. The last three come from answers that are not as documented."""

UNREACHABLE_WAIT: Final = timedelta(seconds=5)
WRONG_TOKEN_WAIT: Final = timedelta(minutes=5)
_SERVER_ERRORS: Final = 500
_UNAUTHORIZED: Final = (401, 403)


@dataclass(frozen=True)
class Meaning:
    """What a code says, and whether the address takes nothing any more, or only later."""

    words: str
    gone: bool = False
    wait: timedelta | None = None
    window: bool = False
    uncertain: bool = False


def _later(words: str, **wait: float) -> Meaning:
    return Meaning(words, wait=timedelta(**wait))


MEANINGS: Final[Mapping[int, Meaning]] = {
    14107: _later("too many replies in a short time", seconds=30),
    20003: _later("the account or its token is not known", minutes=5),
    20429: _later("too many requests", seconds=1),
    20500: Meaning("an internal error", uncertain=True),
    20503: _later("not available just now", seconds=5),
    21211: Meaning("not a number that can be written to", gone=True),
    21408: Meaning("messages to that country are not allowed for the account"),
    21604: Meaning("no recipient"),
    21606: Meaning("the sender can't send messages"),
    21610: Meaning("the person asked for nothing more", gone=True),
    21611: _later("the queue is full", minutes=1),
    21612: Meaning("no way from the sender to that number"),
    21614: Meaning("not a mobile number", gone=True),
    21617: Meaning("too long"),
    21656: Meaning("the template's variables don't fit"),
    30001: _later("the queue is full", minutes=1),
    30002: Meaning("the account is suspended"),
    30003: Meaning("the phone can't be reached"),
    30004: Meaning("blocked by the phone or its carrier", gone=True),
    30005: Meaning("no such number", gone=True),
    30006: Meaning("a landline, or a carrier that can't be reached", gone=True),
    30007: Meaning("held back by the carrier's filter"),
    30008: Meaning("lost for an unknown reason"),
    30022: _later("the carrier's limit is reached", minutes=1),
    30023: _later("the carrier's daily limit is reached", hours=1),
    30034: Meaning("the number is not registered for messages to the United States"),
    63003: Meaning("no such WhatsApp account", gone=True),
    63006: Meaning("a file that WhatsApp can't make anything of"),
    63013: Meaning("against WhatsApp's policy"),
    63015: Meaning("the person has not joined the sandbox"),
    63016: Meaning("the 24 hours after the person's last message are over", window=True),
    63018: _later("too many messages to WhatsApp", seconds=6),
    63019: Meaning("a file that could not be fetched from here"),
    63021: Meaning("a file of a kind or size that WhatsApp does not take"),
    63024: Meaning("no such WhatsApp account", gone=True),
    63032: Meaning("WhatsApp does not deliver this to that person"),
    63038: _later("the account's daily limit is reached", hours=1),
    63049: Meaning("WhatsApp does not deliver this to that person now"),
}


def verdict(error: Exception) -> TuckawayError:
    """What a failed request to send means for the message.

    Twilio's own sentence is left out: it may hold the person's number.
    """
    code, status = code_of(error), status_of(error)
    if judge := JUDGES.get(type(error)):
        return judge(error)
    if code in MEANINGS:
        return _judged(code, MEANINGS[code])
    if status in _UNAUTHORIZED:
        return SendPostponed("Twilio does not accept the account or its token", WRONG_TOKEN_WAIT)
    if not status or status >= _SERVER_ERRORS:
        # The gateway that answers may have passed the message on. At most once is the rule, so it is not sent again.
        return SendUncertain(f"Twilio's answer tells nothing (status {status}, {type(error).__name__})")
    return SendRefused(f"Twilio: error {code} (status {status})")


def _unreached(error: Unreached) -> TuckawayError:
    return SendPostponed(f"Twilio can't be reached ({error})", UNREACHABLE_WAIT)


def _throttled(error: Throttled) -> TuckawayError:
    return SendPostponed("Twilio asks for a pause", error.wait)


def _broken_off(error: BrokenOff) -> TuckawayError:
    return SendUncertain(f"the connection to Twilio broke off before its answer ({error})")


JUDGES: Final[Mapping[type[Exception], Callable[..., TuckawayError]]] = {
    Unreached: _unreached,
    Throttled: _throttled,
    BrokenOff: _broken_off,
}


def _judged(code: int, meaning: Meaning) -> TuckawayError:
    words = f"Twilio: {meaning.words} (error {code})"
    if meaning.uncertain:
        return SendUncertain(words)
    if meaning.wait is not None:
        return SendPostponed(words, meaning.wait)
    if meaning.window:
        return WindowClosed(words)
    return (RecipientGone if meaning.gone else SendRefused)(words)


def code_of(error: Exception) -> int:
    """Twilio's number for it; 0 where there is none."""
    return _number(getattr(error, "code", None))


def status_of(error: Exception) -> int:
    """The status of the answer; 0 where there was none. What goes wrong with a list carries the answer itself."""
    answer = error.args[1] if len(error.args) > 1 else None
    return _number(getattr(error, "status", None)) or _number(getattr(answer, "status_code", None))


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
