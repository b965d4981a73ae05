"""What passes between channels, inbox, handlers and outbox: our own words for messages, whoever carries them."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, NewType, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from typing_extensions import override

PersonId = NewType("PersonId", str)
MemoryId = NewType("MemoryId", str)
LEAP_YEAR: Final = 2000


class ChannelName(StrEnum):
    """The ways in and out, those included that a memory can only have been brought along from so far."""

    CONSOLE = "console"
    WEB = "web"
    TELEGRAM = "telegram"
    WHATSAPP = "whatsapp"
    SMS = "sms"
    EMAIL = "email"


class DeliveryState(StrEnum):
    """How far a message has come. `UNKNOWN`: the provider may or may not have taken it, so it is not sent again."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """Why the bot says something, the most urgent first. A reply is also whatever else somebody is waiting for."""

    REPLY = "reply"
    REMINDER = "reminder"
    DIGEST = "digest"

    @property
    def rank(self) -> int:
        """Its place in the line where all of them wait: 0 goes first."""
        return list(Kind).index(self)

    @classmethod
    def of(cls, key: str) -> "Kind":
        """The kind of a message by what makes it unique: `reminder:<id>:<changed>:<when>`."""
        return {"reminder": cls.REMINDER, "digest": cls.DIGEST}.get(key.partition(":")[0], cls.REPLY)


class Frozen(BaseModel):
    """A value: compared by what it holds, never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Address(Frozen):
    """Where a person can be reached on one channel."""

    channel: ChannelName
    value: str = Field(min_length=1, max_length=200)

    @override
    def __str__(self) -> str:
        """The form used as a key: `telegram:123`."""
        return f"{self.channel}:{self.value}"

    @classmethod
    def parse(cls, text: str) -> "Address":
        """The address that `str` turned into `text`."""
        channel, _, value = text.partition(":")
        return cls(channel=ChannelName(channel), value=value)


class Envelope(Frozen):
    """What a channel knows of an incoming message before reading it: enough to store it once and in order.

    `provider_id` is unique within the channel; the same message delivered again carries the same one.
    """

    provider_id: str = Field(min_length=1, max_length=200)
    sender: Address
    raw: dict[str, Any]


class MediaKind(StrEnum):
    """What a file is to the person who sent it."""

    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    AUDIO = "audio"
    DOCUMENT = "document"


class Attachment(Frozen):
    """A file that came with a message and still lies with the provider.

    `source` is what `Carrier.fetch` fetches it by. `upload` is what it is kept as already, where its sender brought it
    here before the message; nothing is to be fetched then. `name`, `type` (MIME) and `size` (bytes) are what the
    provider says of it; none of them is to be relied on.
    """

    kind: MediaKind
    source: str = Field(min_length=1, max_length=2_000)
    name: str | None = None
    type: str | None = None
    size: int | None = None
    upload: str | None = None


class Spot(Frozen):
    """A place on the map that somebody sent. Degrees; `name` and `address` where the place has them."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    name: str | None = None
    address: str | None = None


class Birthday(Frozen):
    """A day of every year, and the first one where that is known. Raises ValueError when there is no such day."""

    year: int | None = Field(default=None, ge=1, le=9999)
    month: int
    day: int

    @model_validator(mode="after")
    def _is_a_day(self) -> Self:
        date(self.year or LEAP_YEAR, self.month, self.day)
        return self


class Card(Frozen):
    """A contact that somebody sent."""

    name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    birthday: Birthday | None = None

    @property
    def words(self) -> str:
        """Who it is, and how they are reached: all that is said alike in every language."""
        return ": ".join(filter(None, (self.name, ", ".join((*self.phones, *self.emails)))))


class Signal(StrEnum):
    """What a provider tells of a person that they did not write: they want nothing any more, or again."""

    STOPPED = "stopped"
    RESUMED = "resumed"


class Inbound(Frozen):
    """An incoming message, read. `text` and what came with it, `tap` or `signal` say what the person did.

    `tap` is the `Action.tap` of the button that was pressed. `at` is when it was said, by the provider's clock.
    `client_id` is what the sender's own program calls the message, where it does. `provider_id` is what the channel
    calls the message itself, as `Receipt.provider_id` does for the bot's: `replies_to` is one of these, and where
    `edited` is set, `text` is what the message of that `provider_id` says now. `album` is the same for all parts of one
    album. `forwarded_from` names who said it first. `further` are other addresses that the provider says are the same
    sender's.
    """

    sender: Address
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    spot: Spot | None = None
    card: Card | None = None
    tap: str | None = None
    signal: Signal | None = None
    provider_id: str | None = None
    edited: bool = False
    replies_to: str | None = None
    album: str | None = None
    forwarded_from: str | None = None
    further: tuple[Address, ...] = ()
    at: AwareDatetime
    name: str | None = None
    language: str | None = None
    zone: str | None = None
    client_id: str | None = None

    @property
    def words(self) -> str:
        """What was said, in words: a place by its name and where it lies, a contact by what it holds."""
        parts = [self.text]
        if spot := self.spot:
            where = f"{spot.latitude:.5f}, {spot.longitude:.5f}"
            named = ", ".join(filter(None, (spot.name, spot.address)))
            parts.append(f"{named} ({where})" if named else where)
        if card := self.card:
            parts.append(card.words)
        return "\n".join(filter(None, parts))


class Action(Frozen):
    """Something one tap does. `tap` comes back as `Inbound.tap`; at most 63 bytes, Telegram's limit less a mark.

    `lasting`: the buttons stay when it was tapped, since it decides nothing or something by itself.
    """

    label: str = Field(min_length=1, max_length=40)
    tap: str = Field(min_length=1, max_length=63)
    lasting: bool = False


class Quote(Frozen):
    """A memory repeated word for word. `label` says when and where it was told: `3 May, Telegram`."""

    memory: str
    text: str
    label: str
    at: AwareDatetime


class File(Frozen):
    """A file of a person's that is kept: which one, not its bytes. `memory` is the one that it came with."""

    media: str
    memory: str
    kind: MediaKind
    name: str | None = None


class Reply(Frozen):
    """What a handler answers. Channels render it as they can; `text` and `quotes` are plain text, never markup.

    `mentions` are the ids of the reminders whose words `text` repeats, so that forgetting can follow them. `nod`: the
    text says no more than that it was done, so a channel that can shows a sign on the message it answers instead.
    `files` go with it; `elsewhere` is said of those that a channel can't carry: where else they can be seen.
    """

    text: str
    quotes: tuple[Quote, ...] = ()
    actions: tuple[Action, ...] = ()
    mentions: tuple[str, ...] = ()
    nod: bool = False
    files: tuple[File, ...] = ()
    elsewhere: str = ""


class Enclosure(Frozen):
    """A stored file, `media` by its id, on its way to one address.

    `type` (MIME), `size` (bytes), `width` and `height` (pixels) are what we found. `url` is where a provider may fetch
    it for a while, where one can reach us. `read` gives all of its bytes; it raises SendPostponed when they can't be
    had just now, and MediaGone when there are none any more.
    """

    media: str
    kind: MediaKind
    name: str | None
    type: str
    size: int
    width: int | None = None
    height: int | None = None
    url: str | None = None
    read: Callable[[], Awaitable[bytes]] = Field(repr=False)


class Outbound(Frozen):
    """A reply on its way to one address. `key` is the same for every attempt to send it.

    `answers` is the `Inbound.provider_id` of the message it answers, where that has to be shown. `heard_at` is when the
    person wrote from there last, where the channel has a window and that is known. `enclosures` are those of the
    reply's files that the channel takes.
    """

    key: str
    sequence: int
    recipient: Address
    reply: Reply
    at: AwareDatetime
    answers: str | None = None
    heard_at: AwareDatetime | None = None
    enclosures: tuple[Enclosure, ...] = ()

    def telling_elsewhere(self) -> "Outbound":
        """The same, saying where a file can be seen that does not come with it."""
        text, elsewhere = self.reply.text, self.reply.elsewhere
        if not elsewhere or text.endswith(elsewhere):
            return self
        told = self.reply.model_copy(update={"text": f"{text}\n\n{elsewhere}" if text else elsewhere})
        return self.model_copy(update={"reply": told})


class Receipt(Frozen):
    """What a channel answers once it has handed a message over."""

    state: DeliveryState
    provider_id: str | None = None
    at: datetime


class Delivery(Frozen):
    """What a provider tells later of a message that it took: how far it came, and why no further.

    `gone`: the reason is the address, which takes nothing any more. `key`: what we call the message ourselves, where
    the provider says it back.
    """

    provider_id: str = Field(min_length=1, max_length=200)
    state: DeliveryState
    reason: str | None = None
    gone: bool = False
    key: str | None = None


class Author(StrEnum):
    """Who said it."""

    PERSON = "person"
    BOT = "bot"


class Said(Frozen):
    """One entry of the conversation log, opened: what its person sees of it.

    `answers` is what its channel calls the message that it replies to.
    """

    id: str
    sequence: int
    author: Author
    at: AwareDatetime
    channel: ChannelName
    state: DeliveryState
    text: str
    client_id: str | None = None
    quotes: tuple[Quote, ...] = ()
    actions: tuple[Action, ...] = ()
    files: tuple[File, ...] = ()
    answers: str | None = None


def well_formed(text: str) -> str:
    """The text with lone halves of surrogate pairs replaced by U+FFFD; no database and no wire can carry those."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
