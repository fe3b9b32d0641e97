"""Lists of mentors: from employers' personnel, centres and forms."""

from intake.enums import Kind
from tests.factories.organisations import nip_number

from .animals import Animal, book, datetime, one, text

M = Kind.MENTORS
CHEMISTRY, STEEL = "Chemia Oświęcim S.A.", "Huta Szkła Wisła sp. z o.o."

UNKNOWN_EMPLOYER = Animal(
    "UTF-16 with tabs, one of the employers not known", M, "mentorzy.csv",
    one(
        ["Firma", "NIP", "Mentor", "Stanowisko", "Języki obce", "Kontakt", "Ilu podopiecznych"],
        [CHEMISTRY, "", "Jan Kowalski", "mistrz zmiany", "angielski B2, ukraiński A1, polski ojczysty",
         "jan@example.org", "2"],
        [CHEMISTRY, "", "Adam Nowak", "operator", "rosyjski komunikatywnie, polski ojcz.", "600-700-800",
         "1-2"],
        ["Nieznana Firma sp. z o.o.", "", "Ewa Bąk", "brygadzistka", "polski ojczysty", "600-700-801", "1"],
    ),
    text("utf-16", "\t"),
    people={
        "Jan Kowalski": {
            "email": "jan@example.org", "employer": "Chemia Oświęcim S.A.", "job_title": "mistrz zmiany",
            "languages": "Polish native, English B2, Ukrainian A1", "room": "2",
        },
        "Adam Nowak": {
            "phone": "+48600700800", "employer": "Chemia Oświęcim S.A.", "job_title": "operator",
            "languages": "Polish native, Russian B1",
        },
    },
    answers={("level", "komunikatywnie"): "B1", ("room", "1-2"): "1"},
    fates={"good": 2, "bad": 1},
    bad={4: ("employer",)},
    employers=(CHEMISTRY,),
)  # fmt: skip

MERGED_EMPLOYERS = Animal(
    "workbook, the employer merged over the lines of its people", M, "mentorzy wg firm.xlsx",
    one(
        ["Zakład pracy", "Imię", "Nazwisko", "Stanowisko", "Języki", "Telefon"],
        [CHEMISTRY, "Jan", "Mazur", "spawacz", "polski ojczysty", "600 210 100"],
        [None, "Anna", "Gil", "ślusarz", "polski ojczysty, ukraiński B1", "600 210 101"],
        [STEEL, "Piotr", "Wilk", "operator wózka", "polski ojczysty", "600 210 102"],
        [None, "Ewa", "Kos", "pakowaczka", "polski ojczysty, rosyjski B2", "600 210 103"],
    ),
    book("A2:A3", "A4:A5"),
    people={
        "Jan Mazur": {
            "phone": "+48600210100", "employer": "Chemia Oświęcim S.A.", "job_title": "spawacz",
            "languages": "Polish native",
        },
        "Anna Gil": {
            "phone": "+48600210101", "employer": "Chemia Oświęcim S.A.", "job_title": "ślusarz",
            "languages": "Polish native, Ukrainian B1",
        },
        "Piotr Wilk": {
            "phone": "+48600210102", "employer": "Huta Szkła Wisła sp. z o.o.",
            "job_title": "operator wózka", "languages": "Polish native",
        },
        "Ewa Kos": {
            "phone": "+48600210103", "employer": "Huta Szkła Wisła sp. z o.o.", "job_title": "pakowaczka",
            "languages": "Polish native, Russian B2",
        },
    },
    fates={"good": 4},
    employers=(CHEMISTRY, STEEL),
)  # fmt: skip

PERSONNEL = Animal(
    "English export of a personnel program", M, "employees.csv",
    one(
        ["Employee ID", "Full name", "Company", "Position", "Work e-mail", "Mobile phone", "Language skills",
         "Nationality", "Hours for mentoring", "Hire date"],
        ["E-1001", "Marek Zieliński", "Chemia Oświęcim SA", "welder", "marek@example.org",
         "+48 600 220 100", "Polish native, English B1", "PL", "Mon-Fri 14-15", "2019-03-01"],
        ["E-1002", "Ewa Sowa", "Chemia Oświęcim SA", "forklift operator", "ewa@example.org",
         "+48 600 220 101", "Polish native; Russian C1", "PL", "Tue 14-16", "2021-06-15"],
    ),
    text("utf-8-sig", ","),
    people={
        "Marek Zieliński": {
            "own_number": "E-1001", "phone": "+48600220100", "email": "marek@example.org",
            "week": "Mon–Fri 14:00–15:00", "note": "Hire date: 2019-03-01",
            "employer": "Chemia Oświęcim S.A.", "job_title": "welder",
            "languages": "Polish native, English B1",
        },
        "Ewa Sowa": {
            "own_number": "E-1002", "phone": "+48600220101", "email": "ewa@example.org",
            "week": "Tue 14:00–16:00", "note": "Hire date: 2021-06-15", "employer": "Chemia Oświęcim S.A.",
            "job_title": "forklift operator", "languages": "Polish native, Russian C1",
        },
    },
    fates={"good": 2},
    answers={("cell:employer", "chemia oswiecim sa"): CHEMISTRY},
    sensitive=("Nationality",),
    employers=(CHEMISTRY,),
)  # fmt: skip

BY_NIP = Animal(
    "employers by their NIP, Windows-1250", M, "mentorzy_nip.csv",
    one(
        ["Imię i nazwisko mentora", "NIP pracodawcy", "Stanowisko pracy", "Branża", "Języki", "Tel. służbowy",
         "Uwagi"],
        ["Jan Mazur", nip_number(700), "spawacz", "spawanie i metal", "polski ojczysty", "600 230 100",
         "zmiana A"],
    ),
    text("cp1250", ";"),
    people={
        "Jan Mazur": {
            "phone": "+48600230100", "note": "zmiana A", "employer": "Chemia Oświęcim S.A.",
            "job_title": "spawacz", "trade": "welding and metal", "languages": "Polish native",
        },
    },
    fates={"good": 1},
    employers=(CHEMISTRY,),
)  # fmt: skip

FORM = Animal(
    "online form for mentors", M, "Mentorzy (odpowiedzi).csv",
    one(
        ["Sygnatura czasowa", "Imię i nazwisko", "Nazwa pracodawcy", "Twoje stanowisko",
         "W jakich językach mówisz?",
         "Ilu nowych pracowników możesz wspierać naraz?", "Wolisz wspierać kobietę czy mężczyznę?",
         "Telefon lub e-mail"],
        ["2026/10/02 9:14:05 PM GMT+2", "Jan Mazur", CHEMISTRY, "spawacz", "polski ojczysty, ukraiński A2",
         "2",
         "bez znaczenia", "600 240 100"],
        ["2026/10/03 7:30:00 AM GMT+2", "Anna Gil", CHEMISTRY, "laborantka", "polski ojczysty", "jeden",
         "woli kobietę", "anna@example.org"],
    ),
    text("utf-8", ","),
    people={
        "Jan Mazur": {
            "phone": "+48600240100", "note": "Sygnatura czasowa: 2026/10/02 9:14:05 PM GMT+2",
            "employer": "Chemia Oświęcim S.A.", "job_title": "spawacz",
            "languages": "Polish native, Ukrainian A2", "room": "2",
        },
        "Anna Gil": {
            "email": "anna@example.org", "wish_gender": "woman", "wish_strength": "if possible",
            "note": "Sygnatura czasowa: 2026/10/03 7:30:00 AM GMT+2", "employer": "Chemia Oświęcim S.A.",
            "job_title": "laborantka", "languages": "Polish native",
        },
    },
    fates={"good": 2},
    employers=(CHEMISTRY,),
)  # fmt: skip

HOURS = Animal(
    "hours of each day and trades in words", M, "mentorzy grafik.xlsx",
    one(
        ["Pracodawca", "Nazwisko", "Imię", "Stanowisko", "Dział", "Języki", "Telefon", "pn", "wt", "śr",
         "czw",
         "pt"],
        [STEEL, "Mazur", "Jan", "spawacz", "spawalnia", "polski ojczysty", "600250100", "6-14", None, "6-14",
         None, None],
        [STEEL, "Gil", "Anna", "magazynierka", "magazyn", "polski ojczysty, ukr. B1", "600250101", None,
         "14-16", None, "14-16", None],
    ),
    book(),
    people={
        "Jan Mazur": {
            "phone": "+48600250100", "week": "Mon and Wed 6:00–14:00",
            "employer": "Huta Szkła Wisła sp. z o.o.", "job_title": "spawacz", "trade": "welding and metal",
            "languages": "Polish native",
        },
        "Anna Gil": {
            "phone": "+48600250101", "week": "Tue and Thu 14:00–16:00",
            "employer": "Huta Szkła Wisła sp. z o.o.", "job_title": "magazynierka", "trade": "warehouse",
            "languages": "Polish native, Ukrainian B1",
        },
    },
    fates={"good": 2},
    employers=(STEEL,),
)  # fmt: skip

ARCHIVE = Animal(
    "health and papers beside the names, dates of papers", M, "wykaz mentorów.xlsx",
    one(
        ["WYKAZ PRACOWNIKÓW – MENTORZY"],
        ["Lp.", "Imię i nazwisko", "Seria i nr dowodu", "Orzeczenie o niepełnosprawności", "Pracodawca",
         "Funkcja",
         "Znajomość języków", "E-mail", "Umowa od"],
        [1, "Jan Mazur", "ABC 123456", "nie", CHEMISTRY, "brygadzista", "polski ojczysty", "jan@example.org",
         datetime(2026, 1, 1)],
        [2, "Anna Gil", "ABD 123457", "umiarkowany", CHEMISTRY, "mistrzyni", "polski ojczysty, niemiecki A2",
         "anna@example.org", datetime(2026, 2, 1)],
        ["Razem: 2"],
    ),
    book("A1:I1"),
    people={
        "Jan Mazur": {
            "email": "jan@example.org", "note": "Umowa od: 01.01.2026", "employer": "Chemia Oświęcim S.A.",
            "job_title": "brygadzista", "languages": "Polish native",
        },
        "Anna Gil": {
            "email": "anna@example.org", "note": "Umowa od: 01.02.2026", "employer": "Chemia Oświęcim S.A.",
            "job_title": "mistrzyni", "languages": "Polish native, German A2",
        },
    },
    fates={"good": 2},
    left=(("title", "WYKAZ PRACOWNIKÓW – MENTORZY"), ("total", "Razem: 2")),
    sensitive=("Seria i nr dowodu", "Orzeczenie o niepełnosprawności"),
    employers=(CHEMISTRY,),
)  # fmt: skip

MENTORS = [UNKNOWN_EMPLOYER, MERGED_EMPLOYERS, PERSONNEL, FORM, HOURS, ARCHIVE, BY_NIP]
