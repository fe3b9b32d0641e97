"""Lines of Today about firms, money and what waits for the centre as a whole."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncDate

from base.accounts.models import Membership
from base.accounts.rules import is_administrator, works_with_people
from base.notices.queries import to_hand_over
from base.organisations.models import Organisation
from desk.enums import CareKind, Tier
from intake.enums import WAITING_STATES
from intake.queries import uploads_in_scope
from matching.enums import ProposalOrigin, ProposalState
from matching.queries import proposals_in_scope, unmatched_in_scope
from mentors.enums import ApplicationState, ParticipationState
from mentors.queries import participations_in_scope
from mentors.queries.joining import applications_in_scope, parts_to_countersign, surveys_to_consult
from stipends.enums import ClaimState
from stipends.models import Claim
from stipends.queries.claims import claims_to_approve, claims_to_verify
from stipends.queries.payout import accounts_to_confirm
from stipends.queries.scopes import projects_in_scope
from stipends.queries.standing import batches_to_settle, example_rules_in_force
from stipends.rules import keeps_money

from .watch import Rows, Watch, lines, tiers


def about_firms(watch: Watch) -> Iterator[Rows]:
    """What waits for the centre on an employer's way in, and agreements that end."""
    membership = watch.membership
    if not works_with_people(membership):
        return
    centre = membership.organisation
    asking = applications_in_scope(membership).filter(state=ApplicationState.WAITING)
    yield lines(asking, CareKind.APPLICATION, tier=Tier.TODAY, day=TruncDate("confirmed_at"))
    surveys = surveys_to_consult(centre)
    yield lines(surveys, CareKind.SURVEY, tier=Tier.TODAY, day=TruncDate("sent_at"))
    parts = parts_to_countersign(centre)
    yield lines(parts, CareKind.PART, tier=Tier.TODAY, day=TruncDate("prepared_at"))
    yield firm_ends(watch)


def firm_ends(watch: Watch) -> Rows:
    """Employers' agreements that end soon, by the common rule of care."""
    soon, last = (
        watch.on + timedelta(days=days) for days in (watch.common.lapse_days, watch.common.lapse_last_days)
    )
    parts = participations_in_scope(watch.membership).filter(
        state=ParticipationState.ACTIVE, agreement_until__gte=watch.on, agreement_until__lte=soon
    )
    tier = tiers((Q(agreement_until__lte=last), Tier.URGENT), default=Tier.SOON)
    return lines(parts, CareKind.FIRM_END, tier=tier, day="agreement_until")


def about_money(watch: Watch) -> Iterator[Rows]:
    """Claims for those who verify, and what those who keep the centre's money have to do."""
    membership = watch.membership
    verify, approve = claims_to_verify(membership), claims_to_approve(membership)
    yield lines(verify, CareKind.VERIFY, tier=Tier.TODAY, day=TruncDate("submitted_at"))
    yield lines(approve, CareKind.APPROVE, tier=Tier.TODAY, day=TruncDate("verified_at"))
    if not keeps_money(membership):
        return
    accounts, batches = accounts_to_confirm(membership), batches_to_settle(membership)
    yield lines(accounts, CareKind.ACCOUNT, tier=Tier.TODAY, day=TruncDate("asked_at"))
    yield lines(batches, CareKind.BATCH, tier=Tier.TODAY, day=TruncDate("made_at"))
    approved = Claim.objects.filter(rule__line__project=OuterRef("pk"), state=ClaimState.APPROVED)
    to_pay = projects_in_scope(membership).filter(Exists(approved))
    yield lines(to_pay, CareKind.PAY, tier=Tier.TODAY, day=_first(approved, "approved_at"))
    examples = example_rules_in_force(membership, watch.on)
    yield lines(examples, CareKind.EXAMPLE, tier=Tier.SOON, day="valid_from")


def about_the_whole(watch: Watch) -> Iterator[Rows]:
    """One line each for what is done as a whole on its own page."""
    membership = watch.membership
    if not works_with_people(membership):
        return
    proposals = proposals_in_scope(membership).filter(state=ProposalState.OPEN)
    replacing = Q(Exists(proposals.filter(origin=ProposalOrigin.REPLACEMENT)))
    tier = tiers((replacing, Tier.URGENT), default=Tier.TODAY)
    yield _whole(watch, proposals, CareKind.PROPOSALS, tier=tier, moment="run__requested_at")
    unmatched = unmatched_in_scope(membership)
    yield _whole(watch, unmatched, CareKind.UNMATCHED, tier=Tier.SOON, moment="run__requested_at")
    notices = to_hand_over(membership.organisation_id)
    yield _whole(watch, notices, CareKind.NOTICES, tier=Tier.TODAY, moment="not_before")
    lists = uploads_in_scope(membership).filter(state__in=WAITING_STATES)
    yield _whole(watch, lists, CareKind.LISTS, tier=Tier.TODAY, moment="touched_at")
    if is_administrator(membership):
        yield from _about_the_house(watch)


def _about_the_house(watch: Watch) -> Iterator[Rows]:
    here = Organisation.objects.filter(pk=watch.membership.organisation_id)
    nowhere = here.filter(place_name="")
    yield lines(nowhere, CareKind.PLACE, tier=Tier.SOON, day=TruncDate("created_at"))
    others = Membership.objects.current().filter(organisation=OuterRef("pk")).exclude(pk=watch.membership.pk)
    yield lines(here.filter(~Exists(others)), CareKind.ALONE, tier=Tier.SOON, day=TruncDate("created_at"))


def _whole(
    watch: Watch, rows: QuerySet[Any], kind: CareKind, *, tier: Tier | Combinable, moment: str
) -> Rows:
    """The centre itself, while there are such rows, since the first of them."""
    centre = Organisation.objects.filter(Exists(rows), pk=watch.membership.organisation_id)
    return lines(centre, kind, tier=tier, day=_first(rows, moment))


def _first(rows: QuerySet[Any], moment: str) -> Combinable:
    return TruncDate(Subquery(rows.order_by(moment).values(moment)[:1]))
