"""An import goes in whole or not at all, once; cancelled, killed or refused it changes nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from base.audit.models import Record
from base.common.errors import Refusal
from families.domain.households import data_of, register_household, revise_household
from families.models import Household
from intake.domain import importing
from intake.domain.importing import import_upload, request_import
from intake.domain.planning import plan_import
from intake.domain.sheets.kinds import SHEETS
from intake.domain.uploads import cancel_upload
from intake.enums import Fate, Kind, Scope, UploadState
from intake.models import ImportedPerson, KnownHeading, StagedRow, Upload
from tests.factories.intake import GOOD, ROBOT, ready, row
from tests.factories.mentors import ParticipationFactory
from tests.factories.organisations import CentreFactory, EmployerFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db]

BAD = row(contact_name="Iryna Bondar", phone="600 100 300", languages="")
OTHER = row(contact_name="Natalia Mazur", phone="600 200 400")
ASKED = row(contact_name="Jan Lis", phone="600 300 500", week="po uzgodnieniu z mężem, może jutro")


@pytest.fixture
def centre():
    return CentreFactory()


def imported(upload, scope=Scope.GOOD):
    return import_upload(request_import(upload, scope=scope, by=ROBOT), by=ROBOT)


def fates(upload):
    return list(upload.rows.order_by("number").values_list("fate", "person_label"))


def refusal_of(act):
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def words_kept(upload):
    return [
        one.number
        for one in upload.rows.order_by("number")
        if any(one.texts) or one.cells or one.readings or one.warnings or one.traits or one.twins
    ]


# --- what goes in --------------------------------------------------------------------------------------


def test_list_goes_in_and_what_is_to_be_mended_waits(centre):
    upload = imported(ready(centre, row(), BAD, OTHER))
    assert (upload.state, upload.imported, upload.bad) == (UploadState.DONE, 2, 1)
    assert fates(upload) == [(Fate.IMPORTED, "K-1"), (Fate.BAD, ""), (Fate.IMPORTED, "K-2")]
    assert list(Household.objects.order_by("number").values_list("label", "contact_name")) == [
        ("K-1", "Olena Kowal"),
        ("K-2", "Natalia Mazur"),
    ]
    assert set(upload.rows.values_list("person_version", flat=True)) == {1, None}
    assert list(ImportedPerson.objects.order_by("label").values_list("label", "upload")) == [
        ("K-1", upload.pk),
        ("K-2", upload.pk),
    ]
    assert upload.imported_at is not None


def test_words_of_what_went_in_are_blanked_and_those_to_be_mended_stay(centre):
    upload = imported(ready(centre, row(), BAD, row(), ASKED))
    assert words_kept(upload) == [3, 5]
    assert {one.row.number for one in upload.questions.all()} <= {3, 5}
    assert upload.blanked_at is None
    assert {sample for column in upload.columns for sample in column["samples"]} == set()
    assert imported(ready(centre, OTHER)).blanked_at is not None


def test_same_file_again_changes_nothing(centre):
    imported(ready(centre, row(), OTHER))
    before = (
        list(Household.objects.order_by("pk").values()),
        list(ImportedPerson.objects.order_by("pk").values()),
        Record.objects.exclude(act__startswith="intake.").count(),
    )
    again = ready(centre, row(), OTHER)
    assert fates(again) == [(Fate.REPEATED, "K-1"), (Fate.REPEATED, "K-2")]
    assert refusal_of(lambda: request_import(again, by=ROBOT)) == "nothing"
    # Beside somebody new the others go through an import, and are left as they are.
    third = ready(centre, row(), OTHER, row(contact_name="Jan Lis", phone="600 300 500"))
    assert imported(third).imported == 1
    after = (
        list(Household.objects.exclude(label="K-3").order_by("pk").values()),
        list(ImportedPerson.objects.exclude(label="K-3").order_by("pk").values()),
        Record.objects.exclude(act__startswith="intake.").exclude(object_label="K-3").count(),
    )
    assert after == before


@pytest.mark.parametrize("kind", Kind.values)
def test_same_file_again_changes_nothing_whatever_its_kind(centre, kind):
    ParticipationFactory(centre=centre, employer=EmployerFactory(name=GOOD[Kind.MENTORS]["employer"]))
    papers = {"consent_on": "01.10.2025", "interviewed_on": "02.10.2025", "trained_on": "03.10.2025"}
    one = GOOD[kind] | {"note": "Woli rano."} | (papers if kind == Kind.VOLUNTEERS else {})
    assert imported(ready(centre, one, kind=kind)).imported == 1
    again = ready(centre, one, kind=kind).rows.get()
    assert (again.fate, again.differences) == (Fate.REPEATED, {})


def test_good_rows_alone_or_all_with_what_is_not_clear_in_the_note(centre):
    good = ready(centre, row(), ASKED)
    assert fates(good) == [(Fate.GOOD, ""), (Fate.ASKED, "")]
    imported(good)
    assert list(Household.objects.values_list("contact_name", flat=True)) == ["Olena Kowal"]
    every = imported(ready(centre, ASKED, OTHER), scope=Scope.ALL)
    assert (every.imported, every.asked) == (2, 0)
    note = Household.objects.get(contact_name="Jan Lis").note
    assert ASKED["week"] in note
    # The question was settled by that: the same file again asks nothing, and changes nothing.
    assert [fate for fate, _label in fates(ready(centre, ASKED, OTHER))] == [Fate.REPEATED] * 2


def test_perhaps_the_same_counts_as_somebody_else_when_all_go_in(centre):
    imported(ready(centre, row()))
    upload = ready(centre, row(contact_name="Anna Mazur"))
    assert fates(upload) == [(Fate.ASKED, "")]
    assert imported(upload, scope=Scope.ALL).imported == 1


def test_two_rows_that_contradict_each_other_wait_also_when_all_go_in(centre):
    upload = imported(ready(centre, row(), row(address="ul. Inna 1")), scope=Scope.ALL)
    assert (upload.imported, upload.asked, Household.objects.count()) == (1, 1, 1)


def test_columns_that_a_person_let_in_are_remembered(centre):
    upload = ready(centre, row())
    assert KnownHeading.objects.count() == 0
    request_import(upload, by=ROBOT)
    assert KnownHeading.objects.get(heading="telefon").meaning["targets"] == ["phone"]


def test_import_is_on_record_for_the_list_and_for_each_person(centre):
    imported(ready(centre, row(), BAD))
    acts = list(Record.objects.order_by("pk").values_list("act", flat=True))
    assert acts == [
        "intake.upload.staged",
        "intake.upload.import_asked",
        "families.household.registered",
        "intake.upload.imported",
    ]
    assert Record.objects.get(act="intake.upload.imported").details == {
        "kind": "families", "imported": 1, "updated": 0, "repeated": 0, "bad": 1, "asked": 0, "left": 0,
    }  # fmt: skip


# --- what turned up meanwhile --------------------------------------------------------------------------


def test_somebody_added_between_preview_and_import_is_not_added_twice(centre):
    first = ready(centre, row(), OTHER)
    imported(ready(centre, row(note="from the other list")))
    first = imported(first)
    assert (first.imported, first.repeated, Household.objects.count()) == (1, 1, 2)


def test_somebody_alike_added_meanwhile_is_asked_about(centre):
    first = ready(centre, row(), OTHER)
    imported(ready(centre, row(contact_name="Anna Lis")))
    first = imported(first)
    assert (first.imported, first.asked) == (1, 1)


def test_somebody_changed_in_splot_between_preview_and_import_is_asked_about(centre):
    imported(ready(centre, row()))
    newer = ready(centre, row(address="ul. Długa 5"), OTHER)
    household = Household.objects.get()
    revise_household(household, data=replace(data_of(household), address="ul. Nowa 1"), by=ROBOT)
    newer = imported(newer)
    household.refresh_from_db()
    assert (household.address, newer.asked, newer.updated, newer.imported) == ("ul. Nowa 1", 1, 0, 1)


def test_plan_made_before_somebody_came_does_not_hold(centre):
    imported(ready(centre, row()))
    upload = request_import(ready(centre, row(address="ul. Długa 5"), OTHER), by=ROBOT)
    plan = plan_import(upload)
    assert plan.still_holds()
    household = Household.objects.get()
    revise_household(household, data=replace(data_of(household), travel_km=9), by=ROBOT)
    assert not plan.still_holds()
    plan = plan_import(upload)
    register_household(centre, data=replace(data_of(household), import_key="x", members=tuple(
        replace(one, id=None) for one in data_of(household).members)), by=ROBOT)  # fmt: skip
    assert not plan.still_holds()


# --- what does not -------------------------------------------------------------------------------------


def failing(monkeypatch, error):
    """The room takes everybody, then something breaks."""
    kind = SHEETS[Kind.FAMILIES]
    register_many = kind.register_many

    def break_after(centre, rows, by):
        register_many(centre, rows, by)
        raise error

    monkeypatch.setattr(
        importing, "SHEETS", {**SHEETS, Kind.FAMILIES: replace(kind, register_many=break_after)}
    )


def nothing_went_in(upload):
    upload.refresh_from_db()
    assert (Household.objects.count(), ImportedPerson.objects.count()) == (0, 0)
    assert not Record.objects.filter(act="families.household.registered").exists()
    assert upload.imported == 0


def test_import_that_breaks_changes_nothing_and_waits_again(centre, monkeypatch):
    upload = request_import(ready(centre, row(), OTHER), by=ROBOT)
    with monkeypatch.context() as broken:
        failing(broken, RuntimeError())
        with pytest.raises(RuntimeError):
            import_upload(upload, by=ROBOT)
    nothing_went_in(upload)
    assert upload.state == UploadState.READY
    assert imported(upload).imported == 2


def test_person_refused_while_it_goes_in_takes_nobody_along_and_is_named(centre, monkeypatch):
    upload = request_import(ready(centre, row(), OTHER), by=ROBOT)
    kind = SHEETS[Kind.FAMILIES]

    def refuse(centre, rows, by):
        done = kind.register_many(centre, rows, by)
        if any(household.contact_name == "Natalia Mazur" for household in centre.households.all()):
            raise Refusal("Not her.", code="no")
        return done

    monkeypatch.setattr(importing, "SHEETS", {**SHEETS, Kind.FAMILIES: replace(kind, register_many=refuse)})
    upload = import_upload(upload, by=ROBOT)
    nothing_went_in(upload)
    assert (upload.state, upload.good, upload.bad) == (UploadState.READY, 1, 1)
    assert upload.rows.get(number=3).problems == {"contact_name": ["Not her."]}
    assert Record.objects.get(act="intake.upload.refused").details == {"code": "no", "bad": 1}
    assert imported(upload).imported == 1


def test_cancelled_import_changes_nothing_and_waits_again(centre):
    upload = request_import(ready(centre, row(), OTHER), by=ROBOT)
    cancel_upload(Upload.objects.get(pk=upload.pk), by=ROBOT)
    upload = import_upload(upload, by=ROBOT)
    nothing_went_in(upload)
    assert (upload.state, upload.good) == (UploadState.READY, 2)
    assert imported(upload).imported == 2


def test_killed_import_left_nothing_and_goes_in_when_asked_again(centre, monkeypatch):
    upload = request_import(ready(centre, row(), OTHER), by=ROBOT)
    with monkeypatch.context() as killed:
        failing(killed, KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            import_upload(upload, by=ROBOT)
    nothing_went_in(upload)
    assert upload.state == UploadState.IMPORTING
    assert refusal_of(lambda: request_import(upload, by=ROBOT)) == "state"
    Upload.objects.update(touched_at=timezone.now() - timedelta(minutes=3))
    assert imported(upload).imported == 2


def test_worker_of_an_earlier_turn_changes_nothing(centre):
    left_over = request_import(ready(centre, row()), by=ROBOT)
    Upload.objects.update(touched_at=timezone.now() - timedelta(minutes=3))
    request_import(Upload.objects.get(), by=ROBOT)
    upload = import_upload(left_over, by=ROBOT)
    nothing_went_in(upload)
    assert upload.state == UploadState.IMPORTING
    assert import_upload(upload, by=ROBOT).imported == 1


def test_list_not_asked_for_or_finished_is_left_alone(centre):
    upload = import_upload(ready(centre, row()), by=ROBOT)
    assert (upload.state, Household.objects.count()) == (UploadState.READY, 0)
    upload = imported(upload)
    assert import_upload(upload, by=ROBOT).imported == 1
    assert refusal_of(lambda: request_import(upload, by=ROBOT)) == "state"
    assert Household.objects.count() == 1


def test_nothing_good_is_nothing_to_import(centre):
    upload = ready(centre, BAD)
    assert refusal_of(lambda: request_import(upload, by=ROBOT)) == "nothing"
    assert refusal_of(lambda: request_import(upload, scope=Scope.ALL, by=ROBOT)) == "nothing"


def test_database_holds_one_remembered_person_once(centre):
    imported(ready(centre, row()))
    one = ImportedPerson.objects.get()
    with pytest.raises(IntegrityError):
        ImportedPerson.objects.create(centre=centre, kind=one.kind, label=one.label)


def test_progress_is_told_as_it_is_made_ready(centre, monkeypatch):
    monkeypatch.setattr("intake.domain.planning.PART", 1)
    told = []
    advance = importing.advance

    def listen(upload, worked):
        told.append((worked, upload.whole))
        advance(upload, worked)

    monkeypatch.setattr("intake.domain.planning.LOOKED_THROUGH", 0.5)
    monkeypatch.setattr("intake.domain.planning.MADE_READY", 1)
    upload = ready(centre, row(), BAD, OTHER)
    monkeypatch.setattr("intake.domain.rows.advance", listen)
    monkeypatch.setattr("intake.domain.planning.advance", listen)
    imported(upload)
    # One of two when all rows are looked through, then half a row for each that is made ready.
    assert told == [(1, 2), (2, 2), (2, 2)]
    assert StagedRow.objects.filter(fate=Fate.IMPORTED).count() == 2


def test_file_about_people_typed_in_by_hand_is_remembered_where_it_says_nothing_new(centre):
    imported(ready(centre, row()))
    ImportedPerson.objects.all().delete()  # as if somebody had typed the family in
    imported(ready(centre, row(), OTHER))
    household = Household.objects.get(label="K-1")
    revise_household(household, data=replace(data_of(household), address="ul. Nowa 1"), by=ROBOT)
    assert fates(ready(centre, row(), OTHER)) == [(Fate.REPEATED, "K-1"), (Fate.REPEATED, "K-2")]
