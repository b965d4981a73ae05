"""What a file is, by what is in it; a file that is not surely one of the kinds we take is refused."""

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Final

from bot.errors import TuckawayError
from bot.messages import MediaKind
from memory.media.documents import Refusal
from memory.media.kinds import BRANDS, OPEN_PAPERS, PARTS, RISKY_NAMES, SIGNATURES, TEXTS, Family

MOST_UNPACKED: Final = 300 * 1024 * 1024
"""Bytes that an office paper may have once it is unpacked."""
MOST_RATIO: Final = 200
"""How many times its size a paper may grow; text compresses to a hundredth at best, apart from what is made to."""
MOST_PARTS: Final = 10_000
END_OF_ARCHIVE: Final = b"PK\x05\x06"
END_BYTES: Final = 22
LONGEST_COMMENT: Final = 65_535
# Whoever takes the file for a page starts to read it at one of these.
MARKUP: Final = re.compile(rb"<(?:!doctype\s+html|html|script|svg|iframe|body|object|embed)[\s>/]", re.IGNORECASE)
READ_AS_TEXT: Final = 1_000_000
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
VAGUE: Final = frozenset(("", "application/octet-stream", "binary/octet-stream", "application/unknown"))
MPEG_FRAME: Final = 4

# What each kind of attachment may turn out to be. Phones pack voice into films' containers.
ALLOWED: Final = {
    MediaKind.PHOTO: {Family.IMAGE},
    MediaKind.VIDEO: {Family.FILM, Family.IMAGE},
    MediaKind.VOICE: {Family.SOUND, Family.FILM},
    MediaKind.AUDIO: {Family.SOUND, Family.FILM},
    MediaKind.DOCUMENT: set(Family),
}


class MediaRefused(TuckawayError):
    """A file is not one that is kept; `refusal` says why."""

    def __init__(self, refusal: Refusal, reason: str) -> None:
        super().__init__(reason)
        self.refusal = refusal


@dataclass(frozen=True)
class Sort:
    """What a file is: its MIME type and what a person calls it."""

    type: str
    family: Family


@dataclass(frozen=True)
class Claim:
    """What is said of a file, by its sender and by the provider."""

    kind: MediaKind
    name: str | None = None
    type: str | None = None


def sort_of(content: bytes, claim: Claim) -> Sort:
    """What the file is; about 10 ms for 20 MB.

    Raises:
        MediaRefused: it is empty, none of the kinds that are kept, two kinds at once, not what is said of it, or an
            archive made to burst.
    """
    if not content:
        raise MediaRefused(Refusal.EMPTY, "it has no bytes")
    _, dot, ending = (claim.name or "").strip().rpartition(".")
    if dot and ending.lower() in RISKY_NAMES:
        raise MediaRefused(Refusal.NOT_ALLOWED, "its name says that it is run or shown as a page")
    sort = _binary(content) or _paper(content) or _text(content)
    if sort is None:
        raise MediaRefused(Refusal.NOT_ALLOWED, "it is none of the kinds that are kept")
    _single(content, sort)
    return _as_said(sort, claim)


def _binary(content: bytes) -> Sort | None:
    head = content[:64]
    for each in SIGNATURES:
        if each.fits(head):
            return Sort(each.type, each.family)
    if head[4:8] == b"ftyp":
        return _by_brand(content)
    if head.startswith(b"OggS"):
        film = b"\x80theora" in content[:512]
        return Sort("video/ogg", Family.FILM) if film else Sort("audio/ogg", Family.SOUND)
    if head.startswith(b"\x1aE\xdf\xa3"):
        # EBML: only WebM's document type is one that browsers play.
        return Sort("video/webm", Family.FILM) if b"webm" in head else None
    return Sort("audio/mpeg", Family.SOUND) if _mpeg_frame(head) else None


def _by_brand(content: bytes) -> Sort | None:
    found = BRANDS.get(content[8:12])
    length = int.from_bytes(content[:4], "big")
    return Sort(*found) if found and 16 <= length <= 512 else None  # noqa: PLR2004 - bytes of a `ftyp` box


def _mpeg_frame(head: bytes) -> bool:
    """A frame of layer III: sync, no reserved version, bit rate or sampling rate."""
    if len(head) < MPEG_FRAME or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:  # noqa: PLR2004 - from the standard
        return False
    return head[1] & 0x18 != 0x08 and head[2] & 0xF0 not in {0x00, 0xF0} and head[2] & 0x0C != 0x0C  # noqa: PLR2004


def _paper(content: bytes) -> Sort | None:
    """An office paper, which is an archive; any other archive is refused, and so is one made to burst."""
    if not content.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _bounded(parts, len(content))
            named = _open_paper(archive, parts) or _office_paper(parts)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise MediaRefused(Refusal.NOT_ALLOWED, "it is a broken archive") from error
    if named is None:
        raise MediaRefused(Refusal.NOT_ALLOWED, "it is an archive")
    return Sort(named, Family.PAPER)


def _bounded(parts: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or unpacked > size * MOST_RATIO:
        raise MediaRefused(Refusal.BOMB, f"its {len(parts)} parts unpack to {unpacked} bytes, from {size}")


def _office_paper(parts: list[zipfile.ZipInfo]) -> str | None:
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    return next((named for part, named in PARTS.items() if part in names), None)


def _open_paper(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> str | None:
    first = parts[0] if parts else None
    if first is None or first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED:
        return None
    with archive.open(first) as part:
        named = part.read(100).decode("ascii", "replace").strip()
    return named if named in OPEN_PAPERS else None


def _text(content: bytes) -> Sort | None:
    """Plain text, which is no program and no page."""
    head = content[:READ_AS_TEXT]
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    encoding = "utf-16" if wide else "utf-8-sig"
    try:
        # What was cut in the middle of a sign is no fault of the text's.
        text = head.decode(encoding, "strict" if head is content else "ignore")
    except UnicodeDecodeError:
        if not head[:20].upper().startswith(b"BEGIN:VCARD"):
            return None
        text = head.decode("latin-1")  # as old telephones write them
    if CONTROL.search(text) or (not wide and b"\0" in content):
        return None
    begins = text.lstrip().lstrip("\ufeff")
    if begins.startswith(("#!", "<?", "<!")) or MARKUP.search(text.encode()):
        return None
    closer = next((named for start, named in TEXTS.items() if begins.upper().startswith(start)), "text/plain")
    return Sort(closer, Family.PAPER)


def _single(content: bytes, sort: Sort) -> None:
    """Refuse what is something else as well: an archive behind a picture, a page in its comment."""
    archive = content.startswith(b"PK")
    if not archive and _ends_as_archive(content):
        raise MediaRefused(Refusal.IN_DISGUISE, "it is an archive as well")
    # A paper is full of whatever its writer writes about; nobody takes one for a page that begins as a paper.
    searched = content[:1024] if sort.family is Family.PAPER else content
    if not archive and MARKUP.search(searched):
        raise MediaRefused(Refusal.IN_DISGUISE, "it is a page as well")


def _ends_as_archive(content: bytes) -> bool:
    """Whether an archive's directory ends where the file does, which is where programs look for one."""
    end = content.rfind(END_OF_ARCHIVE, max(0, len(content) - LONGEST_COMMENT - END_BYTES))
    if end < 0 or end + END_BYTES > len(content):
        return False
    comment = int.from_bytes(content[end + 20 : end + 22], "little")
    return end + END_BYTES + comment <= len(content)


def _as_said(sort: Sort, claim: Claim) -> Sort:
    """The sort, corrected by what only the sender knows; refused where it is not at all what it says it is."""
    if sort.family not in ALLOWED[claim.kind]:
        raise MediaRefused(Refusal.IN_DISGUISE, f"it says that it is a {claim.kind}, and is {sort.type}")
    said = (claim.type or "").partition(";")[0].strip().lower()
    family = said.partition("/")[0]
    if said in VAGUE or family not in {"image", "audio", "video"}:
        # A provider knows a paper by its name, if at all; that it is one is what counts.
        pretends = family == "text" and sort.family is not Family.PAPER
        if pretends or (said == "application/pdf" and sort.type != said):
            raise MediaRefused(Refusal.IN_DISGUISE, f"it says that it is {said}, and is {sort.type}")
        return sort
    if family == "audio" and sort.family is Family.FILM:
        return Sort(sort.type.replace("video/", "audio/"), Family.SOUND)
    if family != sort.family and not (family == "video" and sort.family in {Family.IMAGE, Family.SOUND}):
        raise MediaRefused(Refusal.IN_DISGUISE, f"it says that it is {said}, and is {sort.type}")
    return sort
