"""What is said of settings in French."""

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
    r"(?:(?:s'il te pla[iî]t|s'il vous plaît|stp|svp|salut|bonjour|ok|peux-tu|tu peux|pourrais-tu|je voudrais|je veux"
    r"|j'aimerais|et|aussi|aujourd'hui|demain|cette semaine|le week-?end|désormais|maintenant|à partir de "
    r"(?:maintenant|demain)),? )*+"
)
DAY: Final = r"(?:lundis?|mardis?|mercredis?|jeudis?|vendredis?|samedis?|dimanches?)"
KIND: Final = r"(?: (?:quotidien|hebdomadaires?|mensuels?|du jour|du matin|de la semaine|du mois))*"
NAME: Final = r"(?:résumés?|récapitulatifs?|récap)"
GIVEN: Final = rf"(?:le|mon|ton|mes|les|un) {NAME}{KIND}"
ANY: Final = rf"(?:{GIVEN}|{NAME}{KIND})"
GIVE: Final = (
    r"(?:(?:envoi[es]|envoyer|donne[sr]?|mets|met|mettre|change[sr]?|déplace[sr]?|programme[sr]?|fixe[sr]?|passe[sr]?"
    r"|avance[sr]?|fais)(?:[- ]moi)?|m'envoyer|recevoir|avoir)"
)
STOP: Final = (
    r"(?:mets en pause|mettre en pause|suspends|suspendre|arrêter?|arrête (?:d'envoyer|de m'envoyer)|désactiver?"
    r"|coupe"
    r"|saute|reprends|reprendre|relance|réactiver?|activer?|annule|supprime|stoppe?|interromps|pause)"
)
AT: Final = (
    r"(?:(?:à|a|vers|dès|pour|avant) (?:\d|midi|minuit|une?\b|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|vingt)"
    rf"|(?:pas )?le (?:soir|matin|midi|week-?end|{DAY})|les (?:{DAY}|jours|week-?ends?)|chaque|tous les|toutes les"
    rf"|du {DAY} au|seulement|uniquement|sauf|une fois|en semaine|{DAY})"
)
QUIET: Final = (
    r"(?:heures? (?:calmes?|de silence|silencieuses?|de calme|tranquilles?)|plage (?:calme|silencieuse)|mode "
    r"silencieux"
    r"|ne pas déranger)"
)
LEAVE_ME: Final = (
    r"(?:ne )?m(?:e dérange|'écris|e contacte|e notifie|'embête)[sz]? (?:pas|plus|jamais|rien)"
    r"|(?:ne )?m'envoie[sz]? (?:rien|(?:pas|plus|jamais) de (?:messages?|notifications?)|aucun message)"
)
REMINDERS: Final = r"(?:(?:les|mes|le|un|tes) )?rappels?"
TIMELESS: Final = (
    rf"{REMINDERS} (?:sans (?:une )?heure(?: précise)?|(?:de|pour) (?:toute la|la) journée|qui n'ont pas d'heure"
    r"|(?:qui ne (?:donnent|nomment|disent) )?qu'un jour)"
)
WHEN: Final = (
    r"(?:,? (?:maintenant|aujourd'hui|en ce moment|cette semaine|pour l'instant|stp|s'il te plaît|depuis hier"
    r"|désormais|actuellement))*"
)
CITY: Final = (
    r"(?:(?!(?:la|le|les|l'|un|une|mon|ma|lit|train|retard|vacances|maison)\b)[^\W\d][\w'-]*)"
    r"(?:,? (?!(?:en|avec|chez|pour)\b)[^\W\d][\w'-]*){0,2}"
)
SPEAK: Final = (
    r"\b(?:parler?|parles|réponds|répondre|écris)(?:[- ]moi| avec moi)?(?: en)? (?P<said>(?!moi\b|en\b|plus\b|pas\b"
    r"|rien\b|jamais\b)[^\W\d]+)"
    r"|\blangue (?:est|en|à|sur|:)(?: le| l')? ?(?P<set>[^\W\d]+)"
    rf"|\b(?P<ours>{TONGUE})\b"
    r"|\ben (?P<other>[^\W\d]+),? (?:s'il (?:te|vous) plait|stp|svp)\b"
)
PLACE: Final = (
    r"\bfuseau horaire (?:est|à|sur|de|:|pour)(?: celui de| maintenant)? (?P<named>[^!?;\n]{2,60}?)" + WHEN + r"[.! "
    r"]*$"
    r"|\b(?:déménagé|emménagé|installée?) (?:à|au|en|aux) (?P<moved>[^!?;\n]{2,60}?)" + WHEN + r"[.! ]*$"
    r"|\b(?:je suis|on est|nous sommes)(?: maintenant| arrivée?)? (?:à|au|en|aux) (?P<here>[^!?;\n]{2,60}?)"
    + WHEN
    + r"[.! ]*$"
    r"|\b(?:j'habite|je vis)(?: maintenant)? (?:à|au|en|aux) (?P<lives>[^!?;\n]{2,60}?)" + WHEN + r"[.! ]*$"
)

WORDS: Final = SettingsWords(
    language="fr",
    sentences=(
        (
            rf"{ASKED}(?:{GIVE} )?{ANY},? (?:stp )?(?:tous les jours |chaque (?:jour|matin|soir) )?(?:à|a|vers|dès"
            rf"|pour)"
            r" (?:\d|midi|minuit|une?\b|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|vingt)"
            r"(?:[^.!?\n]|\.(?=\d)){0,40}[.! ]*"
        ),
        rf"{ASKED}{GIVE} {ANY},? {AT}\b{TAIL}",
        (
            rf"(?:le|mon|mes) {NAME}{KIND},? {AT}\b{TAIL}|{NAME}{KIND} (?:seulement|uniquement|chaque|tous les"
            rf"|toutes les"
            rf"|sauf"
            rf"|en semaine|du lundi) ?{TAIL}"
        ),
        (
            rf"{ASKED}(?:{GIVE} )?(?:seulement|uniquement|que|juste) (?:le |mon |un )?{NAME}\b{TAIL}"
            rf"|{NAME}(?: quotidien| hebdomadaire| mensuel)+(?: seulement| uniquement| stp)?[.! ]*"
        ),
        rf"{ASKED}{STOP} (?:de )?{GIVEN}\b(?! (?:de|du|des|sur|avec)\b| d'){TAIL}",
        rf"{ASKED}(?:mets|remets|mettre) {GIVEN} en (?:pause|route|marche)\b{TAIL}",
        (
            rf"{ASKED}(?:(?:pas de|plus de|aucun|sans|ne m'envoie (?:pas|plus)(?: de)?|je ne veux (?:pas|plus)(?: "
            rf"de)?) )"
            rf"(?:le |mon )?{NAME}\b{TAIL}"
        ),
        (
            rf"{ASKED}(?:(?:mets|fixe|active|désactive|coupe|supprime|change|pas d'|sans|plus d'|mes|les|des"
            rf"|utilise|pas|d'"
            rf"|enlève|réactive) ?)*{QUIET}\b{TAIL}"
        ),
        rf"{ASKED}(?:{LEAVE_ME}) (?:entre|de|après|avant|à partir|la nuit|pendant la nuit|dès|jusqu'à)\b{TAIL}",
        rf"{ASKED}(?:{GIVE} )?(?:{TIMELESS})\b{TAIL}",
        (
            rf"{ASKED}(?:répète[sr]?|relance|ne (?:répète|relance) (?:pas|plus|jamais)|arrête de répéter|escalade"
            rf"|n'escalade pas) {REMINDERS}\b{TAIL}"
        ),
        (
            rf"{ASKED}(?:rappelle[- ]moi|rappelle[- ]le[- ]moi|préviens[- ]moi) (?:seulement |juste |qu')?une "
            rf"(?:seule "
            rf")?fois"
            r"(?: seulement)?[.! ]*"
        ),
        (
            rf"{ASKED}(?:rappelle[- ]moi) (?:encore|de nouveau|à nouveau) (?:après|au bout d[e']) ?[^.!?\n]{{1,40}} "
            rf"si je "
            rf"ne "
            r"(?:réponds|réagis) pas[.! ]*"
        ),
        (
            rf"{ASKED}(?:parler?|parles|réponds|écris)(?:[- ]moi| avec moi)?(?: en)? (?:{TONGUE})"
            r"(?: avec moi| stp| svp| s'il te plaît)?[.!? ]*"
        ),
        rf"{ASKED}(?:(?:passe|change|mets)(?: la| ta| de| en| à| l'| langue)* )(?:{TONGUE})(?: stp)?[.! ]*",
        (
            rf"(?:en )?(?:{TONGUE}),? (?:s'il (?:te|vous) plaît|stp|svp)[.! ]*|en (?:{TONGUE})[.! ]*"
            r"|ma langue est (?:le |l')?[^\W\d]+[.! ]*"
        ),
        rf"{ASKED}(?:(?:mets|change|règle) )?(?:mon|le) fuseau horaire\b{TAIL}",
        (
            r"(?:(?:montre|affiche|ouvre|voir)(?:[- ]moi)? )?(?:(?:tous|mes|les|tes) )*(?:réglages|paramètres"
            r"|préférences)[.!? ]*"
            r"|(?:quels|quelles) sont (?:mes|les) (?:réglages|paramètres|préférences) ?[.!? ]*"
        ),
    ),
    moves=(
        (
            rf"je suis (?:maintenant |actuellement )?(?:à|au|en) {CITY}{WHEN}[.! ]*|maintenant je suis (?:à|au|en) "
            rf"{CITY}[.! ]*"
        ),
        (
            rf"(?:j'ai|on a|nous avons) (?:déménagé|emménagé) (?:à|au|en) {CITY}{WHEN}[.! ]*"
            rf"|je me suis installée? (?:à|au|en) {CITY}{WHEN}[.! ]*|je suis arrivée? (?:à|au|en) {CITY}{WHEN}[.! ]*"
        ),
        (
            rf"(?:j'habite|je vis) maintenant (?:à|au|en) {CITY}[.! ]*|(?:j'habite|je vis) (?:à|au|en) {CITY} "
            rf"maintenant[.! ]*"
        ),
    ),
    about={
        topic: found(pattern)
        for topic, pattern in {
            Topic.DIGEST: rf"\b{NAME}\b",
            Topic.QUIET: rf"\b{QUIET}\b|\b(?:{LEAVE_ME})\b|\bécris[- ]moi (?:à toute heure|n'importe quand)\b",
            Topic.ZONE: rf"\bfuseau horaire\b|{PLACE}",
            Topic.DAY_HOUR: TIMELESS,
            Topic.REPEATS: r"\b(?:répèt\w*|répét\w*|relanc\w*|escalad\w*|autres? cana(?:l|ux))\b"
            r"|\brappelle[- ](?:le[- ])?moi (?:seulement |juste |qu')?(?:une (?:seule )?fois|encore|(?:de|à) "
            r"nouveau)\b"
            r"|\brappels?\b.*\b(?:une (?:seule )?fois|reviennent)\b",
            Topic.LANGUAGE: SPEAK,
        }.items()
    },
    sentence_end=found(r"[.!] "),
    speak=found(SPEAK),
    place=found(PLACE),
    show=found(
        r"/?(?:(?:montre(?:[- ]moi)?|affiche|ouvre|voir|quels|quelles|sont|tous|mes|les|tes) )*"
        r"(?:réglages|paramètres|préférences) ?[.!? ]*"
    ),
    asks=found(r"quel|c'est quoi|dans quel|dis|montre"),
    hours=HourWords(
        at="à",
        ahead="dans",
        **each(
            to=r"\b(?:pour|dès|vers) (?=\d)",
            opens=r"\b(?:de|entre|après|à partir de|du)\s+(?=\S)|(?<!\S)(?=\d|midi\b|minuit\b)",
            joins=r"\s*(?:(?<!\w)(?:à|jusqu'à|et)(?!\w)|[-\u2013\u2014])\s*(?=\S)",
            between=r"\d\S* ?(?:à|et|jusqu'à|-) ?\d",
            named=r"midi|minuit",
            leading=r"(?:(?:à|de|des|du|le|la|les|avant|après|vers|dès|est|sont|vont|jusqu'à)\s+)+|[\s:=]+",
            trailing=r"(?: (?:stp|svp|s'il te plait|merci|chaque (?:jour|nuit)|tous les jours|toutes les nuits"
            r"|toujours"
            r"|maintenant))+$",
            counted=r"\bdans (?:\w+ )?(?:heures?|minutes?|min|secondes?)\b",
        ),
    ),
    digest=DigestWords(
        kinds={
            DigestKind.MORNING: found(
                r"\b(?:quotidiens?|quotidiennement|(?:chaque|une fois par|par) (?:jour|matin)|tous les (?:jours"
                r"|matins)"
                r"|(?:résumé|récap|récapitulatif) du (?:jour|matin))\b"
            ),
            DigestKind.WEEKLY: found(
                r"\b(?:hebdomadaires?|hebdo|(?:chaque|une fois par|par|toutes les) semaines?|de la semaine)\b"
            ),
            DigestKind.MONTHLY: found(r"\b(?:mensuels?|mensuellement|(?:chaque|une fois par|par|tous les) mois)\b"),
        },
        **each(
            goes_on=r"\b(?:reprend\w*|relance\w*|réactive\w*|active[rsz]?|de nouveau|à nouveau|recommence\w*"
            r"|remets)\b"
            r"|\b(?:n'arrête|ne coupe|ne suspends|ne saute)[sz]? (?:pas|jamais)\b",
            rests=r"\b(?:pause|suspends?|suspendre|saute[rsz]?|interromps)\b",
            none=r"\b(?:pas|plus de|aucune?|sans|jamais|arrête[rsz]?|désactive[rsz]?|coupe[rsz]?|supprime[rsz]?"
            r"|annule[rsz]?"
            r"|stoppe?[rsz]?|ne m'envoie plus|ne veux plus)\b",
            left_out=r"\b(?:sauf|excepté|hormis|mais pas|à part)\b(?P<days>.*)",
            only=r"\b(?:seulement|uniquement|rien que|juste|ne\b.*\bque)\b(?! (?:(?:les|le) (?!r[eé])|(?:du|de|à|en"
            r"|entre|chaque)\b))",
            until=r"\bjusqu'(?:à|au|aux|en)(?!\w) ?(?P<when>.*)",
            end_of=r"\bfin d[eu]\b",
            while_=r"\b(?:pendant|pour|durant)(?: les prochaines| les prochains)?"
            r" (?P<length>(?!aujourd|demain|l'instant|le\b|la\b|moi\b|toujours)\w.{0,30})",
            today=r"\baujourd'hui\b",
            tomorrow=r"\bdemain\b",
            this_week=r"\bcette semaine\b",
            endless=r"\b(?:nouvel ordre|que je (?:te )?(?:le )?(?:dise|revienne))\b|\bindéfiniment\b",
            this_one=rf"\bce (?:{DAY}|week-?end|mois)\b|\b(?:{DAY}|mois) prochain\b",
            through=r"\b(\w+)(?: (?:à|au|jusqu'au) | ?[-\u2013] ?)(\w+)\b",
            working=r"\b(?:en semaine|jours? (?:ouvrables?|ouvrés?|de (?:la )?semaine|de travail))\b",
            weekend=r"\bweek-?ends?\b|\bweek ends?\b",
            any_day=r"\b(?:tous les jours|chaque jour|quotidiens?)\b",
        ),
    ),
    quiet=QuietWords(
        **each(
            hours=rf"\b{QUIET}\b",
            none=rf"\b(?:pas d'|plus d'|sans(?: les| mes)? ?|(?:désactive|coupe|supprime|enlève|annule)(?: les| "
            rf"mes)? "
            rf")\s*{QUIET}\b"
            r"|\bécris[- ]moi (?:à toute heure|n'importe quand)\b",
            again=rf"\b(?:active|réactive|utilise|remets)(?: les| mes)? {QUIET}\b|\b(?:pendant )?la nuit\b",
            passing=rf"\b(?:aujourd'hui|demain|ce soir|cette|maintenant|semaines?|week-?ends?|{DAY}|pendant (?:une?"
            rf"|\d)"
            r"|pour (?:une?|\d)|ce)\b",
            after=r"\b(?:après|à partir de|dès|commencent?(?: à)?|débutent?(?: à)?)\s+(?P<hour>.+)",
            before=r"\b(?:avant|jusqu'à|finissent(?: à)?|se terminent(?: à)?)\s+(?P<hour>.+)",
            surely_before=r"avant",
        )
    ),
    repeats=RepeatWords(
        **each(
            after=r"(?:\b(?:après|au bout de|toutes les|tous les|dans|chaque)\s+|\bau bout d'\s*)"
            r"(?P<length>(?!un autre\b|d'autres\b).{1,30}?)(?=[.!,;]|$| et\b(?! demie?)| si\b| sauf\b)",
            once=r"\bune (?:seule )?fois\b|\bne (?:me )?(?:les )?(?:répète|relance)[sz]? (?:pas|plus|jamais)\b"
            r"|\b(?:arrête de|sans) (?:les )?(?:répéter|relancer)\b|\bsans répétition\b",
            elsewhere=r"\bautres? cana(?:l|ux)\b|\bescalad\w*\b",
            not_elsewhere=r"\b(?:jamais|pas|sans|plus|arrête)\b[^.;,]*\b(?:autres? cana(?:l|ux)|escalad\w*)\b"
            r"|\bn'escalade[sz]? (?:pas|plus|jamais)\b",
        )
    ),
)
