"""What lines of Today about families, volunteers and those on their way in say."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.enums import CareKind, Side, StageKey
from desk.models import Stage
from desk.queries.care import CareLine
from desk.queries.onboarding import Cards, newcomers
from desk.queries.watch import Watch
from families.models import Household, NamedColleague
from frontend.aftermath import by_hand
from frontend.facing import page_of
from frontend.today_words import Said, Words, ago, ahead, count_of_days, day_words, numbers, said, told
from matching.domain.owed import owed_among
from matching.domain.sentences import owed_reason
from matching.enums import ProgrammeState, ProposalState
from matching.models import Pair, Proposal, Seeker
from matching.queries import without_a_proposal
from matching.queries.pool import still_waiting
from volunteers.models import Agreement, ClearanceItem, PreparedAgreement, Volunteer
from volunteers.queries import counting_items

# --- families ---------------------------------------------------------------------------------------------


def lost(lines: Sequence[CareLine], watch: Watch) -> Words:
    """What each family was promised and lost."""
    seekers = without_a_proposal(watch.membership).filter(household__in=numbers(lines)).order_by("pk")
    owed = owed_among(Pair.objects.filter(seeker__household__in=numbers(lines)), on=watch.on)
    words: dict[int, Said] = {}
    for one in seekers:
        theirs = owed.get((one.programme_id, one.household_id, one.member_id))
        if theirs is None or one.household_id in words:
            continue
        what = _("%(family)s lost their helper, and nobody else is proposed yet") % {"family": one}
        words[one.household_id] = Said("swap", what, owed_reason(theirs), _("Who could help?"), by_hand(one))
    return said(lines, words)


def waiting(lines: Sequence[CareLine], watch: Watch) -> Words:
    """How long a family waits, the shortest promise of its programmes, and whether somebody is proposed."""
    seekers = still_waiting(
        Seeker.objects.filter(
            household__in=numbers(lines),
            programme__in=list(watch.promises),
            programme__state=ProgrammeState.ACTIVE,
        )
    ).select_related("household", "programme")
    proposals = Proposal.objects.filter(seeker__household__in=numbers(lines), state=ProposalState.OPEN)
    proposed = dict(proposals.order_by("-pk").values_list("seeker__household_id", "pk"))
    words: dict[int, Said] = {}
    for one in sorted(seekers, key=lambda seeker: (watch.promises[seeker.programme_id], seeker.pk)):
        number = one.household_id
        if number in words:
            continue
        days = (watch.on - one.household.waiting_since).days
        what = ngettext(
            "%(family)s has waited for %(count)d day", "%(family)s has waited for %(count)d days", days
        ) % {"family": one, "count": days}
        promise = _("%(programme)s promises at most %(days)s.") % {
            "programme": one.programme,
            "days": count_of_days(watch.promises[one.programme_id]),
        }
        if number in proposed:
            why = told(promise, _("Somebody is proposed to them."))
            words[number] = Said("question", what, why, _("Decide"), page_of("proposal", proposed[number]))
        else:
            words[number] = Said("question", what, promise, _("Who could help?"), by_hand(one))
    return said(lines, words)


def outside(lines: Sequence[CareLine], watch: Watch) -> Words:
    """Families no matching looks at."""
    words = {}
    for one in Household.objects.filter(pk__in=numbers(lines)):
        why = told(
            _("Matching looks only at families in a programme."),
            _("They came %(ago)s.") % {"ago": ago(one.waiting_since, watch.on)},
        )
        what = _("%(family)s is in no programme") % {"family": one.label}
        words[one.pk] = Said("question", what, why, _("Choose one"), page_of("programmes"))
    return said(lines, words)


def colleagues(lines: Sequence[CareLine], watch: Watch) -> Words:
    """Which firm named somebody, and when; who it is stands on the page."""
    words = {}
    for one in NamedColleague.objects.filter(pk__in=numbers(lines)).select_related("employer"):
        what = _("%(employer)s named a new colleague, who waits for you") % {"employer": one.employer}
        why = _("Named %(ago)s.") % {"ago": ago(one.named_at, watch.on)}
        words[one.pk] = Said("firm", what, why, _("Look"), page_of("colleague_take_in", one.pk))
    return said(lines, words)


# --- on their way in --------------------------------------------------------------------------------------


def new_volunteers(lines: Sequence[CareLine], watch: Watch) -> Words:
    """Volunteers late on their way in."""
    return _newcomers(lines, watch, Side.VOLUNTEERS)


def new_families(lines: Sequence[CareLine], watch: Watch) -> Words:
    """Families late on their way in."""
    return _newcomers(lines, watch, Side.FAMILIES)


def _newcomers(lines: Sequence[CareLine], watch: Watch, side: Side) -> Words:
    stages = watch.stages[side]
    rows = newcomers(watch.membership, side, on=watch.on, stages=stages).filter(pk__in=numbers(lines))
    words = {}
    for one in Cards(stages, on=watch.on).of(rows):
        what = _("%(who)s is on the way in: %(stage)s") % {"who": one.label, "stage": _stage_word(one.stage)}
        stands = _("There for %(days)s.") % {"days": count_of_days(one.days)}
        step = ""
        if one.step_on is not None and one.step_is_late:
            step = _("The next step was due %(ago)s.") % {"ago": ago(one.step_on, watch.on)}
        elif one.stage.days:
            step = _("The limit is %(days)s.") % {"days": count_of_days(one.stage.days)}
        page = "volunteer" if side == Side.VOLUNTEERS else "family"
        url = page_of("newcomer", side.value, one.pk) or page_of(page, one.pk)
        words[one.pk] = Said("person", what, told(stands, step), _("Look"), url)
    return said(lines, words)


def _stage_word(stage: Stage) -> str:
    return stage.name or str(StageKey(stage.key).label)


# --- volunteers' papers -----------------------------------------------------------------------------------


def clearances(lines: Sequence[CareLine], watch: Watch) -> Words:
    """The first item of each volunteer to end, and how many more will soon."""
    most = max([watch.common.lapse_days, *(rules.lapse_days for rules in watch.care.values())])
    items = counting_items(watch.on).filter(
        volunteer__in=numbers(lines), valid_until__lte=watch.on + timedelta(days=most)
    )
    ending: dict[int, list[ClearanceItem]] = {}
    for item in items.select_related("volunteer").order_by("valid_until", "pk"):
        ending.setdefault(item.volunteer_id, []).append(item)
    words = {}
    for number, (first, *others) in ending.items():
        what = _("%(item)s of %(volunteer)s ends on %(day)s") % {
            "item": first.get_kind_display(), "volunteer": first.volunteer.label,
            "day": day_words(first.valid_until),
        }  # fmt: skip
        more = ngettext("%(count)d more item ends soon.", "%(count)d more items end soon.", len(others))
        why = told(
            ahead(first.valid_until, watch.on),
            _("Without it, pairs with children are suspended that day."),
            more % {"count": len(others)} if others else "",
        )
        words[number] = Said("shield", what, why, _("See"), page_of("volunteer", number))
    return said(lines, words)


def written(lines: Sequence[CareLine], watch: Watch) -> Words:
    """How long somebody has served without the agreement the Act asks for."""
    words = {}
    for one in Volunteer.objects.filter(pk__in=numbers(lines)).exclude(serving_since=None):
        assert one.serving_since is not None  # noqa: S101 - asked for above
        days = (watch.on - one.serving_since).days + 1
        what = ngettext(
            "%(volunteer)s serves without a written agreement: day %(count)d",
            "%(volunteer)s serves without a written agreement: day %(count)d",
            days,
        ) % {"volunteer": one.label, "count": days}
        why = _("The Act asks for it in writing when service lasts longer than 30 days.")
        words[one.pk] = Said("pen", what, why, _("Prepare it"), page_of("volunteer", one.pk))
    return said(lines, words)


def agreement_ends(lines: Sequence[CareLine], watch: Watch) -> Words:
    """Whose agreement ends when."""
    words = {}
    for one in Agreement.objects.filter(pk__in=numbers(lines)).select_related("volunteer"):
        assert one.valid_until is not None  # noqa: S101 - the line's day
        what = _("The agreement of %(volunteer)s ends on %(day)s") % {
            "volunteer": one.volunteer.label, "day": day_words(one.valid_until),
        }  # fmt: skip
        why = told(ahead(one.valid_until, watch.on), _("No later one is there."))
        words[one.pk] = Said("pen", what, why, _("See"), page_of("volunteer", one.volunteer_id))
    return said(lines, words)


def to_sign(lines: Sequence[CareLine], watch: Watch) -> Words:
    """Agreements a volunteer has signed on the phone."""
    words = {}
    for one in PreparedAgreement.objects.filter(pk__in=numbers(lines)).select_related("volunteer"):
        what = _("The agreement of %(volunteer)s waits for the centre's signature") % {
            "volunteer": one.volunteer.label
        }
        why = told(
            _("%(volunteer)s has signed on the phone.") % {"volunteer": one.volunteer.label},
            _("Prepared %(ago)s.") % {"ago": ago(one.prepared_at, watch.on)},
        )
        words[one.pk] = Said("pen", what, why, _("Sign"), page_of("volunteer", one.volunteer_id))
    return said(lines, words)


def readings(lines: Sequence[CareLine], watch: Watch) -> Words:
    """Who says to have read the standards; the day stands on the line."""
    days = {one.about: one.day for one in lines}
    words = {}
    for one in Volunteer.objects.filter(pk__in=numbers(lines)):
        what = _("%(volunteer)s says to have read the standards of child protection") % {
            "volunteer": one.label
        }
        why = told(
            _("Said %(ago)s.") % {"ago": ago(days[one.pk], watch.on)}, _("It counts when you record it.")
        )
        words[one.pk] = Said("book", what, why, _("Record it"), page_of("volunteer", one.pk))
    return said(lines, words)


TELLERS = {
    CareKind.LOST: lost,
    CareKind.WAITING: waiting,
    CareKind.OUTSIDE: outside,
    CareKind.COLLEAGUE: colleagues,
    CareKind.NEW_VOLUNTEER: new_volunteers,
    CareKind.NEW_FAMILY: new_families,
    CareKind.CLEARANCE: clearances,
    CareKind.WRITTEN: written,
    CareKind.AGREEMENT_END: agreement_ends,
    CareKind.SIGN: to_sign,
    CareKind.READING: readings,
}
