"""How updates come in: by polling, by webhook, and in spite of everything."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.channels.telegram import TelegramChannel
from bot.errors import DatabaseUnavailable
from tests.bot.channels.hearing import NOON, Inbox, listening, shown_button
from tests.fakes.telegram import FakeTelegram, Fault, flood, refusal

SECRET = "a-secret_word"
PUBLIC = "https://bot.example.org"
ASKED_FOR = ["callback_query", "edited_message", "message", "my_chat_member"]


async def test_a_message_is_confirmed_only_once_it_is_stored(telegram: FakeTelegram, inbox: Inbox) -> None:
    inbox.gate.clear()
    async with listening(telegram, inbox):
        telegram.say("the spare key")
        await telegram.until(lambda: telegram.traffic.of("getUpdates"))
        assert len(telegram.pending) == 1
        inbox.gate.set()
        await telegram.until(lambda: not telegram.pending)
    assert inbox.texts == ["the spare key"]


async def test_what_came_while_nobody_listened_is_not_dropped(telegram: FakeTelegram, inbox: Inbox) -> None:
    for text in ("one", "two", "three"):
        telegram.say(text)
    async with listening(telegram, inbox):
        await telegram.until(lambda: len(inbox.kept) == 3)
    assert inbox.texts == ["one", "two", "three"]


async def test_a_message_that_was_not_yet_stored_at_the_end_comes_again(telegram: FakeTelegram, inbox: Inbox) -> None:
    inbox.gate.clear()
    telegram.say("the spare key")
    async with listening(telegram, inbox):
        await telegram.until(lambda: telegram.traffic.of("getUpdates"))
    assert inbox.kept == {}
    inbox.gate.set()
    async with listening(telegram, inbox):
        await telegram.until(lambda: inbox.kept)
    assert inbox.texts == ["the spare key"]


@pytest.mark.parametrize("error", [DatabaseUnavailable("no answer"), ValueError("a defect")])
async def test_a_message_that_could_not_be_stored_is_tried_again(
    telegram: FakeTelegram,
    inbox: Inbox,
    error: Exception,
) -> None:
    inbox.failures[str(telegram.person)] = [error, error]
    with capture_logs() as logs:
        async with listening(telegram, inbox):
            for text in ("one", "two"):
                telegram.say(text)
            await telegram.until(lambda: not telegram.pending)
    assert inbox.texts == ["one", "two"]
    assert [entry["log_level"] for entry in logs] == ["warning", "info"]
    assert logs[0]["error"] == type(error).__name__


async def test_one_persons_unstored_message_holds_up_nobody_else(telegram: FakeTelegram, inbox: Inbox) -> None:
    inbox.failures["1"] = [DatabaseUnavailable("no answer")] * 10_000
    telegram.say("stuck", chat=1)
    telegram.say("behind it", chat=1)
    telegram.say("free", chat=2)
    async with listening(telegram, inbox):
        await telegram.until(lambda: inbox.texts == ["free"])
        telegram.say("later", chat=3)
        await telegram.until(lambda: "later" in inbox.texts)
        inbox.failures.clear()
        await telegram.until(lambda: not telegram.pending)
    assert inbox.texts == ["free", "later", "stuck", "behind it"]


async def test_a_thousand_messages_of_fifty_people_are_stored_once_and_in_order(
    telegram: FakeTelegram,
    inbox: Inbox,
) -> None:
    telegram.arrives(*(telegram.message(f"{n}", chat=1 + n % 50) for n in range(1000)))
    async with listening(telegram, inbox):
        await telegram.until(lambda: not telegram.pending)
    theirs = defaultdict(list)
    for envelope in inbox.kept.values():
        theirs[envelope.sender.value].append(int(envelope.raw["message"]["text"]))
    assert sum(map(len, theirs.values())) == 1000
    assert all(numbers == sorted(numbers) for numbers in theirs.values())


@pytest.mark.parametrize(
    "fault",
    [
        Fault(drop=True),
        Fault(drop=True, takes=True),
        Fault(body=b"<html>502 Bad Gateway</html>"),
        Fault(body=b"\xff"),
        refusal(500, "Internal Server Error: restart"),
        refusal(409, "Conflict: terminated by other getUpdates request"),
        refusal(429, "Too Many Requests"),
    ],
)
async def test_polling_survives_what_telegram_and_the_network_do(
    telegram: FakeTelegram,
    inbox: Inbox,
    fault: Fault,
) -> None:
    telegram.fail("deleteWebhook", fault)
    telegram.fail("getUpdates", fault, fault)
    telegram.say("the spare key")
    with capture_logs() as logs:
        async with listening(telegram, inbox):
            await telegram.until(lambda: not telegram.pending)
    assert inbox.texts == ["the spare key"]
    warnings = [entry["event"] for entry in logs if entry["log_level"] == "warning"]
    assert 1 <= len(warnings) <= 2
    assert telegram.token not in repr(logs)


async def test_polling_pauses_for_as_long_as_telegram_asks(telegram: FakeTelegram, inbox: Inbox) -> None:
    loop = asyncio.get_running_loop()
    telegram.fail("getUpdates", flood(1))
    telegram.say("the spare key")
    began = loop.time()
    async with listening(telegram, inbox):
        await telegram.until(lambda: inbox.kept)
    assert loop.time() - began >= 1


async def test_an_unreachable_telegram_is_told_once_without_the_token(telegram: FakeTelegram, inbox: Inbox) -> None:
    telegram.fail("deleteWebhook", *[Fault(drop=True)] * 5)
    with capture_logs() as logs:
        async with listening(telegram, inbox):
            await telegram.until(lambda: telegram.traffic.of("getUpdates"))
    assert [entry["event"][:22] for entry in logs] == ["Telegram can't be reac", "Telegram's updates com"]
    assert telegram.token not in repr(logs)


async def test_two_pollers_take_turns_and_every_message_is_stored(telegram: FakeTelegram, inbox: Inbox) -> None:
    with capture_logs() as logs:
        async with listening(telegram, inbox), listening(telegram, inbox):
            for number in range(20):
                telegram.say(str(number))
                await telegram.until(lambda: str(number) in inbox.texts)  # noqa: B023 - it is waited for in this round
    assert inbox.texts == [str(number) for number in range(20)]
    conflicts = [entry for entry in logs if "take turns" in entry["event"]]
    assert 1 <= len(conflicts) <= 2


@pytest.mark.parametrize("token", ["1234567:another", "1234567:"])
async def test_a_wrong_token_is_told_in_one_sentence_and_telegram_stays_off(
    telegram: FakeTelegram,
    inbox: Inbox,
    token: str,
) -> None:
    telegram.token = "1234567:the-right-one"
    telegram.fail("deleteWebhook", *[refusal(404, "Not Found")] * (token == "1234567:"))
    token = token if token != "1234567:" else telegram.token
    with capture_logs() as logs:
        async with listening(telegram, inbox, token=token) as channel:
            await telegram.until(lambda: channel._listening and channel._listening.done())
    assert [entry["log_level"] for entry in logs] == ["error"]
    assert "TUCKAWAY_TELEGRAM_TOKEN" in logs[0]["event"]
    assert token not in repr(logs)


async def test_polling_first_takes_a_webhook_away_and_keeps_what_waits(telegram: FakeTelegram, inbox: Inbox) -> None:
    telegram.say("the spare key")
    async with listening(telegram, inbox, public_url=PUBLIC, webhook_secret=SECRET):
        await telegram.until(lambda: telegram.webhook)
    async with listening(telegram, inbox):
        await telegram.until(lambda: inbox.kept)
    assert inbox.texts == ["the spare key"]


async def test_after_a_quiet_week_lower_numbers_are_not_taken_for_old_ones(
    telegram: FakeTelegram,
    inbox: Inbox,
) -> None:
    async with listening(telegram, inbox):
        telegram.say("before")
        await telegram.until(lambda: any("offset" in poll for poll in telegram.traffic.of("getUpdates")))
        await telegram.until(lambda: "offset" not in telegram.traffic.of("getUpdates")[-1])
        telegram.arrives(telegram.message("after") | {"update_id": 3})
        await telegram.until(lambda: len(inbox.kept) == 2 and not telegram.pending)
    assert inbox.texts == ["before", "after"]


async def test_an_update_that_makes_no_sense_is_stored_and_holds_up_nothing(
    telegram: FakeTelegram,
    inbox: Inbox,
) -> None:
    nonsense = telegram.message("x", date="never", sender_chat=[])
    group = telegram.message("in a group", chat=-100123)
    telegram.arrives(nonsense, group, {"update_id": 1, "message": None}, telegram.message("good"))
    async with listening(telegram, inbox):
        await telegram.until(lambda: not telegram.pending)
    assert inbox.texts == ["x", "good"]


async def test_only_the_kinds_that_are_read_are_asked_for(telegram: FakeTelegram, inbox: Inbox) -> None:
    async with listening(telegram, inbox):
        await telegram.until(lambda: telegram.traffic.of("getUpdates"))
    assert json.loads(telegram.traffic.of("getUpdates")[0]["allowed_updates"]) == ASKED_FOR


async def test_a_tapped_button_comes_to_rest_once_the_tap_is_stored(telegram: FakeTelegram, inbox: Inbox) -> None:
    async with listening(telegram, inbox) as channel:
        tap = telegram.tap("undo", await shown_button(channel, telegram))
        inbox.gate.clear()
        telegram.arrives(tap)
        await telegram.until(lambda: inbox.asked)
        await shown_button(channel, telegram)  # by the time this has gone out, so would have an answer sent too soon
        assert telegram.answered == []
        inbox.gate.set()
        await telegram.until(lambda: telegram.answered == [tap["callback_query"]["id"]])


@pytest.mark.parametrize(
    "fault", [Fault(drop=True), Fault(body=b"\xff"), refusal(400, "Bad Request: query is too old")]
)
async def test_a_tap_that_cannot_be_acknowledged_is_stored_all_the_same(
    telegram: FakeTelegram,
    inbox: Inbox,
    fault: Fault,
) -> None:
    telegram.fail("answerCallbackQuery", fault)
    async with listening(telegram, inbox) as channel:
        telegram.arrives(telegram.tap("undo", await shown_button(channel, telegram)))
        await telegram.until(lambda: telegram.traffic.of("answerCallbackQuery") and not telegram.pending)
    assert len(inbox.kept) == 1


async def test_buttons_go_once_one_was_tapped_that_decides_something(telegram: FakeTelegram, inbox: Inbox) -> None:
    async with listening(telegram, inbox) as channel:
        telegram.arrives(telegram.tap("undo", await shown_button(channel, telegram)))
        await telegram.until(lambda: telegram.sent[0].buttons == [])


async def test_buttons_stay_when_one_was_tapped_that_decides_nothing(telegram: FakeTelegram, inbox: Inbox) -> None:
    async with listening(telegram, inbox) as channel:
        shown = await shown_button(channel, telegram, lasting=True)
        telegram.arrives(telegram.tap("+undo", shown))
        await telegram.until(lambda: telegram.answered)
        inbound = channel.read(next(iter(inbox.kept.values())).raw)
    assert inbound
    assert inbound.tap == "undo"
    assert telegram.sent[0].taps == ["+undo"]
    assert telegram.traffic.of("editMessageReplyMarkup") == []


async def test_with_a_public_address_telegram_is_told_where_to_bring_updates(
    telegram: FakeTelegram,
    inbox: Inbox,
) -> None:
    telegram.fail("setWebhook", refusal(400, "Bad Request: bad webhook: Failed to resolve host"), Fault(drop=True))
    async with listening(telegram, inbox, public_url=PUBLIC + "/", webhook_secret=SECRET):
        await telegram.until(lambda: telegram.webhook)
    assert telegram.webhook
    assert (telegram.webhook.url, telegram.webhook.secret) == (f"{PUBLIC}/webhooks/telegram", SECRET)
    assert json.loads(telegram.traffic.of("setWebhook")[-1]["allowed_updates"]) == ASKED_FOR
    assert telegram.traffic.of("getUpdates") == []


async def test_updates_brought_to_the_webhook_are_verified_stored_and_acknowledged(inbox: Inbox) -> None:
    async with FakeTelegram(local=True) as telegram:
        channel = TelegramChannel(telegram.token, clock=lambda: NOON, api_url=telegram.url, webhook_secret=SECRET)
        async with webhook(channel, inbox) as url:
            assert await telegram.deliver(telegram.message("not ours"), url=url, secret="wrong") == 401
            assert await telegram.deliver(telegram.message("not ours"), url=url) == 401
            update = telegram.message("the spare key")
            both = await asyncio.gather(*(telegram.deliver(update, url=url, secret=SECRET) for _ in range(5)))
            tap = telegram.tap("undo", await shown_button(channel, telegram))
            await telegram.deliver(tap, url=url, secret=SECRET)
            await telegram.until(lambda: telegram.answered)
        await channel.close()
    assert both == [200] * 5
    assert list(inbox.kept) == [f"1234567:{each['update_id']}" for each in (update, tap)]


@asynccontextmanager
async def webhook(channel: TelegramChannel, inbox: Inbox) -> AsyncIterator[str]:
    """An endpoint that does with an update what one must."""

    async def bring(request: web.Request) -> web.Response:
        if not channel.verify(request.headers.get("X-Telegram-Bot-Api-Secret-Token")):
            return web.Response(status=401)
        if envelope := channel.envelope(await request.json()):
            await inbox.receive(envelope)
            channel.acknowledge(envelope)
        return web.Response()

    app = web.Application()
    app.router.add_post("/webhooks/telegram", bring)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/webhooks/telegram"
    finally:
        await runner.cleanup()
