"""Showing a new person round in three short messages: never two at once, none twice, and never in the way."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from bot.messages import Reply
from handlers import travelling
from handlers.turn import Turn
from memory import cities
from memory.documents import DigestKind, Onboarding, Preferences
from memory.preferences import Topic

CLOCK: Final = "%H%M"
NONE: Final = "-"


async def after(turn: Turn) -> Sequence[Reply]:
    """What a new person is told beside the answer, once that is made: one message, or none."""
    step = STEPS.get(turn.preferences.chosen.onboarding)
    reply = await step(turn) if step else None
    return [] if reply is None else [reply]


async def place(turn: Turn) -> Reply | None:
    """The answer of somebody who was just asked for a city; None for any other message, which closes the question."""
    if turn.preferences.chosen.onboarding is not Onboarding.ELSEWHERE:
        return None
    turn.preferences.choose(onboarding=Onboarding.ZONE_ASKED)
    known = await cities.find(turn.text.strip(" .!"), now=turn.now, locale=turn.words.phrases.locale)
    return await travelling.to_place(turn, turn.text.strip(" .!")) if known else None


async def elsewhere(turn: Turn) -> Reply:
    """The zone that was taken to be theirs is wrong."""
    turn.preferences.choose(onboarding=Onboarding.ELSEWHERE)
    return turn.words.where_then()


async def digest_hour(turn: Turn) -> Reply:
    """When the digest shall come, by a button."""
    if turn.subject == NONE:
        turn.preferences.choose(digests=frozenset())
    else:
        try:
            hour = datetime.strptime(turn.subject, CLOCK).replace(tzinfo=UTC).time()
        except ValueError:
            return turn.words.unknown_tap()
        turn.preferences.choose(digest_hour=hour, digests=turn.preferences.chosen.digests or frozenset(DigestKind))
    chosen, zone = turn.preferences.chosen, turn.preferences.zone
    return turn.words.setting(Topic.DIGEST, chosen, now=turn.now, zone=zone, undo=None)


async def _introduce(turn: Turn) -> Reply | None:
    if not _kept(turn):
        return None
    turn.preferences.choose(onboarding=Onboarding.WELCOMED)
    return turn.words.introduction()


async def _ask_for_zone(turn: Turn) -> Reply | None:
    if not _kept(turn):
        return None
    if turn.preferences.chosen.zone_confirmed:
        return await _ask_for_hour(turn)
    if not turn.preferences.zone_known:
        turn.preferences.choose(onboarding=Onboarding.ELSEWHERE)
        return turn.words.where()
    turn.preferences.choose(onboarding=Onboarding.ZONE_ASKED)
    return turn.words.right_zone(turn.preferences.zone, now=turn.now)


async def _ask_for_hour(turn: Turn) -> Reply | None:
    chosen = turn.preferences.chosen
    if not chosen.zone_confirmed:
        return None
    turn.preferences.choose(onboarding=Onboarding.OVER)
    # Who has chosen an hour, or none, needn't be asked.
    untouched = Preferences()
    return turn.words.digest_hour() if _digest(chosen) == _digest(untouched) else None


def _digest(chosen: Preferences) -> tuple[object, ...]:
    return chosen.digests, chosen.digest_hour, chosen.digest_days, chosen.digests_paused_until


def _kept(turn: Turn) -> bool:
    return turn.memory.kept or turn.reminders.kept


Step = Callable[[Turn], Awaitable[Reply | None]]

STEPS: Final[Mapping[Onboarding, Step]] = {
    Onboarding.NEW: _introduce,
    Onboarding.WELCOMED: _ask_for_zone,
    Onboarding.ZONE_ASKED: _ask_for_hour,
    Onboarding.ELSEWHERE: _ask_for_hour,
}
