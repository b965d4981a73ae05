"""Which languages there are words for."""

from collections.abc import Mapping
from typing import Final

from memory.when.words import de, en, es, fr, pt
from memory.when.words.vocabulary import Vocabulary

LANGUAGES: Final[Mapping[str, Vocabulary]] = {each.WORDS.language: each.WORDS for each in (en, es, de, fr, pt)}


def of(language: str) -> Vocabulary:
    """The words of a language by its code ("pt", "pt-BR"); English for one there are none for."""
    return LANGUAGES.get(language.split("-", maxsplit=1)[0].lower(), en.WORDS)
