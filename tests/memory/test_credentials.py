"""Secrets in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.credentials import secrets_in


def kinds(text: str) -> list[str]:
    return [secret.kind for secret in secrets_in(text)]


def secret(text: str) -> str:
    (found,) = secrets_in(text)
    return text[slice(*found.span)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("alarm 2580", "2580"),
        ("the garage door code is 4410#", "4410#"),
        ("gate code C2468Y", "C2468Y"),
        ("key safe at the cottage by the lake: 7391", "7391"),
        ("padlock 12-34-5", "12-34-5"),
        ("pin for the blue card is 4821", "4821"),
        ("wifi password is swordfish", "swordfish"),
        ("Passwort: Birnbaum77", "Birnbaum77"),
        ("contrase\u00f1a del banco: Girasol-19", "Girasol-19"),
        ("mot de passe wifi : Coquelicot44", "Coquelicot44"),
        ("a senha do wifi \u00e9 Sardinha2025", "Sardinha2025"),
        ("code de l'immeuble : 47B12", "47B12"),
        ("Haust\u00fcrcode ist jetzt 5824", "5824"),
        ("safe: 12 left, 30 right, 7 left", "12 left"),
        ("guest wifi FERNWEH / quiet-harbour-5", "quiet-harbour-5"),
        ("staging login deploy@ / Tupelo#1899", "Tupelo#1899"),
        ("shop account Hens&Chicks77", "Hens&Chicks77"),
        ("backup codes 8842-1190", "8842-1190"),
        ("laptop passcode 246802 if anything happens", "246802"),
        ("guest password grappa-e-basta", "grappa-e-basta"),
    ],
)
def test_what_opens_or_logs_in_is_a_credential(text: str, value: str) -> None:
    assert secret(text) == value
    assert kinds(text) == ["credential"]


@pytest.mark.parametrize(
    "text",
    [
        "order number 55812 from the curtain place",
        "booking code for the caravan 77120",
        "20% off with code SPRING20 at the shoe shop",
        "error code F07 is the drum belt",
        "postcode for the sat nav is LL55 4TY",
        "policy 8841-2271, claims line on the back",
        "flight BA2492 lands 22.10",
        "call the alarm people on 01632 960117",
        "set an alarm for 6.30",
        "alarm at 7 am tomorrow",
        "the gate opens at 10:30",
        "garage quote: 720",
        "door 8, sleeps 6",
        "the key is under the frog",
        "wifi drops when the microwave is on",
        "password manager costs 36 a year",
        "password is not saved anywhere",
        "reset the router after 30 secs",
        "bus pass 48 a month",
        "got home safe in 2024",
        "Gutscheincode 4471",
        "paint the shed, 5 litres",
        "serial of the lawnmower 220-4471",
    ],
)
def test_other_numbers_and_words_are_none(text: str) -> None:
    assert secrets_in(text) == []


def test_cards_and_accounts_are_found_by_their_checks() -> None:
    assert kinds("visa 4111 1111 1111 1111 exp 11/29") == ["card"]
    assert kinds("rent to DE89 3704 0044 0532 0130 00 by the 1st") == ["iban"]
    assert kinds("visa 4111 1111 1111 1112") == []


def test_several_secrets_are_told_in_their_order() -> None:
    text = "door code 4410, alarm code 9917"
    assert [text[slice(*each.span)] for each in secrets_in(text)] == ["4410", "9917"]


@given(st.sampled_from(["door code", "gate code", "alarm code", "PIN", "padlock"]), st.integers(1000, 9999))
def test_four_digits_after_what_they_open_are_a_credential(lock: str, number: int) -> None:
    for said in (
        f"{lock} {number}",
        f"{lock}: {number}",
        f"{lock} is {number}",
        f"new {lock} is now {number}, tell Tom",
    ):
        assert secret(said) == str(number)
