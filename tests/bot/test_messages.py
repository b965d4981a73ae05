import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.messages import Action, Address, ChannelName, Envelope, Reply, well_formed

ADDRESSES = st.builds(Address, channel=st.sampled_from(ChannelName), value=st.text(min_size=1, max_size=200))
ANY_TEXT = st.text(st.characters(exclude_categories=()))


@given(ADDRESSES)
def test_an_address_is_read_back_from_its_key(address: Address) -> None:
    assert Address.parse(str(address)) == address


@pytest.mark.parametrize("key", ["", "telegram", "telegram:", "pigeon:7", ":7"])
def test_what_is_no_key_of_an_address_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r"channel|value|ChannelName"):
        Address.parse(key)


@given(ANY_TEXT)
def test_every_text_can_be_stored_and_sent_once_it_is_well_formed(text: str) -> None:
    formed = well_formed(text)
    assert formed.encode().decode() == formed
    assert well_formed(formed) == formed


@given(st.text())
def test_a_text_that_can_be_stored_is_left_as_it_is(text: str) -> None:
    assert well_formed(text) == text


def test_halves_that_belong_together_become_one_character() -> None:
    assert well_formed("\ud83e\udd9c") == "\N{PARROT}"
    assert well_formed("a\ud83eb") == "a\N{REPLACEMENT CHARACTER}b"


def test_a_value_can_neither_be_changed_nor_given_what_it_has_no_place_for() -> None:
    reply = Reply(text="Kept.")
    with pytest.raises(ValidationError):
        reply.text = "Lost."  # type: ignore[misc]  # what the test is about
    with pytest.raises(ValidationError):
        Reply.model_validate({"text": "Kept.", "html": "<b>"})


@pytest.mark.parametrize("provider_id", ["", "x" * 201])
def test_an_envelope_needs_an_id_that_can_be_a_key(provider_id: str) -> None:
    sender = Address(channel=ChannelName.WEB, value="7")
    with pytest.raises(ValidationError):
        Envelope(provider_id=provider_id, sender=sender, raw={})


def test_a_button_carries_at_most_what_every_channel_can() -> None:
    assert len(Action(label="Undo", tap="x" * 63).tap) == 63
    with pytest.raises(ValidationError):
        Action(label="Undo", tap="x" * 64)
