"""What a file is by its content, and what is refused however it is dressed."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import MediaKind
from memory.media.documents import Refusal
from memory.media.kinds import RISKY_NAMES, Family
from memory.media.pictures import look_at
from memory.media.sniffing import Claim, MediaRefused, sort_of
from tests.memory.media import made

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
AS_DOCUMENT = Claim(MediaKind.DOCUMENT)


@pytest.mark.parametrize(
    ("content", "type_", "family"),
    [
        (made.photo(), "image/jpeg", Family.IMAGE),
        (made.photo(kind="PNG"), "image/png", Family.IMAGE),
        (made.photo(kind="GIF"), "image/gif", Family.IMAGE),
        (made.photo(kind="WEBP"), "image/webp", Family.IMAGE),
        (made.photo(kind="TIFF"), "image/tiff", Family.IMAGE),
        (made.photo(kind="BMP"), "image/bmp", Family.IMAGE),
        (made.photo(kind="AVIF"), "image/avif", Family.IMAGE),
        (made.HEIC, "image/heic", Family.IMAGE),
        (made.PDF, "application/pdf", Family.PAPER),
        (made.OGG, "audio/ogg", Family.SOUND),
        (made.MP3, "audio/mpeg", Family.SOUND),
        (b"ID3\3\0\0\0\0\0\0" + b"\0" * 50, "audio/mpeg", Family.SOUND),
        (b"#!AMR\n" + b"\x3c" * 50, "audio/amr", Family.SOUND),
        (made.MP4, "video/mp4", Family.FILM),
        (made.MP4.replace(b"isom", b"M4A "), "audio/mp4", Family.SOUND),
        (made.MP4.replace(b"ftypisom", b"ftyp3gp4"), "video/3gpp", Family.FILM),
        (
            b"\x1aE\xdf\xa3\x9fB\x86\x81\1B\xf7\x81\1B\xf2\x81\4B\xf3\x81\x08B\x82\x84webm" + b"\0" * 99,
            "video/webm",
            Family.FILM,
        ),
        (made.odt(), "application/vnd.oasis.opendocument.text", Family.PAPER),
        (made.docx(), DOCX, Family.PAPER),
        (b"what to buy: flour, eggs\n", "text/plain", Family.PAPER),
        ("Grüße\n".encode("utf-16"), "text/plain", Family.PAPER),
        (b"name,phone\nAnna,5 < 6\n", "text/plain", Family.PAPER),
        (b"BEGIN:VCARD\nFN:Anna\nEND:VCARD\n", "text/vcard", Family.PAPER),
        (b"BEGIN:VCARD\nFN:J\xf6rg\nEND:VCARD\n", "text/vcard", Family.PAPER),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "text/calendar", Family.PAPER),
    ],
)
def test_what_is_kept_is_told_by_its_content(content: bytes, type_: str, family: Family) -> None:
    sort = sort_of(content, AS_DOCUMENT)
    assert (sort.type, sort.family) == (type_, family)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", Refusal.EMPTY),
        (made.EXE, Refusal.NOT_ALLOWED),
        (made.ELF, Refusal.NOT_ALLOWED),
        (b"#!/bin/sh\nrm -rf /\n", Refusal.NOT_ALLOWED),
        (made.SVG, Refusal.NOT_ALLOWED),
        (b"\n <!-- a comment --> " + made.SVG, Refusal.NOT_ALLOWED),
        (b'<?xml version="1.0"?>' + made.SVG, Refusal.NOT_ALLOWED),
        (made.HTML, Refusal.NOT_ALLOWED),
        (b"just words, and then <script>alert(1)</script>", Refusal.NOT_ALLOWED),
        (made.archive({"a.txt": b"hello"}), Refusal.NOT_ALLOWED),
        (made.docx(**{"word/vbaProject.bin": b"macro"}), Refusal.NOT_ALLOWED),
        (b"PK\3\4 broken", Refusal.NOT_ALLOWED),
        (b"Rar!\x1a\7\0" + b"\0" * 99, Refusal.NOT_ALLOWED),
        (b"\x1f\x8b\x08" + b"\0" * 99, Refusal.NOT_ALLOWED),
        (b"\xca\xfe\xba\xbe" + b"\0" * 99, Refusal.NOT_ALLOWED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, Refusal.NOT_ALLOWED),
        (b"words and a \0 in between", Refusal.NOT_ALLOWED),
        (b"\xff" * 50, Refusal.NOT_ALLOWED),
        (made.zip_bomb(), Refusal.BOMB),
        (made.photo() + made.archive({"run.class": b"hello"}), Refusal.IN_DISGUISE),
        (made.PDF + made.archive({"run.class": b"hello"}), Refusal.IN_DISGUISE),
        (b"GIF89a/*" + made.HTML, Refusal.IN_DISGUISE),
        (made.photo(kind="PNG") + made.SVG, Refusal.IN_DISGUISE),
        (b"%PDF-1.4 " + made.HTML, Refusal.IN_DISGUISE),
    ],
)
def test_what_is_not_surely_one_of_those_is_refused(content: bytes, refusal: Refusal) -> None:
    with pytest.raises(MediaRefused) as refused:
        sort_of(content, AS_DOCUMENT)
    assert refused.value.refusal is refusal


@pytest.mark.parametrize("ending", sorted(RISKY_NAMES)[::7])
def test_a_name_that_would_be_run_is_refused_whatever_is_in_the_file(ending: str) -> None:
    with pytest.raises(MediaRefused):
        sort_of(b"harmless words", Claim(MediaKind.DOCUMENT, f"holiday.{ending.upper()} "))


@pytest.mark.parametrize(
    ("content", "claim"),
    [
        (made.PDF, Claim(MediaKind.PHOTO)),
        (made.PDF, Claim(MediaKind.DOCUMENT, None, "image/jpeg")),
        (made.photo(), Claim(MediaKind.DOCUMENT, None, "application/pdf")),
        (made.photo(), Claim(MediaKind.DOCUMENT, None, "text/plain")),
        (made.photo(), Claim(MediaKind.VOICE, None, "audio/ogg")),
        (made.MP3, Claim(MediaKind.DOCUMENT, None, "image/png")),
        (made.MP4, Claim(MediaKind.DOCUMENT, None, "image/png")),
    ],
)
def test_a_file_that_lies_about_what_it_is_is_refused(content: bytes, claim: Claim) -> None:
    with pytest.raises(MediaRefused) as refused:
        sort_of(content, claim)
    assert refused.value.refusal is Refusal.IN_DISGUISE


@pytest.mark.parametrize(
    ("content", "claim", "type_"),
    [
        (made.photo(kind="PNG"), Claim(MediaKind.PHOTO, None, "image/jpeg"), "image/png"),
        (made.photo(), Claim(MediaKind.DOCUMENT, "a.jpg", "application/octet-stream"), "image/jpeg"),
        (made.docx(), Claim(MediaKind.DOCUMENT, "a.docx", "application/zip"), DOCX),
        (b"a,b\n", Claim(MediaKind.DOCUMENT, "a.csv", "text/csv; charset=utf-8"), "text/plain"),
        (b"{}\n", Claim(MediaKind.DOCUMENT, "a.json", "application/json"), "text/plain"),
        (made.OGG, Claim(MediaKind.VOICE, None, "audio/ogg; codecs=opus"), "audio/ogg"),
        (made.MP4, Claim(MediaKind.VOICE, None, "audio/mp4"), "audio/mp4"),
        (made.photo(kind="GIF"), Claim(MediaKind.VIDEO, "a.gif", "video/mp4"), "image/gif"),
    ],
)
def test_what_providers_get_slightly_wrong_is_forgiven(content: bytes, claim: Claim, type_: str) -> None:
    assert sort_of(content, claim).type == type_


@given(
    st.sampled_from([made.photo(40, 30), made.docx(), made.PDF, made.MP4, made.OGG, made.odt(), made.MP3]), st.data()
)
def test_made_up_bytes_are_taken_or_refused_and_nothing_else(good: bytes, data: st.DataObject) -> None:
    """Cut anywhere, with any bytes anywhere."""
    place = data.draw(st.integers(0, len(good)))
    bad = good[:place] + data.draw(st.binary(max_size=60)) + good[data.draw(st.integers(place, len(good))) :]
    kind = data.draw(st.sampled_from(MediaKind))
    with suppress(MediaRefused):
        sort = sort_of(bad, Claim(kind))
        if sort.family is Family.IMAGE:
            look_at(bad)


@given(st.binary(max_size=400))
def test_any_bytes_are_taken_or_refused_and_nothing_else(content: bytes) -> None:
    with suppress(MediaRefused):
        sort_of(content, AS_DOCUMENT)
