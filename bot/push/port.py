"""What every push service is asked to do, whoever's it is."""

from enum import StrEnum
from typing import Final, Protocol

from pydantic import Field

from bot.messages import Frozen

LONGEST_TITLE: Final = 80
LONGEST_BODY: Final = 240
"""Characters; at four bytes each, and six in JSON, they stay far below the 4,096 bytes that every service takes."""


class DeviceKind(StrEnum):
    """By what a device is known to its push service.

    `WEBPUSH`: a browser, by its endpoint. `FID`: an app, by its Firebase installation id. `TOKEN`: an app that only
    has the registration token which those ids replace.
    """

    WEBPUSH = "webpush"
    FID = "fid"
    TOKEN = "token"  # noqa: S105 - the name of a kind


class Target(Frozen):
    """Where one device is reached. A browser's `value` is its endpoint; it alone has keys, in base64url."""

    kind: DeviceKind
    value: str = Field(min_length=1, max_length=2_000)
    p256dh: str | None = Field(default=None, max_length=200)
    auth: str | None = Field(default=None, max_length=100)


class Notice(Frozen):
    """What a device shows.

    `tag` names the message it is about: a notice takes the place of an earlier one of the same tag. `sequence` is that
    message's number in the conversation, at which the chat is to be opened. `urgent`: a sleeping device is woken.
    """

    title: str = Field(min_length=1, max_length=LONGEST_TITLE)
    body: str = Field(max_length=LONGEST_BODY)
    tag: str = Field(min_length=1, max_length=200)
    sequence: int = Field(ge=0)
    language: str = Field(default="en", max_length=20)
    urgent: bool = True
    lasts: int = Field(default=4 * 3600, ge=0)
    """Seconds for which it is worth showing; a device that is off for longer is not told any more."""


class Push(Protocol):
    """A push service."""

    async def send(self, target: Target, notice: Notice) -> None:
        """Hand a notice over for one device.

        Raises:
            DeviceGone: the device is no longer registered.
            PushPostponed: nothing was taken, and it may be tried again after a while.
            PushRefused: this will never be taken.
            PushUncertain: it may have been taken.
        """

    async def close(self) -> None:
        """Give up connections."""
