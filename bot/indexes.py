"""Makes the indexes that are declared, notes which of them are made, and makes again what somebody dropped."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

import bson
import structlog
from motor.motor_asyncio import AsyncIOMotorDatabase
from pymongo import IndexModel
from pymongo.errors import OperationFailure, PyMongoError

NOTES: Final = "schema"
"""The collection of what is known of all others: their schema version, and here the indexes that were made."""
NOTE: Final = "indexes"
AFTER_A_START: Final = timedelta(minutes=1)
EVERY: Final = timedelta(hours=1)

log = structlog.get_logger(__name__)


class Indexes:
    """The indexes of one database.

    Asking each collection for its own takes longer than the rest of a start, so a start reads one note instead. That an
    index was dropped by hand, no note tells: `watch` looks, beside everything else that a running bot does.

    Args:
        rows: the database.
        declared: the indexes by their collections; each has a name.
    """

    def __init__(
        self, rows: AsyncIOMotorDatabase[dict[str, Any]], declared: Mapping[str, Sequence[IndexModel]]
    ) -> None:
        self._rows = rows
        self._declared = {collection: indexes for collection, indexes in declared.items() if indexes}

    async def make(self) -> None:
        """Make those that the note does not tell of as they are declared today, then note them.

        Raises:
            OperationFailure: one of that name is there, and differs.
        """
        noted = await self._rows[NOTES].find_one({"_id": NOTE}) or {}
        today = {collection: _fingerprint(indexes) for collection, indexes in self._declared.items()}
        new = {collection: print_ for collection, print_ in today.items() if noted.get(collection) != print_}
        for collection in new:
            await self._rows[collection].create_indexes([*self._declared[collection]])
        if new:
            await self._rows[NOTES].update_one({"_id": NOTE}, {"$set": new}, upsert=True)

    async def mend(self) -> list[str]:
        """Make those that are gone, whatever is noted; the collections that lacked some."""
        mended = []
        for collection, indexes in self._declared.items():
            there = await self._rows[collection].index_information()
            lost = [index for index in indexes if index.document["name"] not in there]
            if lost:
                await self._rows[collection].create_indexes(lost)
                mended.append(collection)
        return mended

    async def watch(self, soon: timedelta = AFTER_A_START, every: timedelta = EVERY) -> None:
        """Mend after `soon`, and then every so often, until cancelled. What can't be made is logged each time."""
        pause = soon
        while True:
            await asyncio.sleep(pause.total_seconds())
            pause = every
            try:
                for collection in await self.mend():
                    log.warning("database.index_was_gone", collection=collection, done="made again")
            except PyMongoError as error:
                code = error.code if isinstance(error, OperationFailure) else None
                log.warning("database.index_not_made", reason=type(error).__name__, code=code)


def _fingerprint(indexes: Sequence[IndexModel]) -> str:
    written = bson.encode({"indexes": [index.document for index in indexes]})
    return hashlib.blake2b(written, digest_size=8).hexdigest()
