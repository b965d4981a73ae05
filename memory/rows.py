"""Memories as the database hands them over, read in numbers: which of them may be spoken of unasked, and opened.

A list of which five are shown is looked through as it comes; only the five become documents.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.crypto import Vault
from memory.documents import Level, Memory, MemoryContent
from memory.personal import Remembered, remembered

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Opened:
    """A memory with its content."""

    document: Memory
    content: MemoryContent

    @property
    def memory(self) -> Remembered:
        """As its person sees it."""
        return remembered(self.document, self.content)


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
    documents = [Memory.model_validate(row) for row in found]
    return await open_all(documents, vault)


async def open_all(documents: Sequence[Memory], vault: Vault) -> list[Opened]:
    """Memories with their contents, in their order, without those that were forgotten. Raises ContentSealed."""
    kept = [(each, each.sealed) for each in documents if each.sealed is not None]
    contents = await asyncio.gather(*(vault.open_sealed(sealed, MemoryContent) for _, sealed in kept))
    return [Opened(document, content) for (document, _), content in zip(kept, contents, strict=True)]
