"""The first weeks at a job are ticked off, by the mentor or by the new colleague."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.events import FirstWeeksChanged
from activities.models import FirstWeekTick
from activities.queries import BROUGHT_TOGETHER, job_of, standard_list
from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.events import emit
from families.models import Employment
from matching.enums import PairSide
from matching.models import Pair

from .telling import lock_pair


@transaction.atomic
def tick_first_week(pair: Pair, *, code: str, side: PairSide, by: Actor) -> FirstWeekTick:
    """This line is done. The same line ticked twice, by one side or both, is one tick: the first.

    Refusal for a line there is not, away from work, and where the two were not brought together.
    """
    pair = lock_pair(pair)
    job = _refuse_elsewhere(pair, code)
    tick, is_new = FirstWeekTick.objects.get_or_create(
        member=job.member,
        employer=job.employer,
        code=code,
        defaults={"side": side, "ticked_by_label": by.actor_label[:200]},
    )
    if is_new:
        _tell("tick", pair, code, side, by=by)
    return tick


@transaction.atomic
def untick_first_week(pair: Pair, *, code: str, side: PairSide, by: Actor) -> None:
    """It is not done after all; either side may say so. A line that is open stays open."""
    pair = lock_pair(pair)
    job = _refuse_elsewhere(pair, code)
    gone, _by_model = FirstWeekTick.objects.filter(
        member=job.member_id, employer=job.employer_id, code=code
    ).delete()
    if gone:
        _tell("untick", pair, code, side, by=by)


def _refuse_elsewhere(pair: Pair, code: str) -> Employment:
    job = job_of(pair)
    if job is None:
        raise Refusal(_("This list is for new colleagues at work."), code="not_at_work")
    if pair.stands_at not in BROUGHT_TOGETHER:
        raise Refusal(_("The list begins when both have said yes."), code="not_meeting")
    if code not in {one.code for one in standard_list(timezone.localdate()).lines}:
        raise Refusal(_("There is no such line."), code="unknown_line")
    return job


def _tell(act: str, pair: Pair, code: str, side: PairSide, *, by: Actor) -> None:
    record(
        f"activities.first_weeks.{act}",
        by=by,
        on=pair,
        organisation_id=pair.seeker.household.centre_id,
        details={"code": code, "side": str(side)},
    )
    emit(FirstWeeksChanged(pair.pk, pair.programme_id))
