"""Looks at a file that has come, whichever way: what it is, how large a picture is, and what tells it from others."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot import vcards
from memory.media.documents import Media
from memory.media.kinds import CONTACT_CARD, Family
from memory.media.sniffing import Claim, Sort, sort_of

if TYPE_CHECKING:
    from memory.media.pictures import Picture


@dataclass(frozen=True)
class Seen:
    """A file that was looked at."""

    content: bytes
    sort: Sort
    picture: "Picture | None"
    fingerprint: str

    @property
    def found(self) -> dict[str, Any]:
        """What is written down of it, by the fields of `Media`; what is None stays away."""
        found = {
            "type": self.sort.type,
            "size": len(self.content),
            "width": self.picture and self.picture.width,
            "height": self.picture and self.picture.height,
            "fingerprint": self.fingerprint,
        }
        return {name: value for name, value in found.items() if value is not None}

    @property
    def thumbnail(self) -> bytes | None:
        """A small JPEG, of a picture that this machine can decode."""
        return self.picture.thumbnail if self.picture else None


def seen(content: bytes, claim: Claim, search_key: bytes) -> Seen:
    """Look at a file; up to a second of computing, to be called in a thread. Raises MediaRefused."""
    sort = sort_of(content, claim)
    picture = None
    if sort.family is Family.IMAGE:
        # The library for pictures takes a moment to import, and most starts never need it.
        from memory.media.pictures import look_at

        picture = look_at(content)
    fingerprint = hmac.new(search_key, b"media" + hashlib.sha256(content).digest(), hashlib.sha256).hexdigest()
    return Seen(content, sort, picture, fingerprint)


def to_be_read(media: Media) -> bool:
    """Whether what a stored file says has yet to become part of what its memory says: a contact card in proportion."""
    return media.type == CONTACT_CARD and (media.size or 0) <= vcards.LARGEST
