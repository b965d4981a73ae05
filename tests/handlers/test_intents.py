import csv
from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.intents import LONGEST, read
from handlers.meaning import Intent
from tests.endless import comes_to_an_end

# intent, what it is about (for commands), message; `\n` stands for a new line.
TABLE: Final = Path(__file__).with_name("intents.tsv")


def rows(*intents: Intent) -> list[tuple[str, Intent, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    lines = [{name: value.replace(r"\n", "\n") for name, value in row.items()} for row in found]
    return [(row["message"], Intent(row["intent"]), row["subject"]) for row in lines if row["intent"] in intents]


def messages(intent: Intent) -> list[str]:
    return [text for text, _, _ in rows(intent)]


@pytest.mark.parametrize("text", messages(Intent.QUESTION))
def test_what_is_asked_is_understood_as_a_question(text: str) -> None:
    assert read(text).intent is Intent.QUESTION


@pytest.mark.parametrize(
    "text", ["Petra Geburtstag?", "donde he aparcado", "onde estacionei", "was hab ich dir gesagt"]
)
def test_a_short_question_and_one_by_the_shape_of_its_language_is_not_kept_as_well(text: str) -> None:
    assert not read(text).needs_asking


@pytest.mark.parametrize("text", messages(Intent.SAVE))
def test_what_is_told_or_doubtful_is_kept(text: str) -> None:
    assert read(text).intent is Intent.SAVE


@pytest.mark.parametrize(("text", "intent", "subject"), rows(*set(Intent) - {Intent.QUESTION, Intent.SAVE}))
def test_a_command_is_understood_with_what_it_is_about(text: str, intent: Intent, subject: str) -> None:
    assert (read(text).intent, read(text).subject) == (intent, subject)


def test_a_question_is_about_what_follows_the_greeting() -> None:
    assert read("Hi there! Where's the key? \N{SLIGHTLY SMILING FACE}").subject == "Where's the key?"


def test_new_wording_keeps_every_character_as_it_was_typed() -> None:
    curly = "the key\N{RIGHT SINGLE QUOTATION MARK}s in the shed"
    assert read(f"edit that to {curly}").subject == curly


@pytest.mark.parametrize(
    "text", ["I moved to Lisbon", "I'm in Berlin this week", "we now live in Porto", "I live in Oslo now"]
)
def test_a_move_that_may_be_a_memory_is_asked_about(text: str) -> None:
    assert read(text).intent is Intent.SAVE or read(text).needs_asking


@pytest.mark.parametrize("text", ["password for netflix", "code for the shed bluefish", "Anna's address"])
def test_a_label_that_may_hold_a_value_is_never_lost_as_a_question(text: str) -> None:
    understood = read(text)
    assert understood.intent is Intent.SAVE or understood.needs_asking


@pytest.mark.parametrize(
    "text",
    [
        "my ideas for the shed so far",
        "weight of the puppy over time",
        "all the plays we have seen in London",
        "the boiler is off!! who's got the number of the plumber",
    ],
)
def test_a_name_for_what_was_told_before_is_taken_for_a_question_and_asked_about(text: str) -> None:
    understood = read(text)
    assert (understood.intent, understood.needs_asking) == (Intent.QUESTION, True)


def test_what_a_rule_says_is_sure_enough_to_act_on() -> None:
    assert not read("remind me to call Anna at 5").needs_asking
    assert read("remind me to call Anna at 5").confidence < 1


@given(st.text(max_size=200))
def test_a_confidence_is_a_probability(text: str) -> None:
    assert 0 <= read(text).confidence <= 1


THINGS: Final = st.sampled_from(["passport", "account", "insurance", "locker", "library card", "order"])
OWNERS: Final = st.sampled_from(["my", "our", "Anna's", "mom's", "the neighbour's"])
VALUES: Final = st.from_regex(r"[A-Z]{0,3}[0-9]{3,9}", fullmatch=True)


@given(OWNERS, THINGS, st.sampled_from(["number", "password", "code", "pin"]), VALUES, st.sampled_from(" .!"))
def test_a_secret_and_its_value_are_kept_however_they_are_put(
    owner: str, thing: str, kind: str, value: str, stop: str
) -> None:
    told = f"{owner} {thing} {kind} is {value}{stop}"
    assert [read(said).intent for said in (told, told.lower(), f"{thing} {kind}: {value}")] == [Intent.SAVE] * 3


TIMES: Final = st.sampled_from(["at 5", "tomorrow", "on Friday at noon", "every Monday", "in ten minutes", ""])
ERRANDS: Final = st.sampled_from(["call Anna", "water the plants", "pay the rent", "ask Tom where the key is"])


@given(TIMES, ERRANDS, st.sampled_from(["", "please ", "hey, ", "can you "]), st.booleans())
def test_a_reminder_is_one_in_either_order_of_words(when: str, errand: str, polite: str, first: bool) -> None:
    order = f"remind me {when} to {errand}" if first else f"remind me to {errand} {when}"
    assert read(f"{polite}{order}").intent is Intent.REMINDER


@pytest.mark.parametrize("text", ["", " ", "\t\n", "\N{IDEOGRAPHIC SPACE}\r\n"])
def test_white_space_alone_is_empty(text: str) -> None:
    assert read(text).intent is Intent.EMPTY


def test_new_wording_may_be_as_long_as_a_message_can_be() -> None:
    text = "a long story. " * 7_000
    assert read(f"edit: {text}").subject == text.strip()


@pytest.mark.parametrize("text", ["what is " * 13_000 + "?", "forget " + "a" * 100_000, "?" * 100_000])
def test_what_is_longer_than_any_question_is_kept(text: str) -> None:
    assert read(text).intent is Intent.SAVE


@given(st.text())
def test_white_space_around_a_message_changes_nothing(text: str) -> None:
    assert read(f" {text}\n").intent is read(text).intent


WORDS: Final = (
    "what",
    "is",
    "how",
    "many",
    "of",
    "the",
    "find",
    "my",
    "hi",
    "please",
    "can you",
    "dr",
    "forget",
    "edit",
)
PIECES: Final = st.sampled_from([*WORDS, " ", ".", "?", "!", ":", ",", "'s", "\n", "x", "9"])


# The examples cost up to two seconds of work at 600 characters in earlier forms of the rules.
@given(
    head=st.text(max_size=12),
    piece=st.lists(PIECES, min_size=1, max_size=4).map("".join),
    tail=st.sampled_from(["", ".x", "\nx", "?"]),
)
@example(head="hi ", piece="?", tail=".x")
@example(head="please ", piece=" ", tail=".x")
@example(head="how many ", piece="?!", tail=".x")
@example(head="what a ", piece="is ", tail=".")
def test_no_text_however_repetitive_keeps_the_reader_busy(head: str, piece: str, tail: str) -> None:
    for size in (LONGEST, 100_000):
        text = (head + piece * size)[: size - len(tail)] + tail
        with comes_to_an_end():
            read(text)


@given(st.text(alphabet="a.!? \n", max_size=LONGEST))
@example("a." * (LONGEST // 2))
@example("what " + "a." * 290)
@example("forget a" + "mr. " * 140)
def test_no_full_stops_make_a_message_take_long_to_understand(text: str) -> None:
    with comes_to_an_end():
        read(text)
