"""Words that mean much the same in a request: what the model knows of one, it knows of its neighbours."""

from collections.abc import Mapping
from typing import Final

# In lower case and without accents, as `leaning.words` gives them.
KINDS: Final[Mapping[str, str]] = {
    "removing": (
        "delete deleted remove removed erase clear cancel cancelled drop scratch discard eliminate trash wipe "
        "destroy undo dismiss cross borra elimina cancela losche entferne supprime annule efface apaga"
    ),
    "adding": "add added include insert place append create make start new anade agrega hinzufugen ajoute adiciona",
    "setting": "activate enable arrange pon ponme stelle stell mets coloca",
    "stopping": "stop quit halt abort end shut enough terminate cease detente stopp arrete parar",
    "showing": (
        "show display read tell give view open check see review recite find search look get fetch pull bring "
        "repeat muestra dime ensename busca zeig zeige sag suche montre dis cherche mostra diz procura"
    ),
    "changing": "change switch rename alter modify set reset restore revert return update edit go cambia andere muda",
    "asking": (
        "what what's whats which who who's whom whose where where's when when's why how how's que quien donde "
        "cuando cual cuanto como wo wer wann wie warum welche ou quand qui quel quelle comment combien onde quem "
        "quando qual quanto"
    ),
    "being": "is are was were am isn't aren't wasn't be es esta son ist sind war est sont sao",
    "helping": "do does did can will would should shall might have has hast kann peux pode",
    "list": "list lists todo to-do groceries grocery shopping tasks task chores lista liste",
    "calendar": (
        "calendar calender schedule scheduled agenda events event appointment appointments meeting meetings "
        "calendario kalender termine"
    ),
    "alarm": "alarm alarms timer timers alarma wecker reveil alarme despertador",
    "reminding": (
        "remind reminded reminder reminders remembering notify notified notification alert ping nudge wake "
        "recuerdame avisame erinnere erinner weck rappelle rappel lembra lembre lembrete recordatorio erinnerung"
    ),
    "you": "you your you're youre yours yourself u ur tu te dir dich du vous ton ta voce",
    "me": "i me my i'm im mine myself i've i'd we our us mi mich mir ich je j'ai mon ma eu meu minha",
    "machine": "bot robot ai olly human person computer machine real tuckaway assistant siri alexa google",
    "thanking": "thank thanks thx ty appreciate appreciated grateful gracias danke merci obrigado obrigada",
    "greeting": "hi hello hey yo bye goodbye night later hola adios hallo tschuss bonjour salut ola tchau",
    "agreeing": (
        "yes yeah yep yeap yup sure ok okay correct right true exactly perfect great good nice awesome excellent "
        "no nope nah wrong incorrect false not negative maybe perhaps whatever si nein ja non oui sim nao vale"
    ),
    "language": (
        "language languages english spanish german french portuguese italian japanese chinese greek russian hindi "
        "korean arabic turkish dutch polish swedish espanol deutsch francais"
    ),
    "machinery": "settings setting default defaults factory system volume light lights music song tv television",
    "knowing": "know hear understand talk name life called wondering curious forget",
    "asker": "please could pls plz kindly bitte favor",
    "funny": "joke jokes funny laugh hilarious humor giggle chiste witz blague piada",
    "mine": "key keys passport password wifi code pin number address birthday mom mum dad sister brother wife husband",
    "day": (
        "monday tuesday wednesday thursday friday saturday sunday today tomorrow tonight yesterday january "
        "february march april may june july august september october november december morning afternoon evening "
        "week weekend month"
    ),
    "was": (
        "went saw met bought had got took made said told gave ate visited watched finished loved been felt found paid"
    ),
}

KIND: Final[Mapping[str, str]] = {word: kind for kind, members in KINDS.items() for word in members.split()}
