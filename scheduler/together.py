"""Writes what is due for many persons in one transaction, and hands on what is to be sent."""

from collections.abc import Sequence
from typing import Final

from bot.crypto import Vault
from bot.database import Database
from bot.messages import Address
from bot.outbox import Outbox
from bot.unit_of_work import Conflict, Work, write
from memory.documents import Person
from memory.people import People

AT_ONCE: Final = 50
"""Persons in one transaction."""


class Together:
    """Commits works of several persons: all of them at once or, when one of them meets a conflict, all others."""

    def __init__(self, database: Database, vault: Vault, people: People, outbox: Outbox) -> None:
        self._database = database
        self._vault = vault
        self._people = people
        self._outbox = outbox

    async def write(self, works: Sequence[Work]) -> list[Work]:
        """Write them; those that were written. The others are as they were, to be worked out anew.

        Raises:
            DatabaseUnavailable: and nothing of what was not written is there.
        """
        if not works or await self._written(works):
            return [*works]
        current = await _current(works)
        if len(current) < len(works):
            return await self.write(current)
        half = len(works) // 2
        return [*await self.write(works[:half]), *await self.write(works[half:])] if half else []

    async def _written(self, works: Sequence[Work]) -> bool:
        try:
            await self._database.transaction(lambda session: write(works, self._vault, session))
        except Conflict:
            return False
        for work in works:
            self._hand_on(work)
        return True

    def _hand_on(self, work: Work) -> None:
        for entry in work.entries:
            address = Address.parse(entry.message.address)
            self._people.forget_at(address)
            if self._outbox.serves(address.channel):
                self._outbox.push([entry])


async def _current(works: Sequence[Work]) -> list[Work]:
    """Those of persons for whom nothing was written since they were read."""
    ids = [work.person.id for work in works]
    rows = await Person.get_motor_collection().find({"_id": {"$in": ids}}, {"last_sequence": 1}).to_list(None)
    now = {row["_id"]: row["last_sequence"] for row in rows}
    return [work for work in works if now.get(work.person.id) == work.person.last_sequence]
