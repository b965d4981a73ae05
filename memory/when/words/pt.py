"""Portuguese words of time."""

from typing import Final

from memory.when.words.vocabulary import Part, Unit, Vocabulary, listed, named

WORDS: Final = Vocabulary(
    language="pt",
    months=listed(
        "janeiro|jan fevereiro|fev março|mar abril|abr maio|mai junho|jun julho|jul agosto|ago "
        "setembro|set outubro|out novembro|nov dezembro|dez",
        1,
    ),
    weekdays=listed(
        "segunda-feira|segunda_feira|segunda|seg terça-feira|terça_feira|terça|ter "
        "quarta-feira|quarta_feira|quarta|qua quinta-feira|quinta_feira|quinta|qui "
        "sexta-feira|sexta_feira|sexta|sex sábado|sábados|sáb domingo|domingos|dom"
    ),
    units=named(
        {
            Unit.SECOND: "segundo|segundos|seg",
            Unit.MINUTE: "minuto|minutos|min",
            Unit.HOUR: "hora|horas",
            Unit.DAY: "dia|dias",
            Unit.WEEK: "semana|semanas",
            Unit.FORTNIGHT: "quinzena|quinzenas",
            Unit.MONTH: "mês|meses",
            Unit.QUARTER: "trimestre|trimestres",
            Unit.YEAR: "ano|anos",
            Unit.DECADE: "década|décadas",
            Unit.CENTURY: "século|séculos",
        }
    ),
    short_units={"h": Unit.HOUR, "s": Unit.SECOND},
    numbers=listed(
        "zero um|uma dois|duas três quatro cinco seis sete oito nove dez onze doze treze quatorze|catorze quinze "
        "dezesseis|dezasseis dezessete|dezassete dezoito dezenove|dezanove vinte vinte_e_um|vinte_e_uma "
        "vinte_e_dois|vinte_e_duas vinte_e_três vinte_e_quatro vinte_e_cinco vinte_e_seis vinte_e_sete vinte_e_oito "
        "vinte_e_nove trinta trinta_e_um"
    )
    | {"quarenta": 40, "quarenta e cinco": 45, "cinquenta": 50, "sessenta": 60},
    ordinals=listed("primeiro|primeira segundo terceiro|terceira quarto quinto sexto", 1),
    amounts={
        "um": 1,
        "uma": 1,
        "um par de": 2,
        "alguns": 3,
        "algumas": 3,
        "uns": 3,
        "umas": 3,
        "meia": 0.5,
        "meio": 0.5,
        "um quarto de": 0.25,
    },
    days={
        "hoje": 0,
        "amanhã": 1,
        "ontem": -1,
        "depois de amanhã": 2,
        "anteontem": -2,
        "antes de ontem": -2,
    },
    parts={
        "madrugada": Part.EARLY,
        "manhã": Part.MORNING,
        "meio-dia": Part.NOONTIME,
        "almoço": Part.NOONTIME,
        "tarde": Part.AFTERNOON,
        "noite": Part.NIGHT,
    },
    today_parts={
        "esta noite": (0, Part.EVENING),
        "hoje à noite": (0, Part.EVENING),
        "esta manhã": (0, Part.MORNING),
        "esta tarde": (0, Part.AFTERNOON),
        "ontem à noite": (-1, Part.EVENING),
    },
    seasons=listed("primavera verão outono inverno"),
    signs={
        "THE": "o|a|os|as",
        "OF": "de|do|da|em|no|na|dos|das|à|a|pela",
        "ON": "no|na|em|para o|dia|no dia",
        "AT": "às|à|as|ao|pelas|para as|@",
        "ABOUT": "por volta das|cerca de|aproximadamente|em ponto|lá pelas",
        "IN": "em|daqui a|dentro de|daqui",
        "AGO": "atrás",
        "AGO_FIRST": "há|faz",
        "LATER": "depois|mais tarde",
        "BEFORE": "antes de|antes do|antes da",
        "PREVIOUSLY": "antes|antes disso|antes disto|de antecedência|anterior|mais cedo",
        "EVE": "véspera",
        "PUT_OFF": "mais tarde|depois",
        "BYMUCH": "por|em mais",
        "AFTERWARDS": "depois|depois disso|depois disto|a seguir",
        "AFTER_IT": "depois de|depois do|depois da|após|após o|após a",
        "MORROW": "dia seguinte",
        "AFTER": "depois de|depois do|depois da|após|a partir de",
        "OPEN_AFTER": "depois de|depois das|a partir de|a partir das|desde|após as|após",
        "AFTERWARD": "depois de|depois do|depois da|após",
        "FROM": "de|das|do|desde",
        "FOR": "durante|por",
        "BETWEEN": "entre|entre as|entre o",
        "TO": "a|às|até|até as|até às|ao|-|\N{EN DASH}|\N{EM DASH}",
        "AND": "e|,|e as|e o",
        "UNTIL": "até|até o|até as|até às",
        "SINCE": "desde|desde o|desde as",
        "BY": "até|antes de|antes das|até o|até a|até às|até as",
        "WITHIN": "nos próximos|nas próximas",
        "THIS": "este|esta|neste|nesta|esse|essa|nesse|nessa",
        "NEXT": "próximo|próxima|próximos|próximas|que vem|seguinte",
        "LAST": "passado|passada|último|última|últimos|últimas",
        "FINAL": "último|última",
        "HALF": "meia",
        "QUARTER": "quarto|um quarto",
        "PAST": "e",
        "BEFOREHOUR": "menos",
        "HOURWORD": "horas|h|hs|hrs|hora",
        "INTHE": "de|à|pela|na|da|ao",
        "DAYMARK": "dia|no dia|para o dia|até dia",
        "AM": "am|da manhã|da madrugada",
        "PM": "pm|da tarde|da noite",
        "NOON": "meio-dia|meio dia|ao meio-dia|ao meio dia",
        "MIDNIGHT": "meia-noite|meia noite|à meia-noite",
        "NOW": "agora|agora mesmo|já já",
        "WEEKEND": "fim de semana|fim-de-semana",
        "DATED": "segunda-feira|segunda|terça-feira|terça|quarta-feira|quarta|quinta-feira|quinta|sexta-feira"
        "|sexta|sábado|domingo",
        "WORKDAY": "dia útil|dia de semana",
        "BEGIN": "início de|começo de|início do|começo do",
        "MIDDLE": "meados de|meio de",
        "END": "fim de|final de|fim do|final do",
    },
    behind=frozenset(("NEXT", "LAST")),
    weak=frozenset(
        (
            "ago",
            "mar",
            "set",
            "out",
            "dez",
            "ter",
            "seg",
            "sex",
            "qui",
            "mai",
            "dom",
            "segunda",
            "quarta",
            "quinta",
            "terca",
            "sexta",
        )
    ),
    ordinal_suffixes=frozenset(("º", "ª", "°", "o")),
    holidays=named(
        {
            "leap day": "dia bissexto|dia intercalar",
            "christmas": "natal|dia de natal",
            "christmas eve": "véspera de natal",
            "new year": "ano novo",
            "new year's eve": "réveillon|véspera de ano novo",
            "easter": "páscoa|domingo de páscoa",
            "good friday": "sexta-feira santa|sexta feira santa",
            "shrove tuesday": "carnaval|terça-feira de carnaval",
            "corpus christi": "corpus christi",
        }
    ),
)
