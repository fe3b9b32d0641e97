"""Lists of volunteers: online forms, registers with papers, levels beside languages."""

from intake.enums import Kind

from .animals import Animal, book, datetime, one, text

V = Kind.VOLUNTEERS

GOOGLE_FORM = Animal(
    "Google Forms with questions for headings and a grid of days", V, "Zgłoszenia (Odpowiedzi).csv",
    one(
        ["Sygnatura czasowa", "Adres e-mail", "Jak masz na imię i nazwisko?", "Numer telefonu",
         "W jakiej miejscowości mieszkasz?", "Jakie języki znasz i na jakim poziomie?",
         "Kiedy możesz pomagać? [Poniedziałek]", "Kiedy możesz pomagać? [Wtorek]",
         "Kiedy możesz pomagać? [Sobota]", "W czym chcesz pomagać?",
         "Ilu rodzinom możesz pomagać jednocześnie?", "Wyrażam zgodę na przetwarzanie danych",
         "Skąd się o nas dowiedziałeś/aś?"],
        ["2026/10/02 9:14:05 PM GMT+2", "anna.lis@example.org", "Anna Lis", "501 502 503",
         "Kraków, Bronowice", "angielski C1, niemiecki A2, polski ojczysty", "17-20", "", "10-14",
         "Pomoc w nauce polskiego, Spędzanie czasu wolnego", "1", "Tak", "Facebook"],
        ["2026/10/03 10:02:11 AM GMT+2", "j.wrona@example.org", "Jan Wrona", "504505506", "Nowa Huta",
         "polski ojczysty, rosyjski komunikatywny", "", "po 18", "",
         "Sprawy urzędowe, Odrabianie lekcji z dziećmi", "max. 2", "Tak", "znajomi"],
    ),
    text("utf-8", ","),
    people={
        "Anna Lis": {
            "phone": "+48501502503", "email": "anna.lis@example.org",
            "week": "Mon 17:00–20:00, Sat 10:00–14:00",
            "note": (
                "Skąd się o nas dowiedziałeś/aś?: Facebook\n"
                "Wyrażam zgodę na przetwarzanie danych: Tak\n"
                "W jakiej miejscowości mieszkasz?: Bronowice"
            ),
            "place_name": "Kraków", "languages": "Polish native, English C1, German A2",
            "offers": "everyday Polish, free time", "applied_on": "02.10.2026",
        },
        "Jan Wrona": {
            "phone": "+48504505506", "email": "j.wrona@example.org", "week": "Tue 18:00–21:00",
            "note": (
                "Skąd się o nas dowiedziałeś/aś?: znajomi\n"
                "Wyrażam zgodę na przetwarzanie danych: Tak\n"
                "W jakiej miejscowości mieszkasz?: Nowa Huta"
            ),
            "place_name": "Kraków", "languages": "Polish native, Russian B1",
            "offers": "offices and papers, children's homework", "room": "2", "applied_on": "03.10.2026",
        },
    },
    fates={"good": 2},
    answers={
        ("day@consent_on", "tak"): "=note", ("level", "komunikatywnie"): "B1", ("place",
        "nowa huta"): "Kraków (małopolskie)",
    },
)  # fmt: skip

MICROSOFT_FORM = Animal(
    "Microsoft Forms with start and end of filling it in", V, "Wolontariat (1-2).xlsx",
    one(
        ["Id", "Godzina rozpoczęcia", "Godzina ukończenia", "Adres e-mail", "Nazwa", "Imię i nazwisko",
         "Telefon kontaktowy", "Znajomość języków (z poziomem)", "Dni i godziny, w których jesteś dostępny/a",
         "Zakres pomocy"],
        [1, datetime(2026, 10, 2, 9, 14), datetime(2026, 10, 2, 9, 20), "anonymous", None, "Ewa Sowa",
         "600 111 300", "polski ojczysty; francuski B2;", "wtorki i czwartki 16-18", "szkoła;lekarz;"],
        [2, datetime(2026, 10, 3, 8, 1), datetime(2026, 10, 3, 8, 9), "anonymous", None, "Piotr Wilk",
         "600 111 301", "polski (ojczysty), ukraiński A2", "weekendy", "czas wolny;"],
    ),
    book(),
    people={
        "Ewa Sowa": {
            "phone": "+48600111300", "week": "Tue and Thu 16:00–18:00",
            "note": "Godzina rozpoczęcia: 02.10.2026 09:14\nAdres e-mail: anonymous",
            "languages": "Polish native, French B2", "offers": "school, appointments at the doctor's",
            "applied_on": "02.10.2026",
        },
        "Piotr Wilk": {
            "phone": "+48600111301", "week": "Sat and Sun 8:00–21:00",
            "note": "Godzina rozpoczęcia: 03.10.2026 08:01\nAdres e-mail: anonymous",
            "languages": "Polish native, Ukrainian A2", "offers": "free time", "applied_on": "03.10.2026",
        },
    },
    fates={"good": 2},
)  # fmt: skip

TWO_LINES = Animal(
    "English headings over two lines, merged, and a total", V, "Volunteers 2026.xlsx",
    {"Volunteers": [
        ["VOLUNTEER DATABASE"],
        [],
        ["Personal details", None, None, "Languages", None, None, "Availability", None, None],
        ["Given name", "Family name", "Mobile", "Polish", "Ukrainian", "English", "Mon", "Wed", "Sat"],
        ["Marek", "Zieliński", 600200300, "native", "B1", None, "17-19", None, "x"],
        ["Ewa", "Sowa", 600200301.0, "native", None, "C1", None, "after 16", "9-12"],
        [None] * 9,
        ["Total", "2"],
    ]},
    book("A3:C3", "D3:F3", "G3:I3"),
    people={
        "Marek Zieliński": {
            "phone": "+48600200300", "week": "Mon 17:00–19:00", "note": "Availability Mon: pn 17-19, sb x",
            "languages": "Polish native, Ukrainian B1",
        },
        "Ewa Sowa": {
            "phone": "+48600200301", "week": "Wed 16:00–21:00, Sat 9:00–12:00",
            "languages": "Polish native, English C1",
        },
    },
    fates={"asked": 1, "good": 1},
    left=(("title", "VOLUNTEER DATABASE"), ("total", "Total · 2")),
    groups=("Personal details",),
    answers={("week:day", "x"): ""},
)  # fmt: skip

PAPERS = Animal(
    "register with papers, some under way and some without a day", V, "rejestr wolontariuszy.csv",
    one(
        ["Nr porozumienia", "Imię", "Nazwisko", "Tel.", "Języki", "Zgoda RODO", "Rozmowa", "Szkolenie",
         "RSPTS",
         "KRK", "Standardy ochrony małoletnich", "Uwagi"],
        ["W/1/2026", "Halina", "Nowak", "600 120 100", "polski ojczysty", "01.09.2026", "02.09.2026",
         "05.09.2026", "03.09.2026", "04.09.2026", "05.09.2026", ""],
        ["W/2/2026", "Jerzy", "Lis", "600 120 101", "polski ojczysty, niemiecki B1", "1.9.2026", "w trakcie",
         "", "w trakcie", "jest", "", "ma samochód"],
        ["W/3/2026", "Barbara", "Wrona", "600 120 102", "polski ojczysty", "tak", "12 września 2026",
         "umówiona", "03.09.2026 r.", "brak", "bezterminowo", ""],
    ),
    text("cp1250", ";"),
    people={
        "Halina Nowak": {
            "own_number": "W/1/2026", "phone": "+48600120100", "consent_on": "01.09.2026",
            "interviewed_on": "02.09.2026", "trained_on": "05.09.2026", "checked_rspts": "03.09.2026",
            "checked_krk": "04.09.2026", "checked_standards": "05.09.2026", "languages": "Polish native",
        },
        "Jerzy Lis": {
            "own_number": "W/2/2026", "phone": "+48600120101",
            "note": "ma samochód\nRozmowa: w trakcie\nRSPTS: w trakcie", "consent_on": "01.09.2026",
            "checked_krk": "04.09.2026", "languages": "Polish native, German B1",
        },
        "Barbara Wrona": {
            "own_number": "W/3/2026", "phone": "+48600120102",
            "note": (
                "Szkolenie: umówiona\n"
                "KRK: brak\n"
                "Standardy ochrony małoletnich: bezterminowo\n"
                "Zgoda RODO: tak"
            ),
            "interviewed_on": "12.09.2026", "checked_rspts": "03.09.2026", "languages": "Polish native",
        },
    },
    fates={"asked": 1, "good": 2},
    answers={("day@checked_krk", "jest"): "04.09.2026", ("day@consent_on", "tak"): ""},
)  # fmt: skip

SEP_LINE = Animal(
    "a first line that names the separator", V, "wolontariusze_export.csv",
    one(
        ["Imię", "Nazwisko", "Komórka", "E-mail", "Miasto", "Języki", "Dojazd (km)", "Ile rodzin?"],
        ["Adam", "Gil", "+48 600 130 100", "adam@example.org", "Kraków", "polski ojczysty", "15", "max 2"],
        ["Zofia", "Mak", "+48 600 130 101", "zofia@example.org", "Skawina",
         "polski ojczysty, hiszpański B2/C1", "do 10 km", "1-2"],
    ),
    text("cp1250", ";", before="sep=;\r\n"),
    people={
        "Adam Gil": {
            "phone": "+48600130100", "email": "adam@example.org", "place_name": "Kraków",
            "languages": "Polish native", "travel_km": "15", "room": "2",
        },
        "Zofia Mak": {
            "phone": "+48600130101", "email": "zofia@example.org", "place_name": "Skawina",
            "languages": "Polish native, Spanish B2", "room": "2",
        },
    },
    fates={"good": 2},
    answers={("level", "b2/c1"): "B2", ("room", "1-2"): "2"},
)  # fmt: skip

LEVELS_BESIDE = Animal(
    "a level in the column beside each language", V, "jezyki wolontariuszy.xlsx",
    one(
        ["Nazwisko", "Imię", "Telefon", "Język 1", "Poziom 1", "Język 2", "Poziom 2", "Płeć", "Kod pocztowy"],
        ["Kania", "Teresa", "600-140-100", "polski", "ojczysty", "angielski", "C1", "K", "30-619"],
        ["Sikora", "Paweł", "600-140-101", "polski", "ojczysty", None, None, "M", "31-923"],
        ["Drozd", "Irena", "600-140-102", "ukraiński", "ojczysty", "polski", "b. dobry", "kobieta", "31923"],
    ),
    book(),
    people={
        "Teresa Kania": {
            "phone": "+48600140100", "postcode": "30-619", "place_name": "Kraków", "gender": "woman",
            "languages": "Polish native, English C1",
        },
        "Paweł Sikora": {
            "phone": "+48600140101", "postcode": "31-923", "place_name": "Kraków", "gender": "man",
            "languages": "Polish native",
        },
        "Irena Drozd": {
            "phone": "+48600140102", "postcode": "31-923", "place_name": "Kraków", "gender": "woman",
            "languages": "Ukrainian native, Polish C1",
        },
    },
    fates={"good": 3},
    answers={("level", "bardzo dobrze"): "C1"},
)  # fmt: skip

VOLUNTEERS = [
    GOOGLE_FORM, MICROSOFT_FORM, TWO_LINES, PAPERS, SEP_LINE, LEVELS_BESIDE,
]  # fmt: skip
