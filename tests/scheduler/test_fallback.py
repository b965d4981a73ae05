"""What nobody waited for and could not be delivered goes another way, each address once, or its failure is seen."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.assembly import Store
from bot.channel import Capabilities
from bot.clock import system_clock
from bot.conversation import Message, opened
from bot.messages import Address, ChannelName, Delivery, DeliveryState, Outbound, Reply
from handlers.wording import LANGUAGES, in_language
from memory.documents import Person, PersonAddress
from tests.fakes.courier import Fate
from tests.scheduler.postal import Postal, couriers, message, new, settled, somebody
from tests.webhooks.stage import eventually
from webhooks.deadletters import DeadLetters

TELEGRAM, SMS, WHATSAPP, WEB = ChannelName.TELEGRAM, ChannelName.SMS, ChannelName.WHATSAPP, ChannelName.WEB
SENT, FAILED = DeliveryState.SENT, DeliveryState.FAILED
KEY = "reminder:1"


async def dead(store: Store) -> list[str]:
    return [letter.id for letter in await DeadLetters(store.vault, system_clock).all()]


async def words(store: Store, found: Message) -> str:
    return (await opened([found], store.vault))[0].content.text


@pytest.mark.parametrize("fate", [Fate.REFUSED, Fate.GONE, Fate.WINDOW_CLOSED])
@pytest.mark.parametrize("kind", ["reminder", "digest"])
async def test_what_a_channel_refuses_goes_to_the_next_address_and_says_why(
    store: Store, kind: str, fate: Fate
) -> None:
    providers, channels = couriers(TELEGRAM, SMS)
    providers[TELEGRAM].fate = lambda _: fate
    first, second, key = new(TELEGRAM), new(SMS), f"{kind}:1"
    person = await somebody(store, first, second)
    async with Postal.of(store, channels).working() as postal:
        await postal.say(person, first, key, "water the plants")
        await eventually(lambda: settled(key))
        await postal.fallback.divert()
        await eventually(lambda: settled(f"{key}:via:{second}"))
    (arrived,) = providers[SMS].texts
    assert arrived.startswith("water the plants\n\n")
    assert "because Telegram did not take it" in arrived
    original, other = await message(key), await message(f"{key}:via:{second}")
    assert (original.state, original.diverted_to, original.undelivered_at) == (FAILED, other.id, None)
    assert other.state in {SENT, DeliveryState.DELIVERED}
    assert await dead(store) == []


@pytest.mark.parametrize(("hours", "reason"), [(None, "without a word"), (25, "without a word"), (1, "did not take")])
async def test_who_has_not_written_there_for_a_day_is_told_that_this_is_why_it_comes_another_way(
    store: Store, hours: int | None, reason: str
) -> None:
    providers, channels = couriers(WHATSAPP, SMS)
    channels[0].capabilities = Capabilities(window=24)
    providers[WHATSAPP].fate = lambda _: Fate.WINDOW_CLOSED
    first, second = new(WHATSAPP), new(SMS)
    person = await somebody(store, first, second)
    if hours is not None:
        heard = {"heard_at": system_clock() - timedelta(hours=hours)}
        await PersonAddress.get_motor_collection().update_one({"_id": str(first)}, {"$set": heard})
    async with Postal.of(store, channels).working() as postal:
        await postal.say(person, first, KEY, "water the plants")
        await eventually(lambda: settled(KEY))
        await postal.fallback.divert()
        await eventually(lambda: settled(f"{KEY}:via:{second}"))
    (arrived,) = providers[SMS].texts
    assert reason in arrived


async def test_what_was_taken_and_not_delivered_goes_another_way_as_well(store: Store) -> None:
    providers, channels = couriers(TELEGRAM, SMS)
    first, second = new(SMS), new(TELEGRAM)
    person = await somebody(store, first, second)
    async with Postal.of(store, channels).working() as postal:
        await postal.say(person, first, KEY, "water the plants")
        await eventually(lambda: settled(KEY))
        await postal.deliveries.note(SMS, Delivery(provider_id=f"sms-{KEY}", state=FAILED, reason="30003"))
        await postal.fallback.divert()
        await eventually(lambda: settled(f"{KEY}:via:{second}"))
    assert len(providers[TELEGRAM].taken) == 1


async def test_a_reply_goes_where_it_was_asked_or_nowhere(store: Store) -> None:
    providers, channels = couriers(TELEGRAM, SMS)
    providers[TELEGRAM].fate = lambda _: Fate.REFUSED
    first = new(TELEGRAM)
    person = await somebody(store, first, new(SMS))
    async with Postal.of(store, channels).working() as postal:
        await postal.say(person, first, "reply:1:0", "tucked away")
        await eventually(lambda: settled("reply:1:0"))
        await postal.fallback.divert()
    assert providers[SMS].taken == []
    assert await dead(store) == ["reply:1:0"]


async def test_each_address_is_tried_once_the_browser_last_and_then_the_failure_is_seen(store: Store) -> None:
    providers, channels = couriers(TELEGRAM, WEB, SMS, WHATSAPP)
    order: list[ChannelName] = []

    def refuse(attempt: Outbound) -> Fate:
        order.append(attempt.recipient.channel)
        return Fate.REFUSED

    for provider in providers.values():
        provider.fate = refuse
    addresses = [new(name) for name in (TELEGRAM, WEB, SMS, WHATSAPP)]
    person = await somebody(store, *addresses)
    async with Postal.of(store, channels).working() as postal:
        await postal.say(person, addresses[0], KEY, "water the plants")
        for _ in range(8):
            await eventually(nothing_leaves)
            await postal.fallback.divert()
    assert order == [TELEGRAM, SMS, WHATSAPP, WEB]
    assert await dead(store) == [f"{KEY}:via:{addresses[1]}"]
    found = await Person.get(person)
    assert found
    assert found.missed == [KEY]


async def nothing_leaves() -> bool:
    return await Message.find({"leaving": {"$exists": True}}).count() == 0


async def test_two_replicas_send_it_another_way_once(store: Store) -> None:
    providers, channels = couriers(TELEGRAM, SMS)
    providers[TELEGRAM].fate = lambda _: Fate.REFUSED
    postals = [Postal.of(store, channels) for _ in range(2)]
    pairs = [(new(TELEGRAM), new(SMS)) for _ in range(10)]
    persons = [await somebody(store, *pair) for pair in pairs]
    async with postals[0].working(), postals[1].working():
        for number, person in enumerate(persons):
            await postals[number % 2].say(person, pairs[number][0], f"reminder:{number}", f"{number}")
        await eventually(nothing_leaves)
        for _ in range(3):
            await asyncio.gather(*(postal.fallback.divert() for postal in postals))
        await eventually(nothing_leaves)
    assert sorted(each.key.partition(":via:")[0] for each in providers[SMS].taken) == sorted(
        f"reminder:{number}" for number in range(10)
    )


async def test_an_address_that_is_gone_is_no_way(store: Store) -> None:
    providers, channels = couriers(TELEGRAM, SMS)
    providers[TELEGRAM].fate = lambda _: Fate.GONE
    first, second = new(TELEGRAM), new(SMS)
    person = await somebody(store, first, second)
    await PersonAddress.find({"_id": str(second)}).update({"$set": {"gone_at": datetime.now(UTC)}})
    async with Postal.of(store, channels).working() as postal:
        await postal.say(person, first, KEY, "water the plants")
        await eventually(lambda: settled(KEY))
        await postal.fallback.divert()
    assert providers[SMS].taken == []
    assert await dead(store) == [KEY]


async def test_words_that_were_forgotten_go_no_other_way(store: Store) -> None:
    providers, channels = couriers(TELEGRAM, SMS)
    providers[TELEGRAM].fate = lambda _: Fate.REFUSED
    first = new(TELEGRAM)
    person = await somebody(store, first, new(SMS))
    async with Postal.of(store, channels).working() as postal:
        await postal.say(person, first, KEY, "water the plants")
        await eventually(lambda: settled(KEY))
        await Message.find({"_id": KEY}).update({"$unset": {"sealed": 1}})
        await postal.fallback.divert()
    assert providers[SMS].taken == []
    assert (await message(KEY)).astray is None


async def test_what_belongs_to_nobody_any_more_is_set_aside(store: Store) -> None:
    providers, channels = couriers(TELEGRAM, SMS)
    providers[TELEGRAM].fate = lambda _: Fate.REFUSED
    first = new(TELEGRAM)
    person = await somebody(store, first, new(SMS))
    async with Postal.of(store, channels).working() as postal:
        await postal.say(person, first, KEY, "water the plants")
        await eventually(lambda: settled(KEY))
        await Person.find({"_id": person}).delete()
        await postal.fallback.divert()
    assert (await message(KEY)).astray is None
    assert await dead(store) == [KEY]


async def asked_for_a_code(postal: Postal, target: Address, asked_by: Address) -> None:
    entry = await postal.composer.compose_for_nobody(
        Reply(text="123456"), target, key="unlogged:1", asked_by=asked_by, correlation="c"
    )
    await entry.message.insert()
    postal.outbox.push([entry])
    await eventually(lambda: settled("unlogged:1"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_asked_to_write_from_an_e_mail_address_to_which_no_code_came(language: str) -> None:
    said = [in_language(language).code_not_delivered(new(each)).text for each in (SMS, ChannelName.EMAIL)]
    openings = [text.partition(".")[0] for text in said]
    assert said[0].removeprefix(openings[0]) != said[1].removeprefix(openings[1])


@pytest.mark.parametrize("late", [False, True])
async def test_who_asked_for_a_code_that_can_not_be_delivered_is_told_there(store: Store, *, late: bool) -> None:
    providers, channels = couriers(TELEGRAM, SMS)
    providers[SMS].fate = lambda _: Fate.TAKEN if late else Fate.REFUSED
    chat, target = new(TELEGRAM), new(SMS)
    person = await somebody(store, chat)
    async with Postal.of(store, channels).working() as postal:
        await asked_for_a_code(postal, target, chat)
        if late:
            await postal.deliveries.note(SMS, Delivery(provider_id="sms-unlogged:1", state=FAILED, reason="30005"))
        for _ in range(2):
            await postal.fallback.divert()
        await eventually(lambda: settled("unsent:unlogged:1"))
    assert providers[TELEGRAM].texts == [in_language("en").code_not_delivered(target).text]
    assert (await message("unsent:unlogged:1")).person == person
    assert await dead(store) == []


async def test_where_an_address_was_let_go_nobody_is_told_of_a_code_that_was_asked_for_there(store: Store) -> None:
    providers, channels = couriers(TELEGRAM, SMS)
    providers[SMS].fate = lambda _: Fate.REFUSED
    async with Postal.of(store, channels).working() as postal:
        await asked_for_a_code(postal, new(SMS), new(TELEGRAM))
        await postal.fallback.divert()
    assert providers[TELEGRAM].taken == []
    assert (await message("unlogged:1")).astray is None


async def test_what_fails_for_one_person_keeps_no_other_waiting(store: Store) -> None:
    providers, channels = couriers(TELEGRAM, SMS)
    providers[TELEGRAM].fate = lambda _: Fate.REFUSED
    broken, whole = new(TELEGRAM), new(TELEGRAM)
    persons = [await somebody(store, home, new(SMS)) for home in (broken, whole)]
    async with Postal.of(store, channels).working() as postal:
        for number, home in enumerate((broken, whole)):
            await postal.say(persons[number], home, f"reminder:{number}", f"{number}")
            await eventually(partial(settled, f"reminder:{number}"))
        await Person.get_motor_collection().update_one({"_id": persons[0]}, {"$set": {"created_at": "never"}})
        await postal.fallback.divert()
        await eventually(nothing_leaves)
    assert [each.key.partition(":via:")[0] for each in providers[SMS].taken] == ["reminder:1"]
    assert (await message("reminder:0")).astray
