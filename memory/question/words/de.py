"""German words of asking, folded: "für" is "fur", "groß" is "gross"."""

from typing import Final

from memory.question.asked import Wanted
from memory.question.words.vocabulary import END, Frame, Words, alternatives, tallying

NOTED: Final = alternatives(
    "notiert gespeichert aufgeschrieben festgehalten vermerkt eingetragen abgelegt getaggt notierte speicherte"
)
SAID: Final = alternatives("gesagt erzahlt geschickt gesendet geschrieben erwahnt weitergeleitet gegeben")
NOT: Final = (
    r"(?!(?:mit|uber|im|in|am|an|auf|fur|zu|zum|zur|von|vom|seit|bei|habe|hab|ist|war|sind|hat|wir|ich)(?![^ ]))"
)
HOLDERS: Final = (
    r"(?:(?:was|wie|welche[rsnm]?) )?(?:(?:ist|war|sind|lautet|hat) )?"
    r"(?:(?:der|die|das|den|dem|mein|meine|unser|unsere) )?(?:[^ .,;:!?]+(?:s|er|e|en|n) ){0,2}?"
)
UNIT: Final = r"(?P<unit>tag|tage|tagen|woche|wochen|wochenende|monat|monate|monaten|jahr|jahre|jahren)"


def headed(words: str) -> str:
    """That a noun is asked for by itself: "wie ist die … von Ana", "Anas …"; compounds end in it."""
    return rf"^{HOLDERS}(?P<of>[^ .,;:!?]*(?:{words}))"


WORDS: Final = Words(
    language="de",
    themselves=frozenset(
        "notiz notizen nachricht nachrichten erinnerung erinnerungen sache sachen dinge eintrag eintrage".split()  # noqa: SIM905 - a word list reads better as prose
    ),
    leads=(
        r"(?:und|aber|bitte|hallo|hey|ok|also|nochmal|sag mal|(?:kannst|konntest|konnen) (?:du|sie) (?:mir )?(?:bitte )?(?:sagen|zeigen)"
        r"|(?:sag|zeig|erinnere) mi(?:r|ch)(?: (?:nochmal|daran))?(?= (?:was|wer|wo|wann|wie|warum|welche))|wei(?:ss|sst) du|ich (?:brauche|suche|weiss nicht mehr)"
        r"|ich mochte wissen|ob)"
    ),
    wanted=(
        (r"^(?:mit |von |fur |bei |zu |an )?(?:wer|wen|wem|wessen)", Wanted.PERSON),
        (r"^(?:wo|wohin|woher)", Wanted.PLACE),
        (r"^(?:warum|wieso|weshalb|weswegen)", Wanted.REASON),
        (r"^(?:um wie ?viel uhr|wie ?viel uhr|um welche uhrzeit|welche uhrzeit)", Wanted.TIME),
        (r"^wann (?:soll|sollte|muss|mussen|darf|kann|macht|offnet|schliesst|fahrt|fangt)", Wanted.TIME),
        (r"^(?:seit |bis |ab )?wann", Wanted.DATE),
        (r"^(?:an |in )?(?:welche[rmns]?|was fur ein) (?P<of>tag|datum|monat|jahr|wochentag|woche)", Wanted.DATE),
        (r"^(?:seit )?wie ?lange", Wanted.DURATION),
        (r"^wie ?viele (?P<of>sekunden|minuten|stunden|tage|nachte|wochen|monate|jahre)", Wanted.DURATION),
        (r"^(?:in |auf )?(?:wie ?viele|wie oft|wie alt)", Wanted.NUMBER),
        (
            r"^(?:wie ?viel|was) [^.,;:!?]*(?<![^ ])(?:kostet|kosten|gekostet|kostete|bezahlt|zahlen|zahle|bezahle|schulde|schuldet|schulden|schuldig"
            r"|verlangt|ausgegeben|verdient|berechne|wert)",
            Wanted.MONEY,
        ),
        (r"^(?:wie ?viel (?:geld|ist|war|hat)|wie teuer)", Wanted.MONEY),
        (
            r"^(?:wie ?viel|wie (?:gross|hoch|schwer|breit|tief|heiss|warm|kalt|weit|schnell|dick|lang|stark))",
            Wanted.MEASURE,
        ),
        (r"^wie (?:heisst|heissen|hiess|nennt)", Wanted.NAME),
        (headed(r"(?:telefon|handy|mobil)(?:nummer)?|rufnummer"), Wanted.PHONE),
        (headed(r"e mail(?: adresse)?|mailadresse|email|e mail adresse|mail adresse"), Wanted.EMAIL),
        (headed(r"link|webseite|website|internetseite|url"), Wanted.LINK),
        (headed(r"adresse|anschrift|postleitzahl|plz"), Wanted.ADDRESS),
        (
            headed(
                r"code|pin|passwort|kennwort|wlan|wifi|kombination|kennzeichen|iban"
                r"|(?:serien|policen|versicherungs|buchungs|bestell|referenz|konto|kunden|mitglieds|pass|ausweis|chip|rechnungs|modell|teile|auftrags)nummer"
            ),
            Wanted.CODE,
        ),
        (headed(r"nachname|vorname|name"), Wanted.NAME),
        (headed(r"geburtstag|jahrestag|datum|termin"), Wanted.DATE),
        (headed(r"preis|kosten|miete|gebuhr|kaution|betrag|rechnung"), Wanted.MONEY),
        (
            headed(r"grosse|gewicht|dosis|dosierung|temperatur|masse|hohe|breite|lange|druck|kilometerstand"),
            Wanted.MEASURE,
        ),
        (
            r"^(?:in |auf |an )?welche[rmns]? (?P<of>ort|stadt|land|strasse|krankenhaus|restaurant|laden|hotel|flughafen|raum|schublade|schrank)",
            Wanted.PLACE,
        ),
        (r"^nummer (?:von|vom|fur)", Wanted.PHONE),
        (r"^wie", Wanted.WAY),
        (
            r"^(?:ist|sind|war|waren|hat|haben|habe|hab|kann|konnen|darf|durfen|muss|mussen|soll|will|wird|werden|isst|mag|gibt es|fahrt)",
            Wanted.YES_NO,
        ),
        (r"(?:wlan|wifi|passwort|kennwort)", Wanted.CODE),
        (
            rf"^(?:in |an |auf |mit |fur |zu )?(?:welche[rmns]?|was fur(?: ein(?:e[nmrs]?)?)?) (?P<of>{NOT}[^ .,;:!?]+)",
            Wanted.ANYTHING,
        ),
    ),
    asking=(
        r"(?:mit |von |fur |in |an |auf |um |seit |bis |ab )?(?:was fur(?: ein(?:e[nmrs]?)?)?|wie ?viele?|wie lange|wie oft|was|wer|wen|wem|wessen|welche[rmns]?|wo|wohin|woher|wann|warum|wieso|weshalb|wie)"
        r"(?: (?:ist|sind|war|waren|habe|hab|haben|hat|hatte|kann|konnen|soll|muss|darf|wird)(?![^ ]))?(?: (?:ich|wir|man)(?![^ ]))?"
    ),
    told=(
        rf"(?:was|alles was|alles was|dinge die|welche[rsn]? [^ ]+)(?: , (?:was|die))? (?:habe?|haben|hatte) (?:ich|wir)(?: (?:dir|euch))?(?: (?:alles|mir|schon))?(?: (?P<about>uber|zu|zum|zur)(?P<kept>(?: [^ .,;:!?]+){{1,6}}?))?(?: (?:per|mit) [^ ]+)? (?:{NOTED}|(?P<said>{SAID}))",
        rf"(?:alles|was|dinge)(?: ,)?(?: (?:was|die))? ich(?: dir)?(?: (?P<about>uber|zu|zum|zur)(?P<kept>(?: [^ .,;:!?]+){{1,6}}?))? (?:{NOTED}|(?P<said>{SAID}))(?: habe?)?",
        rf"(?:{NOTED})(?: habe?)?",
        rf"(?:habe?|hatte) ich dir (?:{SAID})",
        r"^(?:alle |meine |die )*(?:notizen|nachrichten|eintrage)(?: (?:von|vom|aus|im|in|(?P<about>uber|zu|zum|zur))(?![^ ]))*",
    ),
    ordered=(
        r"^(?:zeig|zeige|gib|such|finde|liste)(?: mir)?(?: (?:alle|alles|jede))?(?: (?:meine|die|unsere))?(?: auf)?",
        r"^(?:alle|alles|samtliche)(?: (?:meine|die|unsere|uber|zu))?",
        r"^was (?:ist (?=passiert)|war (?=los))?(?:passiert|passierte|geschah|los)",
        r"in meinen notizen|laut meinen notizen|bisher|insgesamt|bitte|danke",
        r"^was (?:weiss ich|weisst du|wissen wir)(?: (?:uber|von|zu))?",
    ),
    lists=(
        r"^(?:zeig|zeige|gib|finde|liste)?(?: ?mir)? ?(?:alle|samtliche)(?: (?:meine|die|unsere))* (?P<of>[^ .,;:!?]+)",
        r"^(?:zeig|zeige|gib)(?: mir)? (?:meine|die|unsere) (?P<of>[^ .,;:!?]+)",
        r"^(?:[^ ]*liste|auflistung)",
        r"^alles",
        r"^welche (?P<of>[^ .,;:!?]+) (?:habe|hab|haben|kenne|kennen|besitze|gibt|wollten|wollen) (?:ich|wir|es)",
        r"^was (?:mussen|muss|sollen|brauchen|brauche|fehlt)(?: (?:wir|ich|uns|mir))?(?: noch)?",
        r"^(?:was|wer|wo) (?:noch|sonst|alles)",
        r"^was (?:war|ist|passierte|geschah|ist passiert|weiss ich|weisst du)(?= |$)(?: (?:los|passiert))",
        r"^was (?:weiss ich|weisst du) (?:uber|von|zu)",
        r"^meine [^ .,;:!?]+en",
    ),
    counts=(
        r"wie ?oft(?= (?:war|waren|habe|hab|haben|hat|bin|sind|hatte)(?![^ ]))",
        rf"wie ?viele (?P<of>[^ .,;:!?]+) (?:habe?|haben) (?:ich|wir)(?: [^ .,;:!?]+){{0,6}} (?:{NOTED}|gelesen|gesehen|besucht|gekocht|gelaufen|probiert)",
        r"wie ?viele (?P<of>bucher|filme|rezepte|notizen|ideen|serien|fotos|besuche|reisen|zahlungen|termine|restaurants)(?= (?:[^.,;:!?]* )?(?:habe|hab|haben|dieses|diese|diesen|seit|bisher|gibt)(?![^ ]))",
    ),
    numbers=(
        r"wie ?(?:oft|viele) [^.,;:!?]*(?:am|pro|in der|im|je) (?:tag|woche|monat|jahr|stunde|person)",
        r"wie oft (?:soll|muss|darf|kann)",
    ),
    tally=tallying(
        opening=r"(?:wie ?viele?|zahle?|(?:die )?(?:an)?zahl)(?: von)?(?: alle)?(?: meine[rn]?| der| die)?",
        names="notizen eintrage",
        things="erinnerungen sachen dinge nachrichten",
        saved=(
            "gespeichert notiert aufgeschrieben festgehalten vermerkt eingetragen abgelegt geschickt gesendet geschrieben gesagt"
            " erzahlt gemacht angelegt gemerkt"
        ),
        filling=(
            "habe hab haben hatte ich wir du dir hast mir gibt es sind insgesamt gesamt alle bisher schon bis_jetzt bis_heute"
            " eigentlich denn hier da von_mir im in aus vom von seit am bitte"
        ),
        attached=(
            "mit(?: einem| einer)?",
            "fotos?|bild|bildern?|screenshots?|aufnahmen?",
            "videos?|filmen?",
            "dokument(?:en)?|pdfs?|dateien?|anhang|anhangen",
            "sprachnachrichten?|sprachnotizen?|audios?",
            "links?",
        ),
    ),
    ahead=r"(?:morgen|was ist|ist am|ist los|ubermorgen|nachste|nachsten|nachster|nachstes|kommt|kommen|kommende|kommenden|steht an|haben wir|habe ich am|muss|soll|wird|werden)",
    over=r"(?:war|waren|hatte|hatten|gestern|letzte|letzten|letztes|letzter|vorige|[^ ]*ge[^ ]+t|passiert|geschehen)",
    every_year=r"beide jahre|jedes jahr|in beiden jahren|alle jahre",
    occasions=(
        r"(?:am|an dem|in der|in dem) (?P<unit>tag|abend|wochenende|woche)[ ,]+(?:als|an dem|an der|in der|wo) (?P<event>[^.,;:!?]+)",
        r"(?:wahrend|auf|in|im|bei) (?:der|des|dem|unserer|unserem|unseres|meiner|meinem|meines) (?P<event>[^.,;:!?]*(?:reise|urlaubs?|ferien|besuchs?|ausflugs?|aufenthalts?)(?: (?:nach|in|bei|mit) [^.,;:!?]+)?)",
        r"als (?:ich|wir|sie|er) (?P<event>in [^.,;:!?]+) (?:war|waren)",
    ),
    rolling=r"(?:in|wahrend) de[rnm] vergangene[nr] (?:woche|monat|jahr)",
    frames=(
        (
            Frame.NTH_OF,
            rf"(?:de[rnms]|das|die)? ?(?P<nth>erste|zweite|dritte|vierte|funfte)[nrsm]? {UNIT} (?:im|des|der|vom|von)",
        ),
        (
            Frame.NTH_OF,
            rf"(?:den |die )?ersten (?P<count>\d{{1,2}}|zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn) {UNIT} (?:im|des|der|vom|von)",
        ),
        (Frame.LAST_OF, rf"(?:de[rnm] |das |die )?letzte[nrsm]? {UNIT} (?:im|des|der|vom|von)"),
        (Frame.UNIT_BEFORE, rf"(?:de[rnm] |das |die )?{UNIT} (?:vor|vorm)"),
        (Frame.UNIT_AFTER, rf"(?:de[rnm] |das |die )?{UNIT} nach"),
        (
            Frame.BEFORE,
            r"vor(?! (?:ein|eine|einem|einer|einigen|kurzem|ein paar|zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|\d+|langer|wenigen|den)(?![^ ]))|vorm",
        ),
        (Frame.SINCE, r"seit|ab"),
        (Frame.AFTER, r"nach"),
        (Frame.AROUND, r"um (?!\d)|rund um|gegen (?!\d)"),
        (Frame.DURING, r"wahrend(?: de[rsm])?|uber(?= (?:weihnachten|ostern|pfingsten|silvester|neujahr))"),
    ),
    placing=r"(?:im|in|am|an|um|uber|wahrend|seit|vor|nach|bis|ab|diese[rnsm]?|letzte[rnsm]?|vorige[rnsm]?|nachste[rnsm]?|zwischen|vom|von|zu)",
    attached=r"(?:mein|meine|meinen|unser|unsere|ein|eine|jeden|jede)",
    given="fur|zu|zum",
    units={
        "tag": 1,
        "tage": 1,
        "tagen": 1,
        "woche": 7,
        "wochen": 7,
        "wochenende": 0,
        "monat": 30,
        "monate": 30,
        "monaten": 30,
        "jahr": 365,
        "jahre": 365,
        "jahren": 365,
    },
    nths={
        "erste": 1,
        "zweite": 2,
        "dritte": 3,
        "vierte": 4,
        "funfte": 5,
        "zwei": 2,
        "drei": 3,
        "vier": 4,
        "funf": 5,
        "sechs": 6,
        "sieben": 7,
        "acht": 8,
        "neun": 9,
        "zehn": 10,
    },
    within="im",
    facets=(
        ("channel:sms", r"(?:per|via|als|in einer) (?:sms|textnachricht)"),
        ("channel:whatsapp", r"(?:per|via|uber|auf|in|bei) whats ?app"),
        ("channel:telegram", r"(?:per|via|uber|auf|in|bei) telegram"),
        ("channel:web", r"(?:im|uber den|per) (?:chat|web ?chat|browser)|im web"),
        (
            "has:photo",
            r"(?:fotos?|bilder|bildern|screenshots?)(?= (?:von|vom|aus|die|mit|der)(?![^ ]))|(?:alle|meine|die) (?:fotos|bilder)",
        ),
        ("has:voice", r"sprachnachricht(?:en)?|sprachnotiz(?:en)?"),
        ("has:video", r"videos?(?= (?:von|vom|aus|die|mit|der)(?![^ ]))|(?:alle|meine|die) videos"),
        (
            "has:document",
            r"(?:alle|meine|die) (?:dokumente|pdfs?|dateien)|(?:dokumente|pdfs|dateien)(?= (?:von|zu|uber|die) )",
        ),
        ("has:link", r"links"),
        ("has:location", r"standorte"),
        ("has:contact", r"kontakte(?= die)"),
    ),
    tagged=r"(?:markiert|getaggt) (?:als|mit) (?P<tag>[^ .,;:!?]+)",
    carry_on=r"(?:und|was ist mit|wie ist es mit|was noch|was sonst|wer noch|wer sonst|aber)",
    pronouns=rf"(?:er|sie|ihm|ihn|ihr|ihre|ihren|ihrem|ihrer|sein|seine|seinen|seinem|seiner|dafur|davon|daran|damit|dort|es{END}|das{END}|denselben|dasselbe)",
    antecedents=r"(?:der|die|das|den|dem|mein|meine|meinen|meinem|meiner|unser|unsere|ein|eine|einen|am|im|zum|zur) [^ .,;:!?]+",
)
