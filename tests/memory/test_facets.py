"""What a memory can be narrowed down by."""

import pytest

from bot.messages import ChannelName, MediaKind
from memory.documents import Annotation, AnnotationSource, Brought
from memory.facets import author_of, facets_of, names_of


def noted(kind: str, value: str, confidence: float = 0.9) -> Annotation:
    return Annotation(kind=kind, value=value, confidence=confidence, source=AnnotationSource.RULE)


@pytest.mark.parametrize(
    ("annotation", "facets"),
    [
        (noted("category", "health", 0.3), {"category:health"}),
        (noted("hashtag", "gift"), {"tag:gift"}),
        (noted("person", "Anna"), {"person:Anna"}),
        (noted("person", "Anna Meyer"), {"person:Anna Meyer", "person:Anna", "person:Meyer"}),
        (noted("person", "Anna", 0.2), set()),
        (noted("place", "Lisbon"), {"place:Lisbon"}),
        (noted("link", "https://example.org"), {"has:link"}),
        (noted("amount", "40 EUR"), {"has:amount"}),
        (noted("date", "2026-03-01"), {"has:date"}),
        (noted("task", "true"), {"has:task"}),
        (noted("credential", "true"), set()),
        (noted("language", "de"), set()),
    ],
)
def test_what_was_noted_becomes_a_facet(annotation: Annotation, facets: set[str]) -> None:
    assert facets_of("something", [annotation], ChannelName.WEB) == {"channel:web", *facets}


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("Anna: the gate code is 4417", "Anna"),
        ("Anna Maria Meyer: see you", "Anna Maria Meyer"),
        ("Ole O'Brien-Smith: on my way", "Ole O'Brien-Smith"),
        ("Łukasz: dzień dobry", "Łukasz"),
        ("mother: bring bread", None),
        ("Anna meyer: bread", None),
        ("One Two Three Four: bread", None),
        ("Anna:bread", None),
        ("12: bread", None),
        ("https://example.org is good", None),
        ("bread", None),
        ("", None),
    ],
)
def test_the_author_of_a_line_stands_before_a_colon(text: str, author: str | None) -> None:
    assert author_of(text) == author


def test_an_author_with_two_names_is_found_by_each() -> None:
    assert facets_of("Anna Meyer: bread", [], ChannelName.WEB) == {
        "channel:web",
        "from:Anna Meyer",
        "from:Anna",
        "from:Meyer",
    }


@pytest.mark.parametrize("text", ["A" * 10_000, "A " * 5_000, "A-" * 5_000 + ":", "Ab " * 3_333 + ": x"])
def test_hostile_beginnings_have_no_author(text: str) -> None:
    assert author_of(text) is None


@pytest.mark.parametrize(
    ("kind", "facet"),
    [
        (MediaKind.PHOTO, "has:photo"),
        (MediaKind.VIDEO, "has:video"),
        (MediaKind.VOICE, "has:voice"),
        (MediaKind.AUDIO, "has:voice"),
        (MediaKind.DOCUMENT, "has:document"),
    ],
)
def test_a_file_that_came_along_is_a_facet(kind: MediaKind, facet: str) -> None:
    assert facets_of("look", [], ChannelName.SMS, [Brought(kind=kind)]) == {"channel:sms", facet}


def test_names_of_files_are_searched_as_written_and_word_by_word() -> None:
    brought = [Brought(kind=MediaKind.DOCUMENT, name="Lease_2026-v2.pdf"), Brought(kind=MediaKind.PHOTO)]
    assert names_of(brought) == "Lease_2026-v2.pdf Lease 2026 v2 pdf"
