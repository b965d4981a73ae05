"""Telegram's side of the wire: a Bot API server on the loopback, strict about what the real one is strict about."""

import asyncio
import itertools
import json
import re
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Final, Self

from aiohttp import ClientSession, web

from tests.fakes.limits import Limits
from tests.fakes.telegram_files import SentFile, uploaded
from tests.fakes.telegram_html import units
from tests.fakes.telegram_wire import (
    ApiError,
    Fault,
    Params,
    Sent,
    Traffic,
    Webhook,
    buttons,
    error_response,
    flood,
    formatted,
    parameters,
    refusal,
)

__all__ = ["TOKEN", "ApiError", "FakeTelegram", "Fault", "Sent", "Update", "flood", "refusal"]

TOKEN: Final = "1234567:fake-token"
DATE: Final = 1_700_000_000
REACTIONS: Final = frozenset("👍👎🔥🎉👌🙏")
COMMAND: Final = re.compile(r"[a-z0-9_]{1,32}")
LARGEST_DOWNLOAD: Final = 20 * 2**20
UPLOADS: Final = ("photo", "video", "voice", "audio", "document")

Update = dict[str, Any]


class FakeTelegram:
    """One bot, its private chats, and a person who writes from `person` unless told otherwise.

    Args:
        token: the only one that is known.
        local: a Bot API server in local mode, which also brings updates to http addresses.
    """

    def __init__(self, token: str = TOKEN, *, local: bool = False) -> None:
        self.token = token
        self.bot_id = int(token.partition(":")[0])
        self.person = 7001
        self.sent: list[Sent] = []
        self.answered: list[str] = []
        self.reactions: dict[tuple[int, int], str] = {}
        self.menu: dict[str, list[str]] = {}
        self.files: dict[str, bytes] = {}
        self.sent_files: list[SentFile] = []
        self.files_lie_at: str | None = None
        self.strangers = 0
        self._heard: set[tuple[int, int]] = set()
        self.traffic = Traffic()
        self.webhook: Webhook | None = None
        self.pending: deque[Update] = deque()
        self.limits: Limits | None = None
        self.trouble: str | None = None
        self._local = local
        self._known: set[int] = {self.person}
        self._blocked: set[int] = set()
        self._open_queries: set[str] = set()
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._allowed: list[str] = []
        self._ids = itertools.count(1)
        self._update_ids = itertools.count(500_000)
        self._changed = asyncio.Event()
        self._poll_turn = 0
        self._methods: Mapping[str, Callable[[Params], Awaitable[Any]]] = {
            "getMe": self._get_me,
            "getUpdates": self._get_updates,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._get_webhook_info,
            "sendMessage": self._send_message,
            "answerCallbackQuery": self._answer_callback_query,
            "editMessageReplyMarkup": self._edit_message_reply_markup,
            "setMessageReaction": self._set_message_reaction,
            "sendChatAction": self._send_chat_action,
            "setMyCommands": self._set_my_commands,
            "getFile": self._get_file,
            **{f"send{kind.title()}": partial(self._send_file, kind) for kind in UPLOADS},
        }

    # What tests do with it.

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=60 * 2**20)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        app.router.add_get("/file/bot{token}/{path:.+}", self._hand_over)
        app.router.add_get("/secret", self._tell_secret)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._client = ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.close()
        await self._runner.cleanup()

    @property
    def sent_texts(self) -> list[str]:
        return [each.text for each in self.sent]

    def message(self, text: str, *, chat: int | None = None, **fields: Any) -> Update:
        """An update with a text message; `fields` go into the message."""
        chat = chat or self.person
        self._known.add(chat)
        person = {"id": chat, "is_bot": False, "first_name": "Test", "language_code": "en"}
        number = next(self._ids)
        self._heard.add((chat, number))
        body = {
            "message_id": number,
            "from": person,
            "chat": {"id": chat, "first_name": "Test", "type": "private"},
            "date": DATE,
            "text": text,
        }
        if text.startswith("/"):
            body["entities"] = [{"type": "bot_command", "offset": 0, "length": units(text.split(maxsplit=1)[0])}]
        return {"update_id": next(self._update_ids), "message": body | fields}

    def tap(self, data: str, message: Sent) -> Update:
        """An update for a tap on one of a message's buttons."""
        assert data in message.taps, f"no button {data!r} under that message, only {message.taps}"
        query = f"{next(self._ids)}00000000"
        self._open_queries.add(query)
        return {
            "update_id": next(self._update_ids),
            "callback_query": {
                "id": query,
                "from": {"id": message.chat, "is_bot": False, "first_name": "Test", "language_code": "en"},
                "message": self._as_message(message),
                "chat_instance": "1",
                "data": data,
            },
        }

    def standing(self, status: str) -> Update:
        """An update that tells that the person blocked the bot ("kicked") or let it in again ("member")."""
        bot = {"id": self.bot_id, "is_bot": True, "first_name": "Tuckaway", "username": "tuckaway_test_bot"}
        kicked: Update = {"status": "kicked", "user": bot, "until_date": 0}
        member: Update = {"status": "member", "user": bot}
        before, now = (member, kicked) if status == "kicked" else (kicked, member)
        return {
            "update_id": next(self._update_ids),
            "my_chat_member": {
                "chat": {"id": self.person, "first_name": "Test", "type": "private"},
                "from": {"id": self.person, "is_bot": False, "first_name": "Test", "language_code": "en"},
                "date": DATE,
                "old_chat_member": before,
                "new_chat_member": now,
            },
        }

    def know(self, chat: int) -> None:
        """A chat that the bot may write to."""
        self._known.add(chat)

    def arrives(self, *updates: Update) -> None:
        """Updates wait to be fetched, as far as the bot asked for their kind."""
        wanted = (each for each in updates if not self._allowed or any(kind in each for kind in self._allowed))
        self.pending.extend(wanted)
        self._notify()

    def say(self, text: str, *, chat: int | None = None) -> Update:
        """The person writes, and the update waits to be fetched."""
        update = self.message(text, chat=chat)
        self.arrives(update)
        return update

    async def deliver(self, update: Update, *, url: str | None = None, secret: str | None = None) -> int:
        """Bring one update to the webhook, once; the status that it answered.

        Without `url` and `secret` those of the bot's own setWebhook are used.
        """
        url = url or (self.webhook.url if self.webhook else None)
        secret = secret or (self.webhook.secret if self.webhook else None)
        assert url, "the bot has set no webhook"
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        async with self._client.post(url, json=update, headers=headers) as response:
            return response.status

    def block(self, chat: int | None = None) -> None:
        """The person blocks the bot."""
        self._blocked.add(chat or self.person)

    def fail(self, method: str, *faults: Fault) -> None:
        """The next requests of a method go wrong, one fault each."""
        self._faults[method].extend(faults)

    async def until(self, condition: Callable[[], object], *, within: float = 60) -> None:
        """Wait for something to become true; fails when it has not `within` so many seconds."""
        async with asyncio.timeout(within):
            while not condition():
                await asyncio.sleep(0.005)

    # What the bot does with it.

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        try:
            self._check_token(request.match_info["token"])
            params = await parameters(request)
            self.traffic.calls.append((method, params))
            result = await self._carry_out(method, params, request)
        except ApiError as error:
            return error_response(error)
        return result if isinstance(result, web.Response) else web.json_response({"ok": True, "result": result})

    async def _carry_out(self, method: str, params: Params, request: web.Request) -> Any:
        call = self._methods.get(method)
        if call is None:
            raise ApiError(404, "Not Found")
        fault = self._faults[method].popleft() if self._faults[method] else Fault(takes=True)
        result = await call(params) if fault.takes else None
        if fault.hold:
            await fault.hold.wait()
        if fault.drop and request.transport:
            request.transport.abort()
        if fault.error:
            raise fault.error
        return web.Response(status=502, body=fault.body) if fault.body is not None else result

    def _check_token(self, token: str) -> None:
        number, _, secret = token.partition(":")
        if not number.isdigit() or not secret:
            raise ApiError(404, "Not Found")
        if token != self.token:
            raise ApiError(401, "Unauthorized")

    async def _get_me(self, _: Params) -> Any:
        return {"id": self.bot_id, "is_bot": True, "first_name": "Tuckaway", "username": "tuckaway_test_bot"}

    async def _get_updates(self, params: Params) -> Any:
        if self.webhook:
            use = "use deleteWebhook to delete the webhook first"
            raise ApiError(409, f"Conflict: can't use getUpdates method while webhook is active; {use}")
        self._poll_turn += 1
        self._notify()
        self._confirm(int(params.get("offset", 0)))
        self._allow(params)
        return await self._wait_for_updates(self._poll_turn, int(params.get("limit", 100)), int(params["timeout"]))

    async def _wait_for_updates(self, turn: int, limit: int, timeout: int) -> list[Update]:  # noqa: ASYNC109 - the API's
        until = asyncio.get_running_loop().time() + timeout
        while not self.pending and (left := until - asyncio.get_running_loop().time()) > 0:
            try:
                await asyncio.wait_for(self._changed.wait(), left)
            except TimeoutError:
                break
            if turn != self._poll_turn:
                advice = "make sure that only one bot instance is running"
                raise ApiError(409, f"Conflict: terminated by other getUpdates request; {advice}")
        return list(itertools.islice(self.pending, limit))

    def _confirm(self, offset: int) -> None:
        while self.pending and self.pending[0]["update_id"] < offset:
            self.pending.popleft()

    def _allow(self, params: Params) -> None:
        if "allowed_updates" in params:
            self._allowed = json.loads(params["allowed_updates"])

    async def _set_webhook(self, params: Params) -> Any:
        url, secret = str(params.get("url", "")), params.get("secret_token")
        if not url.startswith("https://") and not (self._local and url.startswith("http://")):
            raise ApiError(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if secret and (len(secret) > 256 or not secret.replace("_", "").replace("-", "").isalnum()):
            raise ApiError(400, "Bad Request: secret token contains illegal characters")
        self.webhook = Webhook(url, secret)
        self._allow(params)
        return True

    async def _delete_webhook(self, params: Params) -> Any:
        self.webhook = None
        if params.get("drop_pending_updates") in {"true", "True"}:
            self.pending.clear()
        return True

    async def _get_webhook_info(self, _: Params) -> Any:
        url = self.webhook.url if self.webhook else ""
        trouble = {"last_error_date": DATE, "last_error_message": self.trouble} if self.trouble else {}
        return {"url": url, "has_custom_certificate": False, "pending_update_count": len(self.pending), **trouble}

    async def _send_message(self, params: Params) -> Any:
        text, entities = formatted(params)
        chat = self._chat(params)
        if self.limits is not None and not self.limits.takes(str(chat)):
            wait = self.limits.retry_after
            raise ApiError(429, f"Too Many Requests: retry after {wait}", wait)
        message = Sent(chat, next(self._ids), text, entities, buttons(params))
        self.sent.append(message)
        return self._as_message(message)

    async def _send_file(self, kind: str, params: Params) -> Any:
        name, content = uploaded(kind, params)
        chat = self._chat(params)
        sent = SentFile(chat, next(self._ids), kind, name, content, params.get("reply_parameters"))
        self.sent_files.append(sent)
        return self._as_message(Sent(chat, sent.message_id, "", [], []))

    async def _answer_callback_query(self, params: Params) -> Any:
        query = str(params.get("callback_query_id"))
        if query not in self._open_queries:
            reason = "query is too old and response timeout expired or query ID is invalid"
            raise ApiError(400, f"Bad Request: {reason}")
        self.answered.append(query)
        return True

    async def _edit_message_reply_markup(self, params: Params) -> Any:
        chat, number = self._chat(params), int(params.get("message_id", 0))
        message = next((each for each in self.sent if (each.chat, each.message_id) == (chat, number)), None)
        if message is None:
            raise ApiError(400, "Bad Request: message to edit not found")
        if message.buttons == buttons(params):
            raise ApiError(400, "Bad Request: message is not modified")
        message.buttons = buttons(params)
        return self._as_message(message)

    async def _set_message_reaction(self, params: Params) -> Any:
        place = (self._chat(params), int(params.get("message_id", 0)))
        if place not in self._heard:
            raise ApiError(400, "Bad Request: message to react not found")
        [reaction] = json.loads(params["reaction"])
        if reaction.get("emoji") not in REACTIONS:
            raise ApiError(400, "Bad Request: REACTION_INVALID")
        self.reactions[place] = reaction["emoji"]
        return True

    async def _send_chat_action(self, params: Params) -> Any:
        self._chat(params)
        return params["action"] in {"typing", "upload_photo"}

    async def _set_my_commands(self, params: Params) -> Any:
        commands = json.loads(params["commands"])
        if not all(COMMAND.fullmatch(each["command"]) and 1 <= len(each["description"]) <= 256 for each in commands):
            raise ApiError(400, "Bad Request: BOT_COMMAND_INVALID")
        self.menu[params.get("language_code", "")] = [each["command"] for each in commands]
        return True

    async def _get_file(self, params: Params) -> Any:
        name = str(params.get("file_id"))
        if name not in self.files:
            raise ApiError(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(self.files[name]) > LARGEST_DOWNLOAD:
            raise ApiError(400, "Bad Request: file is too big")
        return {"file_id": name, "file_unique_id": name, "file_path": f"documents/{name}"}

    async def _hand_over(self, request: web.Request) -> web.StreamResponse:
        known = self.files.get(request.match_info["path"].removeprefix("documents/"))
        if request.match_info["token"] != self.token or known is None:
            return web.Response(status=404)
        if self.files_lie_at:
            return web.Response(status=302, headers={"Location": self.files_lie_at})
        return web.Response(body=known)

    async def _tell_secret(self, _: web.Request) -> web.StreamResponse:
        """What is on this machine for nobody: where a redirect may lead."""
        self.strangers += 1
        return web.Response(body=b"secret")

    def _chat(self, params: Params) -> int:
        chat = int(params.get("chat_id", 0))
        if chat not in self._known:
            raise ApiError(400, "Bad Request: chat not found")
        if chat in self._blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        return chat

    def _as_message(self, message: Sent) -> dict[str, Any]:
        return {
            "message_id": message.message_id,
            "from": {"id": self.bot_id, "is_bot": True, "first_name": "Tuckaway", "username": "tuckaway_test_bot"},
            "chat": {"id": message.chat, "first_name": "Test", "type": "private"},
            "date": DATE,
            "text": message.text,
        }

    def _notify(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
