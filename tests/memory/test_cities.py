from datetime import UTC, datetime
from importlib import resources
from zoneinfo import ZoneInfo

import pytest
from babel.dates import get_timezone_location
from hypothesis import given
from hypothesis import strategies as st

from memory import cities

NOW = datetime(2026, 6, 10, tzinfo=UTC)
ZONES = sorted((resources.files("tzdata") / "zones").read_text("ascii").split())
CITIES = [zone for zone in ZONES if "/" in zone and zone.split("/")[0] != "Etc"]
LOCALES = ("en_GB", "de_DE", "es_ES", "fr_FR", "pt_PT")


def same_clock(one: str, other: str) -> bool:
    return len(cities.clocks([one, other], NOW)) == 1


@pytest.mark.parametrize("locale", LOCALES)
def test_the_city_of_every_zone_leads_back_to_it_in_every_language(locale: str) -> None:
    for zone in CITIES:
        city = get_timezone_location(ZoneInfo(zone), locale=locale, return_city=True)
        found = cities.zones_of(city, now=NOW, locale=locale)
        assert any(same_clock(zone, each) for each in found), (zone, city, found)


def test_every_zone_is_known_by_its_own_name() -> None:
    for zone in CITIES:
        assert cities.zones_of(zone, now=NOW) == (zone,)
        assert cities.zones_of(zone.lower(), now=NOW) == (zone,)


@pytest.mark.parametrize(
    ("place", "zone"),
    [
        ("Lisbon", "Europe/Lisbon"),
        ("  lisboa ", "Europe/Lisbon"),
        ("New York", "America/New_York"),
        ("NYC", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("sao paulo", "America/Sao_Paulo"),
        ("St. John's", "America/St_Johns"),
        ("st johns", "America/St_Johns"),
        ("Munich", "Europe/Berlin"),
        ("Kiev", "Europe/Kyiv"),
        ("Calcutta", "Asia/Kolkata"),
        ("Germany", "Europe/Berlin"),
        ("the Netherlands", "Europe/Amsterdam"),
        ("Japan", "Asia/Tokyo"),
        ("England", "Europe/London"),
        ("Singapore", "Asia/Singapore"),
        ("Lisbon, Portugal", "Europe/Lisbon"),
        ("San Francisco, California", "America/Los_Angeles"),
        ("UTC", "UTC"),
        ("EST", "America/New_York"),
    ],
)
def test_a_place_is_found_as_people_write_it(place: str, zone: str) -> None:
    assert cities.zones_of(place, now=NOW) == (zone,)


@pytest.mark.parametrize(("place", "zone"), [("Lissabon", "Europe/Lisbon"), ("Wien", "Europe/Vienna")])
def test_a_place_is_found_in_the_language_of_the_person(place: str, zone: str) -> None:
    assert cities.zones_of(place, now=NOW, locale="de_DE") == (zone,)


def test_a_country_with_several_clocks_is_asked_about_its_biggest_first() -> None:
    assert cities.zones_of("Spain", now=NOW) == ("Europe/Madrid", "Atlantic/Canary")
    assert cities.zones_of("Portugal", now=NOW) == ("Europe/Lisbon", "Atlantic/Azores")
    assert len(cities.zones_of("USA", now=NOW)) > 3


@pytest.mark.parametrize("place", ["Springfield", "Paris, Texas", "", " , ", "Etc/GMT-2", "CET", "x" * 20_000])
def test_what_is_no_place_or_says_two_things_is_not_guessed(place: str) -> None:
    assert cities.zones_of(place, now=NOW) == ()


@given(st.text(max_size=80), st.sampled_from([*LOCALES, "xx", "", "en-Nowhere"]))
def test_any_text_and_any_language_can_be_asked_about(place: str, locale: str) -> None:
    assert all(ZoneInfo(zone) for zone in cities.zones_of(place, now=NOW, locale=locale))


@pytest.mark.parametrize("code", sorted(cities.CALLING))
def test_every_calling_code_in_the_table_belongs_to_one_clock(code: str) -> None:
    assert cities.of_number(f"+{code}123456", NOW)


def test_a_number_tells_where_somebody_is_where_its_country_keeps_one_time() -> None:
    assert cities.of_number("+49 170 1234567", NOW) == "Europe/Berlin"
    assert cities.of_number("+353861234567", NOW) == "Europe/Dublin"
    for unclear in ("+1 202 555 0100", "+7 912", "+351912345678", "49170", "+", "", "anna"):
        assert cities.of_number(unclear, NOW) is None


@pytest.mark.parametrize(
    ("tag", "zone"),
    [
        ("de", "Europe/Berlin"),
        ("de-AT", "Europe/Vienna"),
        ("ja", "Asia/Tokyo"),
        ("en-GB", "Europe/London"),
        ("zh-hans-SG", "Asia/Singapore"),
        ("en", None),
        ("pt-br", None),
        ("es", None),
        ("xx", None),
        ("", None),
    ],
)
def test_a_language_tells_where_somebody_is_where_all_who_speak_it_keep_one_time(tag: str, zone: str | None) -> None:
    assert cities.of_language(tag, NOW) == zone
