"""Several names that a channel has for one sender: WhatsApp knows people by numbers and by ids of its own.

Whoever hides their number is called by such an id from then on. The channel vouches for what belongs together, so that
nothing has to be proved; a person has one address there at a time, the one that they wrote from last.
"""

from collections.abc import Sequence

from bot.messages import Address
from memory.changes import Changes, Removal, Update
from memory.documents import PersonAddress
from memory.linking import redirected


async def former(sender: Address, further: Sequence[Address]) -> PersonAddress | None:
    """The address that whoever writes was known by until now; None when none of their names is anybody's here.

    One name a query: the embedded server serves one value from the index, and scans for several.
    """
    names = [str(each) for each in (*further, sender)]
    found = [await PersonAddress.get(name) for name in names]
    found += [await PersonAddress.find_one({"also": name}) for name in names]
    known = [each for each in found if each is not None]
    # Names that lead to two people prove nothing.
    return known[0] if len({each.person for each in known}) == 1 else None


async def move(link: PersonAddress, sender: Address, further: Sequence[Address], changes: Changes) -> None:
    """Let `sender` take the place of the address that its person had: the link, and what is to come there."""
    also = {link.id, *(link.also or ()), *map(str, further)} - {str(sender)}
    changes.inserts.append(link.model_copy(update={"id": str(sender), "also": sorted(also), "gone_at": None}))
    changes.removals.append(Removal(PersonAddress, link.id, {"person": link.person}))
    changes.updates += await redirected(link.person, link.id, str(sender))


def noted(link: PersonAddress, further: Sequence[Address]) -> list[Update]:
    """The change that keeps the names of whoever writes from an address, where one of them is new."""
    known = set(link.also or ())
    also = known.union(map(str, further))
    if also == known:
        return []
    return [Update(PersonAddress, link.id, {"also": sorted(also)}, {"person": link.person})]
