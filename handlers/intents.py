"""What a message is meant as: a table of rules, the first that fits wins; whatever fits none is something to keep."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Intent(StrEnum):
    """What a person may want."""

    SAVE = "save"
    QUESTION = "question"
    UNDO = "undo"
    EDIT = "edit"
    FORGET = "forget"
    LIST = "list"
    HELP = "help"
    WELCOME = "welcome"
    EMPTY = "empty"


@dataclass(frozen=True)
class Understood:
    """An intent, and the part of the message it is about."""

    intent: Intent
    subject: str


MEASURES: Final = r"many|much|long|old|far|often|tall|big"
ASKING: Final = r"what|where|when|who|whose|whom|which|why|how"
AUXILIARY: Final = (
    r"is|are|was|were|am|do|does|did|can|could|will|would|should|may|might|must|have|has|had"
    r"|isn't|aren't|wasn't|weren't|don't|doesn't|didn't|can't|won't"
)
SUBJECT: Final = (
    r"i|you|we|they|he|she|it|my|our|your|their|his|her|its|the|a|an|this|that|these|those|there|any|anyone|anybody"
)

# In the order of trust. Each pattern is matched against the whole message, stripped, without regard to case.
RULES: Final[tuple[tuple[Intent, re.Pattern[str]], ...]] = tuple(
    (intent, re.compile(pattern, re.IGNORECASE | re.DOTALL))
    for intent, pattern in (
        (Intent.EMPTY, r"(?P<subject>)"),
        (Intent.WELCOME, r"(?P<subject>)/start\b.*|(?:hi|hello|hey)(?: there| tuckaway)?[.! ]*"),
        (Intent.HELP, r"/?help(?: me)?[.!? ]*|\?|what can (?:you|i) (?:do|say)\??"),
        (Intent.UNDO, r"/?undo(?: (?:that|it|this|the last one))?[.! ]*"),
        (
            Intent.LIST,
            r"/?(?:list|recent|latest)(?: (?:my |all |the )*(?:memories|notes|all|everything|recent|latest))?[.! ]*",
        ),
        (
            Intent.LIST,
            r"(?:show|list|what are)(?: me)? (?:all )?my (?:latest |last |recent )*(?:memories|notes)[.!? ]*",
        ),
        (Intent.EDIT, r"/?edit(?:\s*:\s*|\s+(?:that|it|this)?(?:\s+to)?:?\s*)(?P<subject>\S.*)"),
        (Intent.EDIT, r"(?:change|correct) (?:that|it|this|the last one)(?: to)?:?\s+(?P<subject>\S.*)"),
        (
            Intent.FORGET,
            r"/?(?:forget|delete|remove)(?: (?:that|it|this))?(?: (?:last|latest))?(?: (?:one|memory|note))?[.! ]*",
        ),
        (Intent.FORGET, r"/?forget (?:about |that |what i (?:told|said) (?:you )?about )?(?P<subject>\S.*)"),
        (Intent.FORGET, r"(?:delete|remove) (?:the |my )?(?:memory|note) (?:about |of |on |that )?(?P<subject>\S.*)"),
        (Intent.QUESTION, r"(?P<subject>[^.!]*\?+)\s*"),
        (Intent.QUESTION, rf"(?P<subject>.*?\b(?:{ASKING}|{AUXILIARY})\b[^.!?]*\?+)\s*"),
        (
            Intent.QUESTION,
            rf"(?P<subject>(?:{ASKING})(?:'s|'re|\u2019s|s)? (?:the |my |our )?(?:{AUXILIARY}|{SUBJECT})\b[^.!]*)",
        ),
        (
            Intent.QUESTION,
            rf"(?P<subject>(?:what|which|whose|how (?:{MEASURES})) \w+[^.!,]*\b(?:{AUXILIARY})\b[^.!]*)",
        ),
        (Intent.QUESTION, r"(?P<subject>(?:what|where|who|when)(?:'s|\u2019s|s|'re|\u2019re) \w[^.!]*)"),
        (
            Intent.QUESTION,
            rf"(?P<subject>(?:do|does|did|is|are|was|were|can|could|will|have|has) (?:{SUBJECT}) [^.!]*)",
        ),
        (
            Intent.QUESTION,
            r"(?:please )?(?:find|look up|look for|search(?: for)?|tell me|show me|give me) (?P<subject>\S.*)",
        ),
        (Intent.QUESTION, rf"(?P<subject>remind me (?:{ASKING})\b.*)"),
    )
)


def read(text: str) -> Understood:
    """The intent of `text` by the first rule that fits all of it; SAVE when none does."""
    return next(_fitting(text.strip()), Understood(Intent.SAVE, text))


def _fitting(text: str) -> Iterator[Understood]:
    for intent, rule in RULES:
        match = rule.fullmatch(text)
        if match:
            yield Understood(intent, match.groupdict().get("subject") or "")
