"""What the doctor finds of where files lie."""

from collections.abc import AsyncIterator

import pytest

from bot.assembly import Store
from bot.cli.examining_files import files
from bot.cli.findings import Verdict
from bot.data_folder import DataFolder
from bot.lease import Lease
from bot.messages import ChannelName, MediaKind
from bot.settings import Settings, load_settings
from memory.embedding.local import LocalEmbedder
from memory.media.documents import Media
from tests.bot.test_files import S3, chosen
from tests.conftest import loaded_encoder
from tests.fakes.s3 import BUCKET, LOGIN, FakeS3
from tests.memory.desk import NOW, store_of


@pytest.fixture
async def store(settings: Settings, folder: DataFolder) -> AsyncIterator[Store]:
    async with store_of(settings, folder, LocalEmbedder(loaded_encoder)) as opened:
        yield opened


async def test_files_in_the_database_are_well_and_nothing_is_left_of_the_trial(
    settings: Settings, store: Store
) -> None:
    finding = await files(settings, store.database)
    assert (finding.verdict, finding.finding, finding.mend) == (Verdict.WELL, "in the database", "")
    assert await store.database.handle["blobs.chunks"].count_documents({}) == 0


async def test_a_bucket_that_is_well_is_named_and_left_empty(store: Store) -> None:
    async with FakeS3() as service:
        finding = await files(chosen(service.url), store.database)
        assert (finding.verdict, finding.finding) == (Verdict.WELL, f"in bucket {BUCKET} at {service.url}")
        assert [method for method, _ in service.asked] == ["GET", "PUT", "GET", "POST"]
        assert service.objects == {}


async def test_a_bucket_that_lets_nobody_in_is_wrong_and_its_secret_stays_one(store: Store) -> None:
    async with FakeS3() as service:
        variables = {**S3, "TUCKAWAY_MEDIA_S3_URL": service.url, "TUCKAWAY_MEDIA_S3_SECRET_KEY": "not-the-one"}
        finding = await files(load_settings(variables, env_file=None), store.database)
    assert finding.verdict is Verdict.WRONG
    assert "TUCKAWAY_MEDIA_S3_URL" in finding.mend
    assert "not-the-one" not in f"{finding}"
    assert LOGIN[1] not in f"{finding}"


async def test_files_that_wait_are_counted(settings: Settings, store: Store) -> None:
    lease = Lease(lane="anna", order=0, due=NOW)
    waiting = Media(
        id="f" * 32,
        person="anna",
        memory="m",
        channel=ChannelName.SMS,
        kind=MediaKind.PHOTO,
        created_at=NOW,
        work=lease,
    )
    await waiting.insert()
    finding = await files(settings, store.database)
    assert (finding.verdict, finding.finding) == (Verdict.NOTE, "in the database; 1 wait")
