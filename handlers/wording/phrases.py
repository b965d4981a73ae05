"""Every sentence of the bot's, once for each language; `{names}` are filled in by `handlers.wording`."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.messages import MediaKind
from memory.bonds import Tie


@dataclass(frozen=True, kw_only=True)
class Phrases:
    """One language. `locale` says how dates and numbers are written, by CLDR's names."""

    locale: str

    # How days are written, in CLDR's letters
    date: str
    date_with_year: str
    weekday: str
    weekday_with_year: str

    # What was told
    saved: str
    saved_instead: str
    both_true: str
    replaces_again: str
    edited: str
    followed: str
    change_in_words: str
    added: str
    kinds: Mapping[MediaKind, str]
    only_in_private: str
    commands: Mapping[str, str]
    put_back: str
    unsaved: str
    no_longer_kept: str
    undo_this: str
    already_undone: str
    changed_since: str
    nothing_to_undo: str
    nothing_to_edit: str
    answer: str
    answer_list: str
    answer_page: str
    answer_count: str
    answer_count_of: str
    answer_count_alone: str
    nothing_fits: str
    nearest: str
    opened: str
    opened_related: str
    ties: Mapping[Tie, str]
    search_resting: str
    may_miss: str
    latest: str
    that_was_all: str
    nothing_yet: str
    forget_this: str
    forgotten: str
    forget_reminders: str
    forgotten_reminders: str
    forgotten_files: str
    already_forgotten: str
    kept: str
    empty: str
    label_origin: str
    label_edited: str
    label_overtaken: str
    label_until: str

    # Buttons, at most 20 characters: WhatsApp's limit
    more: str
    open: str
    undo: str
    undo_it: str
    keep_it: str
    forget_it: str
    both_are_true: str

    # Days and places
    today: str
    yesterday: str
    tomorrow: str
    terminal: str
    browser: str
    email: str

    # Getting along
    welcome: str
    help: str
    went_wrong: str
    unreadable_kind: str
    too_long: str
    unsubscribe_question: str
    unsubscribe_button: str
    unsubscribed: str
    unsubscribe_unknown: str
    unknown_tap: str

    # What took another way, or none
    came_otherwise: str
    came_from_silence: str
    missed: str

    # Reminders
    reminder_set: str
    reminder_set_already: str
    reminder_renamed: str
    reminder_open_again: str
    reminder_then: str
    reminder_over: str
    reminder_deleted: str
    reminder_paused: str
    resting: str
    reminder_is_paused: str
    reminder_skipped: str
    reminder_skipped_last: str
    reminder_snoozed: str
    reminder_done: str
    reminder_gone: str
    reminders: str
    reminders_more: str
    no_reminders: str
    no_such_reminder: str
    which_reminder: str
    too_many_reminders: str
    when_to_remind: str
    nothing_rings: str
    all_reminders_delete: str
    all_reminders_pause: str
    all_reminders_resume: str
    all_reminders_only: str
    all_deleted: str
    all_paused: str
    all_resumed: str
    trouble_nothing: str
    trouble_no_time: str
    trouble_before_what: str
    trouble_impossible: str
    trouble_past: str
    trouble_too_far: str
    trouble_too_often: str
    trouble_contradictory: str
    delete: str
    pause: str
    resume: str
    skip_next: str
    change: str
    how_to_change: str
    yes_all: str

    # A reminder rings
    reminder_rings: str
    reminder_again: str
    reminder_late: str
    reminder_missed: str
    reminder_withheld: str
    done: str
    skip: str
    snooze_10m: str
    snooze_1h: str
    snooze_tonight: str
    snooze_tomorrow: str

    # A digest; the first two of these are patterns of CLDR's
    digest_month: str
    digest_morning: str
    digest_later: str
    digest_reminder: str
    digest_more_reminders: str
    digest_dates: str
    digest_tasks: str
    digest_yesterday: str
    digest_connection: str
    digest_week: str
    digest_ahead: str
    digest_month_kept: str
    digest_left: str
    digest_most: str
    digest_people: str
    digest_label: str
    digest_label_task: str
    digest_label_on_this_day: str
    digest_label_keepsake: str
    digest_empty: str
    digest_withheld: str
    tick_off: str
    ticked_off: str
    ticked_off_before: str
    taken_up_again: str
    task_gone: str
    no_tasks: str
    no_such_task: str
    how_to_tick_off: str
    categories: Mapping[str, str]
    # Settings: each sentence that says what holds is understood when it is said back
    settings: str
    setting_digest: str
    setting_digest_only: str
    setting_no_digest: str
    setting_paused: str
    setting_paused_for_good: str
    setting_quiet: str
    setting_no_quiet: str
    setting_day_hour: str
    setting_repeats: str
    setting_escalates: str
    setting_once: str
    setting_channel: str
    by_channel: str
    where_set: str
    where_written: str
    not_linked: str
    setting_language: str
    setting_zone: str
    setting_ai_none: str
    setting_ai_chat: str
    setting_ai_train: str
    ai_nowhere: str
    ai_not_sent: str
    ai_sent: str
    ai_embedded: str
    ai_not_embedded: str
    ai_training: str
    digest_daily: str
    digest_weekly: str
    digest_monthly: str
    every_day: str
    day_range: str
    on_days: str
    how_digest: str
    how_quiet: str
    how_day_hour: str
    how_repeats: str
    how_channel: str
    how_language: str
    how_zone: str
    how_ai: str
    unclear_setting: str
    unclear_digest: str
    unclear_quiet: str
    unclear_day_hour: str
    unclear_repeats: str
    unclear_channel: str
    unclear_language: str
    unclear_zone: str
    unclear_ai: str
    language_not_spoken: str

    # Another zone
    moved: str
    moved_reminder: str
    moved_reminders: str
    moved_fixed: str
    moved_unfixed: str
    leave_fixed: str
    move_fixed: str
    zone_stays: str
    which_zone: str
    many_zones: str
    unknown_place: str

    # For those who are new
    introduction: str
    right_zone: str
    yes: str
    elsewhere: str
    where: str
    where_then: str
    digest_hour: str
    no_digest: str

    # Small talk, and what others do
    small_hello: str
    small_again: str
    small_thanks: str
    small_how: str
    small_morning: str
    small_night: str
    small_bye: str
    small_who: str
    small_machine: str
    small_maker: str
    small_joke: str
    small_feeling: str
    small_praise: str
    small_sorry: str
    small_fine: str
    small_other: str
    cannot_music: str
    cannot_house: str
    cannot_call: str
    cannot_news: str
    cannot_look_up: str
    cannot_order: str
    cannot_device: str
    cannot_stop: str
    cannot_data: str
    cannot_other: str
    the_time: str

    # Perhaps misunderstood
    doubted_question: str
    doubted_reminder: str
    answer_it: str
    kept_as_well: str
    do_not_keep: str
    remind_me: str
    recategorised: str
    uncategorised: str
    category_general: str
    category_event: str
    category_task: str
    category_idea: str
    category_person: str
    category_place: str
    category_health: str
    category_finance: str
    category_work: str
    category_travel: str
    category_recipe: str
    category_quote: str
    category_link: str
    category_credential: str
    category_other: str

    # Files
    file_too_large: str
    file_empty: str
    file_not_allowed: str
    file_in_disguise: str
    file_too_big_inside: str
    file_gone: str
    files_elsewhere: str
    file_coming: str
    file_missing: str
    file_not_taken: str
    files_alike: str
