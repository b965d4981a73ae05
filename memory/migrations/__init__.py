"""Brings stored documents from one schema version to another, forward and back.

Each step is a module here with a line in `STEPS`; it works on raw documents, because the classes of today know nothing
of yesterday's fields. Steps can be repeated: one that was interrupted is simply run again.
"""

from collections.abc import Callable, Sequence
from typing import Final

from bot.database import Database
from bot.errors import InstallationError
from memory.documents import SCHEMA_VERSION
from memory.migrations import baseline, indexes
from memory.migrations.step import Step

STEPS: Final[tuple[Step, ...]] = (baseline.STEP, indexes.STEP)

MARKER: Final = "schema"


class Migrations:
    """The way between schema versions of one database."""

    def __init__(self, database: Database, steps: Sequence[Step] = STEPS) -> None:
        self._database = database
        self._steps = steps

    async def version(self) -> int | None:
        """The schema version the database is at; None for one that holds nothing yet."""
        marker = await self._database.handle[MARKER].find_one({"_id": MARKER})
        if marker is not None:
            return int(marker["version"])
        holds_something = await self._database.handle["persons"].find_one({}, {"_id": 1})
        return 0 if holds_something else None

    async def check(self) -> None:
        """Stamp a new database with today's version; raises InstallationError for one at any other."""
        version = await self.version()
        if version is None:
            await self._stamp(SCHEMA_VERSION)
        elif version < SCHEMA_VERSION:
            sentence = f"The database is at schema version {version}, this program needs {SCHEMA_VERSION}: "
            raise InstallationError(sentence + "back it up, run `tuckaway migrate`, then start again.")
        elif version > SCHEMA_VERSION:
            raise _too_new(version, SCHEMA_VERSION)

    async def run(self, to: int | None, *, dry_run: bool, tell: Callable[[str], None]) -> int:
        """Walk to schema version `to`, the newest by default; how many documents were changed, or would be.

        Raises:
            InstallationError: there is no such version, or the way to it is known to a newer program only.
        """
        newest = len(self._steps)
        target = newest if to is None else to
        if not 0 <= target <= newest:
            raise InstallationError(f"There is no schema version {target}: choose one from 0 to {newest}.")
        current = await self.version()
        start = newest if current is None else current
        if start > newest:
            raise _too_new(start, newest)
        if start == target:
            tell(f"The database is at schema version {target}: nothing to do.")
            return 0
        return await self._walk(start, target, dry_run=dry_run, tell=tell)

    async def _walk(self, start: int, target: int, *, dry_run: bool, tell: Callable[[str], None]) -> int:
        forward = target > start
        changed = 0
        for version in range(start, target) if forward else range(start - 1, target - 1, -1):
            step = self._steps[version]
            count = await (step.forward if forward else step.backward)(self._database.handle, dry_run)
            verb = ("would change" if dry_run else "changed") if count else "needs no change in"
            tell(
                f"{version if forward else version + 1} → {version + 1 if forward else version}: {step.title}: "
                f"{verb} {count or 'any'} documents"
            )
            changed += count
            if not dry_run:
                await self._stamp(version + 1 if forward else version)
        return changed

    async def _stamp(self, version: int) -> None:
        await self._database.handle[MARKER].update_one({"_id": MARKER}, {"$set": {"version": version}}, upsert=True)


def _too_new(version: int, known: int) -> InstallationError:
    sentence = f"The database is at schema version {version}, this program knows {known}: "
    return InstallationError(sentence + f"run `tuckaway migrate --to {known}` with the newer program.")
