"""The wording of messages as its pages tell it: who reads what, previews on real data, versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from base.notices.domain.catalogue import CONTENTS
from base.notices.domain.placeholders import masked, sample_of
from base.notices.domain.rendering import Rendered, in_own_words, in_standard_words
from base.notices.enums import Template
from base.notices.models import Notice, Wording
from base.notices.queries import notices_to_look_at, wordings_in_force, wordings_of
from base.organisations.models import Organisation
from base.places.languages import language_name

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_SAMPLES = 10

#: Who reads a message; one that is nowhere here stands under the last heading.
READERS: Final[Mapping[str, tuple["StrOrPromise", frozenset[Template]]]] = {
    "families": (
        gettext_lazy("Families read"),
        frozenset(
            {
                Template.PAIR_OFFERED_FAMILY, Template.ANSWER_REMINDER_FAMILY, Template.PAIR_OVER_FAMILY,
                Template.WAY_IN, Template.CONFIRM_MEETING,
            }
        ),
    ),
    "helpers": (
        gettext_lazy("Volunteers and mentors read"),
        frozenset(
            {
                Template.PAIR_OFFERED_HELPER, Template.ANSWER_REMINDER_HELPER, Template.PAIR_OVER_HELPER,
                Template.DID_YOU_MEET, Template.PAPERS_ASKED, Template.TRAINING_INVITED,
                Template.TRAINING_MOVED, Template.INTERVIEW_INVITED, Template.TALK_WAITING,
            }
        ),
    ),
    "employers": (
        gettext_lazy("Employers read"),
        frozenset(
            {
                Template.CLAIM_DUE, Template.CLAIM_MOVED, Template.ACCOUNT_CHANGED,
                Template.APPLICATION_CONFIRM, Template.APPLICATION_ANSWERED, Template.PART_TO_SIGN,
            }
        ),
    ),
    "staff": (gettext_lazy("Colleagues read"), frozenset()),
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A message with its state in each language: (code, name, version in force or None)."""

    template: Template
    languages: Sequence[tuple[str, str, Wording | None]]
    is_fixed: bool


@dataclass(frozen=True)
class Sample:
    """Contents to try words on: a message the centre sent, or made-up ones with the key ""."""

    key: str
    label: str
    context: Mapping[str, Any]


def told_messages(organisation: Organisation) -> list[tuple["StrOrPromise", list[Told]]]:
    """Every message under who reads it, with its own words in each language, in one query."""
    own = {(row.template, row.language): row for row in wordings_in_force([organisation.pk]) if row.body}
    placed = {template for _word, some in READERS.values() for template in some}
    groups = []
    for key, (word, some) in READERS.items():
        chosen = some if key != "staff" else frozenset(Template) - placed
        groups.append((word, [_told(one, own) for one in Template if one in chosen]))
    return groups


def _told(template: Template, own: Mapping[tuple[str, str], Wording]) -> Told:
    languages = [(code, language_name(code), own.get((template, code))) for code, _name in settings.LANGUAGES]
    return Told(template, languages, CONTENTS[template].fixed)


def samples_of(organisation: Organisation, template: str) -> list[Sample]:
    """The centre's last messages of this kind, newest first; made-up contents when there is none."""
    found = [
        Sample(str(notice.pk), _name_of(notice), masked(template, notice.context))
        for notice in notices_to_look_at(organisation.pk, template)[:MOST_SAMPLES]
    ]
    return found or [Sample("", "", sample_of(template))]


def _name_of(notice: Notice) -> str:
    when: datetime = timezone.localtime(notice.created_at)
    return f"{notice.recipient_label}, {date_format(when, 'j E Y')}"


def chosen_sample(samples: Sequence[Sample], key: str) -> Sample:
    """The one that is asked for, else the newest."""
    return next((one for one in samples if one.key == key), samples[0])


@dataclass(frozen=True)
class Beside:
    """One message said both ways; `own` is None while there are no own words to show."""

    standard: Rendered
    own: Rendered | None


def beside(
    organisation: Organisation, template: str, language: str, sample: Sample, *, subject: str, body: str
) -> Beside:
    """The standard and the own words with the same contents."""
    told = (template, language, sample.context, organisation)
    own = in_own_words(*told, subject=subject, body=body) if body.strip() else None
    return Beside(in_standard_words(*told), own)


def versions_of(organisation: Organisation, template: str, language: str) -> list[Wording]:
    """Every version of one message in one language, newest first."""
    return list(wordings_of(organisation.pk).filter(template=template, language=language))
