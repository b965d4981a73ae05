"""A message that holds several things, taken apart: "car at level 3, remind me at 5"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from handlers import intents, intents_several
from handlers.intents_words import DAYS, NUMBERS
from handlers.meaning import Intent

# At most so many; who says more in one breath keeps it together.
PARTS: Final = 5
# Where it may be taken apart; a text with more of these is no message of several things.
JOINTS: Final = 50

# Where one thing may end and the next begin.
JOINT: Final = re.compile(
    r"(?:(?P<end>[.!;])\s|\n)\s*(?:and |also |then |plus |btw |please )*"
    r"|,? (?:and|also|plus|then|y|e|und|et) (?:also |then |please |también |tambien |auch |aussi |também )*|, ",
    re.IGNORECASE,
)

# What a request to be reminded begins with, in each of our languages; a comma before less is no joint.
REMIND: Final = re.compile(
    r"(?:please |can you |could you )?(?:remind (?:me|us)\b|set (?:me )?an? (?:reminder|alarm|timer)\b|wake me\b"
    r"|don't let me forget\b|ping me\b|nudge me\b|recuerdame(?:lo)?\b|avisame(?:lo)?\b|despiertame\b|erinnere? mich\b"
    r"|weck(?:e)? mich\b|rappelle[- ](?:le[- ])?moi\b|previens[- ]moi\b|reveille[- ]moi\b|lembr[ae]-me\b|me lembr[ae]\b"
    r"|avisa-me\b|me avis[ae]\b)",
    re.IGNORECASE,
)
# Questions that nobody asks in a diary: of things, times and people of their own.
OWN: Final = re.compile(
    r"(?:where(?:'s| is| are| did| do)|when(?:'s| is| are| did| do)|who (?:has|gave|lent)|what(?:'s| is| are| was))"
    r" (?:i|we|my|our|me)\b",
    re.IGNORECASE,
)
# "tomorrow at 5, remind me to call" and "when I get home, remind me": one thing, with its time first.
TIME: Final = re.compile(
    r"(?:(?:hi|hey|hello|ok|okay|please|so|and|tuckaway|on|at|in|by|for|every|each|this|next|the|of|an?|half|past"
    r"|quarter"
    rf"|to|tomorrow|today|tonight|later|morning|noon|afternoon|evening|night|week|weekend|month|day|days|hours?"
    rf"|minutes?"
    rf"|weeks?|am|pm|o'clock|{DAYS}|{NUMBERS}|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|manana|manhas?|morgen|demain|amanha|lunes|montag|lundi|um|uhr|las?|\d[\w:.]*)\b[ ,]*)++"
    r"|(?:when|once|if|as soon as|before|after|while|until|unless|because|since|wenn|cuando|quand|quando)\b.*",
    re.IGNORECASE,
)
# Whose words follow: "Anna said: remind me to bring the cake".
REPORTED: Final = re.compile(
    r".*\b(?:said|says|asked|asks|wrote|told me|goes|like|to|will|that|not|or)\W*", re.IGNORECASE
)
# What goes on about the thing before: "It's about the lease."
ABOUT: Final = re.compile(r"(?:it|he|she|they|this|that|these|those|which|who|there)\b", re.IGNORECASE)


# Of these one message may hold several, each done and taken back by itself: "quiet hours 22 to 7 and digest at 8".
CHANGES: Final = frozenset({Intent.SETTINGS, Intent.CHANGE_REMINDER})


@dataclass(frozen=True)
class Part:
    """One thing that was said: the characters from `start` until `end` of the message, and its `text`, unaltered.

    A part that is a reminder and names no matter of its own is about the part before it. `frame` is what of the part
    before it has to be said with it to be understood, around `{}`.
    """

    start: int
    end: int
    text: str
    frame: str = "{}"

    @property
    def whole(self) -> str:
        """What would have been said for it alone."""
        return self.frame.format(self.text)


def split(text: str) -> list[Part]:
    """The things that `text` holds, in order: mostly one.

    Parts never overlap; what lies between them is white space, stops, commas and "and". Only a request to be reminded,
    a further thing to be reminded of at a time of its own, a question of one's own things, a fact after a reminder and
    one change after another are taken off: to keep two things as one does no harm.
    """
    if len(text) > intents.LONGEST:
        return [_part(text, 0, len(text))]
    folded = text.translate(intents.PLAIN)
    parts: list[Part] = []
    start, frame = 0, "{}"
    for stop, begin in islice(_joints(folded), JOINTS):
        following = (
            "{}"
            if _apart(folded[start:stop].strip(), folded[begin:].strip())
            else intents_several.again(frame.format(text[start:stop].strip()), text[begin:].strip())
        )
        if following and len(parts) < PARTS - 1:
            parts.append(_part(text, start, stop, frame))
            start, frame = begin, following
    return [*parts, _part(text, start, len(text), frame)]


def _joints(folded: str) -> Iterator[tuple[int, int]]:
    """Where a thing may end, its full stop included, and where the next may begin."""
    return ((max(found.start(), found.end("end")), found.end()) for found in JOINT.finditer(folded))


def _part(text: str, start: int, end: int, frame: str = "{}") -> Part:
    piece = text[start:end]
    bare = piece.strip()
    at = start + (len(piece) - len(piece.lstrip()) if bare else 0)
    return Part(at, at + len(bare), bare, frame)


def _apart(left: str, right: str) -> bool:
    """Whether two neighbours are two things."""
    if REMIND.match(right):
        return " " in left and not (TIME.fullmatch(left) or REPORTED.fullmatch(left))
    if _surely(left) in CHANGES and _surely(right) in CHANGES:
        return True
    if not left.endswith((".", "!", ";")) or ABOUT.match(right):
        return False
    if OWN.match(right):
        return " " in left and "?" not in left
    return REMIND.match(left) is not None and _surely(left) is Intent.REMINDER and _surely(right) is Intent.SAVE


def _surely(text: str) -> Intent | None:
    understood = intents.certain(text)
    return understood.intent if understood else None
