"""Lists made by somebody who had not seen how they are read. The first time 15 of their 25 rows came right,
six stopped at a column that had to be told, and four put words into the note that a column should have
taken; they are why hours in two columns, cards with a name and its contacts, and a lone first name are
read now."""

from intake.enums import Kind

from .animals import Animal, book, date, one, text

F, V, M = Kind.FAMILIES, Kind.VOLUNTEERS, Kind.MENTORS

CAPITALS = Animal(
    "headings in capitals with breaks inside", F, "RODZINY.xlsx",
    one(
        ["IMIĘ\nI NAZWISKO", "NR\nTELEFONU", "GDZIE\nMIESZKA", "JĘZYKI I ICH\nPOZIOM", "DZIECI\n(WIEK)",
         "CZEGO\nPOTRZEBUJE"],
        ["Oksana Petryk", "600 310 100 (mąż)", "Kraków Nowa Huta", "ukraiński ojczysty\npolski A2", "3 i 8",
         "pomoc w urzędach"],
        ["Larysa Melnychuk", "600310101", "Niepołomice", "ukraiński ojczysty\nangielski B2", "-",
         "praca, język polski"],
    ),
    book(),
    people={
        "Oksana Petryk": {
            "phone": "+48600310100", "note": "NR TELEFONU: mąż\nGDZIE MIESZKA: Nowa Huta",
            "place_name": "Kraków", "needs": "offices and papers",
            "languages": "Ukrainian native, Polish A2", "children": "3-6 years, 7-9 years",
        },
        "Larysa Melnychuk": {
            "phone": "+48600310101", "place_name": "Niepołomice", "needs": "everyday Polish, work",
            "languages": "Ukrainian native, English B2",
        },
    },
    fates={"good": 2},
)  # fmt: skip

MOVED = Animal(
    "a list that begins in the third column of the fifth line", F, "Zeszyt1.xlsx",
    {"Arkusz1": [
        [], [], [None, None, "Centrum Wsparcia – podopieczni"], [],
        [None, None, "Imię", "Nazwisko", "Telefon", "Kod", "Języki", "Uwagi"],
        [None, None, "Natalia", "Boiko", 600320100, "30-619", "ukr. ojczysty, pol. B1", None],
        [None, None, "Lidia", "Sydorenko", 600320101, "31-923", "ukr. ojczysty", "winda nie działa"],
    ]},
    book(),
    people={
        "Natalia Boiko": {
            "phone": "+48600320100", "postcode": "30-619", "place_name": "Kraków",
            "languages": "Ukrainian native, Polish B1",
        },
        "Lidia Sydorenko": {
            "phone": "+48600320101", "note": "winda nie działa", "postcode": "31-923",
            "place_name": "Kraków", "languages": "Ukrainian native",
        },
    },
    fates={"good": 2},
    left=(("title", "Centrum Wsparcia – podopieczni"),),
)  # fmt: skip

ENGLISH_NAMES = Animal(
    "short English headings", V, "vols.csv",
    one(
        ["Name", "Surname", "Contact number", "Lives in", "Speaks", "Free", "Max families"],
        ["Ann", "Baker", "+44 7911 123456", "Kraków", "English native, Polish B1", "Sat, Sun", "1"],
        ["Tom", "Green", "600 330 101", "Wieliczka", "English (native); Polish (A2)", "Mon-Thu 18-20", "2"],
    ),
    text("utf-8", ","),
    people={
        "Ann Baker": {
            "phone": "+447911123456", "week": "Sat and Sun 8:00–21:00", "place_name": "Kraków",
            "languages": "English native, Polish B1",
        },
        "Tom Green": {
            "phone": "+48600330101", "week": "Mon–Thu 18:00–20:00", "postcode": "32-020",
            "place_name": "Wieliczka", "languages": "English native, Polish A2", "room": "2",
        },
    },
    fates={"good": 2},
)  # fmt: skip

AGE_COLUMNS = Animal(
    "a column for the age of each member", F, "sklad_rodzin.csv",
    one(
        ["Rodzina", "Tel.", "Wiek matki", "Mąż/partner (wiek)", "Dziecko 1 (wiek)", "Dziecko 2 (wiek)",
         "Dziecko 3 (wiek)", "Języki"],
        ["Olha Danylenko", "600 340 100", "34", "36", "5", "9", "", "ukraiński ojczysty"],
        ["Iryna Palii", "600 340 101", "41", "", "2 mies.", "", "", "ukraiński ojczysty, rosyjski C2"],
    ),
    text("cp1250", ";"),
    people={
        "Olha Danylenko": {
            "phone": "+48600340100", "note": "Wiek matki: 34", "languages": "Ukrainian native",
            "adults": "26-40 years", "children": "3-6 years, 7-9 years",
        },
        "Iryna Palii": {
            "phone": "+48600340101", "note": "Wiek matki: 41", "languages": "Ukrainian native, Russian C2",
            "children": "0-2 years",
        },
    },
    fates={"good": 2},
)  # fmt: skip

BUSINESS_CARDS = Animal(
    "name, telephone and e-mail in one cell", V, "kontakty.csv",
    one(
        ["Wolontariusz (dane kontaktowe)", "Języki", "Kiedy"],
        ["Anna Nowak, tel. 600 350 100, anna.n@example.org", "polski ojczysty", "środy 17-19"],
        ["Karol Maj, tel. 600 350 101", "polski ojczysty, angielski C1", "sobota rano"],
    ),
    text("utf-8", ";"),
    people={
        "Anna Nowak": {
            "phone": "+48600350100", "email": "anna.n@example.org", "week": "Wed 17:00–19:00",
            "languages": "Polish native",
        },
        "Karol Maj": {
            "phone": "+48600350101", "week": "Sat 8:00–12:00", "languages": "Polish native, English C1",
        },
    },
    fates={"good": 2},
)  # fmt: skip

BIRTH_YEARS = Animal(
    "years of birth in place of ages", F, "dzieci roczniki.csv",
    one(
        ["Nazwisko i imię matki", "Telefon", "Dzieci - rok urodzenia", "Znajomość języka", "Od kiedy czeka"],
        ["Kravchuk Hanna", "600 360 100", "2019, 2022", "ukraiński ojczysty", "3.11.2026"],
        ["Lytvyn Myroslava", "600 360 101", "2011", "ukraiński ojczysty", "listopad"],
    ),
    text("iso-8859-2", ";"),
    people={
        "Hanna Kravchuk": {
            "phone": "+48600360100", "languages": "Ukrainian native", "children": "3-6 years, 7-9 years",
            "waiting_since": "03.11.2026",
        },
        "Myroslava Lytvyn": {
            "phone": "+48600360101", "note": "Od kiedy czeka: listopad", "languages": "Ukrainian native",
            "children": "13-17 years", "waiting_since": "01.11.2026",
        },
    },
    fates={"good": 2},
    answers={("day", "listopad"): "01.11.2026"},
    told={"Nazwisko i imię matki": ("contact_last_first",)},
)  # fmt: skip

SHIFTS = Animal(
    "personnel list with shifts", M, "lista mentorow Huta.csv",
    one(
        ["Lp", "Nazwisko i imię", "Dział", "Stanowisko", "Zmiana", "Tel. wewn.", "Telefon", "Języki obce",
         "Firma"],
        ["1", "Mazur Jan", "produkcja", "operator pieca", "I", "123", "600 370 100",
         "polski (ojczysty), ukraiński B1",
         "Huta Szkła Wisła sp. z o.o."],
        ["2", "Gil Anna", "kontrola jakości", "kontroler", "II", "124", "600 370 101",
         "polski (ojczysty), rosyjski A2",
         "Huta Szkła Wisła sp. z o.o."],
    ),
    text("cp1250", ";"),
    people={
        "Jan Mazur": {
            "phone": "+48600370100", "note": "Zmiana: I\nTel. wewn.: 123",
            "employer": "Huta Szkła Wisła sp. z o.o.", "job_title": "operator pieca",
            "trade": "manufacturing", "languages": "Polish native, Ukrainian B1",
        },
        "Anna Gil": {
            "phone": "+48600370101", "note": "Zmiana: II\nTel. wewn.: 124\nDział: kontrola jakości",
            "employer": "Huta Szkła Wisła sp. z o.o.", "job_title": "kontroler",
            "languages": "Polish native, Russian A2",
        },
    },
    fates={"good": 2},
    answers={("trade", "kontrola jakosci"): "=note"},
    employers=("Huta Szkła Wisła sp. z o.o.",),
)  # fmt: skip

RUSSIAN = Animal(
    "headings in Russian", F, "семьи.xlsx",
    one(
        ["ФИО", "Телефон", "Город", "Языки", "Дети (возраст)", "Примечания"],
        ["Коваль Олена", "+380501234567", "Kraków", "украинский родной, русский C2", "6, 10",
         "звонить вечером"],
        ["Мороз Ганна", "600 380 101", "Kraków", "русский родной, польский A2", "нет", None],
    ),
    book(),
    people={
        "Олена Коваль": {
            "phone": "+380501234567", "note": "звонить вечером", "place_name": "Kraków",
            "languages": "Ukrainian native, Russian C2", "children": "3-6 years, 10-12 years",
        },
        "Ганна Мороз": {
            "phone": "+48600380101", "place_name": "Kraków", "languages": "Russian native, Polish A2",
        },
    },
    fates={"good": 2},
)  # fmt: skip

YES_AND_NO = Animal(
    "yes and no for each language, American days", V, "volunteer_signup.csv",
    one(
        ["Full name", "E-mail", "Speaks Polish?", "Speaks Ukrainian?", "Signed up on", "Can help with"],
        ["Ewa Sowa", "ewa.s@example.org", "Yes", "No", "10/25/2026", "school, doctor"],
        ["Jan Lis", "jan.l@example.org", "Yes", "Yes", "10/28/2026", "free time"],
    ),
    text("utf-8", ","),
    people={
        "Ewa Sowa": {
            "email": "ewa.s@example.org", "languages": "Polish native",
            "offers": "school, appointments at the doctor's", "applied_on": "25.10.2026",
        },
        "Jan Lis": {
            "email": "jan.l@example.org", "languages": "Polish native, Ukrainian B1", "offers": "free time",
            "applied_on": "28.10.2026",
        },
    },
    fates={"good": 2},
    answers={
        ("level:pl", "polski"): "ojczysty", ("level:uk", "ukrainski"): "B1",
        ("day", "10/25/2026"): "25.10.2026", ("day", "10/28/2026"): "28.10.2026",
    },
)  # fmt: skip

SUBTOTALS = Animal(
    "totals for each district, and the headings again on the next page", F, "wg dzielnic.csv",
    one(
        ["Osoba", "Telefon", "Dzielnica", "Języki"],
        ["Olena Bila", "600 390 100", "Podgórze", "ukraiński ojczysty"],
        ["Iryna Chorna", "600 390 101", "Podgórze", "ukraiński ojczysty, polski A1"],
        ["Razem Podgórze: 2", "", "", ""],
        [],
        ["Osoba", "Telefon", "Dzielnica", "Języki"],
        ["Alla Zelena", "600 390 102", "Krowodrza", "ukraiński ojczysty"],
        ["Razem Krowodrza: 1", "", "", ""],
        ["OGÓŁEM: 3", "", "", ""],
    ),
    text("cp1250", ";"),
    people={
        "Olena Bila": {
            "phone": "+48600390100", "note": "Dzielnica: Podgórze", "place_name": "Kraków",
            "languages": "Ukrainian native",
        },
        "Iryna Chorna": {
            "phone": "+48600390101", "note": "Dzielnica: Podgórze", "place_name": "Kraków",
            "languages": "Ukrainian native, Polish A1",
        },
        "Alla Zelena": {
            "phone": "+48600390102", "note": "Dzielnica: Krowodrza", "place_name": "Kraków",
            "languages": "Ukrainian native",
        },
    },
    fates={"good": 3},
    left=(
        ("total", "Razem Podgórze: 2"),
        ("heading", "Osoba · Telefon · Dzielnica · Języki"),
        ("total", "Razem Krowodrza: 1"),
        ("total", "OGÓŁEM: 3"),
    ),
    answers={("place", "podgorze"): "Kraków (małopolskie)", ("place", "krowodrza"): "Kraków (małopolskie)"},
)  # fmt: skip

FROM_AND_TO = Animal(
    "from and to in columns of their own", V, "dyspozycyjnosc.xlsx",
    one(
        ["Imię i nazwisko", "Komórka", "Jakie języki?", "Dzień", "Od", "Do"],
        ["Rafał Kos", "600 400 100", "polski ojczysty", "wtorek", "16:00", "18:00"],
        ["Iwona Lis", "600 400 101", "polski ojczysty", "sobota", "10:00", "12:00"],
    ),
    book(),
    people={
        "Rafał Kos": {"phone": "+48600400100", "week": "Tue 16:00–18:00", "languages": "Polish native"},
        "Iwona Lis": {"phone": "+48600400101", "week": "Sat 10:00–12:00", "languages": "Polish native"},
    },
    fates={"good": 2},
)  # fmt: skip

FREE_TEXT = Animal(
    "whole sentences", F, "zgłoszenia z telefonu.csv",
    one(
        ["Kiedy dzwoniła", "Kto", "Numer", "Jakie zna języki", "O co prosi", "Kiedy jest w domu"],
        [date(2026, 11, 2).strftime("%d.%m.%Y"), "pani Olena Savchuk", "600-410-100",
         "mówi po ukraińsku (ojczysty), po polsku słabo", "prosi o pomoc w szkole dla syna",
         "po 16, w weekend cały dzień"],
        ["3 listopada 2026", "Viktoriia Horobets", "600-410-101", "ukraiński ojczysty, angielski dobrze",
         "szuka pracy", "nie pracuje, rano"],
    ),
    text("utf-8-sig", ";"),
    people={
        "Olena Savchuk": {
            "phone": "+48600410100", "week": "Mon–Fri 16:00–21:00, Sat and Sun 8:00–21:00",
            "note": "Kiedy dzwoniła: 02.11.2026\nO co prosi: prosi o pomoc w szkole dla syna",
            "needs": "school", "languages": "Ukrainian native, Polish A1",
        },
        "Viktoriia Horobets": {
            "phone": "+48600410101",
            "note": "Kiedy dzwoniła: 3 listopada 2026\nKiedy jest w domu: nie pracuje; rano",
            "needs": "work", "languages": "Ukrainian native, English B2",
        },
    },
    fates={"good": 2},
    answers={
        ("level", "slabo"): "A1", ("level", "dobrze"): "B2",
        ("week", "po 16, w weekend caly dzien"): "pn-pt po 16, sb-nd 8-21",
        ("area", "prosi o pomoc w szkole dla syna"): "szkoła", ("week", "nie pracuje"): "=note",
    },
)  # fmt: skip

STRANGERS = [
    CAPITALS, MOVED, ENGLISH_NAMES, AGE_COLUMNS, BUSINESS_CARDS, BIRTH_YEARS, SHIFTS, RUSSIAN, YES_AND_NO,
    SUBTOTALS, FROM_AND_TO, FREE_TEXT,
]  # fmt: skip
