"""How somebody asks what is left to do, and says that something is done; without accents."""

from typing import Final

from handlers.intents_words import ASKED, FEW
from handlers.meaning import Intent

END: Final = (
    r"(?: (?:today|now|again|please|left|hoy|ahora|heute|noch|jetzt|bitte|encore|aujourd'hui|hoje|ainda))*[?.! ]*"
)
OPEN: Final = "[\xbf\xa1]*"
SHOW_ABROAD: Final = (
    r"(?:(?:muestra(?:me)?|ensena(?:me)?|ver|lista(?:me|r)?|dime|zeige?(?: mir)?|nenne?(?: mir)?|montre(?:-| )moi"
    r"|affiche(?:-moi)?|voir|mostr[ae](?:-me)?|me mostr[ae])(?: todas| alle| toutes)? )?"
)
LEFT: Final = r"(?:open|current|remaining|outstanding|unfinished|pending)"
TASKS: Final = (
    rf"(?:{LEFT} )?(?:tasks?|to-?dos?|to do'?s|errands|chores)(?: list)?|(?:to-? ?do|task|tasks|chores?) list"
)

SAID: Final = (
    (
        Intent.TASKS,
        (
            rf"{ASKED}(?:(?:show|list|read|tell|give|see|check)(?: me)? )?(?:what(?:'?s| is| are)(?: on)? )?(?:all )?"
            rf"(?:of )?(?:my|our) (?:{TASKS}){END}"
        ),
    ),
    (Intent.TASKS, rf"/?tasks{END}|(?:what|which) {LEFT}? ?tasks (?:do i have|are (?:there|open|left)){END}"),
    (Intent.TASKS, rf"what(?:'?s| is)(?: still| there)? (?:left )?to (?:do|be done){END}"),
    (Intent.TASKS, rf"what do i (?:still )?(?:have|need) (?:left )?to (?:do|get done)(?: still)?{END}"),
    (
        Intent.TASKS,
        (
            rf"{OPEN}{SHOW_ABROAD}(?:(?:mis|las|mes|les|meine|die|as minhas|minhas)(?: offenen)? )"
            r"(?:tareas|pendientes|taches|aufgaben|to-?dos|tarefas)(?: pendientes| pendentes| a faire)?(?: an| auf)?"
            rf"{END}"
        ),
    ),
    (
        Intent.TASKS,
        (
            rf"{OPEN}(?:cuales son (?:mis|las)|que|was sind meine|welche|quelles sont (?:mes|les)"
            r"|quais sao (?:as )?minhas) (?:tareas|aufgaben|taches|tarefas)"
            rf"(?: (?:tengo|hay|habe ich|stehen an|tenho))?(?: pendientes)?{END}"
        ),
    ),
    (Intent.TASKS, rf"{OPEN}que (?:cosas )?(?:tengo|me queda|falta|me falta|hay) (?:que|por|pendiente de) hacer{END}"),
    (
        Intent.TASKS,
        (
            r"was (?:muss ich|hab(?:e)? ich|ist|bleibt)(?: heute| noch| alles)* (?:zu )?(?:tun|machen|erledigen)"
            rf"{END}"
        ),
    ),
    (
        Intent.TASKS,
        (
            r"(?:qu'est-ce que je dois|qu'est-ce que j'ai a|qu'est-ce qu'il (?:me )?reste a|que dois-je|qu'ai-je a"
            rf"|que (?:me )?reste-t-il a|il me reste quoi a)(?: encore)? faire{END}"
        ),
    ),
    (
        Intent.TASKS,
        (
            rf"{OPEN}(?:o )?que (?:e que )?(?:eu )?(?:ainda )?(?:tenho|falta|me falta|ha)(?: ainda)?"
            rf" (?:(?:de|que|por|para|a) )?fazer{END}"
        ),
    ),
    (
        Intent.TICK_OFF,
        (
            rf"{ASKED}(?:mark|set|tick|check|cross) (?P<subject>{FEW}?)(?: task)? (?:as|to)"
            r" (?:done|complete|completed|finished)[.! ]*"
        ),
    ),
    (
        Intent.TICK_OFF,
        rf"{ASKED}(?:tick|cross) off (?P<subject>{FEW}?)(?: (?:from|on) (?:my|the) [\w -]{{0,12}}list)?[.! ]*",
    ),
    (Intent.TICK_OFF, rf"{ASKED}tick (?P<subject>{FEW}?) off(?: (?:from|on) (?:my|the) [\w -]{{0,12}}list)?[.! ]*"),
    (
        Intent.TICK_OFF,
        r"(?:por favor,? )?marca (?P<subject>[^.!?:;\n]{1,60}) como (?:hech|completad|terminad)[oa]s?[.! ]*",
    ),
    (
        Intent.TICK_OFF,
        r"(?:bitte )?hake? (?P<subject>[^.!?:;\n]{1,60}) ab[.! ]*",
    ),
    (
        Intent.TICK_OFF,
        r"(?:bitte )?markiere? (?P<subject>[^.!?:;\n]{1,60}) als (?:erledigt|fertig|gemacht)[.! ]*",
    ),
    # "Coche" alone is a car in Spanish.
    (Intent.TICK_OFF, r"(?:raye|barre|coche) (?P<subject>[^.!?:;\n]{1,60}) (?:de|dans|sur) (?:la|ma) liste[.! ]*"),
    (Intent.TICK_OFF, r"coche la tache (?P<subject>[^.!?:;\n]{1,60})[.! ]*"),
    (Intent.TICK_OFF, r"(?:marque|coche) (?P<subject>[^.!?:;\n]{1,60}) comme (?:faite?s?|terminee?s?)[.! ]*"),
    (
        Intent.TICK_OFF,
        (
            r"(?:por favor,? )?(?:marca|assinala|da) (?P<subject>[^.!?:;\n]{1,60}) (?:como|por) "
            r"(?:feit[oa]s?|concluid[oa]s?|terminad[oa]s?)[.! ]*"
        ),
    ),
)
