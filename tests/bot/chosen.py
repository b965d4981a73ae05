"""Settings that belong together, and what loading others says."""

from base64 import b64encode
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, load_settings

MASTER_KEY = b64encode(bytes(range(96))).decode()
PUBLIC = {"TUCKAWAY_PUBLIC_URL": "https://memory.example.org"}
TELEGRAM = {"TUCKAWAY_TELEGRAM_TOKEN": "123456:abcdefghijkl"}
LANGUAGE = {
    "TUCKAWAY_LANGUAGE_URL": "http://127.0.0.1:11434/v1",
    "TUCKAWAY_LANGUAGE_MODEL": "small",
    "TUCKAWAY_LANGUAGE_PRICE_IN": "0",
    "TUCKAWAY_LANGUAGE_PRICE_OUT": "0",
}
SEARCH = {"TUCKAWAY_SEARCH_URL": "http://127.0.0.1:9200"}
EMBEDDINGS = {
    "TUCKAWAY_EMBEDDINGS_URL": "http://127.0.0.1:11434/v1",
    "TUCKAWAY_EMBEDDINGS_MODEL": "embedder",
    "TUCKAWAY_EMBEDDINGS_PRICE": "0",
}
BUCKET = {
    "TUCKAWAY_MEDIA_S3_URL": "https://s3.example.org",
    "TUCKAWAY_MEDIA_S3_BUCKET": "files",
    "TUCKAWAY_MEDIA_S3_ACCESS_KEY": "tuckaway",
}
NEEDED = {
    "language_api_key": LANGUAGE,
    "search_password": {**SEARCH, "TUCKAWAY_SEARCH_USER": "anna"},
    "search_api_key": SEARCH,
    "embeddings_key": EMBEDDINGS,
    "media_s3_secret_key": BUCKET,
    "twilio_auth_token": {"TUCKAWAY_TWILIO_ACCOUNT_SID": f"AC{32 * '0'}", "TUCKAWAY_SMS_FROM": "+15551234567"},
    "smtp_password": {"TUCKAWAY_SMTP_HOST": "h", "TUCKAWAY_SMTP_FROM": "t@h", "TUCKAWAY_SMTP_USER": "u"},
}
PRODUCTION = {"TUCKAWAY_PROFILE": "production", "TUCKAWAY_EMBEDDED": "true"}


def load(**variables: str) -> Settings:
    return load_settings({f"TUCKAWAY_{name}": value for name, value in variables.items()}, env_file=None)


def refusal(variables: dict[str, str], env_file: Path | None = None) -> str:
    with pytest.raises(SettingsError) as raised:
        load_settings(variables, env_file=env_file)
    return str(raised.value)
