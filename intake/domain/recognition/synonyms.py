"""How people head their columns, in Polish, English, Ukrainian and Russian. Phrases are words without
diacritics in any order and form, with ";" between them; see `wording.is_form_of` for "=" and "*"."""

from collections.abc import Mapping, Sequence
from typing import Final

from intake.domain.readers.wording import words_in
from intake.enums import Kind

CAME_ON: Final = (
    "data zgloszenia; zgloszenie; zgloszono; wplynelo; przyjeto; zapisano; data rejestracji; rejestracja; "
    "data wplywu; data wplyniecia; data przyjecia; data wpisu; "
    "sygnatura czasowa; timestamp; znacznik czasu; submitted; created; application date; applied; data "
    "kontaktu; "
    "date entered; date created; date added; data utworzenia; godzina ukonczenia; "
    "completion time; utworzono; dodano; signed up; "
    "data wypelnienia; data dodania; data przystapienia; data formularza; czas przeslania; registration "
    "date; "
    "registered; дата звернення; дата заявки; дата обращения; отметка времени; позначка часу; data wniosku"
)
HELP: Final = (
    "pomoc; =pomagac; obszar pomocy; zakres pomocy; rodzaj pomocy; formy pomocy; zakres wsparcia; wsparcie; "
    "obszar; help; "
    "допомога; помощь; допомогти; помочь; forma wsparcia"
)
SYNONYMS: Final[Mapping[str, str]] = {
    "splot_label": "numer splocie; splot number; splot id; oznaczenie splocie",
    "own_number": (
        "nr karty; karta rodziny; karta uczestnika; numer sprawy; id; identyfikator; nr rodziny; wlasny "
        "numer; "
        "sygnatura; sygnatura sprawy; nr ewidencyjny; nr teczki; nr kartoteki; nr akt; symbol; kod rodziny; "
        "kod uczestnika; kod osoby; nr uczestnika; nr wolontariusza; nr deklaracji; nr umowy; nr "
        "porozumienia; "
        "nr wniosku; case number; case no; case id; file number; reference; =ref; own number; =number; "
        "=numer; =nr; "
        "номер справи; номер дела; znak sprawy"
    ),
    "phone": (
        "telefon; =tel; komorka; komorkowy; =kom; mobile; phone; telephone; cell; gsm; numer kontaktowy; "
        "kontakt telefoniczny; whatsapp; viber; signal; telegram; телефон; мобільнии; мобильныи; contact "
        "number"
    ),
    "email": (
        "email; mail; mailowy; adres email; poczta elektroniczna; adres elektroniczny; пошта; почта; емеил; "
        "імеил; "
        "електронна; электронная"
    ),
    "channel": (
        "kontaktowac; kontaktujemy; forma kontaktu; sposob kontaktu; preferowany kontakt; kanal kontaktu; "
        "kanal; "
        "droga kontaktu; reach them; how reach; contact channel; preferred contact; contact method; contact "
        "way; "
        "спосіб звязку; способ связи; kontaktujmy; preferred way"
    ),
    "language": (
        "jezyk korespondencji; jezyk kontaktu; jezyk komunikacji; jezyk rozmowy; jezyk rozmawiac; jezyk "
        "pisac; "
        "jezyk porozumiewac; preferowany jezyk; jezyk wiadomosci; jezyk listow; jezyk kontaktowac; language "
        "write; "
        "preferred language; language contact; correspondence language; communication language; мова "
        "спілкування; "
        "язык общения; мова листування"
    ),
    "languages": (
        "=jezyki; =jezykow; =jezykach; =jezykami; znajomosc jezykow; znajomosc jezyka; znajomosc jezyk*; "
        "jezyk obcy; "
        "jezyk ojczysty; =languages; language skills; spoken language; foreign language; native language; "
        "mother tongue; speaks; mowi; mowisz; =мови; =языки; =мовами; =языками; володіння мовами; знание "
        "языков; рідна мова; "
        "роднои язык; poziom jezyka; kompetencje jezykowe; jakich jezykow"
    ),
    "week": (
        "dostepnosc; dyspozycyjnosc; dostepny; dyspozycyjny; wolne godziny; wolny czas; wolne terminy; "
        "wolny; kiedy; =dzien; =free; "
        "terminy; godziny; dni tygodnia; =dni; godziny mentoring; preferowane terminy; pora; pora dnia; "
        "availability; available; free hours; free time; hours; =days; when; schedule; harmonogram; grafik; "
        "czas spotkan; termin spotkan; доступність; вільнии час; вільні години; =коли; свободное время; "
        "=когда; "
        "доступность; години; часы"
    ),
    "postcode": (
        "kod pocztowy; =kod; postcode; post code; postal code; =zip; zip code; індекс; индекс; поштовии "
        "індекс"
    ),
    "place_name": (
        "miejscowosc; miasto; miejsce zamieszkania; zamieszkanie; zamieszkala; mieszka; mieszkasz; "
        "lokalizacja; "
        "miejsce pobytu; miejsce; place; city; town; village; residence; live; living; location; wies; "
        "locality; "
        "місто; город; населении пункт; населенныи пункт; место жительства; місце проживання; gdzie "
        "mieszka; poczta"
    ),
    "address": (
        "ulica; =ul; adres; adres zamieszkania; adres pobytu; adres korespondencyjny; street; street "
        "number; address; "
        "ulica numer; ulica domu; ulica mieszkania; вулиця; улица; адреса; адрес"
    ),
    "gender": "plec; plci; gender; =sex; стать; =пол",
    "wish_gender": (
        "plec pomocnika; plec wolontariusza; plec opiekuna; preferowana plec; preferencje plci; "
        "preferencje; woli; zyczenia; zyczenie; "
        "helper gender; gender preference; preferred gender; plec pracownika; plec podopiecznego; gender "
        "help; "
        "plec pomaga; gender colleague; preferencja plec; wolontariusz kobieta; kobieta mezczyzna "
        "wolontariusz; volunteer man woman; helper man woman"
    ),
    "wish_strength": "wazne zyczenie; strong wish; sila zyczenia; wazne plec",
    "travel_km": (
        "dojechac; dojazd; dojazdu; dojezdzac; travel; =km; odleglosc; zasieg; daleko; distance; kilometry; "
        "promien; "
        "radius; відстань; расстояние"
    ),
    "room": "",
    "note": (
        "uwagi; uwaga; notatki; notatka; komentarz; dodatkowe informacje; inne informacje; opis; opis "
        "sytuacji; "
        "note; comment; remark; additional information; other information; примітки; примечания; коментар; "
        "комментарии; adnotacje; spostrzezenia"
    ),
    "waiting_since": (
        f"{CAME_ON}; czeka; oczekuje; waiting since; waiting; kiedy zgloszono; od kiedy czeka; w kolejce"
    ),
    "applied_on": CAME_ON,
    "consent_on": (
        "zgoda dobieranie; zgoda; consent matching; consent; zgoda rodo; zgoda przetwarzanie danych; =rodo; "
        "gdpr; "
        "data zgody; oswiadczenie zgoda; згода; согласие"
    ),
    "interviewed_on": (
        "rozmowa; rozmowa kwalifikacyjna; rozmowa wstepna; data rozmowy; interview; spotkanie wstepne; "
        "spotkanie rekrutacyjne; співбесіда; собеседование"
    ),
    "trained_on": (
        "szkolenie; szkolenie wstepne; data szkolenia; przeszkolony; training; trained; навчання; обучение"
    ),
    "checked_rspts": (
        "rspts; rsptps; =rps; rejestr sprawcow; rejestr sprawcow przestepstw; rejestr przestepcow "
        "seksualnych; "
        "sex offender register; offender register"
    ),
    "checked_commission": "rejestr komisji; rejestr panstwowej komisji; komisja pedofilia; state commission",
    "checked_krk": (
        "krk; niekaralnosc; zaswiadczenie niekaralnosci; krajowy rejestr karny; criminal record; karalnosc; "
        "oswiadczenie niekaralnosci"
    ),
    "checked_foreign": (
        "karalnosc zagranicy; niekaralnosc zagranica; niekaralnosc kraju pochodzenia; record abroad; "
        "foreign record"
    ),
    "checked_residence": (
        "oswiadczenie 20 lat; residence statement; statement 20 year; oswiadczenie zamieszkania"
    ),
    "checked_liability": "oswiadczenie odpowiedzialnosci; odpowiedzialnosc karna; liability statement",
    "checked_standards": (
        "standardy ochrony maloletnich; standardy; protection standards; ochrona maloletnich; "
        "polityka ochrony dzieci; ochrona dzieci"
    ),
    "checked_training": (
        "szkolenie kontakt maloletnimi; szkolenie ochrona dzieci; szkolenie maloletni; training minors"
    ),
    "offers": (
        f"{HELP}; oferta; oferuje; moze pomoc; offer; umie pomoc; can help; pomoc rodzinie; "
        "zakres wolontariatu"
    ),
    "needs": (
        f"{HELP}; potrzeby; potrzebuje; potrzebna pomoc; oczekiwania; oczekiwana pomoc; need; problem; "
        f"потреби; "
        "=prosi; potrzebuja; потрібна допомога; нужна помощь; потребности; cel zgloszenia"
    ),
    "wants_polish": (
        "cwiczyc polski; nauka polskiego; uczyc polskiego; nauczyc polskiego; practise polish; practice "
        "polish; "
        "konwersacje polski; lekcje polskiego; kurs polskiego; learn polish; polish lessons"
    ),
    "contact_name": (
        "imie nazwisko; osoba kontaktowa; =kto; osoba kontakt; contact person; name surname; full name; "
        "=name; zglaszajacy; imie nazwisko zglaszajacego; klient; klientka; beneficjent; beneficjentka; "
        "uczestnik; "
        "uczestniczka; nazwa rodziny; rodzina; family; podopieczny; glowa rodziny; dane osobowe; personalia; "
        "nazwisko rodziny; first name surname; first last name; імя прізвище; =піб; =фио; имя фамилия; "
        "контактна особа"
    ),
    "contact_first": "imie; imiona; first name; given name; forename; =імя; =имя",
    "contact_last": "nazwisko; surname; last name; family name; прізвище; фамилия",
    "first_name": "imie; imiona; first name; given name; forename; =імя; =имя",
    "last_name": "nazwisko; surname; last name; family name; прізвище; фамилия",
    "full_name": (
        "imie nazwisko; full name; =name; name surname; wolontariusz; wolontariuszka; kandydat; kandydatka; "
        "mentor; "
        "mentorka; volunteer; opiekun; personalia; dane osobowe; first name surname; first last name; "
        "uczestnik; "
        "pracownik; osoba; імя прізвище; =піб; =фио; имя фамилия"
    ),
    "age": (
        "wiek; =age; rok urodzenia; birth year; year birth; wiek osoby kontaktowej; age contact; wiek "
        "zglaszajacego; "
        "lata; =вік; возраст; ile lat"
    ),
    "adults": (
        "wiek doroslych; dorosli; doroslych; pozostali dorosli; inni dorosli; adult; ages adults; other "
        "adults; "
        "wiek meza; wiek zony; wiek malzonka; =maz; =zona; malzonek; дорослі; взрослые"
    ),
    "children": (
        "dzieci; wiek dzieci; dziecko; wiek dziecka; wiek dziecko; imiona wiek dzieci; children; ages "
        "children; "
        "age children; child age; child; kids; =syn; corka; rok urodzenia dziecka; rok urodzenia dzieci; "
        "діти; дети; "
        "вік дітеи; вік діти; возраст дети; возраст детеи; liczba dzieci; ile dzieci; number children"
    ),
    "family": (
        "sklad rodziny; czlonkowie rodziny; liczba osob rodzinie; liczba osob; ile osob; family members; "
        "family size; household; household members; domownicy; gospodarstwo; gospodarstwo domowe; склад "
        "сімї; "
        "состав семьи; liczebnosc rodziny; sklad gospodarstwa"
    ),
    "employer": (
        "pracodawca; firma; zaklad; zaklad pracy; =nip; nazwa firmy; nazwa pracodawcy; company; employer; "
        "przedsiebiorstwo; miejsce pracy; spolka; workplace; company name; роботодавець; работодатель; nip "
        "firmy; nip pracodawcy; nip zakladu"
    ),
    "job_title": (
        "stanowisko; zawod; stanowisko pracy; job title; =job; position; profession; occupation; funkcja; "
        "посада; должность; =role; =rola"
    ),
    "trade": "branza; trade; industry; sektor; dzial; sector; department; rodzaj pracy; галузь; отрасль",
    "house": "nr domu; nr budynku; =dom; house number; house no; building; nr posesji; дім; будинок; дом",
    "flat": "nr lokalu; nr mieszkania; lokal; =m; nr m; flat number; flat; apartment; =mieszkanie; квартира",
    "district": "dzielnica; osiedle; district; quarter; neighbourhood; раион; czesc miasta",
    "level": "poziom; =poz; stopien; level; рівень; уровень; poziom zaawansowania; stopien znajomosci",
}  # fmt: skip
OF_KIND: Final[Mapping[str, Mapping[str, str]]] = {
    Kind.VOLUNTEERS: {
        "room": (
            "rodzin naraz; liczba rodzin; ilu rodzinom; max rodzin; families time; number families; how "
            "many families; max families; maximum families; "
            "ilu rodzin; ile rodzin; pojemnosc; capacity; liczba podopiecznych; ilu osobom; maks rodzin"
        ),
    },
    Kind.MENTORS: {
        "room": (
            "nowych pracownikow naraz; nowych pracownikow; new colleagues; colleagues time; ilu pracownikow; "
            "liczba podopiecznych; ilu osobom; max osob; ile osob; ilu osob; mentees; capacity; liczba osob; "
            "ilu podopiecznych; liczba pracownikow; ilu nowych"
        ),
        "wish_gender": "plec nowego pracownika; new colleague gender",
    },
    Kind.FAMILIES: {},
}  # fmt: skip
#: Words that go without saying in a list of this kind.
LIGHT: Final[Mapping[str, Sequence[str]]] = {
    Kind.FAMILIES: words_in(
        "rodzina family zglaszajac* kontaktow* =kontaktu =kontakt =contact klient beneficjent* "
        "uczestni* podopieczn* родина сімя семья osoby osobie"
    ),
    Kind.VOLUNTEERS: words_in(
        "wolontariusz wolontariuszka volunteer kandydat kandydatka волонтер kontaktow* =contact "
        "zglaszajac* uczestni* osoby"
    ),
    Kind.MENTORS: words_in("mentor mentorka mentora ментор kontaktow* =contact pracownika opiekuna osoby"),
}
#: Somebody else than the person the row is of: what belongs to them is not the person's.
OTHER_PEOPLE: Final[Mapping[str, Sequence[str]]] = {
    Kind.FAMILIES: words_in(
        "dziec* =syn =syna cork* =maz mezus =meza zona =zony malzon* partner* ojciec =ojca matka "
        "=matki child* husband wife spouse father mother wolontariusz volunteer koordynator "
        "coordinator tlumacz* pracodawc* wychowawc* opiekun* mentor asystent* szkoly pomocnik "
        "helper"
    ),
    Kind.VOLUNTEERS: words_in(
        "rodzin* famil* dziec* child* koordynator coordinator rodzic* parent* opiekuna "
        "podopieczn* pracodawc* ojciec =ojca matka =matki pomaga help beneficjent*"
    ),
    Kind.MENTORS: words_in(
        "podopieczn* mentee koordynator coordinator kierownik* manager przelozon* supervisor "
        "nowego new colleague pracodawc* firm* company"
    ),
}
#: What a person is called by and reached through: never somebody else's.
OF_A_PERSON: Final = frozenset(
    [
        "phone",
        "email",
        "channel",
        "language",
        "languages",
        "gender",
        "age",
        "contact_name",
        "contact_first",
        "contact_last",
        "first_name",
        "last_name",
        "full_name",
        "name_last_first",
        "last_first",
        "address",
        "postcode",
        "place_name",
    ]
)
#: Until when something holds, not the day it was done.
TERM: Final = ("waznos*", "wazne", "wazny", "expir*", "valid*", "nastepn*", "kolejn*", "next")
#: A heading with one of these is not that target, whatever else stands in it.
NEVER: Final[Mapping[str, tuple[str, ...]]] = {
    "contact_name": ("panienskie", "rodowe"),
    "contact_last": ("panienskie", "rodowe", "maiden"),
    "last_name": ("panienskie", "rodowe", "maiden"),
    "contact_first": ("drugie", "middle"),
    "first_name": ("drugie", "middle"),
    "address": ("email", "mail", "mailowy", "elektroniczn*", "=ip", "=www", "strona"),
    "place_name": ("urodzen*", "birth", "spotka*", "meeting", "pracy", "work", "email", "elektroniczn*"),
    "phone": ("komputer", "computer"),
    "children": ("ochron*", "protection", "szkoleni*"),
    "own_number": ("duzej", "czasow*", "=czas", "time*"),
    "week": ("zgloszeni*", "ostatni*", "last", "zakonczen*", "rozpoczec*"),
}  # fmt: skip
#: Headings that only their values can explain, by target in the order they are tried.
UNCLEAR: Final[Mapping[str, tuple[str, ...]]] = {
    "kontakt": ("phone", "email", "phone_email", "channel", "contact_name", "full_name"),
    "contact": ("phone", "email", "phone_email", "channel", "contact_name", "full_name"),
    "контакт": ("phone", "email", "phone_email", "channel", "contact_name", "full_name"),
    "kontakty": ("phone", "email", "phone_email"),
    "dane kontaktowe": ("phone", "email", "phone_email"),
    "contact details": ("phone", "email", "phone_email"),
    "jezyk": ("languages", "language"),
    "language": ("languages", "language"),
    "мова": ("languages", "language"),
    "язык": ("languages", "language"),
    "data": ("waiting_since", "applied_on"),
    "date": ("waiting_since", "applied_on"),
    "дата": ("waiting_since", "applied_on"),
    "wiek": ("age", "children"),
    "age": ("age", "children"),
    "adres": ("whole_address", "postcode_place", "address", "place_name", "postcode", "email"),
    "address": ("whole_address", "postcode_place", "address", "place_name", "postcode", "email"),
    "adres zamieszkania": ("whole_address", "postcode_place", "address", "place_name", "postcode"),
    "adres pobytu": ("whole_address", "postcode_place", "address", "place_name", "postcode"),
    "miejsce zamieszkania": ("place_name", "whole_address", "postcode_place", "address"),
    "nazwa": ("contact_name", "full_name", "employer"),
    "osoba": ("contact_name", "full_name"),
}  # fmt: skip
