"""Where the files lie that came with a message: with Twilio, or where Twilio keeps them, and nowhere else."""

import re
from typing import Final

from bot.downloads import Provider, place

OURS: Final = re.compile(r"https://([a-z0-9-]+\.)*twilio\.com:443")
"""Hosts that are told the account's login."""

_BUCKETS: Final = r"s3([.-](external-1|dualstack|[a-z]{2}(-[a-z]+)+-\d))*\.amazonaws\.com"
KEEPERS: Final = re.compile(rf"https://([a-z0-9-]+\.)*(twilio\.com|twiliocdn\.com|{_BUCKETS}):443")
"""Hosts that Twilio sends us on to. Source: twilio.com/docs/messaging/api/media-resource."""


def keepers(login: tuple[str, str], api_url: str | None = None) -> Provider:
    """Whom files are fetched from.

    Args:
        login: id and token of the account.
        api_url: whoever answers in Twilio's place is trusted like it, and may keep files on any port.
    """
    if api_url is None:
        return Provider(KEEPERS, login, OURS)
    stand_in = place(api_url)
    host, _, _ = stand_in.rpartition(":")
    return Provider(re.compile(rf"{re.escape(host)}:\d+"), login, re.compile(re.escape(stand_in)), at_home=True)
