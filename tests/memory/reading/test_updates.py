"""Which of two things told about the same matter is history."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import MemoryId
from memory.annotations import annotate
from memory.documents import Annotation, AnnotationSource
from memory.reading.updates import SAID, Statement, overtaken, sought
from tests.endless import comes_to_an_end

BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)


def told(text: str, days: int = 0) -> Statement:
    return Statement(MemoryId(f"{days}"), BEGIN + timedelta(days=days), text, annotate(text))


def takes_its_place(newer: str, older: str) -> bool:
    return bool(overtaken(told(newer, 1), [told(older)]))


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("gate code 2204", "new gate code 4417"),
        ("the gate code is 2204", "the gate code is 4417"),
        ("gate code 2204", "gate code changed to 4417"),
        ("the gate code is 2204", "they changed the gate code to 4417"),
        ("book club is at Nina's place", "book club is now at the library"),
        ("book club meets at the school", "book club meets at the library now"),
        ("Anna lives in Porto", "Anna moved to Lisbon"),
        ("Anna lives in Porto", "Anna lives in Lisbon now"),
        ("Tom's number is 912 345 678", "Tom's number changed: 913 222 111"),
        ("Tom's number is 912 345 678", "Tom's new number is 913 222 111"),
        ("dentist Tuesday 10am", "dentist moved to Friday 3pm"),
        ("dentist appointment on Thursday at 10", "the dentist is moved to Friday at 3"),
        ("wifi password is bluewhale", "the wifi password is now greenfrog"),
        ("the spare key is under the blue pot", "the spare key is in the shed"),
        ("the rent is 850 euros", "from now on the rent is 900 euros"),
        ("Mia's shoe size is 31", "Mia's shoe size is 33"),
        ("Ben works at the mill", "Ben no longer works at the mill"),
        ("Mia's teacher is Ms Ortiz", "Mia's new teacher is Mr Hill"),
        ("yoga is on Tuesdays at 7", "yoga is now on Thursdays at 7"),
        ("Anna's birthday is 3 May", "correction: Anna's birthday is 5 May"),
        ("swimming is on Mondays", "swimming changed from Mondays to Wednesdays"),
        ("Leo's email is leo@old.example", "Leo's email is leo@new.example"),
        ("the alarm code is 1199", "actually the alarm code is 1198"),
        ("bin day is Tuesday", "bin day is now Wednesday"),
        ("dinner is Friday at 8", "dinner is Saturday instead"),
        ("Torcode 2204", "neuer Torcode 4417"),
        ("der Torcode ist 2204", "der Torcode ist jetzt 4417"),
        ("Anna wohnt in Porto", "Anna ist nach Lissabon gezogen"),
        ("Zahnarzt Dienstag 10 Uhr", "Zahnarzt auf Freitag 15 Uhr verschoben"),
        ("Toms Handynummer ist 0171 2345678", "Toms neue Handynummer ist 0172 8765432"),
        ("der Buchclub ist bei Nina", "der Buchclub ist jetzt in der Bibliothek"),
        ("Ben arbeitet bei der Post", "Ben arbeitet nicht mehr bei der Post"),
        ("die Miete ist 850 euro", "die Miete ist ab sofort 900 euro"),
        ("código de la puerta 2204", "nuevo código de la puerta 4417"),
        ("el código de la puerta es 2204", "el código de la puerta es ahora 4417"),
        ("Ana vive en Oporto", "Ana se mudó a Lisboa"),
        ("el dentista es el martes a las 10", "el dentista cambió al viernes a las 15"),
        ("el número de Tomás es 612 345 678", "el nuevo número de Tomás es 699 111 222"),
        ("el club de lectura es en casa de Nina", "el club de lectura ahora es en la biblioteca"),
        ("code du portail 2204", "nouveau code du portail 4417"),
        ("le code du portail est 2204", "le code du portail est maintenant 4417"),
        ("Anna habite à Porto", "Anna a déménagé à Lisbonne"),
        ("le dentiste est mardi à 10h", "le dentiste est reporté à vendredi 15h"),
        ("le numéro de Tom est 06 12 34 56 78", "le nouveau numéro de Tom est 06 98 76 54 32"),
        ("le loyer est 850 euros", "désormais le loyer est 900 euros"),
        ("código do portão 2204", "novo código do portão 4417"),
        ("o código do portão é 2204", "o código do portão agora é 4417"),
        ("a Ana mora no Porto", "a Ana mudou-se para Lisboa"),
        ("o dentista é terça às 10h", "o dentista mudou para sexta às 15h"),
        ("o número do Tomás é 912 345 678", "o novo número do Tomás é 913 222 111"),
        ("der Code fürs Tor ist 2204", "neuer Torcode 4417"),
        ("Torcode 2204", "der neue Code für das Tor ist 4417"),
        ("das WLAN-Passwort ist katze12", "neues Passwort fürs WLAN: hund77"),
        ("die Nummer vom Klempner ist 0171 2345678", "neue Klempnernummer 0172 8765432"),
        ("der Code der Alarmanlage ist 1199", "neuer Alarmanlagencode 2200"),
        ("der Code für den Garten ist 2204", "neuer Gartencode 4417"),
        ("die Miete der Garage ist 85 euro", "neue Garagenmiete 95 euro"),
        ("el código de la puerta es 2204", "la puerta tiene nuevo código 4417"),
        ("el código de la puerta es 2204", "nuevo código para la puerta: 4417"),
        ("le code du portail est 2204", "nouveau code pour le portail : 4417"),
        ("le mot de passe du wifi est chat12", "nouveau mot de passe du wifi : chien77"),
        ("o código do portão é 2204", "novo código do portão 4417"),
        ("o código do portão é 2204", "o portão tem novo código 4417"),
        ("a palavra-passe do wifi é gato12", "nova palavra passe do wifi: cao77"),
        ("the plumber's number is 912 345 678", "the plumber's new number is 913 222 111"),
        ("side gate code 2204", "new code on side gate 4417, after a visit by foxes"),
        ("choir is on Mondays at Leo's", "from March choir is in the town hall, not Leo's"),
        ("stone mill cellar door 1973", "the mill changed the cellar door to 6620"),
        ("side gate code 2204", "new code on side gate 4417, went there and tried it"),
    ],
)
def test_another_value_of_the_same_takes_the_place_of_the_older_one(older: str, newer: str) -> None:
    assert takes_its_place(newer, older)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("van oil change 118,400", "van at 124,100"),
        ("van oil change 118,400", "van oil change 124,100"),
        ("paid the plumber 80 euros", "paid the plumber 95 euros"),
        ("electricity bill 84.20", "electricity bill 91.10"),
        ("ran 5 km on Tuesday", "ran 7 km on Thursday"),
        ("Anna's number is 912 345 678", "Tom's number is 913 222 111"),
        ("back gate code 2204", "front gate code 4417"),
        ("gate code 2204", "front door code 4417"),
        ("the back gate code is 2204", "the new front gate code is 4417"),
        ("Anna lives in Porto", "Ben moved to Lisbon"),
        ("Anna lives in Porto", "Anna is in Lisbon this week"),
        ("Anna likes tea", "Anna likes coffee"),
        ("Anna likes tea", "Anna also likes coffee"),
        ("Ben is tall", "Ben is funny"),
        ("buy milk", "buy eggs"),
        ("book club read Emma", "book club is at the library"),
        ("order number 4471", "order number 5582"),
        ("invoice number 1201 is paid", "invoice number 1202 came"),
        ("flight number TP123", "new flight number TP456"),
        ("the gate code is 4417", "the gate code was 2204"),
        ("the gate code is 4417", "the old gate code is 2204"),
        ("the gate code is 2204", "is the gate code 4417?"),
        ("the gate code is 2204", "maybe the gate code is 4417"),
        ("dentist Tuesday 10am", "dentist Friday 3pm"),
        ("lunch with Anna on Friday", "lunch with Ben on Saturday"),
        ("dinner with Anna on Friday at 8", "dinner with Ben now on Saturday at 9"),
        ("Mia weighs 12 kg", "Mia weighs 13 kg"),
        ("Mia's shoe size is 31", "Leo's shoe size is 33"),
        ("restaurant in Porto: Casa Ines", "new restaurant in Lisbon: O Velho"),
        ("pin 1234", "pin 9876"),
        ("the paint in the hall is 20 euros", "the paint in the kitchen is 30 euros"),
        ("gave Ben 20 euros", "gave Ben 30 euros"),
        ("Ben works at the mill", "Ben likes the mill"),
        ("Ben works at the mill", "Anna no longer works at the mill"),
        ("Anna lives with her brother", "Anna moved to Lisbon with Ben"),
        ("train to Porto 9:15", "train to Porto 10:40"),
        ("the dog is at the vet", "the dog is in the garden"),
        ("book: Emma", "book: Persuasion"),
        ("Leo's friend is Max", "Leo's friend is Paul"),
        ("code for the bike lock is 1234", "code for the suitcase lock is 4321"),
        ("temperature 38.2 at 9am", "temperature 37.9 at 2pm"),
        ("Anna arrives at 5pm", "Ben arrives at 6pm"),
        ("read 40 pages", "read 55 pages now"),
        ("the meeting moved me", "the meeting is on Friday"),
        ("Torcode 2204", "Haustürcode 4417"),
        ("der Code fürs Tor ist 2204", "neuer Gartentorcode 4417"),
        ("der Code fürs Schloss ist 2204", "neuer Torcode 4417"),
        ("die Ticketnummer ist 4471", "neue Ticketnummer 5582"),
        ("die Bestellnummer ist 4471", "neue Bestellnummer 5582"),
        ("le code du portail est 2204", "nouveau code pour la cave : 4417"),
        ("Bestellung 4471 bezahlt", "Bestellung 5582 bezahlt"),
        ("Anna wohnt in Porto", "Ben ist nach Lissabon gezogen"),
        ("Miete bezahlt 850 euro", "Miete bezahlt 900 euro"),
        ("Anna mag Tee", "Anna mag auch Kaffee"),
        ("Zahnarzt Dienstag 10 Uhr", "Friseur auf Freitag 15 Uhr verschoben"),
        ("Ölwechsel bei 118400 km", "Ölwechsel bei 124100 km"),
        ("código de la puerta 2204", "código de la caja fuerte 4417"),
        ("pagué el alquiler 850 euros", "pagué el alquiler 900 euros"),
        ("Ana vive en Oporto", "Luis se mudó a Lisboa"),
        ("corrí 5 km el martes", "corrí 7 km el jueves"),
        ("factura 1201", "factura 1202"),
        ("code du portail 2204", "code de la cave 4417"),
        ("payé le loyer 850 euros", "payé le loyer 900 euros"),
        ("Anna habite à Porto", "Paul a déménagé à Lisbonne"),
        ("rendez-vous avec Paul mardi", "rendez-vous avec Anna jeudi"),
        ("commande 4471", "commande 5582"),
        ("código do portão 2204", "código da garagem 4417"),
        ("paguei a renda 850 euros", "paguei a renda 900 euros"),
        ("a Ana mora no Porto", "o Rui mudou-se para Lisboa"),
        ("consulta da Ana terça", "consulta do Rui sexta"),
        ("encomenda 4471", "encomenda 5582"),
        ("the code is 4417 at the gym", "the code is 2204 at the school"),
        ("Anna's password hint is blue", "Anna's room is now green"),
        ("cellar door 1973", "the mill changed the attic door to 6620"),
        ("side gate code 2204", "went to the shop where the code was 4417"),
    ],
)
def test_what_is_true_beside_it_or_in_doubt_stays(older: str, newer: str) -> None:
    assert not takes_its_place(newer, older)


def test_an_appointment_that_has_been_is_not_the_one_that_is_moved() -> None:
    been = Annotation(kind="date", value="2026-03-02", confidence=1, source=AnnotationSource.RULE)
    older = Statement(MemoryId("old"), BEGIN, "dentist on Monday at 10", [been])
    assert not overtaken(told("dentist moved to Friday at 3", 9), [older])


def test_a_change_that_is_said_is_surer_than_one_that_is_read() -> None:
    older = told("gate code 2204")
    said, read = told("new gate code 4417", 1), told("gate code 4417", 1)
    assert overtaken(said, [older])[older.memory] == SAID > overtaken(read, [older])[older.memory] > 0


def test_several_older_ones_are_told_apart() -> None:
    older = [told("gate code 2204", 1), told("garage code 1001", 2), told("gate code 3300", 3)]
    assert set(overtaken(told("new gate code 4417", 4), older)) == {"1", "3"}


WORDS = "the gate code Anna Tom's number is now moved to Lisbon Friday 3pm 4417 912 345 678 no longer , . ? also new in"
ABROAD = "wohnt jetzt nicht mehr código é maintenant"
PHRASES = st.lists(st.sampled_from([*WORDS.split(), *ABROAD.split()]), max_size=14).map(" ".join)


@given(PHRASES | st.text(max_size=60))
def test_nothing_takes_its_own_place(text: str) -> None:
    assert not overtaken(told(text), [told(text)])


@given(PHRASES, PHRASES)
def test_nothing_takes_the_place_of_what_was_told_later_or_with_it(one: str, other: str) -> None:
    assert not overtaken(told(one), [told(other, 1)])
    assert not overtaken(told(one), [Statement(MemoryId("other"), BEGIN, other)])


@given(PHRASES, PHRASES)
def test_the_same_two_are_always_read_the_same(one: str, other: str) -> None:
    assert overtaken(told(one, 1), [told(other)]) == overtaken(told(one, 1), [told(other)])


@pytest.mark.parametrize("piece", ["a", "1", "1 ", "gate code ", "ne x ", "- ", "@", "no longer ", "1.", "\n", "ß"])
def test_ten_thousand_characters_of_anything_are_read_in_no_time(piece: str) -> None:
    with comes_to_an_end():
        for text in (piece * (10_000 // len(piece)), piece * (400 // len(piece))):
            sought(text)
