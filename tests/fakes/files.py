"""A provider's host that files are fetched from, over TLS, with whatever can go wrong there."""

import asyncio
import base64
import re
import ssl
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.downloads import Downloads, Provider
from bot.messages import Attachment

HOST = "media.provider.example"
ELSEWHERE = "cdn.provider.example"
STRANGER = "files.stranger.example"
LOGIN = ("AC123", "token")


@dataclass
class Served:
    """What is answered for one path. `endless`: it goes on for ever; `stall`: it stops after the first bytes."""

    content: bytes = b""
    status: int = 200
    redirect: str | None = None
    endless: bool = False
    stall: bool = False
    compressed: bool = False
    needs_login: bool = False
    hold: asyncio.Event | None = None


@dataclass(frozen=True)
class Asked:
    """What somebody asked for."""

    path: str
    host: str
    login: tuple[str, str] | None


@dataclass
class FakeFileHost:
    """One server that goes by several names, as their certificate says."""

    folder: Path
    files: dict[str, Served] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    addresses: dict[str, Sequence[str]] = field(default_factory=dict)
    under_way: int = 0
    port: int = 0

    async def __aenter__(self) -> Self:
        self._stopped = asyncio.Event()
        self._clients: list[Downloads] = []
        application = web.Application()
        application.router.add_get("/{path:.*}", self._answer)
        self._runner = web.AppRunner(application, shutdown_timeout=1)
        await self._runner.setup()
        certificate = _certificate(self.folder, (HOST, ELSEWHERE, STRANGER))
        serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        serving.load_cert_chain(certificate)
        site = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=serving)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.trust = ssl.create_default_context(cafile=str(certificate))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for client in self._clients:
            await client.close()
        self._stopped.set()
        await self._runner.cleanup()

    def url(self, path: str, host: str = HOST) -> str:
        return f"https://{host}:{self.port}/{path}"

    def has(self, path: str, served: Served | bytes) -> str:
        """Serve something; its address."""
        self.files[path] = served if isinstance(served, Served) else Served(served)
        return self.url(path)

    async def resolve(self, host: str, _: int) -> Sequence[str]:
        """The loopback for every name, unless another address was given it."""
        return self.addresses.get(host, ["127.0.0.1"])

    def provider(self, *hosts: str, login: bool = False, at_home: bool = True, patience: float = 60) -> Provider:
        """Who keeps files here under some of the names, at first both of its own."""
        seeing = places(HOST) if login else None
        return Provider(
            places(*(hosts or (HOST, ELSEWHERE))), LOGIN if login else None, seeing, at_home, patience=patience
        )

    def downloads(self, provider: Provider | None = None) -> Downloads:
        """The real client, which may come to the loopback here."""
        client = Downloads(provider or self.provider(login=True), resolve=self.resolve, trust=self.trust)
        self._clients.append(client)
        return client

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        login = _login(request)
        self.asked.append(Asked(path, request.host.partition(":")[0], login))
        served = self.files.get(path, Served(status=404))
        if served.hold:
            self.under_way += 1
            await served.hold.wait()
        if served.needs_login and login != LOGIN:
            return web.Response(status=401)
        if served.redirect:
            return web.Response(status=302, headers={"location": served.redirect})
        return await self._stream(request, served)

    async def _stream(self, request: web.Request, served: Served) -> web.StreamResponse:
        response = web.StreamResponse(status=served.status)
        if served.compressed:
            response.headers["content-encoding"] = "gzip"
        await response.prepare(request)
        self.under_way += 1
        try:
            await response.write(served.content)
            while served.endless and not self._stopped.is_set():
                await response.write(b"\0" * 65_536)
            if served.stall:
                await self._stopped.wait()
        except ConnectionError:
            pass  # whoever asked has heard enough
        return response


@dataclass
class FileCarrier:
    """A channel's side of it: the source of an attachment is an address."""

    downloads: Downloads

    def fetch(self, attachment: Attachment) -> AsyncIterator[bytes]:
        return self.downloads.fetch(attachment.source)


def places(*hosts: str) -> re.Pattern[str]:
    """Hosts, on any port."""
    return re.compile(rf"https://({'|'.join(map(re.escape, hosts))}):\d+")


def _login(request: web.Request) -> tuple[str, str] | None:
    kind, _, told = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return None
    user, _, password = base64.b64decode(told).decode().partition(":")
    return user, password


def _certificate(folder: Path, names: Sequence[str]) -> Path:
    """A certificate for these names, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a provider")])
    alternatives: list[x509.GeneralName] = [x509.DNSName(each) for each in names]
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([*alternatives, x509.IPAddress(ip_address("192.0.2.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    path = folder / "provider.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path
