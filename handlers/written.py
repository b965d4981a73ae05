"""An answer in sentences, each with the memories that say so, where a language model may help with that."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.messages import Quote, Reply
from handlers.turn import Turn
from memory import recall
from memory.asking import Answer, Recalled
from memory.language.consent import memory_shown, message_shown
from memory.language.port import Asked, Claim, Source
from memory.question import Question, Shape

AT_MOST: Final = 6
"""Memories that an answer may be written from."""
NEARLY: Final = 0.5
"""A further memory is shown to the model from this share of the best one's score on."""


async def written(turn: Turn, answer: Answer) -> Reply | None:
    """The answer as sentences and the memories they cite.

    None where no model may be asked, none is needed, or what it wrote is not what the memories say: whoever asks then
    gets those as they are.
    """
    if turn.model.whereabouts is None or not _worth_writing(answer):
        return None
    found = _shown(turn, answer)
    asked = _asked(turn, answer.question)
    if asked is None or not found:
        return None
    claims = await turn.model.answer(asked, [source for _, source in found])
    return _reply(turn, claims, found) if claims else None


def _worth_writing(answer: Answer) -> bool:
    """Lists, counts and what was told at a time are exact as they are, and so is what operators name."""
    question = answer.question
    exact = question.window or question.by_operators
    return answer.fits and not answer.listed and question.shape is Shape.ONE and not exact


def _asked(turn: Turn, question: Question) -> Asked | None:
    """The question with what it leans on; None where it may not be shown."""
    text = f"{question.text} ({question.subject})" if question.leant else question.text
    shown = message_shown(turn.memory.person, text, turn.preferences.chosen.ai_use)
    if shown is None:
        return None
    today = turn.now.astimezone(turn.zone).date()
    return Asked(shown=shown, on=today, language=turn.languages[0], people=question.people)


def _shown(turn: Turn, answer: Answer) -> list[tuple[Recalled, Source]]:
    """The memories that the model may see; none when the best of them is not among these."""
    best = answer.found[0]
    fitting = [each for each in answer.found[:AT_MOST] if each.overtaken or each.score >= NEARLY * best.score]
    sources = [(each, _source(turn, each, answer.question)) for each in fitting]
    seen = [(each, source) for each, source in sources if source is not None]
    return seen if seen and seen[0][0] is best else []


def _source(turn: Turn, found: Recalled, question: Question) -> Source | None:
    memory = found.memory
    choice = turn.preferences.chosen.ai_use
    # A secret further down keeps all of it here, so it is asked of the whole text.
    shown = memory_shown(turn.memory.person, memory.text, level=memory.level, ai_use=memory.ai_use, choice=choice)
    if shown is None:
        return None
    passage = replace(shown, text=recall.passage(question.text, memory.text))
    told = turn.words.day(memory.told_at, now=turn.now, zone=turn.zone)
    return Source(shown=passage, told=told, overtaken=found.overtaken)


def _reply(turn: Turn, claims: Sequence[Claim], found: Sequence[tuple[Recalled, Source]]) -> Reply:
    cited = list(dict.fromkeys(place for claim in claims for place in claim.sources))
    number = {place: position for position, place in enumerate(cited, 1)}
    sentences = [(claim.text, [number[place] for place in claim.sources]) for claim in claims]
    quotes = [_quote(turn, *found[place]) for place in cited]
    return turn.words.written_answer(sentences, quotes)


def _quote(turn: Turn, found: Recalled, source: Source) -> Quote:
    return turn.words.quote(found.memory, source.shown.text, now=turn.now, zone=turn.zone, overtaken=found.overtaken)
