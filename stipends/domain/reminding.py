"""Reminding an employer, once for each month of a pair, that its last day to claim is near."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from base.audit.actor import SYSTEM, Actor
from base.notices.domain.outbox import queue_notice
from base.notices.enums import Template
from base.notices.queries import by_subject
from mentors.enums import ParticipationState
from mentors.models import MentorEmployee, Participation
from stipends.models import Claim

from .claimable import ClaimableMonth, claimable_months
from .telling import representatives_of

DUE = "claim-due"


def remind_claims(now: datetime, *, by: Actor = SYSTEM) -> int:
    """Write to employers whose months can be claimed for SPLOT_CLAIM_REMIND_DAYS more at most; returns how
    many months were told of. Once a month and pair, however often it is called and by however many.
    """
    today = timezone.localdate(now)
    soon = today + timedelta(days=settings.SPLOT_CLAIM_REMIND_DAYS)
    mentoring = Participation.objects.filter(
        Exists(MentorEmployee.objects.filter(participation=OuterRef("pk"), helpers__pairs__isnull=False)),
        state=ParticipationState.ACTIVE,
    )
    told = 0
    for participation in mentoring.select_related("centre", "employer").order_by("pk"):
        for one in claimable_months(participation, on=today):
            if today <= one.claim_by <= soon:
                told += _remind(participation, one, now, by=by)
    return told


@transaction.atomic
def _remind(participation: Participation, one: ClaimableMonth, now: datetime, *, by: Actor) -> bool:
    Participation.objects.select_for_update().get(pk=participation.pk)
    subject = f"{DUE}:{one.pair.pk}:{one.month:%Y-%m}"
    if by_subject(subject).exists():
        return False
    mentor = one.pair.helper.mentor
    for person in representatives_of(participation.employer):
        queue_notice(
            Template.CLAIM_DUE,
            to=person,
            context={
                "month": one.month.isoformat(),
                "day": one.claim_by.isoformat(),
                "mentor": mentor.label if mentor is not None else "",
            },
            not_before=now,
            subject=subject,
            by=by,
            organisation_id=participation.centre_id,
        )
    if one.claim is not None:
        Claim.objects.filter(pk=one.claim.pk).update(reminded_on=timezone.localdate(now))
    return True
