"""Codes of invitations in whatever people write around them."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.messages import ChannelName
from memory.invitations import ALPHABET, GROUP, GROUPS, Invitation, codes_in

NOON = datetime(2026, 4, 3, 12, tzinfo=UTC)
CODES = st.text(ALPHABET, min_size=GROUP * GROUPS, max_size=GROUP * GROUPS)


@given(CODES, st.sampled_from(["", "-", " "]), st.booleans(), st.sampled_from(["", "hi! ", "/start ", "my code:\n"]))
def test_a_code_is_found_however_it_is_written(code: str, between: str, small: bool, before: str) -> None:
    written = between.join(code[first : first + GROUP] for first in range(0, len(code), GROUP))
    assert code in codes_in(f"{before}{written.lower() if small else written}{', thanks' if before else ''}")


@given(st.text(max_size=300))
def test_any_text_holds_at_most_three_codes_of_the_right_length(text: str) -> None:
    found = codes_in(text)
    assert len(found) <= 3
    assert all(len(code) == GROUP * GROUPS and set(code) <= set(ALPHABET) for code in found)


@given(
    used=st.integers(0, 3),
    uses=st.integers(1, 3),
    revoked=st.booleans(),
    late=st.booleans(),
    only=st.sampled_from([None, ChannelName.SMS, ChannelName.TELEGRAM]),
)
def test_an_invitation_is_good_while_nothing_speaks_against_it(
    used: int, uses: int, revoked: bool, late: bool, only: ChannelName | None
) -> None:
    invitation = Invitation.model_construct(
        id="x",
        channel=only,
        uses=uses,
        used=used,
        made_at=NOON,
        expires_at=NOON + timedelta(days=1),
        revoked_at=NOON if revoked else None,
    )
    now = NOON + timedelta(days=1 if late else 0)
    fits = only in {None, ChannelName.SMS}
    assert invitation.good(ChannelName.SMS, now) == (fits and used < uses and not revoked and not late)
