"""Who lives in the demo: names, places, languages, jobs. All made up; none stands for a real person."""

from typing import Final, NamedTuple

from base.common.enums import Trade

Towns = tuple[tuple[int, str, str], ...]


class Community(NamedTuple):
    """Neighbours with one language at home: its share of a hundred, and the names they use."""

    language: str
    share: int
    women: tuple[str, ...]
    men: tuple[str, ...]
    surnames: tuple[tuple[str, str], ...]  # a woman's form, a man's form
    also: tuple[str, ...]  # languages they often speak besides


def _same(names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, name) for name in names.split())


def _two(names: str) -> tuple[tuple[str, str], ...]:
    woman_and_man = [name.split("/") for name in names.split()]
    return tuple((woman, man) for woman, man in woman_and_man)


def _community(
    language: str, share: int, women: str, men: str, surnames: tuple[tuple[str, str], ...], also: str
) -> Community:
    return Community(language, share, tuple(women.split()), tuple(men.split()), surnames, tuple(also.split()))


NEWCOMERS: Final = (
    _community(
        "uk", 56, "Olena Iryna Natalia Oksana Tetiana Kateryna Switłana Hałyna Julia Daryna",
        "Andrij Serhij Ołeksandr Dmytro Taras Bohdan",
        _same("Kowalenko Szewczenko Bondarenko Tkaczenko Melnyk Hryhorenko Łysenko Sawczuk Rudenko"), "ru en",
    ),
    _community(
        "be", 12, "Alena Volha Nastassia Hanna Darja", "Siarhei Aliaksei Dzmitry Mikita",
        _two("Kavaliova/Kavaliou Kazlova/Kazlou Hryb/Hryb Zhuk/Zhuk"), "ru",
    ),
    _community(
        "ka", 8, "Nino Tamar Mariam Ketevan", "Giorgi Luka Dawit",
        _same("Beridze Kapanadze Gelaszwili Lomidze"), "ru en",
    ),
    _community("vi", 6, "Linh Huong Lan Mai", "Minh Tuan Duc", _same("Nguyen Tran Le Pham"), "en"),
    _community(
        "es", 6, "María Valentina Camila Luz", "Carlos Andrés Juan",
        _same("Rodríguez Gómez Martínez Castro"), "en",
    ),
    _community("hi", 6, "Priya Anjali Neha", "Rahul Arjun Vikram", _same("Sharma Singh Kumar Patel"), "en"),
    _community("ar", 6, "Layla Amal Rania", "Omar Yusuf Karim", _same("Haddad Nasser Khoury"), "en"),
)  # fmt: skip

NEIGHBOURS: Final = _community(
    "pl", 100,
    "Anna Katarzyna Małgorzata Agnieszka Barbara Ewa Zofia Łucja Joanna Magdalena Halina Monika Dorota",
    "Piotr Krzysztof Andrzej Tomasz Michał Łukasz Stanisław Marek Jakub",
    _two(
        "Nowak/Nowak Wiśniewska/Wiśniewski Wójcik/Wójcik Kowalczyk/Kowalczyk Zielińska/Zieliński "
        "Dąbrowska/Dąbrowski Górska/Górski Świątek/Świątek Żak/Żak Mazur/Mazur Sikora/Sikora "
        "Baran/Baran Pawlik/Pawlik Ryś/Ryś"
    ),
    "en",
)  # fmt: skip

#: (weight, post code, place)
KRAKOW: Final[Towns] = (
    *((6, code, "Kraków") for code in ("30-001", "30-059", "30-147", "30-318", "30-383", "30-644", "30-734")),
    *((6, code, "Kraków") for code in ("31-018", "31-216", "31-315", "31-421", "31-513", "31-564", "31-620")),
    *((8, code, "Kraków") for code in ("31-826", "31-924", "31-983", "30-822")),
    (4, "32-050", "Skawina"), (3, "32-080", "Zabierzów"), (3, "32-087", "Zielonki"),
)  # fmt: skip
WIELICZKA: Final[Towns] = (
    (8, "32-020", "Wieliczka"), (4, "32-005", "Niepołomice"), (3, "32-420", "Gdów"),
    (2, "32-020", "Śledziejowice"), (2, "32-005", "Podłęże"),
)  # fmt: skip

STREETS: Final = ("Długa", "Polna", "Leśna", "Słoneczna", "Łąkowa", "Szkolna", "Ogrodowa", "Kalinowa")


class Firm(NamedTuple):
    """An employer of the programme; jobs are (trade, what a mentor does, what a newcomer does)."""

    name: str
    postcode: str
    place: str
    jobs: tuple[tuple[Trade, str, str], ...]


FIRMS: Final = (
    Firm("Piekarnia Złoty Kłos", "31-826", "Kraków",
         ((Trade.FOOD_PROCESSING, "mistrzyni piekarska", "pomoc piekarza"),)),
    Firm("Konstal Podgórze", "30-644", "Kraków",
         ((Trade.WELDING_METAL, "brygadzista spawaczy", "spawacz MAG"),
          (Trade.MANUFACTURING, "ustawiacz maszyn", "operator prasy"))),
    Firm("Logistyka Rybitwy", "30-822", "Kraków",
         ((Trade.WAREHOUSE, "kierowniczka zmiany", "magazynier"),)),
    Firm("Hotel Pod Wierzbą", "31-018", "Kraków",
         ((Trade.HOTEL_RESTAURANT, "szefowa recepcji", "recepcjonistka"),
          (Trade.HOTEL_RESTAURANT, "kucharz", "pomoc kuchenna"))),
    Firm("Budowa i Dom", "31-564", "Kraków",
         ((Trade.CONSTRUCTION, "majster", "murarz"),)),
    Firm("Zakład Opiekuńczy Jarzębina", "31-216", "Kraków",
         ((Trade.CARE, "starsza opiekunka", "opiekunka"),)),
    Firm("Ogrody Niepołomice", "32-005", "Niepołomice",
         ((Trade.AGRICULTURE, "ogrodniczka", "pracownik szklarni"),)),
    Firm("Soft Dolina", "30-383", "Kraków",
         ((Trade.IT, "liderka zespołu", "testerka oprogramowania"),)),
    Firm("Czysty Dom Usługi", "31-924", "Kraków",
         ((Trade.CLEANING, "koordynatorka obiektu", "osoba sprzątająca"),)),
    Firm("Autobusy Wieliczka", "32-020", "Wieliczka",
         ((Trade.TRANSPORT, "kierowca-instruktor", "kierowca autobusu"),)),
    Firm("Delikatesy Kasztanek", "30-059", "Kraków",
         ((Trade.RETAIL, "kierowniczka sklepu", "sprzedawca"),)),
    Firm("Serwis Skawina", "32-050", "Skawina",
         ((Trade.REPAIR, "starszy mechanik", "mechanik"),)),
)  # fmt: skip

#: When people are free: a day, and from which to which half hour.
MORNING: Final = (18, 26)
AFTERNOON: Final = (28, 36)
EVENING: Final = (34, 42)
SATURDAY: Final = (5, 20, 36)
SUNDAY: Final = (6, 22, 36)
