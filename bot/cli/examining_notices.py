"""What the doctor says of push and e-mail: whether keys can be read, and Google and the mail server let us in."""

from collections.abc import AsyncIterator
from typing import Final

from bot.cli.findings import Finding, Verdict
from bot.clock import system_clock
from bot.errors import InstallationError, PushPostponed, PushRefused, SendPostponed
from bot.settings import Settings

BROWSERS: Final = "Push to browsers"
APPS: Final = "Push to apps"
EMAIL: Final = "E-mail"
OTHERS: Final = 0o077


async def notices(settings: Settings) -> AsyncIterator[Finding]:
    """Push and e-mail, each with what to do about it."""
    yield _browsers(settings)
    yield await _apps(settings)
    yield await _email(settings)


def _browsers(settings: Settings) -> Finding:
    from bot.data_folder import DataFolder
    from bot.notifying import vapid_key

    file = DataFolder(settings.data_dir.expanduser().absolute()).vapid_key
    try:
        if settings.vapid_key is None and not file.exists():
            return _no_key_yet(settings)
        key = vapid_key(settings)
    except InstallationError as error:
        return Finding(Verdict.WRONG, BROWSERS, "the key can't be used", str(error))
    if key is None:
        return _no_key_yet(settings)
    if settings.vapid_key is None and file.stat().st_mode & OTHERS:
        mend = f"run `chmod 600 {file}`: whoever reads it can push in your name"
        return Finding(Verdict.WRONG, BROWSERS, "the key is open to other users", mend)
    where = f"on, the key is {'given by setting' if settings.vapid_key else f'in {file}'}"
    if settings.public_url is None and settings.push_contact is None:
        mend = "set TUCKAWAY_PUSH_CONTACT to mailto: and your address: some push services ask whom to reach"
        return Finding(Verdict.NOTE, BROWSERS, where, mend)
    return Finding(Verdict.WELL, BROWSERS, where)


def _no_key_yet(settings: Settings) -> Finding:
    if settings.mongodb_uri is not None:
        mend = "set TUCKAWAY_VAPID_KEY, the same for every replica, to what `openssl rand -base64 32 | tr +/ -_` prints"
        return Finding(Verdict.NOTE, BROWSERS, "off", mend)
    return Finding(Verdict.NOTE, BROWSERS, "no key yet", "the first start makes one")


async def _apps(settings: Settings) -> Finding:
    if settings.fcm_file is None:
        return Finding(Verdict.NOTE, APPS, "off", "set TUCKAWAY_FCM_FILE to switch it on; browsers do without")
    from bot.notifying import firebase

    try:
        messaging = firebase(settings)
    except InstallationError as error:
        return Finding(Verdict.WRONG, APPS, "the service account can't be used", str(error))
    try:
        await messaging.check()
    except PushPostponed as error:
        return Finding(Verdict.WRONG, APPS, str(error), "look at the way to oauth2.googleapis.com from this machine")
    except PushRefused as error:
        mend = (
            "see that the clock of this machine is right; else the key was deleted: make a new one for the service "
            "account in the Firebase console, and name its file"
        )
        return Finding(Verdict.WRONG, APPS, str(error), mend)
    finally:
        await messaging.close()
    where = f"on, Google accepts {settings.fcm_file}"
    if settings.fcm_file.stat().st_mode & OTHERS:
        mend = (
            f"run `chmod 600 {settings.fcm_file}`, if others use this machine: whoever reads it can push to your apps"
        )
        return Finding(Verdict.NOTE, APPS, where, mend)
    return Finding(Verdict.WELL, APPS, where)


async def _email(settings: Settings) -> Finding:
    from bot.notifying import email_channel
    from bot.unsubscribing import UnsubscribeLinks

    channel = email_channel(settings, system_clock, UnsubscribeLinks(b"", None))
    if channel is None:
        return Finding(Verdict.NOTE, EMAIL, "off", "set TUCKAWAY_SMTP_HOST to switch it on")
    try:
        await channel.check()
    except SendPostponed as error:
        mend = (
            "look at TUCKAWAY_SMTP_HOST, _PORT, _SECURITY, _USER, _PASSWORD and _CA_FILE; docs/operators/email.md says "
            "which is for what"
        )
        return Finding(Verdict.WRONG, EMAIL, str(error), mend)
    if settings.public_url is None:
        mend = "set TUCKAWAY_PUBLIC_URL: without it an e-mail holds no link to have done with e-mail"
        return Finding(Verdict.NOTE, EMAIL, f"on, {settings.smtp_host} lets us in", mend)
    return Finding(Verdict.WELL, EMAIL, f"on, {settings.smtp_host} lets us in")
