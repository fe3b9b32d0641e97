"""What is written to whom about a pair: the least that is needed, by each one's own channel and language."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet
from django.utils import timezone

from base.audit.actor import Actor
from base.common.enums import ContactChannel
from base.notices.domain.outbox import Recipient, cancel_notices, queue_notice
from base.notices.enums import NoticeState, Template
from base.notices.models import Notice
from base.notices.queries import by_subject
from base.places.languages import Level, Spoken
from families.models import Household
from matching.domain.life import steps_done
from matching.domain.programmes import label_of
from matching.enums import CloseReason, LifeStep, PairSide, ProgrammeKind
from matching.models import Pair, Seeker
from mentors.models import MentorEmployee
from volunteers.models import Volunteer

REMINDER, FIRST_MEETING, OVER, SUSPENSION = "reminder", "first_meeting", "over", "suspension"


def subject_of(pair: Pair) -> str:
    """Under which subject the outbox keeps what is about this pair."""
    return f"pair:{pair.pk}"


def is_told(pair: Pair) -> bool:
    """Whether a notice about it has left, or is about to."""
    return by_subject(subject_of(pair)).exclude(state=NoticeState.CANCELLED).exists()


def notices_of(pair: Pair) -> QuerySet[Notice]:
    """Everything that was written about it, newest first."""
    about = [
        subject_of(pair),
        *(f"{what}:{pair.pk}" for what in (REMINDER, FIRST_MEETING, OVER, SUSPENSION)),
    ]
    return Notice.objects.filter(subject__in=about).prefetch_related("deliveries").order_by("-pk")


def cancel_asking(pair: Pair, *, by: Actor) -> None:
    """Take back reminders that nobody has heard yet: what they ask for is done, or not asked any more."""
    for what in (REMINDER, FIRST_MEETING):
        cancel_notices(f"{what}:{pair.pk}", by=by)


def queue_offers(pair: Pair, *, by: Actor) -> None:
    """One notice to each side: minimum of data, their own channel and language, after the time for undo."""
    household, person = pair.seeker.household, pair.helper.person
    at_work = pair.programme.kind == ProgrammeKind.WORKPLACE
    shared = _languages_in_common(_spoken_by(pair.seeker), person.spoken)
    hours = str(household.week & person.week)
    queue_notice(
        Template.PAIR_OFFERED_HELPER,
        to=helper_address(person),
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
        to=family_address(household),
        context={"languages": shared, "hours": hours},
        not_before=pair.undo_until,
        subject=subject_of(pair),
        by=by,
        organisation_id=household.centre_id,
    )


def tell_coordinators(pair: Pair, *, because: str, by: Actor) -> None:
    """To the family's centre: the pair is suspended, and why (base/notices/domain/catalogue.py)."""
    _tell_centre(pair, Template.PAIR_SUSPENDED, SUSPENSION, {"reason": because}, by=by)


def tell_first_meeting_due(pair: Pair, *, by: Actor) -> None:
    """To the family's centre: both have said yes, and by when their first meeting is to be."""
    due = pair.due_on.isoformat() if pair.due_on else ""
    _tell_centre(pair, Template.FIRST_MEETING_DUE, FIRST_MEETING, {"day": due}, by=by)


def remind(pair: Pair, side: PairSide, *, by: Actor) -> bool:
    """To the side whose answer is due: what was asked and until when; False where they were never asked."""
    if not has_heard(pair, side):
        return False
    person, household = pair.helper.person, pair.seeker.household
    day = pair.answer_by.isoformat() if pair.answer_by else ""
    to_helper = side == PairSide.HELPER
    queue_notice(
        Template.ANSWER_REMINDER_HELPER if to_helper else Template.ANSWER_REMINDER_FAMILY,
        to=helper_address(person) if to_helper else family_address(household),
        context={"label": household.label, "day": day, "can_log_in": person.user_id is not None}
        if to_helper
        else {"day": day},
        not_before=timezone.now(),
        subject=f"{REMINDER}:{pair.pk}",
        by=by,
        organisation_id=person.centre_id if to_helper else household.centre_id,
    )
    return True


def tell_over(pair: Pair, *, said_by: PairSide, by: Actor, reason: str = "") -> None:
    """Take back what nobody has heard; tell those who had heard, except who said it, plainly and without why.

    After a pair closed for safety nobody is told by a message: a coordinator speaks with both.
    """
    cancel_notices(subject_of(pair), by=by)
    cancel_asking(pair, by=by)
    if reason == CloseReason.SAFETY:
        return
    for side in (PairSide.HELPER, PairSide.FAMILY):
        if side != said_by and has_heard(pair, side):
            _tell_over(pair, side, by=by)


def has_heard(pair: Pair, side: PairSide) -> bool:
    """Whether this side knows of the pair: its offer has left, or it has said yes."""
    if LifeStep(side) in steps_done(pair.steps_to_take, pair.stands_at):
        return True
    template = Template.PAIR_OFFERED_HELPER if side == PairSide.HELPER else Template.PAIR_OFFERED_FAMILY
    offers = by_subject(subject_of(pair)).filter(template=template)
    gone = offers.filter(state__in=(NoticeState.SENT, NoticeState.HANDED_OVER))
    return gone.exists()


def _tell_over(pair: Pair, side: PairSide, *, by: Actor) -> None:
    subject = f"{OVER}:{pair.pk}"
    to_helper = side == PairSide.HELPER
    template = Template.PAIR_OVER_HELPER if to_helper else Template.PAIR_OVER_FAMILY
    if by_subject(subject).filter(template=template).exclude(state=NoticeState.CANCELLED).exists():
        return
    person, household = pair.helper.person, pair.seeker.household
    queue_notice(
        template,
        to=helper_address(person) if to_helper else family_address(household),
        context={"label": household.label} if to_helper else {},
        not_before=timezone.now(),
        subject=subject,
        by=by,
        organisation_id=person.centre_id if to_helper else household.centre_id,
    )


def _tell_centre(pair: Pair, template: Template, what: str, more: Mapping[str, str], *, by: Actor) -> None:
    centre = pair.seeker.household.centre
    queue_notice(
        template,
        to=Recipient(
            kind=centre._meta.label_lower,
            id=centre.pk,
            label=centre.key,
            channel=ContactChannel.EMAIL if centre.email else ContactChannel.IN_PERSON,
            address=centre.email,
            language="pl",
        ),
        context={"label": pair.seeker.household.label, "helper_label": label_of(pair.helper), **more},
        not_before=timezone.now(),
        subject=f"{what}:{pair.pk}",
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


def helper_address(person: Volunteer | MentorEmployee) -> Recipient:
    """A helper, by their own channel and language."""
    return Recipient(
        kind=person._meta.label_lower,
        id=person.pk,
        label=person.label,
        channel=person.channel,
        address=_address(person.channel, email=person.email, phone=str(person.phone)),
        language=person.language,
        name=person.full_name,
    )


def family_address(household: Household) -> Recipient:
    """A family, by its own channel and language."""
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
