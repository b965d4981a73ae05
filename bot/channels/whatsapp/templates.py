"""Content templates: what WhatsApp lets through at any time, and what carries buttons."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.messages import Action, Outbound

LONGEST_BODY: Final = 1_024
"""Characters in a template, its variables filled in. Source: twilio.com/docs/content/twilio-text."""

LONGEST_LABEL: Final = 20
"""Characters on a button. Source: twilio.com/docs/content/twilio-quick-reply."""

_ROOM: Final = 100
"""Characters left for what the template says itself."""

_GAP: Final = re.compile(r"\s*\n\s*|\t| {4,}")
"""What WhatsApp takes in no variable. Source: twilio.com/docs/content/using-variables-with-content-api."""


@dataclass(frozen=True, kw_only=True)
class Templates:
    """The ids (`HX…`) of an operator's templates, each where there is one.

    Attributes:
        message: says {{1}}; WhatsApp has approved it. For whatever has none of its own.
        reminder: the same for a reminder.
        digest: the same for a digest.
        buttons: quick replies, by their number of buttons: {{1}} is the text, {{2}} and {{3}} label and id of the first
            button, {{4}} and {{5}} those of the second, and so on. Needs no approval, as they go out within the window.
    """

    message: str | None = None
    reminder: str | None = None
    digest: str | None = None
    buttons: Mapping[int, str] | None = None

    def outside(self, message: Outbound, text: str) -> dict[str, Any] | None:
        """How to send `text` when the window is closed; None where no template may carry it."""
        kind, _, _ = message.key.partition(":")
        sid = {"reminder": self.reminder, "digest": self.digest}.get(kind) or self.message
        return None if sid is None else _filled(sid, [_in_one_line(text)])

    def with_buttons(self, text: str, actions: Sequence[Action]) -> dict[str, Any] | None:
        """How to send `text` with buttons below; None where they or the text don't fit."""
        sid = (self.buttons or {}).get(len(actions))
        fits = len(text) <= LONGEST_BODY and all(len(each.label) <= LONGEST_LABEL for each in actions)
        distinct = len({each.label for each in actions}) == len(actions)
        if sid is None or not fits or not distinct or _GAP.search(text):
            return None
        return _filled(sid, [text, *(word for each in actions for word in (each.label, each.tap))])


def _filled(sid: str, words: Sequence[str]) -> dict[str, Any]:
    variables = {str(number): word for number, word in enumerate(words, 1)}
    return {"content_sid": sid, "content_variables": json.dumps(variables, ensure_ascii=False)}


def _in_one_line(text: str) -> str:
    line = _GAP.sub(" · ", text.strip())
    return line if len(line) <= LONGEST_BODY - _ROOM else line[: LONGEST_BODY - _ROOM - 1].rstrip() + "…"
