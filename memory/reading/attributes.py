"""What a passage has to hold when a question names what it wants told: a colour, a weight, a make, one of two."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from memory.reading.evidence import CLOCK, READ
from memory.search.analysis import Analysis, fold
from memory.words import word_set

_COLOUR: Final = (
    r"black|white|gr[ea]y|red|blue|green|yellow|orange|purple|violet|pink|brown|beige|cream|navy|turquoise"
    r"|teal|gold|silver"
    r"|(?:schwarz|weiss|grau|rot|blau|grun|gelb|lila|rosa|braun|turkis)\w{0,2}"
    r"|negr[oa]|blanc[oa]|gris|roj[oa]|azul|verde|amarill[oa]|naranja|morad[oa]|marron"
    r"|noire?|blanche?|rouge|bleue?|verte?|jaune|violette|rose|brune?"
    r"|pret[oa]|branc[oa]|cinza|cinzent[oa]|vermelh[oa]|amarel[oa]|laranja|rox[oa]|castanh[oa]"
    # A shade has a name of its own, which is told of the paint.
    r"|paint\w*|emulsion|stain\w*|varnish\w*|dye\w*"
    r"|farbe|gestrichen|lack|pintura|pintad[oa]|peinture|peint|tinta"
)
_MASS: Final = (
    r"\d\s?(?:kgs?|kilos?|g|grams?|gramm|grammes|gramos|gramas|lbs?|pounds?|pfund|libras?|livres?|oz|ounces?|stone|st"
    r"|t|tons?|tonnes?|mg)"
)
_RUN: Final = r"\d{1,3}[.,]?\d{3}|\d\s?k|\d\s?(?:km|miles?|mi|kilomet\w+|millas|milhas|meilen)"
_LENGTH: Final = (
    r"\d\s?(?:cm|mm|m|ft|foot|feet|in|ins|inch|inches|metres?|meters?|zoll|metros?|m(?:e|è)tres?)|\d\s?['\u2019\"]"
)
_STOP: Final = r"terminals?|platform|gleis|anden|quai|plataforma|t ?\d"
# A capital at the beginning of a sentence, or one that goes on in capitals, tells nothing.
_NAMED: Final = re.compile(r"(?<=[\w,;:)=&+-]) (?:the )?[A-ZÀ-Þ][a-zß-ÿ][\w'\u2019-]*|[\"“„«][^\"”“»]{2,60}[\"”“»]")

_AGE: Final = re.compile(
    r"\d{1,3}(?:-| )?(?:y/?o|years?|yrs?|months?|mths?|weeks?|wks?|jahre?|monate|anos|meses|ans|mois)\b"
    r"|\b(?:age[ds]?|turn(?:s|ed|ing)?|born|birthday|bday|b-day|geboren|geburtstag|cumple\w*|nacio|naci\w*"
    r"|ne en|anniversaire|nasc\w*"
    r"|aniversario|faz)\b|\b\w+ (?:is|now|ist|tiene|tem) (?:now )?\d{1,2}\b(?![:./,])|\b\w+ \d{1,2} now\b"
    r"|\b(?:\d0|[2-9]\d|1\d)(?:st|nd|rd|th) b|\b(?:thirt|fort|fift|sixt|sevent|eight|ninet)ieth\b"
)
_BREED: Final = (
    r"breed|terrier|labrador|lab|retriever|poodle|spaniel|collie|shepherd|beagle|whippet|greyhound|lurcher"
    r"|dachshund|bulldog"
    r"|pug|husky|mastiff|schnauzer|setter|pointer|hound|doodle|\w+oodle|\w+apoo|corgi|chihuahua|boxer"
    r"|rottweiler|pitbull|malamute"
    r"|saint bernard|st bernard|maltese|mongrel|mutt|moggy|tabby|siamese|persian|maine coon|bengal|ragdoll"
    r"|shorthair|cross|mix"
    r"|mischling|dackel|pudel|schaferhund|rasse|raza|mestizo|galgo|race|caniche|batard|raca|rafeiro"
)
_SHOES: Final = (
    r"shoes?|boots?|trainers?|sneakers?|sandals?|skates?|cleats?|wellies|heels?|slippers?|uk ?\d+|eu ?\d+"
    r"|\d+(?:\.5)?[a-h]"
    r"|schuh\w*|stiefel|zapat\w+|botas?|chauss\w+|bottes?|sapat\w+|tenis"
)
_HOME: Final = (
    r"li(?:ve|ves|ved|ving)|moved?|flat|house|home|apt|apartment|address|street|st|road|rd|ave|avenue|lane|ln"
    r"|from|near|out \w+ way"
    r"|\w+(?:strasse|str|gasse|weg|platz)|wohnt|zieht|gezogen|vive|calle|piso|habite|rue|mora|rua|\d{1,5}\w? [a-z]{3,}"
)
_MEDICINE: Final = (
    r"\d+ ?(?:mg|mcg|ml|iu)|meds?|medication|medicine|drugs?|allerg\w+|tablets?|pills?|capsules?|drops"
    r"|inhaler|injections?|insulin"
    r"|antibiotics?|vitamins?|magnesium|iron|tabletten?|tropfen|pastillas?|gotas|comprimes?|gouttes|comprimidos?"
    r"|\w{3,}(?:cillin\w?|statin|pril|sartan|olol|profen|cetamol|prazole?|mycin|azepam|oxetine|zepine|dipine|adyl|phen)"
)
_WON: Final = (
    r"won|wins?|winner|beat|beats|champions?|first|1st|took gold|\d{1,2}-\d{1,2}|gewonnen|gewann|sieger|gano|ganado"
    r"|gagne|ganhou"
)
_KEY_WORDS: Final = (
    r"pass\w*|pw|pin\w*|codes?|combos?|combination|wi-?fi|wlan|alarm\w*|gate|doors?|locks?|lockers?|safe"
    r"|keypad|buzzer|login|log in"
    r"|passwort|kennwort|zugang\w*|tor|tur|schloss|clave|contrasena|codigo|puerta|candado|mot de passe|porte"
    r"|portail|cadenas"
    r"|senha|palavra-?passe|portao|cadeado|cancela"
)


ASKED: Final = 200
"""Characters of a question that are looked at for what it leaves open."""


@dataclass(frozen=True, slots=True)
class _Attribute:
    """Words by which a folded question names what it wants, and what tells it in a folded passage.

    `names`: told by a name of something, looked for in the passage as written.
    """

    asked: re.Pattern[str]
    told: re.Pattern[str]
    names: bool = False

    def in_(self, text: str, people: Collection[str]) -> bool:
        """Whether the text tells it."""
        if not self.names:
            return bool(self.told.search(fold(text)))
        return any(
            fold(match.group().strip(" '\"").removesuffix("'s")) not in people for match in self.told.finditer(text)
        )


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")


# Who has a thing of ours, or to whom it was lent; "wer hat das Zelt repariert" asks for something else.
_KEEPER: Final = _Attribute(
    _whole(
        r"who (?:still )?(?:has|have|had|borrowed|took|keeps|kept|holds) (?:\w+ )?(?:my|our|the)"
        r"|who's (?:still )?(?:got|borrowed) (?:my|our|the)|whom? (?:did|have) (?:i|we) (?:lend|lent|loan|loaned)"
        r"|wer hat (?:noch |gerade )?(?:mein\w*|unser\w*|de[rn]|die|das) [\w-]+\W*$"
        r"|wem (?:habe? ich|haben wir) .{1,40}(?:lieh|liehen|borgt|gegeben)"
        r"|quien tiene (?:mis?|nuestr[oa]s?|el|la|los|las)"
        r"|a quien (?:le |les )?(?:he |hemos )?(?:preste|prestado|prestamos|deje|dejado)"
        r"|qui a (?:encore )?(?:mon|ma|mes|notre|nos|la|le|les|l)"
        r"|a qui (?:est-ce que )?(?:ai-je|j'ai|on a|avons-nous) (?:prete|confie|donne|laisse)"
        r"|quem (?:e que )?(?:tem|ficou com) (?:[ao]s? )?(?:minhas?|meus?|noss[ao]s?|[ao]s?)"
        r"|a quem (?:e que )?(?:eu )?(?:emprestei|emprestamos|deixei|dei)"
    ),
    _whole(
        r"lent|lend|loan\w*|borrow\w*|gave|given?|has|have|had|got|keeps?|kept|holds?|carr(?:y|ies)|took|takes|with"
        r"|\w*(?:lieh|liehen|borgt)|leih\w*|gegeben|gab|gebe|hat|haben|behalt|\w*genommen|(?:ist|sind|liegt|steht) bei"
        r"|at \w+'s|en casa de|em casa d[aeo]s?"
        r"|prest\w+|dej(?:e|o|ado|amos)|di|dio|dimos|dado|tienen?|guard\w+|lleva|llevo|quedo"
        r"|pret\w+|emprunt\w+|donn\w+|confi\w+|laiss\w+|gard\w+|chez|pris|repris"
        r"|(?<!est )(?<!sont )(?<!etait )a (?:ma|mon|mes|notre|nos|la|le|les|l)"
        r"|emprest\w+|dei|deu|deix(?:ei|ou)|tem|levou|ficou"
    ),
)
_ATTRIBUTES: Final = (
    _Attribute(
        _whole(r"(?:what|which) (?:time|hour)|wie ?viel uhr|welche uhrzeit|que horas?|quelle heure"),
        CLOCK,
    ),
    _Attribute(
        _whole(r"(?:what|which) colou?rs?|welche farben?|que color|quelle couleur|que cor"),
        _whole(_COLOUR),
    ),
    _Attribute(
        _whole(
            r"how heavy|weight|weighs?|wie schwer|gewicht|wiegt|wog|cuanto pes\w+|el peso|combien pes\w+|le poids"
            r"|quanto pes\w+|o peso"
        ),
        _whole(rf"[\w.,]{{0,12}}{_MASS}"),
    ),
    _Attribute(
        _whole(r"how tall|wie gross ist|cuanto mide|combien mesure|quanto mede"),
        _whole(rf"[\w.,]{{0,12}}(?:{_LENGTH})"),
    ),
    _Attribute(
        _whole("mileage|odometer|kilometerstand|kilometraje|kilometrage|quilometragem"),
        _whole(rf"[\w.,]{{0,12}}?(?:{_RUN})"),
    ),
    _Attribute(
        _whole("(?:what|which|welche[mrs]?|que|quel|quelle|qual) (?:terminal|platform|gleis|anden|quai|plataforma)"),
        _whole(_STOP),
    ),
    _Attribute(
        _whole("(?:what|which) (?:brand|make|manufacturer)|welche marke|que marca|quelle marque"),
        _NAMED,
        names=True,
    ),
    _Attribute(
        _whole(
            r"(?:what|which) (?:hospital|clinic|hotel|restaurant|school|airport|pub|church|gym|airline|bank"
            r"|college|university|vet"
            r"|company|theatre|theater|museum|cinema|campsite|garage)"
            r"|(?:in )?welche[mrs]? (?:krankenhaus|klinik|hotel|restaurant|schule|flughafen|kirche|bank|firma)"
            r"|(?:que|quel|quelle|qual) (?:hospital|clinica|hotel|restaurante?|colegio|escuela|escola|banco"
            r"|aerolinea|empresa)"
            r"|quel(?:le)? (?:hopital|ecole|eglise|banque|compagnie)"
        ),
        _NAMED,
        names=True,
    ),
    _Attribute(
        _whole(r"how old|wie alt|cuantos anos tiene|que edad|quel age|quantos anos tem|que idade"),
        _AGE,
    ),
    _Attribute(
        _whole("(?:what|which) breed|breed of|welche rasse|que raza|quelle race|que raca"),
        _whole(_BREED),
    ),
    _Attribute(
        _whole("blood (?:type|group)|blutgruppe|grupo sanguineo|groupe sanguin"),
        re.compile(r"(?<!\w)(?:a|b|ab|o|0) ?(?:[+-]|pos|neg|rh)"),
    ),
    _Attribute(
        _whole(
            r"(?:shoe|boot) sizes?|size (?:shoes?|boots?)|schuhgrosse|talla de zapatos?|pointure|tamanho de sapatos?"
        ),
        _whole(_SHOES),
    ),
    _Attribute(
        _whole(r"(?:apartment|apt|flat|unit|room|house|seat|locker|pitch|berth|lane|bay) (?:number|no)"),
        _whole(r"(?:apartment|apt|flat|unit|room|house|seats?|row|locker|pitch|berth|lane|bay|no) ?#?\w?\d\w*|# ?\d+"),
    ),
    _Attribute(
        _whole(
            r"where (?:does|do|did) .{1,40} live|wo wohn(?:t|en)\b.{0,40}|donde viven? .{1,40}|ou habite(?:nt)? .{1,40}"
            r"|onde moram? .{1,40}"
        ),
        _whole(_HOME),
    ),
    _Attribute(
        _whole(
            r"(?:what|which) (?:medications?|medicines?|drugs?|pills?|tablets?|meds)|welche (?:medikamente|tabletten)"
            r"|que (?:medicamentos?|pastillas?|remedios?)|quels? medicaments?"
        ),
        _whole(_MEDICINE),
    ),
    _Attribute(
        _whole(r"who won|wer hat gewonnen|quien gano|qui a gagne|quem ganhou"),
        _whole(_WON),
    ),
    _Attribute(
        _whole(
            r"passwords?|passcodes?|pins?|alarm code|gate code|door code|combination|passwort|contrasena"
            r"|mot de passe|senha"
        ),
        _whole(_KEY_WORDS),
    ),
    _KEEPER,
)
# "Are we having a boy or a girl": told by one of the two. What comes before may be anything of a few words.
_EITHER: Final = re.compile(
    r"^(?:.{1,40}\b(?:if|whether|ob|si|se) )?(?:is|are|was|were|do|does|did|will|would|it|its|it's"
    r"|that|they|he|she|we|ist|sind|war|es|son|est|sera|e)"
    r"\b.{0,40}?\b((?:(?:an?|the|ein|eine|un|una|une|um|uma|at|on|in) )?\w{1,20}) (?:or|oder|o|ou)"
    r" ((?:\w+ )?\w{1,20}(?: \w{3,20})?)\W*$"
)
_NEITHER: Final = word_set("not more less so something anything else later never nicht mas plus")


def named(question: str, *, called: bool = False) -> bool:
    """Whether a question names something of a known kind as wanted; `called`: of what is told by its name alone."""
    asked = fold(question[:ASKED])
    return any(attribute.asked.search(asked) for attribute in _ATTRIBUTES if attribute.names or not called)


def tells(question: str, text: str, people: Collection[str] = ()) -> bool:
    """Whether a passage holds whatever the question names as wanted; true where it names nothing of a known kind.

    Args:
        question: as asked.
        text: of the passage, as written.
        people: named in the passage; a name of theirs is none of a make or a place.
    """
    asked, text = fold(question), text[:READ]
    for attribute in _ATTRIBUTES:
        if attribute.asked.search(asked):
            return attribute.in_(text, frozenset(fold(part) for name in people for part in name.split()))
    either = alternatives(asked)
    return not either or bool(either & frozenset(Analysis.of_language().of_memory(text)))


def tells_keeper(question: str, text: str) -> bool:
    """Whether it is asked who has a thing, and a passage tells it, perhaps without a name ("lent to the neighbour")."""
    return bool(_KEEPER.asked.search(fold(question[:ASKED]))) and _KEEPER.in_(text[:READ], ())


def alternatives(question: str) -> frozenset[str]:
    """The stems of the two that a question leaves open ("a boy or a girl"); nothing where it leaves none."""
    match = _EITHER.match(fold(question[:ASKED]).strip())
    if match is None or _NEITHER & set(" ".join(match.groups()).split()):
        return frozenset()
    return frozenset(Analysis.of_language().of_question(" ".join(match.groups())))
