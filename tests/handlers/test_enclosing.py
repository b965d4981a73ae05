"""Which files go with an answer, and what is said of those that can't."""

from collections.abc import Awaitable, Callable

import pytest

from bot.messages import Attachment, MediaKind, Reply
from handlers.wording import LANGUAGES
from memory.media.documents import Media, MediaState
from tests.handlers.talk import quoted
from tests.running import RunningBot

Comes = Callable[..., Awaitable[str]]
EN = LANGUAGES["en"].phrases


@pytest.fixture
async def comes(bot: RunningBot) -> Comes:
    """A message with a file, as if it had come by Telegram; what the file is called in the database."""

    async def come(text: str, kind: MediaKind = MediaKind.PHOTO, state: MediaState = MediaState.STORED) -> str:
        from tests.handlers.talk import bring

        media = await bring(bot, text, Attachment(kind=kind, source="file-1", name=None))
        await Media.get_motor_collection().update_one({"_id": media}, {"$set": {"state": state}, "$unset": {"work": 1}})
        return media

    return come


def sent(reply: Reply) -> list[str]:
    return [each.media for each in reply.files]


async def test_the_photo_that_is_asked_for_comes_with_the_answer(bot: RunningBot, comes: Comes) -> None:
    receipt = await comes("receipt for the boiler repair")
    await comes("the garden gate in May")
    await bot.say("the boiler repair was done by Ana")
    reply = await bot.say("show me the photo of the receipt")
    assert (quoted(reply), sent(reply)) == (["receipt for the boiler repair"], [receipt])
    assert reply.elsewhere == EN.files_elsewhere


async def test_the_voice_note_that_is_asked_for_comes_with_the_answer(bot: RunningBot, comes: Comes) -> None:
    note = await comes("what the plumber said about the pipes", MediaKind.VOICE)
    reply = await bot.say("send me the voice note about the plumber")
    assert sent(reply) == [note]
