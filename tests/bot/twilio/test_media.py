"""Files are fetched from Twilio and where it keeps them, and the login is shown to Twilio alone."""

import pytest
from aiohttp import web

from bot.channels.sms import SmsChannel
from bot.errors import MediaGone, MediaUnavailable
from bot.messages import Attachment, MediaKind
from tests.fakes.twilio import FakeTwilio


async def fetched(sms: SmsChannel, source: str) -> bytes:
    attachment = Attachment(kind=MediaKind.PHOTO, source=source)
    return b"".join([piece async for piece in sms.fetch(attachment)])


async def test_a_file_comes_from_where_twilio_keeps_it(sms: SmsChannel, twilio: FakeTwilio) -> None:
    fields = twilio.with_file(twilio.text(""), "image/jpeg", b"x" * 200_000)
    assert await fetched(sms, fields["MediaUrl0"]) == b"x" * 200_000
    assert [each.split("/")[1] for each in twilio.requests] == ["2010-04-01", "cdn"]


@pytest.mark.parametrize(
    "source",
    [
        "http://api.twilio.com/2010-04-01/Accounts/AC/Messages/SM/Media/ME",  # not encrypted
        "https://api.twilio.com.example.org/file",
        "https://example.org/twilio.com",
        "https://eviltwilio.com/file",
        "https://127.0.0.1/file",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/file",
        "https://api.twilio.com:8443/file",
        "https://user@example.org:443/api.twilio.com",
        "https://ec2-10-0-0-1.compute-1.amazonaws.com/",
        "file:///etc/passwd",
        "//api.twilio.com/file",
        "https://[",
        "x",
    ],
)
async def test_nothing_is_fetched_from_anywhere_else(sms: SmsChannel, source: str) -> None:
    with pytest.raises(MediaGone):
        await fetched(sms, source)


async def test_a_redirect_to_another_place_is_not_followed(sms: SmsChannel, twilio: FakeTwilio) -> None:
    fields = twilio.with_file(twilio.text(""), "image/jpeg", b"x")
    twilio.redirect_to = "http://169.254.169.254/latest/meta-data"
    with pytest.raises(MediaGone):
        await fetched(sms, fields["MediaUrl0"])


async def test_redirects_in_a_circle_end(sms: SmsChannel, twilio: FakeTwilio) -> None:
    fields = twilio.with_file(twilio.text(""), "image/jpeg", b"x")
    twilio.redirect_to = fields["MediaUrl0"]
    with pytest.raises(MediaGone):
        await fetched(sms, fields["MediaUrl0"])


async def test_a_file_that_was_deleted_is_gone(sms: SmsChannel, twilio: FakeTwilio) -> None:
    fields = twilio.with_file(twilio.text(""), "image/jpeg", b"x")
    twilio.received[0].media.clear()
    with pytest.raises(MediaGone):
        await fetched(sms, fields["MediaUrl0"])


async def test_a_server_in_trouble_is_asked_again_later(sms: SmsChannel, twilio: FakeTwilio) -> None:
    fields = twilio.with_file(twilio.text(""), "image/jpeg", b"x")
    twilio.file_answer = lambda: web.Response(status=503)
    with pytest.raises(MediaUnavailable):
        await fetched(sms, fields["MediaUrl0"])
