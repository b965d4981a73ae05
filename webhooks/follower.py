"""Shows the pages that are open here what other replicas wrote into the conversation log."""

import asyncio
from datetime import timedelta
from typing import Final

import structlog
from pymongo.errors import PyMongoError

from bot.clock import Clock
from bot.conversation import Message, opened
from bot.crypto import Vault
from bot.errors import ContentSealed, DatabaseUnavailable
from bot.live import LiveFeed
from bot.messages import PersonId

EVERY: Final = 1.0
# Replicas' clocks differ a little, and a message carries the time before its commit; looking back twice costs nothing.
OVERLAP: Final = timedelta(seconds=10)

log = structlog.get_logger(__name__)


class Follower:
    """Reads what is new in the log for the persons somebody is looking at: one query a second, none when nobody is."""

    def __init__(self, feed: LiveFeed, vault: Vault, clock: Clock) -> None:
        self._feed = feed
        self._vault = vault
        self._clock = clock

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.look()
            except (PyMongoError, DatabaseUnavailable, ContentSealed) as error:
                log.warning("follower.database_unavailable", error=type(error).__name__)
            await asyncio.sleep(EVERY)

    async def look(self) -> None:
        """Show what is new."""
        watched = self._feed.watched()
        if not watched:
            return
        lately = {"at": {"$gte": self._clock() - OVERLAP}, "person": {"$in": list(watched)}}
        messages = [each for each in await Message.find(lately).to_list() if not self._feed.was_shown(each.id)]
        for entry in sorted(await opened(messages, self._vault), key=lambda entry: entry.message.sequence):
            self._feed.show(PersonId(entry.message.person), entry.said())
