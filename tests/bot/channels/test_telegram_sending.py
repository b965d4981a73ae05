"""What the person sees of a reply, and what is known of it after everything that can go wrong on the way."""

import asyncio
import json
import logging
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError
from aiogram.methods import SendMessage
from aiohttp import ConnectionTimeoutError, ServerDisconnectedError
from structlog.testing import capture_logs

from bot.channels.telegram import TelegramChannel, Timing
from bot.channels.telegram.sending import verdict
from bot.errors import RecipientGone, SendPostponed, SendRefused, SendUncertain
from bot.messages import (
    Action,
    Address,
    ChannelName,
    DeliveryState,
    Outbound,
    Quote,
    Receipt,
    Reply,
)
from tests.bot.channels.hearing import NOON, QUICK
from tests.fakes.telegram import FakeTelegram, Fault, flood, refusal

LONG = "The spare key is under the blue pot. " * 300
MARKUP_REFUSED = refusal(400, 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 0')
CANARY = "canary-under-the-blue-pot"


def outbound(text: str, *, chat: int | str = 7001, **fields: Any) -> Outbound:
    recipient = Address(channel=ChannelName.TELEGRAM, value=str(chat))
    return Outbound(key="reply:1:0", sequence=1, recipient=recipient, reply=Reply(text=text, **fields), at=NOON)


@asynccontextmanager
async def opened(telegram: FakeTelegram, **changes: Any) -> AsyncIterator[TelegramChannel]:
    """A channel that differs from the fixture in its timing, token or server."""
    timing = Timing(**{**QUICK.__dict__, **changes.pop("timing", {})})
    settings = {"api_url": telegram.url, "timing": timing, **changes}
    channel = TelegramChannel(settings.pop("token", telegram.token), clock=lambda: NOON, **settings)
    try:
        yield channel
    finally:
        await channel.close()


async def test_a_message_arrives_and_its_receipt_names_it(channel: TelegramChannel, telegram: FakeTelegram) -> None:
    receipt = await channel.send(outbound("Tucked away."))
    assert telegram.sent_texts == ["Tucked away."]
    number = telegram.sent[0].message_id
    assert receipt == Receipt(state=DeliveryState.SENT, provider_id=f"7001:{number}", at=NOON)


async def test_quotes_are_set_apart_and_their_labels_in_italics(
    channel: TelegramChannel,
    telegram: FakeTelegram,
) -> None:
    quotes = tuple(
        Quote(memory=label, text=text, label=label, at=NOON)
        for text, label in [("the key is <b>here</b> & there", "3 May, Telegram"), ("🔑 moved", "4 May")]
    )
    await channel.send(outbound("You told me:", quotes=quotes))
    (sent,) = telegram.sent
    assert sent.text == "You told me:\n\nthe key is <b>here</b> & there\n3 May, Telegram\n\n🔑 moved\n4 May"
    assert sent.marked("blockquote") == ["the key is <b>here</b> & there", "🔑 moved"]
    assert sent.marked("italic") == ["3 May, Telegram", "4 May"]


async def test_quotes_alone_need_no_words_before_them(channel: TelegramChannel, telegram: FakeTelegram) -> None:
    await channel.send(outbound("", quotes=(Quote(memory="m", text="the key", label="3 May", at=NOON),)))
    assert telegram.sent_texts == ["the key\n3 May"]


async def test_actions_become_buttons_side_by_side_as_far_as_they_fit(
    channel: TelegramChannel,
    telegram: FakeTelegram,
) -> None:
    labels = ["Undo", "It was a question", "Show me everything like it"]
    await channel.send(outbound("Kept.", actions=tuple(Action(label=each, tap=each) for each in labels)))
    assert telegram.sent[0].buttons == [[(label, label) for label in labels[:2]], [(labels[2], labels[2])]]


async def test_a_button_whose_tap_telegram_would_refuse_is_left_out_and_logged(
    channel: TelegramChannel,
    telegram: FakeTelegram,
) -> None:
    actions = (
        Action(label="Undo", tap="undo"),
        Action(label="Broken", tap="ü" * 33),
        Action(label="Whole", tap="x" * 63),
    )
    with capture_logs() as logs:
        await channel.send(outbound("Kept.", actions=actions))
    assert telegram.sent[0].taps == ["undo", "x" * 63]
    assert [entry["left_out"] for entry in logs] == [1]


async def test_of_a_thousand_buttons_those_that_telegram_takes_are_shown(
    channel: TelegramChannel, telegram: FakeTelegram
) -> None:
    actions = tuple(Action(label=f"{number}", tap=f"choose:{number}") for number in range(1_000))
    await channel.send(outbound("Which one?", actions=actions))
    assert [label for row in telegram.sent[0].buttons for label, _ in row] == [f"{number}" for number in range(100)]


async def test_a_long_text_arrives_whole_in_parts_with_the_buttons_under_the_last(
    channel: TelegramChannel,
    telegram: FakeTelegram,
) -> None:
    receipt = await channel.send(outbound(LONG, actions=(Action(label="Undo", tap="undo"),)))
    assert len(telegram.sent) == 3
    assert " ".join(telegram.sent_texts) == LONG.strip()
    assert [each.taps for each in telegram.sent] == [[], [], ["undo"]]
    assert receipt.provider_id == f"7001:{telegram.sent[-1].message_id}"


async def test_a_long_quote_is_a_quote_in_every_part(channel: TelegramChannel, telegram: FakeTelegram) -> None:
    await channel.send(outbound("You told me:", quotes=(Quote(memory="m", text=LONG, label="3 May", at=NOON),)))
    quoted = [part for sent in telegram.sent for part in sent.marked("blockquote")]
    assert len(telegram.sent) == len(quoted) == 3
    assert " ".join(part.strip() for part in quoted) == LONG.strip()


@pytest.mark.parametrize("text", ["&" * 4096, "🔑" * 2048, "字" * 4096])
async def test_the_longest_text_of_one_message_stays_one_message(
    channel: TelegramChannel,
    telegram: FakeTelegram,
    text: str,
) -> None:
    await channel.send(outbound(text))
    assert telegram.sent_texts == [text]


async def test_stretches_of_white_space_longer_than_a_message_are_passed_over(
    channel: TelegramChannel,
    telegram: FakeTelegram,
) -> None:
    await channel.send(outbound("before" + " " * 20_000 + "after"))
    assert telegram.sent_texts == ["before", "after"]


async def test_a_reply_without_words_is_refused_before_telegram_is_asked(
    channel: TelegramChannel,
    telegram: FakeTelegram,
) -> None:
    with pytest.raises(SendRefused):
        await channel.send(outbound(" \n "))
    assert telegram.traffic.calls == []


async def test_pages_that_memories_link_to_are_not_fetched_for_a_preview(
    channel: TelegramChannel,
    telegram: FakeTelegram,
) -> None:
    await channel.send(outbound("https://example.org"))
    assert '"is_disabled": true' in telegram.traffic.of("sendMessage")[0]["link_preview_options"]


async def test_when_the_markup_is_refused_the_same_words_go_out_without_it(
    channel: TelegramChannel,
    telegram: FakeTelegram,
) -> None:
    telegram.fail("sendMessage", MARKUP_REFUSED)
    quote = Quote(memory="m", text="a < b", label="3 May", at=NOON)
    await channel.send(outbound("You told me:", quotes=(quote,), actions=(Action(label="Undo", tap="undo"),)))
    (sent,) = telegram.sent
    assert (sent.text, sent.entities, sent.taps) == ("You told me:\n\na < b\n3 May", [], ["undo"])


async def test_a_blocked_bot_means_the_recipient_is_gone(channel: TelegramChannel, telegram: FakeTelegram) -> None:
    telegram.block()
    with pytest.raises(RecipientGone, match="blocked by the user"):
        await channel.send(outbound("Hello"))


@pytest.mark.parametrize("chat", [999, "not a number"])
async def test_an_unknown_chat_means_the_recipient_is_gone(channel: TelegramChannel, chat: int | str) -> None:
    with pytest.raises(RecipientGone):
        await channel.send(outbound("Hello", chat=chat))


async def test_a_flood_limit_postpones_for_as_long_as_telegram_asks(
    channel: TelegramChannel,
    telegram: FakeTelegram,
) -> None:
    telegram.fail("sendMessage", flood(37))
    with pytest.raises(SendPostponed) as raised:
        await channel.send(outbound("Hello"))
    assert raised.value.wait == timedelta(seconds=37)
    assert telegram.sent == []


async def test_a_wait_that_makes_no_sense_is_a_day(channel: TelegramChannel, telegram: FakeTelegram) -> None:
    telegram.fail("sendMessage", flood(10**15))
    with pytest.raises(SendPostponed) as raised:
        await channel.send(outbound("Hello"))
    assert raised.value.wait == timedelta(days=1)


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (refusal(400, "Bad Request: message text is empty"), SendRefused),
        (refusal(400, "Bad Request: PEER_ID_INVALID"), RecipientGone),
        (refusal(403, "Forbidden: user is deactivated"), RecipientGone),
        (refusal(413, "Request Entity Too Large"), SendRefused),
        (refusal(409, "Conflict"), SendRefused),
        (refusal(429, "Too Many Requests: slow down"), SendPostponed),
        (refusal(401, "Unauthorized"), SendPostponed),
        (refusal(500, "Internal Server Error: restart"), SendUncertain),
        (refusal(502, "Bad Gateway"), SendUncertain),
        (Fault(body=b"<html>502 Bad Gateway</html>"), SendUncertain),
        (Fault(body=b"\xff\xfe{", takes=True), SendUncertain),
        (Fault(body=b'{"ok": false}'), SendUncertain),
        (refusal(400, ""), SendRefused),
        (Fault(drop=True), SendUncertain),
        (Fault(drop=True, takes=True), SendUncertain),
    ],
)
async def test_each_failure_says_what_is_known_of_the_message(
    channel: TelegramChannel,
    telegram: FakeTelegram,
    fault: Fault,
    outcome: type[Exception],
) -> None:
    telegram.fail("sendMessage", fault)
    with pytest.raises(outcome) as raised:
        await channel.send(outbound("Hello"))
    assert type(raised.value) is outcome
    assert len(telegram.traffic.of("sendMessage")) == 1


@pytest.mark.parametrize("takes", [True, False])
async def test_no_answer_in_time_leaves_the_message_uncertain(telegram: FakeTelegram, takes: bool) -> None:
    telegram.fail("sendMessage", Fault(hold=asyncio.Event(), takes=takes))
    async with opened(telegram, timing={"request": 0.2}) as channel:
        with pytest.raises(SendUncertain):
            await channel.send(outbound("Hello"))


async def test_a_late_answer_within_the_limit_is_waited_for(channel: TelegramChannel, telegram: FakeTelegram) -> None:
    late = asyncio.Event()
    telegram.fail("sendMessage", Fault(hold=late, takes=True))
    sending = asyncio.create_task(channel.send(outbound("Hello")))
    await telegram.until(lambda: telegram.sent)
    assert not sending.done()
    late.set()
    assert (await sending).state is DeliveryState.SENT


async def test_an_unreachable_server_postpones_because_nothing_was_sent(telegram: FakeTelegram) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        closed_port = f"http://127.0.0.1:{unused.getsockname()[1]}"
        async with opened(telegram, api_url=closed_port) as channel:
            with pytest.raises(SendPostponed):
                await channel.send(outbound("Hello"))


async def test_a_connection_that_never_stood_postpones_and_one_that_broke_is_uncertain() -> None:
    def failed(cause: Exception) -> Exception:
        error = TelegramNetworkError(method=SendMessage(chat_id=1, text="Hello"), message="Request timeout error")
        error.__cause__ = cause
        return verdict(error)

    assert type(failed(ConnectionTimeoutError())) is SendPostponed
    assert type(failed(ServerDisconnectedError())) is SendUncertain


async def test_a_wrong_token_postpones_until_the_operator_has_put_it_right(telegram: FakeTelegram) -> None:
    async with opened(telegram, token="1234567:another") as channel:
        with pytest.raises(SendPostponed) as raised:
            await channel.send(outbound("Hello"))
    assert raised.value.wait >= timedelta(minutes=1)


async def test_a_later_part_told_to_wait_is_waited_for_and_the_first_is_not_repeated(
    channel: TelegramChannel,
    telegram: FakeTelegram,
) -> None:
    telegram.fail("sendMessage", Fault(takes=True), flood(1))
    await channel.send(outbound(LONG))
    assert " ".join(telegram.sent_texts) == LONG.strip()


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (flood(60), SendUncertain),
        (refusal(502, "Bad Gateway"), SendUncertain),
        (refusal(403, "Forbidden: bot was blocked by the user"), RecipientGone),
        (refusal(400, "Bad Request: no reason"), SendRefused),
    ],
)
async def test_once_a_part_has_arrived_no_failure_invites_to_send_it_all_again(
    channel: TelegramChannel,
    telegram: FakeTelegram,
    fault: Fault,
    outcome: type[Exception],
) -> None:
    telegram.fail("sendMessage", Fault(takes=True), fault)
    with pytest.raises(outcome) as raised:
        await channel.send(outbound(LONG))
    assert not isinstance(raised.value, SendPostponed)
    assert len(telegram.sent) == 1


async def test_a_hundred_messages_at_once_all_arrive_once(channel: TelegramChannel, telegram: FakeTelegram) -> None:
    await asyncio.gather(*(channel.send(outbound(f"number {n}")) for n in range(100)))
    assert sorted(telegram.sent_texts) == sorted(f"number {n}" for n in range(100))


@pytest.mark.parametrize(
    "go_wrong",
    [
        lambda telegram: telegram.fail("sendMessage", MARKUP_REFUSED, refusal(400, "Bad Request: no reason")),
        lambda telegram: telegram.fail("sendMessage", flood(9)),
        lambda telegram: telegram.fail("sendMessage", Fault(drop=True)),
        lambda telegram: telegram.fail("sendMessage", Fault(body=f'{{"ok": true, "text": "{CANARY}"}}'.encode())),
        lambda telegram: telegram.fail("sendMessage", Fault(body=f"<html>{CANARY}".encode())),
        lambda telegram: telegram.block(),
    ],
)
async def test_neither_logs_nor_errors_ever_hold_the_text_or_the_token(
    channel: TelegramChannel,
    telegram: FakeTelegram,
    caplog: pytest.LogCaptureFixture,
    go_wrong: Callable[[FakeTelegram], None],
) -> None:
    caplog.set_level(logging.DEBUG, logger="aiogram")
    go_wrong(telegram)
    with capture_logs() as logs:
        told = await _failure(channel.send(outbound(CANARY)))
    for secret in (CANARY, telegram.token):
        assert secret not in told
        assert secret not in repr(logs)
        assert secret not in caplog.text


async def _failure(attempt: Awaitable[object]) -> str:
    try:
        await attempt
    except (SendRefused, SendPostponed, SendUncertain) as error:
        return "".join(traceback.format_exception(error))
    pytest.fail("nothing went wrong")


async def test_the_real_limit_is_kept_by_the_fake(telegram: FakeTelegram) -> None:
    async with opened(telegram) as channel:
        for text, reason in [("x" * 4097, "too long"), ("<x>", "can't parse entities"), (" ", "text is empty")]:
            with pytest.raises(TelegramBadRequest, match=reason):
                await channel._bot.send_message(telegram.person, text, parse_mode="HTML")


async def test_a_nod_is_a_sign_on_the_message_it_answers(channel: TelegramChannel, telegram: FakeTelegram) -> None:
    heard = telegram.message("the key is under the red pot")["message"]["message_id"]
    receipt = await channel.send(nod(heard))
    assert telegram.reactions == {(7001, heard): "\N{THUMBS UP SIGN}"}
    assert telegram.sent_texts == []
    assert receipt.state is DeliveryState.SENT


async def test_a_nod_to_a_message_that_is_gone_is_said_in_words(
    channel: TelegramChannel, telegram: FakeTelegram
) -> None:
    await channel.send(nod(999))
    assert telegram.sent_texts == ["Changed."]


async def test_a_nod_that_may_have_arrived_is_uncertain(channel: TelegramChannel, telegram: FakeTelegram) -> None:
    heard = telegram.message("the key is under the red pot")["message"]["message_id"]
    telegram.fail("setMessageReaction", Fault(drop=True))
    with pytest.raises(SendUncertain):
        await channel.send(nod(heard))
    assert telegram.sent_texts == []


async def test_a_late_answer_shows_what_it_answers_unless_that_is_gone(
    channel: TelegramChannel, telegram: FakeTelegram
) -> None:
    await channel.send(outbound("Tucked away.").model_copy(update={"answers": "7001:5"}))
    (call,) = telegram.traffic.of("sendMessage")
    assert json.loads(call["reply_parameters"]) == {"message_id": 5, "allow_sending_without_reply": True}


def nod(heard: int) -> Outbound:
    return outbound("Changed.", nod=True).model_copy(update={"answers": f"7001:{heard}"})
