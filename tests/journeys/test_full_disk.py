"""A disk that fills up while the bot runs: what can't be stored is not acknowledged, and it recovers by itself."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from tests.journeys.log import settled
from tests.processes import Running, tuckaway

DISK = "size=400m"
PATIENCE = 180


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount a small disk to fill")
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", DISK, "tmpfs", str(place)], check=False)
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a small disk to fill")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place: Path) -> Path:
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 65536) == 65536:
                pass
        except OSError:
            return ballast
    return ballast


async def accepted(running: Running, cookie: str, client_id: str, text: str, patience: float) -> bool:
    """Whether a message is acknowledged within `patience` seconds, however often it has to be sent."""
    headers = {"Cookie": cookie, "Origin": running.url}
    try:
        async with asyncio.timeout(patience):
            while True:
                try:
                    address = f"{running.url.replace('http', 'ws')}/api/v1/socket"
                    async with connect(address, additional_headers=headers) as socket:
                        await socket.send(json.dumps({"type": "send", "client_id": client_id, "text": text}))
                        while json.loads(await socket.recv()).get("type") != "accepted":
                            pass
                        return True
                except (OSError, EOFError, WebSocketException):
                    await asyncio.sleep(0.1)
    except TimeoutError:
        return False


async def test_a_full_disk_acknowledges_nothing_it_could_not_store_and_goes_on_when_there_is_room_again(
    small_disk: Path,
) -> None:
    async with tuckaway(small_disk / "data") as running:
        cookie = await running.cookie()
        assert await accepted(running, cookie, str(uuid4()), "stored while there was room", PATIENCE)
        ballast = fill(small_disk)
        stored: list[str] = []
        refused: list[str] = []
        for number in range(200):
            client_id = str(uuid4())
            if not await accepted(running, cookie, client_id, f"{number} {'too much ' * 5_000}", 3):
                refused.append(client_id)
                break
            stored.append(client_id)
        assert refused, "the disk was never full"
        ballast.unlink()
        assert await accepted(running, cookie, refused[0], "stored once there was room", PATIENCE)
        acknowledged = {*stored, refused[0]}
        messages = await settled(running, cookie, acknowledged)
    assert acknowledged <= {message["client_id"] for message in messages}
