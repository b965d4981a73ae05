"""Settings of what is asked elsewhere: the language model and the embedder, whole or refused."""

import pytest

from bot.settings import load_settings
from tests.bot.chosen import EMBEDDINGS, LANGUAGE, PRODUCTION, refusal


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            {"LANGUAGE_URL": ""},
            "TUCKAWAY_LANGUAGE_MODEL is set without TUCKAWAY_LANGUAGE_URL. Write that as well, or remove it.",
        ),
        ({"LANGUAGE_MODEL": ""}, "TUCKAWAY_LANGUAGE_MODEL is missing: TUCKAWAY_LANGUAGE_URL needs it. Write what the"),
        ({"LANGUAGE_PRICE_IN": ""}, "TUCKAWAY_LANGUAGE_PRICE_IN is missing: TUCKAWAY_LANGUAGE_URL needs it. Write"),
        ({"LANGUAGE_PRICE_OUT": ""}, "TUCKAWAY_LANGUAGE_PRICE_OUT is missing:"),
        ({"LANGUAGE_DAILY_BUDGET": "0.05"}, "TUCKAWAY_LANGUAGE_DAILY_BUDGET_PER_PERSON is more than"),
    ],
)
def test_half_a_language_model_is_refused_with_what_to_write(changed: dict[str, str], told: str) -> None:
    variables = {**LANGUAGE, **{f"TUCKAWAY_{name}": value for name, value in changed.items()}}
    sentence = refusal(variables)
    assert sentence.startswith(told)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            {"EMBEDDINGS_URL": ""},
            "TUCKAWAY_EMBEDDINGS_MODEL is set without TUCKAWAY_EMBEDDINGS_URL. Write that as well",
        ),
        (
            {"EMBEDDINGS_MODEL": ""},
            "TUCKAWAY_EMBEDDINGS_MODEL is missing: TUCKAWAY_EMBEDDINGS_URL needs it. Write what",
        ),
        (
            {"EMBEDDINGS_PRICE": ""},
            "TUCKAWAY_EMBEDDINGS_PRICE is missing: TUCKAWAY_EMBEDDINGS_URL needs it. Write what",
        ),
        ({"EMBEDDINGS_DIMENSIONS": "1e9"}, "TUCKAWAY_EMBEDDINGS_DIMENSIONS is wrong: "),
        ({"EMBEDDINGS_DIMENSIONS": "5000"}, "TUCKAWAY_EMBEDDINGS_DIMENSIONS is wrong: it should be less than or equal"),
        ({"EMBEDDINGS_TIMEOUT": "0"}, "TUCKAWAY_EMBEDDINGS_TIMEOUT is wrong: it should be greater than 0."),
        ({"EMBEDDINGS_URL": "host/v1"}, "TUCKAWAY_EMBEDDINGS_URL is wrong: it is not an address"),
        (
            {"PROFILE": "production", "EMBEDDED": "true", "EMBEDDINGS_URL": "http://embeddings.example.org/v1"},
            "TUCKAWAY_EMBEDDINGS_URL is not encrypted, which production has to be outside one's own network.",
        ),
    ],
)
def test_half_an_embedder_is_refused_with_what_to_write(changed: dict[str, str], told: str) -> None:
    variables = {**EMBEDDINGS, **{f"TUCKAWAY_{name}": value for name, value in changed.items()}}
    assert refusal(variables).startswith(told)


def test_an_embedder_needs_no_language_model() -> None:
    settings = load_settings(EMBEDDINGS, env_file=None)
    assert (settings.embeddings_model, settings.embeddings_trusted, settings.language_url) == ("embedder", False, None)


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://models.example.org/v1", True),
        ("http://localhost:11434/v1", True),
        ("http://ollama:11434/v1", True),
        ("http://192.168.1.7/v1", True),
        ("http://[::1]:11434/v1", True),
        ("http://models.example.org/v1", False),
        ("http://8.8.8.8/v1", False),
    ],
)
def test_in_production_words_go_unencrypted_no_further_than_one_s_own_network(url: str, taken: bool) -> None:
    variables = {**PRODUCTION, **LANGUAGE, "TUCKAWAY_LANGUAGE_URL": url}
    if taken:
        assert load_settings(variables, env_file=None).language_url == url
    else:
        assert refusal(variables).startswith("TUCKAWAY_LANGUAGE_URL is not encrypted")
