"""The digest at any time."""

from bot.messages import Reply
from handlers.turn import Turn
from memory.documents import DigestKind


async def show(turn: Turn) -> Reply:
    """The morning's digest, as it is now; whoever asks before its hour has had it then."""
    digest = await turn.digests.gather({DigestKind.MORNING}, now=turn.now, zone=turn.zone)
    if digest.empty:
        return turn.words.nothing_in_digest()
    await turn.digests.shown(digest, at=turn.now)
    return turn.words.digest(digest, now=turn.now, zone=turn.zone)
