"""Whether a call is Twilio's is answered for whatever is asked."""

import pytest

from bot.twilio.proof import Proof
from tests.fakes.twilio import PUBLIC_URL, TOKEN

HASHES = ["xbodySHA256=1", "bodySHA256=", "a=bodySHA256=", "bodySHA256=1", "bodySHA256=&bodySHA256="]


@pytest.mark.parametrize("query", HASHES)
@pytest.mark.parametrize("body", [b"", b"Body=x", b'{"Body": "x"}', b"\xff\xfe"])
def test_an_address_that_only_seems_to_hold_a_hash_proves_nothing_and_breaks_nothing(query: str, body: bytes) -> None:
    assert Proof(TOKEN, PUBLIC_URL).proven(f"/webhooks/sms?{query}", body, "c2lnbmF0dXJl") is None
