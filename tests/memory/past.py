"""A past for a person: memories told when, and found to be what, a test says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from bot.crypto import KeyId
from bot.messages import ChannelName, MemoryId, PersonId
from memory.changes import IndexChange
from memory.documents import Annotation, AnnotationSource, Memory, MemoryContent
from memory.indexing import Step
from memory.reminder import Reminder, ReminderContent, ReminderState
from memory.when.schedule import Schedule
from tests.memory.desk import Desk


@dataclass
class Past:
    """Of one person."""

    desk: Desk

    @property
    def person(self) -> PersonId:
        """Whose."""
        return self.desk.person

    async def told(
        self, text: str, at: datetime, *, people: Sequence[str] = (), places: Sequence[str] = (), **found: Any
    ) -> Memory:
        """Something they told, with what was found in it; `found` are fields of `Memory`."""
        named = [*(("person", name) for name in people), *(("place", name) for name in places)]
        notes = [
            Annotation(kind=kind, value=name, confidence=0.9, source=AnnotationSource.RULE) for kind, name in named
        ]
        memory = Memory(
            id=uuid4().hex,
            person=self.person,
            changed=1,
            told_at=at,
            channel=ChannelName.WEB,
            sealed=await self._sealed(MemoryContent(text=text, annotations=notes)),
            **found,
        )
        await memory.insert()
        if memory.level.searchable:
            change = IndexChange(MemoryId(memory.id), text, at, "")
            await self.desk.store.indexer.follow([Step(self.person, self.desk.search_key, change)])
        return memory

    async def task(self, text: str, at: datetime, **found: Any) -> Memory:
        """Something left to do."""
        return await self.told(text, at, category="task", open_task=self.person, **found)

    async def reminder(self, subject: str, schedule: Schedule, now: datetime, **values: Any) -> Reminder:
        """A reminder as it stands at `now`."""
        coming = schedule.next_after(now)
        content = ReminderContent(subject=subject, schedule=schedule, said=subject)
        fields: dict[str, Any] = {"occurs_at": coming, "next_at": coming, "state": ReminderState.ACTIVE, **values}
        reminder = Reminder(
            id=uuid4().hex,
            person=self.person,
            changed=1,
            address="console:owner",
            sealed=await self._sealed(content),
            **fields,
        )
        await reminder.insert()
        return reminder

    async def _sealed(self, content: MemoryContent | ReminderContent) -> bytes:
        return await self.desk.store.vault.seal(KeyId(self.desk.known.person.data_key), content)
