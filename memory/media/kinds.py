"""Which kinds of file are taken in, and how their first bytes tell them.

An allow-list of our own rather than a library that knows a thousand kinds: a library's guess names the likeliest, where
the question here is whether it is certainly one of these. Source: the WHATWG's "MIME Sniffing" standard, section 6, and
the specifications of the formats.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Family(StrEnum):
    """What a person would call it."""

    IMAGE = "image"
    SOUND = "audio"
    FILM = "video"
    PAPER = "document"


@dataclass(frozen=True)
class Signature:
    """How a kind begins: `begins` at `offset`, and `then` at `then_at` where that is needed to tell it from others."""

    type: str
    family: Family
    begins: bytes
    offset: int = 0
    then: bytes = b""
    then_at: int = 0

    def fits(self, head: bytes) -> bool:
        """Whether a file beginning with `head` is of this kind."""
        return head.startswith(self.begins, self.offset) and head.startswith(self.then, self.then_at)


SIGNATURES: Final = (
    Signature("image/jpeg", Family.IMAGE, b"\xff\xd8\xff"),
    Signature("image/png", Family.IMAGE, b"\x89PNG\r\n\x1a\n", then=b"IHDR", then_at=12),
    Signature("image/gif", Family.IMAGE, b"GIF87a"),
    Signature("image/gif", Family.IMAGE, b"GIF89a"),
    Signature("image/webp", Family.IMAGE, b"RIFF", then=b"WEBP", then_at=8),
    Signature("image/bmp", Family.IMAGE, b"BM", then=b"\0\0\0\0", then_at=6),
    Signature("image/tiff", Family.IMAGE, b"II*\0"),
    Signature("image/tiff", Family.IMAGE, b"MM\0*"),
    Signature("audio/wav", Family.SOUND, b"RIFF", then=b"WAVE", then_at=8),
    Signature("audio/flac", Family.SOUND, b"fLaC"),
    Signature("audio/amr", Family.SOUND, b"#!AMR"),
    Signature("audio/mpeg", Family.SOUND, b"ID3"),
    Signature("audio/aac", Family.SOUND, b"\xff\xf1"),
    Signature("audio/aac", Family.SOUND, b"\xff\xf9"),
    Signature("video/x-msvideo", Family.FILM, b"RIFF", then=b"AVI ", then_at=8),
    Signature("application/pdf", Family.PAPER, b"%PDF-"),
)

# ISO base media files (ISO/IEC 14496-12) say what they are in the brand behind `ftyp`.
BRANDS: Final[Mapping[bytes, tuple[str, Family]]] = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"), ("image/heic", Family.IMAGE)),
    **dict.fromkeys((b"avif", b"avis"), ("image/avif", Family.IMAGE)),
    **dict.fromkeys((b"M4A ", b"M4B "), ("audio/mp4", Family.SOUND)),
    **dict.fromkeys((b"qt  ",), ("video/quicktime", Family.FILM)),
    **dict.fromkeys((b"3gp4", b"3gp5", b"3gp6", b"3gp7", b"3g2a"), ("video/3gpp", Family.FILM)),
    **dict.fromkeys(
        (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash", b"mmp4"),
        ("video/mp4", Family.FILM),
    ),
}

# Office papers are archives; what they are is the name of a part, or the text of the first one.
PARTS: Final[Mapping[str, str]] = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
OPEN_PAPERS: Final = frozenset(
    (
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.presentation",
        "application/epub+zip",
    )
)

# What is text, said more closely: how it begins, after white space.
CONTACT_CARD: Final = "text/vcard"
TEXTS: Final[Mapping[str, str]] = {"BEGIN:VCARD": CONTACT_CARD, "BEGIN:VCALENDAR": "text/calendar"}

# What would be run, or opened as a page, by whoever opens it with a click, whatever is in it.
RISKY_NAMES: Final = frozenset(
    (
        *(
            "exe",
            "com",
            "scr",
            "bat",
            "cmd",
            "pif",
            "msi",
            "msp",
            "cpl",
            "dll",
            "jar",
            "apk",
            "ipa",
            "app",
            "dmg",
            "deb",
        ),
        *(
            "rpm",
            "sh",
            "bash",
            "ps1",
            "psm1",
            "vbs",
            "vbe",
            "js",
            "jse",
            "mjs",
            "wsf",
            "wsh",
            "hta",
            "lnk",
            "url",
            "reg",
        ),
        *(
            "html",
            "htm",
            "xhtml",
            "mht",
            "mhtml",
            "svg",
            "svgz",
            "xml",
            "swf",
            "py",
            "pl",
            "rb",
            "php",
            "desktop",
            "iso",
        ),
        *("docm", "xlsm", "pptm", "dotm", "xltm", "potm"),
    )
)
