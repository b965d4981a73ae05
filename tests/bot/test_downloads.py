"""Files are fetched from a provider's own hosts and from nowhere else."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.downloads import Downloads, public
from bot.errors import MediaGone, MediaUnavailable
from tests.fakes.files import ELSEWHERE, HOST, LOGIN, Asked, FakeFileHost, Served

BYTES = b"the bytes of a file " * 10_000


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[FakeFileHost]:
    async with FakeFileHost(tmp_path) as running:
        yield running


async def fetched(downloads: Downloads, url: str) -> bytes:
    return b"".join([piece async for piece in downloads.fetch(url)])


async def test_a_file_is_fetched_with_the_login_from_the_host_that_wants_it(host: FakeFileHost) -> None:
    url = host.has("a", Served(BYTES, needs_login=True))
    assert await fetched(host.downloads(), url) == BYTES
    assert host.asked == [Asked("a", HOST, LOGIN)]


async def test_a_redirect_to_another_host_of_the_providers_is_followed_without_the_login(host: FakeFileHost) -> None:
    host.has("b", BYTES)
    url = host.has("a", Served(redirect=host.url("b", ELSEWHERE)))
    assert await fetched(host.downloads(), url) == BYTES
    assert host.asked == [Asked("a", HOST, LOGIN), Asked("b", ELSEWHERE, None)]


@pytest.mark.parametrize(
    "place",
    [
        "https://files.stranger.example/b",
        "http://media.provider.example/b",
        "https://user:secret@media.provider.example/b",
        "https://media.provider.example.stranger.example/b",
        "https://127.0.0.1/b",
        "https://[::1]/b",
        "https://[broken/b",
        "ftp://media.provider.example/b",
        "file:///etc/passwd",
        "//files.stranger.example/b",
    ],
)
async def test_neither_an_address_nor_a_redirect_leads_anywhere_else(host: FakeFileHost, place: str) -> None:
    url = host.has("a", Served(redirect=place))
    with pytest.raises(MediaGone):
        await fetched(host.downloads(), url)
    with pytest.raises(MediaGone):
        await fetched(host.downloads(), place)
    assert {asked.path for asked in host.asked} == {"a"}


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1"]
)
async def test_a_name_that_leads_into_ones_own_network_is_not_connected_to(host: FakeFileHost, address: str) -> None:
    host.addresses[HOST] = ["93.184.215.14", address]
    downloads = host.downloads(host.provider(at_home=False))
    with pytest.raises(MediaGone):
        await fetched(downloads, host.has("a", BYTES))
    assert host.asked == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("0.0.0.0", False),
        ("100.64.0.1", False),
        ("172.16.3.4", False),
        ("192.168.1.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::1", False),
        ("ff02::1", False),
    ],
)
def test_what_is_on_the_open_internet(address: str, expected: bool) -> None:
    assert public(ip_address(address)) is expected


@given(st.integers(0, 2**32 - 1))
def test_an_address_is_judged_alike_however_it_is_written(number: int) -> None:
    old = ip_address(number)
    assert public(ip_address(f"::ffff:{old}")) is public(old)


async def test_a_host_whose_certificate_is_for_another_name_is_not_believed(host: FakeFileHost) -> None:
    other = "other.provider.example"
    downloads = host.downloads(host.provider(HOST, other))
    url = host.has("a", BYTES)
    for _ in range(2):
        with pytest.raises(MediaUnavailable):
            await fetched(downloads, host.url("a", other))
        # Nor is a connection used for it that was made to another host at the same address.
        assert await fetched(downloads, url) == BYTES
    assert {asked.host for asked in host.asked} == {HOST}


async def test_redirects_without_end_are_given_up(host: FakeFileHost) -> None:
    url = host.has("a", Served(redirect=host.url("a")))
    with pytest.raises(MediaGone):
        await fetched(host.downloads(), url)
    assert len(host.asked) == 6


@pytest.mark.parametrize(
    ("status", "error"),
    [(404, MediaGone), (410, MediaGone), (503, MediaUnavailable), (429, MediaUnavailable), (401, MediaUnavailable)],
)
async def test_what_the_provider_answers_tells_gone_from_away(
    host: FakeFileHost, status: int, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await fetched(host.downloads(), host.has("a", Served(status=status)))


async def test_a_host_that_stalls_is_given_up_after_a_while(host: FakeFileHost) -> None:
    url = host.has("a", Served(BYTES, stall=True))
    downloads = host.downloads(host.provider(patience=0.3))
    with pytest.raises(MediaUnavailable):
        await fetched(downloads, url)


async def test_what_comes_packed_is_not_unpacked(host: FakeFileHost) -> None:
    bomb = gzip.compress(b"\0" * 10_000_000)
    assert await fetched(host.downloads(), host.has("a", Served(bomb, compressed=True))) == bomb


async def test_a_host_without_an_address_is_away(host: FakeFileHost) -> None:
    host.addresses[HOST] = []
    with pytest.raises(MediaUnavailable):
        await fetched(host.downloads(), host.has("a", BYTES))


async def test_many_files_at_once_come_whole(host: FakeFileHost) -> None:
    urls = [host.has(f"{n}", bytes([n]) * 300_000) for n in range(20)]
    downloads = host.downloads()
    found = await asyncio.gather(*(fetched(downloads, url) for url in urls))
    assert [each[:1] for each in found] == [bytes([n]) for n in range(20)]
    assert {len(each) for each in found} == {300_000}
