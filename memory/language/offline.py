"""The language model of an installation that has none: it never knows."""

from collections.abc import Mapping, Sequence

from bot.messages import PersonId
from memory.endpoints import spending
from memory.language.port import Asked, Choice, Claim, Mark, Shown, Source, Whereabouts
from memory.language.questions import check_answer, check_digest


class Offline:
    """Answers None to everything, at once and for nothing."""

    whereabouts: Whereabouts | None = None
    patience: float = 0.0

    async def open(self) -> None:
        """There is nothing to load."""

    async def close(self) -> None:
        """There is nothing to give back."""

    async def forget(self, person: PersonId) -> int:
        """There may have been a model once."""
        return await spending.forget(person)

    async def choose_intent(self, message: Shown, intents: Mapping[str, str]) -> Choice | None:  # noqa: ARG002
        """None."""
        return None

    async def choose_category(self, memory: Shown, categories: Mapping[str, str]) -> Choice | None:  # noqa: ARG002
        """None."""
        return None

    async def mark(self, message: Shown) -> tuple[Mark, ...] | None:  # noqa: ARG002
        """None."""
        return None

    async def phrase(self, items: Sequence[Shown], language: str) -> tuple[str, ...] | None:  # noqa: ARG002
        """None; what must not be in a digest is refused all the same."""
        check_digest(items)
        return None

    async def answer(self, asked: Asked, sources: Sequence[Source]) -> tuple[Claim, ...] | None:
        """None; sources that are somebody else's are refused all the same."""
        check_answer(asked, sources)
        return None
