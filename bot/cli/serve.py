"""`tuckaway`: starts the database, the bot and the browser chat, and says what it is doing."""

import asyncio
import gc
import os
import socket
import sys
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from bot.cli.running import Ground, ground, say, stop_signal, tell_of_the_key
from bot.errors import InstallationError
from bot.settings import Profile, Settings

if TYPE_CHECKING:
    from bot.assembly import Tuckaway

SWITCHING: Final = 0.0005
"""Seconds after which a thread that computes lets the event loop go on; by default ten times as long, which each step
of an answer would wait for while texts are embedded or searched."""


async def serve(settings: Settings) -> None:
    """Run until asked to stop."""
    began = perf_counter()
    sys.setswitchinterval(SWITCHING)
    door = _bind(settings)
    stopping = stop_signal()
    say(f"Tuckaway {_version()}")
    say("  Starting the database …" if settings.mongodb_uri is None else "  Connecting to the database …")
    async with ground(settings) as below:
        say(f"  Database ready ({perf_counter() - began:.1f} s)")
        await _serve(settings, below, door, stopping)
    say("Stopped. Everything is saved.")


async def _serve(settings: Settings, below: Ground, door: socket.socket, stopping: asyncio.Event) -> None:
    from bot.assembly import Store, Tuckaway
    from bot.telemetry import configure_tracing

    if settings.otlp_endpoint is not None:
        configure_tracing(settings.otlp_endpoint)
    store = await Store.open(settings, below.uri, below.folder)
    try:
        tell_of_the_key(below, new=store.new_master_key)
        tuckaway = Tuckaway(store, settings, alone=below.alone)
        await _run(tuckaway, settings, below, door, stopping)
    finally:
        await store.close()


async def _run(
    tuckaway: "Tuckaway", settings: Settings, below: Ground, door: socket.socket, stopping: asyncio.Event
) -> None:
    from bot.cli.webserver import WebServer

    try:
        say("  Opening the search index …")
        owner = await tuckaway.start()
        say(f"  Telegram {'on' if tuckaway.telegram else 'off: set TUCKAWAY_TELEGRAM_TOKEN to switch it on'}")
        for name, channel in (("WhatsApp", tuckaway.whatsapp), ("Text messages", tuckaway.sms)):
            if channel is not None:
                say(f"  {name} on")
        server = WebServer(tuckaway.application())
        serving = asyncio.create_task(server.serve(sockets=[door]), name="web server")
        _greet(settings, below, await tuckaway.accounts.link(owner))
        # What was read at the start stays until the end. Looked through each time memory is collected, it holds up
        # everybody for a third of a second.
        gc.freeze()
        asked = asyncio.create_task(stopping.wait())
        ends: list[asyncio.Future[Any]] = [serving, asked, below.lost]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        asked.cancel()
        say("Stopping …")
        server.should_exit = True
        await serving
        if below.lost.done():
            raise below.lost.result()
    finally:
        await tuckaway.stop()


def _bind(settings: Settings) -> socket.socket:
    """The socket to listen on, taken before anything else is started."""
    try:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        return socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        sentence = f"Port {settings.port} on {settings.host} can't be listened on ({os.strerror(error.errno or 0)}): "
        raise InstallationError(
            sentence + "stop what is running there, or set TUCKAWAY_PORT to another one."
        ) from error


def _greet(settings: Settings, below: Ground, token: str) -> None:
    from bot.assembly import base_url

    say()
    if settings.profile is Profile.PRODUCTION:
        # What a service prints is kept in a journal, which is no place for a key to the door.
        say(f"  Chat  {base_url(settings)}/ (`tuckaway link` prints a link that lets a browser in)")
    else:
        say(f"  Open  {base_url(settings)}/enter/{token}")
        say("        This link lets one browser in, once, within half an hour. `tuckaway link` makes another.")
    say(f"  Data  {below.folder.path}")
    say("  Stop with Ctrl+C.")


def _version() -> str:
    from importlib.metadata import version

    return version("tuckaway")
