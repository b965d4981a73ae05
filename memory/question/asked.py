"""A question, understood: what is searched for, and what would answer it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

EVER: Final = datetime.min.replace(tzinfo=UTC)
"""Where a window without a beginning begins."""
FOREVER: Final = datetime.max.replace(tzinfo=UTC)
"""Where a window without an end ends."""


class Shape(StrEnum):
    """How much is to be answered."""

    ONE = "one"
    """One thing."""
    LIST = "list"
    """Everything that fits."""
    COUNT = "count"
    """How many memories, or things told of in several of them, there are."""


class Wanted(StrEnum):
    """What kind of thing would answer."""

    ANYTHING = "anything"
    PERSON = "person"
    PLACE = "place"
    TIME = "time"
    """A time of day, or when something is usually done; a date may tell it as well."""
    DATE = "date"
    """A day or longer, on which something was or will be."""
    MONEY = "money"
    NUMBER = "number"
    """A count that is written in one memory ("how many people are coming"), or the count that is asked for."""
    DURATION = "duration"
    MEASURE = "measure"
    """A size, a weight, a dose, a temperature, or how much of a thing."""
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    CODE = "code"
    """Letters or figures to be copied: a code, a password, a reference, a serial number."""
    NAME = "name"
    LINK = "link"
    YES_NO = "yes_no"
    REASON = "reason"
    WAY = "way"
    """How something is done."""


class WindowOn(StrEnum):
    """Of what a time was said."""

    TOLD = "told"
    """When it was told to the bot: memories told at other times do not fit."""
    ABOUT = "about"
    """When something is to happen."""
    EITHER = "either"
    """When it happened, and so was perhaps told."""


@dataclass(frozen=True, slots=True)
class Window:
    """A time named in a question: `since` inclusive, `until` exclusive, aware, in the person's zone.

    An open side is `EVER` or `FOREVER`, in UTC.
    """

    since: datetime
    until: datetime
    on: WindowOn


@dataclass(frozen=True, slots=True)
class Occasion:
    """A time that is named by what happened then, which only the memories can tell: "the weekend my sister left".

    Attributes:
        event: what happened, as written.
        days: how long the time is; 0 for a weekend, None for as long as it lasted ("during the trip").
        zone: by whose clock its days are.
    """

    event: str
    days: int | None
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Question:
    """What a question asks.

    Attributes:
        text: as asked.
        subject: what is searched for: without operators, without the words of the window, of the channel and of the
            order itself ("what did I note about", "how many"); may be empty ("what did I send you yesterday").
        of: the noun asked for ("recipes", "dose of statin", "phone number"), folded; "" where none is named.
        window: the time that was named; None where there is none, or none that a calendar knows ("since Anna left").
        occasion: where the time of telling is named by what happened then instead.
        people: those named, folded, without titles left off.
        facets: of each set at least one must hold, as `kind:value`, folded ("tag:gift", "channel:sms", "has:photo").
        without_facets: none of these may hold.
        phrases: what must be there word for word, folded.
        without: what must not be there word for word, folded.
        others: further times that are meant as well ("in May and in August", "both years").
        earlier: when the time was a year and two years before, where it comes back and may mean those: it does where
            nothing is found of the latest.
        tally: memories themselves are counted, whatever they tell of ("how many notes do I have").
        leans: it is understood only with the exchange before it ("and hers?"); see `leaning_on`.
    """

    text: str
    subject: str
    shape: Shape
    wanted: Wanted
    of: str
    window: Window | None
    people: tuple[str, ...]
    facets: tuple[frozenset[str], ...]
    without_facets: frozenset[str]
    phrases: tuple[str, ...]
    without: tuple[str, ...]
    leans: bool
    tally: bool = False
    occasion: Occasion | None = None
    others: tuple[Window, ...] = ()
    earlier: tuple[Window, ...] = ()

    @property
    def by_operators(self) -> bool:
        """Whether it was narrowed by facets, phrases or words to leave out."""
        return bool(self.facets or self.without_facets or self.phrases or self.without)

    @property
    def leant(self) -> bool:
        """Whether its subject holds words of the exchange before."""
        return any(word not in self.text for word in self.subject.split())
