"""What the database itself refuses."""

from django.utils.translation import gettext_noop

from base.common.triggers import append_only, refuse_when

PERSONAL = gettext_noop(
    "Who spoke for a newcomer is kept only while the way in lasts: name and contact are blanked when it ends."
)

_OTHER_QUESTIONS = (
    "NEW.questions{text} <> OLD.questions{text} OR NEW.version <> OLD.version OR NEW.side <> OLD.side"
)
#: A closed talk as it was, or with its words erased.
_OTHER_TALK = (
    "OLD.closed_at IS NOT NULL AND ("
    "(NEW.answers{text} <> OLD.answers{text} AND NEW.answers{text} <> '{{}}') "
    "OR (NEW.note <> OLD.note AND NEW.note <> '') "
    "OR NEW.outcome <> OLD.outcome OR NEW.held_on <> OLD.held_on OR NEW.closed_at IS NULL)"
)

TRIGGERS = [
    append_only("desk_onboardingmove"),
    refuse_when(
        "splot_protocol_is_written_once",
        "desk_interviewprotocol",
        code="written_once",
        sentence=gettext_noop(
            "A version of a protocol is written once: other questions are another version."
        ),
        condition=_OTHER_QUESTIONS.format(text="::text"),
        sqlite_condition=_OTHER_QUESTIONS.format(text=""),
        events=("UPDATE",),
    ),
    refuse_when(
        "splot_closed_talk_stays",
        "desk_interview",
        code="closed",
        sentence=gettext_noop("This talk is closed: what was said stays as it was written, or is erased."),
        condition=_OTHER_TALK.format(text="::text"),
        sqlite_condition=_OTHER_TALK.format(text=""),
        events=("UPDATE",),
    ),
    refuse_when(
        "splot_reference_of_open_way",
        "desk_reference",
        code="reference_kept",
        sentence=PERSONAL,
        condition="(NEW.name <> '' OR NEW.reach <> '') AND EXISTS (SELECT 1 FROM desk_onboarding way"
        " WHERE way.id = NEW.onboarding_id AND way.finished_on IS NOT NULL)",
    ),
    refuse_when(
        "splot_way_ends_without_names",
        "desk_onboarding",
        code="reference_kept",
        sentence=PERSONAL,
        condition="NEW.finished_on IS NOT NULL AND EXISTS (SELECT 1 FROM desk_reference said"
        " WHERE said.onboarding_id = NEW.id AND (said.name <> '' OR said.reach <> ''))",
        events=("UPDATE",),
    ),
]
