"""Every sentence a person reads, in their language."""

from collections.abc import Mapping
from typing import Final

from handlers.wording.chatting import ChattingWording
from handlers.wording.delivery import DeliveryWording
from handlers.wording.digests import DigestWording
from handlers.wording.english import ENGLISH
from handlers.wording.french import FRENCH
from handlers.wording.general import GeneralWording
from handlers.wording.german import GERMAN
from handlers.wording.memories import MemoryWording
from handlers.wording.onboarding import OnboardingWording
from handlers.wording.opening import OpeningWording
from handlers.wording.portuguese import PORTUGUESE
from handlers.wording.preferences import PreferencesWording
from handlers.wording.reminders import ReminderWording
from handlers.wording.spanish import SPANISH


class Wording(
    GeneralWording,
    MemoryWording,
    OpeningWording,
    ReminderWording,
    DigestWording,
    PreferencesWording,
    OnboardingWording,
    ChattingWording,
    DeliveryWording,
):
    """All that the bot can say, in one language."""


LANGUAGES: Final[Mapping[str, Wording]] = {
    "en": Wording(ENGLISH),
    "es": Wording(SPANISH),
    "de": Wording(GERMAN),
    "fr": Wording(FRENCH),
    "pt": Wording(PORTUGUESE),
}


def in_language(code: str | None) -> Wording:
    """The wording in a language by its ISO 639 code, `pt` or `pt-BR`; English where the bot does not speak it."""
    return LANGUAGES.get((code or "").partition("-")[0].lower(), LANGUAGES["en"])
