"""A sealed record cannot be changed unseen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from threading import Barrier

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.models.signals import post_save
from django.utils import timezone

from base.audit.actor import SYSTEM
from base.audit.domain import seals
from base.audit.domain.records import record
from base.audit.models import Record, Seal
from base.common import triggers

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def write(count):
    return [record("x.read", by=SYSTEM, details={"page": n}) for n in range(count)]


def without_defence(change):
    with triggers.lifted(connection):
        change()


def test_seal_covers_what_is_new_and_only_that():
    first = write(3)
    assert seals.seal() == 3
    second = write(2)
    assert seals.seal() == 2
    assert seals.seal() == 0
    assert list(Seal.objects.order_by("id").values_list("first_id", "last_id")) == [
        (first[0].pk, first[-1].pk),
        (second[0].pk, second[-1].pk),
    ]


def test_verification_holds_and_reports_the_unsealed_tail():
    write(3)
    seals.seal()
    tail = write(2)
    verdict = seals.verify()
    assert (verdict.holds, verdict.seals, verdict.records) == (True, 1, 5)
    assert (verdict.unsealed, verdict.first_unsealed_id) == (2, tail[0].pk)
    assert verdict.head == Seal.objects.get().hash


def test_verification_of_an_empty_audit_holds():
    assert seals.verify() == seals.Verdict(0, 0, None, 0, None, "")


@pytest.mark.parametrize(
    "change",
    [
        {"act": "x.reae"},
        {"actor_label": "systen"},
        {"actor_id": 1},
        {"organisation_id": 1},
        {"object_label": "K-418"},
        {"details": {"page": 2}},
        {"at": timezone.now() - timedelta(microseconds=1)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_changed_sealed_record_is_found(change):
    _, touched, *_ = write(3)
    seals.seal()
    without_defence(lambda: Record.objects.filter(pk=touched.pk).update(**change))
    broken = seals.verify().broken
    assert (broken.seal_id, broken.first_id, broken.last_id) == (
        Seal.objects.get().pk,
        touched.pk - 1,
        touched.pk + 1,
    )


@pytest.mark.parametrize("place", [0, 1, 2])
def test_removed_sealed_record_is_found(place):
    written = write(3)
    seals.seal()
    without_defence(lambda: Record.objects.filter(pk=written[place].pk).delete())
    assert seals.verify().broken.seal_id == Seal.objects.get().pk


def test_first_broken_seal_is_named():
    write(1)
    seals.seal()
    second, third = write(2)
    seals.seal()
    write(1)
    seals.seal()
    broken_id = Seal.objects.get(first_id=second.pk).pk
    without_defence(lambda: Record.objects.filter(pk=third.pk).update(act="y"))
    assert seals.verify().broken.seal_id == broken_id


def test_removed_seal_breaks_the_chain():
    for _ in range(3):
        write(1)
        seals.seal()
    middle, newest = Seal.objects.order_by("id")[1:]
    without_defence(middle.delete)
    assert seals.verify().broken.seal_id == newest.pk


def test_sealed_again_with_a_fitting_hash_still_breaks_the_chain():
    write(2)
    seals.seal()
    write(1)
    seals.seal()
    first = Seal.objects.order_by("id").first()

    def forge():
        Record.objects.filter(pk=first.first_id).update(act="y")
        rows = Record.objects.filter(pk__lte=first.last_id).order_by("pk").values_list(*seals.FIELDS)
        forged = seals._digest("", first.first_id, first.last_id, rows)
        Seal.objects.filter(pk=first.pk).update(hash=forged)

    without_defence(forge)
    assert seals.verify().broken.seal_id == Seal.objects.order_by("id").last().pk


def test_record_that_commits_late_gets_a_seal_of_its_own():
    before, late, after = write(3)
    fields = {name: getattr(late, name) for name in seals.FIELDS}
    without_defence(late.delete)
    assert seals.seal() == 2
    Record.objects.create(**fields)
    assert seals.verify().first_unsealed_id == fields["id"]
    assert seals.seal() == 1
    assert list(Seal.objects.order_by("id").values_list("first_id", "last_id")) == [
        (before.pk, before.pk),
        (after.pk, after.pk),
        (fields["id"], fields["id"]),
    ]
    verdict = seals.verify()
    assert (verdict.holds, verdict.unsealed) == (True, 0)


def test_record_slipped_in_below_settled_seals_stays_unsealed_and_reported():
    _, gap, _ = write(3)
    fields = {name: getattr(gap, name) for name in seals.FIELDS}
    without_defence(gap.delete)
    seals.seal()
    long_ago = timezone.now() - 2 * seals.LONGEST_TRANSACTION
    without_defence(lambda: Seal.objects.update(at=long_ago))
    Record.objects.create(**fields)
    assert seals.seal() == 0
    verdict = seals.verify()
    assert (verdict.unsealed, verdict.first_unsealed_id) == (1, fields["id"])


def test_sealing_goes_on_after_a_long_pause():
    write(2)
    seals.seal()
    without_defence(lambda: Seal.objects.update(at=timezone.now() - timedelta(days=3)))
    write(2)
    assert seals.seal() == 2
    assert seals.verify().holds


@pytest.mark.django_db(transaction=True)
def test_sealers_at_once_leave_one_unbroken_chain():
    numbers = [one.pk for one in write(60)]
    # Every third number is missing, so that each sealer has twenty seals to set.
    without_defence(lambda: Record.objects.filter(pk__in=numbers[2::3]).delete())

    together = Barrier(4)

    def run(_):
        try:
            together.wait(10)
            return seals.seal()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        sealed = list(threads.map(run, range(4)))
    sealed.append(seals.seal())
    verdict = seals.verify()
    assert (sum(sealed), verdict.holds, verdict.unsealed, verdict.seals) == (40, True, 0, 20)


def test_sealer_overtaken_midway_stops_and_seals_nothing_twice():
    numbers = [one.pk for one in write(9)]
    without_defence(lambda: Record.objects.filter(pk__in=numbers[2::3]).delete())

    def overtake(**_kwargs):
        post_save.disconnect(overtake, sender=Seal)
        assert seals.seal() == 4

    post_save.connect(overtake, sender=Seal, weak=False)
    assert seals.seal() == 2
    verdict = seals.verify()
    assert (verdict.holds, verdict.unsealed, verdict.seals) == (True, 0, 3)


def test_command_seals_and_verifies():
    write(2)
    out = StringIO()
    call_command("seal_audit", stdout=out)
    call_command("verify_audit", stdout=out)
    head = Seal.objects.get().hash
    assert out.getvalue().splitlines() == [
        "2 records sealed.",
        f"2 records, 1 seals, newest hash {head}.",
        "Every seal holds.",
    ]


def test_command_fails_on_a_broken_chain_and_says_where():
    one, two = write(2)
    seals.seal()
    without_defence(lambda: Record.objects.filter(pk=two.pk).update(act="y"))
    with pytest.raises(CommandError) as caught:
        call_command("verify_audit", stdout=StringIO())
    assert str(caught.value) == (
        f"Seal {Seal.objects.get().pk} over records {one.pk}-{two.pk} does not hold: "
        "A sealed record was changed, removed or added."
    )


def test_verification_reads_each_table_once(django_assert_num_queries):
    for _ in range(3):
        write(2)
        seals.seal()
    with django_assert_num_queries(3):
        seals.verify()
