"""The files that go with an answer: those that were asked for, or the photo of the one memory that it repeats."""

from collections.abc import Collection, Iterable
from typing import Final

from bot.messages import File, MediaKind, MemoryId, Reply
from handlers.turn import Turn
from memory.asking import Answer
from memory.facets import has_file
from memory.media.personal import Kept
from memory.question import Question

MOST: Final = 10
"""Files of one answer, which is what an album holds."""


async def with_the_answer(turn: Turn, reply: Reply, answer: Answer) -> Reply:
    """The reply to a question, with the files that belong to it."""
    cited = list(dict.fromkeys(MemoryId(quote.memory) for quote in reply.quotes))
    if not (answer.fits and cited):
        return reply
    if asked := _asked_for(answer.question):
        return await _with(turn, reply, cited, asked, expected=True)
    return await _with(turn, reply, cited, {MediaKind.PHOTO}) if len(cited) == 1 else reply


async def with_the_whole(turn: Turn, reply: Reply, memory: MemoryId) -> Reply:
    """The reply that shows all of a memory, with all of its files."""
    return await _with(turn, reply, [memory], set(MediaKind))


def _asked_for(question: Question) -> set[MediaKind]:
    """The kinds of file that the question is for: "the photo of the receipt", "has:voice"."""
    return {kind for kind in MediaKind if any(has_file(kind) in facets for facets in question.facets)}


async def _with(
    turn: Turn, reply: Reply, memories: Iterable[MemoryId], kinds: Collection[MediaKind], *, expected: bool = False
) -> Reply:
    """The reply with the files of these kinds; `expected`: it is said of one that is not there."""
    kept: list[Kept] = []
    for memory in memories:
        kept += [each for each in await turn.media.of(memory) if each.kind in kinds]
    files: list[File] = [each.file for each in kept if each.stored][:MOST]
    reply = turn.words.with_files(reply, files) if files else reply
    if any(not each.stored for each in kept):
        return turn.words.file_coming(reply)
    return turn.words.file_missing(reply) if expected and not files else reply
