"""Which files go with an answer, and what is said of those that can't."""

from collections.abc import Awaitable, Callable

import pytest

from bot.messages import Attachment, ChannelName, MediaKind, Reply
from handlers import intents
from handlers.meaning import Intent
from handlers.wording import LANGUAGES
from memory.changes import Changes
from memory.media.documents import MediaState
from memory.media.personal import PersonalMedia
from memory.people import get
from memory.personal import Came
from tests.handlers.talk import pick, quoted
from tests.memory.desk import NOW, Desk
from tests.running import RunningBot

Comes = Callable[..., Awaitable[str]]
EN = LANGUAGES["en"].phrases
RECEIPT = "receipt for the boiler repair"


@pytest.fixture
def bot(somebody: RunningBot) -> RunningBot:
    return somebody


@pytest.fixture
def comes(bot: RunningBot) -> Comes:
    """A file with words to it, fetched already unless `state` differs; its id."""

    async def come(text: str, kind: MediaKind = MediaKind.PHOTO, state: MediaState = MediaState.STORED) -> str:
        desk, changes = Desk(bot.store, await get(bot.owner, bot.store.vault)), Changes()
        attachments = [Attachment(kind=kind, source="file-1")]
        memory = await desk.memory(changes).save(
            text, at=NOW, channel=ChannelName.TELEGRAM, came=Came(attachments=attachments)
        )
        media = PersonalMedia(desk.known.person, bot.store.vault, changes)
        (kept,) = await media.expect(memory.id, attachments, ChannelName.TELEGRAM, at=NOW)
        kept.document.state, kept.document.work = state, None
        await desk.commit(changes)
        return kept.id

    return come


def sent(reply: Reply) -> list[str]:
    return [each.media for each in reply.files]


async def test_the_photo_that_is_asked_for_comes_with_the_answer(bot: RunningBot, comes: Comes) -> None:
    receipt = await comes(RECEIPT)
    await comes("the garden gate in May")
    await bot.say("the boiler repair was done by Ana")
    reply = await bot.say("show me the photo of the receipt")
    assert (quoted(reply), sent(reply)) == ([RECEIPT], [receipt])
    assert reply.elsewhere == EN.files_elsewhere


async def test_the_voice_note_that_is_asked_for_comes_with_the_answer(bot: RunningBot, comes: Comes) -> None:
    note = await comes("what the plumber said about the pipes", MediaKind.VOICE)
    assert sent(await bot.say("send me the voice note about the plumber")) == [note]


async def test_an_answer_of_one_memory_brings_its_photo_and_no_other_kind_of_file(
    bot: RunningBot, comes: Comes
) -> None:
    switch = await comes("the fuse for the kitchen is the second switch from the left")
    await comes("Mara plays the cello in the town orchestra", MediaKind.DOCUMENT)
    assert sent(await bot.say("which switch is the fuse for the kitchen?")) == [switch]
    assert sent(await bot.say("who plays the cello?")) == []


async def test_opening_a_memory_shows_its_files_of_every_kind(bot: RunningBot, comes: Comes) -> None:
    score = await comes("Mara plays the cello in the town orchestra", MediaKind.DOCUMENT)
    assert sent(await pick(bot, await bot.say("who plays the cello?"), "Open")) == [score]


async def test_all_photos_of_something_come_when_all_are_asked_for(bot: RunningBot, comes: Comes) -> None:
    garden = {await comes("the garden in May"), await comes("the garden in the snow")}
    assert set(sent(await bot.say("show me my photos of the garden"))) == garden


async def test_a_file_that_is_still_being_fetched_is_said_to_be_on_its_way(bot: RunningBot, comes: Comes) -> None:
    await comes(RECEIPT, state=MediaState.WAITING)
    reply = await bot.say("show me the photo of the receipt")
    assert (sent(reply), reply.text) == ([], f"{EN.answer}\n\n{EN.file_coming}")


async def test_a_file_that_is_gone_is_said_to_be_gone(bot: RunningBot, comes: Comes) -> None:
    await comes(RECEIPT, state=MediaState.GONE)
    reply = await bot.say("show me the photo of the receipt")
    assert (sent(reply), reply.text) == ([], f"{EN.answer}\n\n{EN.file_missing}")


async def test_what_only_comes_near_brings_no_file(bot: RunningBot, comes: Comes) -> None:
    await comes("the garden gate in May")
    assert sent(await bot.say("what is the capital of Mongolia?")) == []


@pytest.mark.parametrize(
    "request_",
    [
        "show me the photo of the receipt",
        "please send me my photos",
        "play the voice note about mum",
        "zeig mir das Foto vom Zählerstand",
        "schick mir bitte die Sprachnachricht über den Garten",
        "muéstrame la foto del recibo",
        "envíame la nota de voz sobre el fontanero",
        "envoie-moi la photo de la facture",
        "montre-moi l'enregistrement de la chorale",
        "manda-me a foto do recibo",
        "me mostra o vídeo da praia",
    ],
)
def test_asking_for_a_file_is_a_question_in_every_language(request_: str) -> None:
    assert intents.read(request_).intent is Intent.QUESTION


@pytest.mark.parametrize("told", ["send the photo to Anna", "show Ben the video tomorrow", "Foto an Anna schicken"])
def test_what_is_to_be_done_with_a_file_is_kept(told: str) -> None:
    assert intents.read(told).intent is not Intent.QUESTION
