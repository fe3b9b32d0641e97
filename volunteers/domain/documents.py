"""The words of agreements and standards: how they are written, filled in, set by a centre, and shipped."""

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
from volunteers.enums import DocumentKind
from volunteers.models import CentreDocument

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

EXAMPLES: Final = Path(__file__).resolve().parent.parent / "examples"
EXAMPLE_VERSION: Final = "wzór 2026-11"
EXAMPLE_FROM: Final = date(2026, 11, 1)
EXAMPLE_SOURCE: Final = (
    "example, to be checked by a lawyer before it is used (ustawa z 24.04.2003, art. 42-50)"
)
#: What the words of an agreement may name in braces.
AGREEMENT_FIELDS: Final = frozenset(
    {"numer", "centrum", "adres_centrum", "wolontariusz", "miejsce", "zakres", "sposob", "czas", "okres",
     "wypowiedzenie"}
)  # fmt: skip
#: Without these it is no agreement (Act of 24 April 2003, art. 44: scope, manner, time, termination).
AGREEMENT_NEEDS: Final = frozenset({"centrum", "wolontariusz", "zakres", "sposob", "czas", "wypowiedzenie"})


@transaction.atomic
def set_document(
    centre: Organisation,
    *,
    kind: DocumentKind,
    version: str,
    body: str,
    valid_from: date,
    source: str,
    by: Actor,
) -> CentreDocument:
    """The centre's own words from a day on; those before end the day before.

    ValidationError by field: a version already used, a day before another version's, fields unknown or
    missing in braces.
    """
    lock_centre(centre)
    row = CentreDocument(
        centre=centre, kind=kind, version=one_line(version), body=body.strip(), valid_from=valid_from,
        source=one_line(source), checked_by=by.actor_label,
    )  # fmt: skip
    own = CentreDocument.objects.filter(centre=centre, kind=kind)
    problems = Problems()
    problems.check_fields(row, ("kind", "version", "body", "valid_from", "source"))
    for sentence in problems_of_body(kind, row.body):
        problems.add("body", sentence)
    if own.filter(version=row.version).exists():
        problems.add("version", _("This version is here already. Give the new words another one."))
    if own.filter(valid_from__gte=valid_from).exists():
        problems.add("valid_from", _("Words from that day or a later one are set already."))
    refuse_problems(problems.by_field)
    own.filter(valid_to=None).update(valid_to=valid_from - timedelta(days=1))
    row.save()
    record(
        "volunteers.document.set",
        by=by,
        on=centre,
        organisation_id=centre.pk,
        details={"kind": str(kind), "version": row.version, "valid_from": valid_from},
    )
    return row


def problems_of_body(kind: DocumentKind, body: str) -> "list[StrOrPromise]":
    """What is wrong with the words of a document, in sentences."""
    blocks = blocks_of(body)
    found: list[StrOrPromise] = []
    if not blocks or blocks[0].kind != "title" or sum(block.kind == "title" for block in blocks) > 1:
        found.append(_("Begin with one title: a line that starts with “# ”."))
    named = set(FIELD.findall(body))
    if unknown := sorted(named - (AGREEMENT_FIELDS if kind == DocumentKind.AGREEMENT else frozenset())):
        found.append(format_lazy(_("There is no such field: {fields}."), fields=", ".join(unknown)))
    if kind == DocumentKind.AGREEMENT and (missing := sorted(AGREEMENT_NEEDS - named)):
        found.append(format_lazy(_("An agreement has to name: {fields}."), fields=", ".join(missing)))
    return found


def ship_example_documents() -> int:
    """Add the common example of each kind that has no common words yet; returns how many. After migrate."""
    known = set(CentreDocument.objects.filter(centre=None).values_list("kind", flat=True))
    rows = [
        CentreDocument(
            kind=kind,
            version=EXAMPLE_VERSION,
            body=(EXAMPLES / f"{kind}.txt").read_text(encoding="utf-8").strip(),
            is_example=True,
            valid_from=EXAMPLE_FROM,
            source=EXAMPLE_SOURCE,
        )
        for kind in DocumentKind
        if kind not in known
    ]
    return len(CentreDocument.objects.bulk_create(rows))
