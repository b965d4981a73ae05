"""Small talk, short and polite, and what other assistants do: tables of what is said, and which answer it gets."""

import re
from collections.abc import Iterable
from typing import Final

from bot.messages import Reply
from handlers import remember
from handlers.turn import Turn
from memory.when.words.vocabulary import fold

LONGEST: Final = 300
OTHER: Final = "other"
ALONE: Final = re.compile(r"[^\s?!]+")

Table = tuple[tuple[str, re.Pattern[str]], ...]


def _table(rows: Iterable[tuple[str, str]]) -> Table:
    return tuple((kind, re.compile(rf"\b(?:{words})\b")) for kind, words in rows)


# The first that occurs in the sentence. The kinds are those of `Phrases.small_…`; words are folded.
TALK: Final = _table(
    (
        ("night", "good ?night|sleep well|sweet dreams|buenas noches|gute nacht|schlaf gut|bonne nuit|boa noite"),
        ("morning", "good morning|morning|buenos dias|guten morgen|bom dia"),
        ("thanks", "thanks?|thank you|thx|ty|cheers|gracias|danke\\w*|dank|merci|obrigad[oa]"),
        ("machine", "are you (?:an? )?(?:\\w+ )?(?:bot|robot|human|person|ai|machine|computer|program|real|alive)"),
        (
            "maker",
            (
                "who (?:made|built|created|wrote|owns|programmed|designed|trained) you"
                "|your (?:maker|creator|boss|owner|company)"
                "|who do you work for|where (?:are|do) you (?:come )?from|where were you (?:born|made)"
            ),
        ),
        (
            "who",
            (
                "who are you|what are you|your name|what do i call you|introduce yourself"
                "|wer bist du|quien eres|qui es-tu|quem es|what do you do"
            ),
        ),
        (
            "joke",
            "joke\\w*|something funny|make me laugh|funny story|riddle|sing|poem|a story|amuse me|entertain me|pun",
        ),
        (
            "how",
            (
                "how are (?:you|things)|how(?:'s| is) (?:it going|life|your|everything)|how do you do"
                "|how(?:'re| are) ya|how have you been|how was your|what'?s up|sup"
                "|wie geht(?:'?s| es)|que tal|como (?:estas?|vai|vas)|(?:comment )?ca va|comment (?:vas-tu|allez-vous)"
                "|tudo bem"
            ),
        ),
        (
            "feeling",
            (
                "do you (?:love|like|feel|hate|think|dream|sleep|eat|have|want|believe|get|know how)"
                "|are you (?:\\w+ )?(?:happy|sad|tired|bored|angry|lonely|hungry|married|single|old)"
                "|how old|your (?:age|birthday|favou?rite|hobb\\w+|pets?)"
                "|marry me|will you be my"
            ),
        ),
        (
            "sorry",
            "wrong|hate you|stupid|useless|dumb|idiot|bad bot|you suck|shut up|misunderstood|not what i|terrible|awful",
        ),
        (
            "praise",
            (
                "well done|good (?:job|bot|work)|nice (?:one|job|work)|great|awesome|amazing"
                "|excellent|perfect|brilliant|(?:love|like) (?:it|you)|wonderful|cool"
                "|super|toll|prima|klasse|gut gemacht|genial|perfecto|estupendo|bien hecho|parfait|bien joue|perfeito"
                "|otimo|muito bem|bravo"
                "|you(?:'re| are) (?:\\w+ )?(?:best|good|smart|clever|helpful|great|nice|funny|kind|sweet)"
            ),
        ),
        ("bye", "bye|goodbye|see (?:you|ya)|farewell|cya|talk (?:to you )?later|adios|tschuss|au revoir|tchau|so long"),
        (
            "hello",
            "hi|hello|hey|hiya|howdy|greetings|good (?:afternoon|evening|day)|hola|hallo|bonjour|salut|ola|oi|yo",
        ),
        (
            "fine",
            (
                "ok(?:ay)?|fine|alright|all right|sure|yes|no|yep|nope|lol|haha\\w*|got it|i see|never ?mind|hm+"
                "|ja|nein|alles klar|egal|schon gut|si|vale|claro|da igual|oui|non|d'accord|tant pis|sim|nao|tanto faz"
            ),
        ),
    )
)

# The kinds are those of `Phrases.cannot_…`.
TASKS: Final = _table(
    (
        (
            "data",
            (
                "export\\w*|my (?:account|data)|all my (?:notes|memories)|everything about me|(?:forget|delete|remove) "
                "everything|mis datos|mi cuenta|(?:borra|elimina) todo|meine daten|mein konto|losche? alles"
                "|mes donnees|mon compte|(?:efface|supprime) tout|meus dados|minha conta|(?:apaga|elimina) tudo"
            ),
        ),
        (
            "music",
            "play\\w*|music|songs?|album|playlist|podcast|radio|spotify|audiobook|shuffle|next track|video|movie",
        ),
        (
            "house",
            (
                "lights?|lamps?|thermostat|heating|temperature|vacuum\\w*|hoover|coffee|kettle|plug|socket|blinds?|curtains?"
                "|door|garage|oven|fan|air ?con\\w*|tv|television|alarm system|robot"
            ),
        ),
        ("call", "call|phone|dial|ring|text|message|e?-?mail\\w*|tweet|facebook|whatsapp|post|send|reply"),
        ("news", "weather|forecast|rain\\w*|snow\\w*|sunny|news|headlines|traffic|stocks?|scores?|exchange rate"),
        (
            "order",
            (
                "order|buy|book|reserve|reservation|ticket|tickets|taxi|uber|cab|train|flight|pizza|takeaway|takeout"
                "|restaurant|pay|transfer|shop"
            ),
        ),
        (
            "device",
            "volume|brightness|wi-?fi|bluetooth|camera|selfie|photo|screenshot|flashlight|torch|app|battery|mute",
        ),
        (
            "look_up",
            (
                "search|google|look up|translate\\w*|spell\\w*|define|definition|calculate|convert|how do you say"
                "|roll|flip|dice|coin|directions?|navigate|route|distance|wikipedia|recipe|plus|times|divided|percent"
            ),
        ),
        ("stop", "stop|cancel|abort|quit|exit|never ?mind"),
    )
)


async def answer(turn: Turn) -> Reply:
    """A word back; one word that says nothing to us may be a code or a name, and is kept."""
    what = kind(turn.text, TALK)
    if what == OTHER and ALONE.fullmatch(turn.text.strip()):
        return await remember.save(turn)
    return turn.words.small_talk(what)


async def decline(turn: Turn) -> Reply:
    """What is done here instead of what was asked for."""
    return turn.words.cannot(kind(turn.text, TASKS))


def kind(text: str, table: Table) -> str:
    """Which row of a table a sentence belongs to; `other` where it belongs to none."""
    folded = fold(text[:LONGEST])
    return next((name for name, pattern in table if pattern.search(folded)), OTHER)
