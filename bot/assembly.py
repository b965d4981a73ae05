"""Builds everything once, starts it in order, and stops it in the opposite order."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from typing import Final, Self

import structlog
from fastapi import FastAPI
from pymongo.errors import PyMongoError

from bot import assembling_channels
from bot.assembling_engines import hosted_embedder, language_model, search_index
from bot.budgets import OwnBudget, SharedBudget, SpentTime
from bot.channel import Channel
from bot.channels.console import OWNER
from bot.channels.web import WebChannel
from bot.clock import Clock, system_clock
from bot.conversation import Composer, Message
from bot.crypto import MasterKey, Vault
from bot.data_folder import DataFolder
from bot.database import KEY_VAULT, Database, Session
from bot.deliveries import Deliveries, ParkedDelivery, Ticks
from bot.enclosing import WithFiles
from bot.errors import IndexUnavailable, InstallationError
from bot.files import Files
from bot.indexes import Indexes
from bot.live import LiveFeed
from bot.messages import Address, ChannelName, PersonId
from bot.notifying import Notifying
from bot.outbox import Outbox
from bot.pacing import Pacing
from bot.push.announcing import Announcement
from bot.push.devices import Device
from bot.rates import chosen
from bot.reconciling import Reconciling
from bot.settings import WILDCARDS, Settings
from memory.corrections import Correction
from memory.digests import DigestIssue
from memory.documents import Memory, Person, PersonAddress
from memory.embedding.lengths import EmbeddingModel
from memory.embedding.local import LocalEmbedder
from memory.embedding.port import Embedder
from memory.endpoints.spending import LanguageCall, LanguageDay
from memory.filling import Filling
from memory.generation import IndexGeneration
from memory.indexing import Indexer
from memory.invitations import Invitation, Registration
from memory.linking import LinkRequest
from memory.media.documents import Media
from memory.migrations import Migrations
from memory.people import Known, People, further_addresses
from memory.recall import Recall
from memory.reminder import Reminder
from memory.second_opinion import SecondOpinions
from scheduler.cards import Cards
from scheduler.digests import Digests
from scheduler.engine import Engine
from scheduler.fallback import Fallback
from scheduler.media import MediaNotices
from scheduler.reminders import Reminders
from scheduler.timetable import timetable
from scheduler.together import Together
from scheduler.untaken import UntakenFiles
from webhooks.account import Accounts, LoginLink, WebSession
from webhooks.answering import Answering
from webhooks.app import Services, create_app
from webhooks.commit import Committer
from webhooks.devices import PushDoor
from webhooks.dispatch import Dispatcher
from webhooks.follower import Follower
from webhooks.inbox import Inbox, InboxEvent
from webhooks.meeting import Reception, doors_of

DOCUMENTS: Final = (
    Person,
    PersonAddress,
    Memory,
    Reminder,
    Media,
    DigestIssue,
    Correction,
    Message,
    Device,
    Announcement,
    ParkedDelivery,
    Ticks,
    SpentTime,
    InboxEvent,
    LoginLink,
    WebSession,
    LanguageDay,
    LanguageCall,
    EmbeddingModel,
    LinkRequest,
    Invitation,
    IndexGeneration,
)
HANDLING: Final = 20.0
PATIENCE: Final = 5.0
AGAIN_AFTER: Final = 1.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Store:
    """What every command works with: the database, open, and the keys to what is in it."""

    database: Database
    vault: Vault
    recall: Recall
    indexer: Indexer
    indexes: Indexes
    new_master_key: bool

    @classmethod
    async def open(cls, settings: Settings, uri: str, folder: DataFolder, embedder: Embedder | None = None) -> Self:
        """Connect and check the keys. `embedder`: our own model, where it is loaded already.

        Raises:
            DatabaseUnavailable: no database answers at `uri`.
            InstallationError: keys or indexes are not as they must be; the sentence says what to do.
        """
        database = Database(uri, settings.mongodb_database)
        try:
            return await cls._on(database, settings, folder, embedder)
        except BaseException:
            await database.close()
            raise

    @classmethod
    async def _on(cls, database: Database, settings: Settings, folder: DataFolder, embedder: Embedder | None) -> Self:
        await database.connect()
        await Migrations(database).check()
        indexes = await database.open(DOCUMENTS)
        master = await _master_key(settings, folder, database)
        vault = Vault(database, master)
        await vault.open()
        own = embedder or LocalEmbedder()
        placing = hosted_embedder(settings, system_clock) or own
        # The library of a search server takes a second to import.
        index = await asyncio.to_thread(search_index, settings, folder)
        recall = Recall(index, placing, reader=own)
        return cls(database, vault, recall, Indexer(recall, vault), indexes, master.created)

    async def owner(self, people: People, clock: Clock) -> PersonId:
        """The person this installation belongs to, made at the first start."""
        return await self.person_at(OWNER, people, clock)

    async def person_at(self, address: Address, people: People, clock: Clock) -> PersonId:
        """The person at an address of this machine; one with a browser chat is made where there is none."""
        known = await people.at(address)
        if known is None:
            known = await self._make(address, people, clock)
        return PersonId(known.person.id)

    async def _make(self, address: Address, people: People, clock: Clock) -> Known:
        known = await people.meet(address, name=None, zone=None, now=clock())
        web = Address(channel=ChannelName.WEB, value=known.person.id)
        documents = [*known.new, *further_addresses(known.person.id, [web], clock())]

        async def write(session: Session) -> None:
            for document in documents:
                await document.insert(session=session)

        await self.database.transaction(write)
        people.note(address, known)
        return known

    async def close(self) -> None:
        """Give up files and connections."""
        await self.recall.close()
        await self.vault.close()
        await self.database.close()


async def _master_key(settings: Settings, folder: DataFolder, database: Database) -> MasterKey:
    if settings.master_key is not None:
        return MasterKey.decode(settings.master_key.get_secret_value(), "TUCKAWAY_MASTER_KEY")
    if not folder.master_key.exists() and await database.handle[KEY_VAULT].find_one({}, {"_id": 1}):
        sentence = f"{folder.master_key} is missing and what is stored can't be read without it: "
        raise InstallationError(sentence + "put it back from your backup, or set TUCKAWAY_MASTER_KEY")
    return await asyncio.to_thread(MasterKey.load_or_create, folder.master_key)


class Tuckaway:
    """The running bot: channels, inbox, handlers, outbox, and the web application for whoever serves it.

    Args:
        store: opened.
        settings: checked.
        console: the terminal, or whatever else is connected in this process.
        alone: whether no other replica can be running, so that what an earlier run left unfinished is free at once.
        clock: the time.
        patience: seconds that handling one message may take.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        *,
        console: Channel | None = None,
        alone: bool = False,
        clock: Clock = system_clock,
        patience: float = HANDLING,
    ) -> None:
        self.store = store
        self.feed = LiveFeed()
        self.telegram = assembling_channels.telegram(settings, clock)
        self.whatsapp = assembling_channels.whatsapp(settings, clock)
        self.sms = assembling_channels.sms(settings, clock)
        self.notifying = Notifying.of(settings, store.vault, clock)
        by_phone = (self.telegram, self.whatsapp, self.sms)
        self.channels = _channels(WebChannel(self.feed, clock), *by_phone, self.notifying.email, console)
        self.people = People(store.vault)
        self.language = language_model(settings, clock)
        self.deliveries = Deliveries(self.feed, clock, alone=alone)
        pacing = Pacing(chosen(settings.rates), OwnBudget() if alone else SharedBudget())
        self.outbox = Outbox(self.channels, store.vault, clock, pacing=pacing, deliveries=self.deliveries)
        self.files = Files.of(settings, store, self.channels, clock)
        self.enclosing = WithFiles.of(self.files.reader, store.vault, settings.public_url, clock)
        self.outbox.enclosing = self.enclosing
        self.reconciling = Reconciling(self.channels, store.vault, self.deliveries, clock, enclosing=self.enclosing)
        composer = Composer(self.channels.keys(), store.vault, clock)
        registration = Registration(settings.registration)
        reception = Reception(self.people, store.vault, doors_of(self.channels), registration)
        answering = Answering(self.channels, reception, composer, store.recall, self.language, patience)
        committer = Committer(store.database, store.vault)
        self.dispatcher = Dispatcher(answering, committer, store.indexer, self.outbox, self.feed, clock)
        self.inbox = Inbox(store.vault, clock, self.dispatcher.push)
        together = Together(store.database, store.vault, self.people, self.outbox)
        self.reminders = Reminders(together, composer, self.outbox, self.notifying.announcer)
        self.digests = Digests(together, composer, store.recall, self.language, self.notifying.announcer)
        self.opinions = SecondOpinions(self.language, store.vault, clock)
        self.filling = Filling(store.recall, store.vault)
        self.fallback = Fallback(together, composer, self.outbox)
        notices = MediaNotices(together, composer, self.files.limits)
        self.untaken = UntakenFiles(together, composer, self.enclosing.links)
        self.cards = Cards(together, store.vault, store.recall, self.files.reader, clock)
        uploads = self.files.uploads
        self.engine = Engine(timetable(self.reminders, self.digests, self.fallback, notices, self.cards, uploads))
        self.accounts = Accounts(clock, secure=(settings.public_url or "").startswith("https://"))
        self._settings = settings
        self._clock = clock
        self._alone = alone
        self._running = AsyncExitStack()

    async def start(self) -> PersonId:
        """Bring everything up; the owner's id. What earlier runs left unfinished is being worked on when it returns."""
        await self._open_recall()
        owner = await self.store.owner(self.people, self._clock)
        if self._alone:
            await self._free_leases()
        follower = Follower(self.feed, self.store.vault)
        await self.files.open()
        self._running.push_async_callback(self.files.blobs.close)
        await self.language.open()
        self._running.push_async_callback(self.language.close)
        self._running.push_async_callback(self.notifying.announcements.close)
        background = (self.store.indexer.run, follower.run, self.outbox.run, self.dispatcher.run, self.engine.run)
        asking = () if self.language.whereabouts is None else (self.opinions.run,)
        watching = (self.store.indexes.watch, self.notifying.announcements.run)
        for work in (self.filling.run, *watching, *background, *asking):
            await self._keep_running(work)
        for channel in self.channels.values():
            await channel.open(self.inbox.receive)
            self._running.push_async_callback(channel.close)
        # Ended before the channels are, whose connections they use.
        for work in (self.files.fetching.run, self.reconciling.run):
            await self._keep_running(work)
        return owner

    async def stop(self) -> None:
        """Take nothing more in, finish what has begun, hand back the rest."""
        await self.dispatcher.stop(PATIENCE)
        await self.outbox.stop(PATIENCE)
        await self.notifying.announcements.stop(PATIENCE)
        await self._running.aclose()
        await self.dispatcher.hand_back()  # what the channels took in until they were closed
        with suppress(IndexUnavailable, PyMongoError):
            await self.store.indexer.settle()

    def application(self) -> FastAPI:
        """The web application on top of all this."""
        settings = self._settings
        services = Services(
            inbox=self.inbox,
            accounts=self.accounts,
            feed=self.feed,
            vault=self.store.vault,
            clock=self._clock,
            checks={"database": self.store.database.check, "index": self.store.recall.check},
            hosts=settings.hosts,
            files=self.files.reader,
            uploads=self.files.uploads,
            file_links=self.enclosing.links,
            push=PushDoor(self.notifying.devices, self.notifying.key),
            unsubscribing=self.notifying.unsubscribing,
            telegram=self.telegram,
            twilio={door.name: door for door in (self.whatsapp, self.sms) if door is not None},
            note_delivery=self.deliveries.note,
            note_file=self.untaken.tell,
            metrics=settings.metrics,
        )
        return create_app(services)

    async def _open_recall(self) -> None:
        """A search index may not be usable for a while: saving goes on, and each question looks for it anew."""
        try:
            await self.store.recall.open()
        except IndexUnavailable as error:
            log.warning("index.unavailable", reason=str(error))

    async def _free_leases(self) -> None:
        now = self._clock()
        leased = (InboxEvent, "waiting"), (Message, "leaving"), (Announcement, "leaving"), (Memory, "doubtful")
        for kind, field in (*leased, (Media, "work")):
            held = {f"{field}.due": {"$gt": now}}
            await kind.get_motor_collection().update_many(held, {"$set": {f"{field}.due": now}})

    async def _keep_running(self, work: Callable[[], Awaitable[None]]) -> None:
        task = asyncio.create_task(_again_and_again(work), name=getattr(work, "__qualname__", "work"))

        async def end() -> None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        self._running.push_async_callback(end)


async def _again_and_again(work: Callable[[], Awaitable[None]]) -> None:
    """Background work never ends by itself: what it did not foresee is logged, and it starts over."""
    while True:
        try:
            await work()
        except Exception:
            log.exception("background.failed", work=getattr(work, "__qualname__", "work"))
        await asyncio.sleep(AGAIN_AFTER)


def _channels(*channels: Channel | None) -> Mapping[ChannelName, Channel]:
    return {channel.name: channel for channel in channels if channel is not None}


def base_url(settings: Settings) -> str:
    """Where the browser chat is reached."""
    host = "127.0.0.1" if settings.host in WILDCARDS else settings.host
    host = f"[{host}]" if ":" in host else host
    return (settings.public_url or f"http://{host}:{settings.port}").rstrip("/")
