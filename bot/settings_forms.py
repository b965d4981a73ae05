"""The forms in which an operator writes settings, each with what is wrong about anything else."""

import re
from decimal import Decimal
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from bot import rates

MASTER_KEY_CHARACTERS: Final = 128


def _without_white_space(value: object) -> object:
    return "".join(value.split()) if isinstance(value, str) else value


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def like(pattern: str, reason: str) -> AfterValidator:
    """What the whole of a value must look like, and what is said of one that doesn't."""

    def check(value: str | SecretStr) -> str | SecretStr:
        if not re.fullmatch(pattern, value if isinstance(value, str) else value.get_secret_value()):
            raise ValueError(reason)
        return value

    return AfterValidator(check)


def _url(value: str) -> str:
    try:
        parts = urlsplit(value)
        right = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        right = False
    if not right:
        reason = "it is not an address that begins with http:// or https://"
        raise ValueError(reason)
    return value.rstrip("/")


def _url_without_path(value: str) -> str:
    url = _url(value)
    if urlsplit(url).path or urlsplit(url).query:
        reason = "it goes on after the host's name"
        raise ValueError(reason)
    return url


def _url_without_login(value: str) -> str:
    url = _url(value)
    if "@" in urlsplit(url).netloc:
        # It would be seen in every message that names the address.
        reason = "it holds a login, which belongs into TUCKAWAY_SEARCH_USER and TUCKAWAY_SEARCH_PASSWORD"
        raise ValueError(reason)
    return url


def _rates(value: str) -> str:
    rates.chosen(value)
    return value


Url = Annotated[str, AfterValidator(_url)]
BaseUrl = Annotated[str, AfterValidator(_url_without_path)]
SearchUrl = Annotated[str, AfterValidator(_url_without_login)]
IndexName = Annotated[str, like(r"[a-z0-9][a-z0-9_-]{0,99}", "it is not 1 to 100 of a-z 0-9 _ -")]
Size = Annotated[str, like(r"[1-9][0-9]*[MG]", "it is not a number followed by M or G")]
DatabaseName = Annotated[str, like(r"[A-Za-z0-9_-]{1,63}", "it is not 1 to 63 of A-Z a-z 0-9 _ -")]
LogLevel = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)]
Password = Annotated[SecretStr, like(r"[^\r\n]{1,1000}", "it is not one line")]
ApiKey = Annotated[SecretStr, like(r"[!-~]{1,1000}", "it is not one word of ASCII signs")]
Rates = Annotated[str, AfterValidator(_rates)]
Seconds = Annotated[float, Field(gt=0, le=600, allow_inf_nan=False)]
# Of which currency is the operator's affair. Six places, so that all of it can be counted in whole billionths.
Money = Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=6)]
Price = Annotated[Decimal, Field(ge=0, le=100_000, decimal_places=3)]
MongodbUri = Annotated[SecretStr, like(r"mongodb(\+srv)?://\S+", "it does not begin with mongodb://")]
TelegramToken = Annotated[SecretStr, like(r"\d+:\S+", "it is not a number, a colon and a key")]
WebhookSecret = Annotated[SecretStr, like(r"[A-Za-z0-9_-]{16,256}", "it is not 16 to 256 of A-Z a-z 0-9 _ -")]
MasterKey = Annotated[
    SecretStr,
    BeforeValidator(_without_white_space),
    like(rf"[A-Za-z0-9+/]{{{MASTER_KEY_CHARACTERS}}}", "it is not 96 bytes in base64"),
]
