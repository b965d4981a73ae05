"""What a memory can be narrowed down by when it is looked for: category, tags, people, places, channel, author."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.messages import ChannelName, MediaKind
from memory.annotations import AMOUNT, CATEGORY, DATE, HASHTAG, LINK, ORIGIN, PERSON, PLACE, TASK
from memory.documents import Annotation, Brought

SURE_FROM: Final = 0.5
"""From this confidence on a name that was read off the text narrows; below it would hide what is looked for."""

NAMED: Final = {CATEGORY: "category", HASHTAG: "tag", PERSON: "person", PLACE: "place"}
HAD: Final = {LINK: "link", AMOUNT: "amount", DATE: "date", TASK: "task"}
FILES: Final = {MediaKind.AUDIO: "voice"}  # whoever asks for one means either
JUDGED: Final = frozenset({PERSON, PLACE})
_PART: Final = r"[^\W\d_][\w'\u2019.-]{0,30}"
_BETWEEN: Final = re.compile(r"[\W_]+")
_AUTHOR: Final = re.compile(rf"({_PART}(?: {_PART}){{0,2}}):\s")


def facets_of(
    text: str, annotations: Sequence[Annotation], channel: ChannelName, brought: Sequence[Brought] = ()
) -> frozenset[str]:
    """Readable facets of a memory: `category:health`, `tag:gift`, `person:anna`, `from:ben`, `channel:sms`, `has:link`.

    Somebody with several names has a facet for each of them and one for all: `person:anna meyer`, `person:anna` and
    `person:meyer`. Case and accents are as written; whoever compares facets folds them.

    Args:
        text: as written; in a line that was brought from a chat the author stands before a colon.
        annotations: what was found in it, or said of it.
        channel: where it was told.
        brought: the files that came with it.
    """
    origins = (each.value for each in annotations if each.kind == ORIGIN)
    said = [f"from:{name}" for author in (author_of(text), *origins) if author for name in _names(author)]
    files = [has_file(each.kind) for each in brought]
    return frozenset([f"channel:{channel}", *said, *files, *_noted(annotations)])


def has_file(kind: MediaKind) -> str:
    """The facet of a memory that came with a file of that kind."""
    return f"has:{FILES.get(kind, kind)}"


def names_of(brought: Sequence[Brought]) -> str:
    """What the files that came with a memory are called, as they are written and with their words apart."""
    names = [each.name for each in brought if each.name]
    return "\n".join(f"{name} {_BETWEEN.sub(' ', name)}" for name in names)


def author_of(text: str) -> str | None:
    """Who said it, where the text begins with a capitalised name of at most three words and a colon."""
    match = _AUTHOR.match(text)
    if match is None or any(part[0].islower() for part in match[1].split()):
        return None
    return match[1]


def _noted(annotations: Sequence[Annotation]) -> Iterator[str]:
    for each in annotations:
        if each.kind in HAD:
            yield f"has:{HAD[each.kind]}"
        if each.kind in NAMED and (each.kind not in JUDGED or each.confidence >= SURE_FROM):
            values = _names(each.value) if each.kind == PERSON else [each.value]
            yield from (f"{NAMED[each.kind]}:{value}" for value in values)


def _names(name: str) -> list[str]:
    return list(dict.fromkeys([name, *(part for part in name.split() if len(part) > 1)]))
