"""How newcomers are reached, and the invitation to a talk."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.common.enums import ContactChannel
from base.common.profiles import one_line
from base.notices.domain.outbox import Recipient, cancel_notices, queue_notice
from base.notices.enums import Template
from base.notices.models import Notice
from volunteers.models import Volunteer

from .onboarding import Person, tell, way_of

#: A message can be taken back that long.
WAIT = timedelta(minutes=10)
LONGEST_PLACE = 200


def recipient_of(person: Person) -> Recipient:
    """The volunteer or the family, by the channel they chose."""
    addresses = {
        ContactChannel.EMAIL: person.email,
        ContactChannel.SMS: str(person.phone),
        ContactChannel.PHONE_CALL: str(person.phone),
        ContactChannel.LETTER: getattr(person, "address", ""),
    }
    return Recipient(
        kind=person._meta.label_lower,
        id=person.pk,
        label=person.label,
        channel=person.channel,
        address=addresses.get(ContactChannel(person.channel), ""),
        language=person.language,
        name=person.full_name if isinstance(person, Volunteer) else person.contact_name,
    )


@transaction.atomic
def invite_to_talk(person: Person, *, start: datetime, place: str, by: Actor) -> Notice:
    """Write when and where; a later invitation takes the place of one that has not left. The next step is
    the talk."""
    if start <= timezone.now():
        raise ValidationError({"start": _("Choose a time that is still to come.")})
    place = one_line(place)
    if len(place) > LONGEST_PLACE:
        raise ValidationError({"place": _("Say it in at most 200 characters.")})
    way = way_of(person)
    subject = f"talk_invited:{way.pk}"
    cancel_notices(subject, by=by)
    notice = queue_notice(
        Template.INTERVIEW_INVITED,
        to=recipient_of(person),
        context={"starts": start.isoformat(), "place": place},
        not_before=timezone.now() + WAIT,
        subject=subject,
        by=by,
        organisation_id=person.centre_id,
    )
    way.next_step, way.next_on = str(_("Talk")), timezone.localtime(start).date()
    tell(way, "talk_invited", by=by)
    return notice
