"""Every sentence a person reads, in their language."""

from collections.abc import Mapping
from typing import Final

from handlers.wording.digests import DigestWording
from handlers.wording.english import ENGLISH
from handlers.wording.general import GeneralWording
from handlers.wording.memories import MemoryWording
from handlers.wording.reminders import ReminderWording


class Wording(GeneralWording, MemoryWording, ReminderWording, DigestWording):
    """All that the bot can say, in one language."""


LANGUAGES: Final[Mapping[str, Wording]] = {"en": Wording(ENGLISH)}


def in_language(code: str | None) -> Wording:
    """The wording in a language by its ISO 639 code, `pt` or `pt-BR`; English where the bot does not speak it."""
    return LANGUAGES.get((code or "").partition("-")[0].lower(), LANGUAGES["en"])
