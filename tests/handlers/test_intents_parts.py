import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.intents import LONGEST, read
from handlers.intents_parts import PARTS, split
from handlers.meaning import Intent
from tests.endless import comes_to_an_end


def texts(message: str) -> list[str]:
    return [part.text for part in split(message)]


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("car at level 3, remind me at 5", ["car at level 3", "remind me at 5"]),
        ("met Ana, and please set a reminder for tuesday", ["met Ana", "set a reminder for tuesday"]),
        ("The bin is full. Remind me tomorrow to empty it", ["The bin is full.", "Remind me tomorrow to empty it"]),
        (
            "remind me to call Ana at 5 and remind me to rest at 9",
            ["remind me to call Ana at 5", "remind me to rest at 9"],
        ),
        ("coche en la planta 3, recuérdame a las 5", ["coche en la planta 3", "recuérdame a las 5"]),
        ("die Milch ist leer, erinnere mich morgen", ["die Milch ist leer", "erinnere mich morgen"]),
        ("plus de lait, rappelle-moi demain", ["plus de lait", "rappelle-moi demain"]),
        ("sem leite em casa, lembra-me amanhã", ["sem leite em casa", "lembra-me amanhã"]),
        ("remind me to call Ana at 5. The wifi code is 4711", ["remind me to call Ana at 5.", "The wifi code is 4711"]),
        ("the wifi code is 4711. where is my passport?", ["the wifi code is 4711.", "where is my passport?"]),
        ("one thing here\nremind me at 5", ["one thing here", "remind me at 5"]),
    ],
)
def test_a_reminder_a_fact_and_a_question_are_taken_apart(message: str, parts: list[str]) -> None:
    assert texts(message) == parts


@pytest.mark.parametrize(
    "message",
    [
        "tomorrow at 5, remind me to call Ana",
        "when I get home, remind me to call Ana",
        "on friday the 3rd of may, remind me",
        "please, remind me at 5",
        "Anna said, remind me to bring the cake",
        "remind me to call Ana and Ben at 5",
        "remind me to call Ana at 5. It's about the lease.",
        "Dentist moved to Tuesday at 3. Can you believe it?",
        "Great day. Where did the time go?",
        "milk, eggs, flour",
        "Where is the key? And the code?",
        "",
    ],
)
def test_one_thing_stays_one(message: str) -> None:
    assert texts(message) == [message]


@pytest.mark.parametrize(
    ("message", "reminders"),
    [
        (
            "remind me to call Ana at 5 and to water the plants at 7",
            ["remind me to call Ana at 5", "remind me to water the plants at 7"],
        ),
        (
            "remind me to call Ana tomorrow at 5, water the plants at 7 and feed the cat at 8",
            [
                "remind me to call Ana tomorrow at 5",
                "remind me to water the plants at 7 tomorrow",
                "remind me to feed the cat at 8 tomorrow",
            ],
        ),
        (
            "remind me at 5 to call Ana and at 7 to water the plants",
            ["remind me at 5 to call Ana", "remind me at 7 to water the plants"],
        ),
        (
            "recuérdame mañana llamar a Ana a las 17 y regar las plantas a las 19",
            ["recuérdame mañana llamar a Ana a las 17", "recuérdame regar las plantas a las 19 mañana"],
        ),
        (
            "erinnere mich daran, Ana um 17 Uhr anzurufen und die Blumen um 19 Uhr zu gießen",
            ["erinnere mich daran, Ana um 17 Uhr anzurufen", "erinnere mich daran, die Blumen um 19 Uhr zu gießen"],
        ),
        (
            "erinnere mich um 17 Uhr an Ana und um 19 Uhr an die Blumen",
            ["erinnere mich um 17 Uhr an Ana", "erinnere mich um 19 Uhr an die Blumen"],
        ),
        (
            "rappelle-moi d'appeler Ana à 17h et d'arroser les plantes à 19h",
            ["rappelle-moi d'appeler Ana à 17h", "rappelle-moi d'arroser les plantes à 19h"],
        ),
        (
            "lembra-me de ligar à Ana às 17h e de regar as plantas às 19h",
            ["lembra-me de ligar à Ana às 17h", "lembra-me de regar as plantas às 19h"],
        ),
    ],
)
def test_things_with_a_time_each_are_as_many_reminders(message: str, reminders: list[str]) -> None:
    parts = split(message)
    assert [part.whole for part in parts] == reminders
    assert [read(part.whole).intent for part in parts] == [Intent.REMINDER] * len(reminders)
    assert [message[part.start : part.end] for part in parts] == [part.text for part in parts]


@pytest.mark.parametrize(
    "message",
    [
        "remind me to call Ana and to water the plants at 7",
        "remind me at 5 and at 7 to call Ana",
        "remind me to take pills at 8 and at 20",
        "remind me every monday to call Ana at 5 and water the plants at 7",
        "remind me that the shop closes at 5 and the bakery at 6",
        "remind me on Friday that the car, mine, has to be back, 6 pm sharp",
        "remind me to return the car on Friday, the one from Tom, 6 pm sharp",
        "recuérdame el viernes devolver el coche, el que es de Tom, a las 6",
        "remind me to call Ana at 5 and she leaves at 7",
        "remind me to take pills at 8 and before bed at 10",
        "remind me to wash the car on saturday and sunday at 10",
        "erinnere mich um 5 und um 7 an die Pillen",
        "call Ana at 5 and water the plants at 7",
    ],
)
def test_a_time_or_a_matter_that_is_shared_makes_one_reminder(message: str) -> None:
    assert texts(message) == [message]


def test_each_part_is_meant_as_something_of_its_own() -> None:
    parts = split("car at level 3, remind me at 5")
    assert [read(part.text).intent for part in parts] == [Intent.SAVE, Intent.REMINDER]


def test_a_message_that_is_too_long_for_a_request_is_one_thing() -> None:
    message = "we talked, remind me at 5, " * 40
    assert len(split(message)) == 1


def test_no_message_falls_into_more_than_a_few_parts() -> None:
    assert len(split("remind me to rest, " * 20)) == PARTS


PIECES = st.sampled_from(
    [
        "remind me at 5",
        "remind me to rest at 5",
        "to eat at 7",
        "the code is 4711",
        "where is my key",
        ", ",
        ". ",
        " and ",
        "\n",
        "é",
        " ",
        "x",
    ]
)


@given(st.lists(PIECES, max_size=20).map("".join))
@example(" \n remind me")
def test_parts_are_pieces_of_the_message_in_order_and_nothing_but_joints_is_left_out(message: str) -> None:
    end, left = 0, []
    for part in split(message):
        assert message[part.start : part.end] == part.text
        left.append(message[end : part.start])
        end = part.end
    left.append(message[end:])
    assert all(set(piece.replace("and", "")) <= set(" \n.,") for piece in left)


@pytest.mark.parametrize(
    "piece", ["a ", "a. ", "at 5, ", "remind me to rest at 5 and ", ", remind me ", "a; ", "\n", "x. remind me. "]
)
def test_no_message_keeps_the_splitter_busy(piece: str) -> None:
    for size in (LONGEST, 20_000):
        with comes_to_an_end():
            split((piece * size)[:size])
