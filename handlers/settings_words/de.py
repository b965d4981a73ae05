"""What is said of settings in German."""

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
    r"(?:(?:bitte|hey|hallo|ok|okay|kannst du|könntest du|würdest du|ich möchte|ich hätte gerne?|ich will|und|auch"
    r"|heute|morgen|diese woche|am wochenende|ab (?:jetzt"
    r"|heute|sofort|morgen)),? )*+"
)
DAY: Final = r"(?:montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonnabends?|sonntags?)"
KIND: Final = r"(?:(?:tägliche|wöchentliche|monatliche|morgendliche)[nrs]? )*"
NAME: Final = (
    r"(?:(?:tages|morgen|wochen|monats)?(?:zusammenfassung(?:en)?|überblick|übersicht)|(?:tages|morgen)digest"
    # Alone it is English.
    r"|(?<=\bder )digest|(?<=\bden )digest|(?<=\bmein )digest|(?<=\bmeinen )digest|(?<=\bkein )digest|(?<=\bkeinen "
    r")digest)"
)
GIVEN: Final = rf"(?:mein|meine|meinen|die|den|der|deine|deinen|eine|einen) {KIND}{NAME}"
ANY: Final = rf"(?:{GIVEN}|{KIND}{NAME})"
NONE: Final = rf"(?:kein|keine|keinen|ohne)(?: weiteren?)? {KIND}{NAME}"
GIVE: Final = (
    r"(?:(?:schicke?|sende?|gib|zeige?|mache?|stelle?|setze?|lege?|verschiebe?|ändere?|liefere?)(?: (?:mir|uns))?"
    r"|haben|bekommen|ich (?:möchte|will|hätte gerne?))"
)
STOP: Final = (
    r"(?:pausiere?|stoppe?|beende?|schalte?|stelle?|setze?|deaktiviere?|aktiviere?|überspringe?|storniere?"
    r"|unterbrich|bestelle?)"
)
AT: Final = (
    r"(?:(?:bitte|immer|erst|schon|nur|jeden tag|nicht mehr|wieder|ab (?:jetzt|morgen|heute)) )*"
    r"(?:um|(?:auf|ab|vor|gegen) (?:\d|halb|viertel|\w+ uhr)|jeden|jede woche|einmal|täglich|wöchentlich|monatlich"
    rf"|(?:nicht )?am (?:{DAY}|wochenende|abend|morgen|vormittag|nachmittag)|an (?:werktagen|wochentagen|arbeitstagen)"
    rf"|werktags|wochentags|abends|morgens|mittags|von {DAY}|außer|(?:wieder )?(?:aus|ab|an|ein)(?=[.! ]*$)|nicht mehr"
    rf"|{DAY})"
)
QUIET: Final = r"(?:ruhezeit(?:en)?|ruhestunden|stille stunden|nachtruhe|stummzeit|nicht[- ]stören)"
LEAVE_ME: Final = (
    r"(?:(?=[^\n]{0,80}\b(?:nicht|nie|nichts|keine|in ruhe)\b)"
    r"(?:störe? mich|schreibe? mir|schicke? mir (?!\w+ (?:zusammenf|überbl))|melde? dich|lass mich)"
    r"(?: bitte)?(?: nicht| nie| nichts| keine nachrichten| in ruhe)?|keine (?:nachrichten|meldungen))"
)
REMINDERS: Final = r"(?:(?:die|meine|alle|deine|den|eine) )?erinnerung(?:en)?"
TIMELESS: Final = (
    rf"(?:ganztägige|ganztags)[rn]? erinnerung(?:en)?|{REMINDERS} (?:ohne (?:eine? |genaue |feste )?(?:uhrzeit|zeit"
    rf"|stunde)"
    r"|(?:die )?nur (?:mit (?:einem )?(?:tag|datum)|einen tag))"
)
WHEN: Final = (
    r"(?:,? (?:jetzt|gerade|heute|nun|zur ?zeit|momentan|diese woche|bitte|ab jetzt|seit heute|seit gestern|gezogen"
    r"|umgezogen|angekommen|gelandet))*"
)
CITY: Final = (
    r"(?:(?!(?:der|die|das|dem|den|ein|eine|einem|einer|meinem|meiner|meinen|bett|urlaub|arbeit"
    r"|hause)\b)[^\W\d][\w'-]*)"
    r"(?:,? (?!(?:in|mit|bei)\b)[^\W\d][\w'-]*){0,2}"
)
SPEAK: Final = (
    r"\b(?:sprich|sprechen|rede|antworte|antworten|schreibe?)(?: bitte)?(?: mit mir| mir)?(?: bitte)?(?: auf| in)?"
    r" (?P<said>(?!nicht\b|mit\b|mir\b|lauter\b)[^\W\d]+)"
    r"|\bsprache (?:ist|auf|zu|soll)(?: jetzt)? (?P<set>[^\W\d]+)"
    rf"|\b(?P<ours>{TONGUE})\b"
    r"|\bauf (?P<other>[^\W\d]+),? bitte\b"
)
PLACE: Final = (
    r"\bzeitzone (?:ist|auf|zu|:|nach|von)(?: jetzt)? (?P<named>[^!?;\n]{2,60}?)" + WHEN + r"[.! ]*$"
    r"|\bich bin (?:jetzt |gerade |nun )?(?:in|auf) (?P<here>[^!?;\n]{2,60}?)" + WHEN + r"[.! ]*$"
    r"|\bnach (?P<moved>[^!?;\n]{2,60}?),? (?:um)?gezogen[.! ]*$"
    r"|\b(?:wohne|lebe) (?:jetzt |nun )?in (?P<lives>[^!?;\n]{2,60}?)" + WHEN + r"[.! ]*$"
    r"|\bstelle? (?:meine |die )?uhr auf (?P<clock>[^!?;\n]{2,60}?)" + WHEN + r"[.! ]*$"
)

WORDS: Final = SettingsWords(
    language="de",
    sentences=(
        (
            rf"{ASKED}{ANY}(?: bitte)? (?:(?:(?:jeden tag|täglich|immer|morgens|abends|bitte|erst|schon|auf) )*"
            rf"(?:um|gegen|auf|ab) (?:[^.!?\n]|\.(?=\d)){{1,30}}[.! ]*)"
        ),
        rf"{ASKED}(?:{GIVE} )(?:bitte )?{ANY},? {AT}\b{TAIL}",
        rf"{ASKED}{GIVEN},? {AT}\b{TAIL}",
        (
            rf"{ASKED}(?:{GIVE} )?nur (?:noch )?(?:die |eine |den |einen )?{KIND}{NAME}\b{TAIL}"
            rf"|(?:tägliche|wöchentliche|monatliche) {NAME}(?: bitte)?[.! ]*"
        ),
        (
            rf"{ANY} nur {TAIL}|{ANY} (?:täglich|wöchentlich|monatlich|werktags|am wochenende|abends|am abend|morgens"
            rf"|pausieren|stoppen"
            rf"|abbestellen|ausschalten|abschalten|einschalten|fortsetzen|aussetzen|aus|ab|{DAY})\b{TAIL}"
        ),
        rf"{ASKED}{STOP} (?:bitte )?{GIVEN}\b(?! (?:vo[nm]|der|des|über|zu[mr]?|mit|fertig)\b){TAIL}",
        rf"{ASKED}(?:(?:schicke?|sende?|mir|bitte|ich will|ich möchte|haben) )*{NONE}\b{TAIL}",
        (
            rf"{ASKED}(?:(?:stelle?|setze?|schalte?|ändere?|keine|ohne|meine|die|mach|ist|bitte|lösche?|beende?) )*"
            rf"{QUIET}\b(?! war| gestört){TAIL}"
        ),
        (
            rf"{ASKED}{LEAVE_ME} (?:bitte )?(?:zwischen|von|vor|nach|ab|nachts|in der nacht|bis)\b{TAIL}"
            r"|(?:zwischen|von|ab|nach|vor) [^.!?\n]{1,40} (?:bitte )?(?:nicht stören|keine nachrichten)[.! ]*"
            r"|(?:bitte )?nachts nicht stören[.! ]*"
        ),
        rf"{ASKED}(?:{GIVE} )?(?:{TIMELESS})\b{TAIL}",
        rf"{ASKED}(?:wiederhole?(?: mir)?|eskaliere?) {REMINDERS}\b{TAIL}",
        r"(?:bitte )?(?:erinnere mich|erinner mich) (?:bitte )?nur einmal[.! ]*|wiederhole? nichts[.! ]*",
        (
            r"(?:bitte )?(?:erinnere? mich) (?:noch ?mal|nochmals|erneut|wieder) nach [^.!?\n]{1,40},? wenn ich nicht "
            r"(?:antworte|reagiere)[.! ]*"
        ),
        rf"{ASKED}{REMINDERS} (?:nur einmal|nicht wiederholen|(?:nach|alle) [^.!?\n]{{1,30}} wiederholen)[.! ]*",
        (
            rf"{ASKED}(?:sprich|rede|antworte|schreibe?)(?: bitte)?(?: mit mir| mir)?(?: bitte)?(?: auf| in)?"
            rf" (?:{TONGUE})(?: mit mir| bitte)*[.!? ]*"
        ),
        (
            rf"{ASKED}(?:(?:wechsle|stelle?|schalte?|ändere?|zu|auf|die|deine|meine|sprache|nach) )+(?:{TONGUE})"
            rf"(?: um| bitte| sprechen)*[.!? ]*|{ASKED}(?:{TONGUE}) sprechen[.!? ]*"
        ),
        rf"(?:auf )?(?:{TONGUE}),? bitte[.! ]*|auf (?:{TONGUE})[.! ]*|meine sprache ist [^\W\d]+[.! ]*",
        rf"{ASKED}(?:(?:stelle?|setze?|ändere?) )?(?:meine|die) zeitzone\b{TAIL}",
        (
            r"(?:(?:zeige?|öffne|nenne?)(?: mir)? )?(?:(?:alle|meine|die|deine) )*einstellungen[.!? ]*"
            r"|(?:was|wie|welche) (?:sind )?(?:meine|die) einstellungen[.!? ]*"
        ),
    ),
    moves=(
        rf"ich bin (?:jetzt|gerade|nun) (?:in|auf) {CITY}{WHEN}[.! ]*|(?:jetzt|gerade) bin ich in {CITY}{WHEN}[.! ]*",
        rf"ich bin in {CITY}[.! ]*",
        (
            rf"(?:ich bin|wir sind) (?:jetzt |gerade )?nach {CITY} (?:um)?gezogen[.! ]*"
            rf"|ich bin (?:jetzt |gerade )?in {CITY} (?:gelandet|angekommen)[.! ]*"
        ),
        rf"ich (?:wohne|lebe) (?:jetzt|nun) in {CITY}[.! ]*|jetzt (?:wohne|lebe) ich in {CITY}[.! ]*",
    ),
    about={
        topic: found(pattern)
        for topic, pattern in {
            Topic.DIGEST: rf"\b{NAME}\b",
            Topic.QUIET: rf"\b{QUIET}\b|\b{LEAVE_ME}\b|\bnicht stören\b|\bschreibe? mir (?:jederzeit|wann du willst)\b",
            Topic.ZONE: rf"\bzeitzone\b|{PLACE}|\bbin ich in\b|\b(?:wohne|lebe) ich in\b",
            Topic.DAY_HOUR: TIMELESS,
            Topic.REPEATS: r"\b(?:wiederhol\w*|eskalier\w*|anderen? kan(?:al|äle\w*)|nur einmal)\b"
            r"|\berinnere? mich (?:noch ?mal|nochmals|erneut|wieder)\b"
            r"|\berinnerung(?:en)?\b.*\b(?:einmal|wieder)\b",
            Topic.LANGUAGE: SPEAK,
        }.items()
    },
    # "bis Montag, 15. Juni" is one.
    sentence_end=found(r"[.!] (?!(?:jan|jän|feb|mär|mrz|apr|mai|jun|jul|aug|sep|okt|nov|dez))"),
    speak=found(SPEAK),
    place=found(
        PLACE + r"|\bbin ich in (?P<now>[^!?;\n]{2,60}?)" + WHEN + r"[.! ]*$"
        r"|\b(?:wohne|lebe) ich in (?P<home>[^!?;\n]{2,60}?)" + WHEN + r"[.! ]*$"
    ),
    show=found(
        r"/?(?:(?:bitte|zeige?|mir|alle|meine|die|deine|öffne|nenne?|was|wie|welche|sind|sehen) )*"
        r"einstellungen(?: bitte)?[.!? ]*"
    ),
    asks=found(r"wie|welche|was|in welcher|zeig|sag"),
    hours=HourWords(
        at="um",
        ahead="in",
        **each(
            to=r"\b(?:auf|für|zu|ab) (?=\d|halb\b|viertel\b|[a-z]+ uhr\b)",
            opens=r"\b(?:von|vom|zwischen|nach|ab|beginnt um|beginnen um)\s+(?=\S)|(?<!\S)(?=\d|mitternacht\b)",
            joins=r"\s*(?:\b(?:bis|und|endet um)\b(?: um)?|[-\u2013\u2014])\s*(?=\S)",
            between=r"\d\S* ?(?:bis|und|-) ?\d",
            named=r"mitternacht",
            leading=r"(?:(?:um|gegen|von|ab|vor|nach|etwa|ist|sind|bis|der|die|auf)\s+)+|[\s:=]+",
            trailing=r"(?: (?:bitte|danke|jeden tag|jede nacht|täglich|immer|jetzt|ab jetzt|nicht stören|keine "
            r"nachrichten"
            r"|wiederholen|wieder|nicht|aus|pausieren|uhr))+$",
            counted=r"\bin (?:\w+ )?(?:stunden?|minuten?|min|sekunden?)\b",
        ),
    ),
    digest=DigestWords(
        kinds={
            DigestKind.MORNING: found(
                r"\b(?:tägliche?[nrs]?|morgendliche?[nrs]?|jeden (?:tag|morgen)|(?:einmal )?am tag)\b"
                r"|\b(?:tages|morgen)(?:zusammenfassung|überblick|übersicht|digest)"
            ),
            DigestKind.WEEKLY: found(
                r"\b(?:wöchentliche?[nrs]?|jede woche|einmal (?:pro|in der|die) woche|pro woche)\b"
                r"|\bwochen(?:zusammenfassung|überblick|übersicht)"
            ),
            DigestKind.MONTHLY: found(
                r"\b(?:monatliche?[nrs]?|jeden monat|einmal (?:pro|im) monat|pro monat)\b"
                r"|\bmonats(?:zusammenfassung|überblick|übersicht)"
            ),
        },
        **each(
            goes_on=r"\b(?:wieder|starte?|aktiviere?|fortsetzen|fort|erneut)\b"
            r"|\b(?:schalte?|stelle?|mach)\b.*\b(?:an|ein)[.! ]*$"
            r"|\bnicht (?:pausieren|stoppen|beenden|überspringen|abbestellen)\b",
            rests=r"\b(?:pause|pausier\w*|aussetzen|setze?\b.*\baus|überspring\w*|unterbrich|unterbrechen|ruht?)\b",
            none=r"\b(?:keine?[nrm]?|nicht|nie|ohne|stoppe?|beende?|aus|deaktiviere?|abbestell\w*|storniere?"
            r"|lass\b.*\bweg|bestelle?\b.*\bab|schalte?\b.*\bab)\b",
            left_out=r"\b(?:außer|ausgenommen|bis auf(?! weiteres)|aber nicht|nur nicht)\b(?P<days>.*)",
            only=r"\b(?:nur(?: noch)?|nichts als|ausschließlich)\b(?! (?:am|an|um|von|ab|jeden|zwischen|werktags"
            rf"|wochentags|{DAY})\b)",
            until=r"\bbis (?!auf (?!weiteres))(?P<when>.*)",
            end_of=r"\bende\b",
            while_=r"\bfür (?:die nächsten |die nächste )?(?P<length>(?!heute|morgen|jetzt|mich|immer)\w.{0,30})",
            today=r"\bheute\b",
            tomorrow=r"(?<!\bjeden )(?<!\bam )\bmorgen\b",
            this_week=r"\bdiese woche\b",
            endless=r"\b(?:bis auf weiteres|ich (?:es )?(?:dir )?sage|ich mich melde|ich wieder da bin)\b",
            this_one=rf"\b(?:diesen|diesem|nächsten|nächstes|kommenden|dieses) (?:{DAY}|wochenende|monat)\b",
            through=r"\b(\w+)(?: bis | ?[-\u2013] ?)(\w+)\b",
            working=r"\b(?:werktags|wochentags|werktagen?|wochentagen?|arbeitstagen?|unter der woche|in der woche)\b",
            weekend=r"\bwochenenden?\b",
            any_day=r"\b(?:jeden tag|täglich|alle tage)\b",
        ),
    ),
    quiet=QuietWords(
        **each(
            hours=rf"\b{QUIET}\b",
            none=rf"\b(?:keine|ohne|lösche?(?: die)?|beende?(?: die)?|deaktiviere?(?: die)?)(?: meine)? {QUIET}\b"
            rf"|\b(?:schalte?|stelle?) (?:die |meine )?{QUIET} (?:aus|ab)\b|\b{QUIET} aus\b"
            r"|\bschreibe? mir (?:jederzeit|wann du willst)\b",
            again=rf"\b(?:schalte?|stelle?) (?:die |meine )?{QUIET} (?:wieder )?(?:an|ein)\b|\baktiviere? (?:die "
            rf"|meine )?{QUIET}\b"
            r"|\bnachts\b|\bin der nacht\b|\bnachtruhe[.! ]*$",
            passing=rf"\b(?:heute|jetzt|woche|wochenenden?|{DAY}|für (?:eine|ein|\d)|diese[rsnm]?)\b|(?<!\bam "
            rf")\bmorgen\b",
            after=r"\b(?:nach|ab|beginnt?(?: um)?|fängt um|von)\s+(?P<hour>.+?)(?: an)?[.! ]*$",
            before=r"\b(?:vor|bis|endet?(?: um)?)\s+(?P<hour>.+)",
            surely_before=r"vor",
        )
    ),
    repeats=RepeatWords(
        **each(
            after=r"\b(?:nach|alle|jede)\s+(?P<length>(?!auf\b|anderen\b|erinn|meine\b|die\b).{1,30}?)"
            r"(?=[.!,;]|$| und\b| wenn\b| falls\b| wieder\b| wiederhol)",
            once=r"\b(?:nur|bloß) (?:noch )?einmal\b|\bnicht (?:mehr )?wiederhol\w+|\b(?:keine|ohne) wiederholung\w*"
            r"|\bwiederhole? (?:\w+ ){0,2}(?:nicht|nie|nichts|keine\w*)\b",
            elsewhere=r"\banderen? kan(?:al|äle\w*)\b|\beskalier\w*\b",
            not_elsewhere=r"\b(?:nicht|nie|niemals|keine?n?|ohne)\b[^.;,]*\b(?:anderen? kan(?:al|äle\w*)|eskalier\w*)\b"
            r"|\beskaliere? (?:\w+ ){0,2}(?:nicht|nie)\b",
        )
    ),
)
