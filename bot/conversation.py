"""The conversation log: every message in both directions, each one document with its delivery state."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final, Self

from pydantic import AwareDatetime, BaseModel
from pymongo import ASCENDING, IndexModel, UpdateOne

from bot.clock import Clock
from bot.crypto import KeyId, Vault
from bot.database import Session
from bot.lease import LEASE, Lease
from bot.messages import (
    Action,
    Address,
    Author,
    ChannelName,
    DeliveryState,
    File,
    Kind,
    Outbound,
    PersonId,
    Quote,
    Reply,
    Said,
)
from memory.documents import Person, Stored, StoredSettings

# Who looks for the first time after years need not have each of those years' messages marked.
READ_AT_ONCE: Final = 500
# As long as the outbox finds a message worth sending.
UNLOGGED_KEPT: Final = timedelta(days=1)
NOBODY: Final = "nobody:"
"""What the person of a message is called that belongs to none; each has a name of its own, as numbers are unique."""


class MessageContent(BaseModel):
    """What is sealed of a message: every word of it."""

    text: str = ""
    quotes: tuple[Quote, ...] = ()
    actions: tuple[Action, ...] = ()
    nod: bool = False
    files: tuple[File, ...] = ()
    elsewhere: str = ""

    @classmethod
    def of(cls, reply: Reply) -> Self:
        """What is kept of a reply."""
        return cls(**{name: getattr(reply, name) for name in cls.model_fields})

    def reply(self) -> Reply:
        """The reply again, without what it mentions."""
        return Reply(**{name: getattr(self, name) for name in type(self).model_fields})


class Message(Stored):
    """One entry of the conversation log, from the person or from the bot.

    Its id is what makes it unique: `heard:<event>` or `reply:<event>:<n>`. `leaving` is there while it still has to be
    sent, `undelivered_at` when that failed or nobody knows. `answers` is what the channel calls the message that it is
    shown as an answer to, or that its person replied to. `astray` is there while another address is to be looked for
    instead, and `diverted_to` names the message that went there. `asked_by` is the address that is told, once it is
    `astray`, of a message that belongs to nobody. `mentions` are the memories and reminders it repeats or was kept as,
    so that forgetting one can follow it here. `expires_at`: it belongs to nobody's conversation, and goes then.
    `retried_at`: whoever runs the bot had it tried again.
    """

    person: str
    sequence: int
    author: Author
    address: str
    channel: ChannelName
    at: AwareDatetime
    state: DeliveryState
    client_id: str | None = None
    provider_id: str | None = None
    answers: str | None = None
    mentions: list[str] | None = None
    correlation: str | None = None
    leaving: Lease | None = None
    undelivered_at: AwareDatetime | None = None
    expires_at: AwareDatetime | None = None
    astray: AwareDatetime | None = None
    diverted_to: str | None = None
    retried_at: AwareDatetime | None = None
    asked_by: str | None = None
    sealed: bytes | None = None

    @property
    def kind(self) -> Kind:
        """Why it was said."""
        return Kind.of(self.id)

    @property
    def worth_since(self) -> datetime:
        """From when on it is worth sending for a while: when it was said, or wanted once more."""
        return self.retried_at or self.at

    class Settings(StoredSettings):
        """Where messages are kept."""

        name = "messages"
        indexes: ClassVar = [
            IndexModel([("person", ASCENDING), ("sequence", ASCENDING)], name="person_sequence", unique=True),
            IndexModel([("leaving.due", ASCENDING)], name="leaving_due", sparse=True),
            IndexModel([("mentions", ASCENDING)], name="mentions", sparse=True),
            # Without the channel: with a second condition beside it the embedded server would scan the collection.
            IndexModel([("provider_id", ASCENDING)], name="provider_id", sparse=True),
            IndexModel([("undelivered_at", ASCENDING)], name="undelivered_at", sparse=True),
            IndexModel([("expires_at", ASCENDING)], name="expires_at", expireAfterSeconds=0, sparse=True),
            IndexModel([("astray", ASCENDING)], name="astray", sparse=True),
        ]


@dataclass(frozen=True)
class Entry:
    """A message together with its content, before it is sealed or after it was opened."""

    message: Message
    content: MessageContent

    def said(self) -> Said:
        """What its person sees of it."""
        message, content = self.message, self.content
        return Said(
            id=message.id,
            sequence=message.sequence,
            author=message.author,
            at=message.at,
            channel=message.channel,
            state=message.state,
            text=content.text,
            client_id=message.client_id,
            quotes=content.quotes,
            actions=content.actions,
            files=content.files,
            answers=message.answers,
        )

    def outbound(self, heard_at: datetime | None = None) -> Outbound:
        """What a channel is given to send. `heard_at`: when the person wrote from there last, where that matters."""
        message, content = self.message, self.content
        return Outbound(
            key=message.id,
            sequence=message.sequence,
            recipient=Address.parse(message.address),
            reply=content.reply(),
            at=message.at,
            answers=message.answers,
            heard_at=heard_at,
        )


@dataclass(frozen=True)
class Origin:
    """What a message of the bot's goes back to: the id that its log lines share, and the message it answers."""

    correlation: str | None = None
    answers: str | None = None


@dataclass(frozen=True)
class Composer:
    """Makes entries of the log out of what the bot has to say; writing them is for whoever commits.

    Args:
        served: the channels that this replica sends by; what goes out by another is free for anyone to take at once.
    """

    served: Collection[ChannelName]
    vault: Vault
    clock: Clock

    async def compose(
        self, reply: Reply, person: Person, address: Address, *, key: str, sequence: int, origin: Origin | None = None
    ) -> Entry:
        """The entry that sends `reply` to `address`; `key` is what makes it unique."""
        origin = origin or Origin()
        entry = self._outgoing(reply, person.id, address, key=key, sequence=sequence)
        repeated = {quote.memory for quote in reply.quotes} | {file.memory for file in reply.files}
        entry.message.mentions = sorted({*reply.mentions, *repeated}) or None
        entry.message.answers = origin.answers
        entry.message.correlation = origin.correlation
        entry.message.sealed = await self.vault.seal(KeyId(person.data_key), entry.content)
        return entry

    async def compose_for_nobody(
        self,
        reply: Reply,
        address: Address,
        *,
        key: str,
        correlation: str | None = None,
        asked_by: Address | None = None,
    ) -> Entry:
        """The message that sends `reply` to `address` and is in nobody's conversation; gone after a day.

        `asked_by`: who is told where it can't be delivered.
        """
        entry = self._outgoing(reply, f"{NOBODY}{key}", address, key=key, sequence=1)
        entry.message.expires_at = entry.message.at + UNLOGGED_KEPT
        entry.message.asked_by = str(asked_by) if asked_by else None
        entry.message.correlation = correlation
        entry.message.sealed = await self.vault.seal(self.vault.installation, entry.content)
        return entry

    def _outgoing(self, reply: Reply, person: str, address: Address, *, key: str, sequence: int) -> Entry:
        content = MessageContent.of(reply)
        now = self.clock()
        due = now + LEASE if address.channel in self.served else now
        message = Message(
            id=key,
            person=person,
            sequence=sequence,
            author=Author.BOT,
            address=str(address),
            channel=address.channel,
            at=now,
            state=DeliveryState.QUEUED,
            leaving=Lease(lane=str(address), order=sequence, due=due),
        )
        return Entry(message, content)


class Conversation:
    """One person's conversation log, and nobody else's."""

    def __init__(self, person: PersonId, vault: Vault) -> None:
        self._person = person
        self._vault = vault

    async def after(self, sequence: int, limit: int) -> list[Said]:
        """The messages that follow `sequence`, oldest first."""
        return await self._walk(sequence + 1, limit, step=1)

    async def before(self, sequence: int, limit: int) -> list[Said]:
        """The messages that come before `sequence`, oldest first."""
        newest = await self._last() + 1
        return await self._walk(min(sequence, newest), limit, step=-1)

    async def mark_read(self, sequence: int) -> list[int]:
        """Mark what the bot said up to `sequence` as read; the numbers of the messages that this changed.

        An open page has read a message before the outbox has written down that it was shown; then nothing is left for
        the outbox to do.
        """
        last, read = await self._numbers()
        newest = min(sequence, last)
        if newest <= read:
            return []
        # The range alone: with a further condition beside it the embedded server would scan the collection.
        bounds = {"person": self._person, "sequence": {"$gt": max(read, newest - READ_AT_ONCE), "$lte": newest}}
        found = [message for message in await Message.find(bounds).to_list() if _arrived(message)]
        if found:
            change = {"$set": {"state": DeliveryState.READ}, "$unset": {"leaving": 1}}
            # Each by itself: the embedded server keeps the collection locked while one write to several waits for a
            # transaction that holds one of them, and the transaction then waits for the lock.
            writes = [UpdateOne({"_id": message.id}, change) for message in found]
            await Message.get_motor_collection().bulk_write(writes, ordered=False)
        await Person.get_motor_collection().update_one({"_id": self._person}, {"$max": {"read_sequence": newest}})
        return [message.sequence for message in found]

    async def called(self, provider_id: str, channel: ChannelName) -> Message | None:
        """The message that a channel calls so, whoever of the two wrote it."""
        found = await Message.find({"provider_id": provider_id}).to_list()
        ours = (each for each in found if each.person == self._person and each.channel is channel)
        return next(ours, None)

    async def mentioning(self, ids: Collection[str]) -> list[Message]:
        """The messages that repeat one of these memories and reminders, or were kept as one."""
        return await Message.find(self._that_mention(ids)).to_list()

    async def forget(self, ids: Collection[str], session: Session) -> int:
        """Take the words out of every message that repeats one of these memories and reminders; how many there were.

        What still waits to be sent does not leave.
        """
        waiting = {**self._that_mention(ids), "state": DeliveryState.QUEUED}
        withdrawn = {"$set": {"state": DeliveryState.FAILED}, "$unset": {"leaving": 1}}
        await Message.get_motor_collection().update_many(waiting, withdrawn, session=session)
        result = await Message.get_motor_collection().update_many(
            self._that_mention(ids), {"$unset": {"sealed": 1, "mentions": 1}}, session=session
        )
        return result.modified_count

    def _that_mention(self, ids: Collection[str]) -> dict[str, Any]:
        return {"mentions": {"$in": list(ids)}, "person": self._person}

    async def _walk(self, start: int, limit: int, *, step: int) -> list[Said]:
        """Read ranges of the numbering from `start` until `limit` messages are found or there are no more.

        Ranges instead of a sort with a limit: the embedded server would read the whole log for that.
        """
        found: list[Message] = []
        last = await self._last() if step > 0 else 0
        low, window = start, max(limit, 1)
        while len(found) < limit and (low <= last if step > 0 else low > 0):
            bounds = {"$gte": low, "$lt": low + window} if step > 0 else {"$gte": max(0, low - window), "$lt": low}
            found += await Message.find({"person": self._person, "sequence": bounds}).to_list()
            low, window = low + step * window, window * 4
        found.sort(key=lambda message: message.sequence)
        return await self.open(found[:limit] if step > 0 else found[-limit:])

    async def _last(self) -> int:
        return (await self._numbers())[0]

    async def _numbers(self) -> tuple[int, int]:
        """The number given last, and up to which the person has read."""
        row = await Person.get_motor_collection().find_one({"_id": self._person})
        return (int(row["last_sequence"]), int(row["read_sequence"])) if row else (0, 0)

    async def open(self, messages: Sequence[Message]) -> list[Said]:
        """What the person sees of `messages`."""
        return [entry.said() for entry in await opened(messages, self._vault)]


def _arrived(message: Message) -> bool:
    """Whether a message of the bot's may be marked read; one for the browser that is queued was shown already."""
    shown = message.state is DeliveryState.QUEUED and message.channel is ChannelName.WEB
    return message.author is Author.BOT and (shown or message.state in {DeliveryState.SENT, DeliveryState.DELIVERED})


async def opened(messages: Sequence[Message], vault: Vault) -> list[Entry]:
    """Messages with their content; one whose words were forgotten has an empty content."""

    async def content(message: Message) -> MessageContent:
        if message.sealed is None:
            return MessageContent()
        return await vault.open_sealed(message.sealed, MessageContent)

    contents = await asyncio.gather(*(content(message) for message in messages))
    return [Entry(message, content) for message, content in zip(messages, contents, strict=True)]
