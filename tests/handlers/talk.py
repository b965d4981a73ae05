"""What a person does in a conversation beyond typing a line."""

from bot.messages import Reply
from tests.running import RunningBot


async def pick(bot: RunningBot, reply: Reply, label: str) -> Reply:
    """Press the button of that label; the answer."""
    return await tap(bot, next(action.tap for action in reply.actions if action.label == label))


async def tap(bot: RunningBot, what: str) -> Reply:
    """Press any button, offered or not; the answer."""
    [answer] = await bot.press(what)
    return answer


async def texts(bot: RunningBot) -> list[str]:
    """What the owner has tucked away, newest first."""
    return [memory.text for memory in await bot.memories()]


def quoted(reply: Reply) -> list[str]:
    """The memories that a reply repeats."""
    return [quote.text for quote in reply.quotes]


def labels(reply: Reply) -> list[str]:
    """The choices that a reply offers."""
    return [action.label for action in reply.actions]
