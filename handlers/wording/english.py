"""The bot's English."""

from typing import Final

from handlers.wording.phrases import Phrases

ENGLISH: Final = Phrases(
    locale="en_GB",
    saved="Tucked away.",
    edited="Changed. It now says:",
    put_back="Undone. It says again:",
    unsaved="Undone. I haven't kept that one.",
    no_longer_kept="Undone. I no longer keep this:",
    undo_this="The last thing I kept is this one. Undo it? Then it is gone.",
    already_undone="That one is already undone.",
    changed_since="That memory has changed since, so I left it alone. Say “undo” to undo its latest change.",
    nothing_to_undo="There is nothing to undo yet.",
    nothing_to_edit="There is nothing to change yet. Tell me something first.",
    answer="Here's what you told me:",
    nothing_fits="I found nothing that fits. Try other words, or say “list” to see your latest.",
    search_resting="I can't search just now, but nothing is lost. Ask me again in a minute.",
    latest="Your latest, newest first:",
    nothing_yet="Nothing tucked away yet. Tell me something worth keeping.",
    forget_this="Forget this one? It can't be undone.",
    forgotten="Forgotten. It is gone from your memories, from search and from this conversation.",
    already_forgotten="That one is already gone.",
    kept="Kept.",
    empty="That message was empty, so there was nothing to keep.",
    label_edited="edited",
    undo="Undo",
    undo_it="Undo it",
    keep_it="Keep it",
    forget_it="Forget it",
    today="today",
    yesterday="yesterday",
    tomorrow="tomorrow",
    terminal="terminal",
    browser="browser",
    welcome="Hello, I'm Tuckaway. Tell me what you want kept: “the spare key is under the blue pot”. "
    "Ask for it later in your own words: “where's the spare key?”. Say “help” for the rest.",
    help="Tell me anything and I keep it word for word.\n"
    "Ask me a question and I answer with what you told me.\n"
    "“list” shows your latest.\n"
    "“undo” takes back the last thing.\n"
    "“edit: …” gives the last thing new words.\n"
    "“forget …” shows what I'd forget, and forgets it when you say so.",
    went_wrong="I couldn't make sense of your message of {time}. It is kept, and whoever runs me can see it.",
    unreadable_kind="I couldn't read that one. Please send it as plain text.",
    too_long="That is longer than I can keep in one go. Please send at most {limit} characters at a time.",
    unknown_tap="That button no longer works. Say “help” to see what I can do.",
    reminder_rings="⏰ {subject}",
    reminder_again="(still open)",
    reminder_late="This was due {due}; I couldn't reach you then.",
    reminder_missed="It came {count} times before that.",
    done="Done",
    skip="Skip",
    snooze_10m="In 10 minutes",
    snooze_1h="In 1 hour",
    snooze_tonight="Tonight",
    snooze_tomorrow="Tomorrow",
)
