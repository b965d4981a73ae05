"""Messages as the browser shows them, with what is known of their files by now."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.messages import File, PersonId, Said
from memory.media.documents import Media, MediaState
from memory.media.personal import named
from webhooks import wire

STANDING: Final[Mapping[MediaState, wire.Standing]] = {
    MediaState.UNSENT: "stored",
    MediaState.WAITING: "waiting",
    MediaState.STORED: "stored",
}
"""Whatever else a file may be, it is not there."""


async def shown(person: PersonId, said: Sequence[Said]) -> tuple[wire.ChatMessage, ...]:
    """The messages, in the same order. Raises PyMongoError where some have files."""
    known = await named(person, [file.media for each in said for file in each.files])
    return tuple(_message(each, known) for each in said)


def file_shown(file: File, media: Media | None) -> wire.ChatFile:
    """A file of a message; `media` is what is known of it, None when it was forgotten altogether."""
    standing = STANDING.get(media.state, "gone") if media and media.sealed else "gone"
    seen = {"name": file.name, "kind": file.kind, "standing": standing}
    if media is None or standing != "stored":
        return wire.ChatFile(id=file.media, **seen)
    return wire.ChatFile(
        id=file.media,
        type=media.type,
        size=media.size,
        width=media.width,
        height=media.height,
        thumbnail=media.thumbnail is not None,
        **seen,
    )


def _message(said: Said, known: Mapping[str, Media]) -> wire.ChatMessage:
    files = tuple(file_shown(file, known.get(file.media)) for file in said.files)
    return wire.ChatMessage.model_validate({**said.model_dump(exclude={"files", "answers"}), "files": files})
