"""The time of a channel or an address, which is handed out piece by piece, to one replica or to several.

What is kept of each is a single number: until when its time is spent. Whoever takes a piece moves it on by
compare-and-set. (The generic cell rate algorithm of ATM traffic management, ITU-T I.371, which does what a token bucket
does without anybody who fills it.)
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Final, Protocol

import structlog
from pydantic import AwareDatetime
from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError, PyMongoError
from typing_extensions import override

from memory.documents import Stored, StoredSettings

HORIZON: Final = 600.0
"""Nothing is spent further ahead than so many seconds; what is was so before the clock went back."""
AT_HAND: Final = 20_000
KEPT: Final = timedelta(minutes=20)

log = structlog.get_logger(__name__)


class Budget(Protocol):
    """Hands out time. Moments are seconds since the epoch."""

    async def take(self, name: str, length: float) -> float:
        """The moment at which a piece of `length` seconds begins that is the caller's alone."""

    async def take_for(self, name: str, apart: float, burst: int) -> float:
        """The moment at which one may go to an address: `apart` seconds after another, after a rest `burst` at once."""

    async def close(self, name: str, until: float) -> None:
        """Nothing is handed out before `until`."""


class OwnBudget(Budget):
    """The time of a bot that runs alone: kept in memory, for nobody else takes any."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._spent: OrderedDict[str, float] = OrderedDict()

    @override
    async def take(self, name: str, length: float) -> float:
        return self.spend(name, length)

    @override
    async def take_for(self, name: str, apart: float, burst: int) -> float:
        return self.spend(name, apart, (burst - 1) * apart)

    @override
    async def close(self, name: str, until: float) -> None:
        self._spent[name] = max(until, self.spent(name))

    def spent(self, name: str) -> float:
        """Until when its time is spent."""
        return _believed(self._spent.get(name, 0.0), self._now())

    def spend(self, name: str, length: float, ahead: float = 0.0) -> float:
        """Take a piece, which may begin up to `ahead` seconds before what is spent has passed."""
        start, self._spent[name] = _moved_on(self.spent(name), self._now(), length, ahead)
        self._spent.move_to_end(name)
        if len(self._spent) > AT_HAND:
            self._spent.popitem(last=False)
        return start


class SpentTime(Stored):
    """Until when the time of a channel (`telegram`) or an address (`telegram:123`) is spent: microseconds, UTC."""

    until: int
    expires_at: AwareDatetime

    class Settings(StoredSettings):
        """Where it is kept."""

        name = "spent_time"
        indexes: ClassVar = [IndexModel([("expires_at", ASCENDING)], name="expires_at", expireAfterSeconds=0)]


class SharedBudget(Budget):
    """The time that several replicas share by way of the database.

    A lone message to an address asks nobody: only from the second on within a short time the database is asked, and the
    first is counted then. So a few more than `burst` may leave at once, one for each further replica. While the
    database does not answer, each replica goes by what it took itself.
    """

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._own = OwnBudget(now)
        self._unasked: set[str] = set()
        self._seen: dict[str, int] = {}

    @override
    async def take(self, name: str, length: float) -> float:
        return await self._take(name, length)

    @override
    async def take_for(self, name: str, apart: float, burst: int) -> float:
        lately = self._own.spent(name) > self._now()
        own = self._own.spend(name, apart, (burst - 1) * apart)
        if not lately:
            self._unasked.add(name)
            if len(self._unasked) > AT_HAND:
                self._unasked.clear()
            return own
        count = 1 + (name in self._unasked)
        self._unasked.discard(name)
        return max(own, await self._take(name, apart * count, (burst - count) * apart))

    @override
    async def close(self, name: str, until: float) -> None:
        await self._own.close(name, until)
        try:
            await self._move(name, lambda spent: (until, max(spent, until)))
        except PyMongoError as error:
            log.warning("pacing.database_unavailable", error=type(error).__name__)

    async def _take(self, name: str, length: float, ahead: float = 0.0) -> float:
        try:
            return await self._move(name, lambda spent: _moved_on(spent, self._now(), length, ahead))
        except PyMongoError as error:
            log.warning("pacing.database_unavailable", error=type(error).__name__)
            return self._own.spend(name, length, ahead)

    async def _move(self, name: str, move: Callable[[float], tuple[float, float]]) -> float:
        """Move the number on from what it was; what was seen last is tried first, which saves reading it."""
        rows = SpentTime.get_motor_collection()
        seen = self._seen.get(name)
        while True:
            start, end = move(_believed((seen or 0) / 1e6, self._now()))
            until, expires_at = round(end * 1e6), datetime.fromtimestamp(end, UTC) + KEPT
            change = {"$set": {"until": until, "expires_at": expires_at}}
            if seen is not None and (await rows.update_one({"_id": name, "until": seen}, change)).matched_count:
                break
            if seen is None and await _inserted(SpentTime(id=name, until=until, expires_at=expires_at)):
                break
            row = await rows.find_one({"_id": name}, {"until": 1})
            seen = None if row is None else int(row["until"])
        if ":" not in name:  # there are few channels, and many addresses
            self._seen[name] = until
        return start


async def _inserted(document: SpentTime) -> bool:
    try:
        await document.insert()
    except DuplicateKeyError:
        return False
    return True


def _believed(spent: float, now: float) -> float:
    return spent if spent <= now + HORIZON else now


def _moved_on(spent: float, now: float, length: float, ahead: float) -> tuple[float, float]:
    start = max(now, spent - ahead)
    return start, max(spent, start) + length
