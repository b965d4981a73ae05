"""What is said of addresses: which words mean it, and what they name."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Address, ChannelName
from handlers import intents
from handlers.linking import read
from handlers.meaning import Intent
from handlers.wording import LANGUAGES, Wording
from handlers.wording.linking_phrases import PHRASES
from memory.linking import code_in
from tests.endless import comes_to_an_end

TELEGRAM, WHATSAPP, SMS, EMAIL = ChannelName.TELEGRAM, ChannelName.WHATSAPP, ChannelName.SMS, ChannelName.EMAIL


@pytest.mark.parametrize(
    ("text", "channel", "number"),
    [
        ("connect Telegram", TELEGRAM, None),
        ("Please link Telegram.", TELEGRAM, None),
        ("link my WhatsApp +44 7700 900123", WHATSAPP, "+447700900123"),
        ("link my WhatsApp number: +44 (7700) 900-123", WHATSAPP, "+447700900123"),
        ("link +351 910 000 000", None, "+351910000000"),
        ("link my phone 00351 910000000", None, "+351910000000"),
        ("link my sms +15005550006", SMS, "+15005550006"),
        ("link another number", None, None),
        ("/link telegram", TELEGRAM, None),
        ("/link", None, None),
        ("vincula mi WhatsApp +34 600 000 000", WHATSAPP, "+34600000000"),
        ("conecta Telegram", TELEGRAM, None),
        ("vincula otro número", None, None),
        ("verknüpfe mein WhatsApp +49 151 00000000", WHATSAPP, "+4915100000000"),
        ("Verbinde Telegram bitte", TELEGRAM, None),
        ("verknüpfe noch eine Nummer", None, None),
        ("relie mon WhatsApp +33 6 00 00 00 00", WHATSAPP, "+33600000000"),
        ("connecte Telegram", TELEGRAM, None),
        ("relie un autre numéro", None, None),
        ("liga o meu WhatsApp +351 910 000 000", WHATSAPP, "+351910000000"),
        ("conecta o Telegram", TELEGRAM, None),
        ("liga outro número", None, None),
        ("link email me@example.org", EMAIL, "me@example.org"),
        ("connect Me@Telegram.org please", EMAIL, "me@telegram.org"),
        ("link my e-mail address: me@example.org.", EMAIL, "me@example.org"),
        ("link my e-mail", EMAIL, None),
        ("/link me@example.org", EMAIL, "me@example.org"),
        ("vincula mi dirección de correo yo@example.org", EMAIL, "yo@example.org"),
        ("verknüpfe meine E-Mail-Adresse ich@example.org", EMAIL, "ich@example.org"),
        ("relie mon adresse e-mail moi@example.org", EMAIL, "moi@example.org"),
        ("liga o meu e-mail eu@example.org", EMAIL, "eu@example.org"),
        ("link email me.example.org", EMAIL, None),
        ("link email me@example.org\nBcc: you@example.org", EMAIL, None),
        ("link email " + "a" * 10_000 + "@example.org", EMAIL, None),
    ],
)
def test_linking_is_understood_with_what_it_names(text: str, channel: ChannelName | None, number: str | None) -> None:
    understood = intents.read(text)
    assert understood.intent is Intent.LINK
    assert read(understood.subject) == (channel, number)


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("unlink telegram", TELEGRAM),
        ("disconnect my WhatsApp", WHATSAPP),
        ("unlink +44 7700 900123", None),
        ("desvincula WhatsApp", WHATSAPP),
        ("trenne Telegram", TELEGRAM),
        ("délie Telegram", TELEGRAM),
        ("desliga Telegram", TELEGRAM),
        ("unlink my e-mail", EMAIL),
        ("unlink me@example.org", EMAIL),
        ("desvincula correo", EMAIL),
        ("trenne E-Mail", EMAIL),
        ("délie e-mail", EMAIL),
        ("desliga e-mail", EMAIL),
    ],
)
def test_unlinking_is_understood_with_what_it_names(text: str, channel: ChannelName | None) -> None:
    understood = intents.read(text)
    assert understood.intent is Intent.UNLINK
    assert read(understood.subject)[0] == channel


@pytest.mark.parametrize(
    "text",
    [
        "which addresses are linked?",
        "what's linked?",
        "show my linked numbers",
        "¿qué direcciones están vinculadas?",
        "welche Adressen sind verknüpft?",
        "quelles adresses sont reliées ?",
        "que endereços estão ligados?",
    ],
)
def test_a_question_about_addresses_is_understood(text: str) -> None:
    assert intents.read(text).intent is Intent.ADDRESSES


@pytest.mark.parametrize(
    "text",
    [
        "connect the printer to the wifi",
        "connect my phone to the car",
        "connect my phone",
        "liga o telefone",
        "liga a mãe amanhã",
        "link for the talk: https://example.org",
        "the Telegram link is broken",
        "trenne den Müll",
        "verbinde die Kabel",
        "my number is +44 7700 900123",
        "+44 7700 900123",
        "which wires are connected?",
        "link the e-mail thread to the ticket",
        "connect the mail server to the old router",
        "connect ben@example.org with Ana about the flat",
        "Ben's e-mail is ben@example.org",
    ],
)
def test_what_is_about_something_else_is_not_taken_for_it(text: str) -> None:
    assert intents.read(text).intent not in {Intent.LINK, Intent.UNLINK, Intent.ADDRESSES}


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_what_the_sentences_tell_a_person_to_say_is_understood(words: Wording) -> None:
    phrases, told = PHRASES[words.language], words.linked_elsewhere(Address(channel=TELEGRAM, value="1")).text
    assert intents.read(quoted(told)).intent is Intent.UNLINK
    assert intents.read(quoted(words.which_number(WHATSAPP).text)).intent is Intent.LINK
    assert read(intents.read(quoted(words.which_email().text)).subject) == (EMAIL, "anna@example.org")
    assert intents.read(quoted(phrases.linked_email)).intent is Intent.SETTINGS
    mine = Address(channel=EMAIL, value="anna@example.org")
    for sentence in (words.linked_elsewhere(mine).text, words.address_taken(mine).text):
        assert intents.read(quoted(sentence)).intent is Intent.UNLINK
    assert intents.read(quoted(phrases.address_taken)).intent is Intent.LIST
    assert intents.read(quoted(phrases.no_such_link)).intent is Intent.ADDRESSES
    assert intents.read(f"{quoted(phrases.can_link)} Telegram").intent is Intent.LINK


def quoted(text: str) -> str:
    """The last thing that stands between quotation marks."""
    found = re.findall("[\u201c\u201e](.+?)[\u201c\u201d]|\xab(.+?)\xbb", text)[-1]
    return "".join(found).strip()


@given(st.text(max_size=80))
def test_any_subject_names_a_number_of_the_world_or_none(text: str) -> None:
    _, number = read(text)
    assert (
        number is None or "@" in number or (number[0] == "+" and number[1:].isdecimal() and 8 <= len(number) - 1 <= 15)
    )


@given(st.text("0123456789 -.!\u0663", max_size=9))
def test_a_code_is_six_digits_and_nothing_else(text: str) -> None:
    code = code_in(text)
    digits = "".join(sign for sign in text if sign in "0123456789")
    assert code is None or code == digits
    if text.isascii() and text.isdecimal() and len(text) == 6:
        assert code == text


def test_a_long_row_of_what_almost_fits_is_read_at_once() -> None:
    with comes_to_an_end():
        for text in (
            "link " + "my " * 190,
            "link +" + "1 " * 290,
            "unlink telegram " + "(" * 500,
            "link mail " + "@ " * 280,
        ):
            intents.certain(text)
