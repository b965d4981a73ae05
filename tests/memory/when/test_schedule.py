from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from memory.when.rules import RuleUnusable, parse
from memory.when.schedule import Exclusion, Schedule
from tests.endless import comes_to_an_end

NOW: Final = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)


def schedule(start: str, *rules: str, zone: str = "UTC", **more: object) -> Schedule:
    return Schedule.model_validate({"start": datetime.fromisoformat(start), "zone": zone, "rules": rules, **more})


def due(made: Schedule, after: str, limit: int = 3) -> list[str]:
    """Local times with their offset from UTC."""
    begin = datetime.fromisoformat(after).replace(tzinfo=made.tz)
    return [each.isoformat(timespec="minutes") for each in made.occurrences(after=begin, limit=limit)]


# ---- once ----


def test_a_single_time_is_due_once() -> None:
    once = schedule("2026-12-01T09:00", zone="Europe/Lisbon")
    assert once.next_after(NOW) == datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert once.next_after(datetime(2026, 12, 1, 9, tzinfo=UTC)) is None
    assert (once.rule, once.frequency, once.advanced(NOW)) == (None, None, once)


# ---- as dateutil says, away from changes of the clocks ----

NUMBERS: Final = st.integers(1, 5)
DAYS: Final = st.sets(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, max_size=4)
ORDINAL_DAYS: Final = st.builds("{}{}".format, st.sampled_from([1, 2, 3, 4, 5, -1, -2]), st.sampled_from(["MO", "FR"]))


def listed(name: str, values: st.SearchStrategy[object]) -> st.SearchStrategy[str]:
    return st.sets(values, min_size=1, max_size=3).map(lambda each: f";{name}={','.join(map(str, each))}")


MONTHS: Final = st.one_of(st.just(""), listed("BYMONTH", st.integers(1, 12)))
MONTH_DAYS: Final = listed("BYMONTHDAY", st.one_of(st.integers(1, 31), st.integers(-28, -1)))
WEEKDAYS: Final = DAYS.map(lambda days: f";BYDAY={','.join(sorted(days))}")
CLOCKS: Final = st.one_of(
    st.just(""),
    st.tuples(listed("BYHOUR", st.integers(0, 23)), listed("BYMINUTE", st.integers(0, 59))).map("".join),
)
RULES: Final = st.one_of(
    st.builds("FREQ=DAILY;INTERVAL={}{}".format, NUMBERS, CLOCKS),
    st.builds("FREQ=DAILY;INTERVAL={}{}{}".format, NUMBERS, MONTHS, CLOCKS),
    st.builds("FREQ=WEEKLY;INTERVAL={}{}".format, NUMBERS, CLOCKS),
    st.builds("FREQ=WEEKLY;INTERVAL={}{}{}{}".format, NUMBERS, WEEKDAYS, MONTHS, CLOCKS),
    st.builds("FREQ=MONTHLY;INTERVAL={}{}".format, NUMBERS, CLOCKS),
    st.builds("FREQ=MONTHLY;INTERVAL={}{}{}".format, NUMBERS, st.one_of(MONTH_DAYS, WEEKDAYS), CLOCKS),
    st.builds("FREQ=MONTHLY;INTERVAL={}{}".format, NUMBERS, listed("BYDAY", ORDINAL_DAYS)),
    st.builds("FREQ=MONTHLY{};BYSETPOS={}".format, WEEKDAYS, st.sampled_from([1, 2, -1, -2])),
    st.builds("FREQ=YEARLY;INTERVAL={}{}".format, NUMBERS, MONTHS),
    st.builds("FREQ=YEARLY;INTERVAL={};BYMONTH=2,11{}".format, NUMBERS, st.one_of(MONTH_DAYS, WEEKDAYS)),
    st.builds("FREQ=YEARLY;INTERVAL={}{}".format, NUMBERS, listed("BYYEARDAY", st.sampled_from([1, 60, 365, 366, -1]))),
    st.builds("FREQ=YEARLY;INTERVAL={}{}{}".format, NUMBERS, listed("BYWEEKNO", st.integers(1, 53)), WEEKDAYS),
    st.builds("FREQ=HOURLY;INTERVAL={}".format, st.integers(1, 50)),
    st.builds("FREQ=MINUTELY;INTERVAL={}".format, st.integers(1, 500)),
    st.builds("FREQ=SECONDLY;INTERVAL={}".format, st.integers(1, 5000)),
)
STARTS: Final = st.datetimes(datetime.fromisoformat("2019-01-01"), datetime.fromisoformat("2025-12-31")).map(
    lambda at: at.replace(microsecond=0)
)


@settings(deadline=None, max_examples=60)
@given(rule=RULES, start=STARTS, ahead=st.timedeltas(timedelta(0), timedelta(days=2_000)))
def test_a_rule_is_due_when_dateutil_says(rule: str, start: datetime, ahead: timedelta) -> None:
    try:
        made = Schedule(start=start, zone="UTC", rules=(rule,))
    except ValidationError:  # such as BYMONTHDAY=31 in February
        return
    # dateutil walks every second from the start.
    after = start + (ahead % timedelta(hours=9) if "ONDLY" in rule or "UTELY" in rule else ahead)
    theirs = (at for at in rrulestr(rule, dtstart=start).xafter(after, count=8) if at.year < 2100)
    mine = made.occurrences(after=after.replace(tzinfo=UTC), limit=8)
    assert [at.replace(tzinfo=None) for at in mine if at.year < 2100] == list(islice(theirs, 8))


@settings(deadline=None, max_examples=60)
@given(rule=RULES, start=STARTS, ahead=st.timedeltas(timedelta(0), timedelta(days=1_500)), count=st.integers(0, 40))
def test_moving_the_start_forward_changes_nothing_that_is_to_come(
    rule: str, start: datetime, ahead: timedelta, count: int
) -> None:
    try:
        made = Schedule(start=start, zone="America/New_York", rules=(rule,), count=count or None)
    except ValidationError:
        return
    after = start.replace(tzinfo=UTC) + (ahead if not count else ahead / 100)
    assert made.advanced(after).occurrences(after=after, limit=5) == made.occurrences(after=after, limit=5)


@settings(deadline=None)
@given(rule=RULES, start=STARTS)
def test_what_is_stored_comes_back_the_same(rule: str, start: datetime) -> None:
    try:
        made = Schedule(
            start=start, zone="Asia/Tokyo", rules=(rule,), excluded=(Exclusion(months=(5,)), Exclusion(at=time(12)))
        )
    except ValidationError:
        return
    assert Schedule.model_validate_json(made.model_dump_json()) == made
    assert Schedule.model_validate(made.model_dump()) == made


# ---- ends and what is left out ----


def test_the_last_time_is_included() -> None:
    made = schedule("2026-11-20T09:00", "FREQ=DAILY", until=datetime.fromisoformat("2026-11-23T09:00"))
    assert due(made, "2026-11-21T10:00") == ["2026-11-22T09:00+00:00", "2026-11-23T09:00+00:00"]
    assert made.rule == "FREQ=DAILY;UNTIL=20261123T090000"


def test_a_count_is_of_what_was_not_left_out() -> None:
    weekend = Exclusion(weekdays=(5, 6))
    made = schedule("2026-11-20T09:00", "FREQ=DAILY", count=3, excluded=(weekend,))
    assert due(made, "2026-11-01T00:00", 9) == [f"2026-11-{day}T09:00+00:00" for day in (20, 23, 24)]
    assert made.rule == "FREQ=DAILY;COUNT=3"


def test_what_is_left_of_a_count_is_kept_when_the_start_moves() -> None:
    made = schedule("2026-11-20T09:00", "FREQ=DAILY", count=3).advanced(NOW)
    assert (made.start, made.count) == (datetime.fromisoformat("2026-11-22T09:00"), 1)
    assert made.advanced(NOW + timedelta(days=9)) == made


@pytest.mark.parametrize(
    ("exclusion", "left"),
    [
        (Exclusion(months=(11,)), "2026-12-01T09:00+00:00"),
        (Exclusion(months=(11,), days=(22, 23)), "2026-11-24T09:00+00:00"),
        (Exclusion(weekdays=(6, 0)), "2026-11-24T09:00+00:00"),
        (Exclusion(first=date(2026, 11, 20), last=date(2026, 11, 25)), "2026-11-26T09:00+00:00"),
        (Exclusion(first=date(2026, 11, 22), last=date(2026, 11, 22), at=time(9)), "2026-11-23T09:00+00:00"),
        (Exclusion(at=time(8)), "2026-11-22T09:00+00:00"),
    ],
)
def test_what_is_left_out_is_not_due(exclusion: Exclusion, left: str) -> None:
    assert due(schedule("2026-11-01T09:00", "FREQ=DAILY", excluded=(exclusion,)), "2026-11-21T10:00", 1) == [left]


def test_an_exclusion_of_everything_is_refused() -> None:
    with pytest.raises(ValidationError):
        Exclusion()


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY;BYDAY=MO", "FREQ=DAILY", "FREQ=MINUTELY;INTERVAL=7", "FREQ=HOURLY"])
def test_a_schedule_that_leaves_out_all_of_it_ends(rule: str) -> None:
    every_day = Exclusion(weekdays=(0, 1, 2, 3, 4, 5, 6))
    assert schedule("2026-11-01T09:00", rule, excluded=(every_day,)).next_after(NOW) is None


@pytest.mark.parametrize(
    "rule",
    ["FREQ=HOURLY;INTERVAL=24;BYHOUR=8", "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29"],
)
def test_a_rule_that_never_comes_due_ends(rule: str) -> None:
    assert schedule("2025-11-01T09:00", rule).next_after(NOW) is None


def test_several_rules_are_due_when_any_is_and_each_instant_once() -> None:
    made = schedule("2026-11-01T08:00", "FREQ=DAILY;BYHOUR=8;BYMINUTE=0", "FREQ=DAILY;BYHOUR=8,20;BYMINUTE=0")
    assert due(made, "2026-11-21T10:00") == [f"2026-11-{at}:00+00:00" for at in ("21T20", "22T08", "22T20")]


# ---- hours and shorter ----


def test_hours_are_counted_through_a_change_of_the_clocks() -> None:
    made = schedule("2026-10-31T20:00", "FREQ=HOURLY;INTERVAL=3", zone="America/New_York")
    hours = [each[11:] for each in due(made, "2026-10-31T20:00", 4)]
    assert hours == ["23:00-04:00", "01:00-05:00", "04:00-05:00", "07:00-05:00"]


def test_limits_of_short_steps_hold_on_the_local_clock() -> None:
    made = schedule("2026-11-20T00:10", "FREQ=MINUTELY;INTERVAL=20;BYDAY=MO;BYHOUR=9,10", zone="Asia/Kolkata")
    assert [each[:16] for each in due(made, "2026-11-21T00:00", 2)] == ["2026-11-23T09:10", "2026-11-23T09:30"]
    assert due(made, "2026-11-23T10:40", 2) == ["2026-11-23T10:50+05:30", "2026-11-30T09:10+05:30"]


def test_months_that_are_left_out_of_short_steps_are_jumped_over() -> None:
    made = schedule("2021-01-01T00:00", "FREQ=MINUTELY;INTERVAL=20;BYMONTH=5;BYMONTHDAY=-1")
    assert due(made, "2026-11-21T00:00", 1) == ["2027-05-31T00:00+00:00"]


@pytest.mark.parametrize("rule", ["FREQ=MINUTELY;INTERVAL=20", "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=FR;INTERVAL=2"])
def test_an_old_rule_does_not_count_from_its_beginning(rule: str) -> None:
    old = schedule("2021-01-01T00:00", rule, zone="America/New_York")
    moved = old.advanced(NOW)
    for each in (old, moved):
        with comes_to_an_end():  # thousands of days, or a hundred thousand steps, each time
            for _ in range(500):
                each.next_after(NOW)


# ---- changes of the clocks ----

# zone, rule, start, after: local times with offsets. 02:30 and the like don't exist, or come twice.
CHANGES: Final = [
    ("America/New_York", "2026-03-07T02:30", "2026-03-07T02:30-05:00 2026-03-08T03:30-04:00 2026-03-09T02:30-04:00"),
    ("America/New_York", "2026-10-31T01:30", "2026-10-31T01:30-04:00 2026-11-01T01:30-04:00 2026-11-02T01:30-05:00"),
    ("Europe/London", "2026-03-28T01:15", "2026-03-28T01:15+00:00 2026-03-29T02:15+01:00 2026-03-30T01:15+01:00"),
    ("Europe/London", "2026-10-24T01:15", "2026-10-24T01:15+01:00 2026-10-25T01:15+01:00 2026-10-26T01:15+00:00"),
    # Beirut and Santiago change at midnight: the day has no 00:30.
    ("Asia/Beirut", "2026-03-28T00:30", "2026-03-28T00:30+02:00 2026-03-29T01:30+03:00 2026-03-30T00:30+03:00"),
    ("America/Santiago", "2026-09-05T00:30", "2026-09-05T00:30-04:00 2026-09-06T01:30-03:00 2026-09-07T00:30-03:00"),
    ("America/Santiago", "2026-04-03T23:30", "2026-04-03T23:30-03:00 2026-04-04T23:30-03:00 2026-04-05T23:30-04:00"),
    # Lord Howe moves by half an hour.
    ("Australia/Lord_Howe", "2026-10-03T02:15", "2026-10-03T02:15+10:30 2026-10-04T02:45+11:00 2026-10-05T02:15+11:00"),
    ("Australia/Lord_Howe", "2026-04-04T01:45", "2026-04-04T01:45+11:00 2026-04-05T01:45+11:00 2026-04-06T01:45+10:30"),
    # Samoa had no 30 December 2011; what was due then came a day later, at a time at which something was due anyway.
    ("Pacific/Apia", "2011-12-29T09:00", "2011-12-29T09:00-10:00 2011-12-31T09:00+14:00 2012-01-01T09:00+14:00"),
]


@pytest.mark.parametrize(("zone", "start", "expected"), CHANGES)
def test_a_time_that_the_clocks_skip_moves_forward_and_of_two_the_first_counts(
    zone: str, start: str, expected: str
) -> None:
    made = schedule(start, "FREQ=DAILY", zone=zone)
    before = (datetime.fromisoformat(start) - timedelta(minutes=1)).isoformat()
    assert " ".join(due(made, before)) == expected


def test_what_is_moved_over_a_gap_keeps_the_order_of_instants() -> None:
    made = schedule("2026-03-08T00:00", "FREQ=DAILY;BYHOUR=2,3;BYMINUTE=15,45", zone="America/New_York")
    hours = [each[11:16] for each in due(made, "2026-03-08T00:00", 4)]
    assert hours == ["03:15", "03:45", "02:15", "02:45"]


ZONES: Final = ["America/New_York", "Europe/London", "Asia/Beirut", "America/Santiago", "Australia/Lord_Howe"]


@settings(deadline=None)
@given(
    zone=st.sampled_from([*ZONES, "Pacific/Apia", "UTC"]),
    rule=RULES,
    start=STARTS,
    after=st.datetimes(
        datetime.fromisoformat("2010-01-01"), datetime.fromisoformat("2027-01-01"), timezones=st.just(UTC)
    ),
)
def test_occurrences_only_ever_move_forward(zone: str, rule: str, start: datetime, after: datetime) -> None:
    try:
        made = Schedule(start=start, zone=zone, rules=(rule,))
    except ValidationError:
        return
    found = made.occurrences(after=after, limit=6)
    assert all(each > after for each in found)
    instants = [each.astimezone(UTC) for each in found]
    assert instants == sorted(set(instants))
    assert all(made.next_after(one) == other for one, other in pairwise(instants))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", ["2028-02-29", "2032-02-29"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1", ["2027-02-28", "2028-02-29"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", ["2026-12-31", "2027-01-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", ["2026-11-30", "2026-12-31"]),
        ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO", ["2026-12-28", "2032-12-27"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO", ["2026-11-22", "2026-11-30"]),
    ],
)
def test_ends_of_months_weeks_and_years(rule: str, expected: list[str]) -> None:
    made = schedule("2026-11-16T09:00", rule)
    assert [each[:10] for each in due(made, "2026-11-21T10:00", 2)] == expected


# ---- moving house ----


def test_wall_clock_times_travel_with_the_person() -> None:
    made = schedule("2026-11-22T09:00", "FREQ=DAILY", zone="Europe/Lisbon").moved("America/New_York")
    assert due(made, "2026-11-21T10:00", 1) == ["2026-11-22T09:00-05:00"]


def test_fixed_times_stay_where_they_are() -> None:
    made = schedule("2026-11-22T09:00", "FREQ=DAILY", zone="Europe/Lisbon", fixed=True)
    assert made.moved("America/New_York") == made


def test_elapsed_time_keeps_its_beat() -> None:
    made = schedule(
        "2026-11-22T09:10",
        "FREQ=MINUTELY;INTERVAL=50",
        zone="Europe/Lisbon",
        until=datetime.fromisoformat("2026-11-22T12:00"),
    )
    moved = made.moved("America/New_York")
    instants = [each.astimezone(UTC) for each in made.occurrences(after=NOW, limit=9)]
    assert [each.astimezone(UTC) for each in moved.occurrences(after=NOW, limit=9)] == instants
    assert moved.until == datetime.fromisoformat("2026-11-22T07:00")


# ---- what is refused ----


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "DAILY",
        "FREQ=OFTEN",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=DAILY;COUNT=3",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=1,2",
        "FREQ=DAILY;INTERVAL=x",
        "FREQ=DAILY;INTERVAL=\N{ARABIC-INDIC DIGIT TWO}",
        "FREQ=DAILY;BYHOUR=24",
        "FREQ=DAILY;WKST=SU",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=MONTHLY;BYDAY=0MO",
        "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=1",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYWEEKNO=3",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9",
        "FREQ=HOURLY;BYMINUTE=3",
        "FREQ=DAILY;INTERVAL=14;BYDAY=MO",
    ],
)
def test_a_rule_that_means_nothing_or_never_comes_due_is_refused(rule: str) -> None:
    with pytest.raises(RuleUnusable):
        parse(rule)
    with pytest.raises(ValidationError):
        schedule("2026-11-22T09:00", rule)


@pytest.mark.parametrize(
    "zone", ["", "Mars/Olympus", "../../etc/passwd", "/etc/localtime", "Europe", "\0", "a" * 9_999]
)
def test_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    with pytest.raises(ValidationError):
        schedule("2026-11-22T09:00", zone=zone)
    with pytest.raises(ValueError, match="zone"):
        schedule("2026-11-22T09:00", zone="UTC").moved(zone)


@pytest.mark.parametrize("start", ["0001-01-01T00:00", "9999-12-31T23:59", "1899-12-31T00:00"])
def test_years_that_no_calendar_of_ours_holds_are_refused(start: str) -> None:
    with pytest.raises(ValidationError):
        schedule(start)


def test_rules_of_different_frequencies_are_refused() -> None:
    with pytest.raises(ValidationError):
        schedule("2026-11-22T09:00", "FREQ=DAILY", "FREQ=WEEKLY")


def test_the_end_of_time_is_no_trouble() -> None:
    made = schedule("2026-11-22T09:00", "FREQ=YEARLY")
    assert made.next_after(datetime(9999, 12, 31, tzinfo=UTC)) is None
    assert made.next_after(datetime(1, 1, 2, tzinfo=UTC)) == datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_the_least_time_between_two_is_known() -> None:
    made = schedule("2026-11-22T09:00", "FREQ=DAILY;BYHOUR=8,9;BYMINUTE=0")
    assert made.shortest_gap(after=NOW) == timedelta(hours=1)
    assert schedule("2026-11-22T09:00").shortest_gap(after=NOW) is None


def test_zones_are_those_of_the_iana() -> None:
    assert schedule("2026-11-22T09:00", zone="Europe/Lisbon").tz == ZoneInfo("Europe/Lisbon")
