"""Saying yes or no to AI, and asking about it: whole sentences, in each of our languages."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from memory.documents import AiUse


class Said(StrEnum):
    """What a sentence says about AI."""

    YES = "yes"
    NO = "no"
    TRAINING = "training"
    NO_TRAINING = "no training"
    ONLY_CHAT = "only chat"
    ASKS = "asks"


# Every pattern is for a whole sentence in small letters, without accents, with straight apostrophes and no end marks.
# What is not about somebody's own words or about nothing in particular is no consent: "use AI for the speech".

_AI: Final = (
    r"(?:(?:an? |the |any |your )?(?:ai|a\.i|artificial intelligence|llms?|(?:ai|(?:large )?language) models?|chatgpt))"
)
_WORDS: Final = (
    r"(?:(?:all |any |all of |any of )?(?:my|our|these|those) (?:\w+ )?(?:messages?|memory|memories|notes?|texts?|data"
    r"|words|things|corrections)|what i (?:write|tell|say|send|told|wrote)(?: you)?)"
)
_FOR: Final = rf"(?: (?:for|on|with|in) (?:{_WORDS}|me|everything))?"
_MAY: Final = (
    r"(?:(?:please|yes|ok|okay|sure|well|also),? )*(?:(?:from now on|now),? )?"
    r"(?:you (?:may|can|are allowed to|have my permission to|should) (?:also |now |still )?|i (?:allow|permit|want) you"
    r" to |i'?d like you to |i let you |feel free to |go ahead and |i agree that you )?"
)
_NOT: Final = (
    r"(?:(?:please|no|well),? )*(?:(?:from now on|now),? )?(?:do not|don'?t|never|stop|no longer"
    r"|you (?:may|can|must|should) (?:not|no longer)|you (?:can'?t|cannot|mustn'?t|shouldn'?t|are not allowed to"
    r"|aren'?t allowed to)|i (?:do not|don'?t) (?:want|allow|permit) you to|i'?d rather you didn'?t|i forbid you to)"
)
_TOO: Final = r"(?:,? (?:too|as well|also|please|then|now|again|any ?more|ever|at all))*"

_ENGLISH: Final[Mapping[Said, tuple[str, ...]]] = {
    Said.YES: (
        rf"{_MAY}use {_AI}{_FOR}",
        rf"(?:please )?(?:allow|enable|activate|turn on|switch on|permit) {_AI}{_FOR}|(?:turn|switch) {_AI} on",
        rf"{_AI}(?: is| use is)? (?:on|ok|okay|fine|allowed)(?: for {_WORDS})?",
        rf"{_MAY}(?:show|send|give) {_WORDS} to {_AI}|{_MAY}share {_WORDS} with {_AI}",
        rf"(?:please )?(?:let|allow) {_AI} (?:to )?(?:read|see|use|look at|help with) {_WORDS}",
        rf"{_AI} may (?:read|see|use|look at) {_WORDS}",
        rf"you let me use {_AI} for your messages",
    ),
    Said.NO: (
        rf"{_NOT} us(?:e|ing) {_AI}{_FOR}",
        rf"(?:please )?(?:disable|deactivate|forbid|turn off|switch off|stop) {_AI}{_FOR}|(?:turn|switch) {_AI} off",
        rf"(?:please,? )?(?:no|without) {_AI}{_FOR}|{_AI} off",
        rf"{_NOT} (?:show|send|giv|shar)(?:e|ing)? {_WORDS} (?:to|with) {_AI}",
        rf"{_NOT} let(?:ting)? {_AI} (?:read|see|use|look at) {_WORDS}|keep {_WORDS} (?:away )?from {_AI}",
        rf"i (?:withdraw|revoke|take back) my (?:consent|permission)(?: (?:for|to|to use) {_AI})?",
        rf"you don't let me use {_AI} for your messages",
    ),
    Said.TRAINING: (
        rf"{_MAY}use (?:{_AI}|{_WORDS}|it)(?: for {_WORDS},? and)? for training",
        rf"{_MAY}(?:train|learn)(?: {_AI}| models| yourself)? (?:on|with|from|using) {_WORDS}",
        rf"(?:please )?(?:allow|enable|turn on) (?:training|learning) (?:on|with|from) {_WORDS}",
        rf"you let me use {_AI} for your messages, and for training",
    ),
    Said.NO_TRAINING: (
        rf"{_NOT} us(?:e|ing) (?:{_AI}|{_WORDS}|it) for training",
        rf"{_NOT} (?:train|learn)(?:ing)?(?: {_AI}| models| yourself)? (?:on|with|from|using) {_WORDS}",
        rf"no (?:training|learning) (?:on|with|from) {_WORDS}|no {_AI} training",
    ),
    Said.ONLY_CHAT: (
        rf"{_MAY}use {_AI}{_FOR},? but (?:not|never|don't use it) for training",
        rf"(?:only )?(?:use )?{_AI} (?:only )?for chat(?:ting)?(?: only)?",
    ),
    Said.ASKS: (
        rf"(?:do|are|can|may|will) (?:you|i)(?: still)? (?:us(?:e|ing)|allowed to use|allow|let you use) {_AI}{_FOR}",
        rf"is {_AI} (?:on|off|used|allowed|enabled|active)(?: for {_WORDS})?|{_AI} settings?",
        rf"what (?:does|can|may|will) {_AI} see(?: of (?:me|mine|{_WORDS}))?",
        r"wh(?:ich|at) (?:ai|language model) do you use",
    ),
}

_IA: Final = r"(?:l'|la |una |a |uma |de l'|d'|de la |de )?(?:ia|inteligencia artificial|intelligence artificielle)"
_KI: Final = r"(?:eine |die )?(?:ki|kunstliche intelligenz|ai)"

_SPANISH: Final[Mapping[Said, tuple[str, ...]]] = {
    Said.YES: (
        rf"(?:si,? )?(?:puedes usar|usa|puede usar|use|te permito usar|te dejo usar) {_IA}(?: (?:para|con) mis \w+)?",
        rf"(?:activa|permite|enciende) {_IA}|me dejas usar {_IA} (?:para|con) tus mensajes",
    ),
    Said.NO: (
        rf"(?:por favor,? )?(?:no uses|no use|no puedes usar|deja de usar|nunca uses) {_IA}(?: (?:para|con) mis \w+)?",
        rf"(?:desactiva|apaga) {_IA}|sin {_IA}|nada de {_IA}|no me dejas usar {_IA} (?:para|con) tus mensajes",
    ),
    Said.TRAINING: (
        rf"(?:usa|puedes usar) {_IA} tambien para entrenar(?:te)?|usa mis \w+ para entrenar(?:te)?",
        r"(?:puedes )?(?:aprender?|entrenar(?:te)?) (?:con|de) mis \w+",
        rf"me dejas usar {_IA} (?:para|con) tus mensajes,? y tambien para entrenar",
    ),
    Said.NO_TRAINING: (r"no (?:aprendas|entrenes|te entrenes|uses) (?:con |de )?mis \w+(?: para entrenar(?:te)?)?",),
    Said.ASKS: (rf"(?:usas|utilizas|estas usando) {_IA}(?: (?:para|con) mis \w+)?",),
}
_GERMAN: Final[Mapping[Said, tuple[str, ...]]] = {
    Said.YES: (
        (
            rf"(?:ja,? )?du (?:darfst|kannst)(?: fur meine \w+)? {_KI}(?: fur meine \w+)?"
            r" (?:be)?(?:nutzen|verwenden|einsetzen)"
        ),
        rf"(?:be)?nutze? {_KI}(?: fur meine \w+)?|verwende {_KI}(?: fur meine \w+)?|{_KI} (?:an|ein)(?:schalten)?",
        rf"schalte? {_KI} (?:an|ein)|erlaube {_KI}|du lasst mich {_KI} fur deine nachrichten nutzen",
    ),
    Said.NO: (
        (
            r"(?:bitte )?(?:(?:be)?nutze?|verwende|du darfst|ich will|ich mochte) (?:keine|nie|niemals) (?:ki|ai"
            r"|kunstliche intelligenz)(?: fur meine \w+)?(?: (?:be)?(?:nutzen|verwenden))?"
        ),
        rf"(?:bitte )?keine (?:ki|kunstliche intelligenz)(?: fur meine \w+)?|{_KI} aus(?:schalten)?|ohne {_KI}",
        rf"schalte? {_KI} (?:aus|ab)|du lasst mich keine ki fur deine nachrichten nutzen",
    ),
    Said.TRAINING: (
        rf"(?:be)?nutze? {_KI} auch (?:furs|zum|fur das) (?:training|trainieren|lernen)",
        r"du darfst (?:auch )?(?:mit|aus|von) meinen \w+ (?:auch )?(?:lernen|trainieren)",
        r"lerne? (?:aus|von|mit) meinen \w+",
        rf"du lasst mich {_KI} fur deine nachrichten nutzen,? auch furs training",
    ),
    Said.NO_TRAINING: (
        r"(?:lerne?|trainiere?) nicht (?:aus|mit|von) meinen \w+|kein training mit meinen \w+",
        r"du darfst nicht (?:aus|mit|von) meinen \w+ (?:lernen|trainieren)",
    ),
    Said.ASKS: (rf"(?:be)?nutzt du {_KI}(?: fur meine \w+)?|verwendest du {_KI}(?: fur meine \w+)?",),
}
_FRENCH: Final[Mapping[Said, tuple[str, ...]]] = {
    Said.YES: (
        (
            rf"(?:oui,? )?(?:tu peux utiliser|utilise|vous pouvez utiliser|je te permets d'utiliser) {_IA}"
            r"(?: (?:pour|avec) mes \w+)?"
        ),
        rf"(?:active|autorise) {_IA}|tu me laisses utiliser {_IA} pour tes messages",
    ),
    Said.NO: (
        (
            rf"(?:n'utilise (?:pas|plus|jamais)|tu ne peux (?:pas|plus) utiliser|arrete d'utiliser) {_IA}"
            r"(?: (?:pour|avec) mes \w+)?"
        ),
        rf"(?:desactive|coupe) {_IA}|(?:pas|plus) {_IA}|sans {_IA}",
        rf"tu ne me laisses pas utiliser {_IA} pour tes messages",
    ),
    Said.TRAINING: (
        rf"utilise (?:aussi {_IA}|{_IA} aussi) pour (?:l'entrainement|t'entrainer|apprendre)",
        r"tu peux (?:aussi )?(?:t'entrainer|apprendre) (?:avec|de|sur) mes \w+|apprends (?:avec|de) mes \w+",
        rf"tu me laisses utiliser {_IA} pour tes messages,? et aussi pour l'entrainement",
    ),
    Said.NO_TRAINING: (
        r"n'(?:apprends|utilise) (?:pas|plus) (?:avec |de )?mes \w+(?: pour (?:l'entrainement|t'entrainer))?",
    ),
    Said.ASKS: (rf"(?:est-ce que )?tu utilises {_IA}(?: pour mes \w+)?|utilises-tu {_IA}(?: pour mes \w+)?",),
}
_PORTUGUESE: Final[Mapping[Said, tuple[str, ...]]] = {
    Said.YES: (
        rf"(?:sim,? )?(?:podes usar|pode usar|usa|use|voce pode usar|deixo-te usar) {_IA}(?: para (?:as )?minhas \w+)?",
        rf"(?:ativa|ative|activa|liga|ligue|permite) {_IA}|deixas-me usar {_IA} para as tuas mensagens",
    ),
    Said.NO: (
        rf"(?:nao uses?|nao podes? usar|para de usar|nunca uses) {_IA}(?: para (?:as )?minhas \w+)?",
        rf"(?:desativa|desative|desactiva|desliga|desligue) {_IA}|sem {_IA}|nada de {_IA}",
        rf"nao me deixas usar {_IA} para as tuas mensagens",
    ),
    Said.TRAINING: (
        rf"(?:usa|use|podes usar) {_IA} tambem para (?:treino|treinar|o treino)",
        r"(?:podes |pode )?(?:aprender?|treinar) com (?:as )?minhas \w+",
        rf"deixas-me usar {_IA} para as tuas mensagens,? e tambem para treino",
    ),
    Said.NO_TRAINING: (r"nao (?:aprendas|treines|aprenda|treine) com (?:as )?minhas \w+",),
    Said.ASKS: (rf"(?:usas|voce usa|estas a usar) {_IA}(?: para (?:as )?minhas \w+)?",),
}
_END: Final = rf"{_TOO}[.! ]*"
_ASKED: Final = r"\s?\?*"

SENTENCES: Final[Mapping[Said, str]] = {
    said: "|".join(
        rf"(?:\N{{INVERTED QUESTION MARK}}\s?)?(?:{pattern}){_ASKED if said is Said.ASKS else _END}"
        for language in (_ENGLISH, _SPANISH, _GERMAN, _FRENCH, _PORTUGUESE)
        for pattern in language.get(said, ())
    )
    for said in Said
}
"""A pattern for each thing that can be said, for whole sentences."""

MENTIONED: Final = re.compile(
    r"\b(?:ai|ki|ia|artificial intelligence|kunstliche intelligenz|inteligencia artificial|intelligence artificielle"
    r"|language models?|llms?|chatgpt)\b"
)
_COMPILED: Final = {said: re.compile(sentences) for said, sentences in SENTENCES.items()}


def read(sentence: str) -> Said | None:
    """What a folded sentence says about AI; None when that is nothing, or not all that it says."""
    return next((said for said, pattern in _COMPILED.items() if pattern.fullmatch(sentence)), None)


def chosen(said: Said, before: AiUse) -> AiUse:
    """What holds once that was said. Who says no to training has not said yes to anything."""
    no_training = AiUse.CHAT if before is AiUse.TRAIN else before
    return {**_CHOSEN, Said.NO_TRAINING: no_training, Said.ASKS: before}[said]


_CHOSEN: Final[Mapping[Said, AiUse]] = {
    Said.YES: AiUse.CHAT,
    Said.NO: AiUse.NONE,
    Said.TRAINING: AiUse.TRAIN,
    Said.ONLY_CHAT: AiUse.CHAT,
}
