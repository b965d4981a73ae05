"""Tells whether a call comes from Twilio, and reads what it brings."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import parse_qs, parse_qsl, urlsplit

from twilio.request_validator import RequestValidator

from bot.messages import well_formed

Fields = Mapping[str, str]
"""What a call brings, by the names that Twilio gives it."""

MOST_FIELDS: Final = 1_000
HASH: Final = "bodySHA256"
"""In the query of an address whose body is signed by its hash: one that is no form."""


class Form:
    """A form as the validator of Twilio's library takes it: a name may come more than once."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def getlist(self, name: str) -> list[str]:
        """All values of that name."""
        return self._values[name]

    def fields(self) -> dict[str, str]:
        """The first value of each name."""
        return {name: values[0] for name, values in self._values.items()}


class Proof:
    """Knows the account's token, and the address that Twilio was told to call.

    Behind a proxy the address that arrives differs from the one that was called, so it is put together from what the
    operator says. Source: twilio.com/docs/usage/webhooks/webhooks-security.
    """

    def __init__(self, token: str, public_url: str | None) -> None:
        """`public_url`: with scheme and host, without a path; without it nothing is accepted."""
        self._validator = RequestValidator(token) if token and public_url else None
        self._base = (public_url or "").rstrip("/")

    def proven(self, target: str, body: bytes, signature: str | None) -> dict[str, str] | None:
        """What a call brings, when it is Twilio's; else None.

        Args:
            target: path and query, as they came.
            body: as it came, a form or JSON.
            signature: the header X-Twilio-Signature.
        """
        if self._validator is None or not signature:
            return None
        # Asked as the validator asks: it takes a body that is no form for one wherever the two disagree.
        hashed = HASH in parse_qs(urlsplit(self._base + target).query)
        try:
            brought: Form | str = body.decode() if hashed else _form(body)
        except ValueError:
            return None
        if not self._validator.validate(self._base + target, brought, signature):
            return None
        return _flat(brought) if isinstance(brought, str) else brought.fields()


def _form(body: bytes) -> Form:
    """Raises ValueError: it is no form, or has too many fields to be one of Twilio's."""
    return Form(parse_qsl(body.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST_FIELDS))


def _flat(text: str) -> dict[str, str]:
    """The fields of a JSON body that hold one value; none where it is no object."""
    try:
        brought = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(brought, dict):
        return {}
    return {well_formed(name): well_formed(str(value)) for name, value in brought.items() if _plain(value)}


def _plain(value: object) -> bool:
    return isinstance(value, str | int | float)
