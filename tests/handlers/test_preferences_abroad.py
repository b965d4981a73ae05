import csv
import re
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import ChannelName
from handlers import intents
from handlers.meaning import Intent
from handlers.preferences_said import Wish, read
from handlers.wording import LANGUAGES
from memory.documents import DigestKind, Preferences
from memory.preferences import FOREVER, Topic
from tests.handlers.chosen import NOW

# language, topic, what is to hold, sentence. 10 June 2026 is a Wednesday; it is ten in Lisbon.
TABLE: Final = Path(__file__).with_name("settings_abroad.tsv")
LISBON: Final = ZoneInfo("Europe/Lisbon")
KINDS: Final = {"w": DigestKind.WEEKLY}


def said(text: str, language: str) -> Wish:
    return read(text, chosen=Preferences(), now=NOW, zone=LISBON, language=language)


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def clock(text: str) -> time:
    return time.fromisoformat(text)


def values(written: str) -> Iterator[tuple[str, Any]]:
    for each in written.split():
        name, _, value = each.partition("=")
        if name == "quiet":
            ends = zip(("quiet_from", "quiet_until"), value.split("-"), strict=True)
            yield from ((end, clock(hour)) for end, hour in ends if hour)
        elif name == "paused":
            until = {"ever": FOREVER, "no": None}
            at = until[value] if value in until else datetime.fromisoformat(value).replace(tzinfo=LISBON)
            yield "digests_paused_until", at
        elif name == "digests":
            yield name, {KINDS[kind] for kind in value}
        elif name == "digest_days":
            yield name, {int(day) for day in value}
        elif name == "repeat_minutes":
            yield name, int(value) if value else None
        elif name.endswith("_channel"):
            yield name, ChannelName(value) if value else None
        else:
            yield name, clock(value)


def named(row: dict[str, str]) -> str:
    return f"{row['language']}: {row['sentence']}"


@pytest.mark.parametrize("row", rows(), ids=named)
def test_a_setting_is_read_as_people_say_it_in_their_language(row: dict[str, str]) -> None:
    wish = said(row["sentence"], row["language"])
    if row["topic"] == "show":
        assert wish == Wish(show=True)
    elif row["topic"] in {"language", "zone"}:
        assert (wish.topic, wish.language or wish.place) == (row["topic"], row["values"].removeprefix("="))
    else:
        wanted = dict(values(row["values"]))
        assert (wish.topic, {name: wish.values[name] for name in wanted}) == (row["topic"], wanted)


@pytest.mark.parametrize("row", rows(), ids=named)
def test_whatever_language_somebody_chose_they_may_write_another(row: dict[str, str]) -> None:
    first, second = said(row["sentence"], row["language"]), said(row["sentence"], "en")
    assert (first.topic, first.values, first.show) == (second.topic, second.values, second.show)


@pytest.mark.parametrize("row", rows(), ids=named)
def test_a_message_that_wishes_something_set_is_understood_as_that(row: dict[str, str]) -> None:
    assert intents.read(row["sentence"]).intent is Intent.SETTINGS


@pytest.mark.parametrize(
    "text",
    [
        "el resumen del libro está en la mesa",
        "Ana escribió el resumen para el lunes",
        "die Zusammenfassung für Tom liegt im Büro",
        "Zusammenfassung schreiben",
        "la réunion a fini par un résumé",
        "le résumé du film est excellent",
        "o resumo do livro ficou em casa da Ana",
        "en casa de Ana no hay wifi",
        "ich bin im Bett",
        "je suis en retard",
        "Ana habla inglés y francés",
        "o João fala alemão em casa",
        "el resumen de la reunión es largo",
        "para el resumen necesito las notas de Ana",
        "manda el resumen de la reunión a Ana",
        "die Zusammenfassung von Tom ist gut",
        "die Übersicht am Kühlschrank ist alt",
        "mach die Zusammenfassung fertig",
        "o resumo da reunião está na mesa",
        "le résumé de la réunion est sur la table",
    ],
)
def test_what_only_sounds_like_a_setting_is_none(text: str) -> None:
    assert intents.read(text).intent is not Intent.SETTINGS


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "el resumen a las 25:00"),
        ("es", "el resumen este viernes"),
        ("es", "horas de silencio"),
        ("es", "no me molestes hoy"),
        ("de", "Zusammenfassung um 7 und um 19 Uhr"),
        ("de", "Ruhezeit"),
        ("de", "wiederhole Erinnerungen nach drei Tagen"),
        ("fr", "le résumé à 25h"),
        ("fr", "heures calmes"),
        ("pt", "horas de silêncio"),
        ("pt", "resumo às 25:00"),
    ],
)
def test_what_is_not_clear_changes_nothing(language: str, text: str) -> None:
    assert not said(text, language).clear


# How people ask for the digest at an hour; every hour of theirs reads back.
HOURS: Final = {
    "en": ("send my digest at {0:%H:%M}", "digest at {0:%H:%M} please"),
    "es": (
        "mándame el resumen a las {0:%H:%M}",
        "mi resumen a las {0:%H:%M}, por favor",
        "resumen a las {0:%H}:{0:%M}",
    ),
    "de": (
        "schick mir die Zusammenfassung um {0:%H:%M} Uhr",
        "Tagesüberblick um {0:%H:%M}",
        "die Übersicht um {0:%H.%M}",
    ),
    "fr": ("envoie-moi le résumé à {0:%H}h{0:%M}", "le récap à {0:%H:%M}", "mon résumé à {0:%H} h {0:%M}"),
    "pt": ("manda-me o resumo às {0:%H:%M}", "o meu resumo às {0:%H}h{0:%M}", "resumo às {0:%H:%M}"),
}
QUIET: Final = {
    "en": "quiet hours from {0:%H:%M} to {1:%H:%M}",
    "es": "horas de silencio de {0:%H:%M} a {1:%H:%M}",
    "de": "Ruhezeit von {0:%H:%M} bis {1:%H:%M} Uhr",
    "fr": "heures calmes de {0:%H}h{0:%M} à {1:%H}h{1:%M}",
    "pt": "horas de silêncio das {0:%H:%M} às {1:%H:%M}",
}
# How each language writes what it quotes.
QUOTED: Final = {
    "en": re.compile("\N{LEFT DOUBLE QUOTATION MARK}([^\N{RIGHT DOUBLE QUOTATION MARK}]+)"),
    "es": re.compile("\N{LEFT DOUBLE QUOTATION MARK}([^\N{RIGHT DOUBLE QUOTATION MARK}]+)"),
    "de": re.compile("\N{DOUBLE LOW-9 QUOTATION MARK}([^\N{LEFT DOUBLE QUOTATION MARK}]+)"),
    "fr": re.compile(
        "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}([^\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}]+)"
    ),
    "pt": re.compile("\N{LEFT DOUBLE QUOTATION MARK}([^\N{RIGHT DOUBLE QUOTATION MARK}]+)"),
}
MINUTES: Final = st.builds(time, st.integers(0, 23), st.integers(0, 59))


@given(phrase=st.sampled_from([(code, each) for code, phrases in HOURS.items() for each in phrases]), hour=MINUTES)
def test_every_hour_in_every_language_reads_back(phrase: tuple[str, str], hour: time) -> None:
    language, pattern = phrase
    text = pattern.format(hour)
    assert intents.read(text).intent is Intent.SETTINGS
    assert said(text, language).values.get("digest_hour") == hour


@given(language=st.sampled_from(sorted(QUIET)), start=MINUTES, end=MINUTES)
def test_every_stretch_of_quiet_hours_in_every_language_reads_back(language: str, start: time, end: time) -> None:
    wish = said(QUIET[language].format(start, end), language)
    wanted = {} if start == end else {"quiet_from": start, "quiet_until": end}
    assert wish.values == wanted


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES.keys())
@pytest.mark.parametrize("topic", [*Topic, None])
def test_every_example_that_the_bot_gives_is_understood(words: Any, topic: Topic | None) -> None:
    phrases = words.phrases
    told = [words.setting_unclear(topic).text]
    told += [getattr(phrases, f"how_{'day_hour' if topic is Topic.DAY_HOUR else topic}")] if topic else []
    examples = [example.strip() for text in told for example in QUOTED[words.language].findall(text)]
    assert examples
    for example in examples:
        assert intents.read(example).intent is Intent.SETTINGS, example
        assert said(example, words.language).clear, example
