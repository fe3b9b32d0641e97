"""The words our sheets use for codes, in Polish and English.

They belong to the file format, not to the interface: a sheet filled last year is still read after a label on
a page was reworded, and both languages are read whatever the reader's own is.
"""

from typing import Final, NamedTuple

from base.common.enums import ContactChannel, Gender, GenderWish, HelpArea, Trade, WishStrength


class Word(NamedTuple):
    """How a code is written in each language; `also` are other ways people write it. `stems`, set apart by
    spaces, are beginnings of words that mean it within a longer text, without diacritics."""

    pl: str
    en: str
    also: tuple[str, ...] = ()
    stems: str = ""


Vocabulary = dict[str, Word]

YES_NO: Vocabulary = {
    "yes": Word(
        "tak", "yes",
        ("t", "y", "x", "v", "1", "+", "✓", "✔", "true", "prawda", "jest", "oczywiście", "так", "да"),
    ),
    "no": Word("nie", "no", ("n", "0", "✗", "✘", "false", "fałsz", "ні", "нет", "not")),
}  # fmt: skip
GENDER: Vocabulary = {
    Gender.WOMAN: Word(
        "kobieta", "woman",
        ("k", "w", "f", "ż", "female", "żeńska", "żeński", "pani", "dziewczyna", "dziewczynka", "kobiety",
         "жінка", "женщина", "жіноча", "женский", "ж", "lady", "girl"),
    ),
    Gender.MAN: Word(
        "mężczyzna", "man",
        ("m", "male", "męska", "męski", "pan", "chłopak", "chłopiec", "mężczyźni", "чоловік", "мужчина",
         "чоловіча", "мужской", "ч", "gentleman", "boy"),
    ),
    Gender.OTHER: Word("inna", "other", ("nie podano", "not said", "inne", "niebinarna", "non-binary")),
}  # fmt: skip
GENDER_WISH: Vocabulary = {
    GenderWish.ANY: Word(
        "bez znaczenia", "no matter",
        ("obojętnie", "obojętne", "obojętna", "obojętny", "any", "anyone", "dowolna", "dowolny", "dowolnie",
         "wszystko jedno", "nie ma znaczenia", "bez różnicy", "bez preferencji", "brak preferencji",
         "no preference", "doesn't matter", "does not matter", "każdy", "każda", "ktokolwiek",
         "nieistotne", "kobieta lub mężczyzna", "kobieta albo mężczyzna", "woman or man", "k lub m", "k/m",
         "не має значення", "байдуже", "не важно", "все равно"),
    ),
    GenderWish.WOMAN: Word(
        "kobieta", "woman",
        ("k", "w", "ż", "kobietą", "kobietę", "kobiety", "kobiecie", "female", "pani", "panią", "panie",
         "wolontariuszka", "wolontariuszkę", "wolontariuszką", "opiekunka", "mentorka", "mentorkę",
         "dziewczyna", "dziewczynę", "women", "lady", "жінка", "жінку", "женщина", "женщину"),
    ),
    GenderWish.MAN: Word(
        "mężczyzna", "man",
        ("m", "mężczyzną", "mężczyznę", "mężczyzny", "mężczyźnie", "male", "pan", "pana", "panem",
         "chłopak", "chłopaka", "men", "чоловік", "чоловіка", "мужчина", "мужчину"),
    ),
}  # fmt: skip
WISH_STRENGTH: Vocabulary = {
    WishStrength.NONE: Word("bez znaczenia", "no matter", ("nieważne", "obojętne", "obojętnie")),
    WishStrength.PREFER: Word(
        "w miarę możliwości", "if possible",
        ("najlepiej", "raczej", "prefer", "prefers", "preferowana", "preferowany", "preferowane", "preferuje",
         "preferencja", "woli", "wolałaby", "wolałby", "wolę", "wolałabym", "wolałbym", "chętniej", "chętnie",
         "jeśli możliwe", "jeśli to możliwe", "o ile możliwe", "mile widziana", "mile widziany", "rather",
         "preferably", "better", "краще", "лучше", "бажано", "желательно"),
    ),
    WishStrength.MUST: Word(
        "koniecznie", "only so",
        ("tylko", "must", "musi", "musi być", "wyłącznie", "only", "konieczne", "bezwzględnie", "warunek",
         "тільки", "лише", "только", "обязательно", "обов'язково"),
    ),
}  # fmt: skip
CHANNEL: Vocabulary = {
    ContactChannel.EMAIL: Word(
        "e-mail", "e-mail",
        ("email", "mail", "mailem", "mailowo", "mailowy", "e-mailem", "emailem", "e-mailowo",
         "poczta elektroniczna", "drogą mailową", "maile", "пошта", "почта"),
    ),
    ContactChannel.SMS: Word(
        "SMS", "text message", ("text", "wiadomość", "wiadomości", "sms-em", "smsem", "sms-y", "texts", "смс")
    ),
    ContactChannel.PHONE_CALL: Word(
        "telefon", "phone call",
        ("telefonicznie", "telefoniczny", "telefoniczna", "telefonu", "telefonem", "tel", "phone", "call",
         "calls", "dzwonić", "zadzwonić", "rozmowa telefoniczna", "kontakt telefoniczny", "komórka",
         "телефон", "дзвінок", "звонок"),
    ),
    ContactChannel.LETTER: Word(
        "list", "letter", ("poczta", "pocztą", "listownie", "listem", "post", "poczta tradycyjna", "лист")
    ),
    ContactChannel.QR: Word("kod QR", "QR code", ("qr",)),
    ContactChannel.IN_PERSON: Word(
        "osobiście", "in person",
        ("spotkanie", "osobisty", "kontakt osobisty", "na miejscu", "w biurze", "w centrum", "особисто",
         "лично"),
    ),
}  # fmt: skip
HELP_AREA: Vocabulary = {
    HelpArea.EVERYDAY_POLISH: Word(
        "polski na co dzień", "everyday Polish", ("polski", "język polski", "nauka języka"),
        "polsk konwersac polish польськ польск",
    ),
    HelpArea.SCHOOL: Word(
        "szkoła", "school", ("sprawy szkolne",),
        "szkol szkół przedszkol school kindergarten librus wychowawc nauczyciel школ садок",
    ),
    HelpArea.OFFICES_PAPERS: Word(
        "urzędy i pisma", "offices and papers", ("urzędy", "urząd", "offices", "800+", "800 plus"),
        "urzed urzad pism formularz dokument wniosk wniosek zus mops pesel pobyt swiadczen zasil legaliz"
        " office paper form document документ уряд довідк справк",
    ),
    HelpArea.HEALTH_APPOINTMENTS: Word(
        "wizyty u lekarza", "appointments at the doctor's", ("lekarz", "doctor", "wizyty lekarskie"),
        "lekarz lekarsk przychodn szpital zdrow dentyst stomatolog specjalist doctor health medical"
        " лікар врач",
    ),
    HelpArea.WORK: Word(
        "praca", "work", ("szukanie pracy", "job", "pracę", "pracy"),
        "zatrudn cv job work роботу робота работ вакан",
    ),
    HelpArea.COMPANY: Word(
        "towarzystwo", "company", ("rozmowa", "przyjaźń"),
        "towarzyst rozmow przyjaz znajom samotn integrac company friend спілкув общени",
    ),
    HelpArea.FREE_TIME: Word(
        "czas wolny", "free time", ("hobby", "czasu wolnego", "wolny czas", "czasem wolnym", "leisure"),
        "hobby sport wycieczk spacer kultur zabaw rekreac leisure",
    ),
    HelpArea.HOUSING: Word(
        "mieszkanie", "housing", ("wynajem",),
        "mieszkan mieszkal wynaj kwater lokal housing flat rent житл жиль",
    ),
    HelpArea.CHILDREN_HOMEWORK: Word(
        "lekcje dzieci", "children's homework",
        ("odrabianie lekcji", "homework", "lekcje", "praca domowa", "prace domowe", "pracy domowej",
         "pracach domowych", "nauka z dziećmi"),
        "lekcj odrabian korepetyc zadan homework tutoring matematy урок",
    ),
    HelpArea.DIGITAL: Word(
        "telefon i komputer", "phone and computer",
        ("komputer", "internet", "computer", "profil zaufany", "telefon"),
        "komput internet smartfon telefon aplikac mobywatel online digital cyfrow комп",
    ),
    HelpArea.GETTING_AROUND: Word(
        "poruszanie się po mieście", "getting around town", ("transport", "dojazdy", "komunikacja miejska"),
        "transport dojazd orientac poruszan autobus tramwaj bilet",
    ),
    HelpArea.POLISH_EXAM: Word(
        "egzamin z polskiego", "Polish exam", ("egzamin", "exam", "egzamin państwowy"),
        "egzamin certyfikat exam іспит экзамен",
    ),
}  # fmt: skip
TRADE: Vocabulary = {
    Trade.CONSTRUCTION: Word(
        "budownictwo", "construction", ("budowa",),
        "budow budowl murarz tynkarz zbrojarz ciesl dekarz wykoncz remont brukarz construct builder",
    ),
    Trade.MANUFACTURING: Word(
        "produkcja", "manufacturing", ("montaż", "production"),
        "produkc montaz monter operator fabryk linii assembl manufact",
    ),
    Trade.WELDING_METAL: Word(
        "spawanie i metal", "welding and metal", ("spawacz", "ślusarz", "welding"),
        "spaw slusarz tokarz frezer metal welder",
    ),
    Trade.FOOD_PROCESSING: Word(
        "przetwórstwo spożywcze", "food processing", ("piekarnia", "żywność"),
        "spozyw piekar cukiern rzezn masar mlecz food bakery",
    ),
    Trade.AGRICULTURE: Word(
        "rolnictwo", "agriculture", ("ogrodnictwo", "farming"), "roln ogrod sadown lesn hodowl farm garden",
    ),
    Trade.WAREHOUSE: Word(
        "magazyn", "warehouse", ("logistyka", "logistics"), "magazyn logist warehouse pakowa wozk",
    ),
    Trade.TRANSPORT: Word("transport", "transport", ("kierowca", "driver"), "transport kierow kurier driver"),
    Trade.HOTEL_RESTAURANT: Word(
        "hotel i restauracja", "hotel and restaurant", ("gastronomia", "kuchnia"),
        "hotel restaur gastro kuch kelner barist barman recepcj cook waiter",
    ),
    Trade.CLEANING: Word(
        "sprzątanie", "cleaning", ("pralnia",), "sprzat pralni pokojow cleaner cleaning",
    ),
    Trade.RETAIL: Word(
        "handel", "retail", ("sklep", "sprzedaż", "shop"),
        "handel handl sklep sprzed kasjer retail shop sales",
    ),
    Trade.CARE: Word("opieka", "care", ("opiekun", "opiekunka"), "opiek niani carer care"),
    Trade.MEDICAL: Word(
        "zawody medyczne", "medical", ("pielęgniarka", "lekarz"),
        "medycz pielegn lekarz ratown farmac fizjoter nurse medic",
    ),
    Trade.REPAIR: Word(
        "serwis i naprawy", "repair", ("mechanik", "naprawy"), "mechani serwis napraw lakiern repair",
    ),
    Trade.OFFICE: Word(
        "biuro", "office", ("administracja",), "biur ksieg administr sekret kadr rachun office account",
    ),
    Trade.IT: Word(
        "informatyka", "IT", ("programista", "computing"), "informat program tester software develop comput",
    ),
    Trade.OTHER: Word("inna praca", "other work", ("inne", "other")),
}  # fmt: skip
#: Under which topic words of a vocabulary are asked about.
TOPICS: Final = (
    (YES_NO, "yes"),
    (GENDER, "gender"),
    (GENDER_WISH, "wish"),
    (WISH_STRENGTH, "strength"),
    (CHANNEL, "channel"),
    (HELP_AREA, "area"),
    (TRADE, "trade"),
)


def topic_of(words: Vocabulary) -> str:
    """The topic of a vocabulary's questions; "word" for one that is not ours."""
    return next((topic for vocabulary, topic in TOPICS if vocabulary is words), "word")
