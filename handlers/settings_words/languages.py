"""Which languages settings can be spoken of in."""

from collections.abc import Mapping
from typing import Final

from handlers.settings_words import de, en, es, fr, pt
from handlers.settings_words.vocabulary import SettingsWords

LANGUAGES: Final[Mapping[str, SettingsWords]] = {each.WORDS.language: each.WORDS for each in (en, es, de, fr, pt)}


def of(language: str) -> SettingsWords:
    """The words of a language by its code ("pt", "pt-BR"); English for one there are none for."""
    return LANGUAGES.get(language.split("-", maxsplit=1)[0].lower(), en.WORDS)
