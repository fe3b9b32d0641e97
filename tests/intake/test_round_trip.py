"""People go out as a list, the list is made into somebody's own, and comes back: elsewhere they are the same
people, and where they came from nothing is written."""

import csv
import io
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from base.audit.models import Record
from base.common.enums import AgeBand, Gender, GenderWish, HelpArea, Trade, WishStrength
from base.places.gazetteer import resolve
from base.places.languages import Level, Spoken
from base.places.week import Week
from intake.domain.importing import import_upload, request_import
from intake.domain.outgoing.exporting import people_csv, people_xlsx
from intake.domain.sheets.kinds import SHEETS
from intake.domain.staging import stage_upload
from intake.domain.uploads import judge_upload
from intake.enums import Fate, Kind, UploadState
from intake.queries import questions_of
from mentors.domain.participations import register_employer
from tests.factories.intake import ROBOT
from tests.factories.mentors import organisation_data, participation_data
from tests.factories.organisations import CentreFactory
from tests.intake.disguise import disguised

pytestmark = pytest.mark.django_db
FIRST = ("Olena", "Iryna", "Jan", "Zofia", "Łucja", "Święcisław", "Anna", "Reza")
LAST = ("Kowal", "Nowak-Lis", "Żak", "Bondarenko", "O'Brien", "Ćwik")
PLACES = (("30-619", "Kraków"), ("09-402", "Płock"), ("33-100", "Tarnów"), ("32-050", "Skawina"))
NOTES = ("", "Pies w domu.", "Dzwonić po 16.", "Ma samochód, prosi o SMS")
MINORS = [band for band in AgeBand if band.is_minor]
ADULTS = [band for band in AgeBand if not band.is_minor]
HOURS = st.tuples(st.integers(8, 14), st.integers(1, 6)).map(lambda pair: f"{pair[0]}-{sum(pair)}")
WEEK = st.dictionaries(
    st.sampled_from(["pn", "wt", "śr", "czw", "pt", "sob", "nd"]), HOURS, min_size=1, max_size=4
).map(lambda days: Week.parse(", ".join(f"{day} {hours}" for day, hours in days.items())))
DAY = st.dates(date(2024, 1, 1), date(2026, 9, 30))
LANGUAGES = st.dictionaries(
    st.sampled_from(("uk", "pl", "en", "ru", "de", "be")), st.sampled_from(Level), min_size=1, max_size=3
).map(lambda spoken: tuple(Spoken(code, level) for code, level in spoken.items()))
WISH = st.sampled_from(
    (
        (GenderWish.ANY, WishStrength.NONE),
        (GenderWish.WOMAN, WishStrength.PREFER),
        (GenderWish.MAN, WishStrength.MUST),
    )
)
AREAS = st.frozensets(st.sampled_from(HelpArea), min_size=1, max_size=3)
COMMON = {
    "languages": LANGUAGES,
    "week": WEEK,
    "wish": WISH,
    "gender": st.sampled_from((Gender.WOMAN, Gender.MAN, "")),
    "language": st.sampled_from(("pl", "uk", "en")),
    "note": st.sampled_from(NOTES),
    "has_email": st.booleans(),
}
OF_KIND = {
    Kind.FAMILIES: {
        "where": st.sampled_from(PLACES),
        "address": st.sampled_from(("", "ul. Wielicka 12/3", "Długa 5a")),
        "needs": AREAS,
        "wants_polish": st.sampled_from(("yes", "no")),
        "age": st.sampled_from(ADULTS),
        "adults": st.lists(st.sampled_from(ADULTS), max_size=2).map(tuple),
        "children": st.lists(st.sampled_from(MINORS), max_size=3).map(tuple),
        "travel_km": st.integers(0, 60),
        "waiting_since": DAY,
    },
    Kind.VOLUNTEERS: {
        "where": st.sampled_from(PLACES),
        "offers": AREAS,
        "travel_km": st.integers(1, 60),
        "room": st.integers(1, 3),
        "applied_on": DAY,
    },
    Kind.MENTORS: {
        "trade": st.sampled_from([one for one in Trade if one != Trade.OTHER]),
        "job_title": st.sampled_from(("spawacz", "operator wózka", "brygadzistka")),
        "room": st.integers(1, 3),
    },
}


def people_of(kind):
    """Up to three people of a kind, as what the columns of a list tell of them."""
    return st.lists(st.fixed_dictionaries(COMMON | OF_KIND[kind]), min_size=1, max_size=3)


def centre_with(kind):
    centre = CentreFactory()
    if kind == Kind.MENTORS:
        register_employer(centre, data=participation_data(), by=ROBOT)
    return centre


def registered(kind, centre, people, rng):
    """These people at the centre, through the verbs; all of different names."""
    sheet = SHEETS[kind]
    surroundings = sheet.surroundings(centre)
    names = rng.sample([(first, last) for first in FIRST for last in LAST], len(people))
    for number, (drawn, (first, last)) in enumerate(zip(people, names, strict=True)):
        values = {name: value for name, value in drawn.items() if value not in ("", ())}
        values["wish_gender"], values["wish_strength"] = values.pop("wish")
        # Never the same, nor one slip apart: then it would rightly be asked whether two are one.
        values["phone"] = f"+48600{number}{number}{number}{rng.randrange(1000):03}"
        if values.pop("has_email"):
            values["email"] = f"osoba{number}@example.org"
        if where := values.pop("where", None):
            values["place"] = resolve(*where)
        if kind == Kind.FAMILIES:
            values["contact_name"] = f"{first} {last}"
        else:
            values |= {"first_name": first, "last_name": last}
        if kind == Kind.MENTORS:
            values["employer"] = organisation_data().name
        sheet.register_many(centre, [sheet.build(values, surroundings)], ROBOT)


def exported(sheet, centre, language, *, as_book):
    if as_book:
        book = load_workbook(io.BytesIO(people_xlsx(sheet, centre, None, language))).active
        return [[cell or "" for cell in line] for line in book.iter_rows(values_only=True)]
    text = people_csv(sheet, centre, None, language).decode("utf-8-sig")
    harmless = csv.reader(io.StringIO(text), delimiter=";")
    return [[cell.removeprefix("'") for cell in line] for line in harmless]


def sent_in(kind, centre, content, name):
    return judge_upload(
        stage_upload(centre, kind=kind, content=content, file_name=name, by=ROBOT, language="en")
    )


def told(upload):
    """What stands in the way, for a failing test to say."""
    rows = [(row.number, row.fate, row.problems, row.differences, row.cells) for row in upload.rows.all()]
    asked = [(one.topic, one.said) for one in questions_of(upload)]
    return [(column["heading"], column["targets"], column["why"]) for column in upload.columns], asked, rows


def values_at(kind, centre):
    people = SHEETS[kind].values_of(centre, None).values()
    return sorted(
        ({name: value for name, value in one.items() if name != "splot_label"} for one in people),
        key=lambda one: one["phone"],
    )


@pytest.mark.parametrize("kind", Kind)
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data(), rng=st.randoms(use_true_random=False))
def test_people_survive_export_disguise_and_import(kind, data, rng):
    sheet, centre, elsewhere = SHEETS[kind], centre_with(kind), centre_with(kind)
    registered(kind, centre, data.draw(people_of(kind)), rng)
    lines = exported(sheet, centre, data.draw(st.sampled_from(("pl", "en"))), as_book=rng.random() < 0.5)
    content, name = disguised(sheet, lines, rng)

    upload = sent_in(kind, elsewhere, content, name)
    assert upload.state == UploadState.READY, told(upload)
    assert {row.fate for row in upload.rows.all()} == {Fate.GOOD}, told(upload)
    upload = import_upload(request_import(upload, by=ROBOT), by=ROBOT)
    assert upload.state == UploadState.DONE
    assert values_at(kind, elsewhere) == values_at(kind, centre), told(upload)

    before, written = values_at(kind, centre), versions(kind, centre)
    back = sent_in(kind, centre, content, name)
    assert {row.fate for row in back.rows.all()} == {Fate.REPEATED}, told(back)
    assert (values_at(kind, centre), versions(kind, centre)) == (before, written)


def versions(kind, centre):
    """How often everybody was written, and how many records tell of people."""
    people = SHEETS[kind].known_people(centre)
    records = Record.objects.filter(organisation_id=centre.pk).exclude(act__startswith="intake.")
    return [(one.label, one.version) for one in people], records.count()
