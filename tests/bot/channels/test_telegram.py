"""What Telegram's updates become: envelopes, messages, taps, or nothing."""

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from traceback import format_exception_only
from typing import Any

import pytest
from bson import encode
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.telegram import TelegramChannel
from bot.errors import MessageUnreadable, SettingsError
from bot.messages import Address, Attachment, Birthday, ChannelName, Envelope, Inbound, MediaKind, Signal
from tests.fakes.telegram import TOKEN, FakeTelegram

PAYLOADS = Path(__file__).parents[2] / "payloads" / "telegram"
NAMES = sorted(path.stem for path in PAYLOADS.glob("*.json"))
SENDER = Address(channel=ChannelName.TELEGRAM, value="1111111")
NOON = datetime(2026, 4, 3, 12, tzinfo=UTC)


def payload(name: str) -> dict[str, Any]:
    update: dict[str, Any] = json.loads((PAYLOADS / f"{name}.json").read_text())
    return update


def channel(**settings: Any) -> TelegramChannel:
    return TelegramChannel(TOKEN, clock=lambda: NOON, **settings)


# aiogram builds its types when the first update is read, which takes longer than hypothesis allows for an example.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

# One for all: it keeps nothing between updates, and hypothesis asks thousands of times.
CHANNEL = channel()


def read(name: str) -> Inbound | None:
    return CHANNEL.read(payload(name))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("text", "the spare key is under the blue pot"),
        ("text_with_entities", "Read https://example.org before #friday, it is important"),
        ("reply", "it moved to the red pot"),
        ("forward", "The library closes at six on Fridays."),
        ("start_command", "/start"),
        ("start_command_with_a_token", "/start aZ09_-token"),
        ("right_to_left", "המפתח הרזרבי מתחת לעציץ הכחול \u200f(ליד הדלת)"),
        ("emoji", "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇵🇹🇳🇬 🔑"),
        ("unknown_future_fields", "the meter is behind the stairs"),
    ],
)
def test_a_text_is_read_word_for_word(name: str, text: str) -> None:
    inbound = read(name)
    assert inbound
    assert (inbound.text, inbound.tap) == (text, None)


def test_a_message_says_who_wrote_it_when_and_in_which_language() -> None:
    inbound = read("text")
    assert inbound
    assert inbound.sender == SENDER
    assert inbound.at == datetime.fromtimestamp(payload("text")["message"]["date"], UTC)
    assert (inbound.name, inbound.language) == ("Test Firstname Test Lastname", "en")


def test_a_text_of_4096_units_is_read_whole() -> None:
    update = payload("text")
    update["message"]["text"] = text = "🔑" * 2048
    inbound = CHANNEL.read(update)
    assert inbound
    assert inbound.text == text


@pytest.mark.parametrize("name", ["tap", "tap_on_a_message_too_old_to_be_shown"])
def test_a_tap_is_read_as_what_its_button_carried_at_the_time_it_is_read(name: str) -> None:
    inbound = read(name)
    assert inbound
    assert inbound.sender == SENDER
    assert (inbound.tap, inbound.text) == (payload(name)["callback_query"]["data"], "")
    assert inbound.at == NOON


@pytest.mark.parametrize("name", ["sticker", "pinned_message", "tap_on_a_game"])
def test_what_asks_for_no_answer_is_stored_but_not_read(name: str) -> None:
    assert CHANNEL.envelope(payload(name))
    assert read(name) is None


@pytest.mark.parametrize(
    ("name", "attachment", "text"),
    [
        (
            "photo_with_caption",
            Attachment(kind=MediaKind.PHOTO, source="AgAC2", size=98765),
            "the fuse box, second switch from the left",
        ),
        ("voice", Attachment(kind=MediaKind.VOICE, source="AwAC1", type="audio/ogg", size=17063), ""),
        (
            "video",
            Attachment(kind=MediaKind.VIDEO, source="BAAC1", name="boiler.mp4", type="video/mp4", size=901122),
            "",
        ),
        ("video_note", Attachment(kind=MediaKind.VIDEO, source="DQAC1", size=220033), ""),
        (
            "animation",
            Attachment(kind=MediaKind.VIDEO, source="CgAC1", name="knot.mp4", type="video/mp4", size=45012),
            "how to tie it",
        ),
        (
            "audio",
            Attachment(kind=MediaKind.AUDIO, source="CQAC1", name="take-3.mp3", type="audio/mpeg", size=3145728),
            "",
        ),
        (
            "document",
            Attachment(kind=MediaKind.DOCUMENT, source="BQAC1", name="lease.pdf", type="application/pdf", size=88120),
            "signed on Friday",
        ),
    ],
)
def test_a_file_is_read_with_what_telegram_says_of_it(name: str, attachment: Attachment, text: str) -> None:
    inbound = read(name)
    assert inbound
    assert inbound.attachments == (attachment,)
    assert inbound.text == text


def test_a_part_of_an_album_says_which_album_it_belongs_to() -> None:
    first, second = read("album_first"), read("album_second")
    assert first
    assert second
    assert first.album == second.album == "13140000000000001"
    assert (first.text, second.text) == ("the garden in May", "")


def test_a_place_is_read_with_its_name_and_a_bare_one_by_where_it_lies() -> None:
    venue, location = read("venue"), read("location")
    assert venue
    assert location
    assert venue.words == "Café Aurora, 12 Harbour Street (38.70721, -9.13650)"
    assert location.words == "38.70721, -9.13650"


def test_a_contact_is_read_with_its_number() -> None:
    inbound = read("contact")
    assert inbound
    assert inbound.words == "Test Plumber: +351200000000"


@pytest.mark.parametrize("vcard", ["", "no card", "BEGIN:VCARD\nBEGIN:VCARD\n", "BEGIN:VCARD\n" * 9_000])
def test_a_contact_is_read_whatever_its_card_is(vcard: str) -> None:
    update = payload("contact")
    update["message"]["contact"]["vcard"] = vcard
    inbound = CHANNEL.read(update)
    assert inbound
    assert inbound.words == "Test Plumber: +351200000000"


def test_a_contact_is_read_with_what_its_card_says_beyond_the_number() -> None:
    update = payload("contact")
    update["message"]["contact"]["vcard"] = (
        "BEGIN:VCARD\nVERSION:3.0\nFN:T. Plumber\nTEL:+351 200 000 000\nTEL:+351 200 000 001\n"
        "EMAIL:plumber@example.org\nBDAY:1990-05-03\nEND:VCARD\n"
    )
    inbound = CHANNEL.read(update)
    assert inbound
    assert inbound.words == "Test Plumber: +351200000000, +351 200 000 001, plumber@example.org"
    assert inbound.card
    assert inbound.card.birthday == Birthday(year=1990, month=5, day=3)


def test_an_edit_says_what_the_message_says_now_and_which_it_is() -> None:
    inbound, before = read("edited_text"), payload("edited_text")["edited_message"]
    assert inbound
    assert inbound.edited
    assert inbound.text == before["text"]
    assert inbound.provider_id == f"{SENDER.value}:{before['message_id']}"


def test_a_reply_says_what_it_replies_to() -> None:
    inbound = read("reply")
    assert inbound
    replied = payload("reply")["message"]["reply_to_message"]["message_id"]
    assert inbound.replies_to == f"{SENDER.value}:{replied}"


@pytest.mark.parametrize(
    ("name", "origin"),
    [
        ("forward", "Test Channel"),
        ("forward_from_a_person", "Test Friend"),
        ("forward_from_somebody_hidden", "A Friend"),
    ],
)
def test_a_forward_says_who_said_it_first(name: str, origin: str) -> None:
    inbound = read(name)
    assert inbound
    assert inbound.forwarded_from == origin


def test_an_address_that_hides_behind_a_word_is_kept_with_the_text() -> None:
    inbound = read("text_with_a_hidden_link")
    assert inbound
    assert inbound.text == "the recipe is here\nhttps://example.org/bread"


@pytest.mark.parametrize(("name", "signal"), [("blocked", Signal.STOPPED), ("unblocked", Signal.RESUMED)])
def test_who_blocks_the_bot_wants_nothing_until_they_let_it_in_again(name: str, signal: Signal) -> None:
    inbound = read(name)
    assert inbound
    assert (inbound.signal, inbound.sender, inbound.text) == (signal, SENDER, "")


@pytest.mark.parametrize("name", ["group_text", "tap_in_a_group"])
def test_nothing_from_a_group_is_stored_or_read(name: str) -> None:
    assert CHANNEL.envelope(payload(name)) is None
    assert read(name) is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("poll", "poll"),
        ("unknown_future_content", "unknown"),
        ("unknown_future_kind", "thought"),
    ],
)
def test_what_cannot_be_kept_yet_is_unreadable_by_name_rather_than_lost(name: str, kind: str) -> None:
    assert CHANNEL.envelope(payload(name))
    with pytest.raises(MessageUnreadable, match=kind):
        read(name)


def test_an_unreadable_update_is_told_by_its_fields_without_what_they_held() -> None:
    update = payload("text")
    update["message"]["date"] = "canary one"
    update["message"]["chat"]["first_name"] = ["canary two"]
    with pytest.raises(MessageUnreadable, match=r"message\.chat\.first_name") as raised:
        CHANNEL.read(update)
    # Of the traceback only what is told of the errors: pytest's own frames show the source of this test.
    assert "canary" not in "".join(
        line for error in (raised.value, raised.value.__cause__) for line in format_exception_only(error)
    )


@pytest.mark.parametrize("name", [name for name in NAMES if "group" not in name])
def test_an_envelope_is_known_by_bot_and_update_and_carries_the_update_unchanged(name: str) -> None:
    update = payload(name)
    assert CHANNEL.envelope(deepcopy(update)) == Envelope(
        provider_id=f"1234567:{update['update_id']}",
        sender=SENDER,
        raw=update,
    )


@pytest.mark.parametrize(
    "mangle",
    [
        lambda update: update["message"].update({"text": {"not": "text"}, "from": 7, "date": None}),
        lambda update: update["message"]["chat"].update({"type": 8}),
        lambda update: update.update({"priority": [[]]}),
    ],
)
def test_an_update_that_is_otherwise_nonsense_still_gets_an_envelope(mangle: Callable[[Any], None]) -> None:
    update = payload("text")
    mangle(update)
    envelope = CHANNEL.envelope(update)
    assert envelope
    assert envelope.sender == SENDER


@pytest.mark.parametrize("update", [None, [], "text", {}, {"update_id": 1}, {"update_id": True, "message": {}}])
def test_without_an_id_or_a_chat_there_is_no_envelope(update: Any) -> None:
    assert CHANNEL.envelope(update) is None


def test_an_update_nested_deeper_than_anything_can_write_down_is_storable_as_well() -> None:
    nested: list[Any] = []
    for _ in range(5_000):
        nested = [nested]
    envelope = CHANNEL.envelope({"update_id": 1, "message": {"chat": {"id": 7001}, "x": nested}})
    assert envelope
    with pytest.raises(MessageUnreadable):
        CHANNEL.read(envelope.raw)


@pytest.mark.parametrize("text", ["half a key \ud83d", "\udd11"])
def test_half_a_character_makes_an_update_unreadable_but_storable(text: str) -> None:
    update = payload("text")
    update["message"]["text"] = text
    envelope = CHANNEL.envelope(update)
    assert envelope
    encode(envelope.raw)
    assert json.loads(envelope.raw["unreadable"]) == update
    for raw in (update, envelope.raw):
        with pytest.raises(MessageUnreadable):
            CHANNEL.read(raw)


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=[]))
ANYTHING = SCALARS | st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=3,
)


def branches(tree: Any) -> list[tuple[Any, Any]]:
    """Every place in a payload, as its container and its key or index."""
    places = list(tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else [])
    return [(tree, key) for key, _ in places] + [place for _, inner in places for place in branches(inner)]


@st.composite
def mangled_updates(draw: st.DrawFn) -> Any:
    """A payload with up to three of its branches replaced or cut off."""
    update = payload(draw(st.sampled_from(NAMES)))
    for _ in range(draw(st.integers(0, 3))):
        if places := branches(update):
            container, key = draw(st.sampled_from(places))
            if draw(st.booleans()):
                container[key] = draw(ANYTHING)
            else:
                del container[key]
    return update


@PATIENT
@given(update=mangled_updates() | ANYTHING)
def test_no_update_however_mangled_does_worse_than_be_unreadable(update: Any) -> None:
    envelope = CHANNEL.envelope(update)
    if envelope is None:
        return
    encode(envelope.raw)
    try:
        inbound = CHANNEL.read(envelope.raw)
    except MessageUnreadable:
        return
    if inbound:
        inbound.model_dump_json()
        assert inbound.at.tzinfo


@PATIENT
@given(raw=st.dictionaries(st.sampled_from(["update_id", "message", "callback_query"]), ANYTHING) | mangled_updates())
def test_reading_anything_at_all_raises_nothing_but_unreadable(raw: dict[str, Any]) -> None:
    try:
        CHANNEL.read(raw)
    except MessageUnreadable:
        return


@pytest.mark.parametrize(
    ("secret", "header", "genuine"),
    [
        ("right", "right", True),
        ("right", "wrong", False),
        ("right", "", False),
        ("right", None, False),
        ("right", "rïght \ud83d", False),
        (None, None, False),
        (None, "", False),
        (None, "anything", False),
        ("", "", False),
    ],
)
def test_only_the_secret_opens_the_webhook_and_without_one_it_is_closed(
    secret: str | None,
    header: str | None,
    genuine: bool,
) -> None:
    assert channel(webhook_secret=secret).verify(header) is genuine


@pytest.mark.parametrize("token", ["", "no colon", "abc:def", "123:", "123: spaced"])
def test_a_token_of_the_wrong_form_is_a_settings_error_that_does_not_repeat_it(token: str) -> None:
    with pytest.raises(SettingsError, match="TUCKAWAY_TELEGRAM_TOKEN") as raised:
        TelegramChannel(token, clock=lambda: NOON)
    assert len(token) < 3 or token not in str(raised.value)


def test_a_webhook_without_a_secret_is_a_settings_error() -> None:
    with pytest.raises(SettingsError, match="TUCKAWAY_TELEGRAM_WEBHOOK_SECRET"):
        channel(public_url="https://bot.example.org")


async def test_the_updates_of_the_fake_are_read_as_what_the_person_did(telegram: FakeTelegram) -> None:
    inbound = CHANNEL.read(telegram.message("/help me"))
    assert inbound
    assert (inbound.text, inbound.sender.value) == ("/help me", str(telegram.person))
