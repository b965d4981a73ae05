"""Twilio's webhooks: proven first, stored, acknowledged; and what is told of our messages."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assembly import Store
from bot.conversation import Message
from bot.data_folder import DataFolder
from bot.messages import ChannelName, Delivery, DeliveryState
from bot.settings import Settings
from memory.documents import PersonAddress
from tests.fakes.twilio import PUBLIC_URL, FakeTwilio
from tests.fakes.twilio_wire import json_signature, signature
from tests.journeys.by_twilio import through
from tests.running import Served
from tests.webhooks.gate import Gate
from tests.webhooks.stage import eventually, open_store, running
from webhooks.inbox import EventState, InboxEvent

PAYLOADS = Path(__file__).parents[1] / "payloads"
HOOKS = ["/webhooks/whatsapp", "/webhooks/sms"]
STATUS = "/webhooks/twilio/status"
SIGNATURE = "X-Twilio-Signature"
KEY = "the spare key is under the blue pot"


@pytest.fixture
async def twilio() -> AsyncIterator[FakeTwilio]:
    async with FakeTwilio() as fake:
        yield fake


@pytest.fixture
async def gate(mongodb_uri: str) -> AsyncIterator[Gate]:
    async with Gate.before(mongodb_uri) as gate:
        yield gate


@pytest.fixture
async def store(settings: Settings, folder: DataFolder, gate: Gate) -> AsyncIterator[Store]:
    async with open_store(settings, folder, uri=gate.uri) as store:
        yield store


@pytest.fixture
async def hooked(store: Store, settings: Settings, twilio: FakeTwilio) -> AsyncIterator[Served]:
    async with running(store, through(twilio, settings, {})) as bot, Served.of(bot) as served:
        twilio.base = served.url
        yield served


@pytest.fixture
async def provider(hooked: Served) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=hooked.url, timeout=30) as client:
        yield client


@pytest.mark.usefixtures("hooked")
@pytest.mark.parametrize("by_whatsapp", [True, False])
async def test_a_message_brought_five_times_at_once_is_acknowledged_each_time_and_answered_once(
    twilio: FakeTwilio, by_whatsapp: bool
) -> None:
    write = twilio.whatsapp if by_whatsapp else twilio.text
    fields = write(KEY)
    assert await asyncio.gather(*(twilio.say(fields) for _ in range(5))) == [200] * 5
    await twilio.until(lambda: twilio.sent)
    await twilio.say(write("where is the spare key?"))
    await twilio.until(lambda: len(twilio.sent) > 1)
    assert "Tucked away." in twilio.texts[0]
    assert "blue pot" in twilio.texts[1]
    assert len(twilio.sent) == 2


async def test_the_answer_to_a_webhook_says_nothing_since_replies_leave_through_the_outbox(
    provider: httpx.AsyncClient, twilio: FakeTwilio
) -> None:
    fields = twilio.text(KEY)
    headers = {SIGNATURE: signature(twilio.token, f"{PUBLIC_URL}/webhooks/sms", fields)}
    answer = await provider.post("/webhooks/sms", data=fields, headers=headers)
    assert answer.headers["content-type"].startswith("text/xml")
    assert answer.text.endswith("<Response/>")


@pytest.mark.parametrize("hook", [*HOOKS, STATUS])
@pytest.mark.parametrize("header", [None, b"", b"wrong", "ü".encode()])
async def test_whoever_can_not_sign_is_turned_away_and_nothing_stored(
    provider: httpx.AsyncClient, twilio: FakeTwilio, hook: str, header: bytes | None
) -> None:
    headers = {} if header is None else {SIGNATURE.encode(): header}
    answer = await provider.post(hook, data=twilio.text("let me in"), headers=headers)
    assert answer.status_code == 403
    assert await InboxEvent.count() == 0


async def test_a_signature_of_another_token_another_call_or_another_place_proves_nothing(
    provider: httpx.AsyncClient, twilio: FakeTwilio
) -> None:
    fields, url = twilio.text(KEY), f"{PUBLIC_URL}/webhooks/sms"
    others = [
        signature("another-token-another-token", url, fields),
        signature(twilio.token, url, fields | {"Body": "something else"}),
        signature(twilio.token, f"{PUBLIC_URL}/webhooks/whatsapp", fields),
        signature(twilio.token, f"{provider.base_url}/webhooks/sms", fields),
    ]
    for other in others:
        answer = await provider.post("/webhooks/sms", data=fields, headers={SIGNATURE: other})
        assert answer.status_code == 403
    assert await InboxEvent.count() == 0


@pytest.mark.parametrize("hook", [*HOOKS, STATUS])
async def test_without_an_account_the_webhooks_are_closed(served: Served, hook: str) -> None:
    async with httpx.AsyncClient(base_url=served.url, headers={SIGNATURE: ""}) as anyone:
        assert (await anyone.post(hook, data={"Body": "x"})).status_code == 403


@pytest.mark.usefixtures("hooked")
async def test_a_query_in_the_address_is_part_of_what_is_signed(twilio: FakeTwilio) -> None:
    assert await twilio.deliver("/webhooks/sms?from=twilio&x=%20", twilio.text(KEY)) == 200
    await twilio.until(lambda: twilio.sent)


@pytest.mark.usefixtures("hooked")
async def test_blank_fields_umlauts_and_plus_signs_do_not_spoil_the_signature(twilio: FakeTwilio) -> None:
    assert await twilio.say(twilio.text("1+1 = zwei & schön 🔑 100%", ToCity="", Ümlaut="ä")) == 200
    await twilio.until(lambda: twilio.sent)


async def test_a_body_of_json_is_proven_by_its_hash(provider: httpx.AsyncClient, twilio: FakeTwilio) -> None:
    body = json.dumps(twilio.text(KEY)).encode()
    url, signed = json_signature(twilio.token, f"{PUBLIC_URL}/webhooks/sms", body)
    path = url.removeprefix(PUBLIC_URL)
    for content, status in ((body + b" ", 403), (body, 200)):
        headers = {SIGNATURE: signed, "Content-Type": "application/json"}
        assert (await provider.post(path, content=content, headers=headers)).status_code == status
    await twilio.until(lambda: twilio.sent)


@pytest.mark.usefixtures("hooked")
@pytest.mark.parametrize("fields", [{}, {"Body": "from nobody"}, {"MessageSid": "SM1", "Body": "from nobody"}])
@pytest.mark.parametrize("hook", HOOKS)
async def test_what_is_twilios_and_names_no_sender_is_acknowledged_and_forgotten(
    twilio: FakeTwilio, hook: str, fields: dict[str, str]
) -> None:
    assert await twilio.deliver(hook, fields) == 200
    assert await InboxEvent.count() == 0


@pytest.mark.usefixtures("hooked")
async def test_a_message_that_a_messaging_service_brings_to_the_other_address_belongs_to_its_senders_channel(
    twilio: FakeTwilio,
) -> None:
    by_whatsapp, by_text = twilio.whatsapp(KEY), twilio.text(KEY)
    assert await twilio.deliver("/webhooks/sms", by_whatsapp) == 200
    assert await twilio.deliver("/webhooks/whatsapp", by_text) == 200
    assert await twilio.say(by_whatsapp) == 200
    stored = {event.id for event in await InboxEvent.find_all().to_list()}
    assert stored == {f"whatsapp:{by_whatsapp['MessageSid']}", f"sms:{by_text['MessageSid']}"}


@pytest.mark.usefixtures("hooked")
async def test_a_person_who_hides_their_number_from_now_on_is_still_known_and_answered_there(
    twilio: FakeTwilio,
) -> None:
    scoped, parent = "US.13491208655302741918", "US.ENT.11815799212886844830"
    assert await twilio.say(twilio.whatsapp(KEY, ExternalUserId=scoped)) == 200
    await twilio.until(lambda: twilio.sent)
    hidden = twilio.whatsapp("where is the key?", sender=scoped, WaId="", ExternalUserId=scoped)
    assert await twilio.say(hidden | {"ParentExternalUserId": parent}) == 200
    await twilio.until(lambda: len(twilio.sent) > 1)
    assert "blue pot" in twilio.texts[1]
    assert twilio.sent[1].to == f"whatsapp:{scoped}"
    (link,) = await whatsapp_links()
    assert (link.id, link.also) == (f"whatsapp:{scoped}", [f"whatsapp:{twilio.person}", f"whatsapp:{parent}"])


@pytest.mark.usefixtures("hooked")
async def test_somebody_whom_whatsapp_gives_another_id_is_somebody_else(twilio: FakeTwilio) -> None:
    assert await twilio.say(twilio.whatsapp(KEY, ExternalUserId="US.1")) == 200
    await twilio.until(lambda: twilio.sent)
    stranger = twilio.whatsapp("where is the key?", sender="US.2", WaId="", ExternalUserId="US.2")
    assert await twilio.say(stranger) == 200
    await twilio.until(lambda: len(twilio.sent) > 1)
    assert "blue pot" not in twilio.texts[1]
    assert len({link.person for link in await whatsapp_links()}) == 2


async def whatsapp_links() -> list[PersonAddress]:
    return await PersonAddress.find({"channel": ChannelName.WHATSAPP}).to_list()


async def test_more_fields_than_twilio_has_and_ten_megabytes_are_turned_away(
    provider: httpx.AsyncClient, twilio: FakeTwilio
) -> None:
    many = {f"Field{number}": "x" for number in range(2_000)}
    assert await twilio.deliver("/webhooks/sms", many) == 403
    assert (await provider.post("/webhooks/sms", content=b"x" * 10_000_000)).status_code == 413


@pytest.mark.usefixtures("hooked")
async def test_what_can_not_be_read_is_kept_and_its_sender_told(twilio: FakeTwilio) -> None:
    assert await twilio.say(twilio.whatsapp(KEY)) == 200
    await twilio.until(lambda: twilio.sent)
    strange = twilio.whatsapp("", MessageType="hologram")
    assert await twilio.say(strange) == 200
    await twilio.until(lambda: len(twilio.sent) > 1)
    event = await InboxEvent.get(f"whatsapp:{strange['MessageSid']}")
    assert event
    assert (event.state, event.sealed is not None) == (EventState.DEAD, True)
    assert "hologram" in (event.error or "")


async def test_while_the_database_is_gone_nothing_is_acknowledged_and_afterwards_it_is_answered_once(
    hooked: Served, twilio: FakeTwilio, gate: Gate
) -> None:
    await twilio.say(twilio.text("hello"))
    await twilio.until(lambda: twilio.sent)
    gate.shut()
    fields = twilio.text(KEY)
    assert await twilio.say(fields) == 503
    gate.open()
    assert await twilio.say(fields) == 200
    await twilio.until(lambda: len(twilio.sent) > 1)

    async def nothing_waits() -> bool:
        return not hooked.bot.tuckaway.dispatcher.handling

    await eventually(nothing_waits)
    assert len(twilio.sent) == 2


@pytest.fixture
def told(hooked: Served) -> list[tuple[ChannelName, Delivery]]:
    """What is noted of deliveries, in the order in which it comes."""
    noted: list[tuple[ChannelName, Delivery]] = []

    async def note(channel: ChannelName, delivery: Delivery) -> None:
        noted.append((channel, delivery))

    hooked.app.state.note_delivery = note
    return noted


async def test_what_becomes_of_a_message_is_told_with_its_reason(
    told: list[tuple[ChannelName, Delivery]], twilio: FakeTwilio
) -> None:
    await twilio.say(twilio.text(KEY))
    await twilio.until(lambda: twilio.sent)
    message = twilio.sent[0]
    for status, error in (("read", None), ("sent", None), ("undelivered", 30005), ("undelivered", 30003)):
        assert await twilio.report(message, status, error) == 204
    assert [(channel, each.provider_id, each.state, each.gone) for channel, each in told] == [
        (ChannelName.SMS, message.sid, DeliveryState.READ, False),
        (ChannelName.SMS, message.sid, DeliveryState.SENT, False),
        (ChannelName.SMS, message.sid, DeliveryState.FAILED, True),
        (ChannelName.SMS, message.sid, DeliveryState.FAILED, False),
    ]
    assert told[2][1].reason == "no such number (error 30005)"


async def test_what_twilio_tells_of_a_message_names_it_as_we_do(
    told: list[tuple[ChannelName, Delivery]], twilio: FakeTwilio
) -> None:
    await twilio.say(twilio.text(KEY))
    await twilio.until(lambda: twilio.sent)
    message = twilio.sent[0]

    async def written() -> bool:
        return await Message.find({"provider_id": message.sid}).count() == 1

    await eventually(written)
    assert await twilio.report(message, "delivered") == 204
    (named,) = await Message.find({"provider_id": message.sid}).to_list()
    assert [delivery.key for _, delivery in told] == [named.id]


@pytest.mark.usefixtures("hooked")
@given(data=st.data())
@settings(max_examples=40)
async def test_whatever_twilio_sends_one_day_is_acknowledged_and_never_an_error(
    twilio: FakeTwilio, data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from(sorted(PAYLOADS.glob("whatsapp/*.json")) + sorted(PAYLOADS.glob("sms/*.json"))))
    fields: dict[str, Any] = json.loads(path.read_text())
    anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
    changed = data.draw(st.dictionaries(st.sampled_from(sorted(fields)), anything | st.none(), max_size=5))
    mutated = {name: value for name, value in (fields | changed).items() if value is not None}
    mutated["MessageSid"] = mutated.get("MessageSid", "") + str(data.draw(st.integers(0, 10**9)))
    mutated |= data.draw(st.dictionaries(anything.filter(bool), anything, max_size=3))
    hook = data.draw(st.sampled_from([*HOOKS, STATUS]))
    assert await twilio.deliver(hook, mutated) in {200, 204}
