"""Lists of families as foundations, town halls and welfare centres keep them."""

from intake.enums import Kind

from .animals import Animal, book, date, datetime, one, text

F = Kind.FAMILIES

FOUNDATION = Animal(
    "foundation with a title, totals and a signature, Windows-1250", F, "rejestr rodzin 2026.csv",
    one(
        ["Fundacja Otwarte Drzwi – rejestr rodzin 2026", "", "", "", "", "", "", ""],
        ["stan na dzień 30.10.2026"],
        [],
        ["L.p.", "Osoba kontaktowa", "Tel. kontaktowy", "Adres zamieszkania", "Znajomość jęz.",
         "Dzieci (wiek)", "W czym potrzebna pomoc", "Preferowane terminy spotkań"],
        ["1", "Iryna Shevchuk", "+380 67 123 45 67", "ul. Krakowska 15/4, 33-100 Tarnów",
         "ukraiński ojczysty, rosyjski dobrze, polski A2", "syn 7, córka 10", "szkoła, urzędy",
         "pn-pt po 17:00"],
        ["2", "Oksana Bondarenko", "600 111 222 / 14 621 00 00", "Tarnów, ul. Lwowska 8",
         "ukr. (ojcz.), ang. B1, pol. A1", "brak", "szukanie pracy", "weekendy"],
        ["3", "Nataliia Koval", "0048 601 222 333", "33-101 Tarnów", "UA ojczysty; PL A1", "3, 5 i 11 lat",
         "szkoła, lekarz", "śr. i czw. po południu"],
        [],
        ["Razem rodzin: 3"],
        ["Sporządziła: M. Kowalska"],
    ),
    text("cp1250"),
    people={
        "Iryna Shevchuk": {
            "phone": "+380671234567", "week": "Mon–Fri 17:00–21:00",
            "note": "Dzieci (wiek): syn 7, córka 10", "postcode": "33-100", "place_name": "Tarnów",
            "address": "ul. Krakowska 15/4", "needs": "school, offices and papers",
            "languages": "Ukrainian native, Russian B2, Polish A2", "children": "7-9 years, 10-12 years",
        },
        "Oksana Bondarenko": {
            "phone": "+48600111222", "week": "Sat and Sun 8:00–21:00",
            "note": "Tel. kontaktowy: 14 621 00 00", "place_name": "Tarnów", "address": "ul. Lwowska 8",
            "needs": "work", "languages": "Ukrainian native, English B1, Polish A1",
        },
        "Nataliia Koval": {
            "phone": "+48601222333", "week": "Wed and Thu 12:00–17:00", "postcode": "33-101",
            "place_name": "Tarnów", "needs": "school, appointments at the doctor's",
            "languages": "Ukrainian native, Polish A1", "children": "3-6 years, 3-6 years, 10-12 years",
        },
    },
    fates={"good": 3},
    left=(
        ("title", "Fundacja Otwarte Drzwi – rejestr rodzin 2026"),
        ("title", "stan na dzień 30.10.2026"),
        ("total", "Razem rodzin: 3"),
        ("note", "Sporządziła: M. Kowalska"),
    ),
    answers={("level", "dobrze"): "B2"},
)  # fmt: skip

POLISH_ISO = Animal(
    "one cell for names, contacts and members, ISO-8859-2 with bars", F, "rodziny_gops.csv",
    one(
        ["Nazwisko i imię", "Skład rodziny", "Kontakt", "Adres", "Narodowość", "Wyznanie", "Języki",
         "Potrzeby", "Preferencje co do wolontariusza", "Zgłoszono"],
        ["Petrenko Olha", "1+2 (4 i 7 lat)", "tel. 600 123 123, olha@example.org",
         "Skawina k. Krakowa, ul. Rynek 1", "ukraińska", "prawosławne", "ukr. ojczysty, pol. A1",
         "praca", "woli kobietę", "wrzesień 2026"],
        ["Tran Linh", "2+1 (9 lat)", "linh@example.org", "Kraków-Podgórze", "wietnamska", "-",
         "wietnamski (ojcz.), ang. kom.", "urząd", "obojętne", "12 października 2026"],
        ["Ahmadi Reza", "mąż 41, syn 12", "WhatsApp 600 321 321", "Kraków", "afgańska", "islam",
         "dari; angielski B2/C1", "mieszkanie; lekarz", "tylko mężczyzna", "05.11.26 r."],
    ),
    text("iso-8859-2", "|"),
    people={
        "Olha Petrenko": {
            "phone": "+48600123123", "email": "olha@example.org", "wish_gender": "woman",
            "wish_strength": "if possible", "note": "Zgłoszono: wrzesień 2026", "place_name": "Skawina",
            "address": "ul. Rynek 1", "needs": "work", "languages": "Ukrainian native, Polish A1",
            "children": "3-6 years, 7-9 years", "waiting_since": "01.09.2026",
        },
        "Linh Tran": {
            "email": "linh@example.org", "note": "Adres: Podgórze", "place_name": "Kraków",
            "needs": "offices and papers", "languages": "Vietnamese native, English B1",
            "adults": "41-60 years", "children": "7-9 years", "waiting_since": "12.10.2026",
        },
        "Reza Ahmadi": {
            "phone": "+48600321321", "wish_gender": "man", "wish_strength": "only so",
            "note": "Kontakt: WhatsApp\nSkład rodziny: mąż 41; syn 12", "place_name": "Kraków",
            "needs": "appointments at the doctor's, housing", "languages": "Persian native, English B2",
            "adults": "41-60 years", "children": "10-12 years", "waiting_since": "05.11.2026",
        },
    },
    fates={"good": 3},
    answers={
        ("day", "wrzesien 2026"): "01.09.2026",
        ("level", "komunikatywnie"): "B1",
        ("level", "b2/c1"): "B2",
        ("level:fa", "dari"): "ojczysty",
        ("age", "1 dorosly"): "41",
    },
    sensitive=("Narodowość", "Wyznanie"),
)  # fmt: skip

TAB_UTF16 = Animal(
    "text a spreadsheet saved as Unicode, with tabs", F, "lista.txt",
    one(
        ["Imię i nazwisko", "Nr telefonu", "Kod", "Miasto", "Języki", "Dostępność", "Uwagi"],
        ["Olena Kravets", "600500400", "30-619", "Kraków", "ukraiński ojczysty; polski A1", "pn 16-18",
         "pies w domu"],
        ["Tetiana Moroz", "600500401", "31-923", "Kraków", "ukraiński ojczysty; rosyjski C1", "sob 10-14",
         ""],
        ["Halyna Polishchuk", "600500402", "32 020", "Wieliczka", "ukraiński ojczysty", "śr 9-12",
         "kontakt przez siostrę: 600 500 403"],
    ),
    text("utf-16", "\t"),
    people={
        "Olena Kravets": {
            "phone": "+48600500400", "week": "Mon 16:00–18:00", "note": "pies w domu", "postcode": "30-619",
            "place_name": "Kraków", "languages": "Ukrainian native, Polish A1",
        },
        "Tetiana Moroz": {
            "phone": "+48600500401", "week": "Sat 10:00–14:00", "postcode": "31-923",
            "place_name": "Kraków", "languages": "Ukrainian native, Russian C1",
        },
        "Halyna Polishchuk": {
            "phone": "+48600500402", "week": "Wed 9:00–12:00", "note": "kontakt przez siostrę: 600 500 403",
            "postcode": "32-020", "place_name": "Wieliczka", "languages": "Ukrainian native",
        },
    },
    fates={"good": 3},
)  # fmt: skip

TWO_LINES = Animal(
    "workbook with a title, headings over two lines and merged cells", F, "Rodziny – 2026.xlsx",
    {"Rodziny": [
        ["LISTA RODZIN OBJĘTYCH WSPARCIEM"],
        [],
        ["Dane kontaktowe", None, None, None, "Dzieci", None, None, "Języki", None, None],
        ["Imię", "Nazwisko", "Telefon", "Miejscowość", "1", "2", "3", "polski", "ukraiński", "angielski"],
        ["Iryna", "Bondar", 600200300, "Kraków", 4, 7, None, "A2", "ojczysty", None],
        ["Olha", "Lysenko", 600200301.0, "Wieliczka", 12, None, None, "brak", "ojczysty", "B1"],
        [None] * 10,
        ["Maryna", "Savchenko", "600-200-302", "Kraków", 1, 3, 15, "komunikatywny", "ojczysty", None],
        [None] * 10,
        ["Razem", 3],
    ]},
    book("A1:J1", "A3:D3", "E3:G3", "H3:J3"),
    people={
        "Iryna Bondar": {
            "phone": "+48600200300", "place_name": "Kraków", "languages": "Ukrainian native, Polish A2",
            "children": "3-6 years, 7-9 years",
        },
        "Olha Lysenko": {
            "phone": "+48600200301", "postcode": "32-020", "place_name": "Wieliczka",
            "languages": "Ukrainian native, English B1, Polish A0", "children": "10-12 years",
        },
        "Maryna Savchenko": {
            "phone": "+48600200302", "place_name": "Kraków", "languages": "Ukrainian native, Polish B1",
            "children": "0-2 years, 3-6 years, 13-17 years",
        },
    },
    fates={"good": 3},
    left=(("title", "LISTA RODZIN OBJĘTYCH WSPARCIEM"), ("total", "Razem · 3")),
    groups=("Dane kontaktowe",),
    answers={("level", "komunikatywnie"): "B1"},
)  # fmt: skip

WEEKDAYS = Animal(
    "workbook with a column for each weekday", F, "dyzury.xlsx",
    one(
        ["Rodzina", "Telefon", "Języki", "Pn", "Wt", "Śr", "Czw", "Pt", "Sob", "Ndz"],
        ["Olena Marchenko", "600 700 100", "ukraiński ojczysty", "16-18", None, "po 17", None, None, None,
         None],
        ["Alla Zhuk", "600 700 101", "ukraiński ojczysty, polski B1", None, "rano", None, "x", None,
         "10-14", None],
        ["Vira Kozak", "600 700 102", "ukraiński ojczysty", None, None, None, None, None, "x", "x"],
    ),
    book(),
    people={
        "Olena Marchenko": {
            "phone": "+48600700100", "week": "Mon 16:00–18:00, Wed 17:00–21:00",
            "languages": "Ukrainian native",
        },
        "Alla Zhuk": {
            "phone": "+48600700101", "week": "Tue 8:00–12:00, Thu 8:00–21:00, Sat 10:00–14:00",
            "languages": "Ukrainian native, Polish B1",
        },
        "Vira Kozak": {
            "phone": "+48600700102", "week": "Sat and Sun 8:00–21:00", "languages": "Ukrainian native",
        },
    },
    fates={"good": 3},
    answers={("week:day", "x"): "8-21"},
)  # fmt: skip

TICKS = Animal(
    "workbook with a column for each kind of help", F, "potrzeby rodzin.xlsx",
    one(
        ["Nr karty", "Osoba do kontaktu", "Telefon", "Języki", "szkoła", "lekarz", "urzędy", "praca",
         "mieszkanie", "nauka polskiego", "Data zgłoszenia"],
        ["K/1", "Sofiia Melnyk", "600 800 100", "ukraiński ojczysty", "x", None, "x", None, None, "tak",
         datetime(2026, 9, 1)],
        ["K/2", "Daryna Bilyk", "600 800 101", "ukraiński ojczysty, polski A2", None, "X", None, None, "x",
         "nie", date(2026, 9, 14)],
        ["K/3", "Yuliia Rudenko", "600 800 102", "ukraiński ojczysty", None, None, None, "tak", None, None,
         "w trakcie"],
    ),
    book(),
    people={
        "Sofiia Melnyk": {
            "own_number": "K/1", "phone": "+48600800100", "needs": "school, offices and papers",
            "wants_polish": "yes", "languages": "Ukrainian native", "waiting_since": "01.09.2026",
        },
        "Daryna Bilyk": {
            "own_number": "K/2", "phone": "+48600800101", "needs": "appointments at the doctor's, housing",
            "languages": "Ukrainian native, Polish A2", "waiting_since": "14.09.2026",
        },
        "Yuliia Rudenko": {
            "own_number": "K/3", "phone": "+48600800102", "note": "Data zgłoszenia: w trakcie",
            "needs": "work", "languages": "Ukrainian native",
        },
    },
    fates={"good": 3},
)  # fmt: skip

WELFARE = Animal(
    "old list of a welfare centre with columns Splot does not keep", F, "MOPS_wykaz.csv",
    one(
        ["Lp", "Nazwisko", "Imię", "PESEL", "Obywatelstwo", "Wyznanie", "Stan zdrowia", "Status pobytu",
         "Telefon", "Miejsce zamieszkania", "Język", "Uwagi"],
        ["1", "Kovalenko", "Svitlana", "85010112348", "ukraińskie", "prawosławie", "cukrzyca", "UKR",
         "600 900 100", "Kraków", "ukraiński ojczysty", "dzwonić po 16"],
        ["2", "Hrytsenko", "Liudmyla", "90020212340", "ukraińskie", "katolickie", "", "karta pobytu",
         "600-900-101", "09-402 Płock", "ukraiński ojczysty, polski B1", "PESEL syna 15210112341"],
    ),
    text("cp1250", ";"),
    people={
        "Svitlana Kovalenko": {
            "phone": "+48600900100", "note": "dzwonić po 16", "place_name": "Kraków",
            "languages": "Ukrainian native",
        },
        "Liudmyla Hrytsenko": {
            "phone": "+48600900101", "note": "PESEL syna [PESEL]", "postcode": "09-402",
            "place_name": "Płock", "languages": "Ukrainian native, Polish B1",
        },
    },
    fates={"good": 2},
    sensitive=("PESEL", "Obywatelstwo", "Wyznanie", "Stan zdrowia", "Status pobytu"),
)  # fmt: skip

DAYS = Animal(
    "days in every style", F, "zgloszenia.xlsx",
    one(
        ["Imię i nazwisko", "Telefon", "Języki", "Data zgłoszenia"],
        *[
            [f"{name} Tkachuk", f"600 110 {number:03}", "ukraiński ojczysty", day]
            for number, (name, day) in enumerate([
                ("Anna", datetime(2026, 10, 12)), ("Bohdana", "12.10.2026"), ("Valeriia",
                "12 października 2026"),
                ("Halyna", "2026-10-12"), ("Daria", "12/10/26"), ("Yeva", "12.10.2026 r."),
                ("Zoia", "12-X-2026"), ("Inna", "wrzesień 2026"), ("Kateryna", "2026"), ("Lesia", "12.10"),
                ("Mariia", "31.09.2026"), ("Nina", "jesienią"), ("Olha", None),
            ])
        ],
    ),
    book(),
    people={
        "Anna Tkachuk": {
            "phone": "+48600110000", "languages": "Ukrainian native", "waiting_since": "12.10.2026",
        },
        "Bohdana Tkachuk": {
            "phone": "+48600110001", "languages": "Ukrainian native", "waiting_since": "12.10.2026",
        },
        "Valeriia Tkachuk": {
            "phone": "+48600110002", "languages": "Ukrainian native", "waiting_since": "12.10.2026",
        },
        "Halyna Tkachuk": {
            "phone": "+48600110003", "languages": "Ukrainian native", "waiting_since": "12.10.2026",
        },
        "Daria Tkachuk": {
            "phone": "+48600110004", "languages": "Ukrainian native", "waiting_since": "12.10.2026",
        },
        "Yeva Tkachuk": {
            "phone": "+48600110005", "languages": "Ukrainian native", "waiting_since": "12.10.2026",
        },
        "Zoia Tkachuk": {
            "phone": "+48600110006", "languages": "Ukrainian native", "waiting_since": "12.10.2026",
        },
        "Inna Tkachuk": {
            "phone": "+48600110007", "note": "Data zgłoszenia: wrzesień 2026",
            "languages": "Ukrainian native", "waiting_since": "30.09.2026",
        },
        "Kateryna Tkachuk": {
            "phone": "+48600110008", "languages": "Ukrainian native", "waiting_since": "01.01.2026",
        },
        "Lesia Tkachuk": {
            "phone": "+48600110009", "languages": "Ukrainian native", "waiting_since": "12.10.2026",
        },
        "Mariia Tkachuk": {
            "phone": "+48600110010", "languages": "Ukrainian native", "waiting_since": "30.09.2026",
        },
        "Nina Tkachuk": {
            "phone": "+48600110011", "note": "Data zgłoszenia: jesienią", "languages": "Ukrainian native",
        },
        "Olha Tkachuk": {"phone": "+48600110012", "languages": "Ukrainian native"},
    },
    fates={"good": 13},
    answers={
        ("day", "wrzesien 2026"): "30.09.2026", ("day", "2026"): "01.01.2026", ("day", "12.10"): "12.10.2026",
        ("day", "31.09.2026"): "30.09.2026", ("day", "jesienia"): "=note",
    },
)  # fmt: skip

FAMILIES = [
    FOUNDATION, POLISH_ISO, TWO_LINES, WEEKDAYS, TICKS, WELFARE, DAYS,
]  # fmt: skip
