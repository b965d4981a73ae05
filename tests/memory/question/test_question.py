"""What a question asks for, in English."""

from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from memory.question import Question, Shape, Wanted, WindowOn, leaning_on, operators, read
from memory.question.asked import EVER, FOREVER

ZONE: Final = ZoneInfo("Europe/Lisbon")
# A Wednesday.
NOW: Final = datetime(2026, 6, 17, 15, 30, tzinfo=ZONE)


def asked(text: str, *names: str) -> Question:
    return read(text, now=NOW, zone=ZONE, names=names)


@pytest.mark.parametrize(
    ("text", "wanted", "of"),
    [
        ("who fixed the roof?", Wanted.PERSON, ""),
        ("where did I park", Wanted.PLACE, ""),
        ("when did we repaint the hall", Wanted.DATE, ""),
        ("what time does the library close", Wanted.TIME, ""),
        ("when should the beans be sown", Wanted.TIME, ""),
        ("when is Clara's birthday", Wanted.DATE, ""),
        ("Clara's birthday", Wanted.DATE, "birthday"),
        ("what did I get Clara for her birthday", Wanted.ANYTHING, ""),
        ("how much was the sofa", Wanted.MONEY, ""),
        ("what did we pay the plumber", Wanted.MONEY, ""),
        ("how much flour goes into the bread", Wanted.MEASURE, ""),
        ("how tall is the wardrobe", Wanted.MEASURE, ""),
        ("what dose of antibiotic does the dog get", Wanted.MEASURE, "dose of antibiotic"),
        ("how long does the paint dry", Wanted.DURATION, ""),
        ("how many people are coming on Saturday", Wanted.NUMBER, ""),
        ("plumber's phone number", Wanted.PHONE, "phone number"),
        ("number for the plumber", Wanted.PHONE, "number"),
        ("email address of the school", Wanted.EMAIL, "email address"),
        ("what's Hugo's address", Wanted.ADDRESS, "address"),
        ("can you tell me the wifi password please", Wanted.CODE, "password"),
        ("passport number", Wanted.CODE, "passport number"),
        ("who changed the wifi password?", Wanted.PERSON, ""),
        ("what's Hugo's surname", Wanted.NAME, "surname"),
        ("what is the neighbour's cat called", Wanted.NAME, ""),
        ("link to the recipe", Wanted.LINK, "link"),
        ("did I water the plants", Wanted.YES_NO, ""),
        ("why did we change banks", Wanted.REASON, ""),
        ("how do I bleed the radiators", Wanted.WAY, ""),
        ("the boiler is out, who do I ring", Wanted.PERSON, ""),
        ("what colour is the fence", Wanted.ANYTHING, "colour"),
    ],
)
def test_what_is_wanted_is_read_off_the_words_of_asking(text: str, wanted: Wanted, of: str) -> None:
    question = asked(text)
    assert (question.wanted, question.of if of else "") == (wanted, of)


@pytest.mark.parametrize(
    ("text", "shape", "of"),
    [
        ("all my soup recipes", Shape.LIST, "soup recipes"),
        ("which films have I noted", Shape.LIST, "films"),
        ("what do we still need to buy", Shape.LIST, ""),
        ("everything about the allotment", Shape.LIST, ""),
        ("what did I save yesterday", Shape.LIST, ""),
        ("gutter cleanings and the price of each", Shape.LIST, ""),
        ("what did we do last weekend", Shape.LIST, ""),
        ("how many times did I go to the dentist", Shape.COUNT, "times"),
        ("in how many goes did Ben pay me back", Shape.COUNT, "goes"),
        ("how many recipes have I saved", Shape.COUNT, "recipes"),
        ("how many films this year", Shape.COUNT, "films"),
        ("how many people are coming", Shape.ONE, ""),
        ("how many tablets a day", Shape.ONE, ""),
        ("how often should I feed the sourdough", Shape.ONE, ""),
        ("where is the drill", Shape.ONE, ""),
    ],
)
def test_lists_and_counts_are_told_from_single_answers(text: str, shape: Shape, of: str) -> None:
    question = asked(text)
    assert (question.shape, question.of if of else "") == (shape, of)


@pytest.mark.parametrize(
    ("text", "since", "until", "on"),
    [
        ("what did I send you yesterday", (2026, 6, 16), (2026, 6, 17), WindowOn.TOLD),
        ("what did I note about the trip last week", (2026, 6, 8), (2026, 6, 15), WindowOn.TOLD),
        ("what did I note about the trip in March", (2026, 3, 1), (2026, 4, 1), WindowOn.EITHER),
        ("what did I tell Clara last week", (2026, 6, 8), (2026, 6, 15), WindowOn.EITHER),
        ("what happened last March", (2026, 3, 1), (2026, 4, 1), WindowOn.EITHER),
        ("what's on tomorrow", (2026, 6, 18), (2026, 6, 19), WindowOn.ABOUT),
        ("what's on friday", (2026, 6, 19), (2026, 6, 20), WindowOn.ABOUT),
        ("what did I save on Christmas Day", (2025, 12, 25), (2025, 12, 26), WindowOn.TOLD),
        ("notes from the last two weeks", (2026, 6, 3), (2026, 6, 18), WindowOn.TOLD),
        ("what did I write in the week before Easter", (2026, 3, 29), (2026, 4, 5), WindowOn.TOLD),
        ("what did I save in the first week of May", (2026, 5, 1), (2026, 5, 11), WindowOn.TOLD),
        ("what did I note in the last week of May", (2026, 5, 25), (2026, 6, 1), WindowOn.TOLD),
        ("notes from the first ten days of May", (2026, 5, 1), (2026, 5, 11), WindowOn.TOLD),
        ("what did we do over the summer", (2025, 6, 21), (2025, 9, 23), WindowOn.EITHER),
        ("where were we a year ago", (2025, 4, 18), (2025, 8, 17), WindowOn.EITHER),
        ("what did I save between March and May", (2026, 3, 1), (2026, 6, 1), WindowOn.TOLD),
        ("what did I note the weekend after Easter", (2026, 4, 11), (2026, 4, 13), WindowOn.TOLD),
    ],
)
def test_times_are_looked_for_backwards_and_say_of_what_they_are(
    text: str, since: tuple[int, int, int], until: tuple[int, int, int], on: WindowOn
) -> None:
    window = asked(text).window
    assert window
    assert (window.since.date(), window.until.date(), window.on) == (date(*since), date(*until), on)


def test_a_limit_leaves_the_other_side_open() -> None:
    before, since = asked("what did I save before June").window, asked("notes since April").window
    assert before
    assert (before.since, before.until) == (EVER, datetime(2026, 6, 1, tzinfo=ZONE))
    assert since
    assert (since.since, since.until) == (datetime(2026, 4, 1, tzinfo=ZONE), FOREVER)
    assert EVER.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "since Clara left, who feeds the cat",
        "what do we need for christmas",
        "what time do they lock up at night",
        "when did I note the boiler pressure",
        "how do I cook the Sunday roast",
        "how much is it a year",
    ],
)
def test_words_of_time_that_name_no_day_stay_words(text: str) -> None:
    assert asked(text).window is None


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("what did I note about the boiler last week", "the boiler"),
        ("show me all my soup recipes", "soup recipes"),
        ("what did I send you yesterday", ""),
        ("where's Clara's bike?", "Clara's bike"),
        ("what did I text you by sms about the lease", "the lease"),
        ("lease -parking #home", "lease"),
    ],
)
def test_the_subject_is_what_is_searched_for(text: str, subject: str) -> None:
    assert asked(text).subject == subject


def test_operators_are_read_anywhere_and_in_any_case() -> None:
    question = asked('soup #Winter PERSON:"Clara P" has:pictures "red lentils" -cumin -#draft tag:a,b')
    assert question.subject == "soup"
    assert question.facets == (
        frozenset({"tag:winter"}),
        frozenset({"person:clara p"}),
        frozenset({"has:photo"}),
        frozenset({"tag:a", "tag:b"}),
    )
    assert (question.phrases, question.without) == (("red lentils",), ("cumin",))
    assert question.without_facets == {"tag:draft"}


@pytest.mark.parametrize(
    ("written", "since", "until"),
    [
        ("after:2025-03-01", date(2025, 3, 1), None),
        ("before:2025-03-01", None, date(2025, 3, 1)),
        ("after:2025 before:March 2026", date(2025, 1, 1), date(2026, 3, 1)),
        ("after:last week", date(2026, 6, 8), None),
        ("before:01/04/2026", None, date(2026, 4, 1)),
        ('after:"3 May"', date(2026, 5, 3), None),
    ],
)
def test_after_begins_with_its_day_and_before_ends_ahead_of_it(
    written: str, since: date | None, until: date | None
) -> None:
    question = asked(f"boiler {written}")
    assert question.window
    assert question.window.on is WindowOn.TOLD
    assert question.window.since == (
        EVER if since is None else datetime(since.year, since.month, since.day, tzinfo=ZONE)
    )
    assert question.window.until == (
        FOREVER if until is None else datetime(until.year, until.month, until.day, tzinfo=ZONE)
    )
    assert question.subject == "boiler"


@pytest.mark.parametrize("behind", ["boiler", "#home", "x", '"boiler"', "-boiler", "12 mm", "(boiler)"])
@pytest.mark.parametrize("times", ["after:2025-03-01 before:2025-04-01", "before:1/4/2025,after:1/3/2025"])
def test_a_time_is_read_whatever_is_written_behind_it(times: str, behind: str) -> None:
    question = asked(f"{times} {behind}")
    assert question.window
    assert (question.window.since.date(), question.window.until.date()) == (date(2025, 3, 1), date(2025, 4, 1))


def test_of_hundreds_of_times_only_the_first_few_are_read() -> None:
    asked_for: list[str] = []

    def times(text: str) -> None:
        asked_for.append(text)

    found = operators.read("before:x " * 300, times)
    assert (found.window, len(asked_for)) == (None, 2 * operators.MOST_TIMES)


def test_an_operator_that_cannot_be_read_stays_a_word() -> None:
    question = asked("before:noon has:fun")
    assert question.window is None
    assert not question.facets
    assert question.subject == "before:noon has:fun"


def test_months_come_first_for_those_who_write_them_first() -> None:
    question = read("after:01/04/2026", now=NOW, zone=ZONE, languages=("en-US",))
    assert question.window
    assert question.window.since.date() == date(2026, 1, 4)


def test_people_are_those_known_and_those_written_as_names() -> None:
    assert asked("does anna p eat fish", "Anna P").people == ("anna p",)
    assert asked("what does Clara think of it").people == ("clara",)


@pytest.mark.parametrize(
    "text",
    [
        "and hers?",
        "what else does he take?",
        "how much did I pay for it",
        "and on Sunday?",
        "what about April?",
        "why?",
    ],
)
def test_what_needs_the_exchange_before_leans_on_it(text: str) -> None:
    assert asked(text).leans


@pytest.mark.parametrize(
    "text",
    ["does Clara still have her bike?", "the tap drips again, where do I turn it off", "who is Clara", "my keys"],
)
def test_what_names_what_it_speaks_of_does_not_lean(text: str) -> None:
    assert not asked(text).leans


def test_a_leaning_question_takes_over_what_it_leaves_out() -> None:
    before = asked("what's Clara's shoe size?")
    hers = leaning_on(asked("and Hugo's?", "Hugo"), before)
    assert (hers.subject, hers.wanted, hers.people, hers.leans) == (
        "Hugo's shoe size",
        Wanted.MEASURE,
        ("hugo",),
        False,
    )
    phone = leaning_on(asked("what's her number?"), asked("who is Clara"))
    assert (phone.wanted, phone.people) == (Wanted.PHONE, ("clara",))
    assert "Clara" in phone.subject


def test_a_question_that_leaves_two_things_open_asks_for_one_of_them() -> None:
    after = leaning_on(asked("do we know if it's a tabby or a tortoiseshell"), asked("when does the kitten come"))
    assert after.wanted is Wanted.YES_NO
    assert "kitten" in after.subject


@pytest.mark.parametrize(
    ("text", "event", "days"),
    [
        ("what did I note the weekend the roof leaked", "the roof leaked", 0),
        ("what did I write the day we moved", "we moved", 1),
        ("things I told you during the Rome trip", "Rome trip", None),
        ("what did I save while we were in Rome?", "in Rome", None),
        ("what did I write while we were camping", "camping", None),
    ],
)
def test_a_time_of_telling_may_be_named_by_what_happened_then(text: str, event: str, days: int | None) -> None:
    occasion = asked(text).occasion
    assert occasion
    assert (occasion.event, occasion.days) == (event, days)


@pytest.mark.parametrize("text", ["what did I note the weekend after Easter", "what did the Rome trip cost"])
def test_a_time_of_the_calendar_is_no_occasion_nor_is_a_subject(text: str) -> None:
    assert asked(text).occasion is None


def test_another_month_keeps_the_rest_of_the_question() -> None:
    before = asked("what did I spend on petrol in March")
    after = leaning_on(asked("and in April?"), before)
    assert after.window
    assert after.window.since.month == 4
    assert (after.wanted, after.subject) == (before.wanted, before.subject)


def test_another_time_of_telling_is_one_as_well() -> None:
    saved = leaning_on(asked("and in April?"), asked("what did I save in May?"))
    assert saved.window
    assert (saved.window.on, saved.window.since.month, saved.shape) == (WindowOn.TOLD, 4, Shape.LIST)
    counted = leaning_on(asked("and in April?"), asked("how many notes do I have?"))
    assert counted.window
    assert (counted.tally, counted.window.on, counted.window.since.month) == (True, WindowOn.TOLD, 4)


def test_what_is_asked_further_of_several_times_is_asked_of_all_of_them() -> None:
    before = asked("what did I save in March and in May?")
    texted = leaning_on(asked("and by sms?"), before)
    assert len(before.others) == 1
    assert (texted.window, texted.others) == (before.window, before.others)
    assert texted.facets == (frozenset({"channel:sms"}),)


def test_memories_of_something_are_looked_for_even_after_all_were_counted() -> None:
    about = leaning_on(asked("and about the garden?"), asked("how many notes do I have?"))
    assert (about.tally, about.shape) == (False, Shape.COUNT)
    assert "garden" in about.subject


def test_a_question_that_stands_alone_is_left_as_it_is() -> None:
    question = asked("where is the drill")
    assert leaning_on(question, asked("who is Clara")) is question
