"""What is written to whom about a pair: the least that is needed, by each one's own channel and language."""

from collections.abc import Iterable

from django.utils import timezone

from base.audit.actor import Actor
from base.common.enums import ContactChannel
from base.notices.domain.outbox import Recipient, queue_notice
from base.notices.enums import NoticeState, Template
from base.notices.queries import by_subject
from base.places.languages import Level, Spoken
from families.models import Household
from matching.domain.programmes import label_of
from matching.enums import ProgrammeKind
from matching.models import Pair, Seeker
from mentors.models import MentorEmployee
from volunteers.models import Volunteer


def subject_of(pair: Pair) -> str:
    """Under which subject the outbox keeps what is about this pair."""
    return f"pair:{pair.pk}"


def is_told(pair: Pair) -> bool:
    """Whether a notice about it has left, or is about to."""
    return by_subject(subject_of(pair)).exclude(state=NoticeState.CANCELLED).exists()


def queue_offers(pair: Pair, *, by: Actor) -> None:
    """One notice to each side: minimum of data, their own channel and language, after the time for undo."""
    household, person = pair.seeker.household, pair.helper.person
    at_work = pair.programme.kind == ProgrammeKind.WORKPLACE
    shared = _languages_in_common(_spoken_by(pair.seeker), person.spoken)
    hours = str(household.week & person.week)
    queue_notice(
        Template.PAIR_OFFERED_HELPER,
        to=_helper_address(person),
        context={
            "label": household.label,
            # Colleagues meet where they work; where one lives is nobody's business there.
            "place": "" if at_work else household.commune_name,
            "languages": shared,
            "hours": hours,
            "can_log_in": person.user_id is not None,
        },
        not_before=pair.undo_until,
        subject=subject_of(pair),
        by=by,
        organisation_id=person.centre_id,
    )
    queue_notice(
        Template.PAIR_OFFERED_FAMILY,
        to=_family_address(household),
        context={"languages": shared, "hours": hours},
        not_before=pair.undo_until,
        subject=subject_of(pair),
        by=by,
        organisation_id=household.centre_id,
    )


def tell_coordinators(pair: Pair, *, because: str, by: Actor) -> None:
    """To the family's centre: the pair is suspended, and why (base/notices/domain/catalogue.py)."""
    centre = pair.seeker.household.centre
    queue_notice(
        Template.PAIR_SUSPENDED,
        to=Recipient(
            kind=centre._meta.label_lower,
            id=centre.pk,
            label=centre.key,
            channel=ContactChannel.EMAIL if centre.email else ContactChannel.IN_PERSON,
            address=centre.email,
            language="pl",
        ),
        context={
            "label": pair.seeker.household.label,
            "helper_label": label_of(pair.helper),
            "reason": because,
        },
        not_before=timezone.now(),
        subject=f"suspension:{pair.pk}",
        by=by,
        organisation_id=centre.pk,
    )


def _spoken_by(seeker: Seeker) -> list[Spoken]:
    """Of the adults; at work, of the one who asks."""
    if seeker.member is None:
        return seeker.household.spoken
    return [Spoken(row.language, Level(row.level)) for row in seeker.member.languages.all()]


def _languages_in_common(ones: Iterable[Spoken], others: Iterable[Spoken]) -> list[str]:
    """Codes, the best shared one first."""
    theirs = {spoken.language: spoken.level for spoken in others}
    shared = {one.language: min(one.level, theirs[one.language]) for one in ones if one.language in theirs}
    return sorted(shared, key=lambda code: (-shared[code], code))


def _helper_address(person: Volunteer | MentorEmployee) -> Recipient:
    return Recipient(
        kind=person._meta.label_lower,
        id=person.pk,
        label=person.label,
        channel=person.channel,
        address=_address(person.channel, email=person.email, phone=str(person.phone)),
        language=person.language,
        name=person.full_name,
    )


def _family_address(household: Household) -> Recipient:
    return Recipient(
        kind=household._meta.label_lower,
        id=household.pk,
        label=household.label,
        channel=household.channel,
        address=_address(
            household.channel, email=household.email, phone=str(household.phone), street=household.address
        ),
        language=household.language,
        name=household.contact_name,
    )


def _address(channel: str, *, email: str, phone: str, street: str = "") -> str:
    match channel:
        case ContactChannel.EMAIL:
            return email
        case ContactChannel.SMS | ContactChannel.PHONE_CALL:
            return phone
        case ContactChannel.LETTER:
            return street
    return ""
