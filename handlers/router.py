"""From what was said, or the button that was pressed, to the handler that answers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.messages import MemoryId, Reply
from handlers import (
    brought,
    correcting,
    digests,
    doubt,
    edit,
    forget,
    linking,
    onboarding,
    opening,
    preferences,
    present,
    recall,
    remember,
    reminders,
    replying,
    ringing,
    small_talk,
    tasks,
    travelling,
    undo,
    undoable,
    unnamed_reminder,
    welcome,
)
from handlers.intents_parts import split
from handlers.meaning import Intent
from handlers.reminder_words import Verb
from handlers.turn import Aside, Handler, Turn
from handlers.understanding import understand

HANDLERS: Final[Mapping[Intent, Handler]] = {
    Intent.SAVE: remember.save,
    Intent.EMPTY: remember.nothing,
    Intent.QUESTION: recall.answer,
    Intent.LIST: recall.latest,
    Intent.UNDO: undo.last,
    Intent.EDIT: edit.last,
    Intent.FORGET: forget.ask,
    Intent.HELP: welcome.explain,
    Intent.WELCOME: welcome.hello,
    Intent.REMINDER: reminders.create,
    Intent.REMINDERS: reminders.show_all,
    Intent.CHANGE_REMINDER: reminders.change,
    Intent.DIGEST: digests.show,
    Intent.TASKS: tasks.show,
    Intent.TICK_OFF: tasks.tick_off_in_words,
    Intent.SETTINGS: preferences.change,
    Intent.LINK: linking.link,
    Intent.UNLINK: linking.unlink,
    Intent.ADDRESSES: linking.show,
    Intent.SMALL_TALK: small_talk.answer,
    Intent.COMMAND: small_talk.decline,
}

# What is looked at before anything else: sentences that mean something in reply to a message, or after what was said
# just before.
ASIDES: Final[Sequence[Aside]] = (
    replying.answer,
    linking.code,
    ringing.answered,
    recall.more_in_words,
    tasks.told,
    unnamed_reminder.change,
    onboarding.place,
    present.told,
    correcting.category,
)

# A button carries `name` or `name:rest`.
TAPS: Final[Mapping[str, Handler]] = {
    "undo": undo.one,
    "forget": forget.one,
    "keep": forget.keep,
    "choose": reminders.choose,
    "reminder": reminders.show,
    "leave": reminders.tapped(Verb.SKIP),
    "all": reminders.change_all,
    "done": ringing.done,
    "skip": ringing.skip,
    "snooze": ringing.snooze_by_button,
    "task": tasks.tick_off,
    "zone": travelling.tapped,
    "unfix": travelling.unfix,
    "zone_right": travelling.tapped,
    "zone_wrong": onboarding.elsewhere,
    "digest_hour": onboarding.digest_hour,
    **recall.PAGES,
    "open": opening.one,
    "ask": doubt.ask,
    "remind": doubt.remind,
    "keep_it": doubt.told,
    "both": correcting.both,
    "unlink": linking.unlink_one,
    # What "undo" in words may mean as well.
    **{name: handler for name, (_, handler) in undoable.OFFERED.items() if handler},
}

if unanswered := set(Intent) - set(HANDLERS):
    raise LookupError(f"no handler for {', '.join(sorted(unanswered))}: add a line to HANDLERS")


async def respond(turn: Turn) -> Sequence[Reply]:
    """The replies to what a person wrote: one to each thing it holds, and what a new person still has to be told."""
    if turn.message.edited and (changed := await edit.follow(turn)):
        return [changed]
    if turn.message.attachments:
        return [await brought.keep(turn), *await onboarding.after(turn)]
    replies, before = [], ""
    source: MemoryId | None = None
    for part in split(turn.text):
        alone, kept = part.text == turn.text.strip(), turn.memory.kept_last
        replies.append(await _respond(turn if alone else replace(turn, text=part.whole, about=before, source=source)))
        before = part.text
        source = turn.memory.kept_last if turn.memory.kept_last != kept else None
    return [*replies, *await onboarding.after(turn)]


async def _respond(turn: Turn) -> Reply:
    for aside in ASIDES:
        if reply := await aside(turn):
            return reply
    understood = await understand(turn)
    meant = replace(turn, subject=understood.subject)
    return await (doubt.keep(meant, understood) if understood.needs_asking else HANDLERS[understood.intent](meant))


async def respond_to_tap(turn: Turn, tap: str) -> Sequence[Reply]:
    """The replies to a button that a person pressed, at least one."""
    name, _, rest = tap.partition(":")
    handler = TAPS.get(name)
    reply = await handler(replace(turn, subject=rest)) if handler else turn.words.unknown_tap()
    return [reply, *await onboarding.after(turn)]
