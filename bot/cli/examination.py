"""`tuckaway doctor`: looks at an installation part by part and says what each finding means and how to mend it."""

import errno
import socket
import sqlite3
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Final

import typer

from bot.cli.examining_embeddings import embeddings
from bot.cli.examining_files import files
from bot.cli.examining_language import language
from bot.cli.examining_notices import notices
from bot.cli.examining_telegram import telegram
from bot.cli.examining_twilio import twilio
from bot.cli.findings import Finding, Verdict
from bot.cli.running import FAILED, Ground, ground, say
from bot.clock import system_clock
from bot.errors import EmbedderUnavailable, IndexUnavailable, TuckawayError
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.assembly import Store

MANY: Final = 100


MARKS: Final = {Verdict.WELL: "✓", Verdict.NOTE: "!", Verdict.WRONG: "✗"}


async def examine(settings: Settings) -> None:
    """Print every finding; end with 1 when something is wrong."""
    wrong = 0
    async for finding in _findings(settings):
        say(f"{MARKS[finding.verdict]} {finding.part}: {finding.finding}")
        if finding.mend:
            say(f"    → {finding.mend}")
        wrong += finding.verdict is Verdict.WRONG
    say("All is well." if not wrong else f"{wrong} to mend, see the arrows above.")
    if wrong:
        raise typer.Exit(FAILED)


async def _findings(settings: Settings) -> AsyncIterator[Finding]:
    yield Finding(Verdict.WELL, "Settings", f"read and in order (profile {settings.profile})")
    for finding in (_sqlite(), _pages(), _port(settings), await telegram(settings)):
        yield finding
    for finding in await twilio(settings):
        yield finding
    yield await language(settings)
    yield await embeddings(settings)
    async for finding in notices(settings):
        yield finding
    try:
        async with ground(settings) as below:
            yield Finding(Verdict.WELL, "Data folder", f"{below.folder.path}, closed to other users")
            async for finding in _stored(settings, below):
                yield finding
    except TuckawayError as error:
        yield Finding(Verdict.WRONG, "Storage", "it can't be used", str(error))


async def _stored(settings: Settings, below: Ground) -> AsyncIterator[Finding]:
    from bot.assembly import Store

    await _answers(settings, below)
    if settings.master_key is None and not below.folder.master_key.exists():
        yield Finding(Verdict.NOTE, "Master key", "none yet", "the first start makes one; back it up then")
        return
    store = await Store.open(settings, below.uri, below.folder)
    try:
        yield Finding(Verdict.WELL, "Database", "answers, and the master key opens what is in it")
        yield _master_key(settings, below)
        yield await _index(store)
        yield await files(settings, store.database)
        async for finding in _queues(store):
            yield finding
    finally:
        await store.close()


async def _answers(settings: Settings, below: Ground) -> None:
    from bot.database import Database

    database = Database(below.uri, settings.mongodb_database)
    try:
        await database.connect()
    finally:
        await database.close()


def _sqlite() -> Finding:
    try:
        sqlite3.connect(":memory:").execute("CREATE VIRTUAL TABLE probe USING fts5(text)")
    except sqlite3.OperationalError:
        return Finding(Verdict.WRONG, "SQLite", "has no FTS5, which search needs", "use a Python from python.org or uv")
    return Finding(Verdict.WELL, "SQLite", f"{sqlite3.sqlite_version} with FTS5")


def _pages() -> Finding:
    from webhooks.app import PAGES

    if PAGES.joinpath("index.html").is_file():
        return Finding(Verdict.WELL, "Browser chat", "built")
    return Finding(Verdict.WRONG, "Browser chat", "not built", "run `uv sync --reinstall-package tuckaway`")


def _port(settings: Settings) -> Finding:
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            finding = "is in use, by a running Tuckaway or by something else" if taken else "can't be listened on"
            mend = "if Tuckaway is not running, set TUCKAWAY_PORT to another one"
            return Finding(Verdict.NOTE if taken else Verdict.WRONG, f"Port {settings.port}", finding, mend)
    return Finding(Verdict.WELL, f"Port {settings.port}", "free")


def _master_key(settings: Settings, below: Ground) -> Finding:
    if settings.master_key is not None:
        return Finding(Verdict.WELL, "Master key", "given by setting")
    where = f"in {below.folder.master_key}"
    return Finding(Verdict.NOTE, "Master key", where, "keep a copy elsewhere: without it nothing can ever be read")


async def _index(store: "Store") -> Finding:
    from memory.documents import VECTOR_PENDING, WORDS_PENDING, Memory

    try:
        await store.recall.open()
        await store.recall.check()
    except (IndexUnavailable, EmbedderUnavailable) as error:
        return Finding(Verdict.WRONG, "Search index", "can't be used", str(error))
    if store.recall.needs_rebuild:
        return Finding(Verdict.NOTE, "Search index", "has to be filled", "the next start does it")
    if behind := await Memory.find(WORDS_PENDING).limit(MANY).count():
        finding = f"{behind} memories behind"
        return Finding(Verdict.NOTE, "Search index", finding, "a running Tuckaway catches up within a minute")
    if behind := await Memory.find(VECTOR_PENDING).limit(MANY).count():
        finding = f"{behind} memories are found by their words only"
        return Finding(Verdict.NOTE, "Search index", finding, "their vectors follow once the endpoint answers")
    return Finding(Verdict.WELL, "Search index", "in step with the database")


async def _queues(store: "Store") -> AsyncIterator[Finding]:
    from webhooks.deadletters import DeadLetters
    from webhooks.inbox import InboxEvent

    waiting = await InboxEvent.find({"waiting.due": {"$lte": system_clock()}}).limit(MANY).count()
    if waiting:
        yield Finding(Verdict.NOTE, "Inbox", f"{waiting} messages wait", "start Tuckaway: they are answered at once")
    letters = await DeadLetters(store.vault, system_clock).all()
    if letters:
        mend = "`tuckaway deadletters list` names them, `… show ID` shows one, `… retry ID` tries again"
        yield Finding(Verdict.NOTE, "Dead letters", f"{len(letters)}", mend)
    if not waiting and not letters:
        yield Finding(Verdict.WELL, "Inbox and outbox", "nothing waits, nothing failed")
