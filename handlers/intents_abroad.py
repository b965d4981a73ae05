"""What is said in so many words in Spanish, German, French and Portuguese.

Written without accents: they are taken off a message before it is matched, for phones are often used without.
"""

from typing import Final

from handlers import reminder_words
from handlers.intents_words import CLAUSE, FEW, REST
from handlers.meaning import Intent

Said = tuple[tuple[Intent, str], ...]

OPEN: Final = "[\xbf\xa1]*"
END: Final = r"[.! ]*"
FIRST: Final = rf"(?:{FEW},? )?"
OUR_LISTS: Final = r"recordatorios|erinnerungen|rappels|lembretes"
DIGEST: Final = (
    r"(?:mi|el|o|o meu|meu) resum(?:en|o)|(?:meine|die) (?:tages)?zusammenfassung"
    r"|(?:mon|le) (?:resume|recap(?:itulatif)?)"
)
SHOW: Final = (
    r"(?:(?:muestra(?:me)?|ensena(?:me)?|ver|mira|lista(?:me|r)?|dime|zeige?(?: mir)?|liste?(?: mir)?|nenne?(?: mir)?"
    r"|montre(?:-moi| moi)?|affiche(?:-moi)?|liste[rz]?(?:-moi)?|voir|mostr[ae](?:-me)?|me mostr[ae]|listar?)"
    r"(?: todos| todas| alle| tous| de)? )?"
)

COMMANDS: Final[Said] = (
    (
        Intent.WELCOME,
        (
            rf"{OPEN}(?:hola|buen[oa]s (?:dias|tardes)|hallo|guten (?:morgen|tag|abend)|servus|moin|bonjour"
            r"|bonsoir|salut|ola|oi|bom dia|boa tarde)(?: tuckaway)?[.! ]*"
        ),
    ),
    (Intent.SMALL_TALK, rf"{OPEN}(?:buenas noches|gute nacht|bonne nuit|boa noite)(?: tuckaway)?[.! ]*"),
    (Intent.HELP, r"/?(?:ayuda|hilfe|aide|ajuda|ayudame|hilf mir|aide-moi|ajuda-me)[.!? ]*"),
    (
        Intent.HELP,
        (
            rf"{OPEN}(?:que (?:puedes|sabes) hacer|was kannst du(?: alles)?|que (?:sais|peux)-tu faire"
            r"|o que (?:sabes|podes) fazer)[ ?]*"
        ),
    ),
    (
        Intent.UNDO,
        (
            r"(?:(?:deshacer|deshaz(?:lo)?|(?:das )?ruckgangig(?: machen)?|mach das ruckgangig|annuler|desfazer|desfaz)"
            r"(?: eso| esto| das| ca| cela| isto| isso)?"
            rf"|nimm (?:das|es) zuruck|annule (?:ca|cela)){END}"
        ),
    ),
    (
        Intent.LIST,
        (
            rf"{SHOW}(?:lista|liste|(?:mis|minhas|as minhas|meine|mes) (?:ultimas |letzten |dernieres )?"
            r"(?:notas|notizen|notes|recuerdos|souvenirs|memorias))[.!? ]*"
        ),
    ),
    # With a colon: "corrige los deberes" is an errand.
    (
        Intent.EDIT,
        (
            r"(?:corrige|corregir|edita|editar|andern|korrigiere|bearbeiten?|corriger|modifie|modifier|corrigir)"
            r"\s*:\s*(?P<subject>\S.*)"
        ),
    ),
    (
        Intent.FORGET,
        (
            r"(?:olvida(?:lo| esto| eso)?|(?:borra|elimina)(?:lo| esto| eso)|(?:vergiss|losche?) (?:das|es|dies)"
            r"|oublie(?: ca| cela|-le)?|(?:supprime|efface)(?: ca| cela|-le)|esquece(?: isso| isto)?"
            rf"|(?:apaga|elimina) (?:isso|isto)){END}"
        ),
    ),
    (
        Intent.FORGET,
        (
            r"(?:(?:olvida|borra|elimina) (?:todo )?(?:lo del? |la nota (?:del? |sobre ))"
            r"|losche? (?:das|die notiz) (?:mit|uber|von|zu) "
            r"|(?:efface|supprime) (?:la note|ce que je t'ai dit) (?:sur|de) "
            r"|(?:apaga|elimina) (?:a nota|o que te disse) (?:sobre|d[eoa]) |vergiss (?:alles )?(?:was ich )?uber "
            r"|oublie (?:tout )?sur |esquece (?:tudo )?sobre )"
            rf"(?P<subject>{FEW}){END}"
        ),
    ),
    (
        Intent.REMINDERS,
        (
            rf"{SHOW}(?:(?:mis|los|meine|die|mes|les|os meus|os|meus)(?: todos)? )?(?:{OUR_LISTS})(?: (?:an|auf"
            rf"|anzeigen))?[?.! ]*"
        ),
    ),
    (
        Intent.REMINDERS,
        (
            rf"{OPEN}(?:que|cuales son (?:mis|los)|welche|was sind meine|quels|quels sont (?:mes|les)|que|quais"
            rf"|quais sao "
            rf"(?:os meus|meus|os)) (?:{OUR_LISTS})\b{REST}[?]*"
        ),
    ),
    (
        Intent.SETTINGS,
        (
            rf"{OPEN}(?:(?:wie|was) ist meine zeitzone|welche zeitzone habe ich|in welcher zeitzone bin ich"
            r"|cual es mi (?:zona horaria|huso horario)|en que zona horaria estoy"
            r"|(?:quel est|c'est quoi) mon fuseau horaire|dans quel fuseau horaire suis-je"
            r"|qual e o meu fuso horario|em que fuso horario estou)[ ?.!]*"
        ),
    ),
    (
        Intent.REMINDERS,
        (
            rf"{OPEN}(?:que te (?:he pedido|pedi|dije) que me (?:recordaras|recordases|recuerdes)"
            r"|que me (?:tienes que|vas a|debes) recordar"
            r"|woran (?:soll|solltest|sollst|wolltest|wirst|musst) du mich (?:heute )?erinnern"
            r"|woran habe? ich dich gebeten,? mich zu erinnern"
            r"|(?:que (?:dois-tu|vas-tu)|qu'est-ce que tu (?:dois|vas)) me rappeler"
            r"|(?:que t'ai-je|qu'est-ce que je t'ai) demande de me rappeler"
            r"|(?:o )?que (?:e que )?(?:te )?pedi para (?:tu )?me lembrares|do que me (?:vais|deves) lembrar)[ ?]*"
        ),
    ),
    *(
        (Intent.CHANGE_REMINDER, words.sentence)
        for language, words in reminder_words.LANGUAGES.items()
        if language != "en"
    ),
    # What is to be forgotten; "vergiss nicht", "oublie pas" and "olvida que" say something else.
    (
        Intent.FORGET,
        (
            r"(?:olvida|vergiss|oublie|esquece) (?!(?:nicht|ja|bitte|dass|pas|que|qu|de|d|me|mich|te|no|nao|jamais)\b)"
            rf"(?P<subject>{FEW}){END}"
        ),
    ),
    (
        Intent.DIGEST,
        rf"(?:(?:muestrame|zeige? mir|montre-moi|mostra-me|enviame) )?(?:{DIGEST})(?: de hoy| von heute)?[?.! ]*",
    ),
    (
        Intent.QUESTION,
        (
            r"(?P<subject>(?:recuerdame (?:donde|que (?!tengo|debo|hay|llame)|quien|cual)"
            r"|erinnere? mich(?: daran)?,? (?:wo|was|wer)|rappelle(?:-| )moi (?:ou|qui|quel|ce que)"
            rf"|lembra(?:-| )me (?:onde|quem|qual))\b{REST})"
        ),
    ),
    (
        Intent.LIST,
        (
            rf"{OPEN}(?:que (?:es lo que )?(?:te )?acabo de (?:decir(?:te)?|contar(?:te)?|guardar|escribir)"
            r"|was hab(?:e)? ich (?:dir )?(?:gerade|eben|zuletzt)(?: eben)? (?:gesagt|erzahlt|geschrieben|gespeichert)"
            r"|(?:qu'est-ce que je viens|que viens-je) de (?:te )?(?:dire|raconter|noter|ecrire)"
            r"|o que (?:e que )?(?:te )?acabei de (?:te )?(?:dizer|contar|guardar|escrever))[?.! ]*"
        ),
    ),
    (
        Intent.COMMAND,
        (
            rf"{OPEN}(?:por favor,? |bitte )?(?:(?:exporta|descarga|dame|borra|elimina) (?:todos )?mis datos"
            r"|(?:borra|elimina) (?:mi cuenta|todo)|(?:gib mir|exportiere?|losche?) (?:alle )?meine daten"
            r"|losche? (?:mein konto|alles)|(?:exporte|donne-moi|efface|supprime) (?:toutes )?mes donnees"
            r"|(?:supprime|efface) (?:mon compte|tout)|(?:exporta|da-me|apaga|elimina) (?:todos )?(?:os )?meus dados"
            rf"|(?:apaga|elimina) (?:a minha conta|tudo)){END}"
        ),
    ),
    # Everything about somebody; "tout sur la table" may be where things lie.
    (
        Intent.QUESTION,
        (
            r"(?P<subject>(?:(?:muestrame |dime )?todo (?:lo que (?:sabes|tienes|te he dicho|te dije|te conte) )?"
            r"(?:sobre|acerca de)|(?:zeig mir |sag mir )?alles uber"
            r"|(?:montre-moi |dis-moi )?tout(?: ce que (?:tu sais|je t'ai dit|j'ai dit))? (?:a propos de|au sujet de"
            r"|sur(?= (?-i:[A-Z])))|(?:mostra-me |diz-me )?tudo (?:o que (?:sabes|tens|te disse|te contei) )?"
            rf"(?:sobre|acerca de)) {FEW})[?]*{END}"
        ),
    ),
    (
        Intent.QUESTION,
        (
            rf"(?P<subject>(?:zeig mir |sag mir )?alles,? was (?:du|ich dir) uber {FEW}"
            rf" (?:wei(?:\xdf|ss)t|gesagt habe?|erzahlt habe?)){END}"
        ),
    ),
    # How many memories there are, which nobody tells.
    (
        Intent.QUESTION,
        (
            rf"{OPEN}(?P<subject>(?:cuant[oa]s (?:notas|recuerdos|apuntes|cosas te he)"
            r"|wie ?viele (?:notizen|eintrage)|combien de (?:notes|souvenirs)"
            rf"|quant[oa]s (?:notas|memorias|lembrancas|anotacoes|apontamentos))\b{REST})"
        ),
    ),
)

LATER: Final[Said] = (
    (Intent.REMINDER, rf"(?:por favor,? |oye,? )?{FIRST}(?:recuerdame(?:lo)?|avisame(?:lo)?|despiertame)\b.*"),
    (Intent.REMINDER, rf"(?:{OPEN}puedes )(?:recordarme|avisarme|despertarme)\b.*"),
    (Intent.REMINDER, r"(?:pon(?:me)?|crea(?:me)?|programa) (?:un recordatorio|una alarma|un temporizador)\b.*"),
    (Intent.REMINDER, r"no (?:me )?dejes que (?:me )?olvide\b.*"),
    (Intent.REMINDER, rf"(?:bitte,? )?{FIRST}(?:erinnere?|wecke?) (?:mich|uns)\b.*"),
    (Intent.REMINDER, r"(?:kannst|konntest|wurdest) du (?:mich|uns) (?:bitte )?.{0,80}\b(?:erinnern|wecken)\b.*"),
    (
        Intent.REMINDER,
        (
            r"(?:stelle?|mache?|setze?) (?:mir )?(?:bitte )?(?:einen (?:wecker|timer)|eine "
            r"erinnerung)\b.*"
        ),
    ),
    (Intent.REMINDER, r"sag mir .{0,60}\bbescheid\b.*"),
    (Intent.REMINDER, rf"(?:s'il te plait,? )?{FIRST}(?:rappelle|reveille|previens)(?:-| )(?:le-)?(?:moi|nous)\b.*"),
    (Intent.REMINDER, r"(?:peux-tu|tu peux|pourrais-tu) (?:me|nous) (?:rappeler|reveiller|prevenir)\b.*"),
    (
        Intent.REMINDER,
        r"(?:mets|cree|programme)(?:-moi| moi)? (?:une alarme|un rappel|un minuteur|un reveil)\b.*",
    ),
    (
        Intent.REMINDER,
        (
            rf"(?:por favor,? )?{FIRST}"
            r"(?:me (?:lembr[ae]|acord[ae]|avis[ae])|(?:lembr[ae]|acord[ae]|avis[ae])-(?:me|nos))\b.*"
        ),
    ),
    (Intent.REMINDER, r"(?:podes|pode|voce pode) (?:me )?(?:lembrar|acordar|avisar)(?:-me)?\b.*"),
    (
        Intent.REMINDER,
        r"(?:poe|coloca|cria|define)(?:-me| me)? (?:um (?:lembrete|alarme|temporizador)|uma notificacao)\b.*",
    ),
)

ESTAR: Final = (
    r"(?:estan?|es|son|era|queda|deje|puse|guarde|guardo|aparque|tengo|vive|viven|compre|compramos|pusimos|dejamos"
    r"|viene"
    r"|vino|tiene|sale|llega|empieza|cumple|debe|debo|pague|costo|conoci|fui|fuimos|dijo|presto|regalo|nacio)"
)
SEIN: Final = (
    r"(?:ist|sind|war|waren|liegt|liegen|steht|hangt|hab|habe|haben|hat|habt|wohnt|parkt|kann|muss|soll|mag"
    r"|hei(?:\xdf|ss)t"
    r"|kommt|fahrt|geht|beginnt|fangt|kostet|schuldet|lautet|wei(?:\xdf|ss)|wurde|wird)"
)
ETRE: Final = (
    r"(?:est|sont|etait|etaient|ai-je|as-tu|a-t-(?:il|elle|on)|est-ce|se trouvent?|habite|part|commence|j'ai|on a"
    r"|coute"
    r"|doit|m'a|a|vient|me doit)"
)
SER: Final = (
    r"(?:esta|estao|e|sao|era|fica|deixei|pus|guardei|estacionei|mora|moram|comprei|ficou|tem|vem|sai|comeca|custou"
    r"|disse|emprestou|nasceu|conheci)"
)

# The verb right after the word that asks: "wo wir wohnen ist es ruhig" and "que bonito" tell something.
ASKS: Final[Said] = (
    (
        Intent.QUESTION,
        (
            rf"{OPEN}(?:y )?(?:a |de |con |en )?(?:donde|cuando|cual(?:es)?|quien(?:es)?|cuant[oa]s?|que)"
            rf" (?:me |te |le |se |nos )?{ESTAR}\b{CLAUSE}"
        ),
    ),
    # What the person did: "donde he aparcado", "que te conte ayer", "cuanto costaron las estanterias".
    (
        Intent.QUESTION,
        (
            rf"{OPEN}(?:y )?(?:a |de |con |en )?(?:(?:donde|cual|quien|cuant[oa]s?) (?:(?:lo|la|los|las|te|le) )?"
            r"(?:he|hemos)|que (?:te )?he) \w+(?: [\w'-]+){0,5}[?]*"
        ),
    ),
    # To whom, of whom, with whom: "a quem emprestei a tenda"; "a quien madruga" and "a qui de droit" are none.
    (
        Intent.QUESTION,
        (
            rf"{OPEN}(?:(?:y |e )?(?:a|de|con|com|para|por) quien (?:le |les |me )?"
            r"(?:(?:he|hemos|es|son|era) |\w+(?:[eio]|amos|imos) (?:el|la|los|las|mi|mis|un|una|lo)\b)"
            r"|(?:e )?(?:a|de|com|para) quem (?:e que )?(?:eu )?(?:\w{2,}[ei]i|\w{2,}[aei]mos|e|sao)\b"
            r"|(?:et )?(?:a|de|avec|chez|pour) qui (?:est-ce|ai-je|j'ai|on a|avons-nous|est|sont)\b)"
            rf"{CLAUSE}"
        ),
    ),
    (Intent.QUESTION, rf"{OPEN}(?:y )?(?:que|cuando|donde) te (?:dije|conte|pedi|mande|envie)\b{CLAUSE}"),
    (Intent.QUESTION, rf"{OPEN}(?:y )?donde (?:lo|la|los|las|me) {ESTAR}\b{CLAUSE}"),
    (
        Intent.QUESTION,
        (
            rf"{OPEN}(?:y )?cuant[oa]s? (?:costaron|cuestan?|pagamos|valen?|miden?|pesan?|gaste|gastamos|hay|faltan?)"
            rf"\b{CLAUSE}"
        ),
    ),
    (Intent.QUESTION, rf"{OPEN}(?:y )?que (?:hay|queda|falta) (?:en|de|para|por) {CLAUSE}"),
    (
        Intent.QUESTION,
        rf"{OPEN}(?:y )?cuando (?:veo a|quedo con|quedamos con|toca|vuelvo a ver a)(?: [\w'-]+){{1,3}}[?]*",
    ),
    (Intent.QUESTION, rf"{OPEN}(?:a que hora|desde cuando|cuanto tiempo|por que (?!si|no)) {CLAUSE}"),
    (Intent.QUESTION, rf"{OPEN}(?:que|q) (?:le gusta a|se de|se sobre|tengo que|hay que|hice|compre) {CLAUSE}"),
    (
        Intent.QUESTION,
        (
            r"(?:busca(?:me)?|encuentra|dime|muestrame)"
            rf" (?P<subject>(?:mis?|el|la|los|las|donde|que|cuando|todo|lo que)\b{REST})"
        ),
    ),
    (
        Intent.QUESTION,
        rf"(?:und )?(?:wo|wann|wer|wie|was|warum|wieso|woher|wohin|wem|wen|wofur) {SEIN}\b{CLAUSE}",
    ),
    (
        Intent.QUESTION,
        (
            r"(?:wie ?viele?|wie (?:lange|oft|alt|gro(?:\xdf|ss)|spat|hie(?:\xdf|ss)|teuer|schwer|hoch|weit)"
            r"|welche[rsnm]? \w+|um wie viel uhr)"
            rf" {CLAUSE}"
        ),
    ),
    # A verb, and who does it: "wann treffe ich Mia".
    (
        Intent.QUESTION,
        rf"(?:und )?(?:wo|wann|was|wem|wen|wofur|woher|wohin) \w{{2,}}(?:e|en|st|ss|b) (?:ich|wir|du)\b{CLAUSE}",
    ),
    (Intent.QUESTION, rf"(?:habe? ich|haben wir|wei(?:\xdf|ss)t du|kennst du) {CLAUSE}"),
    (
        Intent.QUESTION,
        (
            r"(?:suche?|finde|sag mir|zeig mir)"
            rf" (?P<subject>(?:meine?n?|die|der|das|den|alles|wo|was|wann|wie|wer)\b{REST})"
        ),
    ),
    (
        Intent.QUESTION,
        (
            r"(?:et )?(?:ou (?:j'ai|j'avais|on a|on s'est|je me suis|je l'ai|je les ai)|combien (?:ont|avons|coutent"
            r"|coutait|coutaient|vaut|valent|pese|mesure|j'ai|on a|de \w+ (?:ai|j'ai|a|on a|avons|dois|reste))"
            rf"|(?:ou|quand|combien|comment|pourquoi|qui) est-ce qu[e'])\b{CLAUSE}"
        ),
    ),
    (Intent.QUESTION, rf"(?:et )?(?:ou|quand|qui|combien|comment|pourquoi) {ETRE}\b{CLAUSE}"),
    (
        Intent.QUESTION,
        (
            r"(?:quel(?:le)?s? (?:est|sont|etait|\w+ (?:est|a|ai|dois|m'a|part))|c(?:'est)? (?:quoi|koi)|qu'est-ce"
            r"|est-ce qu"
            rf"|que (?:m'a dit|sais-je)|qu'(?:ai-je|a dit)|a quelle heure|depuis quand){REST}"
        ),
    ),
    (
        Intent.QUESTION,
        (
            r"(?:cherche|trouve(?:-moi)?|dis(?:-| )moi|montre(?:-| )moi)"
            rf" (?P<subject>(?:mes|mon|ma|le|la|les|ou|ce que|quand|tout|qui|quel\w*)\b{REST})"
        ),
    ),
    (
        Intent.QUESTION,
        rf"(?:e )?(?:onde|quando|quem|qual|quais|como|por que) (?:e que |me |te |se )?{SER}\b{CLAUSE}",
    ),
    (Intent.QUESTION, rf"(?:e )?(?:onde|quando|quem|como|o que|que|de que|do que|com quem) e que \w{CLAUSE}"),
    # What the person did: "onde estacionei", "o que te disse ontem".
    (Intent.QUESTION, r"(?:e )?onde (?:eu |o |a |os |as )?\w{3,}[ei]i(?: [\w'-]+){0,4}[?]*"),
    (
        Intent.QUESTION,
        (
            r"(?:e )?o que (?:eu )?(?:te (?:disse|contei|pedi|mandei|enviei)|guardei|anotei|contei|apontei)"
            rf"\b{CLAUSE}"
        ),
    ),
    (Intent.QUESTION, rf"(?:e )?(?:qual|quais) (?:os?|as?) (?:meus? |minhas? )?\w{CLAUSE}"),
    (Intent.QUESTION, rf"(?:e )?quem (?:faz|fez|mora|trouxe|ficou com|vem)\b{CLAUSE}"),
    (Intent.QUESTION, rf"(?:e )?quanto (?:custaram|foram|custam?|pagamos|valem?|gastei|gastamos|pesa|mede)\b{CLAUSE}"),
    (
        Intent.QUESTION,
        (
            r"(?:o que (?:e|disse|sei|comprei|fiz|tenho|ha)|(?:a|de) que horas|quanto (?:custou|me deve|devo|paguei"
            r"|e)"
            rf"|quantos? (?:anos|dias|vezes)|em que \w+)\b{CLAUSE}"
        ),
    ),
    (
        Intent.QUESTION,
        (
            r"(?:procura|encontra|diz(?:-| )me|mostra(?:-| )me)"
            rf" (?P<subject>(?:as?|os?|minhas?|meus?|onde|quando|tudo|quem|qual)\b{REST})"
        ),
    ),
)

# Whom it is about, or where things lie.
DOUBTFUL: Final[Said] = ((Intent.QUESTION, r"(?P<subject>tout sur [\w'-]{2,30})[. ]*"),)

SAID: Final[Said] = (*COMMANDS, *LATER)
