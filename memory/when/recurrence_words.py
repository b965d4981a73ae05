"""The words of repetition in each language: that something comes again, how often, from when and until when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from memory.when.words.vocabulary import Part, Unit

Every = tuple[Unit, int, int]
"""A unit, how many of them make a period, and how often something comes in each."""

WORKDAYS: Final = (0, 1, 2, 3, 4)
WEEKEND: Final = (5, 6)


@dataclass(frozen=True, kw_only=True)
class Repeating:
    """One language's words of repetition; its numbers, days and months are in its `Vocabulary`.

    Attributes:
        adverbs: what alone says how often ("biweekly").
        groups: days by one name ("weekend"), Monday is 0.
        plurals: what alone says every such day ("on Tuesdays"): days by name.
        once: how many times, in a word ("twice").
        parts: what alone says that part of every day ("mornings").
        parts_of_every: words that are a part of the day only behind `every` ("jeden Morgen").
        signs: the grammar's function words: a tag, and what stands for it, separated by `|`.
    """

    adverbs: Mapping[str, Every]
    groups: Mapping[str, tuple[int, ...]]
    plurals: Mapping[str, tuple[int, ...]]
    once: Mapping[str, int]
    parts: Mapping[str, Part]
    parts_of_every: Mapping[str, Part]
    signs: Mapping[str, str]

    def tagged(self) -> Iterator[tuple[str, str, object]]:
        """Every word or phrase with its tag and value, but for the signs."""
        tables: dict[str, Mapping[str, object]] = {
            "ADVERB": self.adverbs,
            "GROUP": self.groups,
            "PLURAL": self.plurals,
            "ONCE": self.once,
            "PLURALPART": self.parts,
            "EACHPART": {**self.parts, **self.parts_of_every},
        }
        return ((phrase, tag, value) for tag, table in tables.items() for phrase, value in table.items())


def _days(names: str, *, joined: str = "|") -> dict[str, tuple[int, ...]]:
    """`"montags dienstags|diens"`: the names of each weekday in turn."""
    return {name.replace("_", " "): (day,) for day, group in enumerate(names.split()) for name in group.split(joined)}


def _parts(names: str) -> dict[str, Part]:
    """Mornings, afternoons, evenings and nights in turn; `_` where there is no word."""
    parts = (Part.MORNING, Part.AFTERNOON, Part.EVENING, Part.NIGHT)
    groups = zip(parts, names.split(), strict=True)
    return {name.replace("_", " "): part for part, group in groups for name in group.split("|") if name != "_"}


def _each(groups: Mapping[tuple[int, ...], str]) -> dict[str, tuple[int, ...]]:
    return {name: days for days, names in groups.items() for name in names.split("|")}


def _often(adverbs: Mapping[Every, str]) -> dict[str, Every]:
    return {name: every for every, names in adverbs.items() for name in names.split("|")}


ENGLISH: Final = Repeating(
    adverbs=_often(
        {
            (Unit.HOUR, 1, 1): "hourly|round the clock|around the clock",
            (Unit.DAY, 1, 1): "daily|everyday|day after day",
            (Unit.WEEK, 1, 1): "weekly|week after week",
            (Unit.WEEK, 2, 1): "biweekly|bi-weekly|bi weekly|fortnightly",
            (Unit.MONTH, 1, 1): "monthly",
            (Unit.MONTH, 2, 1): "bimonthly|bi-monthly|bi monthly",
            (Unit.MONTH, 3, 1): "quarterly",
            (
                Unit.MONTH,
                6,
                1,
            ): "semiannually|semi-annually|semi annually|semiannual|semi-annual|half-yearly|half yearly"
            "|biannually|bi-annually",
            (Unit.WEEK, 1, 2): "semiweekly|semi-weekly",
            (Unit.MONTH, 1, 2): "semimonthly|semi-monthly",
            (Unit.YEAR, 1, 1): "yearly|annually|annual",
            (Unit.YEAR, 2, 1): "biennially|biennial",
        }
    ),
    groups=_each(
        {WORKDAYS: "weekday|workday|work day|working day|business day|week day|school day", WEEKEND: "weekend"}
    ),
    plurals=_days("mondays tuesdays wednesdays thursdays fridays saturdays sundays")
    | _each(
        {
            WORKDAYS: "weekdays|workdays|work days|working days|business days|week days|school days|weekday mornings",
            WEEKEND: "weekends",
            (0, 2, 4): "mwf|m/w/f",
            (1, 3): "tth|t/th|tuth|tu/th",
        }
    ),
    once={"once": 1, "twice": 2, "thrice": 3},
    parts=_parts("mornings afternoons evenings nights|nightly"),
    parts_of_every={},
    signs={
        "EVERY": "every|each|every single|each and every|ev'ry",
        "LEAD": "to|that|about|for|on|remind|ping|nudge|alert|notify|tell|text|message|wake|please|pls|i|we|my|our"
        "|don't|do|can|could|is|it's",
        "OTHER": "other|alternate|alternating",
        "PER": "a|an|per|every|each|in a|/",
        "DETERMINER": "the|my|our|your|his|her|their|its|a|an|this|that",
        "BASIS": "basis",
        "THE": "the",
        "OF": "of|in|on|during",
        "ON": "on|in|during|the|for|only on|always on",
        "AND": "and|&|,|/|plus|and also|, and|and on|, on|as well as",
        "OR": "or",
        "TO": "-|\N{EN DASH}|\N{EM DASH}|to|thru|through|until|till|til",
        "BETWEEN": "between|from",
        "FROM": "from|starting from|beginning from",
        "START": "starting|starting on|starting in|starting at|beginning|beginning on|beginning in|begins|starts|as of"
        "|commencing|effective|start|start on|since|from|starting from|after",
        "UNTIL": "until|till|til|through|thru|ending|ends|ending on|ending in|ends on|up until|up to|up till",
        "THROUGH": "through|thru|ending|ends|ending in",
        "FOR": "for|during|over",
        "UPTO": "up to|at most|a maximum of|a total of|only|max|no more than",
        "TIMES": "times|time|x|occurrences|occurences|occurrence|repetitions|instances|occasions",
        "TOTAL": "in total|total|altogether|overall|then stop|and then stop",
        "NEXT": "next|the next|following|the following|coming|the coming|another|about",
        "EXCEPT": "except|but|except for|except on|except in|but not|but not on|but not in|excluding|other than"
        "|apart from|besides|skip|skipping|not on|not in|save for|with the exception of|unless it's|and not|and not on"
        "|not at|not during",
        "LAST": "last|final",
        "BEGIN": "begin|beginning|start|the start|the beginning|top",
        "MIDDLE": "middle|the middle|mid",
        "END": "end|the end|ending",
        "PENULTIMATE": "penultimate|next to last|next-to-last|last but one",
        "AT": "at|@|by",
        "NIGHTLY": "at night",
        "EXACTLY": "about|around|exactly|sharp",
        "A": "a",
        "P": "p",
        "WITHIN": "in|at|during|in the|during the",
    },
)

SPANISH: Final = Repeating(
    adverbs=_often(
        {
            (Unit.HOUR, 1, 1): "a cada hora",
            (Unit.DAY, 1, 1): "diariamente|a diario|diario|diaria|cotidianamente",
            (Unit.WEEK, 1, 1): "semanalmente|semanal",
            (Unit.WEEK, 2, 1): "quincenalmente|quincenal",
            (Unit.MONTH, 1, 1): "mensualmente|mensual",
            (Unit.MONTH, 2, 1): "bimestralmente|bimestral",
            (Unit.MONTH, 3, 1): "trimestralmente|trimestral",
            (Unit.MONTH, 6, 1): "semestralmente|semestral",
            (Unit.YEAR, 1, 1): "anualmente|anual",
        }
    ),
    groups=_each(
        {
            WORKDAYS: "día laborable|días laborables|día hábil|días hábiles|día de semana|entre semana|días de semana",
            WEEKEND: "fin de semana|fines de semana|finde|findes",
        }
    ),
    plurals=_days("los_lunes los_martes los_miércoles los_jueves los_viernes los_sábados los_domingos")
    | _each({WORKDAYS: "entre semana|los días laborables|los días hábiles", WEEKEND: "los fines de semana|los findes"}),
    once={"una vez": 1},
    parts=_parts("mañanas tardes _ noches"),
    parts_of_every={"mañana": Part.MORNING},
    signs={
        "EVERY": "cada|todos los|todas las|todo|toda",
        "EVERYDAYOF": "cada|todos los",
        "LEAD": "que|de|del|para|a|al|recuérdame|recuérdanos|avísame|avísanos|recordarme|hazme|por favor|mi|hay|tengo",
        "PER": "a la|al|por|cada",
        "THE": "el|la|los|las|el día|los días",
        "OF": "de|del|en|al",
        "ON": "el|los|en|el día|los días|en el",
        "AND": "y|e|,|y los|y el|y las|además de",
        "OR": "o",
        "DAYOF": "el|el día|los días|día|días",
        "TO": "-|\N{EN DASH}|a|al|hasta|hasta el|hasta las|a las|hasta los",
        "BETWEEN": "entre|de|desde|entre las|desde las|de las",
        "FROM": "de|desde|del|desde el",
        "START": "a partir de|a partir del|desde|desde el|empezando|empezando el|comenzando|comenzando el",
        "UNTIL": "hasta|hasta el|hasta la",
        "FOR": "durante|por",
        "UPTO": "hasta",
        "TIMES": "veces|vez|ocasiones",
        "NEXT": "próximos|próximas|los próximos|las próximas",
        "EXCEPT": "excepto|salvo|menos|excepto en|menos en|excepto los|menos los|excepto el|pero no|pero no los"
        "|salvo en|salvo los",
        "LAST": "último|última|últimos",
        "BEGIN": "principio|principios|a principios|comienzo|inicio",
        "MIDDLE": "mediados|a mediados",
        "END": "final|finales|a finales|fin",
        "PENULTIMATE": "penúltimo|penúltima",
        "AT": "a las|a la|@|al",
        "WITHIN": "por|de|en|a",
    },
)

GERMAN: Final = Repeating(
    adverbs=_often(
        {
            (Unit.HOUR, 1, 1): "stündlich",
            (Unit.DAY, 1, 1): "täglich|tagtäglich|tägliche|täglichen",
            (Unit.WEEK, 1, 1): "wöchentlich|wöchentliche|wöchentlichen",
            (Unit.WEEK, 2, 1): "zweiwöchentlich|vierzehntägig|14-tägig|zweiwöchig",
            (Unit.MONTH, 1, 1): "monatlich|monatliche|monatlichen",
            (Unit.MONTH, 3, 1): "vierteljährlich|quartalsweise",
            (Unit.MONTH, 6, 1): "halbjährlich",
            (Unit.YEAR, 1, 1): "jährlich|alljährlich|jährliche|jährlichen",
        }
    ),
    groups=_each(
        {
            WORKDAYS: "werktag|werktage|werktagen|wochentag|wochentage|arbeitstag|arbeitstage",
            WEEKEND: "wochenende|wochenenden",
        }
    ),
    plurals=_days("montags dienstags mittwochs donnerstags freitags samstags|sonnabends sonntags")
    | _each({WORKDAYS: "werktags|wochentags|unter der woche|an werktagen|an wochentagen", WEEKEND: "an wochenenden"}),
    once={"einmal": 1, "zweimal": 2, "dreimal": 3, "viermal": 4, "fünfmal": 5, "sechsmal": 6},
    parts={},
    parts_of_every={"morgen": Part.MORNING},
    signs={
        "EVERY": "jede|jeden|jeder|jedes|jedem|alle|aller|immer am|immer",
        "LEAD": "an|ans|daran|dran|zu|zur|zum|für|dass|über|wegen|erinnere|erinner|erinnern|weck|wecke|bitte|mich|uns"
        "|ich|ist|kommt|sag",
        "OTHER": "zweite|zweiten|zweites|zweiter|anderen",
        "PER": "am|pro|in der|im|die|jede|jeden|jedes|alle",
        "THE": "der|die|das|den|dem|des|am",
        "OF": "im|in|des|der|eines|von|vom",
        "ON": "am|an|im|in|den|immer am",
        "AND": "und|,|und am|sowie",
        "OR": "oder",
        "TO": "-|\N{EN DASH}|bis|bis zum",
        "BETWEEN": "zwischen|von",
        "FROM": "von|vom|ab",
        "START": "ab|ab dem|beginnend|beginnend am|ab nächster|angefangen",
        "UNTIL": "bis|bis zum|bis ende",
        "FOR": "für",
        "UPTO": "bis zu|höchstens|maximal",
        "TIMES": "mal|x",
        "NEXT": "nächsten|die nächsten",
        "EXCEPT": "außer|ausser|außer am|außer im|aber nicht|aber nicht am|nicht am|ausgenommen|bis auf",
        "LAST": "letzte|letzten|letzter|letztes",
        "BEGIN": "anfang",
        "MIDDLE": "mitte",
        "END": "ende",
        "PENULTIMATE": "vorletzte|vorletzten|vorletzter",
        "AT": "um|@|gegen",
        "WITHIN": "am|in|an|in der",
    },
)

FRENCH: Final = Repeating(
    adverbs=_often(
        {
            (Unit.DAY, 1, 1): "quotidiennement|quotidien|quotidienne|journellement",
            (Unit.WEEK, 1, 1): "hebdomadairement|hebdomadaire",
            (Unit.WEEK, 2, 1): "bimensuel|bimensuelle|bimensuellement",
            (Unit.MONTH, 1, 1): "mensuellement|mensuel|mensuelle",
            (Unit.MONTH, 3, 1): "trimestriellement|trimestriel|trimestrielle",
            (Unit.MONTH, 6, 1): "semestriellement|semestriel|semestrielle",
            (Unit.YEAR, 1, 1): "annuellement|annuel|annuelle",
        }
    ),
    groups=_each(
        {
            WORKDAYS: "jour ouvrable|jours ouvrables|jour ouvré|jours ouvrés|jours de semaine|jour de semaine",
            WEEKEND: "week-end|week-ends|weekend|weekends",
        }
    ),
    plurals=_days("lundis mardis mercredis jeudis vendredis samedis dimanches")
    | _each(
        {WORKDAYS: "en semaine|les jours ouvrables|les jours ouvrés", WEEKEND: "le week-end|les week-ends|les weekends"}
    ),
    once={"une fois": 1},
    parts=_parts("matins|les_matins après-midis soirs nuits"),
    parts_of_every={},
    signs={
        "EVERY": "chaque|tous les|toutes les|tout les",
        "EVERYDAYOF": "chaque|tous les",
        "LEAD": "de|d'|d|que|qu|pour|rappelle|rappelez|rappeler|préviens|fais|mets|je|j|mon|ma|mes|stp|svp"
        "|s'il te plaît",
        "PER": "par|chaque|tous les|toutes les",
        "THE": "le|la|les|l'",
        "OF": "de|du|des|d'|en|au",
        "ON": "le|les|en|au",
        "AND": "et|,|et le|et les|ainsi que",
        "OR": "ou",
        "DAYOF": "le|les",
        "TO": "-|\N{EN DASH}|à|au|jusqu'à|jusqu'au|a",
        "BETWEEN": "entre|de|du",
        "FROM": "de|du",
        "START": "à partir de|à partir du|dès|dès le|à compter du|à compter de|depuis|depuis le",
        "UNTIL": "jusqu'à|jusqu'au|jusqu'en|jusqu'à la",
        "FOR": "pendant|durant",
        "UPTO": "jusqu'à|au plus",
        "TIMES": "fois",
        "NEXT": "prochains|prochaines|les prochains|les prochaines",
        "EXCEPT": "sauf|sauf le|sauf les|sauf en|hormis|excepté|mais pas|mais pas le|mais pas les",
        "LAST": "dernier|dernière|derniers",
        "BEGIN": "début|au début",
        "MIDDLE": "milieu|au milieu",
        "END": "fin|à la fin",
        "PENULTIMATE": "avant-dernier|avant-dernière",
        "AT": "à|@|vers",
        "WITHIN": "le|du|dans|au|la|dans la",
    },
)

PORTUGUESE: Final = Repeating(
    adverbs=_often(
        {
            (Unit.DAY, 1, 1): "diariamente|diário|diária|todo dia",
            (Unit.WEEK, 1, 1): "semanalmente|semanal",
            (Unit.WEEK, 2, 1): "quinzenalmente|quinzenal",
            (Unit.MONTH, 1, 1): "mensalmente|mensal",
            (Unit.MONTH, 2, 1): "bimestralmente|bimestral",
            (Unit.MONTH, 3, 1): "trimestralmente|trimestral",
            (Unit.MONTH, 6, 1): "semestralmente|semestral",
            (Unit.YEAR, 1, 1): "anualmente|anual",
        }
    ),
    groups=_each(
        {
            WORKDAYS: "dia útil|dias úteis|dia de semana|dias de semana",
            WEEKEND: "fim de semana|fins de semana|final de semana|finais de semana",
        }
    ),
    plurals=_days(
        "segundas-feiras|segundas_feiras|às_segundas|segundas terças-feiras|terças_feiras|às_terças|terças "
        "quartas-feiras|quartas_feiras|às_quartas|quartas quintas-feiras|quintas_feiras|às_quintas|quintas "
        "sextas-feiras|sextas_feiras|às_sextas|sextas aos_sábados aos_domingos"
    )
    | _each({WORKDAYS: "durante a semana|nos dias úteis", WEEKEND: "aos fins de semana|nos fins de semana"}),
    once={"uma vez": 1},
    parts=_parts("manhãs tardes _ noites"),
    parts_of_every={},
    signs={
        "EVERY": "cada|a cada|todo|toda|todos os|todas as|todo o|toda a|todo dia",
        "EVERYDAYOF": "cada|todo|toda|todo o|todos os|todo dia",
        "LEAD": "que|de|do|da|para|pra|a|ao|me|lembra|lembre|lembrar|avisa|avise|por favor|meu|minha|tenho|eu",
        "PER": "por|ao|à|a cada|cada",
        "THE": "o|a|os|as|dia|no dia|dias|nos dias",
        "OF": "de|do|da|em|no|na",
        "ON": "no|na|em|dia|no dia|nos|nas|nos dias|às|aos",
        "AND": "e|,|e às|e aos|e as|e os|bem como",
        "OR": "ou",
        "DAYOF": "dia|dias|no dia|nos dias|todo dia",
        "TO": "-|\N{EN DASH}|a|à|às|até|até as|até às|ao|até a",
        "BETWEEN": "entre|das|entre as|de|da",
        "FROM": "de|do|da|das|desde",
        "START": "a partir de|a partir do|a partir da|desde|começando|começando em|começando no",
        "UNTIL": "até|até o|até a|até dia",
        "FOR": "durante|por",
        "UPTO": "até|no máximo",
        "TIMES": "vezes|vez",
        "NEXT": "próximos|próximas|os próximos|as próximas",
        "EXCEPT": "exceto|menos|exceto em|exceto às|exceto aos|mas não|mas não às|mas não aos|salvo|fora|exceto no"
        "|exceto na|exceto nos|exceto nas|menos no|menos na|menos nos|menos nas|menos aos|mas não no|mas não na"
        "|mas não nos|mas não em|salvo no|salvo aos",
        "LAST": "último|última|últimos",
        "BEGIN": "início|começo|no início|no começo",
        "MIDDLE": "meados|em meados|meio",
        "END": "fim|final|no fim|no final",
        "PENULTIMATE": "penúltimo|penúltima",
        "AT": "às|as|à|@|ao",
        "WITHIN": "de|da|pela|à|às|ao|na",
    },
)

LANGUAGES: Final[Mapping[str, Repeating]] = {
    "en": ENGLISH,
    "es": SPANISH,
    "de": GERMAN,
    "fr": FRENCH,
    "pt": PORTUGUESE,
}
