"""Declines politely in groups: a memory belongs to one person, so the bot keeps and answers nothing there."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from aiogram import Bot
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.types import Message, Update
from pydantic import ValidationError

from bot.channels.telegram.sending import CALL_FAILURES
from bot.clock import Clock

AGAIN: Final = timedelta(days=1)
"""How long a group is left alone after it was told."""
REMEMBERED: Final = 1_000
IN_GROUPS: Final = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})

_log = structlog.get_logger(__name__)


class Groups:
    """Says one sentence in a group that the bot is added to or spoken to in, at most once a day; stores nothing.

    What is lost by a crash is a courtesy, so nobody is waited for and nothing is tried again.
    """

    def __init__(self, bot: Bot, clock: Clock) -> None:
        self.sentences: Mapping[str, str] = {}
        self._bot = bot
        self._clock = clock
        self._told: OrderedDict[int, datetime] = OrderedDict()
        self._errands: set[asyncio.Task[None]] = set()

    def heard(self, raw: object) -> None:
        """An update that no private chat waits on; returns at once and never fails."""
        if self.sentences and isinstance(raw, dict):
            errand = asyncio.create_task(self._decline(raw))
            self._errands.add(errand)
            errand.add_done_callback(self._errands.discard)

    async def close(self) -> None:
        """End all errands."""
        errands = list(self._errands)
        for errand in errands:
            errand.cancel()
        await asyncio.gather(*errands, return_exceptions=True)

    async def _decline(self, raw: dict[str, Any]) -> None:
        try:
            update = Update.model_validate(raw)
            place = await self._addressed_in(update)
            if place is not None and self._is_new(place[0]):
                chat, language = place
                await self._bot.send_message(chat, self._sentence(language))
        except (ValidationError, *CALL_FAILURES) as error:
            _log.debug("a group could not be told", error=type(error).__name__)

    async def _addressed_in(self, update: Update) -> tuple[int, str | None] | None:
        """The group in which the bot was added or spoken to, and the language of whoever did so."""
        if (change := update.my_chat_member) and change.chat.type in IN_GROUPS:
            added = change.new_chat_member.status == ChatMemberStatus.MEMBER
            return (change.chat.id, change.from_user.language_code) if added else None
        message = update.message
        if message is None or message.chat.type not in IN_GROUPS or not await self._is_meant(message):
            return None
        return message.chat.id, message.from_user.language_code if message.from_user else None

    async def _is_meant(self, message: Message) -> bool:
        answered = message.reply_to_message and message.reply_to_message.from_user
        if answered and answered.id == self._bot.id:
            return True
        me = await self._bot.me()
        text = (message.text or message.caption or "").lower()
        return bool(me.username) and f"@{me.username}".lower() in text

    def _is_new(self, chat: int) -> bool:
        now = self._clock()
        if (before := self._told.get(chat)) and now - before < AGAIN:
            return False
        self._told[chat] = now
        self._told.move_to_end(chat)
        if len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
        return True

    def _sentence(self, language: str | None) -> str:
        return self.sentences.get((language or "").partition("-")[0].lower(), self.sentences[""])
