"""An operator can follow a message through the log, and nobody can read one in it."""

import asyncio
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.conversation import Message
from bot.data_folder import DataFolder
from bot.errors import SendRefused
from bot.settings import Settings
from bot.telemetry import configure_logging, correlated, correlation
from tests.running import Served
from tests.webhooks.page import Page
from tests.webhooks.stage import MoodyEmbedder, eventually, open_store, running, written
from webhooks.inbox import InboxEvent

CANARY = "xylophonewombat"


@pytest.fixture(autouse=True)
def logging_as_it_was_before() -> Iterator[None]:
    root, classes = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.configure(**classes)
    root.handlers[:], root.level = handlers, level


async def nothing_waits() -> bool:
    return not await InboxEvent.find({"waiting": {"$exists": True}}).count()


async def raise_it(text: str) -> None:
    raise ValueError(text)


async def refuse_it(text: str) -> None:
    try:
        await raise_it(text)
    except ValueError as error:
        raise RuntimeError(text) from error


async def test_no_line_of_the_log_holds_a_word_of_what_was_said_even_when_handling_it_fails(
    settings: Settings, folder: DataFolder, capfd: pytest.CaptureFixture[str]
) -> None:
    configure_logging("DEBUG", "json")
    embedder = MoodyEmbedder()
    embedder.moods = {"poison": raise_it, "chained": refuse_it}
    async with open_store(settings, folder, embedder=embedder) as store, running(store, settings) as bot:
        await bot.say(f"the {CANARY} is under the blue pot")
        await bot.say(f"where is the {CANARY}?")
        for text in (f"where is the poison {CANARY}?", f"where is the chained {CANARY}?", [CANARY]):
            await bot.tuckaway.inbox.receive(written(bot.owner, text))
        async with Served.of(bot) as served, served.client() as client, Page.opened(served, client) as page:
            await page.socket.send(f'{{"type": "{CANARY}"}}')
            await page.closed()
            await client.post("/api/v1/zone", json={"zone": CANARY})
            await client.get(f"/enter/{CANARY}")
            await client.get(f"/api/v1/messages?before={CANARY}")
        logging.getLogger("some.library").error("a complaint about %s", CANARY)
        try:
            await raise_it(CANARY)
        except ValueError:
            logging.getLogger("some.library").exception("a complaint")
        await eventually(nothing_waits)
    logged = "".join(capfd.readouterr())
    assert CANARY not in logged
    assert '"event": "inbox.dead_letter"' in logged
    assert '"error": "ValueError"' in logged


async def test_one_correlation_id_runs_from_the_inbox_to_the_reply_and_is_in_every_line_between(
    settings: Settings, folder: DataFolder, capfd: pytest.CaptureFixture[str]
) -> None:
    configure_logging("DEBUG", "json")
    embedder = MoodyEmbedder()
    embedder.moods = {"poison": raise_it}
    async with open_store(settings, folder, embedder=embedder) as store, running(store, settings) as bot:
        await bot.say("hello")
        capfd.readouterr()
        with correlated("c0ffee"):
            await bot.tuckaway.inbox.receive(written(bot.owner, "where is the poison?"))
            await bot.tuckaway.inbox.receive(written(bot.owner, "hello"))
        await eventually(nothing_waits)
        marked = await Message.find({"correlation": "c0ffee"}).to_list()
        assert len(marked) == 4  # what was said, also where it was given up, and what was answered
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    handling = [line for line in lines if line["event"].startswith("inbox.")]
    assert handling
    assert {line["correlation"] for line in handling} == {"c0ffee"}


async def test_messages_received_at_once_have_ids_of_their_own(settings: Settings, folder: DataFolder) -> None:
    async with open_store(settings, folder) as store, running(store, settings) as bot:
        await asyncio.gather(*(bot.tuckaway.inbox.receive(written(bot.owner, "hello")) for _ in range(3)))
        events = await InboxEvent.find_all().to_list()
    assert len({event.correlation for event in events}) == 3


def test_a_correlation_id_ends_with_what_it_was_given_to() -> None:
    with correlated("outer"):
        assert correlation() == "outer"
        with correlated("inner"):
            assert correlation() == "inner"
        assert correlation() == "outer"
    assert correlation() != correlation()


def close_the_chat() -> None:
    raise SendRefused("the chat is closed")


def test_an_error_of_ours_is_logged_with_its_sentence_and_where_it_happened(
    capfd: pytest.CaptureFixture[str],
) -> None:
    configure_logging("DEBUG", "json")
    try:
        close_the_chat()
    except SendRefused:
        structlog.get_logger().exception("something")
    line = json.loads(capfd.readouterr().err)
    assert line["error"] == "SendRefused: the chat is closed"
    assert line["at"][-1].endswith(" close_the_chat")
    assert line["level"] == "error"


def test_what_is_below_the_level_is_not_logged(capfd: pytest.CaptureFixture[str]) -> None:
    configure_logging("WARNING", "json")
    structlog.get_logger().info("not this")
    structlog.get_logger().warning("this")
    assert [json.loads(line)["event"] for line in capfd.readouterr().err.splitlines()] == ["this"]


@pytest.mark.parametrize("form", ["json", "console"])
def test_what_a_stranger_chose_begins_no_line_of_its_own_and_colours_none(
    capfd: pytest.CaptureFixture[str], form: str
) -> None:
    configure_logging("INFO", form)
    structlog.get_logger().info("inbox.stored", message="a\nfake.line \x1b[31mred\r\u2028")
    printed = capfd.readouterr().err
    assert len(printed.splitlines()) == 1
    assert "\x1b[31mred" not in printed
    assert "fake.line" in printed


def test_for_a_person_at_a_terminal_lines_are_plain(capfd: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO", "console")
    structlog.get_logger().info("something.happened", count=3)
    assert "something.happened" in capfd.readouterr().err
