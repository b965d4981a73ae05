"""Builds, as the settings say, what reaches people who are not looking: push services and e-mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, Self

from bot.clock import Clock
from bot.crypto import Vault
from bot.data_folder import DataFolder
from bot.errors import InstallationError
from bot.push.announcing import Announcer
from bot.push.devices import Devices
from bot.push.hosts import PushHosts
from bot.push.keys import VapidKey
from bot.push.later import Later
from bot.push.port import DeviceKind, Push
from bot.push.sending import Announcements
from bot.settings import Profile, Settings
from bot.settings_notices import PORTS, listed
from bot.unsubscribing import PURPOSE, UnsubscribeLinks

if TYPE_CHECKING:
    from bot.channels.email import EmailChannel
    from bot.push.fcm import FirebaseMessaging

NOBODY: Final = "https://localhost"
"""The contact of an installation without a public address; only a push service that looks closely minds."""


@dataclass(frozen=True)
class Notifying:
    """Push and e-mail, put together.

    `key` is what a browser needs in order to sign up; None: browsers can't be told anything. `email` is there where a
    mail server is named.
    """

    devices: Devices
    announcer: Announcer
    announcements: Announcements
    key: str | None
    unsubscribing: UnsubscribeLinks
    email: "EmailChannel | None"

    @classmethod
    def of(cls, settings: Settings, vault: Vault, clock: Clock) -> Self:
        """Put it together.

        Raises:
            InstallationError: a key or a service account can't be read.
        """
        key = vapid_key(settings)
        services = _services(settings, key, clock)
        devices = Devices(vault, clock, services.keys(), PushHosts(listed(settings.push_hosts)))
        announcements = Announcements(services, devices, vault, clock)
        links = UnsubscribeLinks(vault.signing_key(PURPOSE), settings.public_url)
        return cls(
            devices,
            Announcer(devices),
            announcements,
            None if key is None else key.public,
            links,
            email_channel(settings, clock, links),
        )


def vapid_key(settings: Settings) -> VapidKey | None:
    """The key that browsers sign up with, made at the first start; None where replicas would each make their own."""
    if settings.vapid_key is not None:
        return VapidKey.decode(settings.vapid_key.get_secret_value(), "TUCKAWAY_VAPID_KEY")
    if settings.profile is Profile.PRODUCTION and settings.mongodb_uri is not None:
        return None
    return VapidKey.load_or_create(DataFolder(settings.data_dir.expanduser().absolute()).vapid_key)


def _services(settings: Settings, key: VapidKey | None, clock: Clock) -> Mapping[DeviceKind, Push]:
    services: dict[DeviceKind, Push] = {}
    if key is not None:
        services[DeviceKind.WEBPUSH] = Later(partial(_browsers, key, _contact(settings), clock))
    if settings.fcm_file is not None:
        messaging = firebase(settings)
        services |= {DeviceKind.FID: messaging, DeviceKind.TOKEN: messaging}
    return services


def _browsers(key: VapidKey, contact: str, clock: Clock) -> Push:
    """The push services of browsers. Their libraries take a third of a second to import: to be called in a thread."""
    from bot.push.webpush import WebPush

    return WebPush(key, contact, clock)


def email_channel(settings: Settings, clock: Clock, links: UnsubscribeLinks) -> "EmailChannel | None":
    """E-mail by the server that the settings name, if they name one."""
    if settings.smtp_host is None:
        return None
    from bot.channels.email import EmailChannel, MailServer

    user, password = settings.smtp_user, settings.smtp_password
    server = MailServer(
        settings.smtp_host,
        settings.smtp_port or PORTS[settings.smtp_security],
        settings.smtp_security,
        login=None if user is None or password is None else (user, password.get_secret_value()),
        ca_file=settings.smtp_ca_file,
    )
    return EmailChannel(server, settings.smtp_from or "", clock, home=settings.public_url, unsubscribe=links.link)


def _contact(settings: Settings) -> str:
    public = settings.public_url or ""
    return settings.push_contact or (public if public.startswith("https://") else NOBODY)


def firebase(settings: Settings) -> "FirebaseMessaging":
    """Google's push service, by the service account that the settings name."""
    try:
        # They take a second to import, and come with an extra that most installations do without.
        from bot.push.fcm import FirebaseMessaging
    except ModuleNotFoundError as error:
        sentence = f"TUCKAWAY_FCM_FILE needs Google's libraries, and {error.name} is not installed: "
        raise InstallationError(sentence + "install tuckaway[fcm], or remove the setting.") from None
    assert settings.fcm_file is not None  # noqa: S101  asked before
    return FirebaseMessaging(settings.fcm_file, link=settings.public_url, api_url=settings.fcm_url)
