"""Preferences of every kind, for properties that hold for all."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import strategies as st

from bot.messages import ChannelName
from memory.documents import AiUse, DigestKind, Preferences
from memory.preferences import FOREVER

NOW = datetime(2026, 6, 10, 9, tzinfo=UTC)

clocks = st.times().map(lambda at: at.replace(second=0, microsecond=0, tzinfo=None, fold=0))
days = st.frozensets(st.integers(0, 6), min_size=1)
# Until a midnight in Lisbon, where it is an hour later than in UTC in June.
pauses = st.integers(1, 200).map(lambda count: NOW.replace(hour=23) + timedelta(days=count - 1))
channels = st.sampled_from([None, ChannelName.TELEGRAM, ChannelName.WHATSAPP, ChannelName.SMS, ChannelName.WEB])


def preferences() -> st.SearchStrategy[Preferences]:
    return st.builds(
        Preferences,
        digests=st.frozensets(st.sampled_from(DigestKind)),
        digest_hour=clocks,
        digest_days=days,
        digests_paused_until=st.one_of(st.none(), st.just(FOREVER), pauses),
        quiet_from=clocks,
        quiet_until=st.one_of(clocks, st.just(time())),
        day_hour=clocks,
        repeat_minutes=st.one_of(st.none(), st.integers(5, 24 * 60)),
        escalate=st.booleans(),
        ai_use=st.sampled_from(AiUse),
        reminder_channel=channels,
        digest_channel=channels,
    )
