"""Signed links by which whoever reads an e-mail can have done with them, without logging in (RFC 8058)."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError

from bot.messages import Address, ChannelName

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
        value = address.value.encode()
        return urlsafe_b64encode(self._signature(value) + value).rstrip(b"=").decode()

    def read(self, token: str) -> Address | None:
        """The address of a link that is ours; None for any other."""
        if len(token) > LONGEST or not token.isascii():
            return None
        try:
            whole = urlsafe_b64decode(token.encode() + b"=" * (-len(token) % 4))
            signature, value = whole[:SIGNATURE_BYTES], whole[SIGNATURE_BYTES:]
            if not hmac.compare_digest(signature, self._signature(value)):
                return None
            return Address(channel=ChannelName.EMAIL, value=value.decode())
        except (ValueError, ValidationError):
            return None

    def _signature(self, value: bytes) -> bytes:
        return hmac.digest(self.key, value, "sha256")[:SIGNATURE_BYTES]
