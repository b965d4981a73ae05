"""A person's files and the worker that fetches them, from a provider's host on the loopback."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.messages import Attachment, ChannelName, MediaKind, MemoryId
from memory.changes import Changes
from memory.media.documents import Media
from memory.media.fetching import Limits, MediaFetching
from memory.media.gridfs import GridFSStore
from memory.media.personal import Kept, MediaReader, PersonalMedia
from memory.media.store import BlobStore
from memory.personal import Came
from tests.fakes.files import FakeFileHost, FileCarrier
from tests.memory.desk import NOW, Desk
from tests.memory.language.people import HandClock

LIMIT = 3_000_000


@dataclass
class Drawer:
    """Where a person keeps files."""

    desk: Desk
    host: FakeFileHost
    blobs: BlobStore
    clock: HandClock = field(default_factory=lambda: HandClock(NOW))

    @classmethod
    def of(cls, desk: Desk, host: FakeFileHost) -> "Drawer":
        return cls(desk, host, GridFSStore(desk.store.database))

    def fetching(self, patience: float = 20.0, blobs: BlobStore | None = None) -> MediaFetching:
        """A worker, as after a restart."""
        carriers = {ChannelName.TELEGRAM: FileCarrier(self.host.downloads())}
        limits = Limits({ChannelName.TELEGRAM: LIMIT})
        return MediaFetching(carriers, blobs or self.blobs, self.desk.store.vault, limits, self.clock, patience)

    def media(self, changes: Changes | None = None) -> PersonalMedia:
        return PersonalMedia(self.desk.known.person, self.desk.store.vault, changes or Changes())

    @property
    def reader(self) -> MediaReader:
        return MediaReader(self.blobs, self.desk.store.vault)

    async def told(self, text: str, *attachments: Attachment) -> MemoryId:
        """They send something with files."""
        changes = Changes()
        memory = await self.desk.memory(changes).save(
            text, at=NOW, channel=ChannelName.TELEGRAM, came=Came(attachments=attachments)
        )
        await self.media(changes).expect(memory.id, attachments, ChannelName.TELEGRAM, at=NOW)
        await self.desk.commit(changes)
        return memory.id

    async def sent(self, content: bytes, attachment: Attachment) -> Media:
        """They send one file, and it is fetched; what became of it."""
        source = self.host.has("file", content)
        memory = await self.told("look", attachment.model_copy(update={"source": source}))
        await self.fetching().work()
        return await self.only(memory)

    async def only(self, memory: MemoryId) -> Media:
        (media,) = await Media.find({"memory": memory}).to_list()
        return media

    async def read(self, kept: Kept, first: int = 0, end: int | None = None) -> bytes:
        return b"".join([piece async for piece in self.reader.open(kept, first, end)])

    async def blob_names(self) -> set[str]:
        """Everything that is in the store."""
        database = self.desk.store.database.handle
        files = [each["_id"] async for each in database["blobs.files"].find()]
        chunks = [each["files_id"] async for each in database["blobs.chunks"].find({}, {"files_id": 1})]
        return {*files, *chunks}

    def wait(self, time: timedelta) -> None:
        self.clock.now += time


def attached(
    kind: MediaKind = MediaKind.PHOTO,
    name: str | None = None,
    type_: str | None = None,
    *,
    source: str = "https://media.provider.example/file",
    size: int | None = None,
) -> Attachment:
    return Attachment(kind=kind, source=source, name=name, type=type_, size=size)
