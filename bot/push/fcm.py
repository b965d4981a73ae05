"""Firebase Cloud Messaging: notices for apps, by the service account of a Firebase project."""

import asyncio
import warnings
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import firebase_admin
import httpx
from firebase_admin import credentials, exceptions, messaging
from google.auth.credentials import Credentials
from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from google.auth.transport.requests import Request
from typing_extensions import override

from bot.errors import DeviceGone, InstallationError, PushPostponed, PushRefused, PushUncertain
from bot.push.port import DeviceKind, Notice, Target

ANSWER: Final = 10
"""Seconds that Google may take to answer."""
LONGEST_WAIT: Final = timedelta(hours=1)
QUOTA: Final = timedelta(minutes=1)
"""How long to leave a project alone whose quota is used up, where Google does not say; its own advice."""

LATER: Final = (
    messaging.QuotaExceededError,
    exceptions.ResourceExhaustedError,
    exceptions.UnavailableError,
    exceptions.InternalError,
)
"""What passes by itself."""


class FirebaseMessaging:
    """Google's push service.

    Args:
        account: the file of a service account, as the Firebase console hands it out.
        link: where the chat is, https; what a notice in a browser opens.
        api_url: where to reach the service instead of at Google's.

    Raises:
        InstallationError: the file can't be read, or is none of a service account.
    """

    def __init__(self, account: Path, *, link: str | None = None, api_url: str | None = None) -> None:
        try:
            credential = credentials.Certificate(str(account))
        except OSError as error:
            sentence = f"TUCKAWAY_FCM_FILE: {account} can't be read ({error.strerror}). "
            raise InstallationError(sentence + "Name a file that is there and that this user may read.") from None
        except ValueError:
            sentence = f"TUCKAWAY_FCM_FILE: {account} is not the file of a service account. "
            advice = "Make one in the Firebase console, under Project settings, Service accounts."
            raise InstallationError(sentence + advice) from None
        self._account: Any = credential.get_credential()
        self._login = _Login()
        options = {"httpTimeout": ANSWER, "projectId": credential.project_id}
        self._app = firebase_admin.initialize_app(_Renewed(self._login), options, name=f"tuckaway-{uuid4().hex}")
        self._link = link if link and link.startswith("https://") else None
        self._entering: asyncio.Task[None] | None = None
        self._closed = False
        if api_url is not None:
            # The library has no setting for it.
            service = messaging._get_messaging_service(self._app)  # noqa: SLF001
            service._fcm_url = f"{api_url}/v1/projects/{self._app.project_id}/messages:send"  # noqa: SLF001

    async def send(self, target: Target, notice: Notice) -> None:
        """Hand a notice over for one app."""
        await self.check()
        try:
            result = await messaging.send_each_async([self._message(target, notice)], app=self._app)
        except exceptions.FirebaseError as error:
            raise _failure(error) from None
        (response,) = result.responses
        if response.exception is not None:
            raise _failure(response.exception)

    async def check(self) -> None:
        """Return once Google has let the service account in. Raises PushPostponed or PushRefused.

        Google is asked once for all who wait, and its answer is theirs: one after the other they would wait for longer
        than a notice may take, and it would seem as if it may have been shown.
        """
        if self._login.valid:
            return
        if self._entering is None or self._entering.done():
            self._entering = asyncio.create_task(self._enter(), name="fcm login")
            self._entering.add_done_callback(_seen)
        # Whoever gives up waiting must not end it for the others.
        await asyncio.shield(self._entering)

    async def _enter(self) -> None:
        try:
            await asyncio.to_thread(self._account.refresh, partial(Request(), timeout=ANSWER))
        except TransportError:
            raise PushPostponed("Google can't be reached") from None
        except GoogleAuthError as error:
            raise PushRefused(f"Google does not accept the service account ({type(error).__name__})") from None
        self._login.token, self._login.expiry = self._account.token, self._account.expiry

    async def close(self) -> None:
        """Give up connections."""
        if self._closed:
            return
        self._closed = True
        if self._entering is not None:
            await asyncio.wait([self._entering])
        service = messaging._get_messaging_service(self._app)  # noqa: SLF001
        # On this loop: the library would do it on one of its own.
        await service._async_client.aclose()  # noqa: SLF001
        await asyncio.to_thread(firebase_admin.delete_app, self._app)

    def _message(self, target: Target, notice: Notice) -> messaging.Message:
        lasts = timedelta(seconds=notice.lasts)
        with warnings.catch_warnings():
            # Apps that have no installation id yet are still known by their token.
            warnings.simplefilter("ignore", DeprecationWarning)
            return messaging.Message(
                fid=target.value if target.kind is DeviceKind.FID else None,
                token=target.value if target.kind is DeviceKind.TOKEN else None,
                notification=messaging.Notification(title=notice.title, body=notice.body),
                data={"tag": notice.tag, "sequence": str(notice.sequence), "lang": notice.language},
                android=messaging.AndroidConfig(
                    ttl=lasts,
                    priority="high" if notice.urgent else "normal",
                    notification=messaging.AndroidNotification(tag=notice.tag),
                ),
                apns=messaging.APNSConfig(headers={"apns-priority": "10" if notice.urgent else "5"}),
                webpush=self._webpush(notice),
            )

    def _webpush(self, notice: Notice) -> messaging.WebpushConfig:
        options = None
        if self._link:
            options = messaging.WebpushFCMOptions(link=f"{self._link}/#message={notice.sequence}")
        urgency = "high" if notice.urgent else "normal"
        return messaging.WebpushConfig(headers={"TTL": str(notice.lasts), "Urgency": urgency}, fcm_options=options)


def _seen(entering: asyncio.Task[None]) -> None:
    """Its error is raised where it is waited for, and asyncio is to report none that nobody waited for any more."""
    if not entering.cancelled():
        entering.exception()


class _Login(Credentials):
    """What Google gave us to prove ourselves with. The library would renew it on the loop, and all would wait."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library is typed in part

    @override
    def refresh(self, request: object) -> None:
        """Forget it, so that it is renewed before the next notice."""
        self.token = None
        raise RefreshError("Google does not accept the login any more")  # type: ignore[no-untyped-call]  # the same


class _Renewed(credentials.Base):  # type: ignore[misc]  # this one comes without types
    """The login, as the library asks for it."""

    def __init__(self, login: _Login) -> None:
        self._login = login

    @override
    def get_credential(self) -> _Login:
        return self._login


def _failure(error: exceptions.FirebaseError) -> Exception:
    """Google's answer in our words, or what the lack of one means."""
    said, cause = f"Google answered {error.code}", error.cause
    if isinstance(cause, httpx.HTTPStatusError):
        return _answer(error, said)
    if isinstance(cause, httpx.ConnectError | httpx.ConnectTimeout):
        return PushPostponed("Google can't be reached")
    return PushRefused(str(cause)) if isinstance(cause, RefreshError) else PushUncertain("Google gave no answer")


def _answer(error: exceptions.FirebaseError, said: str) -> Exception:
    if isinstance(error, messaging.UnregisteredError | messaging.SenderIdMismatchError):
        return DeviceGone(said)
    return PushPostponed(said, _wait(error)) if isinstance(error, LATER) else PushRefused(said)


def _wait(error: exceptions.FirebaseError) -> timedelta:
    """How long Google asks to be left alone."""
    answer = error.http_response
    try:
        wait = timedelta(seconds=float(answer.headers.get("Retry-After", "") if answer is not None else ""))
    except (ValueError, OverflowError):
        return QUOTA
    return min(max(wait, timedelta()), LONGEST_WAIT)
