"""The same list asked for at the same moment, the same people in two lists: everybody is added once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from base.common.errors import Refusal
from families.models import Household
from intake.domain.answering import answer_question
from intake.domain.importing import import_upload, request_import
from intake.domain.staging import map_columns, stage_upload
from intake.domain.uploads import discard_upload, judge_upload
from intake.enums import Fate, Kind, UploadState
from intake.models import RememberedAnswer, Upload
from tests.factories.intake import ROBOT, csv_of, ready, row, staged
from tests.factories.organisations import CentreFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
PEOPLE = [row(contact_name=f"Olena {n}", phone=f"600 100 {n}") for n in range(201, 207)]


def at_once(*acts):
    """Every act in a thread of its own, all let go together; what each returned or refused with."""
    gate = threading.Barrier(len(acts))

    def work(act):
        try:
            gate.wait(timeout=10)
            return act()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(work, acts))


def test_list_worked_on_by_two_workers_is_imported_once():
    upload = request_import(ready(CentreFactory(), *PEOPLE), by=ROBOT)
    copies = [Upload.objects.get(pk=upload.pk) for _ in range(3)]
    at_once(*(lambda one=one: import_upload(one, by=ROBOT) for one in copies))
    upload.refresh_from_db()
    assert (upload.state, upload.imported, Household.objects.count()) == (UploadState.DONE, 6, 6)


def test_same_people_in_two_lists_at_once_are_added_once():
    centre = CentreFactory()
    lists = [ready(centre, *PEOPLE), ready(centre, *PEOPLE[::-1])]
    asked = [request_import(one, by=ROBOT) for one in lists]
    at_once(*(lambda one=one: import_upload(one, by=ROBOT) for one in asked))
    counts = Upload.objects.values_list("imported", "repeated")
    assert Household.objects.count() == 6
    assert sorted(counts) == [(0, 6), (6, 0)]


def test_import_pressed_twice_at_once_is_begun_once():
    upload = ready(CentreFactory(), *PEOPLE)
    copies = [Upload.objects.get(pk=upload.pk) for _ in range(2)]
    answers = at_once(*(lambda one=one: request_import(one, by=ROBOT) for one in copies))
    assert sorted(str(answer) for answer in answers) == [upload.label, "state"]


def test_file_sent_twice_at_once_is_taken_once():
    centre, content = CentreFactory(), csv_of(PEOPLE)
    send = lambda: stage_upload(  # noqa: E731
        centre, kind=Kind.FAMILIES, content=content, file_name="l.csv", by=ROBOT
    )
    answers = at_once(send, send)
    assert sorted(str(answer) for answer in answers) == [Upload.objects.get().label, "same_file"]


def copies_of(upload, count=2):
    return [Upload.objects.get(pk=upload.pk) for _ in range(count)]


def test_list_read_by_two_workers_at_once_asks_everything_once():
    upload = staged(CentreFactory(), *(one | {"travel_km": "daleko"} for one in PEOPLE))
    at_once(*(lambda one=one: judge_upload(one) for one in copies_of(upload)))
    upload.refresh_from_db()
    assert (upload.state, upload.asked, upload.questions.count()) == (UploadState.READY, 6, 6)


def test_question_answered_in_two_tabs_at_once_is_answered_once_or_anew():
    upload = ready(CentreFactory(), *(one | {"travel_km": "daleko"} for one in PEOPLE))
    question = upload.questions.first()
    answer = {"topic": question.topic, "said": question.said, "by": ROBOT}
    one, other = copies_of(upload)
    at_once(
        lambda: answer_question(one, meant="5", **answer), lambda: answer_question(other, meant="7", **answer)
    )
    meant = RememberedAnswer.objects.get().meant
    assert {one.readings["travel_km"] for one in upload.rows.all()} == {meant}
    assert set(upload.rows.values_list("fate", flat=True)) == {Fate.GOOD}


def test_list_put_away_while_it_is_answered_stays_put_away_and_blank():
    upload = ready(CentreFactory(), *(one | {"travel_km": "daleko"} for one in PEOPLE))
    question = upload.questions.first()
    one, other = copies_of(upload)
    at_once(
        lambda: answer_question(one, topic=question.topic, said=question.said, meant="5", by=ROBOT),
        lambda: discard_upload(other, by=ROBOT),
    )
    upload.refresh_from_db()
    assert (upload.state, upload.questions.count()) == (UploadState.DISCARDED, 0)
    assert not any(one.texts or one.cells for one in upload.rows.all())


def test_list_put_away_while_it_is_read_stays_put_away_and_blank():
    upload = staged(CentreFactory(), *PEOPLE)
    one, other = copies_of(upload)
    at_once(lambda: judge_upload(one), lambda: discard_upload(other, by=ROBOT))
    upload.refresh_from_db()
    assert (upload.state, upload.questions.count()) == (UploadState.DISCARDED, 0)
    assert not any(one.texts or one.cells for one in upload.rows.all())


def test_import_and_other_columns_asked_for_at_once_do_not_mix():
    upload = ready(CentreFactory(), *PEOPLE)
    columns = [{"targets": column["targets"]} for column in upload.columns]
    one, other = copies_of(upload)
    answers = at_once(lambda: request_import(one, by=ROBOT), lambda: map_columns(other, columns, by=ROBOT))
    assert sorted(str(answer) for answer in answers) == [upload.label, "state"]
