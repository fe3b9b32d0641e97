"""Clearance for contact with minors: what counts on a day, what is recorded, how long it lasts."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from base.audit.actor import Robot
from base.audit.models import Record
from base.common.events import subscribe
from tests.factories.organisations import CentreFactory
from tests.factories.volunteers import ClearanceItemFactory, VolunteerFactory, clear, volunteer_with
from volunteers.domain.clearance import months_later, record_clearance_item, revoke_clearance_item
from volunteers.domain.terms import EXAMPLE_SOURCE, set_clearance_term, ship_default_terms
from volunteers.enums import ClearanceKind, ClearanceResult, ClearanceState
from volunteers.events import ClearanceChanged
from volunteers.models import ClearanceItem, ClearanceTerm, Volunteer
from volunteers.queries import (
    clearance_of,
    clearance_term,
    clearances_lapsing,
    cleared_on,
    with_clearance,
)

pytestmark = pytest.mark.django_db
ALICE = Robot("Alice", actor_id=7)
KRK = ClearanceKind.CRIMINAL_RECORD
DAY = date(2026, 6, 1)
A_DAY = timedelta(days=1)


def check(volunteer, kind=KRK, result=ClearanceResult.CLEAN, checked_on=DAY, **more):
    return record_clearance_item(volunteer, kind=kind, result=result, checked_on=checked_on, by=ALICE, **more)


def states(volunteer, on) -> dict[str, str]:
    lines = clearance_of(Volunteer.objects.get(pk=volunteer.pk), on=on)
    return {line.kind.value: line.state.value for line in lines}


def is_cleared(on: date) -> bool:
    return cleared_on(Volunteer.objects.all(), on=on).exists()


def test_item_keeps_what_was_checked_and_by_whom():
    item = check(VolunteerFactory(), reference=" KRK 1/26 ")
    assert (item.valid_until, item.reference, item.checked_by_label, item.checked_by_id) == (
        date(2027, 6, 1),
        "KRK 1/26",
        "Alice",
        7,
    )


def test_audit_of_an_item_holds_no_result():
    check(VolunteerFactory(), result=ClearanceResult.NOT_CLEAN)
    assert Record.objects.get().details == {"kind": "krk", "checked_on": "2026-06-01"}


def test_recording_and_revoking_tell(django_capture_on_commit_callbacks):
    heard = []
    end = subscribe(ClearanceChanged, heard.append)
    volunteer = VolunteerFactory()
    with django_capture_on_commit_callbacks(execute=True):
        item = check(volunteer)
        revoke_clearance_item(item, by=ALICE)
        revoke_clearance_item(item, by=ALICE)
    end()
    assert heard == [ClearanceChanged(volunteer.pk, volunteer.centre_id)] * 2


def test_same_item_twice_is_one():
    volunteer = VolunteerFactory()
    assert check(volunteer).pk == check(volunteer).pk


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"kind": "passport"}, ["kind"]),
        ({"result": "perhaps"}, ["result"]),
        ({"result": ClearanceResult.NOT_REQUIRED}, ["result"]),
        ({"checked_on": date(2199, 1, 1)}, ["checked_on"]),
        ({"checked_on": date(2010, 1, 1)}, ["checked_on"]),
        ({"reference": "x" * 81}, ["reference"]),
    ],
)
def test_wrong_items_name_the_field(changes, fields):
    with pytest.raises(ValidationError) as caught:
        check(VolunteerFactory(), **changes)
    assert sorted(caught.value.message_dict) == fields


@pytest.mark.parametrize("kind", [ClearanceKind.FOREIGN_RECORD, ClearanceKind.LIABILITY_STATEMENT])
def test_foreign_papers_can_be_not_required(kind):
    volunteer = VolunteerFactory()
    check(volunteer, kind=kind, result=ClearanceResult.NOT_REQUIRED)
    assert states(volunteer, DAY)[kind] == "valid"


def test_cleared_is_who_has_every_kind_in_order():
    volunteer = VolunteerFactory()
    for kind in ClearanceKind:
        assert not is_cleared(DAY)
        check(volunteer, kind=kind)
    assert is_cleared(DAY)
    row = with_clearance(Volunteer.objects.all(), on=DAY).get()
    assert (row.cleared, row.cleared_until) == (True, date(2027, 6, 1))


def test_without_any_item_nobody_is_cleared():
    VolunteerFactory()
    row = with_clearance(Volunteer.objects.all(), on=DAY).get()
    assert (row.cleared, row.cleared_until) == (False, None)


def test_item_counts_from_its_first_day_to_its_last():
    volunteer = VolunteerFactory()
    check(volunteer)
    last = date(2027, 6, 1)
    shown = [states(volunteer, day)["krk"] for day in (DAY - A_DAY, DAY, last, last + A_DAY)]
    assert shown == ["missing", "valid", "valid", "lapsed"]


def test_newest_check_decides_also_when_it_went_badly():
    volunteer = VolunteerFactory()
    clear(volunteer, checked_on=DAY)
    check(volunteer, result=ClearanceResult.NOT_CLEAN, checked_on=DAY + A_DAY)
    assert states(volunteer, DAY)["krk"] == "valid"
    assert states(volunteer, DAY + A_DAY)["krk"] == "not_clean"
    assert (is_cleared(DAY), is_cleared(DAY + A_DAY)) == (True, False)


def test_older_paper_does_not_outweigh_a_newer_bad_one():
    volunteer = VolunteerFactory()
    clear(volunteer, checked_on=DAY)
    check(volunteer, result=ClearanceResult.NOT_CLEAN, checked_on=DAY + A_DAY)
    check(volunteer, checked_on=DAY - A_DAY)
    assert not is_cleared(DAY + A_DAY)


def test_revoked_item_does_not_count_from_that_day_nor_does_an_older_one():
    volunteer = volunteer_with()
    old = ClearanceItemFactory(volunteer=volunteer, kind=KRK, checked_on=timezone.localdate() - 60 * A_DAY)
    newest = volunteer.clearance_items.filter(kind=KRK).order_by("checked_on").last()
    today = timezone.localdate()
    revoke_clearance_item(newest, by=ALICE)
    old.refresh_from_db()
    assert (newest.revoked_on, old.revoked_on, newest.revoked_by_label) == (today, today, "Alice")
    assert states(volunteer, today)["krk"] == "revoked"
    assert (is_cleared(today - A_DAY), is_cleared(today)) == (True, False)


def test_after_a_revocation_a_check_of_any_day_counts():
    volunteer = VolunteerFactory()
    clear(volunteer, checked_on=DAY)
    mistyped = check(volunteer, checked_on=DAY + 9 * A_DAY)
    revoke_clearance_item(mistyped, by=ALICE)
    assert not is_cleared(timezone.localdate())
    check(volunteer, checked_on=DAY - 9 * A_DAY)
    assert is_cleared(timezone.localdate())


def test_revoking_a_bad_check_made_by_mistake_brings_the_good_one_back():
    volunteer = VolunteerFactory()
    clear(volunteer, checked_on=DAY)
    bad = check(volunteer, result=ClearanceResult.NOT_CLEAN, checked_on=DAY + A_DAY)
    revoke_clearance_item(bad, by=ALICE)
    assert is_cleared(timezone.localdate())


class TestCountingAgree(TestCase):
    """The query and the page agree on every day, whatever was recorded."""

    @settings(max_examples=40, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.integers(0, 5),
                st.integers(0, 4),
                st.sampled_from(ClearanceResult.values[::2]),
                st.none() | st.integers(0, 6),
            ),
            max_size=5,
        )
    )
    def test_query_and_page_agree_on_every_day(self, items):
        volunteer = VolunteerFactory()
        clear(volunteer, checked_on=DAY - A_DAY, valid_until=DAY + 30 * A_DAY)
        volunteer.clearance_items.filter(kind=KRK).delete()
        for checked, lasts, result, revoked in items:
            ClearanceItemFactory(
                volunteer=volunteer,
                kind=KRK,
                result=result,
                checked_on=DAY + checked * A_DAY,
                valid_until=DAY + (checked + lasts) * A_DAY,
                revoked_on=None if revoked is None else DAY + (checked + revoked) * A_DAY,
            )
        for day in (DAY + n * A_DAY for n in range(12)):
            line = next(line for line in clearance_of(volunteer, on=day) if line.kind == KRK)
            assert (line.state == ClearanceState.VALID) is is_cleared(day)


def test_lapsing_are_those_that_end_soon_without_a_successor():
    centre = CentreFactory()
    today = timezone.localdate()
    soon, later, gone = (VolunteerFactory(centre=centre) for _ in range(3))
    gone.state = "left"
    gone.save()
    item = ClearanceItemFactory(volunteer=soon, valid_until=today + 10 * A_DAY)
    ClearanceItemFactory(volunteer=later, valid_until=today + 10 * A_DAY)
    ClearanceItemFactory(volunteer=later, checked_on=today, valid_until=today + 300 * A_DAY)
    ClearanceItemFactory(volunteer=gone, valid_until=today + 10 * A_DAY)
    ClearanceItemFactory(valid_until=today + 10 * A_DAY)
    assert list(clearances_lapsing(centre, within_days=10, on=today)) == [item]
    assert list(clearances_lapsing(centre, within_days=9, on=today)) == []


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 6, 1), 12, date(2027, 6, 1)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 1, 15), 24, date(2028, 1, 15)),
    ],
)
def test_months_later_ends_on_the_same_day_or_the_months_last(day, months, later):
    assert months_later(day, months) == later


def test_every_kind_ships_with_an_example_term():
    terms = {term.kind: term.months for term in ClearanceTerm.objects.filter(centre=None)}
    assert terms == dict.fromkeys(ClearanceKind.values, 12) | {"standards": 24}
    assert set(ClearanceTerm.objects.values_list("source", flat=True)) == {EXAMPLE_SOURCE}
    assert ship_default_terms() == 0


def test_centres_own_term_goes_before_the_common_one_from_its_day():
    volunteer = VolunteerFactory()
    set_clearance_term(volunteer.centre, kind=KRK, months=6, valid_from=DAY, source="Standards 3", by=ALICE)
    assert check(volunteer, checked_on=DAY - A_DAY).valid_until == date(2027, 5, 31)
    assert check(volunteer, checked_on=DAY).valid_until == date(2026, 12, 1)
    assert clearance_term(CentreFactory().pk, KRK, on=DAY).months == 12


def test_new_term_ends_the_one_before():
    centre = CentreFactory()
    for months, day in ((6, DAY), (9, DAY + 30 * A_DAY)):
        set_clearance_term(centre, kind=KRK, months=months, valid_from=day, source="S", by=ALICE)
    rows = list(
        ClearanceTerm.objects.filter(centre=centre).order_by("valid_from").values_list("months", "valid_to")
    )
    assert rows == [(6, DAY + 29 * A_DAY), (9, None)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"months": 0}, "months"),
        ({"months": 121}, "months"),
        ({"source": " "}, "source"),
        ({"valid_from": DAY - A_DAY}, "valid_from"),
    ],
)
def test_wrong_terms_name_the_field(changes, field):
    centre = CentreFactory()
    right = {"kind": KRK, "months": 6, "valid_from": DAY, "source": "S", "by": ALICE}
    set_clearance_term(centre, **right)
    with pytest.raises(ValidationError) as caught:
        set_clearance_term(centre, **(right | changes))
    assert list(caught.value.message_dict) == [field]


def test_database_knows_only_foreign_papers_as_not_required():
    with pytest.raises(IntegrityError):
        ClearanceItem.objects.create(
            volunteer=VolunteerFactory(),
            kind=KRK,
            result=ClearanceResult.NOT_REQUIRED,
            checked_on=DAY,
            valid_until=DAY,
            checked_by_label="x",
        )
