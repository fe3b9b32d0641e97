"""What changed since the run before, in words, to those who may know it: own families, by labels.

Of a partner centre's people only what follows from languages, place and hours is told (see SHARED_FIELDS).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Coalesce
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from base.accounts.models import Membership
from base.places.languages import Level
from matching.domain.changes import CHANGES
from matching.domain.comparison import ChangeKind, Why
from matching.domain.sentences import number
from matching.models import Programme, ProgrammeRules, Proposal, Run, RunHelper, RunSeeker
from matching.solver import HardRule

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One family for whom something is different."""

    kind: str
    family: str
    household_id: int
    sentence: str


@dataclass(frozen=True)
class Person:
    """A family or a helper as they may be named; `is_own` of the reader's centre."""

    label: str
    is_own: bool
    household_id: int = 0


#: Whose key went with them.
GONE = gettext_lazy("somebody no longer stored")


def changes_of(run: Run, membership: Membership) -> list[Entry]:
    """The run's changes for the membership's own families, as they are stored."""
    found = run.findings.get(CHANGES)
    if not found:
        return []
    own = RunSeeker.objects.filter(seeker__household__centre=membership.organisation_id).order_by()
    now = set(own.filter(run=run).values_list("row", flat=True))
    before = set(own.filter(run=found["since"]).values_list("row", flat=True))
    listed: list[Entry] = found["list"]
    return [one for one in listed if one["row"] in (before if one["kind"] == ChangeKind.LEFT else now)]


def told(run: Run, entries: Sequence[Entry], membership: Membership) -> list[Line]:
    """These changes as sentences; five queries however many they are."""
    names = _Names(run, entries, membership.organisation_id)
    return [_line(one, names) for one in entries]


def why_changed(proposal: Proposal, membership: Membership) -> str:
    """Why the run of this proposal chose somebody else than the one before; "" where that is not known."""
    run = proposal.run
    row = run.seeker_key.filter(seeker=proposal.seeker_id).values_list("row", flat=True).first()
    listed = run.findings.get(CHANGES, {}).get("list", ())
    kinds = (ChangeKind.CHANGED, ChangeKind.NEW)
    entry = [one for one in listed if one["row"] == row and one["kind"] in kinds] if row is not None else []
    return told(run, entry, membership)[0].sentence if entry else ""


def summary(entries: Sequence[Entry]) -> str:
    """How many families have which kind of change, in one sentence; "" without any."""
    counts = {kind: sum(one["kind"] == kind for one in entries) for kind in ChangeKind}
    said = [_counted(kind, count) for kind, count in counts.items() if count]
    return _("%(list)s.") % {"list": _listed(said)} if said else ""


def _counted(kind: ChangeKind, count: int) -> str:
    match kind:
        case ChangeKind.LOST:
            words = ngettext("%(count)d has nobody now", "%(count)d have nobody now", count)
        case ChangeKind.CHANGED:
            words = ngettext("%(count)d has somebody else", "%(count)d have somebody else", count)
        case ChangeKind.NEW:
            words = ngettext("%(count)d has somebody now", "%(count)d have somebody now", count)
        case ChangeKind.LEFT:
            words = ngettext("%(count)d waits here no more", "%(count)d wait here no more", count)
    return words % {"count": count}


def changed_rules(run: Run) -> list[str]:
    """What is different in the programme's rules, one sentence each."""
    return [
        _("%(rule)s: %(now)s, before %(before)s.")
        % {"rule": _capital(_rule(name)), "now": _value(name, now), "before": _value(name, before)}
        for name, before, now in run.findings.get(CHANGES, {}).get("rules", ())
    ]


# --- who is who ---------------------------------------------------------------------------------------


class _Names:
    """From rows of two runs' evidence to people."""

    def __init__(self, run: Run, entries: Sequence[Entry], centre: int) -> None:
        since = run.findings.get(CHANGES, {}).get("since", 0)
        left: set[int] = set()
        stays: set[int] = set()
        for one in entries:
            (left if one["kind"] == ChangeKind.LEFT else stays).add(one["row"])
            for reason in one["why"]:
                (left if reason["code"] == Why.FREED else stays).update(reason.get("families", ()))
        self.centre = centre
        self.stays, self.left = self._families(run.pk, stays), self._families(since, left)
        self.now = self._helpers(run.pk, {one["now"] for one in entries} - {None})
        self.was = self._helpers(since, {one["was"] for one in entries} - {None})

    def family(self, row: int, *, before: bool) -> Person:
        return (self.left if before else self.stays).get(row) or Person(str(GONE), False)

    def helper(self, row: int | None, *, before: bool) -> Person:
        known = self.was if before else self.now
        return (known.get(row) if row is not None else None) or Person(str(GONE), False)

    def _families(self, run: int, rows: Collection[int]) -> dict[int, Person]:
        home = "seeker__household"
        key = RunSeeker.objects.filter(run=run, row__in=rows).order_by()
        return {
            row: Person(label, centre == self.centre, household)
            for row, label, centre, household in key.values_list(
                "row", f"{home}__label", f"{home}__centre_id", f"{home}_id"
            )
        }

    def _helpers(self, run: int, rows: Collection[int]) -> dict[int, Person]:
        key = RunHelper.objects.filter(run=run, row__in=rows).order_by()
        one, other = "helper__volunteer", "helper__mentor"
        columns = Coalesce(f"{one}__label", f"{other}__label"), Coalesce(f"{one}__centre", f"{other}__centre")
        return {
            row: Person(label, centre == self.centre)
            for row, label, centre in key.values_list("row", *columns)
        }


# --- a line -------------------------------------------------------------------------------------------

HEADS: Mapping[str, Any] = {
    ChangeKind.LOST: gettext_lazy("%(family)s has nobody now; before it was %(was)s."),
    ChangeKind.CHANGED: gettext_lazy("%(family)s has %(now)s now; before it was %(was)s."),
    ChangeKind.NEW: gettext_lazy("%(family)s has %(now)s now."),
    ChangeKind.LEFT: gettext_lazy("%(family)s had %(was)s and waits here no more."),
}


@dataclass(frozen=True)
class _Case:
    """One entry with its people; `helper` the one whom a reason is about."""

    entry: Entry
    names: _Names
    family: Person
    was: Person
    now: Person

    @property
    def labels(self) -> dict[str, str]:
        return {"family": self.family.label, "was": self.was.label, "now": self.now.label}


def _line(entry: Entry, names: _Names) -> Line:
    family = names.family(entry["row"], before=entry["kind"] == ChangeKind.LEFT)
    was, now = names.helper(entry["was"], before=True), names.helper(entry["now"], before=False)
    case = _Case(entry, names, family, was, now)
    said = [str(HEADS[entry["kind"]]) % case.labels]
    said += [TOLD[reason["code"]](case, reason) for reason in entry["why"]]
    return Line(entry["kind"], family.label, family.household_id, " ".join(filter(None, said)))


def _plain(text: Any) -> Callable[[_Case, Entry], str]:
    return lambda case, reason: str(text) % case.labels


def _helper_left(case: _Case, reason: Entry) -> str:
    if case.was.label == str(GONE):
        return ""  # their key went with them, which says it all
    return _("%(was)s is not among the helpers any more.") % case.labels


def _impossible(case: _Case, reason: Entry) -> str:
    return _because(case, reason, case.was, NOT_ANY_MORE, _("%(helper)s cannot be chosen any more."))


def _possible(case: _Case, reason: Entry) -> str:
    return _because(case, reason, case.now, NOT_BEFORE, _("%(helper)s could not be chosen before."))


def _because(case: _Case, reason: Entry, helper: Person, sentences: Mapping[str, Any], otherwise: str) -> str:
    rule = reason["rule"]
    if not helper.is_own and rule not in SHARED_RULES:
        return otherwise % {"helper": helper.label}
    said = str(sentences[rule]) % {"helper": helper.label, "family": case.family.label}
    causes = _causes(case, reason, helper)
    return f"{said} {causes}" if causes else said


#: What may be told of a partner's people, in the fields and rules of `comparison`.
SHARED = frozenset({"levels", "week", "place"})
SHARED_RULES = frozenset({HardRule.LANGUAGE, HardRule.DISTANCE, HardRule.TIME, HardRule.VETO})

NOT_ANY_MORE: Mapping[str, Any] = {
    HardRule.AVAILABLE: gettext_lazy("%(helper)s is not active any more."),
    HardRule.LANGUAGE: gettext_lazy("%(helper)s and %(family)s share no language well enough any more."),
    HardRule.DISTANCE: gettext_lazy("%(helper)s is too far away now."),
    HardRule.GENDER: gettext_lazy("A woman or a man is a must, and %(helper)s does not fit it any more."),
    HardRule.MINORS: gettext_lazy("There are children, and %(helper)s has no complete clearance any more."),
    HardRule.EMPLOYER: gettext_lazy("%(helper)s does not work for the same employer any more."),
    HardRule.SITE: gettext_lazy("%(helper)s does not work at the same site any more."),
    HardRule.OTHER_PERSON: gettext_lazy("%(helper)s turned out to be of the family itself."),
    HardRule.TIME: gettext_lazy("%(helper)s and %(family)s are not free at the same time any more."),
    HardRule.VETO: gettext_lazy("%(helper)s and %(family)s were ruled out as a pair."),
    HardRule.ROOM: gettext_lazy("%(helper)s has no room any more."),
}
NOT_BEFORE: Mapping[str, Any] = {
    HardRule.AVAILABLE: gettext_lazy("%(helper)s was not active before."),
    HardRule.LANGUAGE: gettext_lazy("%(helper)s and %(family)s shared no language well enough before."),
    HardRule.DISTANCE: gettext_lazy("%(helper)s was too far away before."),
    HardRule.GENDER: gettext_lazy("A woman or a man was a must, and %(helper)s did not fit it before."),
    HardRule.MINORS: gettext_lazy("There are children, and %(helper)s had no complete clearance before."),
    HardRule.EMPLOYER: gettext_lazy("%(helper)s did not work for the same employer before."),
    HardRule.SITE: gettext_lazy("%(helper)s did not work at the same site before."),
    HardRule.OTHER_PERSON: gettext_lazy("%(helper)s was taken for one of the family before."),
    HardRule.TIME: gettext_lazy("%(helper)s and %(family)s were not free at the same time before."),
    HardRule.VETO: gettext_lazy("%(helper)s and %(family)s had been ruled out as a pair before."),
    HardRule.ROOM: gettext_lazy("%(helper)s had less room before."),
}


def _freed(case: _Case, reason: Entry) -> str:
    return _("Before, %(helper)s was with %(families)s.") % _with(case, reason, case.now, before=True)


def _taken(case: _Case, reason: Entry) -> str:
    return _("%(helper)s is needed more by %(families)s.") % _with(case, reason, case.was, before=False)


def _with(case: _Case, reason: Entry, helper: Person, *, before: bool) -> dict[str, str]:
    """A helper and the other families; of two partners' people nobody here may know who has whom."""
    others = [case.names.family(row, before=before) for row in reason["families"]]
    known = [one.label for one in others if one.is_own or helper.is_own]
    more = len(others) - len(known)
    if more:
        known.append(ngettext("%(count)d other family", "%(count)d other families", more) % {"count": more})
    return {"helper": helper.label, "families": _listed(known)}


def _urgency(case: _Case, reason: Entry) -> str:
    if not case.family.is_own:
        return ""
    return _("The urgency of %(family)s is %(now)d, before %(before)d.") % {
        "family": case.family.label,
        "before": reason["before"],
        "now": reason["now"],
    }


def _better(case: _Case, reason: Entry) -> str:
    return _("%(now)s suits better: %(more)d points, %(was)s %(less)d.") % {
        **case.labels,
        "more": reason["now"],
        "less": reason["before"],
    }


def _profile(case: _Case, reason: Entry) -> str:
    return _causes(case, reason, case.was if case.entry["now"] is None else case.now)


TOLD: Mapping[str, Callable[[_Case, Entry], str]] = {
    Why.ARRIVED: _plain(gettext_lazy("%(family)s is new in the matching.")),
    Why.APPROVED: _plain(gettext_lazy("The proposal was approved.")),
    Why.BY_HAND: _plain(gettext_lazy("A pair was made by hand.")),
    Why.DEPARTED: _plain(""),
    Why.MEANWHILE: _plain(gettext_lazy("The helper chosen was no longer free when the run ended.")),
    Why.PINNED: _plain(gettext_lazy("The pair was pinned.")),
    Why.REFUSED: _plain(gettext_lazy("The proposal with %(was)s was refused.")),
    Why.HELPER_LEFT: _helper_left,
    Why.IMPOSSIBLE: _impossible,
    Why.HELPER_ARRIVED: _plain(gettext_lazy("%(now)s is new among the helpers.")),
    Why.POSSIBLE: _possible,
    Why.FREED: _freed,
    Why.TAKEN: _taken,
    Why.URGENCY: _urgency,
    Why.BETTER: _better,
    Why.EQUAL: _plain(gettext_lazy("Both suit equally well; the whole, or a lot, decided.")),
    Why.PROFILE: _profile,
    Why.WHOLE: _plain(gettext_lazy("All together reach more this way.")),
}

# --- what changed about people and rules ---------------------------------------------------------------

FIELDS: Mapping[str, Any] = {
    "levels": gettext_lazy("languages"),
    "place": gettext_lazy("place"),
    "travel_km": gettext_lazy("how far to travel"),
    "week": gettext_lazy("free hours"),
    "life": gettext_lazy("ages"),
    "gender": gettext_lazy("woman or man"),
    "wish": gettext_lazy("the wish for a woman or a man"),
    "trade": gettext_lazy("trade"),
    "practises": gettext_lazy("the wish to practise Polish"),
    "needs": gettext_lazy("needs"),
    "has_minors": gettext_lazy("children"),
    "room": gettext_lazy("room"),
    "offers": gettext_lazy("offers"),
    "cleared": gettext_lazy("clearance"),
    "load": gettext_lazy("how many families there were this year"),
}


def _causes(case: _Case, reason: Entry, helper: Person) -> str:
    """What changed about the two and the rules, as far as it may be told."""
    said = [
        _("%(fields)s of %(who)s") % {"fields": _listed(FIELDS[one] for one in fields), "who": person.label}
        for person, side in ((case.family, "seeker"), (helper, "helper"))
        if (fields := [one for one in reason[side] if person.is_own or one in SHARED])
    ]
    if reason["rules"]:
        rules = _listed(_rule(name) for name in reason["rules"])
        said.append(_("the programme's rules (%(rules)s)") % {"rules": rules})
    return _("Changed: %(what)s.") % {"what": "; ".join(said)} if said else ""


def _rule(name: str) -> str:
    model = Programme if name == "contact_with_minors" else ProgrammeRules
    return str(getattr(model._meta.get_field(name), "verbose_name", name))


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "min_level":
        return str(Level(value).label)
    if isinstance(value, int | float):
        return number(value)
    choices = dict(getattr(ProgrammeRules._meta.get_field(name), "flatchoices", ()))
    return str(choices.get(value, value))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _listed(words: Iterable[Any]) -> str:
    return get_text_list([str(word) for word in words], _("and"))
