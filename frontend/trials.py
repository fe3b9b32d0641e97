"""A trial of rules as its page shows it: what was changed, figures side by side, whom it would concern."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from base.accounts.models import Membership
from base.common.enums import Gender, HelpArea
from base.places.languages import language_name
from frontend.facing import name_of, page_of
from frontend.forms.matching import LIMITS, WEIGHTS
from frontend.paging import Option
from frontend.pool import name_of_rule, value_of_rule
from matching.domain.fairness import LEAST, OTHERS
from matching.domain.rulebook import CHANGEABLE
from matching.domain.sentences import RULES, number
from matching.domain.what_if import CHANGES, GAINS, LOSES
from matching.models import Helper, ProgrammeRules, Run, Seeker
from matching.queries import helpers_in_scope, seekers_in_scope

Finding = Mapping[str, Any]

KIND_WORDS: Mapping[str, Promise] = {
    LOSES: gettext_lazy("would lose a proposal"),
    GAINS: gettext_lazy("would gain a proposal"),
    CHANGES: gettext_lazy("would get somebody else"),
}


# --- what was tried ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Changed:
    """A rule, as it is and as it was tried."""

    name: str
    now: str
    tried: str


def changed_rules(run: Run) -> list[Changed]:
    """The rules that differ from those in force when it was tried, in the order of the form."""
    if run.state != "done":
        return []
    now, tried = (_rules(run.findings["sides"][side]["rules"]) for side in ("before", "after"))
    return [
        Changed(name_of_rule(field), value_of_rule(now, field), value_of_rule(tried, field))
        for field in (*LIMITS, *WEIGHTS)
        if getattr(now, field) != getattr(tried, field)
    ]


def _rules(data: Mapping[str, Any]) -> ProgrammeRules:
    return ProgrammeRules(**{name: value for name, value in data.items() if name in CHANGEABLE})


# --- figures ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figure:
    """One figure before and after; `differs` as "+3", or ""."""

    name: str
    before: str
    after: str
    differs: str


def figures(run: Run) -> list[Figure]:
    """What the proposals reach now, and what they would."""
    before, after = (run.findings["sides"][side] for side in ("before", "after"))
    told = [_figure(str(name), read(before), read(after)) for name, read in FIGURES]
    limits = [name for name in LIMITS if any(side["limits"]["limits"].get(name) for side in (before, after))]
    return told + [
        _figure(
            _("Left with nobody by: %(limit)s") % {"limit": name_of_rule(field)},
            before["limits"]["limits"].get(field, 0),
            after["limits"]["limits"].get(field, 0),
        )
        for field in limits
    ]


def _share_of_points(side: Finding) -> float | None:
    return round(100 * side["points"] / side["most_points"]) if side["most_points"] else None


FIGURES: Sequence[tuple[Promise, Callable[[Finding], float | None]]] = (
    (gettext_lazy("Families with a proposal"), lambda side: side["matched"]),
    (gettext_lazy("Urgency reached"), lambda side: side["weight"]),
    (gettext_lazy("Points, % of the most possible"), _share_of_points),
    (gettext_lazy("Kilometres apart, on average"), lambda side: side["km"]),
    (gettext_lazy("Hours shared in a week, on average"), lambda side: side["hours"]),
    (gettext_lazy("Days waited by those with a proposal, on average"), lambda side: side["days"]),
    (gettext_lazy("Longest wait of those without, days"), lambda side: side["longest"]),
    (gettext_lazy("Families whom nobody fits"), lambda side: side["limits"]["nobody"]),
)


def _figure(name: str, before: float | None, after: float | None) -> Figure:
    differs = ""
    if before is not None and after is not None and (more := round(after - before, 1)):
        differs = f"+{number(more)}" if more > 0 else f"−{number(-more)}"
    return Figure(name, _or_dash(before), _or_dash(after), differs)


def _or_dash(value: float | None) -> str:
    return "–" if value is None else number(value)


def headline(run: Run) -> str:
    """How many would gain, lose, or get somebody else, in the whole pool."""
    counts = _counted(run.findings["differences"])
    told = [
        sentence % {"count": counts[kind]}
        for kind, sentence in (
            (GAINS, _gain(counts[GAINS])),
            (LOSES, _loss(counts[LOSES])),
            (CHANGES, _change(counts[CHANGES])),
        )
        if counts[kind]
    ]
    if not told:
        return _("Every proposal would stay as it is.")
    return _("%(list)s.") % {"list": get_text_list(told, _("and"))}


def _gain(count: int) -> str:
    return ngettext(
        "%(count)d family would gain a proposal", "%(count)d families would gain a proposal", count
    )


def _loss(count: int) -> str:
    return ngettext(
        "%(count)d family would lose a proposal", "%(count)d families would lose a proposal", count
    )


def _change(count: int) -> str:
    return ngettext(
        "%(count)d family would get somebody else", "%(count)d families would get somebody else", count
    )


def _counted(found: Sequence[Finding]) -> dict[str, int]:
    kinds = [one["kind"] for one in found]
    return {kind: kinds.count(kind) for kind in KIND_WORDS}


# --- whom it would concern --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """One family whose proposal would differ."""

    label: str
    url: str
    place: str
    kind: str
    word: str
    says: str


def visible_differences(run: Run, membership: Membership) -> list[Finding]:
    """Those with a side of the membership's own, as on the proposals desk."""
    seekers = set(
        seekers_in_scope(membership).filter(programme=run.programme_id).values_list("pk", flat=True)
    )
    helpers = set(
        helpers_in_scope(membership).filter(programme=run.programme_id).values_list("pk", flat=True)
    )
    return [
        one
        for one in run.findings["differences"]
        if one["seeker"] in seekers or one["now"] in helpers or one["then"] in helpers
    ]


def kinds_of(found: Sequence[Finding]) -> list[Option]:
    """The filters of the list."""
    counts = _counted(found)
    return [Option(kind, word, counts[kind]) for kind, word in KIND_WORDS.items() if counts[kind]]


def told_differences(found: Sequence[Finding], membership: Membership) -> list[Told]:
    """A page of them in words; who has left no trace since is left out."""
    seekers = Seeker.objects.select_related("household").in_bulk([one["seeker"] for one in found])
    numbers = {one[side] for one in found for side in ("now", "then")} - {None}
    helpers = Helper.objects.select_related("volunteer", "mentor").in_bulk(numbers)
    return [
        _told(one, seekers[one["seeker"]], helpers, membership) for one in found if one["seeker"] in seekers
    ]


def _told(one: Finding, seeker: Seeker, helpers: Mapping[int, Helper], membership: Membership) -> Told:
    household = seeker.household
    is_own = household.centre_id == membership.organisation_id
    return Told(
        label=household.label,
        url=page_of("family", household.pk) if is_own else "",
        place=household.place_name if is_own else household.commune_name,
        kind=one["kind"],
        word=str(KIND_WORDS[one["kind"]]),
        says=_sentence(one, _names(one, helpers, membership)),
    )


def _names(one: Finding, helpers: Mapping[int, Helper], membership: Membership) -> dict[str, str]:
    """What the two helpers are called."""
    known = {side: helpers.get(one[side]) for side in ("now", "then")}
    return {side: name_of(helper, membership) if helper else _("somebody") for side, helper in known.items()}


def _sentence(one: Finding, names: Mapping[str, str]) -> str:
    if one["kind"] == LOSES:
        why = str(RULES[one["why"]]) if one["why"] in RULES else ""
        return " ".join(filter(None, [_("No longer %(now)s.") % names, why]))
    told = {**names, "km": number(one["km"]), "hours": number(one["hours"])}
    if one["kind"] == GAINS:
        return _("%(then)s: %(km)s km apart, %(hours)s hours a week in common.") % told
    return _("%(then)s instead of %(now)s: %(km)s km apart, %(hours)s hours a week in common.") % told


# --- groups -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ToldShare:
    """A group and its shares."""

    name: str
    seekers: int
    before: str
    after: str


@dataclass(frozen=True)
class ToldGroups:
    """Groups of one kind."""

    name: str
    shares: list[ToldShare]


def told_fairness(run: Run) -> list[ToldGroups]:
    """Who is matched, by groups of at least five."""
    told = []
    for by, word in GROUPS.items():
        rows = [
            ToldShare(_named(by, code), seekers, _share(before, seekers), _share(after, seekers))
            for kind, code, seekers, before, after in run.findings["fairness"]
            if kind == by and (before is not None or after is not None)
        ]
        if rows:
            told.append(ToldGroups(str(word), rows))
    return told


GROUPS: Mapping[str, Promise] = {
    "language": gettext_lazy("By language"),
    "need": gettext_lazy("By need"),
    "commune": gettext_lazy("By commune"),
    "gender": gettext_lazy("By gender of the contact person"),
}


def _named(by: str, code: str) -> str:
    if code == OTHERS:
        return _("all others")
    if not code:
        return _("not known")
    match by:
        case "language":
            return language_name(code)
        case "need":
            return str(HelpArea(code).label)
        case "gender":
            return str(Gender(code).label)
        case _:
            return code


def _share(count: int | None, seekers: int) -> str:
    if count is None:
        return _("fewer than %(least)d") % {"least": LEAST}
    return _("%(count)d (%(percent)d%%)") % {"count": count, "percent": round(100 * count / seekers)}
