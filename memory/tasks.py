"""What a person has left to do, of what they told: ticked off and taken up again."""

from dataclasses import dataclass
from typing import Final

from bot.crypto import Vault
from bot.messages import MemoryId
from memory.changes import Changes, Update
from memory.documents import Memory, Person
from memory.personal import Remembered
from memory.rows import opened, rows

OPENED: Final = 200
"""Who has more left to do than that does not go by a list."""


@dataclass(frozen=True)
class Task:
    """A memory that tells of something to do, or did; `left`: it is still to be done."""

    memory: Remembered
    left: bool


class PersonalTasks:
    """One person's tasks, changed through `changes`, which somebody else commits.

    `Memory.changed` stays as it is: who says "undo" after ticking something off does not mean to forget it.
    """

    def __init__(self, person: Person, *, vault: Vault, changes: Changes) -> None:
        self._person = person
        self._vault = vault
        self._changes = changes

    async def get(self, memory: MemoryId) -> Task | None:
        """The task; None when this person has no such memory, or it is too private to be spoken of unasked."""
        found = await opened(await rows({"_id": memory, "person": self._person.id}), self._vault)
        return next((Task(each.memory, left="open_task" in each.row) for each in found), None)

    async def left(self) -> list[Remembered]:
        """What is left to do of what was told, the newest first, however long ago that was; the latest `OPENED`."""
        found = await rows({"open_task": self._person.id})
        return [each.memory for each in reversed(await opened(found[-OPENED:], self._vault))]

    def complete(self, task: Task) -> None:
        """It is done."""
        self._changes.updates.append(Update(Memory, task.memory.id, {"open_task": None}))

    def reopen(self, task: Task) -> None:
        """It is to be done after all."""
        self._changes.updates.append(Update(Memory, task.memory.id, {"open_task": self._person.id}))
