"""The protocol that every way in and out follows."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, runtime_checkable

from bot.messages import Attachment, ChannelName, Envelope, Inbound, Outbound, Receipt

Receive = Callable[[Envelope], Awaitable[bool]]
"""Stores an incoming message durably; True when it is new, False when it was stored before.

Raises DatabaseUnavailable when it could not be stored: then nothing may be acknowledged.
"""


ANY_TYPE: Final = "*"
"""Stands for every type that is not named, in `Capabilities.files`."""


@dataclass(frozen=True)
class Capabilities:
    """What a channel can do, for those who plan what is sent by it. Rendering is the channel's own business.

    Attributes:
        buttons: shows actions as buttons; otherwise as numbers, of which a person sends one.
        files: the most bytes of a file that it carries to a person, by MIME type.
        ticks: tells when a message was delivered or read.
        window: hours after a person's last message in which they may be written to freely; None: at any time.
        shortest: whether every character costs, so that less is said.
        numbered: writes numbers before actions, where it has no buttons for them: a number that a person sends alone is
            then the action that it was last offered for.
    """

    buttons: bool = True
    files: Mapping[str, int] = field(default_factory=dict)
    ticks: bool = False
    window: int | None = None
    shortest: bool = False
    numbered: bool = False

    def carry(self, type_: str, size: int) -> bool:
        """Whether a file of that MIME type and as many bytes can go along with a message."""
        return size <= self.files.get(type_, self.files.get(ANY_TYPE, -1))


class Channel(Protocol):
    """A way in and out.

    `idempotent` says that sending the same `Outbound.key` again can't show a person the same message twice, so that a
    send that a crash interrupted may simply be repeated.
    """

    name: ChannelName
    idempotent: bool
    capabilities: Capabilities

    def read(self, raw: dict[str, Any]) -> Inbound | None:
        """The message in what the provider sent; None for kinds that ask for no answer. Raises MessageUnreadable."""

    async def send(self, message: Outbound) -> Receipt:
        """Hand one message over. Raises SendRefused, SendPostponed or SendUncertain."""

    async def open(self, receive: Receive) -> None:
        """Start listening, where the channel fetches its messages itself; returns at once."""

    async def close(self) -> None:
        """Stop listening and give up connections; what was received but not stored comes again."""


@runtime_checkable
class Opener(Protocol):
    """A channel whose chats can be opened by a link that hands the bot a token."""

    async def deep_link(self, token: str) -> str | None:
        """The address of that; None when the provider doesn't tell it just now. The token is 1-64 of `A-Za-z0-9_-`."""


@runtime_checkable
class Carrier(Protocol):
    """A channel that files come by."""

    def fetch(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """The bytes of a file, piece by piece, however many come.

        Raises:
            MediaGone: the provider no longer has it, or is not one of ours.
            MediaUnavailable: it can't be had just now.
        """


@runtime_checkable
class Reconciler(Protocol):
    """A channel that can tell afterwards whether its provider took a message."""

    async def find(self, message: Outbound) -> Sequence[Receipt]:
        """What the provider took that may be a message whose sending broke off, or another of the same words.

        Raises:
            SendPostponed: the provider can't be asked just now.
        """


@runtime_checkable
class Metered(Protocol):
    """A channel whose provider counts some messages as several."""

    def units(self, message: Outbound) -> int:
        """As how many messages it counts, at least 1: the segments of an SMS."""
