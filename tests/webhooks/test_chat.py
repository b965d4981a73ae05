"""The browser chat, as its page, its person and a page of somebody else's see it."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.conversation import Message, MessageContent
from bot.crypto import KeyId
from bot.messages import Address, Author, ChannelName, DeliveryState
from memory.documents import Person
from memory.people import get
from tests.running import RunningBot, Served
from tests.webhooks.page import Json, Page
from tests.webhooks.stage import eventually
from webhooks.account import WebSession

SIGNED_OUT, TRY_AGAIN, MISUNDERSTOOD, TOO_BIG = 4401, 1013, 1007, 1009
MARKUP = "<img src=x onerror=alert(1)> *stars* `code` https://example.org"


@pytest.fixture
def bot(somebody: RunningBot) -> RunningBot:
    return somebody


@pytest.fixture
def served(shared_web: Served, somebody: RunningBot) -> Served:
    return replace(shared_web, bot=somebody)


@pytest.fixture
async def client(served: Served) -> AsyncIterator[httpx.AsyncClient]:
    async with served.client() as client:
        yield client


@pytest.fixture
async def page(served: Served, client: httpx.AsyncClient) -> AsyncIterator[Page]:
    async with Page.opened(served, client) as page:
        yield page


async def log_of(client: httpx.AsyncClient) -> list[Json]:
    items: list[Json] = (await client.get("/api/v1/messages", params={"limit": 200})).json()["items"]
    return items


async def test_what_is_sent_is_accepted_shown_and_answered(page: Page) -> None:
    client_id = await page.send("the spare key is under the blue pot")
    await page.until(type="accepted", client_id=client_id)
    own = await page.until(type="message", author="person", client_id=client_id)
    answer = await page.answer("Tucked away.")
    assert own["message"]["text"] == "the spare key is under the blue pot"
    assert own["message"]["sequence"] < answer["sequence"]


async def test_a_button_does_what_it_says_and_leaves_no_message_of_its_own(
    page: Page, bot: RunningBot, client: httpx.AsyncClient
) -> None:
    await page.send("the spare key is under the blue pot")
    tapped = await page.tap(await page.answer("Tucked away."))
    await page.until(type="accepted", client_id=tapped)
    await page.answer("Undone. I haven't kept that one.")
    assert await bot.memories() == []
    assert [item["author"] for item in await log_of(client)] == ["person", "bot", "bot"]


async def test_the_same_client_id_sent_again_is_accepted_again_and_is_one_message(
    page: Page, client: httpx.AsyncClient, served: Served
) -> None:
    client_id = await page.send("note one")
    await page.answer("Tucked away.")
    async with Page.opened(served, client) as reopened:
        await reopened.send("note one", client_id)
        await reopened.until(type="accepted", client_id=client_id)
        await reopened.send("hello")
        await reopened.until(type="message", author="bot")
    texts = [item["text"] for item in await log_of(client)]
    assert texts[:3] == ["note one", "Tucked away.", "hello"]


async def test_what_was_read_is_marked_even_in_the_moment_it_is_shown(page: Page, client: httpx.AsyncClient) -> None:
    await page.send("note one")
    answer = await page.answer("Tucked away.")
    await page.read(answer["sequence"])
    await page.until(type="state", sequence=answer["sequence"], state="read")
    await page.send("note two")
    second = await page.until(type="message", author="bot", sequence=answer["sequence"] + 2)
    await page.read(second["message"]["sequence"])
    await page.until(type="state", sequence=second["message"]["sequence"], state="read")
    states = [item["state"] for item in await log_of(client) if item["author"] == "bot"]
    assert states == ["read", "read"]
    await eventually(nothing_leaves)
    assert [item["state"] for item in await log_of(client) if item["author"] == "bot"] == ["read", "read"]


async def nothing_leaves() -> bool:
    return not await Message.find({"leaving": {"$exists": True}}).count()


@pytest.mark.parametrize("sequence", [-1, 0, 2**53, 10**30, -(10**30)])
async def test_having_read_what_does_not_exist_changes_nothing(page: Page, sequence: int) -> None:
    await page.read(sequence)
    await page.send("hello")
    await page.until(type="message", author="bot")


async def test_a_text_that_is_too_long_is_refused_in_words_and_the_page_stays_open(page: Page) -> None:
    client_id = await page.send("x" * 250_001)
    refused = await page.until(type="refused", client_id=client_id)
    assert "250,000" in refused["sentence"]
    await page.send("x" * 250_000)
    await page.answer("Tucked away.")


async def test_a_text_that_is_too_long_is_refused_in_the_language_of_its_person(page: Page) -> None:
    await Person.get_motor_collection().update_many({}, {"$set": {"language": "de"}})
    refused = await page.until(type="refused", client_id=await page.send("x" * 250_001))
    assert "250.000" in refused["sentence"]


@pytest.mark.parametrize(
    "frame",
    [
        "no JSON",
        "[]",
        "null",
        '"send"',
        "{}",
        '{"type": "nonsense"}',
        '{"type": "send", "text": "no id"}',
        '{"type": "send", "client_id": "no uuid", "text": "x"}',
        '{"type": "send", "client_id": "' + str(UUID(int=7)) + '", "text": 3}',
        '{"type": "read", "sequence": "1e400"}',
        '{"type": "read", "sequence": 1e400}',
        "[" * 100_000,
        '{"type":"tap","client_id":"' + str(UUID(int=7)) + '","message_id":"x","tap":"' + "y" * 65 + '"}',
        b"\x00\xff",
    ],
    ids=lambda frame: repr(frame[:30]),
)
async def test_what_is_none_of_our_events_closes_the_page_that_sent_it_and_no_other(
    page: Page, client: httpx.AsyncClient, served: Served, frame: str | bytes
) -> None:
    async with Page.opened(served, client) as other:
        await page.socket.send(frame)
        assert await page.closed() == MISUNDERSTOOD
        await other.send("hello")
        await other.until(type="message", author="bot")


async def test_a_frame_of_three_megabytes_closes_the_page(page: Page) -> None:
    await page.send("x" * 3_000_000)
    assert await page.closed() == TOO_BIG


async def test_half_a_character_is_stored_as_a_replacement_character(page: Page) -> None:
    frame = '{"type": "send", "client_id": "' + str(uuid4()) + '", "text": "broken \\ud83d here"}'
    await page.socket.send(frame)
    own = await page.until(type="message", author="person")
    assert own["message"]["text"] == "broken \ufffd here"


@pytest.mark.parametrize(
    "text",
    [MARKUP, "👩‍👩‍👧‍👦 👍🏽", "המפתח מתחת לעציץ", "\u202eevil", "buy milk a\0b", " \n two \n ", "x" * 100_000],
)
async def test_a_text_comes_back_word_for_word(page: Page, client: httpx.AsyncClient, text: str) -> None:
    await page.send(text)
    await page.answer("Tucked away.")
    assert (await log_of(client))[0]["text"] == text


async def test_a_message_from_the_terminal_appears_in_an_open_page(page: Page, bot: RunningBot) -> None:
    await bot.say("the spare key is under the blue pot")
    own = await page.until(type="message", author="person")
    assert (own["message"]["text"], own["message"]["channel"]) == ("the spare key is under the blue pot", "console")
    await page.answer("Tucked away.")


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1", "https://127.0.0.1:1"])
async def test_a_page_of_another_site_gets_no_socket_although_the_browser_sends_the_cookie(
    served: Served, client: httpx.AsyncClient, origin: str
) -> None:
    async with Page.opened(served, client, origin=origin) as page:
        assert await page.closed() == SIGNED_OUT


async def test_a_browser_that_is_not_signed_in_gets_no_socket(served: Served) -> None:
    async with Page.opened(served, None) as page:
        assert await page.closed() == SIGNED_OUT


@pytest.fixture
async def ended_elsewhere(page: Page, bot: RunningBot) -> Page:
    """A page whose session was ended by another replica, or by its time, which nobody told this one."""
    await page.send("still signed in")
    await page.answer("Tucked away.")
    await WebSession.get_motor_collection().delete_many({"person": bot.owner})
    return page


async def test_a_session_that_ended_with_another_replica_takes_no_more_messages(
    ended_elsewhere: Page, bot: RunningBot
) -> None:
    await ended_elsewhere.send("signed out by now")
    assert await ended_elsewhere.closed() == SIGNED_OUT
    assert [memory.text for memory in await bot.memories()] == ["still signed in"]


async def test_a_session_that_ended_with_another_replica_is_shown_nothing_new(
    ended_elsewhere: Page, bot: RunningBot
) -> None:
    await bot.say("the alarm code is 4417")
    assert await ended_elsewhere.closed() == SIGNED_OUT
    assert "4417" not in str(ended_elsewhere.events)


async def test_signing_out_closes_the_pages_of_that_browser_and_leaves_those_of_others_open(
    page: Page, served: Served, client: httpx.AsyncClient
) -> None:
    async with served.client() as elsewhere, Page.opened(served, elsewhere) as other:
        await other.send("hello")
        await other.until(type="message", author="bot")
        assert (await client.post("/api/v1/logout")).status_code == 204
        assert await page.closed() == SIGNED_OUT
        await other.send("still here")
        await other.answer("Tucked away.")


async def test_a_time_zone_counts_from_the_next_message_on(
    page: Page, client: httpx.AsyncClient, bot: RunningBot
) -> None:
    await page.send("hello")
    await page.until(type="message", author="bot")
    assert (await client.post("/api/v1/zone", json={"zone": "Pacific/Kiritimati"})).status_code == 204
    await page.send("the spare key is under the blue pot")
    await page.answer("Tucked away.")
    assert (await client.get("/api/v1/me")).json()["zone"] == "Pacific/Kiritimati"
    at_hand = await bot.tuckaway.people.at(Address(channel=ChannelName.WEB, value=bot.owner))
    assert at_hand
    assert at_hand.person.zone == "Pacific/Kiritimati"


@pytest.mark.parametrize(
    "zone",
    [
        "Nowhere/Land",
        "../../etc/passwd",
        "/etc/passwd",
        "x" * 65,
        "",
        "\0",
        "localtime",
        "posixrules",
        "Factory",
        "right/UTC",
        "Europe",
        "zone.tab",
    ],
)
async def test_a_time_zone_that_does_not_exist_is_turned_down(client: httpx.AsyncClient, zone: str) -> None:
    assert (await client.post("/api/v1/zone", json={"zone": zone})).status_code == 422
    assert (await client.get("/api/v1/me")).json()["zone"] is None


async def fill_log(bot: RunningBot, sequences: set[int]) -> None:
    """A log with gaps in its numbering, as taps leave them."""
    known = await get(bot.owner, bot.store.vault)
    sealed = await bot.store.vault.seal(KeyId(known.person.data_key), MessageContent(text="x"))
    await Message.find({"person": bot.owner}).delete()
    if sequences:
        await Message.insert_many([entry(bot, sequence, sealed) for sequence in sequences])
    newest = {"$set": {"last_sequence": max(sequences, default=0)}}
    await Person.get_motor_collection().update_one({"_id": bot.owner}, newest)


def entry(bot: RunningBot, sequence: int, sealed: bytes) -> Message:
    return Message(
        id=f"{bot.owner}:{sequence}",
        person=bot.owner,
        sequence=sequence,
        author=Author.BOT if sequence % 2 else Author.PERSON,
        address=f"web:{bot.owner}",
        channel=ChannelName.WEB,
        at=datetime.fromtimestamp(1_700_000_000 + sequence, UTC),
        state=DeliveryState.SENT,
        sealed=sealed,
    )


@hypothesis_settings(max_examples=12)
@given(data=st.data())
async def test_pages_of_any_size_joined_in_either_direction_are_the_whole_log(
    bot: RunningBot, client: httpx.AsyncClient, data: st.DataObject
) -> None:
    sequences = data.draw(st.sets(st.integers(1, 300), max_size=40), label="sequences")
    limit = data.draw(st.integers(1, 15), label="limit")
    await fill_log(bot, sequences)
    whole = sorted(sequences)
    assert await paged_back(client, limit, whole) == whole
    assert await paged_on(client, limit) == whole


async def paged_back(client: httpx.AsyncClient, limit: int, whole: list[int]) -> list[int]:
    joined: list[int] = []
    more, before = True, 2**53
    while more:
        found = (await client.get("/api/v1/messages", params={"before": before, "limit": limit})).json()
        numbers = [item["sequence"] for item in found["items"]]
        joined, more = numbers + joined, found["more"]
        before = joined[0] if joined else 0
        assert more == bool(numbers and whole[0] != numbers[0])
        assert_previous(found["previous"], [number for number in whole if number < before])
    return joined


def assert_previous(previous: Json | None, earlier: list[int]) -> None:
    if not earlier:
        assert previous is None
        return
    assert previous
    assert datetime.fromisoformat(previous["at"]).timestamp() == 1_700_000_000 + earlier[-1]
    assert previous["author"] == ("bot" if earlier[-1] % 2 else "person")


async def paged_on(client: httpx.AsyncClient, limit: int) -> list[int]:
    joined: list[int] = []
    more = True
    while more:
        after = joined[-1] if joined else 0
        found = (await client.get("/api/v1/messages", params={"after": after, "limit": limit})).json()
        joined += [item["sequence"] for item in found["items"]]
        more = found["more"]
    return joined


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "before=-1", "after=x", f"before={10**20}"])
async def test_a_page_that_can_not_be_is_turned_down_in_words(client: httpx.AsyncClient, query: str) -> None:
    answer = await client.get(f"/api/v1/messages?{query}")
    assert answer.status_code == 422
    assert set(answer.json()) == {"title", "detail"}


async def test_forgotten_words_are_in_no_page_of_the_log(page: Page, client: httpx.AsyncClient) -> None:
    await page.send("the spare key is under the blue pot")
    await page.answer("Tucked away.")
    await page.send("forget the spare key")
    await page.tap(await page.answer("Forget this one? It can't be undone."))
    await page.until(
        type="message", text="Forgotten. It is gone from your memories, from search and from this conversation."
    )
    assert "blue pot" not in json.dumps(await log_of(client))
