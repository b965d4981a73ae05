"""Asks a channel's provider what became of messages whose sending broke off, where the channel can tell."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

import structlog
from pymongo.errors import PyMongoError

from bot.channel import Channel, Reconciler
from bot.clock import Clock
from bot.conversation import Entry, Message, opened
from bot.crypto import Vault
from bot.deliveries import Deliveries
from bot.enclosing import Enclosing, WithoutFiles
from bot.errors import ContentSealed, DatabaseUnavailable, SendPostponed
from bot.messages import ChannelName, DeliveryState, Receipt

EVERY: Final = 30.0
ASKED_FOR: Final = timedelta(minutes=30)
"""For how long a provider is asked. A message that it does not know then stays among the dead letters, unsent."""

log = structlog.get_logger(__name__)


class Reconciling:
    """Settles messages of unknown fate; nothing is ever sent again for that.

    Every replica asks by itself: asking changes nothing, and what is written is compared with what was read.

    Args:
        channels: all of them; those that are no `Reconciler` are left alone.
        vault: opens the messages, which are looked for by their words.
        deliveries: is told of what was found.
        clock: the time.
        enclosing: makes of a message what was sent.
        every: seconds between two rounds.
    """

    def __init__(
        self,
        channels: Mapping[ChannelName, Channel],
        vault: Vault,
        deliveries: Deliveries,
        clock: Clock,
        *,
        enclosing: Enclosing | None = None,
        every: float = EVERY,
    ) -> None:
        self._asked = {name: channel for name, channel in channels.items() if isinstance(channel, Reconciler)}
        self._vault = vault
        self._deliveries = deliveries
        self._clock = clock
        self._enclosing = enclosing or WithoutFiles()
        self._every = every

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.ask()
            except (PyMongoError, DatabaseUnavailable) as error:
                log.warning("reconciling.database_unavailable", error=type(error).__name__)
            await asyncio.sleep(self._every)

    async def ask(self) -> int:
        """Ask once about each; how many are settled now."""
        if not self._asked:
            return 0
        lately = {"undelivered_at": {"$gt": self._clock() - ASKED_FOR}}
        found = [each for each in await Message.find(lately).to_list() if self._can_be_told(each)]
        settled = [await self._settle(entry) for entry in await self._opened(found)]
        return sum(settled)

    def _can_be_told(self, message: Message) -> bool:
        return message.state is DeliveryState.UNKNOWN and message.channel in self._asked

    async def _opened(self, messages: Sequence[Message]) -> list[Entry]:
        entries: list[Entry] = []
        for message in messages:
            try:
                entries += await opened([message], self._vault)
            except ContentSealed:
                log.warning("reconciling.sealed", message=message.id)
        return entries

    async def _settle(self, entry: Entry) -> bool:
        name, message = entry.message.id, entry.message
        try:
            channel = self._asked[message.channel]
            found = await channel.find(await self._enclosing.outbound(entry, channel.capabilities))
        except SendPostponed:
            return False
        except Exception:
            # What one channel stumbles over must not keep the others' messages in doubt.
            log.exception("reconciling.failed", message=name, channel=message.channel)
            return False
        unclaimed = await _unclaimed(message.channel, found)
        # Of several it can't be said which it is.
        return len(unclaimed) == 1 and await self._found(message, unclaimed[0])

    async def _found(self, message: Message, receipt: Receipt) -> bool:
        values = {"state": receipt.state, **({"provider_id": receipt.provider_id} if receipt.provider_id else {})}
        change = {"$set": values, "$unset": {"undelivered_at": 1}}
        as_read = {"_id": message.id, "state": DeliveryState.UNKNOWN}
        if not (await Message.get_motor_collection().update_one(as_read, change)).matched_count:
            return False
        log.info("reconciling.settled", message=message.id, state=receipt.state)
        await self._deliveries.show([(message, receipt.state)])
        if receipt.provider_id:
            await self._deliveries.catch_up([(message.channel, receipt.provider_id)])
        return True


async def _unclaimed(channel: ChannelName, found: Sequence[Receipt]) -> list[Receipt]:
    """Those that are no other message's of the log, whichever replica sent that."""
    ids = [receipt.provider_id for receipt in found if receipt.provider_id]
    known = await Message.find({"provider_id": {"$in": ids}}).to_list() if ids else []
    claimed = {each.provider_id for each in known if each.channel is channel}
    return [receipt for receipt in found if receipt.provider_id not in claimed]
