"""What every command does: read the settings, run, and turn a foreseen error into one sentence."""

import asyncio
import importlib
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from types import ModuleType
from typing import Final

import typer

from bot import data_folder
from bot.data_folder import DataFolder
from bot.embedded import EmbeddedDatabase
from bot.errors import TuckawayError
from bot.settings import Settings, load_settings

FAILED: Final = 1
INTERRUPTED: Final = 130


@dataclass(frozen=True)
class Ground:
    """What the bot stands on.

    `alone`: no other replica was running when the database was started. `lost` gets an error when the embedded database
    is gone for good, with what to do about it.
    """

    folder: DataFolder
    uri: str
    alone: bool
    lost: "asyncio.Future[TuckawayError]"


def run(command: Callable[[Settings], Awaitable[None]]) -> None:
    """Run a command with the settings; end with 1 and one sentence on standard error when it can't be carried out."""

    async def whole() -> None:
        settings = load_settings()
        await command(settings)

    try:
        with asyncio.Runner(loop_factory=_fast_loop()) as runner:
            runner.run(whole())
    except TuckawayError as error:
        typer.secho(str(error), err=True, fg=typer.colors.RED)
        raise typer.Exit(FAILED) from None
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None


@asynccontextmanager
async def ground(settings: Settings) -> AsyncIterator[Ground]:
    """The data folder and a database that answers: the embedded one unless another was named."""
    lost: asyncio.Future[TuckawayError] = asyncio.get_running_loop().create_future()
    folder = data_folder.prepare(settings.data_dir)
    for notice in folder.notices:
        typer.secho(notice, err=True, fg=typer.colors.YELLOW)
    if settings.mongodb_uri is not None:
        _configure_logging(settings)
        yield Ground(folder, settings.mongodb_uri.get_secret_value(), alone=False, lost=lost)
        return
    embedded = EmbeddedDatabase(folder, cache=settings.embedded_cache, on_failure=lost.set_result)
    # The rest of the program is imported while the database starts: most of a second, on the other core.
    uri, _ = await asyncio.gather(embedded.start(), asyncio.to_thread(_import_the_rest))
    try:
        _configure_logging(settings)
        yield Ground(folder, uri, alone=embedded.owner, lost=lost)
    finally:
        await embedded.stop()


def stop_signal() -> asyncio.Event:
    """An event that is set when somebody asks this process to end."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, asked.set)
    return asked


def _configure_logging(settings: Settings) -> None:
    # Not earlier: what it imports would keep the database waiting.
    from bot.telemetry import configure_logging

    configure_logging(settings.log_level, settings.log_format)


def _import_the_rest() -> ModuleType:
    return importlib.import_module("bot.assembly")


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    with suppress(ImportError):
        import uvloop

        return uvloop.new_event_loop
    return None


def say(line: str = "") -> None:
    """One line for whoever started the command."""
    typer.echo(line)
    sys.stdout.flush()


def tell_of_the_key(below: Ground, *, new: bool) -> None:
    """Warn whoever's command made the master key, whichever command that was."""
    if new:
        typer.secho(
            f"  A master key was made: {below.folder.master_key}\n"
            "  Back it up somewhere else. Without it nothing that is stored can ever be read again.",
            err=True,
            fg=typer.colors.YELLOW,
        )
