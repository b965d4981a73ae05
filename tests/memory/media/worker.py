"""A process of its own that fetches what waits, to be killed in the middle of it.

Usage: python -m tests.memory.media.worker CERTIFICATE
"""

import asyncio
import ssl
import sys
from collections.abc import Sequence

from bot import data_folder
from bot.assembly import Store
from bot.clock import system_clock
from bot.downloads import Downloads, Provider
from bot.messages import ChannelName
from bot.settings import load_settings
from memory.media.fetching import Limits, MediaFetching
from memory.media.gridfs import GridFSStore
from tests.fakes.files import ELSEWHERE, HOST, FileCarrier, places


async def _loopback(_: str, __: int) -> Sequence[str]:
    return ["127.0.0.1"]


async def main(certificate: str) -> None:
    """Fetch until it is killed."""
    settings = load_settings(env_file=None)
    uri = settings.mongodb_uri.get_secret_value() if settings.mongodb_uri else ""
    store = await Store.open(settings, uri, data_folder.prepare(settings.data_dir))
    trust = ssl.create_default_context(cafile=certificate)
    provider = Provider(places(HOST, ELSEWHERE), at_home=True)
    downloads = Downloads(provider, resolve=_loopback, trust=trust)
    carriers = {ChannelName.TELEGRAM: FileCarrier(downloads)}
    blobs = GridFSStore(store.database)
    await MediaFetching(carriers, blobs, store.vault, Limits({}), system_clock).run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
