"""Which e-mail addresses are kept, and how."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Address, ChannelName
from memory.mailboxes import mailbox


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("anna@example.org", "anna@example.org"),
        (" Anna.Silva+tuckaway@Mail.Example.ORG ", "anna.silva+tuckaway@mail.example.org"),
        ("mailto:o'neill@example.co.uk", "o'neill@example.co.uk"),
        ("a@xn--exmple-cua.org", "a@xn--exmple-cua.org"),
    ],
)
def test_an_address_is_kept_in_one_spelling(text: str, kept: str) -> None:
    assert mailbox(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        "anna",
        "anna@",
        "@example.org",
        "anna@localhost",
        "anna@127.0.0.1",
        "anna@[127.0.0.1]",
        "anna@@example.org",
        "anna.@example.org",
        ".anna@example.org",
        "an..na@example.org",
        "anna@-example.org",
        "anna@example..org",
        "ännä@example.org",
        "anna@exämple.org",
        "anna\N{FULLWIDTH COMMERCIAL AT}example.org",
        "anna@example.org\r\nBcc: ben@example.org",
        "anna@example.org,ben@example.org",
        "anna silva@example.org",
        '"anna silva"@example.org',
        "<anna@example.org>",
        "anna%example.net@example.org",
        "anna@example.org\0",
        "a" * 65 + "@example.org",
        "a" * 10_000 + "@example.org",
        "a@" + "b." * 5_000 + "org",
        "a@" + "-" * 10_000,
    ],
)
def test_what_could_mean_more_or_nothing_is_no_address(text: str) -> None:
    assert mailbox(text) is None


@given(st.one_of(st.text(max_size=60), st.from_regex(r"[a-z0-9.'+]{1,9}@[a-zA-Z0-9.-]{1,30}", fullmatch=True)))
def test_whatever_is_kept_is_one_address_that_fits_and_is_kept_as_it_is(text: str) -> None:
    kept = mailbox(text)
    if kept is not None:
        assert mailbox(kept) == kept
        assert Address.parse(f"email:{kept}") == Address(channel=ChannelName.EMAIL, value=kept)
        assert kept.count("@") == 1
        assert not set(kept) & set(' \t\r\n,;:<>"()[]\\%!')
