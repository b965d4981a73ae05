"""A signed-in browser says that it may be told things, and takes it back; nobody else does."""

from dataclasses import replace

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import PersonId
from bot.push.devices import Device
from bot.push.hosts import PushHosts
from bot.push.keys import unpadded
from tests.fakes.web_push import Browser
from tests.running import RunningBot, Served

MOZILLA = "https://updates.push.services.mozilla.com/wpush/v2/gAAAA"


@pytest.fixture
async def served(shared_web: Served, somebody: RunningBot) -> Served:
    await Device.find_all().delete()
    return replace(shared_web, bot=somebody)


def subscription(endpoint: str = MOZILLA) -> dict[str, str]:
    return Browser(endpoint, "").subscription


async def test_a_browser_signs_up_with_the_servers_key_and_is_the_same_one_each_time(served: Served) -> None:
    async with served.client() as client:
        key = (await client.get("/api/v1/push-key")).json()["key"]
        assert len(unpadded(key)) == 65
        browser = subscription()
        first = await client.post("/api/v1/devices", json=browser)
        again = await client.post("/api/v1/devices", json={**browser, "label": "phone"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    (device,) = await Device.find_all().to_list()
    assert (device.person, device.label) == (served.bot.owner, "phone")


async def test_the_key_outlives_a_restart_and_is_nobody_elses_to_read(served: Served) -> None:
    file = served.bot.tuckaway._settings.data_dir / "vapid.key"
    assert file.stat().st_mode & 0o777 == 0o600


async def test_a_device_is_removed_by_its_id_and_removing_it_again_is_as_good(served: Served) -> None:
    async with served.client() as client:
        device = (await client.post("/api/v1/devices", json=subscription())).json()["id"]
        answers = [(await client.delete(f"/api/v1/devices/{device}")).status_code for _ in range(2)]
    assert answers == [204, 204]
    assert await Device.count() == 0


async def test_logging_out_removes_the_device_of_that_session_alone(served: Served) -> None:
    async with served.client() as one, served.client() as other:
        await one.post("/api/v1/devices", json=subscription())
        await other.post("/api/v1/devices", json=subscription(MOZILLA + "B"))
        await one.post("/api/v1/logout")
    assert await Device.count() == 1


async def test_without_a_session_or_the_proof_of_our_own_page_nothing_is_registered(served: Served) -> None:
    async with httpx.AsyncClient(base_url=served.url) as stranger, served.client() as client:
        del client.headers["X-CSRF-Token"]
        answers = [await each.post("/api/v1/devices", json=subscription()) for each in (stranger, client)]
        answers += [await each.delete("/api/v1/devices/x") for each in (stranger, client)]
        answers.append(await stranger.get("/api/v1/push-key"))
    assert [answer.status_code for answer in answers] == [401, 403, 401, 403, 401]
    assert await Device.count() == 0


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://updates.push.services.mozilla.com/x",
        "https://example.org/x",
        "https://127.0.0.1/x",
        "http://169.254.169.254/latest/meta-data",
        "https://updates.push.services.mozilla.com.example.org/x",
        "https://user:password@updates.push.services.mozilla.com/x",
        "https://updates.push.services.mozilla.com:8080/x",
        "https://push.apple.com.evil.example/x",
        "ftp://fcm.googleapis.com/x",
        "https://[::1/x",
        "x",
    ],
)
async def test_nothing_is_ever_sent_to_where_no_push_service_is(served: Served, endpoint: str) -> None:
    async with served.client() as client:
        answer = await client.post("/api/v1/devices", json=subscription(endpoint))
    assert answer.status_code == 422
    assert answer.json()["title"] == "Nothing can be sent to this device."


@pytest.mark.parametrize(
    "wrong",
    [
        {"p256dh": None},
        {"auth": "c2hvcnQ"},
        {"p256dh": "BAAAA"},
        {"kind": "pigeon"},
        {"kind": "fid"},
        {"kind": "token"},
        {"value": ""},
        {"value": "x" * 3_000},
        {"more": 1},
    ],
)
async def test_a_device_that_nothing_could_be_sent_to_is_turned_away(served: Served, wrong: dict[str, object]) -> None:
    async with served.client() as client:
        answer = await client.post("/api/v1/devices", json={**subscription(), **wrong})
    assert answer.status_code == 422
    assert await Device.count() == 0


@given(endpoint=st.one_of(st.text(), st.from_regex(r"https?://[a-z0-9.\[\]:@%-]{0,40}(/.*)?", fullmatch=True)))
def test_whatever_is_named_as_a_push_service_only_those_known_are_taken(endpoint: str) -> None:
    if PushHosts().allow(endpoint):
        host = endpoint.removeprefix("https://").partition("/")[0].partition(":")[0].lower()
        assert host.endswith(("googleapis.com", "google.com", "mozilla.com", "push.apple.com", "notify.windows.com"))


def test_an_operator_may_name_a_push_service_of_their_own() -> None:
    hosts = PushHosts(("push.example.org", "*.example.net", "127.0.0.1"))
    assert hosts.allow("https://push.example.org:8443/x")
    assert hosts.allow("https://a.example.net/x")
    assert hosts.allow("http://127.0.0.1:8080/x")
    assert not hosts.allow("http://push.example.org/x")
    assert not hosts.allow("https://example.net/x")


async def test_one_persons_device_is_out_of_reach_for_another(served: Served) -> None:
    devices = served.bot.tuckaway.notifying.devices
    async with served.client() as client:
        device = (await client.post("/api/v1/devices", json=subscription())).json()["id"]
    assert not await devices.remove(PersonId("somebody"), device)
