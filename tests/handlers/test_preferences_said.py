from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import ChannelName
from handlers import intents
from handlers.meaning import Intent
from handlers.preferences_said import Wish, read
from handlers.wording import LANGUAGES, in_language
from memory import cities
from memory.documents import DigestKind, Preferences
from memory.preferences import FIELDS, FOREVER, Topic
from tests.endless import comes_to_an_end
from tests.handlers.chosen import NOW, preferences

LISBON: Final = ZoneInfo("Europe/Lisbon")
ALL: Final = frozenset(DigestKind)
DAILY, WEEKLY, MONTHLY = DigestKind.MORNING, DigestKind.WEEKLY, DigestKind.MONTHLY
WEEK: Final = frozenset(range(7))


def said(text: str, chosen: Preferences | None = None, now: datetime = NOW) -> Wish:
    return read(text, chosen=chosen or Preferences(), now=now, zone=LISBON, language="en")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LISBON)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("send my digest at 7", time(7)),
        ("Send my digest at 7.", time(7)),
        ("please send me the digest at half past six", time(6, 30)),
        ("digest at 19:30 please", time(19, 30)),
        ("move my digest to 8", time(8)),
        ("I want my digest at 6:45 am", time(6, 45)),
        ("digest at 7pm", time(19)),
        ("send my digest at 5", time(5)),
        ("digest at noon", time(12)),
        ("digest at seven o'clock", time(7)),
        ("send the digest in the evening", time(18)),
        ("send the digest in the morning", time(7, 30)),
    ],
)
def test_the_hour_of_the_digest(text: str, hour: time) -> None:
    assert said(text).values == {"digests": ALL, "digest_hour": hour}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("no digest on weekends", {0, 1, 2, 3, 4}),
        ("no digest on Sundays", {0, 1, 2, 3, 4, 5}),
        ("digest on weekdays only", {0, 1, 2, 3, 4}),
        ("digest every day but Sunday", {0, 1, 2, 3, 4, 5}),
        ("digest every day except on weekends", {0, 1, 2, 3, 4}),
        ("digest on Mondays and Thursdays", {0, 3}),
        ("send my digest from Monday to Friday", {0, 1, 2, 3, 4}),
        ("digest from Friday to Monday", {0, 4, 5, 6}),
    ],
)
def test_the_days_of_the_digest(text: str, days: set[int]) -> None:
    assert said(text).values["digest_days"] == days


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("weekly digest only", {WEEKLY}),
        ("send my digest weekly", {WEEKLY}),
        ("only the monthly digest", {MONTHLY}),
        ("digest once a week", {WEEKLY}),
        ("just a daily digest", {DAILY}),
        ("no weekly digest", {DAILY, MONTHLY}),
        ("no weekly or monthly digest", {DAILY}),
        ("weekly and monthly digests only", {WEEKLY, MONTHLY}),
        ("stop the digest", set()),
        ("turn off the digest", set()),
        ("don't send me the digest", set()),
        ("no more digests", set()),
        ("don't stop the digest", ALL),
        ("turn the digest back on", ALL),
    ],
)
def test_which_digests_come(text: str, kinds: set[DigestKind]) -> None:
    assert said(text).values["digests"] == kinds


def test_days_and_hour_come_together() -> None:
    values = said("send me the digest every weekday at 7:15", Preferences(digests=frozenset())).values
    assert (values["digest_hour"], values["digest_days"]) == (time(7, 15), {0, 1, 2, 3, 4})
    assert DAILY in values["digests"]


def test_a_digest_without_days_left_is_none() -> None:
    weekdays = Preferences(digest_days=frozenset(range(5)))
    assert said("no digest on weekdays", weekdays).values == {"digests": {WEEKLY, MONTHLY}}


# 10 June 2026 is a Wednesday; it is ten in Lisbon.
@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("pause the digest until Monday", at("2026-06-15")),
        ("pause the digest until 1 August", at("2026-08-01")),
        ("no digest until July", at("2026-07-01")),
        ("pause my digests until the end of the month", at("2026-07-01")),
        ("pause the digest for two weeks", at("2026-06-24")),
        ("no digest for 3 days", at("2026-06-13")),
        ("no digest today", at("2026-06-11")),
        ("skip tomorrow's digest", at("2026-06-12")),
        ("no digest this week", at("2026-06-15")),
        ("pause the digest", FOREVER),
        ("pause the digest until further notice", FOREVER),
    ],
)
def test_a_pause_of_the_digest(text: str, until: datetime) -> None:
    assert said(text).values == {"digests_paused_until": until}


def test_skipping_tomorrow_while_today_is_still_to_come_is_not_clear() -> None:
    assert not said("skip tomorrow's digest", now=datetime(2026, 6, 10, 4, tzinfo=UTC)).clear


def test_a_paused_digest_is_resumed_at_another_hour() -> None:
    paused = Preferences(digests=frozenset({WEEKLY}), digests_paused_until=FOREVER)
    values = said("start the digest again at 7", paused).values
    assert values == {"digests": {WEEKLY}, "digests_paused_until": None, "digest_hour": time(7)}


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("quiet hours from 10pm to 7am", time(22), time(7)),
        ("quiet hours 22-7", time(22), time(7)),
        ("quiet hours 22:00\N{EN DASH}07:00", time(22), time(7)),
        ("quiet hours from 10 to 7", time(22), time(7)),
        ("set quiet hours between 23:00 and 08:00", time(23), time(8)),
        ("my quiet hours are 9pm - 7am", time(21), time(7)),
        ("never write to me from half past nine in the evening to six in the morning", time(21, 30), time(6)),
        ("don't message me between 1 and 2 pm", time(13), time(14)),
        ("don't disturb me between 11 and 1 pm", time(11), time(13)),
        ("don't disturb me after 10pm until 6", time(22), time(6)),
        ("do not disturb me at night", time(22), time(7)),
        ("no quiet hours", time(), time()),
        ("turn off quiet hours", time(), time()),
    ],
)
def test_quiet_hours(text: str, start: time, end: time) -> None:
    assert said(text).values == {"quiet_from": start, "quiet_until": end}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("don't disturb me after 10pm", {"quiet_from": time(22)}),
        ("don't disturb me after 10", {"quiet_from": time(22)}),
        ("don't message me before 8", {"quiet_until": time(8)}),
        ("quiet hours until 9", {"quiet_until": time(9)}),
        ("quiet hours start at 9", {"quiet_from": time(21)}),
    ],
)
def test_one_end_of_the_quiet_hours(text: str, values: Mapping[str, time]) -> None:
    assert said(text).values == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("don't repeat reminders", {"repeat_minutes": None}),
        ("only remind me once", {"repeat_minutes": None}),
        ("stop nagging me", {"repeat_minutes": None}),
        ("repeat reminders after an hour", {"repeat_minutes": 60}),
        ("repeat reminders every 20 minutes", {"repeat_minutes": 20}),
        ("remind me again after 45 minutes if I don't answer", {"repeat_minutes": 45}),
        ("repeat reminders", {"repeat_minutes": 30}),
        ("never use another channel for reminders", {"escalate": False}),
        ("don't escalate", {"escalate": False}),
        ("escalate reminders to another channel", {"escalate": True}),
        ("all-day reminders at 8", {"day_hour": time(8)}),
        ("reminders without a time at 10", {"day_hour": time(10)}),
        ("date-only reminders should come at 8:30", {"day_hour": time(8, 30)}),
        ("when I give no time remind me at 9am", {"day_hour": time(9)}),
    ],
)
def test_how_reminders_come(text: str, values: Mapping[str, Any]) -> None:
    assert said(text).values == values


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("speak German", "de"),
        ("auf Deutsch bitte", "de"),
        ("en espa\xf1ol por favor", "es"),
        ("switch to French", "fr"),
        ("em portugu\xeas", "pt"),
        ("my language is Portuguese", "pt"),
        ("English please", "en"),
        ("reply in Italian", "it"),
    ],
)
def test_the_language(text: str, language: str) -> None:
    assert said(text).language == language


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("I moved to Lisbon", "lisbon"),
        ("I've just moved to New York!", "new york"),
        ("my time zone is Europe/Berlin", "europe/berlin"),
        ("set my timezone to Tokyo", "tokyo"),
        ("I'm in New York now", "new york"),
        ("I\N{RIGHT SINGLE QUOTATION MARK}m now in S\xe3o Paulo", "sao paulo"),
        ("my time zone is eastern time", "eastern"),
        ("I live in Paris now", "paris"),
    ],
)
def test_where_somebody_is(text: str, place: str) -> None:
    assert said(text).place == place


TELEGRAM, WHATSAPP, SMS, WEB = ChannelName.TELEGRAM, ChannelName.WHATSAPP, ChannelName.SMS, ChannelName.WEB
EMAIL = ChannelName.EMAIL


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("send my digest by WhatsApp", {"digest_channel": WHATSAPP}),
        ("reminders on Telegram please", {"reminder_channel": TELEGRAM}),
        ("Please send my reminders via whats app.", {"reminder_channel": WHATSAPP}),
        ("remind me by text", {"reminder_channel": SMS}),
        ("by SMS please, my digest", {"digest_channel": SMS}),
        (
            "reminders by text message and the digest in the browser",
            {"reminder_channel": SMS, "digest_channel": WEB},
        ),
        ("reminders and digests on WhatsApp", {"reminder_channel": WHATSAPP, "digest_channel": WHATSAPP}),
        ("send everything to Telegram", {"reminder_channel": TELEGRAM, "digest_channel": TELEGRAM}),
        ("send my digest wherever I wrote last", {"digest_channel": None}),
        ("send my digest by e-mail", {"digest_channel": EMAIL}),
        ("send my digest by e-mail to me@example.org, please", {"digest_channel": EMAIL}),
        ("please send my digests to me@example.org", {"digest_channel": EMAIL}),
        ("reminders as push notifications, digest by mail", {"reminder_channel": WEB, "digest_channel": EMAIL}),
        (
            "reminders where I set them, digests by telegram",
            {"reminder_channel": None, "digest_channel": TELEGRAM},
        ),
    ],
)
def test_where_reminders_and_digests_go(text: str, values: dict[str, ChannelName | None]) -> None:
    assert said(text).topic is Topic.CHANNEL
    assert said(text).values == values
    assert intents.read(text).intent is Intent.SETTINGS


@pytest.mark.parametrize(
    "text",
    [
        "Ana got the reminder by WhatsApp",
        "the digest of the book is on Telegram",
        "remind me to write on Telegram",
        "remind me by SMS to call Tom at 5",
        "my reminders by Tom on WhatsApp",
        "everything I know about Telegram",
        "the digest of the book is in an e-mail to me@example.org",
        "send the summary of the book to ana@example.org and Tom",
    ],
)
def test_what_only_names_a_channel_moves_nothing(text: str) -> None:
    assert said(text).topic is not Topic.CHANNEL


@pytest.mark.parametrize("text", ["settings", "/settings", "Show me my settings", "what are my settings?"])
def test_looking_at_the_settings(text: str) -> None:
    assert said(text) == Wish(show=True)


@pytest.mark.parametrize(
    "text",
    [
        "digest at 25:00",
        "digest at 7 and 19",
        "digest whenever you like",
        "digest this Friday",
        "no digest at 7",
        "no digest next weekend",
        "pause the digest until yesterday",
        "pause the digest for a while",
        "quiet hours",
        "quiet hours from 25 to 7",
        "don't disturb me",
        "don't disturb me today",
        "don't disturb me on weekends",
        "don't text me until 5",
        "don't disturb me in 3 hours",
        "repeat reminders after 3 days",
        "repeat reminders after a second",
        "reminders without a time whenever",
        "speak up",
        "my time zone is",
        "use a 12 hour clock",
        "send my digest at 7 and quiet hours from 10 to 6",
        "",
        "digest " * 3_000,
    ],
)
def test_what_is_not_clear_changes_nothing(text: str) -> None:
    assert not said(text).clear


# ---- the law: what is echoed is understood when it is said back ------------------------------------------------------


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES.keys())
@given(chosen=preferences(), others=preferences(), topic=st.sampled_from(sorted(FIELDS)))
def test_every_echo_said_back_sets_what_it_says(
    words: Any, chosen: Preferences, others: Preferences, topic: Topic
) -> None:
    echo = words.holds(topic, chosen, now=NOW, zone=LISBON)
    others = others.model_copy(update={"digests_paused_until": None})
    wish = read(echo, chosen=others, now=NOW, zone=LISBON, language=words.language)
    assert wish.topic is topic
    again = Preferences.model_validate({**others.model_dump(), **wish.values})
    assert words.holds(topic, again, now=NOW, zone=LISBON) == echo


@given(st.sampled_from([zone for zone in cities._keys().values() if "/" in zone and not zone.startswith("Etc")]))
def test_the_echo_of_every_zone_names_a_place_that_leads_back(zone: str) -> None:
    words = in_language("en")
    wish = said(words.holds(Topic.ZONE, Preferences(), now=NOW, zone=ZoneInfo(zone)))
    found = cities.zones_of(wish.place, now=NOW)
    assert any(len(cities.clocks([zone, each], NOW)) == 1 for each in found), (zone, wish)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_echo_of_every_language_said_back_is_that_language(language: str) -> None:
    assert said(in_language(language).holds(Topic.LANGUAGE, Preferences(), now=NOW, zone=LISBON)).language == language


@given(st.text(max_size=300), preferences())
def test_any_text_can_be_asked_about(text: str, chosen: Preferences) -> None:
    Preferences.model_validate({**chosen.model_dump(), **said(text, chosen).values})


PIECES: Final = st.sampled_from(
    ["digest ", "at 7 ", "quiet hours ", "from ", "to ", "until ", "no ", "9", "remind ", " "]
)


@given(st.lists(PIECES, min_size=1, max_size=3).map("".join))
def test_no_text_however_repetitive_takes_long(piece: str) -> None:
    for size in (300, 20_000):
        with comes_to_an_end():
            said((piece * size)[:size])
