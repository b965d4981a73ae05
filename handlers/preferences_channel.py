"""What a sentence wants changed of where reminders and digests go."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from bot.messages import ChannelName
from handlers.preferences_hours import Scene
from handlers.settings_words.vocabulary import found
from handlers.settings_words.ways import WAYS

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "reminders": ("reminder_channel",),
    "digests": ("digest_channel",),
    "both": ("reminder_channel", "digest_channel"),
}


def says(text: str, language: str) -> bool:
    """Whether a folded text is a whole message that wishes something sent somewhere."""
    return _whole(language).fullmatch(text) is not None


def read(scene: Scene) -> Mapping[str, ChannelName | None]:
    """New values for `Preferences`, None for what is to go where it always went; empty where nothing is wished."""
    language = scene.language if scene.language in WAYS else "en"
    if not says(scene.text, language):
        return {}
    values: dict[str, ChannelName | None] = {}
    what: list[str] = []
    where: list[ChannelName | None] = []
    for each in WAYS[language].told.finditer(scene.text):
        said = each.lastgroup or ""
        if said not in FIELDS:
            where.append(None if said == "usual" else ChannelName(said))
            values |= dict.fromkeys(what, where[-1])
            what = []
        else:
            what += FIELDS[said]
    # "By WhatsApp, please, my digest": the channel was named first.
    return {**dict.fromkeys(what, where[0]), **values} if len(where) == 1 else values


@cache
def _whole(language: str) -> re.Pattern[str]:
    return found(WAYS[language].whole)
