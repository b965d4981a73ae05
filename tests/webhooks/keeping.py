"""Files of the owner's, as they are kept once somebody has sent them."""

from bot.clock import system_clock
from bot.messages import Attachment, ChannelName, MediaKind
from memory.changes import Changes
from memory.media.documents import Media
from memory.media.fetching import Limits, MediaFetching
from memory.media.personal import PersonalMedia
from memory.people import get
from tests.fakes.files import FakeFileHost, FileCarrier
from tests.memory.desk import NOW
from tests.memory.media.drawer import attached
from tests.running import RunningBot


async def expected(bot: RunningBot, attachment: Attachment) -> Media:
    """A file that came with what the owner said last, as a handler writes it down."""
    known, changes = await get(bot.owner, bot.store.vault), Changes()
    personal = PersonalMedia(known.person, bot.store.vault, changes)
    memory = (await bot.memories())[0].id
    (waiting,) = await personal.expect(memory, [attachment], ChannelName.TELEGRAM, at=NOW)
    await waiting.document.insert()
    return waiting.document


async def kept(bot: RunningBot, host: FakeFileHost, content: bytes, kind: MediaKind, name: str | None = None) -> str:
    """A file of the owner's, fetched and stored; its id."""
    waiting = await expected(bot, attached(kind, name, source=host.has("file", content)))
    carriers = {ChannelName.TELEGRAM: FileCarrier(host.downloads())}
    blobs, vault = bot.tuckaway.files.blobs, bot.store.vault
    await MediaFetching(carriers, blobs, vault, Limits({}), system_clock).work()
    return waiting.id
