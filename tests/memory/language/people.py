"""What tests of the language model begin with: texts that may be shown, a time, money, and documents to write to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from pydantic import SecretStr

from bot.database import Database
from bot.messages import PersonId
from bot.settings import Settings
from memory.documents import AiUse, Level
from memory.embedding.lengths import EmbeddingModel
from memory.endpoints.spending import LanguageCall, LanguageDay, Tariff
from memory.language.port import Shown
from tests.fakes.openai import KEY, MODEL, FakeOpenAI

NOON: Final = datetime(2026, 4, 3, 12, tzinfo=UTC)
FREE: Final = Tariff(price_in=0, price_out=0, daily=0, daily_per_person=0)


@dataclass
class HandClock:
    """A clock that goes on only when told to."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def shown(text: str, *, person: str = "anna") -> Shown:
    return Shown(person=PersonId(person), text=text, level=Level.GENERAL, ai_use=AiUse.CHAT, choice=AiUse.CHAT)


def helped(settings: Settings, server: FakeOpenAI, **others: Any) -> Settings:
    """The settings, with the fake endpoint for a language model."""
    named = {"language_url": server.url, "language_model": MODEL, "language_api_key": SecretStr(KEY)}
    prices = {"language_price_in": 0, "language_price_out": 0}
    return settings.model_copy(update={**named, **prices, **others})


@asynccontextmanager
async def ledger_of(settings: Settings, *, uri: str | None = None) -> AsyncIterator[Database]:
    """A database of this test's own, with the documents of the ledger."""
    assert settings.mongodb_uri
    database = Database(uri or settings.mongodb_uri.get_secret_value(), settings.mongodb_database)
    await database.open((LanguageDay, LanguageCall, EmbeddingModel))
    yield database
    await database.close()
