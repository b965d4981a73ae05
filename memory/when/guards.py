"""What looks like a time and is none: telephone numbers, money, versions, "may" the verb and "sun" in the sky."""

from collections.abc import Sequence
from typing import Final

from memory.when.tokens import Token

# Signs that make one figure of several, a price or an identifier.
JOINING: Final = frozenset("-./:,_+#*=&~@\\")
MONEY: Final = frozenset("$\N{EURO SIGN}\N{POUND SIGN}\N{YEN SIGN}\N{INDIAN RUPEE SIGN}\N{NUMERO SIGN}#")
BEHIND: Final = MONEY | frozenset("%\N{DEGREE SIGN}\N{PER MILLE SIGN}")

# Words before a figure that make it a name, and behind it that make it a measure. Of all the languages.
NAMED: Final = frozenset(
    """
    apartment apt bed build bus capitulo channel chambre chapter code episode exit fax flight fluch flug gate grade
    habitacion id invoice ip isbn kapitel level line lvl model no nr num number numero nummer order page pages pagina
    phone pin platform port pp quarto rated rating ref release room row sala salle score scored season seat seite size
    step suite tel telefon telefono terminal ticket track unit v version vol volume voo vuelo zimmer zip
    """.split()  # noqa: SIM905 - a word list reads better as prose
)
MEASURES: Final = frozenset(
    """
    bucks c calories celsius cents cm cup cups degree degrees dollar dollars eur euro euros fahrenheit feet foot ft g
    gb gbp ghz goals grad gram grams gramm grams grados guests hz inch inches items kb kcal kg kilo kilogram kilograms
    kilometer kilometers kilometre kilometres kilos km kmh kph l lb lbs liter liters litre litres m mb mbps meter
    meters metre metres mg mi mile miles ml mm mph oz pcs people per percent personas personen personnes persons
    pessoas pesos pieces point points pound pounds prozent reais slices star stars tb tbsp times tsp usd volts watts x
    yard yards
    """.split()  # noqa: SIM905 - a word list reads better as prose
)
AROUND_THE_CLOCK: Final = ["24", "/", "7"]
DENOMINATORS: Final = (["2"], ["3"], ["4"], ["5"], ["10"])
ADDRESS: Final = frozenset(
    """
    ave avenue blvd boulevard court ct drive lane ln place rd road square st street way
    """.split()  # noqa: SIM905 - a word list reads better as prose
)
JOINTS: Final = frozenset(("or", "and", "oder", "und", "o", "u", "y", "e", "ou", "et"))
# Months in short: "jan", "oct".
SHORT: Final = 3
THIS_VERB: Final = (["this", "may"], ["this", "march"])


def stands_free(text: str, start: int, end: int) -> bool:
    """Whether the characters are not part of a longer figure, price or identifier ("1.1.30", "12.53%", "$5")."""
    return _free_before(text, start) and _free_behind(text, end)


def _free_before(text: str, start: int) -> bool:
    if start == 0:
        return True
    before = text[start - 1]
    if before.isspace():
        return not (text[start].isdigit() and text[max(0, start - 2)] in MONEY)
    if before.isalnum() or before in MONEY:
        return False
    further = text[max(0, start - 2) : start - 1]
    return before not in JOINING or not (further.isalnum() or further in JOINING)


def _free_behind(text: str, end: int) -> bool:
    if end >= len(text):
        return True
    behind = text[end]
    if behind.isspace():
        return not (end + 1 < len(text) and text[end + 1] in BEHIND and text[end - 1].isdigit())
    if behind.isalnum() or behind in BEHIND:
        return False
    return behind not in JOINING or not text[end + 1 : end + 2].isalnum()


def meant(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether tokens `first` to `last` (exclusive) are meant as a time: by the words around, by how weak they are."""
    if _alone_and_weak(tokens, first, last):
        return False
    if _fraction(tokens, first, last) or _counts_behind_weekday(tokens, first, last):
        return False
    if "FIG" in tokens[first].tags and first and tokens[first - 1].word in NAMED:
        return False
    return not _measured(tokens, first, last)


def _alone_and_weak(tokens: Sequence[Token], first: int, last: int) -> bool:
    """A lone "sat" or "March", unless it is all of the text; a lone month in short never."""
    strong = [token for token in tokens[first:last] if token.tags and token.word != "."]
    if len(strong) == 1 and "MONTH" in strong[0].tags:
        return "WEAK" in strong[0].tags or len(strong[0].word) <= SHORT
    if len(strong) == 1 and "WEAK" in strong[0].tags and not _one_of_two_days(tokens, first, last):
        return len(tokens) > last - first and not strong[0].tags.keys() & {"NOW"}
    if len(strong) == 1 and strong[0].tags.keys() & {"YEAR", "ONETWO"}:
        return True
    # "this may take a while"
    verb = last < len(tokens) and bool(tokens[last].word.isalpha())
    return verb and [token.word for token in strong] in THIS_VERB


def _one_of_two_days(tokens: Sequence[Token], first: int, last: int) -> bool:
    """As in "segunda ou terça": a weak name of a day beside another day."""
    if "WEEKDAY" not in tokens[last - 1].tags:
        return False
    behind, before = tokens[last : last + 2], tokens[max(0, first - 2) : first][::-1]
    return any(len(pair) > 1 and pair[0].word in JOINTS and "WEEKDAY" in pair[1].tags for pair in (behind, before))


def _fraction(tokens: Sequence[Token], first: int, last: int) -> bool:
    """As in "3/4 cup", "8/10 would recommend": a date of two figures stands alone or beside other words of time."""
    said = [token.word for token in tokens[first:last]]
    if said == AROUND_THE_CLOCK:
        return True
    if said[1:2] != ["/"] or said[2:] not in DENOMINATORS or last >= len(tokens):
        return False
    return tokens[last].word.isalpha() and not tokens[last].tags


def _counts_behind_weekday(tokens: Sequence[Token], first: int, last: int) -> bool:
    """As in "Friday 3 eggs": a bare figure behind a weekday is no day of the month where a word follows it."""
    if last - first < len(("friday", "13")) or last >= len(tokens) or "FIG" not in tokens[last - 1].tags:
        return False
    if "WEEKDAY" not in tokens[last - 2].tags or "DATED" in tokens[last - 2].tags:
        return False
    return tokens[last].word.isalpha() and not tokens[last].tags


def _measured(tokens: Sequence[Token], first: int, last: int) -> bool:
    """A figure at the end with its measure behind it: "at 5 kg", "at 12 Main Street"."""
    if last >= len(tokens) or not tokens[last - 1].tags.keys() & {"FIG", "INT"}:
        return False
    following = [token.word for token in tokens[last : last + 3]]
    if following[0] in MEASURES or (following[0] in {"-", "/"} and following[1:2] and following[1] in MEASURES):
        return True
    bare = len(tokens[first:last]) <= len(("at", "12"))
    return bare and any(word in ADDRESS for word in following[1:])
