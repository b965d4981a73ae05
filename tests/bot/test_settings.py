import re
import secrets
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis.strategies import characters, integers, sampled_from, text

from bot.errors import SettingsError
from bot.settings import SECRETS, Profile, Settings, load_settings, name_of
from tests.bot.chosen import MASTER_KEY, NEEDED, PRODUCTION, PUBLIC, TELEGRAM, load, refusal

EXAMPLE = Path(__file__).parents[2] / ".env.example"
PAGE = Path(__file__).parents[2] / "docs" / "operators" / "settings.md"


def test_nothing_needs_to_be_set() -> None:
    settings = load()
    assert settings.profile is Profile.DEVELOPMENT
    assert settings.data_dir.name == "tuckaway"
    assert (settings.host, settings.port) == ("127.0.0.1", 8765)
    assert settings.mongodb_uri is None
    assert settings.telegram_token is None


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TUCKAWAY_PORT=1000\nTUCKAWAY_HOST=0.0.0.0\nOTHER=1\n")
    settings = load_settings({"TUCKAWAY_PORT": "2000"}, env_file=tmp_path / ".env")
    assert (settings.host, settings.port) == ("0.0.0.0", 2000)


def test_a_file_in_the_working_folder_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("TUCKAWAY_PORT=1000\n")
    monkeypatch.chdir(tmp_path)
    assert load_settings({}).port == 1000


def test_a_dollar_sign_in_the_file_is_a_dollar_sign(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TUCKAWAY_TELEGRAM_TOKEN=1:${HOME}\n")
    token = load_settings({}, env_file=tmp_path / ".env").telegram_token
    assert token
    assert token.get_secret_value() == "1:${HOME}"


def test_an_empty_variable_counts_as_none() -> None:
    assert load(PORT="", TELEGRAM_TOKEN="").port == 8765


def test_variables_of_other_programs_and_of_our_tests_are_left_alone() -> None:
    assert load_settings({"PORT": "x", "TUCKAWAY_TEST_MONGODB_URI": "x"}, env_file=None) == load()


def test_logs_are_for_machines_in_production_and_for_people_elsewhere() -> None:
    assert load().log_format == "console"
    assert load_settings(PRODUCTION, env_file=None).log_format == "json"
    assert load_settings({**PRODUCTION, "TUCKAWAY_LOG_FORMAT": "console"}, env_file=None).log_format == "console"


def test_the_level_of_logs_may_be_written_in_small_letters() -> None:
    assert load(LOG_LEVEL="debug").log_level == "DEBUG"


def test_a_master_key_may_be_broken_into_lines_as_openssl_prints_it() -> None:
    key = load(MASTER_KEY=f"{MASTER_KEY[:64]}\n{MASTER_KEY[64:]}\n").master_key
    assert key
    assert key.get_secret_value() == MASTER_KEY


@pytest.mark.parametrize("field", SECRETS)
def test_every_secret_may_lie_in_a_file_of_its_own(field: str, tmp_path: Path) -> None:
    value = {
        "mongodb_uri": "mongodb://a:b@host/",
        "master_key": MASTER_KEY,
        "telegram_token": "1:abc",
        "telegram_webhook_secret": secrets.token_hex(16),
        "language_api_key": secrets.token_hex(16),
        "search_password": "two words: ü",
        "search_api_key": secrets.token_hex(16),
        "embeddings_key": secrets.token_hex(16),
        "media_s3_secret_key": "a/secret+key",
        "twilio_auth_token": secrets.token_hex(16),
        "vapid_key": secrets.token_urlsafe(32),
        "smtp_password": "two words: ü",
    }[field]
    more = NEEDED.get(field, {})
    (tmp_path / "secret").write_text(f"{value}\n")
    settings = load_settings({**more, f"{name_of(field)}_FILE": str(tmp_path / "secret")}, env_file=None)
    assert getattr(settings, field).get_secret_value() == value


def test_a_secret_both_written_and_in_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("1:abc")
    both = {**TELEGRAM, "TUCKAWAY_TELEGRAM_TOKEN_FILE": str(tmp_path / "token")}
    expected = "TUCKAWAY_TELEGRAM_TOKEN_FILE and TUCKAWAY_TELEGRAM_TOKEN are both set. Remove one of the two."
    assert refusal(both) == expected


def test_a_secret_in_a_file_that_can_not_be_read_is_refused(tmp_path: Path) -> None:
    sentence = refusal({"TUCKAWAY_MASTER_KEY_FILE": str(tmp_path / "none")})
    assert sentence.startswith(f"TUCKAWAY_MASTER_KEY_FILE: the file {tmp_path / 'none'} can't be read (No such file")


def test_a_secret_in_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"\xff\xfe")
    assert "it is not UTF-8 text" in refusal({"TUCKAWAY_MASTER_KEY_FILE": str(tmp_path / "key")})


def test_an_env_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"TUCKAWAY_HOST=\xff")
    assert "it is not UTF-8 text" in refusal({}, env_file=tmp_path / ".env")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("TUCKAWAY_PROT", "TUCKAWAY_PORT"),
        ("TUCKAWAY_TELEGRAM_TOKN", "TUCKAWAY_TELEGRAM_TOKEN"),
        ("TUCKAWAY_MONGO_URI", "TUCKAWAY_MONGODB_URI"),
        ("TUCKAWAY_MASTERKEY_FILE", "TUCKAWAY_MASTER_KEY_FILE"),
    ],
)
def test_an_unknown_variable_is_refused_with_the_nearest_known_one(written: str, meant: str) -> None:
    assert refusal({written: "x"}) == f"{written} is not a setting. Write {meant}, if that is what you mean."


def test_a_variable_like_none_we_know_is_refused_with_where_to_look() -> None:
    expected = "TUCKAWAY_XYZZYQWOPQ is not a setting. Remove it; .env.example lists all settings."
    assert refusal({"TUCKAWAY_XYZZYQWOPQ": "x"}) == expected


@pytest.mark.parametrize(
    ("name", "value", "wrong"),
    [
        (
            "PROFILE",
            "prod",
            "it should be 'development' or 'production'. Write for example TUCKAWAY_PROFILE=production",
        ),
        ("PORT", "70000", "it should be less than or equal to 65535. Write for example TUCKAWAY_PORT=8765"),
        ("PORT", "0", "it should be greater than or equal to 1. Write for example TUCKAWAY_PORT=8765"),
        ("PORT", "http", "it should be a valid integer"),
        ("EMBEDDED_CACHE", "plenty", "it is not a number followed by M or G"),
        ("MONGODB_URI", "postgres://host", "it does not begin with mongodb://"),
        ("MONGODB_DATABASE", "a/b", "it is not 1 to 63 of A-Z a-z 0-9 _ -"),
        ("MASTER_KEY", "c2hvcnQ=", "it is not 96 bytes in base64. Write what `openssl rand -base64 96` prints."),
        ("PUBLIC_URL", "memory.example.org", "it is not an address that begins with http:// or https://"),
        ("PUBLIC_URL", "https://example.org/memory", "it goes on after the host's name"),
        ("PUBLIC_URL", "https://[::1", "it is not an address that begins with http:// or https://"),
        ("OTLP_ENDPOINT", "http://host:99999", "it is not an address that begins with http:// or https://"),
        ("TELEGRAM_TOKEN", "abc", "it is not a number, a colon and a key"),
        ("RATES", "pigeon=3", "it names a channel without a rate; those that have one are telegram, whatsapp, sms"),
        ("RATES", "sms=fast", "a rate is a number of messages a second, more than 0 and at most 10000"),
        ("TELEGRAM_WEBHOOK_SECRET", "short", "it is not 16 to 256 of A-Z a-z 0-9 _ -"),
        ("LANGUAGE_URL", "localhost:11434", "it is not an address that begins with http:// or https://"),
        ("LANGUAGE_API_KEY", "two words", "it is not one word of ASCII signs. Write for example TUCKAWAY_LANGUAGE_"),
        ("LANGUAGE_TIMEOUT", "0", "it should be greater than 0. Write for example TUCKAWAY_LANGUAGE_TIMEOUT=5"),
        ("LANGUAGE_TIMEOUT", "nan", "it should be a finite number"),
        ("LANGUAGE_CONCURRENCY", "0", "it should be greater than or equal to 1"),
        (
            "LANGUAGE_PRICE_IN",
            "15 cents",
            "it should be a valid decimal. Write for example TUCKAWAY_LANGUAGE_PRICE_IN=",
        ),
        ("LANGUAGE_PRICE_OUT", "0.0001", "Decimal input should have no more than 3 decimal places"),
        ("LANGUAGE_DAILY_BUDGET", "-1", "it should be greater than or equal to 0"),
        ("SEARCH_URL", "127.0.0.1:9200", "it is not an address that begins with http:// or https://"),
        ("SEARCH_URL", "http://a:b@host:9200", "it holds a login, which belongs into TUCKAWAY_SEARCH_USER and"),
        ("SEARCH_PASSWORD", "a\nb", "it is not one line. Write what that user logs in with."),
        ("SEARCH_NAME", "Ours", "it is not 1 to 100 of a-z 0-9 _ -"),
        ("SEARCH_SHARDS", "0", "it should be greater than or equal to 1"),
        ("LOG_LEVEL", "loud", "it should be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
        ("METRICS", "perhaps", "it should be a valid boolean"),
    ],
)
def test_a_wrong_value_is_refused_with_what_to_write(name: str, value: str, wrong: str) -> None:
    assert refusal({f"TUCKAWAY_{name}": value}).startswith(f"TUCKAWAY_{name} is wrong: {wrong}")


def test_of_several_faults_the_first_is_told_and_the_others_are_counted() -> None:
    sentence = refusal({"TUCKAWAY_PROT": "1", "TUCKAWAY_PROFILE": "prod", "TUCKAWAY_LOG_LEVEL": "loud"})
    assert sentence.startswith("TUCKAWAY_PROT is not a setting.")
    assert sentence.endswith("(and 2 more)")


@given(port=integers(min_value=1, max_value=65_535))
def test_every_port_there_is_can_be_had(port: int) -> None:
    assert load(PORT=str(port)).port == port


@given(
    name=sampled_from(["MONGODB_URI", "MASTER_KEY", "TELEGRAM_TOKEN", "TELEGRAM_WEBHOOK_SECRET", "PORT", "PUBLIC_URL"]),
    value=text(characters(min_codepoint=33, max_codepoint=126), min_size=12),
)
@example(name="TELEGRAM_TOKEN", value="not-a-token-but-a-secret")
@example(name="PUBLIC_URL", value="http://[not-an-address")
def test_whatever_is_written_a_refusal_is_one_line_without_the_value(name: str, value: str) -> None:
    try:
        shown = repr(load_settings({f"TUCKAWAY_{name}": value}, env_file=None))
    except SettingsError as error:
        shown = str(error)
        assert "\n" not in shown
    if name_of(name) in map(name_of, SECRETS):
        assert value not in shown


def test_secrets_are_not_shown() -> None:
    settings = load(MASTER_KEY=MASTER_KEY, MONGODB_URI="mongodb://me:hidden@host", TELEGRAM_TOKEN="1:hidden")
    assert "hidden" not in f"{settings!r} {settings}"
    assert MASTER_KEY not in f"{settings!r} {settings}"


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"TUCKAWAY_PROFILE": "production"}, "TUCKAWAY_MONGODB_URI is missing in production."),
        (
            {"TUCKAWAY_PROFILE": "production", "TUCKAWAY_MONGODB_URI": "mongodb://host"},
            "TUCKAWAY_MASTER_KEY is missing in production with a database elsewhere.",
        ),
        (
            {"TUCKAWAY_EMBEDDED": "true", "TUCKAWAY_MONGODB_URI": "mongodb://host"},
            "TUCKAWAY_EMBEDDED=true contradicts TUCKAWAY_MONGODB_URI.",
        ),
        (
            {**PRODUCTION, "TUCKAWAY_PUBLIC_URL": "http://host"},
            "TUCKAWAY_PUBLIC_URL is not encrypted, which production",
        ),
        ({**TELEGRAM, "TUCKAWAY_PUBLIC_URL": "http://host"}, "TUCKAWAY_PUBLIC_URL is not encrypted, which Telegram"),
        ({**TELEGRAM, **PUBLIC}, "TUCKAWAY_TELEGRAM_WEBHOOK_SECRET is missing:"),
    ],
)
def test_contradictions_are_refused_with_what_to_write(variables: dict[str, str], told: str) -> None:
    assert refusal(variables).startswith(told)


def test_without_a_word_about_it_there_is_no_language_model() -> None:
    assert load().language_url is None


def test_a_full_production_installation_is_taken() -> None:
    variables = {
        **TELEGRAM,
        **PUBLIC,
        "TUCKAWAY_PROFILE": "production",
        "TUCKAWAY_MONGODB_URI": "mongodb+srv://user:password@cluster.example.org/",
        "TUCKAWAY_MASTER_KEY": MASTER_KEY,
        "TUCKAWAY_TELEGRAM_WEBHOOK_SECRET": "a" * 32,
    }
    assert load_settings(variables, env_file=None).public_url == "https://memory.example.org"


def test_the_web_server_goes_by_its_public_name_and_its_own_but_never_by_a_wildcard() -> None:
    assert load().hosts == ("127.0.0.1",)
    assert load(HOST="0.0.0.0", PUBLIC_URL="https://memory.example.org/").hosts == ("memory.example.org",)
    assert load(HOST="::").hosts == ()


def test_the_example_file_names_every_setting_and_nothing_else() -> None:
    named = set(re.findall(r"^#(TUCKAWAY_[A-Z0-9_]+)=", EXAMPLE.read_text(), re.MULTILINE))
    assert named == {name_of(field) for field in Settings.model_fields}


def test_the_example_file_loads_as_it_is_and_with_every_line_taken_up(tmp_path: Path) -> None:
    assert load_settings({}, env_file=EXAMPLE) == load()
    taken_up = re.sub(r"^#(TUCKAWAY_)", r"\1", EXAMPLE.read_text(), flags=re.MULTILINE)
    (tmp_path / ".env").write_text(taken_up)
    needed = {"TUCKAWAY_TELEGRAM_WEBHOOK_SECRET": "a" * 32, "TUCKAWAY_MEDIA_S3_SECRET_KEY": "secret"}
    settings = load_settings(needed, env_file=tmp_path / ".env")
    assert (settings.port, settings.embedded_cache) == (8765, "64M")


def test_the_operators_page_describes_every_setting() -> None:
    described = set(re.findall(r"^\| `(TUCKAWAY_[A-Z0-9_]+)`", PAGE.read_text(), re.MULTILINE))
    assert described == {name_of(field) for field in Settings.model_fields}


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"SEARCH_USER": "anna"}, "TUCKAWAY_SEARCH_USER is set without TUCKAWAY_SEARCH_URL. Write that as well, or"),
        ({"SEARCH_URL": "http://h", "SEARCH_USER": "anna"}, "TUCKAWAY_SEARCH_PASSWORD is missing: user and password"),
        ({"SEARCH_URL": "http://h", "SEARCH_PASSWORD": "x"}, "TUCKAWAY_SEARCH_USER is missing: user and password"),
        (
            {"SEARCH_URL": "http://h", "SEARCH_API_KEY": "x", "SEARCH_USER": "anna", "SEARCH_PASSWORD": "x"},
            "TUCKAWAY_SEARCH_API_KEY and TUCKAWAY_SEARCH_USER are two ways to log in. Remove one of the two.",
        ),
    ],
)
def test_what_can_not_be_meant_of_a_search_server_is_refused(variables: dict[str, str], sentence: str) -> None:
    assert refusal({f"TUCKAWAY_{name}": value for name, value in variables.items()}).startswith(sentence)


def test_a_search_server_outside_ones_own_network_has_to_be_encrypted_in_production() -> None:
    sentence = refusal({**PRODUCTION, "TUCKAWAY_SEARCH_URL": "http://search.example.org:9200"})
    assert sentence.startswith("TUCKAWAY_SEARCH_URL is not encrypted")
    for url in ("https://search.example.org:9200", "http://search:9200", "http://10.0.0.7:9200"):
        assert load_settings({**PRODUCTION, "TUCKAWAY_SEARCH_URL": url}, env_file=None).search_url == url
