"""French words of time."""

from typing import Final

from memory.when.words.vocabulary import Part, Unit, Vocabulary, listed, named

WORDS: Final = Vocabulary(
    language="fr",
    months=listed(
        "janvier|janv février|févr|fév mars avril|avr mai juin juillet|juil août "
        "septembre|sept octobre|oct novembre|nov décembre|déc",
        1,
    ),
    weekdays=listed(
        "lundi|lundis|lun mardi|mardis mercredi|mercredis|mer jeudi|jeudis|jeu vendredi|vendredis|ven "
        "samedi|samedis|sam dimanche|dimanches|dim"
    ),
    units=named(
        {
            Unit.SECOND: "seconde|secondes|sec",
            Unit.MINUTE: "minute|minutes|min|mn",
            Unit.HOUR: "heure|heures",
            Unit.DAY: "jour|jours|journée",
            Unit.WEEK: "semaine|semaines",
            Unit.FORTNIGHT: "quinzaine|quinzaines",
            Unit.MONTH: "mois",
            Unit.QUARTER: "trimestre|trimestres",
            Unit.YEAR: "an|ans|année|années",
            Unit.DECADE: "décennie|décennies",
            Unit.CENTURY: "siècle|siècles",
        }
    ),
    short_units={"h": Unit.HOUR, "s": Unit.SECOND, "j": Unit.DAY},
    numbers=listed(
        "zéro un|une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
        "dix-sept dix-huit dix-neuf vingt vingt_et_un|vingt_et_une|vingt-et-un|vingt-et-une vingt-deux vingt-trois "
        "vingt-quatre vingt-cinq vingt-six vingt-sept vingt-huit vingt-neuf trente trente_et_un"
    )
    | {"quarante": 40, "quarante-cinq": 45, "cinquante": 50, "soixante": 60},
    ordinals=listed(
        "premier|première deuxième|second|seconde troisième quatrième cinquième sixième septième huitième", 1
    ),
    amounts={
        "un": 1,
        "une": 1,
        "quelques": 3,
        "une demi": 0.5,
        "une demie": 0.5,
        "demi": 0.5,
        "un quart d'": 0.25,
        "une dizaine de": 10,
    },
    days={
        "aujourd'hui": 0,
        "aujourd hui": 0,
        "demain": 1,
        "hier": -1,
        "après-demain": 2,
        "après demain": 2,
        "avant-hier": -2,
        "avant hier": -2,
    },
    parts={
        "matin": Part.MORNING,
        "matinée": Part.MORNING,
        "midi": Part.NOONTIME,
        "après-midi": Part.AFTERNOON,
        "après midi": Part.AFTERNOON,
        "aprèm": Part.AFTERNOON,
        "soir": Part.EVENING,
        "soirée": Part.EVENING,
        "nuit": Part.NIGHT,
    },
    today_parts={
        "ce soir": (0, Part.EVENING),
        "ce matin": (0, Part.MORNING),
        "cet après-midi": (0, Part.AFTERNOON),
        "cet après midi": (0, Part.AFTERNOON),
        "cette nuit": (0, Part.NIGHT),
        "hier soir": (-1, Part.EVENING),
    },
    seasons=listed("printemps été automne hiver"),
    signs={
        "THE": "le|la|les|l'",
        "OF": "de|du|d'|de la|de l'|en|au|des",
        "ON": "le|pour le",
        "AT": "à|vers|pour|dès|@",
        "ABOUT": "environ|vers|pile|précises",
        "IN": "dans|d'ici",
        "AGO": "plus tôt",
        "AGO_FIRST": "il y a",
        "LATER": "plus tard|après",
        "BEFORE": "avant|avant le",
        "PREVIOUSLY": "avant|avant ça|avant cela|plus tôt|à l'avance|auparavant|d'avant|précédent|précédente",
        "EVE": "veille",
        "PUT_OFF": "plus tard|après",
        "BYMUCH": "de|d'",
        "AFTERWARDS": "après|après ça|après cela|ensuite",
        "AFTER_IT": "après|après le|après la|après les|après l'",
        "MORROW": "lendemain",
        "AFTER": "après|après le|à partir de|à partir du",
        "OPEN_AFTER": "après|à partir de|à partir du|depuis|depuis le|dès",
        "AFTERWARD": "après|après le",
        "FROM": "de|du",
        "FOR": "pendant|durant",
        "BETWEEN": "entre|entre le",
        "TO": "à|au|jusqu'à|jusqu'au|-|\N{EN DASH}|\N{EM DASH}",
        "AND": "et|,|et le",
        "UNTIL": "jusqu'à|jusqu'au",
        "SINCE": "depuis|depuis le",
        "BY": "avant|avant le|d'ici|d'ici le",
        "WITHIN": "dans les|d'ici",
        "THIS": "ce|cet|cette|ces",
        "NEXT": "prochain|prochaine|prochains|prochaines|suivant|suivante",
        "LAST": "dernier|dernière|derniers|dernières|passé|passée",
        "FINAL": "dernier|dernière",
        "HALF": "demie|demi",
        "QUARTER": "quart|le quart",
        "PAST": "et",
        "BEFOREHOUR": "moins",
        "HOURWORD": "h|heure|heures",
        "INTHE": "dans la|dans l'|au|en|le|dans le|à",
        "DAYMARK": "le|pour le",
        "AM": "am|du matin",
        "PM": "pm|de l'après-midi|du soir|de l'après midi",
        "NOON": "midi",
        "MIDNIGHT": "minuit",
        "NOW": "maintenant|tout de suite|immédiatement",
        "WEEKEND": "week-end|weekend|week end",
        "DATED": "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
        "WORKDAY": "jour ouvrable|jour ouvré|jour de semaine",
        "BEGIN": "début|au début de|début de|début du|au début du",
        "MIDDLE": "mi-|milieu de|au milieu de",
        "END": "fin|fin de|fin du|à la fin du|la fin du|à la fin de|la fin de",
    },
    behind=frozenset(("NEXT", "LAST")),
    weak=frozenset(("mars", "mer", "sam", "lun", "an", "ete", "second", "seconde", "sept", "suivant", "dim")),
    ordinal_suffixes=frozenset(("er", "ère", "re", "e", "ème", "eme", "nd")),
    holidays=named(
        {
            "leap day": "jour bissextile|jour intercalaire",
            "christmas": "noël|jour de noël",
            "christmas eve": "réveillon de noël|veille de noël",
            "new year": "nouvel an|jour de l'an",
            "new year's eve": "saint-sylvestre|réveillon",
            "bastille day": "fête nationale",
            "easter": "pâques|dimanche de pâques",
            "easter monday": "lundi de pâques",
            "ascension": "ascension",
            "pentecost": "pentecôte",
            "whit monday": "lundi de pentecôte",
            "all saints": "toussaint",
            "valentine": "saint-valentin|saint valentin",
        }
    ),
)
