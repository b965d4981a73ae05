"""Short values that we hand out signed and know again when they come back, as the last part of a link."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass


@dataclass(frozen=True, repr=False)
class Signer:
    """Makes and reads such tokens. Anybody can read what is in one; nobody else can make one.

    Args:
        key: what they are signed with (HMAC-SHA256).
        length: bytes of the signature that a token carries, 32 at most.
    """

    key: bytes
    length: int

    def token(self, value: bytes) -> str:
        """The value and its signature, in letters that any link may hold."""
        return urlsafe_b64encode(self._signature(value) + value).rstrip(b"=").decode()

    def read(self, token: str) -> bytes | None:
        """The value of a token that is ours; None for any other."""
        try:
            whole = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        except ValueError:
            return None
        signature, value = whole[: self.length], whole[self.length :]
        return value if hmac.compare_digest(signature, self._signature(value)) else None

    def _signature(self, value: bytes) -> bytes:
        return hmac.digest(self.key, value, "sha256")[: self.length]
