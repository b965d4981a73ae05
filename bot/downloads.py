"""Fetches files from a provider's own hosts and from nowhere else, whatever an address or a redirect says.

A name is looked up once, every address it has is checked, and the connection is made to the very address that was
checked, so that a name which points elsewhere a moment later leads nowhere (DNS rebinding).
"""

import asyncio
import re
import socket
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpx

from bot.errors import MediaGone, MediaUnavailable

MOST_REDIRECTS: Final = 5
CONNECT_PATIENCE: Final = 10.0
READ_PATIENCE: Final = 20.0
PORTS: Final[Mapping[str, int]] = {"https": 443, "http": 80}
GONE: Final = frozenset((400, 403, 404, 405, 406, 410, 451))
REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
# An address in one of these holds one of the older kind, which may be anybody's.
EMBEDDING: Final = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("2002::/16"))

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Every address of a host's name, for a port."""


@dataclass(frozen=True)
class Provider:
    """Whom files are fetched from.

    Attributes:
        places: where files may come from, as `place` writes it: `https://files.example.org:443`.
        login: user and password.
        login_places: where these may be shown; nowhere else they are, whoever redirects there.
        at_home: it may be in a network of one's own, as whoever answers in a provider's place is.
        gone: statuses that say that there is no file any more; after others it may be asked for again.
        patience: seconds for a whole file.
    """

    places: re.Pattern[str]
    login: tuple[str, str] | None = None
    login_places: re.Pattern[str] | None = None
    at_home: bool = False
    gone: Collection[int] = GONE
    patience: float = 60.0


def place(url: str) -> str:
    """Scheme, host and port of an address, the port always told. Raises MediaGone: there are none, or a login too."""
    try:
        parts = urlsplit(url)
        port = PORTS[parts.scheme] if parts.port is None else parts.port
    except (ValueError, KeyError):
        raise MediaGone("a file's address is none that begins with https://") from None
    if not parts.hostname or "@" in parts.netloc:
        raise MediaGone("a file's address names no host, or a login as well")
    return f"{parts.scheme}://{parts.hostname}:{port}"


async def look_up(host: str, port: int) -> Sequence[str]:
    """Every address of a host, by this machine's resolver."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(each[4][0]) for each in found]


def public(address: Address) -> bool:
    """Whether an address is on the open internet: not private, loopback, link-local or anything else of one's own."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return public(address.ipv4_mapped)
        if any(address in network for network in EMBEDDING):
            return False
    return address.is_global and not address.is_multicast


class Downloads:
    """Fetches files from one provider.

    Args:
        provider: whose.
        resolve: looks names up.
        trust: the certificates that are believed; those of the operating system by default.
    """

    def __init__(
        self,
        provider: Provider,
        *,
        resolve: Resolve = look_up,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._provider = provider
        self._resolve = resolve
        self._trust = trust
        self._connected: httpx.AsyncClient | None = None

    @property
    def _client(self) -> httpx.AsyncClient:
        """Made when it is first needed: reading the operating system's certificates takes a moment."""
        if self._connected is None:
            self._connected = httpx.AsyncClient(
                verify=self._trust or ssl.create_default_context(),
                timeout=httpx.Timeout(READ_PATIENCE, connect=CONNECT_PATIENCE),
                # Connections are kept by address: one whose certificate was for another name might be used again.
                limits=httpx.Limits(max_keepalive_connections=0),
                # No proxy from the environment: it would make the connection, and to whatever it likes.
                trust_env=False,
                follow_redirects=False,
            )
        return self._connected

    async def fetch(self, url: str) -> AsyncIterator[bytes]:
        """The bytes behind an address, piece by piece, however many come.

        Raises:
            MediaGone: there is nothing any more, or it leads somewhere that we don't go.
            MediaUnavailable: it can't be had just now, or takes too long.
        """
        deadline = asyncio.get_running_loop().time() + self._provider.patience
        async with aclosing(self._pieces(url)) as pieces:
            while piece := await _next(pieces, deadline):
                yield piece

    async def close(self) -> None:
        """Give up connections."""
        if self._connected is not None:
            await self._connected.aclose()

    async def _pieces(self, url: str) -> AsyncGenerator[bytes, None]:
        for _ in range(MOST_REDIRECTS + 1):
            request = await self._request(url)
            response = await self._client.send(request, stream=True)
            try:
                if response.status_code in REDIRECTS:
                    url = _joined(url, response.headers.get("location", ""))
                    continue
                self._check(response.status_code)
                # As it was sent: what is unpacked on the way may burst.
                async for piece in response.aiter_raw():
                    yield piece
                return
            finally:
                await response.aclose()
        raise MediaGone("a file's address leads from one to the next without end")

    async def _request(self, url: str) -> httpx.Request:
        """A request to a checked address of the host. Raises MediaGone."""
        where, provider = place(url), self._provider
        if not provider.places.fullmatch(where):
            raise MediaGone("a file's address leads to a host that is not the provider's")
        parts, (_, _, port) = urlsplit(url), where.rpartition(":")
        host = parts.hostname or ""
        address = await self._checked(host, int(port))
        literal = f"[{address}]" if isinstance(address, IPv6Address) else str(address)
        target = parts._replace(netloc=f"{literal}:{port}", fragment="").geturl()
        headers = {"host": parts.netloc, "accept-encoding": "identity"}
        request = self._client.build_request("GET", target, headers=headers, extensions=self._extensions(host))
        if provider.login and provider.login_places and provider.login_places.fullmatch(where):
            request = next(httpx.BasicAuth(*provider.login).auth_flow(request))
        return request

    def _extensions(self, host: str) -> Mapping[str, object]:
        # The certificate is checked against the name, though the address is what is connected to.
        return {"sni_hostname": host, "timeout": self._client.timeout.as_dict()}

    async def _checked(self, host: str, port: int) -> Address:
        """An address of the host; every one that it has is allowed. Raises MediaGone."""
        addresses = [ip_address(each.partition("%")[0]) for each in await self._resolve(host, port)]
        if not addresses:
            raise MediaUnavailable("a host of the provider's has no address just now")
        if not (self._provider.at_home or all(public(each) for each in addresses)):
            raise MediaGone("a host of the provider's leads into a network of one's own")
        return addresses[0]

    def _check(self, status: int) -> None:
        if status in self._provider.gone:
            raise MediaGone(f"the provider has a file no more (status {status})")
        if not 200 <= status < 300:  # noqa: PLR2004 - what HTTP calls success
            raise MediaUnavailable(f"the provider gave no file (status {status})")


async def _next(pieces: AsyncIterator[bytes], deadline: float) -> bytes | None:
    """The next piece, None after the last one. Raises MediaUnavailable after `deadline`, by the loop's clock."""
    try:
        async with asyncio.timeout_at(deadline):
            return await anext(pieces, None)
    except (TimeoutError, httpx.HTTPError, OSError) as error:
        raise MediaUnavailable(f"a file could not be fetched ({type(error).__name__})") from error


def _joined(url: str, location: str) -> str:
    """Where a redirect leads. Raises MediaGone."""
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise MediaGone("a redirect leads to something that is no address") from error
