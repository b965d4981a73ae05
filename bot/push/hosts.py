"""Which push services browsers may name: a page chooses where we send to, so it must not be just anywhere."""

from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

KNOWN: Final = (
    "fcm.googleapis.com",
    "jmt17.google.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
    "*.push.apple.com",
    "*.notify.windows.com",
)
"""Those of Chrome and its kin, Firefox, Safari and Edge."""


@dataclass(frozen=True)
class PushHosts:
    """`also` are further hosts that the operator trusts, `*.example.org` with everything below them."""

    also: Collection[str] = ()

    def allow(self, endpoint: str) -> bool:
        """Whether something may be sent to an address: a known host, by https; on this machine, by http too."""
        try:
            parts = urlsplit(endpoint)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            return False
        named = any(_fits(host, each) for each in (*KNOWN, *self.also))
        if not named or parts.username or parts.password:
            return False
        if host in self.also and _on_this_machine(host):
            return parts.scheme in {"http", "https"}
        return parts.scheme == "https" and (port in {None, 443} or host in self.also)


def _fits(host: str, pattern: str) -> bool:
    return host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern


def _on_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
