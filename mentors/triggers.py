"""What the database itself keeps as it was: surveys sent, notes, words once given, what was signed
(docs/decisions/0020)."""

from django.utils.translation import gettext_noop

from base.common.triggers import append_only, refuse_when

from .enums import PreparedPartState

_FIELDS = (
    "participation_id", "text_id", "number", "valid_from", "representative", "position", "register",
    "notice_days",
)  # fmt: skip
_CHANGED = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in _FIELDS)


def _signed(differs: str, kinds: str) -> str:
    return (
        f"OLD.state <> '{PreparedPartState.OFFERED}' AND (NEW.state = '{PreparedPartState.OFFERED}' "
        f"OR {_CHANGED} OR NEW.valid_until {differs} OLD.valid_until OR {kinds})"
    )


TRIGGERS = [
    append_only("mentors_signedpart"),
    refuse_when(
        "splot_part_text_is_written_once",
        "mentors_agreementtext",
        code="written_once",
        sentence=gettext_noop("A version of a document is written once: other words are another version."),
        condition="NEW.body <> OLD.body OR NEW.version <> OLD.version",
        events=("UPDATE",),
    ),
    refuse_when(
        "splot_signed_part_stays",
        "mentors_preparedpart",
        code="signed",
        sentence=gettext_noop("Somebody has signed this agreement: what it says stays as it is."),
        condition=_signed("IS DISTINCT FROM", "NEW.kinds::text <> OLD.kinds::text"),
        sqlite_condition=_signed("IS NOT", "NEW.kinds <> OLD.kinds"),
        events=("UPDATE",),
    ),
    refuse_when(
        "splot_survey_is_sent_once",
        "mentors_survey",
        code="sent",
        sentence=gettext_noop("A survey that was sent stays as it is: other answers are another one."),
        condition="TRUE",
        events=("UPDATE",),
    ),
    refuse_when(
        "splot_consultation_is_kept",
        "mentors_consultation",
        code="kept",
        sentence=gettext_noop("A consultation note stays as it was written: write another one."),
        condition="TRUE",
        events=("UPDATE",),
    ),
]
