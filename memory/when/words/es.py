"""Spanish words of time."""

from typing import Final

from memory.when.words.vocabulary import Part, Unit, Vocabulary, listed, named

WORDS: Final = Vocabulary(
    language="es",
    months=listed(
        "enero|ene febrero|feb marzo|mar abril|abr mayo|may junio|jun julio|jul agosto|ago "
        "septiembre|setiembre|sep|sept octubre|oct noviembre|nov diciembre|dic",
        1,
    ),
    weekdays=listed("lunes|lun martes miércoles|mié jueves|jue viernes|vie sábado|sábados|sáb domingo|domingos|dom"),
    units=named(
        {
            Unit.SECOND: "segundo|segundos|seg",
            Unit.MINUTE: "minuto|minutos|min",
            Unit.HOUR: "hora|horas",
            Unit.DAY: "día|días",
            Unit.WEEK: "semana|semanas",
            Unit.FORTNIGHT: "quincena|quincenas",
            Unit.MONTH: "mes|meses",
            Unit.QUARTER: "trimestre|trimestres",
            Unit.YEAR: "año|años",
            Unit.DECADE: "década|décadas",
            Unit.CENTURY: "siglo|siglos",
        }
    ),
    short_units={"h": Unit.HOUR, "s": Unit.SECOND},
    numbers=listed(
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
        "diecisiete dieciocho diecinueve veinte veintiuno|veintiún|veintiuna veintidós veintitrés veinticuatro "
        "veinticinco veintiséis veintisiete veintiocho veintinueve treinta treinta_y_uno"
    )
    | {"cuarenta": 40, "cuarenta y cinco": 45, "cincuenta": 50, "sesenta": 60, "noventa": 90},
    ordinals=listed(
        "primero|primer|primera segundo|segunda tercero|tercer|tercera cuarto|cuarta quinto|quinta sexto|sexta", 1
    ),
    amounts={
        "un": 1,
        "una": 1,
        "un par de": 2,
        "unos pocos": 3,
        "unas pocas": 3,
        "unos": 3,
        "unas": 3,
        "algunos": 3,
        "media": 0.5,
        "medio": 0.5,
        "un cuarto de": 0.25,
    },
    days={
        "hoy": 0,
        "mañana": 1,
        "ayer": -1,
        "pasado mañana": 2,
        "anteayer": -2,
        "antes de ayer": -2,
        "antier": -2,
    },
    parts={
        "madrugada": Part.EARLY,
        "mañana": Part.MORNING,
        "la mañana": Part.MORNING,
        "mediodía": Part.NOONTIME,
        "tarde": Part.AFTERNOON,
        "noche": Part.NIGHT,
    },
    today_parts={"esta mañana": (0, Part.MORNING), "esta noche": (0, Part.EVENING), "anoche": (-1, Part.EVENING)},
    seasons=listed("primavera verano otoño invierno"),
    signs={
        "THE": "el|la|los|las",
        "OF": "de|del|de la|en|a|al",
        "ON": "el|para el|en",
        "AT": "a la|a las|a|sobre las|hacia las|para las|@",
        "ABOUT": "sobre|aproximadamente|alrededor de|en punto",
        "IN": "en|dentro de",
        "AGO": "atrás",
        "AGO_FIRST": "hace",
        "LATER": "después|más tarde",
        "BEFORE": "antes de|antes del",
        "PREVIOUSLY": "antes|antes de eso|antes de esto|de antelación|de anticipación|anterior|previa|previo|de antes",
        "EVE": "víspera",
        "AFTER": "después de|después del|desde",
        "OPEN_AFTER": "después de|después de las|a partir de|a partir del|a partir de las|desde|desde las",
        "AFTERWARD": "después de|después del",
        "FROM": "de|del|desde|desde el|desde las|de las",
        "FOR": "durante|por",
        "BETWEEN": "entre|entre el|entre las",
        "TO": "a|al|hasta|hasta el|hasta las|a las|-|\N{EN DASH}|\N{EM DASH}",
        "AND": "y|e|,|y las|y el",
        "UNTIL": "hasta|hasta el|hasta las",
        "SINCE": "desde|desde el",
        "BY": "antes de|antes del|antes de las|para",
        "WITHIN": "en los próximos|en las próximas",
        "THIS": "este|esta|estos|estas",
        "NEXT": "próximo|próxima|próximos|próximas|que viene|siguiente|siguientes|entrante",
        "LAST": "pasado|pasada|último|última|últimos|últimas|pasados|pasadas",
        "FINAL": "último|última",
        "HALF": "media",
        "QUARTER": "cuarto",
        "PAST": "y",
        "BEFOREHOUR": "menos",
        "HOURWORD": "horas|h|hs|hrs|hora",
        "INTHE": "por la|en la|a la|de la|por|al|a",
        "DAYMARK": "el|el día|para el|para el día|día",
        "AM": "am|a.m.|a.m|a m|de la mañana|de la madrugada",
        "PM": "pm|p.m.|p.m|p m|de la tarde|de la noche",
        "NOON": "mediodía|al mediodía|del mediodía",
        "MIDNIGHT": "medianoche",
        "NOW": "ahora|ahora mismo|ya mismo",
        "WEEKEND": "fin de semana|finde",
        "BEGIN": "principios de|principio de|comienzos de|inicios de",
        "MIDDLE": "mediados de",
        "END": "finales de|fin de|fines de|final de",
    },
    behind=frozenset(("NEXT", "LAST")),
    weak=frozenset(("may", "ago", "mar", "sep", "vie", "dom", "un", "ya")),
    ordinal_suffixes=frozenset(("º", "ª", "°", "o", "ro", "er")),
    holidays=named(
        {
            "christmas": "navidad|día de navidad",
            "christmas eve": "nochebuena",
            "new year": "año nuevo",
            "new year's eve": "nochevieja|fin de año",
            "epiphany": "día de reyes|reyes magos",
            "easter": "pascua|domingo de pascua",
            "good friday": "viernes santo",
            "maundy thursday": "jueves santo",
            "palm sunday": "domingo de ramos",
            "valentine": "san valentín",
        }
    ),
)
