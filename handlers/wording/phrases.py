"""Every sentence of the bot's, once for each language; `{names}` are filled in by `handlers.wording`."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Phrases:
    """One language. `locale` says how dates and numbers are written, by CLDR's names."""

    locale: str

    # What was told
    saved: str
    edited: str
    put_back: str
    unsaved: str
    no_longer_kept: str
    undo_this: str
    already_undone: str
    changed_since: str
    nothing_to_undo: str
    nothing_to_edit: str
    answer: str
    nothing_fits: str
    search_resting: str
    latest: str
    nothing_yet: str
    forget_this: str
    forgotten: str
    already_forgotten: str
    kept: str
    empty: str
    label_edited: str

    # Buttons, at most 20 characters: WhatsApp's limit
    undo: str
    undo_it: str
    keep_it: str
    forget_it: str

    # Days and places
    today: str
    yesterday: str
    tomorrow: str
    terminal: str
    browser: str

    # Getting along
    welcome: str
    help: str
    went_wrong: str
    unreadable_kind: str
    too_long: str
    unknown_tap: str

    # A reminder rings
    reminder_rings: str
    reminder_again: str
    reminder_late: str
    reminder_missed: str
    done: str
    skip: str
    snooze_10m: str
    snooze_1h: str
    snooze_tonight: str
    snooze_tomorrow: str
