"""The words of the participation agreement: the fields they name, a centre's own, the shipped example."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.profiles import Problems, one_line, refuse_problems
from base.documents.blocks import FIELD, blocks_of
from base.organisations.domain.centres import lock_centre
from base.organisations.models import Organisation
from mentors.models import AgreementText

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

EXAMPLE: Final = Path(__file__).resolve().parent.parent / "examples" / "participation.txt"
EXAMPLE_VERSION: Final = "wzór 2026-11"
EXAMPLE_FROM: Final = date(2026, 11, 1)
EXAMPLE_SOURCE: Final = (
    "example, to be checked by a lawyer; the funder's own template of the agreement goes before it"
)
#: What the words may name in braces.
FIELDS: Final = frozenset(
    {"numer", "centrum", "adres_centrum", "pracodawca", "adres_pracodawcy", "nip", "regon", "rejestr",
     "reprezentant", "wsparcie", "okres", "wypowiedzenie"}
)  # fmt: skip
#: Without these it does not say who agrees to what, and until when.
NEEDS: Final = frozenset({"centrum", "pracodawca", "nip", "reprezentant", "wsparcie", "okres"})


@transaction.atomic
def set_agreement_text(
    centre: Organisation, *, version: str, body: str, valid_from: date, source: str, by: Actor
) -> AgreementText:
    """The centre's own words from a day on; those before end the day before.

    ValidationError by field: a version already used, a day before another version's, fields unknown or
    missing in braces.
    """
    lock_centre(centre)
    row = AgreementText(
        centre=centre, version=one_line(version), body=body.strip(), valid_from=valid_from,
        source=one_line(source), checked_by=by.actor_label,
    )  # fmt: skip
    own = AgreementText.objects.filter(centre=centre)
    problems = Problems()
    problems.check_fields(row, ("version", "body", "valid_from", "source"))
    for sentence in problems_of_body(row.body):
        problems.add("body", sentence)
    if own.filter(version=row.version).exists():
        problems.add("version", _("This version is here already. Give the new words another one."))
    if own.filter(valid_from__gte=valid_from).exists():
        problems.add("valid_from", _("Words from that day or a later one are set already."))
    refuse_problems(problems.by_field)
    own.filter(valid_to=None).update(valid_to=valid_from - timedelta(days=1))
    row.save()
    record(
        "mentors.agreement_text.set", by=by, on=centre, organisation_id=centre.pk,
        details={"version": row.version, "valid_from": valid_from},
    )  # fmt: skip
    return row


def problems_of_body(body: str) -> "list[StrOrPromise]":
    """What is wrong with the words, in sentences."""
    blocks = blocks_of(body)
    found: list[StrOrPromise] = []
    if not blocks or blocks[0].kind != "title" or sum(block.kind == "title" for block in blocks) > 1:
        found.append(_("Begin with one title: a line that starts with “# ”."))
    if any(block.kind == "choice" for block in blocks):
        found.append(_("Here nothing can be ticked: take the lines out that begin with “[ ] ”."))
    named = set(FIELD.findall(body))
    if unknown := sorted(named - FIELDS):
        found.append(format_lazy(_("There is no such field: {fields}."), fields=", ".join(unknown)))
    if missing := sorted(NEEDS - named):
        found.append(format_lazy(_("An agreement has to name: {fields}."), fields=", ".join(missing)))
    return found


def ship_example_text() -> int:
    """Add the common example when there are no common words yet; returns how many. After migrate."""
    if AgreementText.objects.filter(centre=None).exists():
        return 0
    AgreementText.objects.create(
        version=EXAMPLE_VERSION, body=EXAMPLE.read_text(encoding="utf-8").strip(), is_example=True,
        valid_from=EXAMPLE_FROM, source=EXAMPLE_SOURCE,
    )  # fmt: skip
    return 1
