"""What an operator can choose: read from the environment and a `.env` file, checked before anything else happens."""

import os
from collections.abc import Iterator, Mapping
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from typing_extensions import override

from bot import settings_media
from bot.errors import SettingsError
from bot.settings_forms import (
    ApiKey,
    BaseUrl,
    DatabaseName,
    IndexName,
    LogLevel,
    MasterKey,
    Money,
    MongodbUri,
    Password,
    Price,
    Rates,
    SearchUrl,
    Seconds,
    Size,
    TelegramToken,
    Url,
    WebhookSecret,
)
from bot.settings_notices import NOTICE_SECRETS, NoticeSettings, notice_contradictions
from bot.settings_twilio import TWILIO_SECRETS, TwilioSettings, twilio_contradictions

PREFIX: Final = "TUCKAWAY_"
FOR_TESTS: Final = "TUCKAWAY_TEST_"
ENV_FILE: Final = Path(".env")
WILDCARDS: Final = {"0.0.0.0", "::"}  # noqa: S104  they are recognised here, not listened on


LogFormat = Literal["console", "json"]


class Profile(StrEnum):
    """How much is left to defaults: in production what must not be guessed has to be written."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


def _data_dir() -> Path:
    from platformdirs import user_data_path

    return user_data_path("tuckaway", appauthor=False)


def _log_level(chosen: dict[str, Any]) -> Literal["INFO", "WARNING"]:
    # Whoever starts it by hand looks at what it prints, and has no use for two lines a message.
    return "INFO" if chosen["profile"] == Profile.PRODUCTION else "WARNING"


def _log_format(chosen: dict[str, Any]) -> LogFormat:
    return "json" if chosen["profile"] == Profile.PRODUCTION else "console"


class Settings(NoticeSettings, TwilioSettings, settings_media.MediaSettings):
    """Every choice there is. `examples` of a field are what an error tells an operator to write."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True, hide_input_in_errors=True)

    profile: Profile = Field(default=Profile.DEVELOPMENT, examples=["production"])
    data_dir: Path = Field(default_factory=_data_dir, examples=["/var/lib/tuckaway"])
    embedded: bool = Field(default=False, examples=["true"])
    embedded_cache: Size = Field(default="64M", examples=["64M"])
    mongodb_uri: MongodbUri | None = Field(default=None, examples=["mongodb://user:password@host:27017"])
    mongodb_database: DatabaseName = Field(default="tuckaway", examples=["tuckaway"])
    master_key: MasterKey | None = Field(default=None, examples=["what `openssl rand -base64 96` prints"])
    host: str = Field(default="127.0.0.1", min_length=1, examples=["127.0.0.1"])
    port: int = Field(default=8765, ge=1, le=65535, examples=["8765"])
    public_url: BaseUrl | None = Field(default=None, examples=["https://memory.example.org"])
    registration: Literal["open", "invite", "closed"] = Field(default="invite", examples=["invite"])
    telegram_token: TelegramToken | None = Field(default=None, examples=["123456:the-key-from-BotFather"])
    telegram_webhook_secret: WebhookSecret | None = Field(default=None, examples=["what `openssl rand -hex 32` prints"])
    telegram_api_url: Url | None = Field(default=None, examples=["https://api.telegram.org"])
    rates: Rates = Field(default="", examples=["telegram=30,sms=1"])
    language_url: Url | None = Field(default=None, examples=["http://127.0.0.1:11434/v1"])
    language_model: str | None = Field(default=None, max_length=200, examples=["what the endpoint calls the model"])
    language_api_key: ApiKey | None = Field(default=None, examples=["the key that the endpoint gave you"])
    language_timeout: Seconds = Field(default=5, examples=["5"])
    language_digest_timeout: Seconds = Field(default=30, examples=["30"])
    language_concurrency: int = Field(default=4, ge=1, le=1_000, examples=["4"])
    language_price_in: Price | None = Field(default=None, examples=["0.15"])
    language_price_out: Price | None = Field(default=None, examples=["0.60"])
    language_daily_budget: Money = Field(default=Decimal(1), examples=["1.00"])
    language_daily_budget_per_person: Money = Field(default=Decimal("0.1"), examples=["0.10"])
    search_url: SearchUrl | None = Field(default=None, examples=["http://127.0.0.1:9200"])
    search_user: str | None = Field(default=None, min_length=1, max_length=200, examples=["tuckaway"])
    search_password: Password | None = Field(default=None, examples=["what that user logs in with"])
    search_api_key: ApiKey | None = Field(default=None, examples=["what Elasticsearch calls `encoded` of the key"])
    search_ca_file: Path | None = Field(default=None, examples=["/etc/tuckaway/http_ca.crt"])
    search_name: IndexName = Field(default="tuckaway-memories", examples=["tuckaway-memories"])
    search_shards: int = Field(default=1, ge=1, le=100, examples=["1"])
    search_replicas: int = Field(default=1, ge=0, le=10, examples=["1"])
    embeddings_url: Url | None = Field(default=None, examples=["http://127.0.0.1:11434/v1"])
    embeddings_model: str | None = Field(default=None, max_length=200, examples=["what the endpoint calls the model"])
    embeddings_key: ApiKey | None = Field(default=None, examples=["the key that the endpoint gave you"])
    embeddings_dimensions: int | None = Field(default=None, ge=2, le=4_096, examples=["1024"])
    embeddings_trusted: bool = Field(default=False, examples=["true"])
    embeddings_price: Price | None = Field(default=None, examples=["0.02"])
    embeddings_daily_budget: Money = Field(default=Decimal(1), examples=["1.00"])
    embeddings_timeout: Seconds = Field(default=1.5, examples=["1.5"])
    log_level: LogLevel = Field(default_factory=_log_level, examples=["INFO"])
    log_format: LogFormat = Field(default_factory=_log_format, examples=["json"])
    metrics: bool = Field(default=False, examples=["true"])
    otlp_endpoint: Url | None = Field(default=None, examples=["http://127.0.0.1:4318"])

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names that people reach the web server by, beside those of the loopback."""
        public = urlsplit(self.public_url or "").hostname
        names = [name for name in (public, self.host) if name and name not in WILDCARDS]
        return tuple(f"[{name}]" if ":" in name else name for name in names)

    @classmethod
    @override
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Leave the reading to `load_settings`, which sees all sources at once and so finds contradictions in them."""
        return (init_settings,)


SECRETS: Final = (
    *("mongodb_uri", "master_key", "telegram_token", "telegram_webhook_secret"),
    *("language_api_key", "embeddings_key", "search_password", "search_api_key"),
    *("media_s3_secret_key", *NOTICE_SECRETS, *TWILIO_SECRETS),
)


def load_settings(environ: Mapping[str, str] | None = None, env_file: Path | None = ENV_FILE) -> Settings:
    """The settings of this installation.

    The environment goes before the file. An empty variable counts as none. A secret may lie in a file of its own,
    which `NAME_FILE` names.

    Raises:
        SettingsError: one line that names a variable, what is wrong with it and what to write.
    """
    variables = _variables(os.environ if environ is None else environ, env_file)
    values, problems = _values(variables)
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        # A default that hangs on a wrong value is no second fault.
        own = [details for details in error.errors() if details["type"] != "default_factory_not_called"]
        problems += [_problem(str(details["loc"][0]), details) for details in own]
    else:
        problems += _contradictions(settings)
        if not problems:
            return settings
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    raise SettingsError(problems[0] + more)


def name_of(field: str) -> str:
    """The variable that sets a field."""
    return PREFIX + field.upper()


def _variables(environ: Mapping[str, str], env_file: Path | None) -> dict[str, str]:
    """Our variables that say something, from the file and the environment."""
    written = {**_written_in(env_file), **environ}
    ours = {name: value for name, value in written.items() if name.startswith(PREFIX)}
    return {name: value for name, value in ours.items() if value and not name.startswith(FOR_TESTS)}


def _written_in(env_file: Path | None) -> Mapping[str, str]:
    if env_file is None or not env_file.is_file():
        return {}
    from dotenv import dotenv_values

    try:
        # No interpolation: a password may contain a dollar sign.
        return {name: value or "" for name, value in dotenv_values(env_file, interpolate=False).items()}
    except (OSError, UnicodeDecodeError) as error:
        sentence = f"{env_file} can't be read ({_cause(error)}). Make it a text file that this user may read."
        raise SettingsError(sentence) from error


def _values(variables: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Values by field, and what is wrong with the variables themselves."""
    values: dict[str, str] = {}
    problems: list[str] = []
    fields = {name_of(field): field for field in Settings.model_fields}
    files = {f"{name_of(field)}_FILE": field for field in SECRETS}
    for name, value in variables.items():
        if name in fields:
            values[fields[name]] = value
        elif name not in files:
            problems.append(_unknown(name, [*fields, *files]))
        elif name.removesuffix("_FILE") in variables:
            problems.append(f"{name} and {name.removesuffix('_FILE')} are both set. Remove one of the two.")
        else:
            try:
                values[files[name]] = Path(value).read_text().strip()
            except (OSError, UnicodeDecodeError) as error:
                wrong = f"{name}: the file {value} can't be read ({_cause(error)})."
                problems.append(f"{wrong} Name a text file that this user may read.")
    return values, problems


def _unknown(name: str, known: list[str]) -> str:
    near = get_close_matches(name.removeprefix(PREFIX), [each.removeprefix(PREFIX) for each in known], n=1)
    advice = (
        f"Write {PREFIX}{near[0]}, if that is what you mean." if near else "Remove it; .env.example lists all settings."
    )
    return f"{name} is not a setting. {advice}"


def _problem(field: str, details: Mapping[str, Any]) -> str:
    """A sentence on one value, without the value: it might be a secret."""
    name, examples = name_of(field), Settings.model_fields[field].examples
    reason = str(details.get("ctx", {}).get("error") or details["msg"])
    reason = reason.replace("Input should", "it should")
    return f"{name} is wrong: {reason}. Write {_such_as(name, str((examples or [''])[0]))}"


def _such_as(name: str, example: str) -> str:
    return f"{example}." if example.startswith("what ") else f"for example {name}={example}"


def _contradictions(settings: Settings) -> Iterator[str]:
    """What can't be meant, though each value alone is right."""
    production = settings.profile is Profile.PRODUCTION
    if settings.embedded and settings.mongodb_uri:
        yield "TUCKAWAY_EMBEDDED=true contradicts TUCKAWAY_MONGODB_URI. Remove the one you do not mean."
    if production:
        yield from _left_open(settings)
    yield from _endpoint_contradictions(settings)
    yield from _search_contradictions(settings)
    yield from settings_media.contradictions(settings, production=production)
    yield from notice_contradictions(settings, production=production)
    yield from twilio_contradictions(settings)
    if not settings.public_url:
        return
    encrypted = settings.public_url.startswith("https://")
    if production and not encrypted:
        yield "TUCKAWAY_PUBLIC_URL is not encrypted, which production has to be. Write an address with https://"
    elif settings.telegram_token and not (encrypted or settings.telegram_api_url):
        yield "TUCKAWAY_PUBLIC_URL is not encrypted, which Telegram asks for. Write an address with https://, or none."
    if settings.telegram_token and not settings.telegram_webhook_secret:
        yield (
            "TUCKAWAY_TELEGRAM_WEBHOOK_SECRET is missing: with TUCKAWAY_PUBLIC_URL anybody could speak in Telegram's "
            "name. Write what `openssl rand -hex 32` prints."
        )


def _left_open(settings: Settings) -> Iterator[str]:
    """What production wants to be told."""
    if not (settings.embedded or settings.mongodb_uri):
        yield (
            "TUCKAWAY_MONGODB_URI is missing in production. Write mongodb://…, or TUCKAWAY_EMBEDDED=true for the "
            "database that comes with Tuckaway."
        )
    if settings.mongodb_uri and not settings.master_key:
        # Each replica would otherwise make a key of its own, and lose it with its disk.
        yield (
            "TUCKAWAY_MASTER_KEY is missing in production with a database elsewhere. Write what "
            "`openssl rand -base64 96` prints, the same for every replica, and keep a copy safe."
        )


def _endpoint_contradictions(settings: Settings) -> Iterator[str]:
    """What can't be meant of the models that run elsewhere."""
    for endpoint in ENDPOINTS:
        yield from _half_an_endpoint(settings, endpoint)
    if settings.language_url and settings.language_daily_budget_per_person > settings.language_daily_budget:
        yield (
            "TUCKAWAY_LANGUAGE_DAILY_BUDGET_PER_PERSON is more than TUCKAWAY_LANGUAGE_DAILY_BUDGET allows for all. "
            "Raise that, or lower this."
        )


def _half_an_endpoint(settings: Settings, endpoint: str) -> Iterator[str]:
    """What can't be meant of an endpoint. A price that nobody named would be a budget that never ends."""
    named = name_of(f"{endpoint}_url")
    url: str | None = getattr(settings, f"{endpoint}_url")
    if url is None:
        chosen = [field for field in settings.model_fields_set if field.startswith(f"{endpoint}_")]
        if chosen:
            yield f"{name_of(min(chosen))} is set without {named}. Write that as well, or remove it."
        return
    for field, advice in ENDPOINTS[endpoint].items():
        if getattr(settings, field) is None:
            yield f"{name_of(field)} is missing: {named} needs it. {advice}"
    if settings.profile is Profile.PRODUCTION and not (url.startswith("https://") or _near(url)):
        yield (
            f"{named} is not encrypted, which production has to be outside one's own network. Write an address with "
            "https://"
        )


def _search_contradictions(settings: Settings) -> Iterator[str]:
    """What can't be meant of a search server."""
    url = settings.search_url
    chosen = settings.model_fields_set & SEARCH_FIELDS
    if url is None:
        if chosen:
            yield f"{name_of(min(chosen))} is set without TUCKAWAY_SEARCH_URL. Write that as well, or remove it."
        return
    if settings.search_api_key and (settings.search_user or settings.search_password):
        yield "TUCKAWAY_SEARCH_API_KEY and TUCKAWAY_SEARCH_USER are two ways to log in. Remove one of the two."
    elif (settings.search_user is None) != (settings.search_password is None):
        missing = "search_password" if settings.search_user else "search_user"
        yield f"{name_of(missing)} is missing: user and password go together. Write both, or neither."
    if settings.profile is Profile.PRODUCTION and not (url.startswith("https://") or _near(url)):
        yield (
            "TUCKAWAY_SEARCH_URL is not encrypted, which production has to be outside one's own network. Write an "
            "address with https://"
        )


SEARCH_FIELDS: Final = frozenset(field for field in Settings.model_fields if field.startswith("search_"))
# The endpoints of models there are, with what each needs.
ENDPOINTS: Final[Mapping[str, Mapping[str, str]]] = {
    "language": {
        "language_model": "Write what the endpoint calls the model.",
        "language_price_in": "Write what a million tokens of input cost, or 0 for a model of your own.",
        "language_price_out": "Write what a million tokens of output cost, or 0 for a model of your own.",
    },
    "embeddings": {
        "embeddings_model": "Write what the endpoint calls the model.",
        "embeddings_price": "Write what a million tokens cost, or 0 for a model of your own.",
    },
}


def _near(url: str) -> bool:
    """Whether an address is on this machine or in one's own network: a private number, or a name without a dot."""
    host = urlsplit(url).hostname or ""
    try:
        address = ip_address(host)
    except ValueError:
        return "." not in host
    return address.is_private or address.is_loopback


def _cause(error: OSError | UnicodeDecodeError) -> str:
    return error.strerror or "no reason given" if isinstance(error, OSError) else "it is not UTF-8 text"
