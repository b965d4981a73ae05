"""Who may come in: strangers on Telegram, with an invitation and without."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta

import pytest

from bot.clock import Clock
from bot.conversation import NOBODY, Message
from bot.data_folder import DataFolder
from bot.messages import ChannelName
from bot.settings import Settings
from handlers.wording import in_language
from memory import invitations
from memory.documents import Person, PersonAddress
from memory.invitations import Invitation
from tests.conftest import loaded_encoder
from tests.fakes.telegram import FakeTelegram
from tests.handlers.clocks import WEDNESDAY
from tests.running import RunningBot
from tests.scheduler.appointments import SetClock
from tests.webhooks.stage import eventually
from webhooks.inbox import InboxEvent

WORDS = in_language("en")
ANNA, BEN = 7001, 7002
Starts = Callable[[str], AbstractAsyncContextManager[RunningBot]]


@pytest.fixture
def clock() -> SetClock:
    return SetClock(WEDNESDAY)


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake


@pytest.fixture
def starts(settings: Settings, folder: DataFolder, telegram: FakeTelegram, clock: Clock) -> Starts:
    """A bot of that policy."""

    @asynccontextmanager
    async def start(policy: str) -> AsyncIterator[RunningBot]:
        changed = {"registration": policy, "telegram_token": telegram.token, "telegram_api_url": telegram.url}
        theirs = Settings.model_validate({**settings.model_dump(), **changed})
        async with RunningBot.started(theirs, folder, loaded_encoder, clock=clock) as bot:
            yield bot

    return start


async def says(telegram: FakeTelegram, text: str, *, chat: int = ANNA) -> str:
    """Write something; the answer."""
    before = len(telegram.sent)
    telegram.say(text, chat=chat)
    await telegram.until(lambda: len(telegram.sent) > before, within=60)
    return telegram.sent[before].text


async def unanswered(telegram: FakeTelegram, text: str, *, chat: int = ANNA) -> None:
    """Write something, and wait until it was handled without a word."""
    before, update = len(telegram.sent), telegram.say(text, chat=chat)
    name = f"telegram:{telegram.bot_id}:{update['update_id']}"

    async def handled() -> bool:
        return await InboxEvent.find_one({"_id": name, "state": "done"}) is not None

    await eventually(handled)
    assert len(telegram.sent) == before


async def code(clock: SetClock, *, uses: int = 1, channel: ChannelName | None = None) -> str:
    return await invitations.invite(channel=channel, lifetime=timedelta(days=7), uses=uses, now=clock())


async def persons() -> int:
    return await Person.find_all().count()


async def test_a_stranger_is_told_once_a_day_and_nothing_of_theirs_is_kept(
    starts: Starts, telegram: FakeTelegram, clock: SetClock
) -> None:
    async with starts("invite"):
        before = await persons()
        assert await says(telegram, "my secret is 42") == WORDS.by_invitation().text
        await unanswered(telegram, "hello? anybody?")
        assert await persons() == before
        assert await PersonAddress.get(f"telegram:{ANNA}") is None
        assert await InboxEvent.find({"sealed": {"$exists": True}}).count() == 0
        left = await Message.find_all().to_list()
        assert [message.person.startswith(NOBODY) for message in left] == [True]
        assert left[0].expires_at == clock() + timedelta(days=1)
        clock.forward(days=1)
        assert await says(telegram, "and now?") == WORDS.by_invitation().text


async def test_each_stranger_is_told_for_themselves(starts: Starts, telegram: FakeTelegram) -> None:
    async with starts("invite"):
        assert await says(telegram, "hello", chat=ANNA) == await says(telegram, "hello", chat=BEN)


async def test_a_newcomer_comes_in_by_the_link_of_an_invitation_and_is_welcomed(
    starts: Starts, telegram: FakeTelegram, clock: SetClock
) -> None:
    async with starts("invite"):
        token = (await code(clock)).replace("-", "")
        assert await says(telegram, f"/start {token}") == WORDS.welcome().text
        assert await says(telegram, "the spare key is under the blue pot") == WORDS.phrases.saved
        log = await Message.find({"address": f"telegram:{ANNA}"}).to_list()
        assert not any(message.person.startswith(NOBODY) for message in log)


async def test_a_code_that_is_written_out_lets_in_as_well(
    starts: Starts, telegram: FakeTelegram, clock: SetClock
) -> None:
    async with starts("invite"):
        await says(telegram, "hello")
        assert await says(telegram, f"hi, my code is {(await code(clock)).lower()}") == WORDS.welcome().text


async def test_an_invitation_for_one_lets_one_in(starts: Starts, telegram: FakeTelegram, clock: SetClock) -> None:
    async with starts("invite"):
        invited = await code(clock)
        assert await says(telegram, invited, chat=ANNA) == WORDS.welcome().text
        assert await says(telegram, invited, chat=BEN) == WORDS.by_invitation().text


async def test_two_who_redeem_an_invitation_for_one_at_once_are_one_newcomer_and_one_stranger(
    starts: Starts, telegram: FakeTelegram, clock: SetClock
) -> None:
    async with starts("invite"):
        before, invited = await persons(), await code(clock)
        telegram.arrives(*(telegram.message(invited, chat=chat) for chat in (ANNA, BEN)))
        await telegram.until(lambda: len(telegram.sent) == 2, within=60)
        assert sorted(telegram.sent_texts) == sorted([WORDS.welcome().text, WORDS.by_invitation().text])
        assert await persons() == before + 1


@pytest.mark.parametrize("why", ["expired", "revoked", "another channel", "never made"])
async def test_an_invitation_that_is_no_good_lets_nobody_in(
    starts: Starts, telegram: FakeTelegram, clock: SetClock, why: str
) -> None:
    async with starts("invite"):
        invited = await code(clock, channel=ChannelName.SMS if why == "another channel" else None)
        if why == "expired":
            clock.forward(days=7)
        if why == "revoked":
            listed = await invitations.all_of_them()
            assert await invitations.revoke(listed[0].short, clock()) == 1
            assert await invitations.revoke(listed[0].short, clock()) == 0
        said = "ABCD-EFGH-JKMN-PQRS" if why == "never made" else invited
        assert await says(telegram, said) == WORDS.by_invitation().text


async def test_where_nobody_new_is_taken_an_invitation_is_no_help(
    starts: Starts, telegram: FakeTelegram, clock: SetClock
) -> None:
    async with starts("closed"):
        assert await says(telegram, await code(clock)) == WORDS.takes_nobody().text


async def test_whoever_was_there_before_stays_when_the_door_is_closed(starts: Starts, telegram: FakeTelegram) -> None:
    async with starts("open"):
        assert await says(telegram, "the boat needs a new rope") == WORDS.phrases.saved
    async with starts("closed"):
        assert "new rope" in await says(telegram, "what does the boat need?")


async def test_two_of_the_same_name_are_two_people(starts: Starts, telegram: FakeTelegram) -> None:
    async with starts("open"):
        await says(telegram, "my locker is number 12", chat=ANNA)
        await says(telegram, "hello", chat=BEN)
        found = await asyncio.gather(*(PersonAddress.get(f"telegram:{chat}") for chat in (ANNA, BEN)))
        owners = {link.person for link in found if link}
        assert len(owners) == 2
        assert "12" not in await says(telegram, "what is the number of my locker?", chat=BEN)


async def test_the_code_of_an_invitation_is_nowhere_in_the_database(starts: Starts, clock: SetClock) -> None:
    async with starts("invite"):
        invited = (await code(clock)).replace("-", "")
        stored = (await Invitation.find_all().to_list())[0]
        assert invited not in stored.model_dump_json()
