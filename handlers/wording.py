"""Every sentence a person reads."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.messages import Action, ChannelName, MemoryId, Quote, Reply
from memory.personal import Remembered

CHANNELS = {ChannelName.CONSOLE: "terminal", ChannelName.WEB: "browser", ChannelName.TELEGRAM: "Telegram"}


def saved(memory: Remembered) -> Reply:
    """What was told is kept."""
    return Reply(text="Tucked away.", actions=(undo(memory),))


def edited(memory: Remembered, quote: Quote) -> Reply:
    """A memory says something else now."""
    return Reply(text="Changed. It now says:", quotes=(quote,), actions=(undo(memory),))


def put_back(quote: Quote) -> Reply:
    """An edit was undone."""
    return Reply(text="Undone. It says again:", quotes=(quote,))


def unsaved() -> Reply:
    """A save was undone."""
    return Reply(text="Undone. I haven't kept that one.")


def no_longer_kept(quote: Quote) -> Reply:
    """A save was undone that may have been long ago: the person sees which."""
    return Reply(text="Undone. I no longer keep this:", quotes=(quote,))


def undo_this(memory: Remembered, quote: Quote) -> Reply:
    """A preview of what undoing would let go of."""
    actions = (
        Action(label="Undo it", tap=f"undo:{memory.id}:{memory.changed}"),
        Action(label="Keep it", tap="keep"),
    )
    return Reply(text="The last thing I kept is this one. Undo it? Then it is gone.", quotes=(quote,), actions=actions)


def already_undone() -> Reply:
    """Undo was asked for twice."""
    return Reply(text="That one is already undone.")


def changed_since() -> Reply:
    """An old Undo button was pressed."""
    return Reply(text="That memory has changed since, so I left it alone. Say “undo” to undo its latest change.")


def nothing_to_undo() -> Reply:
    """There is no memory at all."""
    return Reply(text="There is nothing to undo yet.")


def nothing_to_edit() -> Reply:
    """There is no memory at all."""
    return Reply(text="There is nothing to change yet. Tell me something first.")


def answer(quotes: tuple[Quote, ...]) -> Reply:
    """What the person told, in their own words."""
    return Reply(text="Here's what you told me:", quotes=quotes)


def nothing_fits() -> Reply:
    """No memory bears on the question; that is not the same as nothing having been saved."""
    return Reply(text="I found nothing that fits. Try other words, or say “list” to see your latest.")


def search_resting() -> Reply:
    """The index can't be read just now."""
    return Reply(text="I can't search just now, but nothing is lost. Ask me again in a minute.")


def latest(quotes: tuple[Quote, ...]) -> Reply:
    """The latest memories."""
    return Reply(text="Your latest, newest first:", quotes=quotes)


def nothing_yet() -> Reply:
    """The list is empty."""
    return Reply(text="Nothing tucked away yet. Tell me something worth keeping.")


def forget_this(memory: Remembered, quote: Quote) -> Reply:
    """A preview of what would be forgotten."""
    actions = (
        Action(label="Forget it", tap=f"forget:{memory.id}:{memory.changed}"),
        Action(label="Keep it", tap="keep"),
    )
    return Reply(text="Forget this one? It can't be undone.", quotes=(quote,), actions=actions)


def forgotten() -> Reply:
    """The receipt of forgetting one."""
    return Reply(text="Forgotten. It is gone from your memories, from search and from this conversation.")


def already_forgotten() -> Reply:
    """It was gone before."""
    return Reply(text="That one is already gone.")


def kept() -> Reply:
    """Forgetting was called off."""
    return Reply(text="Kept.")


def empty() -> Reply:
    """A message without a word."""
    return Reply(text="That message was empty, so there was nothing to keep.")


def unknown_tap() -> Reply:
    """A button of an earlier version was pressed."""
    return Reply(text="That button no longer works. Say “help” to see what I can do.")


def welcome() -> Reply:
    """The first thing a person reads."""
    return Reply(
        text="Hello, I'm Tuckaway. Tell me what you want kept: “the spare key is under the blue pot”. "
        "Ask for it later in your own words: “where's the spare key?”. Say “help” for the rest."
    )


def help_() -> Reply:
    """What can be said."""
    return Reply(
        text="Tell me anything and I keep it word for word.\n"
        "Ask me a question and I answer with what you told me.\n"
        "“list” shows your latest.\n"
        "“undo” takes back the last thing.\n"
        "“edit: …” gives the last thing new words.\n"
        "“forget …” shows what I'd forget, and forgets it when you say so."
    )


def went_wrong(at: datetime, zone: ZoneInfo) -> Reply:
    """A message that could not be handled after several tries; it is kept for whoever runs the bot."""
    said = at.astimezone(zone).strftime("%H:%M")
    return Reply(text=f"I couldn't make sense of your message of {said}. It is kept, and whoever runs me can see it.")


def unreadable_kind() -> Reply:
    """A message in a form the channel can't read."""
    return Reply(text="I couldn't read that one. Please send it as plain text.")


def too_long(limit: int) -> str:
    """The sentence beside a message that was not taken."""
    return f"That is longer than I can keep in one go. Please send at most {limit:,} characters at a time."


def undo(memory: Remembered) -> Action:
    """Takes back the change that was just made, and no other."""
    return Action(label="Undo", tap=f"undo:{memory.id}:{memory.changed}")


def quote(memory: Remembered, text: str, *, now: datetime, zone: ZoneInfo) -> Quote:
    """The part `text` of a memory, labelled with when and where it was told."""
    told = f"{day(memory.told_at, now=now, zone=zone)}, {CHANNELS[memory.channel]}"
    label = f"{told}, edited" if memory.edited else told
    return Quote(memory=MemoryId(memory.id), text=text, label=label, at=memory.told_at)


def day(at: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """A date as one says it: today, yesterday, 3 May, 3 May 2025."""
    said, today = at.astimezone(zone).date(), now.astimezone(zone).date()
    near = {0: "today", 1: "yesterday"}.get((today - said).days)
    return near or _date(said, today)


def _date(said: date, today: date) -> str:
    written = f"{said.day} {said:%B}"
    return written if said.year == today.year else f"{written} {said.year}"
