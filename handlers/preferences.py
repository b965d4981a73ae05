"""Settings in plain words: what holds is echoed, and one tap brings back what held before."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from bot.messages import ChannelName, Reply
from handlers import linking, preferences_said, travelling
from handlers.preferences_said import Wish
from handlers.turn import Turn
from handlers.wording import LANGUAGES, in_language
from memory import preferences
from memory.language.port import Elsewhere
from memory.preferences import Topic


async def change(turn: Turn) -> Reply:
    """Do what the sentence wishes; where it is not clear, change nothing and say what one could say."""
    wish = read(turn)
    if wish.show:
        return _shown(turn, wish)
    if wish.topic is None or not wish.clear:
        return turn.words.setting_unclear(wish.topic)
    return await CHANGES.get(wish.topic, _choose)(turn, wish)


async def restore(turn: Turn) -> Reply:
    """Bring back what held before, as a button carries it."""
    name, _, code = turn.subject.partition(":")
    try:
        return await RESTORES.get(Topic(name), _restore)(turn, Topic(name), code)
    except ValueError:
        return turn.words.unknown_tap()


def read(turn: Turn) -> Wish:
    """What the turn's sentence wishes."""
    return preferences_said.read(
        turn.text,
        chosen=turn.preferences.chosen,
        now=turn.now,
        zone=turn.preferences.zone,
        language=turn.words.language,
    )


def _shown(turn: Turn, wish: Wish) -> Reply:
    chosen, elsewhere = turn.preferences.chosen, _elsewhere(turn)
    if wish.topic is Topic.AI:
        return turn.words.ai(chosen.ai_use, elsewhere, how=True)
    if wish.topic is not None:
        return _echo(turn, wish.topic, None)
    return turn.words.settings(chosen, now=turn.now, zone=turn.zone, elsewhere=elsewhere)


async def _choose(turn: Turn, wish: Wish) -> Reply:
    topic = wish.topic or Topic.DIGEST
    before = turn.preferences.chosen
    turn.preferences.choose(**wish.values)
    undo = preferences.written(topic, before)
    changed = undo != preferences.written(topic, turn.preferences.chosen)
    return _echo(turn, topic, undo if changed else None)


async def _speak(turn: Turn, wish: Wish) -> Reply:
    if wish.language not in LANGUAGES:
        return turn.words.not_spoken(wish.language, sorted(LANGUAGES))
    before = turn.words.language
    turn.preferences.speak(wish.language)
    words = in_language(wish.language)
    undo = before if before != wish.language else None
    return words.setting(Topic.LANGUAGE, turn.preferences.chosen, now=turn.now, zone=turn.zone, undo=undo)


async def _send_by(turn: Turn, wish: Wish) -> Reply:
    """Where something is to come by a channel that is not linked yet, that is said, or begun."""
    wanted = {each for each in wish.values.values() if each}
    if ChannelName.EMAIL in wanted and (begun := await linking.named(turn)):
        if turn.linking.begun:
            await _choose(turn, wish)
        return begun
    reply = await _choose(turn, wish)
    missing = sorted(wanted - await turn.preferences.channels())
    return turn.words.not_linked(reply, missing) if missing else reply


async def _move(turn: Turn, wish: Wish) -> Reply:
    return await travelling.to_place(turn, wish.place)


async def _restore(turn: Turn, topic: Topic, code: str) -> Reply:
    turn.preferences.choose(**preferences.read(topic, code))
    return _echo(turn, topic, None)


async def _restore_language(turn: Turn, topic: Topic, code: str) -> Reply:
    return await _speak(turn, Wish(topic=topic, language=code))


async def _restore_zone(turn: Turn, _topic: Topic, code: str) -> Reply:
    return await travelling.to_zone(turn, code)


def _echo(turn: Turn, topic: Topic, undo: str | None) -> Reply:
    chosen = turn.preferences.chosen
    if topic is Topic.AI:
        return turn.words.ai(chosen.ai_use, _elsewhere(turn), undo=undo)
    return turn.words.setting(topic, chosen, now=turn.now, zone=turn.preferences.zone, undo=undo)


def _elsewhere(turn: Turn) -> Elsewhere:
    """Where what is told and asked may go."""
    return Elsewhere(turn.model.whereabouts, turn.memory.embedded_at)


CHANGES: Final[Mapping[Topic, Callable[[Turn, Wish], Awaitable[Reply]]]] = {
    Topic.LANGUAGE: _speak,
    Topic.ZONE: _move,
    Topic.CHANNEL: _send_by,
}
RESTORES: Final[Mapping[Topic, Callable[[Turn, Topic, str], Awaitable[Reply]]]] = {
    Topic.LANGUAGE: _restore_language,
    Topic.ZONE: _restore_zone,
}
