"""Saying yes or no to AI in plain words, and what the bot then says it sends, and where."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.data_folder import DataFolder
from bot.settings import Settings
from handlers import consent, intents
from handlers.consent import Said
from handlers.intents_parts import split
from handlers.meaning import Intent
from handlers.wording import LANGUAGES, Wording
from memory.documents import AiUse, Memory, Preferences
from memory.language.port import Elsewhere, Whereabouts
from memory.people import get
from memory.preferences import Topic
from memory.when.words.vocabulary import fold
from tests.endless import comes_to_an_end
from tests.fakes.openai import FakeOpenAI
from tests.handlers.chosen import NOW
from tests.handlers.clocks import Hand, bot_by
from tests.handlers.talk import labels, pick, tap, texts
from tests.handlers.test_preferences_said import LISBON, said
from tests.memory.language.people import helped
from tests.running import RunningBot

SENTENCES = [
    ("You may use AI for my messages", Said.YES),
    ("yes, you can use AI for my notes.", Said.YES),
    ("I allow you to use a language model", Said.YES),
    ("turn on AI", Said.YES),
    ("let AI read my notes", Said.YES),
    ("puedes usar la IA para mis mensajes", Said.YES),
    ("Du darfst KI f\xfcr meine Nachrichten nutzen", Said.YES),
    ("tu peux utiliser l'IA pour mes messages", Said.YES),
    ("podes usar a IA para as minhas mensagens", Said.YES),
    ("Don't use AI", Said.NO),
    ("don\u2019t use AI for my messages please", Said.NO),
    ("no AI please", Said.NO),
    ("turn the AI off", Said.NO),
    ("stop using AI", Said.NO),
    ("you may not use AI any more", Said.NO),
    ("I don't want you to use AI", Said.NO),
    ("Please never send my messages to ChatGPT", Said.NO),
    ("keep my notes away from AI", Said.NO),
    ("I withdraw my consent", Said.NO),
    ("no uses la IA", Said.NO),
    ("nutze keine KI", Said.NO),
    ("n\u2019utilise pas l\u2019IA", Said.NO),
    ("n\xe3o uses a IA", Said.NO),
    ("Use AI for training too", Said.TRAINING),
    ("use AI for my messages, and for training too", Said.TRAINING),
    ("you may learn from my corrections", Said.TRAINING),
    ("you can train models on my messages", Said.TRAINING),
    ("nutze KI auch f\xfcrs Training", Said.TRAINING),
    ("don't train on my messages", Said.NO_TRAINING),
    ("no training on my messages", Said.NO_TRAINING),
    ("lerne nicht aus meinen Nachrichten", Said.NO_TRAINING),
    ("you may use AI, but not for training", Said.ONLY_CHAT),
    ("do you use AI?", Said.ASKS),
    ("is AI on?", Said.ASKS),
    ("what does AI see?", Said.ASKS),
    ("\xbfusas IA?", Said.ASKS),
    ("nutzt du KI?", Said.ASKS),
    ("est-ce que tu utilises l'IA ?", Said.ASKS),
    ("usas a IA?", Said.ASKS),
]
OTHERS = [
    "use AI for the speech",
    "don't use AI for the essay",
    "AI is changing medicine",
    "Anna says we should use AI at work",
    "I use AI at work for my messages to clients",
    "can you use AI to plan my trip?",
    "are you an AI?",
    "no training on Friday",
    "train with my brother on Monday",
    "use a model",
    "idea: use AI for my notes app",
    "remind me to turn off AI tomorrow",
    "",
]


@pytest.mark.parametrize(("sentence", "meant"), SENTENCES)
def test_what_is_said_about_ai_is_understood_as_one_whole_setting(sentence: str, meant: Said) -> None:
    assert consent.read(" ".join(fold(sentence).split()).rstrip(".")) is meant
    assert intents.read(sentence).intent is Intent.SETTINGS
    assert len(split(sentence)) == 1
    assert said(sentence).topic is Topic.AI
    assert said(sentence).clear


@pytest.mark.parametrize("sentence", OTHERS)
def test_whatever_else_is_said_of_ai_allows_nothing(sentence: str) -> None:
    assert consent.read(fold(sentence)) is None
    assert intents.read(sentence).intent is not Intent.SETTINGS
    assert "ai_use" not in said(sentence).values


@pytest.mark.parametrize(
    ("meant", "before", "after"),
    [
        (Said.YES, AiUse.NONE, AiUse.CHAT),
        (Said.YES, AiUse.TRAIN, AiUse.CHAT),
        (Said.NO, AiUse.TRAIN, AiUse.NONE),
        (Said.TRAINING, AiUse.NONE, AiUse.TRAIN),
        (Said.NO_TRAINING, AiUse.TRAIN, AiUse.CHAT),
        (Said.NO_TRAINING, AiUse.NONE, AiUse.NONE),
        (Said.NO_TRAINING, AiUse.CHAT, AiUse.CHAT),
        (Said.ONLY_CHAT, AiUse.NONE, AiUse.CHAT),
        (Said.ASKS, AiUse.CHAT, AiUse.CHAT),
    ],
)
def test_what_holds_then(meant: Said, before: AiUse, after: AiUse) -> None:
    assert consent.chosen(meant, before) is after


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
@pytest.mark.parametrize("use", AiUse)
def test_every_echo_said_back_sets_what_it_says_in_every_language(words: Wording, use: AiUse) -> None:
    echo = words.holds(Topic.AI, Preferences(ai_use=use), now=NOW, zone=LISBON)
    assert intents.read(echo).intent is Intent.SETTINGS
    assert said(echo).values == {"ai_use": use}


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_every_example_is_understood_in_every_language(words: Wording) -> None:
    quoted = re.findall("[\u201c\u201e\xab]\\s?(.+?)\\s?[\u201c\u201d\xbb]", words.phrases.how_ai)
    assert [said(example).values["ai_use"] for example in quoted] == [AiUse.CHAT, AiUse.TRAIN, AiUse.NONE]
    assert {intents.read(example).intent for example in quoted} == {Intent.SETTINGS}


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
@pytest.mark.parametrize("use", AiUse)
def test_where_a_model_is_set_up_it_is_named_and_where_none_is_that_is_said(words: Wording, use: AiUse) -> None:
    reply = words.ai(use, Elsewhere(Whereabouts("small-model", "api.example.org")))
    assert "small-model" in reply.text
    assert "api.example.org" in reply.text
    assert words.ai(use, Elsewhere()).text != reply.text
    assert "{" not in reply.text + words.ai(use, Elsewhere()).text


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
@pytest.mark.parametrize("use", AiUse)
def test_an_embedder_that_is_somebody_else_s_is_named_beside_the_model_or_without_one(
    words: Wording, use: AiUse
) -> None:
    embedder = Whereabouts("embedder", "vectors.example.org")
    for elsewhere in (Elsewhere(embedder=embedder), Elsewhere(Whereabouts("small-model", "here"), embedder)):
        reply = words.ai(use, elsewhere)
        assert "embedder" in reply.text
        assert "vectors.example.org" in reply.text
        assert reply.text.startswith(words.ai(use, Elsewhere(elsewhere.model)).text.split(words.phrases.ai_training)[0])
        assert "{" not in reply.text


PIECES = st.sampled_from(["use ai ", "my ", "please ", "you may ", "ok, ", "don't ", "all of my ", " ", "a.i", "now, "])


@given(st.lists(PIECES, min_size=1, max_size=3).map("".join))
def test_no_sentence_however_repetitive_takes_long(piece: str) -> None:
    with comes_to_an_end():
        intents.read((piece * 600)[:600])


@dataclass
class Talk:
    """A bot with a model, and what that was asked."""

    bot: RunningBot
    server: FakeOpenAI

    async def choice(self) -> AiUse:
        return (await get(self.bot.owner, self.bot.store.vault)).person.preferences.ai_use

    async def uses(self) -> list[AiUse]:
        return [memory.ai_use for memory in sorted(await Memory.find_all().to_list(), key=lambda each: each.changed)]


@pytest.fixture
async def talk(settings: Settings, folder: DataFolder) -> AsyncIterator[Talk]:
    async with FakeOpenAI() as server, bot_by(Hand(), helped(settings, server), folder) as bot:
        yield Talk(bot, server)


@pytest.fixture
async def timed(settings: Settings, folder: DataFolder) -> AsyncIterator[RunningBot]:
    async with bot_by(Hand(), settings, folder) as running:
        yield running


async def test_yes_says_what_is_sent_to_whom_and_is_undone_by_a_tap(talk: Talk) -> None:
    reply = await talk.bot.say("you may use AI for my messages")
    assert reply.text.startswith("You let me use AI for your messages. When I'm in doubt, ")
    assert "is sent to the language model fake-model at 127.0.0.1" in reply.text
    assert await talk.choice() is AiUse.CHAT
    back = await pick(talk.bot, reply, "Undo")
    assert back.text == (
        "You don't let me use AI for your messages."
        " There is a language model, fake-model at 127.0.0.1; nothing of yours is sent to it."
    )
    assert await talk.choice() is AiUse.NONE
    assert await texts(talk.bot) == []
    assert talk.server.requests == []


async def test_training_is_said_apart_and_taken_back_to_what_held_before(talk: Talk) -> None:
    await talk.bot.say("you may use AI")
    reply = await talk.bot.say("use AI for training too")
    assert "What you correct may be used" in reply.text
    await pick(talk.bot, reply, "Undo")
    assert await talk.choice() is AiUse.CHAT


async def test_without_a_model_it_is_said_plainly_that_nothing_is_sent(timed: RunningBot) -> None:
    for line in ("you may use AI for my messages", "do you use AI?", "settings"):
        assert "No language model is set up here, so nothing of yours is sent to one" in (await timed.say(line)).text


async def test_asking_changes_nothing_and_says_how_to_change_it(timed: RunningBot) -> None:
    reply = await timed.say("do you use AI?")
    assert reply.text.startswith("You don't let me use AI for your messages.")
    assert "\u201cyou may use AI for my messages\u201d" in reply.text
    assert labels(reply) == []


async def test_what_is_not_clear_changes_nothing_and_says_what_one_could_say(timed: RunningBot) -> None:
    reply = await timed.say("quiet hours like an AI")
    assert reply.text.count("\u201c") >= 2
    assert "no longer works" in (await tap(timed, "restore:ai:everything")).text


async def test_a_memory_takes_over_the_choice_of_its_day(talk: Talk) -> None:
    await talk.bot.say("the spare key is under the blue pot")
    await talk.bot.say("you may use AI")
    await talk.bot.say("the boiler wants 1.5 bar")
    await talk.bot.say("don't use AI")
    await talk.bot.say("the drill of Tom has a red case")
    assert await talk.uses() == [AiUse.NONE, AiUse.CHAT, AiUse.NONE]


async def test_a_choice_in_the_same_message_holds_for_what_follows_it(talk: Talk) -> None:
    both = "you may use AI for my messages.\nremind me to ring Tom after lunch"
    allowed, asked = await talk.bot.hear(both, 2)
    assert allowed.text.startswith("You let me use AI")
    assert "When shall I remind you?" in asked.text
    assert [list(each) for each in talk.server.data] == [["words"]]


async def test_a_doubtful_message_is_shown_to_the_model_only_with_consent(talk: Talk) -> None:
    doubtful = "the boiler pressure again"
    talk.server.answer = lambda _: json.dumps({"label": "question", "confidence": 0.95})
    own = await talk.bot.say(doubtful)
    assert talk.server.requests == []
    await talk.bot.say("you may use AI")
    helped_ = await talk.bot.say(doubtful)
    asked = [each["text"] for each in talk.server.data]
    await talk.bot.say("don't use AI")
    assert (await talk.bot.say(doubtful)).text == own.text
    assert asked in ([], [doubtful])
    assert asked == [] or helped_.text != own.text
