"""What the database itself keeps as it was: words once given, what was signed (docs/decisions/0020)."""

from django.utils.translation import gettext_noop

from base.common.triggers import append_only, refuse_when

from .enums import PreparedState

_SIGNED_FIELDS = (
    "volunteer_id",
    "template_id",
    "number",
    "valid_from",
    "scope",
    "manner",
    "hours",
    "notice_days",
)
_CHANGED = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in _SIGNED_FIELDS)


def _signed(differs: str) -> str:
    return (
        f"OLD.state <> '{PreparedState.OFFERED}' AND (NEW.state = '{PreparedState.OFFERED}' "
        f"OR {_CHANGED} OR NEW.valid_until {differs} OLD.valid_until)"
    )


TRIGGERS = [
    append_only("volunteers_signedagreement"),
    refuse_when(
        "splot_document_is_written_once",
        "volunteers_centredocument",
        code="written_once",
        sentence=gettext_noop("A version of a document is written once: other words are another version."),
        condition="NEW.body <> OLD.body OR NEW.version <> OLD.version OR NEW.kind <> OLD.kind",
        events=("UPDATE",),
    ),
    refuse_when(
        "splot_signed_agreement_stays",
        "volunteers_preparedagreement",
        code="signed",
        sentence=gettext_noop("Somebody has signed this agreement: what it says stays as it is."),
        condition=_signed("IS DISTINCT FROM"),
        sqlite_condition=_signed("IS NOT"),
        events=("UPDATE",),
    ),
]
