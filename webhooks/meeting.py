"""The door: who it is that writes, whether a stranger may come in, and whether a number is still the same person's."""

import hashlib
import re
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.channel import Channel, Opener
from bot.conversation import Message
from bot.crypto import Vault
from bot.messages import Address, ChannelName, Inbound, Reply
from handlers.wording import Wording, in_language
from memory import aliases, linking, numbers, people
from memory.changes import Changes, Letter
from memory.documents import PersonAddress
from memory.invitations import DOORS, Registration, invited
from memory.linking import Doors, LinkRequest, Outcome, PersonalLinking, Purpose, RequestState
from memory.numbers import Doubt
from memory.people import Known, People

DECLINED_A_MINUTE: Final = 30
"""Strangers that one replica turns away with a sentence; the others hear nothing."""

_TOKEN: Final = re.compile(r"/start(?:@\w+)?\s+([A-Za-z0-9_-]{20,64})\s*", re.ASCII)
ARRIVED: Final = "/start"


@dataclass(frozen=True)
class Met:
    """Who wrote, and what is to be written for them.

    Attributes:
        inbound: the message, without what only the door had to read.
        known: nobody: then nothing is kept.
        changes: what meeting them brought about.
        replies: the answer, where the door gave one; None: it is for the handlers.
        logged: whether the message and its answer belong to the person's conversation.
    """

    inbound: Inbound
    known: Known | None
    changes: Changes = field(default_factory=Changes)
    replies: Sequence[Reply] | None = None
    logged: bool = True


class Reception:
    """Meets whoever writes. It reads the database and changes nothing there; what it brings about is in `Met`."""

    def __init__(self, people: People, vault: Vault, doors: Doors, registration: Registration) -> None:
        self.people = people
        self.doors = doors
        self._vault = vault
        self._registration = registration
        self._declined: deque[datetime] = deque(maxlen=DECLINED_A_MINUTE)

    async def meet(self, inbound: Inbound, now: datetime) -> Met:
        """Who it is, and what to say to those who may not come in."""
        token = _TOKEN.fullmatch(inbound.text)
        if token and (met := await self._by_link(inbound, token[1], now)):
            return met
        known = await self._at(inbound.sender)
        if inbound.signal is not None:
            # Nobody is answered who wants to hear nothing.
            return Met(inbound, known, replies=None if known else ())
        if known is None:
            return await self._renamed(inbound, now) or await self._stranger(inbound, now)
        if inbound.sender.channel in numbers.REUSED:
            return await self._by_number(inbound, known, now)
        return Met(inbound, known)

    def keeps_out(self, channel: ChannelName) -> bool:
        """Whether strangers who write by a channel have to be let in."""
        return channel in DOORS and self._registration is not Registration.OPEN

    async def _at(self, sender: Address) -> Known | None:
        """The person at an address; for a number the one it belongs to now, whoever is at hand."""
        known = await self.people.at(sender)
        if known is None or sender.channel not in numbers.REUSED:
            return known
        link = await PersonAddress.get(str(sender))
        if link is not None and link.person == known.person.id:
            return known
        self.people.forget_at(sender)
        return await self.people.at(sender)

    async def _by_link(self, inbound: Inbound, token: str, now: datetime) -> Met | None:
        """Whoever opened a deep link; None when it is none of ours.

        It is good by its own channel alone, which vouches for its senders: that of a text message can be forged.
        """
        request = await LinkRequest.get(linking.hashed(token))
        if request is None or request.channel is not inbound.sender.channel:
            return None
        here, bare = inbound.sender, inbound.model_copy(update={"text": ARRIVED})
        words = in_language(inbound.language)
        if not request.good(now):
            return await self._answered(bare, words.link_stale(), Changes())
        owner, changes = await people.get(request.person, self._vault), Changes()
        outcome = await linking.join(owner.person, here, changes, now)
        if outcome is not Outcome.LINKED:
            said = words.already_linked(here) if outcome is Outcome.ALREADY else words.address_taken(here)
            return await self._answered(bare, said, changes)
        changes.updates.append(linking.settled(request, RequestState.USED))
        words = in_language(owner.person.language or inbound.language)
        # Who did not want that can let it go at any of the others.
        told = await linking.told_of(owner.person.id, {str(here)})
        changes.letters += [Letter(each, words.linked_elsewhere(here)) for each in told]
        return Met(bare, owner, changes, [words.linked_here(here.channel)])

    async def _renamed(self, inbound: Inbound, now: datetime) -> Met | None:
        """Somebody who is known, whom their channel calls by another name now; None when it is nobody, or in doubt."""
        link = await aliases.former(inbound.sender, inbound.further)
        if link is None:
            return None
        known, changes = await people.get(link.person, self._vault), Changes()
        if numbers.doubt(link, numbers.blinded(known.content, inbound.name), now) is not Doubt.NONE:
            return None
        await aliases.move(link, inbound.sender, inbound.further, changes)
        return Met(inbound, known, changes)

    async def _answered(self, inbound: Inbound, reply: Reply, changes: Changes) -> Met:
        known = await self.people.at(inbound.sender)
        return Met(inbound, known, changes, [reply], logged=known is not None)

    async def _stranger(self, inbound: Inbound, now: datetime) -> Met:
        """Somebody who writes for the first time comes in by the policy, or by an invitation."""
        changes = Changes()
        if self.keeps_out(inbound.sender.channel):
            by_invitation = self._registration is Registration.INVITE
            invitation = await invited(inbound.text, inbound.sender.channel, now) if by_invitation else None
            if invitation is None:
                told = await Message.get(declined_key(inbound.sender, now))
                return Met(inbound, None, replies=() if told else self._decline(inbound, now))
            changes.updates.append(invitation.taken())
            inbound = inbound.model_copy(update={"text": ARRIVED})
        known = await self.people.meet(inbound.sender, name=inbound.name, zone=inbound.zone, now=now)
        changes.inserts += known.new
        links = [each for each in known.new if isinstance(each, PersonAddress)]
        changes.updates += [note for link in links for note in aliases.noted(link, inbound.further)]
        return Met(inbound, known, changes)

    def _decline(self, inbound: Inbound, now: datetime) -> Sequence[Reply]:
        if len(self._declined) == DECLINED_A_MINUTE and timedelta() <= now - self._declined[0] < timedelta(minutes=1):
            return []
        self._declined.append(now)
        words = in_language(inbound.language)
        return [words.by_invitation() if self._registration is Registration.INVITE else words.takes_nobody()]

    async def _by_number(self, inbound: Inbound, known: Known, now: datetime) -> Met:
        """A person who writes from a telephone number: one that may be somebody else's by now has to be proved."""
        link = await PersonAddress.get(str(inbound.sender))
        if link is None:
            return await self._stranger(inbound, now)
        name, changes = numbers.blinded(known.content, inbound.name), Changes()
        doubt = numbers.doubt(link, name, now)
        others = await self._provable(known, inbound.sender) if doubt is not Doubt.NONE else []
        if doubt is Doubt.STRONG or others:
            return await self._prove(inbound, known, others, now)
        note = numbers.heard(link, name, now)
        changes.updates += [*([note] if note else []), *aliases.noted(link, inbound.further)]
        return Met(inbound, known, changes)

    @staticmethod
    async def _provable(known: Known, sender: Address) -> list[Address]:
        """Where a code can go that proves a number: whoever has it now has it on all channels."""
        live = await linking.told_of(known.person.id, {str(sender)})
        return [each for each in live if each.value != sender.value]

    async def _prove(self, inbound: Inbound, known: Known, others: Sequence[Address], now: datetime) -> Met:
        """Nothing of the person's is seen or said before the code has come that goes to another address of theirs."""
        changes, words = Changes(), in_language(inbound.language)
        mine = PersonalLinking(known.person, known.content, here=inbound.sender, changes=changes, doors=self.doors)
        code = linking.code_in(inbound.text)
        result = await mine.try_code(code, Purpose.PROVE, now) if code else None
        if result is not None and result.outcome is Outcome.PROVED:
            link = await PersonAddress.get(str(inbound.sender))
            name = numbers.blinded(known.content, inbound.name)
            changes.updates += [numbers.noted(link, name, now)] if link else []
            return Met(inbound.model_copy(update={"text": ARRIVED}), known, changes, [words.proved()])
        if result is not None and result.outcome in {Outcome.WRONG, Outcome.USED_UP}:
            said = words.wrong_code(result.left) if result.outcome is Outcome.WRONG else words.proof_used_up()
            return Met(inbound, known, changes, [said], logged=False)
        sent = others and await self._sent(mine, others[0], words, now)
        reply = words.prove_number(others[0]) if sent else words.cannot_prove()
        return Met(inbound, known, changes, [reply], logged=False)

    @staticmethod
    async def _sent(mine: PersonalLinking, there: Address, words: Wording, now: datetime) -> bool:
        """Whether a code waits at the other address, one that was sent before or a new one."""
        if await mine.awaits(Purpose.PROVE, now):
            return True
        if await mine.too_many(now):
            return False
        sent = await mine.send_code(mine.here, lambda code: words.proving_code(code, mine.here), now, to=there)
        return sent is not None


def doors_of(channels: Mapping[ChannelName, Channel]) -> Doors:
    """How people link further addresses, by the channels that are set up."""
    by_link = {name: channel.deep_link for name, channel in channels.items() if isinstance(channel, Opener)}
    return Doors(frozenset(channels) & linking.BY_CODE, by_link)


def declined_key(sender: Address, now: datetime) -> str:
    """What a sentence to a stranger is called, so that there is one a day; the address in it is hashed."""
    return f"declined:{hashlib.sha256(str(sender).encode()).hexdigest()[:32]}:{now.date()}"
