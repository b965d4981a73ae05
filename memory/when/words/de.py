"""German words of time."""

from typing import Final

from memory.when.words.vocabulary import Part, Unit, Vocabulary, listed, named

ONES: Final = ["ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]
TENS: Final = ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]
FIRST: Final = [
    "erst",
    "zweit",
    "dritt",
    "viert",
    "fünft",
    "sechst",
    "siebt|siebent",
    "acht",
    "neunt",
    "zehnt",
    "elft",
    "zwölft",
]
ENDINGS: Final = ("e", "en", "er", "es", "em")


def _inflected(*stems: str) -> str:
    return "|".join(f"{stem}{ending}" for stem in stems for ending in ENDINGS)


WORDS: Final = Vocabulary(
    language="de",
    months=listed(
        "januar|jänner|jan februar|feber|feb märz|mrz april|apr mai juni|jun juli|jul august|aug "
        "september|sept|sep oktober|okt november|nov dezember|dez",
        1,
    ),
    weekdays=listed(
        "montag|montags|mo dienstag|dienstags|di mittwoch|mittwochs|mi donnerstag|donnerstags|do "
        "freitag|freitags|fr samstag|sonnabend|samstags|sa sonntag|sonntags|so"
    ),
    units=named(
        {
            Unit.SECOND: "sekunde|sekunden|sek",
            Unit.MINUTE: "minute|minuten|min",
            Unit.HOUR: "stunde|stunden|std",
            Unit.DAY: "tag|tage|tagen",
            Unit.WEEK: "woche|wochen",
            Unit.MONTH: "monat|monate|monaten|monats",
            Unit.QUARTER: "quartal|quartale|quartalen|quartals",
            Unit.YEAR: "jahr|jahre|jahren|jahres",
            Unit.DECADE: "jahrzehnt|jahrzehnte|jahrzehnten",
            Unit.CENTURY: "jahrhundert|jahrhunderte",
        }
    ),
    short_units={"h": Unit.HOUR, "s": Unit.SECOND},
    numbers=listed(
        "null eins zwei|zwo drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
        "siebzehn achtzehn neunzehn"
    )
    | {word: 10 * ten for ten, word in enumerate(TENS, 2)}
    | {f"{one}und{ten}": 10 * tens + ones for tens, ten in enumerate(TENS, 2) for ones, one in enumerate(ONES, 1)},
    ordinals=listed(" ".join(_inflected(*stems.split("|")) for stems in FIRST), 1),
    amounts=dict.fromkeys(("ein", "eine", "einen", "einem", "einer"), 1.0)
    | {
        "ein paar": 3,
        "einige": 3,
        "einigen": 3,
        "ein halbes": 0.5,
        "einem halben": 0.5,
        "eine halbe": 0.5,
        "einer halben": 0.5,
        "anderthalb": 1.5,
        "eineinhalb": 1.5,
        "einer viertel": 0.25,
        "einer dreiviertel": 0.75,
    },
    days={"heute": 0, "morgen": 1, "gestern": -1, "übermorgen": 2, "vorgestern": -2},
    parts={
        "früh": Part.EARLY,
        "morgens": Part.MORNING,
        "der früh": Part.EARLY,
        "am morgen": Part.MORNING,
        "vormittag": Part.MORNING,
        "vormittags": Part.MORNING,
        "mittag": Part.NOONTIME,
        "mittags": Part.NOONTIME,
        "nachmittag": Part.AFTERNOON,
        "nachmittags": Part.AFTERNOON,
        "abend": Part.EVENING,
        "abends": Part.EVENING,
        "nacht": Part.NIGHT,
        "nachts": Part.NIGHT,
    },
    today_parts={
        "heute morgen": (0, Part.MORNING),
        "gestern morgen": (-1, Part.MORNING),
        "heute nacht": (0, Part.NIGHT),
    },
    lone_parts={
        "abends": Part.EVENING,
        "am abend": Part.EVENING,
        "morgens": Part.MORNING,
        "am morgen": Part.MORNING,
        "vormittags": Part.MORNING,
        "am vormittag": Part.MORNING,
        "nachmittags": Part.AFTERNOON,
        "am nachmittag": Part.AFTERNOON,
        "nachts": Part.NIGHT,
    },
    respelled={"ä": "ae", "ö": "oe", "ü": "ue"},
    seasons=listed("frühling|frühjahr sommer herbst winter"),
    signs={
        "THE": "der|die|das|den|dem|des",
        "OF": "von|vom|im|des|der|in|am|in der",
        "ON": "am|an|den|für den|zum",
        "AT": "um|gegen|ab|@",
        "ABOUT": "gegen|etwa|circa|ca|ungefähr|punkt|kurz",
        "IN": "in",
        "AGO": "zuvor|früher",
        "AGO_FIRST": "vor",
        "LATER": "später|danach",
        "BEFORE": "vor|vor dem",
        "PREVIOUSLY": "vorher|davor|zuvor|früher|im voraus",
        "EVE": "vortag",
        "EVENING_BEFORE": "vorabend",
        "PUT_OFF": "später|nach hinten",
        "BYMUCH": "um",
        "AFTERWARDS": "danach|nachher|hinterher|anschließend|darauf",
        "AFTER_IT": "nach|nach dem|nach der|nach den",
        "MORROW": "folgetag|tag darauf|tag danach",
        "AFTER": "nach|nach dem|ab",
        "OPEN_AFTER": "nach|ab|seit",
        "AFTERWARD": "nach|nach dem",
        "FROM": "von|vom",
        "FOR": "für",
        "BETWEEN": "zwischen|zwischen dem",
        "TO": "bis|bis zum|-|\N{EN DASH}|\N{EM DASH}",
        "AND": "und|,|und dem",
        "UNTIL": "bis|bis zum",
        "SINCE": "seit|seit dem",
        "BY": "bis|bis zum|vor|bis spätestens|spätestens",
        "WITHIN": "innerhalb von|binnen|in den nächsten",
        "THIS": _inflected("dies"),
        "NEXT": _inflected("nächst", "kommend"),
        "LAST": _inflected("letzt", "vergangen", "vorig"),
        "FINAL": _inflected("letzt"),
        "HALF_TO": "halb",
        "QUARTER": "viertel",
        "PAST": "nach",
        "BEFOREHOUR": "vor",
        "OCLOCK": "uhr",
        "INTHE": "am|in der|zu|gegen|zum",
        "DAYMARK": "am|zum|den",
        "DOTTED": "am|den|bis|vom|ab|zum|der",
        "AM": "am vormittag|vormittags|morgens|in der früh|am morgen",
        "PM": "nachmittags|abends|am nachmittag|am abend",
        "NOON": "12 uhr mittags|mittag|zwölf uhr mittags",
        "MIDNIGHT": "mitternacht",
        "NOW": "jetzt|sofort|gerade eben",
        "WEEKEND": "wochenende",
        "WORKDAY": "werktag|arbeitstag",
        "BEGIN": "anfang",
        "MIDDLE": "mitte",
        "END": "ende",
    },
    weak=frozenset(("mo", "di", "mi", "do", "fr", "sa", "so", "acht")),
    compounds={
        f"{day}{part}": (day, part)
        for day in ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
        for part in ("morgen", "vormittag", "mittag", "nachmittag", "abend", "nacht")
    },
    ordinal_suffixes=frozenset("."),
    holidays=named(
        {
            "leap day": "schalttag",
            "christmas": "weihnachten|erster weihnachtstag",
            "boxing day": "zweiter weihnachtstag",
            "christmas eve": "heiligabend|heiliger abend",
            "new year": "neujahr|neujahrstag",
            "new year's eve": "silvester",
            "german unity": "tag der deutschen einheit",
            "easter": "ostern|ostersonntag",
            "easter monday": "ostermontag",
            "good friday": "karfreitag",
            "ascension": "christi himmelfahrt|himmelfahrt",
            "pentecost": "pfingsten|pfingstsonntag",
            "whit monday": "pfingstmontag",
            "all saints": "allerheiligen",
            "epiphany": "heilige drei könige",
            "labour day": "tag der arbeit",
        }
    ),
)
