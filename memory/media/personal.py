"""A person's files: expected when a message brings them, read back by their person alone."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from bot.crypto import KeyId, Vault
from bot.lease import Lease
from bot.messages import Attachment, ChannelName, File, MediaKind, MemoryId, PersonId
from memory.changes import Changes, Update
from memory.documents import Person
from memory.media.documents import Media, MediaContent, MediaState, Refusal
from memory.media.looking import to_be_read
from memory.media.sealing import FileSealer, Span, sealed_size
from memory.media.store import BlobMissing, BlobStore


@dataclass(frozen=True)
class Kept:
    """A file as its person sees it; `name` as its sender wrote it."""

    document: Media
    name: str | None

    @property
    def id(self) -> str:
        """Its own."""
        return self.document.id

    @property
    def kind(self) -> MediaKind:
        """What it is to its person."""
        return self.document.kind

    @property
    def file(self) -> File:
        """How a message names it."""
        document = self.document
        return File(media=document.id, memory=document.memory, kind=document.kind, name=self.name)

    @property
    def stored(self) -> bool:
        """Whether it can be opened."""
        return self.document.state is MediaState.STORED or _unsent(self.document)


class PersonalMedia:
    """One person's files, written down through `changes`, which somebody else commits; fetched by `MediaFetching`.

    `expected` are those that this one wrote down.
    """

    def __init__(self, person: Person, vault: Vault, changes: Changes) -> None:
        self._person = person
        self._key = KeyId(person.data_key)
        self._vault = vault
        self._changes = changes
        self.expected: list[Kept] = []

    async def expect(
        self, memory: MemoryId, attachments: Sequence[Attachment], channel: ChannelName, *, at: datetime
    ) -> list[Kept]:
        """Write down that these files came with a memory.

        They are fetched once that is committed, by `channel`; those that were uploaded before are there already.
        """
        expected = [
            await self._expect(memory, attachment, channel, place=place, at=at)
            for place, attachment in enumerate(attachments)
        ]
        self.expected += expected
        return expected

    async def of(self, memory: MemoryId) -> list[Kept]:
        """The files of a memory that are kept or on their way, in the order they came in."""
        return [await self._open(each) for each in await _of(memory, PersonId(self._person.id)) if _wanted(each)]

    async def count(self, memory: MemoryId) -> int:
        """How many files of a memory are kept or on their way."""
        return sum(_wanted(each) for each in await _of(memory, PersonId(self._person.id)))

    async def get(self, media: str) -> Kept | None:
        """The file; None when this person has none of that id, or it was forgotten or not kept.

        One that was uploaded is theirs to look at before they send it.
        """
        found = await Media.get(media)
        if found is None or found.person != self._person.id or not (_wanted(found) or _unsent(found)):
            return None
        return await self._open(found)

    async def _open(self, media: Media) -> Kept:
        return await _opened(media, self._vault)

    async def _expect(
        self, memory: MemoryId, attachment: Attachment, channel: ChannelName, *, place: int, at: datetime
    ) -> Kept:
        said = attachment
        if said.upload is not None:
            uploaded = await self._uploaded(said.upload, memory, place=place, at=at)
            return uploaded or await self._gone(memory, said, channel, place=place, at=at)
        content = MediaContent(source=said.source, name=said.name, type=said.type, size=said.size)
        media = Media(
            id=uuid4().hex,
            person=self._person.id,
            memory=memory,
            channel=channel,
            kind=said.kind,
            place=place,
            created_at=at,
            work=Lease(lane=self._person.id, order=place, due=at),
            sealed=await self._vault.seal(self._key, content),
        )
        self._changes.inserts.append(media)
        return Kept(media, said.name)

    async def _uploaded(self, upload: str, memory: MemoryId, *, place: int, at: datetime) -> Kept | None:
        """A file that its person uploaded before they sent it; None when it is not there any more."""
        media = await Media.get(upload)
        if media is None or media.person != self._person.id or not _unsent(media):
            return None
        values: dict[str, Any] = {"memory": memory, "place": place, "state": MediaState.STORED}
        values |= {"unsent_by": None, "left_at": None, "unread": at if to_be_read(media) else None}
        self._changes.updates.append(Update(Media, media.id, values, expects={"state": MediaState.UNSENT}))
        return await self._open(media.model_copy(update=values))

    async def _gone(
        self, memory: MemoryId, said: Attachment, channel: ChannelName, *, place: int, at: datetime
    ) -> Kept:
        """A file that can't be had any more; its person is told so."""
        media = Media(
            id=uuid4().hex,
            person=self._person.id,
            memory=memory,
            channel=channel,
            kind=said.kind,
            place=place,
            created_at=at,
            state=MediaState.GONE,
            refusal=Refusal.GONE,
            untold=at,
        )
        self._changes.inserts.append(media)
        return Kept(media, said.name)


class MediaReader:
    """Opens the bytes of files that are stored."""

    def __init__(self, store: BlobStore, vault: Vault) -> None:
        self._store = store
        self._vault = vault

    async def open(self, kept: Kept, first: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The bytes of a stored file from `first` up to `end`, that one excluded; all of it by default.

        Raises:
            BlobMissing: it is not stored, or was forgotten by now.
            StoreUnavailable: it can't be had just now.
            Tampered: the store holds something else.
            ContentSealed: its person's key is gone.
        """
        media, content = await self._content(kept)
        if media.blob is None or content.key is None:
            raise BlobMissing(f"file {kept.id} is not stored")
        size = media.size or 0
        span = Span.of(size, first, size if end is None else min(end, size))
        sealed = self._store.get(media.blob, span.first, span.end)
        async for piece in FileSealer(content.key, size).open(sealed, span):
            yield piece

    async def thumbnail(self, kept: Kept) -> bytes:
        """A small JPEG of it. Raises the same as `open`."""
        media, content = await self._content(kept)
        if media.thumbnail is None or content.thumbnail_key is None:
            raise BlobMissing(f"file {kept.id} has no thumbnail")
        size = content.thumbnail_size
        sealed = self._store.get(media.thumbnail, 0, sealed_size(size))
        opened = FileSealer(content.thumbnail_key, size).open(sealed, Span.of(size, 0, size))
        return b"".join([piece async for piece in opened])

    async def _content(self, kept: Kept) -> tuple[Media, MediaContent]:
        media = kept.document
        if media.sealed is None:
            raise BlobMissing(f"file {kept.id} is not stored")
        return media, await self._vault.open_sealed(media.sealed, MediaContent)


async def named(person: PersonId, media: Collection[str]) -> dict[str, Media]:
    """Those of a person's files that there are, by their ids, however far they have come."""
    found = await Media.find({"_id": {"$in": list(media)}}).to_list() if media else []
    return {each.id: each for each in found if each.person == person}


async def stored(person: PersonId, media: Sequence[str], vault: Vault) -> list[Kept]:
    """Those of a person's files that can be opened, in the order given."""
    found = await named(person, media)
    there = [found[each] for each in media if each in found]
    return [await _opened(each, vault) for each in there if each.state is MediaState.STORED and each.sealed]


async def emptied(memory: MemoryId, person: PersonId, *, at: datetime) -> list[Update]:
    """What makes the files of a memory unreadable, and has their bytes deleted."""
    return [_emptied(each, at) for each in await _of(memory, person) if each.state is not MediaState.FORGOTTEN]


def _emptied(media: Media, at: datetime) -> Update:
    values: dict[str, Any] = {"state": MediaState.FORGOTTEN, "sealed": None, "untold": None, "unread": None}
    if media.work is None:
        fence = int(media.blob.rpartition("-")[2]) if media.blob else 1
        values["work"] = Lease(lane=media.person, order=media.place, due=at, fence=fence).model_dump()
    else:
        values["work.due"] = at
    # Compared, because it may have been fetched since it was read.
    return Update(Media, media.id, values, expects={"state": media.state})


async def _of(memory: MemoryId, person: PersonId) -> list[Media]:
    """By the memory only, since with a further condition the embedded server would scan."""
    found = [each for each in await Media.find({"memory": memory}).to_list() if each.person == person]
    return sorted(found, key=lambda each: each.place)


async def _opened(media: Media, vault: Vault) -> Kept:
    content = await vault.open_sealed(media.sealed or b"", MediaContent)
    return Kept(media, content.name)


def _wanted(media: Media) -> bool:
    return media.state in {MediaState.WAITING, MediaState.STORED} and media.sealed is not None


def _unsent(media: Media) -> bool:
    """Whether it is all there, and waits for the message that brings it."""
    return media.state is MediaState.UNSENT and media.blob is not None and media.sealed is not None
