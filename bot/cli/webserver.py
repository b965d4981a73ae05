"""The web server, told when to stop by us instead of by signals of its own."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

import uvicorn
from fastapi import FastAPI
from typing_extensions import override
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

GRACE_SECONDS: Final = 3
LARGEST_FRAME: Final = 2 * 1024 * 1024
# A slow-loris holds a connection this long at most before its request is given up.
KEEP_ALIVE_SECONDS: Final = 20
LARGEST_HEAD: Final = 64 * 1024
TOO_LARGE: Final = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class PatientProtocol(HttpToolsProtocol):
    """HTTP on one connection, given up when the head of a request is too large, or not whole in time.

    Uvicorn's own time limit ends with the first byte of a request, so that a sender who dribbles could stay for ever;
    and its parser collects headers without end.
    """

    _deadline: asyncio.TimerHandle | None = None
    _head = 0

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._expect_head()

    @override
    def data_received(self, data: bytes) -> None:
        # What comes with the end of a request before is not all of this head.
        self._head += len(data) if self._deadline is not None else 0
        super().data_received(data)
        if self._deadline is None:
            self._head = 0
        elif self._head > LARGEST_HEAD:
            self.transport.write(TOO_LARGE)
            self.transport.close()

    @override
    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self._deadline is None:
            self._expect_head()

    @override
    def on_headers_complete(self) -> None:
        self._stop_waiting()
        super().on_headers_complete()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _expect_head(self) -> None:
        self._deadline = self.loop.call_later(self.timeout_keep_alive, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


class WebServer(uvicorn.Server):
    """Uvicorn without its own signal handlers: the bot is stopped in order, and the web server is only its outside.

    Args:
        application: what is served.
        keep_alive: seconds for a connection without a request, and for the head of a request to come in.
    """

    def __init__(self, application: FastAPI, keep_alive: int = KEEP_ALIVE_SECONDS) -> None:
        config = uvicorn.Config(
            application,
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
            timeout_keep_alive=keep_alive,
            http=PatientProtocol,
            ws="websockets-sansio",
            ws_max_size=LARGEST_FRAME,
            lifespan="off",
        )
        super().__init__(config)

    @override
    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield
