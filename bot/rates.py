"""How fast each channel may be sent by: what its provider allows, and what an operator has agreed with it instead."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from bot.messages import ChannelName

MARGIN: Final = 0.9
"""Of what a provider allows: what leaves evenly bunches up on the way."""
FASTEST: Final = 10_000


@dataclass(frozen=True)
class Rate:
    """What a channel's provider allows.

    Attributes:
        in_all: messages a second, counted as the provider counts them (an SMS by its segments).
        apart: seconds between messages to one address in the long run; 0: no such limit.
        burst: how many may go to one address at once after it was left alone for a while.
    """

    in_all: float
    apart: float = 0
    burst: int = 1


RATES: Final[Mapping[ChannelName, Rate]] = {
    # "About 30 a second, one a second in a chat", more for a moment (core.telegram.org/bots/faq).
    ChannelName.TELEGRAM: Rate(30, apart=1, burst=5),
    # 80 a second for a sender, one in six seconds to a person, more for a moment (Meta's "pair rate limit").
    ChannelName.WHATSAPP: Rate(80, apart=6, burst=10),
    # A segment a second from a long code; short codes and toll-free numbers are faster.
    ChannelName.SMS: Rate(1),
}
"""Channels that are not here know no limit."""


def chosen(text: str) -> Mapping[ChannelName, Rate]:
    """The table with an operator's own figures in it: `telegram=25,sms=10`, messages a second in all.

    Raises:
        ValueError: it is not such a list; the sentence says what is wrong with it.
    """
    rates = dict(RATES)
    for part in filter(None, (each.strip() for each in text.split(","))):
        name, _, figure = part.partition("=")
        channel = next((each for each in RATES if each == name.strip().lower()), None)
        if channel is None:
            raise ValueError(f"it names a channel without a rate; those that have one are {', '.join(RATES)}")
        rates[channel] = replace(rates[channel], in_all=_figure(figure))
    return rates


def _figure(text: str) -> float:
    try:
        figure = float(text)
    except ValueError:
        figure = 0
    if not 0 < figure <= FASTEST:
        raise ValueError(f"a rate is a number of messages a second, more than 0 and at most {FASTEST}")
    return figure
