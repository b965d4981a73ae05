"""What is said in each language of where reminders and digests go: by which channel, or wherever they always went."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from bot.messages import ChannelName
from handlers.settings_words.vocabulary import plain

LONGEST: Final = 200
# Called so in every language the bot speaks.
NAMES: Final = {ChannelName.TELEGRAM: r"telegram", ChannelName.WHATSAPP: r"whats ?app"}
# An address says enough, with or without the word before it.
MAILBOX: Final = r"[^\s@]{1,80}@[^\s@,;!]{1,100}"


@dataclass(frozen=True, kw_only=True)
class WayWords:
    """One language's words, as patterns.

    Attributes:
        reminders, digests, both: what goes.
        by: what leads to a channel's name.
        sms, browser, email: what these channels are called. Push is how what is said in the browser reaches people.
        to: what may lead from there to an e-mail address.
        usual: where it went before anything was chosen.
        beside: words that say nothing of either; a message of other words wishes nothing set.
    """

    reminders: str
    digests: str
    both: str
    by: str
    sms: str
    browser: str
    email: str
    to: str
    usual: str
    beside: str

    @property
    def whole(self) -> str:
        """Messages of these words only, that say what and where."""
        what, where = (
            rf"(?:{self.reminders}|{self.digests}|{self.both})",
            rf"(?:{self.usual}|(?:{self.by}) (?:{self._names}))",
        )
        return (
            rf"(?=.{{1,{LONGEST}}}$)(?=.*\b{what}\b)(?=.*\b{where}\b)"
            rf"(?:(?:{where}|{what}|{self.beside})(?![\w'])[ ,;.!]*)++"
        )

    @cached_property
    def told(self) -> re.Pattern[str]:
        """What and where, one after the other; the group says which."""
        channels = "|".join(rf"(?:{self.by}) (?P<{name}>{pattern})" for name, pattern in self.channels.items())
        kinds = rf"(?P<reminders>{self.reminders})|(?P<digests>{self.digests})|(?P<both>{self.both})"
        return re.compile(plain(rf"\b(?:{channels}|(?P<usual>{self.usual})|{kinds})\b"))

    @property
    def channels(self) -> Mapping[ChannelName, str]:
        """What each channel is called."""
        mail = rf"(?:{self.email})(?:,? (?:(?:{self.to}) )?{MAILBOX})?|{MAILBOX}"
        return {**NAMES, ChannelName.SMS: self.sms, ChannelName.WEB: self.browser, ChannelName.EMAIL: mail}

    @property
    def _names(self) -> str:
        return "|".join(self.channels.values())


WAYS: Final[Mapping[str, WayWords]] = {
    "en": WayWords(
        reminders=r"reminders?|remind me",
        digests=r"digests?|summar(?:y|ies)",
        both=r"everything",
        by=r"(?:by|via|on|over|through|in|to|with|as)(?: the| my)?",
        sms=r"sms|texts?(?: messages?)?",
        browser=r"browser|web(?: chat)?|push(?: notifications?)?|notifications?",
        email=r"e-?mail|mail",
        to=r"to|at",
        usual=r"(?:where|wherever) (?:i|you) (?:set|made|wrote|write)\b[^.,;!]{0,30}|as before",
        beside=r"(?:please|can you|could you|i want|i'd like|send|give|deliver|get|use|put|have|want|sent|delivered"
        r"|come|comes|go|goes|should|always|only|just|from now on|again|now|and|also|both|me|my|the|all|your|to|be"
        r"|daily|weekly|monthly|morning|you get)",
    ),
    "es": WayWords(
        reminders=r"recordatorios?|avisos?|recuérdame(?:lo)?|avísame",
        digests=r"resúmen(?:es)?",
        both=r"todo",
        by=r"(?:por|en|a|vía|mediante|al|como)(?: el| mi)?",
        sms=r"sms|mensajes? de texto",
        browser=r"navegador|web|push|notificaci(?:ón|ones)(?: push)?",
        email=r"correo(?: electrónico)?|e-?mail|mail",
        to=r"a|en",
        usual=r"donde (?:los |lo )?(?:puse|pusiste|escrib\w+)\b[^.,;!]{0,30}|como antes",
        beside=r"(?:por favor|puedes|podrías|quiero|quisiera|m[aá]nd[ae](?:me|rme|r)?|env[ií][ae](?:me|rme|r)?"
        r"|ponme|pon|dame|recibir|que|me|llega|llegan|lleguen|llegue|siempre|solo|desde ahora|ahora|y|también|el|la"
        r"|los|las|mis?|tus?|diario|semanal|mensual)",
    ),
    "de": WayWords(
        reminders=r"erinnerung(?:en)?|erinnere? mich|erinner mich",
        digests=r"(?:tages|morgen|wochen|monats)?(?:zusammenfassung(?:en)?|überblick|übersicht(?:en)?|digests?)",
        both=r"alles",
        by=r"(?:per|über|auf|in|im|via|mit|an|nach|zu|als)(?: den| dem| mein)?",
        sms=r"sms|textnachricht(?:en)?",
        browser=r"browser|web|push(?:-?nachricht(?:en)?)?|benachrichtigung(?:en)?",
        email=r"e-?mails?|mail",
        to=r"an",
        usual=r"(?:dort(?:hin)?,? )?wo (?:ich|du) (?:(?:sie|es|zuletzt) )*(?:ge|schreib)\w+(?: habe| hast)?"
        r"|wie bisher|wie vorher",
        beside=r"(?:bitte|kannst du|könntest du|ich möchte|ich will|ich hätte gerne?|schicke?n?|sende?n?|gib|liefere?"
        r"|kommen|kommt|sollen|soll|immer|nur|ab jetzt|jetzt|wieder|und|auch|mir|mich|meine?n?|die|den|der|das|alle"
        r"|deine?|tägliche|wöchentliche|monatliche|haben|bekommen)",
    ),
    "fr": WayWords(
        reminders=r"rappels?|rappelle[- ]moi",
        digests=r"résumés?|récapitulatifs?|récaps?",
        both=r"tout",
        by=r"(?:par|sur|via|dans|en|à|comme)(?: le| mon)?",
        sms=r"sms|textos?",
        browser=r"navigateur|web|push|notifications?(?: push)?",
        email=r"e-?mail|mail|courriel",
        to=r"à|a",
        usual=r"là où (?:tu |je |j')(?:les )?(?:as |ai )?(?:mis|écri\w+)\b[^.,;!]{0,30}|comme avant",
        beside=r"(?:s'il te plaît|s'il vous plaît|stp|svp|peux-tu|tu peux|pourrais-tu|je voudrais|je veux|j'aimerais"
        r"|envoi[es](?:-moi)?|envoyer|m'envoyer|donne(?:-moi)?|mets|recevoir|avoir|arrive|arrivent|toujours|seulement"
        r"|désormais|maintenant|et|aussi|moi|mes|mon|les?|la|tes|ton|tous|quotidien|hebdomadaire|mensuel)",
    ),
    "pt": WayWords(
        reminders=r"lembretes?|avisos?|lembr[ae][- ]me|me lembr[ae]",
        digests=r"resumos?",
        both=r"tudo",
        by=r"(?:por|pelo|no|em|via|para|ao|a|como)(?: o| meu)?",
        sms=r"sms|mensage(?:m|ns) de texto",
        browser=r"navegador|browser|web|push|notificaç(?:ão|ões)(?: push)?",
        email=r"e-?mail|mail|correio(?: eletrónico| eletrônico)?",
        to=r"para|a",
        usual=r"onde (?:os |o )?(?:defini\w*|pus|escrev\w+)\b[^.,;!]{0,30}|como antes",
        beside=r"(?:por favor|podes|pode|poderia|quero|queria|gostava de|gostaria de|mand[ae](?:[- ]me|r)?"
        r"|envi[ae](?:[- ]me|r)?|receber|chega|chegam|cheguem|que|me|sempre|só|a partir de agora|agora|e|também|os?|as?"
        r"|meus?|minhas?|teus?|diário|semanal|mensal)",
    ),
}
