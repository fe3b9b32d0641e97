"""Any two places of a programme, looked at as closely as a run would: hard rules and criteria, in words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.common.errors import Refusal
from matching.domain.answers import criteria_of
from matching.domain.problems import HELPERS_AT, Question, ask_about, has_a_place, seekers_at
from matching.domain.programmes import label_of
from matching.domain.sentences import number
from matching.models import Helper, Seeker
from matching.queries import OPEN, waiting_seekers
from matching.solver import Criterion, HardRule, PairExplanation, RuleExplanation, explain_pairs

#: Rules besides the solver's: there, only those who wait without a helper are asked about.
ONE_HELPER = "one_helper"
WAITING = "waiting"

#: What a coordinator who knows the people may override. The other rules protect somebody.
CIRCUMSTANCES = frozenset({HardRule.LANGUAGE.value, HardRule.DISTANCE.value, HardRule.TIME.value})

#: The words of a refusal, where the verbs and the database have their own.
REFUSAL_CODES: Mapping[str, str] = {
    ONE_HELPER: "has_helper",
    WAITING: "not_waiting",
    HardRule.AVAILABLE: "not_active",
    HardRule.MINORS: "clearance",
    HardRule.ROOM: "no_room",
}

#: What to say of a rule when it is kept, and when it is broken.
SENTENCES: Mapping[str, tuple[Any, Any]] = {
    ONE_HELPER: (
        gettext_lazy("%(family)s has no helper in this programme yet."),
        gettext_lazy("%(family)s already has a helper in this programme."),
    ),
    WAITING: (
        gettext_lazy("%(family)s waits in this programme."),
        gettext_lazy("%(family)s does not wait in this programme any more."),
    ),
    HardRule.AVAILABLE: (
        gettext_lazy("%(helper)s is active in this programme."),
        gettext_lazy("%(helper)s is not active in this programme any more."),
    ),
    HardRule.LANGUAGE: (
        gettext_lazy("They share a language at the level the programme asks."),
        gettext_lazy("There is no shared language at the level the programme asks."),
    ),
    HardRule.DISTANCE: (
        gettext_lazy("%(km)s km apart; the limit is %(limit)s km."),
        gettext_lazy("They live %(km)s km apart; the limit is %(limit)s km."),
    ),
    HardRule.GENDER: (
        gettext_lazy("No must about a woman or a man is in the way."),
        gettext_lazy("A woman or a man is a must here, and it is not met."),
    ),
    HardRule.MINORS: (
        gettext_lazy("Nothing is missing for contact with children."),
        gettext_lazy(
            "There are children in this family: the helper needs a complete and valid clearance first."
        ),
    ),
    HardRule.EMPLOYER: (
        gettext_lazy("The programme's rule about employers is kept."),
        gettext_lazy("They do not work for the same employer."),
    ),
    HardRule.SITE: (
        gettext_lazy("The programme's rule about sites is kept."),
        gettext_lazy("They do not work at the same site."),
    ),
    HardRule.OTHER_PERSON: (
        gettext_lazy("%(helper)s is not from this family."),
        gettext_lazy("Nobody can be their own family's helper."),
    ),
    HardRule.TIME: (
        gettext_lazy("They share time for a whole meeting: %(hours)s hours a week in all."),
        gettext_lazy("There is no time in the week at which both are free for a whole meeting."),
    ),
    HardRule.VETO: (
        gettext_lazy("Nobody ruled these two out."),
        gettext_lazy(
            "These two were ruled out: by a decision, by how they parted, or as supervisor and supervised."
        ),
    ),
    HardRule.ROOM: (
        gettext_lazy("%(helper)s has room."),
        gettext_lazy("%(helper)s has no room left."),
    ),
}


@dataclass(frozen=True)
class Finding:
    """One hard rule, whether these two keep it, and the sentence that says so."""

    code: str
    passed: bool
    sentence: str

    @property
    def is_circumstance(self) -> bool:
        """Whether a coordinator may knowingly override it."""
        return self.code in CIRCUMSTANCES


@dataclass(frozen=True)
class Examination:
    """What the rules say of two people. `criteria` as proposals keep them: list of {code, points, max,
    values}; the one of distance is missing where a place is not known.
    """

    seeker: Seeker
    helper: Helper
    findings: tuple[Finding, ...]
    criteria: list[dict[str, Any]]

    @property
    def points(self) -> int:
        """All criteria together."""
        return sum(one["points"] for one in self.criteria)

    @property
    def broken(self) -> tuple[Finding, ...]:
        """The rules these two do not keep."""
        return tuple(one for one in self.findings if not one.passed)

    @property
    def circumstances(self) -> tuple[str, ...]:
        """Codes of the broken rules that may be overridden by hand."""
        return tuple(one.code for one in self.broken if one.is_circumstance)

    @property
    def forbidden(self) -> tuple[Finding, ...]:
        """The broken rules nobody may override."""
        return tuple(one for one in self.broken if not one.is_circumstance)

    def named(self, despite: Collection[str]) -> frozenset[str]:
        """Which of the circumstances at hand are among those named."""
        return frozenset(self.circumstances) & frozenset(despite)

    def refuse_unless_allowed(self, *, despite: Collection[str] = ()) -> None:
        """Refusal with a sentence for each broken rule that is not a circumstance named in `despite`."""
        against = [one for one in self.broken if one.code not in self.named(despite)]
        if against:
            # What nobody may override comes first: it decides.
            against.sort(key=lambda one: one.is_circumstance)
            code = against[0].code
            raise Refusal(" ".join(one.sentence for one in against), REFUSAL_CODES.get(code, code))


def examine(seeker: Seeker, helper: Helper, *, on: date | None = None) -> Examination:
    """Look at two places of one programme, in its pool or not, by its rules of a day (today).

    Refusal when they are of two programmes, or the programme has no rules for that day.
    """
    return examine_all(seeker, [helper], on=on)[0]


def examine_all(seeker: Seeker, helpers: Sequence[Helper], *, on: date | None = None) -> list[Examination]:
    """The same for one place with each of these, in their order; as many queries for many as for one."""
    for helper in helpers:
        refuse_two_programmes(seeker, helper)
    question = ask_about(seeker, helpers, on=on or timezone.localdate())
    nowhere = _without_a_place(seeker, helpers, seekers_at(same_employer=question.rules["same_employer"]))
    return examinations(question, [(seeker, one) for one in helpers], nowhere, _Waiting.of(seeker))


def examinations(
    question: Question,
    pairs: Sequence[tuple[Seeker, Helper]],
    nowhere: tuple[Collection[int], Collection[int]],
    waiting: "_Waiting | None" = None,
) -> list[Examination]:
    """What a question that was asked already says of some of its pairs.

    nowhere: numbers of the (seekers, helpers) of whom nobody knows where they live; waiting: how the families
    stand, all waiting for a helper where it is not told.
    """
    problem = question.problem
    seekers = {pk: row for row, pk in enumerate(problem.seekers.id.tolist())}
    helpers = {pk: row for row, pk in enumerate(problem.helpers.id.tolist())}
    explained = explain_pairs(
        problem, [seekers[one.pk] for one, _helper in pairs], [helpers[one.pk] for _seeker, one in pairs]
    )
    stands = waiting or _Waiting(waits=True, has_helper=False)
    return [
        _examination(seeker, helper, question, one, stands, nowhere)
        for (seeker, helper), one in zip(pairs, explained, strict=True)
    ]


def _examination(
    seeker: Seeker,
    helper: Helper,
    question: Question,
    explained: PairExplanation,
    waiting: "_Waiting",
    nowhere: tuple[Collection[int], Collection[int]],
) -> Examination:
    names = {"family": label_of(seeker), "helper": label_of(helper)}
    places: tuple[Seeker | Helper, ...] = (seeker, helper)
    lost = _lives_nowhere(
        [label_of(one) for one, unknown in zip(places, nowhere, strict=True) if one.pk in unknown]
    )
    findings = [
        _finding(WAITING, waiting.waits, names),
        _finding(ONE_HELPER, not waiting.has_helper, names),
    ]
    for rule in explained.rules:
        if rule.code == HardRule.DISTANCE and lost:
            findings.append(Finding(rule.code.value, False, lost))
        else:
            findings.append(_finding(rule.code.value, rule.passed, {**names, **_figures(rule)}))
    criteria = criteria_of(question, explained.criteria)
    if lost:
        criteria = [one for one in criteria if one["code"] != Criterion.DISTANCE]
    return Examination(seeker, helper, tuple(findings), criteria)


def refuse_two_programmes(seeker: Seeker, helper: Helper) -> None:
    """Refusal unless both places are of one programme."""
    if seeker.programme_id != helper.programme_id:
        raise Refusal(_("Both sides of a pair belong to one programme."), code="programme")


@dataclass(frozen=True)
class _Waiting:
    """How a family stands in its programme: whether it waits (or would, without its helper), and has one."""

    waits: bool
    has_helper: bool

    @classmethod
    def of(cls, seeker: Seeker) -> "_Waiting":
        # Asked first, as in refuse_unfree: a pair made in between is then told as one.
        waits = waiting_seekers(seeker.programme).filter(pk=seeker.pk).exists()
        has_helper = seeker.pairs.filter(OPEN).exists()
        return cls(waits or has_helper, has_helper)


def _finding(code: str, passed: bool, values: Mapping[str, str]) -> Finding:
    kept, broken = SENTENCES[code]
    return Finding(code, passed, str(kept if passed else broken) % values)


def _figures(rule: RuleExplanation) -> dict[str, str]:
    match rule.code:
        case HardRule.DISTANCE:
            return {"km": number(rule.values["km"]), "limit": number(rule.values["limit_km"])}
        case HardRule.TIME:
            return {"hours": number(rule.values["hours"])}
    return {}


def _without_a_place(
    seeker: Seeker, helpers: Collection[Helper], at: tuple[str, ...]
) -> tuple[set[int], set[int]]:
    """Numbers of the seekers and of the helpers among these who live nobody knows where."""
    somewhere = Helper.objects.filter(has_a_place(HELPERS_AT), pk__in=[one.pk for one in helpers])
    known = set(somewhere.values_list("pk", flat=True))
    is_known = Seeker.objects.filter(has_a_place(at), pk=seeker.pk).exists()
    return set() if is_known else {seeker.pk}, {one.pk for one in helpers if one.pk not in known}


def _lives_nowhere(labels: Sequence[str]) -> str:
    return _("We do not know where %(labels)s lives.") % {"labels": ", ".join(labels)} if labels else ""
