"""An e-mail address of a person's: linked by a code that comes there, used for the digest, and let go again."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.conversation import Message
from bot.data_folder import DataFolder
from bot.messages import Address, ChannelName
from bot.settings import Settings
from handlers.wording import in_language
from memory.documents import PersonAddress
from memory.linking import LinkRequest
from memory.people import get, mark_gone
from tests.conftest import loaded_encoder
from tests.fakes.smtp import FakeMail, plain_part
from tests.handlers.clocks import Hand, bot_by
from tests.running import RunningBot, until
from tests.webhooks.stage import eventually

WORDS = in_language("en")
ANNA = Address(channel=ChannelName.EMAIL, value="anna@example.org")
LINK = "link my e-mail Anna@Example.org"


@pytest.fixture
def clock() -> Hand:
    return Hand()


@pytest.fixture
async def mail() -> AsyncIterator[FakeMail]:
    async with FakeMail() as server:
        yield server


@pytest.fixture
async def bot(settings: Settings, folder: DataFolder, mail: FakeMail, clock: Hand) -> AsyncIterator[RunningBot]:
    chosen = {
        "smtp_host": "127.0.0.1",
        "smtp_port": mail.port,
        "smtp_security": "none",
        "smtp_from": "tuckaway@example.org",
    }
    theirs = Settings.model_validate({**settings.model_dump(), **chosen})
    async with RunningBot.started(theirs, folder, loaded_encoder, clock=clock) as running:
        yield running


async def says(bot: RunningBot, text: str) -> str:
    return (await bot.say(text)).text


async def code(bot: RunningBot, mail: FakeMail, asked: str = LINK) -> str:
    """Ask for the address to be linked; the code that comes there."""
    before = len(mail.arrived)
    assert await says(bot, asked) == WORDS.code_sent(ANNA).text
    await until(lambda: codes(mail, before))
    return codes(mail, before)[0]


def codes(mail: FakeMail, before: int) -> list[str]:
    """Those of the letters to her that came after so many; word of an earlier linking may come between."""
    texts = [plain_part(each) for each in mail.arrived[before:] if each["To"] == ANNA.value]
    return [found[0] for text in texts if (found := re.search(r"\b\d{6}\b", text))]


async def linked(bot: RunningBot, mail: FakeMail) -> None:
    assert await says(bot, await code(bot, mail)) == WORDS.linked(ANNA).text


async def test_a_code_that_came_by_email_links_the_address_which_is_listed_and_let_go(
    bot: RunningBot, mail: FakeMail
) -> None:
    await linked(bot, mail)
    link = await PersonAddress.get(str(ANNA))
    assert link
    assert link.person == bot.owner
    assert "anna@example.org, since today" in await says(bot, "which addresses are linked?")
    assert await says(bot, LINK) == WORDS.already_linked(ANNA).text
    assert await says(bot, "unlink my e-mail") == WORDS.unlinked(ANNA).text
    assert await PersonAddress.get(str(ANNA)) is None


async def test_the_code_is_nowhere_in_the_conversation_nor_in_clear_in_the_database(
    bot: RunningBot, mail: FakeMail
) -> None:
    sent = await code(bot, mail)
    assert all(sent not in said.text for said in await bot.log())
    (request,) = await LinkRequest.find_all().to_list()
    assert request.code
    assert sent not in request.code
    (letter,) = await Message.find({"address": str(ANNA)}).to_list()
    assert letter.person.startswith("nobody:")


async def test_a_wrong_code_an_old_one_and_a_sixth_try_link_nothing(
    bot: RunningBot, mail: FakeMail, clock: Hand
) -> None:
    sent = await code(bot, mail)
    wrong = f"{(int(sent) + 1) % 1_000_000:06}"
    assert [await says(bot, wrong) for _ in range(5)][-1] == WORDS.code_used_up(ANNA).text
    assert await says(bot, sent) == WORDS.code_stale(ANNA).text
    late = await code(bot, mail)
    clock.now += timedelta(minutes=11)
    assert await says(bot, late) == WORDS.code_stale(ANNA).text
    assert await PersonAddress.get(str(ANNA)) is None


async def test_the_digest_goes_to_an_address_once_its_code_was_typed(
    bot: RunningBot, mail: FakeMail, clock: Hand
) -> None:
    await bot.say("dentist on Thursday at 10")
    await says(bot, await code(bot, mail, "send my digest by e-mail to anna@example.org"))
    known = await get(bot.owner, bot.store.vault)
    assert known.person.preferences.digest_channel is ChannelName.EMAIL
    before = len(mail.arrived)
    clock.now += timedelta(days=1)
    await bot.tuckaway.digests.send()
    await until(lambda: any("dentist" in plain_part(each) for each in mail.arrived[before:]))


async def test_an_address_that_was_done_with_is_linked_once_more_by_a_new_code(
    bot: RunningBot, mail: FakeMail, clock: Hand
) -> None:
    await linked(bot, mail)
    await mark_gone([str(ANNA)], clock())
    await says(bot, await code(bot, mail))
    link = await PersonAddress.get(str(ANNA))
    assert link
    assert link.gone_at is None


async def test_the_address_that_one_writes_from_is_not_let_go_for_one_of_email(
    bot: RunningBot, mail: FakeMail, clock: Hand
) -> None:
    await linked(bot, mail)
    here = Address(channel=ChannelName.TELEGRAM, value="1")
    await PersonAddress(id=str(here), person=bot.owner, channel=here.channel, linked_at=clock()).insert()
    for each in await PersonAddress.find({"person": bot.owner}).to_list():
        if each.channel not in {ChannelName.TELEGRAM, ChannelName.EMAIL}:
            await each.delete()
            await PersonAddress(**{**each.model_dump(), "gone_at": clock()}).insert()
    assert await says(bot, "unlink telegram") == WORDS.last_address().text


async def test_what_is_no_address_is_told_in_one_sentence_and_nothing_is_sent(bot: RunningBot, mail: FakeMail) -> None:
    for text in (
        "link my e-mail",
        "link email anna@",
        "link email anna@example.org\r\nBcc: ben@example.org",
        "link email anna@example.org, ben@example.org",
        "link email ännä@exämple.org",
        "link email " + "a" * 10_000 + "@example.org",
        "send my digest by e-mail to anna@localhost",
    ):
        assert await says(bot, text) == WORDS.which_email().text
    assert await LinkRequest.find_all().to_list() == []
    assert mail.arrived == []
    known = await get(bot.owner, bot.store.vault)
    assert known.person.preferences.digest_channel is None


async def test_three_codes_a_day_go_to_one_address_in_whatever_capitals(bot: RunningBot, mail: FakeMail) -> None:
    for asked in ("link my e-mail ANNA@example.org", "link anna@EXAMPLE.org", LINK):
        await code(bot, mail, asked)
    assert await says(bot, LINK) == WORDS.too_many_codes().text


async def test_without_a_mail_server_that_is_said_in_one_sentence_and_nothing_changes(
    settings: Settings, folder: DataFolder, clock: Hand
) -> None:
    async with bot_by(clock, settings, folder) as bot:
        for text in (LINK, "link my e-mail", "send my digest by e-mail", "send my digest by e-mail to a@example.org"):
            assert await says(bot, text) == WORDS.no_email().text
        known = await get(bot.owner, bot.store.vault)
        assert known.person.preferences.digest_channel is None


async def test_an_address_of_another_tuckaway_stays_there_and_what_to_do_is_told(
    bot: RunningBot, mail: FakeMail, clock: Hand
) -> None:
    sent = await code(bot, mail)
    ben = await bot.tuckaway.people.meet(
        Address(channel=ChannelName.TELEGRAM, value="7"), name="Ben", zone=None, now=clock()
    )
    for document in ben.new:
        await document.insert()
    await PersonAddress(id=str(ANNA), person=ben.person.id, channel=ANNA.channel, linked_at=clock()).insert()
    assert await says(bot, sent) == WORDS.address_taken(ANNA).text
    assert "unlink e-mail" in WORDS.address_taken(ANNA).text


async def test_codes_wait_for_a_mail_server_that_is_away(bot: RunningBot, mail: FakeMail) -> None:
    await mail.__aexit__()
    assert await says(bot, LINK) == WORDS.code_sent(ANNA).text

    async def waits() -> bool:
        found = await Message.find({"address": str(ANNA)}).to_list()
        return any(each.leaving is not None and each.leaving.attempts for each in found)

    await eventually(waits)
