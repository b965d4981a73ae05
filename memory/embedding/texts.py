"""What of a text is embedded, the same for every embedder."""

from itertools import islice
from typing import Final

TEXT_LIMIT: Final = 1_000
"""Characters that are embedded; further ones only blur what the text is about, and many models read no more."""


def readable(text: str) -> str:
    """What an encoder is given: the beginning of the text, without what UTF-8 can't say; empty if there is no word."""
    beginning = text[:TEXT_LIMIT].replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")
    return beginning if any(character.isalnum() for character in islice(beginning, TEXT_LIMIT)) else ""
