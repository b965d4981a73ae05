"""What tests of the hosted embedder begin with: an embedder before a fake endpoint, its clock and its pauses."""

from dataclasses import dataclass, field
from typing import Any

from pydantic import SecretStr

from bot.settings import Settings
from memory.embedding.endpoint import Endpoint
from memory.embedding.hosted import AT_ONCE, HostedEmbedder, Terms
from memory.embedding.openai import OpenAIEmbeddings
from memory.endpoints.breaker import Breaker
from memory.endpoints.calling import Calling
from memory.endpoints.spending import EMBEDDINGS, Ledger, Tariff
from memory.language.port import Whereabouts
from tests.fakes.embeddings import FakeEmbeddings
from tests.fakes.openai import KEY, MODEL
from tests.memory.language.people import HandClock

PLENTY = Tariff(price_in=1, price_out=0, daily=10**12, daily_per_person=0)
LONG = 30.0
WHERE = Whereabouts(MODEL, "127.0.0.1")


@dataclass
class Host:
    """A fake endpoint, and embedders before it."""

    server: FakeEmbeddings
    clock: HandClock = field(default_factory=HandClock)
    pauses: list[float] = field(default_factory=list)

    def embedder(
        self,
        *,
        length: int | None = None,
        patience: float = LONG,
        tariff: Tariff = PLENTY,
        foreign: bool = True,
    ) -> HostedEmbedder:
        terms = Terms(
            model=MODEL, length=length, tariff=tariff, patience=patience, whereabouts=WHERE if foreign else None
        )

        def connect() -> Endpoint:
            return OpenAIEmbeddings(self.server.url, MODEL, KEY, length, self.clock)

        calling = Calling(connect, Breaker(self.clock), at_once=AT_ONCE, sleep=self.pause)
        return HostedEmbedder(calling, Ledger(tariff, MODEL, self.clock, account=EMBEDDINGS), terms)

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)


def hosted(settings: Settings, server: FakeEmbeddings, **others: Any) -> Settings:
    """The settings, with the fake endpoint for an embedder."""
    named = {"embeddings_url": server.url, "embeddings_model": MODEL, "embeddings_key": SecretStr(KEY)}
    return settings.model_copy(update={**named, "embeddings_price": 0, **others})
