"""Reads the notes under infra/training: of invented lives, written for training and measuring.

A line is `codes|text`: the category it is first of all, then every other that a reasonable reader would accept as well
(see CODES), `+` where something is left to do, `*` where it holds a credential. Names of people stand in brackets. A
line with `# ` begins the next life. `notes_*.txt` are trained on; `held_out.txt` is not, and calibrates.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

FOLDER: Final = Path(__file__).parent / "training"
CODES: Final = MappingProxyType({
    "g": "general", "e": "event", "t": "task", "i": "idea", "p": "person", "l": "place", "h": "health", "f": "finance",
    "w": "work", "v": "travel", "r": "recipe", "q": "quote", "u": "link", "c": "credential", "o": "other",
})  # fmt: skip
_BRACKETED: Final = re.compile(r"\[(.*?)\]")


@dataclass(frozen=True)
class Note:
    """A note as somebody wrote it, with what is to be found in it.

    Attributes:
        life: numbers the invented writers.
        text: as written.
        categories: the best first.
        task: something is left to do.
        credential: it holds a secret that opens or logs in.
        people: where the names stand in the text.
    """

    life: int
    text: str
    categories: tuple[str, ...]
    task: bool
    credential: bool
    people: tuple[tuple[int, int], ...]

    @property
    def names(self) -> list[str]:
        """The names as written."""
        return [self.text[start:end] for start, end in self.people]


def notes(pattern: str) -> list[Note]:
    """The notes of all files of that pattern, in the order of their names."""
    found = []
    life = 0
    for file in sorted(FOLDER.glob(pattern)):
        for line in file.read_text("utf-8").splitlines():
            life += line.startswith("# ")
            if line and not line.startswith("# "):
                found.append(_note(line, life))
    return found


def known_before(rows: Sequence[Note]) -> Iterator[frozenset[str]]:
    """For each note the names that its writer told of in earlier ones."""
    life, known = 0, set[str]()
    for row in rows:
        if row.life != life:
            life, known = row.life, set()
        yield frozenset(known)
        known.update(row.names)


def _note(line: str, life: int) -> Note:
    codes, _, marked = line.partition("|")
    categories = tuple(CODES[code] for code in codes if code in CODES)
    # Each bracket before a name moves it by one character in the text without brackets.
    people = [
        (match.start() - 2 * before, match.end() - 2 * before - 2)
        for before, match in enumerate(_BRACKETED.finditer(marked))
    ]
    return Note(life, _BRACKETED.sub(r"\1", marked), categories, "+" in codes, "*" in codes, tuple(people))
