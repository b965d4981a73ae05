"""The exam of a household: what people texted over a year, and what they asked of it while they did."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.assembly import Store
from bot.channels.console import plain
from bot.messages import ChannelName, MemoryId, Reply
from bot.settings import Settings
from tests.exams.installation import Note, Someone, installation

Row = dict[str, Any]


def sit(exam: Row, settings: Settings | None) -> tuple[list[Row], Mapping[str, Any]]:
    """The answer to each question at its moment, when only what was told before is known."""
    return asyncio.run(_sit(exam["personas"], settings)), {}


async def _sit(personas: Sequence[Row], settings: Settings | None) -> list[Row]:
    async with installation(settings) as store:
        return [row for persona in personas for row in await _asked(persona, store)]


async def _asked(persona: Row, store: Store) -> list[Row]:
    waiting = sorted(persona["memories"], key=_at)
    someone = await _someone(persona, store)
    names: dict[MemoryId, str] = {}
    rows = []
    for question in sorted(persona["questions"], key=_at):
        told = [memory for memory in waiting if _at(memory) < _at(question)]
        waiting = waiting[len(told) :]
        ids = await someone.tell([_note(memory) for memory in told])
        names |= zip(ids, (memory["id"] for memory in told), strict=True)
        rows.append({"persona": persona["id"], "question": question["id"], **await _answered(someone, question, names)})
    return rows


async def _someone(persona: Row, store: Store) -> Someone:
    first = min(_at(memory) for memory in persona["memories"])
    return await Someone.new(store, persona["name"], ZoneInfo(persona["tz"]), persona["locale"], first)


async def _answered(someone: Someone, question: Row, names: Mapping[MemoryId, str]) -> Row:
    answered = await someone.ask(question["text"], _at(question))
    ranked = [names[memory] for memory in answered.looked.ranked]
    return {"ranked": ranked, "found": answered.looked.found, "answer": _read(answered.reply), "ms": answered.ms}


def _read(reply: Reply) -> str:
    """What a person reads where there are no buttons."""
    return plain(reply.model_copy(update={"actions": ()}))


def _note(memory: Row) -> Note:
    return Note(memory["text"], _at(memory), ChannelName(memory["channel"]))


def _at(row: Row) -> datetime:
    """In UTC, as channels tell when something was said; by which clock its person goes is for the bot to know."""
    return datetime.fromisoformat(row["at"]).astimezone(UTC)
