"""Asking volunteers for the papers that are still missing: the centre's own, and the items of clearance."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone, translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.notices.domain.outbox import queue_notice
from base.notices.domain.rendering import language_for
from base.notices.enums import UNSENT, Template
from base.notices.models import Notice
from desk.enums import Side
from desk.models import Paper, PaperKind
from desk.queries.stages import paper_kinds_of
from matching.domain.pair_notices import helper_address
from volunteers.domain.volunteers import lock_volunteer
from volunteers.enums import ClearanceKind, ClearanceState, VolunteerState
from volunteers.models import Volunteer
from volunteers.queries import clearance_of

#: A paper the centre expects, or an item of clearance.
Missing = PaperKind | ClearanceKind


@transaction.atomic
def ask_for_papers(volunteer: Volunteer, *, by: Actor) -> Notice:
    """A message that names what is missing, by the volunteer's own channel and in their language.

    Refusal when nothing is missing, the last such message still waits, or the volunteer has left.
    """
    lock_volunteer(volunteer)
    missing = papers_missing_of([volunteer], volunteer.centre_id)[volunteer.pk]
    if isinstance(missing, Refusal):
        raise missing
    with translation.override(language_for(volunteer.language)):
        names = ", ".join(_name_of(one) for one in missing)
    notice = queue_notice(
        Template.PAPERS_ASKED,
        to=helper_address(volunteer),
        context={"papers": names},
        not_before=timezone.now(),
        subject=f"papers:{volunteer.pk}",
        by=by,
        organisation_id=volunteer.centre_id,
    )
    details = {"papers": len(missing)}
    record("desk.papers.asked", by=by, on=volunteer, organisation_id=volunteer.centre_id, details=details)
    return notice


def papers_missing_of(
    volunteers: Sequence[Volunteer], centre_id: int
) -> Mapping[int, list[Missing] | Refusal]:
    """What each of these volunteers of one centre is to be asked for, or why they are not asked, by their
    number; as many queries for many as for one where `clearance_items` are prefetched."""
    today = timezone.localdate()
    keys = [one.pk for one in volunteers]
    kinds = [one for one in paper_kinds_of(centre_id, Side.VOLUNTEERS) if one.shown and one.required]
    received = set(
        Paper.objects.filter(volunteer__in=keys, taken_back_at=None)
        .exclude(valid_until__lt=today)
        .values_list("volunteer", "kind")
    )
    waiting = set(
        Notice.objects.filter(
            template=Template.PAPERS_ASKED,
            recipient_kind=Volunteer._meta.label_lower,
            recipient_id__in=keys,
            state__in=UNSENT,
        ).values_list("recipient_id", flat=True)
    )
    found: dict[int, list[Missing] | Refusal] = {}
    for one in volunteers:
        missing: list[Missing] = [kind for kind in kinds if (one.pk, kind.pk) not in received]
        lines = clearance_of(one, on=today)
        missing += [line.kind for line in lines if line.state != ClearanceState.VALID]
        found[one.pk] = _refusal_to_ask(one, missing, waits=one.pk in waiting) or missing
    return found


def _refusal_to_ask(volunteer: Volunteer, missing: list[Missing], *, waits: bool) -> Refusal | None:
    if volunteer.state == VolunteerState.LEFT:
        return Refusal(format_lazy(_("{label} has left."), label=volunteer.label), code="left")
    if not missing:
        return Refusal(format_lazy(_("{label} owes no paper."), label=volunteer.label), code="complete")
    if waits:
        sentence = _("{label} has been asked already, and that message has not gone out yet.")
        return Refusal(format_lazy(sentence, label=volunteer.label), code="asked")
    return None


def _name_of(one: Missing) -> str:
    return str(one) if isinstance(one, PaperKind) else str(one.label)
