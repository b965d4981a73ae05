"""Commands for whoever runs the bot: login links, dead letters, corrections, the schema."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.cli.running import ground, say, tell_of_the_key
from bot.clock import system_clock
from bot.database import Database, carried_out
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.assembly import Store


@asynccontextmanager
async def opened_store(settings: Settings) -> AsyncIterator["Store"]:
    """The store of this installation, closed at the end. Raises DatabaseUnavailable when it goes away meanwhile."""
    async with ground(settings) as below:
        from bot.assembly import Store

        store = await Store.open(settings, below.uri, below.folder)
        tell_of_the_key(below, new=store.new_master_key)
        try:
            with carried_out():
                yield store
        finally:
            await store.close()


async def link(settings: Settings) -> None:
    """Print a link that lets one browser in."""
    from bot.assembly import base_url
    from memory.people import People
    from webhooks.account import Accounts

    async with opened_store(settings) as store:
        owner = await store.owner(People(store.vault), system_clock)
        token = await Accounts(system_clock, secure=False).link(owner)
        say(f"{base_url(settings)}/enter/{token}")


async def migrate(settings: Settings, *, to: int | None, dry_run: bool) -> None:
    """Walk to another schema version."""
    async with ground(settings) as below:
        from memory.migrations import Migrations

        database = Database(below.uri, settings.mongodb_database)
        try:
            await database.check()
            await Migrations(database).run(to, dry_run=dry_run, tell=say)
        finally:
            await database.close()


async def corrections(settings: Settings) -> None:
    """Print what people corrected, one JSON object a line; of those only who allow that it be learnt from."""
    import json

    from memory.corrections import for_training

    async with opened_store(settings) as store:
        async for row in for_training(store.vault):
            told = {"question": row.question, "text": row.text, "label": row.chosen, "guessed": row.guessed}
            say(json.dumps({**told, "at": row.at.isoformat()}, ensure_ascii=False))


async def list_dead_letters(settings: Settings) -> None:
    """One line each: id, when, from or to whom, why."""
    from webhooks.deadletters import DeadLetters

    async with opened_store(settings) as store:
        dead = DeadLetters(store.vault, system_clock)
        letters, count = await dead.all(), await dead.count()
        for letter in letters:
            say(f"{letter.id}  {letter.at:%Y-%m-%d %H:%M:%S}  {letter.what}  {letter.reason}")
        if not letters:
            say("There are no dead letters.")
        elif count > len(letters):
            say(f"These are the oldest; there are {count} in all.")


async def show_dead_letter(settings: Settings, message: str) -> None:
    """Its content."""
    from webhooks.deadletters import DeadLetters

    async with opened_store(settings) as store:
        say(await DeadLetters(store.vault, system_clock).content(message))


async def retry_dead_letter(settings: Settings, message: str) -> None:
    """Put one back in line, or all of them."""
    from webhooks.deadletters import DeadLetters, NoSuchDeadLetter

    async with opened_store(settings) as store:
        letters = DeadLetters(store.vault, system_clock)
        count = await (letters.retry_all() if message == "all" else letters.retry([message]))
        if message != "all" and not count:
            raise NoSuchDeadLetter(message)
        say(f"{count} put back in line. A running Tuckaway takes it up within a second.")
