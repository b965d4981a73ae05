"""What Twilio's calls become: envelopes, messages, taps, signals, news of deliveries, or nothing."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bson import encode
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import MessageUnreadable
from bot.messages import (
    Address,
    Attachment,
    ChannelName,
    Delivery,
    DeliveryState,
    Inbound,
    MediaKind,
    Signal,
    Spot,
)
from bot.twilio.reading import delivery, envelope, read

PAYLOADS = Path(__file__).parents[2] / "payloads"
NOON = datetime(2026, 4, 3, 12, tzinfo=UTC)
NUMBER = "+15557654321"
SCOPED = "US.13491208655302741918"
MEDIA = "https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages"
MESSAGES = sorted(path for path in PAYLOADS.glob("[ws]*/*.json") if not path.stem.startswith("status_"))


def payload(channel: str, name: str) -> dict[str, str]:
    fields: dict[str, str] = json.loads((PAYLOADS / channel / f"{name}.json").read_text())
    return fields


def read_in(channel: str, name: str) -> Inbound:
    inbound = read(payload(channel, name), ChannelName(channel), NOON)
    assert inbound
    return inbound


def whatsapp(value: str) -> Address:
    return Address(channel=ChannelName.WHATSAPP, value=value)


@pytest.mark.parametrize("channel", ["whatsapp", "sms"])
def test_a_text_is_read_with_its_sender_and_its_own_name(channel: str) -> None:
    inbound = read_in(channel, "text")
    assert inbound.text == "the spare key is under the blue pot"
    assert inbound.sender == Address(channel=ChannelName(channel), value=NUMBER)
    assert (inbound.provider_id, inbound.at) == ("SM00000000000000000000000000000001", NOON)


def test_a_name_comes_from_the_profile() -> None:
    assert (read_in("whatsapp", "text").name, read_in("sms", "text").name) == ("Anna", None)


def test_a_person_without_a_number_is_known_by_the_name_that_whatsapp_has_for_them() -> None:
    inbound = read_in("whatsapp", "business_scoped_id")
    assert inbound.sender == whatsapp(SCOPED)
    assert inbound.further == (whatsapp("US.ENT.11815799212886844830"),)
    assert inbound.name == "Anna"


def test_a_number_comes_with_the_further_names_of_its_owner() -> None:
    inbound = read_in("whatsapp", "business_scoped_id_beside_a_number")
    assert (inbound.sender, inbound.further) == (whatsapp(NUMBER), (whatsapp(SCOPED),))


@pytest.mark.parametrize(
    ("name", "tap"),
    [("button_reply", "undo:0123456789abcdef01234567"), ("list_reply", "choose:0123456789abcdef01234567")],
)
def test_a_pressed_button_and_a_chosen_line_are_taps(name: str, tap: str) -> None:
    inbound = read_in("whatsapp", name)
    assert (inbound.tap, inbound.text) == (tap, "")


def test_a_button_whose_template_knows_no_taps_is_as_good_as_its_number() -> None:
    inbound = read_in("whatsapp", "button_reply_with_a_number")
    assert (inbound.tap, inbound.text) == (None, "1")
    assert inbound.replies_to == "SM0000000000000000000000000000004d"


def test_a_reply_names_the_message_it_quotes() -> None:
    inbound = read_in("whatsapp", "quoted_reply")
    assert (inbound.text, inbound.replies_to) == ("it moved to the red pot", "SM0000000000000000000000000000004d")


def test_a_place_is_a_spot_on_the_map() -> None:
    inbound = read_in("whatsapp", "location")
    expected = Spot(latitude=38.7223, longitude=-9.1393, name="Praça do Comércio", address="Praça do Comércio, Lisboa")
    assert (inbound.spot, inbound.text) == (expected, "")


@pytest.mark.parametrize(
    ("channel", "name", "kind", "mime", "place"),
    [
        ("whatsapp", "photo_with_caption", MediaKind.PHOTO, "image/jpeg", (7, 8)),
        ("whatsapp", "voice", MediaKind.VOICE, "audio/ogg", (9, 10)),
        ("whatsapp", "document", MediaKind.DOCUMENT, "application/pdf", (11, 12)),
        ("whatsapp", "contact", MediaKind.DOCUMENT, "text/vcard", (13, 14)),
        ("sms", "photo", MediaKind.PHOTO, "image/jpeg", (3, 4)),
    ],
)
def test_files_are_told_with_their_kind_and_where_they_lie(
    channel: str, name: str, kind: MediaKind, mime: str, place: tuple[int, int]
) -> None:
    message, media = place
    source = f"{MEDIA}/SM{message:032x}/Media/ME{media:032x}"
    assert read_in(channel, name).attachments == (Attachment(kind=kind, source=source, type=mime),)


def test_a_caption_stays_with_its_photo() -> None:
    assert read_in("whatsapp", "photo_with_caption").text == "the garden in May"


@pytest.mark.parametrize(
    ("channel", "name", "signal"),
    [
        ("sms", "stop", Signal.STOPPED),
        ("sms", "stop_with_its_kind", Signal.STOPPED),
        ("sms", "start", Signal.RESUMED),
        ("whatsapp", "opted_out", Signal.STOPPED),
    ],
)
def test_who_wants_nothing_more_or_messages_again_is_heeded(channel: str, name: str, signal: Signal) -> None:
    inbound = read_in(channel, name)
    assert (inbound.signal, inbound.text) == (signal, "")


@pytest.mark.parametrize("word", ["unsubscribe", "END", "Quit", "stopall", "revoke", "OptOut", "cancel"])
def test_every_word_that_carriers_act_on_is_heeded_when_it_stands_alone(word: str) -> None:
    fields = payload("sms", "text") | {"Body": f" {word}\n"}
    inbound = read(fields, ChannelName.SMS, NOON)
    assert inbound
    assert inbound.signal is Signal.STOPPED


def test_such_a_word_within_a_sentence_or_on_whatsapp_is_a_word_like_any_other() -> None:
    assert read_in("sms", "stop_within_a_sentence").signal is None
    inbound = read(payload("whatsapp", "text") | {"Body": "Stop"}, ChannelName.WHATSAPP, NOON)
    assert inbound
    assert (inbound.signal, inbound.text) == (None, "Stop")


def test_help_is_left_to_twilio_which_answers_it() -> None:
    assert read(payload("sms", "help"), ChannelName.SMS, NOON) is None


def test_a_sticker_asks_for_no_answer() -> None:
    assert read(payload("whatsapp", "sticker"), ChannelName.WHATSAPP, NOON) is None


def test_a_kind_that_is_not_understood_is_named() -> None:
    with pytest.raises(MessageUnreadable, match="hologram"):
        read(payload("whatsapp", "unknown_future_kind"), ChannelName.WHATSAPP, NOON)


def test_fields_that_are_new_do_no_harm() -> None:
    assert read_in("sms", "unknown_future_fields").text == "the gate code is 4417"


def test_the_time_is_when_the_call_came_not_when_it_is_read() -> None:
    stored = envelope(payload("sms", "text"), ChannelName.SMS, NOON)
    assert stored
    inbound = read(stored.raw, ChannelName.SMS, NOON + timedelta(hours=3))
    assert inbound
    assert inbound.at == NOON


def test_a_name_that_no_database_takes_is_stored_under_another() -> None:
    stored = envelope(payload("sms", "text") | {"\0": "x", "a\0b": "y"}, ChannelName.SMS, NOON)
    assert stored
    assert encode(stored.raw)


@pytest.mark.parametrize(
    ("channel", "name", "expected"),
    [
        ("whatsapp", "status_delivered", Delivery(provider_id=f"SM{30:032x}", state=DeliveryState.DELIVERED)),
        ("whatsapp", "status_read", Delivery(provider_id=f"SM{30:032x}", state=DeliveryState.READ)),
        (
            "whatsapp",
            "status_failed_outside_the_window",
            Delivery(
                provider_id=f"SM{31:032x}",
                state=DeliveryState.FAILED,
                reason="the 24 hours after the person's last message are over (error 63016)",
            ),
        ),
        (
            "sms",
            "status_undelivered",
            Delivery(
                provider_id=f"SM{32:032x}",
                state=DeliveryState.FAILED,
                reason="no such number (error 30005)",
                gone=True,
            ),
        ),
        ("sms", "status_sent", Delivery(provider_id=f"SM{33:032x}", state=DeliveryState.SENT)),
    ],
)
def test_news_of_a_delivery_are_read(channel: str, name: str, expected: Delivery) -> None:
    assert delivery(payload(channel, name)) == (ChannelName(channel), expected)


@pytest.mark.parametrize("sender", ["whatsapp:+15557654321", "messenger:1234", "rcs:brand", "whatsapp:sms:+1555"])
def test_who_writes_by_another_channel_is_nobody_s_namesake_on_this_one(sender: str) -> None:
    fields = payload("sms", "text") | {"From": sender}
    assert envelope(fields, ChannelName.SMS, NOON) is None
    assert envelope(payload("sms", "text"), ChannelName.WHATSAPP, NOON) is None


def test_a_number_of_thousands_of_digits_is_none() -> None:
    fields = payload("sms", "status_undelivered") | {"ErrorCode": "9" * 5_000}
    found = delivery(fields)
    assert found
    assert not found[1].gone
    inbound = read(payload("sms", "text") | {"NumMedia": "9" * 5_000}, ChannelName.SMS, NOON)
    assert inbound
    assert inbound.attachments == ()


def test_a_state_that_is_new_and_a_call_about_nothing_tell_of_no_delivery() -> None:
    assert delivery(payload("sms", "status_sent") | {"MessageStatus": "pondering", "SmsStatus": ""}) is None
    assert delivery({"MessageStatus": "sent"}) is None


ANYTHING = st.text(max_size=200) | st.sampled_from(["0", "1", "9" * 5_000, "-1", "nan", "inf", "²", "\ud800", ""])


@given(path=st.sampled_from(MESSAGES), changed=st.dictionaries(st.text(max_size=20), ANYTHING), data=st.data())
def test_whatever_the_fields_hold_a_message_is_read_or_called_unreadable(
    path: Path, changed: dict[str, Any], data: st.DataObject
) -> None:
    fields: dict[str, Any] = json.loads(path.read_text())
    changed |= data.draw(st.dictionaries(st.sampled_from(sorted(fields)), ANYTHING | st.integers() | st.none()))
    channel = ChannelName(path.parent.name)
    try:
        inbound = read(fields | changed, channel, NOON)
    except MessageUnreadable:
        return
    assert inbound is None or inbound.model_dump_json()


@given(fields=st.dictionaries(st.sampled_from(["MessageSid", "MessageStatus", "ErrorCode", "To"]), ANYTHING))
def test_whatever_a_call_holds_its_news_are_read_or_there_are_none(fields: dict[str, str]) -> None:
    assert delivery(fields) is None or fields["MessageSid"]
