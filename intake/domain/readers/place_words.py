"""Words about places that the gazetteer does not have: how lists shorten towns, name streets, districts and
surroundings. Keys are folded (`base.places.gazetteer_table.name_key`)."""

import re
from typing import Final

from base.places.gazetteer_table import name_key

#: Endings of names shortened without their first letters.
ENDINGS: Final = {"wlkp": "wielkopolsk", "wkp": "wielkopolsk", "wlkpl": "wielkopolsk"}
#: Everybody in Poland reads these as one town.
SHORT: Final = {
    **dict.fromkeys(("w wa", "wwa"), "Warszawa"),
}
#: Shorter still: asked about.
PERHAPS: Final = {
    **dict.fromkeys(("krk", "kr", "krak", "kraq"), "Kraków"),
    **dict.fromkeys(("wawa", "waw", "wawka"), "Warszawa"),
    **dict.fromkeys(("wro", "wrocek", "wr"), "Wrocław"),
    **dict.fromkeys(("gda", "gdn"), "Gdańsk"),
    **dict.fromkeys(("poz",), "Poznań"),
    **dict.fromkeys(("kato", "ktw"), "Katowice"),
    **dict.fromkeys(("ldz",), "Łódź"),
    **dict.fromkeys(("lbn",), "Lublin"),
    **dict.fromkeys(("rze", "rz"), "Rzeszów"),
    **dict.fromkeys(("szn", "szcz"), "Szczecin"),
    **dict.fromkeys(("bb", "b b"), "Bielsko-Biała"),
    **dict.fromkeys(("bydg", "bdg"), "Bydgoszcz"),
    **dict.fromkeys(("cracow", "краків", "краков"), "Kraków"),
    **dict.fromkeys(("warsaw", "варшава"), "Warszawa"),
    **dict.fromkeys(("вроцлав",), "Wrocław"),
    **dict.fromkeys(("гданськ", "гданьск"), "Gdańsk"),
    **dict.fromkeys(("познань",), "Poznań"),
    **dict.fromkeys(("лодзь",), "Łódź"),
    **dict.fromkeys(("люблін", "люблин"), "Lublin"),
    **dict.fromkeys(("катовіце", "катовице"), "Katowice"),
}
_DISTRICTS: Final = {
    "Kraków": (
        "Stare Miasto, Śródmieście, Grzegórzki, Prądnik Czerwony, Prądnik Biały, Prądnik, Krowodrza, "
        "Bronowice, Zwierzyniec, Dębniki, Łagiewniki, Borek Fałęcki, Swoszowice, Podgórze, "
        "Podgórze Duchackie, Bieżanów, Prokocim, Bieżanów-Prokocim, Czyżyny, Mistrzejowice, "
        "Bieńczyce, Wzgórza Krzesławickie, Nowa Huta, Kazimierz, Zabłocie, Płaszów, Ruczaj, "
        "Kurdwanów, Wola Duchacka, Kliny, Azory, Olsza, Kleparz, Salwator, Tyniec, Kobierzyn, Dąbie, "
        "Rakowice, Wola Justowska, Złocień, Rybitwy, Górka Narodowa"
    ),
    "Warszawa": (
        "Bemowo, Białołęka, Bielany, Mokotów, Ochota, Praga, Praga-Południe, Praga-Północ, "
        "Rembertów, Śródmieście, Targówek, Ursus, Ursynów, Wawer, Wesoła, Wilanów, Włochy, Wola, "
        "Żoliborz, Kabaty, Natolin, Stegny, Służew, Gocław, Grochów, Tarchomin, Bródno, Powiśle, "
        "Muranów, Okęcie, Saska Kępa"
    ),
    "Wrocław": (
        "Krzyki, Fabryczna, Psie Pole, Śródmieście, Stare Miasto, Biskupin, Gaj, Ołbin, Nadodrze, Muchobór"
    ),
    "Łódź": ("Bałuty, Górna, Polesie, Śródmieście, Widzew, Retkinia, Teofilów, Radogoszcz, Chojny"),
    "Poznań": (
        "Jeżyce, Grunwald, Wilda, Nowe Miasto, Stare Miasto, Rataje, Winogrady, Piątkowo, Łazarz, Naramowice"
    ),
    "Gdańsk": (
        "Wrzeszcz, Oliwa, Przymorze, Zaspa, Chełm, Orunia, Żabianka, Brzeźno, Stogi, Osowa, "
        "Śródmieście, Morena"
    ),
    "Szczecin": ("Pogodno, Niebuszewo, Dąbie, Gumieńce, Śródmieście, Zdroje, Prawobrzeże"),
    "Lublin": (
        "Czechów, Czuby, Wieniawa, Bronowice, Kalinowszczyzna, Rury, Śródmieście, Sławin, Węglin, Tatary"
    ),
    "Katowice": ("Ligota, Szopienice, Giszowiec, Koszutka, Ochojec, Piotrowice, Nikiszowiec, Załęże, Brynów"),
    "Bydgoszcz": ("Fordon, Szwederowo, Wyżyny, Bartodzieje, Błonie, Śródmieście, Osowa Góra"),
    "Białystok": ("Antoniuk, Białostoczek, Bojary, Dojlidy, Nowe Miasto, Centrum, Wysoki Stoczek"),
    "Gdynia": ("Orłowo, Redłowo, Chylonia, Obłuże, Witomino, Karwiny, Śródmieście, Grabówek"),
    "Płock": (
        "Podolszyce, Podolszyce Północ, Podolszyce Południe, Radziwie, Imielnica, Skarpa, Winiary, Borowiczki"
    ),
    "Rzeszów": ("Nowe Miasto, Baranówka, Słocina, Staroniwa, Drabinianka, Zalesie, Biała, Pobitno"),
    "Toruń": ("Bydgoskie Przedmieście, Rubinkowo, Na Skarpie, Mokre, Podgórz, Wrzosy"),
    "Częstochowa": ("Tysiąclecie, Raków, Śródmieście, Stradom, Lisiniec, Błeszno, Północ"),
    "Kielce": ("Ślichowice, Barwinek, Czarnów, Herby, Szydłówek, Bocianek, Uroczysko"),
}


def _by_district() -> dict[str, tuple[str, ...]]:
    towns: dict[str, tuple[str, ...]] = {}
    for town, districts in _DISTRICTS.items():
        for district in districts.split(","):
            key = name_key(district)
            towns[key] = (*towns.get(key, ()), town)
    return towns


#: District -> the towns that have one of this name.
TOWNS_OF_DISTRICT: Final = _by_district()

STREET: Final = re.compile(
    r"(?<!\w)(?:(?:ul|al|os|pl|ulica|ulicy|aleja|aleje|osiedle|plac|rynek|skwer|bulwar|street)\b\.?)(?!-)",
    re.IGNORECASE,
)
HOUSE: Final = re.compile(r"(?<!\w)\d+\s?[A-Za-z]?(?:\s?(?:/|m\.?|lok\.?|-)\s?\d+\s?[A-Za-z]?)?$")
CODE: Final = re.compile(r"(?<![\d-])(\d{2})\s?[-–—‑]\s?(\d{3})(?![\d-])|(?<!\d)(\d{2}) (\d{3})(?!\d)")
AROUND: Final = re.compile(
    r"^(?P<what>gm|gmina|pow|powiat|p-t|woj|wojewodztwo|województwo)\b[.:]?\s*(?P<name>.+)$", re.IGNORECASE
)
AROUND_INSIDE: Final = re.compile(
    r"\s(?=(?:gm|gmina|pow|powiat|woj|województwo|wojewodztwo)\b)", re.IGNORECASE
)
#: "Skawina k. Krakowa": beside which town.
BESIDE: Final = re.compile(
    r"(?:^|\s+)\(?(?:k\.\s*|k/|ko[łl]o\s+|obok\s+|niedaleko\s+|blisko\s+|near\s+|przy\s+)(?P<town>[^()]+)\)?\s*$",
    re.IGNORECASE,
)
#: "okolice Krakowa", "Kraków i okolice", "pod Krakowem": somewhere near it.
VICINITY: Final = re.compile(
    r"^(?:okolic\w*|w okolicach|rejon|pod|near|around)\s+(?P<of>.+)$"
    r"|^(?P<town>.+?)\s*(?:i|\+|/|,)?\s*okolic\w*$",
    re.IGNORECASE,
)
FILLER: Final = re.compile(
    r"^(?:m\.\s?st\.|m\.|miasto|miejscowo[śs][ćc]:?|wie[śs]|w|we)\s+(?=\w)|^m\.(?=\w)", re.IGNORECASE
)
COUNTRY: Final = frozenset({"polska", "poland", "pl", "польща", "польша"})
#: Post codes with which people fill an obligatory field.
PLACEHOLDER: Final = frozenset({"00000", "99999", "12345", "11111"})
