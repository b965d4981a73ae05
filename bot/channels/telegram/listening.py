"""Keeps Telegram's updates coming: fetches them by long polling, or tells Telegram where to bring them."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Final

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod

from bot.channels.telegram.reading import ALLOWED
from bot.channels.telegram.timing import Timing
from bot.channels.telegram.updates import update_number
from bot.errors import TuckawayError
from bot.messages import Address, Envelope

_Update = dict[str, Any]

_POLL_MARGIN: Final = 10
"""Seconds beyond a long poll's own time until it is taken for dead."""

_LONGEST_ASKED: Final = 3_600
"""Seconds that Telegram is believed when it asks for a pause."""

_log = structlog.get_logger(__name__)


class GetRawUpdates(TelegramMethod[list[_Update]]):
    """Telegram's getUpdates, giving the updates as they came.

    aiogram's own method reads them into its types, so that one update it can't read would keep all others back.
    """

    __returning__ = list[_Update]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int
    allowed_updates: list[str]


class Listener:
    """Listens for one bot until cancelled, whatever the network and the database do meanwhile."""

    def __init__(
        self,
        bot: Bot,
        *,
        timing: Timing,
        unpack: Callable[[object], Envelope | None],
        store: Callable[[Envelope], Awaitable[None]],
    ) -> None:
        """`store` keeps an update durably before it returns; whatever it raises, the update comes again."""
        self._bot = bot
        self._timing = timing
        self._unpack = unpack
        self._store = store
        self._offset: int | None = None
        self._failures = 0
        self._conflict_told = False

    async def poll(self) -> None:
        """Fetch updates until cancelled; returns early only when Telegram does not know the token."""
        if not await self._persist(lambda: self._bot.delete_webhook(drop_pending_updates=False)):
            return
        while await self._persist(self._round):
            pass

    async def announce(self, url: str, secret: str) -> None:
        """Have Telegram bring updates to `url` with `secret` in its header, and keep trying until it agrees."""
        if await self._persist(
            lambda: self._bot.set_webhook(url=url, secret_token=secret, allowed_updates=list(ALLOWED)),
        ):
            _log.info("Telegram brings its updates by webhook", url=url)

    async def _persist(self, attempt: Callable[[], Awaitable[object]]) -> bool:
        """Repeat until it succeeds (True) or can never succeed, for want of a good token (False)."""
        while True:
            try:
                await attempt()
            except (TelegramUnauthorizedError, TelegramNotFound):
                _log.error(
                    "Telegram does not know this bot's token, so Telegram is off. Copy the token from @BotFather (its "
                    "command /mybots) into TUCKAWAY_TELEGRAM_TOKEN and start again.",
                )
                return False
            except Exception as error:  # noqa: BLE001 - the one place that keeps the loop alive
                await self._pause(error)
            else:
                self._recovered()
                return True

    async def _round(self) -> None:
        updates = await self._bot(
            GetRawUpdates(offset=self._offset, timeout=self._timing.poll, allowed_updates=list(ALLOWED)),
            request_timeout=self._timing.poll + _POLL_MARGIN,
        )
        if updates:
            await self._take(updates)
        else:
            # All is confirmed. After a quiet week Telegram goes on from a random number, perhaps a lower one, which
            # the old offset would confirm unseen.
            self._offset = None

    async def _take(self, updates: list[_Update]) -> None:
        """Store updates, those of one person in order and different people's at once.

        The offset, which confirms everything below it, moves to the first that could not be stored. Those after it
        come again and are known by their ids.
        """
        stored: set[int] = set()
        outcomes = await asyncio.gather(
            *(self._take_in_order(queue, stored) for queue in self._by_sender(updates)),
            return_exceptions=True,
        )
        numbers = [number for each in updates if (number := update_number(each)) is not None]
        self._offset = min((n for n in numbers if n not in stored), default=max(numbers, default=0) + 1)
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome

    def _by_sender(self, updates: Iterable[_Update]) -> Iterable[list[tuple[int, Envelope | None]]]:
        queues: dict[Address | None, list[tuple[int, Envelope | None]]] = {}
        for update in updates:
            envelope, number = self._unpack(update), update_number(update)
            if number is not None:
                queues.setdefault(envelope.sender if envelope else None, []).append((number, envelope))
        return queues.values()

    async def _take_in_order(self, queue: Iterable[tuple[int, Envelope | None]], stored: set[int]) -> None:
        for number, envelope in queue:
            if envelope:
                await self._store(envelope)
            stored.add(number)

    async def _pause(self, error: Exception) -> None:
        self._tell(error)
        ceiling = min(self._timing.backoff_most, self._timing.backoff_first * 2 ** min(self._failures, 16))
        self._failures += 1
        asked = min(error.retry_after, _LONGEST_ASKED) if isinstance(error, TelegramRetryAfter) else 0
        await asyncio.sleep(asked + random.uniform(0, ceiling))

    def _tell(self, error: Exception) -> None:
        """Log trouble when it begins; a conflict only once, as pollers that take turns meet one every few seconds."""
        conflict = isinstance(error, TelegramConflictError)
        if self._failures or (conflict and self._conflict_told):
            return
        self._conflict_told |= conflict
        _log.warning(_sentence(error), **_details(error))

    def _recovered(self) -> None:
        if self._failures:
            _log.info("Telegram's updates come in again", failures=self._failures)
        self._failures = 0


def _sentence(error: Exception) -> str:
    if isinstance(error, TelegramConflictError):
        return (
            "Another program fetches this Telegram bot's updates, so the two take turns. Stop the other one, or set "
            "TUCKAWAY_PUBLIC_URL on all replicas so that Telegram brings updates by webhook."
        )
    if isinstance(error, TelegramNetworkError):
        return "Telegram can't be reached; trying again until it can"
    if isinstance(error, TelegramAPIError):
        return "Telegram refuses to give updates just now; trying again"
    return "updates from Telegram could not be stored, so they are left with Telegram; trying again"


def _details(error: Exception) -> Mapping[str, str]:
    """What may be logged: never the text of an error that could hold a person's words or the token."""
    told = isinstance(error, TelegramAPIError | TuckawayError) and not isinstance(error, TelegramNetworkError)
    cause = error.__cause__ if isinstance(error, TelegramNetworkError) else error
    return {"error": type(cause).__name__} | ({"reason": str(getattr(error, "message", error))} if told else {})
