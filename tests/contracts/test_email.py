"""What e-mail promises like every channel: nobody can answer it, so it is asked to send alone."""

from collections.abc import AsyncIterator

import pytest

from bot.channel import Channel
from bot.channels.email import EmailChannel, MailServer
from bot.messages import Address, ChannelName
from tests.contracts.test_channel import NOON, SendingContract
from tests.fakes.smtp import FakeMail, plain_part


class EmailStage:
    def __init__(self, server: FakeMail) -> None:
        self._server = server
        self.channel: Channel = EmailChannel(
            MailServer("127.0.0.1", server.port, "none"),
            "tuckaway@example.org",
            lambda: NOON,
            home="https://memory.example.org",
            unsubscribe=lambda _: None,
        )
        self.person = Address(channel=ChannelName.EMAIL, value="anna@example.org")

    def shown(self) -> list[str]:
        return [each.replace("\n> ", "\n").replace("\r\n", "\n") for each in map(plain_part, self._server.arrived)]


class TestEmail(SendingContract):
    @pytest.fixture
    async def stage(self) -> AsyncIterator[EmailStage]:
        async with FakeMail() as server:
            yield EmailStage(server)
