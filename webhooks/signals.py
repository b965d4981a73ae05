"""What a provider tells of a person that they did not write: they want nothing any more, or again."""

from datetime import datetime

from bot.messages import Inbound, Signal
from bot.unit_of_work import Work
from memory.changes import Changes, Update
from memory.documents import PersonAddress
from memory.people import Known


def heeded(inbound: Inbound, known: Known, now: datetime) -> Work:
    """The address takes nothing any more, or takes messages again. Nothing is answered: the provider has done so."""
    gone_at = now if inbound.signal is Signal.STOPPED else None
    change = Update(PersonAddress, str(inbound.sender), {"gone_at": gone_at})
    changes = Changes(inserts=list(known.new), updates=[change])
    # Moving the numbering on makes every replica that has the person at hand read them anew.
    return Work(known.person, known.person.last_sequence + 1, changes)
