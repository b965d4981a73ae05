"""English words of time."""

from typing import Final

from memory.when.words.vocabulary import Part, Unit, Vocabulary, listed, named

ONES: Final = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TEENS: Final = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS: Final = ["twenty", "thirty", "forty|fourty", "fifty", "sixty", "seventy", "eighty", "ninety"]
FIRSTS: Final = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]


def _joined(second: list[str]) -> dict[str, int]:
    """Twenty-one to ninety-nine, with a hyphen and without."""
    return {
        f"{word}{mark}{one}": 10 * ten + value
        for ten, group in enumerate(TENS, 2)
        for word in group.split("|")
        for value, one in enumerate(second, 1)
        for mark in ("-", " ")
    }


NUMBERS: Final = (
    listed(" ".join(["zero", *ONES, *TEENS]))
    | {word: 10 * ten for ten, group in enumerate(TENS, 2) for word in group.split("|")}
    | _joined(ONES)
)
ORDINALS: Final = (
    listed(" ".join([*FIRSTS, "tenth eleventh twelfth|twelveth thirteenth fourteenth fifteenth sixteenth"]), 1)
    | listed("seventeenth eighteenth nineteenth twentieth", 17)
    | {"thirtieth": 30}
    | {words: value for words, value in _joined(FIRSTS).items() if value <= 31}  # noqa: PLR2004 - days of a month
)

WORDS: Final = Vocabulary(
    language="en",
    months=listed(
        "january|jan february|feb|febuary march|mar april|apr may june|jun july|jul august|aug "
        "september|sep|sept october|oct november|nov december|dec",
        1,
    ),
    weekdays=listed(
        "monday|mon|mondays tuesday|tue|tues|tuesdays wednesday|wed|weds|wednesdays|wednsday "
        "thursday|thu|thur|thurs|thursdays friday|fri|fridays saturday|sat|saturdays sunday|sun|sundays"
    ),
    units=named(
        {
            Unit.SECOND: "second|seconds|sec|secs",
            Unit.MINUTE: "minute|minutes|min|mins",
            Unit.HOUR: "hour|hours|hr|hrs|h",
            Unit.DAY: "day|days",
            Unit.WEEK: "week|weeks|wk|wks",
            Unit.FORTNIGHT: "fortnight|fortnights",
            Unit.MONTH: "month|months|mo|mos|mth|mths",
            Unit.QUARTER: "quarter|quarters|qtr|qtrs",
            Unit.YEAR: "year|years|yr|yrs",
            Unit.DECADE: "decade|decades",
            Unit.CENTURY: "century|centuries",
        }
    ),
    short_units=named(
        {
            Unit.SECOND: 's|"',
            Unit.MINUTE: "m|'",
            Unit.HOUR: "h",
            Unit.DAY: "d",
            Unit.WEEK: "w",
            Unit.MONTH: "mon",
            Unit.YEAR: "y",
        }
    ),
    numbers=NUMBERS,
    ordinals=ORDINALS,
    amounts={
        "a": 1,
        "an": 1,
        "a couple": 2,
        "a couple of": 2,
        "couple of": 2,
        "a pair of": 2,
        "a few": 3,
        "few": 3,
        "several": 3,
        "a dozen": 12,
        "half a": 0.5,
        "half an": 0.5,
        "a half": 0.5,
        "an half": 0.5,
        "half": 0.5,
        "a quarter of a": 0.25,
        "a quarter of an": 0.25,
        "quarter of an": 0.25,
        "three quarters of an": 0.75,
    },
    days={
        "today": 0,
        "tomorrow": 1,
        "tmr": 1,
        "tmrw": 1,
        "tomorow": 1,
        "tommorow": 1,
        "tommorrow": 1,
        "2morrow": 1,
        "yesterday": -1,
        "day after tomorrow": 2,
        "overmorrow": 2,
        "day before yesterday": -2,
    },
    parts={
        "early morning": Part.EARLY,
        "early in the morning": Part.EARLY,
        "morning": Part.MORNING,
        "mornin": Part.MORNING,
        "lunch": Part.NOONTIME,
        "lunchtime": Part.NOONTIME,
        "lunch time": Part.NOONTIME,
        "afternoon": Part.AFTERNOON,
        "afternoonish": Part.AFTERNOON,
        "arvo": Part.AFTERNOON,
        "evening": Part.EVENING,
        "eve": Part.EVENING,
        "night": Part.NIGHT,
        "nite": Part.NIGHT,
        "late night": Part.LATE,
        "late at night": Part.LATE,
        "after lunch": Part.AFTER_LUNCH,
        "after work": Part.AFTER_WORK,
        "after school": Part.AFTER_LUNCH,
    },
    today_parts={
        "tonight": (0, Part.EVENING),
        "tonite": (0, Part.EVENING),
        "2nite": (0, Part.EVENING),
        "late tonight": (0, Part.LATE),
        "late tonite": (0, Part.LATE),
        "last night": (-1, Part.EVENING),
        "late last night": (-1, Part.LATE),
    },
    seasons=listed("spring summer autumn|fall winter"),
    signs={
        "THE": "the",
        "OF": "of|in|from|for",
        "ON": "on|for",
        "AT": "at|@",
        "ABOUT": "about|around|approximately|approx|circa|roughly|exactly|precisely|sharp|ish",
        "IN": "in",
        "AGO": "ago|back|earlier",
        "LATER": "later|hence|from now|from right now|from today|after today",
        "BEFORE": "before|prior to",
        "PREVIOUSLY": "beforehand|earlier|sooner|prior|in advance|ahead of time|ahead",
        "PREVIOUS": "previous|preceding",
        "PUT_OFF": "later",
        "BYMUCH": "by|back by|for",
        "AFTERWARDS": "afterwards|afterward|after",
        "AFTER_IT": "after|following",
        "AFTER": "after|from|past",
        "OPEN_AFTER": "after|later than|since|starting|starting from|from",
        "AFTERWARD": "after|later than",
        "FROM": "from",
        "FOR": "for",
        "BETWEEN": "between|in between",
        "TO": "to|until|till|til|thru|through|-|\N{EN DASH}|\N{EM DASH}",
        "AND": "and|&|,",
        "UNTIL": "until|till|til|up to",
        "SINCE": "since",
        "BY": "by|before|no later than|at the latest by",
        "WITHIN": "within|within the next|in the next",
        "THIS": "this|current|the current",
        "NEXT": "next|following|the next|the following",
        "COMING": "coming|upcoming|this coming",
        "LAST": "last|past|previous|this past",
        "FINAL": "last|final",
        "HALF": "half",
        "QUARTER": "quarter|a quarter",
        "PAST": "past|after",
        "BEFOREHOUR": "to|till|til|before|of",
        "OCLOCK": "o'clock|oclock|o' clock",
        "AM": "am|a.m.|a.m|a m",
        "PM": "pm|p.m.|p.m|p m|in the pm",
        "NOON": "noon|midday|twelve noon|12 noon|noontime",
        "MIDNIGHT": "midnight",
        "NOW": "now|right now|just now|at once|at this time|at the moment|immediately|asap|this instant",
        "WEEKEND": "weekend|week-end|week end|wkend",
        "WORKDAY": "weekday|workday|work day|working day|business day",
        "BEGIN": "start of|beginning of|early|early in",
        "MIDDLE": "middle of|mid",
        "END": "end of|late|late in",
        "TIMER": "timer|wait|alarm|snooze|countdown|pause|give it",
        "MORE": "more|additional|further",
        "INTHE": "in the|at|during the|at the|for",
        "DAYMARK": "on the",
        "EOD": "end of day|end of the day|eod|close of business|cob|end of business",
        "EOM": "eom",
        "EOY": "eoy",
        "EOW": "eow",
        "BOM": "bom",
        "WHOLE": "all|whole|the whole|all of",
        "CLOCKTIME": "time",
    },
    weak=frozenset(
        (
            "may",
            "march",
            "mar",
            "sat",
            "sun",
            "mon",
            "wed",
            "second",
            "sec",
            "fall",
            "spring",
            "summer",
            "winter",
            "eve",
            "jan",
            "back",
        )
    ),
    compounds={
        f"{which}{unit}": (which, unit)
        for which in ("last", "next", "this")
        for unit in ("day", "night", "week", "weekend", "month", "year")
    },
    ordinal_suffixes=frozenset(("st", "nd", "rd", "th")),
    holidays=named(
        {
            "leap day": "leap day|leap-day",
            "christmas": "christmas|christmas day|xmas|xmas day|x-mas",
            "christmas eve": "christmas eve|xmas eve",
            "boxing day": "boxing day",
            "new year": "new year's day|new years day|new year day|new year|new years|new year's",
            "new year's eve": "new year's eve|new years eve|nye",
            "valentine": "valentine's day|valentines day|valentine day|valentine's|valentines",
            "st patrick": "st patrick's day|saint patrick's day|st. patrick's day|st patricks day",
            "halloween": "halloween|hallowe'en",
            "all saints": "all saints' day|all saints day",
            "labour day": "may day",
            "independence day": "independence day",
            "easter": "easter|easter sunday",
            "easter monday": "easter monday|easter mon",
            "good friday": "good friday",
            "palm sunday": "palm sunday",
            "ash wednesday": "ash wednesday",
            "maundy thursday": "maundy thursday",
            "ascension": "ascension day|ascension",
            "pentecost": "pentecost|whit sunday|pentecost sunday",
            "whit monday": "whit monday|pentecost monday",
            "corpus christi": "corpus christi",
            "shrove tuesday": "shrove tuesday|pancake day|pancake tuesday|mardi gras",
            "epiphany": "epiphany",
            "thanksgiving": "thanksgiving|thanksgiving day",
            "black friday": "black friday",
            "us labor day": "labor day",
            "memorial day": "memorial day",
            "mlk": "mlk day|martin luther king day|martin luther king jr. day|martin luther king's day",
            "mother's day": "mother's day|mothers day|mother day",
            "father's day": "father's day|fathers day|father day",
            "earth day": "earth day",
            "april fools": "april fools|april fool's day|april fools' day|april fools day",
            "groundhog day": "groundhog day",
            "women's day": "international women's day|women's day",
        }
    ),
)
