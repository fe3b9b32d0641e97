"""Who may do what with money. The first argument of every predicate is the membership; without an object the
question is about the role alone.

Employers see and make their own claims. At a centre whoever works with people or keeps finances verifies,
finance and administrators approve; an auditor reads everything and changes nothing. That verifier, approver
and claimant are three people is asked of the claim itself and held by the database.
"""

from typing import TYPE_CHECKING, Protocol

import rules
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from base.accounts.rules import is_administrator, is_auditor, is_employer, is_finance, works_with_people

if TYPE_CHECKING:
    from base.accounts.models import Membership
    from mentors.models import Participation


class OfAPart(Protocol):
    """A claim, a paper, a bank account: something of an employer's part at a centre."""

    participation: "Participation"


#: What a person reads who may not.
REFUSALS: dict[str, str | Promise] = {
    "stipends.view_claim": _("Claims are seen by their employer and by the centre's staff."),
    "stipends.make_claim": _("Claims are made by the employer."),
    "stipends.verify_claim": _("Claims are verified by the staff of the centre."),
    "stipends.approve_claim": _("Claims are approved by finance or an administrator of the centre."),
    "stipends.view_money": _("The ledger is seen by finance, administrators and auditors of the centre."),
    "stipends.manage_funding": _("Projects and rules are set by finance or an administrator of the centre."),
    "stipends.pay": _("Payments are made by finance or an administrator of the centre."),
    "stipends.change_account": _("A bank account is given by the employer."),
    "stipends.confirm_account": _(
        "A bank account is confirmed by finance or an administrator of the centre."
    ),
    "stipends.view_account": _(
        "Bank accounts are seen by their employer and by those who read the centre's money."
    ),
    "stipends.view_aid": _("De minimis aid is seen by the employer and by the centre's staff."),
    "stipends.record_aid": _("Aid is written down by the employer or the centre's staff."),
}


@rules.predicate
def is_of_own_centre(membership: "Membership | None", thing: OfAPart | None) -> bool:
    """The thing, if one is named, belongs to a part at the membership's centre."""
    if thing is None:
        return True
    return membership is not None and thing.participation.centre_id == membership.organisation_id


@rules.predicate
def is_of_own_firm(membership: "Membership | None", thing: OfAPart | None) -> bool:
    """The thing, if one is named, belongs to the membership's own firm."""
    if thing is None:
        return True
    return membership is not None and thing.participation.employer_id == membership.organisation_id


@rules.predicate
def is_of_centre_itself(membership: "Membership | None", thing: object) -> bool:
    """The project, batch or account of the ledger belongs to the membership's centre."""
    if thing is None:
        return True
    project = getattr(thing, "project", thing)
    return membership is not None and getattr(project, "centre_id", None) == membership.organisation_id


keeps_money = is_finance | is_administrator
reads_money = keeps_money | is_auditor
verifies = works_with_people | is_finance

rules.add_perm(
    "stipends.view_claim",
    (is_employer & is_of_own_firm) | ((verifies | is_auditor) & is_of_own_centre),
)
rules.add_perm("stipends.make_claim", is_employer & is_of_own_firm)
rules.add_perm("stipends.verify_claim", verifies & is_of_own_centre)
rules.add_perm("stipends.approve_claim", keeps_money & is_of_own_centre)
rules.add_perm("stipends.comment_claim", (is_employer & is_of_own_firm) | (verifies & is_of_own_centre))
rules.add_perm("stipends.view_money", reads_money & is_of_centre_itself)
rules.add_perm("stipends.manage_funding", keeps_money & is_of_centre_itself)
rules.add_perm("stipends.pay", keeps_money & is_of_centre_itself)
rules.add_perm("stipends.view_account", (is_employer & is_of_own_firm) | (reads_money & is_of_own_centre))
rules.add_perm("stipends.change_account", is_employer & is_of_own_firm)
rules.add_perm("stipends.confirm_account", keeps_money & is_of_own_centre)
rules.add_perm("stipends.view_aid", is_employer | verifies | is_auditor)
rules.add_perm("stipends.record_aid", is_employer | verifies)
