"""What files are kept with, as the operator chose it."""

from collections.abc import AsyncIterator

import pytest

from bot.assembly import Store
from bot.channels.console import ConsoleChannel
from bot.clock import system_clock
from bot.data_folder import DataFolder
from bot.errors import SettingsError
from bot.files import Files, blob_store, carriers, media_limits
from bot.messages import ChannelName
from bot.settings import Settings, load_settings
from memory.embedding.local import LocalEmbedder
from memory.media.gridfs import GridFSStore
from memory.media.store import BlobMissing, BlobStore
from tests.conftest import loaded_encoder
from tests.contracts.test_blob_store import pieces, read
from tests.fakes.s3 import BUCKET, LOGIN, REGION, FakeS3
from tests.memory.desk import store_of

S3 = {
    "TUCKAWAY_MEDIA_S3_URL": "http://127.0.0.1:9",
    "TUCKAWAY_MEDIA_S3_BUCKET": BUCKET,
    "TUCKAWAY_MEDIA_S3_REGION": REGION,
    "TUCKAWAY_MEDIA_S3_ACCESS_KEY": LOGIN[0],
    "TUCKAWAY_MEDIA_S3_SECRET_KEY": LOGIN[1],
}

PRODUCTION = {"TUCKAWAY_PROFILE": "production", "TUCKAWAY_EMBEDDED": "true"}


@pytest.fixture
async def store(settings: Settings, folder: DataFolder) -> AsyncIterator[Store]:
    async with store_of(settings, folder, LocalEmbedder(loaded_encoder)) as opened:
        yield opened


def chosen(url: str) -> Settings:
    return load_settings({**S3, "TUCKAWAY_MEDIA_S3_URL": url}, env_file=None)


async def test_without_a_bucket_files_are_in_the_database(store: Store) -> None:
    blobs: BlobStore = blob_store(load_settings({}, env_file=None), store.database)
    assert isinstance(blobs, GridFSStore)


async def test_who_names_a_bucket_later_still_opens_what_is_in_the_database(store: Store) -> None:
    old = GridFSStore(store.database)
    await old.put("old", pieces(b"from before"))
    async with FakeS3() as service:
        blobs = blob_store(chosen(service.url), store.database)
        await blobs.open()
        await blobs.put("new", pieces(b"from today"))
        assert (await read(blobs, "old"), await read(blobs, "new")) == (b"from before", b"from today")
        assert set(service.objects) == {"tuckaway/new"}
        await blobs.delete(["old", "new"])
        assert service.objects == {}
        for name in ("old", "new"):
            with pytest.raises(BlobMissing):
                await read(blobs, name)
        await blobs.close()


async def test_a_bucket_that_is_away_keeps_nothing_from_starting(
    store: Store, capfd: pytest.CaptureFixture[str]
) -> None:
    files = Files.of(chosen("http://127.0.0.1:9"), store, {}, system_clock)
    await files.open()
    assert LOGIN[1] not in "".join(capfd.readouterr())


def test_limits_are_those_of_the_channels() -> None:
    limits = media_limits(load_settings({"TUCKAWAY_MEDIA_LIMIT_SMS": "3"}, env_file=None))
    found = [limits.of(name) >> 20 for name in (ChannelName.TELEGRAM, ChannelName.WHATSAPP, ChannelName.SMS)]
    assert found == [20, 16, 3]


def test_a_channel_without_files_carries_none() -> None:
    console = ConsoleChannel(lambda _: None, system_clock, None)
    assert carriers({console.name: console}) == {}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            {"TUCKAWAY_MEDIA_S3_URL": ""},
            "TUCKAWAY_MEDIA_S3_ACCESS_KEY is set without TUCKAWAY_MEDIA_S3_URL. Write that as well, or remove it.",
        ),
        (
            {"TUCKAWAY_MEDIA_S3_BUCKET": ""},
            "TUCKAWAY_MEDIA_S3_BUCKET is missing: TUCKAWAY_MEDIA_S3_URL needs it. Write that as well.",
        ),
        (
            {"TUCKAWAY_MEDIA_S3_URL": "https://key:secret@s3.example.org"},
            (
                "TUCKAWAY_MEDIA_S3_URL is wrong: it holds a login, which belongs into TUCKAWAY_MEDIA_S3_ACCESS_KEY and "
                "TUCKAWAY_MEDIA_S3_SECRET_KEY. Write for example "
                "TUCKAWAY_MEDIA_S3_URL=https://s3.eu-central-1.amazonaws.com"
            ),
        ),
        (
            {"TUCKAWAY_MEDIA_S3_URL": "s3://bucket"},
            (
                "TUCKAWAY_MEDIA_S3_URL is wrong: it is not an address that begins with http:// or https://. Write for "
                "example TUCKAWAY_MEDIA_S3_URL=https://s3.eu-central-1.amazonaws.com"
            ),
        ),
        (
            {**PRODUCTION, "TUCKAWAY_MEDIA_S3_URL": "http://s3.example.org"},
            (
                "TUCKAWAY_MEDIA_S3_URL is not encrypted, which production has to be outside one's own network. Write "
                "an address with https://"
            ),
        ),
    ],
)
def test_what_can_not_be_meant_of_files_is_refused_with_what_to_write(changed: dict[str, str], told: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings({**S3, **changed}, env_file=None)
    assert str(refused.value) == told


@pytest.mark.parametrize("megabytes", ["0", "101", "many"])
def test_a_limit_that_is_none_is_refused(megabytes: str) -> None:
    with pytest.raises(SettingsError, match="TUCKAWAY_MEDIA_LIMIT_TELEGRAM is wrong"):
        load_settings({"TUCKAWAY_MEDIA_LIMIT_TELEGRAM": megabytes}, env_file=None)
