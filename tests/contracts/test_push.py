"""What every push service promises, whoever's it is."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import DeviceGone, PushPostponed, PushRefused, PushUncertain
from bot.push.fcm import FirebaseMessaging
from bot.push.keys import VapidKey
from bot.push.port import LONGEST_BODY, LONGEST_TITLE, DeviceKind, Notice, Push, Target
from bot.push.webpush import WebPush
from tests.fakes import firebase, web_push
from tests.fakes.firebase import FakeFirebase
from tests.fakes.web_push import FakeWebPush

PAYLOADS = Path(__file__).parents[1] / "payloads" / "fcm"
NOTICE = Notice(title="Tuckaway", body="⏰ call Ana", tag="reminder:1:2:3.000", sequence=7, language="pt")


def now() -> datetime:
    return datetime.now(UTC)


class Stage(Protocol):
    """A push service with a device behind it."""

    push: Push
    target: Target

    def shown(self) -> list[tuple[str, str, str, int]]:
        """Title, body, tag and sequence of what the device was given."""

    def fails(self, status: int, **headers: str) -> None:
        """The next notice is answered so."""

    def breaks(self) -> None:
        """The line breaks while the next notice is on its way."""

    def forgets(self) -> None:
        """The device is no longer registered."""


class PushContract:
    """Each push service subclasses this and supplies a fixture `stage`."""

    async def test_a_notice_is_shown_word_for_word(self, stage: Stage) -> None:
        await stage.push.send(stage.target, NOTICE)
        assert stage.shown() == [("Tuckaway", "⏰ call Ana", "reminder:1:2:3.000", 7)]

    @pytest.mark.parametrize("sign", ["a", "\\", '"', "\u2028", "👩‍👩‍👧‍👦"[0], "\x01"])
    async def test_the_longest_notice_is_taken_whatever_it_is_made_of(self, stage: Stage, sign: str) -> None:
        longest = Notice(title=sign * LONGEST_TITLE, body=sign * LONGEST_BODY, tag="t" * 200, sequence=2**53)
        await stage.push.send(stage.target, longest)
        assert [body for _, body, _, _ in stage.shown()] == [sign * LONGEST_BODY]

    async def test_a_device_that_is_no_longer_registered_is_gone(self, stage: Stage) -> None:
        stage.forgets()
        with pytest.raises(DeviceGone):
            await stage.push.send(stage.target, NOTICE)

    async def test_a_busy_service_is_left_alone_for_as_long_as_it_says(self, stage: Stage) -> None:
        stage.fails(429, **{"Retry-After": "37"})
        with pytest.raises(PushPostponed) as postponed:
            await stage.push.send(stage.target, NOTICE)
        assert postponed.value.wait == timedelta(seconds=37)

    @pytest.mark.parametrize("said", ["soon", "-5", "nan", "1e400", "Wed, 99 Foo"])
    async def test_a_wait_that_makes_no_sense_is_a_short_one(self, stage: Stage, said: str) -> None:
        stage.fails(429, **{"Retry-After": said})
        with pytest.raises(PushPostponed) as postponed:
            await stage.push.send(stage.target, NOTICE)
        assert timedelta() <= postponed.value.wait <= timedelta(hours=1)

    @pytest.mark.parametrize("status", [400, 401, 403])
    async def test_what_is_refused_is_not_tried_again(self, stage: Stage, status: int) -> None:
        for _ in range(3):
            stage.fails(status)
        with pytest.raises(PushRefused) as refused:
            await stage.push.send(stage.target, NOTICE)
        assert not isinstance(refused.value, DeviceGone)

    async def test_a_line_that_breaks_leaves_it_open_whether_it_was_taken(self, stage: Stage) -> None:
        stage.breaks()
        with pytest.raises(PushUncertain):
            await stage.push.send(stage.target, NOTICE)

    async def test_many_go_out_at_once(self, stage: Stage) -> None:
        await asyncio.gather(*(stage.push.send(stage.target, NOTICE) for _ in range(30)))
        assert len(stage.shown()) == 30

    async def test_closing_is_possible_without_sending_and_twice(self, stage: Stage) -> None:
        await stage.push.close()
        await stage.push.close()


class WebPushStage:
    def __init__(self, server: FakeWebPush) -> None:
        key = VapidKey.new()
        self.server = server
        self.push: Push = WebPush(key, "mailto:admin@example.org", now)
        self.browser = server.subscribe(key.public)
        self.target = Target.model_validate(self.browser.subscription)

    def shown(self) -> list[tuple[str, str, str, int]]:
        return [(each["title"], each["body"], each["tag"], each["sequence"]) for each in self.browser.shown]

    def fails(self, status: int, **headers: str) -> None:
        self.server.faults.append(web_push.Fault(status=status, headers=headers))

    def breaks(self) -> None:
        self.server.faults.append(web_push.Fault(drop=True))

    def forgets(self) -> None:
        self.browser.gone = True


class TestWebPush(PushContract):
    @pytest.fixture
    async def stage(self) -> AsyncIterator[WebPushStage]:
        async with FakeWebPush() as server:
            stage = WebPushStage(server)
            yield stage
            await stage.push.close()

    async def test_a_sleeping_device_is_woken_and_an_older_notice_of_the_same_message_replaced(
        self, stage: WebPushStage
    ) -> None:
        await stage.push.send(stage.target, NOTICE)
        await stage.push.send(stage.target, NOTICE)
        first, second = stage.browser.headers
        assert (first["urgency"], first["ttl"]) == ("high", str(4 * 3600))
        assert first["topic"] == second["topic"]
        assert stage.browser.shown[0]["lang"] == "pt"

    @pytest.mark.parametrize("status", [500, 502, 503])
    async def test_a_service_that_is_out_of_order_is_tried_again(self, stage: WebPushStage, status: int) -> None:
        stage.fails(status)
        with pytest.raises(PushPostponed):
            await stage.push.send(stage.target, NOTICE)

    async def test_a_date_to_wait_for_is_understood(self, stage: WebPushStage) -> None:
        stage.fails(503, **{"Retry-After": (now() + timedelta(minutes=5)).strftime("%a, %d %b %Y %H:%M:%S GMT")})
        with pytest.raises(PushPostponed) as postponed:
            await stage.push.send(stage.target, NOTICE)
        assert timedelta(minutes=4) < postponed.value.wait <= timedelta(minutes=5)

    async def test_no_redirect_is_followed(self, stage: WebPushStage) -> None:
        stage.fails(307, Location=f"{stage.server.url}/elsewhere")
        with pytest.raises(PushRefused):
            await stage.push.send(stage.target, NOTICE)
        assert stage.server.redirected == 0

    async def test_a_service_that_can_not_be_reached_took_nothing(self, stage: WebPushStage) -> None:
        target = stage.target.model_copy(update={"value": "http://127.0.0.1:9/push/x"})
        with pytest.raises(PushPostponed):
            await stage.push.send(target, NOTICE)

    async def test_another_key_than_the_browser_signed_up_with_is_refused(self, stage: WebPushStage) -> None:
        other = WebPush(VapidKey.new(), "mailto:admin@example.org", now)
        with pytest.raises(PushRefused):
            await other.send(stage.target, NOTICE)
        await other.close()
        assert stage.server.refused == ["not the key that this browser signed up with"]

    @given(p256dh=st.text(max_size=120), auth=st.text(max_size=40))
    async def test_keys_that_are_none_mean_a_device_that_is_gone(
        self, stage: WebPushStage, p256dh: str, auth: str
    ) -> None:
        target = Target(kind=DeviceKind.WEBPUSH, value=stage.target.value, p256dh=p256dh, auth=auth)
        with pytest.raises(DeviceGone):
            await stage.push.send(target, NOTICE)


class FirebaseStage:
    def __init__(self, server: FakeFirebase, account: Path, kind: DeviceKind) -> None:
        self.server = server
        self.push: Push = FirebaseMessaging(server.account(account), link="https://t.example.org", api_url=server.url)
        self.target = Target(kind=kind, value="app-1")
        self.received = server.install(kind, "app-1")

    def shown(self) -> list[tuple[str, str, str, int]]:
        return [_shown(message) for message in self.received]

    def fails(self, status: int, **headers: str) -> None:
        codes = {429: "QUOTA_EXCEEDED", 400: "INVALID_ARGUMENT"}
        self.server.faults.append(firebase.Fault(status, codes.get(status, ""), headers))

    def breaks(self) -> None:
        self.server.faults.append(firebase.Fault(drop=True))

    def forgets(self) -> None:
        self.server.uninstall(self.target.kind, self.target.value)


def _shown(message: dict[str, Any]) -> tuple[str, str, str, int]:
    notification, data = message["notification"], message["data"]
    return notification["title"], notification["body"], data["tag"], int(data["sequence"])


class TestFirebase(PushContract):
    @pytest.fixture(params=[DeviceKind.FID, DeviceKind.TOKEN])
    async def stage(self, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[FirebaseStage]:
        async with FakeFirebase() as server:
            stage = FirebaseStage(server, tmp_path / "account.json", request.param)
            yield stage
            await stage.push.close()

    async def test_google_is_asked_once_to_let_us_in_however_many_are_sent(self, stage: FirebaseStage) -> None:
        await asyncio.gather(*(stage.push.send(stage.target, NOTICE) for _ in range(10)))
        assert stage.server.logins == 1

    async def test_google_that_does_not_let_us_in_is_asked_once_however_many_wait(self, stage: FirebaseStage) -> None:
        stage.server.lets_in = False
        sends = (stage.push.send(stage.target, NOTICE) for _ in range(10))
        refused = await asyncio.gather(*sends, return_exceptions=True)
        assert {type(each) for each in refused} == {PushRefused}
        assert stage.server.logins == 1

    async def test_an_app_wakes_for_it_and_shows_one_notice_for_a_message(self, stage: FirebaseStage) -> None:
        await stage.push.send(stage.target, NOTICE)
        (message,) = stage.received
        assert message["android"]["priority"] == "high"
        assert message["android"]["notification"]["tag"] == NOTICE.tag
        assert message["webpush"]["fcm_options"]["link"] == "https://t.example.org/#message=7"

    @pytest.mark.parametrize(
        ("behaviour", "expected"),
        [
            ("app_was_uninstalled", DeviceGone),
            ("device_of_another_sender", DeviceGone),
            ("quota_is_used_up", PushPostponed),
            ("message_is_malformed", PushRefused),
        ],
    )
    async def test_what_google_answers_is_told_in_our_words(
        self, stage: FirebaseStage, behaviour: str, expected: type[Exception]
    ) -> None:
        stage.server.faults.append(firebase.Fault(answer=json.loads((PAYLOADS / f"{behaviour}.json").read_text())))
        with pytest.raises(expected) as raised:
            await stage.push.send(stage.target, NOTICE)
        assert type(raised.value) is expected

    async def test_what_the_library_tries_again_by_itself_is_postponed_in_the_end(self, stage: FirebaseStage) -> None:
        answer = json.loads((PAYLOADS / "overloaded.json").read_text())
        stage.server.faults.extend([firebase.Fault(answer=answer)] * 10)
        with pytest.raises(PushPostponed):
            await stage.push.send(stage.target, NOTICE)
        assert stage.server.received > 1

    async def test_google_not_letting_us_in_is_no_fault_of_the_devices(self, stage: FirebaseStage) -> None:
        stage.server.lets_in = False
        with pytest.raises(PushRefused) as refused:
            await stage.push.send(stage.target, NOTICE)
        assert not isinstance(refused.value, DeviceGone)
        assert stage.server.received == 0
