"""An adult's job with an employer of the programme."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.events import emit
from base.common.profiles import FieldProblems, Problems, one_line, refuse_problems
from base.organisations.enums import OrganisationKind
from base.organisations.models import Organisation, Site
from families.events import EmploymentChanged
from families.models import Employment, Household, Member

from .household_data import HouseholdData, problems_of_household
from .households import lock_household, register_household

JOB_FIELDS = ("job_title", "trade", "shift", "started_on", "contract_until", "supervisor_label")


@dataclass(frozen=True)
class JobData:
    """Where an adult works; `contract_until` is the last day, None: without an end.

    `supervisor_label` names the supervisor who is a mentor-employee (M-3), so that they are not paired.
    """

    employer: Organisation
    job_title: str
    trade: str
    started_on: date
    site: Site | None = None
    contract_until: date | None = None
    supervisor_label: str = ""
    shift: str = ""


def problems_of_job(data: JobData) -> FieldProblems:
    """What keeps this job from being saved, by field; empty when nothing does."""
    problems = Problems()
    problems.check_fields(Employment(**{name: getattr(data, name) for name in JOB_FIELDS}), JOB_FIELDS)
    if data.employer.kind != OrganisationKind.EMPLOYER:
        problems.add("employer", _("This organisation is not an employer."))
    if data.site and data.site.organisation_id != data.employer.pk:
        problems.add("site", _("This site belongs to another employer."))
    if data.contract_until and data.contract_until < data.started_on:
        problems.add("contract_until", _("The contract cannot end before it starts."))
    return problems.by_field


def problems_of_employee(data: HouseholdData, job: JobData) -> FieldProblems:
    """What keeps the two from being saved, by field: the household's, then the job's."""
    return problems_of_household(data) | problems_of_job(job)


@transaction.atomic
def register_employee(centre: Organisation, *, data: HouseholdData, job: JobData, by: Actor) -> Household:
    """A household whose contact person works for an employer of the programme: household and job at once.

    ValidationError names the fields of both; an import key already here brings that household back.
    """
    refuse_problems(problems_of_employee(data, job))
    household = register_household(centre, data=data, by=by)
    contact = household.members.get(is_contact=True)
    if not Employment.objects.filter(member=contact).exists():
        employ_member(contact, job=job, by=by)
    return household


@transaction.atomic
def employ_member(member: Member, *, job: JobData, by: Actor) -> Employment:
    """The member's job as it is now; one with another employer must have ended before."""
    lock_household(member.household)
    if member.is_minor or member.left_on:
        raise Refusal(_("A job is kept for adults of the household."), code="not_an_adult")
    refuse_problems(problems_of_job(job))
    row = Employment.objects.filter(member=member).first() or Employment(member=member)
    moves = row.pk is not None and row.employer_id != job.employer.pk
    if moves and (row.contract_until is None or row.contract_until > job.started_on):
        raise Refusal(_("The job with the other employer has not ended yet. End it first."), code="employed")
    row.employer, row.site = job.employer, job.site
    row.job_title, row.trade, row.shift = one_line(job.job_title), job.trade, job.shift
    row.started_on, row.contract_until = job.started_on, job.contract_until
    row.supervisor_label = job.supervisor_label.strip().upper()
    row.save()
    _tell("employed", row, by=by)
    return row


@transaction.atomic
def end_employment(employment: Employment, *, last_day: date, by: Actor) -> Employment:
    """The member's last day at work, today or another; it may lie ahead."""
    lock_household(employment.member.household)
    employment.refresh_from_db()
    if last_day < employment.started_on:
        raise Refusal(_("A job cannot end before it starts."), code="before_start")
    employment.contract_until = last_day
    employment.save(update_fields=["contract_until"])
    _tell("employment_ended", employment, by=by)
    return employment


def _tell(act: str, employment: Employment, *, by: Actor) -> None:
    household = employment.member.household
    record(
        f"families.member.{act}",
        by=by,
        on=household,
        organisation_id=household.centre_id,
        details={"member": employment.member_id, "employer": employment.employer_id},
    )
    emit(
        EmploymentChanged(
            household.pk, employment.member_id, employment.employer_id, employment.contract_until
        )
    )
