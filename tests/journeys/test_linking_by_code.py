"""A number is linked by a code that is sent to it, and proves itself by one after it was silent."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from bot.conversation import Conversation, Message
from bot.data_folder import DataFolder
from bot.messages import Address, ChannelName
from bot.settings import Settings
from handlers.wording import in_language
from memory import invitations
from memory.documents import Person, PersonAddress
from memory.linking import LinkRequest, RequestState
from memory.people import readmit
from tests.conftest import loaded_encoder
from tests.fakes.twilio import FakeTwilio, Template, refusal
from tests.handlers.clocks import WEDNESDAY
from tests.journeys.by_twilio import through
from tests.processes import free_port
from tests.running import RunningBot, Served, until
from tests.scheduler.appointments import SetClock
from tests.webhooks.page import Page
from tests.webhooks.stage import eventually

WORDS = in_language("en")
MOBILE, OTHER_MOBILE = "+447700900123", "+447700900124"
AT_ANY_TIME = "HX" + "a" * 32
OVER_WHATSAPP = {"TUCKAWAY_SMS_FROM": "", "TUCKAWAY_WHATSAPP_TEMPLATE_MESSAGE": AT_ANY_TIME}
# Whole and as it was written, to be compared with what was to be said.
OVER_SMS = {"TUCKAWAY_WHATSAPP_FROM": "", "TUCKAWAY_SMS_SEGMENTS": "10", "TUCKAWAY_SMS_TRANSLITERATE": "false"}


@pytest.fixture
def clock() -> SetClock:
    # The database deletes by a clock of its own what has expired: requests of a day that is long over would be gone.
    return SetClock(WEDNESDAY + timedelta(weeks=521))


async def owner_of(address: str) -> str | None:
    found = await PersonAddress.get(address)
    return found.person if found else None


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

ON_SMS = pytest.mark.parametrize("desk", [ChannelName.SMS], indirect=True)
"""Of a text message anybody can forge the sender."""


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

    @ON_SMS
    async def test_by_text_message_it_takes_the_code_and_what_was_answered_to_that_telephone(self, desk: Desk) -> None:
        await desk.linked()
        answer = await desk.text(f"link my sms {OTHER_MOBILE}")
        countersign = digits(answer)
        assert answer == WORDS.code_sent(desk.number(OTHER_MOBILE), countersign).text
        await until(lambda: desk.at(OTHER_MOBILE))
        code = digits(desk.at(OTHER_MOBILE)[0])
        assert await desk.text(code) == WORDS.wrong_code(4).text
        assert await owner_of(str(desk.number(OTHER_MOBILE))) is None
        assert await desk.text(f"{code} {countersign}") == WORDS.linked(desk.number(OTHER_MOBILE)).text
        assert await owner_of(str(desk.number(OTHER_MOBILE))) == desk.bot.owner

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
        # Whoever has this page open would by now have had to sign in again.
        code = digits((await desk.bot.log())[-1].text)
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
