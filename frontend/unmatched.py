"""Those not matched yet: the list as the query asks for it, and what each of them is told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.accounts.models import Membership
from frontend.facing import name_of
from frontend.paging import Option
from frontend.rivals import by_hand
from matching.domain.advice import LOOKED_FOR, helpers_named
from matching.domain.advice_sentences import IN_A_WORD, told_blocking, told_change, told_gain
from matching.domain.examination import CIRCUMSTANCES
from matching.domain.sentences import funnel, why_unmatched
from matching.enums import LEFT_MEANWHILE
from matching.models import Helper, Programme, Run, Seeker, Unmatched
from matching.queries import (
    last_done_run,
    newcomers_since,
    programmes_in_scope,
    rules_on,
    unmatched_in_scope,
    unmatched_of,
)

NEW = "new"
MOST_NEW = 5  # of those who came after the run, on the page with everybody

#: Where a change is written down: the step of the form, and the words on the way there.
OF_FAMILY: Mapping[str, tuple[str, Any]] = {
    "time": ("step-when", gettext_lazy("Open the hours of %(who)s")),
    "distance": ("step-where", gettext_lazy("Open the place of %(who)s")),
    "language": ("step-who", gettext_lazy("Open the languages of %(who)s")),
    "practise": ("step-help", gettext_lazy("Open the needs of %(who)s")),
    "gender": ("step-wishes", gettext_lazy("Open the wishes of %(who)s")),
}
OF_VOLUNTEER: Mapping[str, tuple[str, Any]] = {
    **OF_FAMILY,
    "room": ("step-offers", gettext_lazy("Open the offers of %(who)s")),
}
OF_MENTOR: Mapping[str, tuple[str, Any]] = {
    **OF_FAMILY,
    "room": ("step-when", gettext_lazy("Open the hours of %(who)s")),
    "distance": ("step-work", gettext_lazy("Open the place of %(who)s")),
}


@dataclass(frozen=True)
class Remedy:
    """A change in words, what everybody gains by it, and where to go on, or to pair the two by hand.

    Addresses are empty where there is nowhere to go.
    """

    sentence: str
    gain: str
    act: str
    url: str
    pair_url: str


@dataclass(frozen=True)
class Told:
    """A family, why it has nobody, and what would help; remedies: None where none were looked for."""

    unmatched: Unmatched
    family: str
    url: str
    place: str
    days: int
    is_late: bool
    steps: list[tuple[str, int]]
    blocking: str
    remedies: list[Remedy] | None
    pair_url: str


@dataclass(frozen=True)
class Newcomer:
    """A family that came after the run."""

    seeker: Seeker
    days: int
    pair_url: str


@dataclass(frozen=True)
class NotMatched:
    """The list of one programme's last run; of the membership's own families only."""

    membership: Membership
    query: QueryDict

    @cached_property
    def programmes(self) -> list[Programme]:
        """Between which one can change."""
        return list(programmes_in_scope(self.membership).order_by("name", "pk"))

    @cached_property
    def programme(self) -> Programme | None:
        """The one the query names, else the one with most who wait, else the first."""
        asked = self.query.get("programme", "")
        named = next((one for one in self.programmes if str(one.pk) == asked or one.key == asked), None)
        if named is not None or not self.programmes:
            return named
        left = unmatched_in_scope(self.membership).order_by().values_list("run__programme")
        counts = dict(left.annotate(n=Count("pk")))
        return max(self.programmes, key=lambda one: counts.get(one.pk, 0))

    @cached_property
    def run(self) -> Run | None:
        """The run whose proposals stand."""
        return last_done_run(self.programme) if self.programme else None

    @property
    def text(self) -> str:
        """The beginning of a label that is searched for."""
        return self.query.get("q", "").strip()[:100]

    @property
    def why(self) -> str:
        """By what the list is narrowed: a code that stops families, or `NEW`; else ""."""
        asked = self.query.get("why", "")
        return asked if asked in (NEW, LEFT_MEANWHILE) or asked in IN_A_WORD else ""

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many families each code stops."""
        if self.run is None:
            return {}
        stopped = self._found.order_by().values_list("blocked_by")
        return dict(stopped.annotate(n=Count("pk")))

    @property
    def total(self) -> int:
        """How many there are in all, whatever narrows the list; those found, while one searches."""
        return sum(self.counts.values())

    @cached_property
    def options(self) -> list[Option]:
        """What the list can be narrowed by, the most frequent first."""
        by_count = sorted(self.counts.items(), key=lambda one: (-one[1], one[0]))
        found = [Option(code, IN_A_WORD.get(code, _("not free any more")), count) for code, count in by_count]
        came = self.newcomers.count() if self.run else 0
        return [*found, Option(NEW, _("came after the run"), came)] if came else found

    @cached_property
    def newcomers(self) -> QuerySet[Seeker]:
        """Who came after the run."""
        if self.run is None:
            return Seeker.objects.none()
        came = newcomers_since(self.run, self.membership)
        return came.filter(household__label__istartswith=self.text) if self.text else came

    @cached_property
    def rows(self) -> "QuerySet[Unmatched] | QuerySet[Seeker]":
        """What the list shows, page by page."""
        if self.why == NEW:
            return self.newcomers
        return self._found.filter(blocked_by=self.why) if self.why else self._found

    @property
    def shows_newcomers(self) -> list[Newcomer]:
        """The first few who came after the run, above everybody else."""
        if self.why or self.query.get("page", "1") != "1":
            return []
        return [self.newcomer(one) for one in self.newcomers[:MOST_NEW]]

    @property
    def looked_for(self) -> int | None:
        """For how many of the whole run's families changes were looked for; None when for all."""
        if self.run is None or (found := self.run.findings.get(LOOKED_FOR)) is None:
            return None
        return int(found) if found < self.run.seekers - self.run.matched else None

    def told(self, page: "Page[Any]") -> list[Told]:
        """The families of a page, with the helpers whom their changes name, all in one query more."""
        rows: list[Unmatched] = list(page.object_list)
        helpers = helpers_named(self.run, rows) if self.run else {}
        return [self._told(one, helpers) for one in rows]

    def newcomer(self, seeker: Seeker) -> Newcomer:
        """One who came after the run."""
        return Newcomer(seeker, _days(seeker), by_hand(seeker))

    @cached_property
    def _found(self) -> QuerySet[Unmatched]:
        if self.run is None:
            return Unmatched.objects.none()
        left = unmatched_of(self.run, self.membership)
        return left.filter(seeker__household__label__istartswith=self.text) if self.text else left

    @cached_property
    def _late(self) -> Any:
        rules = rules_on(self.programme, timezone.localdate()) if self.programme else None
        return timezone.localdate() - timedelta(days=rules.promise_days if rules else 60)

    def _told(self, one: Unmatched, helpers: Mapping[int, Helper]) -> Told:
        household, changes = one.seeker.household, one.advice.get("changes")
        return Told(
            unmatched=one,
            family=household.label,
            url=reverse("family", args=[household.pk]),
            place=household.place_name,
            days=_days(one.seeker),
            is_late=household.waiting_since < self._late,
            steps=[(step.label, step.left) for step in funnel(one)],
            blocking=told_blocking(one.advice.get("blocking", ())) or why_unmatched(one),
            remedies=None if changes is None else list(self._remedies(one.seeker, changes, helpers)),
            pair_url=by_hand(one.seeker),
        )

    def _remedies(
        self, seeker: Seeker, changes: list[Mapping[str, Any]], helpers: Mapping[int, Helper]
    ) -> Iterator[Remedy]:
        """Those whose helper is still there."""
        for change in changes:
            helper = helpers.get(change["helper"])
            if helper is None:
                continue
            is_own = helper.person.centre_id == self.membership.organisation_id
            act, url = (
                self._way(change, seeker, helper) if is_own or change["whose"] == "seeker" else ("", "")
            )
            can_pair = is_own and change["kind"] in CIRCUMSTANCES
            yield Remedy(
                sentence=told_change(
                    change,
                    family=seeker.household.label,
                    helper=name_of(helper, self.membership),
                    is_own=is_own,
                ),
                gain=told_gain(change),
                act=act,
                url=url,
                pair_url=by_hand(seeker, helper) if can_pair else "",
            )

    def _way(self, change: Mapping[str, Any], seeker: Seeker, helper: Helper) -> tuple[str, str]:
        """The one act that follows from a change: its words and its address."""
        kind, whose = change["kind"], change["whose"]
        family, name = seeker.household.label, name_of(helper, self.membership)
        if kind == "veto":
            return _(
                "Open those ruled out"
            ), f"{reverse('programme', args=[seeker.programme_id])}?view=vetoes"
        if whose == "seeker":
            if seeker.member_id:
                return _("Open %(who)s") % {"who": family}, reverse("family", args=[seeker.household_id])
            step, words = OF_FAMILY[kind]
            url = reverse("family_edit", args=[seeker.household_id])
            return str(words) % {"who": family}, f"{url}#{step}"
        if helper.volunteer_id and kind in OF_VOLUNTEER:
            step, words = OF_VOLUNTEER[kind]
            url = reverse("volunteer_edit", args=[helper.volunteer_id])
            return str(words) % {"who": name}, f"{url}#{step}"
        if helper.volunteer_id:
            url = reverse("volunteer", args=[helper.volunteer_id])
            return _("Open the clearance of %(who)s") % {"who": name}, f"{url}#clearance"
        step, words = OF_MENTOR.get(kind, ("step-who", gettext_lazy("Open %(who)s")))
        return str(words) % {"who": name}, f"{reverse('mentor_edit', args=[helper.mentor_id])}#{step}"


def _days(seeker: Seeker) -> int:
    return int((timezone.localdate() - seeker.household.waiting_since).days)
