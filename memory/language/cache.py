"""Remembers a bounded number of answers, each person's apart."""

import hashlib
from collections import OrderedDict
from typing import Final, Generic, TypeVar

from bot.messages import PersonId
from memory.language.questions import Prompt

Answer = TypeVar("Answer")
SIZE: Final = 2_000


def key_of(person: PersonId, prompt: Prompt) -> bytes:
    """What tells prompts and persons apart, without being either."""
    digest = hashlib.sha256()
    for part in (person, prompt.instructions, prompt.data):
        # The length before each part keeps one part from running over into the next.
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.digest()


class Cache(Generic[Answer]):
    """At most `size` answers in memory; the one that was not asked for longest goes first."""

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._answers: OrderedDict[bytes, tuple[PersonId, Answer]] = OrderedDict()

    def get(self, key: bytes) -> Answer | None:
        """The answer kept under a key."""
        if key not in self._answers:
            return None
        self._answers.move_to_end(key)
        return self._answers[key][1]

    def put(self, key: bytes, answer: Answer, person: PersonId) -> None:
        """Keep an answer about one person's text, in the place of the oldest where it is full."""
        self._answers[key] = (person, answer)
        self._answers.move_to_end(key)
        if len(self._answers) > self._size:
            self._answers.popitem(last=False)

    def forget(self, person: PersonId) -> None:
        """Drop the answers about a person's texts."""
        for key in [key for key, (whose, _) in self._answers.items() if whose == person]:
            del self._answers[key]
