"""A link to a file holds for a while, for that file, and only where it was signed here."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.file_links import LIFETIME, FileLinks

NOON = datetime(2026, 4, 3, 12, tzinfo=UTC)
MEDIA = "0123456789abcdef0123456789abcdef"


def links(at: datetime = NOON, key: bytes = b"k" * 32, home: str | None = "https://memory.example.org") -> FileLinks:
    return FileLinks(key, home, lambda: at)


def test_a_link_names_its_file_until_it_runs_out() -> None:
    token = links().token(MEDIA)
    assert links(NOON + LIFETIME - timedelta(seconds=1)).read(token) == MEDIA
    assert links(NOON + LIFETIME).read(token) is None


def test_a_link_does_not_tell_which_file_it_is_for_in_its_address_alone() -> None:
    assert links().link(MEDIA) == f"https://memory.example.org/files/{links().token(MEDIA)}"
    assert links(home=None).link(MEDIA) is None


def test_a_link_of_another_installation_is_none_of_ours() -> None:
    assert links(key=b"x" * 32).read(links().token(MEDIA)) is None


@given(place=st.integers(0, 70), letter=st.sampled_from("AZaz09_-"))
def test_a_link_with_one_letter_changed_leads_nowhere(place: int, letter: str) -> None:
    token = links().token(MEDIA)
    changed = token[:place] + letter + token[place + 1 :]
    assert links().read(changed) == (MEDIA if changed == token else None)


@given(st.text(max_size=200))
def test_whatever_else_is_asked_for_leads_nowhere(token: str) -> None:
    assert links().read(token) is None
