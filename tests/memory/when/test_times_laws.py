"""Laws: what the grammar can say it can read, and nothing a person sends breaks it."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory.when import times
from memory.when.reading import Direction
from memory.when.words import languages
from memory.when.words.en import NUMBERS, ORDINALS
from tests.endless import comes_to_an_end
from tests.memory.when.clockwork import LISBON, NOW, sure

MONTHS = list(calendar.month_name)[1:]
WEEKDAYS = list(calendar.day_name)
UNITS = {"minutes": 60, "hours": 3600, "days": 86_400, "weeks": 7 * 86_400}
WORDS = {value: word for word, value in NUMBERS.items()}
NTHS = {value: word for word, value in ORDINALS.items()}

dates = st.dates(date(2027, 1, 1), date(2056, 12, 31))
clocks = st.times().map(lambda at: at.replace(second=0, microsecond=0))
languages_known = st.sampled_from(sorted(languages.LANGUAGES))
pieces = st.sampled_from(
    sorted({phrase for words in languages.LANGUAGES.values() for phrase, _, _ in words.tagged()})
    + [":", "-", "/", ".", ",", "'", "(", ")", "+", "pm", "h"]
    + [str(number) for number in (0, 1, 3, 7, 12, 15, 24, 30, 31, 59, 99, 730, 1530, 2026, 9999, 123456)]
)


def _suffixed(day: int) -> str:
    return f"{day}{'th' if 10 < day < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def _ways_of(day: date) -> list[str]:
    month = MONTHS[day.month - 1]
    return [
        day.isoformat(),
        day.strftime("%d/%m/%Y"),
        day.strftime("%d.%m.%Y"),
        day.strftime("%d-%b-%Y"),
        f"{day.day} {month} {day.year}",
        f"the {_suffixed(day.day)} of {month} {day.year}",
        f"{month} {_suffixed(day.day)}, {day.year}",
        f"{month[:3]}. {day.day} {day.year}",
        f"the {NTHS[day.day]} of {month}, {day.year}",
        f"{WEEKDAYS[day.weekday()]}, {month} {day.day}, {day.year}",
        f"{WEEKDAYS[day.weekday()][:3]} {day.day} {month[:3]} {day.year}",
    ]


@given(day=dates, way=st.integers(0, 10))
def test_every_way_to_write_a_date_is_read_as_that_date(day: date, way: int) -> None:
    text = _ways_of(day)[way]
    assert sure(text).start.date() == day
    assert sure(f"see Ana on {text} please").start.date() == day


@given(day=dates, at=clocks, way=st.integers(0, 10), after=st.booleans())
def test_every_date_takes_every_hour_before_or_behind_it(day: date, at: time, way: int, *, after: bool) -> None:
    written, clock = _ways_of(day)[way], at.strftime("%I:%M %p").lstrip("0")
    moment = sure(f"{written} at {clock}" if after else f"{clock} on {written}")
    assert moment.start.replace(tzinfo=None) == datetime.combine(day, at) or _skipped(day, at)


def _skipped(day: date, at: time) -> bool:
    wall = datetime.combine(day, at).replace(tzinfo=LISBON)
    return wall.astimezone(UTC).astimezone(LISBON).replace(tzinfo=None) != wall.replace(tzinfo=None)


@given(at=clocks)
def test_a_clock_time_alone_is_within_the_next_day(at: time) -> None:
    moment = sure(f"at {at:%H:%M}")
    assert timedelta() <= moment.start - NOW <= timedelta(days=1)
    if at.hour not in range(1, 13) or at.hour < 10:
        assert moment.start.strftime("%H:%M") == at.strftime("%H:%M")


@given(hour=st.integers(1, 12), minute=st.integers(1, 29), half=st.sampled_from(["am", "pm"]))
def test_minutes_past_and_to_an_hour_are_that_far_from_it(hour: int, minute: int, half: str) -> None:
    whole = sure(f"tomorrow at {hour}{half}").start
    assert sure(f"tomorrow at {minute} minutes past {hour}{half}").start - whole == timedelta(minutes=minute)
    if hour != 12 or half == "pm":
        assert whole - sure(f"tomorrow at {minute} minutes to {hour}{half}").start == timedelta(minutes=minute)


@given(count=st.integers(1, 99), unit=st.sampled_from(sorted(UNITS)), in_words=st.booleans())
def test_so_long_from_now_and_ago_are_that_far_away(count: int, unit: str, *, in_words: bool) -> None:
    amount = WORDS[count] if in_words else str(count)
    length = timedelta(seconds=count * UNITS[unit])
    wall = NOW.replace(tzinfo=None)
    ahead = sure(f"in {amount} {unit}").start.replace(tzinfo=None)
    ago = sure(f"{amount} {unit} ago", direction=Direction.BACK).start.replace(tzinfo=None)
    # Lisbon changes its clocks by an hour, and days keep theirs.
    assert abs(ahead - wall - length) <= timedelta(hours=1)
    assert abs(wall - ago - length) <= timedelta(hours=1)


@given(weekday=st.integers(0, 6), offset=st.integers(0, 400))
def test_weekdays_are_where_their_word_says(weekday: int, offset: int) -> None:
    now = NOW + timedelta(days=offset)
    name = WEEKDAYS[weekday]
    plain, following, last = (sure(text, now=now, direction=way).start.date() for text, way in (
        (name, Direction.FORWARD), (f"next {name}", Direction.FORWARD), (f"last {name}", Direction.BACK)
    ))  # fmt: skip
    assert {plain.weekday(), following.weekday(), last.weekday()} == {weekday}
    assert 0 <= (plain - now.date()).days < 7
    assert following.isocalendar()[:2] == (now + timedelta(weeks=1)).date().isocalendar()[:2]
    assert 0 < (now.date() - last).days <= 7


@given(nth=st.integers(1, 4), weekday=st.integers(0, 6), month=st.integers(1, 12), year=st.integers(2027, 2050))
def test_the_nth_weekday_of_a_month_is_the_nth(nth: int, weekday: int, month: int, year: int) -> None:
    found = sure(f"the {NTHS[nth]} {WEEKDAYS[weekday]} of {MONTHS[month - 1]} {year}").start
    assert (found.year, found.month, found.weekday(), (found.day - 1) // 7 + 1) == (year, month, weekday, nth)


@given(first=st.integers(1, 27), length=st.integers(1, 3), month=st.integers(1, 12))
def test_days_from_one_to_another_include_both(first: int, length: int, month: int) -> None:
    last = min(28, first + length)
    moment = sure(f"{first}-{last} {MONTHS[month - 1]} 2028")
    assert moment.end is not None
    assert (moment.start.day, (moment.end - timedelta(days=1)).day) == (first, last)


@settings(max_examples=300)
@given(text=st.text(max_size=80), language=languages_known, direction=st.sampled_from(Direction))
def test_no_text_breaks_it(text: str, language: str, direction: Direction) -> None:
    _holds(text, language, direction)


@settings(max_examples=400)
@given(words=st.lists(pieces, max_size=9), language=languages_known, direction=st.sampled_from(Direction))
def test_no_row_of_time_words_breaks_it(words: list[str], language: str, direction: Direction) -> None:
    _holds(" ".join(words), language, direction)
    _holds("".join(words), language, direction)


def _holds(text: str, language: str, direction: Direction) -> None:
    end = 0
    for read in times.find_all(text, now=NOW, zone=LISBON, language=language, direction=direction):
        assert end <= read.span[0] < read.span[1] <= len(text)
        end = read.span[1]
        assert bool(read.readings) != bool(read.problem)
        assert len(read.readings) <= 3
        for moment in read.readings:
            assert moment.start.tzinfo is not None
            assert 0 < moment.confidence <= 1
            assert moment.end is None or moment.start < moment.end
            assert direction is not Direction.FORWARD or (moment.end or moment.start) >= NOW - timedelta(minutes=1)


@given(offset=st.integers(-30_000, 30_000), zone=st.sampled_from(["Asia/Beirut", "America/Santiago", "Pacific/Apia"]))
def test_every_moment_is_one_that_the_zone_has(offset: int, zone: str) -> None:
    now = datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)) + timedelta(hours=offset)
    moment = sure("tomorrow at 0:15", now=now)
    assert moment.start.astimezone(UTC).astimezone(moment.start.tzinfo) == moment.start


HOSTILE = {
    "digits": "3 " * 10_000,
    "one figure": "1" * 20_000,
    "colons": "1:" * 10_000,
    "hours": "at three " * 2_200,
    "half past": "half past " * 2_000,
    "durations": "1 hour and " * 1_800,
    "the first of": "the first of " * 1_600,
    "the day before": "the day before " * 1_400,
    "dates": "2026-11-18 " * 1_800,
    "brackets": "(" * 20_000,
    "words": "in a week " * 2_000,
    "at signs": "a@" * 10_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_read_in_a_moment(name: str) -> None:
    text = HOSTILE[name][:20_000]
    times.find_all("tomorrow at 5", now=NOW, zone=LISBON)
    with comes_to_an_end():
        times.find_all(text, now=NOW, zone=LISBON)


def test_a_date_behind_pages_of_prose_is_found() -> None:
    prose = "I went to the market in the old town and bought a few apples for my mother. " * 150
    [read] = times.find_all(f"{prose} The dentist is on 3 May 2027.", now=NOW, zone=LISBON)
    assert read.readings[0].start.date() == date(2027, 5, 3)
