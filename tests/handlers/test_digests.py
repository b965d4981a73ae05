"""The digest as a person meets it in the conversation: asked for, ticked off from, taken back."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.assembly import Store
from bot.channels.console import OWNER
from bot.conversation import Conversation
from bot.data_folder import DataFolder
from bot.messages import ChannelName, Inbound, MemoryId, PersonId, Reply
from bot.settings import Settings
from handlers import digests
from handlers.turn import Turn
from handlers.wording import in_language
from memory.changes import Changes
from memory.connections import Connection
from memory.correcting import Correcting
from memory.documents import Level, Memory, Person
from memory.gathering import Coming, Dated, Digest, Listed, Month, Morning, PersonalDigests, Week
from memory.language.hurried import Hurried
from memory.language.offline import Offline
from memory.linking import Doors, PersonalLinking
from memory.media.personal import PersonalMedia
from memory.people import get
from memory.personal import Remembered
from memory.preferences import PersonalPreferences
from memory.related import PersonalRelated
from memory.reminders import PersonalReminders
from memory.tasks import PersonalTasks
from tests.conftest import loaded_encoder
from tests.handlers.talk import labels, pick, quoted, tap, texts
from tests.memory.desk import Desk
from tests.memory.past import Past
from tests.running import RunningBot, until
from tests.scheduler.morning import Hand

LISBON = ZoneInfo("Europe/Lisbon")
NOW = datetime(2026, 11, 21, 7, 30, tzinfo=LISBON)
WORDS = in_language("en")


async def past(bot: RunningBot) -> Past:
    return Past(Desk(bot.store, await get(bot.owner, bot.store.vault)))


async def turn(store: Store, owner: Past, now: datetime = NOW) -> Turn:
    """A turn of the conversation, as it is made for every message."""
    known, changes = owner.desk.known, Changes()
    person = known.person
    return Turn(
        text="show me my digest",
        message=Inbound(sender=OWNER, text="show me my digest", at=now),
        now=now,
        said_at=now,
        zone=LISBON,
        channel=ChannelName.CONSOLE,
        address="console:owner",
        words=WORDS,
        memory=owner.desk.memory(changes),
        media=PersonalMedia(person, store.vault, changes),
        questions=owner.desk.questions(),
        related=PersonalRelated(person, known.content, vault=store.vault, recall=store.recall),
        reminders=PersonalReminders(person, vault=store.vault, changes=changes, sequence=1),
        preferences=PersonalPreferences(person, changes),
        tasks=PersonalTasks(person, vault=store.vault, changes=changes),
        digests=PersonalDigests(person, known.content, vault=store.vault, recall=store.recall, changes=changes),
        model=Hurried(Offline()),
        corrections=Correcting(person, vault=store.vault, changes=changes),
        conversation=Conversation(PersonId(person.id), store.vault),
        linking=PersonalLinking(person, known.content, here=OWNER, changes=changes, doors=Doors()),
    )


def told(text: str, day: str = "2026-05-03") -> Remembered:
    moment = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=LISBON)
    return Remembered(
        id=MemoryId(text.encode().hex()[:32]),
        text=text,
        told_at=moment,
        channel=ChannelName.WEB,
        level=Level.GENERAL,
        changed=1,
        edited=False,
    )


def said(digest: Digest, now: datetime = NOW) -> Reply:
    return WORDS.digest(digest, now=now, zone=LISBON)


def quotes(reply: Reply) -> list[tuple[str, str]]:
    return [(quote.text, quote.label) for quote in reply.quotes]


async def test_a_task_is_ticked_off_and_taken_up_again_by_buttons(bot: RunningBot) -> None:
    await bot.say("hello")
    owner = await past(bot)
    memory = await owner.task("renew the passport", NOW)
    reply = await tap(bot, f"task:{memory.id}")
    assert reply.text == "Done. I've ticked this off:"
    assert quoted(reply) == ["renew the passport"]
    assert await _left(memory) is False
    assert (await tap(bot, f"task:{memory.id}")).text == "That one is already ticked off."
    undone = await pick(bot, reply, "Undo")
    assert undone.text == "Undone. This is still to do:"
    assert await _left(memory) is True
    assert quoted(await tap(bot, f"untask:{memory.id}")) == ["renew the passport"]
    assert await _left(memory) is True


async def _left(memory: Memory) -> bool:
    found = await Memory.get(memory.id)
    return found is not None and found.open_task is not None


async def test_a_button_for_a_task_that_was_forgotten_does_nothing_wrong(bot: RunningBot) -> None:
    await bot.say("hello")
    for name in ("task", "untask"):
        assert (await tap(bot, f"{name}:0123456789abcdef")).text == "That one is no longer on your list."


async def test_undo_after_ticking_off_does_not_forget_what_was_ticked_off(bot: RunningBot) -> None:
    await bot.say("the spare key is under the blue pot")
    owner = await past(bot)
    memory = await owner.task("renew the passport", NOW)
    await tap(bot, f"task:{memory.id}")
    assert quoted(await bot.say("undo")) == ["renew the passport"]
    assert sorted(await texts(bot)) == ["renew the passport", "the spare key is under the blue pot"]
    assert "ticked this off" in (await tap(bot, f"task:{memory.id}")).text


async def test_who_talks_for_the_first_time_has_a_digest_to_come(bot: RunningBot) -> None:
    await bot.say("the spare key is under the blue pot")
    person = await Person.get(bot.owner)
    assert person
    assert person.digest_at
    local = person.digest_at.astimezone(LISBON)
    assert (local.hour, local.minute) == (7, 30)


async def test_the_bot_sends_the_digest_when_its_hour_comes(settings: Settings, folder: DataFolder) -> None:
    clock = Hand()
    clock.now = NOW - timedelta(days=1)
    async with RunningBot.started(settings, folder, loaded_encoder, clock=clock) as bot:
        await bot.say("the spare key is under the blue pot")
        clock.now = NOW
        await next(job.work for job in bot.tuckaway.engine._timetable if job.name == "digests")()
        await until(lambda: any(message.key.startswith("digest:") for message in bot.printed))
        reply = bot.printed[-1].reply
    assert reply.text == "Good morning. It's Saturday 21 November.\nKept yesterday: 1"
    assert quotes(reply) == [("the spare key is under the blue pot", "yesterday, terminal")]


async def test_the_digest_can_be_asked_for_at_any_time(bot: RunningBot) -> None:
    await bot.say("hello")
    owner = await past(bot)
    assert (await digests.show(await turn(bot.store, owner))).text.startswith("Your digest is empty just now")
    await owner.task("renew the passport", NOW - timedelta(days=2))
    reply = await digests.show(await turn(bot.store, owner, NOW + timedelta(hours=10)))
    assert reply.text == "Your digest for Saturday 21 November.\nStill to do: 1"
    assert labels(reply) == ["✓ renew the passport"]


async def test_who_asks_before_its_hour_has_had_it_and_may_ask_again(settings: Settings, folder: DataFolder) -> None:
    clock = Hand()
    clock.now = NOW - timedelta(days=1)
    async with RunningBot.started(settings, folder, loaded_encoder, clock=clock) as bot:
        send = next(job.work for job in bot.tuckaway.engine._timetable if job.name == "digests")
        assert "empty" in (await bot.say("show me my digest")).text
        await bot.say("the spare key is under the blue pot")
        clock.now = NOW - timedelta(hours=1)
        asked = [await bot.say("show me my digest") for _ in range(2)]
        clock.now = NOW
        await send()
        clock.now = NOW + timedelta(days=1)
        await bot.say("the red bicycle is in the cellar")
        clock.now = NOW + timedelta(days=2)
        await send()
        await until(lambda: any(message.key.startswith("digest:") for message in bot.printed))
        sent = [message.key for message in bot.printed if message.key.startswith("digest:")]
    assert asked[0] == asked[1]
    assert quoted(asked[0]) == ["the spare key is under the blue pot"]
    assert [key[-10:] for key in sent] == ["2026-11-23"]


def test_a_digest_gives_an_overview_and_quotes_what_it_is_about() -> None:
    hours = [NOW.replace(hour=hour, minute=0) for hour in (9, 12, 15)]
    morning = Morning(
        reminders=Listed(
            (Coming("r", "call the dentist", (hours[0],)), Coming("r", "drink water", tuple(hours), more=True)), 5
        ),
        dates=Listed(
            (Dated(told("the fair"), date(2026, 11, 21)), Dated(told("Ana's birthday"), date(2026, 11, 22))), 2
        ),
        yesterday=Listed((told("a walk", "2026-11-20"),), 1_234),
        on_this_day=told("snow", "2023-11-21"),
        connection=Connection(told("met Ana", "2026-11-20"), told("Ana likes marzipan"), "Ana"),
    )
    tasks = Listed(tuple(told(text) for text in ("renew the passport", "buy\nmilk", "call Tunde", "mow")), 14)
    reply = said(Digest(date(2026, 11, 21), tasks, morning))
    assert reply.text.splitlines() == [
        "Good morning. It's Saturday 21 November.",
        "⏰ 09:00 call the dentist",
        "⏰ 09:00, 12:00, 15:00… drink water",
        "⏰ and 3 more",
        "Today and tomorrow: 2",
        "Still to do: 14",
        "Kept yesterday: 1,234",
        "These two belong together: both mention Ana.",
    ]
    assert quotes(reply) == [
        ("the fair", "today · 3 May, browser"),
        ("Ana's birthday", "tomorrow · 3 May, browser"),
        ("renew the passport", "to do · 3 May, browser"),
        ("buy\nmilk", "to do · 3 May, browser"),
        ("call Tunde", "to do · 3 May, browser"),
        ("mow", "to do · 3 May, browser"),
        ("a walk", "yesterday, browser"),
        ("snow", "on this day · 21 November 2023, browser"),
        ("met Ana", "yesterday, browser"),
        ("Ana likes marzipan", "3 May, browser"),
    ]
    assert labels(reply) == ["✓ renew the passport", "✓ buy milk", "✓ call Tunde"]


def test_week_and_month_follow_the_morning() -> None:
    week = Week(9, (("recipe", 5), ("task", 3), ("odd", 1)), (("Ana", 2),), Listed((_fair(),), 1))
    month = Month(date(2026, 10, 1), 96, 24, (("idea", 40),), 41, (told("a good idea", "2026-10-05"),))
    reply = said(Digest(date(2026, 11, 21), Listed(), Morning(), week, month))
    assert reply.text.splitlines() == [
        "Good morning. It's Saturday 21 November.",
        "",
        "Your last seven days: 9 kept",
        "Most of it: recipes 5, tasks 3, odd 1",
        "People: Ana 2",
        "The days ahead: 1",
        "",
        "Your October: 96 kept, on 24 days",
        "Most of it: ideas 40",
        "Of that still to do: 41",
    ]
    assert quotes(reply) == [
        ("the fair", "Wednesday 25 November · 3 May, browser"),
        ("a good idea", "from October · 5 October, browser"),
    ]


def _fair() -> Dated:
    return Dated(told("the fair"), date(2026, 11, 25))


def test_parts_in_which_there_is_nothing_are_left_out() -> None:
    empty = Week(0, (), (), Listed()), Month(date(2026, 10, 1), 0, 0, (), 3, ())
    reply = said(Digest(date(2026, 11, 21), Listed((told("mow"),), 1), None, *empty), NOW + timedelta(hours=5))
    assert reply.text == "Your digest for Saturday 21 November.\nStill to do: 1"


@pytest.mark.parametrize("text", ["x" * 20_000, "wörter " * 3_000, "🧺" * 500, "a\n\n\nb"])
def test_buttons_and_quotes_are_short_however_long_the_memory(text: str) -> None:
    reply = said(Digest(date(2026, 11, 21), Listed((told(text),), 1)))
    assert len(reply.actions[0].label) <= 20
    assert "\n" not in reply.actions[0].label
    assert len(reply.actions[0].tap.encode()) <= 64
    assert len(reply.quotes[0].text) <= 400
    assert text.startswith(reply.quotes[0].text)
