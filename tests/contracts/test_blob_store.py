"""What every store of files promises: in the database, and in a bucket."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from typing_extensions import override

from bot.assembly import Store
from bot.data_folder import DataFolder
from bot.database import Database
from bot.settings import Settings
from memory.embedding.local import LocalEmbedder
from memory.media.gridfs import GridFSStore
from memory.media.s3 import PART, Bucket, S3BlobStore
from memory.media.store import BlobMissing, BlobStore, StoreUnavailable, Tampered
from tests.conftest import loaded_encoder
from tests.fakes.s3 import BUCKET, LOGIN, REGION, FakeS3
from tests.memory.desk import store_of
from tests.processes import free_port

MEGABYTE = 1024 * 1024
LONG = bytes(range(256)) * 12_000


async def pieces(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def cut_off(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part
    raise ConnectionError("the other side is gone")


async def read(store: BlobStore, name: str, first: int = 0, end: int = 2**40) -> bytes:
    return b"".join([piece async for piece in store.get(name, first, end)])


class BlobStoreContract:
    """Each implementation supplies `store`."""

    @pytest.fixture
    def store(self) -> BlobStore:
        raise NotImplementedError

    async def test_what_was_put_comes_back_to_the_byte(self, store: BlobStore) -> None:
        await store.put("one", pieces(LONG[:700_000], LONG[700_000:]))
        await store.put("two", pieces(b"x"))
        assert await read(store, "one") == LONG
        assert await read(store, "two") == b"x"

    async def test_any_part_can_be_read_by_itself(self, store: BlobStore) -> None:
        await store.put("one", pieces(LONG))
        for first, end in ((0, 1), (255, 261_121), (MEGABYTE, 2 * MEGABYTE), (len(LONG) - 1, len(LONG))):
            assert await read(store, "one", first, end) == LONG[first:end]

    async def test_what_is_not_there_is_missing(self, store: BlobStore) -> None:
        with pytest.raises(BlobMissing):
            await read(store, "nothing")

    async def test_what_was_deleted_is_gone_and_deleting_again_is_no_error(self, store: BlobStore) -> None:
        await store.put("one", pieces(LONG))
        await store.put("two", pieces(b"x"))
        await store.delete(["one", "never there"])
        await store.delete(["one"])
        with pytest.raises(BlobMissing):
            await read(store, "one")
        assert await read(store, "two") == b"x"

    async def test_half_of_a_file_is_not_read_as_a_whole(self, store: BlobStore) -> None:
        with pytest.raises(ConnectionError):
            await store.put("one", cut_off(LONG))
        with pytest.raises(BlobMissing):
            await read(store, "one")
        await store.delete(["one"])

    async def test_many_at_once_do_not_mix(self, store: BlobStore) -> None:
        names = [f"{n}" for n in range(12)]
        await asyncio.gather(*(store.put(name, pieces(name.encode() * 50_000)) for name in names))
        found = await asyncio.gather(*(read(store, name) for name in names))
        assert found == [name.encode() * 50_000 for name in names]

    async def test_opening_an_available_store_is_quiet(self, store: BlobStore) -> None:
        await store.open()
        await store.close()


class TestGridFS(BlobStoreContract):
    @pytest.fixture
    async def opened(self, settings: Settings, folder: DataFolder) -> AsyncIterator[Store]:
        async with store_of(settings, folder, LocalEmbedder(loaded_encoder)) as opened:
            yield opened

    @pytest.fixture
    @override
    def store(self, opened: Store) -> BlobStore:
        return GridFSStore(opened.database)

    async def test_what_a_crash_left_behind_is_deleted_by_its_name(self, opened: Store, store: BlobStore) -> None:
        chunks = opened.database.handle["blobs.chunks"]
        await chunks.insert_one({"files_id": "one", "n": 0, "data": b"half of it"})
        await store.delete(["one"])
        assert await chunks.count_documents({}) == 0

    async def test_a_database_that_is_away_is_told_as_such(self) -> None:
        away = Database(f"mongodb://127.0.0.1:{free_port()}", "away")
        store = GridFSStore(away)
        calls = (store.put("one", pieces(b"x")), store.delete(["one"]), read(store, "one"))
        told = await asyncio.gather(*calls, return_exceptions=True)
        await away.close()
        assert [type(each) for each in told] == [StoreUnavailable] * 3

    async def test_a_file_of_which_pieces_are_missing_is_not_given_out(self, opened: Store, store: BlobStore) -> None:
        await store.put("one", pieces(LONG))
        await opened.database.handle["blobs.chunks"].delete_one({"files_id": "one", "n": 1})
        with pytest.raises(Tampered):
            await read(store, "one")


class TestS3(BlobStoreContract):
    @pytest.fixture
    async def service(self) -> AsyncIterator[FakeS3]:
        async with FakeS3() as running:
            yield running

    @pytest.fixture
    @override
    def store(self, service: FakeS3) -> BlobStore:
        return S3BlobStore(Bucket(service.url, BUCKET, REGION, LOGIN))

    async def test_a_small_file_is_sent_in_one_request(self, service: FakeS3, store: BlobStore) -> None:
        await store.put("one", pieces(LONG))
        assert service.asked == [("PUT", "tuckaway/one")]

    async def test_a_large_file_is_sent_in_parts_while_it_comes(self, service: FakeS3, store: BlobStore) -> None:
        held: list[int] = []

        async def watched() -> AsyncIterator[bytes]:
            for number in range(1, 9):
                yield LONG
                held.append(number * len(LONG) - service.uploads.received)

        await store.put("one", watched())
        assert service.objects == {"tuckaway/one": LONG * 8}
        assert [method for method, _ in service.asked] == ["POST", *["PUT"] * 5, "POST"]
        assert max(held) <= 2 * PART + len(LONG)

    @pytest.mark.parametrize("before", [3, 6])
    async def test_what_no_room_is_left_for_is_given_up_with_its_parts(
        self, service: FakeS3, store: BlobStore, before: int
    ) -> None:
        async def filling() -> AsyncIterator[bytes]:
            for number in range(6):
                service.full = number == before
                yield LONG
            service.full = True

        with pytest.raises(StoreUnavailable):
            await store.put("one", filling())
        assert (service.objects, service.uploads.begun) == ({}, {})

    async def test_who_breaks_off_leaves_no_parts_behind(self, service: FakeS3, store: BlobStore) -> None:
        with pytest.raises(ConnectionError):
            await store.put("one", cut_off(*[LONG] * 4))
        assert (service.objects, service.uploads.begun) == ({}, {})

    async def test_who_is_stopped_leaves_no_parts_behind(self, service: FakeS3, store: BlobStore) -> None:
        stuck = asyncio.Event()

        async def endless() -> AsyncIterator[bytes]:
            for _ in range(4):
                yield LONG
            stuck.set()
            await asyncio.Event().wait()

        putting = asyncio.create_task(store.put("one", endless()))
        await stuck.wait()
        putting.cancel()
        await asyncio.wait([putting])
        assert (service.objects, service.uploads.begun) == ({}, {})

    async def test_a_service_that_stumbles_is_asked_again(self, service: FakeS3, store: BlobStore) -> None:
        service.failing = 1
        await store.put("one", pieces(b"x"))
        service.failing = 1
        assert await read(store, "one") == b"x"

    async def test_a_service_that_fails_or_is_full_is_unavailable(self, service: FakeS3, store: BlobStore) -> None:
        service.failing = 1_000
        for call in (store.put("one", pieces(b"x")), store.delete(["one"]), read(store, "one"), store.open()):
            with pytest.raises(StoreUnavailable):
                await call
        service.failing, service.full = 0, True
        with pytest.raises(StoreUnavailable):
            await store.put("one", pieces(b"x"))
        assert service.objects == {}

    async def test_an_answer_that_breaks_off_is_not_taken_for_the_whole(
        self, service: FakeS3, store: BlobStore
    ) -> None:
        await store.put("one", pieces(LONG))
        service.cut = True
        with pytest.raises(StoreUnavailable):
            await read(store, "one")

    @pytest.mark.parametrize(
        ("bucket", "login", "region", "reason"),
        [
            ("another-bucket", LOGIN, REGION, "there is no such bucket (NoSuchBucket)"),
            (BUCKET, ("AKIDEXAMPLE", "wrong"), REGION, "the secret key is not that of the access key"),
            (BUCKET, ("nobody", "wrong"), REGION, "the access key is not known there"),
            (BUCKET, LOGIN, "us-east-1", "the region is another"),
        ],
    )
    async def test_a_wrong_setting_is_named_when_it_is_opened_and_tells_no_secret(
        self, service: FakeS3, bucket: str, login: tuple[str, str], region: str, reason: str
    ) -> None:
        store = S3BlobStore(Bucket(service.url, bucket, region, login))
        with pytest.raises(StoreUnavailable) as told:
            await store.open()
        assert reason in str(told.value)
        assert login[1] not in str(told.value)

    async def test_a_bucket_that_is_gone_is_unavailable_and_none_of_its_files_counts_as_missing(
        self, service: FakeS3
    ) -> None:
        store = S3BlobStore(Bucket(service.url, "another-bucket", REGION, LOGIN))
        for call in (store.put("one", pieces(b"x")), read(store, "one"), store.delete(["one"])):
            with pytest.raises(StoreUnavailable, match="no such bucket"):
                await call

    async def test_nobody_listening_is_unavailable(self) -> None:
        store = S3BlobStore(Bucket("http://127.0.0.1:9", BUCKET, REGION, LOGIN))
        with pytest.raises(StoreUnavailable, match="can't be reached"):
            await store.open()
