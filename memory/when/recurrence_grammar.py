"""How repetition is said: a grammar in the notation of `memory.when.grammar`, the same for every language."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Any, Final

from memory.when import recurrence_clock, recurrence_pieces
from memory.when.grammar import Grammar, Rule, rule
from memory.when.holidays import BY_WEEKDAY, FIXED
from memory.when.recurrence_pieces import Weekdays, span_of_week
from memory.when.recurrence_said import Nth, Said
from memory.when.recurrence_words import LANGUAGES, WORKDAYS, Every
from memory.when.tokens import Lexicon
from memory.when.words import languages
from memory.when.words.vocabulary import Part, Unit

MOST_OFTEN: Final = 24
NOON: Final = 12


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A part of a sentence that speaks of repetition. Only an `anchor` says on its own that something repeats.

    `doubt`: it may as well speak of one time ("the last Friday of the month"). `closed`: it is meant so only where
    nothing follows that could be counted ("every 15th", but not "every 15th customer").
    """

    said: Said
    anchor: bool = False
    doubt: bool = False
    closed: bool = False


def _plain(days: Weekdays) -> tuple[Nth, ...]:
    return tuple((day, None) for day in days)


def _every_days(_: object, days: Weekdays, n: Fraction = Fraction(1)) -> Clause:
    unit = Unit.WEEK if n != 1 else None
    return Clause(said=Said(unit=unit, interval=n, weekdays=_plain(days)), anchor=True)


def _three_days(_: object, days: Weekdays) -> Clause | None:
    """`Mon, Wed and Fri`: so many days in a row of words are a habit, two may be this week's."""
    return _every_days(_, days) if len(days) > 2 and days != WORKDAYS else None  # noqa: PLR2004 - see there


def _several(_: object, nth: Said) -> Clause | None:
    """`on the 1st and 15th` comes again, one supposes."""
    return Clause(said=nth, anchor=True, doubt=True) if len(nth.month_days) > 1 else None


def _every_nth_days(_: object, place: int, days: Weekdays) -> Clause | None:
    """`every first Friday` is of the month, `every second Friday` of a fortnight; further ones may be either."""
    of_month = Said(unit=Unit.MONTH, weekdays=tuple((day, place) for day in days))
    if place == 1:
        return Clause(said=of_month, anchor=True)
    # The fifth is not in every month: nobody means that.
    doubtful = (of_month,) if place in {3, 4} and len(days) == 1 else ()
    said = Said(unit=Unit.WEEK, interval=Fraction(place), weekdays=_plain(days), doubtful=doubtful)
    return Clause(said=said, anchor=True)


def _every_nth(_: object, nth: Said) -> Clause | None:
    """Without a period only what can't be an interval: lists, and what is counted from the end."""
    numbers = [number for _, number in nth.weekdays] or list(nth.positions) or list(nth.month_days)
    if len(numbers) == 1 and (numbers[0] is None or numbers[0] > 0):
        return None
    return Clause(said=replace(nth, unit=Unit.MONTH), anchor=True)


def _every_date(_: object, nth: Said) -> Clause | None:
    """`every 12th`, where nothing follows that could be counted."""
    return Clause(said=replace(nth, unit=Unit.MONTH), anchor=True, closed=True) if nth.month_days else None


def _every_figure(_: object, figures: tuple[int, ...], unit: Unit = Unit.DAY) -> Clause | None:
    """`cada día 15`, `tous les 15`."""
    return _every_date(_, Said(month_days=figures)) if unit is Unit.DAY else None


def _every_figure_of(_: object, figures: tuple[int, ...], period: Unit, unit: Unit = Unit.DAY) -> Clause | None:
    """`chaque 15 du mois`."""
    return _every_of_the(_, Said(month_days=figures), period) if unit is Unit.DAY else None


def _days_on(_: object, days: Weekdays, figures: tuple[int, ...]) -> Clause | None:
    """`every Friday the 13th`: the thirteenths that are Fridays."""
    if min(figures) < 1:
        return None
    return Clause(said=Said(unit=Unit.MONTH, weekdays=_plain(days), month_days=figures), anchor=True, closed=True)


def _days_and_figure(_: object, days: Weekdays, figure: int) -> Clause | None:
    """`every Friday 13`: up to twelve it may be an hour."""
    return _days_on(_, days, (figure,)) if figure > NOON else None


def _every_date_at(_: object, nth: Said, times: Said) -> Clause | None:
    clause = _every_date(_, nth)
    return replace(clause, said=replace(clause.said, clocks=times.clocks), closed=False) if clause else None


def _every_holiday(_: object, name: str) -> Clause | None:
    """Those that a rule can say; Easter it can't."""
    if name in FIXED:
        return Clause(said=Said(unit=Unit.YEAR, dates=(FIXED[name],)), anchor=True)
    month, weekday, number, after = BY_WEEKDAY.get(name, (0, 0, 0, 0))
    if not month or after:
        return None
    return Clause(said=Said(unit=Unit.YEAR, weekdays=((weekday, number),), months=(month,)), anchor=True)


def _holiday_every(_: object, name: str, unit: Unit) -> Clause | None:
    return _every_holiday(_, name) if unit is Unit.YEAR else None


def _of_every(_: object, nth: Said, step: Said) -> Clause | None:
    said = nth.merged(step)
    return Clause(said=said, anchor=True) if said else None


def _of_the(_: object, nth: Said, unit: Unit) -> Clause | None:
    """`the 1st and 15th of the month` come again; of a single one only who says `every` is sure."""
    if unit not in {Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.YEAR}:
        return None
    several = len(nth.month_days) + len(nth.weekdays) > 1 and not nth.positions
    return Clause(said=replace(nth, unit=unit), anchor=True, doubt=not several)


def _every_of_the(_: object, nth: Said, unit: Unit) -> Clause | None:
    clause = _of_the(_, nth, unit)
    return replace(clause, doubt=False) if clause else None


def _in_months(_: object, nth: Said, months: tuple[int, ...]) -> Clause:
    return Clause(said=replace(nth, months=months))


def _every_in_months(_: object, nth: Said, months: tuple[int, ...]) -> Clause:
    return Clause(said=replace(nth, months=months), anchor=True)


def _anchored(said: Callable[..., Said | None]) -> Callable[..., Clause | None]:
    def built(setting: object, **named: Any) -> Clause | None:  # noqa: ANN401 - a piece may be of any type
        made = said(setting, **named)
        return Clause(said=made, anchor=True) if made else None

    return built


def _aside(said: Callable[..., Said | None]) -> Callable[..., Clause | None]:
    def built(setting: object, **named: Any) -> Clause | None:  # noqa: ANN401 - a piece may be of any type
        made = said(setting, **named)
        return Clause(said=made) if made else None

    return built


def _adverb(_: object, every: Every, times: int | None = None) -> Said | None:
    unit, interval, often = every
    often = often * (times or 1)
    # "bimonthly" is used for both: every two months, and twice a month.
    doubtful = (Said(unit=Unit.MONTH, often=2),) if (unit, interval) == (Unit.MONTH, 2) else ()
    return Said(unit=unit, interval=Fraction(interval), often=often if often > 1 else None, doubtful=doubtful)


def _often(_: object, unit: Unit, times: int = 1, n: Fraction = Fraction(1)) -> Said | None:
    if not 1 <= times <= MOST_OFTEN:
        return None
    return Said(unit=unit, interval=n, often=times if times > 1 else None)


def _times_every(_: object, times: int, step: Said) -> Said | None:
    if not 1 <= times <= MOST_OFTEN:
        return None
    return replace(step, often=times) if times > 1 else step


def _parts(_: object, part: Part, days: Weekdays = (), n: Fraction = Fraction(1)) -> Said:
    return Said(unit=None if days else Unit.DAY, interval=n, weekdays=_plain(days), parts=(part,))


def _count(_: object, count: int) -> Said | None:
    return Said(count=count) if 1 <= count <= 10_000 else None  # noqa: PLR2004 - as many as a schedule takes


def _lasting(_: object, step: Said) -> Said | None:
    return Said(lasting=(step.interval, step.unit)) if step.unit else None


def _weeks(_: object, unit: Unit, week: int) -> Said | None:
    return Said(weeks=(week,)) if unit is Unit.WEEK and 1 <= week <= 53 else None  # noqa: PLR2004 - weeks of a year


CLAUSES: Final[tuple[Rule, ...]] = (
    # every …
    rule("clause", "EVERY step=:step", _anchored(lambda _, step: step)),
    rule("clause", "times=ONCE EVERY step=:step", _anchored(_times_every)),
    rule("clause", "times=INT TIMES EVERY step=:step", _anchored(_times_every)),
    rule("clause", "EVERY days=:weekdays", _every_days),
    rule("clause", "EVERY days=:weekdays OF THE|EVERY UNIT", _every_days),
    rule("clause", "EVERY OTHER days=:weekdays", lambda _, days: _every_days(_, days, Fraction(2))),
    rule("clause", "EVERY n=:number days=:weekdays", _every_days),
    rule("clause", "EVERY place=ORD days=:weekdays", _every_nth_days),
    rule("clause", "EVERY [ THE ] nth=:nth", _every_nth),
    rule("clause", "EVERY [ THE ] nth=:nth OF [ THE ] unit=UNIT", _every_of_the),
    rule("clause", "EVERY nth=:nth", _every_date),
    rule("clause", "EVERYDAYOF [ unit=UNIT ] figures=:daynumbers", _every_figure),
    rule("clause", "EVERYDAYOF figures=:daynumbers OF [ THE|EVERY ] period=UNIT", _every_figure_of),
    rule("clause", "EVERYDAYOF unit=UNIT figures=:daynumbers OF [ THE|EVERY ] period=UNIT", _every_figure_of),
    rule("clause", "EVERY days=:weekdays [ , ] DAYOF|'the' figures=:figures", _days_on),
    rule("clause", "EVERY days=:weekdays [ , ] [ ON ] [ THE ] figures=:ordinals", _days_on),
    rule("clause", "EVERY days=:weekdays figure=DAY", _days_and_figure),
    rule("clause", "EVERYDAYOF days=:weekdays figures=:daynumbers", _days_on),
    rule("clause", "[ ON ] days=:plurals [ , ] DAYOF|'the' figures=:figures", _days_on),
    rule("clause", "EVERY nth=:nth times=:times", _every_date_at),
    rule("clause", "EVERY name=HOLIDAY", _every_holiday),
    rule(
        "clause",
        "name=HOLIDAY EVERY unit=UNIT",
        _holiday_every,
    ),
    rule("clause", "EVERY part=PART|EACHPART", _anchored(_parts)),
    rule("clause", "EVERY OTHER part=PART|EACHPART", _anchored(lambda _, part: _parts(_, part, n=Fraction(2)))),
    rule("clause", "EVERY days=:weekdays [ WITHIN ] part=PART|EACHPART", _anchored(_parts)),
    rule("clause", "EVERY months=:months", _anchored(lambda _, months: Said(unit=Unit.YEAR, months=months))),
    rule("clause", "EVERY dates=:dates", _anchored(lambda _, dates: Said(unit=Unit.YEAR, dates=dates))),
    rule("clause", "EVERY nth=:nth OF months=:months", _every_in_months),
    rule("clause", "EVERY times=:times", _anchored(lambda _, times: replace(times, unit=Unit.DAY))),
    # … of every month
    rule("clause", "[ THE ] nth=:nth OF EVERY step=:step", _of_every),
    rule("clause", "[ THE ] nth=:nth EVERY step=:step", _of_every),
    rule(
        "clause",
        "[ THE ] days=:figures OF EVERY step=:step",
        lambda _, days, step: _of_every(_, Said(month_days=days), step),
    ),
    rule("clause", "[ THE ] nth=:nth OF THE unit=UNIT", _of_the),
    rule("clause", "[ THE ] nth=:nth OF unit=UNIT", _of_the),
    rule("clause", "[ THE ] nth=:nth OF months=:months", _in_months),
    rule(
        "clause", "[ THE ] nth=:nth adverb=ADVERB", lambda _, nth, adverb: _of_every(_, nth, _adverb(_, adverb) or nth)
    ),
    # daily, twice a day
    rule("clause", "every=ADVERB", _anchored(_adverb)),
    rule("clause", "times=ONCE every=ADVERB", _anchored(_adverb)),
    rule("clause", "times=INT TIMES every=ADVERB", _anchored(_adverb)),
    rule("clause", "ON|A|AMOUNT every=ADVERB BASIS", _anchored(_adverb)),
    rule("clause", "times=ONCE PER unit=UNIT", _anchored(_often)),
    rule("clause", "times=ONCE PER n=:number unit=UNIT", _anchored(_often)),
    rule("clause", "times=INT TIMES PER unit=UNIT", _anchored(_often)),
    rule("clause", "times=INT TIMES PER n=:number unit=UNIT", _anchored(_often)),
    # on Tuesdays
    rule("clause", "[ ON ] [ THE ] days=:plurals", _every_days),
    rule(
        "clause",
        "[ BETWEEN ] first=:oneday TO [ THE ] last=:oneday",
        lambda _, first, last: _every_days(_, span_of_week(_, first, last)),
    ),
    rule("clause", "[ ON ] days=:plurals [ WITHIN ] part=PART", _anchored(_parts)),
    rule(
        "clause",
        "[ ON ] day=WEEKDAY part=PLURALPART",
        lambda _, day, part: _anchored(_parts)(_, part=part, days=(day,)),
    ),
    rule("clause", "[ WITHIN ] part=PLURALPART", _anchored(_parts)),
    rule("clause", "[ ON ] days=:weekdays", _three_days),
    rule("clause", "ON [ THE ] nth=:nth", _several),
    # what leans on one of these
    rule("clause", "ON 'a' days=:weekdays", _aside(lambda _, days: Said(weekdays=_plain(days)))),
    rule("clause", "[ ON|THE ] days=:weekdays", _aside(lambda _, days: Said(weekdays=_plain(days)))),
    rule("clause", "[ ON ] [ THE ] nth=:nth", _aside(lambda _, nth: nth)),
    rule("clause", "DAYOF days=:figures", _aside(lambda _, days: Said(month_days=days))),
    rule("clause", "[ ON ] dates=:dates", _aside(lambda _, dates: Said(dates=dates))),
    rule("clause", "OF months=:months", _aside(lambda _, months: Said(months=months))),
    rule("clause", "[ OF ] unit=UNIT week=INT", _aside(_weeks)),
    rule("clause", "times=:times", _aside(lambda _, times: times)),
    rule("clause", "[ WITHIN ] part=PART", _aside(lambda _, part: Said(parts=(part,)))),
    rule("clause", "[ FOR ] [ UPTO ] [ NEXT ] count=INT TIMES [ TOTAL ]", _aside(_count)),
    rule("clause", "UPTO count=INT TIMES", _aside(_count)),
    rule("clause", "FOR [ UPTO ] [ NEXT ] step=:step [ TOTAL ]", _aside(_lasting)),
)

LEFT_OUT: Final[tuple[Rule, ...]] = (
    rule("leftout", "days=:weekdays", lambda _, days: Said(weekdays=_plain(days))),
    rule("leftout", "months=:months", lambda _, months: Said(months=months)),
    rule("leftout", "dates=:dates", lambda _, dates: Said(dates=dates)),
    rule("leftout", "[ THE ] days=:ordinals", lambda _, days: Said(month_days=days) if min(days) > 0 else None),
    rule("leftout", "[ ADVERB ] times=:times", lambda _, times: times),
)

GRAMMAR: Final = Grammar((*recurrence_pieces.RULES, *recurrence_clock.RULES, *CLAUSES, *LEFT_OUT))


# What the vocabulary of single times says of the clock, which is the same here.
OF_THE_CLOCK: Final = (
    "AM",
    "PM",
    "OCLOCK",
    "HOURWORD",
    "NOON",
    "MIDNIGHT",
    "HALF",
    "HALF_TO",
    "QUARTER",
    "PAST",
    "BEFOREHOUR",
)


@cache
def lexicon(language: str) -> Lexicon:
    """Cuts texts of a language into tokens for `GRAMMAR`; English for one that there are no words of."""
    vocabulary = languages.of(language)
    repeating = LANGUAGES[vocabulary.language]
    of_the_clock = {tag: vocabulary.signs[tag] for tag in OF_THE_CLOCK if tag in vocabulary.signs}
    words = replace(vocabulary, signs={**of_the_clock, **repeating.signs})
    return Lexicon(words, GRAMMAR.literals, repeating.tagged())
