"""Says which search index is the one in force, so that a replica left behind by a change of it holds nothing up.

An index is named by what fills it: engine, embedding model and the way of analysing text. While replicas of two kinds
run side by side, each follows with its own; but that the index has followed a change is noted by those of the kind that
was started last, alone, since theirs is the index that is asked from now on. What one that was left behind saves stays
marked for them.
"""

from typing import Final

from memory.documents import SCHEMA_VERSION, Stored, StoredSettings
from memory.recall import Recall

ONLY: Final = "search"


class IndexGeneration(Stored):
    """The index in force; there is one such document at most, and none before the first filling."""

    name: str

    class Settings(StoredSettings):
        """Where it is kept."""

        name = "generations"


async def in_force(recall: Recall) -> bool:
    """Whether what this search has followed need not be followed any more."""
    known = await IndexGeneration.get(ONLY)
    return known is None or known.name == recall.generation


async def take_over(recall: Recall) -> None:
    """Put the index of this search in force. One that was not may lack what others have noted as followed.

    Raises:
        IndexUnavailable: the index can't be written; another one stays in force.
    """
    if not await in_force(recall):
        # Before anybody relies on it: whoever is interrupted here does it again.
        await recall.doubt()
    named = {"name": recall.generation, "schema_version": SCHEMA_VERSION}
    await IndexGeneration.get_motor_collection().update_one({"_id": ONLY}, {"$set": named}, upsert=True)
