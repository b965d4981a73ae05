"""Whom a person told of is known when they write again, and no longer than the memories that tell of them."""

from memory import acquaintances
from memory.acquaintances import Acquaintances, names_told
from memory.annotations import PERSON
from memory.changes import Changes
from memory.documents import Annotation, AnnotationSource, Memory, MemoryContent, PersonContent
from tests.handlers.talk import tap
from tests.running import RunningBot

TOLD = "had dinner with Rose, she moved to Porto"
AGAIN = "rose is allergic to nuts"


def person(name: str, confidence: float = 0.9) -> Annotation:
    return Annotation(kind=PERSON, value=name, confidence=confidence, source=AnnotationSource.MODEL, span=None)


def names_of(changes: Changes) -> list[str]:
    return list(changes.content.names) if changes.content else []


async def people_in(bot: RunningBot, text: str) -> list[str]:
    """Whom the memory of that text is about."""
    for memory in await Memory.find_all().to_list():
        if memory.sealed is not None:
            content = await bot.store.vault.open_sealed(memory.sealed, MemoryContent)
            if content.text == text:
                return [each.value for each in content.annotations if each.kind == PERSON]
    raise LookupError(text)


async def test_a_name_that_was_told_is_known_in_small_letters(bot: RunningBot) -> None:
    await bot.say(AGAIN)
    assert await people_in(bot, AGAIN) == []
    await bot.say("undo")
    await bot.say(TOLD)
    await bot.say(AGAIN)
    assert await people_in(bot, AGAIN) == ["rose"]


async def test_with_the_last_memory_that_told_it_a_name_is_forgotten(bot: RunningBot) -> None:
    told = await bot.say(TOLD)
    await tap(bot, told.actions[0].tap)
    await bot.say(AGAIN)
    assert await people_in(bot, AGAIN) == []


async def test_a_name_that_is_edited_away_is_forgotten(bot: RunningBot) -> None:
    await bot.say(TOLD)
    await bot.say("edit: had dinner at home")
    await bot.say(AGAIN)
    assert await people_in(bot, AGAIN) == []


def test_a_name_stays_while_another_memory_tells_it() -> None:
    changes = Changes()
    known = Acquaintances(PersonContent(search_key="00"), changes)
    known.learn([person("Ana Silva")])
    known.learn([person("Ana")])
    known.unlearn([person("Ana Silva")])
    assert names_of(changes) == ["ana"]
    known.unlearn([person("Ana")])
    assert names_of(changes) == []


def test_what_is_written_small_or_is_not_sure_is_no_name_to_remember() -> None:
    assert names_told([person("ana"), person("Ben", 0.5), person("Al")]) == frozenset()


def test_of_too_many_the_first_told_is_no_longer_known() -> None:
    changes = Changes()
    known = Acquaintances(PersonContent(search_key="00"), changes)
    for number in range(acquaintances.MOST + 1):
        known.learn([person(f"Ana{chr(97 + number % 26)}{chr(97 + number // 26 % 26)}{chr(97 + number // 676)}")])
    assert len(names_of(changes)) == acquaintances.MOST
    assert "anaaaa" not in names_of(changes)


def test_nothing_is_written_when_nobody_was_told_of() -> None:
    changes = Changes()
    Acquaintances(PersonContent(search_key="00"), changes).learn([person("ana")])
    assert changes.content is None
