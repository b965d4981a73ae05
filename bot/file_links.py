"""Signed links by which a provider fetches a file that it is to bring to somebody, for a short while."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.clock import Clock
from bot.signed import Signer

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
        return self._signer.token(named)

    def read(self, token: str) -> str | None:
        """The file of a link that is ours and holds still; None for any other."""
        named = self._signer.read(token)
        if named is None or len(named) != MEDIA_BYTES + EXPIRY_BYTES:
            return None
        until = datetime.fromtimestamp(int.from_bytes(named[MEDIA_BYTES:], "big"), UTC)
        return named[:MEDIA_BYTES].hex() if self.clock() < until else None

    @property
    def _signer(self) -> Signer:
        return Signer(self.key, SIGNATURE_BYTES)
