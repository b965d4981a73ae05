"""The exam of long chats: which of their turns are found for a question about them."""

import asyncio
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from statistics import mean
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.assembly import Store
from bot.messages import ChannelName, MemoryId
from bot.settings import Settings
from tests.exams.installation import RANKED, Note, Someone, installation

Row = dict[str, Any]
CATEGORIES: Final = range(1, 5)
TURN: Final = re.compile(r"D\d+:\d+")
DATE: Final = "%I:%M %p on %d %B, %Y"
BETWEEN_TURNS: Final = timedelta(seconds=5)
AFTERWARDS: Final = timedelta(days=1)
UTC_ZONE: Final = ZoneInfo("UTC")


def sit(chats: Sequence[Row], settings: Settings | None) -> tuple[list[Row], Mapping[str, Any]]:
    """The turns that are found for each question, each chat being one person's memories."""
    return asyncio.run(_sit(chats, settings)), {}


async def _sit(chats: Sequence[Row], settings: Settings | None) -> list[Row]:
    async with installation(settings) as store:
        return [row for chat in chats for row in await _asked(chat, store)]


async def _asked(chat: Row, store: Store) -> list[Row]:
    told = dict(turns(chat["conversation"]))
    notes = list(told.values())
    someone = await Someone.new(store, None, UTC_ZONE, "en", notes[0].at)
    names: dict[MemoryId, str] = dict(zip(await someone.tell(notes), told, strict=True))
    rows = []
    for number, _ in _questions(chat):
        looked, ms = await someone.look_up(chat["qa"][number]["question"], notes[-1].at + AFTERWARDS)
        ranked = [names[memory] for memory in looked.ranked]
        rows.append({"chat": chat["sample_id"], "question": number, "ranked": ranked, "ms": ms})
    return rows


def turns(conversation: Row) -> Iterator[tuple[str, Note]]:
    """Everything said, under its id; within a session some seconds apart, so that the order is kept."""
    for number in count(1):
        if f"session_{number}_date_time" not in conversation:
            return
        at = datetime.strptime(conversation[f"session_{number}_date_time"], DATE).replace(tzinfo=UTC)
        for turn in conversation.get(f"session_{number}", ()):
            yield turn["dia_id"], Note(_text(turn), at, ChannelName.WEB)
            at += BETWEEN_TURNS


def _text(turn: Row) -> str:
    said = f"{turn['speaker']}: {turn['text']}"
    return f"{said} [photo: {turn['blip_caption']}]" if turn.get("blip_caption") else said


def _questions(chat: Row) -> Iterator[tuple[int, frozenset[str]]]:
    """The questions that count, by their place among all, and the turns that answer each."""
    there = set(dict(turns(chat["conversation"])))
    for number, question in enumerate(chat["qa"]):
        evidence = frozenset(TURN.findall(" ".join(question["evidence"]))) & there
        if question["category"] in CATEGORIES and evidence:
            yield number, evidence


def score(chats: Sequence[Row], answers: Sequence[Row]) -> Mapping[str, Any]:
    """The share of a question's turns among the first ten found, averaged over all, and over those of each category."""
    ranked = {(answer["chat"], answer["question"]): answer["ranked"][:RANKED] for answer in answers}
    shares: dict[int, list[float]] = {category: [] for category in CATEGORIES}
    for chat in chats:
        for number, evidence in _questions(chat):
            found = evidence & set(ranked[chat["sample_id"], number])
            shares[chat["qa"][number]["category"]].append(len(found) / len(evidence))
    by_category = {str(category): round(mean(each), 4) for category, each in shares.items() if each}
    return {"r10": round(mean(each for some in shares.values() for each in some), 4), "r10_by_category": by_category}
