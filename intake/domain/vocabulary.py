"""The words our sheets use for codes, in Polish and English.

They belong to the file format, not to the interface: a sheet filled last year is still read after a label on
a page was reworded, and both languages are read whatever the reader's own is.
"""

from typing import NamedTuple

from base.common.enums import ContactChannel, Gender, GenderWish, HelpArea, Trade, WishStrength


class Word(NamedTuple):
    """How a code is written in each language; `also` are other ways people write it."""

    pl: str
    en: str
    also: tuple[str, ...] = ()


Vocabulary = dict[str, Word]

YES_NO: Vocabulary = {
    "yes": Word("tak", "yes", ("t", "y", "x", "1", "true", "prawda", "так", "да")),
    "no": Word("nie", "no", ("n", "0", "-", "false", "fałsz", "ні", "нет")),
}
GENDER: Vocabulary = {
    Gender.WOMAN: Word("kobieta", "woman", ("k", "w", "f", "female", "żeńska", "жінка")),
    Gender.MAN: Word("mężczyzna", "man", ("m", "male", "męska", "чоловік")),
    Gender.OTHER: Word("inna", "other", ("nie podano", "not said")),
}
GENDER_WISH: Vocabulary = {
    GenderWish.ANY: Word("bez znaczenia", "no matter", ("obojętnie", "any", "dowolna", "-")),
    GenderWish.WOMAN: Word("kobieta", "woman", ("k", "w", "kobietą", "female")),
    GenderWish.MAN: Word("mężczyzna", "man", ("m", "mężczyzną", "male")),
}
WISH_STRENGTH: Vocabulary = {
    WishStrength.NONE: Word("bez znaczenia", "no matter", ("-",)),
    WishStrength.PREFER: Word("w miarę możliwości", "if possible", ("najlepiej", "raczej", "prefer")),
    WishStrength.MUST: Word("koniecznie", "only so", ("tylko", "must", "musi")),
}
CHANNEL: Vocabulary = {
    ContactChannel.EMAIL: Word("e-mail", "e-mail", ("email", "mail", "poczta elektroniczna")),
    ContactChannel.SMS: Word("SMS", "text message", ("text", "wiadomość")),
    ContactChannel.PHONE_CALL: Word("telefon", "phone call", ("telefonicznie", "phone", "call")),
    ContactChannel.LETTER: Word("list", "letter", ("poczta", "listownie", "post")),
    ContactChannel.QR: Word("kod QR", "QR code", ("qr",)),
    ContactChannel.IN_PERSON: Word("osobiście", "in person", ("spotkanie",)),
}
HELP_AREA: Vocabulary = {
    HelpArea.EVERYDAY_POLISH: Word("polski na co dzień", "everyday Polish", ("polski", "język polski")),
    HelpArea.SCHOOL: Word("szkoła", "school", ("sprawy szkolne",)),
    HelpArea.OFFICES_PAPERS: Word("urzędy i pisma", "offices and papers", ("urzędy", "urząd", "offices")),
    HelpArea.HEALTH_APPOINTMENTS: Word(
        "wizyty u lekarza", "appointments at the doctor's", ("lekarz", "doctor", "wizyty lekarskie")
    ),
    HelpArea.WORK: Word("praca", "work", ("szukanie pracy", "job")),
    HelpArea.COMPANY: Word("towarzystwo", "company", ("rozmowa", "przyjaźń")),
    HelpArea.FREE_TIME: Word("czas wolny", "free time", ("hobby",)),
    HelpArea.HOUSING: Word("mieszkanie", "housing", ("wynajem",)),
    HelpArea.CHILDREN_HOMEWORK: Word(
        "lekcje dzieci", "children's homework", ("odrabianie lekcji", "homework", "lekcje")
    ),
    HelpArea.DIGITAL: Word("telefon i komputer", "phone and computer", ("komputer", "internet", "computer")),
    HelpArea.GETTING_AROUND: Word(
        "poruszanie się po mieście", "getting around town", ("transport", "dojazdy")
    ),
    HelpArea.POLISH_EXAM: Word("egzamin z polskiego", "Polish exam", ("egzamin", "exam")),
}
TRADE: Vocabulary = {
    Trade.CONSTRUCTION: Word("budownictwo", "construction", ("budowa",)),
    Trade.MANUFACTURING: Word("produkcja", "manufacturing", ("montaż", "production")),
    Trade.WELDING_METAL: Word("spawanie i metal", "welding and metal", ("spawacz", "ślusarz", "welding")),
    Trade.FOOD_PROCESSING: Word("przetwórstwo spożywcze", "food processing", ("piekarnia", "żywność")),
    Trade.AGRICULTURE: Word("rolnictwo", "agriculture", ("ogrodnictwo", "farming")),
    Trade.WAREHOUSE: Word("magazyn", "warehouse", ("logistyka", "logistics")),
    Trade.TRANSPORT: Word("transport", "transport", ("kierowca", "driver")),
    Trade.HOTEL_RESTAURANT: Word("hotel i restauracja", "hotel and restaurant", ("gastronomia", "kuchnia")),
    Trade.CLEANING: Word("sprzątanie", "cleaning", ("pralnia",)),
    Trade.RETAIL: Word("handel", "retail", ("sklep", "sprzedaż", "shop")),
    Trade.CARE: Word("opieka", "care", ("opiekun", "opiekunka")),
    Trade.MEDICAL: Word("zawody medyczne", "medical", ("pielęgniarka", "lekarz")),
    Trade.REPAIR: Word("serwis i naprawy", "repair", ("mechanik", "naprawy")),
    Trade.OFFICE: Word("biuro", "office", ("administracja",)),
    Trade.IT: Word("informatyka", "IT", ("programista", "computing")),
    Trade.OTHER: Word("inna praca", "other work", ("inne", "other")),
}
