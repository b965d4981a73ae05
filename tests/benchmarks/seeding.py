"""Fills a new installation with memories for a benchmark to start from."""

from pathlib import Path
from typing import Final

from bot import data_folder
from bot.assembly import Store
from bot.clock import system_clock
from bot.embedded import EmbeddedDatabase
from bot.messages import ChannelName, PersonId
from bot.settings import load_settings
from memory.changes import Changes
from memory.documents import Memory
from memory.indexing import Step
from memory.people import Known, People, get
from memory.personal import PersonalMemory

BATCH: Final = 200


async def seed(folder: Path, texts: list[str]) -> None:
    """Let the owner of a new installation have told `texts`, written in batches."""
    settings = load_settings({"TUCKAWAY_DATA_DIR": str(folder)}, env_file=None)
    prepared = data_folder.prepare(folder)
    database = EmbeddedDatabase(prepared)
    store = await Store.open(settings, await database.start(), prepared)
    await store.recall.open()
    people = People(store.vault)
    known = await get(await store.owner(people, system_clock), store.vault)
    for start in range(0, len(texts), BATCH):
        await _save(store, known, texts[start : start + BATCH], start)
    await known.person.set({"last_sequence": 2 * len(texts)})
    await store.recall.rebuilt()
    await store.close()
    await database.stop()


async def _save(store: Store, known: Known, texts: list[str], start: int) -> None:
    changes = Changes()
    for number, text in enumerate(texts, start):
        personal = PersonalMemory(
            known.person,
            known.content,
            vault=store.vault,
            recall=store.recall,
            changes=changes,
            sequence=2 * number + 1,
        )
        await personal.save(text, at=system_clock(), channel=ChannelName.WEB)
    memories = [document for document in changes.inserts if isinstance(document, Memory)]
    for memory in memories:
        memory.index_pending = None
    await Memory.insert_many(memories)
    person, key = PersonId(known.person.id), bytes.fromhex(known.content.search_key)
    await store.indexer.follow([Step(person, key, change) for change in changes.index])
