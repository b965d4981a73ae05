"""What people say of when, and the time it is; said in Lisbon on Wednesday 18 November 2026 at 10:20."""

import pytest

from memory.when import times
from memory.when.reading import Direction
from tests.memory.when.clockwork import LISBON, NOW, found, said, sure

DAYS = {
    "today": "2026-11-18/2026-11-19",
    "tomorrow": "2026-11-19/2026-11-20",
    "tmrw": "2026-11-19/2026-11-20",
    "the day after tomorrow": "2026-11-20/2026-11-21",
    "3 May": "2027-05-03/2027-05-04",
    "3rd of May": "2027-05-03/2027-05-04",
    "the third of may": "2027-05-03/2027-05-04",
    "May 3rd": "2027-05-03/2027-05-04",
    "May the 4th": "2027-05-04/2027-05-05",
    "twenty-first of December": "2026-12-21/2026-12-22",
    "3 May 2028": "2028-05-03/2028-05-04",
    "May 3, 2028": "2028-05-03/2028-05-04",
    "3 May '28": "2028-05-03/2028-05-04",
    "Friday, 27 November": "2026-11-27/2026-11-28",
    "Fri Nov 27": "2026-11-27/2026-11-28",
    "27-Nov-2026": "2026-11-27/2026-11-28",
    "2026/Nov/27": "2026-11-27/2026-11-28",
    "2026-11-27": "2026-11-27/2026-11-28",
    "2026.11.27": "2026-11-27/2026-11-28",
    "27/11/2026": "2026-11-27/2026-11-28",
    "27.11.2026": "2026-11-27/2026-11-28",
    "27/11/26": "2026-11-27/2026-11-28",
    "on 27/11": "2026-11-27/2026-11-28",
    "on the 27th": "2026-11-27/2026-11-28",
    "on the 3rd": "2026-12-03/2026-12-04",
    "Friday the 27th": "2026-11-27/2026-11-28",
    "the 20th of next month": "2026-12-20/2026-12-21",
    "3 May next year": "2027-05-03/2027-05-04",
    "the ides of March": "2027-03-15/2027-03-16",
}
WEEKDAYS = {
    "Friday": "2026-11-20/2026-11-21",
    "on wednesday": "2026-11-18/2026-11-19",
    "this Friday": "2026-11-20/2026-11-21",
    "next Friday": "2026-11-27/2026-11-28",
    "next Monday": "2026-11-23/2026-11-24",
    "this coming Friday": "2026-11-20/2026-11-21",
    "Friday after next": "2026-11-27/2026-11-28",
    "Friday of next week": "2026-11-27/2026-11-28",
    "next week on Friday": "2026-11-27/2026-11-28",
    "two Sundays from now": "2026-11-29/2026-11-30",
    "a week on Tuesday": "2026-12-01/2026-12-02",
    "Tuesday week": "2026-12-01/2026-12-02",
    "two weeks from Monday": "2026-12-07/2026-12-08",
    "the first Tuesday of December": "2026-12-01/2026-12-02",
    "the second Sunday in May 2027": "2027-05-09/2027-05-10",
    "the last Friday of the month": "2026-11-27/2026-11-28",
    "first Monday of next month": "2026-12-07/2026-12-08",
    "the first Monday of the month": "2026-12-07/2026-12-08",
    "the third Tuesday after Christmas": "2027-01-12/2027-01-13",
    "the Friday before Easter": "2027-03-26/2027-03-27",
    "the closest Monday to 5 October": "2027-10-04/2027-10-05",
    "the last day of May": "2027-05-31/2027-06-01",
    "the fifth last day of May": "2027-05-27/2027-05-28",
    "the closest Friday to 27 November": "2026-11-27/2026-11-28",
    "the next to last Friday of December": "2026-12-18/2026-12-19",
    "next weekday": "2026-11-19/2026-11-20",
}
PERIODS = {
    "this week": "2026-11-16/2026-11-23",
    "next week": "2026-11-23/2026-11-30",
    "the week after next": "2026-11-30/2026-12-07",
    "next month": "2026-12-01/2027-01-01",
    "next year": "2027-01-01/2028-01-01",
    "this quarter": "2026-10-01/2027-01-01",
    "Q1 2027": "2027-01-01/2027-04-01",
    "the second quarter": "2027-04-01/2027-07-01",
    "in March": "2027-03-01/2027-04-01",
    "March next year": "2027-03-01/2027-04-01",
    "next year in March": "2027-03-01/2027-04-01",
    "2028 March": "2028-03-01/2028-04-01",
    "the beginning of the month": "2026-12-01/2026-12-11",
    "the end of the year": "2026-09-01/2027-01-01",
    "EOM": "2026-11-21/2026-12-01",
    "EOW": "2026-11-20/2026-11-23",
    "EOY": "2026-09-01/2027-01-01",
    "mid-2027": "2027-05-01/2027-09-01",
    "week of the 7th": "2026-12-07/2026-12-14",
    "the first month of next year": "2027-01-01/2027-02-01",
    "next March": "2027-03-01/2027-04-01",
    "March 2028": "2028-03-01/2028-04-01",
    "3/2028": "2028-03-01/2028-04-01",
    "2028-03": "2028-03-01/2028-04-01",
    "in 2028": "2028-01-01/2029-01-01",
    "the year 2028": "2028-01-01/2029-01-01",
    "the weekend": "2026-11-21/2026-11-23",
    "next weekend": "2026-11-28/2026-11-30",
    "the last weekend of November": "2026-11-28/2026-11-30",
    "in the summer": "2027-06-21/2027-09-23",
    "summer 2028": "2028-06-21/2028-09-23",
    "next spring": "2027-03-20/2027-06-21",
    "the third week of June": "2027-06-21/2027-06-28",
    "the week of 7 December": "2026-12-07/2026-12-14",
    "early December": "2026-12-01/2026-12-11",
    "mid December": "2026-12-11/2026-12-21",
    "the end of December": "2026-12-21/2027-01-01",
    "end of next week": "2026-11-27/2026-11-30",
    "next 3 weeks": "2026-11-23/2026-12-14",
    "the next two months": "2026-12-01/2027-02-01",
    "the upcoming two months": "2027-01-01/2027-02-01",
    "all week": "2026-11-16/2026-11-23",
}
HOURS = {
    "3pm": "2026-11-18 15:00",
    "3 p.m.": "2026-11-18 15:00",
    "at 3p": "2026-11-18 15:00",
    "3ish pm": "2026-11-18 15:00",
    "15:30": "2026-11-18 15:30",
    "15h30": "2026-11-18 15:30",
    "at 1530": "2026-11-18 15:30",
    "at 0730": "2026-11-19 07:30",
    "3.30pm": "2026-11-18 15:30",
    "330 pm": "2026-11-18 15:30",
    "three thirty pm": "2026-11-18 15:30",
    "half past three pm": "2026-11-18 15:30",
    "half past 3": "2026-11-18 15:30",
    "half three": "2026-11-18 15:30",
    "quarter to four pm": "2026-11-18 15:45",
    "20 past 3": "2026-11-18 15:20",
    "20 minutes to 3": "2026-11-18 14:40",
    "at 10 to 8": "2026-11-18 19:50",
    "15 past noon": "2026-11-18 12:15",
    "noon": "2026-11-18 12:00",
    "midnight": "2026-11-19 00:00",
    "3 o'clock": "2026-11-18 15:00",
    "3 in the afternoon": "2026-11-18 15:00",
    "7 in the morning": "2026-11-19 07:00",
    "8 tonight": "2026-11-18 20:00",
    "tonight at 8": "2026-11-18 20:00",
    "this afternoon at 3": "2026-11-18 15:00",
    "tomorrow evening at 5": "2026-11-19 17:00",
    "tomorrow night at 12": "2026-11-20 00:00",
    "tomorrow night at 2": "2026-11-20 02:00",
    "9 tomorrow": "2026-11-19 09:00",
    "9 tomorrow morning": "2026-11-19 09:00",
    "tomorrow at 3 in the afternoon": "2026-11-19 15:00",
    "3pm tomorrow": "2026-11-19 15:00",
    "tomorrow after 4pm": "2026-11-19 16:00",
    "at 9am on Saturday": "2026-11-21 09:00",
    "next Tuesday at 3": "2026-11-24 15:00",
    "on the 27th at 9": "2026-11-27 09:00",
    "2026-11-27T15:30": "2026-11-27 15:30",
    "2026-11-27 15:30:20": "2026-11-27 15:30",
    "14:15 27/11/2026": "2026-11-27 14:15",
    "Fri Nov 27 11:00:09 2026": "2026-11-27 11:00",
    "Christmas Eve at 7pm": "2026-12-24 19:00",
    "tomorrow by 5pm": "2026-11-19 17:00",
    "8 in the morning on Monday": "2026-11-23 08:00",
    "on Saturday evening at 8": "2026-11-21 20:00",
    "this time tomorrow": "2026-11-19 10:20",
    "in 2 days at noon": "2026-11-20 12:00",
    "at 10 30": "2026-11-18 10:30",
    "about 5pm": "2026-11-18 17:00",
    "around 5": "2026-11-18 17:00",
}
FROM_NOW = {
    "in 5 minutes": "2026-11-18 10:25",
    "in half an hour": "2026-11-18 10:50",
    "in an hour and a half": "2026-11-18 11:50",
    "in 1.5 hours": "2026-11-18 11:50",
    "in 1h30": "2026-11-18 11:50",
    "in two and a half hours": "2026-11-18 12:50",
    "in 1 hour, 5 minutes, and 30 seconds": "2026-11-18 11:25",
    "in a quarter of an hour": "2026-11-18 10:35",
    "in 1/4 hour": "2026-11-18 10:35",
    "in a couple of hours": "2026-11-18 12:20",
    "10 minutes from now": "2026-11-18 10:30",
    "set a timer for 20 minutes": "2026-11-18 10:40",
    "+15min": "2026-11-18 10:35",
    "in 3 days": "2026-11-21",
    "in 3 days' time": "2026-11-21",
    "a few days later": "2026-11-21",
    "2 weeks hence": "2026-12-02",
    "in a fortnight": "2026-12-02",
    "in two months": "2027-01-18",
    "a year from today": "2027-11-18",
    "in 7 days at 5pm": "2026-11-25 17:00",
    "two days before Christmas": "2026-12-23/2026-12-24",
    "the day after Christmas": "2026-12-26/2026-12-27",
    "10 minutes before noon": "2026-11-18 11:50",
    "next Tuesday +10 days": "2026-12-04/2026-12-05",
}
RANGES = {
    "from 3 to 5 pm": "2026-11-18 15:00/2026-11-18 17:00",
    "3-5pm tomorrow": "2026-11-19 15:00/2026-11-19 17:00",
    "11-1pm": "2026-11-18 11:00/2026-11-18 13:00",
    "11pm-3": "2026-11-18 23:00/2026-11-19 03:00",
    "9:30 - 11:00": "2026-11-18 09:30/2026-11-18 11:00",
    "Friday from 9 to 11": "2026-11-20 09:00/2026-11-20 11:00",
    "between 10 and 12 on Friday": "2026-11-20 10:00/2026-11-20 12:00",
    "tomorrow morning from 8 to 10": "2026-11-19 08:00/2026-11-19 10:00",
    "Monday 9-5": "2026-11-23 09:00/2026-11-23 17:00",
    "9-5 on Monday": "2026-11-23 09:00/2026-11-23 17:00",
    "from 8 to 10 tomorrow morning": "2026-11-19 08:00/2026-11-19 10:00",
    "from 10 to 12 tomorrow": "2026-11-19 10:00/2026-11-19 12:00",
    "9am to 11am on Friday": "2026-11-20 09:00/2026-11-20 11:00",
    "from Friday evening to Sunday": "2026-11-20 18:00/2026-11-23 00:00",
    "from 9am Friday to 5pm Sunday": "2026-11-20 09:00/2026-11-22 17:00",
    "2026-11-28 17:00:00/2026-11-29 21:00:00": "2026-11-28 17:00/2026-11-29 21:00",
    "22-23 December at 7pm": "2026-12-22 19:00/2026-12-23 19:00",
    "January 5 to February 3": "2027-01-05/2027-02-04",
    "April to June": "2027-04-01/2027-07-01",
    "EOD": "2026-11-18 17:00/2026-11-19 00:00",
    "EOD tomorrow": "2026-11-19 17:00/2026-11-20 00:00",
    "the next morning": "2026-11-19 06:00/2026-11-19 12:00",
    "in two days in the evening": "2026-11-20 18:00/2026-11-21 00:00",
    "13-15 December": "2026-12-13/2026-12-16",
    "December 13 to 15": "2026-12-13/2026-12-16",
    "from the 13th to the 15th of December": "2026-12-13/2026-12-16",
    "10 December - 12 January": "2026-12-10/2027-01-13",
    "Monday to Friday": "2026-11-23/2026-11-28",
    "tomorrow evening": "2026-11-19 18:00/2026-11-20 00:00",
    "in the afternoon": "2026-11-18 12:00/2026-11-18 18:00",
    "in the morning": "2026-11-19 06:00/2026-11-19 12:00",
    "the morning of 5 May": "2027-05-05 06:00/2027-05-05 12:00",
    "tomorrow at 3pm for two hours": "2026-11-19 15:00/2026-11-19 17:00",
}
PAST = {
    "yesterday": "2026-11-17/2026-11-18",
    "the day before yesterday": "2026-11-16/2026-11-17",
    "Friday": "2026-11-13/2026-11-14",
    "last Wednesday": "2026-11-11/2026-11-12",
    "Friday of last week": "2026-11-13/2026-11-14",
    "two Sundays ago": "2026-11-08/2026-11-09",
    "3 May": "2026-05-03/2026-05-04",
    "on the 27th": "2026-10-27/2026-10-28",
    "in December": "2025-12-01/2026-01-01",
    "last March": "2026-03-01/2026-04-01",
    "last summer": "2026-06-21/2026-09-23",
    "last Easter": "2026-04-05/2026-04-06",
    "the past 2 months": "2026-09-01/2026-11-01",
    "last weekend": "2026-11-14/2026-11-16",
    "since Monday": "2026-11-16/2026-11-17",
    "March last year": "2025-03-01/2025-04-01",
    "the week before last": "2026-11-02/2026-11-09",
    "BOM": "2026-11-01/2026-11-11",
    "10 August 2555 BE": "2012-08-10/2012-08-11",
    "10 31 1974": "1974-10-31/1974-11-01",
    "last evening": "2026-11-17 18:00/2026-11-18 00:00",
    "the 80s": "1980-01-01/1990-01-01",
    "the 1990s": "1990-01-01/2000-01-01",
    "at 3pm": "2026-11-17 15:00",
    "last night": "2026-11-17 18:00/2026-11-18 00:00",
    "in the afternoon": "2026-11-17 12:00/2026-11-17 18:00",
    "2 hours ago": "2026-11-18 08:20",
    "2 weeks ago": "2026-11-04",
    "Thursday the 12th": "2026-11-12/2026-11-13",
    "last weekday": "2026-11-17/2026-11-18",
}
HOLIDAYS = {
    "Christmas": "2026-12-25/2026-12-26",
    "new year's eve": "2026-12-31/2027-01-01",
    "Easter": "2027-03-28/2027-03-29",
    "Good Friday 2028": "2028-04-14/2028-04-15",
    "next Easter": "2027-03-28/2027-03-29",
    "Thanksgiving": "2026-11-26/2026-11-27",
    "black friday": "2026-11-27/2026-11-28",
    "mother's day": "2027-05-09/2027-05-10",
    "Christmas in two years": "2028-12-25/2028-12-26",
    "Easter next year": "2027-03-28/2027-03-29",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [pair for table in (DAYS, WEEKDAYS, PERIODS, HOURS, FROM_NOW, RANGES, HOLIDAYS) for pair in table.items()],
)
def test_a_phrase_looking_forward_is_the_time_that_people_mean(text: str, expected: str) -> None:
    assert said(sure(text)) == expected


@pytest.mark.parametrize(("text", "expected"), PAST.items())
def test_a_phrase_looking_back_is_the_time_that_people_mean(text: str, expected: str) -> None:
    assert said(sure(text, direction=Direction.BACK)) == expected


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("call Ana about the lease next Tuesday at 3", "next Tuesday at 3"),
        ("The dentist is on 3 May, I think", "on 3 May"),
        ("buy 3 apples (tomorrow)", "tomorrow"),
        ("see you at 5pm!", "at 5pm"),
        ("Ben's party on Saturday evening", "on Saturday evening"),
        ("remind me in 20 minutes to turn the oven off", "in 20 minutes"),
    ],
)
def test_a_time_is_found_within_a_sentence(text: str, part: str) -> None:
    read = found(text)
    assert read is not None
    assert text[slice(*read.span)] == part
    assert all(moment.span == read.span for moment in read.readings)


def test_every_time_of_a_text_is_found_in_order() -> None:
    text = "lunch tomorrow at noon, dentist on 3 May and the rent is due on the 27th"
    parts = [text[slice(*read.span)] for read in times.find_all(text, now=NOW, zone=LISBON)]
    assert parts == ["tomorrow at noon", "on 3 May", "on the 27th"]


@pytest.mark.parametrize(("month_first", "expected"), [(True, "2027-05-06"), (False, "2027-06-05")])
def test_month_or_day_is_first_as_the_person_writes(*, month_first: bool, expected: str) -> None:
    assert sure("on 5/6", month_first=month_first).start.strftime("%Y-%m-%d") == expected
    assert sure("05/06/2027", month_first=month_first).start.strftime("%Y-%m-%d") == expected


@pytest.mark.parametrize("month_first", [True, False])
def test_a_date_that_exists_only_one_way_round_is_read_that_way(*, month_first: bool) -> None:
    for text in ("25/12/2026", "12/25/2026", "2026-25-12"):
        assert said(sure(text, month_first=month_first)) == "2026-12-25/2026-12-26"
