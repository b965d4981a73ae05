"""Files that go with a message by WhatsApp or as a picture message: Twilio fetches them from us, once each."""

import pytest

from bot.channels.sms import Frugality, SmsChannel
from bot.channels.whatsapp import Templates, WhatsAppChannel
from bot.clock import Clock
from bot.errors import SendUncertain
from bot.messages import Action, ChannelName, Enclosure, MediaKind, Outbound, Reply
from bot.twilio.line import Login
from tests.bot.twilio.conftest import QUICK, login, outbound, whatsapp_of
from tests.fakes.twilio import NUMBER, PUBLIC_URL, FakeTwilio, Fault, Template, refusal
from tests.memory.media import made
from tests.webhooks.stage import MovingClock

ELSEWHERE = f"The file is in the browser chat. {PUBLIC_URL}"
REPLY = Reply(text="You told me:", actions=(Action(label="Open", tap="open:1"),), elsewhere=ELSEWHERE)
WORDS = "You told me:\n\n1 = Open"
PHOTO = made.photo(90, 51)
MEGABYTE = 1024 * 1024


def picture(number: int = 1, size: int = len(PHOTO)) -> Enclosure:
    async def read() -> bytes:
        raise AssertionError("Twilio fetches it")

    url = f"{PUBLIC_URL}/files/{number}"
    return Enclosure(
        media=str(number), kind=MediaKind.PHOTO, name=None, type="image/jpeg", size=size, url=url, read=read
    )


def by_whatsapp(twilio: FakeTwilio, clock: MovingClock, *pictures: Enclosure, **more: object) -> Outbound:
    return outbound(twilio, ChannelName.WHATSAPP, REPLY, clock, enclosures=pictures, **more)


def asked(twilio: FakeTwilio) -> list[tuple[str, int]]:
    """What was sent, as its words and how many files came along."""
    return [(each.body, len(each.media)) for each in twilio.sent]


async def test_a_photo_goes_before_the_words_whose_fate_is_that_of_all(
    whatsapp: WhatsAppChannel, twilio: FakeTwilio, clock: MovingClock
) -> None:
    twilio.whatsapp("hello")
    receipt = await whatsapp.send(by_whatsapp(twilio, clock, picture(1), picture(2)))
    assert asked(twilio) == [("", 1), ("", 1), (WORDS, 0)]
    assert receipt.provider_id == twilio.sent[-1].sid
    told = [each.callback and each.callback.partition("?")[2] for each in twilio.sent]
    assert told == ["file=1&of=reply:1:0", "file=2&of=reply:1:0", "key=reply:1:0"]


async def test_a_file_that_twilio_refuses_is_said_to_be_elsewhere(
    whatsapp: WhatsAppChannel, twilio: FakeTwilio, clock: MovingClock
) -> None:
    twilio.whatsapp("hello")
    twilio.fail(refusal(400, 21620))
    await whatsapp.send(by_whatsapp(twilio, clock, picture()))
    assert asked(twilio) == [(f"You told me:\n\n{ELSEWHERE}\n\n1 = Open", 0)]


async def test_what_breaks_off_after_a_photo_is_uncertain_and_not_begun_again(
    whatsapp: WhatsAppChannel, twilio: FakeTwilio, clock: MovingClock
) -> None:
    twilio.whatsapp("hello")
    twilio.fail(Fault(takes=True), Fault(drop=True))
    with pytest.raises(SendUncertain):
        await whatsapp.send(by_whatsapp(twilio, clock, picture()))
    assert asked(twilio) == [("", 1)]


async def test_a_template_tells_where_the_file_is_once_the_window_has_closed(
    twilio: FakeTwilio, clock: MovingClock
) -> None:
    twilio.templates["HX1"] = Template("{{1}}")
    channel = whatsapp_of(twilio, clock, Templates(message="HX1"))
    await channel.send(by_whatsapp(twilio, clock, picture(), heard_at=clock().replace(year=2020)))
    await channel.close()
    (sent,) = twilio.sent
    assert (len(sent.media), ELSEWHERE in sent.body) == (0, True)


async def test_without_a_public_address_no_file_can_go(twilio: FakeTwilio, clock: Clock) -> None:
    hidden = Login(sid=twilio.sid, token=twilio.token, api_url=twilio.url)
    channel = WhatsAppChannel(hidden, "+15550002222", clock=clock, timing=QUICK)
    assert not channel.capabilities.carry("image/jpeg", 1)
    await channel.close()


def test_what_whatsapp_takes_is_told_by_type_and_size(whatsapp: WhatsAppChannel) -> None:
    takes = whatsapp.capabilities.carry
    assert takes("image/jpeg", 5 * MEGABYTE)
    assert not takes("image/jpeg", 5 * MEGABYTE + 1)
    assert takes("audio/ogg", 16 * MEGABYTE)
    assert not takes("image/heic", 1)


def sms_with_pictures(twilio: FakeTwilio, clock: MovingClock) -> SmsChannel:
    frugality = Frugality(link=PUBLIC_URL, pictures=True)
    return SmsChannel(login(twilio), number=NUMBER, clock=clock, frugality=frugality, timing=QUICK)


async def test_a_picture_message_is_one_message_with_the_words(twilio: FakeTwilio, clock: MovingClock) -> None:
    channel = sms_with_pictures(twilio, clock)
    await channel.send(outbound(twilio, ChannelName.SMS, REPLY, clock, enclosures=(picture(1), picture(2))))
    await channel.close()
    assert asked(twilio) == [("You told me:\n1 = Open", 2)]
    assert (twilio.sent[0].callback or "").endswith("?key=reply:1:0&files=2")


@pytest.mark.parametrize("pictures", [[picture(number) for number in range(11)], [picture(1, 3 * MEGABYTE)] * 2])
async def test_more_pictures_than_a_message_holds_are_said_to_be_elsewhere(
    twilio: FakeTwilio, clock: MovingClock, pictures: list[Enclosure]
) -> None:
    channel = sms_with_pictures(twilio, clock)
    await channel.send(outbound(twilio, ChannelName.SMS, REPLY, clock, enclosures=tuple(pictures)))
    await channel.close()
    assert asked(twilio) == [(f"You told me:\n\n{ELSEWHERE}\n1 = Open", 0)]


async def test_where_no_picture_messages_go_the_words_go_alone(twilio: FakeTwilio, clock: MovingClock) -> None:
    channel = sms_with_pictures(twilio, clock)
    twilio.fail(refusal(400, 21612))
    await channel.send(outbound(twilio, ChannelName.SMS, REPLY, clock, enclosures=(picture(),)))
    await channel.close()
    assert asked(twilio) == [(f"You told me:\n\n{ELSEWHERE}\n1 = Open", 0)]


def test_text_messages_carry_no_pictures_unless_the_operator_pays_for_them(sms: SmsChannel) -> None:
    assert not sms.capabilities.carry("image/jpeg", 1)
