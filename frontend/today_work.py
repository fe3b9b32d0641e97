"""What lines of Today about firms, money and the centre as a whole say."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.notices.queries import to_hand_over
from desk.enums import CareKind, Tier
from desk.queries.care import CareLine
from desk.queries.watch import Watch
from frontend.facing import page_of
from frontend.templatetags.money import zl
from frontend.today_words import Said, Words, ago, ahead, day_words, numbers, said, told
from intake.enums import WAITING_STATES
from intake.queries import uploads_in_scope
from matching.enums import ProposalState
from matching.queries import proposals_in_scope, unmatched_in_scope
from mentors.models import Application, Participation, PreparedPart, Survey
from stipends.models import Claim, PaymentBatch, PayoutAccount, SupportRule
from stipends.queries.batches import waiting_for_payment

# --- firms ------------------------------------------------------------------------------------------------


def applications(lines: Sequence[CareLine], watch: Watch) -> Words:
    """Firms that ask to take part."""
    words = {}
    for one in Application.objects.filter(pk__in=numbers(lines)):
        what = _("%(firm)s asks to take part") % {"firm": one.name}
        why = _("Asked %(ago)s.") % {"ago": ago(one.confirmed_at or one.made_at, watch.on)}
        words[one.pk] = Said("firm", what, why, _("Answer"), page_of("application", one.pk))
    return said(lines, words)


def surveys(lines: Sequence[CareLine], watch: Watch) -> Words:
    """Surveys nobody has talked over with the firm."""
    words = {}
    for one in Survey.objects.filter(pk__in=numbers(lines)).select_related("participation__employer"):
        what = _("%(firm)s: a survey to talk over") % {"firm": one.participation.employer}
        why = _("Sent %(ago)s.") % {"ago": ago(one.sent_at, watch.on)}
        words[one.pk] = Said("firm", what, why, _("Look"), page_of("employer", one.participation_id))
    return said(lines, words)


def parts(lines: Sequence[CareLine], watch: Watch) -> Words:
    """Participation agreements the firm has signed."""
    rows = PreparedPart.objects.filter(pk__in=numbers(lines)).select_related("participation__employer")
    words = {}
    for one in rows:
        firm = {"firm": one.participation.employer}
        what = _("The participation agreement with %(firm)s waits for the centre's signature") % firm
        why = _("Prepared %(ago)s.") % {"ago": ago(one.prepared_at, watch.on)}
        words[one.pk] = Said("pen", what, why, _("Sign"), page_of("employer", one.participation_id))
    return said(lines, words)


def firm_ends(lines: Sequence[CareLine], watch: Watch) -> Words:
    """Participation agreements that end soon."""
    words = {}
    for one in Participation.objects.filter(pk__in=numbers(lines)).select_related("employer"):
        assert one.agreement_until is not None  # noqa: S101 - the line's day
        what = _("The agreement with %(firm)s ends on %(day)s") % {
            "firm": one.employer, "day": day_words(one.agreement_until),
        }  # fmt: skip
        why = told(ahead(one.agreement_until, watch.on), _("Ask whether they go on."))
        words[one.pk] = Said("firm", what, why, _("See"), page_of("employer", one.pk))
    return said(lines, words)


# --- money ------------------------------------------------------------------------------------------------


def claims(lines: Sequence[CareLine], watch: Watch) -> Words:
    """Claims to verify or to approve."""
    rows = Claim.objects.filter(pk__in=numbers(lines)).select_related("participation__employer")
    by_number = {one.pk: one for one in rows.defer("computation")}
    words: Words = {}
    for line in lines:
        if (one := by_number.get(line.about)) is None:
            continue
        named = {"number": one.number, "firm": one.participation.employer}
        if line.kind == CareKind.VERIFY:
            what, act = _("%(firm)s: claim %(number)s to verify") % named, _("Verify")
            why = _("Sent in %(ago)s.") % {"ago": ago(one.submitted_at, watch.on)}
        else:
            what, act = _("%(firm)s: claim %(number)s to approve") % named, _("Approve")
            why = _("%(amount)s, verified %(ago)s.") % {
                "amount": zl(one.total_grosze), "ago": ago(one.verified_at, watch.on),
            }  # fmt: skip
        words[line.key] = Said("file", what, why, act, page_of("claim", one.key))
    return words


def accounts(lines: Sequence[CareLine], watch: Watch) -> Words:
    """Bank accounts that wait for a second person."""
    rows = PayoutAccount.objects.filter(pk__in=numbers(lines)).select_related("participation__employer")
    words = {}
    for one in rows:
        what = _("%(firm)s: a bank account to confirm") % {"firm": one.participation.employer}
        why = told(
            _("Written down %(ago)s.") % {"ago": ago(one.asked_at, watch.on)},
            _("Nobody is paid there before."),
        )
        words[one.pk] = Said("lock", what, why, _("Look"), page_of("payout_accounts"))
    return said(lines, words)


def batches(lines: Sequence[CareLine], watch: Watch) -> Words:
    """Batches of which nobody has said what the bank did."""
    words = {}
    for one in PaymentBatch.objects.defer("file").filter(pk__in=numbers(lines)):
        what = _("Batch %(number)s is made and not said to be paid") % {"number": one.number}
        why = _("Made %(ago)s.") % {"ago": ago(one.made_at, watch.on)}
        words[one.pk] = Said("transfer", what, why, _("Say what happened"), page_of("batch", one.pk))
    return said(lines, words)


def to_pay(lines: Sequence[CareLine], watch: Watch) -> Words:
    """Approved claims in no batch, project by project."""
    days = {one.about: one.day for one in lines}
    words = {}
    for one in waiting_for_payment(watch.membership):
        if one.project.pk not in days:
            continue
        what = ngettext(
            "%(project)s: %(count)d approved claim waits to be paid",
            "%(project)s: %(count)d approved claims wait to be paid",
            one.claims,
        ) % {"project": one.project.name, "count": one.claims}
        first = _("The first was approved %(ago)s.") % {"ago": ago(days[one.project.pk], watch.on)}
        why = told(_("%(amount)s in all.") % {"amount": zl(one.grosze)}, first)
        words[one.project.pk] = Said("coins", what, why, _("Make a batch"), page_of("batches"))
    return said(lines, words)


def examples(lines: Sequence[CareLine], watch: Watch) -> Words:
    """Rules made up as examples by which something could be claimed."""
    words = {}
    for one in SupportRule.objects.filter(pk__in=numbers(lines)).select_related("call"):
        what = _("%(call)s: a rule in force is only an example") % {"call": one.call}
        why = _("Write the real figures before anything is paid by it.")
        words[one.pk] = Said("alert", what, why, _("To the rules"), page_of("call", one.call_id))
    return said(lines, words)


# --- the centre as a whole --------------------------------------------------------------------------------


def proposals(lines: Sequence[CareLine], watch: Watch) -> Words:
    """How many proposals wait, and that some stand in for a helper who was lost."""
    count = proposals_in_scope(watch.membership).filter(state=ProposalState.OPEN).count()
    what = ngettext(
        "%(count)d proposal waits for your decision", "%(count)d proposals wait for your decision", count
    ) % {"count": count}
    replaces = lines[0].tier == Tier.URGENT
    why = told(
        _("Among them are families that lost their helper.") if replaces else "",
        _("Nobody outside hears of a proposal before you approve it."),
        _first(lines[0], watch),
    )
    return {lines[0].key: Said("swap", what, why, _("Decide"), page_of("proposals"))}


def unmatched(lines: Sequence[CareLine], watch: Watch) -> Words:
    """How many the last matchings left without a helper."""
    count = unmatched_in_scope(watch.membership).count()
    what = ngettext(
        "%(count)d family was left without a helper by the last matching",
        "%(count)d families were left without a helper by the last matching",
        count,
    ) % {"count": count}
    why = told(
        _("For each of them you see what stands in the way, and what would help."), _first(lines[0], watch)
    )
    return {lines[0].key: Said("question", what, why, _("See"), page_of("not_matched"))}


def notices(lines: Sequence[CareLine], watch: Watch) -> Words:
    """How many messages wait for somebody's hands."""
    count = to_hand_over(watch.membership.organisation_id).count()
    what = ngettext(
        "%(count)d message to read out or hand over", "%(count)d messages to read out or hand over", count
    ) % {"count": count}
    why = told(_("These people have no e-mail, or it did not arrive."), _first(lines[0], watch))
    return {lines[0].key: Said("phone", what, why, _("See"), f"{page_of('notices')}?state=to_do")}


def lists(lines: Sequence[CareLine], watch: Watch) -> Words:
    """How many lists somebody sent in and nobody finished."""
    count = uploads_in_scope(watch.membership).filter(state__in=WAITING_STATES).count()
    what = ngettext("%(count)d list waits to be looked at", "%(count)d lists wait to be looked at", count) % {
        "count": count
    }
    why = told(_("Nobody on it is in Splot yet; after two weeks it is put away."), _first(lines[0], watch))
    return {lines[0].key: Said("import", what, why, _("Look"), page_of("imports"))}


def _first(line: CareLine, watch: Watch) -> str:
    return _("The oldest waits since %(day)s.") % {"day": day_words(line.day)}


def _place(lines: Sequence[CareLine], watch: Watch) -> Words:
    what, why = _("We do not know yet where your centre is"), _("Its address stands under letters.")
    return {lines[0].key: Said("place", what, why, _("Write it"), page_of("centre"))}


def _alone(lines: Sequence[CareLine], watch: Watch) -> Words:
    what, why = _("You work here alone so far"), _("Invite those who coordinate with you.")
    return {lines[0].key: Said("users", what, why, _("Invite"), page_of("invite"))}


TELLERS: dict[CareKind, Callable[[Sequence[CareLine], Watch], Words]] = {
    CareKind.APPLICATION: applications,
    CareKind.SURVEY: surveys,
    CareKind.PART: parts,
    CareKind.FIRM_END: firm_ends,
    CareKind.ACCOUNT: accounts,
    CareKind.BATCH: batches,
    CareKind.PAY: to_pay,
    CareKind.EXAMPLE: examples,
    CareKind.PROPOSALS: proposals,
    CareKind.UNMATCHED: unmatched,
    CareKind.NOTICES: notices,
    CareKind.LISTS: lists,
    CareKind.PLACE: _place,
    CareKind.ALONE: _alone,
}
