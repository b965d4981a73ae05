"""Which messages wish something set, in every language whose words say so."""

from typing import Final

from handlers.meaning import Intent
from handlers.settings_words import languages, ways
from handlers.settings_words.vocabulary import plain

Said = tuple[tuple[Intent, str], ...]

SAID: Final[Said] = tuple(
    (Intent.SETTINGS, plain(pattern))
    for pattern in (
        *(pattern for words in languages.LANGUAGES.values() for pattern in words.sentences),
        *(words.whole for words in ways.WAYS.values()),
    )
)
# Where somebody is now, which may be a memory as well.
MOVED: Final[Said] = tuple(
    (Intent.SETTINGS, plain(pattern)) for words in languages.LANGUAGES.values() for pattern in words.moves
)
