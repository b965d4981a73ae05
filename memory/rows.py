"""Memories as the database hands them over, read in numbers: which of them may be spoken of unasked, and opened.

They don't become documents first: of sixty five are shown, and making a document costs as much as reading it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.crypto import Vault
from bot.messages import ChannelName, MemoryId
from memory.documents import AiUse, Level, Memory, MemoryContent
from memory.personal import Remembered, origin_of

AT_ONCE: Final = 1_000
"""Memories that the database hands over at a time; by itself it would stop after a hundred, to be asked again."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Opened:
    """A memory with its content."""

    row: Row
    content: MemoryContent

    @property
    def memory(self) -> Remembered:
        """As its person sees it."""
        return Remembered(
            id=MemoryId(self.row["_id"]),
            text=self.content.text,
            told_at=self.row["told_at"],
            channel=ChannelName(self.row["channel"]),
            level=Level(self.row["level"]),
            changed=self.row["changed"],
            edited=bool(self.content.versions),
            ai_use=AiUse(self.row["ai_use"]),
            origin=origin_of(self.content),
        )


def in_digests(level: Level) -> bool:
    """Whether a memory of that level may be spoken of unasked."""
    return level.in_digests


def searchable(level: Level) -> bool:
    """Whether a memory of that level may be looked for by its person."""
    return level.searchable


async def rows(query: dict[str, Any], *, fit: Callable[[Level], bool] = in_digests) -> list[Row]:
    """What may be put in a digest, of the memories that fit the query; the one told first is first.

    Whole, because the embedded server takes longer to leave fields out than to send them, and in one go.

    Args:
        query: in a shape that the embedded server has an index for.
        fit: which levels are read; where a person asks themselves, it may be more than a digest says.
    """
    found = await Memory.get_motor_collection().find(query, batch_size=AT_ONCE).to_list(None)
    kept = [row for row in found if "forgotten_at" not in row and fit(Level(row["level"]))]
    return sorted(kept, key=lambda row: (row["told_at"], row["_id"]))


async def opened(found: Iterable[Row], vault: Vault) -> list[Opened]:
    """The memories of whole rows, in their order. Raises ContentSealed."""
    whole = list(found)
    contents = await vault.open_all([row["sealed"] for row in whole], MemoryContent)
    return [Opened(row, content) for row, content in zip(whole, contents, strict=True)]
