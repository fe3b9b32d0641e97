"""Two people at once on an employer's way in: one application, one answer, one signature of each side."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from base.audit.actor import Robot
from base.common.errors import Refusal
from mentors.domain.applications import accept_application, apply_to_take_part, decline_application
from mentors.domain.part_words import words_of_part
from mentors.domain.parts import sign_part_as_centre, sign_part_as_employer
from mentors.models import Application, Participation, PreparedPart, SignedPart
from tests.factories.joining import (
    SIGNER,
    ApplicationFactory,
    application_data,
    prepared_part,
    signed_by_employer,
)
from tests.factories.mentors import ParticipationFactory
from tests.factories.organisations import CentreFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
AT_ONCE = 4


def at_once(act) -> Counter:
    """What came of the act, done by several at one moment: "done", "nothing", or the code of the refusal."""
    gate = threading.Barrier(AT_ONCE)

    def work(number: int) -> str:
        try:
            gate.wait(timeout=20)
            return "done" if act(number) is not None else "nothing"
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(work, range(AT_ONCE)))


def test_form_sent_by_several_at_once_is_one_application():
    centre, data = CentreFactory(), application_data(form_mark="form:1")
    assert at_once(lambda _n: apply_to_take_part(centre, data=data)) == {"done": 1, "nothing": AT_ONCE - 1}
    assert Application.objects.count() == 1


def test_application_answered_by_several_at_once_is_answered_once():
    row = ApplicationFactory()

    def answer(number: int):
        by = Robot("Clerk", actor_id=number)
        if number % 2:
            return decline_application(row, reason="no", by=by)
        return accept_application(row, by=by)

    assert at_once(answer) == {"done": 1, "answered": AT_ONCE - 1}
    row.refresh_from_db()
    assert Participation.objects.count() == (row.state == "accepted")


def test_agreement_signed_by_several_at_once_is_signed_once():
    prepared = prepared_part(ParticipationFactory(agreement_number="", state="applied"))
    seen = words_of_part(prepared).print

    def sign(_number: int):
        fresh = PreparedPart.objects.select_related(
            "participation__employer", "participation__centre", "text"
        )
        return sign_part_as_employer(
            fresh.get(pk=prepared.pk), seen=seen, typed_name="Jan Żak", may_sign=True, agrees=True, by=SIGNER
        )

    assert at_once(sign) == {"done": 1, "wrong_state": AT_ONCE - 1}
    assert SignedPart.objects.count() == 1


def test_agreement_countersigned_by_several_at_once_is_in_force_once():
    prepared = signed_by_employer(ParticipationFactory(agreement_number="", state="applied"))

    def sign(number: int):
        fresh = PreparedPart.objects.get(pk=prepared.pk)
        return sign_part_as_centre(fresh, typed_name="Alicja", by=Robot("Clerk", actor_id=number))

    assert at_once(sign) == {"done": 1, "wrong_state": AT_ONCE - 1}
    assert SignedPart.objects.filter(side="centre").count() == 1
