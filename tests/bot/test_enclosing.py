"""What goes with a message: the files that its channel takes, as they are when it is sent."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from typing_extensions import override

from bot.channel import ANY_TYPE, Capabilities
from bot.clock import system_clock
from bot.conversation import Composer, Entry
from bot.data_folder import DataFolder
from bot.enclosing import WithFiles
from bot.errors import MediaGone, SendPostponed
from bot.messages import Address, ChannelName, File, MediaKind, MemoryId, Reply
from bot.settings import Settings
from memory.changes import Changes
from memory.embedding.local import LocalEmbedder
from memory.media.documents import Media
from memory.media.gridfs import GridFSStore
from memory.media.personal import MediaReader, emptied
from memory.media.store import StoreUnavailable
from tests.conftest import loaded_encoder
from tests.fakes.files import FakeFileHost
from tests.memory.desk import NOW, Desk, store_of
from tests.memory.media import made
from tests.memory.media.drawer import Drawer, attached

HOME = "https://memory.example.org"
ELSEWHERE = "The file is in the browser chat."
EVERYTHING = Capabilities(files={ANY_TYPE: 10_000_000})


class AwayStore(GridFSStore):
    """A store that can't be reached."""

    @override
    async def get(self, name: str, first: int, end: int) -> AsyncIterator[bytes]:
        raise StoreUnavailable("away")
        yield b""


@pytest.fixture
async def drawer(settings: Settings, folder: DataFolder, tmp_path: Path) -> AsyncIterator[Drawer]:
    async with (
        store_of(settings, folder, LocalEmbedder(loaded_encoder)) as store,
        FakeFileHost(tmp_path) as host,
    ):
        yield Drawer.of(await Desk.of(store), host)


def enclosing(drawer: Drawer, home: str | None = HOME) -> WithFiles:
    return WithFiles.of(drawer.reader, drawer.desk.store.vault, home, system_clock)


async def said(drawer: Drawer, *media: Media, person: Desk | None = None) -> Entry:
    """An answer with files, as it is in the log."""
    files = tuple(File(media=each.id, memory=each.memory, kind=each.kind) for each in media)
    reply = Reply(text="You told me:", files=files, elsewhere=ELSEWHERE)
    composer = Composer([ChannelName.TELEGRAM], drawer.desk.store.vault, system_clock)
    address = Address(channel=ChannelName.TELEGRAM, value="1")
    return await composer.compose(reply, (person or drawer.desk).known.person, address, key="reply:1:0", sequence=1)


async def photo(drawer: Drawer) -> Media:
    return await drawer.sent(made.photo(), attached(name="pot.jpg"))


async def test_a_file_goes_along_with_its_bytes_and_a_link_to_them(drawer: Drawer) -> None:
    kept = await photo(drawer)
    outbound = await enclosing(drawer).outbound(await said(drawer, kept), EVERYTHING)
    (enclosed,) = outbound.enclosures
    assert (enclosed.kind, enclosed.name, enclosed.type) == (MediaKind.PHOTO, "pot.jpg", "image/jpeg")
    assert (enclosed.width, enclosed.height, enclosed.size) == (1200, 800, len(made.photo()))
    assert await enclosed.read() == made.photo()
    assert (enclosed.url or "").startswith(f"{HOME}/files/")
    assert outbound.reply.text == "You told me:"


@pytest.mark.parametrize("takes", [{}, {"image/jpeg": 100}, {"application/pdf": 10_000_000}])
async def test_a_file_that_the_channel_does_not_take_is_said_to_be_in_the_browser(
    drawer: Drawer, takes: dict[str, int]
) -> None:
    entry = await said(drawer, await photo(drawer))
    outbound = await enclosing(drawer).outbound(entry, Capabilities(files=takes))
    assert (outbound.enclosures, outbound.reply.text) == ((), f"You told me:\n\n{ELSEWHERE} {HOME}")
    hidden = await enclosing(drawer, None).outbound(entry, Capabilities(files=takes))
    assert hidden.reply.text == f"You told me:\n\n{ELSEWHERE}"


async def test_a_file_that_was_forgotten_meanwhile_goes_nowhere(drawer: Drawer) -> None:
    kept = await photo(drawer)
    entry, changes = await said(drawer, kept), Changes()
    enclosed = (await enclosing(drawer).outbound(entry, EVERYTHING)).enclosures[0]
    changes.updates += await emptied(MemoryId(kept.memory), drawer.desk.person, at=NOW)
    await drawer.desk.commit(changes)
    outbound = await enclosing(drawer).outbound(entry, EVERYTHING)
    assert (outbound.enclosures, outbound.reply.text) == ((), "You told me:")
    await drawer.fetching().work()
    with pytest.raises(MediaGone):
        await enclosed.read()


async def test_nobody_is_sent_the_file_of_another(drawer: Drawer) -> None:
    other = await Desk.of(drawer.desk.store)
    outbound = await enclosing(drawer).outbound(await said(drawer, await photo(drawer), person=other), EVERYTHING)
    assert (outbound.enclosures, outbound.reply.text) == ((), "You told me:")


async def test_forgetting_a_memory_follows_its_file_into_the_conversation(drawer: Drawer) -> None:
    kept = await photo(drawer)
    entry = await said(drawer, kept)
    assert entry.message.mentions == [kept.memory]


async def test_while_the_store_is_away_only_this_message_waits(drawer: Drawer) -> None:
    entry = await said(drawer, await photo(drawer))
    store = drawer.desk.store
    away = WithFiles.of(MediaReader(AwayStore(store.database), store.vault), store.vault, HOME, system_clock)
    (enclosed,) = (await away.outbound(entry, EVERYTHING)).enclosures
    with pytest.raises(SendPostponed) as postponed:
        await enclosed.read()
    assert postponed.value.only_address
