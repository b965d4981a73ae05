import pytest

from bot.messages import PersonId
from memory.documents import AiUse, Level
from memory.language.consent import memory_shown, message_shown

ANNA = PersonId("anna")
OPEN = {Level.GENERAL, Level.CONFIDENTIAL}
ALLOWED = {AiUse.CHAT, AiUse.TRAIN}


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("ai_use", AiUse)
@pytest.mark.parametrize("choice", AiUse)
def test_level_memory_and_person_all_have_to_allow_it(level: Level, ai_use: AiUse, choice: AiUse) -> None:
    shown = memory_shown(ANNA, "the tall one", level=level, ai_use=ai_use, choice=choice)
    assert (shown is not None) == (level in OPEN and ai_use in ALLOWED and choice in ALLOWED)


def test_a_message_is_shown_as_it_is_where_its_person_allows_it() -> None:
    shown = message_shown(ANNA, "is the car at level 3", AiUse.CHAT)
    assert shown
    assert shown.text == "is the car at level 3"
    assert message_shown(ANNA, "is the car at level 3", AiUse.NONE) is None


@pytest.mark.parametrize(
    "text",
    [
        "the wifi password is hunter22",
        "my card is 4111 1111 1111 1111",
        "IBAN DE89 3704 0044 0532 0130 00",
        "blah " * 390 + "the wifi password is hunter22",
    ],
)
def test_a_text_with_a_secret_in_it_is_never_shown_whatever_was_allowed(text: str) -> None:
    assert message_shown(ANNA, text, AiUse.TRAIN) is None
