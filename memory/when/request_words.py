"""How people ask to be reminded, in each language: the asking itself, and the words that lead to what it is about."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Asking:
    """One language's ways to ask.

    Attributes:
        asks: the request itself, with what politeness goes before it.
        wakes: a request that says what is to be done: to wake up.
        waking: what a person is then reminded of.
        leads: words between the request and what it is about.
        thanks: words of politeness that may end it.
        before_times: prepositions that belong to a time and stay behind when it is taken out.
        claims: words after which a sentence stands for itself, with times of its own.
    """

    asks: re.Pattern[str]
    wakes: re.Pattern[str]
    waking: str
    leads: re.Pattern[str]
    thanks: re.Pattern[str]
    before_times: re.Pattern[str]
    claims: re.Pattern[str]

    def found(self, text: str) -> tuple[tuple[int, int] | None, bool]:
        """Where a text asks, and whether to be woken; a command before it belongs to the asking."""
        match = self.wakes.search(text) or self.asks.search(text)
        waking = match is not None and match.re is self.wakes
        command = COMMAND.match(text)
        if command is None:
            return (match.span() if match else None), waking
        beside = match is not None and match.start() <= command.end()
        return (0, max(command.end(), match.end() if match and beside else 0)), waking


def _asking(waking: str, **patterns: str) -> Asking:
    leads, thanks, before = (patterns.pop(name) for name in ("leads", "thanks", "before_times"))
    return Asking(
        waking=waking,
        leads=re.compile(rf"(?:(?:{leads})(?!\w)|[\s:,;.!\-\u2013\u2014]|d['\u2019]|qu['\u2019])+", re.IGNORECASE),
        thanks=re.compile(rf"(?<!\w)(?:{thanks})$", re.IGNORECASE),
        before_times=re.compile(rf"(?<!\w)(?:{before})$", re.IGNORECASE),
        **{name: re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE) for name, pattern in patterns.items()},
    )


_POLITE: Final = (
    r"(?:(?:hey|hi|hello|ok|okay|so|please|pls|plz|can you|could you|would you|will you|can u|i need you to"
    r"|i want you to|i'd like you to|i would like you to|i'd like|i want|i need|just|also|and|to)[ ,]+){0,5}"
)
_MAKE: Final = r"(?:set up|set|create|add|make|schedule|put|give|send|new|start)"

ENGLISH: Final = _asking(
    "wake up",
    asks=rf"{_POLITE}(?:remind (?:me|us)(?: please)?|{_MAKE} (?:me |us )?(?:up )?(?:an? |the |another )?(?:new |daily "
    r"|weekly |recurring |quick )?(?:reminder|alert|nudge|ping)(?: for me)?|reminders?|don'?t let (?:me|us) forget"
    r"|do not let (?:me|us) forget|(?:ping|nudge|alert|notify|text|message|buzz|prod) (?:me|us)"
    r"|(?:i )?(?:mustn'?t|can'?t|must not|cannot|shouldn'?t|don'?t want to) forget"
    r"|make sure (?:that )?(?:i|we) (?:don'?t forget|remember)|(?:be|get) reminded|remember|don'?t forget|do not forget"
    r"|help me remember|tell me)",
    wakes=rf"{_POLITE}(?:wake (?:me|us)(?: up)?|get me up|{_MAKE} (?:me |us )?(?:an? |the |my )?alarm(?: clock)?)",
    leads=r"to|about|of|that|for|on|regarding|re|saying|which says|called|titled|with the text|please|pls|and"
    r"|it'?s time to",
    thanks=r"please|pls|plz|thanks|thank you|thx|ok|okay|and",
    before_times=r"on|at|by|for|in|from|this|the|about|around|before|until|till|as of|and|every|starting",
    claims=r"that|because|since|when",
)
SPANISH: Final = _asking(
    "despertar",
    asks=r"(?:(?:por favor|oye|hola|puedes|podrías|quiero que)[ ,]+){0,3}(?:recu[eé]rda(?:me|nos|melo)|recordarme"
    r"|recordar|me recuerdas|me recuerdes|hazme acordar|av[ií]sa(?:me|nos|melo)|no me dejes olvidar"
    r"|que no se me olvide|no olvidar|recordatorio"
    r"|(?:pon|crea|añade|ponme|créame|programa)(?:me)? (?:un |una )?(?:recordatorio|alarma|aviso))",
    wakes=r"(?:por favor[ ,]+)?despi[eé]rta(?:me|nos)",
    leads=r"de que|que|de|del|sobre|para|a|acerca de|por favor",
    thanks=r"por favor|gracias|y",
    before_times=r"a|el|en|para|de|por|desde|sobre|los|las|la|y|cada|con",
    claims=r"que|porque|cuando",
)
_GERMAN_MODAL: Final = r"(?:(?:kannst|kannste|könntest|würdest|wirst|willst|magst)(?: du)? |bitte )?(?:bitte )?"
_GERMAN_WISH: Final = r"möchten?|will|wollen|muss|müssen|würden? gern|würden? gerne|sollten?"
_GERMAN_REST: Final = r"[^!?\n]{0,300}?"
GERMAN: Final = _asking(
    "aufwachen",
    asks=r"(?:(?:bitte|hey|hallo|kannst du|könntest du)[ ,]+){0,3}(?:erinnere?(?:st)?(?: du)? (?:mich|uns)(?: bitte)?"
    r"|(?:mich|uns) (?:bitte )?(?:zu )?erinnern"
    # The verb may stand far behind: "kannst du mich morgen an den Arzt erinnern".
    rf"|{_GERMAN_MODAL}(?:mich|uns)(?: bitte)?(?={_GERMAN_REST}\berinnern\b)"
    rf"|(?:ich|wir) (?:{_GERMAN_WISH})(?: bitte)?(?={_GERMAN_REST}\berinnert werden\b)"
    r"|lass mich nicht vergessen|nicht vergessen|erinnerung"
    r"|sag mir bescheid|(?:setze?|stelle?|erstelle?|mach)(?: mir)? (?:eine |einen )?(?:erinnerung|wecker|alarm))",
    wakes=r"(?:bitte[ ,]+)?weck(?:e)? (?:mich|uns)(?: auf)?",
    leads=r"daran|dran|ans|an|erinnern|erinnert werden|dass|zu|über|für|um|bitte|den termin",
    thanks=r"bitte|danke|und|zu erinnern|erinnern|erinnert werden",
    before_times=r"um|am|an|im|in|ab|gegen|für|bis|von|vor|auf|und|jeden",
    claims=r"dass|weil|wenn",
)
FRENCH: Final = _asking(
    "se réveiller",
    asks=r"(?:(?:s'il te pla[iî]t|stp|svp|salut|peux-tu|tu peux|pourrais-tu)[ ,]+){0,3}"
    r"(?:rappell?e[sz]?[- ](?:le[- ])?(?:moi|nous)|me rappeler|(?:fais|faites)[- ]moi penser"
    r"|ne me laisse pas oublier|n'oublie pas|ne pas oublier|rappel"
    r"|(?:préviens|avertis)[- ]moi|(?:mets|crée|ajoute|programme)(?:[- ]moi)? (?:un |une )?(?:rappel|alarme))",
    wakes=r"réveille[sz]?[- ](?:moi|nous)",
    leads=r"de|d'|du|que|qu'|à|au|pour|des|s'il te pla[iî]t|stp|svp",
    thanks=r"s'il te pla[iî]t|stp|svp|merci|et",
    before_times=r"à|le|en|au|pour|dès|vers|avant|les|de|du|et|chaque",
    claims=r"que|parce que|quand",
)
PORTUGUESE: Final = _asking(
    "acordar",
    asks=r"(?:(?:por favor|oi|olá|você pode|pode|podes|poderia)[ ,]+){0,3}"
    r"(?:me lembr(?:a|e|ar)|lembr(?:a|e)[- ](?:me|nos)|lembrar-me|me avis(?:a|e)|avis(?:a|e)[- ]me"
    r"|não me deix(?:a|e)s? esquecer"
    r"|não deix(?:a|e) eu esquecer|não esquecer"
    r"|lembrete|(?:cri(?:a|e)|põe|coloca|coloque|adicion(?:a|e))(?:[- ]me)? (?:um |uma )?(?:lembrete|alarme|aviso))",
    wakes=r"me acord(?:a|e)|acord(?:a|e)[- ]me",
    leads=r"de que|de|do|da|que|sobre|para|a|por favor|pra",
    thanks=r"por favor|obrigad[oa]|e",
    before_times=r"às|as|à|no|na|em|para|pra|de|até|por|ao|nos|nas|o|a|e|cada|com",
    claims=r"que|porque|quando",
)

COMMAND: Final = re.compile(r"\s*/[^\W\d_]\w*(?:@\w+)?(?:\s+(?:me|us)\b)?", re.IGNORECASE)
"""What a reminder may be asked for with in any language: "/remind", or with the bot's name behind it."""

LANGUAGES: Final[Mapping[str, Asking]] = {
    "en": ENGLISH,
    "es": SPANISH,
    "de": GERMAN,
    "fr": FRENCH,
    "pt": PORTUGUESE,
}
