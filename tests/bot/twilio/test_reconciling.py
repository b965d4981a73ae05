"""Messages that Twilio could not bring are found in its list, and none comes twice."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from twilio.base.exceptions import TwilioException

from bot.channels.sms import SmsChannel
from bot.channels.whatsapp import WhatsAppChannel
from bot.clock import Clock
from bot.errors import DatabaseUnavailable
from bot.messages import ChannelName, Envelope
from bot.twilio.account import Account
from bot.twilio.reconciling import Reconciliation
from bot.twilio.timing import Timing
from tests.bot.twilio.conftest import QUICK
from tests.fakes.twilio import NUMBER, SERVICE, ApiError, FakeTwilio, Fault
from tests.webhooks.stage import MovingClock


class Inbox:
    """Stores each message once; `shut` is how often it fails before that."""

    def __init__(self) -> None:
        self.stored: dict[str, Envelope] = {}
        self.offered = 0
        self.shut = 0

    async def receive(self, envelope: Envelope) -> bool:
        self.offered += 1
        if self.shut:
            self.shut -= 1
            raise DatabaseUnavailable
        return self.stored.setdefault(envelope.provider_id, envelope) is envelope


@pytest.fixture
async def account(twilio: FakeTwilio) -> AsyncIterator[Account]:
    account = Account(twilio.sid, twilio.token, timing=QUICK, api_url=twilio.url)
    yield account
    await account.close()


def reconciliation(account: Account, clock: Clock, timing: Timing = QUICK, own: str | None = NUMBER) -> Reconciliation:
    service = None if own else SERVICE
    return Reconciliation(account, ChannelName.SMS, own=own, service=service, clock=clock, timing=timing)


async def test_what_no_webhook_brought_is_stored_as_the_webhook_would_have(sms: SmsChannel, twilio: FakeTwilio) -> None:
    inbox = Inbox()
    fields = twilio.with_file(twilio.text("the garden in May"), "image/jpeg", b"a photo")
    await sms.open(inbox.receive)
    await twilio.until(lambda: inbox.stored)
    brought = sms.envelope(fields)
    found = inbox.stored[fields["MessageSid"]]
    assert brought
    assert (found.provider_id, found.sender) == (brought.provider_id, brought.sender)
    inbound, expected = sms.read(found.raw), sms.read(brought.raw)
    assert inbound
    assert expected
    assert (inbound.text, inbound.attachments[0].type) == (expected.text, expected.attachments[0].type)
    pieces = [piece async for piece in sms.fetch(inbound.attachments[0])]
    assert b"".join(pieces) == b"a photo"


async def test_a_channel_takes_only_what_was_sent_to_it(
    sms: SmsChannel, whatsapp: WhatsAppChannel, twilio: FakeTwilio
) -> None:
    texts, chats = Inbox(), Inbox()
    twilio.text("by text")
    twilio.whatsapp("by WhatsApp")
    await sms.open(texts.receive)
    await whatsapp.open(chats.receive)
    await twilio.until(lambda: texts.stored and chats.stored)
    assert [each.raw["Body"] for each in texts.stored.values()] == ["by text"]
    assert [each.raw["Body"] for each in chats.stored.values()] == ["by WhatsApp"]


async def test_each_is_offered_once_and_in_the_order_in_which_it_came(
    account: Account, twilio: FakeTwilio, clock: MovingClock
) -> None:
    inbox, looking = Inbox(), reconciliation(account, clock)
    for number in range(450):  # several pages
        clock.offset += timedelta(seconds=1)
        twilio.text(f"number {number}")
    assert await looking.look(inbox.receive) == 450
    assert await looking.look(inbox.receive) == 0
    assert inbox.offered == 450
    assert [each.raw["Body"] for each in inbox.stored.values()] == [f"number {number}" for number in range(450)]


async def test_what_a_webhook_may_still_bring_is_left_to_it(
    account: Account, twilio: FakeTwilio, clock: MovingClock
) -> None:
    inbox, looking = Inbox(), reconciliation(account, clock, Timing(settled=75))
    twilio.text("just now")
    assert await looking.look(inbox.receive) == 0
    clock.offset += timedelta(seconds=76)
    assert await looking.look(inbox.receive) == 1


async def test_what_a_webhook_brought_is_not_offered_again(
    account: Account, twilio: FakeTwilio, clock: MovingClock
) -> None:
    inbox, looking = Inbox(), reconciliation(account, clock)
    looking.note(twilio.text("brought")["MessageSid"])
    await looking.look(inbox.receive)
    assert inbox.offered == 0


async def test_what_could_not_be_stored_comes_with_the_next_look(
    account: Account, twilio: FakeTwilio, clock: MovingClock
) -> None:
    inbox, looking = Inbox(), reconciliation(account, clock)
    twilio.text("first")
    twilio.text("second")
    inbox.shut = 1
    with pytest.raises(DatabaseUnavailable):
        await looking.look(inbox.receive)
    clock.offset += timedelta(hours=5)
    assert await looking.look(inbox.receive) == 2


async def test_a_message_whose_files_can_not_be_listed_holds_no_other_back(
    account: Account, twilio: FakeTwilio, clock: MovingClock
) -> None:
    inbox, looking = Inbox(), reconciliation(account, clock)
    first = twilio.with_file(twilio.text("look at this"), "image/jpeg", b"a photo")["MessageSid"]
    twilio.text("second")
    twilio.fail_listing_files(ApiError(503, 20503, "Service unavailable"))
    with pytest.raises(TwilioException):
        await looking.look(inbox.receive)
    assert [each.raw["Body"] for each in inbox.stored.values()] == ["second"]
    clock.offset += timedelta(hours=5)
    assert await looking.look(inbox.receive) == 1
    assert inbox.stored[first].raw["MediaContentType0"] == "image/jpeg"


async def test_a_message_whose_files_twilio_has_deleted_comes_without_them(
    account: Account, twilio: FakeTwilio, clock: MovingClock
) -> None:
    inbox, looking = Inbox(), reconciliation(account, clock)
    twilio.with_file(twilio.text("look at this"), "image/jpeg", b"a photo")
    twilio.fail_listing_files(ApiError(404, 20404, "The requested resource was not found"))
    assert await looking.look(inbox.receive) == 1
    (found,) = inbox.stored.values()
    assert "MediaUrl0" not in found.raw


async def test_a_list_of_many_thousands_is_read_to_its_end(
    account: Account, twilio: FakeTwilio, clock: MovingClock
) -> None:
    for number in range(5_100):
        twilio.text(f"{number}")
    listed = await account.messages(clock() - timedelta(hours=1), recipient=NUMBER)
    assert {each.body for each in listed} == {f"{number}" for number in range(5_100)}


async def test_looking_goes_on_after_twilio_was_away(sms: SmsChannel, twilio: FakeTwilio) -> None:
    inbox = Inbox()
    twilio.fail_reading(Fault(drop=True), Fault(body=b"<html>"), Fault(drop=True))
    twilio.text("meanwhile")
    await sms.open(inbox.receive)
    await twilio.until(lambda: inbox.stored)


async def test_by_a_messaging_service_what_came_by_any_of_its_numbers_is_taken(
    account: Account, twilio: FakeTwilio, clock: MovingClock
) -> None:
    inbox, looking = Inbox(), reconciliation(account, clock, own=None)
    twilio.text("by the service")
    twilio.text("by a number of its own", MessagingServiceSid="MGother")
    assert await looking.look(inbox.receive) == 1


async def test_our_own_messages_are_not_taken_for_somebody_s(
    account: Account, twilio: FakeTwilio, clock: MovingClock
) -> None:
    inbox, looking = Inbox(), reconciliation(account, clock)
    twilio.text("to us")
    twilio.received[-1].fields["From"] = NUMBER
    await account.create({"to": NUMBER, "from_": NUMBER, "body": "to ourselves"})
    assert await looking.look(inbox.receive) == 1
