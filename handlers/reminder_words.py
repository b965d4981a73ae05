"""What people say of reminders that are there, and to one that rings, in each of our languages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from handlers.settings_words.vocabulary import found, plain


class Verb(StrEnum):
    """What can be done to a reminder."""

    DELETE = "delete"
    PAUSE = "pause"
    RESUME = "resume"
    SKIP = "skip"
    SNOOZE = "snooze"
    MOVE = "move"
    RENAME = "rename"


class Answer(StrEnum):
    """What can be said to a reminder that rings."""

    DONE = "done"
    SKIP = "skip"
    SNOOZE = "snooze"


@dataclass(frozen=True, kw_only=True)
class ReminderWords:
    """One language's words, for folded text.

    Attributes:
        nouns: what a reminder is called; a pattern, unfolded.
        verbs: what is to become of one.
        asking: what may go before such a verb; a pattern, unfolded.
        every: all of them are meant.
        said_often: words that tell nothing of which one is meant.
        to: what leads to the time that one is moved to.
        called: what leads to the name that one is given.
        numbered: what may stand before its number in a list.
        answers: whole answers to one that rings.
        orders: those that are nothing else, even where none rings.
    """

    nouns: str
    verbs: Mapping[Verb, re.Pattern[str]]
    asking: str
    every: re.Pattern[str]
    said_often: re.Pattern[str]
    to: re.Pattern[str]
    called: re.Pattern[str]
    numbered: re.Pattern[str]
    answers: Mapping[Answer, re.Pattern[str]]
    orders: re.Pattern[str]

    @cached_property
    def order(self) -> re.Pattern[str]:
        """Whole messages, folded, that begin with what is to become of something: `what` that is."""
        verbs = "|".join(pattern.pattern for pattern in self.verbs.values())
        return re.compile(rf"(?:(?:{plain(self.asking)}),? )*+(?:{verbs}) (?P<what>[^!?\n]{{1,80}}?)[.! ]*")

    @property
    def sentence(self) -> str:
        """A pattern, for text without accents, of whole messages that want a reminder changed."""
        verbs = "|".join(pattern.pattern for pattern in self.verbs.values())
        # "Mets une alarme": one is to be set.
        fresh = r"(?!(?:mir |moi |me )?(?:bitte )?(?:une?|una|einen?|uma?)\b)"
        rest = rf"{fresh}[^.!?\n]{{0,60}}?\b(?:{plain(self.nouns)})\b(?:[^.!?\n]|\.(?=\d)){{0,80}}"
        return rf"(?:(?:{plain(self.asking)}),? )*+(?:{verbs}) (?P<subject>{rest})[.! ]*"


def _words(
    *, nouns: str, verbs: Mapping[Verb, str], asking: str, answers: Mapping[Answer, str], **patterns: str
) -> ReminderWords:
    return ReminderWords(
        nouns=nouns,
        asking=asking,
        verbs={verb: found(rf"\b(?:{words})\b") for verb, words in verbs.items()},
        answers={answer: found(words) for answer, words in answers.items()},
        **{name: found(rf"\b(?:{pattern})\b") for name, pattern in patterns.items()},
    )


ENGLISH: Final = _words(
    nouns=r"reminders?|alarms?|timers?",
    verbs={
        Verb.RENAME: r"rename|change the (?:name|title) of",
        Verb.DELETE: "cancel|delete|remove|clear|erase|stop|drop|dismiss|disable|get rid of|turn off|switch off|no "
        "more",
        Verb.PAUSE: "pause|rest",
        Verb.RESUME: "resume|restart|unpause|enable|turn on|switch on",
        Verb.SKIP: "skip",
        Verb.SNOOZE: "snooze|delay",
        Verb.MOVE: "move|postpone|reschedule|change|edit|update",
    },
    asking="please|can you|could you",
    every=r"all|every|everything|any|no (?:more )?reminders",
    said_often="rename|name|title|number|the|and|for|with|from|about|reminders?|remind|cancel|delete|remove|clear|erase|stop|drop|pause|resume"
    "|skip|snooze|delay|move|postpone|reschedule|change|edit|update|alarms?|timers?|please|can|you|could|all|next"
    "|last"
    "|that|this|one|ones",
    to="to",
    called=r"to|as|into",
    numbered=r"the|number|no|nr|item",
    orders=r"(?:all )?done|snooze(?: (?:it|that|this))?|skip(?: (?:it|that|this)(?: one| time)?)?",
    answers={
        Answer.DONE: r"(?:it's |that's |all )?done(?: it| that)?|(?:i )?did (?:it|that)|finished|completed"
        r"|(?:mark|tick|check) (?:it|that|this) (?:as done|off)",
        Answer.SNOOZE: r"snooze\b.*|later|not now|in a (?:bit|while)|tonight|tomorrow(?: morning)?"
        r"|(?:in |for )?(?:an?|\d{1,3}) ?(?:min\w*|h|hours?)"
        r"|remind me (?:again )?(?:later|in .*|at [\d:.]+ ?(?:am|pm)?)",
        Answer.SKIP: r"skip(?: (?:it|that|this(?: one| time)?))?|not (?:today|this time)|no need|leave it",
    },
)
SPANISH: Final = _words(
    nouns=r"recordatorios?|avisos?|alarmas?",
    verbs={
        Verb.RENAME: r"renombr(?:a|ar|e)|cambi(?:a|ar|e) el nombre",
        Verb.DELETE: r"cancel(?:a|ar|as|es|e)|borr(?:a|ar|e)|elimin(?:a|ar|e)|quit(?:a|ar|e)|suprime|anula",
        Verb.PAUSE: r"paus(?:a|ar|e)|suspende|pon en pausa|deten|detener",
        Verb.RESUME: r"reanud(?:a|ar|e)|reactiv(?:a|ar|e)|activ(?:a|ar|e)|retoma",
        Verb.SKIP: r"salta(?:te|r)?|omit(?:e|ir)",
        Verb.SNOOZE: r"repite más tarde",
        Verb.MOVE: r"muev(?:e|as)|mover|cambi(?:a|ar|e)|pas(?:a|ar|e)|posp[oó]n(?:er|ga|gas)?|aplaz(?:a|ar|e)"
        r"|retras(?:a|ar|e)"
        r"|adelant(?:a|ar|e)|reprogram(?:a|ar|e)|modific(?:a|ar)",
    },
    asking="por favor|oye|puedes|podrías|quiero|quiero que|ya",
    every=r"todos|todas|todo|cada|cualquier",
    said_often=r"renombra|nombre|número|como|el|la|los|las|un|una|de|del|para|por|favor|con|sobre|que|mi|mis|mío|al|todos|todas|próximo|siguiente"
    r"|último|recordatorios?|avisos?|alarmas?|recuérdame|cancela|cancelar|borra|borrar|elimina|quita|pausa|pausar"
    r"|suspende|reanuda"
    r"|activa|reactiva|salta|omite|mueve|mover|cambia|cambiar|pasa|pospón|aplaza|retrasa|adelanta|puedes|podrías|ese"
    r"|este|esta",
    to=r"a|al|para|hasta",
    called=r"a|como|por",
    numbered=r"el|la|número|núm|n[oº]",
    orders=r"hecho|listo|posp[oó]n(?:lo|er)?|aplaza(?:lo|r)?|s[aá]lta(?:lo|te|r)?|om[ií]te(?:lo)?|omitir",
    answers={
        Answer.DONE: r"(?:ya )?(?:está )?(?:hecho|hecha|listo|lista)(?: ya)?|ya est[aá]|ya lo (?:he hecho|hice)|lo "
        r"(?:he hecho|hice)|terminado"
        r"|terminé|completado|(?:lo )?he terminado",
        Answer.SNOOZE: r"(?:un poco )?m[aá]s tarde\b.*|luego|después|ahora no|esta (?:noche|tarde)|mañana(?: por la "
        r"mañana)?"
        r"|(?:otra vez |de nuevo )?(?:en|dentro de) (?:[\w,'-]+ ){0,4}\d*(?:min(?:utos?)?|h|horas?|días?|semanas?"
        r"|rato)(?: otra vez| de nuevo| más)?|posp[oó]n(?:lo|er)?\b.*"
        r"|aplaza(?:lo)?\b.*"
        r"|recu[eé]rda(?:me|melo)(?: otra vez| de nuevo)? (?:más tarde|luego|en .*|dentro de .*|a las? .*|mañana.*)",
        Answer.SKIP: r"s[aá]lta(?:lo|te)?(?: esta vez)?|omite|hoy no|esta vez no|no (?:hace|es) (?:falta|necesario)"
        r"|déjalo",
    },
)
GERMAN: Final = _words(
    nouns=r"[\w-]*erinnerung(?:en)?|wecker|alarme?|timer",
    verbs={
        Verb.RENAME: r"(?:be)?nenne?(?=[^\n]{0,80}\bum\b)",
        Verb.DELETE: r"löschen?|lösch|entfernen?|streichen?|storniere?n?|vergiss|beende",
        Verb.PAUSE: r"pausiere?n?|unterbrich|setze?(?=[^\n]{0,80}\b(?:aus|auf pause)\b)|halte?(?=[^\n]{0,80}\ban\b)",
        Verb.RESUME: r"setze?(?=[^\n]{0,80}\bfort\b)|aktiviere?|nimm(?=[^\n]{0,80}\bwieder auf\b)|starte?"
        r"|schalte?(?=[^\n]{0,80}\b(?:wieder )?(?:an|ein)\b)",
        Verb.SKIP: r"überspringe?n?|lass(?=[^\n]{0,80}\baus\b)",
        Verb.SNOOZE: r"schlummere?",
        Verb.MOVE: r"verschieben?|verschieb|verlegen?|verleg|ändern?|ändere|stelle?|lege?|ziehe? vor|aktualisiere",
    },
    asking="bitte|kannst du|könntest du|hey",
    every=r"alle|alles|jede[nrs]?|sämtliche",
    said_often=r"benenne|nenne|nummer|der|die|das|den|dem|des|ein|eine|einen|an|am|auf|aus|um|von|vom|zum|zur|für|mit|bitte|mein|meine"
    r"|meinen|meiner"
    r"|alle|nächste[nrs]?|letzte[nrs]?|erinnerung(?:en)?|wecker|timer|lösche?|löschen|entferne?|storniere?|pausiere?"
    r"|pausieren"
    r"|setze?|fort|aktiviere?|wieder|überspringe?|lass|verschiebe?|verschieben|verlege?|ändere?|stelle?|lege?|kannst"
    r"|diese[nrs]?",
    to=r"auf|nach|zu|bis",
    called=r"in|zu",
    numbered=r"die|den|das|nummer|nr",
    orders=r"erledigt|fertig|schlummern|überspring(?:en|e)?",
    answers={
        Answer.DONE: r"(?:schon |ist |das ist )?(?:erledigt|fertig|gemacht|getan|abgehakt)|hab(?:e)? ich(?: schon)? "
        r"(?:erledigt|gemacht)"
        r"|(?:ist|schon) passiert",
        Answer.SNOOZE: r"(?:etwas |ein bisschen )?später\b.*|nicht jetzt|jetzt nicht|nachher|gleich|heute abend"
        r"|morgen(?: früh)?|schlummern"
        r"|(?:noch ?mal |wieder )?in (?:[\w,'-]+ ){0,4}\d*(?:min(?:uten?)?|h|stunden?|std|tag(?:en)?|wochen?)(?: "
        r"noch ?mal| nochmals| wieder| erneut)?"
        r"|erinner(?:e)? mich (?:noch ?mal |wieder |später noch ?mal )?(?:später|nachher|in .*|um .*|morgen.*)"
        r"|verschieb(?:e|en)?(?: es| das)?\b.*",
        Answer.SKIP: r"überspringen|überspring(?:e)?(?: es| das)?|heute nicht|diesmal nicht|nicht nötig|lass es"
        r"|auslassen",
    },
)
FRENCH: Final = _words(
    nouns=r"rappels?|alarmes?|réveils?",
    verbs={
        Verb.RENAME: r"renomme[rz]?|change[rz]? le nom",
        Verb.DELETE: r"annule[rz]?|supprime[rz]?|efface[rz]?|enlève[rz]?|retire[rz]?|arrête[rz]?",
        Verb.PAUSE: r"mets en pause|mettre en pause|mets(?=[^\n]{0,80}\ben pause\b)|suspends?|suspendre|pause",
        Verb.RESUME: r"reprends?|reprendre|réactive[rz]?|active[rz]?|relance[rz]?",
        Verb.SKIP: r"saute[rz]?|passe le prochain|omets",
        Verb.SNOOZE: r"répète plus tard",
        Verb.MOVE: r"déplace[rz]?|reporte[rz]?|repousse[rz]?|décale[rz]?|change[rz]?|avance[rz]?|modifie[rz]?"
        r"|reprogramme[rz]?|mets",
    },
    asking="s'il te plaît|stp|svp|peux-tu|tu peux|pourrais-tu|je veux",
    every=r"tous|toutes|tout|chaque",
    said_often=r"renomme|nom|numéro|comme|le|la|les|un|une|des|du|de|pour|sur|avec|mon|mes|ma|que|au|aux|tous|toutes|prochain|prochaine"
    r"|suivant|dernier|rappels?"
    r"|alarmes?|annule|annuler|supprime|supprimer|efface|enlève|arrête|pause|mets|suspends|reprends|réactive|active"
    r"|saute|déplace|déplacer"
    r"|reporte|reporter|repousse|décale|change|changer|peux|stp|svp|cet|cette|prendre|dans",
    to=r"à|au|pour|vers|le",
    called=r"en|comme|par",
    numbered=r"le|la|numéro|no|n[o°º]",
    orders=r"fait|c'est fait|terminé|reporte(?:[- ]le)?|repousse(?:[- ]le)?|saute(?:[- ]le)?",
    answers={
        Answer.DONE: r"(?:c'est |déjà |voilà )?(?:fait|faite|terminé|fini|réglé|bon)|je l'ai fait",
        Answer.SNOOZE: r"(?:un peu )?plus tard\b.*|pas maintenant|tout à l'heure|ce soir|demain(?: matin)?|tantôt"
        r"|(?:encore |à nouveau |de nouveau )?(?:dans|d'ici) (?:[\w,'-]+ ){0,4}\d*(?:min(?:utes?)?|h"
        r"|(?:demi-)?heures?|jours?|semaines?|instants?)(?: encore| à nouveau| de nouveau)?"
        r"|(?:rappelle|redis)[- ](?:le[- ])?moi(?: ça)?(?: encore| à nouveau)? (?:plus tard|dans .*|à .*|ce soir"
        r"|demain.*)"
        r"|(?:reporte|repousse)(?:[- ]le)?\b.*",
        Answer.SKIP: r"saute(?:[- ]le)?|passe|pas (?:aujourd'hui|cette fois)|pas la peine|laisse(?: tomber)?|ignore",
    },
)
PORTUGUESE: Final = _words(
    nouns=r"lembretes?|avisos?|alarmes?",
    verbs={
        Verb.RENAME: r"renomei(?:a|e)|renomear|(?:mud|alter)(?:a|ar|e) o nome",
        Verb.DELETE: r"cancel(?:a|ar|e)|apag(?:a|ar|ue)|elimin(?:a|ar|e)|remov(?:e|er|a)|tira|tirar|exclu(?:i|ir)"
        r"|anula",
        Verb.PAUSE: r"paus(?:a|ar|e)|suspend(?:e|er|a)|põe em pausa|interrompe",
        Verb.RESUME: r"retom(?:a|ar|e)|reativ(?:a|ar|e)|ativ(?:a|ar|e)|continua",
        Verb.SKIP: r"salta(?:r)?|pul(?:a|ar|e)|omite|ignora",
        Verb.SNOOZE: r"soneca|repete mais tarde",
        Verb.MOVE: r"mov(?:e|er|a)|mud(?:a|ar|e)|pass(?:a|ar|e)|adi(?:a|ar|e)|remarc(?:a|ar|que)|alter(?:a|ar|e)"
        r"|antecip(?:a|ar|e)"
        r"|reagend(?:a|ar|e)|troca",
    },
    asking="por favor|podes|pode|você pode|quero",
    every=r"todos|todas|tudo|cada|qualquer",
    said_often=r"renomeia|nome|número|como|o|a|os|as|um|uma|de|do|da|dos|das|para|pra|por|favor|com|sobre|que|meu|meus|minha|ao|à|todos|todas"
    r"|próximo|último"
    r"|seguinte|lembretes?|avisos?|alarmes?|cancela|cancelar|cancele|apaga|apagar|elimina|remove|remover|tira|pausa"
    r"|pausar|suspende|retoma"
    r"|ativa|reativa|salta|pula|move|mover|muda|mudar|passa|adia|adiar|remarca|altera|antecipa|podes|pode|esse|este"
    r"|esta|dia",
    to=r"para|pra|às|até",
    called=r"para|como|por",
    numbered=r"o|a|número|n[oº]",
    orders=r"feito|pronto|adia(?:r)?(?: isso)?|salta(?:r)?|pula(?:r)?",
    answers={
        Answer.DONE: r"(?:já )?(?:está )?(?:feito|feita|pronto|concluído|terminado)|já (?:fiz|está)|fiz|terminei",
        Answer.SNOOZE: r"(?:um pouco )?mais tarde\b.*|depois|logo|agora não|hoje à noite|esta noite|amanhã(?: de "
        r"manhã)?"
        r"|(?:outra vez |de novo )?(?:daqui a|em|dentro de) (?:[\w,'-]+ ){0,4}\d*(?:min(?:utos?)?|h|horas?|dias?"
        r"|semanas?|bocado)(?: outra vez| de novo)?"
        r"|(?:lembra[- ]me|me lembr[ae])(?: outra vez| de novo)? (?:mais tarde|depois|daqui a .*|em .*|às .*"
        r"|amanhã.*)|adia(?:r)?(?: isso)?\b.*",
        Answer.SKIP: r"salta(?:r)?|pula(?:r)?|hoje não|desta vez não|não é preciso|não precisa|deixa(?: estar| pra "
        r"lá)?",
    },
)

LANGUAGES: Final[Mapping[str, ReminderWords]] = {
    "en": ENGLISH,
    "es": SPANISH,
    "de": GERMAN,
    "fr": FRENCH,
    "pt": PORTUGUESE,
}
