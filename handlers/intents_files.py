"""How somebody asks to have a file back: "show me the photo of the receipt"."""

from typing import Final

from handlers.meaning import Intent

ENGLISH: Final = (
    r"(?:photos?|pictures?|pics?|images?|screenshots?|voice (?:notes?|messages?|memos?)|recordings?|videos?"
    r"|documents?|files?|pdfs?|attachments?)"
)
GERMAN: Final = (
    r"(?:fotos?|bild(?:er)?|screenshots?|sprachnachricht(?:en)?|sprachnotiz(?:en)?|aufnahmen?|videos?|dokumente?|pdfs?)"
)
SPANISH: Final = (
    r"(?:fotos?|imagen(?:es)?|capturas?|(?:notas?|mensajes?|audios?) de voz|audios?|videos?|documentos?|pdfs?)"
)
FRENCH: Final = (
    r"(?:photos?|images?|captures?|notes? vocales?|messages? voca(?:l|ux)|enregistrements?|videos?|documents?|pdfs?)"
)
PORTUGUESE: Final = (
    r"(?:fotos?|fotografias?|image(?:m|ns)|(?:notas?|mensage(?:m|ns)) de voz|audios?|videos?|documentos?|pdfs?)"
)
REST: Final = r"(?:\b[^\n]*)?"

# What a file is called by that is to be opened: "open the file cabinet" is an errand.
OF: Final = (
    r"(?: (?:about|of|from|with|on|for|that|where|called|named|sobre|de|del|con|que|uber|von|vom|mit|zu|zum|zur|fur|sur"
    r"|du|des|avec|pour|da|do|com)\b[^\n]*| d'[^\n]*)?[?.! ]*"
)

# Each with "me", or with a verb for looking: "send the photo to Anna" is to be kept.
SAID: Final = (
    (
        Intent.QUESTION,
        (
            r"(?:please |can you |could you )*(?:(?:show|send|give|get|find|open|play)(?: it)? me|show|play)"
            rf" (?P<subject>(?:the |that |those |my |all my |all the )?{ENGLISH}{REST})"
        ),
    ),
    (
        Intent.QUESTION,
        (
            r"(?:please |can you |could you |por favor,? |bitte )*"
            r"(?:open|bring up|pull up|abre(?:me)?|offne|ouvre(?:-moi)?) (?:mir )?"
            r"(?P<subject>(?:(?:the|that|those|my|el|la|los|las|mis?|das|die|den|meine?|les?|mon|ma|mes"
            r"|o|a|os|as|a minha|o meu) |l')"
            rf"(?:{ENGLISH}|{GERMAN}|{SPANISH}|{FRENCH}|{PORTUGUESE}){OF})"
        ),
    ),
    (
        Intent.QUESTION,
        (
            r"(?:bitte )?(?:zeig|zeige|schick|schicke|sende?|gib|spiel|spiele) mir (?:bitte )?(?:mal )?"
            rf"(?P<subject>(?:das |die |den |mein |meine |alle )?{GERMAN}{REST})"
        ),
    ),
    (
        Intent.QUESTION,
        (
            r"(?:por favor,? )?(?:muestrame|ensename|enviame|mandame|pasame|ponme|dame) "
            rf"(?P<subject>(?:el |la |los |las |mi |mis |todas mis )?{SPANISH}{REST})"
        ),
    ),
    (
        Intent.QUESTION,
        (
            r"(?:(?:montre|envoie|donne|passe)[- ]moi|fais[- ]moi (?:voir|ecouter)) "
            rf"(?P<subject>(?:la |le |les |l'|ma |mon |mes |toutes mes )?{FRENCH}{REST})"
        ),
    ),
    (
        Intent.QUESTION,
        (
            r"(?:por favor,? )?(?:(?:mostra|manda|envia|da|mostre|mande|envie)-me"
            rf"|me (?:mostra|manda|envia|mostre|mande|envie)) "
            rf"(?P<subject>(?:o |a |os |as |(?:a )?minha |(?:as )?minhas )?{PORTUGUESE}{REST})"
        ),
    ),
)
