"""What came with a message beside its words: files, kept as one memory with what was written to them."""

from bot.messages import Inbound, MediaKind, MemoryId, Reply
from handlers.turn import Turn
from handlers.wording import Wording
from memory.personal import Came


def text_of(message: Inbound, words: Wording) -> str:
    """What a message says; a file without a word is called by its name, or by what it is."""
    files = (each.name or words.kind(each.kind) for each in message.attachments)
    said = message.words or ", ".join(dict.fromkeys(files))
    birthday = words.birthday(message.card) if message.card else ""
    return "\n".join(filter(None, (said, birthday)))


async def came(turn: Turn) -> Came:
    """How what is said came: by whom it was said first, and in reply to which memory."""
    message = turn.message
    answered = await turn.conversation.called(message.replies_to, turn.channel) if message.replies_to else None
    thread = next(iter(answered.mentions or ()), None) if answered else None
    reply_to = MemoryId(thread) if thread else None
    worded = not message.attachments or bool(message.words)
    return Came(message.album, message.forwarded_from, reply_to, message.attachments, worded)


async def keep(turn: Turn) -> Reply:
    """Keep the files with what was written to them; a further part of an album goes to the parts before it."""
    how, album = await came(turn), turn.message.album
    begun = await turn.memory.of_album(album) if album else None
    if begun is None:
        memory = await turn.memory.save(turn.text, at=turn.said_at, channel=turn.channel, came=how)
        await _expect(turn, memory.id)
        return turn.words.saved(memory)
    named = {turn.words.kind(kind) for kind in MediaKind}
    written = (begun.text if begun.text not in named else "", turn.message.words)
    await turn.memory.add(begun.id, how, "\n".join(filter(None, written)) or begun.text, at=turn.now)
    await _expect(turn, begun.id)
    return turn.words.added()


async def _expect(turn: Turn, memory: MemoryId) -> None:
    await turn.media.expect(memory, turn.message.attachments, turn.channel, at=turn.now)
