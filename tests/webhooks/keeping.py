"""Files of the owner's, as they are kept once somebody has sent them."""

from bot.clock import system_clock
from bot.conversation import Message, MessageContent
from bot.crypto import KeyId
from bot.messages import Attachment, Author, ChannelName, DeliveryState, File, MediaKind
from memory.changes import Changes
from memory.media.documents import Media
from memory.media.fetching import Limits, MediaFetching
from memory.media.personal import PersonalMedia
from memory.people import get
from memory.personal import Came
from tests.fakes.files import FakeFileHost, FileCarrier
from tests.memory.desk import NOW, Desk
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
    await fetched(bot, host)
    return waiting.id


async def fetched(bot: RunningBot, host: FakeFileHost) -> None:
    """Let what is expected be fetched and stored."""
    carriers = {ChannelName.TELEGRAM: FileCarrier(host.downloads())}
    blobs, vault = bot.tuckaway.files.blobs, bot.store.vault
    await MediaFetching(carriers, blobs, vault, Limits({}), system_clock).work()


async def tucked_away(bot: RunningBot, text: str, *attachments: Attachment) -> list[File]:
    """A memory of the owner's with files on their way, as if they had sent both by Telegram."""
    desk, changes = Desk(bot.store, await get(bot.owner, bot.store.vault)), Changes()
    memory = await desk.memory(changes).save(
        text, at=system_clock(), channel=ChannelName.TELEGRAM, came=Came(attachments=attachments)
    )
    media = PersonalMedia(desk.known.person, bot.store.vault, changes)
    files = await media.expect(memory.id, attachments, ChannelName.TELEGRAM, at=NOW)
    await desk.commit(changes)
    return [each.file for each in files]


async def said(bot: RunningBot, text: str, *files: File) -> None:
    """What the owner said when they sent files, in the log of the conversation."""
    known = await get(bot.owner, bot.store.vault)
    sequence, content = known.person.last_sequence + 1, MessageContent(text=text, files=files)
    message = Message(
        id=f"said:{sequence}",
        person=bot.owner,
        sequence=sequence,
        author=Author.PERSON,
        address="telegram:1",
        channel=ChannelName.TELEGRAM,
        at=system_clock(),
        state=DeliveryState.READ,
        sealed=await bot.store.vault.seal(KeyId(known.person.data_key), content),
    )
    await message.insert()
    await known.person.set({"last_sequence": sequence})
