"""Every phrase that the grammar of coming again can make is read back as the rule that made it."""

from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.memory.when.recurring import NOW, read

DAYS: Final = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
CODES: Final = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
MONTHS: Final = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
ORDINALS: Final = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last", -2: "second to last"}


STEPS: Final = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY", "hour": "HOURLY"}
CLOCKS: Final = st.one_of(
    st.just(("", "")),
    st.builds(
        lambda hour, minute: (
            f" at {(hour - 1) % 12 + 1}:{minute:02}{'pm' if hour >= 12 else 'am'}",
            f";BYHOUR={hour};BYMINUTE={minute}",
        ),
        st.integers(0, 23),
        st.integers(0, 59),
    ),
)


def interval(number: int) -> str:
    return f";INTERVAL={number}" if number > 1 else ""


@st.composite
def steps(draw: st.DrawFn) -> tuple[str, str]:
    unit, number = draw(st.sampled_from(sorted(STEPS))), draw(st.integers(1, 30))
    every = draw(st.sampled_from(["every", "each", "Every", "once every"]))
    said = {1: unit, 2: f"other {unit}"}.get(number, f"{number} {unit}s")
    return f"{every} {said}", f"FREQ={STEPS[unit]}{interval(number)}"


@st.composite
def weekdays(draw: st.DrawFn) -> tuple[str, str]:
    days = sorted(draw(st.sets(st.integers(0, 6), min_size=1, max_size=5)))
    named = [draw(st.sampled_from([DAYS[day], DAYS[day].title(), DAYS[day][:3]])) for day in days]
    listed = draw(st.sampled_from([" and ", ", ", ", and ", " & "])).join(named)
    number = draw(st.integers(1, 4))
    head = {1: "every", 2: "every other"}.get(number, f"every {number} weeks on")
    return f"{head} {listed}", f"FREQ=WEEKLY{interval(number)};BYDAY={','.join(CODES[day] for day in days)}"


@st.composite
def nth_weekdays(draw: st.DrawFn) -> tuple[str, str]:
    number, day = draw(st.sampled_from(sorted(ORDINALS))), draw(st.integers(0, 6))
    step = draw(st.integers(1, 4))
    every = {1: "every month", 2: "every other month"}.get(step, f"every {step} months")
    said = f"{ORDINALS[number]} {DAYS[day]}"
    phrase = draw(st.sampled_from([f"the {said} of {every}", f"{every} on the {said}"]))
    return phrase, f"FREQ=MONTHLY{interval(step)};BYDAY={number}{CODES[day]}"


@st.composite
def month_days(draw: st.DrawFn) -> tuple[str, str]:
    days = sorted(draw(st.sets(st.integers(1, 28), min_size=1, max_size=3)))
    endings = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd"}
    said = " and ".join(f"{day}{endings.get(day, 'th')}" for day in days)
    phrase = draw(
        st.sampled_from([f"the {said} of every month", f"every month on the {said}", f"on the {said} of each month"])
    )
    return phrase, f"FREQ=MONTHLY;BYMONTHDAY={','.join(map(str, days))}"


@st.composite
def dates(draw: st.DrawFn) -> tuple[str, str]:
    month, day = draw(st.integers(1, 12)), draw(st.integers(1, 28))
    name = MONTHS[month - 1].title()
    phrase = draw(st.sampled_from([f"every {name} {day}", f"every {day} {name}", f"every year on {day} {name}"]))
    return phrase, f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}"


GENERATED: Final = st.one_of(steps(), weekdays(), nth_weekdays(), month_days(), dates())


@settings(deadline=None)
@given(phrase=GENERATED, clock=CLOCKS)
def test_what_the_grammar_says_it_also_reads(phrase: tuple[str, str], clock: tuple[str, str]) -> None:
    said, rule = phrase
    if "HOURLY" in rule:
        clock = ("", "")
    assert read(said + clock[0]).rule == rule + clock[1]


@settings(deadline=None, max_examples=60)
@given(
    phrase=GENERATED,
    clock=CLOCKS,
    frame=st.sampled_from(["remind me to move the car {}", "I go there {}, I think", "{} remind me to eat"]),
)
def test_a_phrase_is_found_within_a_sentence(phrase: tuple[str, str], clock: tuple[str, str], frame: str) -> None:
    said, rule = phrase
    if "HOURLY" in rule:
        clock = ("", "")
    found = read(frame.format(said + clock[0]))
    assert found.rule == rule + clock[1]
    # A leading article may be left out of the span.
    assert found.span[1] == frame.index("{}") + len(said + clock[0])


@settings(deadline=None, max_examples=60)
@given(phrase=GENERATED, clock=CLOCKS)
def test_the_first_time_is_ahead_and_the_rest_follow_the_rule(phrase: tuple[str, str], clock: tuple[str, str]) -> None:
    for schedule in read(phrase[0] + clock[0]).schedules:
        first, second = schedule.occurrences(after=NOW, limit=2)
        assert NOW < first < second
        assert schedule.start == first.replace(tzinfo=None)
