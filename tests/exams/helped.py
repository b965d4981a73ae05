"""The language model that an operator has set up, for an exam: with a ledger in a database that goes again."""

import asyncio
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from bot import data_folder
from bot.assembling_engines import language_model
from bot.clock import system_clock
from bot.database import Database
from bot.embedded import EmbeddedDatabase
from bot.messages import PersonId
from bot.settings import Settings
from memory.endpoints.spending import LanguageCall, LanguageDay
from memory.language.port import LanguageModel

Result = TypeVar("Result")


@dataclass(frozen=True)
class Helper:
    """A model that is asked from code that is not asynchronous, as exams are."""

    model: LanguageModel
    runner: asyncio.Runner

    def run(self, asked: Awaitable[Result]) -> Result:
        """Wait for an answer."""

        async def answered() -> Result:
            return await asked

        return self.runner.run(answered())

    def person(self, row: dict[str, Any]) -> PersonId:
        """Who wrote a row: the part of its id before the colon."""
        return PersonId(row["id"].partition(":")[0])

    def calls(self) -> dict[str, int]:
        """How the calls ended, each with how often."""
        return self.run(_calls())


@contextmanager
def helper(settings: Settings) -> Iterator[Helper | None]:
    """The model that the settings name, within their budgets; None where they name none."""
    if settings.language_url is None:
        yield None
        return
    with TemporaryDirectory() as folder, asyncio.Runner() as runner:
        server = EmbeddedDatabase(data_folder.prepare(Path(folder) / "data"))
        database = Database(runner.run(server.start()), "exam")
        model = language_model(settings, system_clock)
        try:
            runner.run(database.open((LanguageDay, LanguageCall)))
            runner.run(model.open())
            yield Helper(model, runner)
        finally:
            runner.run(model.close())
            runner.run(database.close())
            runner.run(server.stop())


async def _calls() -> dict[str, int]:
    ended = [call.outcome for call in await LanguageCall.find_all().to_list()]
    return {outcome: ended.count(outcome) for outcome in sorted(set(ended))}
