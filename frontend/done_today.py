"""What was done today, in plain words: who did what, how often, and where one can look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import ngettext_lazy

from base.accounts.models import Membership
from desk.queries.done import DoneAct, done_on
from frontend.facing import page_of
from matching.queries import pairs_in_scope

#: Acts that are told; what is sensitive (concerns, money, who read what) stands on pages of its own.
WORDS: Mapping[str, Any] = {
    "activities.help.answer": ngettext_lazy(
        "answered a call for help", "answered %(count)d calls for help", "count"
    ),
    "activities.contact.record": ngettext_lazy(
        "spoke with a pair", "spoke with pairs %(count)d times", "count"
    ),
    "activities.note.write": ngettext_lazy(
        "wrote a note on a pair", "wrote %(count)d notes on pairs", "count"
    ),
    "activities.meeting.settle": ngettext_lazy("settled a meeting", "settled %(count)d meetings", "count"),
    "activities.meeting.log": ngettext_lazy("wrote down a meeting", "wrote down %(count)d meetings", "count"),
    "matching.proposal.approve": ngettext_lazy(
        "approved a proposal", "approved %(count)d proposals", "count"
    ),
    "matching.proposal.refuse": ngettext_lazy("refused a proposal", "refused %(count)d proposals", "count"),
    "matching.pair.by_hand": ngettext_lazy("made a pair by hand", "made %(count)d pairs by hand", "count"),
    "matching.pair.step": ngettext_lazy(
        "wrote down a step of a pair", "wrote down %(count)d steps of pairs", "count"
    ),
    "matching.pair.pause": ngettext_lazy("paused a pair", "paused %(count)d pairs", "count"),
    "matching.pair.resume": ngettext_lazy("let a pair go on", "let %(count)d pairs go on", "count"),
    "matching.pair.close": ngettext_lazy("closed a pair", "closed %(count)d pairs", "count"),
    "families.household.registered": ngettext_lazy(
        "registered a family", "registered %(count)d families", "count"
    ),
    "families.household.revised": ngettext_lazy(
        "changed the details of a family", "changed the details of families %(count)d times", "count"
    ),
    "volunteers.volunteer.registered": ngettext_lazy(
        "registered a volunteer", "registered %(count)d volunteers", "count"
    ),
    "volunteers.volunteer.interviewed": ngettext_lazy(
        "talked with a new volunteer", "talked with %(count)d new volunteers", "count"
    ),
    "volunteers.volunteer.active": ngettext_lazy(
        "took a volunteer in", "took %(count)d volunteers in", "count"
    ),
    "volunteers.clearance.recorded": ngettext_lazy(
        "recorded a check of clearance", "recorded %(count)d checks of clearance", "count"
    ),
    "notices.handed_over": ngettext_lazy("handed over a message", "handed over %(count)d messages", "count"),
    "stipends.claim.verify": ngettext_lazy("verified a claim", "verified %(count)d claims", "count"),
    "desk.line.put_off": ngettext_lazy("put a line off", "put %(count)d lines off", "count"),
    "desk.line.assigned": ngettext_lazy(
        "gave a line to somebody", "gave %(count)d lines to somebody", "count"
    ),
    "desk.onboarding.moved": ngettext_lazy(
        "moved somebody on their way in", "moved people on their way in %(count)d times", "count"
    ),
}
_PAGES = {"matching.pair": "pair", "families.household": "family", "volunteers.volunteer": "volunteer"}
#: Whose label says something to a reader without a link, too.
_LABELLED = {"matching.seeker", "notices.notice"}


@dataclass(frozen=True)
class Thing:
    """Something it was done to; empty `url`: only its label is told."""

    label: str
    url: str = ""


@dataclass(frozen=True)
class DoneLine:
    """One sentence: who, what, how often."""

    who: str
    what: str
    things: Sequence[Thing]
    more: int


def done_today(membership: Membership) -> list[DoneLine]:
    """The newest first, in two queries."""
    acts = done_on(membership, timezone.localdate(), acts=WORDS.keys())
    numbers = {int(pk) for act in acts for kind, pk, _label in act.things if kind == "matching.pair"}
    rows = pairs_in_scope(membership).filter(pk__in=numbers).select_related("seeker__household")
    pairs = {str(one.pk): one.seeker.household.label for one in rows}
    return [_line(act, pairs) for act in acts]


def _line(act: DoneAct, pairs: Mapping[str, str]) -> DoneLine:
    things = []
    for kind, pk, label in act.things:
        if kind == "matching.pair":
            if pk in pairs:
                things.append(Thing(pairs[pk], page_of("pair", pk)))
        elif kind in _PAGES:
            things.append(Thing(label, page_of(_PAGES[kind], pk)))
        elif kind in _LABELLED:
            things.append(Thing(label))
    what = str(WORDS[act.act] % {"count": act.count})
    return DoneLine(act.who, what, things, max(act.count - len(things), 0) if things else 0)
