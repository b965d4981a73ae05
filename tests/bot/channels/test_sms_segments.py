"""What a text message costs, where it is cut, and when its letters give way to cheaper ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.sms.rendering import LONGEST, Frugality, render
from bot.channels.sms.segments import Cost, cheaper, cost
from bot.messages import Action, Quote, Reply
from tests.bot.channels.hearing import NOON

LINK = "https://memory.example.org"
WORDS = st.text(st.sampled_from("abc é\n.€^“ç🔑ãש"), max_size=900)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Cost(True, 1)),
        ("x" * 160, Cost(True, 1)),
        ("x" * 161, Cost(True, 2)),
        ("x" * 306, Cost(True, 2)),
        ("x" * 307, Cost(True, 3)),
        ("€" * 80, Cost(True, 1)),
        ("€" * 81, Cost(True, 2)),
        ("x" * 152 + "€" + "x" * 153, Cost(True, 3)),  # the sign of two places moves on whole
        ("x" * 69 + "ç", Cost(False, 1)),
        ("x" * 70 + "ç", Cost(False, 2)),
        ("🔑" * 35, Cost(False, 1)),
        ("🔑" * 36, Cost(False, 2)),
        ("🔑" * 67, Cost(False, 3)),  # 66 units and one pair that would be cut
        ("Ñandú à la crème: ¿15 £?", Cost(False, 1)),
        ("Øre, Ångström, ÄÖÜ ß", Cost(True, 1)),
    ],
)
def test_segments_are_counted_as_the_networks_do(text: str, expected: Cost) -> None:
    assert cost(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“You told me” • yes… ", '"You told me" - yes... '),
        ("ação, pão, mañana, café, señor, 1 €", "acao, pao, mañana, café, señor, 1 €"),
    ],
)
def test_letters_give_way_where_that_saves_a_segment(text: str, expected: str) -> None:
    assert cheaper(text * 5) == expected * 5
    assert cheaper(text) == text


@pytest.mark.parametrize("text", ["המפתח " * 20, "🔑 “quoted” " * 20, "`code` “x” " * 20])
def test_where_it_saves_nothing_every_letter_stays(text: str) -> None:
    assert cheaper(text) == text


@given(WORDS)
def test_what_is_written_cheaper_never_costs_more(text: str) -> None:
    assert cost(cheaper(text)).segments <= cost(text).segments


def test_a_reply_is_its_words_its_quotes_and_its_choices() -> None:
    quote = Quote(memory="m", text="the key is here", label="3 May, SMS", at=NOON)
    actions = (Action(label="Undo", tap="undo:1"), Action(label="Change", tap="change:1"))
    shown = render(Reply(text="You told me:", quotes=(quote,), actions=actions), Frugality())
    assert shown == 'You told me:\n"the key is here"\n3 May, SMS\n1 = Undo\n2 = Change'


def test_a_long_answer_is_cut_at_a_sentence_and_says_where_the_rest_is() -> None:
    text = "This is a sentence of some length. " * 40
    shown = render(Reply(text=text, actions=(Action(label="More", tap="more:1"),)), Frugality(segments=2, link=LINK))
    assert shown.endswith(f"length.... {LINK}\n1 = More")
    assert cost(shown).segments == 2


def test_where_every_letter_is_to_stay_it_does() -> None:
    text = "ação “é” " * 20
    assert render(Reply(text=text), Frugality(transliterate=False)) == text


def test_choices_that_the_words_have_numbered_are_not_numbered_again() -> None:
    actions = (Action(label="1", tap="reminder:a"), Action(label="2", tap="reminder:b"))
    assert render(Reply(text="1. yoga\n2. the dentist", actions=actions), Frugality()) == "1. yoga\n2. the dentist"


@given(text=WORDS, segments=st.integers(1, 10), link=st.sampled_from([None, LINK]), transliterate=st.booleans())
def test_whatever_is_said_it_costs_no_more_than_it_may(
    text: str, segments: int, link: str | None, transliterate: bool
) -> None:
    frugality = Frugality(segments=segments, link=link, transliterate=transliterate)
    shown = render(Reply(text=text * 3, actions=(Action(label="Undo", tap="undo:1"),)), frugality)
    assert cost(shown).segments <= segments
    assert len(shown) <= LONGEST
    assert shown.endswith("1 = Undo")
