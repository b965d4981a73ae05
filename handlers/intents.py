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


# What a message may be at most to be a command or a question; what is longer is something to keep, or an edit.
LONGEST: Final = 600

ASKING: Final = r"what|where|when|who|whose|whom|why|how"
BEING: Final = r"is|are|was|were|am|isn't|aren't|wasn't|weren't"
AUXILIARY: Final = (
    rf"{BEING}|do|does|did|can|could|will|would|should|may|might|must|have|has|had"
    r"|don't|doesn't|didn't|can't|couldn't|won't|wouldn't|shouldn't|haven't|hasn't"
)
MEASURES: Final = r"many|much|long|old|far|often|tall|big|high|heavy|late|soon"
PERSON: Final = r"i|you|we|they|he|she|there|any|anyone|anybody|anything"
DETERMINER: Final = r"the|my|our|your|their|his|her|its|it|this|that|these|those"
NOUN: Final = rf"(?!(?:{PERSON}|{DETERMINER}|an?|\w*[^su]s (?:is|was))\b)(?-i:[a-z])[\w-]*"
MINE: Final = r"my|our|all|everything|anything|what|where|who|when|(?:the |a )?(?:note|memory)|[\w-]+'s"

# One character within a sentence: a full stop ends it only before a space, and not after an initial or a title.
# No two of the alternatives fit the same place: else the ways to read "a.b.c.d" double with each stop.
INITIAL: Final = r"(?<=\b[a-z])\.(?!\S)"
TITLE: Final = r"(?<=\bdr|\bmr|\bms|\bst|\bno|\bvs)\.(?!\S)|(?<=\bmrs)\.(?!\S)"
WITHIN: Final = rf"(?:[^.!\n]|[.!](?=\S)|{INITIAL}|{TITLE})"
# The rest of a question that lacks its mark: short, of one line, and no heading ("what is left: two eggs").
REST: Final = r"(?:[^.!:\n]|:(?=\d)){0,120}"
# Where the order of words proves less, a comma tells of a statement ("will you go, I stay").
CLAUSE: Final = r"(?:[^.!:,\n]|:(?=\d)){0,120}"
PLEASE: Final = r"(?:(?:please|can you|could you|would you|will you) )*"
GREETING: Final = r"(?:(?:hi|hello|hey|ok|okay|sorry|thanks|thank you|please)\b[^.!?:\n]{0,20}[.!,:]?\s)?"
TO_SAVE: Final = r"add|put|save|note|store|record|jot|write down|remember that|remind me to|make a note"
MARKS: Final = "?\N{FULLWIDTH QUESTION MARK}\N{ARABIC QUESTION MARK}"
CLOSING: Final = "\"'\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"

# A message that is lost as a question is worse than a question that is kept, so a doubtful one fits no rule.
SAID: Final[tuple[tuple[Intent, str], ...]] = (
    (Intent.EMPTY, r""),
    (Intent.WELCOME, r"/start\b.*|(?:hi|hello|hey)(?: there| tuckaway)?[.! ]*"),
    (Intent.HELP, r"/?help(?: me)?[.!? ]*|\?+|what can (?:you|i) (?:do|say)\??|how does (?:this|it) work\??"),
    (Intent.UNDO, r"/?undo(?: (?:that|it|this|the last (?:one|thing|change)))?(?: please)?[.! ]*"),
    (Intent.LIST, r"/?(?:list|recent|latest)(?: (?:my|all|the|recent|latest|memories|notes|everything)){0,4}[.! ]*"),
    (Intent.LIST, r"(?:show|list|what are)(?: me)?(?: all)? my(?: latest| last| recent)* (?:memories|notes)[.!? ]*"),
    # Only what can't be an errand: "edit the video" and "change this lightbulb" are to be kept.
    (Intent.EDIT, r"(?:edit\s*:|/edit\s)\s*(?P<subject>\S.*)"),
    (Intent.EDIT, r"(?:edit|change|correct) (?:that|it|this|(?:the )?last one)(?:\s*:| to\b:?)\s*(?P<subject>\S.*)"),
    (Intent.FORGET, r"/?(?:forget|delete|remove)(?: (?:that|it|this|(?:the |my )?last (?:one|memory|note)))?[.! ]*"),
    (Intent.FORGET, rf"/?forget (?:about |that |what i (?:told|said) (?:you )?about )?(?P<subject>\S{WITHIN}*)[.! ]*"),
    (
        Intent.FORGET,
        rf"(?:delete|remove) (?:the |my )?(?:memory|note) (?:about |of |on |that )?(?P<subject>\S{WITHIN}*)[.! ]*",
    ),
    # Said to be kept, whatever it ends with; and a link alone.
    (Intent.SAVE, r"(?:note(?: to self)?|idea|to-?do|task|quote|remember(?: this)?|save(?: this)?)\s*:.*|\S+://\S+"),
    (Intent.SAVE, rf"(?:ask (?!me\b)|(?:please |can you |could you |will you |would you )+(?:{TO_SAVE})\b).*"),
    (Intent.QUESTION, rf"{GREETING}(?P<subject>{WITHIN}*[{MARKS}])[^\w{CLOSING}{MARKS})\]\n]*"),
    (Intent.QUESTION, rf"{GREETING}(?P<subject>(?:{ASKING})(?:'s|s|'re) \w{REST})"),
    (Intent.QUESTION, rf"{GREETING}(?P<subject>(?:{ASKING}) (?:{AUXILIARY})\b{REST})"),
    (Intent.QUESTION, rf"(?P<subject>who (?!(?:{PERSON}|{DETERMINER})\b)\w+ (?:me|us|my|our|the)\b{CLAUSE})"),
    (Intent.QUESTION, rf"(?P<subject>how (?:{MEASURES})\b[^.!:,\n]{{0,60}} (?:{AUXILIARY})\b{REST})"),
    # "what time is dinner", but neither "what matters is love" nor "what Anna did was brave".
    (Intent.QUESTION, rf"(?P<subject>(?:what|which|whose) {NOUN}(?: of (?:the )?\w+)? (?:{AUXILIARY})\b{REST})"),
    (Intent.QUESTION, rf"(?P<subject>(?:what|where|who) (?:{DETERMINER}) [^.!:,\n]{{1,60}} (?:{BEING}))"),
    # "do the laundry", "did my taxes", "have the car washed" and "was a good day" are none.
    (Intent.QUESTION, rf"(?P<subject>(?:do|did|have|was) (?:{PERSON}) {CLAUSE})"),
    (
        Intent.QUESTION,
        rf"(?P<subject>(?:is|are|am|were|does|has|can|could|will|would) (?:{PERSON}|{DETERMINER}) {CLAUSE})",
    ),
    (
        Intent.QUESTION,
        rf"{PLEASE}(?:tell me (?!to )|(?:show|find) me |give me (?:my|the|all) )(?P<subject>\S{WITHIN}*)",
    ),
    (Intent.QUESTION, rf"(?:(?:find|search)\s*:|/(?:find|search)\s) *(?P<subject>\S{WITHIN}*)"),
    (Intent.QUESTION, rf"{PLEASE}(?:find|look up|look for|search(?: for)?) (?P<subject>(?:{MINE})\b{WITHIN}*)"),
    (
        Intent.QUESTION,
        rf"(?P<subject>{PLEASE}remind me (?:what|where|who|whose|which|how|why|when (?:{AUXILIARY}))\b{WITHIN}*)",
    ),
)

# In the order of trust. Each pattern is matched against the whole message, stripped, without regard to case.
RULES: Final = tuple((intent, re.compile(pattern, re.IGNORECASE | re.DOTALL)) for intent, pattern in SAID)

# Keyboards of phones write the curly one.
APOSTROPHE: Final = str.maketrans("\u2019", "'")


def read(text: str) -> Understood:
    """The intent of `text` by the first rule that fits all of it; SAVE when none does."""
    return next(_fitting(text.strip()), Understood(Intent.SAVE, text))


def _fitting(text: str) -> Iterator[Understood]:
    folded = text.translate(APOSTROPHE)
    for intent, rule in RULES:
        if len(text) > LONGEST and intent is not Intent.EDIT:
            continue
        match = rule.fullmatch(folded)
        if match:
            yield Understood(intent, text[slice(*match.span("subject"))] if "subject" in rule.groupindex else "")
