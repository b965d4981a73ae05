"""Whoever reads an e-mail can have done with them in one press, without logging in, and nobody else for them."""

import httpx
import pytest

from bot.clock import system_clock
from bot.messages import Address, ChannelName
from memory.documents import Person, PersonAddress
from memory.people import addresses_of
from tests.running import Served

ANNA = Address(channel=ChannelName.EMAIL, value="anna@example.org")


@pytest.fixture
async def token(served: Served) -> str:
    owner = served.bot.owner
    await PersonAddress(id=str(ANNA), person=owner, channel=ANNA.channel, linked_at=system_clock()).insert()
    await Person.get_motor_collection().update_one({"_id": owner}, {"$set": {"language": "es"}})
    return served.bot.tuckaway.notifying.unsubscribing.token(ANNA)


async def test_looking_at_the_link_changes_nothing(served: Served, token: str) -> None:
    async with httpx.AsyncClient(base_url=served.url) as stranger:
        answer = await stranger.get(f"/unsubscribe/{token}")
    assert answer.status_code == 200
    assert "¿Dejo de enviar correos a anna@example.org?" in answer.text
    assert '<form method="post">' in answer.text
    assert ANNA in await addresses_of(served.bot.owner)


async def test_one_press_is_enough_and_the_mail_programs_own_is_as_good(served: Served, token: str) -> None:
    async with httpx.AsyncClient(base_url=served.url) as stranger:
        one_click = {"List-Unsubscribe": "One-Click"}
        answers = [await stranger.post(f"/unsubscribe/{token}", data=one_click) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert "Ya no se envía nada a anna@example.org" in answers[0].text
    assert ANNA not in await addresses_of(served.bot.owner)


@pytest.mark.parametrize("wrong", ["x", "AAAA", "é", "a" * 600])
async def test_a_made_up_link_does_nothing(served: Served, token: str, wrong: str) -> None:
    async with httpx.AsyncClient(base_url=served.url) as stranger:
        for link in (wrong, token[:-2], wrong + token):
            answers = [await stranger.get(f"/unsubscribe/{link}"), await stranger.post(f"/unsubscribe/{link}")]
            assert {answer.status_code for answer in answers} == {404}
    assert ANNA in await addresses_of(served.bot.owner)
