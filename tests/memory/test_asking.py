"""Questions are answered from what their person told: one thing, a list, a number, or nothing that fits."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.messages import ChannelName
from memory.asking import LISTED, Answer
from memory.changes import Changes
from tests.memory.desk import NOW, Desk

LISBON = ZoneInfo("Europe/Lisbon")
MAY = datetime(2025, 5, 14, 9, tzinfo=UTC)
JUNE = datetime(2025, 6, 2, 9, tzinfo=UTC)


async def tell(
    desk: Desk, *texts: str, at: datetime = MAY, channel: ChannelName = ChannelName.WEB, apart: timedelta | None = None
) -> None:
    """Have these remembered, as told at that time; `apart` lies between one and the next."""
    changes = Changes()
    for number, text in enumerate(texts):
        told = at + (apart or timedelta(hours=3)) * number
        await desk.memory(changes).save(text, at=told, channel=channel)
    await desk.commit(changes)


async def ask(desk: Desk, question: str, *, skip: int = 0) -> Answer:
    questions = desk.questions()
    return await questions.answer(questions.read(question, now=NOW, zone=LISBON), skip=skip)


def texts(answer: Answer) -> Sequence[str]:
    return [each.memory.text for each in answer.found]


async def test_what_was_told_at_a_time_is_listed_in_the_order_told(anna: Desk) -> None:
    await tell(anna, "milk ran out", "bread too")
    await tell(anna, "paid the rent", at=JUNE)
    answer = await ask(anna, "what did I save in May 2025?")
    assert (answer.listed, answer.total) == (True, 2)
    assert texts(answer) == ["milk ran out", "bread too"]


async def test_at_a_time_of_which_nothing_was_told_nothing_fits(anna: Desk) -> None:
    await tell(anna, "milk ran out")
    answer = await ask(anna, "what did I save in April 2025?")
    assert not answer.fits
    assert answer.found == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("#gift", ["a scarf for Ben #gift"]),
        ("#gift before:2025-05-01", []),
        ("#gift after:2025-05-01", ["a scarf for Ben #gift"]),
        ("what did I write by sms", ["the bus stops at six"]),
        ("garden -hose", ["the garden gate sticks"]),
        ('garden -"gate leaks"', ["the garden hose leaks", "the garden gate sticks"]),
        ('garden -"gate sticks"', ["the garden hose leaks"]),
        ('"garden hose"', ["the garden hose leaks"]),
    ],
)
async def test_operators_narrow(anna: Desk, question: str, expected: Sequence[str]) -> None:
    await tell(anna, "a scarf for Ben #gift", "the garden gate sticks", "the garden hose leaks")
    await tell(anna, "the bus stops at six", at=JUNE, channel=ChannelName.SMS)
    assert texts(await ask(anna, question)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("gate -may", ["the gate sticks"]),
        ('gate "may"', ["the gate may open on its own"]),
        ('gate "May 2025"', []),
        ("gate -2025", ["the gate may open on its own", "the gate sticks"]),
    ],
)
async def test_words_left_out_and_quoted_are_those_of_the_text_not_the_month_it_was_told_in(
    anna: Desk, question: str, expected: Sequence[str]
) -> None:
    await tell(anna, "the gate sticks", "the gate may open on its own")
    assert sorted(texts(await ask(anna, question))) == expected


async def test_a_list_is_whole_and_comes_in_pages(anna: Desk) -> None:
    notes = [f"recipe: soup number {number} #soup" for number in range(LISTED + 3)]
    await tell(anna, *notes)
    first = await ask(anna, "all my #soup")
    assert (first.total, len(first.found)) == (LISTED + 3, LISTED)
    second = await ask(anna, "all my #soup", skip=LISTED)
    assert sorted([*texts(first), *texts(second)]) == sorted(notes)


async def test_a_whole_kind_is_listed_by_its_tag_and_counted(anna: Desk) -> None:
    await tell(anna, "lentils, coconut, lime #recipe", "oats, butter, syrup #recipe", "the dentist was kind")
    assert texts(await ask(anna, "all my recipes")) == ["lentils, coconut, lime #recipe", "oats, butter, syrup #recipe"]
    counted = await ask(anna, "how many recipes have I saved?")
    assert (counted.listed, counted.total) == (True, 2)


async def test_how_many_were_told_at_a_time_is_exact(anna: Desk) -> None:
    await tell(anna, *(f"note {number} of many" for number in range(LISTED + 5)), apart=timedelta(minutes=1))
    await tell(anna, "one more", at=JUNE)
    assert (await ask(anna, "how many notes did I save in May 2025?")).total == LISTED + 5


async def test_how_many_memories_there_are_is_exact_whatever_they_tell_of(anna: Desk, ben: Desk) -> None:
    await tell(anna, *(f"note {number} of many" for number in range(LISTED + 5)), apart=timedelta(minutes=1))
    await tell(anna, "the alarm is off", "🎉", at=JUNE, channel=ChannelName.SMS)
    await tell(ben, "nobody else's")
    await anna.forget((await anna.memory().recent(9))[-1].id)
    assert (await ask(anna, "how many notes do I have?")).total == LISTED + 6
    assert (await ask(anna, "how many memories did I save by sms")).total == 2
    assert (await ask(anna, "how many notes do I have from May 2025?")).total == LISTED + 4


async def test_of_no_memories_there_are_none_and_that_is_an_answer(anna: Desk) -> None:
    answer = await ask(anna, "how many notes do I have?")
    assert (answer.fits, answer.listed, answer.total) == (True, True, 0)


async def test_a_list_leaves_out_what_was_only_told_in_between(anna: Desk) -> None:
    await tell(
        anna, "the boat needs a rope", "the oven is broken", "boat insurance ends soon", apart=timedelta(seconds=20)
    )
    assert texts(await ask(anna, "list everything about the boat")) == [
        "the boat needs a rope",
        "boat insurance ends soon",
    ]


async def test_of_two_truths_the_newer_comes_first_and_the_older_is_marked(anna: Desk) -> None:
    await tell(anna, "the gate code is 2204")
    await tell(anna, "the gate code is 4417", at=JUNE)
    first, second = (await ask(anna, "what's the gate code?")).found[:2]
    assert (first.memory.text, first.overtaken) == ("the gate code is 4417", False)
    assert (second.memory.text, second.overtaken) == ("the gate code is 2204", True)


@pytest.mark.parametrize(
    ("language", "notes", "question"),
    [
        ("es", ("cumpleaños de lucía 3 de mayo", "lucía odia el cilantro"), "cuando cumple lucia"),
        ("es", ("cumpleaños de lucía 3 de mayo", "cumpleaños de marta 9 de junio"), "cuando cumple lucia"),
        ("pt", ("a clara faz anos a 3 de maio", "ligar à clara amanhã"), "quando é que a clara faz anos"),
        ("pt", ("a clara faz anos a 3 de maio", "o rui faz anos a 9 de junho"), "quando é que a clara faz anos"),
        ("de", ("Lucia hat am 3. Mai Geburtstag", "Lucia kommt am Freitag"), "wann hat lucia geburtstag"),
        ("fr", ("étagères ikea 89 euros", "lampe ikea 30 euros"), "combien coûtaient les étagères"),
        ("en", ("ikea shelves 89 euros", "bread 3 euros"), "how much did the shelves cost"),
    ],
)
async def test_what_nothing_newer_contradicts_comes_first_and_is_no_history(
    anna: Desk, language: str, notes: Sequence[str], question: str
) -> None:
    await tell(anna, *notes, apart=timedelta(days=3))
    questions = anna.questions()
    asked = questions.read(question, now=NOW, zone=LISBON, languages=(language, "en"))
    answer = await questions.answer(asked)
    assert (answer.fits, texts(answer)[0]) == (True, notes[0])
    assert not any(each.overtaken for each in answer.found)


@pytest.mark.parametrize(
    ("language", "notes", "question"),
    [
        ("en", ("lent the tent to priya", "tent pegs are in the shed"), "who has my tent"),
        ("es", ("presté la tienda a priya", "las piquetas de la tienda están en el trastero"), "quién tiene mi tienda"),
        ("de", ("Zelt an die Nachbarin verliehen", "Heringe vom Zelt sind im Keller"), "wer hat mein Zelt"),
        ("fr", ("j'ai prêté la tente à priya", "les piquets de la tente sont à la cave"), "qui a la tente"),
        ("pt", ("emprestei a tenda à vizinha", "as estacas da tenda estão na arrecadação"), "quem tem a minha tenda"),
    ],
)
async def test_who_has_a_thing_is_told_by_to_whom_it_was_lent(
    anna: Desk, language: str, notes: Sequence[str], question: str
) -> None:
    await tell(anna, *notes, apart=timedelta(days=3))
    questions = anna.questions()
    answer = await questions.answer(questions.read(question, now=NOW, zone=LISBON, languages=(language, "en")))
    assert (answer.fits, texts(answer)[0]) == (True, notes[0])


async def test_what_somebody_said_themselves_comes_before_what_was_said_to_them(anna: Desk) -> None:
    chat = ["Ben: I painted a lighthouse at night", "Carla: Ben, you painted a lighthouse at night!"]
    await tell(anna, *chat, apart=timedelta(days=9))
    assert texts(await ask(anna, "what did Ben paint?"))[0] == chat[0]


async def test_what_happened_at_a_time_comes_first_and_hides_nothing(anna: Desk) -> None:
    await tell(anna, "Ben broke his arm on the slide")
    await tell(anna, "Ben broke his tooth on a nut", at=JUNE)
    found = texts(await ask(anna, "what did Ben break in June 2025?"))
    assert found[0] == "Ben broke his tooth on a nut"
    assert len(found) == 2


async def test_nobody_is_answered_with_what_another_told(anna: Desk, ben: Desk) -> None:
    await tell(anna, "the gate code is 2204")
    await tell(ben, "my gate code is 9923")
    for question in ("what's the gate code?", "what did I save in May 2025?", "how many notes did I save in May 2025?"):
        assert texts(await ask(ben, question)) == ["my gate code is 9923"]


@hypothesis_settings(max_examples=30)
@given(
    st.text(max_size=60) | st.sampled_from(['"', "*:*", "from:", "-", "#", "before:", "the of and", "🎉", "x" * 10_000])
)
async def test_no_question_is_too_strange_to_be_answered(anna: Desk, question: str) -> None:
    assert not (await ask(anna, question)).found


async def test_a_whole_kind_of_a_time_is_counted_within_that_time(anna: Desk) -> None:
    await tell(anna, "lentils, coconut, lime #recipe")
    await tell(anna, "oats, butter, syrup #recipe", at=JUNE)
    assert (await ask(anna, "how many recipes in June 2025?")).total == 1


async def test_what_was_asked_does_not_count_itself(anna: Desk) -> None:
    await tell(anna, "milk ran out")
    changes = Changes()
    itself = await anna.memory(changes).save("how many notes in May 2025", at=MAY, channel=ChannelName.WEB)
    await anna.commit(changes)
    questions = anna.questions()
    question = questions.read("how many notes did I save in May 2025", now=NOW, zone=LISBON)
    assert (await questions.answer(question)).total == 2
    answer = await questions.answer(question, without=itself.id)
    assert (answer.total, texts(answer)) == (1, ["milk ran out"])


async def test_more_than_a_hundred_are_counted_too(anna: Desk) -> None:
    await tell(anna, *(f"coffee with Ben, cup {number}" for number in range(130)))
    assert (await ask(anna, "list everything about coffee with Ben")).total == 130


async def test_what_was_told_at_two_times_is_leafed_through_with_nothing_twice_and_nothing_left_out(anna: Desk) -> None:
    told = [[f"{name} walk {number}" for number in range(12)] for name in ("hill", "lake")]
    await tell(anna, *told[0])
    await tell(anna, *told[1], at=JUNE)
    pages = [await ask(anna, "what did I save in May and in June 2025?", skip=skip) for skip in (0, LISTED, 2 * LISTED)]
    assert [(len(page.found), page.total) for page in pages] == [(10, 24), (10, 24), (4, 24)]
    assert sorted(text for page in pages for text in texts(page)) == sorted(told[0] + told[1])


@pytest.mark.parametrize(
    "question",
    [
        "what did I note the week before by Friday",
        "what did I save around by Friday?",
        "the weekend before by Easter",
        "... in the week before until Friday?",
    ],
)
async def test_a_time_that_makes_no_sense_is_no_error(anna: Desk, question: str) -> None:
    await ask(anna, question)


@pytest.mark.parametrize(
    "question",
    [
        "what did I note during the Rome trip",
        "things I told you while we were in Rome",
        "what did I write the day we flew to Rome",
    ],
)
async def test_what_was_told_while_something_happened_is_found_by_that(anna: Desk, question: str) -> None:
    await tell(anna, "Rome: fly out 20 may 6:40, home on 24 may", at=MAY)
    await tell(anna, "the lift is broken again", "Ben snores", at=datetime(2025, 5, 20, 9, tzinfo=UTC))
    await tell(anna, "paid the rent", at=JUNE)
    assert texts(await ask(anna, question)) == ["the lift is broken again", "Ben snores"]


async def test_a_list_of_a_kind_holds_what_was_tagged_so(anna: Desk) -> None:
    await tell(
        anna, "the blue scarf for Ben #gift", "Ida: a kite that does loops #gift", "ideas for the attic: a bunk bed"
    )
    assert texts(await ask(anna, "my present ideas so far")) == [
        "the blue scarf for Ben #gift",
        "Ida: a kite that does loops #gift",
    ]


@pytest.mark.parametrize("question", ["what happened in June 2025?", "was ist im Juni 2025 passiert?"])
async def test_what_happened_at_a_time_is_all_that_was_told_then_or_is_of_then(anna: Desk, question: str) -> None:
    await tell(anna, "milk ran out", "the fair is on 7 june 2025")
    await tell(anna, "paid the rent", at=JUNE)
    questions = anna.questions()
    understood = questions.read(question, now=NOW, zone=LISBON, languages=("en", "de"))
    assert texts(await questions.answer(understood)) == ["the fair is on 7 june 2025", "paid the rent"]
