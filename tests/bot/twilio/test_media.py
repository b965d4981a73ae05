"""Files are fetched from Twilio and where it keeps them, and the login is shown to Twilio alone."""

import gzip
from collections.abc import Sequence

import pytest
from aiohttp import web

from bot.channels.sms import SmsChannel
from bot.downloads import Downloads, Resolve
from bot.errors import MediaGone, MediaUnavailable
from bot.messages import Attachment, MediaKind
from bot.twilio.media import keepers
from tests.fakes.twilio import SID, TOKEN, FakeTwilio

LOGIN = (SID, TOKEN)


def resolving(asked: list[str]) -> Resolve:
    """Every name leads to this machine."""

    async def resolve(host: str, _: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"]

    return resolve


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
        "https://s3-mine-1234.us-east-1.elb.amazonaws.com/",
        "https://s3.us-east-1.amazonaws.com.example.org/",
        "https://api.twilio.com@example.org/",
        "https://anna:secret@api.twilio.com/",
        "https://api.twilio.com:0/",
        "file:///etc/passwd",
        "//api.twilio.com/file",
        "https://[",
        "x",
    ],
)
async def test_nothing_is_fetched_from_anywhere_else(sms: SmsChannel, source: str) -> None:
    with pytest.raises(MediaGone):
        await fetched(sms, source)
    asked: list[str] = []
    with pytest.raises(MediaGone):
        await anext(Downloads(keepers(LOGIN), resolve=resolving(asked)).fetch(source))
    assert asked == []


@pytest.mark.parametrize(
    "host",
    [
        "api.twilio.com",
        "mms.twiliocdn.com",
        "s3.amazonaws.com",
        "s3-external-1.amazonaws.com",
        "s3-us-west-2.amazonaws.com",
        "media.s3.dualstack.eu-central-1.amazonaws.com",
    ],
)
async def test_a_host_of_twilio_s_whose_name_leads_into_ones_own_network_is_not_connected_to(host: str) -> None:
    asked: list[str] = []
    downloads = Downloads(keepers(LOGIN), resolve=resolving(asked))
    with pytest.raises(MediaGone):
        await anext(downloads.fetch(f"https://{host}/2010-04-01/Media/ME1"))
    assert asked == [host]
    await downloads.close()


async def test_what_comes_packed_is_not_unpacked(sms: SmsChannel, twilio: FakeTwilio) -> None:
    bomb = gzip.compress(bytes(10_000_000))
    fields = twilio.with_file(twilio.text(""), "image/jpeg", b"x")
    twilio.file_answer = lambda: web.Response(body=bomb, headers={"Content-Encoding": "gzip"})
    assert await fetched(sms, fields["MediaUrl0"]) == bomb


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
