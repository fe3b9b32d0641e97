"""The lists of a programme's pool, and its rules in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from base.accounts.models import Membership
from frontend.facing import name_of, page_of
from frontend.forms.matching import LIMITS, WEIGHTS
from matching.domain.limit_sentences import cautions, what_it_costs
from matching.domain.limits import LimitCounts
from matching.domain.sentences import CRITERIA, number, outcome
from matching.models import Helper, Programme, ProgrammeRules, Run, Seeker, Veto
from matching.queries import (
    active_helpers,
    free_room,
    rules_on,
    run_history,
    vetoes_in_scope,
    waiting_seekers,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class PoolRow:
    """One line: who or what, where, what of it; with `allow_url` it can be allowed again."""

    title: str
    place: str
    note: str
    url: str = ""
    allow_url: str = ""


@dataclass(frozen=True)
class PoolList:
    """A list of the pool: its word, its rows, and how one is told to a membership; `count` is what
    `with_pool_counts` calls the number of its rows, "" where it counts none."""

    word: "StrOrPromise"
    rows: Callable[[Programme, Membership], QuerySet[Any]]
    tell: Callable[[Any, Membership], PoolRow]
    count: str = ""


def _families(programme: Programme, membership: Membership) -> QuerySet[Seeker]:
    waiting = waiting_seekers(programme).select_related("household__centre")
    return waiting.order_by("household__waiting_since", "pk")


def _tell_family(seeker: Seeker, membership: Membership) -> PoolRow:
    household = seeker.household
    is_own = household.centre_id == membership.organisation_id
    days = (timezone.localdate() - household.waiting_since).days
    waits = ngettext("waits %(days)d day", "waits %(days)d days", days) % {"days": days}
    return PoolRow(
        household.label,
        household.place_name if is_own else household.commune_name,
        waits if is_own else _("family of %(centre)s") % {"centre": household.centre},
        page_of("family", household.pk) if is_own else "",
    )


def _helpers(programme: Programme, membership: Membership) -> QuerySet[Helper]:
    rules = rules_on(programme, timezone.localdate())
    rows = active_helpers(programme).select_related("volunteer__centre", "mentor__centre")
    return rows.annotate(free=free_room(rules.max_room if rules else 1)).order_by("-free", "pk")


def _tell_helper(helper: Any, membership: Membership) -> PoolRow:
    person = helper.person
    if person.centre_id != membership.organisation_id:
        told = _("helper of %(centre)s") % {"centre": person.centre}
        return PoolRow(person.label, person.commune_name, told)
    has_room = ngettext("has room for %(count)d more", "has room for %(count)d more", helper.free)
    kind = "volunteer" if helper.volunteer_id else "mentor"
    return PoolRow(
        name_of(helper, membership),
        person.place_name,
        has_room % {"count": helper.free} if helper.free else _("has no room left"),
        page_of(kind, person.pk),
    )


def _runs(programme: Programme, membership: Membership) -> QuerySet[Run]:
    return run_history(programme)


def _tell_run(run: Run, membership: Membership) -> PoolRow:
    asked = date_format(timezone.localtime(run.requested_at), "j E Y, H:i")
    return PoolRow(asked, run.requested_by_label, outcome(run), reverse("run", args=[run.pk]))


def _vetoes(programme: Programme, membership: Membership) -> QuerySet[Veto]:
    return vetoes_in_scope(membership).filter(seeker__programme=programme)


def _tell_veto(veto: Veto, membership: Membership) -> PoolRow:
    day = date_format(timezone.localtime(veto.created_at), "j E Y")
    return PoolRow(
        f"{veto.seeker.household.label} × {name_of(veto.helper, membership)}",
        " ".join(filter(None, [str(veto.get_reason_display()), veto.note])),
        f"{veto.created_by_label}, {day}",
        allow_url=reverse("veto_allow", args=[veto.pk]),
    )


POOL_LISTS: Mapping[str, PoolList] = {
    "families": PoolList(gettext_lazy("Families that wait"), _families, _tell_family, "seekers_waiting"),
    "helpers": PoolList(gettext_lazy("Helpers"), _helpers, _tell_helper, "helpers_active"),
    "runs": PoolList(gettext_lazy("Runs"), _runs, _tell_run),
    "vetoes": PoolList(gettext_lazy("Not proposed again"), _vetoes, _tell_veto),
}


# --- rules in words ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ToldRules:
    """Limits as (name, value, what it costs or ""), weights as (name, points); a weight of 0 is left out."""

    limits: list[tuple[str, str, str]]
    weights: list[tuple[str, int]]
    cautions: list[str]


def told_rules(rules: ProgrammeRules, counts: LimitCounts | None = None) -> ToldRules:
    """The rules in the words of their own fields; with counts, what each limit costs."""
    return ToldRules(
        [
            (name_of_rule(field), value_of_rule(rules, field), what_it_costs(counts, field) if counts else "")
            for field in LIMITS
        ],
        [
            (str(CRITERIA[field.removeprefix("weight_")]), getattr(rules, field))
            for field in WEIGHTS
            if getattr(rules, field)
        ],
        cautions(rules, counts),
    )


def name_of_rule(field: str) -> str:
    """What a rule is called, as a heading."""
    name = str(ProgrammeRules._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
    return name[:1].upper() + name[1:]


def value_of_rule(rules: ProgrammeRules, field: str) -> str:
    """What a rule says, in words."""
    value = getattr(rules, field)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if hasattr(rules, f"get_{field}_display"):
        return str(getattr(rules, f"get_{field}_display")())
    return number(float(value))
