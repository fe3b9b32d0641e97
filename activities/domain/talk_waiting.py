"""Telling helpers and families that a message waits: once for each silence, never at night."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from activities.enums import TalkStanding
from activities.models import Talk, TalkRead
from activities.queries.talk import THE_PAIR, standing_of, talks_to_tell_of
from base.audit.actor import SYSTEM, Actor
from base.common.enums import ContactChannel
from base.notices.domain.outbox import Recipient, queue_notice
from base.notices.enums import Template
from matching.domain.pair_notices import family_address, helper_address
from matching.enums import PairSide
from matching.models import Pair

from .reminding import is_turn_of
from .talk import subject_of

#: So long a message waits for eyes before anybody is told.
WAIT = timedelta(hours=2)
#: Hours of the clock in Poland between which people are written to.
MORNING, EVENING = 7, 21
#: Nobody prints a letter, or waits for a visit, to say that a message waits.
QUICK = (ContactChannel.EMAIL, ContactChannel.SMS, ContactChannel.PHONE_CALL)


def tell_of_talks(now: datetime, *, by: Actor = SYSTEM) -> int:
    """Queue a notice for each side that has had an unread message for a while; returns how many.

    Called every minute. One notice for a silence: no other until they have read. Nothing of what was written
    is in it. Who has a pause is left in peace, and between 21 and 7 everybody; the morning catches up.
    """
    if not MORNING <= timezone.localtime(now).hour < EVENING:
        return 0
    return sum(
        _tell(talk, side, now, by=by) for side in THE_PAIR for talk in talks_to_tell_of(side, now, wait=WAIT)
    )


@transaction.atomic
def _tell(talk: Talk, side: PairSide, now: datetime, *, by: Actor) -> bool:
    pair = talk.pair
    if standing_of(pair, on=timezone.localdate(now)) in (None, TalkStanding.OVER) or not is_turn_of(pair):
        return False
    newest = talk.last_of_family if side == PairSide.HELPER else talk.last_of_helper
    mark, _is_new = TalkRead.objects.get_or_create(pair=pair, side=side, reader_id=0)
    # By what was unread a moment ago: they may have read, or been told, meanwhile.
    unread = TalkRead.objects.filter(pk=mark.pk, told_id__lte=mark.last_id, last_id=mark.last_id)
    newest = max(newest, talk.last_of_coordinator)
    if newest <= mark.last_id or not unread.update(told_id=newest):
        return False
    to, centre_id = _address(pair, side)
    if to.channel not in QUICK or (to.channel == ContactChannel.EMAIL and not to.address):
        return False
    queue_notice(
        Template.TALK_WAITING,
        to=to,
        context={"can_log_in": side == PairSide.HELPER and pair.helper.person.user_id is not None},
        not_before=now,
        subject=subject_of(pair.pk, side),
        by=by,
        organisation_id=centre_id,
    )
    return True


def _address(pair: Pair, side: PairSide) -> tuple[Recipient, int]:
    """Whom to write to, and the centre whose people hand it over where a message does not go by itself."""
    if side == PairSide.FAMILY:
        household = pair.seeker.household
        return family_address(household), household.centre_id
    return helper_address(pair.helper.person), pair.helper.person.centre_id
