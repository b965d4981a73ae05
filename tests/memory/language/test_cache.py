from hypothesis import given
from hypothesis.strategies import lists, text, tuples

from bot.messages import PersonId
from memory.language.cache import Cache, key_of
from memory.language.questions import Prompt

ANNA = PersonId("anna")


def prompt(instructions: str, data: str) -> Prompt:
    return Prompt(instructions, data, {}, 1)


def test_the_one_not_asked_for_longest_goes_first() -> None:
    cache: Cache[int] = Cache(2)
    cache.put(b"a", 1, ANNA)
    cache.put(b"b", 2, ANNA)
    assert cache.get(b"a") == 1
    cache.put(b"c", 3, ANNA)
    assert [cache.get(key) for key in (b"a", b"b", b"c")] == [1, None, 3]


def test_what_is_kept_of_a_person_is_forgotten_with_them_and_of_nobody_else() -> None:
    cache: Cache[int] = Cache()
    cache.put(b"a", 1, ANNA)
    cache.put(b"b", 2, PersonId("ben"))
    cache.forget(ANNA)
    assert [cache.get(key) for key in (b"a", b"b")] == [None, 2]


@given(lists(tuples(text(max_size=3), text(max_size=3), text(max_size=3)), min_size=2, max_size=6, unique=True))
def test_no_two_persons_or_prompts_share_a_key(asked: list[tuple[str, str, str]]) -> None:
    keys = {key_of(PersonId(person), prompt(instructions, data)) for person, instructions, data in asked}
    assert len(keys) == len(asked)
