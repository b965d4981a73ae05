"""What is said of settings in Portuguese."""

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
    r"(?:(?:por favor|olá|oi|ok|podes|pode|você pode|poderia|quero que|queria|quero|gostava de|gostaria de|e|também"
    r"|hoje|esta semana|amanhã"
    r"|a partir de (?:agora|hoje|amanhã)),? )*+"
)
DAY: Final = r"(?:(?:segundas?|terças?|quartas?|quintas?|sextas?)(?:[- ]feiras?)?|sábados?|domingos?)"
KIND: Final = r"(?: (?:diário|semanal|semanais|mensal|mensais|matinal|da manhã|do dia|da semana|do mês))*"
GIVEN: Final = rf"(?:o meu|os meus|o teu|meu|meus|o|os|um) resumos?{KIND}"
ANY: Final = rf"(?:{GIVEN}|resumos?{KIND})"
GIVE: Final = (
    r"(?:(?:me )?(?:mand|envi|entreg|mud|program|pass|adiant|alter)(?:ar?|e|a|em)(?:[- ]me)?"
    r"|(?:põe|pôr|bota|coloca|coloque)(?:[- ]me)?|d[aá](?:[- ]me)?|receber|ter)"
)
STOP: Final = (
    r"(?:paus[ae](?:r)?|põe em pausa|suspend[ea](?:r)?|silencia|salta|pula|pule|deixa de (?:mandar|enviar)|cancel[ae]"
    r"|desativ[ae]|desactiva|tira|tire|deslig[au]e?|para (?:com|de (?:me )?(?:mandar|enviar))|para(?= o (?:meu "
    r")?resumo[.! ]*$)|pare(?: com)?|elimina"
    r"|retom[ae]|reativ[ae]|ativ[ae]|liga|volta a (?:mandar|enviar)|recomeça"
    r"|não (?:me )?(?:mandes?|envies?|enviar|quero|canceles)(?: mais)?|nada de|chega de|sem|nenhum|já não quero)"
)
AT: Final = (
    r"(?:(?:às|as|à) (?!vezes)|ao meio[- ]dia|(?:de|da|pela) manhã|a noite|todos os|uma vez|durante a semana|outra "
    r"vez"
    rf"|cada (?:dia|manhã|semana|mês|{DAY})|todas as (?:manhãs|tardes|noites|semanas)|só|somente|apenas|menos|exceto"
    rf"|(?:não )?(?:na|no|aos|nos|nas|ao) (?:{DAY}|fim|fins|dias)|de {DAY} a|de novo|para as|antes das|até|{DAY})"
)
QUIET: Final = (
    r"(?:horas? de silêncio|horário de silêncio|horas silenciosas|horas de sossego|modo (?:silêncio|silencioso)"
    r"|não (?:incomodar|perturbar))"
)
LEAVE_ME: Final = (
    r"(?:não me (?:incomodes?|perturbes?|escrevas?|chateies?|notifiques?|avises?|(?:mandes?|envies?)"
    r" (?:mensagens|nada|notificações))|não (?:incomode|perturbe))"
)
REMINDERS: Final = r"(?:(?:os|os meus|meus|o|um) )?lembretes?"
TIMELESS: Final = (
    rf"{REMINDERS} (?:sem (?:uma )?hora(?: marcada)?|de (?:todo o dia|dia inteiro|o dia todo|dia todo)|que não têm "
    rf"hora"
    r"|(?:que )?só (?:com|têm|dizem|indicam) (?:o|um) dia)"
)
WHEN: Final = (
    r"(?:,? (?:agora|hoje|já|esta semana|por agora|por enquanto|por favor|neste momento|no momento|desde "
    r"(?:hoje|ontem)))*"
)
CITY: Final = (
    r"(?:(?!(?:o|a|os|as|um|uma|casa|meu|minha|cama|aula)\b)[^\W\d][\w'-]*)(?:,? (?!(?:em|com|no"
    r"|na)\b)[^\W\d][\w'-]*){0,2}"
)
SPEAK: Final = (
    r"\b(?:fala|fale|fales|falar|falo|responde|responda|escreve|escreva)(?: comigo)?(?:[- ]me)?(?: em)?"
    r" (?P<said>(?!comigo\b|em\b|mais\b)[^\W\d]+)"
    r"|\b(?:idioma|língua) (?:é|para|em|seja)(?: o)? (?P<set>[^\W\d]+)"
    rf"|\b(?P<ours>{TONGUE})\b"
    r"|\bem (?P<other>[^\W\d]+),? por favor\b"
)
PLACE: Final = (
    r"\bfuso(?: horário)? (?:é|para|em|de|:)(?: o de| agora| o| de)* (?P<named>[^!?;\n]{2,60}?)" + WHEN + r"[.! ]*$"
    r"|\b(?:mudei-me|me mudei|mudei|mudámos|mudamos) (?:para|pra) (?:o |a )?(?P<moved>[^!?;\n]{2,60}?)"
    + WHEN
    + r"[.! ]*$"
    r"|\b(?:cheguei|aterrei|acabei de chegar) (?:a|ao|em|no) (?P<landed>[^!?;\n]{2,60}?)" + WHEN + r"[.! ]*$"
    r"|\best(?:ou|amos)(?: agora| já)? (?:em|no|na) (?P<here>[^!?;\n]{2,60}?)" + WHEN + r"[.! ]*$"
    r"|\b(?:moro|vivo)(?: agora)? (?:em|no|na) (?P<lives>[^!?;\n]{2,60}?)" + WHEN + r"[.! ]*$"
)

WORDS: Final = SettingsWords(
    language="pt",
    sentences=(
        rf"{ASKED}(?:{GIVE} )?{ANY} (?:(?:todos os dias|sempre|só|para) )*(?:às|as|à|ao meio[- ]dia|pelas) ?{TAIL}",
        rf"{ASKED}{GIVE} {ANY},? {AT}\b{TAIL}",
        rf"{ASKED}(?:o meu|o|meu|os meus) resumos?{KIND},? {AT}\b{TAIL}",
        rf"resumos?{KIND} (?:(?:só|somente|apenas|cada|todos|todas|de segunda|durante a semana|aos|nos) ?)+{TAIL}",
        (
            rf"{ASKED}(?:{GIVE} )?(?:só|somente|apenas) (?:o |o meu |meu |um )?resumo\b{TAIL}"
            r"|resumo(?: semanal| mensal| diário)+(?: só| somente| apenas)?[.! ]*"
        ),
        rf"{ASKED}{STOP} {ANY}\b(?! (?:d[eoa]s?|sobre|com)\b){TAIL}",
        rf"{ASKED}(?:põe|coloca|coloque) {GIVEN} em pausa\b{TAIL}",
        (
            rf"{ASKED}(?:(?:põe|define|ativa|ative|desativa|desative|tira|muda|usa|configura|sem|não quero|não há"
            rf"|as|as "
            rf"minhas|o|de"
            rf"|cancela|desliga|são|minhas|modo) )*{QUIET}\b{TAIL}"
        ),
        (
            rf"{ASKED}{LEAVE_ME} (?:nunca )?(?:entre|das?|de|desde|depois|após|antes|a partir|à noite|a noite"
            rf"|durante a"
            rf"|até)\b{TAIL}"
        ),
        rf"{ASKED}(?:{GIVE} )?(?:{TIMELESS})\b{TAIL}",
        (
            rf"{ASKED}(?:repete|repita|repetir|não repitas?|não insistas com|deixa de repetir|escala|não escales) "
            rf"{REMINDERS}\b{TAIL}"
        ),
        (
            rf"{ASKED}(?:lembra[- ]me|me lembr[ae]|avisa[- ]me|me avis[ae])(?: só| somente| apenas)? uma (?:só "
            rf")?vez(?: "
            rf"só)?[.! ]*"
        ),
        (
            rf"{ASKED}(?:lembra[- ]me|me lembr[ae]) (?:outra vez|de novo|novamente) (?:depois de|após|passad[ao]) "
            rf"[^.!?\n]{{1,40}} se (?:eu )?não "
            r"(?:responder|reagir)[.! ]*"
        ),
        (
            rf"{ASKED}(?:fala|fale|fales|falar|responde|responda|escreve|escreva)(?: comigo)?(?:[- ]me)?(?: em)? "
            rf"(?:{TONGUE})"
            r"(?: comigo| por favor)?[.!? ]*"
        ),
        (
            rf"{ASKED}(?:muda|mude|põe|troca|passa)(?: o| a| para| em| idioma| língua)* (?:{TONGUE})(?: por "
            rf"favor)?[.! "
            rf"]*"
        ),
        (
            rf"(?:em )?(?:{TONGUE}),? por favor[.! ]*|em (?:{TONGUE})[.! ]*"
            r"|(?:(?:o )?meu idioma é|a minha língua é) (?:o )?[^\W\d]+[.! ]*"
        ),
        rf"{ASKED}(?:muda |mude |põe )?(?:o meu|meu|o) fuso(?: horário)?\b{TAIL}",
        (
            r"(?:(?:mostra|mostre|abre|ver|me mostra|me mostre)(?:[- ]me)? )?(?:(?:todas|as|os|minhas|meus|tuas) )*"
            r"(?:definições|configurações|preferências|ajustes)[.!? ]*"
            r"|quais são (?:as minhas|os meus|minhas|meus) (?:definições|configurações|preferências|ajustes)[.!? ]*"
        ),
    ),
    moves=(
        (
            rf"(?:já |agora )?(?:estou|estamos)(?: agora| já)? em {CITY}{WHEN}[.! ]*"
            rf"|estou(?: agora)? no (?:rio de janeiro|porto|recife|funchal|brasil|japão)\b{WHEN}[.! ]*"
        ),
        rf"(?:mudei-me|me mudei|mudei|mudámo-nos) (?:para|pra) (?:o |a )?{CITY}{WHEN}[.! ]*",
        (
            rf"agora (?:moro|vivo) em {CITY}[.! ]*|(?:moro|vivo) (?:agora em {CITY}|em {CITY} agora)[.! ]*"
            rf"|(?:cheguei|acabei de chegar|aterrei) (?:a|em) {CITY}{WHEN}[.! ]*"
        ),
    ),
    about={
        topic: found(pattern)
        for topic, pattern in {
            Topic.DIGEST: r"\bresumos?\b",
            Topic.QUIET: rf"\b{QUIET}\b|\b{LEAVE_ME}\b|\bescreve-me (?:a qualquer hora|quando quiseres)\b",
            Topic.ZONE: rf"\bfuso(?: horário)?\b|{PLACE}",
            Topic.DAY_HOUR: TIMELESS,
            Topic.REPEATS: r"\b(?:repet\w*|repit\w*|insist\w*|escal\w*|outros? cana(?:l|is))\b"
            r"|\b(?:lembr|avis)\w*(?:-me)? (?:só |somente |apenas )?(?:uma (?:só )?vez|outra vez|de novo|novamente)\b"
            r"|\blembretes?\b.*\b(?:uma (?:só )?vez|outra vez|voltam)\b",
            Topic.LANGUAGE: SPEAK,
        }.items()
    },
    sentence_end=found(r"[.!] "),
    speak=found(SPEAK),
    place=found(PLACE),
    show=found(
        r"/?(?:(?:mostra(?:-me)?|mostre|me|abre|ver|quais|são|todas|as|os|minhas|meus|tuas) )*"
        r"(?:definições|configurações|preferências|ajustes)[.!? ]*"
    ),
    asks=found(r"qual|em que|diz|mostra"),
    hours=HourWords(
        at="às",
        ahead="em",
        **each(
            to=r"\b(?:para as|para|pelas) (?=\d)",
            opens=r"\b(?:das?|de|desde|entre|depois|após|a partir)(?: das?| de)?(?: as)?\s+(?=\S)"
            r"|(?<!\S)(?=\d|meio[- ]dia\b|meia[- ]noite\b)",
            joins=r"\s*(?:\b(?:às|a|ao|à|até|e)\b(?: às?\b)?|[-\u2013\u2014])\s*(?=\S)",
            between=r"\d\S* ?(?:a|as|ate|e|-) ?(?:as )?\d",
            named=r"meio[- ]dia|meia[- ]noite",
            leading=r"(?:(?:às?|as?|ao|o|de|das?|desde|até|antes|depois|após|pelas|são|é)\s+)+|[\s:=]+",
            trailing=r"(?: (?:por favor|obrigad[oa]|cada (?:dia|noite)|todos os dias|todas as noites|em diante|sempre"
            r"|agora))+$",
            counted=r"\b(?:em|daqui a|dentro de) (?:\w+ )?(?:e meia )?(?:horas?|minutos?|min|segundos?)\b",
        ),
    ),
    digest=DigestWords(
        kinds={
            DigestKind.MORNING: found(
                r"\b(?:diários?|diariamente|matinal|(?:cada|uma vez por|por) (?:dia|manhã)|todos os dias|todas as "
                r"manhãs"
                r"|resumo da manhã)\b"
            ),
            DigestKind.WEEKLY: found(
                r"\b(?:semanal|semanais|semanalmente|(?:cada|uma vez (?:por|na)|por|todas as) semanas?)\b"
            ),
            DigestKind.MONTHLY: found(
                r"\b(?:mensal|mensais|mensalmente|(?:cada|uma vez (?:por|ao)|por|todos os) m[eê]s(?:es)?)\b"
            ),
        },
        **each(
            goes_on=r"\b(?:retom[ae]|reativ[ae]|ativ[ae]|liga|recomeç[ae]|começ[ae]|outra vez|de novo|novamente"
            r"|volta "
            r"a)\b"
            r"|\bnão (?:pares|pauses|canceles|saltes|pare|cancele)\b",
            rests=r"\b(?:pausa\w*|pause|suspend\w*|salta|pula|pule|silencia\w*)\b",
            none=r"\b(?:não|sem|nenhum|nunca|deixa de|cancel[ae]|desativ[ae]|desactiva|tira|tire|deslig\w+|elimina"
            r"|pare"
            r"|para (?:o|com|de|meu)|chega|nada de)\b",
            left_out=r"\b(?:menos|exceto|excepto|salvo|mas não|a não ser)\b(?P<days>.*)",
            only=r"\b(?:só|somente|apenas|nada além de)\b(?! (?:(?:os|o|as|aos|nos|nas) (?!resum|meu)|(?:de|às|em"
            r"|entre|cada|ao)\b))",
            until=r"\baté (?P<when>.*)",
            end_of=r"\b(?:fim|final) d[eo]\b",
            while_=r"\b(?:durante|por)(?: os próximos| as próximas)?"
            r" (?P<length>(?!favor|hoje|as?\b|os?\b|agora|enquanto|semana\b)\w.{0,30})",
            today=r"\bhoje\b",
            tomorrow=r"\bamanhã\b",
            this_week=r"\b(?:esta|essa|nesta|nessa) semana\b",
            endless=r"\b(?:novo aviso|segunda ordem|que (?:eu )?(?:te )?(?:diga|avise|volte)|eu (?:dizer|avisar"
            r"|voltar))\b",
            this_one=rf"\b(?:este|esta|próxim[oa]|nest[ea]|nesse|ness[ea]) (?:{DAY}|fim de semana|mês)\b"
            rf"|\b(?:{DAY}|mês) que vem\b",
            through=r"\b(\w+)(?:[- ]feira)?(?: (?:a|à|ao|até|até à) | ?[-\u2013] ?)(\w+)\b",
            working=r"\b(?:dias? (?:úteis|útil|de semana|de trabalho)|durante a semana)\b",
            weekend=r"\bfi(?:m|ns)[- ]de[- ]semana\b",
            any_day=r"\b(?:todos os dias|cada dia|diários?|diariamente)\b",
        ),
    ),
    quiet=QuietWords(
        **each(
            hours=rf"\b{QUIET}\b",
            none=r"\b(?:não há|sem|tira|desativ[ae]|cancel[ae]|deslig\w+|não quero|nada de)(?: mais)?(?: as minhas| "
            r"as| minhas| o)?"
            rf" {QUIET}\b|\bescreve-me (?:a qualquer hora|quando quiseres)\b",
            again=rf"\b(?:ativ[ae]|reativ[ae]|usa|liga)(?: as minhas| as| minhas| o)? {QUIET}\b|\b(?:à|durante a|de) "
            rf"noite\b",
            passing=rf"\b(?:hoje|amanhã|esta (?:noite|tarde|semana)|agora|semanas?|{DAY}|(?:durante|por) (?:uma?|\d)"
            rf"|este)\b",
            after=r"\b(?:depois das?|após|a partir das?|desde|começam?(?: às?)?)(?: as?)?\s+(?P<hour>.+)",
            before=r"\b(?:antes das?|até|acabam?(?: às?)?|terminam?(?: às?)?)(?: às?)?\s+(?P<hour>.+)",
            surely_before=r"antes",
        )
    ),
    repeats=RepeatWords(
        **each(
            after=r"\b(?:depois de|ao fim de|após|cada|de|passad[ao]s?|em|daqui "
            r"a)\s+(?P<length>(?!outros?\b).{1,30}?)"
            r"(?=[.!,;]|$| e\b(?! meia)| se\b| salvo\b| em\b)",
            once=r"\buma (?:só )?vez\b|\bnão (?:me |os )?(?:repitas?|insistas?)\b|\bdeixa de (?:repetir|insistir)\b"
            r"|\bsem repet\w+|\bnunca (?:repitas?|insistas?)\b",
            elsewhere=r"\b(?:outros?|diferentes?) cana(?:l|is)\b|\bescal\w*\b",
            not_elsewhere=r"\b(?:não|nunca|sem|jamais|deixa de)\b[^.;,]*\b(?:(?:outros?|diferentes?) cana(?:l|is)"
            r"|escal\w*)\b",
        )
    ),
)
