"""From one stored message to everything that follows from it: who wrote, what the handlers answer, what is written."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.channel import Channel
from bot.clock import Clock
from bot.conversation import Composer, Conversation, Entry, Message, MessageContent
from bot.crypto import KeyId, Vault
from bot.errors import MessageUnreadable
from bot.messages import Address, Author, ChannelName, DeliveryState, Inbound, PersonId, Reply
from bot.unit_of_work import Work
from handlers import router
from handlers.turn import Turn
from handlers.wording import in_language
from memory import cities
from memory.asking import PersonalQuestions
from memory.changes import Changes, Update
from memory.correcting import Correcting
from memory.digests import rescheduled
from memory.documents import Memory, Person, PersonAddress
from memory.gathering import PersonalDigests
from memory.language.hurried import Hurried
from memory.language.port import LanguageModel
from memory.people import Known, People, zone_of
from memory.personal import PersonalMemory
from memory.preferences import PersonalPreferences
from memory.recall import Recall
from memory.related import PersonalRelated
from memory.reminder import Reminder
from memory.reminders import PersonalReminders
from memory.tasks import PersonalTasks
from webhooks import signals
from webhooks.choosing import chosen
from webhooks.commit import Handled
from webhooks.inbox import InboxEvent


@dataclass(frozen=True)
class Answering:
    """What it takes to answer a message. Nothing here writes to the database; `Committer` does.

    `patience` is how many seconds a handler may take.
    """

    channels: Mapping[ChannelName, Channel]
    people: People
    composer: Composer
    recall: Recall
    model: LanguageModel
    patience: float

    @property
    def vault(self) -> Vault:
        """Opens and seals."""
        return self.composer.vault

    @property
    def clock(self) -> Clock:
        """The time."""
        return self.composer.clock

    async def handle(self, event: InboxEvent, raw: dict[str, Any]) -> Handled:
        """Everything that follows from the message.

        Raises:
            MessageUnreadable: the channel can't make sense of it.
            DatabaseUnavailable: try again.
            TimeoutError: it took longer than `patience`.
        """
        async with asyncio.timeout(self.patience):
            return await self._answer(event, raw)

    async def _answer(self, event: InboxEvent, raw: dict[str, Any]) -> Handled:
        inbound = self._read(event, raw)
        now = self.clock()
        if inbound is None:
            return Handled(event, now)
        known = await self._who(inbound, now)
        if inbound.signal is not None:
            return Handled(event, now, signals.heeded(inbound, known, now), known.content)
        if self.channels[inbound.sender.channel].capabilities.numbered:
            inbound = await chosen(inbound, known.person, self.vault, now)
        changes = Changes(inserts=list(known.new), person=_learned(known.person, inbound, now))
        changes.updates += self._heard_now(event, inbound.at, now)
        turn = self.turn(inbound, known, changes, now)
        respond = router.respond(turn) if inbound.tap is None else router.respond_to_tap(turn, inbound.tap)
        return await self._handled(event, known, changes, inbound, await respond)

    async def give_up(self, event: InboxEvent, raw: dict[str, Any], error: Exception) -> Handled:
        """The message goes to the dead letters, and the person is told so; what they said stays in the conversation."""
        now, sender = self.clock(), Address.parse(event.sender)
        known = await self.people.at(sender)
        if known is None:
            return Handled(event, now, error=_reason(error))
        zone, first = zone_of(known.person), known.person.last_sequence + 1
        unreadable = isinstance(error, MessageUnreadable)
        words = in_language(known.person.language)
        reply = words.unreadable_kind() if unreadable else words.went_wrong(event.received_at, zone)
        heard = await self._heard_before(event, raw, known)
        last = first + len(heard)
        answer = await self._reply(f"apology:{event.id}:{last}", event, known, reply, last)
        changes = Changes(updates=self._heard_now(event, event.received_at, now))
        work = Work(known.person, last, changes, [*heard, answer])
        return Handled(event, now, work, known.content, error=_reason(error))

    async def _heard_before(self, event: InboxEvent, raw: dict[str, Any], known: Known) -> list[Entry]:
        """What was said, where it can be read and was said in words."""
        try:
            inbound = self._read(event, raw)
        except Exception:  # noqa: BLE001 - logged before it was given up
            # Reading may be the very thing that failed.
            return []
        if event.heard or inbound is None or inbound.tap is not None:
            return []
        return [await self._heard(event, known, inbound, [])]

    def _read(self, event: InboxEvent, raw: dict[str, Any]) -> Inbound | None:
        channel = self.channels.get(Address.parse(event.sender).channel)
        if channel is None:
            raise MessageUnreadable(f"channel {event.sender.partition(':')[0]} is switched off: set it up and retry")
        return channel.read(raw)

    async def _who(self, inbound: Inbound, now: datetime) -> Known:
        known = await self.people.at(inbound.sender)
        if known is not None:
            return known
        return await self.people.meet(inbound.sender, name=inbound.name, zone=inbound.zone, now=now)

    def turn(self, inbound: Inbound, known: Known, changes: Changes, now: datetime) -> Turn:
        """What a handler is given of a message; what it changes goes into `changes`."""
        person, sequence = known.person, known.person.last_sequence + 1
        memory = PersonalMemory(
            person, known.content, vault=self.vault, recall=self.recall, changes=changes, sequence=sequence
        )
        return Turn(
            text=inbound.text,
            tapped=inbound.tap is not None,
            now=now,
            said_at=min(inbound.at, now),
            zone=zone_of(person.model_copy(update=changes.person)),
            channel=inbound.sender.channel,
            address=str(inbound.sender),
            words=in_language(person.language or inbound.language),
            memory=memory,
            questions=PersonalQuestions(person, known.content, vault=self.vault, recall=self.recall),
            related=PersonalRelated(person, known.content, vault=self.vault, recall=self.recall),
            reminders=PersonalReminders(person, vault=self.vault, changes=changes, sequence=sequence),
            preferences=PersonalPreferences(person, changes),
            model=Hurried(self.model),
            tasks=PersonalTasks(person, vault=self.vault, changes=changes),
            digests=PersonalDigests(person, known.content, vault=self.vault, recall=self.recall, changes=changes),
            corrections=Correcting(person, vault=self.vault, changes=changes),
            conversation=Conversation(PersonId(person.id), self.vault),
        )

    async def _handled(
        self, event: InboxEvent, known: Known, changes: Changes, inbound: Inbound, replies: Sequence[Reply]
    ) -> Handled:
        about = [document.id for document in changes.inserts if isinstance(document, Memory | Reminder)]
        about += [update.id for update in changes.updates if update.kind is Memory]
        changes.person |= rescheduled(known.person, changes.person, self.clock())
        heard: list[Entry] = []
        if event.heard:
            changes.updates.append(Update(Message, f"heard:{event.id}", {"mentions": about or None}))
        elif inbound.tap is None:  # pressing a button leaves nothing to read in the conversation
            heard = [await self._heard(event, known, inbound, about)]
        first = known.person.last_sequence + 1 + len(heard)
        answers = await asyncio.gather(
            *(self._reply(f"reply:{event.id}:{n}", event, known, reply, first + n) for n, reply in enumerate(replies))
        )
        if changes.content:
            changes.person["sealed"] = await self.vault.seal(KeyId(known.person.data_key), changes.content)
        work = Work(known.person, first + len(answers) - 1, changes, [*heard, *answers])
        return Handled(event, answers[-1].message.at, work, changes.content or known.content)

    def _heard_now(self, event: InboxEvent, at: datetime, now: datetime) -> list[Update]:
        """When they wrote from there last, for a channel that can be written to only for a while after that."""
        channel = self.channels.get(Address.parse(event.sender).channel)
        if channel is None or channel.capabilities.window is None:
            return []
        return [Update(PersonAddress, event.sender, {"heard_at": min(at, now)})]

    async def _heard(self, event: InboxEvent, known: Known, inbound: Inbound, about: list[str]) -> Entry:
        content = MessageContent(text=inbound.text)
        message = Message(
            id=f"heard:{event.id}",
            person=known.person.id,
            sequence=known.person.last_sequence + 1,
            author=Author.PERSON,
            address=event.sender,
            channel=inbound.sender.channel,
            at=min(inbound.at, self.clock()),
            state=DeliveryState.READ,
            client_id=inbound.client_id,
            correlation=event.correlation,
            mentions=about or None,
            sealed=await self.vault.seal(KeyId(known.person.data_key), content),
        )
        return Entry(message, content)

    async def _reply(self, key: str, event: InboxEvent, known: Known, reply: Reply, sequence: int) -> Entry:
        sender = Address.parse(event.sender)
        return await self.composer.compose(
            reply, known.person, sender, key=key, sequence=sequence, correlation=event.correlation
        )


def _learned(person: Person, inbound: Inbound, now: datetime) -> dict[str, Any]:
    """What the message tells of the person that was not known before, and where they can be reached now."""
    first = person.last_sequence == 0
    zone = inbound.zone or (_likely_zone(inbound, now) if first else None)
    new = {"zone": zone, "language": inbound.language}
    learned = {name: value for name, value in new.items() if value is not None and getattr(person, name) is None}
    here = str(inbound.sender)
    return learned if person.reach == here else {**learned, "reach": here}


def _likely_zone(inbound: Inbound, now: datetime) -> str | None:
    """Where somebody may be by their number or their language, until they are asked."""
    by_number = cities.of_number(inbound.sender.value, now)
    return by_number or (cities.of_language(inbound.language, now) if inbound.language else None)


def _reason(error: Exception) -> str:
    """Why, for an operator: the kind of error, and its sentence where that is ours and so free of content."""
    return f"{type(error).__name__}: {error}" if isinstance(error, MessageUnreadable) else type(error).__name__
