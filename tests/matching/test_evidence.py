"""Evidence is kept with the run, names nobody, loses its key with the person, and goes in its time."""

import hashlib
import io
import json
import random
import zipfile
from datetime import timedelta

import numpy as np
import pytest
from django.conf import settings
from django.utils import timezone

from base.audit.models import Record
from matching.domain.evidence import BrokenEvidence, evidence_of, forget_old_evidence
from matching.models import Proposal, Run, RunEvidence, RunHelper, RunSeeker
from matching.solver.packing import pack, unpack
from tests.factories.matching import RunFactory, helper_of, programme_of, seeker_of
from tests.factories.mentors import mentor_with
from tests.matching.workers import Worker, run_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def programme(db):
    return programme_of()


def contents(run):
    """Every byte of every array, unpacked."""
    with zipfile.ZipFile(io.BytesIO(bytes(RunEvidence.objects.get(run=run).arrays))) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


# --- kept -----------------------------------------------------------------------------------------------


def test_run_keeps_its_question_and_its_answer(programme):
    seekers = [seeker_of(programme) for _ in range(3)]
    helper = helper_of(programme, room=2)
    run = run_of(programme)

    evidence = evidence_of(run)

    assert sorted(evidence.seekers.values()) == [one.pk for one in seekers]
    assert evidence.helpers == {0: helper.pk}
    pairs = zip(evidence.result.pairs.seeker.tolist(), evidence.result.pairs.helper.tolist(), strict=True)
    kept = {(evidence.seekers[s], evidence.helpers[h]) for s, h in pairs}
    assert kept == set(Proposal.objects.values_list("seeker_id", "helper_id"))
    assert (evidence.result.certificate.gap, evidence.languages) == (0, ("pl", "uk"))


def test_digest_is_of_the_bytes_and_stands_in_the_audit(programme):
    run = run_of(programme)
    kept = RunEvidence.objects.get(run=run)
    assert kept.digest == hashlib.sha256(bytes(kept.arrays)).hexdigest()
    assert Record.objects.get(act="matching.run.publish").details["evidence"] == kept.digest


def test_run_without_evidence_has_none(programme):
    assert evidence_of(RunFactory(programme=programme)) is None


def test_who_was_erased_while_the_run_was_on_gets_no_key(programme):
    gone, stays = seeker_of(programme), seeker_of(programme)
    helper = helper_of(programme, room=1)
    worker = Worker(programme)
    gone.household.members.all().delete()
    gone.household.delete()
    helper.volunteer.delete()

    run = worker.publish()

    assert list(RunSeeker.objects.values_list("seeker", flat=True)) == [stays.pk]
    assert not RunHelper.objects.exists()
    assert len(evidence_of(run).problem.seekers) == 2


def test_nothing_is_kept_where_publishing_fails(programme, monkeypatch):
    worker = Worker(programme)
    monkeypatch.setattr("matching.domain.proposals.record", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        worker.publish()
    assert not RunEvidence.objects.exists()


# --- names nobody ---------------------------------------------------------------------------------------

NUMBER = 918_273_645_000


def test_arrays_hold_no_label_name_phone_or_number_of_anybody(programme):
    seeker = seeker_of(programme, pk=NUMBER + 1, number=918_273, phone="+48512918273", note="Kanarek")
    seeker.household.members.update(first_name="Kanarka")
    type(seeker).objects.filter(pk=seeker.pk).update(id=NUMBER + 2)
    helper = helper_of(
        programme, pk=NUMBER + 3, first_name="Kanarion", last_name="Ptak", email="kanarek@example.org"
    )
    type(helper).objects.filter(pk=helper.pk).update(id=NUMBER + 4)
    run = run_of(programme)

    held = contents(run)

    assert run.matched == 1
    canaries = [seeker.household.label, helper.volunteer.label, "918273", "Kanar", "Ptak", "example.org"]
    assert [word for word in canaries if word.encode() in held] == []
    numbers = [NUMBER + more for more in range(1, 5)]
    assert [one for one in numbers if one.to_bytes(8, "little") in held] == []


def test_canaries_would_be_seen(programme):
    """The twin: with the caller's numbers left in, the test above would find them."""
    seeker_of(programme, pk=NUMBER + 1)
    worker = Worker(programme)
    arrays = pack(worker.question.problem, worker.answer.result)
    with zipfile.ZipFile(io.BytesIO(arrays)) as archive:
        person = archive.read("seekers.person.npy")
    assert (NUMBER + 1).to_bytes(8, "little") in person


def test_employers_are_not_kept_by_number():
    programme = programme_of(kind="workplace", same_employer=True)
    mentor = mentor_with(centre=programme.lead)
    helper_of(programme, mentor)
    employer = mentor.participation.employer_id
    assert employer != 0
    assert evidence_of(run_of(programme)).problem.helpers.employer.tolist() == [0]


# --- goes with the person -------------------------------------------------------------------------------


def test_key_goes_with_the_person_and_the_arrays_stay(programme):
    seeker, helper = seeker_of(programme), helper_of(programme)
    run = run_of(programme)
    before = bytes(RunEvidence.objects.get().arrays)

    seeker.household.members.all().delete()
    seeker.household.delete()
    helper.volunteer.delete()

    assert not RunSeeker.objects.exists()
    assert not RunHelper.objects.exists()
    assert bytes(RunEvidence.objects.get().arrays) == before
    evidence = evidence_of(run)
    assert (evidence.seekers, evidence.helpers) == ({}, {})


# --- altered --------------------------------------------------------------------------------------------


def test_any_changed_byte_is_found(programme):
    seeker_of(programme)
    run = run_of(programme)
    arrays = bytes(RunEvidence.objects.get().arrays)
    lots = random.Random(11)
    for at in [0, len(arrays) - 1, *(lots.randrange(len(arrays)) for _ in range(100))]:
        changed = bytearray(arrays)
        changed[at] ^= 1 << lots.randrange(8)
        RunEvidence.objects.update(arrays=bytes(changed))
        with pytest.raises(BrokenEvidence) as broken:
            evidence_of(run)
        assert broken.value.code == "altered"
    RunEvidence.objects.update(arrays=arrays)
    assert evidence_of(run) is not None


def test_evidence_of_another_format_is_said_to_be_unreadable(programme):
    run = run_of(programme)
    arrays = b"from the future"
    RunEvidence.objects.update(arrays=arrays, digest=hashlib.sha256(arrays).hexdigest())
    with pytest.raises(BrokenEvidence) as broken:
        evidence_of(run)
    assert broken.value.message == "The stored evidence cannot be read by this version of the program."


# --- forgotten in its time ------------------------------------------------------------------------------


def test_old_evidence_goes_and_the_figures_stay(programme):
    seeker_of(programme)
    helper_of(programme)
    old, recent, newest = run_of(programme), run_of(programme), run_of(programme)
    other = run_of(programme_of())
    now = timezone.now()
    days = settings.SPLOT_EVIDENCE_DAYS
    Run.objects.exclude(pk=recent.pk).update(requested_at=now - timedelta(days=days, minutes=1))

    assert forget_old_evidence(now) == 1
    assert forget_old_evidence(now) == 0

    kept = set(RunEvidence.objects.values_list("run", flat=True))
    assert kept == {recent.pk, newest.pk, other.pk}
    assert set(RunSeeker.objects.values_list("run", flat=True)) == {recent.pk, newest.pk}
    assert set(RunHelper.objects.values_list("run", flat=True)) == {recent.pk, newest.pk}
    assert (Run.objects.get(pk=old.pk).matched, old.proposals.count()) == (1, 1)


def test_evidence_of_the_promised_age_is_still_there(programme):
    run, _newest = run_of(programme), run_of(programme)
    now = timezone.now()
    Run.objects.filter(pk=run.pk).update(requested_at=now - timedelta(days=settings.SPLOT_EVIDENCE_DAYS))
    assert forget_old_evidence(now) == 0


def test_description_holds_codes_and_figures_only(programme):
    seeker_of(programme)
    run = run_of(programme)
    with zipfile.ZipFile(io.BytesIO(bytes(RunEvidence.objects.get(run=run).arrays))) as archive:
        meta = json.loads(np.load(io.BytesIO(archive.read("meta.npy"))).tobytes())
    assert set(meta) == {
        "format", "rules", "status", "everybody", "objective", "scale", "certificate", "candidates", "seed",
        "seconds", "versions", "about",
    }  # fmt: skip
    assert meta["about"] == {"languages": ["pl", "uk"], "on": timezone.localdate().isoformat()}
    assert unpack(bytes(RunEvidence.objects.get(run=run).arrays)).about == meta["about"]
