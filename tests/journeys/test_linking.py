"""One person, several addresses: linked by a deep link on Telegram or a code that is sent to a number; and unlinked."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from bot.channels.console import OWNER
from bot.conversation import Conversation, Message
from bot.data_folder import DataFolder
from bot.messages import Address, ChannelName, DeliveryState, Kind
from bot.settings import Settings
from handlers.linking import tag
from handlers.wording import in_language
from memory import invitations
from memory.documents import Person, PersonAddress
from memory.linking import LinkRequest, RequestState
from memory.people import readmit
from memory.reminder import Reminder
from tests.conftest import loaded_encoder
from tests.fakes.telegram import FakeTelegram, flood
from tests.fakes.twilio import FakeTwilio, Template, refusal
from tests.handlers.clocks import WEDNESDAY
from tests.handlers.talk import labels, tap
from tests.journeys.by_twilio import through
from tests.processes import free_port
from tests.running import RunningBot, Served, until
from tests.scheduler.appointments import SetClock
from tests.webhooks.page import Page
from tests.webhooks.stage import eventually
from webhooks.deadletters import DeadLetters

WORDS = in_language("en")
ANNA, BEN = 7001, 7002
MOBILE, OTHER_MOBILE = "+447700900123", "+447700900124"
AT_ANY_TIME = "HX" + "a" * 32
OVER_WHATSAPP = {"TUCKAWAY_SMS_FROM": "", "TUCKAWAY_WHATSAPP_TEMPLATE_MESSAGE": AT_ANY_TIME}
# Whole and as it was written, to be compared with what was to be said.
OVER_SMS = {"TUCKAWAY_WHATSAPP_FROM": "", "TUCKAWAY_SMS_SEGMENTS": "10", "TUCKAWAY_SMS_TRANSLITERATE": "false"}


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
            return (said.channel, said.text) == (ChannelName.CONSOLE, "⏰ call Ana")

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


@dataclass
class Desk:
    """The owner at the browser, and telephones; `name`: what they text by."""

    bot: RunningBot
    page: Page
    twilio: FakeTwilio
    clock: SetClock
    name: ChannelName

    async def ask(self, text: str) -> str:
        """Write something in the browser; the answer."""
        mine = await self.page.until(type="message", author="person", client_id=await self.page.send(text))
        return str(
            (await self.page.until(type="message", author="bot", sequence=mine["message"]["sequence"] + 1))["message"][
                "text"
            ]
        )

    async def text(self, text: str, number: str = MOBILE, profile: str = "") -> str:
        """Text something from a telephone; the answer. `profile` is the name they have on WhatsApp."""
        before = len(self.at(number))
        by_whatsapp = self.name is ChannelName.WHATSAPP
        written = partial(self.twilio.whatsapp, ProfileName=profile) if by_whatsapp else self.twilio.text
        assert await self.twilio.say(written(text, sender=number)) == 200
        await until(lambda: len(self.at(number)) > before)
        return self.at(number)[before]

    async def code(self, number: str = MOBILE) -> str:
        """Ask for the number to be linked; the code that comes there."""
        before = len(self.at(number))
        # Without the channel's name a number is one for text messages where they are set up.
        assert await self.ask(f"link my {self.name} {number}") == WORDS.code_sent(self.number(number)).text
        await until(lambda: len(self.at(number)) > before)
        return digits(self.at(number)[before])

    async def linked(self, number: str = MOBILE) -> None:
        assert await self.ask(await self.code(number)) == WORDS.linked(self.number(number)).text
        await until(lambda: self.at(number)[-1] == WORDS.linked_here(self.name).text)

    async def linked_again(self, number: str = MOBILE) -> None:
        assert await self.ask(await self.code(number)) == WORDS.already_linked(self.number(number)).text

    def number(self, value: str) -> Address:
        return Address(channel=self.name, value=value)

    def at(self, number: str) -> list[str]:
        """What that telephone shows, oldest first, without the choices that are offered."""
        to = f"whatsapp:{number}" if self.name is ChannelName.WHATSAPP else number
        shown = [each.body for each in self.twilio.sent if each.to == to and each.arrived]
        return [re.split(r"\s+1 = ", body)[0] for body in shown]


def digits(text: str) -> str:
    found = re.search(r"\b\d{6}\b", text)
    assert found
    return found[0]


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


@pytest.fixture(params=[ChannelName.SMS, ChannelName.WHATSAPP])
async def desk(
    request: pytest.FixtureRequest, settings: Settings, folder: DataFolder, clock: SetClock
) -> AsyncIterator[Desk]:
    by, port = {ChannelName.SMS: OVER_SMS, ChannelName.WHATSAPP: OVER_WHATSAPP}[request.param], free_port()
    async with FakeTwilio(clock) as twilio:
        twilio.public_url = twilio.base = f"http://127.0.0.1:{port}"
        twilio.templates[AT_ANY_TIME] = Template("{{1}}")
        theirs = through(
            twilio, settings, {**by, "TUCKAWAY_PUBLIC_URL": twilio.base, "TUCKAWAY_REGISTRATION": "invite"}
        )
        async with (
            RunningBot.started(theirs, folder, loaded_encoder, clock=clock) as bot,
            Served.of(bot, port) as served,
            served.client() as client,
            Page.opened(served, client) as page,
        ):
            yield Desk(bot, page, twilio, clock, request.param)


ON_WHATSAPP = pytest.mark.parametrize("desk", [ChannelName.WHATSAPP], indirect=True)
"""A text message comes without a name."""


class TestByCode:
    async def test_a_number_is_linked_once_its_code_was_typed_where_it_was_asked_for(self, desk: Desk) -> None:
        await desk.linked()
        assert await desk.text("the boat needs a new rope") == WORDS.phrases.saved
        assert "new rope" in (await desk.bot.memories())[0].text

    async def test_the_code_is_in_nobodys_conversation(self, desk: Desk) -> None:
        code = await desk.code()
        assert not any(
            code in said.text for said in await Conversation(desk.bot.owner, desk.bot.store.vault).after(0, 99)
        )

    async def test_a_code_that_can_not_be_delivered_is_told_where_it_was_asked_for(self, desk: Desk) -> None:
        desk.twilio.fail(refusal(400, 21614))
        address = desk.number(MOBILE)
        await desk.ask(f"link my {desk.name} {MOBILE}")

        async def told() -> bool:
            return await Message.find({"_id": {"$regex": "^unsent:"}, "person": desk.bot.owner}).count() == 1

        await eventually(told)
        (said,) = await Conversation(desk.bot.owner, desk.bot.store.vault).before(99, 1)
        assert said.text == WORDS.code_not_delivered(address).text

    async def test_a_number_that_took_nothing_any_more_is_linked_anew(self, desk: Desk) -> None:
        await desk.linked()
        await gone(desk)
        await desk.linked_again()
        link = await PersonAddress.get(str(desk.number(MOBILE)))
        assert link
        assert link.gone_at is None

    async def test_after_five_wrong_codes_the_right_one_is_of_no_use(self, desk: Desk) -> None:
        code = await desk.code()
        for left in (4, 3, 2, 1):
            assert await desk.ask(another(code)) == WORDS.wrong_code(left).text
        assert await desk.ask(another(code)) == WORDS.code_used_up(desk.number(MOBILE)).text
        assert await desk.ask(code) == WORDS.code_stale(desk.number(MOBILE)).text
        assert await owner_of(str(desk.number(MOBILE))) is None

    async def test_the_fifth_try_may_be_right(self, desk: Desk) -> None:
        code = await desk.code()
        for _ in range(4):
            await desk.ask(another(code))
        assert await desk.ask(f"{code[:3]} {code[3:]}") == WORDS.linked(desk.number(MOBILE)).text

    async def test_after_ten_minutes_the_code_is_told_to_be_late_and_later_it_is_a_note(self, desk: Desk) -> None:
        code = await desk.code()
        desk.clock.forward(minutes=10)
        assert await desk.ask(code) == WORDS.code_stale(desk.number(MOBILE)).text
        desk.clock.forward(hours=2)
        assert await desk.ask(code) == WORDS.phrases.saved

    async def test_a_new_code_takes_the_place_of_the_one_before(self, desk: Desk) -> None:
        first = await desk.code()
        desk.clock.forward(minutes=1)
        second = await desk.code()
        if first != second:
            assert await desk.ask(first) == WORDS.wrong_code(4).text
        assert await desk.ask(second) == WORDS.linked(desk.number(MOBILE)).text

    async def test_no_more_than_three_codes_a_day_go_to_one_number(self, desk: Desk) -> None:
        for _ in range(3):
            await desk.code()
            desk.clock.forward(minutes=1)
        assert await desk.ask(f"link my {desk.name} {MOBILE}") == WORDS.too_many_codes().text
        assert len(desk.at(MOBILE)) == 3

    async def test_whether_a_number_is_known_to_anybody_cannot_be_told_before_its_code_came(self, desk: Desk) -> None:
        stranger = Person(id="ben", data_key=uuid4(), created_at=desk.clock(), sealed=b"")
        await stranger.insert()
        theirs = desk.number(OTHER_MOBILE)
        await PersonAddress(id=str(theirs), person="ben", channel=theirs.channel, linked_at=desk.clock()).insert()
        await PersonAddress(
            id="telegram:1", person="ben", channel=ChannelName.TELEGRAM, linked_at=desk.clock()
        ).insert()
        unknown = await desk.ask(f"link my {desk.name} {MOBILE}")
        assert (await desk.ask(f"link my {desk.name} {OTHER_MOBILE}")).replace(OTHER_MOBILE, MOBILE) == unknown
        await until(lambda: desk.at(OTHER_MOBILE))
        assert await desk.ask(digits(desk.at(OTHER_MOBILE)[0])) == WORDS.address_taken(theirs).text
        assert await owner_of(str(theirs)) == "ben"

    async def test_a_number_of_somebody_who_never_kept_anything_comes_over(self, desk: Desk) -> None:
        week = timedelta(days=7)
        invited = await invitations.invite(channel=None, lifetime=week, uses=1, now=desk.clock())
        assert await desk.text(invited) == WORDS.welcome().text
        await desk.linked()
        assert await desk.text("the boat needs a new rope") == WORDS.phrases.saved
        assert [memory.text for memory in await desk.bot.memories()] == ["the boat needs a new rope"]

    async def test_a_number_of_somebody_who_kept_something_stays_theirs(self, desk: Desk) -> None:
        week = timedelta(days=7)
        await desk.text(await invitations.invite(channel=None, lifetime=week, uses=1, now=desk.clock()))
        await desk.text("my locker is number 12")
        code = await desk.code()
        assert await desk.ask(code) == WORDS.address_taken(desk.number(MOBILE)).text
        assert "12" in await desk.text("what is the number of my locker?")

    async def test_a_number_without_its_country_is_asked_for(self, desk: Desk) -> None:
        name = desk.name
        assert await desk.ask(f"link my {name}") == WORDS.which_number(name).text
        assert await desk.ask(f"link {MOBILE}") == WORDS.code_sent(desk.number(MOBILE)).text

    async def test_six_digits_that_nobody_waits_for_are_kept(self, desk: Desk) -> None:
        assert await desk.ask("123456") == WORDS.phrases.saved


class TestANumberThatWasSilent:
    async def test_is_believed_while_it_cannot_have_been_given_to_another(self, desk: Desk) -> None:
        await desk.linked()
        await gone(desk)
        desk.clock.forward(days=44)
        assert await desk.text("the boat needs a new rope") == WORDS.phrases.saved
        link = await PersonAddress.get(str(desk.number(MOBILE)))
        assert link
        assert link.gone_at is None

    async def test_proves_itself_by_a_code_at_another_address_before_it_sees_anything(self, desk: Desk) -> None:
        await desk.linked()
        await desk.text("the spare key is under the blue pot")
        desk.clock.forward(days=60)
        web = Address(channel=ChannelName.WEB, value=desk.bot.owner)
        assert await desk.text("where is the spare key?") == WORDS.prove_number(web).text
        event = await desk.page.until(type="message", author="bot", sequence=await newest(desk))
        code = digits(event["message"]["text"])
        assert await desk.text(another(code)) == WORDS.wrong_code(4).text
        assert await desk.text(code) == WORDS.proved().text
        assert "blue pot" in await desk.text("where is the spare key?")

    async def test_asking_again_sends_no_second_code(self, desk: Desk) -> None:
        await desk.linked()
        desk.clock.forward(days=60)
        web = Address(channel=ChannelName.WEB, value=desk.bot.owner)
        for _ in range(3):
            assert await desk.text("hello?") == WORDS.prove_number(web).text
        assert await LinkRequest.find({"purpose": "prove", "state": RequestState.OPEN}).count() == 1

    @ON_WHATSAPP
    async def test_is_believed_under_the_same_name(self, desk: Desk) -> None:
        await desk.linked()
        await desk.text("hello", profile="Anna  Smith")
        desk.clock.forward(days=60)
        assert await desk.text("the boat needs a new rope", profile="anna smith") == WORDS.phrases.saved

    @ON_WHATSAPP
    async def test_is_not_believed_under_another_name_or_when_it_was_given_up(self, desk: Desk) -> None:
        await desk.linked()
        await desk.text("hello", profile="Anna Smith")
        desk.clock.forward(days=60)
        web = Address(channel=ChannelName.WEB, value=desk.bot.owner)
        assert await desk.text("hello", profile="Ben Jones") == WORDS.prove_number(web).text
        await gone(desk)
        assert await desk.text("hello", profile="Anna Smith") == WORDS.prove_number(web).text

    async def test_that_was_given_up_and_is_all_there_is_waits_for_whoever_runs_the_bot(self, desk: Desk) -> None:
        await desk.linked()
        await gone(desk)
        await PersonAddress.find({"channel": {"$in": ["web", "console"]}}).delete()
        desk.clock.forward(days=60)
        assert await desk.text("hello") == WORDS.cannot_prove().text
        assert await readmit(str(desk.number(MOBILE)), desk.clock())
        assert await desk.text("the boat needs a new rope") == WORDS.phrases.saved
        assert not await readmit("sms:+1", desk.clock())

    async def test_does_not_prove_itself_by_another_channel_of_the_same_number(self, desk: Desk) -> None:
        await desk.linked()
        both = {ChannelName.SMS: ChannelName.WHATSAPP, ChannelName.WHATSAPP: ChannelName.SMS}
        twin = Address(channel=both[desk.name], value=MOBILE)
        link = PersonAddress(id=str(twin), person=desk.bot.owner, channel=twin.channel, linked_at=desk.clock())
        await link.insert()
        await gone(desk)
        await PersonAddress.find({"channel": {"$in": ["web", "console"]}}).delete()
        desk.clock.forward(days=60)
        assert await desk.text("hello") == WORDS.cannot_prove().text

    async def test_that_was_only_silent_and_is_all_there_is_is_believed(self, desk: Desk) -> None:
        await desk.linked()
        await PersonAddress.find({"channel": {"$in": ["web", "console"]}}).delete()
        desk.clock.forward(days=60)
        assert await desk.text("the boat needs a new rope") == WORDS.phrases.saved

    async def test_is_unlinked_for_whoever_has_it_now(self, desk: Desk) -> None:
        await desk.linked()
        assert (await desk.ask(f"unlink {MOBILE}")).startswith("Unlinked")
        assert await desk.text("hello") == WORDS.by_invitation().text


async def gone(desk: Desk) -> None:
    """The provider says that there is no such number."""
    link = {"_id": str(desk.number(MOBILE))}
    await PersonAddress.find(link).update({"$set": {"gone_at": desk.clock() + timedelta(hours=1)}})


async def newest(desk: Desk) -> int:
    person = await Person.get(desk.bot.owner)
    assert person
    return person.last_sequence
