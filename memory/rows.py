"""Memories as the database hands them over, read in numbers: which of them may be spoken of unasked, and opened.

They don't become documents first: of sixty five are shown, and making a document costs as much as reading it.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.crypto import Vault
from bot.messages import ChannelName, MemoryId
from memory.documents import AiUse, Level, Memory, MemoryContent
from memory.personal import Remembered

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
        )


async def rows(query: dict[str, Any], *fields: str) -> list[Row]:
    """What may be put in a digest, of the memories that fit the query; the one told first is first.

    Args:
        query: in a shape that the embedded server has an index for.
        fields: what else is read of them than what is asked here; without any, everything.
    """
    wanted = dict.fromkeys(("level", "told_at", "forgotten_at", *fields), 1) if fields else None
    found = await Memory.get_motor_collection().find(query, wanted).to_list(None)
    fit = [row for row in found if "forgotten_at" not in row and Level(row["level"]).in_digests]
    return sorted(fit, key=lambda row: (row["told_at"], row["_id"]))


async def opened(found: Iterable[Row], vault: Vault) -> list[Opened]:
    """The memories of whole rows, in their order. Raises ContentSealed."""
    whole = list(found)
    contents = await asyncio.gather(*(vault.open_sealed(row["sealed"], MemoryContent) for row in whole))
    return [Opened(row, content) for row, content in zip(whole, contents, strict=True)]
