"""What was done today, in plain words: who did what, how often, and where one can look."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from base.accounts.models import Membership
from desk.domain.bulk import kind_of
from desk.enums import CareKind, Side
from desk.models import Onboarding
from desk.queries.bulk import bulk_acts_in_scope
from desk.queries.care import lines_of
from desk.queries.done import DoneAct, done_on
from desk.queries.watch import Watch
from frontend.facing import page_of
from frontend.settings_history import words_of_acts
from frontend.today import told
from matching.queries import pairs_in_scope, proposals_in_scope

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
        "accepted a volunteer", "accepted %(count)d volunteers", "count"
    ),
    "volunteers.clearance.recorded": ngettext_lazy(
        "recorded a check of clearance", "recorded %(count)d checks of clearance", "count"
    ),
    "notices.handed_over": ngettext_lazy("handed over a message", "handed over %(count)d messages", "count"),
    "stipends.claim.verify": ngettext_lazy("verified a claim", "verified %(count)d claims", "count"),
    "desk.line.put_off": ngettext_lazy("put a task off", "put %(count)d tasks off", "count"),
    "desk.line.assigned": ngettext_lazy(
        "gave a task to somebody", "gave %(count)d tasks to somebody", "count"
    ),
    "desk.bulk.asked": ngettext_lazy(
        "acted on many at once", "acted on many at once %(count)d times", "count"
    ),
    "desk.paper.received": ngettext_lazy(
        "marked a paper as received", "marked %(count)d papers as received", "count"
    ),
    "desk.training.arranged": ngettext_lazy("arranged a training", "arranged %(count)d trainings", "count"),
    "desk.training.invited": ngettext_lazy(
        "invited people to a training", "invited people to trainings %(count)d times", "count"
    ),
    "desk.onboarding.moved": ngettext_lazy(
        "moved a newcomer to another stage", "moved newcomers to another stage %(count)d times", "count"
    ),
}
#: Changes of settings are named as their history names them.
_SETTING = ngettext_lazy("changed a setting", "changed settings %(count)d times", "count")
#: Where a changed setting stands, by the beginning of its act; the longest first.
_SETTING_PAGES: Mapping[str, str] = {
    "desk.ways_in.stage": "stages",
    "desk.ways_in.paper": "paper_kinds",
    "desk.ways_in.protocol": "protocols",
    "organisations.day_off": "days_off",
    "organisations": "centre",
    "accounts.staff": "staff",
    "volunteers.document": "documents",
    "notices.wording": "wordings",
}
_PAGES = {
    "matching.pair": "pair",
    "matching.proposal": "proposal",
    "matching.programme": "programme",
    "families.household": "family",
    "volunteers.volunteer": "volunteer",
    "mentors.mentor": "mentor",
    "notices.notice": "notice",
    "desk.trainingsession": "training",
    "desk.bulkact": "bulk",
}
#: Whose label says something to a reader without a link, too.
_LABELLED = {"matching.seeker", "stipends.claim"}
#: Calls for help and concerns are told by their kind alone: more stands on their own pages.
_BY_KIND_ALONE = {CareKind.HELP, CareKind.CONCERN}


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
    """The newest first, in a number of queries that does not grow with what was done."""
    settings = words_of_acts()
    acts = done_on(membership, timezone.localdate(), acts={*WORDS, *settings})
    named = Named.of(acts, membership)
    return [_line(act, named, settings) for act in acts]


@dataclass(frozen=True)
class Named:
    """What the audit knows by number only, in words: (type, number) to what is told of it."""

    things: Mapping[tuple[str, str], Thing]
    colleagues: Mapping[str, str]

    @classmethod
    def of(cls, acts: Sequence[DoneAct], membership: Membership) -> "Named":
        """One query for each type there is; lines take those of their kinds."""
        by_type: dict[str, set[str]] = {}
        to: set[str] = set()
        for act in acts:
            for kind, number, label in act.things:
                by_type.setdefault(kind, set()).add(number)
                if kind == "line" and label:
                    to.add(label)
        things: dict[tuple[str, str], Thing] = {}
        for kind, read in _READERS.items():
            if numbers := by_type.get(kind):
                things |= {(kind, one): thing for one, thing in read(numbers, membership).items()}
        people = Membership.objects.filter(pk__in=to).select_related("user") if to else ()
        return cls(things, {str(one.pk): str(one.user) for one in people})


def _pairs(numbers: Collection[str], membership: Membership) -> dict[str, Thing]:
    rows = pairs_in_scope(membership).filter(pk__in=numbers).select_related("seeker__household")
    return {str(one.pk): Thing(one.seeker.household.label, page_of("pair", one.pk)) for one in rows}


def _proposals(numbers: Collection[str], membership: Membership) -> dict[str, Thing]:
    rows = proposals_in_scope(membership).filter(pk__in=numbers).select_related("seeker__household")
    return {str(one.pk): Thing(one.seeker.household.label, page_of("proposal", one.pk)) for one in rows}


def _ways(numbers: Collection[str], membership: Membership) -> dict[str, Thing]:
    rows = Onboarding.objects.filter(organisation=membership.organisation_id, pk__in=numbers)
    return {
        str(one.pk): Thing(
            one.label,
            page_of("newcomer", Side.VOLUNTEERS, one.volunteer_id)
            if one.volunteer_id
            else page_of("newcomer", Side.FAMILIES, one.household_id),
        )
        for one in rows.select_related("volunteer", "household")
    }


def _bulk(numbers: Collection[str], membership: Membership) -> dict[str, Thing]:
    rows = bulk_acts_in_scope(membership).filter(pk__in=numbers)
    kinds = {one.pk: (kind_of(one.page, one.act), one) for one in rows}
    return {
        str(pk): Thing(f"{kind.label} ({len(one.keys)})", page_of("bulk", pk))
        for pk, (kind, one) in kinds.items()
        if kind is not None
    }


def _lines(keys: Collection[str], membership: Membership) -> dict[str, Thing]:
    """Lines of Today as they stand there; of one that is done, its kind."""
    parts = {key: key.partition(":") for key in keys}
    known = {
        key: (CareKind(kind), int(number))
        for key, (kind, _colon, number) in parts.items()
        if kind in CareKind and number.isdecimal()
    }
    watch = Watch.of(membership)
    told_of = [one for one in known.values() if one[0] not in _BY_KIND_ALONE]
    words = told(lines_of(watch, told_of), watch)
    return {
        key: Thing(words[key].what, page_of("care_line", kind, number))
        if key in words
        else Thing(str(kind.label))
        for key, (kind, number) in known.items()
    }


_READERS: Mapping[str, Callable[[Collection[str], Membership], dict[str, Thing]]] = {
    "matching.pair": _pairs,
    "matching.proposal": _proposals,
    "desk.onboarding": _ways,
    "desk.bulkact": _bulk,
    "line": _lines,
}


def _line(act: DoneAct, named: Named, settings: Mapping[str, Any]) -> DoneLine:
    if act.act in settings:
        setting = Thing(str(settings[act.act]), _setting_page(act))
        return DoneLine(act.who, str(_SETTING % {"count": act.count}), [setting], 0)
    things = [thing for thing in (_thing(one, named) for one in act.things) if thing is not None]
    what = str(WORDS[act.act] % {"count": act.count})
    return DoneLine(act.who, what, things, max(act.count - len(things), 0) if things else 0)


def _thing(one: tuple[str, str, str], named: Named) -> Thing | None:
    kind, number, label = one
    if kind in _READERS:
        thing = named.things.get((kind, number))
        if thing is not None and kind == "line" and (name := named.colleagues.get(label)):
            return Thing(_("%(line)s, to %(name)s") % {"line": thing.label, "name": name}, thing.url)
        return thing
    if kind in _PAGES:
        return Thing(label, page_of(_PAGES[kind], number))
    return Thing(label) if kind in _LABELLED else None


def _setting_page(act: DoneAct) -> str:
    kind, number, language = act.things[0] if act.things else ("", "", "")
    if kind == "wording" and language:
        return page_of("wording", number, language)
    if kind == "matching.programme":
        return page_of("programme", number)
    return next((page_of(page) for begin, page in _SETTING_PAGES.items() if act.act.startswith(begin)), "")
