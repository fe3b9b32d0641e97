"""A centre's own words of a message: written, and given up for the standard ones. Every version stays."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.profiles import Problems, checked_reason, refuse_problems
from base.notices.enums import Template
from base.notices.models import Wording
from base.notices.queries import wording_of
from base.organisations.models import Organisation

from .catalogue import CONTENTS
from .words import check_words


@transaction.atomic
def set_wording(
    organisation: Organisation,
    template: Template | str,
    language: str,
    *,
    subject: str,
    body: str,
    why: str,
    by: Actor,
    seen: int | None = None,
) -> Wording:
    """Say the message so from now on. `seen`: the version one began with (0: the standard words).

    ValidationError by field for words that cannot be; Refusal for a message nobody rewords, and when a
    colleague has changed the words meanwhile.
    """
    body = "\n".join(line.rstrip() for line in body.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    problems = Problems()
    check_words(problems, template, subject=subject.strip(), body=body.strip())
    why = checked_reason(problems, why)
    _hold(organisation, template, language, seen=seen)
    refuse_problems(problems.by_field)
    return _add(organisation, template, language, subject.strip(), body.strip(), why, by=by)


@transaction.atomic
def use_standard_words(
    organisation: Organisation,
    template: Template | str,
    language: str,
    *,
    why: str,
    by: Actor,
    seen: int | None = None,
) -> Wording:
    """Back to the standard words; the own ones stay in the history. Refusal when they are in use already."""
    problems = Problems()
    why = checked_reason(problems, why)
    _hold(organisation, template, language, seen=seen)
    refuse_problems(problems.by_field)
    before = wording_of(organisation.pk, template, language)
    if before is None or not before.body:
        raise Refusal(_("The standard words are in use already."), code="standard")
    return _add(organisation, template, language, "", "", why, by=by)


def _hold(organisation: Organisation, template: Template | str, language: str, *, seen: int | None) -> None:
    """One change of words at a time, of a message that may be reworded, on the version one has seen."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if language not in dict(settings.LANGUAGES):
        raise Refusal(_("Splot does not speak this language yet."), code="language")
    if CONTENTS[Template(template)].fixed:
        raise Refusal(_("This message warns people of a fraud. Its words stay as they are."), code="fixed")
    if seen is None:
        return
    now = wording_of(organisation.pk, template, language)
    if (now.pk if now else 0) != seen:
        name = now.written_by_label if now else ""
        told = _("%(name)s has changed these words meanwhile. Look at the newer ones first.") % {"name": name}
        raise Refusal(told, code="stale")


def _add(
    organisation: Organisation,
    template: Template | str,
    language: str,
    subject: str,
    body: str,
    why: str,
    *,
    by: Actor,
) -> Wording:
    row = Wording.objects.create(
        organisation=organisation,
        template=Template(template),
        language=language,
        subject=subject,
        body=body,
        why=why,
        written_by_id=by.actor_id,
        written_by_label=by.actor_label[:200],
    )
    record(
        "notices.wording.set" if body else "notices.wording.standard",
        by=by,
        on=organisation,
        organisation_id=organisation.pk,
        details={"template": str(template), "language": language, "version": row.pk, "why": why},
    )
    return row
