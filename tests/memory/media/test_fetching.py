"""Files that came with a memory: fetched once, looked at, sealed, stored, and forgotten with it."""

import asyncio
import io
from datetime import timedelta

import pytest
from PIL import Image
from structlog.testing import capture_logs

from bot.messages import Attachment, MediaKind, MemoryId
from memory.changes import Changes
from memory.media.documents import Media, MediaContent, MediaState, Refusal
from memory.media.fetching import ATTEMPTS, LEASE, Limits, MediaFetching
from memory.media.s3 import Bucket, S3BlobStore
from memory.media.sealing import CHUNK
from memory.media.store import BlobMissing, Tampered
from tests.fakes.files import Served
from tests.fakes.s3 import BUCKET, LOGIN, REGION, FakeS3
from tests.memory.desk import Desk
from tests.memory.media import made
from tests.memory.media.drawer import LIMIT, Drawer, attached


async def test_a_photo_is_fetched_sealed_and_read_back_by_its_person(drawer: Drawer) -> None:
    photo = made.photo(gps=True)
    media = await drawer.sent(photo, attached(name="IMG_1.jpg", type_="image/jpeg"))
    assert (media.state, media.type, media.size) == (MediaState.STORED, "image/jpeg", len(photo))
    assert (media.width, media.height, media.work) == (1200, 800, None)
    kept = await drawer.media().get(media.id)
    assert kept
    assert kept.name == "IMG_1.jpg"
    assert await drawer.read(kept) == photo
    small = Image.open(io.BytesIO(await drawer.reader.thumbnail(kept)))
    assert (small.format, small.size, dict(small.getexif())) == ("JPEG", (512, 341), {})


async def test_nothing_readable_of_a_file_is_in_the_database(drawer: Drawer) -> None:
    media = await drawer.sent(made.PDF, attached(MediaKind.DOCUMENT, "lease-contract.pdf", "application/pdf"))
    database = drawer.desk.store.database.handle
    found = [await database[name].find().to_list(None) for name in ("media", "blobs.files", "blobs.chunks")]
    rows = [repr(row) for each in found for row in each]
    assert media.state is MediaState.STORED
    assert len(rows) == 3
    assert not [row for row in rows if "lease" in row or "%PDF" in row or "provider.example" in row]


async def test_equal_files_of_two_people_have_nothing_in_common(drawer: Drawer, ben: Desk) -> None:
    photo = made.photo()
    hers = await drawer.sent(photo, attached())
    again = await drawer.sent(photo, attached())
    his = await Drawer.of(ben, drawer.host).sent(photo, attached())
    assert hers.fingerprint == again.fingerprint != his.fingerprint


async def test_nobody_else_gets_a_file(drawer: Drawer, ben: Desk) -> None:
    media = await drawer.sent(made.photo(), attached())
    assert await Drawer.of(ben, drawer.host).media().get(media.id) is None


async def test_an_album_is_fetched_in_whole_and_stays_in_order(drawer: Drawer) -> None:
    sources = [drawer.host.has(f"{n}", made.photo(100 + n, 50)) for n in range(5)]
    memory = await drawer.told("five of them", *(attached(source=source) for source in sources))
    await drawer.fetching().work()
    kept = await drawer.media().of(memory)
    assert [each.document.width for each in kept] == [100, 101, 102, 103, 104]
    assert await drawer.media().count(memory) == 5


async def test_two_replicas_fetch_a_file_once(drawer: Drawer) -> None:
    source = drawer.host.has("file", made.photo())
    await drawer.told("look", attached(source=source))
    await asyncio.gather(drawer.fetching().work(), drawer.fetching().work())
    assert len(drawer.host.asked) == 1
    assert len(await drawer.blob_names()) == 2


async def test_a_crash_in_the_middle_loses_nothing_and_leaves_nothing_behind(drawer: Drawer) -> None:
    hold = asyncio.Event()
    source = drawer.host.has("file", Served(made.photo(), hold=hold))
    memory = await drawer.told("look", attached(source=source))
    crashed = asyncio.create_task(drawer.fetching().work())
    while not drawer.host.under_way:
        await asyncio.sleep(0.01)
    # Half of it was in the store, as after kill -9.
    handle = drawer.desk.store.database.handle
    await handle["blobs.chunks"].insert_one(
        {"files_id": f"{(await drawer.only(memory)).id}-2", "n": 0, "data": b"half"}
    )
    crashed.cancel()
    await asyncio.wait([crashed])
    hold.set()
    assert await drawer.fetching().work() == 0
    drawer.wait(LEASE + timedelta(seconds=1))
    assert await drawer.fetching().work() == 1
    media = await drawer.only(memory)
    assert media.state is MediaState.STORED
    assert await drawer.blob_names() == {media.blob, media.thumbnail}


async def test_whoever_lost_the_file_meanwhile_writes_nothing_of_it(drawer: Drawer) -> None:
    hold = asyncio.Event()
    source = drawer.host.has("file", Served(made.photo(), hold=hold))
    memory = await drawer.told("look", attached(source=source))
    slow = asyncio.create_task(drawer.fetching().work())
    while not drawer.host.under_way:
        await asyncio.sleep(0.01)
    drawer.host.has("file", made.photo())
    drawer.wait(LEASE + timedelta(seconds=1))
    assert await drawer.fetching().work() == 1
    stored = await drawer.only(memory)
    hold.set()
    await slow
    assert await drawer.only(memory) == stored
    assert await drawer.blob_names() == {stored.blob, stored.thumbnail}


@pytest.mark.parametrize(
    ("content", "attachment", "refusal"),
    [
        (b"", attached(), Refusal.EMPTY),
        (made.EXE, attached(MediaKind.DOCUMENT, "setup.exe"), Refusal.NOT_ALLOWED),
        (made.photo() + made.archive({"a.txt": b"hello"}), attached(), Refusal.IN_DISGUISE),
        (made.PDF, attached(type_="image/jpeg"), Refusal.IN_DISGUISE),
        (made.png_of(50_000, 50_000), attached(), Refusal.BOMB),
    ],
    ids=["empty", "program", "polyglot", "lie", "bomb"],
)
async def test_what_is_refused_is_not_stored_and_waits_to_be_told(
    drawer: Drawer, content: bytes, attachment: Attachment, refusal: Refusal
) -> None:
    media = await drawer.sent(content, attachment)
    assert (media.state, media.refusal, media.untold) == (MediaState.REFUSED, refusal, drawer.clock())
    assert await drawer.blob_names() == set()
    assert await drawer.media().of(MemoryId(media.memory)) == []


async def test_a_file_that_never_ends_is_broken_off_at_the_limit(drawer: Drawer) -> None:
    source = drawer.host.has("file", Served(made.photo(), endless=True))
    memory = await drawer.told("look", attached(source=source))
    await drawer.fetching().work()
    assert (await drawer.only(memory)).refusal is Refusal.TOO_LARGE


async def test_a_file_that_says_it_is_too_large_is_not_even_asked_for(drawer: Drawer) -> None:
    media = await drawer.sent(b"x", attached(size=LIMIT + 1))
    assert media.refusal is Refusal.TOO_LARGE
    assert drawer.host.asked == []


async def test_a_file_that_is_gone_is_told_of_and_not_asked_for_again(drawer: Drawer) -> None:
    source = drawer.host.has("file", Served(status=404))
    memory = await drawer.told("look", attached(source=source))
    await drawer.fetching().work()
    media = await drawer.only(memory)
    assert (media.state, media.refusal, media.work) == (MediaState.GONE, Refusal.GONE, None)


@pytest.mark.parametrize("served", [Served(status=503), Served(b"\xff\xd8\xff", stall=True)], ids=["fails", "stalls"])
async def test_a_provider_that_fails_or_stalls_is_asked_again_and_in_the_end_given_up(
    drawer: Drawer, served: Served
) -> None:
    source = drawer.host.has("file", served)
    memory = await drawer.told("look", attached(source=source))
    for _ in range(ATTEMPTS + 1):
        assert (await drawer.only(memory)).state is MediaState.WAITING
        assert await drawer.fetching(patience=0.4).work() == 1
        drawer.wait(timedelta(minutes=9))
    media = await drawer.only(memory)
    assert (media.state, media.refusal, len(drawer.host.asked)) == (MediaState.GONE, Refusal.GONE, ATTEMPTS)


async def test_a_provider_that_comes_back_is_forgiven(drawer: Drawer) -> None:
    source = drawer.host.has("file", Served(status=503))
    memory = await drawer.told("look", attached(source=source))
    await drawer.fetching().work()
    drawer.host.has("file", made.photo())
    drawer.wait(timedelta(minutes=1))
    await drawer.fetching().work()
    assert (await drawer.only(memory)).state is MediaState.STORED


async def test_any_part_of_a_long_file_can_be_read_by_itself(drawer: Drawer) -> None:
    content = made.PDF + bytes(range(256)) * 4_000
    assert len(content) > 3 * CHUNK
    media = await drawer.sent(content, attached(MediaKind.DOCUMENT))
    kept = await drawer.media().get(media.id)
    assert kept
    for first, end in ((0, 1), (CHUNK - 1, CHUNK + 1), (CHUNK, 2 * CHUNK), (5, len(content)), (len(content) - 1, None)):
        assert await drawer.read(kept, first, end) == content[first:end]


async def test_a_forgotten_memory_takes_its_files_along_at_once(drawer: Drawer) -> None:
    media = await drawer.sent(made.photo(), attached())
    kept = await drawer.media().get(media.id)
    assert kept
    await drawer.desk.forget(MemoryId(media.memory))
    forgotten = await Media.get(media.id)
    assert forgotten
    assert (forgotten.state, forgotten.sealed) == (MediaState.FORGOTTEN, None)
    assert await drawer.media().get(media.id) is None
    await drawer.fetching().work()
    assert await Media.get(media.id) is None
    assert await drawer.blob_names() == set()
    with pytest.raises(BlobMissing):
        await drawer.read(kept)


async def test_a_memory_forgotten_while_its_file_is_fetched_keeps_nothing(drawer: Drawer) -> None:
    hold = asyncio.Event()
    source = drawer.host.has("file", Served(made.photo(), hold=hold))
    memory = await drawer.told("look", attached(source=source))
    fetching = asyncio.create_task(drawer.fetching().work())
    while not drawer.host.under_way:
        await asyncio.sleep(0.01)
    await drawer.desk.forget(memory)
    hold.set()
    await fetching
    assert await drawer.blob_names() == set()
    await drawer.fetching().work()
    drawer.wait(LEASE + timedelta(seconds=1))
    await drawer.fetching().work()
    assert await Media.find({"memory": memory}).to_list() == []


async def test_a_file_that_was_altered_or_cut_off_in_the_store_is_not_given_out(drawer: Drawer) -> None:
    content = made.PDF + b"x" * (3 * CHUNK)
    media = await drawer.sent(content, attached(MediaKind.DOCUMENT))
    kept = await drawer.media().get(media.id)
    assert kept
    chunks = drawer.desk.store.database.handle["blobs.chunks"]
    first = await chunks.find_one({"n": 0})
    assert first
    await chunks.update_one({"_id": first["_id"]}, {"$set": {"data": b"\0" + first["data"][1:]}})
    with pytest.raises(Tampered):
        await drawer.read(kept)


async def test_the_names_of_files_are_searched_and_so_is_that_there_are_any(drawer: Drawer) -> None:
    await drawer.desk.save("the plumber was here")
    pdf = drawer.host.has("pdf", made.PDF)
    memory = await drawer.told(
        "here is what he wants", attached(MediaKind.DOCUMENT, "Klempner_Rechnung-2026.pdf", source=pdf)
    )
    assert [found.memory.id for found in await drawer.desk.ask("Klempner Rechnung")][:1] == [memory]
    assert [found.memory.id for found in await drawer.desk.ask("has:document")] == [memory]
    assert await drawer.desk.ask("has:photo") == []
    await drawer.desk.edit(memory, "this is what he wants")
    assert [found.memory.id for found in await drawer.desk.ask("has:document")] == [memory]


async def test_where_a_file_came_from_is_forgotten_once_it_is_stored(drawer: Drawer) -> None:
    media = await drawer.sent(made.photo(), attached())
    content = await drawer.desk.store.vault.open_sealed(media.sealed or b"", MediaContent)
    assert content.source is None


async def test_a_store_that_is_full_keeps_the_file_waiting_for_as_long_as_it_takes(drawer: Drawer) -> None:
    source = drawer.host.has("file", made.photo())
    memory = await drawer.told("look", attached(source=source))
    async with FakeS3(full=True) as service:
        bucket = S3BlobStore(Bucket(service.url, BUCKET, REGION, LOGIN))
        with capture_logs() as logs:
            await drawer.fetching(blobs=bucket).work()
        assert ["XMinioStorageFull" in each["reason"] for each in logs if each["event"] == "media.not_stored"] == [True]
        drawer.wait(timedelta(minutes=9))
        for _ in range(ATTEMPTS + 3):
            assert await drawer.fetching(blobs=bucket).work() == 1
            assert (await drawer.only(memory)).state is MediaState.WAITING
            drawer.wait(timedelta(minutes=9))
        service.full = False
        await drawer.fetching(blobs=bucket).work()
        media = await drawer.only(memory)
        assert media.state is MediaState.STORED
        assert set(service.objects) == {f"tuckaway/{media.blob}", f"tuckaway/{media.thumbnail}"}
        assert not any(b"JFIF" in each for each in service.objects.values())


async def test_a_bucket_that_is_away_does_not_keep_a_memory_from_being_forgotten(drawer: Drawer) -> None:
    source = drawer.host.has("file", made.photo())
    memory = await drawer.told("look", attached(source=source))
    async with FakeS3() as service:
        bucket = S3BlobStore(Bucket(service.url, BUCKET, REGION, LOGIN))
        await drawer.fetching(blobs=bucket).work()
        await drawer.desk.forget(memory)
        service.failing = 1_000
        await drawer.fetching(blobs=bucket).work()
        assert (await drawer.only(memory)).sealed is None
        service.failing = 0
        drawer.wait(timedelta(minutes=1))
        await drawer.fetching(blobs=bucket).work()
        assert service.objects == {}
    assert await Media.find({"memory": memory}).to_list() == []


async def test_undoing_what_was_kept_lets_its_files_go(drawer: Drawer) -> None:
    media = await drawer.sent(made.photo(), attached())
    changes = Changes()
    assert await drawer.desk.memory(changes).unsave(MemoryId(media.memory), at=drawer.clock())
    await drawer.desk.commit(changes)
    await drawer.fetching().work()
    assert await drawer.blob_names() == set()


async def test_whose_key_is_gone_has_no_files_any_more(drawer: Drawer) -> None:
    source = drawer.host.has("file", made.photo())
    memory = await drawer.told("look", attached(source=source))
    await Media.get_motor_collection().update_one({"memory": memory}, {"$set": {"sealed": b"nonsense"}})
    await drawer.fetching().work()
    media = await drawer.only(memory)
    assert (media.state, media.work, media.untold) == (MediaState.GONE, None, None)
    assert drawer.host.asked == []


async def test_files_of_a_channel_that_is_off_wait_for_a_replica_that_has_it(drawer: Drawer) -> None:
    source = drawer.host.has("file", made.photo())
    memory = await drawer.told("look", attached(source=source))
    elsewhere = MediaFetching({}, drawer.blobs, drawer.desk.store.vault, Limits({}), drawer.clock)
    assert await elsewhere.work() == 0
    assert (await drawer.only(memory)).state is MediaState.WAITING


async def test_a_photo_without_a_word_is_a_memory_as_well(drawer: Drawer) -> None:
    memory = await drawer.told("", attached(source=drawer.host.has("file", made.photo())))
    await drawer.fetching().work()
    assert [each.stored for each in await drawer.media().of(memory)] == [True]
    assert [found.memory.id for found in await drawer.desk.ask("has:photo")] == [memory]
