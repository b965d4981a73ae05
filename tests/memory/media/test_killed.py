"""A worker that is killed again and again while it fetches files: each is stored once and whole in the end."""

import asyncio
import os
import random
import sys

from bot.messages import MediaKind
from bot.settings import Settings
from memory.media.documents import Media, MediaState
from tests.memory.media import made
from tests.memory.media.drawer import Drawer, attached

FILES = 24
KILLS = 4


async def test_kill_9_again_and_again_loses_no_file_and_leaves_nothing_behind(
    drawer: Drawer, settings: Settings
) -> None:
    contents = [made.PDF + bytes([n]) * 900_000 for n in range(FILES)]
    sources = [drawer.host.has(f"{n}", content) for n, content in enumerate(contents)]
    memory = await drawer.told("papers", *(attached(MediaKind.DOCUMENT, source=source) for source in sources))
    for seed in range(KILLS):
        await killed(drawer, settings, random.Random(seed).uniform(0, 0.15))
        await Media.get_motor_collection().update_many(
            {"work": {"$exists": True}}, {"$set": {"work.due": drawer.clock()}}
        )
    assert len(drawer.host.asked) >= KILLS
    while await drawer.fetching().work():
        pass
    kept = await drawer.media().of(memory)
    assert [each.document.state for each in kept] == [MediaState.STORED] * FILES
    assert [await drawer.read(each) for each in kept] == contents
    assert await drawer.blob_names() == {each.document.blob for each in kept}


async def killed(drawer: Drawer, settings: Settings, after: float) -> None:
    """A worker that is killed `after` seconds of fetching."""
    uri = settings.mongodb_uri.get_secret_value() if settings.mongodb_uri else ""
    environment = {
        **os.environ,
        "TUCKAWAY_MONGODB_URI": uri,
        "TUCKAWAY_MONGODB_DATABASE": settings.mongodb_database,
        "TUCKAWAY_DATA_DIR": str(settings.data_dir),
    }
    command = (sys.executable, "-m", "tests.memory.media.worker", str(drawer.host.folder / "provider.pem"))
    before = len(drawer.host.asked)
    process = await asyncio.create_subprocess_exec(*command, env=environment)
    async with asyncio.timeout(60):
        while len(drawer.host.asked) == before:
            assert process.returncode is None
            await asyncio.sleep(0.005)
    await asyncio.sleep(after)
    process.kill()
    await process.wait()
