"""What becomes of a message that is handed to Twilio, when it takes it and when it does not."""

import asyncio
from datetime import timedelta

import pytest

from bot.channels.sms import SmsChannel
from bot.channels.whatsapp import Templates, WhatsAppChannel
from bot.errors import (
    RecipientGone,
    SendPostponed,
    SendRefused,
    SendUncertain,
    TuckawayError,
    WindowClosed,
)
from bot.messages import Action, Address, ChannelName, DeliveryState, Reply
from bot.twilio.line import Login
from tests.bot.twilio.conftest import QUICK, outbound, whatsapp_of
from tests.fakes.twilio import (
    NUMBER,
    PUBLIC_URL,
    SERVICE,
    ApiError,
    FakeTwilio,
    Fault,
    Template,
    refusal,
)
from tests.webhooks.stage import MovingClock

HELLO = Reply(text="Tucked away.", actions=(Action(label="Undo", tap="undo:1"),))
MESSAGE, REMINDER = "HXmessage", "HXreminder"


async def test_a_text_message_asks_to_be_told_what_becomes_of_it(
    sms: SmsChannel, twilio: FakeTwilio, clock: MovingClock
) -> None:
    receipt = await sms.send(outbound(twilio, ChannelName.SMS, HELLO, clock, key="reminder:7:x+y"))
    (sent,) = twilio.sent
    assert (receipt.provider_id, receipt.state) == (sent.sid, DeliveryState.SENT)
    assert (sent.sender, sent.body) == (NUMBER, "Tucked away.\n1 = Undo")
    assert sent.callback == f"{PUBLIC_URL}/webhooks/twilio/status?key=reminder:7:x%2By"


async def test_a_messaging_service_chooses_the_number_itself(twilio: FakeTwilio, clock: MovingClock) -> None:
    login = Login(sid=twilio.sid, token=twilio.token, api_url=twilio.url)
    channel = SmsChannel(login, service=SERVICE, clock=clock, timing=QUICK)
    await channel.send(outbound(twilio, ChannelName.SMS, HELLO, clock))
    await channel.close()
    assert (twilio.sent[0].sender, twilio.sent[0].callback) == (NUMBER, None)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (refusal(400, 21610), RecipientGone),
        (refusal(400, 21211), RecipientGone),
        (refusal(400, 21614), RecipientGone),
        (refusal(400, 63003), RecipientGone),
        (refusal(400, 63016), WindowClosed),
        (refusal(400, 14107), SendPostponed),
        (refusal(400, 63018), SendPostponed),
        (refusal(400, 63038), SendPostponed),
        (refusal(429, 20429), SendPostponed),
        (refusal(401, 20003), SendPostponed),
        (refusal(403, 20006), SendPostponed),
        (refusal(400, 30034), SendRefused),
        (refusal(400, 99999), SendRefused),
        (refusal(500, 20500), SendUncertain),
        (refusal(503, 12345), SendUncertain),
        (Fault(body=b"<html>502 Bad Gateway</html>"), SendUncertain),
        (Fault(body=b"{}", status=201), SendUncertain),
        (Fault(drop=True), SendUncertain),
        (Fault(drop=True, takes=True), SendUncertain),
        (Fault(error=ApiError(500, 20500), takes=True), SendUncertain),
    ],
)
async def test_each_refusal_is_called_by_what_it_means(
    sms: SmsChannel, twilio: FakeTwilio, clock: MovingClock, fault: Fault, expected: type[TuckawayError]
) -> None:
    twilio.fail(fault)
    with pytest.raises(TuckawayError) as raised:
        await sms.send(outbound(twilio, ChannelName.SMS, HELLO, clock))
    assert type(raised.value) is expected
    assert twilio.person not in str(raised.value)
    assert raised.value.__cause__ is None
    assert len([each for each in twilio.requests if each.startswith("POST")]) == 1


async def test_twilio_says_how_long_to_wait(sms: SmsChannel, twilio: FakeTwilio, clock: MovingClock) -> None:
    twilio.fail(refusal(429, 20429, retry_after=17))
    with pytest.raises(SendPostponed) as raised:
        await sms.send(outbound(twilio, ChannelName.SMS, HELLO, clock))
    assert raised.value.wait == timedelta(seconds=17)


async def test_an_answer_that_does_not_come_leaves_it_uncertain(
    sms: SmsChannel, twilio: FakeTwilio, clock: MovingClock
) -> None:
    hold = asyncio.Event()
    twilio.fail(Fault(hold=hold, takes=True))
    with pytest.raises(SendUncertain):
        await sms.send(outbound(twilio, ChannelName.SMS, HELLO, clock))
    hold.set()
    assert len(twilio.sent) == 1


async def test_where_nobody_listens_nothing_was_sent(clock: MovingClock, twilio: FakeTwilio) -> None:
    nowhere = Login(sid=twilio.sid, token=twilio.token, api_url="http://127.0.0.1:9")
    channel = SmsChannel(nowhere, number=NUMBER, clock=clock, timing=QUICK)
    with pytest.raises(SendPostponed, match="can't be reached"):
        await channel.send(outbound(twilio, ChannelName.SMS, HELLO, clock))
    await channel.close()


async def test_a_message_that_went_out_unseen_is_found_in_the_list_and_none_that_was_answered_for(
    sms: SmsChannel, twilio: FakeTwilio, clock: MovingClock
) -> None:
    message = outbound(twilio, ChannelName.SMS, HELLO, clock)
    assert await sms.find(message) == []
    await sms.send(message)
    twilio.fail(Fault(drop=True, takes=True))
    with pytest.raises(SendUncertain):
        await sms.send(message)
    assert [found.provider_id for found in await sms.find(message)] == [twilio.sent[1].sid]


async def test_the_list_that_can_not_be_had_is_asked_later(
    sms: SmsChannel, twilio: FakeTwilio, clock: MovingClock
) -> None:
    twilio.fail_reading(Fault(drop=True))
    with pytest.raises(SendPostponed):
        await sms.find(outbound(twilio, ChannelName.SMS, HELLO, clock))


async def test_a_text_message_counts_by_its_segments(sms: SmsChannel, twilio: FakeTwilio, clock: MovingClock) -> None:
    assert sms.units(outbound(twilio, ChannelName.SMS, Reply(text="x" * 300), clock)) == 2


async def test_a_long_answer_on_whatsapp_comes_in_parts_and_the_last_has_the_choices(
    whatsapp: WhatsAppChannel, twilio: FakeTwilio, clock: MovingClock
) -> None:
    twilio.whatsapp("hello")
    text = "A sentence that is neither long nor short. " * 80
    receipt = await whatsapp.send(
        outbound(twilio, ChannelName.WHATSAPP, HELLO.model_copy(update={"text": text}), clock)
    )
    assert len(twilio.sent) == 3
    assert "".join(twilio.texts).startswith(text.strip())
    assert twilio.texts[-1].endswith("1 = Undo")
    assert receipt.provider_id == twilio.sent[-1].sid


async def test_a_later_part_waits_for_its_turn_and_the_first_is_not_sent_twice(
    whatsapp: WhatsAppChannel, twilio: FakeTwilio, clock: MovingClock
) -> None:
    twilio.whatsapp("hello")
    twilio.fail(Fault(takes=True), refusal(429, 20429, retry_after=1))
    await whatsapp.send(outbound(twilio, ChannelName.WHATSAPP, Reply(text="word " * 500), clock))
    assert len(twilio.sent) == 2


async def test_a_later_part_that_would_wait_too_long_leaves_the_message_uncertain(
    whatsapp: WhatsAppChannel, twilio: FakeTwilio, clock: MovingClock
) -> None:
    twilio.whatsapp("hello")
    twilio.fail(Fault(takes=True), refusal(429, 20429, retry_after=60))
    with pytest.raises(SendUncertain, match="only the first parts"):
        await whatsapp.send(outbound(twilio, ChannelName.WHATSAPP, Reply(text="word " * 500), clock))


async def test_a_person_without_a_number_is_written_to_by_their_name_at_whatsapp(
    whatsapp: WhatsAppChannel, twilio: FakeTwilio, clock: MovingClock
) -> None:
    twilio.whatsapp("hello", sender="US.13491208655302741918")
    recipient = Address(channel=ChannelName.WHATSAPP, value="US.13491208655302741918")
    await whatsapp.send(outbound(twilio, ChannelName.WHATSAPP, HELLO, clock, recipient=recipient))
    assert (twilio.sent[0].to, twilio.sent[0].arrived) == ("whatsapp:US.13491208655302741918", True)


@pytest.mark.parametrize(
    ("key", "silent", "template"),
    [
        ("reminder:1:2", timedelta(hours=23, minutes=58), None),
        ("reminder:1:2", timedelta(hours=23, minutes=59, seconds=30), REMINDER),
        ("reminder:1:2", timedelta(days=3), REMINDER),
        ("digest:1:2", timedelta(days=3), MESSAGE),
        ("reply:1:0", timedelta(days=3), MESSAGE),
    ],
)
async def test_once_the_window_is_closed_the_template_of_its_kind_is_chosen(
    twilio: FakeTwilio, clock: MovingClock, key: str, silent: timedelta, template: str | None
) -> None:
    templates = Templates(message=MESSAGE, reminder=REMINDER)
    twilio.templates = {MESSAGE: Template("Tuckaway: {{1}}"), REMINDER: Template("A reminder: {{1}}")}
    channel = whatsapp_of(twilio, clock, templates)
    twilio.whatsapp("hello")
    heard_at = clock()
    clock.offset += silent
    reply = HELLO.model_copy(update={"text": "two lines\n\nand\tan indent"})
    await channel.send(outbound(twilio, ChannelName.WHATSAPP, reply, clock, key=key, heard_at=heard_at))
    await channel.close()
    (sent,) = twilio.sent
    assert (sent.template, sent.arrived) == (template, True)
    if template:
        assert sent.body.endswith("two lines · and · an indent · 1 = Undo")


@pytest.mark.parametrize(
    ("key", "template"),
    [
        ("unlogged:1", MESSAGE),
        ("letter:1:0", MESSAGE),
        ("reminder:1:2", REMINDER),
        ("digest:1:2", MESSAGE),
        ("reply:1:0", None),
        ("door:1", None),
    ],
)
async def test_where_perhaps_nobody_ever_wrote_from_only_an_answer_goes_freely_and_all_else_by_template(
    twilio: FakeTwilio, clock: MovingClock, key: str, template: str | None
) -> None:
    twilio.templates = {MESSAGE: Template("Tuckaway: {{1}}"), REMINDER: Template("A reminder: {{1}}")}
    channel = whatsapp_of(twilio, clock, Templates(message=MESSAGE, reminder=REMINDER))
    await channel.send(outbound(twilio, ChannelName.WHATSAPP, HELLO, clock, key=key, heard_at=None))
    await channel.close()
    assert [each.template for each in twilio.sent] == [template]


async def test_without_a_template_a_code_goes_freely_since_the_window_may_be_open(
    whatsapp: WhatsAppChannel, twilio: FakeTwilio, clock: MovingClock
) -> None:
    twilio.whatsapp("hello")
    await whatsapp.send(outbound(twilio, ChannelName.WHATSAPP, HELLO, clock, key="unlogged:1"))
    assert [each.arrived for each in twilio.sent] == [True]


async def test_without_a_template_the_closed_window_is_told_and_twilio_not_asked(
    whatsapp: WhatsAppChannel, twilio: FakeTwilio, clock: MovingClock
) -> None:
    long_ago = clock() - timedelta(days=2)
    with pytest.raises(WindowClosed):
        await whatsapp.send(outbound(twilio, ChannelName.WHATSAPP, HELLO, clock, heard_at=long_ago))
    assert twilio.requests == []


async def test_when_twilio_says_that_the_window_is_closed_the_template_takes_over(
    twilio: FakeTwilio, clock: MovingClock
) -> None:
    twilio.templates = {MESSAGE: Template("Tuckaway: {{1}}")}
    channel = whatsapp_of(twilio, clock, Templates(message=MESSAGE))
    twilio.fail(refusal(400, 63016))
    await channel.send(outbound(twilio, ChannelName.WHATSAPP, HELLO, clock))
    await channel.close()
    assert [each.template for each in twilio.sent] == [MESSAGE]


@pytest.mark.parametrize(
    ("text", "labels", "buttons"),
    [
        ("Tucked away.", ["Undo"], ["Undo"]),
        ("Tucked away.", ["Undo", "Change"], ["Undo", "Change"]),
        ("Tucked away.", ["Undo", "Change", "No"], []),
        ("Tucked away.", ["A label that is too long for a button"], []),
        ("two\nlines", ["Undo"], []),
        ("x" * 1_025, ["Undo"], []),
        ("Tucked away.", ["Same", "Same"], []),
    ],
)
async def test_what_does_not_fit_a_template_with_buttons_is_numbered_instead(
    twilio: FakeTwilio, clock: MovingClock, text: str, labels: list[str], buttons: list[str]
) -> None:
    pairs = (("{{2}}", "{{3}}"), ("{{4}}", "{{5}}"))
    twilio.templates = {f"HX{count}": Template("{{1}}", pairs[:count], approved=False) for count in (1, 2)}
    channel = whatsapp_of(twilio, clock, Templates(buttons={1: "HX1", 2: "HX2"}))
    twilio.whatsapp("hello")
    actions = tuple(Action(label=label, tap=f"undo:{number}") for number, label in enumerate(labels))
    await channel.send(outbound(twilio, ChannelName.WHATSAPP, Reply(text=text, actions=actions), clock))
    await channel.close()
    assert [label for label, _ in twilio.sent[-1].buttons] == buttons
    assert ("1 = " in twilio.sent[-1].body) is not bool(buttons)


async def test_a_reply_without_words_is_refused(
    sms: SmsChannel, whatsapp: WhatsAppChannel, twilio: FakeTwilio, clock: MovingClock
) -> None:
    for channel, name in ((sms, ChannelName.SMS), (whatsapp, ChannelName.WHATSAPP)):
        with pytest.raises(SendRefused):
            await channel.send(outbound(twilio, name, Reply(text=" "), clock))
