"""The web server, told when to stop by us instead of by signals of its own."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

import uvicorn
from fastapi import FastAPI
from typing_extensions import override

GRACE_SECONDS: Final = 3
LARGEST_FRAME: Final = 2 * 1024 * 1024
# A slow-loris holds a connection this long at most before its request is given up.
KEEP_ALIVE_SECONDS: Final = 20


class WebServer(uvicorn.Server):
    """Uvicorn without its own signal handlers: the bot is stopped in order, and the web server is only its outside."""

    def __init__(self, application: FastAPI) -> None:
        config = uvicorn.Config(
            application,
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            ws="websockets-sansio",
            ws_max_size=LARGEST_FRAME,
            lifespan="off",
        )
        super().__init__(config)

    @override
    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield
