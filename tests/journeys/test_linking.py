"""One person, several addresses: linked by a deep link on Telegram, shown, and unlinked."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.channels.console import OWNER
from bot.conversation import Message
from bot.data_folder import DataFolder
from bot.messages import Address, ChannelName, DeliveryState, Kind
from bot.settings import Settings
from handlers.linking import tag
from handlers.wording import in_language
from memory.documents import Person, PersonAddress
from memory.linking import LinkRequest
from memory.reminder import Reminder
from tests.conftest import loaded_encoder
from tests.fakes.telegram import FakeTelegram, flood
from tests.handlers.clocks import WEDNESDAY
from tests.handlers.talk import labels, tap
from tests.running import RunningBot
from tests.scheduler.appointments import SetClock
from tests.webhooks.stage import eventually
from webhooks.deadletters import DeadLetters

WORDS = in_language("en")
ANNA, BEN = 7001, 7002


@pytest.fixture
def clock() -> SetClock:
    # The database deletes by a clock of its own what has expired: requests of a day that is long over would be gone.
    return SetClock(WEDNESDAY + timedelta(weeks=521))


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake


@pytest.fixture
def policy() -> str:
    return "invite"


@pytest.fixture
async def bot(
    settings: Settings, folder: DataFolder, telegram: FakeTelegram, clock: SetClock, policy: str
) -> AsyncIterator[RunningBot]:
    changed = {"registration": policy, "telegram_token": telegram.token, "telegram_api_url": telegram.url}
    theirs = Settings.model_validate({**settings.model_dump(), **changed})
    async with RunningBot.started(theirs, folder, loaded_encoder, clock=clock) as running:
        yield running


async def says(telegram: FakeTelegram, text: str, *, chat: int = ANNA) -> str:
    """Write something on Telegram; the answer."""
    before = [each for each in telegram.sent if each.chat == chat]
    telegram.say(text, chat=chat)
    await telegram.until(lambda: len([each for each in telegram.sent if each.chat == chat]) > len(before), within=60)
    return [each for each in telegram.sent if each.chat == chat][len(before)].text


async def token(bot: RunningBot) -> str:
    """What the link carries that the owner is given."""
    found = re.search(
        r"https://t\.me/tuckaway_test_bot\?start=([A-Za-z0-9_-]{1,64})$", (await bot.say("connect Telegram")).text
    )
    assert found
    return found[1]


async def owner_of(address: str) -> str | None:
    found = await PersonAddress.get(address)
    return found.person if found else None


async def linked(bot: RunningBot, telegram: FakeTelegram, chat: int = ANNA) -> None:
    assert await says(telegram, f"/start {await token(bot)}", chat=chat) == WORDS.linked_here(ChannelName.TELEGRAM).text


async def waits(address: Address, *kinds: Kind) -> bool:
    """Whether exactly these messages wait until they may be sent there."""
    waiting = await Message.find({"address": str(address), "state": DeliveryState.QUEUED}).to_list()
    return sorted(each.kind for each in waiting) == sorted(kinds)


class TestByDeepLink:
    async def test_a_chat_that_opens_the_link_is_the_owners(self, bot: RunningBot, telegram: FakeTelegram) -> None:
        await linked(bot, telegram)
        assert await owner_of(f"telegram:{ANNA}") == bot.owner
        await says(telegram, "the spare key is under the blue pot")
        assert "blue pot" in (await bot.say("where is the spare key?")).quotes[0].text
        assert await Person.find_all().count() == 1

    async def test_the_browser_is_told_that_a_chat_was_linked(self, bot: RunningBot, telegram: FakeTelegram) -> None:
        await linked(bot, telegram)
        said = [each.text for each in await bot.log() if each.channel is ChannelName.WEB]
        assert said == [WORDS.linked_elsewhere(Address(channel=ChannelName.TELEGRAM, value=str(ANNA))).text]

    async def test_a_link_works_once(self, bot: RunningBot, telegram: FakeTelegram) -> None:
        link = await token(bot)
        assert await says(telegram, f"/start {link}", chat=ANNA) == WORDS.linked_here(ChannelName.TELEGRAM).text
        assert await says(telegram, f"/start {link}", chat=BEN) == WORDS.link_stale().text
        assert await owner_of(f"telegram:{BEN}") is None

    async def test_two_who_open_a_link_at_once_are_one_that_is_linked_and_one_that_is_not(
        self, bot: RunningBot, telegram: FakeTelegram
    ) -> None:
        link = await token(bot)
        telegram.arrives(*(telegram.message(f"/start {link}", chat=chat) for chat in (ANNA, BEN)))
        await telegram.until(lambda: len(telegram.sent) == 2, within=60)
        assert sorted(telegram.sent_texts) == sorted(
            [WORDS.linked_here(ChannelName.TELEGRAM).text, WORDS.link_stale().text]
        )
        assert await PersonAddress.find({"channel": "telegram"}).count() == 1

    async def test_a_link_is_no_good_after_ten_minutes(
        self, bot: RunningBot, telegram: FakeTelegram, clock: SetClock
    ) -> None:
        link = await token(bot)
        clock.forward(minutes=10)
        assert await says(telegram, f"/start {link}") == WORDS.link_stale().text
        assert await owner_of(f"telegram:{ANNA}") is None

    async def test_the_token_is_neither_stored_nor_in_the_conversation_once_it_came(
        self, bot: RunningBot, telegram: FakeTelegram
    ) -> None:
        link = await token(bot)
        await says(telegram, f"/start {link}")
        assert all(link not in each.model_dump_json() for each in await LinkRequest.find_all().to_list())
        assert next(each.text for each in await bot.log() if each.channel is ChannelName.TELEGRAM) == "/start"

    @pytest.mark.usefixtures("bot")
    async def test_a_made_up_token_is_a_strangers(self, telegram: FakeTelegram) -> None:
        assert await says(telegram, f"/start {'x' * 32}") == WORDS.by_invitation().text

    async def test_nobody_makes_more_than_ten_requests_a_day(self, bot: RunningBot, clock: SetClock) -> None:
        for _ in range(10):
            await token(bot)
        assert await bot.say("connect Telegram") == WORDS.too_many_codes()
        clock.forward(days=1, minutes=1)
        assert await token(bot)

    async def test_what_is_not_set_up_here_is_said_with_what_is(self, bot: RunningBot) -> None:
        assert (await bot.say("link my Signal")).text == WORDS.phrases.saved
        assert "Telegram" in (await bot.say("link another number")).text
        assert (await bot.say("connect WhatsApp")).text.startswith("WhatsApp isn't set up here.")


class TestAChatThatIsSomebodysAlready:
    @pytest.fixture
    def policy(self) -> str:
        return "open"

    async def test_is_left_alone_where_something_is_kept(self, bot: RunningBot, telegram: FakeTelegram) -> None:
        await says(telegram, "my locker is number 12")
        before = await owner_of(f"telegram:{ANNA}")
        address = Address(channel=ChannelName.TELEGRAM, value=str(ANNA))
        assert await says(telegram, f"/start {await token(bot)}") == WORDS.address_taken(address).text
        assert await owner_of(f"telegram:{ANNA}") == before
        assert "12" in await says(telegram, "what is the number of my locker?")

    async def test_comes_over_where_nothing_was_ever_kept(self, bot: RunningBot, telegram: FakeTelegram) -> None:
        await says(telegram, "/start")
        await linked(bot, telegram)
        assert await owner_of(f"telegram:{ANNA}") == bot.owner
        await says(telegram, "my locker is number 12")
        assert [memory.text for memory in await bot.memories()] == ["my locker is number 12"]

    async def test_that_is_linked_already_is_told_so(self, bot: RunningBot, telegram: FakeTelegram) -> None:
        await linked(bot, telegram)
        address = Address(channel=ChannelName.TELEGRAM, value=str(ANNA))
        assert await says(telegram, f"/start {await token(bot)}") == WORDS.already_linked(address).text


class TestUnlinking:
    async def test_a_chat_that_was_unlinked_is_a_strangers(self, bot: RunningBot, telegram: FakeTelegram) -> None:
        await linked(bot, telegram)
        await says(telegram, "the spare key is under the blue pot")
        assert (await bot.say("unlink telegram")).text.startswith("Unlinked: Telegram.")
        assert await says(telegram, "where is the spare key?") == WORDS.by_invitation().text
        assert len(await bot.memories()) == 1

    async def test_a_chat_can_unlink_itself(self, bot: RunningBot, telegram: FakeTelegram) -> None:
        await linked(bot, telegram)
        assert (await says(telegram, "unlink telegram")).startswith("Unlinked: Telegram.")
        assert await says(telegram, "where is the spare key?") == WORDS.by_invitation().text
        person = await Person.get(bot.owner)
        assert person
        assert person.reach in {str(OWNER), f"web:{bot.owner}"}

    async def test_what_was_to_come_there_comes_elsewhere(self, bot: RunningBot, telegram: FakeTelegram) -> None:
        await linked(bot, telegram)
        await says(telegram, "remind me to call Ana tomorrow at 9")
        await bot.say("unlink telegram")
        assert [each.address for each in await Reminder.find_all().to_list()] == [f"web:{bot.owner}"]

    async def test_what_waits_to_be_sent_there_is_not_sent_and_goes_elsewhere_or_is_reported(
        self, bot: RunningBot, telegram: FakeTelegram, clock: SetClock
    ) -> None:
        await linked(bot, telegram)
        there, before = Address(channel=ChannelName.TELEGRAM, value=str(ANNA)), len(telegram.sent) + 1
        asked = "remind me to call Ana in 2 hours"
        telegram.arrives(telegram.message(asked, chat=ANNA, date=int(clock.now.timestamp())))
        await telegram.until(lambda: len(telegram.sent) == before, within=60)
        telegram.fail("sendMessage", *[flood(60)] * 3)
        telegram.say("where is the spare key?", chat=ANNA)
        await eventually(lambda: waits(there, Kind.REPLY))
        clock.forward(hours=2, minutes=1)
        await eventually(lambda: waits(there, Kind.REPLY, Kind.REMINDER))
        await bot.say("unlink telegram")
        assert not await Message.find({"address": str(there), "leaving": {"$exists": True}}).to_list()
        assert telegram.sent_texts[before:] == []

        async def came() -> bool:
            said = (await bot.log())[-1]
            return (said.channel, said.text) == (ChannelName.WEB, "⏰ call Ana")

        await eventually(came, 20)
        (letter,) = await DeadLetters(bot.store.vault, clock).all()
        assert (letter.what, letter.id.partition(":")[0]) == (f"to {there}", "reply")

    async def test_what_is_not_linked_cannot_be_unlinked(self, bot: RunningBot) -> None:
        assert await bot.say("unlink telegram") == WORDS.no_such_link(ChannelName.TELEGRAM)
        assert await bot.say("disconnect my number") == WORDS.no_such_link(None)

    async def test_of_several_one_is_chosen(self, bot: RunningBot, telegram: FakeTelegram) -> None:
        await linked(bot, telegram, ANNA)
        await linked(bot, telegram, BEN)
        asked = await bot.say("unlink telegram")
        assert labels(asked) == ["Telegram", "Telegram"]
        assert (await tap(bot, f"unlink:{tag(f'telegram:{BEN}')}")).text.startswith("Unlinked")
        assert await owner_of(f"telegram:{ANNA}") == bot.owner
        assert await owner_of(f"telegram:{BEN}") is None
        assert await tap(bot, f"unlink:{tag(f'telegram:{BEN}')}") == WORDS.no_such_link(None)

    async def test_the_addresses_are_shown_with_since_when(
        self, bot: RunningBot, telegram: FakeTelegram, clock: SetClock
    ) -> None:
        clock.forward(days=1)
        await linked(bot, telegram)
        assert (await bot.say("which addresses are linked?")).text.splitlines() == [
            "You can write to me from:",
            "terminal, since yesterday",
            "browser, since yesterday",
            "Telegram, since today",
        ]


class TestTheLastAddress:
    @pytest.fixture
    def policy(self) -> str:
        return "open"

    @pytest.mark.usefixtures("bot")
    async def test_stays(self, telegram: FakeTelegram) -> None:
        await says(telegram, "my locker is number 12")
        assert await says(telegram, "unlink telegram") == WORDS.last_address().text
        assert "12" in await says(telegram, "what is the number of my locker?")
