"""A number that is sent alone picks what was offered, as the conversation log knows it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.conversation import Message, MessageContent
from bot.crypto import KeyId
from bot.messages import (
    Action,
    Address,
    Attachment,
    Author,
    ChannelName,
    DeliveryState,
    Inbound,
    MediaKind,
)
from memory.documents import Person
from memory.people import get
from tests.running import RunningBot
from webhooks.choosing import OFFERED_FOR, chosen

NOON = datetime(2026, 4, 3, 12, tzinfo=UTC)
HERE = Address(channel=ChannelName.SMS, value="+15557654321")
ELSEWHERE = Address(channel=ChannelName.WHATSAPP, value="+15557654321")
UNDO, CHANGE, DONE = (Action(label=name.title(), tap=f"{name}:1") for name in ("undo", "change", "done"))


class Log:
    """The owner's conversation, one message after another."""

    def __init__(self, bot: RunningBot, person: Person) -> None:
        self._bot = bot
        self.person = person

    async def add(self, author: Author, *actions: Action, address: Address = HERE, **fields: Any) -> None:
        sequence = self.person.last_sequence + 1
        values = {"at": NOON - timedelta(minutes=10), "state": DeliveryState.SENT} | fields
        content = MessageContent(text="…", actions=actions)
        sealed = await self._bot.store.vault.seal(KeyId(self.person.data_key), content)
        message = Message(
            id=f"test:{sequence}",
            person=self.person.id,
            sequence=sequence,
            author=author,
            address=str(address),
            channel=address.channel,
            sealed=sealed,
            **values,
        )
        await message.insert()
        await self.person.set({"last_sequence": sequence})

    async def picked(self, text: str, **fields: Any) -> str | None:
        """The tap that a text is read as; None: it stays a text."""
        inbound = Inbound(sender=HERE, text=text, at=NOON, **fields)
        after = await chosen(inbound, self.person, self._bot.store.vault, NOON)
        assert (after.tap is None) == (after.text == text)
        return after.tap


@pytest.fixture
async def log(bot: RunningBot) -> Log:
    known = await get(bot.owner, bot.store.vault)
    return Log(bot, known.person)


@pytest.mark.parametrize(
    ("text", "tap"),
    [
        ("1", "undo:1"),
        (" 2.\n", "change:1"),
        ("2)", "change:1"),
        ("3", None),
        ("0", None),
        ("1 egg", None),
        ("²", None),
    ],
)
async def test_a_number_alone_picks_what_it_was_offered_for(log: Log, text: str, tap: str | None) -> None:
    await log.add(Author.PERSON)
    await log.add(Author.BOT, UNDO, CHANGE)
    assert await log.picked(text) == tap


async def test_of_several_offers_the_newest_counts(log: Log) -> None:
    await log.add(Author.BOT, UNDO, CHANGE)
    await log.add(Author.BOT, DONE)
    await log.add(Author.BOT)
    assert (await log.picked("1"), await log.picked("2")) == ("done:1", None)


async def test_once_something_else_was_said_a_number_is_a_number(log: Log) -> None:
    await log.add(Author.BOT, UNDO)
    await log.add(Author.PERSON)
    assert await log.picked("1") is None


async def test_what_was_said_or_offered_elsewhere_does_not_count(log: Log) -> None:
    await log.add(Author.BOT, UNDO)
    await log.add(Author.PERSON, address=ELSEWHERE)
    await log.add(Author.BOT, DONE, address=ELSEWHERE)
    assert await log.picked("1") == "undo:1"


async def test_an_offer_that_nobody_can_have_seen_yet_does_not_count(log: Log) -> None:
    await log.add(Author.BOT, UNDO)
    await log.add(Author.BOT, DONE, state=DeliveryState.QUEUED)
    await log.add(Author.BOT, DONE, state=DeliveryState.FAILED)
    assert await log.picked("1") == "undo:1"


async def test_an_offer_grows_old(log: Log) -> None:
    await log.add(Author.BOT, UNDO, at=NOON - OFFERED_FOR)
    assert await log.picked("1") is None


async def test_a_reply_to_an_older_offer_means_that_one(log: Log) -> None:
    await log.add(Author.BOT, UNDO, provider_id="SM1")
    await log.add(Author.PERSON)
    await log.add(Author.BOT, DONE, provider_id="SM2")
    assert await log.picked("1", replies_to="SM1") == "undo:1"
    assert await log.picked("1", replies_to="SM2") == "done:1"


async def test_a_number_that_comes_with_a_file_is_its_caption(log: Log) -> None:
    await log.add(Author.BOT, UNDO)
    photo = Attachment(kind=MediaKind.PHOTO, source="x")
    assert await log.picked("1", attachments=(photo,)) is None


async def test_in_an_empty_conversation_a_number_is_a_number(log: Log) -> None:
    assert await log.picked("1") is None
