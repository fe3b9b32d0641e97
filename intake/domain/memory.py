"""What a centre's lists taught us: its headings and its words, and how that is forgotten."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.organisations.models import Organisation
from intake.domain.recognition.mapping import MappedColumn, meanings_of
from intake.enums import UploadState
from intake.models import KnownHeading, RememberedAnswer, Upload

from .rows import read_again
from .steps import lock_upload


def remembered_headings(centre: Organisation, kind: str) -> dict[str, dict[str, Any]]:
    """What headings of the centre's lists of this kind meant the last time: {key: {"targets", "lead"}}."""
    known = KnownHeading.objects.filter(centre=centre, kind=kind)
    return dict(known.values_list("heading", "meaning"))


def remember_headings(upload: Upload) -> None:
    """In the caller's transaction: a person lets these columns in, so they are taken for right next time."""
    columns = [MappedColumn.from_json(column) for column in upload.columns]
    headings = [
        KnownHeading(
            centre_id=upload.centre_id, kind=upload.kind, heading=key, meaning=meaning, used_at=timezone.now()
        )
        for key, meaning in meanings_of(columns).items()
    ]
    KnownHeading.objects.bulk_create(
        headings,
        update_conflicts=True,
        unique_fields=["centre", "kind", "heading"],
        update_fields=["meaning", "used_at"],
    )


def remember_answer(
    centre: Organisation, *, topic: str, said: str, meant: str, label: str, by: Actor
) -> RememberedAnswer:
    """In the caller's transaction: from now on these words mean that here; an earlier answer gives way."""
    answer, _new = RememberedAnswer.objects.update_or_create(
        centre=centre,
        topic=topic,
        said=said,
        defaults={
            "meant": meant,
            "label": label[:200],
            "by_label": by.actor_label[:200],
            "answered_at": timezone.now(),
        },
    )
    return answer


def forget_heading(heading: KnownHeading, *, by: Actor) -> None:
    """The next list is asked about this heading as if it were new."""
    with transaction.atomic():
        record("intake.heading.forgotten", by=by, organisation_id=heading.centre_id)
        heading.delete()


def forget_answer(answer: RememberedAnswer, *, by: Actor) -> list[Upload]:
    """These words are asked about again: in the next list, and in those that wait. The lists that are READING
    because of it, for the background."""
    with transaction.atomic():
        details = {"topic": answer.topic}
        record("intake.answer.forgotten", by=by, organisation_id=answer.centre_id, details=details)
        centre = answer.centre
        answer.delete()
        waiting = Upload.objects.filter(centre=centre, state=UploadState.READY).order_by("pk")
        for upload in waiting:
            lock_upload(upload)
            read_again(upload, upload.rows.all())
    return [upload for upload in waiting if upload.state == UploadState.READING]
