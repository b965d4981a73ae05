"""E-mail addresses as people write them, and as they are kept: one spelling each, and none that could mean more."""

import re
from typing import Final

LONGEST: Final = 190
"""Characters, so that it fits into an `Address` and into what is kept under its name."""

_WORD: Final = r"[a-z0-9+_'&=~#*-]+"
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# Narrower than RFC 5321: what is quoted, routed or not in ASCII is refused by one mail server or another.
_MAILBOX: Final = re.compile(rf"(?=[^@]{{1,64}}@){_WORD}(?:\.{_WORD})*@(?:{_LABEL}\.)+{_LABEL}")
_ENDING: Final = re.compile(r"\.(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$")


def mailbox(text: str) -> str | None:
    """The address that a text is, in small letters; None when it is none that can be written to.

    Capitals make no difference at any provider worth naming, and would make many addresses of one mailbox.
    """
    bare = text.strip().removeprefix("mailto:")
    if len(bare) > LONGEST or not bare.isascii() or not bare.isprintable():
        return None
    small = bare.lower()
    return small if _MAILBOX.fullmatch(small) and _ENDING.search(small) else None
