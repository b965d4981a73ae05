"""Builds what files are kept with, from what the operator chose."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, Self

import structlog

from bot.channel import Carrier, Channel
from bot.clock import Clock
from bot.crypto import Vault
from bot.database import Database
from bot.messages import ChannelName
from bot.settings_media import MediaSettings
from memory.media.fetching import MEGABYTE, Limits, MediaFetching
from memory.media.gridfs import GridFSStore
from memory.media.personal import MediaReader
from memory.media.store import BlobStore, StoreUnavailable
from memory.media.uploads import Uploads

log = structlog.get_logger(__name__)


class Foundation(Protocol):
    """The database, open, and the keys to what is in it."""

    @property
    def database(self) -> Database:
        """Open."""
        ...

    @property
    def vault(self) -> Vault:
        """Open as well."""
        ...


@dataclass(frozen=True)
class Files:
    """What files are taken in, kept and read with. `limits` are those of the channels they come by."""

    blobs: BlobStore
    fetching: MediaFetching
    reader: MediaReader
    limits: Limits
    uploads: Uploads

    @classmethod
    def of(
        cls, settings: MediaSettings, store: Foundation, channels: Mapping[ChannelName, Channel], clock: Clock
    ) -> Self:
        """Built once, for an open database."""
        blobs, limits = blob_store(settings, store.database), media_limits(settings)
        fetching = MediaFetching(carriers(channels), blobs, store.vault, limits, clock)
        uploads = Uploads(blobs, store.vault, limits.of(ChannelName.WEB), clock)
        return cls(blobs, fetching, MediaReader(blobs, store.vault), limits, uploads)

    async def open(self) -> None:
        """Look whether the store answers; one that doesn't is waited for, and what comes meanwhile is fetched later."""
        try:
            await self.blobs.open()
        except StoreUnavailable as error:
            log.warning("media.store_unavailable", reason=str(error))


def blob_store(settings: MediaSettings, database: Database) -> BlobStore:
    """Where the bytes of files lie: in the bucket that the settings name, else in the database; old ones in either."""
    if settings.media_s3_url is None:
        return GridFSStore(database)
    from memory.media.s3 import Bucket, S3BlobStore
    from memory.media.succession import Succession

    secret = settings.media_s3_secret_key
    login = settings.media_s3_access_key or "", "" if secret is None else secret.get_secret_value()
    bucket = Bucket(settings.media_s3_url, settings.media_s3_bucket or "", settings.media_s3_region, login)
    return Succession(S3BlobStore(bucket), GridFSStore(database))


def media_limits(settings: MediaSettings) -> Limits:
    """How large files may be."""
    by_channel = {
        ChannelName.TELEGRAM: settings.media_limit_telegram,
        ChannelName.WHATSAPP: settings.media_limit_whatsapp,
        ChannelName.SMS: settings.media_limit_sms,
        ChannelName.WEB: settings.media_limit_web,
    }
    return Limits({channel: megabytes * MEGABYTE for channel, megabytes in by_channel.items()})


def carriers(channels: Mapping[ChannelName, Channel]) -> Mapping[ChannelName, Carrier]:
    """The channels that files come by."""
    return {name: channel for name, channel in channels.items() if isinstance(channel, Carrier)}
