"""From one stored message to everything that follows from it: who wrote, what the handlers answer, what is written."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.channel import Channel
from bot.clock import Clock
from bot.conversation import Composer, Conversation, Entry, Message, MessageContent, Origin
from bot.crypto import KeyId, Vault
from bot.errors import MessageUnreadable
from bot.messages import Address, Author, ChannelName, DeliveryState, Inbound, PersonId, Reply
from bot.unit_of_work import Work
from handlers import brought, router
from handlers.turn import Turn
from handlers.wording import in_language
from memory import cities
from memory.asking import PersonalQuestions
from memory.changes import Changes, Letter, Update
from memory.correcting import Correcting
from memory.digests import rescheduled
from memory.documents import Memory, Person, PersonAddress
from memory.gathering import PersonalDigests
from memory.language.hurried import Hurried
from memory.language.port import LanguageModel
from memory.language_of import DEFAULT, language_of
from memory.linking import PersonalLinking
from memory.media.personal import PersonalMedia
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
from webhooks.meeting import Met, Reception, declined_key
from webhooks.missed import missed

LATE: Final = timedelta(minutes=1)
FIRST_TALK: Final = 20
"""Messages, ours included, in which somebody's language is still looked out for."""
SURE: Final = 0.6
"""Of a language other than English, which a text has to be well ahead of already."""
SENTENCE: Final = 3
"""Words; fewer are a name or a greeting."""
"""After so long one has said or done other things: an answer then shows which message it is to."""


@dataclass(frozen=True)
class Answering:
    """What it takes to answer a message. Nothing here writes to the database; `Committer` does.

    `patience` is how many seconds a handler may take.
    """

    channels: Mapping[ChannelName, Channel]
    reception: Reception
    composer: Composer
    recall: Recall
    model: LanguageModel
    patience: float

    @property
    def people(self) -> People:
        """Those who were met lately."""
        return self.reception.people

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
        if inbound.signal is not None:
            return await self._signalled(event, inbound, now)
        met = await self.reception.meet(inbound, now)
        if met.known is None or not met.logged:
            return await self._at_the_door(event, met, now)
        inbound, known, changes = met.inbound, met.known, met.changes
        if self.channels[inbound.sender.channel].capabilities.numbered:
            inbound = await chosen(_in_its_language(inbound, known.person), known.person, self.vault, now)
        changes.person |= _learned(known.person, inbound, now)
        changes.updates += self._heard_now(event, inbound.at, now)
        if known.gone:
            # Whoever writes from an address can be written to there again.
            changes.updates.append(Update(PersonAddress, str(inbound.sender), {"gone_at": None}))
        turn, replies = self.turn(inbound, known, changes, now), met.replies
        if replies is None:
            respond = router.respond(turn) if inbound.tap is None else router.respond_to_tap(turn, inbound.tap)
            replies = [*await respond, *await missed(known.person, turn, changes, self.vault)]
        return await self._handled(event, known, changes, turn, replies)

    async def _signalled(self, event: InboxEvent, inbound: Inbound, now: datetime) -> Handled:
        """Nothing is written to an address that wants nothing, until it does again; nobody is answered."""
        known, link = await self.people.at(inbound.sender), await PersonAddress.get(str(inbound.sender))
        if known is None or link is None:
            return Handled(event, now)
        return Handled(event, now, signals.heeded(inbound, known, link, now), known.content)

    async def _at_the_door(self, event: InboxEvent, met: Met, now: datetime) -> Handled:
        """What is said to somebody who may not come in, or not yet: it is in nobody's conversation, nor what they said.

        A stranger is told one thing a day.
        """
        known, replies = met.known, met.replies or ()
        sender = Address.parse(event.sender)
        key = f"door:{event.id}" if known else declined_key(sender, now)
        if known is None and await Message.get(key):
            return Handled(event, now)
        unlogged = await self._unlogged(event, key, [Letter(sender, reply, logged=False) for reply in replies[:1]])
        if known is None:
            return Handled(event, now, unlogged=unlogged)
        letters = await self._letters(event, known, met.changes, known.person.last_sequence + 1)
        work = Work(known.person, known.person.last_sequence + max(1, len(letters)), met.changes, letters)
        return Handled(event, now, work, known.content, unlogged=unlogged)

    async def _unlogged(self, event: InboxEvent, key: str, letters: Sequence[Letter]) -> list[Entry]:
        """Messages in nobody's conversation; the first has `key` for its own."""
        keys = [key, *(f"{key}:{number}" for number in range(1, len(letters)))]
        sender = Address.parse(event.sender)
        return [
            await self.composer.compose_for_nobody(
                letter.reply,
                letter.to,
                key=each,
                correlation=event.correlation,
                asked_by=None if letter.to == sender else sender,
            )
            for each, letter in zip(keys, letters, strict=False)
        ]

    async def give_up(self, event: InboxEvent, raw: dict[str, Any], error: Exception) -> Handled:
        """The message goes to the dead letters, and the person is told so; what they said stays in the conversation."""
        now, sender = self.clock(), Address.parse(event.sender)
        known = await self.people.at(sender)
        if known is None:
            # Of a stranger nothing is kept, not even what nobody could read.
            unwelcome = isinstance(error, MessageUnreadable) and self.reception.keeps_out(sender.channel)
            return Handled(event, now, error=None if unwelcome else _reason(error))
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
        return [await self._heard(event, known, inbound, MessageContent(text=inbound.words), [])]

    def _read(self, event: InboxEvent, raw: dict[str, Any]) -> Inbound | None:
        channel = self.channels.get(Address.parse(event.sender).channel)
        if channel is None:
            raise MessageUnreadable(f"channel {event.sender.partition(':')[0]} is switched off: set it up and retry")
        return channel.read(raw)

    def turn(self, inbound: Inbound, known: Known, changes: Changes, now: datetime) -> Turn:
        """What a handler is given of a message; what it changes goes into `changes`."""
        person, sequence = known.person, known.person.last_sequence + 1
        words = in_language(person.language or inbound.language)
        memory = PersonalMemory(
            person, known.content, vault=self.vault, recall=self.recall, changes=changes, sequence=sequence
        )
        return Turn(
            text=brought.text_of(inbound, words),
            message=inbound,
            tapped=inbound.tap is not None,
            now=now,
            said_at=min(inbound.at, now),
            zone=zone_of(person.model_copy(update=changes.person)),
            channel=inbound.sender.channel,
            address=str(inbound.sender),
            words=words,
            memory=memory,
            media=PersonalMedia(person, self.vault, changes),
            questions=PersonalQuestions(person, known.content, vault=self.vault, recall=self.recall),
            related=PersonalRelated(person, known.content, vault=self.vault, recall=self.recall),
            reminders=PersonalReminders(person, vault=self.vault, changes=changes, sequence=sequence),
            preferences=PersonalPreferences(person, changes),
            model=Hurried(self.model),
            tasks=PersonalTasks(person, vault=self.vault, changes=changes),
            digests=PersonalDigests(person, known.content, vault=self.vault, recall=self.recall, changes=changes),
            corrections=Correcting(person, vault=self.vault, changes=changes),
            conversation=Conversation(PersonId(person.id), self.vault),
            linking=PersonalLinking(
                person, known.content, here=inbound.sender, changes=changes, doors=self.reception.doors
            ),
        )

    async def _handled(
        self, event: InboxEvent, known: Known, changes: Changes, turn: Turn, replies: Sequence[Reply]
    ) -> Handled:
        about = [document.id for document in changes.inserts if isinstance(document, Memory | Reminder)]
        about += [update.id for update in changes.updates if update.kind is Memory]
        changes.person |= rescheduled(known.person, changes.person, self.clock())
        heard: list[Entry] = []
        if event.heard:
            changes.updates.append(Update(Message, f"heard:{event.id}", {"mentions": about or None}))
        elif not turn.tapped:  # pressing a button leaves nothing to read in the conversation
            heard = [await self._heard(event, known, turn.message, _said(turn), about)]
        first = known.person.last_sequence + 1 + len(heard)
        answers = await asyncio.gather(
            *(
                self._reply(f"reply:{event.id}:{n}", event, known, reply, first + n, turn.message)
                for n, reply in enumerate(replies)
            )
        )
        letters = await self._letters(event, known, changes, first + len(answers))
        unlogged = await self._unlogged(
            event, f"unlogged:{event.id}", [each for each in changes.letters if not each.logged]
        )
        if changes.content:
            changes.person["sealed"] = await self.vault.seal(KeyId(known.person.data_key), changes.content)
        entries = [*heard, *answers, *letters]
        work = Work(known.person, known.person.last_sequence + len(entries), changes, entries)
        return Handled(event, self.clock(), work, changes.content or known.content, unlogged=unlogged)

    async def _letters(self, event: InboxEvent, known: Known, changes: Changes, first: int) -> list[Entry]:
        """What the person is told at other addresses of theirs."""
        logged, origin = [letter for letter in changes.letters if letter.logged], Origin(event.correlation)
        return [
            await self.composer.compose(
                letter.reply,
                known.person,
                letter.to,
                key=f"letter:{event.id}:{number}",
                sequence=first + number,
                origin=origin,
            )
            for number, letter in enumerate(logged)
        ]

    def _heard_now(self, event: InboxEvent, at: datetime, now: datetime) -> list[Update]:
        """When they wrote from there last, for a channel that can be written to only for a while after that."""
        channel = self.channels.get(Address.parse(event.sender).channel)
        if channel is None or channel.capabilities.window is None:
            return []
        return [Update(PersonAddress, event.sender, {"heard_at": min(at, now)})]

    async def _heard(
        self, event: InboxEvent, known: Known, inbound: Inbound, content: MessageContent, about: Sequence[str]
    ) -> Entry:
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
            provider_id=inbound.provider_id,
            answers=inbound.replies_to,
            correlation=event.correlation,
            mentions=[*about] or None,
            sealed=await self.vault.seal(KeyId(known.person.data_key), content),
        )
        return Entry(message, content)

    async def _reply(
        self, key: str, event: InboxEvent, known: Known, reply: Reply, sequence: int, to: Inbound | None = None
    ) -> Entry:
        sender = Address.parse(event.sender)
        late = self.clock() - event.received_at > LATE
        origin = Origin(event.correlation, to.provider_id if to and (late or reply.nod) else None)
        return await self.composer.compose(reply, known.person, sender, key=key, sequence=sequence, origin=origin)


def _said(turn: Turn) -> MessageContent:
    """What the person sees of their own message: its words, and the files that were kept with them."""
    files = tuple(each.file for each in turn.media.expected)
    return MessageContent(text=turn.message.words if files else turn.text, files=files)


def _learned(person: Person, inbound: Inbound, now: datetime) -> dict[str, Any]:
    """What the message tells of the person that was not known before, and where they can be reached now."""
    first = person.last_sequence == 0
    zone = inbound.zone or (_likely_zone(inbound, now) if first else None)
    new = {"zone": zone, "language": inbound.language}
    learned = {name: value for name, value in new.items() if value is not None and getattr(person, name) is None}
    here = str(inbound.sender)
    return learned if person.reach == here else {**learned, "reach": here}


def _in_its_language(inbound: Inbound, person: Person) -> Inbound:
    """The message with the language it is written in, at the beginning of a talk with somebody by telephone.

    Numbers tell of no language. English is what is spoken anyway; who writes it may quote another language later.
    """
    known = inbound.language or person.language or person.last_sequence > FIRST_TALK
    language, sure = language_of(inbound.text)
    if known or language == DEFAULT or sure < SURE or len(inbound.text.split()) < SENTENCE:
        return inbound
    return inbound.model_copy(update={"language": language})


def _likely_zone(inbound: Inbound, now: datetime) -> str | None:
    """Where somebody may be by their number or their language, until they are asked."""
    by_number = cities.of_number(inbound.sender.value, now)
    return by_number or (cities.of_language(inbound.language, now) if inbound.language else None)


def _reason(error: Exception) -> str:
    """Why, for an operator: the kind of error, and its sentence where that is ours and so free of content."""
    return f"{type(error).__name__}: {error}" if isinstance(error, MessageUnreadable) else type(error).__name__
