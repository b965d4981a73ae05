"""A login link lets one browser in, once; a session keeps it in, and only our own page may use it."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from http.cookies import SimpleCookie

import httpx
import pytest
from fastapi import Response

from bot.clock import system_clock
from bot.messages import PersonId
from tests.running import RunningBot, Served
from tests.webhooks.stage import MovingClock
from webhooks.account import COOKIE, LINK_LIFETIME, SESSION_LIFETIME, Accounts, LoginLink, WebSession


@pytest.fixture
def bot(somebody: RunningBot) -> RunningBot:
    return somebody


@pytest.fixture
def served(shared_web: Served, somebody: RunningBot) -> Served:
    return replace(shared_web, bot=somebody)


def browser(served: Served) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=served.url)


async def is_signed_in(client: httpx.AsyncClient) -> bool:
    return (await client.get("/api/v1/me")).status_code == 200


async def test_a_login_link_lets_one_browser_in_and_no_second_one(served: Served) -> None:
    link = await served.login_link()
    async with browser(served) as first, browser(served) as second:
        answer = await first.get(link)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert await is_signed_in(first)
        assert "set-cookie" not in (await second.get(link)).headers
        assert not await is_signed_in(second)


async def test_a_link_that_is_half_an_hour_old_lets_nobody_in(served: Served) -> None:
    earlier = Accounts(MovingClock(-LINK_LIFETIME - timedelta(seconds=1)), secure=False)
    token = await earlier.link(served.bot.owner)
    async with browser(served) as client:
        await client.get(f"/enter/{token}")
        assert not await is_signed_in(client)


@pytest.mark.parametrize("token", ["x", "%00", "..%2f..", "é" * 400, "%ff", '{"$ne": null}', "a" * 5_000])
async def test_a_made_up_token_leads_to_the_page_without_a_cookie(served: Served, token: str) -> None:
    async with browser(served) as client:
        answer = await client.get(f"/enter/{token}")
        assert answer.status_code in {303, 404}
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("secure", [True, False])
def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(secure: bool) -> None:
    response = Response()
    Accounts(system_clock, secure=secure).remember(response, "token")
    cookie = SimpleCookie(response.headers["set-cookie"])[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "strict"
    assert cookie["path"] == "/"
    assert int(cookie["max-age"]) == SESSION_LIFETIME.total_seconds()
    assert bool(cookie["secure"]) is secure


async def test_neither_tokens_nor_cookies_are_in_the_database(served: Served) -> None:
    link = await served.login_link()
    async with browser(served) as client:
        await client.get(await served.login_link())
        cookie = client.cookies[COOKIE]
    rows = [
        *await LoginLink.get_motor_collection().find({}).to_list(None),
        *await WebSession.get_motor_collection().find({}).to_list(None),
    ]
    assert len([row for row in rows if row["person"] == served.bot.owner]) == 2
    assert link.rpartition("/")[2] not in str(rows)
    assert cookie not in str(rows)


async def test_a_session_ends_after_a_month(served: Served) -> None:
    async with browser(served) as client:
        earlier = Accounts(MovingClock(-SESSION_LIFETIME - timedelta(seconds=1)), secure=False)
        session = await earlier.enter(await earlier.link(served.bot.owner))
        client.cookies[COOKIE] = session or ""
        assert not await is_signed_in(client)


@pytest.mark.parametrize("path", ["/api/v1/me", "/api/v1/messages"])
async def test_without_a_session_nothing_is_told(served: Served, path: str) -> None:
    async with browser(served) as client:
        answer = await client.get(path, headers={"Cookie": f"{COOKIE}=made-up"})
    assert answer.status_code == 401
    assert set(answer.json()) == {"title", "detail"}


@pytest.mark.parametrize("header", [{}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": "x"}, {"X-CSRF-Token": b"\xff\xfe"}])
@pytest.mark.parametrize("path", ["/api/v1/logout", "/api/v1/zone"])
async def test_a_change_without_the_pages_own_proof_is_turned_down(
    served: Served, header: dict[str, str], path: str
) -> None:
    async with browser(served) as client:
        await client.get(await served.login_link())
        answer = await client.post(path, json={"zone": "Europe/Lisbon"}, headers=header)
        assert answer.status_code == 403
        assert await is_signed_in(client)


async def test_the_proof_of_one_session_is_none_for_another(served: Served) -> None:
    async with served.client() as one, served.client() as other:
        one.headers["X-CSRF-Token"] = other.headers["X-CSRF-Token"]
        assert (await one.post("/api/v1/logout")).status_code == 403


async def test_signing_out_ends_the_session_on_the_server_and_takes_the_cookie_back(served: Served) -> None:
    async with served.client() as client:
        cookie = client.cookies[COOKIE]
        answer = await client.post("/api/v1/logout")
        assert answer.status_code == 204
        assert COOKIE not in client.cookies
        client.cookies[COOKIE] = cookie
        assert not await is_signed_in(client)


@pytest.mark.usefixtures("bot")
async def test_two_browsers_that_use_a_link_at_once_are_not_both_let_in() -> None:
    accounts = Accounts(system_clock, secure=False)
    token = await accounts.link(PersonId("anna"))
    sessions = await asyncio.gather(*(accounts.enter(token) for _ in range(8)))
    assert len([session for session in sessions if session]) == 1


async def test_nobody_else_is_shown_the_owners_conversation(served: Served) -> None:
    await served.bot.say("the spare key is under the blue pot")
    async with browser(served) as client:
        accounts = served.bot.tuckaway.accounts
        client.cookies[COOKIE] = await accounts.enter(await accounts.link(PersonId("somebody-else"))) or ""
        answer = await client.get("/api/v1/messages")
    assert answer.json() == {"items": [], "previous": None, "more": False}


async def test_a_session_of_a_person_who_can_not_be_opened_is_answered_in_words(served: Served) -> None:
    async with browser(served) as client:
        accounts = served.bot.tuckaway.accounts
        client.cookies[COOKIE] = await accounts.enter(await accounts.link(PersonId("gone"))) or ""
        answer = await client.get("/api/v1/me")
    assert answer.status_code == 500
    assert set(answer.json()) == {"title", "detail"}
