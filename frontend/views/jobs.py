"""An adult's job, written down and ended on the page of the family."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from base.accounts.models import Membership
from families.domain.employments import employ_member, end_employment
from families.models import Employment, Household
from frontend.access import SignedRequest, door
from frontend.forms.people import LastDayForm
from frontend.jobs import job_form
from frontend.views import people
from frontend.views.families import FAMILY, find


@door("families.change_household")
@require_POST
def family_job(request: SignedRequest, pk: int) -> HttpResponse:
    """Writes down where an adult of the family works."""
    household = find(request.membership, pk)
    form = job_form(request.membership, household, request.POST)

    def employ(_household: Household, *, by: Membership, **typed: Any) -> object:
        return employ_member(typed["member"], job=form.job_for_verb(), by=by)

    return people.small(request, FAMILY, pk, "job_form", form, employ, _("The job is written down."))


@door("families.change_household")
@require_POST
def family_job_end(request: SignedRequest, pk: int, job_pk: int) -> HttpResponse:
    """Writes down the last day at work."""
    jobs = Employment.objects.filter(member__household=find(request.membership, pk))
    job = get_object_or_404(jobs.select_related("member__household"), pk=job_pk)
    told, form = _("The last day at work is written down."), LastDayForm(request.POST)

    def end(_household: Household, **typed: Any) -> object:
        return end_employment(job, **typed)

    return people.small(request, FAMILY, pk, "last_day_form", form, end, told)
