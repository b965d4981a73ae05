from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Action
from memory.documents import DigestKind, Preferences
from memory.preferences import FIELDS, FOREVER, Topic, read, written
from tests.handlers.chosen import preferences


@given(preferences(), st.sampled_from(sorted(FIELDS)))
def test_a_button_gives_back_exactly_what_held_and_fits_on_every_channel(chosen: Preferences, topic: Topic) -> None:
    code = written(topic, chosen)
    assert Action(label="Undo", tap=f"restore:{topic}:{code}").tap.endswith(code)
    assert read(topic, code) == {field: getattr(chosen, field) for field in FIELDS[topic]}


@pytest.mark.parametrize(
    ("topic", "code"),
    [
        *((Topic.DIGEST, code) for code in ("", ":", "dwm:2500:0:-", "dwm:0700:0", "x:y:z:u", "dwm:0700:0:1e400")),
        *((Topic.DIGEST, f"dwm:0700:0:{until}") for until in ("-1", "7258118401", "9" * 25)),
        *((Topic.REPEATS, f"{minutes}:1") for minutes in ("-5", "0", "1441", "\N{SUPERSCRIPT TWO}")),
    ],
)
def test_what_no_button_carries_is_refused(topic: Topic, code: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read(topic, code)


def test_quiet_hours_of_no_length_are_none() -> None:
    chosen = Preferences(quiet_from=time(), quiet_until=time())
    for hour in range(24):
        at = datetime(2026, 6, 10, hour, 30, tzinfo=UTC)
        assert chosen.after_quiet(at, UTC) == at  # type: ignore[arg-type]


def test_without_end_is_far_off_and_every_digest_is_known() -> None:
    code = written(Topic.DIGEST, Preferences(digests_paused_until=FOREVER))
    assert read(Topic.DIGEST, code)["digests_paused_until"] == FOREVER
    assert read(Topic.DIGEST, code)["digests"] == frozenset(DigestKind)
