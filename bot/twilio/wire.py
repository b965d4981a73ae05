"""Carries requests to Twilio over httpx: every wait has an end, and nothing is ever sent a second time."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

import httpx
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from typing_extensions import override

from bot.twilio.timing import Timing

_NOT_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
_TOO_MANY: Final = 429
_LONGEST_WAIT: Final = 3600


class Unreached(Exception):
    """No connection stood, so nothing was asked of Twilio."""


class BrokenOff(Exception):
    """The connection ended before the answer; what was asked may have been done."""


class Throttled(Exception):
    """Twilio did nothing and asks for a pause of `wait`."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"too many requests, wait {wait}")
        self.wait = wait


class Wire(AsyncHttpClient):  # type: ignore[misc]  # the library ships no types
    """What Twilio's library sends its requests by. Its own asynchronous client knows no time-outs.

    Source: github.com/twilio/twilio-python, issues 925 and 932.
    """

    def __init__(self, timing: Timing, api_url: str | None = None) -> None:
        """`api_url` stands for all of Twilio's hosts, where somebody else answers in its place."""
        super().__init__(logging.getLogger(__name__), is_async=True)
        self._patience = timing.request
        self._api_url = api_url.rstrip("/") if api_url else None
        timeout = httpx.Timeout(timing.request, connect=timing.connect, pool=timing.connect)
        self.httpx = httpx.AsyncClient(timeout=timeout, follow_redirects=False, trust_env=True)

    @override
    async def request(
        self,
        method: str,
        uri: str,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """Ask Twilio something, once. Raises Unreached, BrokenOff or Throttled."""
        as_json = (headers or {}).get("Content-Type") == "application/json"
        try:
            async with asyncio.timeout(self._patience):
                answer = await self.httpx.request(
                    method,
                    self.placed(uri),
                    params=params,
                    data=None if as_json else data,
                    json=data if as_json else None,
                    headers=headers,
                    auth=auth,
                )
        except _NOT_SENT as error:
            raise Unreached(type(error).__name__) from None
        except (httpx.HTTPError, TimeoutError) as error:
            raise BrokenOff(type(error).__name__) from None
        if answer.status_code == _TOO_MANY:
            raise Throttled(_pause(answer.headers.get("Retry-After")))
        return Response(answer.status_code, answer.text, answer.headers)

    def placed(self, uri: str) -> str:
        """Where an address of Twilio's is reached."""
        if self._api_url is None:
            return uri
        parts = urlsplit(uri)
        return self._api_url + parts.path + (f"?{parts.query}" if parts.query else "")

    async def close(self) -> None:
        """Give up connections."""
        await self.httpx.aclose()


def _pause(retry_after: str | None) -> timedelta:
    seconds = int(retry_after) if retry_after and retry_after.isascii() and retry_after.isdigit() else 1
    return timedelta(seconds=min(max(seconds, 1), _LONGEST_WAIT))
