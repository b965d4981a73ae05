"""Pictures: measured as they are meant to be seen, made small, and never unpacked beyond bounds."""

import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from memory.media.boxes import largest
from memory.media.documents import Refusal
from memory.media.pictures import Picture, look_at
from memory.media.sniffing import MediaRefused
from tests.memory.media import made

KINDS = ["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "AVIF", "HEIF"]
HEIF = made.photo(60, 40, kind="HEIF")
WHOLE = [made.photo(60, 40, kind=kind) for kind in KINDS]


def opened(picture: Picture) -> Image.Image:
    assert picture.thumbnail
    return Image.open(io.BytesIO(picture.thumbnail))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_picture_gets_a_small_one(kind: str) -> None:
    picture = look_at(made.photo(kind=kind))
    assert (picture.width, picture.height) == (1200, 800)
    assert opened(picture).size == (512, 341)


@pytest.mark.parametrize("kind", ["JPEG", "HEIF"])
def test_a_photo_taken_sideways_is_shown_upright(kind: str) -> None:
    picture = look_at(made.photo(kind=kind, orientation=6))
    small = opened(picture)
    assert (picture.width, picture.height, small.size) == (800, 1200, (341, 512))
    top, bottom = small.getpixel((170, 20)), small.getpixel((170, 490))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert (top[0] > 200, top[2] > 100) == (True, False)
    assert (bottom[2] > 200, bottom[0] > 100) == (True, False)


@pytest.mark.parametrize("kind", ["JPEG", "HEIF"])
def test_where_it_was_taken_stays_in_the_original(kind: str) -> None:
    photo = made.photo(kind=kind, gps=True)
    assert b"Somebody's camera" in photo
    small = look_at(photo).thumbnail
    assert small
    assert b"camera" not in small
    assert b"Exif" not in small


def test_what_is_transparent_is_shown_on_white() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(buffer, "PNG")
    assert opened(look_at(buffer.getvalue())).getpixel((25, 25)) == (255, 255, 255)


@pytest.mark.parametrize("size", [(50_000, 50_000), (10_000, 9_000), (100_000, 10), (0x7FFFFFFF, 1)])
def test_a_picture_made_to_burst_is_refused_before_it_is_unpacked(size: tuple[int, int]) -> None:
    with pytest.raises(MediaRefused) as refused:
        look_at(made.png_of(*size))
    assert refused.value.refusal is Refusal.BOMB


@pytest.mark.parametrize("size", [(50_000, 50_000), (10_000, 9_000), (100_000, 10), (0x7FFFFFFF, 1)])
def test_a_telephones_photo_made_to_burst_is_refused_before_it_is_unpacked(size: tuple[int, int]) -> None:
    with pytest.raises(MediaRefused) as refused:
        look_at(made.saying(HEIF, *size))
    assert refused.value.refusal is Refusal.BOMB


def test_a_mask_or_a_tile_made_to_burst_is_refused_before_it_is_unpacked() -> None:
    tiled = made.photo(600, 400, kind="HEIF", tile_size=512)
    at = tiled.rindex(b"ispe") + 8
    assert tiled[at : at + 8] == (512).to_bytes(4, "big") * 2
    with pytest.raises(MediaRefused) as refused:
        look_at(tiled[:at] + (20_000).to_bytes(4, "big") * 2 + tiled[at + 8 :])
    assert refused.value.refusal is Refusal.BOMB


def test_what_looks_like_a_size_among_the_pixels_is_none() -> None:
    assert largest(HEIF) == (64, 64)
    assert largest(HEIF + b"\0\0\0\x20mdat" + b"ispe" + b"\0" * 4 + b"\xff" * 16) == (64, 64)
    assert largest(HEIF + b"\0\0\0\1mdat" + (36).to_bytes(8, "big") + b"ispe" + b"\0" * 4 + b"\xff" * 12) == (64, 64)
    assert largest(HEIF + b"\0\0\0\0free" + b"ispe" + b"\0" * 6 + b"\1\0\0\0\1\0") == (256, 256)


@pytest.mark.parametrize(
    ("said", "refusal"), [((300, 200), Refusal.BOMB), ((600, 350), Refusal.IN_DISGUISE), ((9, 9), Refusal.BOMB)]
)
def test_a_photo_of_another_size_than_it_says_is_refused(said: tuple[int, int], refusal: Refusal) -> None:
    with pytest.raises(MediaRefused) as refused:
        look_at(made.saying(made.photo(600, 400, kind="HEIF"), *said))
    assert refused.value.refusal is refusal


def test_a_photo_too_large_to_unpack_is_shown_by_the_small_copy_it_brings() -> None:
    assert opened(look_at(made.saying(made.photo(750, 500, kind="HEIF", thumbnails=[330]), 9_000, 6_000))).size == (
        330,
        220,
    )
    assert look_at(made.saying(made.photo(750, 500, kind="HEIF"), 9_000, 6_000)) == Picture(9_000, 6_000)


def test_a_picture_that_is_cut_off_is_measured_and_kept_without_a_small_one() -> None:
    assert look_at(made.png_of(300, 200)) == Picture(300, 200)
    assert look_at(made.HEIC) == Picture()


@given(st.data())
def test_damaged_pictures_raise_nothing_else(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from(WHOLE))
    place = data.draw(st.integers(2, len(whole) - 1))
    damaged = (
        whole[:place] + data.draw(st.binary(min_size=1, max_size=30)) + whole[place + data.draw(st.integers(0, 30)) :]
    )
    with suppress(MediaRefused):
        look_at(damaged)


def test_a_picture_whose_decoder_gives_up_half_way_is_measured_and_kept_without_a_small_one() -> None:
    assert look_at(made.photo(60, 40, kind="AVIF")[:-10] + b"\xff" * 10) == Picture(60, 40)
