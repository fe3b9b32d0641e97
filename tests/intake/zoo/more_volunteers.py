"""Lists of volunteers: wishes in words, several sheets, programs for customers, ticks."""

from intake.enums import Kind

from .animals import Animal, book, date, datetime, one, text

V = Kind.VOLUNTEERS

WISHES = Animal(
    "wishes, distances and numbers in words", V, "wolontariusze życzenia.csv",
    one(
        ["Imię i nazwisko", "Telefon", "Języki", "Dojazd", "Ile rodzin naraz", "Preferencje płci",
         "Dostępność"],
        ["Ewa Bąk", "600 150 100", "polski ojczysty", "cały Kraków", "max 2", "woli kobietę",
         "pon., śr. po południu"],
        ["Jan Kos", "600 150 101", "polski ojczysty, ang. kom.", "15 km", "dwie", "bez znaczenia",
         "do uzgodnienia"],
        ["Iga Żak", "600 150 102", "polski ojczysty", "tylko online", "1", "raczej kobieta",
         "co drugi wtorek"],
    ),
    text("iso-8859-2", ";"),
    people={
        "Ewa Bąk": {
            "phone": "+48600150100", "week": "Mon and Wed 12:00–17:00", "wish_gender": "woman",
            "wish_strength": "if possible", "note": "Dojazd: cały Kraków", "languages": "Polish native",
            "travel_km": "15", "room": "2",
        },
        "Jan Kos": {
            "phone": "+48600150101", "note": "Dostępność: do uzgodnienia",
            "languages": "Polish native, English B1", "travel_km": "15", "room": "2",
        },
        "Iga Żak": {
            "phone": "+48600150102", "wish_gender": "woman", "wish_strength": "if possible",
            "note": "Dostępność: co drugi wtorek\nDojazd: tylko online", "languages": "Polish native",
            "travel_km": "0",
        },
    },
    fates={"good": 3},
    answers={
        ("distance", "caly krakow"): "15", ("distance", "tylko online"): "0", ("level",
        "komunikatywnie"): "B1",
        ("week", "co drugi wtorek"): "=note",
    },
)  # fmt: skip

ONE_LIST_OF_SHEETS = Animal(
    "explanations and choices on other sheets", V, "szablon wolontariusze.xlsx",
    {
        "Instrukcja": [["Jak wypełniać"], ["Wpisujemy tylko w arkuszu Lista."]],
        "Lista": [
            ["Imię", "Nazwisko", "Telefon", "Języki", "W czym może pomóc"],
            ["Lena", "Wilk", "600 160 100", "polski ojczysty", "szkoła, zakupy"],
            ["Olaf", "Kruk", "600 160 101", "polski ojczysty", "urzędy i pisma"],
        ],
        "słownik": [["Poziomy"], ["A1"], ["A2"], ["B1"]],
    },
    book(),
    people={
        "Lena Wilk": {
            "phone": "+48600160100", "note": "W czym może pomóc: zakupy", "languages": "Polish native",
            "offers": "school",
        },
        "Olaf Kruk": {
            "phone": "+48600160101", "languages": "Polish native", "offers": "offices and papers",
        },
    },
    fates={"good": 2},
    answers={("area", "zakupy"): "=note"},
)  # fmt: skip

CRM = Animal(
    "program for customers with names of its own fields", V, "Contacts_20261030.csv",
    one(
        ["contact_id", "first_name", "last_name", "email", "phone_mobile", "primary_address_postalcode",
         "primary_address_city", "languages_c", "availability_c", "description", "date_entered"],
        ["a1b2", "Tomasz", "Gil", "tomasz@example.org", "48600999888", "30-392", "Kraków",
         "^Polish:native^", "Mon,Wed evenings", "Called twice", "2026-09-01 12:00:00"],
        ["a1b3", "Zofia", "Mak", "zofia@example.org", "48600999889", "30-392", "Kraków",
         "Polish - native, French - B2", "Tue 4pm-7pm", "", "2026-09-02 12:00:00"],
    ),
    text("utf-8", ",", quoted=True),
    people={
        "Tomasz Gil": {
            "own_number": "A1B2", "phone": "+48600999888", "email": "tomasz@example.org",
            "week": "Mon and Wed 17:00–21:00", "note": "description: Called twice", "postcode": "30-392",
            "place_name": "Kraków", "languages": "Polish native", "applied_on": "01.09.2026",
        },
        "Zofia Mak": {
            "own_number": "A1B3", "phone": "+48600999889", "email": "zofia@example.org",
            "week": "Tue 16:00–19:00", "postcode": "30-392", "place_name": "Kraków",
            "languages": "Polish native, French B2", "applied_on": "02.09.2026",
        },
    },
    fates={"good": 2},
)  # fmt: skip

OLD_REGISTER = Animal(
    "sheets of two towns with numbers Splot does not keep", V, "wolontariusze 2019-2026.xlsx",
    {
        town: [
            ["Nr karty", "Imię", "Nazwisko", "PESEL", "Obywatelstwo", "Kom.", "Kod", "Miejscowość", "Języki",
             "Dostępność", "Uwagi"],
            [f"{mark}/1", "Piotr", f"Nowak {mark}", "85010112348", "PL", f"600 30{number} 400", code, town,
             "polski ojczysty; ukraiński A2", "wt 17-20, nd", "pies w domu"],
            [f"{mark}/2", "Maria", f"Lis {mark}", "90020212340", "PL", f"12 345 67 {number}9", code, town,
             "polski (ojczysty), angielski C1", "po pracy", "możliwy dojazd 10 km"],
        ]
        for number, (town, mark, code) in enumerate([("Kraków", "K", "31-1O3"), ("Wieliczka", "W", "32 020")])
    },
    book(),
    people={
        "Piotr Nowak K": {
            "own_number": "K/1", "phone": "+48600300400", "week": "Tue 17:00–20:00, Sun 8:00–21:00",
            "note": "pies w domu", "postcode": "31-103", "place_name": "Kraków",
            "languages": "Polish native, Ukrainian A2",
        },
        "Maria Lis K": {
            "own_number": "K/2", "phone": "+48123456709", "week": "Mon–Fri 17:00–21:00",
            "note": "możliwy dojazd 10 km", "postcode": "31-103", "place_name": "Kraków",
            "languages": "Polish native, English C1",
        },
        "Piotr Nowak W": {
            "own_number": "W/1", "phone": "+48600301400", "week": "Tue 17:00–20:00, Sun 8:00–21:00",
            "note": "pies w domu", "postcode": "32-020", "place_name": "Wieliczka",
            "languages": "Polish native, Ukrainian A2",
        },
        "Maria Lis W": {
            "own_number": "W/2", "phone": "+48123456719", "week": "Mon–Fri 17:00–21:00",
            "note": "możliwy dojazd 10 km", "postcode": "32-020", "place_name": "Wieliczka",
            "languages": "Polish native, English C1",
        },
    },
    fates={"good": 4},
    chosen=("Kraków", "Wieliczka"),
    answers={("week:days", "po pracy"): "pn-pt po 17"},
    sensitive=("PESEL", "Obywatelstwo"),
)  # fmt: skip

PIPES = Animal(
    "UTF-16 with semicolons and a note under the list", V, "lista_wolontariuszy.csv",
    one(
        ["WOLONTARIUSZE – stan na 30.10.2026"],
        ["Lp.", "Wolontariusz", "Nr tel.", "Adres e-mail", "Jęz. obce", "Kiedy może"],
        ["1.", "Barbara Czajka", "600 170 100", "", "polski ojczysty, ang. B2", "pn-pt 9-13"],
        ["2.", "Stefan Kos", "", "stefan@example.org", "polski ojczysty", "sobota 10.00-14.00"],
        ["3.", "Irena Wilga", "600170102", "irena@example.org", "polski ojczysty, ros. C1", "wieczorami"],
        [],
        ["* osoby po szkoleniu zaznaczono w zeszycie"],
    ),
    text("utf-16", ";"),
    people={
        "Barbara Czajka": {
            "phone": "+48600170100", "week": "Mon–Fri 9:00–13:00", "languages": "Polish native, English B2",
        },
        "Stefan Kos": {
            "email": "stefan@example.org", "week": "Sat 10:00–14:00", "languages": "Polish native",
        },
        "Irena Wilga": {
            "phone": "+48600170102", "email": "irena@example.org", "week": "every day 17:00–21:00",
            "languages": "Polish native, Russian C1",
        },
    },
    fates={"good": 3},
    left=(
        ("title", "WOLONTARIUSZE – stan na 30.10.2026"),
        ("note", "* osoby po szkoleniu zaznaczono w zeszycie"),
    ),
)  # fmt: skip

TICKED_HELP = Animal(
    "columns of help to tick, dates of a spreadsheet", V, "oferta pomocy.xlsx",
    one(
        ["Imię i nazwisko", "Telefon", "Języki", "Data zgłoszenia", "Szkoła", "Praca", "Urzędy i pisma",
         "Czas wolny"],
        ["Ewa Lis", 600180100, "polski ojczysty", datetime(2026, 9, 1), 1, 0, 1, 0],
        ["Adam Lis", 600180101, "polski ojczysty", date(2026, 9, 2), 0, 1, 0, 1],
    ),
    book(),
    people={
        "Ewa Lis": {
            "phone": "+48600180100", "languages": "Polish native", "offers": "school, offices and papers",
            "applied_on": "01.09.2026",
        },
        "Adam Lis": {
            "phone": "+48600180101", "languages": "Polish native", "offers": "work, free time",
            "applied_on": "02.09.2026",
        },
    },
    fates={"good": 2},
)  # fmt: skip

VOLUNTEERS = [
    WISHES, ONE_LIST_OF_SHEETS, CRM, OLD_REGISTER, PIPES, TICKED_HELP,
]  # fmt: skip
