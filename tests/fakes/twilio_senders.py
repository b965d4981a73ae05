"""What a Twilio account sends from: numbers, messaging services and WhatsApp senders, each with its webhook."""

from typing import Final

from aiohttp import web

from tests.fakes.twilio_wire import ApiError

SID: Final = "AC" + "0" * 31 + "1"
SERVICE: Final = "MG" + "0" * 31 + "2"
NUMBER: Final = "+15550001111"
WHATSAPP: Final = "whatsapp:+15550002222"


class Senders:
    """One of each."""

    def __init__(self) -> None:
        self.numbers: dict[str, str] = {NUMBER: ""}
        self.services: dict[str, str] = {SERVICE: ""}
        self.senders: dict[str, str] = {WHATSAPP: ""}

    async def list_numbers(self, request: web.Request) -> web.Response:
        """The numbers, and where each one brings text messages."""
        wanted = request.query.get("PhoneNumber")
        rows = [
            {"sid": f"PN{number.lstrip('+'):0>32}", "account_sid": SID, "phone_number": number, "sms_url": url}
            for number, url in self.numbers.items()
            if wanted in {None, number}
        ]
        body = {"incoming_phone_numbers": rows, "next_page_uri": None, "page": 0, "page_size": 50, "uri": request.path}
        return web.json_response(body)

    async def update_number(self, request: web.Request) -> web.Response:
        """Another place for a number to bring them."""
        number = "+" + request.match_info["sid"].removeprefix("PN").lstrip("0")
        self.numbers[number] = str((await request.post())["SmsUrl"])
        return web.json_response({"sid": request.match_info["sid"], "account_sid": SID, "phone_number": number})

    async def service(self, request: web.Request) -> web.Response:
        """A messaging service."""
        sid = request.match_info["sid"]
        if sid not in self.services:
            raise ApiError(404, 20404, "The requested resource was not found")
        return web.json_response({"sid": sid, "account_sid": SID, "inbound_request_url": self.services[sid]})

    async def update_service(self, request: web.Request) -> web.Response:
        """Another place for it."""
        params = await request.post()
        assert params["UseInboundWebhookOnNumber"] == "false"
        self.services[request.match_info["sid"]] = str(params["InboundRequestUrl"])
        return await self.service(request)

    async def list_senders(self, _: web.Request) -> web.Response:
        """Who sends by WhatsApp."""
        rows = [
            {"sid": f"XE{number:032x}", "sender_id": name, "status": "ONLINE", "webhook": {"callback_url": url}}
            for number, (name, url) in enumerate(self.senders.items())
        ]
        return web.json_response({"senders": rows, "meta": {"key": "senders", "next_page_url": None, "page": 0}})

    async def update_sender(self, request: web.Request) -> web.Response:
        """Another place for one of them."""
        if request.content_type != "application/json":
            raise ApiError(415, 20415, "Unsupported media type")
        name = list(self.senders)[int(request.match_info["sid"].removeprefix("XE"), 16)]
        self.senders[name] = (await request.json())["webhook"]["callback_url"]
        return web.json_response({"sid": request.match_info["sid"], "sender_id": name, "status": "ONLINE"}, status=202)
