"""Carries what happens in a conversation to whoever is looking at it right now, within this process."""

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from bot.messages import DeliveryState, Frozen, PersonId, Said

# A page that reads slower than this many messages pile up is cut off; it reconnects and fetches what it missed.
BACKLOG: Final = 500
RECENT: Final = 5_000


class StateChanged(Frozen):
    """A message has come further."""

    sequence: int
    state: DeliveryState


class CutOff(Frozen):
    """The last that a watcher is told: it reads too slowly, and from here on misses what happens."""


class SessionEnded(Frozen):
    """Whoever looks through this session has signed out."""

    session: str


News = Said | StateChanged | CutOff | SessionEnded


class LiveFeed:
    """Who is looking, and what they are shown. Nothing is kept: the conversation log is the truth."""

    def __init__(self) -> None:
        self._shown: OrderedDict[str, None] = OrderedDict()
        self._watchers: defaultdict[PersonId, set[asyncio.Queue[News]]] = defaultdict(set)

    @contextmanager
    def watch(self, person: PersonId) -> Iterator[asyncio.Queue[News]]:
        """A queue that receives the person's news for as long as the context lasts."""
        queue: asyncio.Queue[News] = asyncio.Queue(BACKLOG)
        self._watchers[person].add(queue)
        try:
            yield queue
        finally:
            self._leave(person, queue)

    def watched(self) -> frozenset[PersonId]:
        """The persons somebody is looking at."""
        return frozenset(self._watchers)

    def show(self, person: PersonId, news: News) -> bool:
        """Show it to everyone who looks; True when somebody did. A watcher that is too slow is cut off."""
        shown = False
        if isinstance(news, Said):
            self._shown[news.id] = None
            while len(self._shown) > RECENT:
                self._shown.popitem(last=False)
        for queue in list(self._watchers.get(person, ())):
            if queue.full():
                self._leave(person, queue)
                queue.get_nowait()
                queue.put_nowait(CutOff())
            else:
                queue.put_nowait(news)
                shown = True
        return shown

    def was_shown(self, message: str) -> bool:
        """Whether the message of that id came by lately; it need not be looked up again."""
        return message in self._shown

    def _leave(self, person: PersonId, queue: asyncio.Queue[News]) -> None:
        watchers = self._watchers.get(person, set())
        watchers.discard(queue)
        if not watchers:
            self._watchers.pop(person, None)
