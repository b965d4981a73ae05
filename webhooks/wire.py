"""What the browser chat and the server say to each other; `webhooks.typescript` turns these models into its types.

A `sequence` numbers one person's messages in the order they are shown: unique, growing, with gaps. It stays below
2**53, so that JavaScript holds it exactly.
"""

from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from bot.messages import ChannelName, DeliveryState, MediaKind

Author = Literal["person", "bot"]
Standing = Literal["waiting", "stored", "gone"]
FileId = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]


class Wire(BaseModel):
    """What every message on the wire has in common: a field that isn't declared is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)


class ChatQuote(Wire):
    """A memory repeated word for word. `label` says when and where it was told: `3 May, Telegram`."""

    memory: str
    text: str
    label: str
    at: AwareDatetime


class ChatAction(Wire):
    """A button under a message; `tap` comes back in `Tap`. `lasting`: the buttons stay when it was pressed."""

    label: str
    tap: str
    lasting: bool


class ChatFile(Wire):
    """A file of a message. Once it is `stored` its bytes are at `/api/v1/media/{id}`.

    What is `waiting` is still being fetched: `/api/v1/media/{id}/standing` tells how far it has come. `size` is in
    bytes, `width` and `height` in pixels, of a picture. With `thumbnail` a small one is at
    `/api/v1/media/{id}/thumbnail`.
    """

    id: str
    kind: MediaKind
    name: str | None
    standing: Standing
    type: str | None = None
    size: int | None = None
    width: int | None = None
    height: int | None = None
    thumbnail: bool = False


class ChatMessage(Wire):
    """One message of the conversation, whichever channel it was written on.

    `client_id` is the one the browser gave its own message, so that it can tell it from a new one.
    """

    id: str
    sequence: int
    author: Author
    at: AwareDatetime
    text: str
    state: DeliveryState
    client_id: UUID | None
    channel: ChannelName
    quotes: tuple[ChatQuote, ...]
    actions: tuple[ChatAction, ...]
    files: tuple[ChatFile, ...]


class Previous(Wire):
    """The message before the first of a page: the page needs it to know whether that one begins a day or a run."""

    at: AwareDatetime
    author: Author


class Page(Wire):
    """Neighbouring messages, oldest first. `more`: there are others further on in the direction asked for."""

    items: tuple[ChatMessage, ...]
    previous: Previous | None
    more: bool


MOST_FILES: Final = 10
"""Files of one message, as many as an album holds."""


class Me(Wire):
    """Whose browser this is. `csrf` goes back as the header `X-CSRF-Token` of every POST.

    `person` is the person's id: what a browser keeps for one person (drafts, unsent messages) must never reach another.
    `file_limit` is the most bytes of a file that is uploaded, `most_files` how many go with one message.
    """

    person: str
    name: str | None
    zone: str | None
    csrf: str
    last_sequence: int
    file_limit: int
    most_files: int = MOST_FILES


class Problem(Wire):
    """Why a request was turned down, in words for the person."""

    title: str
    detail: str


class Zone(Wire):
    """The browser's time zone, by its IANA name."""

    zone: str = Field(min_length=1, max_length=64)


class PushKey(Wire):
    """What a browser signs up with at its push service; null where browsers can't be told anything."""

    key: str | None


class NewDevice(Wire):
    """A device that may be told things when nobody looks at it.

    `value` is a browser's endpoint, with its keys in base64url beside it, or an app's Firebase installation id (`fid`)
    or registration token (`token`). `label` is what its person calls it.
    """

    kind: Literal["webpush", "fid", "token"]
    value: str = Field(min_length=1, max_length=2_000)
    p256dh: str | None = Field(default=None, max_length=200)
    auth: str | None = Field(default=None, max_length=100)
    label: str | None = Field(default=None, max_length=100)


class Registered(Wire):
    """A device may be told things from now on; by its id that can be taken back."""

    id: str


class Send(Wire):
    """The person wrote something. The same `client_id` again is the same message, not a second one.

    `files` are ids of what was uploaded for it, in the order they are shown.
    """

    type: Literal["send"] = "send"
    client_id: UUID
    text: str
    files: tuple[FileId, ...] = Field(default=(), max_length=MOST_FILES)


class Tap(Wire):
    """The person pressed a button of a message."""

    type: Literal["tap"] = "tap"
    client_id: UUID
    message_id: str = Field(min_length=1, max_length=200)
    tap: str = Field(min_length=1, max_length=64)


class Read(Wire):
    """The person has seen everything up to and including `sequence`."""

    type: Literal["read"] = "read"
    sequence: int


class Accepted(Wire):
    """A `Send` or `Tap` is stored durably."""

    type: Literal["accepted"] = "accepted"
    client_id: UUID


class Refused(Wire):
    """A `Send` or `Tap` will never be taken; `sentence` tells the person why."""

    type: Literal["refused"] = "refused"
    client_id: UUID
    sentence: str


class MessageChanged(Wire):
    """A message is new, or is no longer what it was."""

    type: Literal["message"] = "message"
    message: ChatMessage


class StateChanged(Wire):
    """A message has come further on its way."""

    type: Literal["state"] = "state"
    sequence: int
    state: DeliveryState


class Typing(Wire):
    """The bot has begun to work on an answer, or has stopped."""

    type: Literal["typing"] = "typing"
    on: bool


ClientEvent = Annotated[Send | Tap | Read, Field(discriminator="type")]
"""What the browser sends over the socket."""

ServerEvent = Annotated[Accepted | Refused | MessageChanged | StateChanged | Typing, Field(discriminator="type")]
"""What the server sends over the socket."""
