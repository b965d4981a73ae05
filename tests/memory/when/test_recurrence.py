from datetime import UTC, datetime
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory.when.recurrence import Assumed, Trouble, find
from tests.endless import comes_to_an_end
from tests.memory.when.recurring import NOW, ZONE, read


def due(text: str, language: str = "en", limit: int = 3) -> list[str]:
    schedule = read(text, language).schedule
    assert schedule is not None, text
    return [f"{each:%d.%m.%y %H:%M}" for each in schedule.occurrences(after=NOW, limit=limit)]


# phrase, its rule with no more than was said.
PHRASES: Final = [
    ("every day", "FREQ=DAILY"),
    ("everyday", "FREQ=DAILY"),
    ("each day", "FREQ=DAILY"),
    ("every single day", "FREQ=DAILY"),
    ("every other day", "FREQ=DAILY;INTERVAL=2"),
    ("every second day", "FREQ=DAILY;INTERVAL=2"),
    ("every 3rd day", "FREQ=DAILY;INTERVAL=3"),
    ("once every ten days", "FREQ=DAILY;INTERVAL=10"),
    ("on a daily basis", "FREQ=DAILY"),
    ("every second", "FREQ=SECONDLY"),
    ("every 15 mins", "FREQ=MINUTELY;INTERVAL=15"),
    ("every half hour", "FREQ=MINUTELY;INTERVAL=30"),
    ("every half an hour", "FREQ=MINUTELY;INTERVAL=30"),
    ("every hour and a half", "FREQ=MINUTELY;INTERVAL=90"),
    ("every two and a half hours", "FREQ=MINUTELY;INTERVAL=150"),
    ("every 1.5 hours", "FREQ=MINUTELY;INTERVAL=90"),
    ("hourly", "FREQ=HOURLY"),
    ("every few hours", "FREQ=HOURLY;INTERVAL=3"),
    (
        "every hour between 9 and 5 on weekdays",
        "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=9,10,11,12,13,14,15,16,17;BYMINUTE=0",
    ),
    ("weekly", "FREQ=WEEKLY"),
    ("once a week on sunday", "FREQ=WEEKLY;BYDAY=SU"),
    ("fortnightly", "FREQ=WEEKLY;INTERVAL=2"),
    ("every fortnight", "FREQ=WEEKLY;INTERVAL=2"),
    ("biweekly on thursday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
    ("every other friday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
    ("every second friday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
    ("every 2 weeks on monday and friday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR"),
    ("every mon, wed, and fri", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
    ("mon, wed and fri", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
    ("mwf", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
    ("on tuesdays & thursdays", "FREQ=WEEKLY;BYDAY=TU,TH"),
    ("monday through friday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("sat-tue", "FREQ=WEEKLY;BYDAY=MO,TU,SA,SU"),
    ("weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("every business day", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("every other weekend", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU"),
    ("3 times a week", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
    ("twice a week on monday and thursday", "FREQ=WEEKLY;BYDAY=MO,TH"),
    ("monthly", "FREQ=MONTHLY"),
    ("quarterly", "FREQ=MONTHLY;INTERVAL=3"),
    ("semi-annually", "FREQ=MONTHLY;INTERVAL=6"),
    ("twice a year", "FREQ=MONTHLY;INTERVAL=6"),
    ("semi-monthly", "FREQ=MONTHLY;BYMONTHDAY=1,16"),
    ("the 4th of every month", "FREQ=MONTHLY;BYMONTHDAY=4"),
    ("every 4th and 10th of the month", "FREQ=MONTHLY;BYMONTHDAY=4,10"),
    ("every 12th", "FREQ=MONTHLY;BYMONTHDAY=12"),
    ("on the 1st and 15th of the month", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
    ("first and third tuesday of the month", "FREQ=MONTHLY;BYDAY=1TU,3TU"),
    ("the last day of each month", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ("start of every month", "FREQ=MONTHLY;BYMONTHDAY=1"),
    ("every month at the end", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ("every last friday", "FREQ=MONTHLY;BYDAY=-1FR"),
    ("every first monday", "FREQ=MONTHLY;BYDAY=1MO"),
    ("2nd to last friday of each month", "FREQ=MONTHLY;BYDAY=-2FR"),
    ("the penultimate monday of every month", "FREQ=MONTHLY;BYDAY=-2MO"),
    ("last business day of every month", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
    ("first friday of every 3rd month", "FREQ=MONTHLY;INTERVAL=3;BYDAY=1FR"),
    ("first day of every quarter", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=1"),
    ("last day of every quarter", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
    ("yearly", "FREQ=YEARLY"),
    ("every june", "FREQ=YEARLY;BYMONTH=6"),
    ("every january and july", "FREQ=YEARLY;BYMONTH=1,7"),
    ("every june to august", "FREQ=YEARLY;BYMONTH=6,7,8"),
    ("every year on december 25th", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25"),
    ("every 4 july", "FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=4"),
    ("every aug 20 and 30", "FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=20,30"),
    ("the first monday in september every year", "FREQ=YEARLY;BYMONTH=9;BYDAY=1MO"),
    ("every christmas", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25"),
    ("thanksgiving every year", "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"),
    ("every decade", "FREQ=YEARLY;INTERVAL=10"),
    ("every fri in week 12", "FREQ=YEARLY;BYWEEKNO=12;BYDAY=FR"),
    ("the 100th day of every year", "FREQ=YEARLY;BYYEARDAY=100"),
    ("every monday in june", "FREQ=WEEKLY;BYMONTH=6;BYDAY=MO"),
    ("every day at 9am and 5pm", "FREQ=DAILY;BYHOUR=9,17;BYMINUTE=0"),
    ("at 9 and 5 every day", "FREQ=DAILY;BYHOUR=9,17;BYMINUTE=0"),
    ("every day at noon and midnight", "FREQ=DAILY;BYHOUR=0,12;BYMINUTE=0"),
    ("every day at half past 8", "FREQ=DAILY;BYHOUR=8;BYMINUTE=30"),
    ("every day at quarter to nine", "FREQ=DAILY;BYHOUR=8;BYMINUTE=45"),
    ("every day at 10 past 8", "FREQ=DAILY;BYHOUR=8;BYMINUTE=10"),
    ("every day at 05:30", "FREQ=DAILY;BYHOUR=5;BYMINUTE=30"),
    ("every day at 1730", "FREQ=DAILY;BYHOUR=17;BYMINUTE=30"),
    ("every day at 9 o'clock", "FREQ=DAILY;BYHOUR=9;BYMINUTE=0"),
    ("every day at 12a", "FREQ=DAILY;BYHOUR=0;BYMINUTE=0"),
    ("every day at 9:00:30", "FREQ=DAILY;BYHOUR=9;BYMINUTE=0;BYSECOND=30"),
    ("every evening at 8", "FREQ=DAILY;BYHOUR=20;BYMINUTE=0"),
    ("every night at 12", "FREQ=DAILY;BYHOUR=0;BYMINUTE=0"),
    ("at 8 in the evening every day", "FREQ=DAILY;BYHOUR=20;BYMINUTE=0"),
    ("nightly", "FREQ=DAILY;BYHOUR=21;BYMINUTE=0"),
    ("every monday morning", "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0"),
    ("on monday mornings", "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0"),
    ("every friday 5 times", "FREQ=WEEKLY;BYDAY=FR;COUNT=5"),
    ("daily for 10 occurrences", "FREQ=DAILY;COUNT=10"),
    ("daily at 3am 10x", "FREQ=DAILY;BYHOUR=3;BYMINUTE=0;COUNT=10"),
    ("every day for two weeks", "FREQ=DAILY;UNTIL=20261205T103000"),
    ("every day until december 24", "FREQ=DAILY;UNTIL=20261224T235959"),
    ("every tuesday until march", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270228T235959"),
    ("every tuesday through march", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270331T235959"),
    ("every tuesday until the end of the year", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261231T235959"),
    ("every 30 minutes until 5pm", "FREQ=MINUTELY;INTERVAL=30;UNTIL=20261121T170000"),
    ("every monday and every thursday at 5pm", "FREQ=WEEKLY;BYDAY=MO,TH;BYHOUR=17;BYMINUTE=0"),
    ("every 2 days, every 3 days", "FREQ=DAILY;INTERVAL=2"),
    ("every day at 9 minutes past 8", "FREQ=DAILY;BYHOUR=8;BYMINUTE=9"),
    ("every tuesday from 6pm to 7pm", "FREQ=WEEKLY;BYDAY=TU;BYHOUR=18;BYMINUTE=0"),
    ("every year on 14/3", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=14"),
    ("yearly on 3/14", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=14"),
    ("every 6 weeks on a tuesday", "FREQ=WEEKLY;INTERVAL=6;BYDAY=TU"),
    ("twice every week", "FREQ=WEEKLY;BYDAY=MO,TH"),
    ("3 times every 2 weeks", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR"),
    ("gym Mon/Wed/Fri at 6am", "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYHOUR=6;BYMINUTE=0"),
    ("gym mon wed fri 6am", "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYHOUR=6;BYMINUTE=0"),
    ("every day at 5 to 12", "FREQ=DAILY;BYHOUR=11;BYMINUTE=55"),
    ("every afternoon at 12", "FREQ=DAILY;BYHOUR=12;BYMINUTE=0"),
    ("every 3rd monday and thursday", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TH"),
    ("every 15th at 8am", "FREQ=MONTHLY;BYMONTHDAY=15;BYHOUR=8;BYMINUTE=0"),
    ("the 20th of june every year", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=20"),
    ("every week on the last day", "FREQ=WEEKLY;BYDAY=FR"),
    ("every half year", "FREQ=MONTHLY;INTERVAL=6"),
    ("twice a month on the 3rd and 20th", "FREQ=MONTHLY;BYMONTHDAY=3,20"),
    ("every hour from 22:00 to 2:00", "FREQ=DAILY;BYHOUR=0,1,2,22,23;BYMINUTE=0"),
    ("every mon starting sun", "FREQ=WEEKLY;BYDAY=MO"),
    ("every day for 90 minutes at 8am", "FREQ=DAILY;BYHOUR=8;BYMINUTE=0"),
    ("every monday for 2 hours", "FREQ=WEEKLY;BYDAY=MO"),
    # Other languages.
    ("es|cada lunes a las 9", "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0"),
    ("es|todos los días a las 8 y media", "FREQ=DAILY;BYHOUR=8;BYMINUTE=30"),
    ("es|los martes y jueves a las 7 de la tarde", "FREQ=WEEKLY;BYDAY=TU,TH;BYHOUR=19;BYMINUTE=0"),
    ("es|de lunes a viernes", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("es|el primer lunes de cada mes", "FREQ=MONTHLY;BYDAY=1MO"),
    ("es|el día 15 de cada mes", "FREQ=MONTHLY;BYMONTHDAY=15"),
    ("es|cada año el 3 de marzo", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3"),
    ("es|cada dos semanas", "FREQ=WEEKLY;INTERVAL=2"),
    ("es|cada mañana a las 8", "FREQ=DAILY;BYHOUR=8;BYMINUTE=0"),
    ("es|dos veces al día", "FREQ=DAILY;BYHOUR=9,21;BYMINUTE=0"),
    ("de|jeden Montag um 9 Uhr", "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0"),
    ("de|jeden zweiten Tag", "FREQ=DAILY;INTERVAL=2"),
    ("de|alle drei Tage um halb 9", "FREQ=DAILY;INTERVAL=3;BYHOUR=8;BYMINUTE=30"),
    ("de|montags und donnerstags um 18 Uhr", "FREQ=WEEKLY;BYDAY=MO,TH;BYHOUR=18;BYMINUTE=0"),
    ("de|jeden ersten Montag im Monat", "FREQ=MONTHLY;BYDAY=1MO"),
    ("de|am 15. jedes Monats", "FREQ=MONTHLY;BYMONTHDAY=15"),
    ("de|von Montag bis Freitag", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("de|jeden Morgen", "FREQ=DAILY;BYHOUR=9;BYMINUTE=0"),
    ("de|jeden Abend um 8", "FREQ=DAILY;BYHOUR=20;BYMINUTE=0"),
    ("de|jedes Jahr am 3. März", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3"),
    ("fr|tous les lundis à 9h30", "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=30"),
    ("fr|tous les 2 jours", "FREQ=DAILY;INTERVAL=2"),
    ("fr|chaque jour à 20h", "FREQ=DAILY;BYHOUR=20;BYMINUTE=0"),
    ("fr|du lundi au vendredi", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("fr|le 15 de chaque mois", "FREQ=MONTHLY;BYMONTHDAY=15"),
    ("fr|le premier lundi de chaque mois", "FREQ=MONTHLY;BYDAY=1MO"),
    ("fr|tous les matins", "FREQ=DAILY;BYHOUR=9;BYMINUTE=0"),
    ("fr|une fois par semaine", "FREQ=WEEKLY"),
    ("pt|toda segunda às 9", "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0"),
    ("pt|todos os dias às 8", "FREQ=DAILY;BYHOUR=8;BYMINUTE=0"),
    ("pt|todas as segundas e quintas às 18h", "FREQ=WEEKLY;BYDAY=MO,TH;BYHOUR=18;BYMINUTE=0"),
    ("pt|às terças", "FREQ=WEEKLY;BYDAY=TU"),
    ("pt|de segunda a sexta", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("pt|a cada 2 semanas", "FREQ=WEEKLY;INTERVAL=2"),
    ("pt|todo mês no dia 5", "FREQ=MONTHLY;BYMONTHDAY=5"),
    ("pt|toda sexta-feira às 5 da tarde", "FREQ=WEEKLY;BYDAY=FR;BYHOUR=17;BYMINUTE=0"),
]


@pytest.mark.parametrize(("phrase", "rule"), PHRASES)
def test_a_phrase_is_its_rule(phrase: str, rule: str) -> None:
    language, bar, text = phrase.rpartition("|")
    assert read(text, language if bar else "en").rule == rule


# ---- the first occurrence ----


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("every day at 11am", ["21.11.26 11:00", "22.11.26 11:00"]),
        ("every day at 10am", ["22.11.26 10:00", "23.11.26 10:00"]),
        ("every 2 hours", ["21.11.26 12:30", "21.11.26 14:30"]),
        ("every 2 hours at 9pm", ["21.11.26 21:00", "21.11.26 23:00"]),
        # The first Thursday there is, then every second one.
        ("every other thursday", ["26.11.26 09:00", "10.12.26 09:00"]),
        ("every other saturday", ["28.11.26 09:00", "12.12.26 09:00"]),
        ("weekly", ["28.11.26 09:00", "05.12.26 09:00"]),
        ("monthly", ["21.12.26 09:00", "21.01.27 09:00"]),
        ("yearly", ["21.11.27 09:00", "21.11.28 09:00"]),
        ("every 3 days starting next monday", ["23.11.26 09:00", "26.11.26 09:00"]),
        ("starting in april, daily until june", ["01.04.27 09:00", "02.04.27 09:00"]),
        ("every day starting tomorrow at 7", ["22.11.26 07:00", "23.11.26 07:00"]),
        ("every monday from june to august", ["07.06.27 09:00", "14.06.27 09:00"]),
        ("mondays at 9 and thursdays at 5", ["23.11.26 09:00", "26.11.26 17:00"]),
        ("twice a day at 8 and 20:30", ["21.11.26 20:30", "22.11.26 08:00"]),
        ("every day but sunday", ["23.11.26 09:00", "24.11.26 09:00"]),
        ("daily except mondays", ["22.11.26 09:00", "24.11.26 09:00"]),
        ("every day except weekends at 8", ["23.11.26 08:00", "24.11.26 08:00"]),
        ("every weekday except tuesday at 7:30", ["23.11.26 07:30", "25.11.26 07:30"]),
        ("every day except sundays and mondays at noon", ["21.11.26 12:00", "24.11.26 12:00"]),
        ("daily except in november and december", ["01.01.27 09:00", "02.01.27 09:00"]),
        ("daily but not on 22 november", ["23.11.26 09:00", "24.11.26 09:00"]),
        ("daily except tomorrow and next tuesday", ["23.11.26 09:00", "25.11.26 09:00"]),
        ("every 12 hours except daily at 10:30pm", ["22.11.26 10:30", "23.11.26 10:30"]),
        ("every saturday except in november 2026", ["05.12.26 09:00", "12.12.26 09:00"]),
        ("every month remind me on the 5th", ["05.12.26 09:00", "05.01.27 09:00"]),
    ],
)
def test_it_begins_when_a_person_would_expect(text: str, expected: list[str]) -> None:
    assert due(text, limit=2) == expected


def test_monthly_said_on_the_31st_is_the_last_day_of_a_shorter_month() -> None:
    found = find("monthly", now=datetime(2026, 12, 31, 12, tzinfo=UTC), zone=ZONE)
    assert found
    assert found.schedule
    days = [each.day for each in found.schedule.occurrences(after=datetime(2026, 12, 31, 12, tzinfo=UTC), limit=3)]
    assert days == [31, 28, 31]


# ---- doubts ----


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("every third thursday", ["FREQ=WEEKLY;INTERVAL=3;BYDAY=TH", "FREQ=MONTHLY;BYDAY=3TH"]),
        ("monthly on friday", ["FREQ=MONTHLY;BYDAY=FR", "FREQ=MONTHLY;BYDAY=1FR"]),
        ("bimonthly on the 3rd", ["FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=3", "FREQ=MONTHLY;BYMONTHDAY=3"]),
        ("the 31st of every month", ["FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"]),
        (
            "every 29 february",
            ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1"],
        ),
        ("every 2-3 days", ["FREQ=DAILY;INTERVAL=2", "FREQ=DAILY;INTERVAL=3"]),
    ],
)
def test_what_may_mean_two_things_is_given_as_both(text: str, rules: list[str]) -> None:
    found = read(text)
    assert [schedule.rules[0].removesuffix(";BYHOUR=9;BYMINUTE=0") for schedule in found.schedules] == rules
    assert found.confidence < 0.6


def test_a_day_of_the_month_without_every_may_be_meant_once() -> None:
    assert read("the last friday of the month").doubt
    assert not read("the last friday of every month").doubt


def test_an_adjective_is_a_weaker_sign_than_words_of_its_own() -> None:
    assert read("the weekly report every friday").rule == "FREQ=WEEKLY;BYDAY=FR"
    alone = read("my daily standup is at 9")
    assert alone.rule == "FREQ=DAILY;BYHOUR=9;BYMINUTE=0"
    assert alone.confidence < 0.6
    assert alone.spans == ((20, 24),)


@pytest.mark.parametrize(
    ("text", "assumed"),
    [
        ("every day", {Assumed.HOUR}),
        ("every day at 9", {Assumed.BARE_HOUR}),
        ("every day at 9am", set()),
        ("every morning", {Assumed.PART}),
        ("every hour", set()),
        ("3 times a week at 10am", {Assumed.DAYS}),
        ("daily starting tomorrow at 7pm", set()),
    ],
)
def test_what_was_assumed_is_named(text: str, assumed: set[Assumed]) -> None:
    assert read(text).assumed == assumed


# ---- what is wrong ----


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("every 30 february", Trouble.IMPOSSIBLE),
        ("daily at 25:00", Trouble.IMPOSSIBLE),
        ("daily at 9:75", Trouble.IMPOSSIBLE),
        ("daily starting 31 april", Trouble.IMPOSSIBLE),
        ("every monday except mondays", Trouble.CONTRADICTORY),
        ("every day from 3 december until 1 december 2026", Trouble.CONTRADICTORY),
        ("every day until yesterday", Trouble.PAST),
        ("every day for 999999999 years", Trouble.TOO_FAR),
    ],
)
def test_what_can_never_be_is_said_to_be_wrong(text: str, problem: Trouble) -> None:
    found = read(text)
    assert (found.problem, found.schedules) == (problem, ())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "once in a while",
        "every time i hear that",
        "everyone likes every one of them",
        "the spare key is under the blue pot",
        "call me on +351 912 345 678",
        "version 2.3.4 is out",
        "monday and tuesday",
        "i met her on friday at 9",
        "for 3x",
        "the second month",
        "every third person",
        "each of them",
    ],
)
def test_what_does_not_come_again_is_left_alone(text: str) -> None:
    assert find(text, now=NOW, zone=ZONE) is None


def test_only_one_sentence_is_read_together() -> None:
    assert read("I run every monday. The film is at 8pm.").rule == "FREQ=WEEKLY;BYDAY=MO"
    assert read("every monday I run at 8pm").rule == "FREQ=WEEKLY;BYDAY=MO;BYHOUR=20;BYMINUTE=0"


def test_days_of_a_month_have_no_place_in_what_comes_daily() -> None:
    assert read("every day first thing").rule == "FREQ=DAILY"


def test_for_who_is_to_be_woken_hours_are_before_noon() -> None:
    found = find("at 6:30 every weekday", now=NOW, zone=ZONE, morning=True)
    assert found
    assert found.rule == "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=6;BYMINUTE=30"


def test_a_language_without_words_is_read_as_english() -> None:
    assert read("every monday", "xx").rule == "FREQ=WEEKLY;BYDAY=MO"
    assert read("toda segunda", "pt-BR").rule == "FREQ=WEEKLY;BYDAY=MO"


# ---- any text ----

WORDS: Final = st.sampled_from(
    """
    every each other second third last first of the month week day monday and , - to until from starting except for 3 5
    31st 12:30 at am pm twice a times x in march may june hour year daily weekly noon half quarter
    """.split()  # noqa: SIM905 - a word list reads better as prose
)


@settings(deadline=None)
@given(
    st.one_of(st.text(), st.lists(WORDS, max_size=30).map(" ".join)), st.sampled_from(["en", "es", "de", "fr", "pt"])
)
def test_no_text_is_trouble(text: str, language: str) -> None:
    found = find(text, now=NOW, zone=ZONE, language=language)
    if found:
        assert bool(found.schedules) is (found.problem is None)
        assert 0 <= found.span[0] < found.span[1] <= len(text)


@pytest.mark.parametrize(
    "piece",
    [
        "every ",
        "mon and ",
        "every monday and ",
        "12 34 5:30 ",
        "starting ",
        "daily except may and ",
        "1st, ",
        "until 5 ",
        "x",
    ],
)
def test_no_text_however_long_keeps_the_reader_busy(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    with comes_to_an_end():
        find(text, now=NOW, zone=ZONE)
