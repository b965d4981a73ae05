"""The small words, in five languages, by which a claim about something is told from the value that it gives it.

All are folded: lower case, without accents.
"""

import re
from enum import Enum
from typing import Final

from memory.words import word_set


class Role(Enum):
    """What a word does in a claim."""

    NOTHING = "says nothing of the matter"
    BE = "is"
    LIVE = "lives"
    MOVE = "moved"
    WORK = "works"
    CHANGE = "changed"
    NOW = "now"
    NEW = "new"
    ENDED = "no longer"
    PLACE = "in"
    TO = "to"
    OTHER = "with"
    FROM = "from"
    NOT = "not"
    CLOCK = "at, before an hour"
    REFUSED = "neither a change nor a state: something done, added, past or doubtful"


_ROLES: Final[tuple[tuple[Role, str], ...]] = (
    (
        Role.NOTHING,
        (
            "the an my our your his her their its it this that of for on as and so too ok okay hi hey please note"
            " fyi ps update reminder remember just got get they ve we i he she you have has had been up by"
            " than since dr mr mrs"
            " ms goes go going s all set"
        ),
    ),
    (
        Role.NOTHING,
        (
            "der die das den dem des ein eine einen einem einer mein meine meinen meiner unser unsere von vom fur"
            " am und hat haben wurde wird worden sich bitte er sie wir ich uhr den furs ums"
        ),
    ),
    (
        Role.NOTHING,
        (
            "el la los las lo un una unos unas mi mis nuestro nuestra su sus de del al y se ha han por favor esta"
            " le les l d un une mon ma mes notre nos son sa ses du des au aux et c ce cet cette qu que a ont ete pour"
            " tiene tienen"
        ),
    ),
    (Role.NOTHING, "o os as um uma meu minha nosso nossa seu sua do da dos das ao e foi se tem"),
    (
        Role.BE,
        (
            "is are = ist sind lautet es son esta estan est sont sera fica sao e's it's liegt liegen steht stehen"
            " stays hides se trouve queda encuentra hangt cost costs kostet kosten cuesta cuestan coute custa"
            " starts begins"
            " beginnt empieza commence comeca will"
        ),
    ),
    (
        Role.LIVE,
        ("lives live living wohnt wohnen wohne lebt leben vive viven vivo habite habitent vit vivent mora moram moro"),
    ),
    (
        Role.MOVE,
        (
            "moved moving moves relocated gezogen umgezogen zieht ziehen mudo mudado mudaron mudamos demenage"
            " demenagent demenageons mudou mudaram trasladado traslado"
        ),
    ),
    (Role.WORK, "works working arbeitet arbeiten trabaja trabajan travaille travaillent trabalha trabalham"),
    (
        Role.CHANGE,
        (
            "changed changes switched switches postponed rescheduled rearranged shifted replaced raised"
            " verschoben verlegt geandert gewechselt vorverlegt erhoht cambio cambiado cambiaron movido"
            " aplazado pospuesto"
            " adelantado subido sube paso pasado deplace deplacee reporte reportee avance avancee decale"
            " decalee augmente alterado alterada adiado adiada trocou trocado passou passado remarcado"
            " remarcada antecipado"
            " subiu mudou-se"
        ),
    ),
    (
        Role.NOW,
        (
            "now nowadays actually instead correction jetzt nun neuerdings inzwischen stattdessen korrektur ahora"
            " correccion maintenant desormais dorenavant agora correcao doravante"
        ),
    ),
    (Role.NEW, "new neu neue neuer neues neuen neuem nuevo nueva nuevos nuevas nouveau nouvel nouvelle novo nova"),
    (
        Role.PLACE,
        (
            "in at inside under behind near beside im bei beim unter hinter neben en bajo debajo detras dans sous"
            " derriere chez em no na nos nas sob atras auf"
        ),
    ),
    (Role.TO, "to into nach zu zum zur ins a hacia vers para pra ab"),
    (
        Role.OTHER,
        (
            "with because until till after before mit seit weil bis con desde porque hasta avec depuis"
            " parce jusque com ate pois when who which where if und"
        ),
    ),
    (Role.FROM, "from"),
    (Role.NOT, "not rather nicht statt pas nao"),
    (
        Role.REFUSED,
        (
            "was were used old former previous formerly also another second third maybe perhaps might could if"
            " would should unless think guess paid pay bought buy spent ran walked went weighed took drank"
            " ate called rang saw"
            " gave lent sold sent ordered visited cooked watched read finished fixed repaired did made booked"
            " filled drove flew slept swam cycled measured scored won lost"
        ),
    ),
    (
        Role.REFUSED,
        (
            "war waren alte alter altes alten ehemalige fruher auch weitere weiterer zweite zweiter vielleicht"
            " wenn falls bezahlt gezahlt gekauft kaufte gelaufen gegessen getrunken gesehen angerufen gegeben"
            " verkauft bestellt besucht gekocht repariert getankt gefahren eventuell moglicherweise"
        ),
    ),
    (
        Role.REFUSED,
        (
            "era eran viejo vieja antiguo antigua anterior antes tambien otro otra segundo quiza quizas tal-vez"
            " si pague pagado pagamos compre comprado gaste corri camine comi bebi vi llame di vendi pedi visite"
        ),
    ),
    (
        Role.REFUSED,
        (
            "etait etaient ancien ancienne vieux vieille avant aussi autre deuxieme peut-etre paye achete depense"
            " couru mange bu vu appele donne vendu commande visite"
        ),
    ),
    (
        Role.REFUSED,
        (
            "eram velho velha antiga anterior tambem outra outro talvez paguei comprei gastei corri comi bebi"
            " vi liguei dei vendi pedi visitei"
        ),
    ),
)

ROLES: Final = {word: role for role, words in _ROLES for word in words.split()}

NOW_PHRASES: Final = (
    r"from now on|as of now|no more|ab sofort|ab jetzt|von nun an|a partir de (?:ahora|agora|maintenant)"
    r"|de ahora en adelante|en lugar de eso|dorenavant|de agora em diante|en vez de eso|en realidad|na verdade|en fait"
)
ENDED_PHRASES: Final = (
    r"no longer|not any ?more|doesn't \w{1,20} any ?more|nicht mehr|kein\w{0,2} \w{1,20} mehr|ya no|ne \w{1,20} plus"
    r"|n'\w{1,20} plus|ja nao|nao \w{1,20} mais"
)
INSTEAD_PHRASES: Final = (
    r"instead of|rather than|anstelle von|anstatt|en vez de|en lugar de|au lieu (?:de|du)|em vez d[eoa]"
)
REFUSED_PHRASES: Final = (
    r"used to|as well|not sure|don't know|got a|have a|tal vez|peut-etre|noch ein\w{0,2}|si no|one of|eine? von|uno de"
    r"|l'un des|um dos"
)


class Attribute(Enum):
    """A kind of thing that something has one of."""

    CODE = "@code"
    PHONE = "@phone"
    ADDRESS = "@address"
    EMAIL = "@email"
    SIZE = "@size"
    BIRTHDAY = "@birthday"
    PRICE = "@price"
    RENT = "@rent"
    DAY = "@day"
    PERSON = "@person"
    FEATURE = "@feature"


_ATTRIBUTES: Final[tuple[tuple[Attribute, str], ...]] = (
    (
        Attribute.CODE,
        (
            "code pin passcode combination password passwort kennwort codigo contrasena clave senha"
            " combinaison combinacao zahlencode geheimzahl wlan-schlussel passphrase mot-de-passe palavra-passe"
        ),
    ),
    (
        Attribute.PHONE,
        (
            "number phone mobile cell telephone tel nummer telefon telefonnummer handynummer handy numero"
            " telefono movil celular telephone portable telefone telemovel"
        ),
    ),
    (Attribute.ADDRESS, "address adresse anschrift direccion morada endereco postcode plz"),
    (Attribute.EMAIL, "email e-mail mail correo courriel"),
    (Attribute.SIZE, "size grosse talla taille tamanho schuhgrosse kleidergrosse pointure"),
    (Attribute.BIRTHDAY, "birthday bday geburtstag cumpleanos anniversaire aniversario"),
    (Attribute.PRICE, "fee price rate gebuhr preis cuota precio prix tarif mensalidade preco"),
    (
        Attribute.RENT,
        "rent salary wage allowance miete gehalt taschengeld alquiler sueldo salario loyer salaire aluguel renda",
    ),
    (Attribute.DAY, "deadline day bin-day abgabe frist plazo delai prazo dia jour tag"),
    (
        Attribute.PERSON,
        (
            "teacher boss manager landlord landlady plumber dentist gp doctor cleaner nanny childminder coach"
            " therapist accountant electrician gardener vet lehrer lehrerin chef chefin vermieter klempner"
            " zahnarzt hausarzt"
            " putzfrau profesor profesora jefe casero fontanero medico professeur maitresse patron"
            " proprietaire plombier medecin"
            " professor professora chefe senhorio canalizador"
        ),
    ),
    (
        Attribute.FEATURE,
        (
            "favourite favorite colour color name username provider supplier lieblingsfarbe farbe name"
            " favorito favorita color nombre couleur nom prefere preferee cor nome preferido preferida"
        ),
    ),
)

ATTRIBUTES: Final = {word: attribute for attribute, words in _ATTRIBUTES for word in words.split()}
# German writes whose it is and what it is as one word: Torcode, Handynummer, WLAN-Passwort.
COMPOUND: Final = re.compile(r"([\w-]{2,40}?)-?(code|pin|nummer|passwort|adresse|grosse|miete|gebuhr|preis)")
PHRASED: Final = r"mot de passe|palavra[ -]passe"
"""What is one thing in several words; joined by hyphens it is one of `ATTRIBUTES`."""

GENERIC: Final = word_set(
    "appointment appt lesson class session termin stunde kurs cita clase rendez-vous rdv cours consulta aula time hour"
    " uhrzeit hora heure phone-number uhr"
)
"""What an entry of a calendar may be called beside what it is about."""

ONE_OFF: Final = word_set(
    "order invoice booking confirmation tracking reference ticket flight discount voucher promo coupon gift otp case"
    " verification parcel receipt bill train seat room locker bestellung bestellnummer rechnung rechnungsnummer buchung"
    " buchungscode sendung sendungsnummer gutschein gutscheincode flug flugnummer zug pedido factura reserva"
    " seguimiento"
    " descuento cupon vuelo tren commande facture reservation suivi remise vol train colis encomenda fatura desconto"
    " cupao voo comboio activation aktivierung"
)
"""Of these there is another one each time, and both hold."""

KEPT: Final = word_set(
    "key keys spare passport passports charger remote ladder drill torch umbrella folder papers documents certificate"
    " contract deeds medicine suitcase tent toolbox schlussel ersatzschlussel pass reisepass ladegerat leiter ordner"
    " unterlagen koffer werkzeugkasten llave llaves pasaporte cargador escalera carpeta papeles maleta cle"
    " cles passeport"
    " chargeur echelle dossier papiers valise chave chaves passaporte carregador escada pasta papeis mala"
)
"""What stays where it was put, so that another place is a new one."""

CLOCK_BEFORE: Final = word_set("at um las as a gegen ab from until")
