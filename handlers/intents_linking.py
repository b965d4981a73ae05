"""What is said to link an address, to let one go, or to see them, in each of our languages: whole messages."""

from typing import Final

from handlers.meaning import Intent

Said = tuple[tuple[Intent, str], ...]

# What e-mail is called, to be looked for.
MAIL: Final = r"\b(?:e-?mails?|mail|correo|courriel|correio)\b"
# With its country's code: whoever reads it can't know in which country it was said.
NUMBER: Final = r"(?:\+|00)\d[\d ().-]{5,24}\d"
_CHANNEL: Final = r"(?:telegram|whats ?app|sms)"
_END: Final = r"[.! ]*"
_ASKED: Final = r"[?.! ]*"

# English, Spanish, German, French, Portuguese.
_NUMBERED: Final = (
    r"(?:(?:(?:mobile|phone|cell|telephone) )?number|numero(?: de (?:telefono|telephone|telefone|telemovel))?"
    r"|(?:handy|telefon|mobil)?nummer)"
)
_THINGS: Final = (
    rf"(?:{_NUMBERED}|account|address|phone|channel|chat|mobile|telefono|movil|cuenta|direccion|canal|handy|konto|adresse"
    r"|kanal|telephone|portable|compte|telefone|telemovel|celular|conta|endereco)"
)
_OTHER: Final = (
    r"(?:another|an other|one more|a second|a new|otro|otra|ein weiteres|eine weitere|einen weiteren|noch ein|noch eine"
    r"|noch einen|un autre|une autre|outro|outra)"
)
_MINE: Final = r"(?:my|mi|mein|meine|meinen|mon|ma|o meu|a minha|meu|minha)"
_WHOSE: Final = rf"(?:(?:{_OTHER}|{_MINE}|the|this|el|la|le|das|die|o|a) )?"
_MAIL: Final = (
    r"(?:(?:adresse|direccion de|endereco de) )?(?:e-?mails?|mail|correo(?: electronico)?|courriel"
    r"|correio(?: eletronico)?)(?:[ -]?(?:address|adresse))?"
)
_PLEASE: Final = r"(?: please| bitte)?"
# "Connect my phone" and "liga o telefone" may be errands: a thing counts with its channel, with its number, or when it
# is another one; "my number" is nothing else.
_ADDRESS: Final = (
    rf"(?P<subject>{_WHOSE}{_CHANNEL}(?: (?:{_THINGS}|an))?(?::? {NUMBER})?"
    rf"|{_WHOSE}(?:{_THINGS}:? )?{NUMBER}|{_OTHER} {_THINGS}|{_MINE} {_NUMBERED})"
)

_LINK: Final = (
    r"(?:please |bitte )?(?:link|connect|vincula|conecta|enlaza|asocia|vincular|verbinde|verknupfe|verkopple"
    r"|relie|connecte|associe|lie|liga|ligue|associa|conecte|vincule)"
)
_UNLINK: Final = (
    r"(?:please |bitte )?(?:unlink|disconnect|desvincula|desconecta|desenlaza|trenne|entkopple"
    r"|delie|dissocie|deconnecte|desliga|desligue|desassocia|desvincule|desconecte)"
)

BEFORE_MAILBOX: Final = rf"{_WHOSE}(?:{_MAIL}:?)?(?: to| a)?"
"""Words that an e-mail address stands behind; with any others it is not one."""
_SOME_MAILBOX: Final = r"\S{0,200}@\S{0,200}"
# Whatever is said to be an e-mail address, so that one that is none is told to be none: a word with a sign in it, and
# what somebody hopes to slip in behind it.
_WRONG: Final = rf"(?:\S{{1,64}} )?{_SOME_MAILBOX}(?:[\r\n,;].{{0,300}})?|[a-z]*[^a-z\s]\S+"
_MAILBOX: Final = rf"(?:{_MAIL}:? )?{_SOME_MAILBOX}|{_MAIL}(?:(?: to| a)?:? (?:{_WRONG}))?"
LONG: Final[Said] = ((Intent.LINK, rf"{_LINK} (?P<subject>{_WHOSE}{_MAIL}:? \S+@\S*){_END}"),)
"""The same where it is as long as a message may be."""

SAID: Final[Said] = (
    (Intent.LINK, rf"{_LINK} {_ADDRESS}{_PLEASE}{_END}"),
    (Intent.LINK, rf"{_LINK} (?P<subject>{_WHOSE}(?:{_MAILBOX})){_PLEASE}{_END}"),
    (Intent.LINK, r"/link(?:@\w+)?(?: (?P<subject>.{1,250}))?"),
    (Intent.UNLINK, rf"{_UNLINK} {_ADDRESS}(?: please| bitte)?{_END}"),
    (Intent.UNLINK, rf"{_UNLINK} (?P<subject>{_WHOSE}(?:{_MAIL}|(?:{_MAIL}:? )?{_SOME_MAILBOX})){_PLEASE}{_END}"),
    (Intent.UNLINK, r"/unlink(?:@\w+)?(?: (?P<subject>.{1,250}))?"),
    (
        Intent.ADDRESSES,
        (
            r"(?:which|what) (?:addresses|numbers|channels|accounts|chats) (?:are|have i|do i have|did i)"
            rf" (?:linked|connected|link|connect){_ASKED}"
            r"|(?:show|list)(?: me)?(?: all)? (?:my |the )?(?:linked|connected)"
            rf" (?:addresses|numbers|channels|accounts){_ASKED}"
            rf"|what(?:'s| is) linked{_ASKED}"
        ),
    ),
    (
        Intent.ADDRESSES,
        (
            r"\W?(?:que|cuales) (?:direcciones|numeros|canales|cuentas) (?:estan|tengo)"
            rf" (?:vinculad|conectad|enlazad)[oa]s{_ASKED}"
            rf"|welche (?:adressen|nummern|kanale|konten) (?:sind|habe ich) (?:verknupft|verbunden){_ASKED}"
            rf"|quel(?:le)?s (?:adresses|numeros|canaux|comptes) sont (?:re)?(?:lie|connecte|associe)e?s{_ASKED}"
            r"|(?:que|quais) (?:enderecos|numeros|canais|contas) (?:estao|tenho)"
            rf" (?:ligad|associad|vinculad|conectad)[oa]s{_ASKED}"
        ),
    ),
)
