"""E-mail as a mail program and a mail server see it: what is in it, and what becomes of it when something fails."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.email import EmailChannel, MailServer
from bot.channels.email.rendering import LONGEST_SUBJECT
from bot.channels.email.server import AT_ONCE, Delivery
from bot.errors import RecipientGone, SendPostponed, SendRefused, SendUncertain
from bot.messages import Address, ChannelName, DeliveryState, Outbound, Quote, Reply
from bot.unsubscribing import UnsubscribeLinks
from tests.fakes.smtp import PASSWORD, USER, FakeMail, Fault, certified, html_part, plain_part
from tests.running import until

NOON = datetime(2026, 4, 3, 12, tzinfo=UTC)
HOME = "https://memory.example.org"
ANNA = Address(channel=ChannelName.EMAIL, value="anna@example.org")
LINKS = UnsubscribeLinks(b"k" * 32, HOME)


def channel(server: MailServer) -> EmailChannel:
    return EmailChannel(server, "tuckaway@example.org", lambda: NOON, home=HOME, unsubscribe=LINKS.link)


def outbound(
    text: str = "Good morning.\nStill to do: 1", *quotes: Quote, to: Address = ANNA, key: str = "digest:1"
) -> Outbound:
    return Outbound(key=key, sequence=1, recipient=to, reply=Reply(text=text, quotes=quotes), at=NOON)


@pytest.fixture
async def mail() -> AsyncIterator[FakeMail]:
    async with FakeMail() as server:
        yield server


@pytest.fixture
def email(mail: FakeMail) -> EmailChannel:
    return channel(MailServer("127.0.0.1", mail.port, "none"))


async def test_an_email_says_who_it_is_from_what_of_and_how_to_have_done_with_it(
    email: EmailChannel, mail: FakeMail
) -> None:
    receipt = await email.send(outbound())
    (message,) = mail.arrived
    assert receipt.state is DeliveryState.SENT
    assert message["From"] == "Tuckaway <tuckaway@example.org>"
    assert message["To"] == "anna@example.org"
    assert message["Subject"] == "Good morning."
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = message["List-Unsubscribe"].strip("<>")
    assert LINKS.read(link.rpartition("/")[2]) == ANNA
    for part in (plain_part(message), html_part(message)):
        assert "Still to do: 1" in part
        assert link in part
        assert HOME in part


async def test_a_code_for_an_address_that_is_nobodys_yet_promises_no_way_of_having_done_with_it(
    email: EmailChannel, mail: FakeMail
) -> None:
    await email.send(outbound("123456 links this address", key="unlogged:web:1"))
    (message,) = mail.arrived
    assert message["List-Unsubscribe"] is None
    assert "/unsubscribe/" not in plain_part(message) + html_part(message)


@pytest.mark.parametrize(
    ("key", "subject"), [("reminder:1:0:1", "⏰ Tuckaway"), ("reply:1:0", "Tuckaway"), ("unlogged:1", "Tuckaway")]
)
async def test_what_anybody_told_is_not_in_the_subject_which_lights_up_a_locked_screen(
    email: EmailChannel, mail: FakeMail, key: str, subject: str
) -> None:
    await email.send(outbound("⏰ the result of the blood test", key=key))
    (message,) = mail.arrived
    assert message["Subject"] == subject
    assert "blood test" in plain_part(message)


async def test_every_attempt_bears_the_same_message_id_and_no_other_message_does(
    email: EmailChannel, mail: FakeMail
) -> None:
    for key in ("digest:1", "digest:1", "digest:2"):
        await email.send(outbound(key=key))
    first, again, other = (message["Message-ID"] for message in mail.arrived)
    assert first == again != other
    assert first.endswith("@example.org>")


async def test_nothing_that_anybody_wrote_is_live_in_the_page(email: EmailChannel, mail: FakeMail) -> None:
    nasty = "<script>alert(1)</script>\"'><img src=x>"
    await email.send(outbound(nasty, Quote(memory="m", text=nasty, label=nasty, at=NOON)))
    (message,) = mail.arrived
    page = html_part(message)
    assert "<script" not in page
    assert "<img" not in page
    assert page.count("&lt;script&gt;") == 3


@given(text=st.text())
async def test_whatever_was_written_makes_one_email_with_a_subject_of_one_line(
    email: EmailChannel, mail: FakeMail, text: str
) -> None:
    mail.arrived.clear()
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    await email.send(outbound(whole))
    (message,) = mail.arrived
    assert 0 < len(message["Subject"]) <= LONGEST_SUBJECT
    assert message["To"] == "anna@example.org"
    assert message["Bcc"] is None


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault("MAIL", "421 4.3.0 too busy"), SendPostponed),
        (Fault("RCPT", "450 4.2.1 greylisted"), SendPostponed),
        (Fault("DATA", "452 4.3.1 disk full"), SendPostponed),
        (Fault("RCPT", "550 5.1.1 no such user"), RecipientGone),
        (Fault("RCPT", "550 unknown user"), RecipientGone),
        (Fault("RCPT", "554 5.2.1 mailbox disabled"), RecipientGone),
        (Fault("RCPT", "550 5.7.1 you are on a list"), SendRefused),
        (Fault("MAIL", "550 5.1.8 sender refused"), SendRefused),
        (Fault("DATA", "554 5.7.1 looks like spam"), SendRefused),
        (Fault("RCPT", drop=True), SendPostponed),
        (Fault("DATA", drop=True), SendUncertain),
        (Fault("DATA", drop=True, after=True), SendUncertain),
    ],
)
async def test_what_the_server_answers_is_told_in_our_words(
    email: EmailChannel, mail: FakeMail, fault: Fault, expected: type[Exception]
) -> None:
    mail.faults.append(fault)
    with pytest.raises(expected) as raised:
        await email.send(outbound())
    assert type(raised.value) is expected


async def test_a_server_that_is_away_took_nothing(email: EmailChannel, mail: FakeMail) -> None:
    await mail.__aexit__()
    with pytest.raises(SendPostponed, match=r"127\.0\.0\.1"):
        await email.send(outbound())


@pytest.mark.parametrize("value", ["ännä@example.org", "a b@example.org", "a@example.org\r\nRCPT TO:<b@example.org>"])
async def test_an_address_that_could_mean_something_else_to_the_server_never_reaches_it(
    email: EmailChannel, mail: FakeMail, value: str
) -> None:
    with pytest.raises(SendRefused):
        await email.send(outbound(to=Address(channel=ChannelName.EMAIL, value=value)))
    assert mail.at_once == 0


async def test_many_go_out_on_few_connections(email: EmailChannel, mail: FakeMail) -> None:
    await asyncio.gather(*(email.send(outbound(key=str(number))) for number in range(40)))
    assert len(mail.arrived) == 40
    assert mail.most_at_once <= 4


async def test_what_finds_all_connections_taken_for_long_was_not_given_to_the_server(mail: FakeMail) -> None:
    delivery = Delivery(MailServer("127.0.0.1", mail.port, "none"), "tuckaway@example.org", place=0.05)
    hold = asyncio.Event()
    mail.faults.extend([Fault("MAIL", "421 4.3.0 too busy", hold=hold)] * AT_ONCE)
    stuck = [asyncio.create_task(delivery.deliver(ANNA.value, b"x")) for _ in range(AT_ONCE)]
    await until(lambda: mail.at_once == AT_ONCE)
    with pytest.raises(SendPostponed, match="others"):
        await delivery.deliver(ANNA.value, b"x")
    hold.set()
    await asyncio.gather(*stuck, return_exceptions=True)


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_the_way_to_the_server_is_encrypted_and_the_login_goes_over_it(tmp_path: Path, security: str) -> None:
    context, ca = certified(tmp_path)
    async with FakeMail(tls=context, implicit=security == "tls", login=True) as mail:
        server = MailServer("127.0.0.1", mail.port, security, (USER, PASSWORD), ca)  # type: ignore[arg-type]  # one of
        await channel(server).send(outbound())
        await channel(server).check()
    assert mail.encrypted == [True]
    assert mail.logins == [True, True]


async def test_a_certificate_that_nobody_vouches_for_is_not_trusted(tmp_path: Path) -> None:
    context, _ = certified(tmp_path)
    async with FakeMail(tls=context, login=True) as mail:
        server = MailServer("127.0.0.1", mail.port, "starttls", (USER, PASSWORD))
        with pytest.raises(SendPostponed, match="certificate"):
            await channel(server).send(outbound())
    assert mail.logins == []


async def test_a_server_that_can_not_encrypt_is_not_given_the_login() -> None:
    async with FakeMail() as mail:
        server = MailServer("127.0.0.1", mail.port, "starttls", (USER, PASSWORD))
        with pytest.raises(SendPostponed, match="TUCKAWAY_SMTP_SECURITY=starttls"):
            await channel(server).send(outbound())
    assert mail.arrived == []


async def test_a_login_that_is_not_accepted_loses_nothing(tmp_path: Path) -> None:
    context, ca = certified(tmp_path)
    async with FakeMail(tls=context, login=True) as mail:
        server = MailServer("127.0.0.1", mail.port, "starttls", (USER, "wrong"), ca)
        with pytest.raises(SendPostponed, match="login"):
            await channel(server).send(outbound())


def test_a_link_is_read_back_and_no_other_is() -> None:
    token = LINKS.token(ANNA)
    assert LINKS.read(token) == ANNA
    assert UnsubscribeLinks(b"x" * 32, HOME).read(token) is None
    assert UnsubscribeLinks(b"k" * 32, None).link(ANNA) is None


@given(st.text(max_size=600))
def test_what_is_no_link_of_ours_means_nobody(token: str) -> None:
    assert LINKS.read(token) is None
