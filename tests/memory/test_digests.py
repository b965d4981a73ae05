"""When a digest is due: on the wall clock of the person, whatever the clocks do, once a day at most."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.digests import A_DAY, Due, at_hand, due, next_digest, rescheduled, start_of
from memory.documents import DigestKind, Person, Preferences

LISBON, NEW_YORK, NUUK = ZoneInfo("Europe/Lisbon"), ZoneInfo("America/New_York"), ZoneInfo("America/Nuuk")
APIA, BEIRUT, HAVANA = ZoneInfo("Pacific/Apia"), ZoneInfo("Asia/Beirut"), ZoneInfo("America/Havana")
ZONES = [
    *("UTC", "Europe/Lisbon", "America/New_York", "Asia/Beirut", "America/Santiago", "Australia/Lord_Howe"),
    *("Pacific/Apia", "America/Nuuk", "America/Scoresbysund", "America/Havana", "Pacific/Kiritimati"),
]
ALL = Preferences()
MORNING_ONLY = Preferences(digests=frozenset({DigestKind.MORNING}))


def at(text: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def days(preferences: Preferences, zone: ZoneInfo, first: date, number: int) -> list[Due]:
    """Every digest that is due on that many days."""
    found, after = [], start_of(first, zone) - timedelta(microseconds=1)
    while (following := next_digest(preferences, zone, after)) and following.day < first + A_DAY * number:
        found.append(following)
        after = following.at
    return found


@pytest.mark.parametrize(
    ("after", "zone", "expected"),
    [
        ("2026-11-20T07:29", LISBON, "2026-11-20T07:30"),
        ("2026-11-20T07:30", LISBON, "2026-11-21T07:30"),
        ("2026-03-28T12:00", LISBON, "2026-03-29T07:30"),
        ("2026-10-24T12:00", LISBON, "2026-10-25T07:30"),
        ("2026-12-31T23:59", NEW_YORK, "2027-01-01T07:30"),
        ("2028-02-28T08:00", LISBON, "2028-02-29T07:30"),
        # Samoa left out 30 December 2011.
        ("2011-12-29T08:00", APIA, "2011-12-31T07:30"),
    ],
)
def test_the_next_one_is_due_at_the_hour_on_the_wall_clock(after: str, zone: ZoneInfo, expected: str) -> None:
    found = next_digest(ALL, zone, at(after, zone))
    assert found is not None
    assert found.at == at(expected, zone)
    assert found.day == found.at.astimezone(zone).date()


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        ("2026-11-21", "morning"),
        ("2026-11-23", "morning weekly"),
        ("2026-12-01", "morning monthly"),
        ("2026-06-01", "morning weekly monthly"),
    ],
)
def test_what_is_due_on_one_day_comes_together(day: str, kinds: str) -> None:
    found = next_digest(ALL, LISBON, at(f"{day}T00:00", LISBON))
    assert found is not None
    assert " ".join(found.kinds) == kinds


def test_only_the_kinds_and_weekdays_that_are_wanted_come() -> None:
    monthly = Preferences(digests=frozenset({DigestKind.MONTHLY}), digest_days=frozenset())
    assert [each.day.day for each in days(monthly, LISBON, date(2026, 1, 2), 90)] == [1, 1, 1]
    workdays = Preferences(digests=frozenset({DigestKind.MORNING}), digest_days=frozenset(range(5)))
    assert [each.day.day for each in days(workdays, LISBON, date(2026, 11, 20), 5)] == [20, 23, 24]
    weekend = Preferences(digest_days=frozenset({5, 6}))
    assert [str(each.kinds[0]) for each in days(weekend, LISBON, date(2026, 11, 21), 3)] == [
        "morning",
        "morning",
        "weekly",
    ]


def test_who_wants_none_gets_none() -> None:
    assert next_digest(Preferences(digests=frozenset()), LISBON, at("2026-11-20T00:00", LISBON)) is None
    never = Preferences(digests=frozenset({DigestKind.MORNING}), digest_days=frozenset())
    assert next_digest(never, LISBON, at("2026-11-20T00:00", LISBON)) is None


def test_a_pause_ends_with_the_first_one_that_is_due_after_it() -> None:
    paused = Preferences(digests_paused_until=at("2026-12-24T07:30", LISBON))
    found = next_digest(paused, LISBON, at("2026-11-20T00:00", LISBON))
    assert found is not None
    assert found.at == at("2026-12-24T07:30", LISBON)


def test_an_hour_that_the_clocks_skip_comes_as_much_later() -> None:
    at_two = Preferences(digest_hour=time(2, 30))
    found = next_digest(at_two, NEW_YORK, at("2026-03-08T00:00", NEW_YORK))
    assert found is not None
    assert found.at.astimezone(NEW_YORK).time() == time(3, 30)


def test_an_hour_that_comes_twice_counts_once() -> None:
    at_one = Preferences(digest_hour=time(1, 30), digests=frozenset({DigestKind.MORNING}))
    found = days(at_one, NEW_YORK, date(2026, 11, 1), 1)
    assert [each.at for each in found] == [datetime(2026, 11, 1, 5, 30, tzinfo=UTC)]


def test_an_hour_before_midnight_that_is_skipped_comes_before_it_and_not_on_the_next_day() -> None:
    late = Preferences(digest_hour=time(23, 15), digests=frozenset({DigestKind.MORNING}))
    found = days(late, NUUK, date(2026, 3, 28), 2)
    assert [each.at.astimezone(NUUK).strftime("%d %H:%M") for each in found] == ["28 22:59", "29 23:15"]


@given(
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    hour=st.times().map(lambda hour: hour.replace(second=0, microsecond=0)),
    first=st.dates(date(1990, 1, 1), date(2035, 1, 1)),
)
def test_every_date_that_a_zone_has_gets_exactly_one_and_on_that_date(zone: ZoneInfo, hour: time, first: date) -> None:
    preferences = Preferences(digest_hour=hour)
    dates = [first + A_DAY * number for number in range(60)]
    there = [day for day in dates if start_of(day, zone) < start_of(day + A_DAY, zone)]
    found = days(preferences, zone, first, 60)
    assert [each.day for each in found] == there
    assert [each.at.astimezone(zone).date() for each in found] == there


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (date(2026, 3, 29), LISBON, 23),
        (date(2026, 10, 25), LISBON, 25),
        (date(2026, 3, 29), BEIRUT, 23),
        (date(2026, 11, 1), HAVANA, 25),
        (date(2011, 12, 30), APIA, 0),
    ],
)
def test_a_day_is_as_long_as_it_is(day: date, zone: ZoneInfo, hours: int) -> None:
    assert start_of(day + A_DAY, zone) - start_of(day, zone) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("now", "sent", "then"),
    [
        ("2026-11-20T07:29", False, "2026-11-20T07:30"),
        ("2026-11-20T07:30", True, "2026-11-21T07:30"),
        ("2026-11-20T21:59", True, "2026-11-21T07:30"),
        # In the quiet hours, and at their end it is another day.
        ("2026-11-20T22:00", False, "2026-11-21T07:30"),
        ("2026-11-21T03:00", False, "2026-11-21T07:30"),
    ],
)
def test_what_an_outage_kept_back_is_sent_on_the_same_date_or_not_at_all(now: str, sent: bool, then: str) -> None:
    found, following = at_hand(ALL, LISBON, at(now, LISBON))
    assert (found is not None) == sent
    assert following == at(then, LISBON)


def test_what_is_late_waits_for_the_end_of_the_quiet_hours_of_the_same_day() -> None:
    siesta = Preferences(quiet_from=time(13), quiet_until=time(16))
    assert at_hand(siesta, LISBON, at("2026-11-20T14:00", LISBON)) == (None, at("2026-11-20T16:00", LISBON))
    assert at_hand(siesta, LISBON, at("2026-11-20T16:00", LISBON))[0] is not None


def test_who_wants_it_in_their_quiet_hours_gets_it_then_but_not_in_others() -> None:
    early = Preferences(digest_hour=time(5))
    assert at_hand(early, LISBON, at("2026-11-20T05:00", LISBON))[0] is not None
    assert at_hand(early, LISBON, at("2026-11-20T06:20", LISBON))[0] is not None
    assert at_hand(early, LISBON, at("2026-11-20T23:00", LISBON))[0] is None


def test_what_was_due_during_a_pause_is_not_sent_after_it() -> None:
    paused = Preferences(digests_paused_until=at("2026-11-20T09:00", LISBON))
    assert at_hand(paused, LISBON, at("2026-11-20T10:00", LISBON)) == (None, at("2026-11-21T07:30", LISBON))


def test_on_a_day_without_one_nothing_is_sent() -> None:
    workdays = Preferences(digests=frozenset({DigestKind.MORNING}), digest_days=frozenset(range(5)))
    assert at_hand(workdays, LISBON, at("2026-11-21T09:00", LISBON)) == (None, at("2026-11-23T07:30", LISBON))
    nothing = Preferences(digests=frozenset())
    assert at_hand(nothing, LISBON, at("2026-11-21T09:00", LISBON)) == (None, None)


def person(**values: object) -> Person:
    data_key, sealed = "12345678-1234-5678-1234-567812345678", b""
    given = {"data_key": data_key, "created_at": at("2026-01-01T00:00", LISBON), "sealed": sealed, **values}
    found: Person = Person.model_validate({"id": "p", **given})
    return found


@pytest.mark.usefixtures("store")
async def test_a_person_whose_zone_is_unknown_gets_none() -> None:
    now = at("2026-11-20T12:00", LISBON)
    assert due(person(), now) is None
    assert due(person(zone="Europe/Lisbon"), now) == at("2026-11-21T07:30", LISBON)
    assert due(person(zone="Europe/Lisbon", preferences=Preferences(digests=frozenset())), now) is None


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("said_at", "there", "expected"),
    [
        # Lisbon, where the digest of the 21st came at 07:30, to New York, where it is five hours earlier.
        ("2026-11-21T10:00", "America/New_York", "2026-11-22T07:30"),
        ("2026-11-21T20:00", "America/New_York", "2026-11-22T07:30"),
        # Before that digest, in the evening of the 20th there: that date had its digest as well.
        ("2026-11-21T02:00", "America/New_York", "2026-11-21T07:30"),
        # To Tokyo, nine hours later: half past seven is long past, was just now, or comes on the morrow.
        ("2026-11-21T05:00", "Asia/Tokyo", "2026-11-22T07:30"),
        ("2026-11-21T03:00", "Asia/Tokyo", "at once"),
        ("2026-11-21T23:30", "Asia/Tokyo", "at once"),
        ("2026-11-21T21:00", "Asia/Tokyo", "2026-11-22T07:30"),
        ("2026-11-21T10:00", "Asia/Tokyo", "2026-11-22T07:30"),
        # Over the date line: the date is a new one, or had its digest.
        ("2026-11-21T19:00", "Pacific/Auckland", "at once"),
        ("2026-11-21T10:00", "Pacific/Pago_Pago", "2026-11-22T07:30"),
    ],
)
async def test_who_moves_has_one_on_each_date_and_none_that_is_hours_late(
    said_at: str, there: str, expected: str
) -> None:
    now = at(said_at, LISBON)
    following = next_digest(ALL, LISBON, now)
    assert following
    mover = person(zone="Europe/Lisbon", digest_at=following.at)
    (digest_at,) = {"digest_at": following.at, **rescheduled(mover, {"zone": there}, now)}.values()
    assert digest_at == (now if expected == "at once" else at(expected, ZoneInfo(there)))


@pytest.mark.usefixtures("store")
@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - st's form
    zones=st.tuples(st.sampled_from(ZONES), st.sampled_from(ZONES)),
    hour=st.times(),
)
def test_no_local_date_is_due_twice_wherever_one_moves(now: datetime, zones: tuple[str, str], hour: time) -> None:
    here, there = (ZoneInfo(name) for name in zones)
    chosen = Preferences(digest_hour=hour)
    today, following = now.astimezone(here).date(), next_digest(chosen, here, now)
    assert following
    mover = person(zone=here.key, preferences=chosen, digest_at=following.at)
    settled = today - A_DAY if following.day == today else today
    digest_at = {"digest_at": following.at, **rescheduled(mover, {"zone": there.key}, now)}["digest_at"]
    assert digest_at.astimezone(there).date() > settled


@pytest.mark.usefixtures("store")
async def test_zone_and_preferences_decide_anew_and_everything_else_leaves_it_as_it_is() -> None:
    now, tomorrow = at("2026-11-20T12:00", LISBON), at("2026-11-21T07:30", LISBON)
    stranger, known = person(), person(zone="Europe/Lisbon", digest_at=tomorrow)
    assert rescheduled(stranger, {"language": "en"}, now) == {}
    assert rescheduled(stranger, {"zone": "Europe/Lisbon"}, now) == {"digest_at": tomorrow}
    assert rescheduled(person(zone="Europe/Lisbon"), {}, now) == {"digest_at": tomorrow}
    assert rescheduled(known, {"language": "en"}, now) == {}
    assert rescheduled(known, {"zone": "America/New_York"}, now) == {"digest_at": at("2026-11-21T07:30", NEW_YORK)}
    none = Preferences(digests=frozenset()).model_dump(mode="json")
    assert rescheduled(known, {"preferences": none}, now) == {"digest_at": None}
    eight = Preferences(digest_hour=time(8)).model_dump(mode="json")
    assert rescheduled(known, {"preferences": eight}, now) == {"digest_at": at("2026-11-21T08:00", LISBON)}
