"""What kinds of things a text holds: an amount, an hour, somebody's name, a number to call."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from memory.amounts import amounts_in
from memory.annotations import AMOUNT, CREDENTIAL, DATE, LINK, PERSON, PLACE
from memory.documents import Annotation
from memory.question import Wanted

READ: Final = 2_000
"""Characters of a text that are looked at."""

_PHONE: Final = re.compile(r"(?<![\w.])\+?\(?\d(?:[\s().-]{0,2}\d){6,14}(?!\w)")
_EMAIL: Final = re.compile(r"[^\s@]{1,64}@[^\s@.]{1,63}\.[^\s@]{2,63}")
_LINK: Final = re.compile(
    r"(?:https?://|www\.)\S|\b[a-z0-9-]{1,63}\.(?:com|org|net|io|co|uk|de|fr|es|pt|eu|ch|at|info)\b", re.IGNORECASE
)
_DIGIT: Final = re.compile(r"\d")
_CODE: Final = re.compile(
    # Neither a size, nor the number of a house.
    r"(?!\d+(?:x\d+)+\b|\d{1,5}\s[A-Z][a-z]+\s(?:St|Ct|Ln|Ave|Rd|Dr|Blvd|Way|Street|Court|Lane|Road|Drive|Avenue)\b)"
    # In groups, as on cards and policies.
    r"(?:(?<![\w.,:/£$€+-])[A-Z]{1,4}[ -]\d{2,4}(?: \d{2,4}){1,4}(?![\w:/-]|[.,]\d)|"
    r"(?<![\w.,:/£$€])(?!\d+(?:st|nd|rd|th|kg|mg|ml|cm|mm|km|am|pm|mins?|hrs?|days?|weeks?"
    r"|years?)\b)(?=[\w#*-]{0,30}\d)[\w#*-]{4,32}(?![\w.,:]?\d)|(?<![\w-])[\w-]{3,40}\s{0,3}/\s{0,3}\S{5})"
)
CLOCK: Final = re.compile(
    r"\b\d{1,2}[:.h]\d{2}\b|\b\d{1,2}\s?(?:am|pm|uhr|h)\b"
    r"|\b(?:at|a las?|um|à|às|ab|until|till|bis|hasta|from|by)\s\d{1,2}\b"
    r"|\b(?:noon|midnight|midday|mittags?|mitternacht|midi|minuit|mediod[ií]a|medianoche|meio-dia|meia-noite)\b"
    r"|\bhalf\s(?:past\s)?\w+|\bhalb\s\w+|\bquarter\s(?:past|to)\b",
    re.IGNORECASE,
)
"""Times of day."""
_DAY: Final = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)[a-z]{0,7}\b"
    r"|\b(?:januar|februar|märz|mai|juni|juli|august|oktober|dezember|montag|dienstag|mittwoch|donnerstag"
    r"|freitag|samstag"
    r"|sonntag|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|lunes|martes"
    r"|miércoles|jueves|viernes|sábado|domingo|janvier|février|mars|avril|juin|juillet|août|octobre|décembre"
    r"|lundi|mardi"
    r"|mercredi|jeudi|vendredi|samedi|dimanche|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro"
    r"|dezembro|segunda|terça|quarta|quinta|sexta)\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)\b|\b\d{1,4}[./-]\d{1,2}(?:[./-]\d{1,4})?\b|\b(?:19|20)\d{2}\b"
    r"|\b(?:easter|christmas|xmas|today|tomorrow|yesterday|tonight|weekend|ostern|weihnachten|heute|morgen|gestern|hoy"
    r"|mañana|ayer|demain|hier|aujourd'hui|amanhã|ontem|hoje|spring|summer|autumn|fall|winter)\b",
    re.IGNORECASE,
)
_OFTEN: Final = re.compile(
    r"\b(?:daily|weekly|monthly|yearly|every|each|once|twice|mornings?|afternoons?|evenings?|nights?|bedtime"
    r"|after|before|when|until"
    r"|täglich|jeden?|morgens|abends|nachts|nach|vor|bis|wenn|diario|cada|todos|mañanas?|tardes?|noches?"
    r"|después|antes|cuando"
    r"|chaque|tous|matins?|soirs?|après|avant|quand|toutes|todas?|manhã|noite|depois|quando)\b",
    re.IGNORECASE,
)
_LENGTH: Final = re.compile(
    r"(?<![\d.,/])\d[\d.,/]{0,20}\s?(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|nights?|w|wks?"
    r"|weeks?|mths?|months?|y|yrs?|years?|goes"
    r"|sekunden?|minuten?|stunden?|tage?n?|wochen?|monate?n?|jahre?n?|segundos?|minutos?|horas?|d[ií]as?|semanas?|meses"
    r"|años?|anos?|jours?|heures?|semaines?|mois|ans?|années?)\b",
    re.IGNORECASE,
)
_SUM: Final = (
    r"(?<![\d.,:/-])\d{1,6}(?:[.,]\d{1,3}){0,3}(?![\d:/-]|[.,]\d|st\b|nd\b|rd\b|th\b|\s?(?:am|pm|uhr|h|%|kgs?"
    r"|g|mg|ml|l|cm|mm|m|km|mins?"
    r"|minutes?|hours?|days?|weeks?|months?|years?|yrs?|nights?|people|adults|kids|min|jan|feb|mar|apr|may"
    r"|jun|jul|aug|sep"
    r"|oct|nov|dec)\b)"
)
_PAID: Final = re.compile(
    r"\b(?:paid|pays?|costs?|quoted?|fees?|price|owe[sd]?|charge[sd]?|lent|deposit|rent|bill|sold"
    r"|bought|refund|co-?pay|salary|wage|bezahlt|kostet|preis|miete|rechnung|kaution|pagué|pagado|cuesta"
    r"|precio|alquiler|payé|coûte|prix"
    r"|loyer|pago|paguei|custa|preço|aluguel|each|per|for|send|sent|gave|venmo\w*|zelle|total"
    r"|(?:came|come|comes|went) to)\b"
    rf".{{0,40}}?{_SUM}|{_SUM}\s(?:\w+\s){{0,2}}(?:paid|back|all in|each|deposit|cash|bezahlt|zurück"
    rf"|pagad[oa]s?|payés?|pagos?|comptant)\b",
    re.IGNORECASE,
)
_BARE: Final = re.compile(
    rf"(?<![\w#.,:/x-])(?<!\d\s)(?=\d{{2}}){_SUM}(?![\w'\u2019\"*#x]|\s(?:\d|lbs?\b|ft\b|gal\b|mi\b|sq"
    rf"|\w+ (?:st|ave|rd)\b))"
)
# An amount that is written out.
_SPELT: Final = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,5}teen|twenty|thirty|forty"
    r"|fifty|sixty|seventy|eighty|ninety|hundred|thousand|ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|\w{3,6}zig"
    r"|hundert|tausend|un|dos|tres"
    r"|cuatro|cinco|seis|siete|ocho|nueve|diez|veinte|cien|mil|deux|trois|quatre|cinq|six|sept|huit|neuf|dix"
    r"|vingt|cent|mille"
    r"|dois|duas|três|quatro|sete|oito|nove|dez|vinte)\s"
    r"(?:euros?|pounds?|dollars?|bucks|quid|cents?|pence|francs?|franken|reais|libras|livres|dólares)\b"
    r"|\b\d{1,4}\s(?:cents?|pence|bucks|quid|rappen|centimes?|céntimos|cêntimos)\b",
    re.IGNORECASE,
)
_STREET: Final = re.compile(
    r"(?<![\w/:.,])\d{1,5}[a-z]?,?\s(?:[NSEW]{1,2}\s)?(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
    r"|Mon|Tue|Wed|Thu|Fri|Sat"
    r"|Sun|Euro)[a-z]*\b)[A-ZÀ-Þ][a-zß-ÿ]{2,}|\b\w+(?:stra(?:ß|ss)e|str|gasse|weg|platz|allee|damm)\.?\s\d"
    r"|\b(?i:rua|calle|rue|avenida|avenue|plaza|praça|paseo)\s\w+(?:\s\w+){0,3},?\s\d"
)
_DAY_OF_MONTH: Final = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s\d{1,2}\b"
    r"|\b\d{1,2}\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b",
    re.IGNORECASE,
)
_HOUR: Final = re.compile(r"\b\d{1,2}[:h]\d{2}\b|\b\d{1,2}\s?(?:am|pm|uhr)\b", re.IGNORECASE)
_HOUSE: Final = re.compile(r"\b[A-ZÀ-Þ][\w'\u2019-]{2,},?\s\d{1,4}[a-z]?\b(?![:./,-]?\d|\s(?:to|till|until|bis|a)\b)")
_RATE: Final = re.compile(
    r"(?<![\d.,])\d[\d.,]{0,20}\s?(?:a|an|per|/|each|pro|al|por|par|ao)\s?(?:head|person|pp|day|night|hour|hr"
    r"|visit|week|wk|month|mo|year|yr|term|tag"
    r"|stunde|monat|jahr|kopf|día|mes|año|hora|jour|heure|mois|an|personne|dia|mês|ano|pessoa)\b|\d{1,3}[,.]\d{3}\b",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"(?<![\w])[A-ZÀ-Þ][\w'\u2019-]+|[\"“„«][^\"”“»]{2,60}[\"”“»]")
_NUMBER_WORD: Final = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred"
    r"|half|dozen|once"
    r"|twice|ein[es]?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|un[ao]?|dos|tres|cuatro|cinco|seis"
    r"|siete|ocho|diez"
    r"|deux|trois|quatre|cinq|sept|huit|neuf|dix|dois|duas|três|quatro|sete|oito|nove|dez)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to be read, with what was noticed of it."""

    text: str
    annotations: Sequence[Annotation] = ()

    def notes(self, kind: str) -> bool:
        """Whether something of that kind was noticed."""
        return any(annotation.kind == kind for annotation in self.annotations)


def holds(wanted: Wanted, passage: Passage) -> bool:
    """Whether a text holds the kind of thing that is asked for; true where no particular kind is."""
    test = _TESTS.get(wanted)
    return test is None or test(Passage(passage.text[:READ], passage.annotations))


def _matches(*patterns: re.Pattern[str]) -> Callable[[Passage], bool]:
    return lambda passage: any(pattern.search(passage.text) for pattern in patterns)


def _money(passage: Passage) -> bool:
    return (
        passage.notes(AMOUNT)
        or any(True for _ in amounts_in(passage.text))
        or any(pattern.search(passage.text) for pattern in (_PAID, _RATE, _SPELT))
    )


def _code(passage: Passage) -> bool:
    return passage.notes(CREDENTIAL) or bool(_CODE.search(passage.text))


def _date(passage: Passage) -> bool:
    return passage.notes(DATE) or bool(_DAY.search(passage.text))


def _address(passage: Passage) -> bool:
    text = _DAY_OF_MONTH.sub(" ", passage.text)
    return (passage.notes(PLACE) and bool(_HOUSE.search(text))) or bool(_STREET.search(text))


def _figure(passage: Passage) -> bool:
    """Whether it holds a number that is part of no day and no hour."""
    left = _HOUR.sub(" ", _DAY_OF_MONTH.sub(" ", passage.text))
    return bool(_DIGIT.search(left) or _NUMBER_WORD.search(left))


def _person(passage: Passage) -> bool:
    return passage.notes(PERSON) or bool(_NAME.search(passage.text))


def bare_sum(text: str) -> bool:
    """Whether a text holds a figure that may be an amount, though nothing calls it one ("vet er 312")."""
    return bool(_BARE.search(_DAY_OF_MONTH.sub(" ", text[:READ])))


# A time that something was is told by the day it was told on: then no word of the text need say it.
_TESTS: Final[Mapping[Wanted, Callable[[Passage], bool]]] = {
    Wanted.PERSON: _person,
    Wanted.NAME: _matches(_NAME),
    Wanted.DATE: _date,
    Wanted.TIME: lambda passage: bool(CLOCK.search(passage.text) or _OFTEN.search(passage.text)) or _date(passage),
    Wanted.MONEY: _money,
    Wanted.NUMBER: _matches(_DIGIT, _NUMBER_WORD),
    Wanted.DURATION: _matches(_LENGTH, _NUMBER_WORD, CLOCK),
    Wanted.MEASURE: _figure,
    Wanted.PHONE: _matches(_PHONE),
    Wanted.EMAIL: _matches(_EMAIL),
    Wanted.ADDRESS: _address,
    Wanted.CODE: _code,
    Wanted.LINK: lambda passage: passage.notes(LINK) or bool(_LINK.search(passage.text)),
}
