"""Calling the coordinators for help, and their answer."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.enums import HelpState
from activities.models import HelpCall, Meeting
from base.audit.actor import Actor
from base.common.errors import Refusal
from matching.enums import PairSide
from matching.models import Pair

from .notices import tell_centres_of_help
from .telling import tell_help

LONGEST_WORDS = 500


@transaction.atomic
def call_for_help(
    pair: Pair, *, side: PairSide, by: Actor, meeting: Meeting | None = None, words: str = ""
) -> HelpCall:
    """Tell the coordinators of both centres at once that this side asks for help. Twice is once.

    A second call while the first still waits is the same one, unless it says something else.
    """
    words = words.strip()[:LONGEST_WORDS]
    mine = HelpCall.objects.filter(pair=pair, side=side)
    if meeting is not None:
        known = mine.filter(meeting=meeting).first()
    else:
        known = mine.filter(meeting=None, state=HelpState.OPEN, words=words).first()
    if known is not None:
        return known
    call = HelpCall.objects.create(
        pair=pair,
        side=side,
        meeting=meeting,
        words=words,
        made_by_id=by.actor_id,
        made_by_label=by.actor_label[:200],
    )
    tell_help("call", call, by=by)
    tell_centres_of_help(call, by=by)
    return call


@transaction.atomic
def answer_help(call: HelpCall, *, by: Actor, words: str = "") -> HelpCall:
    """A coordinator has talked to them. Refusal when somebody answered before."""
    call = HelpCall.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if call.state != HelpState.OPEN:
        raise Refusal(
            _("%(name)s has answered this call already.") % {"name": call.answered_by_label}, code="answered"
        )
    call.state, call.answered_at = HelpState.ANSWERED, timezone.now()
    call.answered_by_label, call.answer = by.actor_label[:200], words.strip()[:LONGEST_WORDS]
    call.save(update_fields=["state", "answered_at", "answered_by_label", "answer"])
    tell_help("answer", call, by=by)
    return call
