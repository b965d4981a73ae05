"""What a question names as wanted has to be told by the passage that answers it."""

import pytest

from memory.reading.attributes import alternatives, tells
from tests.endless import comes_to_an_end


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("what colour is the bathroom", "bathroom walls are teal"),
        ("what colour did we paint the shed", 'shed paint = "Old Rope", one tin'),
        ("welche Farbe hat das Rad", "das Rad ist dunkelgrün, der Sattel schwarz"),
        ("de quelle couleur est le vélo", "le vélo est vert"),
        ("how heavy was the pike", "pike! 4.2 kg"),
        ("cuánto pesa Luna", "Luna 12,5 kg en el veterinario"),
        ("what was the mileage at the service", "serviced at 48,200"),
        ("how tall is Ida", "Ida 112 cm on the door frame"),
        ("which terminal is it", "T2, bag drop opens at 5"),
        ("what brand is the kettle", "bought the Brixton kettle in the sale, got a Hobbs one"),
        ("which hospital is the scan at", "scan is at Fernhill, 2nd floor"),
        ("what time is the scan", "scan 9:40"),
        ("a qué hora abre la piscina", "la piscina abre a las 8"),
        ("is the rash dry or weeping", "rash still weeping a bit"),
        ("where is the key", "under the pot"),
        ("how old is Ida", "Ida 11 now"),
        ("wie alt ist Onkel Ernst", "Onkel Ernst wird im Mai 70 Jahre alt"),
        ("what breed is the dog", "met the neighbours' spaniel"),
        ("who won the quiz", "quiz: Rosa beat all of us"),
        ("what's the flat number", "Ana, flat 4, second bell"),
        ("wifi password of the cabin", "cabin wifi is otter99"),
        ("what shoe size is Ida", "Ida needs 34 in boots"),
        ("who has my tent", "lent the tent to priya"),
        ("who has my tent", "the tent is at priya's"),
        ("wer hat mein Zelt", "Zelt an priya verliehen"),
        ("quién tiene la escalera", "la escalera está en casa de Ana"),
        ("quem tem a escada", "a escada está em casa do tio"),
        ("quién tiene la tienda", "le dejé la tienda a la vecina"),
        ("qui a ma tente ?", "j'ai prêté la tente à la voisine"),
        ("a quem emprestei a tenda", "emprestei a tenda à vizinha"),
    ],
)
def test_a_passage_that_holds_it_tells_it(question: str, text: str) -> None:
    assert tells(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("what colour is the bathroom", "bathroom tiles come on friday"),
        ("how heavy was the pike", "biggest pike of my life, on the spinner"),
        ("what was the mileage at the service", "service done, 240 paid"),
        ("how tall is Ida", "Ida turns 6 on the 13th"),
        ("which terminal is it", "flight 6:55, bag drop opens at 5"),
        ("what brand is the kettle", "new kettle, it whistles"),
        ("which hospital is the scan at", "Scan on friday, DON'T forget the letter"),
        ("what time is the scan", "scan is on friday the 4th"),
        ("is the rash dry or weeping", "rash cream twice a day"),
        ("how old is Ida", "Ida lost a tooth at the pool"),
        ("what breed is the dog", "dog 31 kg at the vet"),
        ("who won the quiz", "quiz on friday, bring 5"),
        ("what's the flat number", "Ana has our spare key"),
        ("wifi password of the cabin", "cabin booked, order 7740-DD-19"),
        ("what shoe size is Ida", "Ida starts school on the 30th"),
        ("who has my tent", "tent pegs are in the shed"),
        ("wer hat mein Zelt?", "Heringe vom Zelt sind im Keller"),
        ("quién tiene la tienda", "las piquetas de la tienda están en el trastero"),
        ("qui a la tente", "les piquets de la tente sont à la cave"),
        ("quem tem a minha tenda", "as estacas da tenda estão na arrecadação"),
    ],
)
def test_a_passage_about_the_same_that_does_not_hold_it_does_not(question: str, text: str) -> None:
    assert not tells(question, text)


def test_the_name_of_somebody_is_none_of_a_place() -> None:
    text = "the baby is here, and Ida is over the moon"
    assert tells("which hospital was it", text)
    assert not tells("which hospital was it", text, ["Ida"])


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("are we having a boy or a girl", {"boy", "girl"}),
        ("do we know if it's a boy or girl?", {"boy", "girl"}),
        ("is it at 3 or 4", {"3", "4"}),
        ("are you coming or not", set()),
        ("who is coming, Ida or Ben", set()),
        ("where is the key", set()),
    ],
)
def test_what_a_question_leaves_open(question: str, expected: set[str]) -> None:
    assert alternatives(question) == expected


@pytest.mark.parametrize("piece", ["1,", "1 ", "a or ", "Aa ", "is ", '"'])
@pytest.mark.parametrize("question", ["how heavy is it", "what mileage was it", "what brand is it", "is it a or b"])
def test_reading_a_hostile_text_ends(question: str, piece: str) -> None:
    with comes_to_an_end():
        tells(question, piece * 5_000)
        tells(question + piece * 5_000, "whatever")
