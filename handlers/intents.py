"""What a message is meant as: precise rules first, then what its words lean to, then something to keep."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize

from handlers import (
    intents_abroad,
    intents_files,
    intents_linking,
    intents_said,
    intents_settings,
    intents_shapes,
    intents_tasks,
    leaning,
)
from handlers.leaning import Model
from handlers.leaning_kinds import KIND
from handlers.meaning import Intent, Understood

# What a message may be at most to be a command or a question; what is longer is something to keep, with few exceptions.
LONGEST: Final = 600
# A diary has many words, a request few: beyond these no leaning makes a message anything but something to keep.
WORDY: Final = 40

# How often the rules were right where nobody wrote them for (docs/figures.md); the doubtful ones by choice.
RIGHT: Final = 0.98
DOUBTED: Final = 0.7
TOLD: Final = 0.9
# What is less likely than this is no reading at all.
LEAST: Final = 0.4

# How far words have to lean against the shape of a question, one that is not put to us and nothing of ours, and against
# the shape of a statement.
AGAINST_ASKING: Final = 0.5
AGAINST_ASKING_OTHERS: Final = 0.9
AGAINST_TELLING: Final = 0.95


@dataclass(frozen=True)
class Rule:
    """A pattern for whole messages, what they are meant as, and how likely that is."""

    intent: Intent
    pattern: re.Pattern[str]
    confidence: float

    def read(self, folded: str, text: str) -> Understood | None:
        """What `text` is meant as, when its `folded` form fits; the two have the same length."""
        match = self.pattern.fullmatch(folded)
        if match is None:
            return None
        subject = text[slice(*match.span("subject"))] if "subject" in self.pattern.groupindex else ""
        return Understood(self.intent, subject, self.confidence)


def _rules(said: Iterable[tuple[Intent, str]], confidence: float = RIGHT) -> tuple[Rule, ...]:
    flags = re.IGNORECASE | re.DOTALL
    return tuple(Rule(intent, re.compile(pattern, flags), confidence) for intent, pattern in said)


# In the order of trust. Each pattern is matched against the whole message, stripped, without regard to case.
CERTAIN: Final = (
    *_rules(intents_linking.SAID),
    *_rules(intents_said.WAYS),
    *_rules(intents_settings.SAID),
    *_rules(intents_said.SAID),
    *_rules(intents_files.SAID),
    *_rules(intents_tasks.SAID),
    *_rules(intents_abroad.SAID),
    *_rules(intents_abroad.DOUBTFUL, DOUBTED),
    *_rules(intents_shapes.SEARCH),
    *_rules(intents_shapes.MOVED, DOUBTED),
    *_rules(intents_settings.MOVED, DOUBTED),
    *_rules(intents_shapes.KEEPING),
    *_rules(intents_shapes.UNVALUED, DOUBTED),
)
# The model knows English best: where it has nothing to say against the shape of another language, that is as good.
ASKS: Final = (
    *_rules(intents_shapes.BRIEF, TOLD),
    *_rules(intents_shapes.ASKS, LEAST),
    *_rules(intents_abroad.ASKS, TOLD),
)
# What may be as long as a message can be.
LONG: Final = (*(rule for rule in CERTAIN if rule.intent is Intent.EDIT), *_rules(intents_linking.LONG))

# What the model tells apart, by its labels.
LEANINGS: Final[Mapping[str, Intent]] = {
    "save": Intent.SAVE,
    "question": Intent.QUESTION,
    "reminder": Intent.REMINDER,
    "command": Intent.COMMAND,
    "small_talk": Intent.SMALL_TALK,
}
# Intents that are about the whole message where no part of it is named.
WHOLE: Final = frozenset({Intent.SAVE, Intent.QUESTION, Intent.REMINDER})

# Letters of Western Europe without their accents, and the apostrophe that keyboards of phones write: one for one, so
# that what fits lies at the same place in the text itself.
PLAIN: Final = {
    **{code: normalize("NFD", chr(code))[0] for code in range(0xC0, 0x180)},
    0x2019: "'",
}

SENTENCE: Final = 7
TELLING: Final = re.compile(r"(?:(?:i|we|he|she|they|it)(?:'\w+)?|my|our|that|there(?:'s)?)\b", re.IGNORECASE)
LETTER: Final = re.compile(r"[a-z]", re.IGNORECASE | re.ASCII)
# "Tom likes" and "Anna and Ben have been": somebody else does something.
THIRD: Final = re.compile(
    r"[A-Z][a-z]+ (?:and [A-Z][a-z]+ )?(?:is|are|was|were|has|have|had|does|did|[a-z]{2,}s|[a-z]{2,}ed)\b"
)
# What somebody speaks of who wants something of us.
REQUESTS: Final = frozenset(
    {"you", "asker", "knowing", "machine", "machinery", "language", "funny", "list", "calendar", "alarm", "reminding"}
    | {"adding", "removing", "setting", "changing", "showing", "stopping"}
)


def read(text: str, *, model: Model | None = None) -> Understood:
    """What `text` is meant as, in any of our languages; SAVE when nothing speaks against it.

    A message that is lost as a question is worse than a question that is kept, so a doubtful one `needs_asking`, and
    is to be kept until the person has chosen.

    Args:
        text: one thing that was said; `parts.split` takes a message with several apart.
        model: another than the one that is shipped, for measuring.
    """
    bare = text.strip()
    folded = bare.translate(PLAIN)
    if len(bare) > LONGEST:
        return next(_fitting(LONG, folded, bare), Understood(Intent.SAVE, text))
    understood = certain(bare) or _weighed(folded, bare, (model or leaning.model()).shares(bare))
    subject = understood.subject or (text if understood.intent in WHOLE else "")
    return Understood(understood.intent, subject, understood.confidence)


def certain(text: str) -> Understood | None:
    """What a rule says that `text`, stripped and not too long, is meant as; None when none is sure."""
    return next(_fitting(CERTAIN, text.translate(PLAIN), text), None)


def _fitting(rules: Iterable[Rule], folded: str, text: str) -> Iterator[Understood]:
    found = (rule.read(folded, text) for rule in rules)
    return (each for each in found if each)


def _weighed(folded: str, text: str, shares: Mapping[str, float]) -> Understood:
    asked = next(_fitting(ASKS, folded, text), None)
    if asked:
        return _asked(asked, shares)
    label, share = max(shares.items(), key=lambda each: each[1])
    if (label == "save" or share < AGAINST_TELLING or THIRD.match(folded)) and _tells(folded):
        return Understood(Intent.SAVE, text, max(shares["save"], TOLD))
    if label == "save" or share < LEAST or _unheard(text):
        return Understood(Intent.SAVE, text, max(shares["save"], LEAST))
    return Understood(LEANINGS[label], text, share)


def _asked(asked: Understood, shares: Mapping[str, float]) -> Understood:
    """A question by its shape: of the person's memories, unless the words lean clearly to something else."""
    others = {label: share for label, share in shares.items() if label not in {"save", "question"}}
    label, share = max(others.items(), key=lambda each: each[1])
    if share > (AGAINST_ASKING if REQUESTS & _kinds(asked.subject) else AGAINST_ASKING_OTHERS):
        return Understood(LEANINGS[label], asked.subject, share)
    return Understood(Intent.QUESTION, asked.subject, max(shares["question"] + shares["save"], asked.confidence))


def _unheard(text: str) -> bool:
    """Whether the model has nothing to say: at length, on several lines, or in no letters that it knows."""
    return "\n" in text or len(text.split()) > WORDY or LETTER.search(text) is None


def _tells(text: str) -> bool:
    """Whether somebody tells something of themselves or another, in a sentence without a request."""
    telling = TELLING.match(text) or THIRD.match(text)
    return telling is not None and len(text.split()) >= SENTENCE and not REQUESTS & _kinds(text)


def _kinds(text: str) -> set[str]:
    return {KIND[word] for word in leaning.words(text) if word in KIND}
