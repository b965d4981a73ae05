"""What the endpoint of a language model is to us: a prompt goes there, a reply comes back."""

from dataclasses import dataclass
from typing import TypeAlias

from memory.endpoints import endpoint
from memory.language.questions import Prompt


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. Tokens are None where the endpoint does not say; `content` is None where it said nothing."""

    content: str | None
    tokens_in: int | None
    tokens_out: int | None


Endpoint: TypeAlias = endpoint.Endpoint[Prompt, Reply]
Connect: TypeAlias = endpoint.Connect[Prompt, Reply]
