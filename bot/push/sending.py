"""Sends what is to be told on devices: each device once at most, whichever replica finds it first."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from typing import Any, Final

import structlog
from pymongo.errors import PyMongoError

from bot.clock import Clock
from bot.crypto import Vault
from bot.errors import DatabaseUnavailable, DeviceGone, PushPostponed, PushRefused, PushUncertain
from bot.lease import LEASE, backoff, claim, free
from bot.messages import DeliveryState
from bot.push.announcing import Announcement
from bot.push.devices import Devices
from bot.push.port import DeviceKind, Notice, Push, Target
from bot.push.telling import notice_of
from bot.telemetry import NOTICES_SENT, correlated

POLL: Final = 1.0
AT_ONCE: Final = 50
WORTH_TELLING: Final = timedelta(hours=4)
"""What is older than this is in the conversation, and would only puzzle on a lock screen."""
LONGEST_WAIT: Final = timedelta(minutes=5)
PATIENCE: Final = 20.0
"""Seconds after which a push service that gives no answer is taken to have lost the notice; less than a lease."""
KEPT: Final = timedelta(days=7)
"""How long it can be looked up how an announcement ended."""

log = structlog.get_logger(__name__)


class End(Enum):
    """How one attempt for one device ended."""

    SENT = auto()
    GONE = auto()
    REFUSED = auto()
    UNKNOWN = auto()
    POSTPONED = auto()


@dataclass(frozen=True)
class Attempt:
    """One attempt for one device; `wait` is how long its push service asked to be left alone."""

    device: str
    end: End
    wait: timedelta = timedelta()


class Announcements:
    """Takes announcements one by one under a lease, and hands each to the push services of its person's devices.

    That sending begins is written down first. One whose sender died in the middle of it is not sent again: its notice
    may have been shown, and the message itself is in the conversation anyway.
    """

    def __init__(self, services: Mapping[DeviceKind, Push], devices: Devices, vault: Vault, clock: Clock) -> None:
        self._services = services
        self._devices = devices
        self._vault = vault
        self._clock = clock
        self._stopping = False
        self._idle = asyncio.Event()
        self._idle.set()

    async def run(self) -> None:
        """Look for announcements that nobody is sending, until cancelled; without a push service, for none."""
        if not self._services:
            await asyncio.Event().wait()
        while not self._stopping:
            try:
                await self.send()
            except (PyMongoError, DatabaseUnavailable) as error:
                log.warning("push.database_unavailable", error=type(error).__name__)
            await asyncio.sleep(POLL)

    async def send(self) -> None:
        """Send everything that waits."""
        while not self._stopping and (
            waiting := await free(Announcement, "leaving", self._clock(), also={}, limit=AT_ONCE)
        ):
            self._idle.clear()
            try:
                taken = await asyncio.gather(*(self._take(each) for each in waiting))
            finally:
                self._idle.set()
            if not any(taken):
                return  # others are at it

    async def stop(self, patience: float) -> None:
        """Begin nothing more, and let what has begun finish for `patience` seconds."""
        self._stopping = True
        try:
            async with asyncio.timeout(patience):
                await self._idle.wait()
        except TimeoutError:
            log.warning("push.cut_short")

    async def close(self) -> None:
        """Give up connections."""
        for service in {id(each): each for each in self._services.values()}.values():
            await service.close()

    async def _take(self, announcement: Announcement) -> bool:
        """Deal with one announcement; False when somebody else was faster."""
        if announcement.leaving is None:
            return False
        lease = await claim(Announcement, "leaving", announcement.id, announcement.leaving, self._clock() + LEASE)
        if lease is None:
            return False
        announcement.leaving = lease
        with correlated(announcement.id):
            try:
                await self._carry_on(announcement)
            except (PyMongoError, DatabaseUnavailable):
                raise
            except Exception:
                # It is tried again when its lease has run out. What fails with one must not keep the others waiting.
                log.exception("push.failed", message=announcement.message)
        return True

    async def _carry_on(self, announcement: Announcement) -> None:
        if announcement.state is DeliveryState.SENDING:
            log.error("push.delivery_unknown", message=announcement.message)
            await self._finish(announcement, DeliveryState.UNKNOWN)
        else:
            await self._deal_with(announcement)

    async def _deal_with(self, announcement: Announcement) -> None:
        if self._clock() - announcement.at > WORTH_TELLING:
            log.error("push.gave_up", message=announcement.message)
            await self._finish(announcement, DeliveryState.FAILED)
            return
        notice = await notice_of(announcement, self._vault)
        targets = await self._devices.of(announcement.person) if notice else {}
        if announcement.remaining is not None:
            targets = {each: targets[each] for each in announcement.remaining if each in targets}
        if notice is None or not targets:
            await self._finish(announcement, DeliveryState.READ if notice is None else DeliveryState.FAILED)
        elif await self._change(announcement, {"$set": {"state": DeliveryState.SENDING}}):
            attempts = await asyncio.gather(*(self._try(each, target, notice) for each, target in targets.items()))
            await self._note(announcement, attempts)

    async def _try(self, device: str, target: Target, notice: Notice) -> Attempt:
        """One attempt for one device; whatever goes wrong with it is not to keep the others waiting."""
        kind = target.kind
        try:
            async with asyncio.timeout(PATIENCE):
                await self._services[kind].send(target, notice)
        except DeviceGone:
            log.info("push.device_gone", device=device, kind=kind)
            return Attempt(device, End.GONE)
        except PushPostponed as error:
            log.info("push.postponed", device=device, kind=kind, reason=str(error))
            return Attempt(device, End.POSTPONED, error.wait)
        except PushRefused as error:
            log.warning("push.refused", device=device, kind=kind, reason=str(error))
            return Attempt(device, End.REFUSED)
        except (PushUncertain, TimeoutError) as error:
            log.warning("push.delivery_unknown", device=device, kind=kind, reason=str(error))
        except Exception:
            log.exception("push.failed", device=device, kind=kind)
        else:
            return Attempt(device, End.SENT)
        return Attempt(device, End.UNKNOWN)

    async def _note(self, announcement: Announcement, attempts: Collection[Attempt]) -> None:
        for attempt in attempts:
            NOTICES_SENT.labels(end=attempt.end.name.lower()).inc()
        await self._devices.forget([each.device for each in attempts if each.end is End.GONE])
        again = [each for each in attempts if each.end is End.POSTPONED]
        if again and self._clock() - announcement.at < WORTH_TELLING:
            await self._postpone(announcement, again)
            return
        if again:
            log.error("push.gave_up", message=announcement.message, devices=len(again))
        ends = {each.end for each in attempts}
        settled = DeliveryState.UNKNOWN if End.UNKNOWN in ends else DeliveryState.FAILED
        await self._finish(announcement, DeliveryState.SENT if End.SENT in ends else settled)

    async def _postpone(self, announcement: Announcement, again: Collection[Attempt]) -> None:
        tried = announcement.leaving.attempts if announcement.leaving else 0
        wait = max(backoff(tried, base=1, cap=60), *(each.wait for each in again))
        values = {
            "state": DeliveryState.QUEUED,
            "remaining": [each.device for each in again],
            "leaving.due": self._clock() + min(wait, LONGEST_WAIT),
        }
        await self._change(announcement, {"$set": values, "$inc": {"leaving.attempts": 1}})

    async def _finish(self, announcement: Announcement, state: DeliveryState) -> None:
        values = {"state": state, "expires_at": self._clock() + KEPT}
        await self._change(announcement, {"$set": values, "$unset": {"leaving": 1, "remaining": 1}})

    @staticmethod
    async def _change(announcement: Announcement, change: dict[str, Any]) -> bool:
        """Write what became of it, while it is still ours."""
        fence = announcement.leaving.fence if announcement.leaving else None
        ours = {"_id": announcement.id, "leaving.fence": fence}
        result = await Announcement.get_motor_collection().update_one(ours, change)
        return bool(result.matched_count)
