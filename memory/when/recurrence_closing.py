"""Where a clause about days by their number ends: "every 15th to pay rent" does, "every 15th customer" does not."""

import re
from collections.abc import Sequence
from typing import Final

from memory.when.tokens import Token

# Words that no day is followed by as a number is by what it counts.
CLOSING: Final = frozenset(("LEAD", "AT", "START", "UNTIL", "EXCEPT", "FOR", "AND", "NOON", "MIDNIGHT", "PLURALPART"))
# What is to be done, where an infinitive needs no word to lead to it.
INFINITIVE: Final = re.compile(r"\w{2,}[aei]r(?:(?:me|te|se|nos)?l[aeo]s?|me|te|se|nos)?")
INFINITIVES_OF: Final = frozenset(("es", "pt"))


def closes(tokens: Sequence[Token], place: int, language: str) -> bool:
    """Whether what begins at a token is nothing that can be counted."""
    if place >= len(tokens) or not tokens[place].word.isalnum():
        return True
    if not CLOSING.isdisjoint(tokens[place].tags):
        return True
    return language in INFINITIVES_OF and INFINITIVE.fullmatch(tokens[place].word) is not None
