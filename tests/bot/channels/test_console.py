"""The terminal as a channel: lines in, text and numbered choices out."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.console import OWNER, ConsoleChannel, plain
from bot.errors import MessageUnreadable
from bot.messages import Action, Outbound, Quote, Reply

NOON = datetime(2026, 4, 3, 12, tzinfo=UTC)
UNDO, KEEP = Action(label="Undo", tap="undo:m1:1"), Action(label="Keep it", tap="keep")


@pytest.fixture
def printed() -> list[Outbound]:
    return []


@pytest.fixture
def channel(printed: list[Outbound]) -> ConsoleChannel:
    return ConsoleChannel(printed.append, lambda: NOON, "Europe/Lisbon")


def outbound(*actions: Action, key: str = "reply:1:0") -> Outbound:
    reply = Reply(text="Tucked away.", actions=actions)
    return Outbound(key=key, sequence=1, recipient=OWNER, reply=reply, at=NOON)


def typed(channel: ConsoleChannel, line: str) -> tuple[str, str | None]:
    inbound = channel.read(channel.envelope(line).raw)
    return inbound.text, inbound.tap


async def test_the_choices_of_several_answers_to_one_line_are_numbered_through(channel: ConsoleChannel) -> None:
    saved, introduction = outbound(UNDO), outbound(KEEP, key="reply:1:1")
    channel.envelope("the key is under the pot")
    await channel.send(saved)
    await channel.send(outbound(key="reply:1:2"))
    await channel.send(introduction)
    assert channel.plain(saved) == "Tucked away.\n[1] Undo"
    assert channel.plain(introduction) == "Tucked away.\n[2] Keep it"
    assert typed(channel, "2") == ("", KEEP.tap)


async def test_what_was_offered_before_the_last_line_is_no_longer_a_choice(channel: ConsoleChannel) -> None:
    before, after = outbound(UNDO, KEEP), outbound(KEEP, key="reply:2:0")
    await channel.send(before)
    channel.envelope("hello")
    await channel.send(after)
    assert channel.plain(before) == "Tucked away."
    assert channel.plain(after) == "Tucked away.\n[1] Keep it"
    assert typed(channel, "2") == ("2", None)


async def test_a_number_picks_one_of_the_choices_offered_last(channel: ConsoleChannel) -> None:
    await channel.send(outbound(UNDO, KEEP))
    assert typed(channel, "2") == ("", KEEP.tap)
    assert typed(channel, " 1 ") == ("", UNDO.tap)
    await channel.send(outbound(KEEP))
    assert typed(channel, "1") == ("", KEEP.tap)


@pytest.mark.parametrize("line", ["0", "01", "3", "-1", "1.", "²", "\uff11", "9" * 5_000, "one"])
async def test_what_is_no_number_of_a_choice_is_something_that_was_said(channel: ConsoleChannel, line: str) -> None:
    await channel.send(outbound(UNDO, KEEP))
    assert typed(channel, line) == (line, None)


def test_a_number_is_just_a_number_while_nothing_was_offered(channel: ConsoleChannel) -> None:
    assert typed(channel, "1") == ("1", None)


def test_two_lines_of_the_same_words_are_two_messages(channel: ConsoleChannel) -> None:
    assert channel.envelope("milk").provider_id != channel.envelope("milk").provider_id


@given(text=st.text())
def test_every_line_is_read_word_for_word(text: str) -> None:
    channel = ConsoleChannel(lambda _message: None, lambda: NOON, None)
    assert typed(channel, text) == (text, None)


def test_half_a_character_is_read_as_a_replacement_character(channel: ConsoleChannel) -> None:
    assert typed(channel, "broken \ud83d here") == ("broken \ufffd here", None)


def test_a_line_says_when_and_in_which_zone_it_was_typed(channel: ConsoleChannel) -> None:
    inbound = channel.read(channel.envelope("milk").raw)
    assert (inbound.at, inbound.zone, inbound.sender) == (NOON, "Europe/Lisbon", OWNER)


@pytest.mark.parametrize("raw", [{}, {"text": "x"}, {"text": 3, "at": NOON.isoformat()}, {"at": "noon"}])
def test_what_no_terminal_stores_is_unreadable(channel: ConsoleChannel, raw: dict[str, Any]) -> None:
    with pytest.raises(MessageUnreadable):
        channel.read(raw)


def test_a_reply_is_printed_with_its_quotes_and_then_its_numbered_choices() -> None:
    quotes = (Quote(memory="m1", text="the key is under the pot", label="today, terminal", at=NOON),)
    reply = Reply(text="Forget this one?", quotes=quotes, actions=(UNDO, KEEP))
    assert plain(reply) == ("Forget this one?\n  “the key is under the pot”, today, terminal\n[1] Undo  [2] Keep it")
    assert plain(Reply(text="Kept.")) == "Kept."
