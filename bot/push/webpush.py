"""Web Push: notices for browsers, encrypted for each of them (RFC 8030, 8188, 8291), signed with our key (RFC 8292)."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

import aiohttp
from py_vapid import Vapid
from pywebpush import WebPushException, webpush_async

from bot.clock import Clock
from bot.errors import DeviceGone, PushPostponed, PushRefused, PushUncertain
from bot.push.keys import VapidKey, encoded, receives
from bot.push.port import Notice, Target

ANSWER: Final = aiohttp.ClientTimeout(total=15, connect=5)
TOPIC_CHARACTERS: Final = 32
SIGNED_FOR: Final = timedelta(hours=12)
"""At most a day; RFC 8292, section 2."""
GONE: Final = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
LONGEST_WAIT: Final = timedelta(hours=1)


class WebPush:
    """The push services of browsers, whichever each has.

    Args:
        key: what every browser that is sent to was given when it signed up.
        contact: a `mailto:` or `https:` address at which a push service can reach whoever runs this.
        clock: the time.
    """

    def __init__(self, key: VapidKey, contact: str, clock: Clock) -> None:
        self._vapid = Vapid.from_raw(key.private.encode())
        self._contact = contact
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None

    async def send(self, target: Target, notice: Notice) -> None:
        """Hand a notice over for one browser."""
        if not receives(target.p256dh, target.auth):
            raise DeviceGone("its keys are none that anything can be encrypted for")
        try:
            await self._post(target, notice)
        except WebPushException as error:
            raise self._refusal(error) from None
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise PushPostponed(f"the push service can't be reached ({type(error).__name__})") from None
        except (aiohttp.ClientError, TimeoutError) as error:
            raise PushUncertain(f"the push service gave no answer ({type(error).__name__})") from None

    async def close(self) -> None:
        """Give up connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _post(self, target: Target, notice: Notice) -> None:
        await webpush_async(
            {"endpoint": target.value, "keys": {"p256dh": target.p256dh, "auth": target.auth}},
            data=_payload(notice),
            vapid_private_key=self._vapid,
            vapid_claims={"sub": self._contact, "exp": int((self._clock() + SIGNED_FOR).timestamp())},
            ttl=notice.lasts,
            headers={"Urgency": "high" if notice.urgent else "normal", "Topic": _topic(notice.tag)},
            aiohttp_session=_Straight(self._connections()),
        )

    def _connections(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=ANSWER)
        return self._session

    def _refusal(self, error: WebPushException) -> Exception:
        status = error.status_code
        if status is None:
            return PushRefused("it could not be encrypted for this browser")
        said = f"the push service answered {status}"
        if status in GONE:
            return DeviceGone(said)
        if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return PushPostponed(said, _wait(error.retry_after, self._clock()))
        return PushRefused(said)


class _Straight:
    """Connections that follow no redirect: it might lead to where nobody allowed us to send to."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def post(self, address: str, *, data: bytes, headers: dict[str, str], **_: object) -> aiohttp.ClientResponse:
        """Post, with our own time limit instead of theirs."""
        return await self._session.post(address, data=data, headers=headers, allow_redirects=False)


def _payload(notice: Notice) -> str:
    shown = {"title": notice.title, "body": notice.body, "tag": notice.tag, "lang": notice.language}
    return json.dumps({**shown, "sequence": notice.sequence}, ensure_ascii=False)


def _topic(tag: str) -> str:
    """A push service holds back one notice of a topic only, the latest."""
    return encoded(hashlib.sha256(tag.encode()).digest())[:TOPIC_CHARACTERS]


def _wait(retry_after: str | None, now: datetime) -> timedelta:
    """How long a push service asks to be left alone: so many seconds, or until a date."""
    if not retry_after:
        return timedelta(seconds=1)
    try:
        wait = timedelta(seconds=float(retry_after))
    except (ValueError, OverflowError):
        try:
            wait = parsedate_to_datetime(retry_after).astimezone(UTC) - now
        except (ValueError, OverflowError):
            wait = timedelta(seconds=1)
    return min(max(wait, timedelta()), LONGEST_WAIT)
