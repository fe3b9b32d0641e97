"""A pair at work, what it may be paid by, and its claim: rows, without the verbs."""

from datetime import date, datetime, time, timedelta
from typing import Any

import factory
from django.utils import timezone

from activities.models import Meeting
from base.accounts.models import User
from base.organisations.models import Organisation
from matching.enums import PairState
from matching.models import Pair
from mentors.models import MentorEmployee, Participation
from stipends.enums import HoursMethod, PaperKind, SupportKind
from stipends.models import BudgetLine, Call, Paper, Project, SupportRule
from tests.factories.activities import MeetingFactory
from tests.factories.families import EmploymentFactory, household_with
from tests.factories.matching import PairFactory, helper_of, programme_of, seeker_of
from tests.factories.mentors import ParticipationFactory, mentor_with
from tests.factories.organisations import CentreFactory

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
JPEG = b"\xff\xd8\xff\xe0" + bytes(40)


def month_before(months: int = 1) -> date:
    """The first day of the month so many months ago."""
    day = timezone.localdate().replace(day=1)
    for _month in range(months):
        day = (day - timedelta(days=1)).replace(day=1)
    return day


class ProjectFactory(factory.django.DjangoModelFactory):
    """Two years around today."""

    class Meta:
        model = Project

    centre = factory.SubFactory(CentreFactory)
    number = factory.Sequence(lambda n: f"FEMP.06.19-{n}")
    name = "Working together"
    starts_on = factory.LazyFunction(lambda: month_before(12))
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=365))


class BudgetLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BudgetLine

    project = factory.SubFactory(ProjectFactory)
    code = factory.Sequence(lambda n: f"2.{n}")
    name = "Allowances for mentors"


class CallFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Call

    project = factory.SubFactory(ProjectFactory)
    number = factory.Sequence(lambda n: f"1/{n}")
    name = "First call"
    covers_from = factory.SelfAttribute("project.starts_on")
    covers_until = factory.SelfAttribute("project.ends_on")


class SupportRuleFactory(factory.django.DjangoModelFactory):
    """500 zł a month, in full with 16 hours: an example."""

    class Meta:
        model = SupportRule

    call = factory.SubFactory(CallFactory)
    line = factory.SubFactory(BudgetLineFactory, project=factory.SelfAttribute("..call.project"))
    kind = SupportKind.MENTOR_ALLOWANCE
    is_example = True
    rate_grosze = 50_000
    hours_method = HoursMethod.SHARE
    full_minutes = 16 * 60
    valid_from = factory.SelfAttribute("call.covers_from")
    source = "An example, nobody's rate"
    papers = factory.LazyFunction(
        lambda: [PaperKind.APPOINTMENT.value, PaperKind.MENTEE_CONTRACT.value, PaperKind.PAYROLL.value]
    )


def work_part(
    firm: Organisation | None = None, centre: Organisation | None = None, **fields: Any
) -> Participation:
    """The firm's part at the centre, found or made."""
    if firm is not None and centre is not None:
        known = Participation.objects.filter(employer=firm, centre=centre).first()
        if known is not None:
            return known
        return ParticipationFactory(employer=firm, centre=centre, **fields)
    return ParticipationFactory(**fields)


def work_pair(
    part: Participation | None = None,
    *,
    mentor: MentorEmployee | None = None,
    user: User | None = None,
    months: int = 3,
    **fields: Any,
) -> Pair:
    """A mentor and a new colleague of one firm, meeting since the first of the month so many months ago."""
    part = part or (mentor.participation if mentor else work_part())
    since = month_before(months)
    mentor = mentor or mentor_with(
        participation=part, user=user, first_name="Robert", job_title="Baker", appointed_from=since
    )
    place = mentor.helpers.first()
    programme = place.programme if place else programme_of(part.centre, kind="workplace")
    household = household_with(centre=part.centre)
    member = household.members.first()
    EmploymentFactory(
        member=member, employer=part.employer, job_title="Confectioner", started_on=since,
        contract_until=timezone.localdate() + timedelta(days=300),
    )  # fmt: skip
    given = {"state": PairState.ACTIVE, "offered_on": since, "active_since": since} | fields
    return PairFactory(
        seeker=seeker_of(programme, household, member=member),
        helper=place or helper_of(programme, mentor),
        **given,
    )


def hours_of(
    pair: Pair, month: date, *, days: tuple[int, ...] = (5, 7, 9), minutes: int = 60
) -> list[Meeting]:
    """Meetings of the pair at half past eight on these days of the month, each so long."""
    moments = [timezone.make_aware(datetime.combine(month.replace(day=day), time(8, 30))) for day in days]
    return [MeetingFactory(pair=pair, start=moment, minutes=minutes) for moment in moments]


class PaperFactory(factory.django.DjangoModelFactory):
    """A decision that names the mentor; give it a participation."""

    class Meta:
        model = Paper

    kind = PaperKind.APPOINTMENT
    name = factory.Sequence(lambda n: f"scan-{n}.pdf")
    content_type = "application/pdf"
    size = len(PDF)
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    body = PDF
    put_in_by_label = "Dana"
