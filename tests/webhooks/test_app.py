"""What every answer of the web server has in common, and whom it turns away."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.types import Message, Scope

from bot.cli.webserver import WebServer
from tests.running import RunningBot, Served, until
from webhooks.middleware import HEADERS, BodyLimit

PATHS = ["/", "/nowhere", "/health/live", "/health/ready", "/metrics", "/enter/x", "/api/v1/me", "/api/v1/openapi.json"]


@pytest.fixture
def bot(shared_bot: RunningBot) -> RunningBot:
    return shared_bot


@pytest.fixture
def served(shared_web: Served) -> Served:
    return shared_web


@pytest.fixture
async def anyone(served: Served) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=served.url) as client:
        yield client


@pytest.mark.parametrize("path", PATHS)
async def test_every_answer_carries_the_security_headers(anyone: httpx.AsyncClient, path: str) -> None:
    answer = await anyone.get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "server" not in answer.headers


async def test_an_answer_to_a_foreign_host_carries_the_security_headers_too(anyone: httpx.AsyncClient) -> None:
    answer = await anyone.get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize("host", ["localhost", "localhost:8765", "127.0.0.1:1", "[::1]:8765", "[::1]"])
async def test_this_machine_may_be_called_by_any_of_its_own_names(anyone: httpx.AsyncClient, host: str) -> None:
    assert (await anyone.get("/health/live", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", ""])
async def test_a_name_that_was_pointed_at_this_machine_is_turned_away(anyone: httpx.AsyncClient, host: str) -> None:
    assert (await anyone.get("/health/live", headers={"Host": host})).status_code == 400


@pytest.mark.parametrize("path", ["/api/v1/me", "/api/v1/messages", "/enter/x", "/api/v1/nowhere"])
async def test_what_is_personal_is_never_stored_on_the_way(anyone: httpx.AsyncClient, path: str) -> None:
    assert (await anyone.get(path)).headers["cache-control"] == "no-store"


async def test_figures_are_shown_only_where_they_are_switched_on(anyone: httpx.AsyncClient) -> None:
    assert (await anyone.get("/metrics")).status_code == 404


async def answers_of(limit: BodyLimit, arriving: list[Message]) -> list[Message]:
    """What is sent to somebody whose request comes in like that, and then stalls."""
    sent: list[Message] = []

    async def receive() -> Message:
        if not arriving:
            await asyncio.Event().wait()
        return arriving.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    await limit({"type": "http", "method": "POST"}, receive, send)
    return sent


async def never(_scope: Scope, _receive: object, _send: object) -> None:
    pytest.fail("a request that is not whole was passed on")


async def test_a_body_that_dribbles_is_given_up() -> None:
    arriving: list[Message] = [{"type": "http.request", "body": b"x", "more_body": True}]
    sent = await answers_of(BodyLimit(never, patience=0.05), arriving)
    assert sent[0]["status"] == 408


async def test_a_body_whose_sender_has_gone_is_not_taken_for_a_whole_one() -> None:
    arriving: list[Message] = [
        {"type": "http.request", "body": b"{}", "more_body": True},
        {"type": "http.disconnect"},
    ]
    assert await answers_of(BodyLimit(never), arriving) == []


async def test_a_body_without_an_end_is_read_no_further_than_sixteen_megabytes() -> None:
    arriving: list[Message] = [{"type": "http.request", "body": b"x" * 2**20, "more_body": True} for _ in range(20)]
    sent = await answers_of(BodyLimit(never), arriving)
    assert sent[0]["status"] == 413
    assert len(arriving) == 3


async def test_a_head_that_dribbles_is_given_up_and_others_are_served_meanwhile(bot: RunningBot) -> None:
    door = socket.create_server(("127.0.0.1", 0))
    server = WebServer(bot.tuckaway.application(), keep_alive=1)
    serving = asyncio.create_task(server.serve(sockets=[door]))
    await until(lambda: server.started)
    port = door.getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    dribbling = asyncio.create_task(dribble(writer))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        assert (await client.get("/health/live")).status_code == 200
    async with asyncio.timeout(60):
        assert await answered(reader) == b""
    dribbling.cancel()
    writer.close()
    server.should_exit = True
    await serving
    door.close()


@pytest.mark.parametrize("much", [b"a" * 100_000, b"b\r\nX-More: c" * 8_000])
async def test_a_head_larger_than_any_request_needs_is_turned_away_before_it_ends(served: Served, much: bytes) -> None:
    place = urlsplit(served.url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + much)
    async with asyncio.timeout(10):
        assert (await answered(reader)).startswith(b"HTTP/1.1 431 ")
    writer.close()


@pytest.mark.parametrize("path", ["/webhooks/sms/", "/webhooks/telegram/", "/webhooks/nothing"])
async def test_a_call_to_where_nothing_is_is_not_acknowledged(served: Served, path: str) -> None:
    async with httpx.AsyncClient(base_url=served.url) as client:
        assert (await client.post(path, content=b"{}")).status_code in {404, 405}


async def answered(reader: asyncio.StreamReader) -> bytes:
    """What is said until the other side hangs up, which with bytes unread on the way looks like a reset."""
    said = b""
    with suppress(ConnectionResetError):
        while some := await reader.read(1024):
            said += some
    return said


async def dribble(writer: asyncio.StreamWriter) -> None:
    """One more byte of a request that never ends, ten times a second."""
    writer.write(b"GET / HTTP/1.1\r\nX-Slow: ")
    while not writer.is_closing():
        writer.write(b"x")
        await asyncio.sleep(0.1)


async def test_a_second_request_on_a_connection_has_as_much_time_as_the_first(served: Served) -> None:
    place = urlsplit(served.url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    for _ in range(3):
        writer.write(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
        head = await reader.readuntil(b"\r\n\r\n")
        assert b"200 OK" in head
        assert await reader.readexactly(len(b'{"status":"alive"}')) == b'{"status":"alive"}'
    writer.close()
    await writer.wait_closed()
