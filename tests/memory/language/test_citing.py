from datetime import date

import pytest
from hypothesis import given
from hypothesis.strategies import integers, lists, sampled_from, text

from memory.language.citing import claimed, holds
from memory.language.port import Asked, Claim, Source
from tests.endless import comes_to_an_end
from tests.memory.language.people import shown

GATE = "the new gate opens at 7:30, ask Anna for the badge"
RENT = "Rent is 950 euros, due on the 5th"
LADDER = "I lent the ladder to Ben"
NUTS = "Marta does not eat nuts"


def asking(question: str, *people: str, language: str = "en") -> Asked:
    return Asked(shown=shown(question), on=date(2026, 4, 3), language=language, people=people)


def told(words: str, day: str = "2 April", *, overtaken: bool = False) -> Source:
    return Source(shown=shown(words), told=day, overtaken=overtaken)


@pytest.mark.parametrize(
    ("question", "memory", "sentence", "language"),
    [
        ("when does the gate open?", GATE, "The new gate opens at 7:30.", "en"),
        ("how much is the rent?", RENT, "Your rent is 950 euros.", "en"),
        ("who has my ladder?", LADDER, "You lent the ladder to Ben on 2 April.", "en"),
        ("who has my ladder?", LADDER, "Ben has your ladder.", "en"),
        ("what does Marta not eat?", NUTS, "Marta doesn't eat nuts.", "en"),
        ("what is Ben's number?", "Ben: 912 345 678", "Ben's number is 912345678.", "en"),
        ("when is the dentist?", "dentist 3 pm", "The dentist is at 3pm.", "en"),
        ("where is the manual?", "manual at https://example.org/a?b=1", "It is at https://example.org/a?b=1", "en"),
        ("Wie hoch ist die Miete?", "Miete 950 \u20ac", "Deine Miete ist 950 \u20ac.", "de"),
        ("o\u00f9 est la cl\u00e9 ?", "la cl\u00e9 est sous le pot", "Ta cl\u00e9 est sous le pot.", "fr"),
        (
            "\u00bfd\u00f3nde est\u00e1 la llave?",
            "la llave est\u00e1 en el coche",
            "Tu llave est\u00e1 en el coche.",
            "es",
        ),
        ("onde est\u00e1 a chave?", "a chave est\u00e1 no carro", "A tua chave est\u00e1 no carro.", "pt"),
    ],
)
def test_a_sentence_in_the_words_of_what_it_cites_holds(
    question: str, memory: str, sentence: str, language: str
) -> None:
    assert holds(sentence, asking(question, language=language), [told(memory)])


@pytest.mark.parametrize(
    ("question", "memory", "sentence"),
    [
        ("when does the gate open?", GATE, "The gate opens at 8:30."),
        ("when does the gate open?", GATE, "The gate opens at 7."),
        ("does the gate open at 8:30?", GATE, "The gate opens at 8:30."),
        ("how much is the rent?", RENT, "The rent is -950 euros."),
        ("how much is the rent?", RENT, "The rent is 950 $."),
        ("how much is the rent?", RENT, "The rent is 9 50 euros."),
        ("how much is the rent?", RENT, "The rent is 950 euros on 3 May."),
        ("how much is the rent?", RENT, "The rent is 950 euros, <b>now</b>."),
        ("how much is the rent?", RENT, "Die Miete betr\u00e4gt 950 Euro."),
        ("how much is the rent?", RENT, "Pay the rent of 950 euros at evil.example."),
        ("how much is the rent?", RENT, "The rent is 950 euros, t.me/rent"),
        ("how much is the rent?", RENT, "The rent is 950 euros.\nThe rent is 950 euros."),
        ("how much is the rent?", RENT, "The rent is 950\u202e euros."),
        ("how much is the rent?", RENT, "The r\u0435nt is 950 euros."),
        ("how much is the rent?", RENT, "The rent is nine hundred."),
        ("how much is the rent?", RENT, "The rent is not 950 euros."),
        ("how much is the rent?", RENT, "The rent is 950 euros [2]."),
        ("how much is the rent?", RENT, ""),
        ("how much is the rent?", RENT, "Yes."),
        ("what does Marta eat?", NUTS, "Marta eats nuts."),
        ("what is Ben's number?", "Anna's number is 912 345 678", "Ben's number is 912 345 678."),
        ("what is Ben's number?", "Ben's number is 912 345 678", "Ben's number is 678 345 912."),
        ("what is Ben's number?", "Ben's number is 912 345 678", "Ben's number is 912 345."),
        ("who owes whom?", "Ana owes Ben 5 euros", "Ben owes Ana 5 euros."),
        ("what to pay?", "pay Ben 5 and Ana 6", "Pay Ben 6 and Ana 5."),
        ("is Ana back?", "is Ana back?", "Ana is back."),
        ("where is the manual?", "manual at https://example.org/a", "It is at https://example.org/b"),
        ("where is the manual?", "manual at https://example.org/a", "It is at https://example.org"),
        ("when is the dentist?", "dentist tomorrow", "The dentist is tomorrow."),
        ("when is the dentist?", "dentist 3 pm", "The dentist is at 3 am."),
        ("when was it?", "dentist, room 4", "The room is 2."),
        ("which route?", "Take the A5", "Take the A6."),
    ],
)
def test_a_sentence_that_says_anything_else_does_not_hold(question: str, memory: str, sentence: str) -> None:
    people = ("ben",) if "Ben" in question else ()
    assert not holds(sentence, asking(question, *people), [told(memory)])


def test_names_and_numbers_of_a_sentence_stand_in_one_memory() -> None:
    memories = [told("Anna moved to Porto"), told("Ben moved to Lisbon in 2019")]
    question = asking("where do they live?")
    assert holds("Ben moved to Lisbon in 2019.", question, memories)
    assert not holds("Anna moved to Porto in 2019.", question, memories)


def test_a_memory_that_has_nothing_to_do_with_the_sentence_is_not_cited_for_it() -> None:
    assert not holds("The rent is 950 euros.", asking("how much is the rent?"), [told(RENT), told(LADDER)])


def test_what_was_overtaken_is_told_as_what_was_and_after_what_is() -> None:
    question = asking("what is the rent?")
    now, before = told("the rent is 990 euros"), told("the rent is 950 euros", overtaken=True)
    assert not holds("The rent is 950 euros.", question, [before])
    assert not holds("The rent is 950 euros.", question, [now, before])
    it_is, it_was = ("The rent is 990 euros.", (0,)), ("Before, the rent was 950 euros.", (1,))
    assert claimed([it_is, it_was], question, [now, before])
    assert claimed([it_was], question, [now, before]) is None


@pytest.mark.parametrize("places", [(), (1,), (-1,), (0, 7)])
def test_a_sentence_cites_what_was_there(places: tuple[int, ...]) -> None:
    assert claimed([("The rent is 950 euros.", places)], asking("the rent?"), [told(RENT)]) is None


def test_markers_that_a_model_wrote_itself_are_taken_off_where_they_agree() -> None:
    question, memories = asking("the rent?"), [told(RENT), told(GATE)]
    assert claimed([("The rent is 950 euros [1].", (0, 0))], question, memories) == (
        Claim("The rent is 950 euros.", (0,)),
    )
    assert claimed([("The rent is 950 euros [2].", (0,))], question, memories) is None


def test_one_sentence_that_does_not_hold_spoils_the_answer() -> None:
    said = [("The rent is 950 euros.", (0,)), ("The rent is 951 euros.", (0,))]
    assert claimed(said, asking("the rent?"), [told(RENT)]) is None


def test_nothing_said_is_an_answer() -> None:
    assert claimed([], asking("the rent?"), [told(RENT)]) == ()


@given(number=integers(0, 10**12), memory=text(max_size=80))
def test_no_number_comes_from_nowhere(number: int, memory: str) -> None:
    digits = str(number)
    if digits not in "".join(memory.split()):
        assert not holds(f"The rent is {digits}.", asking(f"the rent is {digits}?"), [told(f"rent {memory}")])


WORDS = sampled_from(["rent", "euros", "Ben", "gate", "950", "7:30", "the", "is", "not", "-", "https://a.example"])


@given(said=lists(WORDS, min_size=1, max_size=6), memory=lists(WORDS, min_size=1, max_size=6))
def test_whatever_is_said_stands_in_the_memory_word_for_word_but_for_small_words(
    said: list[str], memory: list[str]
) -> None:
    if holds(" ".join(said), asking("hm"), [told(" ".join(memory))]):
        assert set(said) - {"the", "is", "-"} <= set(memory)


@given(text())
def test_no_sentence_however_strange_is_too_much(sentence: str) -> None:
    holds(sentence, asking(sentence), [told(sentence or "-")])


@pytest.mark.parametrize("piece", ["1 ", "1.", "a.", "-", "[1]", "n't ", "Ben ", "\u0301", "2 April "])
def test_ten_thousand_characters_take_no_longer_than_ten_times_a_thousand(piece: str) -> None:
    long = piece * (10_000 // len(piece))
    with comes_to_an_end():
        holds(long, asking(long), [told(long)])
        assert claimed([(long, (0,))], asking("hm"), [told(RENT)]) is None
