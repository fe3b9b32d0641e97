"""What was done to a person's record, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from base.audit.queries import history_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_STEPS = 20

#: The acts a page tells of, by the last two words of their name.
WORDS: dict[str, "StrOrPromise"] = {
    "household.registered": _("Registered"),
    "household.revised": _("Details changed"),
    "household.paused": _("Paused"),
    "household.resumed": _("Back with us"),
    "household.archived": _("Archived"),
    "household.read": _("Contact details read"),
    "consent.given": _("Consent given"),
    "consent.withdrawn": _("Consent taken back"),
    "priority.added": _("Reason for priority added"),
    "priority.removed": _("Reason for priority removed"),
    "member.employed": _("Job written down"),
    "member.employment_ended": _("Last day at work written down"),
    "volunteer.registered": _("Registered"),
    "volunteer.revised": _("Details changed"),
    "volunteer.linked": _("Linked with a log-in"),
    "volunteer.read": _("Contact details read"),
    "volunteer.applied": _("Asked to come back"),
    "volunteer.interviewed": _("Interview recorded"),
    "volunteer.in_training": _("Training started"),
    "volunteer.active": _("Active"),
    "volunteer.paused": _("Paused"),
    "volunteer.left": _("Left"),
    "clearance.recorded": _("Clearance: a check recorded"),
    "clearance.revoked": _("Clearance: a check revoked"),
    "training.recorded": _("Training recorded"),
    "agreement.signed": _("Agreement signed"),
    "agreement.ended": _("Agreement ended"),
    "agreement.prepared": _("Agreement prepared to be signed in the app"),
    "agreement.taken_back": _("Agreement taken back before it was in force"),
    "agreement.signed_in_app": _("Agreement signed in the app"),
    "agreement.read": _("Signed agreement opened"),
    "standards.read": _("Says to have read the standards of child protection"),
    "mentor.registered": _("Registered"),
    "mentor.revised": _("Details changed"),
    "mentor.linked": _("Linked with a log-in"),
    "mentor.read": _("Contact details read"),
    "mentor.active": _("Back with us"),
    "mentor.paused": _("Paused"),
    "mentor.left": _("Left"),
    "mentor.consent_given": _("Consent given"),
    "mentor.consent_withdrawn": _("Consent taken back"),
    "participation.registered": _("Registered"),
    "participation.revised": _("Details changed"),
    "participation.ended": _("Part ended"),
    "participation.reopened": _("Part reopened"),
    "project.create": _("Set up"),
    "project.revise": _("Details changed"),
    "line.add": _("Budget line added"),
    "line.revise": _("Budget line renamed"),
    "call.open": _("Call written down"),
    "call.revise": _("Details changed"),
    "rule.set": _("Written down"),
    "rule.revise": _("Mended"),
    "rule.end": _("Last month set"),
    "participation.surveyed": _("Diagnostic survey sent"),
    "participation.consulted": _("Consultation written down"),
    "participation.part_prepared": _("Agreement prepared to be signed in the app"),
    "participation.part_taken_back": _("Agreement taken back before it was in force"),
    "participation.part_signed_in_app": _("Agreement signed in the app"),
    "participation.part_read": _("Signed agreement opened"),
    "participation.agreement_in_force": _("Agreement in force"),
    "onboarding.step_set": _("Next step set"),
    "onboarding.given": _("Given to a colleague, or given back"),
    "onboarding.reopened": _("On the way again"),
    "onboarding.finished": _("The way in is over"),
    "onboarding.talk_invited": _("Invited to a talk"),
    "onboarding.talk_begun": _("Talk begun"),
    "onboarding.talk_closed": _("Talk held"),
    "onboarding.talk_dropped": _("Talk dropped"),
    "onboarding.reference_added": _("Reference named"),
    "onboarding.reference_asked": _("Reference asked"),
    "onboarding.reference_given": _("Reference given"),
    "onboarding.reference_removed": _("Reference taken away"),
    "onboarding.papers_asked": _("Asked for papers"),
    "onboarding.read": _("Answers of a talk read"),
    "application.made": _("Applied"),
    "application.confirmed": _("Address confirmed"),
    "application.accepted": _("Accepted"),
    "application.declined": _("Declined"),
    "batch.make": _("Made"),
    "batch.file": _("File taken for the bank"),
    "batch.pay": _("Said to be paid"),
    "batch.return": _("A transfer came back"),
    "batch.cancel": _("Called off"),
    "upload.staged": _("Sent in"),
    "upload.sheets_chosen": _("Sheets chosen"),
    "upload.columns_told": _("Columns explained"),
    "upload.restarted": _("Begun again"),
    "upload.cancelled": _("Stopped"),
    "upload.import_asked": _("Import asked for"),
    "upload.imported": _("Imported"),
    "upload.rows_exported": _("Rows to correct taken as a file"),
    "upload.undo_asked": _("Asked to take it back"),
    "upload.undone": _("The import was taken back"),
    "upload.discarded": _("Put away"),
    "question.answered": _("Questions answered"),
    "row.mended": _("Cells written anew"),
    "row.decided": _("Decided who somebody is"),
    "row.left": _("Rows left out"),
    "row.taken": _("Rows taken back in"),
}
#: Acts of which several in a row by one person are told once.
IN_A_ROW = (".read", "question.answered", "row.mended", "row.decided", "row.left", "row.taken")


@dataclass(frozen=True)
class Told:
    """One step of a history, for the timeline part."""

    title: "StrOrPromise"
    when: datetime
    who: str
    state: str = ""


def told_history(thing: models.Model) -> list[Told]:
    """The newest acts on this record that have words, newest first.

    Of several readings, or answers, in a row by one person only the newest is told; the audit keeps each.
    """
    told: list[Told] = []
    for step in history_of(thing)[: 3 * MOST_STEPS]:
        words = WORDS.get(step.act.partition(".")[2])
        newer = told[-1] if told else None
        is_again = (
            step.act.endswith(IN_A_ROW) and newer and (newer.title, newer.who) == (words, step.actor_label)
        )
        if words and not is_again:
            told.append(Told(words, step.at, step.actor_label))
    return told[:MOST_STEPS]
