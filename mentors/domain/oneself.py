"""What mentor-employees do about themselves: say yes or no, tell their languages and hours."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from base.audit.actor import Actor
from base.common.consent_texts import ConsentText, text_on
from base.common.errors import Refusal
from mentors.enums import ConsentPurpose, MentorState
from mentors.models import MentorConsent, MentorEmployee

from .mentors import data_of, give_consent, lock_mentor, revise_mentor, withdraw_consent

FOLDER: Final = Path(__file__).resolve().parent.parent / "consent_texts"
#: What mentors write themselves. Job, site, shift and the appointment are the employer's to tell.
OWN_FIELDS: Final = frozenset({"languages", "week"})


def own_consent_text(purpose: ConsentPurpose, *, language: str, on: date) -> ConsentText:
    """The words shown on that day; in English where this language has none."""
    return text_on(FOLDER, purpose.value, language=language, on=on)


def agree_oneself(
    mentor: MentorEmployee, *, purpose: ConsentPurpose, version: str, language: str, by: Actor
) -> MentorConsent:
    """The mentor's own yes to these words. Refusal "left" for one who has left."""
    _refuse_gone(mentor)
    return give_consent(mentor, purpose=purpose, text_version=version, language=language, by=by)


def take_back_oneself(mentor: MentorEmployee, *, purpose: ConsentPurpose, by: Actor) -> MentorEmployee:
    """From now on nobody new is proposed to them, or nobody writes; what stands goes on."""
    return withdraw_consent(mentor, purpose=purpose, by=by)


@transaction.atomic
def revise_own_work(mentor: MentorEmployee, *, changes: Mapping[str, Any], by: Actor) -> MentorEmployee:
    """The mentor with these fields of OWN_FIELDS changed by themselves; the others stay.

    Refusal "left" for one who has left; ValidationError as in `revise_mentor`.
    """
    if foreign := changes.keys() - OWN_FIELDS:
        raise ValueError(f"not theirs to change: {', '.join(sorted(foreign))}")
    lock_mentor(mentor)
    _refuse_gone(mentor)
    return revise_mentor(mentor, data=replace(data_of(mentor), **changes), by=by)


def _refuse_gone(mentor: MentorEmployee) -> None:
    if mentor.state == MentorState.LEFT:
        raise Refusal(_("You have said goodbye. To come back, write to your coordinator."), code="left")
