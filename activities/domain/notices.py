"""What is written to whom about meetings: neutral labels only, and no more than is needed."""

from django.utils import timezone

from activities.models import HelpCall, Incident, Meeting, PlannedMeeting
from base.accounts.enums import Role
from base.accounts.queries import members_in_role
from base.audit.actor import SYSTEM, Actor
from base.common.enums import ContactChannel
from base.notices.domain.outbox import Recipient, queue_notice
from base.notices.enums import Template
from base.organisations.models import Organisation
from families.models import Household
from matching.domain.programmes import label_of
from mentors.models import MentorEmployee
from volunteers.models import Volunteer

from .drafts import iso


def subject_of_plan(planned: PlannedMeeting) -> str:
    """Under which subject the outbox keeps what is about this plan."""
    return f"plan:{planned.pk}"


def subject_of_meeting(meeting: Meeting) -> str:
    """Under which subject the outbox keeps what is about this meeting."""
    return f"meeting:{meeting.pk}"


def hears_by_itself(person: Volunteer | MentorEmployee | Household) -> bool:
    """Whether a small message reaches them without anybody's hands; nobody prints letters for these."""
    return person.channel == ContactChannel.EMAIL and bool(person.email)


def ask_did_you_meet(planned: PlannedMeeting, *, link: str, by: Actor) -> None:
    """To the helper, after a planned meeting."""
    person, household = planned.pair.helper.person, planned.pair.seeker.household
    queue_notice(
        Template.DID_YOU_MEET,
        to=_to(person),
        context={
            "label": household.label,
            "starts": iso(planned.start),
            "minutes": planned.minutes,
            "link": link,
        },
        not_before=timezone.now(),
        subject=subject_of_plan(planned),
        by=by,
        organisation_id=person.centre_id,
    )


def ask_to_confirm(meeting: Meeting, *, link: str, by: Actor) -> None:
    """To the family, after a helper wrote a meeting down."""
    household = meeting.pair.seeker.household
    queue_notice(
        Template.CONFIRM_MEETING,
        to=_to(household),
        context={"starts": iso(meeting.start), "minutes": meeting.minutes, "link": link},
        not_before=timezone.now(),
        subject=subject_of_meeting(meeting),
        by=by,
        organisation_id=household.centre_id,
    )


def tell_centres_of_help(call: HelpCall, *, by: Actor) -> None:
    """To the coordinators of the family's centre and of the helper's, once where they are one."""
    pair = call.pair
    centres = {centre.pk: centre for centre in (pair.seeker.household.centre, pair.helper.person.centre)}
    for centre in centres.values():
        queue_notice(
            Template.HELP_WANTED,
            to=_to_centre(centre),
            context={
                "label": pair.seeker.household.label,
                "helper_label": label_of(pair.helper),
                "side": call.side,
            },
            not_before=timezone.now(),
            subject=f"help:{call.pk}",
            by=by,
            organisation_id=centre.pk,
        )


def tell_administrators(incident: Incident, *, by: Actor) -> None:
    """That there is a concern, and nothing of it; the notice is on no organisation's list."""
    for member in members_in_role(incident.household.centre, Role.ADMINISTRATOR):
        user = member.user
        queue_notice(
            Template.CONCERN_REPORTED,
            to=Recipient(
                kind=user._meta.label_lower,
                id=user.pk,
                label=Role.ADMINISTRATOR.value,
                channel=ContactChannel.EMAIL,
                address=user.email,
                language=user.language,
            ),
            context={},
            not_before=timezone.now(),
            subject=f"concern:{incident.pk}",
            by=SYSTEM,
        )


def _to(person: Volunteer | MentorEmployee | Household) -> Recipient:
    return Recipient(
        kind=person._meta.label_lower,
        id=person.pk,
        label=person.label,
        channel=ContactChannel.EMAIL,
        address=person.email,
        language=person.language,
    )


def _to_centre(centre: Organisation) -> Recipient:
    return Recipient(
        kind=centre._meta.label_lower,
        id=centre.pk,
        label=centre.key,
        channel=ContactChannel.EMAIL if centre.email else ContactChannel.IN_PERSON,
        address=centre.email,
        language="pl",
    )
