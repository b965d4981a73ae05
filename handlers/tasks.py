"""What a person has left to do, as they speak of it: to see it, to tick it off, to take it up again."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.messages import MemoryId, Reply
from handlers import intents, ringing, which_reminder
from handlers.reminder_words import Answer
from handlers.turn import Turn
from memory.personal import Remembered
from memory.tasks import Task

LISTED: Final = 10
LONGEST: Final = 80
"""Characters; who says more than that tells more than that something is done."""
POINTING: Final = re.compile(
    r"(?:it|this|that|(?:the|my) (?:last )?(?:task|one)|das|es|eso|esto|lo|la|ca|cela|le|isso|isto|o|a)?", re.IGNORECASE
)
# That something is done, told in passing; without accents.
WHAT: Final = r"(?P<what>[\w' -]{3,50}?)"
TOLD: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:the |my )?{WHAT} (?:is|are) (?:all |now |finally )?done(?: now)?[.! ]*",
        rf"(?:el |la |los |las |mi )?{WHAT} (?:ya )?estan? (?:ya )?(?:hech[oa]s?|list[oa]s?)[.! ]*",
        rf"(?:der |die |das |meine? )?{WHAT} (?:ist|sind) (?:jetzt )?(?:erledigt|fertig|gemacht)[.! ]*",
        rf"(?:le |la |les |mon |ma )?{WHAT},? (?:c'est|est|sont) (?:enfin )?(?:faite?s?|regle)[.! ]*",
        rf"(?:o |a |os |as |meu |minha )?{WHAT} (?:ja )?(?:esta|estao) (?:feit|tratad|pront)[oa]s?[.! ]*",
        rf"(?:o |a |os |as )?{WHAT} ja esta[.! ]*",
    )
)


async def show(turn: Turn) -> Reply:
    """What is left to do, the newest first."""
    left = await turn.tasks.left()
    return turn.words.tasks(left[:LISTED], len(left), now=turn.now, zone=turn.zone)


async def tick_off_in_words(turn: Turn) -> Reply:
    """What a sentence names is done: something left to do, else a reminder that rings; ask where it may be several."""
    left, said = await turn.tasks.left(), turn.subject.strip(which_reminder.MARKS)
    meant = left if POINTING.fullmatch(said) else _about(said, left)
    if len(meant) == 1:
        return await _done(turn, meant[0])
    if meant:
        return turn.words.which_task(meant[:LISTED], now=turn.now, zone=turn.zone)
    rings = [each for each in await turn.reminders.ringing() if which_reminder.share_words(said, each.subject)]
    return await ringing.ANSWERS[Answer.DONE](turn, rings[0]) if rings else turn.words.no_such_task()


async def told(turn: Turn) -> Reply | None:
    """What is told to be done is ticked off, and kept as well; None where nothing that is left to do is just that."""
    text = turn.text.strip().translate(intents.PLAIN)
    found = next((match for each in TOLD if (match := each.fullmatch(text))), None) if len(text) < LONGEST else None
    said = which_reminder.content_words(found["what"]) if found else frozenset()
    meant = [each for each in await turn.tasks.left() if said <= _words(each)] if said else []
    if len(meant) != 1:
        return None
    memory = await turn.memory.save(turn.text, at=turn.said_at, channel=turn.channel)
    turn.tasks.complete(Task(memory, left=False))  # "erledigt" alone makes it look like something to do
    return turn.words.kept_as_well(await _done(turn, meant[0]), memory)


async def tick_off(turn: Turn) -> Reply:
    """Something is done that a button names."""
    task = await turn.tasks.get(MemoryId(turn.subject))
    if task is None:
        return turn.words.task_gone()
    if not task.left:
        return turn.words.ticked_off_before()
    turn.tasks.complete(task)
    return turn.words.ticked_off(task.memory, now=turn.now, zone=turn.zone)


async def take_up_again(turn: Turn) -> Reply:
    """What a button names was ticked off too soon."""
    task = await turn.tasks.get(MemoryId(turn.subject))
    if task is None:
        return turn.words.task_gone()
    if not task.left:
        turn.tasks.reopen(task)
    return turn.words.taken_up_again(task.memory, now=turn.now, zone=turn.zone)


async def _done(turn: Turn, task: Remembered) -> Reply:
    return await tick_off(replace(turn, subject=task.id))


def _about(said: str, left: Sequence[Remembered]) -> list[Remembered]:
    """Those that share the most words with what is said."""
    words = which_reminder.content_words(said)
    shared = {each.id: len(which_reminder.met(words, _words(each))) for each in left}
    most = max(shared.values(), default=0)
    return [each for each in left if most and shared[each.id] == most]


def _words(task: Remembered) -> frozenset[str]:
    return which_reminder.content_words(task.text)
