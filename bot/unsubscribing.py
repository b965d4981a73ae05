"""Signed links by which whoever reads an e-mail can have done with them, without logging in (RFC 8058)."""

from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError

from bot.messages import Address, ChannelName
from bot.signed import Signer

PATH: Final = "/unsubscribe/"
PURPOSE: Final = "unsubscribe"
SIGNATURE_BYTES: Final = 16
LONGEST: Final = 500


@dataclass(frozen=True, repr=False)
class UnsubscribeLinks:
    """Makes and reads the links. They hold for ever: nobody should have to look for a newer e-mail.

    Args:
        key: what they are signed with.
        home: where people reach us from outside; None where they can't.
    """

    key: bytes
    home: str | None

    def link(self, address: Address) -> str | None:
        """The link for whoever reads e-mail at an address."""
        return None if self.home is None else f"{self.home}{PATH}{self.token(address)}"

    def token(self, address: Address) -> str:
        """What the link ends with."""
        return self._signer.token(address.value.encode())

    def read(self, token: str) -> Address | None:
        """The address of a link that is ours; None for any other."""
        value = self._signer.read(token) if len(token) <= LONGEST else None
        if value is None:
            return None
        try:
            return Address(channel=ChannelName.EMAIL, value=value.decode())
        except (ValueError, ValidationError):
            return None

    @property
    def _signer(self) -> Signer:
        return Signer(self.key, SIGNATURE_BYTES)
