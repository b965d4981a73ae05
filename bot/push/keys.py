"""The key pair that Tuckaway proves itself with to the push services of browsers (VAPID, RFC 8292)."""

from base64 import b64decode, urlsafe_b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.data_folder import create_private
from bot.errors import InstallationError

PRIVATE_BYTES: Final = 32
AUTH_BYTES: Final = 16


@dataclass(frozen=True, repr=False)
class VapidKey:
    """A key pair on the curve P-256, base64url without padding, as the tools of web developers print it.

    Attributes:
        private: the private number, 32 bytes.
        public: the point that belongs to it, uncompressed: what a browser calls `applicationServerKey`.
    """

    private: str
    public: str

    @classmethod
    def decode(cls, text: str, source: str) -> Self:
        """The pair that belongs to a private key; `source` is what the error names."""
        try:
            raw = unpadded(text.strip())
            # A number that is too long for the curve is turned down like one that is none.
            private = ec.derive_private_key(int.from_bytes(raw, "big"), ec.SECP256R1())
        except ValueError:
            sentence = f"{source} is no VAPID key (32 bytes, base64url): put back the one browsers signed up with, or "
            raise InstallationError(sentence + "remove it, and each browser signs up anew when it is opened") from None
        return cls(encoded(raw), encoded(_point(private)))

    @classmethod
    def load_or_create(cls, path: Path) -> Self:
        """The pair in the file `path`; a new one, readable by its owner only, where there is no file yet."""
        if not path.exists():
            create_private(path, cls.new().private.encode() + b"\n")
        try:
            text = path.read_text("ascii", errors="replace")
        except OSError as error:
            sentence = f"{path} can't be read ({error.strerror}): give this user the right to read it"
            raise InstallationError(sentence) from error
        return cls.decode(text, str(path))

    @classmethod
    def new(cls) -> Self:
        """A pair that nobody had before."""
        private = ec.generate_private_key(ec.SECP256R1())
        number = private.private_numbers().private_value.to_bytes(PRIVATE_BYTES, "big")
        return cls(encoded(number), encoded(_point(private)))


def receives(p256dh: str | None, auth: str | None) -> bool:
    """Whether a browser's keys are such that something can be encrypted for it (RFC 8291, section 3)."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unpadded(p256dh or ""))
        return len(unpadded(auth or "")) == AUTH_BYTES
    except ValueError:
        return False


def unpadded(text: str) -> bytes:
    """The bytes behind base64url, with padding or without. Raises ValueError."""
    bare = text.rstrip("=").encode("ascii")
    return b64decode(bare + b"=" * (-len(bare) % 4), altchars=b"-_", validate=True)


def encoded(raw: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _point(private: ec.EllipticCurvePrivateKey) -> bytes:
    return private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
