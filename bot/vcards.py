"""Reads contact cards (vCard 2.1, 3.0 and 4.0: RFC 2426, RFC 6350): who it is, and how and when they are reached.

A reader of our own: of a card we want four things, of files that anybody may have made. What is not understood is left
out, and a file that is out of all proportion is not read at all.
"""

import quopri
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.messages import Birthday, Card

LARGEST: Final = 2_000_000
"""Bytes of a file; cards hold photos, which are skipped."""
MOST_CARDS: Final = 20
MOST_LINES: Final = 5_000
MOST_EACH: Final = 20
"""Numbers and e-mail addresses of one card; more are nobody's card."""
LONGEST: Final = 200
"""Characters of a value."""
UNKNOWN_YEAR: Final = 1604
"""What a widespread address book writes for a year that it does not know."""
CHARSETS: Final = frozenset({"utf-8", "iso-8859-1", "iso-8859-15", "windows-1252", "windows-1251", "utf-16"})
LONGEST_LINE: Final = 4_000
"""Characters that are looked at; only pictures have longer ones."""

_PLACES: Final = re.compile(r"(?<!\\);")
_ESCAPED: Final = re.compile(r"\\(.)")
_DAY: Final = re.compile(r"(\d{4}|--)-?(\d\d)-?(\d\d)(?:[T ].*)?", re.ASCII)
_NUMBER: Final = re.compile(r"\+?[\d\s().,/*#;=ext-]{3,60}", re.ASCII | re.IGNORECASE)
_EMAIL: Final = re.compile(r"[^\s@<>]{1,64}@[^\s@<>]{1,190}")


class NoCard(Exception):
    """The file is no contact card that can be read."""


@dataclass
class _Draft:
    """A card as far as it was read."""

    values: dict[str, str] = field(default_factory=dict)
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)

    def take(self, name: str, value: str) -> None:
        """One property; of names and days the first counts."""
        if name == "TEL":
            number = value.removeprefix("tel:")
            self.phones += [number] if _NUMBER.fullmatch(number) and number not in self.phones else []
        elif name == "EMAIL":
            address = value.removeprefix("mailto:")
            self.emails += [address] if _EMAIL.fullmatch(address) and address not in self.emails else []
        elif name in {"FN", "N", "ORG", "NICKNAME", "BDAY"} and value:
            self.values.setdefault(name, value)
        if len(self.phones) > MOST_EACH or len(self.emails) > MOST_EACH:
            raise NoCard(f"it has more than {MOST_EACH} numbers or addresses")

    def card(self) -> Card | None:
        """What it comes to; None when it says neither who nor where."""
        name = next((self.values[each] for each in ("FN", "N", "NICKNAME", "ORG") if self.values.get(each)), "")
        if not (name or self.phones or self.emails):
            return None
        day = birthday(self.values.get("BDAY", ""))
        return Card(name=name, phones=tuple(self.phones), emails=tuple(self.emails), birthday=day)


def cards(content: bytes) -> tuple[Card, ...]:
    """The cards in a file, at least one.

    Raises:
        NoCard: it is too large, holds too many, one inside another, or nothing that says who somebody is.
    """
    if len(content) > LARGEST:
        raise NoCard(f"it has {len(content)} bytes")
    found = [card for draft in _drafts(_properties(_text(content))) if (card := draft.card())]
    if not found:
        raise NoCard("it says of nobody who they are")
    return tuple(found)


def _drafts(properties: Iterator[tuple[str, str]]) -> Iterator[_Draft]:
    """One for each card that begins and ends. Raises NoCard."""
    draft, ended = None, 0
    for name, value in properties:
        if name == "BEGIN":
            if draft is not None or value.upper() != "VCARD":
                raise NoCard("it has one thing inside another")
            draft = _Draft()
        elif draft is not None and name == "END":
            yield draft
            draft, ended = None, ended + 1
        elif draft is not None:
            draft.take(name, value)
        if ended > MOST_CARDS:
            raise NoCard(f"it holds more than {MOST_CARDS} cards")


def birthday(text: str) -> Birthday | None:
    """The day of a `BDAY`: `1990-05-03`, `19900503`, `--0503`, with or without an hour; None for anything else."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    year = None if found[1] == "--" else int(found[1])
    try:
        return Birthday(year=None if year == UNKNOWN_YEAR else year, month=int(found[2]), day=int(found[3]))
    except ValueError:
        return None


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")  # what old telephones write, whatever they say


def _properties(text: str) -> Iterator[tuple[str, str]]:
    """Names in capitals, without their group, and values as a person reads them."""
    for number, line in enumerate(_unfolded(text)):
        if number > MOST_LINES:
            raise NoCard(f"it has more than {MOST_LINES} lines")
        head, colon, value = line[:LONGEST_LINE].partition(":")
        name, *said = head.split(";")
        if colon:
            bare = name.strip().rpartition(".")[2].upper()
            yield bare, _readable(bare, value, _parameters(said))


def _unfolded(text: str) -> Iterator[str]:
    """Whole lines: what goes on after a line's end begins with white space, or the line before ends with `=`."""
    line, soft = "", False
    for each in re.split(r"\r\n|\r|\n", text):
        if soft:
            line = line[:-1] + each
        elif each[:1] in {" ", "\t"} and line:
            line += each[1:] if len(line) < LONGEST_LINE else ""
        else:
            yield line
            line = each
        # Only there: base64 ends with the same sign.
        soft = line.endswith("=") and "QUOTED-PRINTABLE" in line[:LONGEST].upper() and len(line) < LONGEST_LINE
    yield line


def _parameters(said: list[str]) -> Mapping[str, str]:
    """By their names; one that stands alone is an encoding, as in version 2.1."""
    pairs = (each.partition("=") for each in said)
    return {(name if sign else "ENCODING").strip().upper(): value if sign else name for name, sign, value in pairs}


def _readable(name: str, value: str, said: Mapping[str, str]) -> str:
    if "QUOTED-PRINTABLE" in said.get("ENCODING", "").upper():
        value = _decoded(value, said.get("CHARSET", "utf-8"))
    parts = _PLACES.split(value) if name in {"N", "ORG"} else [value]
    if name == "N":
        parts = [*parts[3:4], *parts[1:3], *parts[:1], *parts[4:5]]  # Family;Given;Additional;Prefix;Suffix
    plain = " ".join(_ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], each) for each in parts)
    shown = "".join(character if character.isprintable() else " " for character in plain)
    whole = " ".join(shown.split())
    return whole if len(whole) <= LONGEST else ""


def _decoded(value: str, charset: str) -> str:
    raw = quopri.decodestring(value.encode("ascii", "replace"))
    return raw.decode(charset if charset.lower() in CHARSETS else "utf-8", "replace")
