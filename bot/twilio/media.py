"""Fetches the files that came with a message, from Twilio and where it keeps them, and from nowhere else."""

import re
from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpx

from bot.errors import MediaGone, MediaUnavailable
from bot.twilio.account import Account

OURS: Final = re.compile(r"([a-z0-9-]+\.)*twilio\.com")
"""Hosts that are told the account's login."""

KEEPERS: Final = re.compile(r"([a-z0-9-]+\.)*(twilio\.com|twiliocdn\.com|s3[a-z0-9.-]*\.amazonaws\.com)")
"""Hosts that Twilio sends us on to. Source: twilio.com/docs/messaging/api/media-resource."""

MOST_HOPS: Final = 4
PIECE: Final = 64 * 1024
_GONE: Final = frozenset({400, 401, 403, 404, 410})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


class Files:
    """Fetches by the address that Twilio gave.

    Args:
        account: logs in.
        api_url: whoever answers in Twilio's place is trusted like it.
    """

    def __init__(self, account: Account, api_url: str | None = None) -> None:
        self._account = account
        self._stand_in = urlsplit(api_url) if api_url else None

    async def fetch(self, source: str) -> AsyncIterator[bytes]:
        """The bytes, piece by piece. Raises MediaGone or MediaUnavailable."""
        url: str | None = source
        for _ in range(MOST_HOPS):
            if url is None or not self._among(url, KEEPERS):
                raise MediaGone("the file does not lie with Twilio")
            onward: str | None = None
            try:
                async with self._account.download(url, as_us=self._among(url, OURS)) as answer:
                    onward = _onward(answer, url)
                    if onward is None:
                        async for piece in answer.aiter_bytes(PIECE):
                            yield piece
                        return
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise MediaUnavailable(f"Twilio does not hand the file out ({type(error).__name__})") from None
            url = onward
        raise MediaGone("the file is sent from one place to the next")

    def _among(self, url: str, hosts: re.Pattern[str]) -> bool:
        try:
            parts = urlsplit(url)
            usual = parts.scheme == "https" and parts.port in {None, 443}
        except ValueError:
            return False
        if self._stand_in and (parts.scheme, parts.hostname) == (self._stand_in.scheme, self._stand_in.hostname):
            return hosts is KEEPERS or parts.netloc == self._stand_in.netloc
        return usual and hosts.fullmatch(parts.hostname or "") is not None


def _onward(answer: httpx.Response, url: str) -> str | None:
    """Where the file is to be had instead, if so. Raises MediaGone or MediaUnavailable."""
    if answer.status_code in _REDIRECTS:
        return urljoin(url, str(answer.headers.get("Location", "")))
    if answer.status_code in _GONE:
        raise MediaGone(f"Twilio no longer has the file (status {answer.status_code})")
    if answer.status_code != httpx.codes.OK:
        raise MediaUnavailable(f"Twilio does not hand the file out (status {answer.status_code})")
    return None
