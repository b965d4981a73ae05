import pytest

from bot.messages import Reply
from tests.running import RunningBot


async def pick(bot: RunningBot, reply: Reply, label: str) -> Reply:
    """Press the button of that label by typing its number."""
    number = [action.label for action in reply.actions].index(label) + 1
    return await bot.say(str(number))


async def texts(bot: RunningBot) -> list[str]:
    return [memory.text for memory in await bot.memories()]


def quoted(reply: Reply) -> list[str]:
    return [quote.text for quote in reply.quotes]


async def test_what_is_told_is_kept_word_for_word_and_one_tap_takes_it_back(bot: RunningBot) -> None:
    reply = await bot.say("the spare key is under the blue pot")
    assert await texts(bot) == ["the spare key is under the blue pot"]
    assert "Tucked away" in reply.text
    undone = await pick(bot, reply, "Undo")
    assert "Undone" in undone.text
    assert await texts(bot) == []
