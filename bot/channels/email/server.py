"""The operator's mail server: hands over one message at a time and says in our words what became of it (RFC 5321)."""

import asyncio
import re
import ssl
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final, Literal

import structlog
from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientRefused,
    SMTPResponseException,
)

from bot.errors import RecipientGone, SendPostponed, SendRefused, SendUncertain

Security = Literal["starttls", "tls", "none"]

PATIENCE: Final = 20.0
"""Seconds that each step of the conversation with the server may take."""
AT_ONCE: Final = 4
"""Connections; more are taken for an attack by many servers."""
PLACE: Final = 30.0
"""Seconds that a message waits for a connection. Many digests at once may take minutes, and the outbox takes whatever
gives no answer for so long to be of unknown fate."""
AGAIN: Final = timedelta(seconds=5)
BUSY: Final = timedelta(minutes=1)
"""A server that takes nothing just now, one that looks at strangers twice included (RFC 6647), wants a while."""
MISCONFIGURED: Final = timedelta(minutes=5)
PERMANENT: Final = 500
NO_SUCH_MAILBOX: Final = re.compile(r"\b5\.1\.(?:1|2|3|6|10)\b|\b5\.2\.1\b")
"""Enhanced status codes (RFC 3463) that say so of an address."""
NOT_TAKEN_HERE: Final = {550, 551, 553}
"""Reply codes that say so of an address, where no enhanced one says something else."""
OTHER_CODE: Final = re.compile(r"\b5\.\d+\.\d+\b")

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class MailServer:
    """Where e-mail is handed over.

    Attributes:
        host: its name, which its certificate has to bear.
        port: where it listens.
        security: encrypted from the start (`tls`), once asked for it (`starttls`, which must then succeed), or not.
        login: user and password, where it asks for them.
        ca_file: the certificate authority to trust, PEM; the system's, where none is named.
    """

    host: str
    port: int
    security: Security = "starttls"
    login: tuple[str, str] | None = None
    ca_file: Path | None = None

    def client(self, name: str) -> SMTP:
        """A client that is not connected yet. `name` is what it calls itself."""
        user, password = self.login or (None, None)
        return SMTP(
            hostname=self.host,
            port=self.port,
            username=user,
            password=password,
            # Its own default would ask the name service, and keep everything waiting for the answer.
            local_hostname=name,
            timeout=PATIENCE,
            use_tls=self.security == "tls",
            start_tls=self.security == "starttls",
            tls_context=None if self.security == "none" else ssl.create_default_context(cafile=self.ca_file),
        )


class Delivery:
    """Hands messages over, a few at a time, each on a connection of its own."""

    def __init__(self, server: MailServer, sender: str, *, place: float = PLACE) -> None:
        """`place`: seconds that a message waits for its connection."""
        self._server = server
        self._place = place
        self._sender = sender
        self._name = sender.rpartition("@")[2]
        self._places = asyncio.Semaphore(AT_ONCE)

    async def deliver(self, recipient: str, message: bytes) -> None:
        """Hand a message over.

        Raises:
            SendPostponed: the server took nothing.
            SendRefused: it never will; RecipientGone: since there is no such mailbox.
            SendUncertain: it was given everything, and did not answer.
        """
        await self._take_place()
        try:
            client = await self._connected()
            try:
                await self._hand_over(client, recipient, message)
            finally:
                await _leave(client)
        finally:
            self._places.release()

    async def check(self) -> None:
        """Return once the server has let us in. Raises SendPostponed with the reason."""
        await _leave(await self._connected())

    async def _take_place(self) -> None:
        """Return with one of the connections. Whoever is told to wait no longer has given nothing to the server."""
        try:
            async with asyncio.timeout(self._place):
                await self._places.acquire()
        except TimeoutError:
            raise SendPostponed("the mail server is taken up with others", AGAIN) from None

    async def _connected(self) -> SMTP:
        try:
            client = await asyncio.to_thread(self._server.client, self._name)
        except OSError as error:
            raise SendPostponed(f"{self._server.ca_file} can't be read as certificates", MISCONFIGURED) from error
        try:
            await client.connect()
        except SMTPAuthenticationError as error:
            client.close()
            log.error("email.not_let_in", code=error.code)  # noqa: TRY400  what the server says may repeat the login
            raise SendPostponed(f"the mail server does not accept the login ({error.code})", MISCONFIGURED) from None
        except (SMTPException, OSError) as error:
            client.close()
            log.warning("email.server_unavailable", error=type(error).__name__)
            raise SendPostponed(_why_not(error, self._server), BUSY) from error
        return client

    async def _hand_over(self, client: SMTP, recipient: str, message: bytes) -> None:
        try:
            await client.mail(self._sender)
            await client.rcpt(recipient)
        except SMTPResponseException as error:
            raise _refusal(error) from None
        except (SMTPException, OSError) as error:
            raise SendPostponed(f"the mail server broke off ({type(error).__name__})", BUSY) from None
        try:
            await client.data(message)
        except SMTPResponseException as error:
            raise _refusal(error) from None
        except (SMTPException, OSError) as error:
            raise SendUncertain(f"the mail server gave no answer ({type(error).__name__})") from None


async def _leave(client: SMTP) -> None:
    """Say goodbye; what was handed over is safe without it."""
    try:
        if client.is_connected:
            await client.quit()
    except (SMTPException, OSError) as error:
        log.debug("email.left_without_goodbye", error=type(error).__name__)
    finally:
        client.close()


def _refusal(error: SMTPResponseException) -> Exception:
    said = f"the mail server answered {error.code}"
    if error.code < PERMANENT:
        return SendPostponed(said, BUSY)
    if isinstance(error, SMTPRecipientRefused) and _no_such_mailbox(error):
        return RecipientGone(said)
    return SendRefused(said)


def _no_such_mailbox(error: SMTPResponseException) -> bool:
    """Whether the address is at fault, and not what the server thinks of us: both are answered with 550."""
    if NO_SUCH_MAILBOX.search(error.message):
        return True
    return error.code in NOT_TAKEN_HERE and not OTHER_CODE.search(error.message)


def _why_not(error: Exception, server: MailServer) -> str:
    where = f"{server.host}:{server.port}"
    if isinstance(error, SMTPNotSupported) or type(error) is SMTPException:
        return f"the mail server at {where} lets nobody in with TUCKAWAY_SMTP_SECURITY={server.security}"
    if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
        return f"the mail server at {where} shows a certificate that is not trusted, or is not encrypted in this way"
    return f"the mail server at {where} can't be reached or takes nothing ({type(error).__name__})"
