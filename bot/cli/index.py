"""Commands for the search index: fill it, compare it with the database."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.progress import Progress

from bot.cli.operate import opened_store
from bot.cli.running import say
from bot.settings import Settings

if TYPE_CHECKING:
    from memory.verifying import Verified

LINES: Final = 20
"""Lines that tell of progress where nobody watches a terminal."""


async def reindex(settings: Settings, *, from_start: bool) -> None:
    """Fill the search index again, where a run that was interrupted stopped unless `from_start`."""
    async with opened_store(settings) as store:
        from memory.filling import Filling

        await store.recall.open()
        with _progress("Reindexing") as tell:
            filled = await Filling(store.recall, store.vault).fill(tell, from_start=from_start)
    if filled.resumed:
        say("An earlier run was interrupted; this one went on from there.")
    say(f"The index was filled anew from {filled.put} memories.")
    if filled.forgotten:
        say(f"{filled.forgotten} entries of memories that are gone were taken out.")
    if filled.sealed:
        say(f"{filled.sealed} people were passed over: their key is gone.")


async def verify(settings: Settings) -> None:
    """Compare the search index with the database and mend what differs."""
    async with opened_store(settings) as store:
        from memory.verifying import Verifying

        await store.recall.open()
        with _progress("Comparing") as tell:
            verified = await Verifying(store.recall, store.vault).verify(tell)
    _report(verified)


def _report(verified: "Verified") -> None:
    say(f"{verified.memories} memories of {verified.people} people were compared.")
    counted = (
        (verified.missing, "were missing and have been put"),
        (verified.stale, "were out of date and have been put again"),
        (verified.surplus, "were of memories that are gone and have been taken out"),
        (verified.strangers, "were of people who are gone and have been taken out"),
    )
    for count, words in counted:
        if count:
            say(f"{count} {words}.")
    say("The index is in order now." if verified.mended else "The index is in order.")


@contextmanager
def _progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, now and then a line elsewhere; both on standard error."""
    if not sys.stderr.isatty():
        yield _lines(title)
        return
    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _lines(title: str) -> Callable[[int, int], None]:
    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        if total and done * LINES // total > told:
            told = done * LINES // total
            sys.stderr.write(f"{title}: {done} of about {total}\n")
            sys.stderr.flush()

    return tell
