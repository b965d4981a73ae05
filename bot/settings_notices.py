"""What an operator can choose about push and e-mail; a part of `bot.settings`."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, Field, SecretStr

ADDRESS: Final = r"[^\s@<>,;:\"()\[\]\\]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?"
"""Good enough to tell a slip from an address; whether it is one only its server knows."""


def _address(value: str) -> str:
    if not re.fullmatch(ADDRESS, value):
        raise ValueError("it is not an e-mail address")
    return value


def _contact(value: str) -> str:
    if not re.fullmatch(rf"mailto:{ADDRESS}|https://[A-Za-z0-9][A-Za-z0-9.-]*", value):
        raise ValueError("it is neither mailto: and an address nor https:// and a host")
    return value


def _hosts(value: str) -> str:
    if not all(re.fullmatch(r"(\*\.)?[a-z0-9][a-z0-9.-]*", each) for each in listed(value)):
        raise ValueError("it is not a list of hosts, with commas between them")
    return value


def _http(value: str) -> str:
    if not re.match(r"https?://[^/]", value):
        raise ValueError("it is not an address that begins with http:// or https://")
    return value.rstrip("/")


def _private_key(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{43}=?", value.get_secret_value()):
        raise ValueError("it is not 32 bytes in base64url")
    return value


Security = Literal["starttls", "tls", "none"]


class NoticeSettings(BaseModel):
    """Push and e-mail. Nothing needs to be set for browsers; apps need a service account, e-mail a server."""

    vapid_key: Annotated[SecretStr, AfterValidator(_private_key)] | None = Field(
        default=None, examples=["what `openssl rand -base64 32 | tr +/ -_` prints"]
    )
    push_contact: Annotated[str, AfterValidator(_contact)] | None = Field(
        default=None, examples=["mailto:admin@example.org"]
    )
    push_hosts: Annotated[str, AfterValidator(_hosts)] = Field(default="", examples=["push.example.org"])
    fcm_file: Path | None = Field(default=None, examples=["/etc/tuckaway/firebase.json"])
    fcm_url: Annotated[str, AfterValidator(_http)] | None = Field(default=None, examples=["https://fcm.googleapis.com"])
    smtp_host: str | None = Field(default=None, min_length=1, max_length=253, examples=["mail.example.org"])
    smtp_port: int | None = Field(default=None, ge=1, le=65535, examples=["587"])
    smtp_security: Security = Field(default="starttls", examples=["starttls"])
    smtp_user: str | None = Field(default=None, min_length=1, max_length=200, examples=["tuckaway"])
    smtp_password: SecretStr | None = Field(default=None, examples=["what that user logs in with"])
    smtp_from: Annotated[str, AfterValidator(_address)] | None = Field(default=None, examples=["tuckaway@example.org"])
    smtp_ca_file: Path | None = Field(default=None, examples=["/etc/tuckaway/mail_ca.crt"])


NOTICE_SECRETS: Final = ("vapid_key", "smtp_password")
PORTS: Final[Mapping[Security, int]] = {"starttls": 587, "tls": 465, "none": 25}


def listed(hosts: str) -> tuple[str, ...]:
    """The hosts of a list with commas."""
    return tuple(each.strip() for each in hosts.split(",") if each.strip())


def notice_contradictions(settings: NoticeSettings, *, production: bool) -> Iterator[str]:
    """What can't be meant of push and e-mail, though each value alone is right."""
    if settings.fcm_url and settings.fcm_file is None:
        yield "TUCKAWAY_FCM_URL is set without TUCKAWAY_FCM_FILE. Write that as well, or remove it."
    chosen = sorted(each for each in settings.model_fields_set if each.startswith("smtp_"))
    if settings.smtp_host is None:
        if chosen:
            named = f"TUCKAWAY_{chosen[0].upper()}"
            yield f"{named} is set without TUCKAWAY_SMTP_HOST. Write that as well, or remove it."
        return
    if settings.smtp_from is None:
        yield "TUCKAWAY_SMTP_FROM is missing: TUCKAWAY_SMTP_HOST needs it. Write the address that e-mail comes from."
    if (settings.smtp_user is None) != (settings.smtp_password is None):
        missing = "TUCKAWAY_SMTP_PASSWORD" if settings.smtp_user else "TUCKAWAY_SMTP_USER"
        yield f"{missing} is missing: user and password go together. Write both, or neither."
    if settings.smtp_security == "none" and settings.smtp_password and not _same_machine(settings.smtp_host):
        yield (
            "TUCKAWAY_SMTP_SECURITY=none would show TUCKAWAY_SMTP_PASSWORD to everybody on the way. Write starttls or "
            "tls."
        )
    elif settings.smtp_security == "none" and production and not _same_machine(settings.smtp_host):
        yield "TUCKAWAY_SMTP_SECURITY=none is not encrypted, which production has to be. Write starttls or tls."


def _same_machine(host: str) -> bool:
    return host in {"localhost", "::1"} or host.startswith("127.")
