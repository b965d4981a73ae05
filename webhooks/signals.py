"""What a provider tells of a person that they did not write: they want nothing any more, or again."""

from datetime import datetime

from bot.messages import Inbound, Signal
from bot.unit_of_work import Work
from memory.changes import Changes, Update
from memory.documents import PersonAddress
from memory.numbers import REUSED, Doubt, doubt
from memory.people import Known


def heeded(inbound: Inbound, known: Known, link: PersonAddress, now: datetime) -> Work:
    """The address takes nothing any more, or takes messages again. Nothing is answered: the provider has done so.

    A number that was given up for long stays so: whoever has it now would be told what was meant for somebody else.
    """
    gone_at = now if inbound.signal is Signal.STOPPED else None
    change = Update(PersonAddress, link.id, {"gone_at": gone_at}, {"person": known.person.id})
    doubtful = inbound.sender.channel in REUSED and doubt(link, None, now) is not Doubt.NONE
    changes = Changes(updates=[] if doubtful and gone_at is None else [change])
    # Moving the numbering on makes every replica that has the person at hand read them anew.
    return Work(known.person, known.person.last_sequence + 1, changes)
