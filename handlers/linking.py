"""Addresses as a person speaks of them: linking another one, typing its code, letting one go, seeing them all."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.messages import Address, ChannelName, Reply
from handlers.intents import PLAIN
from handlers.intents_linking import BEFORE_MAILBOX, MAIL, NUMBER
from handlers.turn import Turn
from memory.documents import PersonAddress
from memory.linking import LINKABLE, Outcome, Purpose, Result, code_in, hashed
from memory.mailboxes import mailbox

TAGGED: Final = 16
"""Characters of an address's hash that its button carries."""

_CHANNELS: Final = (
    (ChannelName.TELEGRAM, re.compile("telegram", re.IGNORECASE)),
    (ChannelName.WHATSAPP, re.compile("whats ?app", re.IGNORECASE)),
    (ChannelName.SMS, re.compile(r"\bsms\b|text messages", re.IGNORECASE)),
)
_MAIL: Final = re.compile(MAIL, re.IGNORECASE)
_BEFORE: Final = re.compile(BEFORE_MAILBOX, re.IGNORECASE)
_NUMBER: Final = re.compile(NUMBER, re.ASCII)
SHORTEST: Final = 8
LONGEST: Final = 15
"""Digits of a number with its country's code (ITU-T E.164)."""


async def link(turn: Turn) -> Reply:
    """Begin to link an address: a deep link to open there, or a code that is sent there."""
    channel, value = read(turn.subject)
    by_code = turn.linking.doors.by_code
    if value and channel is None:
        channel = next((each for each in (ChannelName.SMS, ChannelName.WHATSAPP) if each in by_code), None)
    if channel not in {*by_code, *turn.linking.doors.by_link}:
        return _not_here(turn, channel)
    if await turn.linking.too_many(turn.now):
        return turn.words.too_many_codes()
    if channel in by_code:
        return await _by_code(turn, channel, value)
    url = await turn.linking.deep_link(channel, turn.now)
    return turn.words.open_there(channel, url) if url else turn.words.channel_silent(channel)


async def named(turn: Turn) -> Reply | None:
    """Begin to link the e-mail address that something is to be sent to; None where there is nothing to link.

    Where e-mail can't be sent at all, that is said.
    """
    if ChannelName.EMAIL not in turn.linking.doors.by_code:
        return turn.words.no_email()
    written = next((each for each in turn.text.split() if "@" in each), None)
    if written is None or mailbox(_bare(written)) in [each.value for each in await _live(turn)]:
        return None
    return await link(replace(turn, subject=written))


def _not_here(turn: Turn, channel: ChannelName | None) -> Reply:
    if channel is ChannelName.EMAIL:
        return turn.words.no_email()
    return turn.words.what_can_be_linked(turn.linking.doors, asked=channel)


async def _by_code(turn: Turn, channel: ChannelName, value: str | None) -> Reply:
    if value is None:
        return turn.words.which_email() if channel is ChannelName.EMAIL else turn.words.which_number(channel)
    target = Address(channel=channel, value=value)
    # One that took nothing any more is proved anew, and takes messages again then.
    if target in await _live(turn):
        return turn.words.already_linked(target)
    countersign = await turn.linking.send_code(target, turn.words.linking_code, turn.now)
    return turn.words.too_many_codes() if countersign is None else turn.words.code_sent(target, countersign)


async def _live(turn: Turn) -> list[Address]:
    """Theirs; one that had been done with can be linked once more."""
    return [Address.parse(each.id) for each in await turn.linking.addresses() if each.gone_at is None]


async def code(turn: Turn) -> Reply | None:
    """The digits of a code, where one is waited for."""
    typed = code_in(turn.text)
    result = await turn.linking.try_code(typed, Purpose.LINK, turn.now) if typed else None
    return None if result is None else await _answer(turn, result)


async def _answer(turn: Turn, result: Result) -> Reply:
    words, address = turn.words, result.address
    answers = {
        Outcome.LINKED: words.linked,
        Outcome.ALREADY: words.already_linked,
        Outcome.TAKEN: words.address_taken,
        Outcome.USED_UP: words.code_used_up,
        Outcome.STALE: words.code_stale,
    }
    if result.outcome is Outcome.WRONG:
        return words.wrong_code(result.left)
    if result.outcome is Outcome.LINKED:
        await turn.linking.tell_others(address, words.linked_here(address.channel), words.linked_elsewhere(address))
    return answers[result.outcome](address)


async def unlink(turn: Turn) -> Reply:
    """Let an address go, or ask which."""
    channel, value = read(turn.subject)
    mine = [each for each in await turn.linking.addresses() if each.channel in LINKABLE]
    meant = [each for each in mine if _is(each, channel, value)]
    if not meant:
        return turn.words.no_such_link(channel)
    return await _let_go(turn, meant[0]) if len(meant) == 1 else _which(turn, meant)


async def unlink_one(turn: Turn) -> Reply:
    """Let the address go that a button names."""
    mine = [
        each for each in await turn.linking.addresses() if tag(each.id) == turn.subject and each.channel in LINKABLE
    ]
    return await _let_go(turn, mine[0]) if mine else turn.words.no_such_link(None)


async def show(turn: Turn) -> Reply:
    """Every address that is linked."""
    return turn.words.addresses(await turn.linking.addresses(), now=turn.now, zone=turn.zone)


async def _let_go(turn: Turn, link: PersonAddress) -> Reply:
    address = Address.parse(link.id)
    gone = await turn.linking.unlink(address, turn.now)
    return turn.words.unlinked(address) if gone else turn.words.last_address()


def _which(turn: Turn, links: Sequence[PersonAddress]) -> Reply:
    return turn.words.unlink_which([(Address.parse(each.id), f"unlink:{tag(each.id)}") for each in links])


def _is(link: PersonAddress, channel: ChannelName | None, value: str | None) -> bool:
    same = value is None or Address.parse(link.id).value == value
    return same and channel in {None, link.channel}


def tag(address: str) -> str:
    """What a button calls an address."""
    return hashed(address)[:TAGGED]


def read(subject: str) -> tuple[ChannelName | None, str | None]:
    """The channel and the address that are named: a number as `+` and its digits, or an e-mail address."""
    if "@" in subject or _MAIL.search(subject):
        before, _, last = subject.rpartition(" ")
        alone = _BEFORE.fullmatch(f"{before} ".lstrip().translate(PLAIN)) or _BEFORE.fullmatch(before.translate(PLAIN))
        return ChannelName.EMAIL, mailbox(_bare(last)) if alone else None
    channel = next((name for name, pattern in _CHANNELS if pattern.search(subject)), None)
    found = _NUMBER.search(subject)
    digits = re.sub(r"\D", "", found[0]).removeprefix("00" if found[0].startswith("00") else "") if found else ""
    return channel, f"+{digits}" if SHORTEST <= len(digits) <= LONGEST else None


def _bare(word: str) -> str:
    """A word without the signs that a sentence ends with."""
    return word.strip("<>\"'()").rstrip(".!?,;:")
