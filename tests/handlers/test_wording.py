import re
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.data_folder import DataFolder
from bot.messages import ChannelName
from bot.settings import Settings
from handlers import intents
from handlers.meaning import Intent
from handlers.wording import LANGUAGES, Wording, in_language
from tests.conftest import loaded_encoder
from tests.handlers.talk import labels, quoted, texts
from tests.running import RunningBot

LISBON, AUCKLAND = ZoneInfo("Europe/Lisbon"), ZoneInfo("Pacific/Auckland")
ZONES = ("UTC", "Europe/Lisbon", "Pacific/Auckland", "Pacific/Kiritimati", "America/St_Johns", "Asia/Beirut")


@pytest.mark.parametrize(
    ("said", "now", "zone", "label"),
    [
        ("2026-05-03T10:00", "2026-05-03T20:00", LISBON, "today"),
        ("2026-05-02T22:59", "2026-05-03T10:00", LISBON, "yesterday"),
        ("2026-05-02T23:00", "2026-05-03T10:00", LISBON, "today"),
        ("2026-05-01T23:00", "2026-05-03T10:00", LISBON, "yesterday"),
        ("2026-05-01T22:59", "2026-05-03T10:00", LISBON, "1 May"),
        ("2026-05-02T11:59", "2026-05-03T11:59", AUCKLAND, "yesterday"),
        ("2026-05-02T12:00", "2026-05-03T11:59", AUCKLAND, "today"),
        ("2025-05-03T10:00", "2026-05-03T10:00", LISBON, "3 May 2025"),
        ("2025-12-31T23:30", "2026-01-01T10:00", LISBON, "yesterday"),
        ("2025-12-30T23:30", "2026-01-01T10:00", LISBON, "30 December 2025"),
        ("2024-02-29T12:00", "2024-03-05T12:00", LISBON, "29 February"),
        # The day the clocks go forward has 23 hours, the one they go back 25.
        ("2026-03-28T23:59", "2026-03-29T23:30", LISBON, "28 March"),
        ("2026-10-24T23:00", "2026-10-25T23:59", LISBON, "today"),
        ("2026-10-24T22:59", "2026-10-25T23:59", LISBON, "yesterday"),
    ],
)
def test_a_date_is_said_as_on_the_wall_calendar_of_the_person(said: str, now: str, zone: ZoneInfo, label: str) -> None:
    def utc(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    assert in_language("en").day(utc(said), now=utc(now), zone=zone) == label


@given(
    now=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - Hypothesis wants its bounds without a zone
    ago=st.timedeltas(timedelta(0), timedelta(days=800)),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
)
def test_the_label_names_the_local_date_whatever_the_zone_does_with_its_clocks(
    now: datetime, ago: timedelta, zone: ZoneInfo
) -> None:
    label = in_language("en").day(now - ago, now=now, zone=zone)
    assert _date(label, now.astimezone(zone).date()) == (now - ago).astimezone(zone).date()


QUOTED: Final = re.compile("[\u201c\u201e](.+?)[\u201c\u201d]|\xab\\s(.+?)\\s\xbb")


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_what_help_names_is_understood_and_names_reminders_tasks_and_the_digest(words: Wording) -> None:
    named = [first or second for first, second in QUOTED.findall(words.phrases.help)]
    meant = {intents.read(each.replace("\u2026", "x")).intent for each in named}
    assert meant >= {Intent.LIST, Intent.UNDO, Intent.EDIT, Intent.FORGET, Intent.SETTINGS}
    assert meant >= {Intent.REMINDER, Intent.REMINDERS, Intent.DIGEST, Intent.TASKS}
    assert len(meant) == len(named)


def _date(label: str, today: date) -> date:
    near = {"today": today, "yesterday": today - timedelta(days=1)}
    if label in near:
        return near[label]
    written = label if label[-4:].isdigit() else f"{label} {today.year}"
    return datetime.strptime(written, "%d %B %Y").replace(tzinfo=UTC).date()


class Hand:
    """A clock that is set by hand."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


async def test_what_was_told_before_midnight_was_told_yesterday_after_it(
    settings: Settings, folder: DataFolder
) -> None:
    # 23:50 in Lisbon, where the terminal stands, is 22:50 in UTC.
    clock = Hand(datetime(2026, 6, 10, 22, 50, tzinfo=UTC))
    async with RunningBot.started(settings, folder, loaded_encoder, clock=clock) as bot:
        await bot.say("the spare key is under the blue pot")
        assert (await bot.say("where is the spare key?")).quotes[0].label == "today, terminal"
        clock.now += timedelta(minutes=20)
        assert (await bot.say("where is the spare key?")).quotes[0].label == "yesterday, terminal"
        clock.now += timedelta(days=400)
        assert (await bot.say("where is the spare key?")).quotes[0].label == "10 June 2026, terminal"


async def test_undoing_what_was_kept_long_ago_asks_first(settings: Settings, folder: DataFolder) -> None:
    clock = Hand(datetime(2026, 6, 10, 12, tzinfo=UTC))
    async with RunningBot.started(settings, folder, loaded_encoder, clock=clock) as bot:
        await bot.say("the spare key is under the blue pot")
        clock.now += timedelta(hours=2)
        reply = await bot.say("undo")
        assert quoted(reply) == ["the spare key is under the blue pot"]
        assert labels(reply) == ["Undo it", "Keep it"]
        assert await texts(bot) == ["the spare key is under the blue pot"]
        assert (await bot.say("1")).text.startswith("Undone.")
        assert await texts(bot) == []


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_every_channel_has_a_name_of_its_own_in_every_language(words: Wording) -> None:
    assert len({words.channel(name) for name in ChannelName}) == len(ChannelName)
