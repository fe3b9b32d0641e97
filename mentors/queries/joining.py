"""Reads of an employer's way in: applications, surveys, consultations, participation agreements."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from base.accounts.models import Membership
from base.accounts.queries import hash_token
from base.accounts.rules import works_with_people
from base.organisations.enums import OrganisationKind, OrganisationState
from base.organisations.models import Organisation
from mentors.enums import (
    LIVE_PARTS,
    ApplicationState,
    MentorState,
    ParticipationState,
    PreparedPartState,
    SupportKind,
)
from mentors.models import AgreementText, Application, Consultation, Participation, PreparedPart, Survey

READ_STATES = (ApplicationState.WAITING, ApplicationState.ACCEPTED, ApplicationState.DECLINED)


def centre_to_join(key: str) -> Organisation | None:
    """The centre or NGO with this key that takes firms in; None when there is none."""
    kinds = (OrganisationKind.CENTRE, OrganisationKind.NGO)
    active = Organisation.objects.filter(kind__in=kinds, state=OrganisationState.ACTIVE)
    return active.filter(key=key).first()


def application_by_token(token: str) -> Application | None:
    """The application of this link, whatever became of it; None when there is none."""
    known = Application.objects.filter(token_hash=hash_token(token))
    return known.select_related("centre", "participation").first()


def applications_in_scope(membership: Membership | None) -> QuerySet[Application]:
    """Confirmed applications to the centre, for those who work with people there; nobody's for others."""
    if membership is None or not works_with_people(membership):
        return Application.objects.none()
    return Application.objects.filter(centre=membership.organisation_id, state__in=READ_STATES)


def applications_for_list(
    applications: QuerySet[Application], *, text: str = "", state: str = ""
) -> QuerySet[Application]:
    """Found and narrowed; those that wait first, of these the oldest."""
    for word in text.split():
        applications = applications.filter(Q(name__icontains=word) | Q(nip__startswith=word))
    if state:
        applications = applications.filter(state=state)
    waits = Q(state=ApplicationState.WAITING)
    return applications.annotate(waits=waits).order_by("-waits", "confirmed_at", "pk")


def newest_survey(participation: Participation) -> Survey | None:
    """The survey that counts; None while none was sent."""
    return participation.surveys.first()


def newest_consultation(participation: Participation) -> Consultation | None:
    """The consultation that counts; None while none was written down."""
    return participation.consultations.select_related("survey").first()


def kinds_decided(participation: Participation) -> frozenset[SupportKind]:
    """The kinds of support the newest consultation decided; empty while there was none."""
    newest = newest_consultation(participation)
    return frozenset(SupportKind(kind) for kind in newest.kinds) if newest else frozenset()


def part_to_sign(participation: Participation) -> PreparedPart | None:
    """The agreement on its way through the app: for the employer or, signed by it, for the centre."""
    waiting = participation.prepared_parts.filter(state__in=LIVE_PARTS)
    return waiting.select_related("participation__employer", "participation__centre", "text").first()


def parts_signed(participation: Participation) -> QuerySet[PreparedPart]:
    """Agreements signed in the app by both, the newest first."""
    return participation.prepared_parts.filter(state=PreparedPartState.IN_FORCE).order_by("-pk")


def parts_to_countersign(centre: Organisation) -> QuerySet[PreparedPart]:
    """Signed by the employer and waiting for the centre, the oldest first."""
    waiting = PreparedPart.objects.filter(participation__centre=centre, state=PreparedPartState.SIGNED)
    return waiting.select_related("participation__employer").order_by("pk")


def text_in_force(centre_id: int, *, on: date) -> AgreementText | None:
    """The words of the agreement in force on that day: the centre's own, else the common ones."""
    known = AgreementText.objects.in_force(on).filter(Q(centre=centre_id) | Q(centre=None))
    return known.order_by(F("centre").asc(nulls_last=True), "-valid_from", "-pk").first()


def texts_of(centre: Organisation) -> QuerySet[AgreementText]:
    """Every version the centre can use, its own and the common ones, the newest first."""
    known = AgreementText.objects.filter(Q(centre=centre) | Q(centre=None))
    return known.order_by(F("centre").asc(nulls_last=True), "-valid_from", "-pk")


@dataclass(frozen=True)
class WayIn:
    """How far an employer's part is on its way to a signed agreement; None where there is nothing yet."""

    participation: Participation
    application: Application | None
    survey: Survey | None
    consultation: Consultation | None
    to_sign: PreparedPart | None

    @property
    def turn(self) -> str:
        """What comes next: "survey" or "sign" of the employer, "consult", "prepare" or "countersign" of the
        centre; empty when nothing does."""
        if self.to_sign is not None:
            return "sign" if self.to_sign.state == PreparedPartState.OFFERED else "countersign"
        if self.participation.state != ParticipationState.APPLIED:
            return ""
        if self.consultation is not None:
            return "prepare"
        return "survey" if self.survey is None else "consult"


def with_way_in(participations: QuerySet[Participation]) -> QuerySet[Participation]:
    """With what `way_in_of` reads and `mentor_count` (active ones), in four more queries for all of them."""
    active = Count("mentors", filter=Q(mentors__state=MentorState.ACTIVE))
    return (
        participations.select_related("employer", "centre")
        .prefetch_related("applications", "surveys", "consultations", "prepared_parts")
        .annotate(mentor_count=active)
    )


def way_in_of(participation: Participation) -> WayIn:
    """From what is there; asks nothing of a part that comes from `with_way_in`."""
    live = (one for one in participation.prepared_parts.all() if one.state in LIVE_PARTS)
    return WayIn(
        participation,
        next(iter(participation.applications.all()), None),
        next(iter(participation.surveys.all()), None),
        next(iter(participation.consultations.all()), None),
        next(live, None),
    )


def surveys_to_consult(centre: Organisation) -> QuerySet[Survey]:
    """Surveys sent after the last consultation of their employer, the oldest first."""
    seen = Consultation.objects.filter(survey__isnull=False).values("survey")
    waiting = Survey.objects.filter(participation__centre=centre).exclude(pk__in=seen)
    talked = Q(participation__consultations__recorded_at__gte=F("sent_at"))
    return waiting.exclude(talked).select_related("participation__employer").order_by("sent_at", "pk")


def kinds_in_order(kinds: Collection[str]) -> list[SupportKind]:
    """These kinds as the programme lists them; a word that is none is left out."""
    return [kind for kind in SupportKind if kind.value in kinds]
