"""The one place where database drivers are made: connecting, transactions, and whether the database answers."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final, TypeVar, cast

from beanie import Document, init_beanie
from bson.codec_options import CodecOptions
from motor.motor_asyncio import (
    AsyncIOMotorClient,
    AsyncIOMotorClientEncryption,
    AsyncIOMotorClientSession,
    AsyncIOMotorGridFSBucket,
)
from motor.motor_asyncio import AsyncIOMotorDatabase as MotorDatabase
from pymongo import ASCENDING, IndexModel
from pymongo.errors import ConfigurationError, OperationFailure, PyMongoError

from bot.errors import DatabaseUnavailable, InstallationError
from bot.indexes import NOTES, Indexes

Session = AsyncIOMotorClientSession
Row = dict[str, Any]
T = TypeVar("T")

KEY_VAULT = "keys"
ONE_KEY_AN_OWNER: Final = IndexModel(
    [("keyAltNames", ASCENDING)],
    name="keyAltNames_1",
    unique=True,
    partialFilterExpression={"keyAltNames": {"$exists": True}},
)
EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""What a date that is there lies behind: a range rather than a test for existence, for the sake of the index."""
UNAUTHORIZED = 13
AUTHENTICATION_FAILED = 18
DUPLICATE = 11000
TRANSACTION_ATTEMPTS = 5
# The driver's own default is 30 s, which would hold a webhook long past its provider's patience.
SERVER_SELECTION_MS = 5_000
# A server that takes a command and never answers is as good as gone; what was sent to it can be sent again.
SOCKET_MS = 20_000


class Database:
    """One MongoDB database and the client that reaches it."""

    def __init__(self, uri: str, name: str) -> None:
        try:
            self.client: AsyncIOMotorClient[Row] = AsyncIOMotorClient(
                uri,
                tz_aware=True,
                serverSelectionTimeoutMS=SERVER_SELECTION_MS,
                socketTimeoutMS=SOCKET_MS,
                appname="tuckaway",
            )
        except (ConfigurationError, ValueError) as error:
            # Not the driver's own words: where the address was misread they may hold the password.
            sentence = "TUCKAWAY_MONGODB_URI can't be read: write mongodb://user:password@host:port, "
            raise InstallationError(sentence + "with / : @ and % in the password percent-encoded.") from error
        self.name = name

    @property
    def handle(self) -> MotorDatabase[Row]:
        """The driver's own database object, for commands that Beanie has no word for."""
        return self.client[self.name]

    async def open(self, documents: Sequence[type[Document]]) -> Indexes:
        """Read and write `documents` in this database from now on, and make sure that their indexes were made.

        Raises:
            InstallationError: an index can't be made as declared.
        """
        await _learn([kind for kind in documents if "_document_settings" not in vars(kind)])
        declared: dict[str, Sequence[IndexModel]] = {KEY_VAULT: [ONE_KEY_AN_OWNER]}
        for kind in documents:
            settings, rows = kind.get_settings(), self.handle[kind.get_collection_name()]
            settings.motor_db, settings.motor_collection = self.handle, rows
            declared[rows.name] = [each.index for each in settings.indexes]
        indexes = Indexes(self.handle, declared)
        try:
            await indexes.make()
        except OperationFailure as error:
            sentence = f"an index of database {self.name} differs from what this version needs ({error}): "
            raise InstallationError(sentence + "run `tuckaway migrate`, then start again") from error
        return indexes

    async def connect(self) -> None:
        """Make sure that there is a database to work with.

        Raises:
            InstallationError: nobody answers, we are not let in, or it knows no transactions; with what to do.
        """
        try:
            greeting = await self.client.admin.command("hello")
            await self.handle[NOTES].find_one({}, {"_id": 1})
        except PyMongoError as error:
            raise InstallationError(_no_entry(error)) from error
        if "setName" not in greeting and greeting.get("msg") != "isdbgrid":
            raise InstallationError("The database of TUCKAWAY_MONGODB_URI stands alone: make it a replica set of one.")

    async def check(self) -> None:
        """Return once the database has answered; raises DatabaseUnavailable."""
        with carried_out():
            await self.client.admin.command("ping")

    async def transaction(self, work: Callable[[Session], Awaitable[T]]) -> T:
        """Run `work` in one transaction: all of what it writes is there afterwards, or nothing.

        `work` may run several times: losing a race for a document is the server's normal answer, not a failure.

        Raises:
            DatabaseUnavailable: it could not be carried through; nothing of it is there.
        """
        for attempt in range(TRANSACTION_ATTEMPTS):
            try:
                async with await self.client.start_session() as session, session.start_transaction():
                    return await work(session)
            except PyMongoError as error:
                if not error.has_error_label("TransientTransactionError") or attempt == TRANSACTION_ATTEMPTS - 1:
                    raise unavailable(error) from error
                await asyncio.sleep(0.005 * 2**attempt)
        raise AssertionError(attempt)

    def encryption(self, providers: Row) -> AsyncIOMotorClientEncryption[Row]:
        """A client for explicit encryption whose data keys lie in this database."""
        options: CodecOptions[Row] = CodecOptions(tz_aware=True)
        return AsyncIOMotorClientEncryption(providers, f"{self.name}.{KEY_VAULT}", self.client, options)

    def files(self, bucket: str) -> AsyncIOMotorGridFSBucket:
        """The files of one GridFS bucket in this database."""
        return AsyncIOMotorGridFSBucket(self.handle, bucket)

    async def close(self) -> None:
        """Give up the connections; takes leave of the server first, which may not answer any more."""
        await asyncio.to_thread(self.client.close)


class _NoServer:
    """What stands for the database while Beanie learns our classes.

    It asks for the server's version once for every class, for the sake of time series and links, of which we have none.
    """

    async def command(self, _: object) -> Row:
        return {"version": "5.0"}

    def __getitem__(self, _: str) -> None:
        return None


async def _learn(documents: Sequence[type[Document]]) -> None:
    """Have Beanie read what the classes declare; once a process is enough."""
    if documents:
        nowhere = cast("MotorDatabase[Row]", _NoServer())
        await init_beanie(nowhere, document_models=[*documents], skip_indexes=True)


@contextmanager
def carried_out() -> Iterator[None]:
    """Turns the driver's errors into ours. Raises DatabaseUnavailable."""
    try:
        yield
    except PyMongoError as error:
        raise unavailable(error) from error


def _no_entry(error: PyMongoError) -> str:
    """Why there is no working with the database, without the driver's own words, which may hold the address."""
    code = error.code if isinstance(error, OperationFailure) else None
    if code == AUTHENTICATION_FAILED:
        return "The database does not let us in: put user and password into TUCKAWAY_MONGODB_URI right."
    if code == UNAUTHORIZED:
        return "The user of TUCKAWAY_MONGODB_URI may not do enough: give it the role readWrite on the database."
    return (
        "No database answers: start the one that TUCKAWAY_MONGODB_URI names, or correct the address there. "
        f"({type(error).__name__})"
    )


def unavailable(error: PyMongoError) -> DatabaseUnavailable:
    """Our error for a driver's, without the documents that a driver's message may repeat."""
    return DatabaseUnavailable(f"the database did not carry it out ({type(error).__name__}); it can be tried again")
