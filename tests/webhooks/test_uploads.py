"""Files sent from the browser: kept before the message that brings them, and never anybody else's."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest

from bot.clock import system_clock
from bot.messages import Address, ChannelName, Envelope, MediaKind, PersonId
from handlers.wording.upload_phrases import PHRASES
from memory.documents import Person
from memory.media import uploads as door
from memory.media.documents import Media, MediaState
from memory.media.store import BlobMissing
from memory.media.uploads import MOST_AT_ONCE, MOST_UNSENT
from tests.memory.media import made
from tests.running import Served
from tests.webhooks.page import Json, Page
from tests.webhooks.stage import eventually

CAPTION = "receipt for the boiler repair"
PHOTO = made.photo(300, 200)
UPLOADS = "/api/v1/uploads"


@pytest.fixture
async def client(served: Served) -> AsyncIterator[httpx.AsyncClient]:
    async with served.client() as client:
        yield client


@pytest.fixture
async def page(served: Served, client: httpx.AsyncClient) -> AsyncIterator[Page]:
    async with Page.opened(served, client) as page:
        yield page


async def uploaded(
    client: httpx.AsyncClient, content: bytes = PHOTO, name: str = "boiler.jpg", type_: str = ""
) -> Json:
    answer = await client.post(UPLOADS, content=content, headers={"X-File-Name": quote(name), "Content-Type": type_})
    assert answer.status_code == 201, answer.text
    file: Json = answer.json()
    return file


async def said_again(served: Served, file: Json) -> None:
    """A message of the browser's that names a file, as the inbox has it."""
    owner = served.bot.owner
    raw = {"person": owner, "client_id": str(uuid4()), "text": "again", "files": [file], "at": str(system_clock())}
    sender = Address(channel=ChannelName.WEB, value=owner)
    await served.bot.tuckaway.inbox.receive(Envelope(provider_id=uuid4().hex, sender=sender, raw=raw))


async def in_the_store(served: Served) -> int:
    database = served.bot.store.database.handle
    return await database["blobs.files"].count_documents({}) + await database["blobs.chunks"].count_documents({})


async def nothing_left(served: Served) -> None:
    async def gone() -> bool:
        return await in_the_store(served) == 0 and await Media.count() == 0

    await eventually(gone)


async def test_a_photo_with_its_caption_is_kept_shown_and_found(
    client: httpx.AsyncClient, page: Page, served: Served
) -> None:
    file = await uploaded(client, name="Größe des Kessels.jpg", type_="image/jpeg")
    assert (file["kind"], file["width"], file["height"], file["thumbnail"]) == ("photo", 300, 200, True)
    client_id = await page.send(CAPTION, files=[file["id"]])
    await page.until(type="accepted", client_id=client_id)
    own = (await page.until(type="message", author="person", client_id=client_id))["message"]
    assert (own["text"], own["files"][0]["name"]) == (CAPTION, "Größe des Kessels.jpg")
    assert (own["files"][0]["standing"], own["files"][0]["thumbnail"]) == ("stored", True)
    kept = await page.answer("Tucked away.")
    assert [each.text for each in await served.bot.memories()] == [CAPTION]
    assert (await client.get(f"/api/v1/media/{file['id']}")).content == PHOTO
    await page.send("show me the photo of the Kessel")
    answer = await page.until(type="message", author="bot", sequence=kept["sequence"] + 2)
    assert answer["message"]["files"][0]["id"] == file["id"]


async def test_a_file_without_a_word_is_kept_by_its_name(client: httpx.AsyncClient, page: Page, served: Served) -> None:
    file = await uploaded(client, made.PDF, "lease.pdf", "application/pdf")
    assert file["kind"] == "document"
    await page.send("", files=[file["id"]])
    await page.answer("Tucked away.")
    assert [each.text for each in await served.bot.memories()] == ["lease.pdf"]


async def test_a_contact_card_is_read_once_it_is_sent(client: httpx.AsyncClient, page: Page, served: Served) -> None:
    card = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Marta Reyes\r\nTEL:+351 210 000 000\r\nEND:VCARD\r\n"
    file = await uploaded(client, card, "contact.vcf", "text/vcard")
    await page.send("the plumber", files=[file["id"]])
    await page.answer("Tucked away.")

    async def read() -> bool:
        return "Marta Reyes" in (await served.bot.memories())[0].text

    await eventually(read)


async def test_several_files_are_one_memory_in_the_order_they_were_put(
    client: httpx.AsyncClient, page: Page, served: Served
) -> None:
    names = ["one.jpg", "two.jpg", "three.jpg"]
    ids = [(await uploaded(client, made.photo(30 + n, 20), name))["id"] for n, name in enumerate(names)]
    client_id = await page.send(CAPTION, files=[*reversed(ids)])
    own = (await page.until(type="message", author="person", client_id=client_id))["message"]
    assert [file["name"] for file in own["files"]] == [*reversed(names)]
    await page.answer("Tucked away.")
    assert len(await served.bot.memories()) == 1


async def test_undoing_the_message_takes_the_file_out_of_the_store(
    client: httpx.AsyncClient, page: Page, served: Served
) -> None:
    file = await uploaded(client)
    await page.send(CAPTION, files=[file["id"]])
    await page.tap(await page.answer("Tucked away."))
    await nothing_left(served)


async def test_a_message_sent_again_with_its_files_is_one_message(
    client: httpx.AsyncClient, page: Page, served: Served
) -> None:
    file, client_id = await uploaded(client), str(uuid4())
    await page.send(CAPTION, client_id, files=[file["id"]])
    await page.answer("Tucked away.")
    async with Page.opened(served, client) as again:
        await again.send(CAPTION, client_id, files=[file["id"]])
        await again.until(type="accepted", client_id=client_id)
        await again.send("hello")
        await again.until(type="message", author="bot")
    assert len(await served.bot.memories()) == 1
    assert [media.state for media in await Media.find().to_list()] == [MediaState.STORED]


async def test_a_message_that_comes_five_times_at_once_brings_its_files_and_no_other_does(
    client: httpx.AsyncClient, served: Served
) -> None:
    uploads, owner = served.bot.tuckaway.files.uploads, PersonId(served.bot.owner)
    file = (await uploaded(client))["id"]
    brought = await asyncio.gather(*(uploads.bring(owner, [file], "the message") for _ in range(5)))
    assert [each.id for files in brought for each in files] == [file] * 5
    with pytest.raises(BlobMissing):
        await uploads.bring(owner, [file], "another")


async def test_what_a_crash_left_of_a_file_is_swept(client: httpx.AsyncClient, served: Served) -> None:
    file = await uploaded(client)
    half = {"$unset": {"blob": 1, "sealed": 1, "type": 1}, "$set": {"left_at": system_clock()}}
    await Media.get_motor_collection().update_one({"_id": file["id"]}, half)
    await served.bot.store.database.handle["blobs.files"].delete_many({})
    assert await in_the_store(served) > 0
    await served.bot.tuckaway.files.uploads.sweep()
    await nothing_left(served)


async def test_a_file_goes_with_one_message_only(client: httpx.AsyncClient, page: Page, served: Served) -> None:
    file = await uploaded(client)
    await page.send(CAPTION, files=[file["id"]])
    await page.answer("Tucked away.")
    refused = await page.until(type="refused", client_id=await page.send("once more", files=[file["id"]]))
    assert refused["sentence"] == PHRASES["en"].gone
    assert len(await served.bot.memories()) == 1


async def test_somebody_elses_upload_can_be_neither_sent_nor_seen_nor_taken_away(
    client: httpx.AsyncClient, page: Page, served: Served
) -> None:
    file = await uploaded(client)
    await Media.get_motor_collection().update_one({"_id": file["id"]}, {"$set": {"person": "somebody else"}})
    refused = await page.until(type="refused", client_id=await page.send(CAPTION, files=[file["id"]]))
    assert refused["sentence"] == PHRASES["en"].gone
    assert (await client.get(f"/api/v1/media/{file['id']}")).status_code == 404
    assert (await client.delete(f"{UPLOADS}/{file['id']}")).status_code == 404
    assert await served.bot.memories() == []


async def test_a_file_that_came_another_way_is_no_upload(page: Page, served: Served) -> None:
    by_telegram = Media(
        id=uuid4().hex, person=served.bot.owner, memory="m", channel=ChannelName.TELEGRAM, kind=MediaKind.PHOTO,
        created_at=system_clock(), state=MediaState.STORED, sealed=b"x", blob="x-2",
    )  # fmt: skip
    await by_telegram.insert()
    for unknown in (by_telegram.id, uuid4().hex):
        await page.until(type="refused", client_id=await page.send(CAPTION, files=[unknown]))


async def test_who_is_not_signed_in_or_comes_from_elsewhere_sends_nothing(
    client: httpx.AsyncClient, served: Served
) -> None:
    async with httpx.AsyncClient(base_url=served.url) as signed_out:
        assert (await signed_out.post(UPLOADS, content=PHOTO)).status_code == 401
        assert (await signed_out.delete(f"{UPLOADS}/{uuid4().hex}")).status_code == 401
    assert (await client.post(UPLOADS, content=PHOTO, headers={"X-CSRF-Token": "guessed"})).status_code == 403
    assert await Media.count() == 0


@pytest.mark.parametrize(
    ("content", "name", "type_", "sentence"),
    [
        (made.EXE, "holiday.jpg", "image/jpeg", PHRASES["de"].not_allowed),
        (made.HTML, "page.html", "text/html", PHRASES["de"].not_allowed),
        (PHOTO, "paper.pdf", "application/pdf", PHRASES["de"].in_disguise),
        (made.png_of(20_000, 20_000), "map.png", "image/png", PHRASES["de"].too_big_inside),
        (b"", "nothing.txt", "text/plain", PHRASES["de"].empty),
    ],
    ids=["program", "page", "disguise", "bomb", "empty"],
)
async def test_a_kind_that_is_not_kept_is_refused_in_the_language_of_its_person(
    client: httpx.AsyncClient, served: Served, content: bytes, name: str, type_: str, sentence: str
) -> None:
    await Person.get_motor_collection().update_many({}, {"$set": {"language": "de"}})
    answer = await client.post(UPLOADS, content=content, headers={"X-File-Name": name, "Content-Type": type_})
    assert (answer.status_code, answer.json()["detail"]) == (415, sentence)
    await nothing_left(served)


async def test_a_file_that_is_too_large_is_cut_off_while_it_comes(client: httpx.AsyncClient, served: Served) -> None:
    served.bot.tuckaway.files.uploads.limit = 2 * 1024 * 1024

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(3 * 16):
            yield b"\0" * 65_536

    answer = await client.post(UPLOADS, content=endless())
    assert (answer.status_code, answer.json()["detail"]) == (413, PHRASES["en"].too_large.format(limit=2))
    await nothing_left(served)


async def test_a_file_that_is_cut_off_half_way_leaves_nothing(client: httpx.AsyncClient, served: Served) -> None:
    host, port = served.url.removeprefix("http://").split(":")
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    head = (
        f"POST {UPLOADS} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookies}\r\n"
        f"X-CSRF-Token: {client.headers['X-CSRF-Token']}\r\nContent-Length: 1000000\r\n\r\n"
    )
    _, line = await asyncio.open_connection(host, int(port))
    line.write(head.encode() + PHOTO)
    await line.drain()

    async def begun() -> bool:
        return await Media.count() == 1

    await eventually(begun)
    line.close()
    await nothing_left(served)


async def test_a_file_that_is_taken_out_of_the_message_is_gone(client: httpx.AsyncClient, served: Served) -> None:
    file = await uploaded(client)
    assert (await client.get(f"/api/v1/media/{file['id']}/thumbnail")).status_code == 200
    assert (await client.delete(f"{UPLOADS}/{file['id']}")).status_code == 204
    assert (await client.get(f"/api/v1/media/{file['id']}/thumbnail")).status_code == 404
    await nothing_left(served)
    assert (await client.delete(f"{UPLOADS}/{file['id']}")).status_code == 404


async def test_a_file_that_was_sent_can_not_be_taken_back_as_an_upload(
    client: httpx.AsyncClient, served: Served
) -> None:
    file = await uploaded(client)
    await served.bot.tuckaway.files.uploads.bring(PersonId(served.bot.owner), [file["id"]], "a message under way")
    assert (await client.delete(f"{UPLOADS}/{file['id']}")).status_code == 404


async def test_a_file_whose_message_never_comes_is_let_go_and_one_that_was_named_waits(
    client: httpx.AsyncClient, served: Served
) -> None:
    uploads = served.bot.tuckaway.files.uploads
    forgotten, named = await uploaded(client), await uploaded(client)
    await uploads.bring(PersonId(served.bot.owner), [named["id"]], "a message under way")
    await uploads.sweep()
    assert await Media.count() == 2
    now = system_clock()
    late = {"_id": forgotten["id"], "left_at": {"$lte": now + door.SENT_WITHIN}}
    assert (await Media.get_motor_collection().update_one(late, {"$set": {"left_at": now}})).matched_count
    await uploads.sweep()

    async def gone() -> bool:
        return await Media.get(forgotten["id"]) is None

    await eventually(gone)
    waits = await Media.get(named["id"])
    assert waits
    assert waits.left_at
    assert waits.left_at - now > timedelta(days=90)


async def test_a_named_file_that_is_gone_when_its_message_is_handled_is_told_of(
    client: httpx.AsyncClient, page: Page, served: Served
) -> None:
    file = await uploaded(client)
    await page.send("first", files=[file["id"]])
    await page.answer("Tucked away.")
    # The same envelope comes by another way than the socket, as from the dead letters, under another id.
    await Media.get_motor_collection().update_one({"_id": file["id"]}, {"$set": {"state": MediaState.FORGOTTEN}})
    event = {"id": file["id"], "kind": "photo", "name": "boiler.jpg", "type": "image/jpeg", "size": 1}
    await said_again(served, event)

    async def told() -> bool:
        return any("couldn't get the file" in said.text for said in await served.bot.log())

    await eventually(told)


async def test_so_many_files_wait_for_their_message_that_no_more_are_taken(
    client: httpx.AsyncClient, served: Served
) -> None:
    def waiting(blob: str | None) -> Media:
        media = uuid4().hex
        return Media(
            id=media, person=served.bot.owner, memory="", channel=ChannelName.WEB, kind=MediaKind.PHOTO, blob=blob,
            created_at=system_clock(), state=MediaState.UNSENT, unsent_by=served.bot.owner,
        )  # fmt: skip

    await Media.insert_many([waiting("x-1") for _ in range(MOST_UNSENT)])
    answer = await client.post(UPLOADS, content=PHOTO)
    assert (answer.status_code, answer.json()["detail"]) == (429, PHRASES["en"].too_many)
    await Media.delete_all()
    await Media.insert_many([waiting(None) for _ in range(MOST_AT_ONCE)])
    assert (await client.post(UPLOADS, content=PHOTO)).status_code == 429


async def test_a_message_can_not_name_more_files_than_an_album_holds(page: Page) -> None:
    await page.send(CAPTION, files=[uuid4().hex for _ in range(11)])
    assert await page.closed() == 1007
