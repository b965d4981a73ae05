"""A mail server on the loopback: strict about the protocol and the login, and able to refuse, stall and hang up."""

import asyncio
import ssl
import warnings
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final, Self, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

USER: Final = "tuckaway"
PASSWORD: Final = "correct horse"


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one message: at `step` (MAIL, RCPT or DATA) it says so, or says nothing until `hold`.

    `after`: the message is taken all the same, and the answer lost. `drop`: it hangs up.
    """

    step: str
    answer: str = ""
    hold: asyncio.Event | None = None
    after: bool = False
    drop: bool = False


class FakeMail:
    """A server with mailboxes; what arrives is parsed as a mail program would."""

    def __init__(self, *, tls: ssl.SSLContext | None = None, implicit: bool = False, login: bool = False) -> None:
        self.arrived: list[EmailMessage] = []
        self.faults: deque[Fault] = deque()
        self.most_at_once = 0
        self.at_once = 0
        self.encrypted: list[bool] = []
        self.logins: list[bool] = []
        self._tls = tls
        self._implicit = implicit
        self._login = login

    async def __aenter__(self) -> Self:
        options: dict[str, Any] = {"enable_SMTPUTF8": False, "hostname": "mail.test"}
        if self._tls and not self._implicit:
            options |= {"tls_context": self._tls, "require_starttls": True}
        if self._login:
            options |= {
                "authenticator": self._authenticate,
                "auth_required": True,
                "auth_require_tls": self._tls is not None and not self._implicit,
            }
        implicit = self._tls if self._implicit else None
        self._server = await asyncio.get_running_loop().create_server(
            lambda: self._protocol(options), "127.0.0.1", 0, ssl=implicit
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._server.wait_closed()

    def _protocol(self, options: dict[str, Any]) -> SMTP:
        with warnings.catch_warnings():
            # It doesn't know that the line is encrypted where that is not its own doing.
            warnings.simplefilter("ignore", UserWarning)
            return SMTP(self, **options)

    def _authenticate(self, _: SMTP, __: Session, ___: Envelope, ____: str, data: object) -> AuthResult:
        login = cast(LoginPassword, data)
        right = (login.login, login.password) == (USER.encode(), PASSWORD.encode())
        self.logins.append(right)
        return AuthResult(success=right, handled=False)

    async def handle_MAIL(  # noqa: N802  the library's names
        self, server: SMTP, _: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        if said := await self._goes_wrong("MAIL", server):
            return said
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _: Session, envelope: Envelope, address: str, __: list[str]
    ) -> str:
        if said := await self._goes_wrong("RCPT", server):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        fault = self.faults[0] if self.faults and self.faults[0].step == "DATA" else None
        if fault is None or fault.after:
            content = envelope.content
            assert isinstance(content, bytes)
            self.arrived.append(message_from_bytes(content, policy=default))
            self.encrypted.append(session.ssl is not None or self._implicit)
        said = await self._goes_wrong("DATA", server)
        self.at_once -= 1
        return said or "250 OK"

    async def _goes_wrong(self, step: str, server: SMTP) -> str:
        if not self.faults or self.faults[0].step != step:
            return ""
        fault = self.faults.popleft()
        if fault.hold is not None:
            await fault.hold.wait()
        if fault.drop and server.transport is not None:
            server.transport.close()
        return fault.answer


def certified(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A certificate for 127.0.0.1 that signs itself, as a server has it, and the file that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.test")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    loopback = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    authority = x509.BasicConstraints(ca=True, path_length=None)
    certificate = builder.add_extension(loopback, False).add_extension(authority, True).sign(key, SHA256())
    ca, whole = folder / "ca.crt", folder / "server.pem"
    ca.write_bytes(certificate.public_bytes(Encoding.PEM))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    whole.write_bytes(private + ca.read_bytes())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(whole)
    return context, ca


def plain_part(message: EmailMessage) -> str:
    """What a person who reads no HTML sees."""
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def html_part(message: EmailMessage) -> str:
    """What a mail program makes a page of."""
    part = message.get_body(("html",))
    assert part is not None
    return str(part.get_content())
