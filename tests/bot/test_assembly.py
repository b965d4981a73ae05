"""The whole bot: what it leaves behind is unreadable, it starts where it stopped, and it stops whatever happens."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from bson import encode

from bot.assembly import Store, base_url
from bot.clock import system_clock
from bot.data_folder import DataFolder
from bot.database import KEY_VAULT
from bot.embedded import EmbeddedDatabase
from bot.errors import InstallationError
from bot.settings import Settings
from memory.documents import INDEX_PENDING
from tests.running import RunningBot, Served
from tests.webhooks.gate import Gate
from tests.webhooks.page import Page
from tests.webhooks.stage import MoodyEmbedder, eventually, open_store, running, written
from webhooks.inbox import Inbox, InboxEvent

# Words that are also looked for one by one, as a search index might hold them.
CANARIES = ("zyzzyvaheron", "quokkabeacon", "okapilantern", "numbatteapot", "axolotlcandle")
SAID, ASKED, EDITED, FORGOTTEN, POISON = CANARIES


async def nothing_waits() -> bool:
    return not await InboxEvent.find({"waiting": {"$exists": True}}).count()


async def nothing_pending(store: Store) -> bool:
    return not await store.database.handle["memories"].count_documents(INDEX_PENDING)


async def fail(text: str) -> None:
    raise RuntimeError(text)


async def live_through_everything(settings: Settings, folder: DataFolder, uri: str) -> None:
    """Save, ask, edit, forget, fail, in terminal and browser, and leave some of it unfinished."""
    embedder = MoodyEmbedder()
    embedder.moods["poison"] = fail
    async with (
        open_store(settings, folder, uri=uri, embedder=embedder) as store,
        running(store, settings, alone=True) as bot,
    ):
        await bot.say(f"the {SAID} is under the blue pot")
        await bot.say(f"where is the {ASKED} of {SAID}?")
        await bot.say(f"edit: it is under the {EDITED} now")
        await bot.say(f"the {FORGOTTEN} shall be forgotten")
        await bot.say(f"forget the {FORGOTTEN}")
        await bot.say("1")
        await bot.tuckaway.inbox.receive(written(bot.owner, f"where is the poison {POISON}?"))
        await bot.tuckaway.inbox.receive(written(bot.owner, [POISON]))
        async with Served.of(bot) as served, served.client() as client, Page.opened(served, client) as page:
            await page.send(f"{SAID} from the browser")
            await page.answer("Tucked away.")
        await eventually(nothing_waits)
        await eventually(lambda: nothing_pending(store))


async def documents_of(store: Store) -> AsyncIterator[bytes]:
    for name in await store.database.handle.list_collection_names():
        async for row in store.database.handle[name].find({}):
            yield encode(row)


def readable_in(data: bytes) -> list[str]:
    """Which of the words are in it, also as UTF-16, whose letters are ours with zeros between them."""
    text = data.replace(b"\0", b"").lower()
    return [word for word in CANARIES if word.encode() in text]


async def test_no_document_and_no_file_holds_a_readable_word_of_what_was_said(
    settings: Settings, folder: DataFolder
) -> None:
    database = EmbeddedDatabase(folder)
    uri = await database.start()
    try:
        await live_through_everything(settings, folder, uri)
        async with open_store(settings, folder, uri=uri) as store:
            documents = [document async for document in documents_of(store)]
    finally:
        await database.stop()
    assert len(documents) > 20
    assert [found for document in documents if (found := readable_in(document))] == []
    files = await asyncio.to_thread(files_in, folder.path)
    assert {folder.database, folder.index} <= {parent for path in files for parent in (path, *path.parents)}
    assert [(path, found) for path, data in files.items() if (found := readable_in(data))] == []


def files_in(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def test_what_was_told_before_a_restart_is_there_after_it(settings: Settings, folder: DataFolder) -> None:
    async with open_store(settings, folder) as store, running(store, settings, alone=True) as bot:
        await bot.say("the spare key is under the blue pot")
        owner = bot.owner
    async with open_store(settings, folder) as store, running(store, settings, alone=True) as bot:
        assert bot.owner == owner
        assert [quote.text for quote in (await bot.say("where is the spare key?")).quotes] == [
            "the spare key is under the blue pot"
        ]


async def test_a_bot_that_is_alone_answers_at_once_what_a_crash_left_under_lease(
    settings: Settings, folder: DataFolder
) -> None:
    async with open_store(settings, folder) as store:
        crashed = Inbox(store.vault, system_clock, lambda _event, _raw: None)
        await crashed.receive(written("anna", "the spare key is under the blue pot"))
        async with running(store, settings, alone=True):
            await eventually(nothing_waits, 15)


async def test_stopping_while_the_database_is_gone_ends_and_raises_nothing(
    settings: Settings, folder: DataFolder, mongodb_uri: str
) -> None:
    async with Gate.before(mongodb_uri) as gate, open_store(settings, folder, uri=gate.uri) as store:
        async with running(store, settings) as bot, asyncio.timeout(180):
            await bot.say("hello")
            gate.shut()
        leftover = {task.get_name() for task in asyncio.all_tasks()} & {"inbox lane", "outbox watch", "outbox writer"}
        assert leftover == set()


async def test_a_start_without_the_master_key_that_a_database_needs_is_refused_in_words(
    settings: Settings, folder: DataFolder
) -> None:
    async with open_store(settings, folder) as store:
        assert store.new_master_key
        assert await store.database.handle[KEY_VAULT].count_documents({}) == 1
    folder.master_key.unlink()
    with pytest.raises(InstallationError, match="put it back from your backup"):
        async with open_store(settings, folder):
            pass


def test_the_address_of_the_chat_is_the_public_one_where_there_is_one(settings: Settings) -> None:
    assert base_url(settings) == "http://127.0.0.1:8765"
    assert base_url(settings.model_copy(update={"host": "::1"})) == "http://[::1]:8765"
    public = settings.model_copy(update={"public_url": "https://memory.example.org/"})
    assert base_url(public) == "https://memory.example.org"


async def test_a_second_replica_serves_the_same_owner(bot: RunningBot, settings: Settings) -> None:
    async with running(bot.store, settings) as other:
        assert other.owner == bot.owner
