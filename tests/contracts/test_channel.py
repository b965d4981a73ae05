"""What every channel promises, whoever carries the messages."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any, Protocol

import pytest
from typing_extensions import override

from bot.channel import Channel
from bot.channels.console import OWNER, ConsoleChannel, plain
from bot.channels.sms import SmsChannel
from bot.channels.telegram import TelegramChannel
from bot.channels.web import WebChannel
from bot.channels.whatsapp import Templates, WhatsAppChannel
from bot.errors import MessageUnreadable
from bot.live import LiveFeed, News
from bot.messages import Action, Address, ChannelName, DeliveryState, Outbound, PersonId, Quote, Reply, Said
from bot.twilio.line import Login
from tests.fakes.telegram import FakeTelegram
from tests.fakes.twilio import NUMBER, PUBLIC_URL, WHATSAPP, FakeTwilio, Template

NOON = datetime(2026, 4, 3, 12, tzinfo=UTC)
WHATSAPP_NUMBER = WHATSAPP.removeprefix("whatsapp:")
MARKED_UP = "<b>bold</b> & <script>alert(1)</script> *stars* _under_ [link](https://example.org) &amp; `code`"
TEXTS = [
    "the spare key is under the blue pot",
    "two lines\nand a third\n\nafter a gap",
    "המפתח הרזרבי מתחת לעציץ הכחול",
    "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 e\u0301",
    MARKED_UP,
]


class SendingStage(Protocol):
    """A channel with a person on its far side who can't answer."""

    channel: Channel
    person: Address

    def shown(self) -> list[str]:
        """What the person has been shown so far, as plain text, one entry a message."""


class Stage(SendingStage, Protocol):
    """A channel with a person on its far side."""

    def writes(self, text: str) -> dict[str, Any]:
        """What the provider hands over when the person writes."""

    def taps(self, tap: str) -> dict[str, Any]:
        """What the provider hands over when the person taps that button under the newest message."""


class SendingContract:
    """Each channel that only sends subclasses this and supplies a fixture `stage`."""

    @pytest.mark.parametrize("text", TEXTS)
    async def test_what_is_sent_is_shown_word_for_word_and_markup_stays_inert(
        self, stage: SendingStage, text: str
    ) -> None:
        await stage.channel.send(outbound(stage, Reply(text=text)))
        assert [text in shown for shown in stage.shown()] == [True]

    async def test_a_quote_is_shown_word_for_word_with_its_label(self, stage: SendingStage) -> None:
        quote = Quote(memory="m1", text=MARKED_UP, label="3 May, Telegram", at=NOON)
        await stage.channel.send(outbound(stage, Reply(text="You told me:", quotes=(quote,))))
        (shown,) = stage.shown()
        assert shown.index("You told me:") < shown.index(MARKED_UP) < shown.index("3 May, Telegram")

    async def test_a_message_handed_over_has_a_receipt_with_the_time(self, stage: SendingStage) -> None:
        receipt = await stage.channel.send(outbound(stage, Reply(text="Tucked away.")))
        assert receipt.state in {DeliveryState.SENT, DeliveryState.DELIVERED}
        assert receipt.at.utcoffset() is not None

    async def test_what_makes_no_sense_is_unreadable(self, stage: SendingStage) -> None:
        with pytest.raises(MessageUnreadable):
            stage.channel.read({"nonsense": [1, None, {"text": 3}]})

    async def test_closing_is_possible_without_opening_and_twice(self, stage: SendingStage) -> None:
        await stage.channel.close()
        await stage.channel.close()


class ChannelContract(SendingContract):
    """Each channel subclasses this and supplies a fixture `stage`."""

    @pytest.mark.parametrize("text", TEXTS)
    async def test_what_a_person_writes_is_read_word_for_word(self, stage: Stage, text: str) -> None:
        inbound = stage.channel.read(stage.writes(text))
        assert inbound
        assert (inbound.text, inbound.tap, inbound.sender) == (text, None, stage.person)
        assert inbound.at.utcoffset() is not None

    async def test_a_button_comes_back_as_its_tap(self, stage: Stage) -> None:
        action = Action(label="Undo", tap="undo:0123456789abcdef01234567")
        await stage.channel.send(outbound(stage, Reply(text="Tucked away.", actions=(action,))))
        inbound = stage.channel.read(stage.taps(action.tap))
        assert inbound
        assert (inbound.tap, inbound.text, inbound.sender) == (action.tap, "", stage.person)


def outbound(stage: SendingStage, reply: Reply) -> Outbound:
    return Outbound(key="reply:1:0", sequence=1, recipient=stage.person, reply=reply, at=NOON)


class TelegramStage:
    def __init__(self, server: FakeTelegram) -> None:
        self._server = server
        self.channel: Channel = TelegramChannel(server.token, clock=lambda: NOON, api_url=server.url)
        self.person = Address(channel=ChannelName.TELEGRAM, value=str(server.person))

    def writes(self, text: str) -> dict[str, Any]:
        return self._server.message(text)

    def taps(self, tap: str) -> dict[str, Any]:
        return self._server.tap(tap, self._server.sent[-1])

    def shown(self) -> list[str]:
        return self._server.sent_texts


class TestTelegram(ChannelContract):
    @pytest.fixture
    async def stage(self) -> AsyncIterator[TelegramStage]:
        async with FakeTelegram() as server:
            stage = TelegramStage(server)
            yield stage
            await stage.channel.close()


class WhatsAppStage:
    def __init__(self, server: FakeTwilio) -> None:
        self._server = server
        server.templates["HX1"] = Template("{{1}}", (("{{2}}", "{{3}}"),), approved=False)
        login = Login(sid=server.sid, token=server.token, public_url=PUBLIC_URL, api_url=server.url)
        templates = Templates(buttons={1: "HX1"})
        self.channel: Channel = WhatsAppChannel(login, WHATSAPP_NUMBER, clock=lambda: NOON, templates=templates)
        self.person = Address(channel=ChannelName.WHATSAPP, value=server.person)
        server.whatsapp("hello")

    def writes(self, text: str) -> dict[str, Any]:
        return {**self._server.whatsapp(text)}

    def taps(self, tap: str) -> dict[str, Any]:
        message = self._server.sent[-1]
        return {**self._server.tapped(message, [number for _, number in message.buttons].index(tap))}

    def shown(self) -> list[str]:
        return self._server.texts


class TestWhatsApp(ChannelContract):
    @pytest.fixture
    async def stage(self) -> AsyncIterator[WhatsAppStage]:
        async with FakeTwilio() as server:
            stage = WhatsAppStage(server)
            yield stage
            await stage.channel.close()


class SmsStage:
    def __init__(self, server: FakeTwilio) -> None:
        self._server = server
        login = Login(sid=server.sid, token=server.token, public_url=PUBLIC_URL, api_url=server.url)
        self.channel: Channel = SmsChannel(login, number=NUMBER, clock=lambda: NOON)
        self.person = Address(channel=ChannelName.SMS, value=server.person)

    def writes(self, text: str) -> dict[str, Any]:
        return {**self._server.text(text)}

    def taps(self, tap: str) -> dict[str, Any]:
        assert tap
        return self.writes("1")

    def shown(self) -> list[str]:
        return self._server.texts


class TestSms(ChannelContract):
    @pytest.fixture
    async def stage(self) -> AsyncIterator[SmsStage]:
        async with FakeTwilio() as server:
            stage = SmsStage(server)
            yield stage
            await stage.channel.close()

    @override
    async def test_a_button_comes_back_as_its_tap(self, stage: Stage) -> None:
        # As the number that the message showed; the conversation log knows what it picks (test_choosing.py).
        action = Action(label="Undo", tap="undo:0123456789abcdef01234567")
        await stage.channel.send(outbound(stage, Reply(text="Tucked away.", actions=(action,))))
        inbound = stage.channel.read(stage.taps(action.tap))
        assert inbound
        assert (stage.shown(), inbound.text) == (["Tucked away.\n1 = Undo"], "1")
        assert stage.channel.capabilities.numbered


class ConsoleStage:
    def __init__(self) -> None:
        self._printed: list[Outbound] = []
        self._console = ConsoleChannel(self._printed.append, lambda: NOON, "Europe/Lisbon")
        self.channel: Channel = self._console
        self.person = OWNER

    def writes(self, text: str) -> dict[str, Any]:
        return self._console.envelope(text).raw

    def taps(self, tap: str) -> dict[str, Any]:
        offered = [action.tap for action in self._printed[-1].reply.actions]
        return self._console.envelope(str(offered.index(tap) + 1)).raw

    def shown(self) -> list[str]:
        return [plain(message.reply) for message in self._printed]


class TestConsole(ChannelContract):
    @pytest.fixture
    def stage(self) -> ConsoleStage:
        return ConsoleStage()


class WebStage:
    def __init__(self, feed: LiveFeed, page: asyncio.Queue[News]) -> None:
        self._page = page
        self._said: list[Said] = []
        self.channel: Channel = WebChannel(feed, lambda: NOON)
        self.person = Address(channel=ChannelName.WEB, value="anna")

    def writes(self, text: str) -> dict[str, Any]:
        return {"person": "anna", "client_id": "1", "text": text, "tap": None, "at": NOON.isoformat()}

    def taps(self, tap: str) -> dict[str, Any]:
        self.shown()
        assert tap in [action.tap for action in self._said[-1].actions]
        return self.writes("") | {"tap": tap}

    def shown(self) -> list[str]:
        while not self._page.empty():
            news = self._page.get_nowait()
            assert isinstance(news, Said)
            self._said.append(news)
        return ["\n".join([said.text, *(f"{each.text}, {each.label}" for each in said.quotes)]) for said in self._said]


class TestWeb(ChannelContract):
    @pytest.fixture
    def stage(self) -> Iterator[WebStage]:
        feed = LiveFeed()
        with feed.watch(PersonId("anna")) as page:
            yield WebStage(feed, page)
