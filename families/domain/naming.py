"""New colleagues whom an employer names: kept until the centre has looked, so nobody is written twice."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.events import emit
from base.common.profiles import FieldProblems, Problems, one_line, refuse_problems, said
from base.organisations.domain.centres import lock_centre
from base.organisations.models import Organisation, Site
from base.places.profiles import check_language
from families.enums import NamedState
from families.events import ColleagueNamed
from families.models import Household, Member, NamedColleague

from .employments import JobData, employ_member, problems_of_job, register_employee
from .household_data import HouseholdData

FIELDS = (
    "first_name", "job_title", "trade", "shift", "started_on", "contract_until", "supervisor_label",
    "language", "phone", "email",
)  # fmt: skip


@dataclass(frozen=True)
class NamedData:
    """What an employer tells of somebody it hired, and no more; `contract_until` None: without an end.

    `knows`: the person knows that the centre is told of them. `import_key`: the same key twice is the same
    person.
    """

    first_name: str
    job_title: str
    trade: str
    started_on: date
    language: str
    knows: bool
    site: Site | None = None
    shift: str = ""
    contract_until: date | None = None
    supervisor_label: str = ""
    phone: str = ""
    email: str = ""
    import_key: str = ""


def problems_of_named(employer: Organisation, data: NamedData) -> FieldProblems:
    """What keeps this from being kept, by field; empty when nothing does."""
    problems = Problems()
    values = {name: getattr(data, name) for name in FIELDS if name not in JOB}
    problems.check_values(NamedColleague, values)
    check_language(problems, data.language)
    for field, errors in problems_of_job(job_of(employer, data)).items():
        problems.by_field.setdefault(field, []).extend(errors)
    if not data.phone.strip() and not data.email.strip():
        sentence = _("Write a phone number or an e-mail address: the centre asks them whether they want to.")
        problems.add("phone", sentence, "required")
    if not data.knows:
        sentence = _("Tell them first that the centre will write or call, then tick this.")
        problems.add("knows", sentence, "required")
    return problems.by_field


#: What is checked as a job.
JOB = frozenset({"job_title", "trade", "shift", "started_on", "contract_until", "supervisor_label"})


def job_of(employer: Organisation, told: "NamedData | NamedColleague") -> JobData:
    """The job as it was told, for `employ_member`."""
    return JobData(employer=employer, site=told.site, **{name: getattr(told, name) for name in JOB})


@transaction.atomic
def keep_named(centre: Organisation, *, employer: Organisation, data: NamedData, by: Actor) -> NamedColleague:
    """The new colleague, waiting for the centre to look. Doors call `matching.domain.naming`, which asks
    whether the employer takes part. ValidationError as `problems_of_named`."""
    lock_centre(centre)
    known = NamedColleague.objects.filter(centre=centre, import_key=data.import_key)
    if data.import_key and (found := known.first()):
        return found
    refuse_problems(problems_of_named(employer, data))
    plain = {name: getattr(data, name) for name in FIELDS}
    for name in ("first_name", "job_title", "phone", "email"):
        plain[name] = one_line(plain[name])
    named = NamedColleague.objects.create(
        centre=centre,
        employer=employer,
        site=data.site,
        import_key=data.import_key,
        named_by_label=by.actor_label[:200],
        **plain,
    )
    _tell("named", named, by=by)
    return named


@transaction.atomic
def take_in_named(named: NamedColleague, *, data: HouseholdData, job: JobData, by: Actor) -> Household:
    """Somebody new: a household with this job under the centre's next label. Their own consent comes from
    them; until then nobody is proposed. Refusal unless it waits."""
    _lock_waiting(named)
    household = register_employee(named.centre, data=data, job=job, by=by)
    _answer(named, NamedState.TAKEN_IN, by=by, household=household)
    return household


@transaction.atomic
def join_named(named: NamedColleague, *, member: Member, by: Actor) -> Household:
    """Somebody who is with the centre already: this job is theirs. Refusal unless it waits, for somebody of
    another centre, and as `employ_member`."""
    _lock_waiting(named)
    if member.household.centre_id != named.centre_id:
        raise Refusal(_("This family is not of the centre that was told."), code="other_centre")
    employ_member(member, job=job_of(named.employer, named), by=by)
    _answer(named, NamedState.TAKEN_IN, by=by, household=member.household)
    return member.household


@transaction.atomic
def turn_down_named(named: NamedColleague, *, reason: str, by: Actor) -> NamedColleague:
    """The centre does not take them in; the reason is the coordinators' and no employer's to read."""
    reason = said(reason)
    _lock_waiting(named)
    return _answer(named, NamedState.TURNED_DOWN, by=by, answer=reason)


@transaction.atomic
def withdraw_named(named: NamedColleague, *, by: Actor) -> NamedColleague:
    """The employer named somebody by mistake. Refusal once the centre has decided."""
    _lock_waiting(named)
    return _answer(named, NamedState.WITHDRAWN, by=by)


def _lock_waiting(named: NamedColleague) -> None:
    rows = NamedColleague.objects.select_for_update(of=("self",)).select_related("centre", "employer", "site")
    named.refresh_from_db(from_queryset=rows)
    if named.state != NamedState.WAITING:
        raise Refusal(_("This has been decided meanwhile."), code="already")


def _answer(
    named: NamedColleague,
    to: NamedState,
    *,
    by: Actor,
    household: Household | None = None,
    answer: str = "",
) -> NamedColleague:
    named.state, named.household, named.answer = to, household, answer
    named.answered_at, named.answered_by_label = timezone.now(), by.actor_label[:200]
    named.phone = named.email = ""
    named.save()
    _tell(str(to.value), named, by=by)
    return named


def _tell(act: str, named: NamedColleague, *, by: Actor) -> None:
    details: dict[str, object] = {"employer": named.employer_id}
    if named.household_id:
        details["household"] = named.household_id
    record(
        f"families.named_colleague.{act}",
        by=by,
        on=named,
        organisation_id=named.centre_id,
        details=details,
    )
    emit(ColleagueNamed(named.pk, named.centre_id, named.employer_id))
