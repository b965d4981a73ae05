"""When a telephone number is taken to be somebody else's."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.messages import ChannelName
from memory.documents import PersonAddress, PersonContent
from memory.numbers import AGED, NOTED_ANEW, Doubt, blinded, doubt, heard

NOON = datetime(2026, 4, 3, 12, tzinfo=UTC)
ANNA, BEN = PersonContent(search_key="0a" * 32), PersonContent(search_key="0b" * 32)
NAMES = st.sampled_from([None, "Anna", "Ben"])


def number(silent: timedelta, *, name: str | None, gone: bool) -> PersonAddress:
    link: PersonAddress = PersonAddress.model_construct(
        id="sms:+447700900123",
        person="anna",
        channel=ChannelName.SMS,
        linked_at=NOON - silent - timedelta(days=400),
        last_inbound_at=NOON - silent,
        known_as=blinded(ANNA, name),
        gone_at=NOON if gone else None,
    )
    return link


@given(silent=st.integers(0, 200), then=NAMES, now=NAMES, gone=st.booleans())
def test_a_number_is_doubted_after_long_silence_unless_its_name_is_the_same(
    silent: int, then: str | None, now: str | None, gone: bool
) -> None:
    doubted = doubt(number(timedelta(days=silent), name=then, gone=gone), blinded(ANNA, now), NOON)
    if timedelta(days=silent) < AGED:
        assert doubted is Doubt.NONE
    elif gone or (then and now and then != now):
        assert doubted is Doubt.STRONG
    else:
        assert doubted is (Doubt.NONE if then and now else Doubt.PERHAPS)


@given(st.text(max_size=40))
def test_a_name_is_blinded_alike_for_one_person_and_otherwise_for_another(name: str) -> None:
    assert blinded(ANNA, name) == blinded(ANNA, f"  {name}\n")
    assert blinded(ANNA, name) is None or blinded(ANNA, name) != blinded(BEN, name)


def test_that_somebody_wrote_is_noted_at_most_once_an_hour_unless_something_changed() -> None:
    name = blinded(ANNA, "Anna")
    assert heard(number(NOTED_ANEW / 2, name="Anna", gone=False), name, NOON) is None
    assert heard(number(NOTED_ANEW / 2, name="Anna", gone=False), None, NOON) is None
    assert heard(number(NOTED_ANEW / 2, name="Anna", gone=True), name, NOON)
    assert heard(number(NOTED_ANEW / 2, name="Anna", gone=False), blinded(ANNA, "Annie"), NOON)
    noted = heard(number(NOTED_ANEW, name="Anna", gone=False), name, NOON)
    assert noted
    assert noted.values == {"last_inbound_at": NOON, "known_as": name, "gone_at": None}
