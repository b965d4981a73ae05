"""What is said of settings in Spanish."""

from typing import Final

from handlers.settings_words.vocabulary import (
    TAIL,
    TONGUE,
    DigestWords,
    HourWords,
    QuietWords,
    RepeatWords,
    SettingsWords,
    each,
    found,
)
from memory.documents import DigestKind
from memory.preferences import Topic

ASKED: Final = (
    r"(?:(?:por favor|oye|hola|ok|vale|puedes|podr[ií]as|quiero que|quisiera|quiero|me gustaría|y|también|hoy|esta "
    r"semana|mañana|a partir de"
    r" (?:ahora|hoy|mañana)),? )*+"
)
DAY: Final = r"(?:lunes|martes|miércoles|jueves|viernes|sábados?|domingos?)"
KIND: Final = r"(?: (?:diario|semanal(?:es)?|mensual(?:es)?|matutino|de la mañana|del día))*"
DIGEST: Final = rf"(?:(?:el|mi|tu|un|los|mis|ningún) )?resúmen(?:es)?{KIND}"
GIVEN: Final = rf"(?:el|mi|tu|los|mis) resúmen(?:es)?{KIND}"
GIVE: Final = (
    r"(?:(?:me )?(?:m[aá]nd|env[ií]|entr[eé]g|c[aá]mbi|program|adelant|retras)(?:ar?|a|as|es|e|ues)(?:me)?(?:lo)?"
    r"|p[oó]n(?:me|er|erme)?|d[aá](?:me|rme)?|mu[eé]ve|recibir|tener)"
)
STOP: Final = (
    r"(?:pausar?|poner? en pausa|suspende(?:r)?|silencia|salta(?:te)?|omite|deja de (?:mandar|enviar)(?:me)?|cancela"
    r"|desactiva|quita|quítame|apaga|para(?= (?:el|mi) resumen[.! ]*$)|detén|elimina|reanuda|reactiva|activa"
    r"|enciende|retoma"
    r"|vuelve a (?:mandar|enviar)(?:me)?|no (?:me )?(?:mandes|envíes|quiero|des|pases|canceles|pares)(?: más| ya)?"
    r"|no "
    r"más"
    r"|sin|ya no (?:quiero|me (?:mandes|envíes)))"
)
AT: Final = (
    r"(?:a las?|al mediodía|a mediodía|a medianoche|por las? (?:mañana|tarde|noche)s?|todos los|una vez|entre semana"
    rf"|cada (?:día|mañana|semana|mes|{DAY})|todas las (?:mañanas|tardes|noches|semanas)|solo|solamente|menos|excepto"
    rf"|(?:no )?(?:el|los) (?:{DAY}|fin|fines)|de lunes|otra vez|de nuevo|para las|antes de las|hasta|semanalmente"
    rf"|{DAY})"
)
QUIET: Final = (
    r"(?:horas? de silencio|horario de silencio|horas silenciosas|horas tranquilas|modo (?:silencio|silencioso)"
    r"|silencio nocturno|no molestar)"
)
LEAVE_ME: Final = (
    r"no me (?:molestes|escribas|interrumpas|notifiques|avises|(?:mandes|envíes)"
    r" (?:mensajes|nada|notificaciones|avisos))"
)
REMINDERS: Final = r"(?:(?:los|mis|el|tus) )?(?:recordatorios?|avisos?)"
TIMELESS: Final = (
    rf"{REMINDERS} (?:sin (?:una )?hora|de todo el día|de día completo|que (?:no tienen|no tengan) hora"
    r"|que solo (?:nombran|tienen|indican|dicen) (?:un|el) día)"
)
WHEN: Final = (
    r"(?:,? (?:ahora(?: mismo)?|hoy|ya|esta semana|por ahora|por favor|de momento|desde (?:hoy|ayer)|unos días))*"
)
CITY: Final = r"(?:(?!(?:el|la|los|las|un|una|mi|casa|cama)\b)[^\W\d][\w'-]*)(?:,? (?!en\b)[^\W\d][\w'-]*){0,2}"
SPEAK: Final = (
    r"\b(?:habla(?:me|r|rme)?|hables|responde(?:me)?|contesta(?:me)?|escribe(?:me)?)(?: conmigo)?(?: en)?"
    r" (?P<said>[^\W\d]+)"
    r"|\bidioma (?:es|a|al|en|sea)(?: el)? (?P<set>[^\W\d]+)"
    rf"|\b(?P<ours>{TONGUE})\b"
    r"|\ben (?P<other>[^\W\d]+),? por favor\b"
)
PLACE: Final = (
    r"\b(?:zona horaria|huso horario)(?: (?:es|a|al|en|ahora|la|de|hora))+:? (?P<named>[^!?;\n]{2,60}?)"
    + WHEN
    + r"[.! ]*$"
    r"|\b(?:mudado|mudé|mudamos|trasladado|trasladé) a (?P<moved>[^!?;\n]{2,60}?)" + WHEN + r"[.! ]*$"
    r"|\b(?:he llegado|llegué|aterricé|he aterrizado) (?:a|en) (?P<landed>[^!?;\n]{2,60}?)" + WHEN + r"[.! ]*$"
    r"|\best(?:oy|amos)(?: ahora| ya)?(?: mismo)? en (?P<here>[^!?;\n]{2,60}?)" + WHEN + r"[.! ]*$"
    r"|\bvivo(?: ahora)? en (?P<lives>[^!?;\n]{2,60}?)" + WHEN + r"[.! ]*$"
)

WORDS: Final = SettingsWords(
    language="es",
    sentences=(
        rf"{ASKED}(?:{GIVE} )?{DIGEST} (?:a las?|al mediodía|a mediodía) {TAIL}",
        rf"{ASKED}{GIVE} {DIGEST},? {AT}\b{TAIL}",
        rf"{ASKED}{GIVEN},? {AT}\b{TAIL}",
        rf"{DIGEST} (?:(?:solo|solamente|cada|todos|todas|los|entre semana|de lunes) )+{TAIL}",
        (
            rf"{ASKED}(?:{GIVE} )?(?:solo|solamente|únicamente) (?:el |mi |un )?resumen\b{TAIL}|resumen(?: semanal| "
            rf"mensual| diario)+"
            r"(?: solo| solamente| nada más)?[.! ]*"
        ),
        rf"{ASKED}{STOP} {DIGEST}\b(?! (?:del?|sobre|con)\b){TAIL}",
        (
            rf"{ASKED}(?:(?:pon|fija|activa|desactiva|quita|cambia|usa|configura|sin|no quiero|no hay|mis|las|el|de"
            rf"|cancela"
            rf"|apaga|son) )*{QUIET}\b{TAIL}"
        ),
        (
            rf"{ASKED}{LEAVE_ME} (?:nunca )?(?:entre|de|desde|después|antes|a partir|por la|por las|durante la"
            rf"|hasta)\b{TAIL}"
        ),
        rf"{ASKED}(?:{GIVE} )?{TIMELESS}\b{TAIL}",
        (
            rf"{ASKED}(?:repite(?:me)?|repetir|vuelve a mandar|no repitas|no insistas con|deja de repetir|escala|no "
            rf"escales)"
            rf" {REMINDERS}\b{TAIL}"
        ),
        rf"{ASKED}(?:recuérdame(?:lo)?|avísame)(?: solo| solamente| nada más)? una (?:sola )?vez[.! ]*",
        (
            rf"{ASKED}(?:recuérdame(?:lo)?|avísame) (?:otra vez|de nuevo) (?:después de|tras|al cabo de|cada) "
            rf"[^.!?\n]{{1,40}} si no "
            r"(?:contesto|respondo|reacciono)[.! ]*"
        ),
        (
            rf"{ASKED}(?:habla(?:me)?|responde(?:me)?|contesta(?:me)?|escribe(?:me)?|hables|hablar(?:me)?)(?: "
            rf"conmigo)?"
            rf"(?: en)? (?:{TONGUE})(?: por favor| conmigo)?[.!? ]*"
        ),
        rf"{ASKED}(?:cambia|pon)(?: (?:el|de|tu|a|al|en|idioma))* (?:{TONGUE})(?: por favor)?[.! ]*",
        rf"(?:en )?(?:{TONGUE}),? por favor[.! ]*|en (?:{TONGUE})[.! ]*|mi idioma es (?:el )?[^\W\d]+[.! ]*",
        rf"{ASKED}(?:cambia |pon )?(?:mi|la) (?:zona horaria|huso horario)\b{TAIL}",
        (
            r"(?:(?:muestra|enseña|abre|ver|dime)(?:me)? )?(?:(?:todos|mis|los|tus) )*(?:ajustes|preferencias)[.!? ]*"
            r"|[\xbf¿]?(?:cuáles|qué) (?:son )?(?:mis|los) (?:ajustes|preferencias)(?: tengo)?[.!? ]*"
            r"|(?:muéstrame |ver )?(?:la |mi )?configuración[.! ]*"
        ),
    ),
    moves=(
        rf"(?:ya |ahora )?(?:estoy|estamos)(?: ahora| ya)?(?: mismo)? en {CITY}{WHEN}[.! ]*",
        rf"(?:me he mudado|me mudé|nos hemos mudado|nos mudamos|me he trasladado) a {CITY}{WHEN}[.! ]*",
        (
            rf"(?:ahora vivo|vivo ahora) en {CITY}[.! ]*|vivo en {CITY} ahora[.! ]*"
            rf"|(?:he llegado|llegué|acabo de llegar|he aterrizado|aterricé) (?:a|en) {CITY}{WHEN}[.! ]*"
        ),
    ),
    about={
        topic: found(pattern)
        for topic, pattern in {
            Topic.DIGEST: r"\bresúmen(?:es)?\b",
            Topic.QUIET: rf"\b{QUIET}\b|\b{LEAVE_ME}\b|\bescríbeme (?:a cualquier hora|cuando sea)\b",
            Topic.ZONE: rf"\b(?:zona|huso) horari[ao]\b|{PLACE}|\bacabo de llegar\b",
            Topic.DAY_HOUR: TIMELESS,
            Topic.REPEATS: r"\b(?:repet\w*|repit\w*|insist\w*|escal\w*|otros? canal(?:es)?)\b"
            r"|\b(?:recuérda|avísa)\w* (?:solo |solamente |nada más )?(?:una (?:sola )?vez|otra vez|de nuevo)\b"
            r"|\brecordatorios?\b.*\b(?:una (?:sola )?vez|otra vez|vuelven)\b",
            Topic.LANGUAGE: SPEAK,
        }.items()
    },
    sentence_end=found(r"[.!] "),
    speak=found(SPEAK),
    place=found(PLACE + r"|\bacabo de llegar a (?P<arrived>[^!?;\n]{2,60}?)" + WHEN + r"[.! ]*$"),
    show=found(
        r"[¿/]?(?:(?:muestra(?:me)?|enseña(?:me)?|ver|abre|dime|cuáles|qué|son|todos|mis|los|las|la|mi|tus) )*"
        r"(?:ajustes|preferencias|configuración)(?: tengo)?[.!? ]*"
    ),
    asks=found(r"[¿]?(?:cuál|qué|en qué|dime|muestra)"),
    hours=HourWords(
        at="a las",
        ahead="en",
        **each(
            to=r"\b(?:a|para) (?=\d)",
            opens=r"\b(?:de|desde|entre|después de|a partir de)(?: las?)?\s+(?=\S)|(?<!\S)(?=\d|mediodía\b"
            r"|medianoche\b)",
            joins=r"\s*(?:\b(?:a|hasta|y)(?: las?)?\b|[-\u2013\u2014])\s*(?=\S)",
            between=r"\d\S* ?(?:a|hasta|y|-) ?(?:las )?\d",
            named=r"mediodía|medianoche",
            leading=r"(?:(?:a|las?|el|de|del|desde|hasta|antes|después|sobre|son|es|sea|eso)\s+)+|[\s:=]+",
            trailing=r"(?: (?:por favor|gracias|cada (?:día|noche)|todos los días|todas las noches|en adelante"
            r"|siempre|ahora))+$",
            counted=r"\b(?:en|dentro de) (?:\w+ )?(?:y media )?(?:horas?|minutos?|min|segundos?)\b",
        ),
    ),
    digest=DigestWords(
        kinds={
            DigestKind.MORNING: found(
                r"\b(?:diarios?|diariamente|matutinos?|(?:cada|una vez al) (?:día|mañana)|todos los días|todas las "
                r"mañanas"
                r"|resumen de la mañana)\b"
            ),
            DigestKind.WEEKLY: found(
                r"\b(?:semanal(?:es|mente)?|(?:cada|una vez (?:a|por) la|una vez por|todas las) semanas?)\b"
            ),
            DigestKind.MONTHLY: found(
                r"\b(?:mensual(?:es|mente)?|(?:cada|una vez al|una vez por|todos los) mes(?:es)?)\b"
            ),
        },
        **each(
            goes_on=r"\b(?:reanuda\w*|reactiva\w*|activa(?:r|me)?|enciende|empieza\w*|retoma\w*|otra vez|de nuevo"
            r"|vuelve a)\b"
            r"|\bno (?:lo )?(?:pares|pauses|canceles|saltes|desactives|quites)\b",
            rests=r"\b(?:pausa\w*|suspende\w*|salta\w*|omite|omitir|silencia\w*)\b",
            none=r"\b(?:no|sin|ningún|ninguno|nunca|deja(?:r)? de|cancela\w*|desactiva\w*|quita\w*|apaga\w*"
            r"|elimina\w*"
            r"|anula\w*|detén|para (?:el|mi|los|de))\b",
            left_out=r"\b(?:menos|excepto|salvo|pero no)\b(?P<days>.*)",
            only=r"\b(?:solo|solamente|únicamente|nada más)\b(?! (?:(?:los|el|las) (?!resum)|(?:de|a|en|entre|cada"
            r"|por)\b))",
            until=r"\bhasta (?P<when>.*)",
            end_of=r"\bfin(?:al|ales|es)? de(?:l)?\b",
            while_=r"\b(?:durante|por)(?: los próximos| las próximas)?"
            r" (?P<length>(?!favor|hoy|las?\b|el\b|los\b|ahora)\w.{0,30})",
            today=r"\bhoy\b",
            tomorrow=r"(?<!\bla )(?<!\bcada )\bmañana\b",
            this_week=r"\besta semana\b",
            endless=r"\b(?:nuevo aviso|que (?:yo )?(?:te )?(?:lo )?(?:diga|avise|pida|vuelva))\b",
            this_one=rf"\b(?:este|próximo|esta) (?:{DAY}|fin de semana|mes)\b|\b(?:{DAY}|mes) que viene\b",
            through=r"\b(\w+)(?: (?:a|al|hasta|hasta el) | ?[-\u2013] ?)(\w+)\b",
            working=r"\b(?:entre semana|días? (?:laborables?|hábiles|de trabajo|de semana)|laborables)\b",
            weekend=r"\bfin(?:es)? de semana\b|\bfindes?\b",
            any_day=r"\b(?:todos los días|estos días|cada día|diarios?|a diario)\b",
        ),
    ),
    quiet=QuietWords(
        **each(
            hours=rf"\b{QUIET}\b",
            none=r"\b(?:no hay|sin|quita|desactiva|cancela|elimina|apaga|no quiero|no más)(?: más)?(?: las| mis| el)?"
            rf" {QUIET}\b|\bescríbeme (?:a cualquier hora|cuando sea)\b",
            again=rf"\b(?:activa|reactiva|usa|pon)(?: las| mis| el)? {QUIET}\b"
            r"|\b(?:por|durante|en) la noche\b|\bpor las noches\b|\bde noche\b",
            passing=rf"\b(?:hoy|esta (?:noche|tarde|semana)|ahora|semanas?|findes?|{DAY}|(?:durante|por) (?:una?|\d)"
            rf"|este)\b"
            r"|(?<!\bla )\bmañana\b",
            after=r"\b(?:después de|a partir de|desde|pasadas|empi[ei]zan?|comienzan?)(?: a)?(?: "
            r"las?)?\s+(?P<hour>.+)",
            before=r"\b(?:antes de|hasta|terminan?|acaban?)(?: a)?(?: las?)?\s+(?P<hour>.+)",
            surely_before=r"antes",
        )
    ),
    repeats=RepeatWords(
        **each(
            after=r"\b(?:después de|al cabo de|tras|cada|pasad[oa]s?|en|a los|a "
            r"las)\s+(?P<length>(?!otros?\b).{1,30}?)"
            r"(?=[.!,;]|$| y\b(?! media)| si\b| salvo\b)",
            once=r"\buna (?:sola )?vez\b|\bno (?:me |los |lo )?(?:repitas|insistas|vuelvas)\b|\bdeja de (?:repetir"
            r"|insistir)\b"
            r"|\bsin repet\w+|\bnunca (?:repitas|insistas)\b",
            elsewhere=r"\b(?:otros?|distintos?|diferentes?) canal(?:es)?\b|\bescal\w*\b",
            not_elsewhere=r"\b(?:no|nunca|sin|jamás|deja de)\b[^.;,]*\b(?:(?:otros?|distintos?) canal(?:es)?"
            r"|escal\w*)\b",
        )
    ),
)
