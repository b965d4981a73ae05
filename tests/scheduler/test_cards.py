"""Contact cards that came as files are found by what they say, and everything else stays the file that it is."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.assembly import Store
from bot.messages import Attachment, MediaKind, MemoryId
from bot.outbox import Outbox
from handlers.wording import LANGUAGES
from memory.documents import Memory, Person
from memory.media.documents import Media, MediaState
from memory.people import People, get
from scheduler.cards import Cards
from scheduler.together import Together
from tests.fakes.files import FakeFileHost
from tests.memory.desk import Desk
from tests.memory.media.drawer import Drawer
from tests.scheduler.morning import Hand

ANNA = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Silva;Anna;;;\r\nFN:Anna Silva\r\nTEL;type=CELL:+351 910 000 000\r\n"
    b"EMAIL:anna@example.org\r\nBDAY:1990-05-03\r\nEND:VCARD\r\n"
)
NUMBERS = "Anna Silva: +351 910 000 000, anna@example.org"


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[FakeFileHost]:
    async with FakeFileHost(tmp_path) as running:
        yield running


@pytest.fixture
async def drawer(store: Store, host: FakeFileHost) -> Drawer:
    return Drawer.of(await Desk.of(store), host)


def replica(drawer: Drawer, clock: Hand) -> Cards:
    store = drawer.desk.store
    together = Together(store.database, store.vault, People(store.vault), Outbox({}, store.vault, clock))
    return Cards(together, store.vault, store.recall, drawer.reader, clock)


async def sent(drawer: Drawer, content: bytes, text: str = "anna.vcf", name: str | None = "anna.vcf") -> MemoryId:
    """They send a file, which is fetched."""
    source = drawer.host.has("file", content)
    memory = await drawer.told(text, Attachment(kind=MediaKind.DOCUMENT, source=source, name=name, type="text/vcard"))
    await drawer.fetching().work()
    return memory


async def said(drawer: Drawer, memory: MemoryId) -> str:
    known = await get(drawer.desk.person, drawer.desk.store.vault)
    found = await Desk(drawer.desk.store, known).memory().get(memory)
    assert found
    return found.text


async def test_a_card_is_kept_in_words_that_are_found_and_its_birthday_is_one(drawer: Drawer, clock: Hand) -> None:
    memory = await sent(drawer, ANNA)
    before = await Memory.get(memory)
    await replica(drawer, clock).read()
    assert await said(drawer, memory) == f"{NUMBERS}\nAnna Silva's birthday: 3 May 1990"
    after = await Memory.get(memory)
    assert before
    assert after
    assert after.yearly == "05-03"
    assert after.changed == before.changed
    await drawer.desk.store.indexer.settle()
    known = await get(drawer.desk.person, drawer.desk.store.vault)
    found = await Desk(drawer.desk.store, known).ask("what is Anna's e-mail address?")
    assert [each.memory.id for each in found] == [memory]
    assert (await drawer.only(memory)).state is MediaState.STORED


async def test_what_was_written_to_a_card_stays_before_what_it_says(drawer: Drawer, clock: Hand) -> None:
    memory = await sent(drawer, ANNA, "the plumber's wife")
    await replica(drawer, clock).read()
    assert (await said(drawer, memory)).startswith(f"the plumber's wife\n{NUMBERS}")


async def test_a_card_without_a_name_is_told_by_its_content(drawer: Drawer, clock: Hand) -> None:
    memory = await sent(drawer, ANNA, "Document", None)
    await replica(drawer, clock).read()
    assert (await said(drawer, memory)).startswith(NUMBERS)


async def test_replicas_that_find_it_together_read_it_once(drawer: Drawer, clock: Hand) -> None:
    memory = await sent(drawer, ANNA, "the plumber's wife")
    await asyncio.gather(*(replica(drawer, clock).read() for _ in range(3)))
    await replica(drawer, clock).read()
    assert (await said(drawer, memory)).count("anna@example.org") == 1
    assert await Media.find({"unread": {"$exists": True}}).to_list() == []


async def test_whoever_read_the_person_before_writes_nothing_of_theirs(drawer: Drawer, clock: Hand) -> None:
    before = (await Person.get(drawer.desk.person)) or drawer.desk.known.person
    await sent(drawer, ANNA)
    await replica(drawer, clock).read()
    after = await Person.get(drawer.desk.person)
    assert after
    assert after.last_sequence > before.last_sequence


@pytest.mark.parametrize(
    "content",
    [
        b"BEGIN:VCARD\nFN:Anna\nBEGIN:VCARD\nFN:Ben\nEND:VCARD\nEND:VCARD\n",
        b"BEGIN:VCARD\nFN:Anna\n" + b"TEL:+351910000000\nTEL:+351910000001\n" * 1_000 + b"EMAIL:\xff\xfe\n" * 50,
        b"BEGIN:VCARD\n" + b"X:1\n" * 6_000 + b"END:VCARD\n",
        b"BEGIN:VCARD\nNOTE:" + b"a" * 2_500_000 + b"\nEND:VCARD\n",
        b"a shopping list\n",
    ],
    ids=["nested", "unclosed", "endless", "large", "none"],
)
async def test_what_is_no_card_that_can_be_read_stays_a_file(drawer: Drawer, clock: Hand, content: bytes) -> None:
    memory = await sent(drawer, content)
    await replica(drawer, clock).read()
    assert await said(drawer, memory) == "anna.vcf"
    assert (await drawer.only(memory)).state is MediaState.STORED
    assert await Media.find({"unread": {"$exists": True}}).to_list() == []


async def test_a_card_whose_memory_was_forgotten_meanwhile_is_not_read(drawer: Drawer, clock: Hand) -> None:
    memory = await sent(drawer, ANNA)
    await drawer.desk.forget(memory)
    await replica(drawer, clock).read()
    found = await Memory.get(memory)
    assert found is None or found.sealed is None


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_birthday_is_written_as_it_is_said_there(drawer: Drawer, clock: Hand, language: str) -> None:
    await Person.get_motor_collection().update_one({"_id": drawer.desk.person}, {"$set": {"language": language}})
    memory = await sent(drawer, ANNA)
    await replica(drawer, clock).read()
    document = await Memory.get(memory)
    assert document
    assert document.yearly == "05-03"
    assert "Anna Silva" in (await said(drawer, memory)).splitlines()[1]
