"""What is written of a contact card beside its numbers: a birthday."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from babel.dates import format_date

from bot.messages import LEAP_YEAR, Card
from handlers.wording.speaker import Speaker

BIRTHDAYS: Final[Mapping[str, str]] = {
    "en": "{name}'s birthday: {day}",
    "es": "Cumpleaños de {name}: {day}",
    "de": "Geburtstag von {name}: {day}",
    "fr": "Anniversaire de {name} : {day}",
    "pt": "Aniversário de {name}: {day}",
}


class CardWording(Speaker):
    """What is kept of contact cards."""

    def birthday(self, card: Card) -> str:
        """Whose birthday is when; nothing where the card tells none, or of nobody."""
        said = card.birthday
        if said is None or not card.name:
            return ""
        pattern = self.phrases.date_with_year if said.year else self.phrases.date
        day = format_date(date(said.year or LEAP_YEAR, said.month, said.day), pattern, locale=self.phrases.locale)
        return BIRTHDAYS[self.language].format(name=card.name, day=day)

    def card(self, card: Card) -> str:
        """A contact, as it is kept."""
        return "\n".join(filter(None, (card.words, self.birthday(card))))
