"""Every sentence a person reads, in their language."""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from handlers.wording.cards import CardWording
from handlers.wording.chatting import ChattingWording
from handlers.wording.delivery import DeliveryWording
from handlers.wording.digests import DigestWording
from handlers.wording.english import ENGLISH
from handlers.wording.french import FRENCH
from handlers.wording.general import GeneralWording
from handlers.wording.german import GERMAN
from handlers.wording.linking import LinkingWording
from handlers.wording.media import MediaWording
from handlers.wording.memories import MemoryWording
from handlers.wording.onboarding import OnboardingWording
from handlers.wording.opening import OpeningWording
from handlers.wording.phrases import Phrases
from handlers.wording.portuguese import PORTUGUESE
from handlers.wording.preferences import PreferencesWording
from handlers.wording.reminders import ReminderWording
from handlers.wording.replying import ReplyingWording
from handlers.wording.spanish import SPANISH

Said = TypeVar("Said")


class Wording(
    GeneralWording,
    MemoryWording,
    OpeningWording,
    ReminderWording,
    DigestWording,
    PreferencesWording,
    OnboardingWording,
    LinkingWording,
    ChattingWording,
    MediaWording,
    DeliveryWording,
    ReplyingWording,
    CardWording,
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


def commands() -> dict[str, Mapping[str, str]]:
    """The commands that a channel may offer and what they do, by language; "" where none of these is spoken."""
    return _in_all(lambda phrases: phrases.commands)


def only_in_private() -> dict[str, str]:
    """What is said in a group, by language; "" where none of these is spoken."""
    return _in_all(lambda phrases: phrases.only_in_private)


def _in_all(said: Callable[[Phrases], Said]) -> dict[str, Said]:
    by_language = {code: said(words.phrases) for code, words in LANGUAGES.items()}
    return {"": by_language["en"], **by_language}
