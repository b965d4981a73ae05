"""Signed links by which a provider fetches a file that it is to bring to somebody, for a short while."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.clock import Clock

PATH: Final = "/files/"
PURPOSE: Final = "files"
LIFETIME: Final = timedelta(hours=1)
"""A provider fetches a file before it passes the message on, which may wait in a queue for minutes."""

MEDIA_BYTES: Final = 16
EXPIRY_BYTES: Final = 5
SIGNATURE_BYTES: Final = 32


@dataclass(frozen=True, repr=False)
class FileLinks:
    """Makes and reads the links.

    Args:
        key: what they are signed with.
        home: where providers reach us from outside; None where they can't.
        clock: the time.
    """

    key: bytes
    home: str | None
    clock: Clock

    def link(self, media: str) -> str | None:
        """The link to the file of that id, 32 hexadecimal digits; None where nobody can reach us."""
        return None if self.home is None else f"{self.home}{PATH}{self.token(media)}"

    def token(self, media: str) -> str:
        """What the link ends with."""
        until = int((self.clock() + LIFETIME).timestamp())
        named = bytes.fromhex(media) + until.to_bytes(EXPIRY_BYTES, "big")
        return urlsafe_b64encode(self._signature(named) + named).rstrip(b"=").decode()

    def read(self, token: str) -> str | None:
        """The file of a link that is ours and holds still; None for any other."""
        try:
            whole = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        except ValueError:
            return None
        signature, named = whole[:SIGNATURE_BYTES], whole[SIGNATURE_BYTES:]
        if len(named) != MEDIA_BYTES + EXPIRY_BYTES or not hmac.compare_digest(signature, self._signature(named)):
            return None
        until = datetime.fromtimestamp(int.from_bytes(named[MEDIA_BYTES:], "big"), UTC)
        return named[:MEDIA_BYTES].hex() if self.clock() < until else None

    def _signature(self, named: bytes) -> bytes:
        return hmac.digest(self.key, named, "sha256")
