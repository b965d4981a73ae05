"""What a person has chosen: their zone, their language, when they want to hear from the bot."""

from zoneinfo import ZoneInfo

from memory.changes import Changes
from memory.documents import Person, Preferences
from memory.people import zone_of


class PersonalPreferences:
    """One person's choices, changed through `changes`, which somebody else commits."""

    def __init__(self, person: Person, changes: Changes) -> None:
        self._person = person
        self._changes = changes
        self.chosen: Preferences = person.preferences

    @property
    def zone(self) -> ZoneInfo:
        """Where their clock is."""
        return zone_of(self._person.model_copy(update=self._changes.person))

    def choose(self, **values: object) -> Preferences:
        """Take new values for some of `Preferences`; what holds now."""
        self.chosen = Preferences.model_validate({**self.chosen.model_dump(), **values})
        self._changes.person["preferences"] = self.chosen.model_dump(mode="json")
        return self.chosen

    def move(self, zone: ZoneInfo) -> None:
        """They live by another clock now."""
        self._changes.person["zone"] = zone.key

    def speak(self, language: str) -> None:
        """They want to be spoken to in another language: its ISO 639 code."""
        self._changes.person["language"] = language
