"""What a notice says and how far it has come."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeState(models.TextChoices):
    """`to_hand_over` waits for a person: to read out, print, show or send as a text message."""

    WAITING = "waiting", _("waiting to be sent")
    SENT = "sent", _("sent")
    TO_HAND_OVER = "to_hand_over", _("to hand over")
    HANDED_OVER = "handed_over", _("handed over")
    CANCELLED = "cancelled", _("taken back")
    FAILED = "failed", _("could not be sent")


#: Nobody outside has heard: such a notice can be taken back.
UNSENT = frozenset({NoticeState.WAITING, NoticeState.TO_HAND_OVER, NoticeState.FAILED})
#: Somebody has to tell the person.
FOR_HANDS = frozenset({NoticeState.TO_HAND_OVER, NoticeState.FAILED})


class Template(models.TextChoices):
    """Each has its text in templates/notices/<value>.txt and its line in `domain/catalogue.py`."""

    PAIR_OFFERED_HELPER = "pair_offered_helper", _("An offer to a helper")
    PAIR_OFFERED_FAMILY = "pair_offered_family", _("News for a family")
    PAIR_SUSPENDED = "pair_suspended", _("A pair is suspended")
    ANSWER_REMINDER_HELPER = "answer_reminder_helper", _("A helper is asked again")
    ANSWER_REMINDER_FAMILY = "answer_reminder_family", _("A family is asked again")
    FIRST_MEETING_DUE = "first_meeting_due", _("A first meeting to arrange")
    PAIR_OVER_HELPER = "pair_over_helper", _("A pair is over, to the helper")
    PAIR_OVER_FAMILY = "pair_over_family", _("A pair is over, to the family")
    INVITATION = "invitation", _("Invitation")
    WAY_IN = "way_in", _("A family's way in")
    WAY_IN_CLOSED = "way_in_closed", _("A family's way in was closed")
    DID_YOU_MEET = "did_you_meet", _("Did you meet?")
    CONFIRM_MEETING = "confirm_meeting", _("Please confirm a meeting")
    HELP_WANTED = "help_wanted", _("A pair asks for help")
    CONCERN_REPORTED = "concern_reported", _("A concern was reported")
    FAMILY_ASKS = "family_asks", _("A family asks something")
    CLAIM_DUE = "claim_due", _("A claim to submit soon")
    CLAIM_MOVED = "claim_moved", _("News of a claim")
    ACCOUNT_CHANGED = "account_changed", _("An employer's bank account was changed")
    APPLICATION_CONFIRM = "application_confirm", _("An employer confirms its address")
    APPLICATION_ANSWERED = "application_answered", _("An employer's application is answered")
    PART_TO_SIGN = "part_to_sign", _("A participation agreement waits for its signature")
    TALK_WAITING = "talk_waiting", _("A message of the pair waits")
    PAPERS_ASKED = "papers_asked", _("Papers are still missing")
    TRAINING_INVITED = "training_invited", _("An invitation to a training")
    TRAINING_MOVED = "training_moved", _("A training is at another time or place")
    INTERVIEW_INVITED = "interview_invited", _("An invitation to a talk")
