"""Who could not be reached is told so when they write again, once, and is reached at that address again."""

from datetime import UTC, datetime

import pytest

from bot.conversation import Message, MessageContent
from bot.crypto import KeyId
from bot.messages import Author, ChannelName, DeliveryState
from memory.documents import Person, PersonAddress
from memory.people import mark_gone
from tests.running import RunningBot
from tests.webhooks.stage import eventually

CONSOLE = "console:owner"


async def failed(bot: RunningBot, text: str) -> None:
    """A reminder that found no way to the owner, as the log holds it."""
    person = await Person.get(bot.owner)
    assert person
    sequence, key = person.last_sequence + 1, f"reminder:{text}"
    await Message(
        id=key,
        person=person.id,
        sequence=sequence,
        author=Author.BOT,
        address="telegram:7",
        channel=ChannelName.TELEGRAM,
        at=datetime(2026, 5, 3, 9, 5, tzinfo=UTC),
        state=DeliveryState.FAILED,
        mentions=[text],
        sealed=await bot.store.vault.seal(KeyId(person.data_key), MessageContent(text=text)),
    ).insert()
    await person.set({"missed": [*(person.missed or []), key], "last_sequence": sequence})


async def test_what_could_not_be_delivered_is_told_with_the_next_answer_and_only_then(bot: RunningBot) -> None:
    await bot.say("settings")
    await failed(bot, "water the plants")
    await failed(bot, "call Tom")
    answer, told = await bot.hear("list", 2)
    assert "nothing" in answer.text.lower()
    first, *lines = told.text.split("\n")
    assert first == "This I could not deliver to you before:"
    assert [line.rpartition(": ")[2] for line in lines] == ["water the plants", "call Tom"]
    assert "3 May" in lines[0]
    repeated = await Message.find({"mentions": "call Tom", "_id": {"$ne": "reminder:call Tom"}}).to_list()
    assert [each.person for each in repeated] == [bot.owner]
    envelope = bot.console.envelope("list")
    await bot.tuckaway.inbox.receive(envelope)
    await bot.answer(envelope.provider_id)
    assert len(bot._answers(envelope.provider_id)) == 1


async def test_what_was_forgotten_meanwhile_is_not_told(bot: RunningBot) -> None:
    await bot.say("settings")
    await failed(bot, "water the plants")
    await Message.find({"_id": "reminder:water the plants"}).update({"$unset": {"sealed": 1}})
    envelope = bot.console.envelope("list")
    await bot.tuckaway.inbox.receive(envelope)
    await bot.answer(envelope.provider_id)
    assert len(bot._answers(envelope.provider_id)) == 1
    person = await Person.get(bot.owner)
    assert person
    assert person.missed is None


@pytest.mark.parametrize("words", ["hello", "list"])
async def test_whoever_writes_from_an_address_that_was_given_up_is_reached_there_again(
    bot: RunningBot, words: str
) -> None:
    await bot.say("settings")
    await mark_gone([CONSOLE], datetime.now(UTC))
    await bot.say(words)

    async def is_back() -> bool:
        address = await PersonAddress.get(CONSOLE)
        return address is not None and address.gone_at is None

    await eventually(is_back, 5)
