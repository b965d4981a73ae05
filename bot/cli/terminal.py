"""`tuckaway chat`: the conversation in a terminal, or line by line through a pipe."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any

from bot.channels.console import OWNER, ConsoleChannel
from bot.cli.running import Ground, ground, say, tell_of_the_key
from bot.clock import system_clock
from bot.messages import Outbound
from bot.settings import Settings


async def chat(settings: Settings, *, as_json: bool) -> None:
    """Answer what is typed, or every line that is piped in; end with the input."""
    # Only one process may ask Telegram for messages, and that is the one that serves; Twilio need not be asked twice.
    off = dict.fromkeys(("telegram_token", "whatsapp_from", "sms_from", "sms_messaging_service"))
    quiet = settings.model_copy(update={**off, "log_level": "ERROR"})
    async with ground(quiet) as below:
        await _chat(quiet, below, as_json=as_json)


async def _chat(settings: Settings, below: Ground, *, as_json: bool) -> None:
    from bot.assembly import Store, Tuckaway

    answers: asyncio.Queue[Outbound] = asyncio.Queue()
    console = ConsoleChannel(answers.put_nowait, system_clock, local_zone())
    store = await Store.open(settings, below.uri, below.folder)
    tell_of_the_key(below, new=store.new_master_key)
    tuckaway = Tuckaway(store, settings, console=console, alone=below.alone)
    show = _as_json if as_json else lambda message: say(console.plain(message))
    try:
        await tuckaway.start()
        interactive = sys.stdin.isatty() and not as_json
        async for line in _typed(answers, show) if interactive else _piped():
            envelope = console.envelope(line)
            await tuckaway.inbox.receive(envelope)
            await _answered(answers, envelope.provider_id, below, show)
            # One line may be answered with several messages; they were given to the outbox together.
            await tuckaway.outbox.emptied(OWNER)
            _show_waiting(answers, show)
    finally:
        await tuckaway.stop()
        await store.close()


async def _answered(
    answers: asyncio.Queue[Outbound], said: str, below: Ground, show: Callable[[Outbound], None]
) -> None:
    """Show what arrives until something answers the line of that id, be it only an apology.

    Raises:
        TuckawayError: the database is gone for good.
    """
    while True:
        arriving = asyncio.create_task(answers.get())
        ends: list[asyncio.Future[Any]] = [arriving, below.lost]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        if not arriving.done():
            arriving.cancel()
            raise below.lost.result()
        show(arriving.result())
        if f":console:{said}:" in arriving.result().key:
            return


def _show_waiting(answers: asyncio.Queue[Outbound], show: Callable[[Outbound], None]) -> None:
    """Show what has arrived."""
    while not answers.empty():
        show(answers.get_nowait())


async def _piped() -> AsyncIterator[str]:
    """The lines of standard input; bytes that are no text are kept as far as they can be."""
    while line := await asyncio.to_thread(sys.stdin.buffer.readline):
        yield line.decode("utf-8", "replace").rstrip("\r\n")


async def _typed(answers: asyncio.Queue[Outbound], show: Callable[[Outbound], None]) -> AsyncIterator[str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.patch_stdout import patch_stdout

    say("Tell me what you want kept, or ask for it. Ctrl+D ends.")
    session: PromptSession[str] = PromptSession()
    with suppress(EOFError, KeyboardInterrupt), patch_stdout():
        while True:
            late = asyncio.create_task(_show_late(answers, show))
            try:
                line = await session.prompt_async("> ")
            finally:
                late.cancel()
            yield line


async def _show_late(answers: asyncio.Queue[Outbound], show: Callable[[Outbound], None]) -> None:
    """Show what arrives while the person is typing."""
    while True:
        show(await answers.get())


def _as_json(message: Outbound) -> None:
    say(message.model_dump_json())


def local_zone() -> str | None:
    """This machine's time zone by its IANA name; None where that can't be told."""
    from tzlocal import get_localzone_name

    with suppress(Exception):
        return get_localzone_name()
    return None
