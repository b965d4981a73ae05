"""The sentences about files that are put to a message in the browser, once for each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class UploadPhrases:
    """One language."""

    too_large: str
    empty: str
    not_allowed: str
    in_disguise: str
    too_big_inside: str
    too_many: str
    gone: str


_ENGLISH: Final = UploadPhrases(
    too_large="That is larger than {limit} MB. A smaller copy will do.",
    empty="There is nothing in that file.",
    not_allowed="I take pictures, sound, films, PDFs, office papers and text.",
    in_disguise="That isn't what it says it is. A fresh copy or a PDF will do.",
    too_big_inside="Opened, that would be far too large. A smaller copy will do.",
    too_many="Many files wait for their message already. Send or remove some first.",
    gone="A file of this message isn't here any more. Add it once more, please.",
)

_SPANISH: Final = UploadPhrases(
    too_large="Pasa de {limit} MB. Una copia más pequeña sirve.",
    empty="Ese archivo está vacío.",
    not_allowed="Acepto imágenes, audio, vídeo, PDF, documentos de oficina y texto.",
    in_disguise="No es lo que dice ser. Una copia nueva o un PDF sirve.",
    too_big_inside="Abierto sería enorme. Una copia más pequeña sirve.",
    too_many="Ya hay muchos archivos esperando su mensaje. Envía o quita algunos primero.",
    gone="Un archivo de este mensaje ya no está. Añádelo otra vez, por favor.",
)

_GERMAN: Final = UploadPhrases(
    too_large="Das ist größer als {limit} MB. Eine kleinere Fassung geht.",
    empty="In der Datei ist nichts drin.",
    not_allowed="Ich nehme Bilder, Ton, Filme, PDFs, Office-Dateien und Text.",
    in_disguise="Das ist nicht, was es vorgibt. Eine neue Kopie oder ein PDF geht.",
    too_big_inside="Geöffnet wäre das viel zu groß. Eine kleinere Fassung geht.",
    too_many="Es warten schon viele Dateien auf ihre Nachricht. Schick oder entferne erst ein paar.",
    gone="Eine Datei dieser Nachricht ist nicht mehr da. Füg sie bitte noch einmal hinzu.",
)

_FRENCH: Final = UploadPhrases(
    too_large="Cela dépasse {limit} Mo. Une copie plus petite ira.",
    empty="Ce fichier est vide.",
    not_allowed="Je prends images, sons, films, PDF, documents de bureau et textes.",
    in_disguise="Ce n'est pas ce que ça dit être. Une nouvelle copie ou un PDF ira.",
    too_big_inside="Ouvert, ce serait énorme. Une copie plus petite ira.",
    too_many="Beaucoup de fichiers attendent déjà leur message. Envoies-en ou retires-en d'abord.",
    gone="Un fichier de ce message n'est plus là. Ajoute-le encore une fois, s'il te plaît.",
)

_PORTUGUESE: Final = UploadPhrases(
    too_large="Passa de {limit} MB. Uma cópia mais pequena serve.",
    empty="Esse ficheiro está vazio.",
    not_allowed="Aceito imagens, som, vídeo, PDF, documentos e texto.",
    in_disguise="Não é o que diz ser. Uma cópia nova ou um PDF serve.",
    too_big_inside="Aberto, seria enorme. Uma cópia mais pequena serve.",
    too_many="Já há muitos ficheiros à espera da sua mensagem. Envia ou retira alguns primeiro.",
    gone="Um ficheiro desta mensagem já não está aqui. Acrescenta-o outra vez, por favor.",
)

PHRASES: Final[Mapping[str, UploadPhrases]] = {
    "en": _ENGLISH,
    "es": _SPANISH,
    "de": _GERMAN,
    "fr": _FRENCH,
    "pt": _PORTUGUESE,
}
