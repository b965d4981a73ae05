"""The browser as a channel: shown where a page is open, kept in the log where none is."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web import WebChannel
from bot.errors import MessageUnreadable
from bot.live import LiveFeed
from bot.messages import Action, Address, ChannelName, DeliveryState, Outbound, PersonId, Quote, Reply, Said

NOON = datetime(2026, 4, 3, 12, tzinfo=UTC)
ANNA = PersonId("anna")
REPLY = Reply(
    text="Here's what you told me:",
    quotes=(Quote(memory="m1", text="<b>the key</b>", label="today, browser", at=NOON),),
    actions=(Action(label="Undo", tap="undo:m1:1"),),
)
OUTBOUND = Outbound(
    key="reply:1:0",
    sequence=7,
    recipient=Address(channel=ChannelName.WEB, value=ANNA),
    reply=REPLY,
    at=NOON,
)


@pytest.fixture
def feed() -> LiveFeed:
    return LiveFeed()


@pytest.fixture
def channel(feed: LiveFeed) -> WebChannel:
    return WebChannel(feed, lambda: NOON)


async def test_an_open_page_is_shown_the_whole_message_and_it_is_delivered(channel: WebChannel, feed: LiveFeed) -> None:
    with feed.watch(ANNA) as page:
        receipt = await channel.send(OUTBOUND)
        said = page.get_nowait()
    assert isinstance(said, Said)
    assert (said.id, said.sequence, said.text, said.quotes, said.actions) == ("reply:1:0", 7, REPLY.text, *parts())
    assert receipt.state is said.state is DeliveryState.DELIVERED


def parts() -> tuple[object, object]:
    return REPLY.quotes, REPLY.actions


async def test_without_an_open_page_a_message_is_sent_but_not_delivered(channel: WebChannel) -> None:
    assert (await channel.send(OUTBOUND)).state is DeliveryState.SENT


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"person": "anna", "client_id": "1", "text": "x"},
        {"person": "anna", "client_id": "1", "text": "x", "at": "2026-04-03T12:00:00"},
        {"person": "anna", "client_id": "1", "text": None, "at": NOON.isoformat()},
        {"person": "anna", "client_id": "1", "text": "x", "at": NOON.isoformat(), "admin": True},
        {"person": "", "client_id": "1", "text": "x", "at": NOON.isoformat()},
    ],
)
def test_what_the_socket_never_stores_is_unreadable_and_the_error_repeats_none_of_it(
    channel: WebChannel, raw: dict[str, Any]
) -> None:
    with pytest.raises(MessageUnreadable) as unreadable:
        channel.read(raw)
    assert "anna" not in str(unreadable.value)


@given(text=st.text())
def test_every_text_is_read_word_for_word(text: str) -> None:
    raw = {"person": "anna", "client_id": "1", "text": text, "tap": None, "at": NOON.isoformat()}
    inbound = WebChannel(LiveFeed(), lambda: NOON).read(raw)
    assert (inbound.text, inbound.tap, inbound.client_id, inbound.at) == (text, None, "1", NOON)
