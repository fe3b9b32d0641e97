"""Lists of families out of forms and programs, by town, and with the same people twice."""

from intake.enums import Kind

from .animals import Animal, book, calculated, one, text

F = Kind.FAMILIES

TRANSLITERATED = Animal(
    "the same people twice, their names spelled otherwise", F, "dwie listy razem.csv",
    one(
        ["imie i nazwisko", "telefon", "kod pocztowy", "miejscowosc", "jezyki"],
        ["Ołena Kowalczuk", "600 220 100", "30-619", "Kraków", "ukraiński ojczysty"],
        ["Olena Kovalchuk", "600220100", "30-619", "Kraków", "ukraiński ojczysty, polski A2"],
        ["Oleksandra Hryhorenko", "600 220 101", "31-923", "Kraków", "ukraiński ojczysty"],
        ["Aleksandra Hryhorenko", "600 220 107", "31-923", "Kraków", "ukraiński ojczysty"],
        ["Maria Nowak", "600 220 102", "31-923", "Kraków", "ukraiński ojczysty"],
        ["Maria Nowak", "600 220 102", "31-923", "Kraków", "ukraiński ojczysty"],
    ),
    text("utf-8-sig", ","),
    people={
        "Ołena Kowalczuk": {
            "phone": "+48600220100", "postcode": "30-619", "place_name": "Kraków",
            "languages": "Ukrainian native",
        },
        "Oleksandra Hryhorenko": {
            "phone": "+48600220101", "postcode": "31-923", "place_name": "Kraków",
            "languages": "Ukrainian native",
        },
        "Aleksandra Hryhorenko": {
            "phone": "+48600220107", "postcode": "31-923", "place_name": "Kraków",
            "languages": "Ukrainian native",
        },
        "Maria Nowak": {
            "phone": "+48600220102", "postcode": "31-923", "place_name": "Kraków",
            "languages": "Ukrainian native",
        },
    },
    fates={"good": 4, "left": 1, "repeated": 1},
    twins={3: "row", 5: ""},
)  # fmt: skip

UKRAINIAN_FORM = Animal(
    "online form in Ukrainian", F, "Анкета (відповіді).csv",
    one(
        ["Позначка часу", "Імʼя та прізвище", "Номер телефону", "Місто", "Мови", "Вік дітей",
         "Яка допомога потрібна?", "Коли вам зручно?"],
        ["2026/10/02 9:14:05 PM GMT+2", "Олена Коваль", "+380671234567", "Kraków",
         "українська рідна, польська A1", "4, 7", "школа", "пн 16-18"],
        ["2026/10/03 10:02:11 AM GMT+2", "Ірина Бондар", "600330101", "Skawina",
         "українська рідна, російська C1", "12", "робота", "сб 10-14"],
    ),
    text("utf-8", ","),
    people={
        "Олена Коваль": {
            "phone": "+380671234567", "week": "Mon 16:00–18:00", "note": "Яка допомога потрібна?: школа",
            "place_name": "Kraków", "needs": "school", "languages": "Ukrainian native, Polish A1",
            "children": "3-6 years, 7-9 years", "waiting_since": "02.10.2026",
        },
        "Ірина Бондар": {
            "phone": "+48600330101", "week": "Sat 10:00–14:00", "note": "Яка допомога потрібна?: робота",
            "place_name": "Skawina", "needs": "work", "languages": "Ukrainian native, Russian C1",
            "children": "10-12 years", "waiting_since": "03.10.2026",
        },
    },
    fates={"good": 2},
)  # fmt: skip

BARE = Animal(
    "no headings at all", F, "telefony.csv",
    one(
        ["Olena Kravets", "600500400", "30-619", "ukraiński ojczysty; polski A1", "pn 16-18"],
        ["Tetiana Moroz", "600500401", "31-923", "ukraiński ojczysty; rosyjski C1", "sob 10-14"],
        ["Halyna Polishchuk", "600500402", "30-392", "ukraiński ojczysty", "śr 9-12"],
    ),
    text("utf-8", ","),
    people={
        "Olena Kravets": {
            "phone": "+48600500400", "week": "Mon 16:00–18:00", "postcode": "30-619",
            "place_name": "Kraków", "languages": "Ukrainian native, Polish A1",
        },
        "Tetiana Moroz": {
            "phone": "+48600500401", "week": "Sat 10:00–14:00", "postcode": "31-923",
            "place_name": "Kraków", "languages": "Ukrainian native, Russian C1",
        },
        "Halyna Polishchuk": {
            "phone": "+48600500402", "week": "Wed 9:00–12:00", "postcode": "30-392", "place_name": "Kraków",
            "languages": "Ukrainian native",
        },
    },
    fates={"good": 3},
)  # fmt: skip

LIBREOFFICE = Animal(
    "LibreOffice, every cell in quotation marks", F, "rodziny.csv",
    one(
        ["Id", "Osoba do kontaktu", "E-mail", "Ulica", "Nr domu", "Nr lokalu", "Kod pocztowy",
         "Miejscowość", "Języki", "Liczba dzieci", "Wiek dzieci", "Dojazd"],
        ["R/2026/14", "Olena Kowal", "olena@example.org", "Wielicka", "12", "3", "30-619", "Kraków",
         "ukraiński ojczysty, polski A2", "2", "4; 7", "15 km"],
        ["R/2026/15", "Iryna Lys", "iryna@example.org", "Długa", "5a", "", "31-146", "Kraków",
         "ukraiński ojczysty", "0", "", "cały Kraków"],
        ["R/2026/16", "Alla Kuzmenko", "alla@example.org", "Tumska", "1", "", "09 402", "Płock",
         "ukraiński ojczysty", "1", "15 miesięcy", "max 5 km"],
    ),
    text("utf-8", ",", end="\n", quoted=True),
    people={
        "Olena Kowal": {
            "own_number": "R/2026/14", "email": "olena@example.org", "note": "Liczba dzieci: 2",
            "postcode": "30-619", "place_name": "Kraków", "address": "Wielicka 12/3", "travel_km": "15",
            "languages": "Ukrainian native, Polish A2", "children": "3-6 years, 7-9 years",
        },
        "Iryna Lys": {
            "own_number": "R/2026/15", "email": "iryna@example.org",
            "note": "Liczba dzieci: 0\nDojazd: cały Kraków", "postcode": "31-146", "place_name": "Kraków",
            "address": "Długa 5a", "travel_km": "15", "languages": "Ukrainian native",
        },
        "Alla Kuzmenko": {
            "own_number": "R/2026/16", "email": "alla@example.org", "note": "Liczba dzieci: 1",
            "postcode": "09-402", "place_name": "Płock", "address": "Tumska 1", "travel_km": "5",
            "languages": "Ukrainian native", "children": "0-2 years",
        },
    },
    fates={"good": 3},
    answers={("distance", "caly krakow"): "15"},
)  # fmt: skip

BY_TOWN = Animal(
    "a sheet for each town, an empty one, a hidden one", F, "wg gmin.xlsx",
    {
        "Opis": [["Proszę wpisywać tylko w szare pola"]],
        "Kraków": [
            ["Osoba kontaktowa", "Tel.", "Języki", "Terminy"],
            ["Olena Kowal", "600 440 100", "ukraiński ojczysty", "wt 17-20, nd"],
            ["Iryna Lys", "600 440 101", "ukraiński ojczysty", "po pracy"],
        ],
        "Wieliczka": [
            ["Osoba kontaktowa", "Tel.", "Języki", "Terminy", "Uwagi"],
            ["Alla Kuzmenko", "600 440 102", "ukraiński ojczysty", "do uzgodnienia", "II piętro"],
        ],
        "Skawina": [
            ["Osoba kontaktowa", "Tel.", "Języki", "Terminy"],
            ["Zoia Bevz", "600 440 103", "ukraiński ojczysty", "sob"],
        ],
        "archiwum": [["Osoba kontaktowa", "Tel."], ["Dawna Osoba", "600 440 104"]],
    },
    book(hidden=["archiwum"]),
    people={
        "Olena Kowal": {
            "phone": "+48600440100", "week": "Tue 17:00–20:00, Sun 8:00–21:00",
            "languages": "Ukrainian native",
        },
        "Iryna Lys": {
            "phone": "+48600440101", "week": "Mon–Fri 17:00–21:00", "languages": "Ukrainian native",
        },
        "Alla Kuzmenko": {
            "phone": "+48600440102", "note": "II piętro\nTerminy: do uzgodnienia",
            "languages": "Ukrainian native",
        },
    },
    fates={"good": 3},
    answers={("week:days", "po pracy"): "pn-pt po 17"},
    chosen=("Kraków", "Wieliczka"),
)  # fmt: skip

MIXED = Animal(
    "English and Polish headings in a strange order", F, "families_mixed.csv",
    one(
        ["Notes", "Languages (z poziomem)", "Kids", "Phone no.", "Surname", "First name", "Town",
         "When free?", "Volunteer: man/woman?"],
        ["prefers mornings", "Ukrainian native, Polish A2", "girl 4, boy 7", "+48 600 550 100", "Kowal",
         "Olena", "Kraków", "Mon, Wed evenings", "no matter"],
        ["", "Russian - native; English fluent", "none", "600550101", "Ivanova", "Anna", "Tarnów",
         "Tue 4pm-7pm", "only women"],
    ),
    text("utf-8", ";"),
    people={
        "Olena Kowal": {
            "phone": "+48600550100", "week": "Mon and Wed 17:00–21:00",
            "note": "prefers mornings\nKids: girl 4, boy 7", "place_name": "Kraków",
            "languages": "Ukrainian native, Polish A2", "children": "3-6 years, 7-9 years",
        },
        "Anna Ivanova": {
            "phone": "+48600550101", "week": "Tue 16:00–19:00", "wish_gender": "woman",
            "wish_strength": "only so", "place_name": "Tarnów", "languages": "Russian native, English C1",
        },
    },
    fates={"good": 2},
    answers={("level", "fluent"): "C1"},
)  # fmt: skip

FLATS = Animal(
    "places as people name them", F, "adresy.csv",
    one(
        ["Osoba do kontaktu", "Telefon", "Adres", "Języki"],
        ["Olena Kowal", "600 660 100", "Kraków-Podgórze, ul. Wielicka 12/3", "ukraiński ojczysty"],
        ["Iryna Lys", "600 660 101", "ul. Tumska 4, 09-402 Płock", "ukraiński ojczysty"],
        ["Alla Kuzmenko", "600 660 102", "Skawina k. Krakowa", "ukraiński ojczysty"],
        ["Zoia Bevz", "600 660 103", "31-923 Kraków", "ukraiński ojczysty"],
        ["Inna Hnatiuk", "600 660 104", "Żabno", "ukraiński ojczysty"],
    ),
    text("utf-8-sig", ";"),
    people={
        "Olena Kowal": {
            "phone": "+48600660100", "note": "Adres: Podgórze", "place_name": "Kraków",
            "address": "ul. Wielicka 12/3", "languages": "Ukrainian native",
        },
        "Iryna Lys": {
            "phone": "+48600660101", "postcode": "09-402", "place_name": "Płock", "address": "ul. Tumska 4",
            "languages": "Ukrainian native",
        },
        "Alla Kuzmenko": {
            "phone": "+48600660102", "place_name": "Skawina", "languages": "Ukrainian native",
        },
        "Zoia Bevz": {
            "phone": "+48600660103", "postcode": "31-923", "place_name": "Kraków",
            "languages": "Ukrainian native",
        },
        "Inna Hnatiuk": {
            "phone": "+48600660104", "postcode": "33-240", "place_name": "Żabno",
            "languages": "Ukrainian native",
        },
    },
    fates={"good": 5},
    answers={("place", "zabno"): "33-240 Żabno (małopolskie)"},
)  # fmt: skip

CALCULATED = Animal(
    "formulas by their last value, numbers as text", F, "rodziny wyliczane.xlsx",
    one(
        ["Imię i nazwisko", "Telefon", "Kod", "Miejscowość", "Języki", "Wiek dzieci", "Dojazd km"],
        [("A2&\" \"&B2", "Olena Kowal"), "600450100", "30-619", ("VLOOKUP(1;A:B;2)", "Kraków"),
         "ukraiński ojczysty", ("YEAR(TODAY())-2019", 7), "5"],
        [("A3&\" \"&B3", "Iryna Lys"), 600450101, 31923, "Kraków", "ukraiński ojczysty",
         ("1/0", "#DIV/0!"), ("SUM(1,2)", 3)],
    ),
    calculated,
    people={
        "Olena Kowal": {
            "phone": "+48600450100", "postcode": "30-619", "place_name": "Kraków", "travel_km": "5",
            "languages": "Ukrainian native", "children": "7-9 years",
        },
        "Iryna Lys": {
            "phone": "+48600450101", "postcode": "31-923", "place_name": "Kraków", "travel_km": "3",
            "languages": "Ukrainian native", "children": "3-6 years, 3-6 years",
        },
    },
    fates={"good": 2},
    answers={("cell:children", "#div/0!"): "4; 6"},
)  # fmt: skip

FAMILIES = [
    CALCULATED,
    TRANSLITERATED, UKRAINIAN_FORM, BARE, LIBREOFFICE, BY_TOWN, MIXED, FLATS,
]  # fmt: skip
