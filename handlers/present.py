"""What is asked of this very moment, which no memory tells: the hour, the day and the weather."""

import re
from collections.abc import Mapping
from typing import Final

from bot.messages import Reply
from handlers.intents import PLAIN
from handlers.turn import Turn

LONGEST: Final = 100
"""Characters; whoever writes more asks for more than this."""

# Ways to lead in to a question, and to end it.
LEAD: Final = (
    r"(?:(?:hey|hi|ok|okay|please|tuckaway|hallo|hola|salut|bonjour|ola|oi|bitte|por favor|stp)[,!]? )*"
    r"(?:(?:can|could) you tell me |tell me |do you know |sag mir |wei(?:ss|\xdf)t du,? |kannst du mir sagen,? "
    r"|dime |sabes |me (?:dices|puedes decir) |dis-moi |tu sais |sais-tu |diz-me |sabes |podes dizer-me )?"
)
NOW: Final = (
    r"(?: (?:now|right now|today|please|just now|here|jetzt|gerade|eigentlich|heute|bitte|ahora|hoy|aqui|por favor"
    r"|maintenant|la|aujourd'hui|ici|agora|hoje|stp))*"
)
# When and where the weather may be asked of.
SKY: Final = (
    r"(?: (?:like|today|tomorrow|tonight|now|outside|here|right now|this (?:\w+)|(?:on |next )?\w+day|going to be"
    r"|heute|morgen|ubermorgen|draussen|jetzt|gerade|hier|am \w+|dieses wochenende"
    r"|hoy|manana|pasado manana|ahora|fuera|aqui|el \w+|este \w+"
    r"|aujourd'hui|demain|apres-demain|dehors|maintenant|ici|ce \w+|la|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche"
    r"|hoje|amanha|depois de amanha|agora|la fora|ca|no \w+|na \w+))*"
)
PLACE: Final = r"(?: (?:in|en|em|a|at|de|fur|for|pour|para) [^\W\d_][\w'-]*(?: [^\W\d_][\w'-]*)?)?"
WEATHER_AT: Final = rf"{SKY}{PLACE}{SKY}"

HOUR: Final = (
    r"what(?:'s|s| is) the time|what time is it|what time it is|(?:do you )?have the time|the time"
    r"|wie spat (?:ist es|es ist|haben wir(?: es)?)|wie ?viel uhr (?:ist es|es ist|haben wir)"
    r"|welche uhrzeit (?:ist es|haben wir)|(?:wie|was) ist die uhrzeit"
    r"|que horas? (?:es|son|sao|e)|quantas horas sao|tienes hora"
    r"|quelle heure (?:est-il|il est|est il|on est)|(?:il est|c'est) quelle heure"
)
DAY: Final = (
    r"what(?:'s|s| is) (?:the date|today's date|the day)|(?:what|which) (?:day|date) (?:of the week )?is (?:it|today)"
    r"|(?:what|which) day of the week is it"
    r"|welche[rsn]? (?:wochen)?(?:tag|datum) (?:ist(?: es)?|haben wir)"
    r"|was (?:ist heute )?fur ein(?:en)? tag(?: haben wir| ist)?"
    r"|de[rn] wievielten? (?:ist|haben wir)"
    r"|(?:a )?que (?:dia|fecha) (?:es|estamos)|cual es la fecha(?: de hoy)?|que dia hoy"
    r"|quel jour (?:sommes-nous|est-on|on est|est-ce)|on est (?:quel jour|le combien)"
    r"|quelle est la date|quelle date (?:est-on|sommes-nous)"
    r"|(?:em )?que dia (?:e|estamos)|qual e a data(?: de hoje)?|a quantos estamos"
)
# Where the words alone may tell something ("va a llover manana"), a question is known by its mark.
WEATHER: Final = (
    rf"(?:what(?:'s|s| is| will)|how(?:'s|s| is| will)) (?:the )?(?:weather|forecast)(?: forecast)?(?: be)?{WEATHER_AT}"
    rf"|what(?:'s|s| is) the temperature (?:outside|today|tomorrow|tonight|now|right now){WEATHER_AT}"
    rf"|(?:will it|is it going to) (?:rain|snow|be (?:sunny|hot|cold|warm|windy|rainy)){WEATHER_AT}"
    rf"|is it (?:raining|snowing|sunny){WEATHER_AT}|(?:the )?weather(?: forecast)? (?:for )?(?:today|tomorrow|tonight)"
    rf"|wie (?:ist|wird|bleibt) das wetter{WEATHER_AT}|was macht das wetter{WEATHER_AT}"
    rf"|(?:regnet|schneit) es{WEATHER_AT}|wird es{SKY} (?:regnen|schneien|warm|kalt|hei(?:ss|\xdf)|sonnig){PLACE}"
    rf"|gibt es{SKY} (?:regen|schnee)|scheint{SKY} die sonne"
    rf"|que tiempo (?:hace|hara|va a hacer|tenemos){WEATHER_AT}"
    rf"|como (?:esta|estara|va a estar|sera) el (?:tiempo|clima){WEATHER_AT}"
    rf"|(?:cual es|como esta) el pronostico(?: del tiempo)?{WEATHER_AT}"
    rf"|(?:va a (?:llover|nevar)|llovera|nevara|esta lloviendo|llueve){WEATHER_AT}(?=\s*\?)"
    rf"|quel temps (?:fait-il|fera-t-il|va-t-il faire|il fait|il fera){WEATHER_AT}|il fait quel temps{WEATHER_AT}"
    rf"|(?:quelle est|c'est quoi) la meteo{WEATHER_AT}|(?:va-t-il|est-ce qu'il va) (?:pleuvoir|neiger){WEATHER_AT}"
    rf"|(?:pleut-il|il pleut|il va pleuvoir){WEATHER_AT}(?=\s*\?)"
    rf"|como (?:esta|vai estar|estara) o tempo{WEATHER_AT}|que tempo (?:faz|vai fazer|esta){WEATHER_AT}"
    rf"|qual e a previsao(?: do tempo)?{WEATHER_AT}|(?:vai chover|esta a chover|chove){WEATHER_AT}(?=\s*\?)"
)


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"[\xbf\xa1]?{LEAD}(?:{words})[?.! ]*", re.IGNORECASE)


CLOCK: Final = _whole(rf"(?:{HOUR}|{DAY}){NOW}")
OUTSIDE: Final = _whole(WEATHER)

KINDS: Final[Mapping[str, re.Pattern[str]]] = {"time": CLOCK, "weather": OUTSIDE}


def kind(text: str) -> str | None:
    """Which of them a whole message asks for: `time`, `weather`; None for anything else, "what time is dinner" too."""
    if len(text) > LONGEST:
        return None
    asked = " ".join(text.translate(PLAIN).replace(" ?", "?").split())
    return next((name for name, pattern in KINDS.items() if pattern.fullmatch(asked)), None)


async def told(turn: Turn) -> Reply | None:
    """The hour and the day where the person is; of the weather, that it isn't known. None for anything else."""
    asked = kind(turn.text)
    if asked is None:
        return None
    return turn.words.cannot("news") if asked == "weather" else turn.words.the_time(turn.now, zone=turn.zone)
