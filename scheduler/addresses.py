"""Where something goes that nobody asked for just now."""

from collections.abc import Callable, Iterable
from typing import Final

from bot.messages import Address, ChannelName, Kind
from memory.documents import Person, PersonAddress
from memory.people import addresses_of

UNSEEN: Final = (ChannelName.WEB, ChannelName.CONSOLE)
"""Where nobody may look for days, the worst last: in the terminal a message even waits until somebody opens one."""


async def address_for(person: Person, kind: Kind, usual: str | None) -> Address | None:
    """By the channel that its person prefers for the kind; else to the usual address; else wherever they are.

    Args:
        person: whose it is.
        kind: REMINDER or DIGEST.
        usual: the address it goes to where nothing was chosen: where a reminder was set, or who writes wrote last.

    Returns:
        None when they can't be reached anywhere.
    """
    wanted = person.preferences.channel_of(kind)
    if wanted is None and usual is not None:
        here = await PersonAddress.get(usual)
        if here is not None and here.person == person.id and here.gone_at is None:
            return Address.parse(usual)
    found = _seen_first(await addresses_of(person.id))
    by_choice = [each for each in found if each.channel is wanted]
    as_usual = [each for each in found if str(each) == usual]
    return next(iter([*by_choice, *as_usual, *found]), None)


def elsewhere(found: list[Address], here: Address, serves: Callable[[ChannelName], bool]) -> list[Address]:
    """Where else a person can be reached, the browser and the terminal last."""
    return _seen_first(each for each in found if each != here and serves(each.channel))


def _seen_first(addresses: Iterable[Address]) -> list[Address]:
    return sorted(addresses, key=lambda each: UNSEEN.index(each.channel) if each.channel in UNSEEN else -1)
