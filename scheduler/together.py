"""Writes what is due for many persons in one transaction, and hands on what is to be sent."""

from collections.abc import Sequence
from typing import Final

from bot.crypto import Vault
from bot.database import Database
from bot.messages import Address
from bot.outbox import Outbox
from bot.unit_of_work import Conflict, Work, write
from memory.people import People

AT_ONCE: Final = 50
"""Persons in one transaction."""


class Together:
    """Commits works of several persons: all of them at once or, when one of them meets a conflict, each alone."""

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
        return [work for work in works if await self._written([work])] if len(works) > 1 else []

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
