"""Small signs of life in a Telegram chat: a tapped button comes to rest, and a slow answer is seen being written."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, Final

import structlog
from aiogram import Bot
from aiogram.enums import ChatAction

from bot.channels.telegram.rendering import LASTING
from bot.channels.telegram.sending import CALL_FAILURES
from bot.channels.telegram.timing import Timing
from bot.messages import Envelope

_SHOWN: Final = 4.5
"""Seconds for which a sign of typing is shown. Source: core.telegram.org/bots/api#sendchataction."""
_AT_ONCE: Final = 25
"""Chats that are shown typing: while more are waiting, what there is to spend goes into their answers."""

_log = structlog.get_logger(__name__)


class Presence:
    """Runs errands beside the messages; none of them is waited for, and none of them can fail anything."""

    def __init__(self, bot: Bot, timing: Timing) -> None:
        self._bot = bot
        self._timing = timing
        self._errands: set[asyncio.Task[None]] = set()
        self._typing: dict[str, asyncio.Task[None]] = {}

    def stored(self, envelope: Envelope) -> None:
        """An update is stored: let its button rest, or show before long that an answer is being written."""
        query = envelope.raw.get("callback_query")
        if isinstance(query, dict):
            _ = self._run(self._rest(query))
        elif isinstance(envelope.raw.get("message"), dict):
            self.answered(envelope.sender.value)
            if len(self._typing) >= _AT_ONCE:
                return
            self._typing[envelope.sender.value] = self._run(self._type(envelope.sender.value))

    def answered(self, chat: str) -> None:
        """Something is said there, or nothing will be, so that nothing more need be shown."""
        if typing := self._typing.pop(chat, None):
            typing.cancel()

    async def close(self) -> None:
        """End all errands."""
        errands = list(self._errands)
        for errand in errands:
            errand.cancel()
        await asyncio.gather(*errands, return_exceptions=True)

    def _run(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        errand = asyncio.create_task(work)
        self._errands.add(errand)
        errand.add_done_callback(self._errands.discard)
        return errand

    async def _rest(self, query: Mapping[str, Any]) -> None:
        number, data, message = query.get("id"), query.get("data"), query.get("message")
        if not isinstance(number, str):
            return
        try:
            await self._bot.answer_callback_query(number)
            if isinstance(message, dict) and not str(data).startswith(LASTING):
                # What was decided can't be decided again.
                await self._bot.edit_message_reply_markup(
                    chat_id=message["chat"]["id"], message_id=message["message_id"], reply_markup=None
                )
        except (*CALL_FAILURES, KeyError) as error:
            # The button stops by itself after a while, and most often the tap is merely older than Telegram allows.
            _log.debug("a tap could not be acknowledged", error=type(error).__name__)

    async def _type(self, chat: str) -> None:
        try:
            await asyncio.sleep(self._timing.typing_after)
            for _ in range(self._timing.typing_times):
                await self._bot.send_chat_action(int(chat), ChatAction.TYPING)
                await asyncio.sleep(_SHOWN)
        except CALL_FAILURES as error:
            _log.debug("typing could not be shown", error=type(error).__name__)
        finally:
            if self._typing.get(chat) is asyncio.current_task():
                del self._typing[chat]
