"""What a family asks its centre, and that somebody answered. About a pair it is a call for help instead."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.events import emit
from base.notices.enums import Template
from families.enums import QuestionAbout
from families.events import HouseholdChanged
from families.models import Household, HouseholdQuestion

from .centre_notices import tell_centre
from .households import lock_household

LONGEST_QUESTION = 500


@transaction.atomic
def ask_centre(household: Household, *, about: QuestionAbout, words: str, by: Actor) -> HouseholdQuestion:
    """The coordinators are told at once that this family asks something. Asking the same twice is once.

    ValidationError on "words" when there are too many, or none where they are needed.
    """
    lock_household(household)
    words = words.strip()
    if len(words) > LONGEST_QUESTION:
        raise ValidationError({"words": _("Say it in at most 500 characters.")})
    if about != QuestionAbout.CALL and not words:
        raise ValidationError({"words": _("Write in a few words what is different.")})
    open_ones = household.questions.filter(answered_at=None)
    if known := open_ones.filter(about=about, words=words).first():
        return known
    question = household.questions.create(about=about, words=words)
    _tell("asked", question, by=by)
    tell_centre(Template.FAMILY_ASKS, household, subject=f"question:{question.pk}", by=by)
    return question


@transaction.atomic
def answer_question(question: HouseholdQuestion, *, by: Actor) -> HouseholdQuestion:
    """A coordinator has talked to the family. Refusal when somebody did before."""
    question = (
        HouseholdQuestion.objects.select_for_update(of=("self",))
        .select_related("household")
        .get(pk=question.pk)
    )
    if question.answered_at:
        raise Refusal(_("Somebody has answered this already."), code="answered")
    question.answered_at, question.answered_by_label = timezone.now(), by.actor_label[:200]
    question.save(update_fields=["answered_at", "answered_by_label"])
    _tell("answered", question, by=by)
    return question


def _tell(what: str, question: HouseholdQuestion, *, by: Actor) -> None:
    household = question.household
    details = {"question": question.pk, "about": question.about}
    record(
        f"families.question.{what}",
        by=by,
        on=household,
        organisation_id=household.centre_id,
        details=details,
    )
    emit(HouseholdChanged(household.pk, household.centre_id))
