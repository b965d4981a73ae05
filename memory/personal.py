"""Everything of one person's, and of nobody else's: the only way to their memories."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from bot.crypto import KeyId, Vault
from bot.lease import Lease
from bot.messages import Attachment, ChannelName, MemoryId, PersonId
from memory import reminders, second_opinion
from memory.acquaintances import Acquaintances
from memory.annotations import ORIGIN, THREAD, Known
from memory.changes import Changes, IndexChange, Update
from memory.corrections import emptied
from memory.documents import (
    AiUse,
    Annotation,
    AnnotationSource,
    Brought,
    Level,
    Memory,
    MemoryContent,
    Person,
    PersonContent,
    Version,
)
from memory.language.port import Whereabouts, may_be_shown
from memory.media import personal as files
from memory.noticing import Noticed, Told, notice
from memory.overtaking import REPLACES, Older, Overtaking, noted, replaced_by
from memory.people import zone_of
from memory.recall import Recall

FIRST_WINDOW = 64


@dataclass(frozen=True)
class Remembered:
    """A memory as its person sees it.

    `edited` tells that it once said something else; `replaces` are older ones whose place it took just now. `origin` is
    who said it first, where it was handed on.
    """

    id: MemoryId
    text: str
    told_at: datetime
    channel: ChannelName
    level: Level
    changed: int
    edited: bool
    ai_use: AiUse = AiUse.NONE
    replaces: tuple["Remembered", ...] = ()
    origin: str | None = None


@dataclass(frozen=True)
class Came:
    """How something came that is to be kept.

    Attributes:
        album: what the channel calls the album that it is part of.
        origin: who said it first, of what was handed on.
        thread: the memory that it was said in reply to.
        attachments: the files that it is found by; `PersonalMedia.expect` has them fetched.
        worded: its text is their own; what a file is called tells of nothing to be done.
    """

    album: str | None = None
    origin: str | None = None
    thread: MemoryId | None = None
    attachments: Sequence[Attachment] = ()
    worded: bool = True

    @property
    def brought(self) -> list[Brought]:
        """What its files are found by."""
        return [Brought(kind=each.kind, name=each.name) for each in self.attachments]

    @property
    def annotations(self) -> list[Annotation]:
        """What of it is kept with the memory's words; nothing that is found in these replaces it."""
        known = ((ORIGIN, self.origin), (THREAD, self.thread))
        source = AnnotationSource.PERSON
        return [Annotation(kind=kind, value=value, confidence=1, source=source) for kind, value in known if value]


@dataclass(frozen=True)
class Whole:
    """A memory with everything that is kept of it: what was found in it, and what it said before."""

    memory: Remembered
    content: MemoryContent


class PersonalMemory:
    """One person's memories, read from the database and changed through `changes`, which somebody else commits.

    Args:
        person: whose memories.
        content: what is sealed of the person, opened.
        vault: opens and seals.
        recall: the search.
        changes: takes what is to be written; nothing here writes to the database.
        sequence: the number of the message that is being answered; what it changes is marked with it.
    """

    def __init__(
        self, person: Person, content: PersonContent, *, vault: Vault, recall: Recall, changes: Changes, sequence: int
    ) -> None:
        self._person = person
        self._key = KeyId(person.data_key)
        self._search_key = bytes.fromhex(content.search_key)
        self._vault = vault
        self._recall = recall
        self._changes = changes
        self._overtaking = Overtaking(self.person, self._search_key, vault=vault, recall=recall)
        self._acquaintances = Acquaintances(content, changes)
        self._sequence = sequence

    @property
    def person(self) -> PersonId:
        """Whose memories these are."""
        return PersonId(self._person.id)

    @property
    def embedded_at(self) -> Whereabouts | None:
        """Where memories and questions go to be embedded, if that is not the operator's own machine."""
        return self._recall.whereabouts

    @property
    def sequence(self) -> int:
        """The number of the message that is being answered."""
        return self._sequence

    @property
    def findable(self) -> bool:
        """Whether every memory can be found just now; some may be missing while the index is put in order."""
        return not self._recall.incomplete

    @property
    def kept(self) -> bool:
        """Whether this message was something to keep."""
        return self.kept_last is not None

    @property
    def kept_last(self) -> MemoryId | None:
        """What was kept last of this message; None when nothing was."""
        kept = (document for document in reversed(self._changes.inserts) if isinstance(document, Memory))
        return next((MemoryId(document.id) for document in kept), None)

    async def save(
        self, text: str, *, at: datetime, channel: ChannelName, level: Level = Level.GENERAL, came: Came | None = None
    ) -> Remembered:
        """Keep `text` word for word, with what is noticed of it; a secret in it keeps it out of digests.

        Args:
            text: as it was written.
            at: when it was told.
            channel: where it was told.
            level: at least; a secret in it raises it.
            came: how.
        """
        name, came = MemoryId(_new_id()), came or Came()
        noticed = await self._notice(text, at=at, level=level, said=came.annotations)
        older = await self._overtaken(name, text, noticed, at)
        self._learn(noticed)
        annotations = [*noticed.annotations, *noted(older)]
        content = MemoryContent(text=text, annotations=annotations, brought=came.brought)
        memory = Memory(
            id=name,
            person=self._person.id,
            changed=self._sequence,
            told_at=at,
            channel=channel,
            level=noticed.level,
            ai_use=self._changes.ai_use(self._person),
            index_pending=_new_id() if level.searchable else None,
            replaces=replaced_by(content.annotations) or None,
            album=self._album(came.album) if came.album else None,
            sealed=await self._vault.seal(self._key, content),
            **(noticed.fields if came.worded else {**noticed.fields, "open_task": None}),
        )
        memory.doubtful = self._doubt(memory, content)
        self._changes.inserts.append(memory)
        self._follow(memory, content)
        return replace(remembered(memory, content), replaces=_each(older))

    async def edit(self, memory: MemoryId, text: str, *, at: datetime) -> Remembered | None:
        """Let the memory say `text`; what it said becomes a version. None when there is no such memory."""
        found = await self._load(memory)
        if found is None:
            return None
        document, content = found
        versions = [*content.versions, Version(text=content.text, until=at)]
        now = content.model_copy(update={"text": text, "versions": versions})
        return await self._rewrite(document, now)

    async def add(self, memory: MemoryId, came: Came, text: str, *, at: datetime) -> Remembered | None:
        """Let the memory hold further files, and say `text`, where that differs. None when there is no such memory."""
        found = await self._load(memory)
        if found is None:
            return None
        document, content = found
        before = [] if text == content.text else [Version(text=content.text, until=at)]
        brought = [*content.brought, *came.brought]
        now = content.model_copy(update={"text": text, "versions": [*content.versions, *before], "brought": brought})
        return await self._rewrite(document, now)

    async def read_in(self, memory: MemoryId, text: str) -> bool:
        """Let the memory say what was read in its files as well; no edit of its person's. False for no such memory."""
        found = await self._load(memory)
        if found is None:
            return False
        document, content = found
        await self._rewrite(document, content.model_copy(update={"text": text}))
        return True

    async def put_back(self, memory: MemoryId) -> Remembered | None:
        """Let the memory say what it said before its last edit; None when it has only ever said one thing."""
        found = await self._load(memory)
        if found is None or not found[1].versions:
            return None
        document, content = found
        *versions, earlier = content.versions
        return await self._rewrite(document, content.model_copy(update={"text": earlier.text, "versions": versions}))

    async def get(self, memory: MemoryId) -> Remembered | None:
        """The memory; None when this person has none of that id."""
        found = await self._load(memory)
        return None if found is None else remembered(*found)

    async def of_album(self, album: str) -> Remembered | None:
        """The memory that holds what has come of an album, if anything has."""
        found = await Memory.find({"album": self._album(album)}).to_list()
        return next(iter(await self._open(found)), None)

    async def whole(self, memory: MemoryId) -> Whole | None:
        """The memory with its versions; None when this person has none of that id."""
        found = await self._load(memory)
        return None if found is None else Whole(remembered(*found), found[1])

    async def recent(self, limit: int) -> list[Remembered]:
        """The memories told or edited last, newest first.

        Reads windows of the person's numbering instead of sorting, since the embedded server sorts by scanning.
        """
        found: list[Memory] = []
        high, window = self._person.last_sequence + 1, FIRST_WINDOW
        while high > 0 and len(found) < limit:
            low = max(0, high - window)
            found += await self._window(low, high)
            high, window = low, window * 4
        found.sort(key=lambda memory: memory.changed, reverse=True)
        return await self._open(found[:limit])

    async def forget(self, memory: MemoryId, *, at: datetime) -> bool:
        """Let go of the memory everywhere: its words leave database and conversation, and the index right after.

        So do the reminders that repeat them.

        False when there is no such memory.
        """
        known = await self.unsave(memory, at=at)
        if known:
            gone = await reminders.emptied(memory, self.person, at=at)
            self._changes.forgotten += [memory, *(each.id for each in gone)]
            self._changes.updates += [*await emptied(memory), *gone]
        return known

    async def unsave(self, memory: MemoryId, *, at: datetime) -> bool:
        """Take back that the memory was kept; what was said stays in the conversation. False for no such memory.

        Its files are gone then.
        """
        found = await self._load(memory)
        if found is None:
            return False
        self._acquaintances.unlearn(found[1].annotations)
        pending = _new_id()
        values = {"sealed": None, "forgotten_at": at, "index_pending": pending, "changed": self._sequence}
        values |= {"doubtful": None, "replaces": None}
        self._changes.updates.append(Update(Memory, memory, values))
        self._changes.updates += await files.emptied(memory, self.person, at=at)
        self._changes.index.append(IndexChange(memory, None, at, pending))
        return True

    async def _rewrite(self, memory: Memory, content: MemoryContent) -> Remembered:
        """Give a memory new words; what its person said of it stays, what was noticed is noticed anew."""
        self._acquaintances.unlearn(content.annotations)
        noticed = await self._notice(content.text, at=memory.told_at, level=memory.level, said=content.annotations)
        older = await self._overtaken(MemoryId(memory.id), content.text, noticed, memory.told_at)
        self._learn(noticed)
        content = content.model_copy(update={"annotations": [*noticed.annotations, *noted(older)]})
        sealed = await self._vault.seal(self._key, content)
        values: dict[str, Any] = {"sealed": sealed, "changed": self._sequence, "level": noticed.level, **noticed.fields}
        values["replaces"] = replaced_by(content.annotations) or None
        if memory.level.searchable:
            values["index_pending"] = _new_id()
        rewritten = memory.model_copy(update=values)
        doubt = self._doubt(rewritten, content)
        values["doubtful"] = doubt.model_dump() if doubt else None
        self._changes.updates.append(Update(Memory, memory.id, values))
        self._follow(rewritten, content)
        return replace(remembered(rewritten, content), replaces=_each(older))

    async def _overtaken(self, memory: MemoryId, text: str, noticed: Noticed, at: datetime) -> list[Older]:
        """What the memory takes the place of; what its person said of that stands."""
        if not noticed.level.searchable:
            return []
        said = {each.value for each in noticed.annotations if each.kind == REPLACES}
        found = await self._overtaking.by(text, noticed.annotations, memory=memory, at=at)
        return [each for each in found if each.document.id not in said]

    async def _notice(self, text: str, *, at: datetime, level: Level, said: Sequence[Annotation] = ()) -> Noticed:
        told = Told(self._person.id, at, zone_of(self._person))
        vector = (await self._recall.place(text)).tolist() if level.searchable else None
        known = Known(self._acquaintances.names)
        return notice(text, told, level=level, known=known, vector=vector, said=said)

    def _learn(self, noticed: Noticed) -> None:
        if noticed.level.searchable:
            self._acquaintances.learn(noticed.annotations)

    def _doubt(self, memory: Memory, content: MemoryContent) -> Lease | None:
        """That a language model is to be asked what the memory is about, where it may and need be."""
        may = may_be_shown(memory.level, memory.ai_use, self._changes.ai_use(self._person))
        return second_opinion.marked(memory) if may and second_opinion.in_doubt(content.annotations) else None

    def _follow(self, memory: Memory, content: MemoryContent) -> None:
        if memory.level.searchable and memory.index_pending:
            self._changes.index.append(IndexChange.of(memory, content, self._changes.ai_use(self._person)))

    def _album(self, album: str) -> str:
        return f"{self._person.id}:{album}"

    async def _load(self, memory: MemoryId) -> tuple[Memory, MemoryContent] | None:
        found = await self._many([memory])
        if not found or found[0].sealed is None:
            return None
        return found[0], await self._vault.open_sealed(found[0].sealed, MemoryContent)

    async def _many(self, ids: Collection[MemoryId]) -> list[Memory]:
        return await Memory.find({"_id": {"$in": list(ids)}, "person": self._person.id}).to_list() if ids else []

    async def _window(self, low: int, high: int) -> list[Memory]:
        bounds = {"person": self._person.id, "changed": {"$gte": low, "$lt": high}}
        return [memory for memory in await Memory.find(bounds).to_list() if memory.sealed is not None]

    async def _open(self, memories: Sequence[Memory]) -> list[Remembered]:
        sealed = [memory.sealed for memory in memories if memory.sealed is not None]
        contents = await asyncio.gather(*(self._vault.open_sealed(each, MemoryContent) for each in sealed))
        readable = [memory for memory in memories if memory.sealed is not None]
        return [remembered(memory, content) for memory, content in zip(readable, contents, strict=True)]


def _each(older: Sequence[Older]) -> tuple[Remembered, ...]:
    return tuple(remembered(each.document, each.content) for each in older)


def _new_id() -> str:
    return uuid4().hex


def remembered(memory: Memory, content: MemoryContent) -> Remembered:
    """The memory as its person sees it; `content` is what is sealed of it, opened."""
    return Remembered(
        id=MemoryId(memory.id),
        text=content.text,
        told_at=memory.told_at,
        channel=memory.channel,
        level=memory.level,
        changed=memory.changed,
        edited=bool(content.versions),
        ai_use=memory.ai_use,
        origin=origin_of(content),
    )


def origin_of(content: MemoryContent) -> str | None:
    """Who said it first, where it was handed on."""
    return next((each.value for each in content.annotations if each.kind == ORIGIN), None)
