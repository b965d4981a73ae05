"""Twilio's side of the wire: its REST API on the loopback, and the calls it makes, signed."""

import asyncio
import base64
import itertools
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, Self
from urllib.parse import urlencode, urlsplit

from aiohttp import ClientSession, ClientTimeout, web
from yarl import URL

from bot.clock import Clock
from tests.fakes.limits import Limits
from tests.fakes.twilio_files import check_urls, fetch, trouble_with
from tests.fakes.twilio_senders import NUMBER, SERVICE, SID, WHATSAPP, Senders
from tests.fakes.twilio_wire import (
    ADDRESS,
    START,
    STOP,
    ApiError,
    Fault,
    Fields,
    Received,
    Sent,
    Template,
    content,
    refusal,
    segments,
    signature,
)

__all__ = [
    "NUMBER",
    "PUBLIC_URL",
    "SERVICE",
    "SID",
    "TOKEN",
    "WHATSAPP",
    "ApiError",
    "FakeTwilio",
    "Fault",
    "Fields",
    "Sent",
    "Template",
    "refusal",
]

TOKEN: Final = "fake-token-fake-token-fake-token"
PUBLIC_URL: Final = "https://memory.example.org"
PERSON: Final = "+15557654321"
WINDOW: Final = timedelta(hours=24)

Answer = Awaitable[web.Response]


def now() -> datetime:
    return datetime.now(UTC)


class FakeTwilio(Senders):
    """One account with a number, a messaging service and a WhatsApp sender, and a person who writes from `person`.

    What it calls is `base`, under the name of `public_url`, as a proxy would. `base` is set once a bot is served.
    """

    def __init__(self, clock: Clock = now) -> None:
        super().__init__()
        self.sid, self.token, self.person = SID, TOKEN, PERSON
        self.base: str | None = None
        self.public_url = PUBLIC_URL
        self.sent: list[Sent] = []
        self.received: list[Received] = []
        self.own_answers: list[str] = []
        self.typing: list[str] = []
        self.requests: list[str] = []
        self.templates: dict[str, Template] = {}
        self.standing = "active"
        self.redirect_to: str | None = None
        self.file_answer: Callable[[], web.Response] | None = None
        self.limits: Limits | None = None
        self._clock = clock
        self._heard: dict[str, datetime] = {}
        self._stopped: set[str] = set()
        self._faults: deque[Fault] = deque()
        self._reading_faults: deque[Fault] = deque()
        self._files_faults: deque[ApiError] = deque()
        self._ids = itertools.count(1)

    # What tests do with it.

    async def __aenter__(self) -> Self:
        app = web.Application()
        account = f"/2010-04-01/Accounts/{SID}"
        messages = f"{account}/Messages"
        routes: tuple[tuple[str, str, Callable[[web.Request], Answer]], ...] = (
            ("POST", f"{messages}.json", self._create),
            ("GET", f"{messages}.json", self._list),
            ("GET", f"{messages}/{{sid}}/Media.json", self._list_media),
            ("GET", f"{messages}/{{sid}}/Media/{{media}}", self._media),
            ("GET", "/cdn/{media}", self._file),
            ("GET", f"{account}.json", self._account),
            ("GET", f"{account}/IncomingPhoneNumbers.json", self.list_numbers),
            ("POST", f"{account}/IncomingPhoneNumbers/{{sid}}.json", self.update_number),
            ("GET", "/v1/Services/{sid}", self.service),
            ("POST", "/v1/Services/{sid}", self.update_service),
            ("GET", "/v2/Channels/Senders", self.list_senders),
            ("POST", "/v2/Channels/Senders/{sid}", self.update_sender),
            ("POST", "/v2/Indicators/Typing.json", self._typing),
        )
        for method, path, handler in routes:
            app.router.add_route(method, path, self._guarded(handler))
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        for _ in ("the API", "where files lie"):
            await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url, self._files_url = (f"http://127.0.0.1:{port}" for _, port in self._runner.addresses)
        self._client = ClientSession(timeout=ClientTimeout(total=15))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.close()
        await self._runner.cleanup()

    @property
    def texts(self) -> list[str]:
        """What people were shown."""
        return [each.body for each in self.sent if each.arrived]

    def text(self, body: str, *, sender: str | None = None, **fields: str) -> Fields:
        """The call for a text message that arrives now."""
        return self._arrives(body, sender or self.person, NUMBER, {"MessagingServiceSid": SERVICE} | fields)

    def whatsapp(self, body: str, *, sender: str | None = None, **fields: str) -> Fields:
        """The call for a message from WhatsApp that arrives now."""
        sender = sender or self.person
        known = {"WaId": sender.lstrip("+"), "ProfileName": "Test", "ChannelPrefix": "whatsapp"}
        return self._arrives(body, f"whatsapp:{sender}", WHATSAPP, known | {"MessageType": "text"} | fields)

    def with_file(self, fields: Fields, kind: str, content: bytes) -> Fields:
        """The same call with one more file."""
        received = next(each for each in self.received if each.sid == fields["MessageSid"])
        number, media = len(received.media), f"ME{next(self._ids):032x}"
        received.media.append((media, kind, content))
        url = f"{self.url}/2010-04-01/Accounts/{SID}/Messages/{received.sid}/Media/{media}"
        more = {f"MediaUrl{number}": url, f"MediaContentType{number}": kind, "NumMedia": str(number + 1)}
        fields.update(more)
        received.fields.update(more)
        return fields

    def tapped(self, message: Sent, place: int = 0) -> Fields:
        """The call for a press on one of a message's buttons."""
        label, number = message.buttons[place]
        quoted = {"OriginalRepliedMessageSid": message.sid, "OriginalRepliedMessageSender": WHATSAPP}
        tap = {"ButtonText": label, "ButtonPayload": number, "MessageType": "button"}
        return self.whatsapp(label, **quoted, **tap)

    async def deliver(self, path: str, fields: Mapping[str, str], *, token: str | None = None) -> int:
        """Make a call, once; the status that was answered. `path` may hold a query."""
        assert self.base, "no bot is served"
        signed = signature(token or self.token, self.public_url + path, fields)
        headers = {"X-Twilio-Signature": signed, "Content-Type": "application/x-www-form-urlencoded"}
        url = URL(self.base + path, encoded=True)
        async with self._client.post(url, data=urlencode(fields), headers=headers) as answer:
            return answer.status

    async def say(self, fields: Fields) -> int:
        """Bring a message to where its channel's webhook is."""
        path = "/webhooks/whatsapp" if fields["From"].startswith("whatsapp:") else "/webhooks/sms"
        return await self.deliver(path, fields)

    async def report(self, message: Sent, status: str, error: int | None = None) -> int:
        """Tell what became of a message."""
        message.status, message.error = status, error
        assert message.callback, "nobody asked what becomes of it"
        fields = {"MessageSid": message.sid, "SmsSid": message.sid, "AccountSid": SID, "MessageStatus": status}
        fields |= {"SmsStatus": status, "To": message.to, "From": message.sender}
        parts = urlsplit(message.callback)
        assert f"{parts.scheme}://{parts.netloc}" == self.public_url
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        return await self.deliver(path, fields | ({"ErrorCode": str(error)} if error else {}))

    def fail(self, *faults: Fault) -> None:
        """The next attempts to send go wrong, one fault each."""
        self._faults.extend(faults)

    def fail_reading(self, *faults: Fault) -> None:
        """The next looks at the list go wrong."""
        self._reading_faults.extend(faults)

    def fail_listing_files(self, *errors: ApiError) -> None:
        """The next questions for the files of a message are answered by these."""
        self._files_faults.extend(errors)

    async def until(self, condition: Callable[[], object], *, within: float = 60) -> None:
        """Wait for something to become true; fails when it has not `within` so many seconds."""
        async with asyncio.timeout(within):
            while not condition():
                await asyncio.sleep(0.005)

    def _arrives(self, body: str, sender: str, to: str, more: Mapping[str, str]) -> Fields:
        sid = f"SM{next(self._ids):032x}"
        same = {"MessageSid": sid, "SmsSid": sid, "SmsMessageSid": sid, "SmsStatus": "received"}
        fields = {**same, "AccountSid": SID, "From": sender, "To": to, "Body": body, "NumMedia": "0"}
        fields |= {"NumSegments": "1", "ApiVersion": "2010-04-01", **more}
        self.received.append(Received(sid, fields, self._clock()))
        self._heard[sender] = self._clock()
        if to == NUMBER:
            self._heed(sender, body.strip().upper())
        return dict(fields)

    def _heed(self, sender: str, word: str) -> None:
        """What Twilio does about such a word by itself, before it brings the message to us."""
        if word in STOP:
            self._stopped.add(sender)
            self.own_answers.append("You have successfully been unsubscribed.")
        elif word in START:
            self._stopped.discard(sender)
            self.own_answers.append("You have successfully been re-subscribed.")
        elif word in {"HELP", "INFO"}:
            self.own_answers.append("Reply STOP to unsubscribe.")

    # What the bot does with it.

    def _guarded(self, handler: Callable[[web.Request], Answer]) -> Callable[[web.Request], Answer]:
        async def guarded(request: web.Request) -> web.Response:
            self.requests.append(f"{request.method} {request.path}")
            try:
                if not request.path.startswith("/cdn/"):
                    self._check_login(request)
                return await handler(request)
            except ApiError as error:
                return error.response()

        return guarded

    def _check_login(self, request: web.Request) -> None:
        login = base64.b64encode(f"{SID}:{self.token}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {login}":
            raise ApiError(401, 20003, "Authenticate")

    async def _faulty(
        self, faults: deque[Fault], request: web.Request, carry_out: Callable[[], web.Response]
    ) -> web.Response:
        fault = faults.popleft() if faults else Fault(takes=True)
        answer = carry_out() if fault.takes else None
        if fault.hold:
            await fault.hold.wait()
        if fault.drop and request.transport:
            request.transport.abort()
        if fault.error:
            raise fault.error
        if fault.body is not None or answer is None:
            return web.Response(status=fault.status, body=fault.body)
        return answer

    async def _create(self, request: web.Request) -> web.Response:
        posted = await request.post()
        params = {name: str(value) for name, value in posted.items()}
        urls = [str(each) for each in posted.getall("MediaUrl", [])]
        check_urls(params.get("To", ""), urls)
        fetched = [await fetch(self._client, url.replace(PUBLIC_URL, self.base or PUBLIC_URL)) for url in urls]
        return await self._faulty(self._faults, request, lambda: self._accept(params, fetched))

    def _accept(self, params: Fields, fetched: list[tuple[str, bytes] | None]) -> web.Response:
        to = params.get("To", "")
        if not to:
            raise ApiError(400, 21604, "A 'To' phone number is required.")
        if not ADDRESS.fullmatch(to):
            raise ApiError(400, 21211, f"The 'To' number {to} is not a valid phone number.")
        if to in self._stopped:
            raise ApiError(400, 21610, "Attempt to send to unsubscribed recipient")
        sender = self._sender(params, to)
        body, buttons, at_any_time = content(params, self.templates)
        if self.limits is not None and not self.limits.takes(to, 1 if to.startswith("whatsapp:") else segments(body)):
            raise ApiError(429, 20429, "Too Many Requests", self.limits.retry_after)
        message = Sent(
            sid=f"SM{next(self._ids):032x}",
            to=to,
            sender=sender,
            body=body,
            at=self._clock(),
            buttons=buttons,
            template=params.get("ContentSid"),
            callback=params.get("StatusCallback"),
        )
        if to.startswith("whatsapp:") and not at_any_time and not self._window_open(to):
            # As Twilio does it: taken, and told later that WhatsApp did not.
            message.status, message.error = "failed", 63016
        elif trouble := trouble_with(to, fetched):
            message.status, message.error = "failed", trouble
        message.media = fetched
        self.sent.append(message)
        return web.json_response(message.as_listed(SID), status=201)

    def _sender(self, params: Fields, to: str) -> str:
        if params.get("MessagingServiceSid") == SERVICE:
            return NUMBER
        sender = params.get("From", "")
        expected = WHATSAPP if to.startswith("whatsapp:") else NUMBER
        if sender != expected:
            raise ApiError(400, 21606, f"The 'From' phone number {sender} is not valid for this message.")
        return sender

    def _window_open(self, to: str) -> bool:
        heard = self._heard.get(to)
        return heard is not None and self._clock() - heard < WINDOW

    async def _list(self, request: web.Request) -> web.Response:
        return await self._faulty(self._reading_faults, request, lambda: self._page(request))

    def _page(self, request: web.Request) -> web.Response:
        query = request.query
        since = datetime.fromisoformat(query["DateSent>"]) if "DateSent>" in query else None
        rows = [(each.at, each.as_listed(SID)) for each in self.sent]
        rows += [(each.at, each.as_listed(SID)) for each in self.received]
        rows.sort(key=lambda row: (row[0], row[1]["sid"]), reverse=True)
        chosen = [
            row
            for at, row in rows
            if query.get("To") in {None, row["to"]}
            and query.get("From") in {None, row["from"]}
            and (since is None or at >= since)
        ]
        size, page = int(query.get("PageSize", 50)), int(query.get("Page", 0))
        further = (page + 1) * size < len(chosen)
        following = str(request.rel_url.update_query({"Page": str(page + 1)})) if further else None
        body = {"messages": chosen[page * size :][:size], "next_page_uri": following, "uri": request.path}
        return web.json_response(body)

    async def _list_media(self, request: web.Request) -> web.Response:
        if self._files_faults:
            raise self._files_faults.popleft()
        received = self._message(request)
        base = f"/2010-04-01/Accounts/{SID}/Messages/{received.sid}/Media"
        rows = [
            {"sid": sid, "content_type": kind, "parent_sid": received.sid, "uri": f"{base}/{sid}.json"}
            for sid, kind, _ in received.media
        ]
        body = {"media_list": rows, "next_page_uri": None, "page": 0, "page_size": 50, "uri": base}
        return web.json_response(body)

    def _message(self, request: web.Request) -> Received:
        sid = request.match_info["sid"]
        found = next((each for each in self.received if each.sid == sid), None)
        if found is None:
            raise ApiError(404, 20404, "The requested resource was not found")
        return found

    async def _media(self, request: web.Request) -> web.Response:
        media = request.match_info["media"]
        if media not in {sid for sid, _, _ in self._message(request).media}:
            raise ApiError(404, 20404, "The requested resource was not found")
        return web.Response(status=307, headers={"Location": self.redirect_to or f"{self._files_url}/cdn/{media}"})

    async def _file(self, request: web.Request) -> web.Response:
        if "Authorization" in request.headers:
            return web.Response(status=400, text="Only one auth mechanism allowed")
        if self.file_answer:
            return self.file_answer()
        media = request.match_info["media"]
        files = (row for received in self.received for row in received.media)
        return next(web.Response(body=body, content_type=kind) for sid, kind, body in files if sid == media)

    async def _typing(self, request: web.Request) -> web.Response:
        params = await request.post()
        if params.get("channel") != "whatsapp":
            raise ApiError(400, 60200, "Invalid parameter")
        self.typing.append(str(params.get("messageId")))
        return web.json_response({"success": True})

    async def _account(self, _: web.Request) -> web.Response:
        return web.json_response({"sid": SID, "status": self.standing, "friendly_name": "Test", "type": "Full"})
