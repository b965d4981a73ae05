"""What an operator can choose about files: how large they may be, and where their bytes lie."""

from collections.abc import Iterator
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings


def _service(value: str) -> str:
    try:
        parts = urlsplit(value)
        right = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        right, parts = False, urlsplit("")
    if not right:
        reason = "it is not an address that begins with http:// or https://"
        raise ValueError(reason)
    if "@" in parts.netloc:
        reason = "it holds a login, which belongs into TUCKAWAY_MEDIA_S3_ACCESS_KEY and TUCKAWAY_MEDIA_S3_SECRET_KEY"
        raise ValueError(reason)
    return value.rstrip("/")


ServiceUrl = Annotated[str, AfterValidator(_service)]
BucketName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
Region = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,40}$")]
Megabytes = Annotated[int, Field(ge=1, le=100)]
Key = Annotated[str, Field(pattern=r"^[!-~]{1,200}$")]
Secret = Annotated[SecretStr, Field(min_length=1, max_length=1_000)]


class MediaSettings(BaseSettings):
    """Limits are in megabytes of 1,048,576 bytes; the defaults are what each provider hands over at most.

    That of the browser, where nobody hands over anything, is Telegram's.
    """

    media_limit_telegram: Megabytes = Field(default=20, examples=["20"])
    media_limit_whatsapp: Megabytes = Field(default=16, examples=["16"])
    media_limit_sms: Megabytes = Field(default=5, examples=["5"])
    media_limit_web: Megabytes = Field(default=20, examples=["20"])
    media_s3_url: ServiceUrl | None = Field(default=None, examples=["https://s3.eu-central-1.amazonaws.com"])
    media_s3_bucket: BucketName | None = Field(default=None, examples=["tuckaway-files"])
    media_s3_region: Region = Field(default="us-east-1", examples=["eu-central-1"])
    media_s3_access_key: Key | None = Field(default=None, examples=["what the service calls the access key"])
    media_s3_secret_key: Secret | None = Field(default=None, examples=["the secret that goes with the access key"])


NEEDED: Final = ("media_s3_bucket", "media_s3_access_key", "media_s3_secret_key")


def contradictions(settings: MediaSettings, *, production: bool) -> Iterator[str]:
    """What can't be meant of files, though each value alone is right."""
    if settings.media_s3_url is None:
        chosen = [field for field in sorted(settings.model_fields_set) if field.startswith("media_s3_")]
        if chosen:
            alone = f"TUCKAWAY_{chosen[0].upper()}"
            yield f"{alone} is set without TUCKAWAY_MEDIA_S3_URL. Write that as well, or remove it."
        return
    for field in NEEDED:
        if getattr(settings, field) is None:
            yield f"TUCKAWAY_{field.upper()} is missing: TUCKAWAY_MEDIA_S3_URL needs it. Write that as well."
    host = urlsplit(settings.media_s3_url).hostname or ""
    if production and settings.media_s3_url.startswith("http://") and "." in host and not host.startswith("127."):
        yield (
            "TUCKAWAY_MEDIA_S3_URL is not encrypted, which production has to be outside one's own network. Write an "
            "address with https://"
        )
