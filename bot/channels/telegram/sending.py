"""Hands messages to Telegram and says what became of each, once it is known for certain or known to be uncertain."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Final

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import LinkPreviewOptions, Message, ReactionTypeEmoji, ReplyParameters
from aiohttp import ClientConnectorError, ClientTimeout, ConnectionTimeoutError

from bot.channels.telegram import enclosures
from bot.channels.telegram.rendering import Part, render
from bot.channels.telegram.timing import Timing
from bot.clock import Clock
from bot.errors import MediaGone, RecipientGone, SendPostponed, SendRefused, SendUncertain, TuckawayError
from bot.messages import DeliveryState, Enclosure, Outbound, Receipt

CALL_FAILURES: Final = (AiogramError, TypeError, ValueError)
"""What a call of aiogram raises. The latter two come from answers that are not as documented, such as an error without
a description, or bytes that are not UTF-8."""

_CHAT_GONE: Final = ("chat not found", "user not found", "peer_id_invalid", "user_is_blocked", "input_user_deactivated")
"""How Telegram says that there is no such chat (any more), in lower case."""

NOD: Final = "👍"

_log = structlog.get_logger(__name__)

_UNREACHABLE_WAIT: Final = timedelta(seconds=5)
_LONGEST_WAIT: Final = 86_400
"""Seconds; what is to wait for longer is not worth sending any more."""
_WRONG_TOKEN_WAIT: Final = timedelta(minutes=5)


class Sender:
    """Sends one message at a time; safe to call for many at once."""

    def __init__(self, bot: Bot, *, clock: Clock, timing: Timing) -> None:
        self._bot = bot
        self._clock = clock
        self._timing = timing

    async def send(self, message: Outbound) -> Receipt:
        """Send a message, its files first and its words in parts when they are long.

        The receipt names the last part, the one with the buttons. A file that Telegram does not take is said to be
        elsewhere. Once the first part has arrived, the message as a whole may not be sent again. So a later part that
        is told to wait is waited for here, and when that takes too long the message is uncertain rather than postponed.

        Raises:
            RecipientGone: the person blocked the bot, or the chat is gone.
            SendRefused: Telegram will never take it. Of a split message, earlier parts may have arrived.
            SendPostponed: nothing of it was taken.
            SendUncertain: it, or part of it, may have been taken.
        """
        chat, parts, answered = _chat(message), render(message.reply), _number(message.answers)
        if not parts:
            reason = "the reply has no words to show"
            raise SendRefused(reason)
        if message.reply.nod and answered and await self._nod(chat, answered):
            return Receipt(state=DeliveryState.SENT, at=self._clock())
        arrived: list[Message] = []
        for enclosure in message.enclosures:
            await self._step(arrived, partial(self._send_file, chat, enclosure, None if arrived else answered))
        if len(arrived) < len(message.enclosures):
            parts = render(message.telling_elsewhere().reply)
        for part in parts:
            await self._step(arrived, partial(self._send_part, chat, part, None if arrived else answered))
        last = arrived[-1].message_id
        return Receipt(state=DeliveryState.SENT, provider_id=f"{chat}:{last}", at=self._clock())

    async def _nod(self, chat: int, answered: int) -> bool:
        """Put a sign on a message instead of answering it; False where it can't be, as when it was deleted."""
        try:
            await self._bot.set_message_reaction(chat, answered, reaction=[ReactionTypeEmoji(emoji=NOD)])
        except TelegramBadRequest:
            return False
        except CALL_FAILURES as error:
            raise verdict(error) from None
        return True

    async def _step(self, arrived: list[Message], send: Callable[[], Awaitable[Message | None]]) -> None:
        """Send the next part, and put it with those that have arrived, if it has."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self._timing.remainder
        while True:
            try:
                sent = await send()
            except SendPostponed as error:
                if not arrived:
                    raise
                if loop.time() + error.wait.total_seconds() > until:
                    raise SendUncertain(f"only the first {len(arrived)} parts arrived: {error}") from None
                await asyncio.sleep(error.wait.total_seconds())
            else:
                arrived += [sent] if sent else []
                return

    async def _send_file(self, chat: int, enclosure: Enclosure, answered: int | None) -> Message | None:
        """Send a file as what it is, or else as a document; None when it can't be read or Telegram takes neither."""
        try:
            content = await enclosure.read()
        except MediaGone:
            return None
        for send in enclosures.ways(enclosure):
            try:
                return await self._upload(send(chat, enclosure, content), answered)
            except RecipientGone:
                raise
            except SendRefused as error:
                _log.warning("Telegram does not take a file", type=enclosure.type, reason=str(error))
        return None

    async def _upload(self, request: enclosures.Upload, answered: int | None) -> Message:
        request = request.model_copy(update={"reply_parameters": _answering(answered)})
        patience = ClientTimeout(total=self._timing.upload, connect=self._timing.connect)
        try:
            # It is handed on to aiohttp as it is, like that of the session; see `Connections.to`.
            return await self._bot(request, request_timeout=patience)  # type: ignore[arg-type]  # declared as int
        except CALL_FAILURES as error:
            raise verdict(error) from None

    async def _send_part(self, chat: int, part: Part, answered: int | None = None) -> Message:
        try:
            return await self._deliver(chat, part, answered)
        except CALL_FAILURES as error:
            # Not `from error`: aiogram's errors hold the request, and with it the person's text.
            raise verdict(error) from None

    async def _deliver(self, chat: int, part: Part, answered: int | None) -> Message:
        try:
            return await self._post(chat, part, answered, html=True)
        except TelegramBadRequest as error:
            if "can't parse entities" not in _reason(error):
                raise
        return await self._post(chat, part, answered, html=False)

    async def _post(self, chat: int, part: Part, answered: int | None, *, html: bool) -> Message:
        # Without the preview, Telegram does not fetch the pages that a person's memories link to.
        return await self._bot.send_message(
            chat,
            part.html if html else part.plain,
            parse_mode="HTML" if html else None,
            reply_markup=part.buttons,
            reply_parameters=_answering(answered),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )


def verdict(error: Exception) -> TuckawayError:
    """What a failed request means for the message, by the first class in VERDICTS that fits."""
    judge = next((judge for kind, judge in VERDICTS.items() if isinstance(error, kind)), _unclear_answer)
    return judge(error)


def _reason(error: TelegramAPIError) -> str:
    """Telegram's own sentence, which holds neither the person's text nor the token."""
    return str(error.message or "no reason given")


def _flooded(error: TelegramRetryAfter) -> TuckawayError:
    wait = min(max(error.retry_after, 0), _LONGEST_WAIT)
    return SendPostponed("Telegram asks for a pause", timedelta(seconds=wait))


def _blocked(error: TelegramForbiddenError) -> TuckawayError:
    return RecipientGone(f"Telegram: {_reason(error)}")


def _wrong_token(_error: TelegramAPIError) -> TuckawayError:
    # The messages are good; they go out once the operator has put the token right.
    return SendPostponed("Telegram does not know the bot's token", _WRONG_TOKEN_WAIT)


def _broken_off(error: TelegramNetworkError) -> TuckawayError:
    cause = type(error.__cause__).__name__
    if isinstance(error.__cause__, ClientConnectorError | ConnectionTimeoutError):
        return SendPostponed(f"Telegram can't be reached ({cause})", _UNREACHABLE_WAIT)
    return SendUncertain(f"the connection to Telegram broke off before its answer ({cause})")


def _server_trouble(error: TelegramServerError) -> TuckawayError:
    # A 5xx comes from Telegram's gateway or from a bot server that is restarting, and both may have passed the message
    # on: people report messages that arrived in spite of a 502. At most once is the rule, so it is not sent again.
    return SendUncertain(f"Telegram: {_reason(error)}")


def _bad_request(error: TelegramBadRequest) -> TuckawayError:
    gone = any(sign in _reason(error).lower() for sign in _CHAT_GONE)
    return (RecipientGone if gone else SendRefused)(f"Telegram: {_reason(error)}")


def _refused(error: TelegramAPIError) -> TuckawayError:
    if _reason(error).startswith("Too Many Requests"):  # without the number of seconds
        return SendPostponed("Telegram asks for a pause", _UNREACHABLE_WAIT)
    return SendRefused(f"Telegram: {_reason(error)}")


def _unclear_answer(error: Exception) -> TuckawayError:
    return SendUncertain(f"Telegram's answer can't be read ({type(error).__name__})")


VERDICTS: Final[Mapping[type[Exception], Callable[..., TuckawayError]]] = {
    TelegramRetryAfter: _flooded,
    TelegramForbiddenError: _blocked,
    TelegramUnauthorizedError: _wrong_token,
    TelegramNotFound: _wrong_token,  # how a token of the wrong form is answered
    TelegramServerError: _server_trouble,
    TelegramEntityTooLarge: _refused,  # for aiogram a network error, so it stands before that
    TelegramNetworkError: _broken_off,
    TelegramBadRequest: _bad_request,
    TelegramAPIError: _refused,
}


def _chat(message: Outbound) -> int:
    try:
        return int(message.recipient.value)
    except ValueError:
        reason = "the address is not a Telegram chat"
        raise RecipientGone(reason) from None


def _number(provider_id: str | None) -> int | None:
    """The message's own number in its chat, as `reading.message_id` put it together."""
    number = (provider_id or "").rpartition(":")[2]
    return int(number) if number.isdecimal() else None


def _answering(number: int | None) -> ReplyParameters | None:
    # What it answers may have been deleted meanwhile.
    return ReplyParameters(message_id=number, allow_sending_without_reply=True) if number else None
