"""The rules of Today in words: what stands on the list from when on, by which number, from which source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import CareRules
from base.accounts.models import Membership
from desk.domain.care import MOST_DAYS
from desk.enums import CareKind, Side, StageKey, Tier
from desk.queries.watch import Watch
from frontend.facing import page_of
from matching.models import PairLife, Programme, ProgrammeRules
from matching.queries import programmes_in_scope

#: When a line of the kind stands there, and when it is urgent.
WHEN: Mapping[CareKind, Promise] = {
    CareKind.HELP: gettext_lazy("From the moment somebody asks for help, until one of us has answered."),
    CareKind.CONCERN: gettext_lazy(
        "From the moment a concern is written down, until it is closed. Only administrators see it."
    ),
    CareKind.SUSPENDED: gettext_lazy(
        "While a pair must not meet, because a clearance is missing or has ended."
    ),
    CareKind.HARD: gettext_lazy(
        "When either side said that the last meeting was hard, for 14 days, or until a word with the pair is "
        "written down."
    ),
    CareKind.LOST: gettext_lazy(
        "From the day a family lost its helper, or the helper said no, until somebody else is proposed."
    ),
    CareKind.ANSWER: gettext_lazy(
        "When half of the time to answer has passed. After the last day it is urgent. How long there is to "
        "answer, each programme sets."
    ),
    CareKind.STEP: gettext_lazy(
        "From the day after the first meeting or the agreement was due. How long there is, each programme "
        "sets."
    ),
    CareKind.QUIET: gettext_lazy(
        "When a pair that meets has had no meeting for so many full days. A pause that ended begins the "
        "count anew. With the second number it is urgent."
    ),
    CareKind.CONTACT: gettext_lazy(
        "When fewer contacts than these are written down: in the first month, then in each calendar month."
    ),
    CareKind.CLOSING: gettext_lazy("From the day somebody wants to end it, until it is closed."),
    CareKind.PAIR_END: gettext_lazy("So many days before the planned end; past it, it moves up to today."),
    CareKind.WAITING: gettext_lazy(
        "From 14 days before the wait is as long as the programme promises. Beyond the promise it moves up "
        "to today; twice as long, it is urgent."
    ),
    CareKind.CLEARANCE: gettext_lazy(
        "So many days before an item of the clearance ends; with the second number it is urgent."
    ),
    CareKind.WRITTEN: gettext_lazy(
        "On the day after so many days of service without an agreement in writing: on day 31, as the Act of "
        "24 April 2003, art. 44 says."
    ),
    CareKind.AGREEMENT_END: gettext_lazy(
        "So many days before a volunteer's agreement ends and no later one is there; with the second number "
        "it is urgent."
    ),
    CareKind.FIRM_END: gettext_lazy(
        "So many days before a firm's agreement ends, by the rules common to all programmes; with the second "
        "number it is urgent."
    ),
    CareKind.MEETING: gettext_lazy(
        "When the two remember a meeting differently, it is today's; one written down out of turn can wait."
    ),
    CareKind.NEW_VOLUNTEER: gettext_lazy(
        "When the day of the next step has passed, or somebody is in a stage for longer than your centre set."
    ),
    CareKind.NEW_FAMILY: gettext_lazy(
        "When the day of the next step has passed, or a family is in a stage for longer than your centre set."
    ),
    CareKind.COLLEAGUE: gettext_lazy("From the moment a firm names somebody, until you have looked."),
    CareKind.OUTSIDE: gettext_lazy("While a family without a helper is in no programme."),
    CareKind.SIGN: gettext_lazy("When a volunteer has signed in the app and the centre has not."),
    CareKind.READING: gettext_lazy("When a volunteer says to have read the standards, until you record it."),
    CareKind.APPLICATION: gettext_lazy("From the moment a firm has confirmed its application."),
    CareKind.SURVEY: gettext_lazy("When a firm has sent its survey and no talk about it is written down."),
    CareKind.PART: gettext_lazy("When a firm has signed its agreement and the centre has not."),
    CareKind.VERIFY: gettext_lazy("From the moment a claim is sent in; not those you claimed yourself."),
    CareKind.APPROVE: gettext_lazy("From the moment a claim is verified by somebody else than you."),
    CareKind.ACCOUNT: gettext_lazy(
        "When a firm has written down an account and no second person confirmed it."
    ),
    CareKind.BATCH: gettext_lazy("When a batch is made and nobody said what the bank did."),
    CareKind.PAY: gettext_lazy("When approved claims of a project are in no batch."),
    CareKind.EXAMPLE: gettext_lazy("While a rule of support in force is marked as an example."),
    CareKind.PROPOSALS: gettext_lazy(
        "While proposals wait for your decision; urgent when one of them stands in for a helper who was lost."
    ),
    CareKind.UNMATCHED: gettext_lazy("While families are left whom the last matching found nobody for."),
    CareKind.NOTICES: gettext_lazy("While messages wait to be read out, printed or shown."),
    CareKind.LISTS: gettext_lazy("While a list that was sent in is not finished."),
    CareKind.PLACE: gettext_lazy(
        "Until the address of the centre is written down. Only administrators see it."
    ),
    CareKind.ALONE: gettext_lazy("While nobody else works at the centre. Only administrators see it."),
}
#: The numbers of the rules of care that a kind follows.
_CARE: Mapping[CareKind, Sequence[str]] = {
    CareKind.QUIET: ("quiet_days", "silent_days"),
    CareKind.CONTACT: ("contacts_first_month", "contacts_a_month"),
    CareKind.PAIR_END: ("end_notice_days",),
    CareKind.CLEARANCE: ("lapse_days", "lapse_last_days"),
    CareKind.AGREEMENT_END: ("lapse_days", "lapse_last_days"),
    CareKind.WRITTEN: ("agreement_days",),
}


class Whose(NamedTuple):
    """A programme or a stage that has a number, and where it is set; empty `url`: nowhere here."""

    name: str
    url: str


@dataclass(frozen=True)
class Number:
    """A number as it is set: how much, of whom, since when, by which source."""

    value: str
    whose: Sequence[Whose]
    since: date | None = None
    source: str = ""


@dataclass(frozen=True)
class Rule:
    """One kind of line and its rule."""

    kind: CareKind
    when: str | Promise
    numbers: Sequence[Number]

    @property
    def label(self) -> str:
        return capfirst(str(self.kind.label))


def rules_told(membership: Membership) -> dict[str, Any]:
    """For the page: every rule with its numbers of today, and how long a line can be put off."""
    watch = Watch.of(membership)
    programmes = list(programmes_in_scope(membership).order_by("name", "pk"))
    numbers = _numbers(watch, programmes)
    return {
        "rules": [Rule(kind, WHEN[kind], _together(numbers.get(kind, []))) for kind in CareKind],
        "limits": [(tier.label, MOST_DAYS[tier]) for tier in Tier],
    }


def _numbers(watch: Watch, programmes: Sequence[Programme]) -> dict[CareKind, list[Number]]:
    found = {kind: _of_care(watch, programmes, fields) for kind, fields in _CARE.items()}
    common = _care_number(_("All programmes"), watch.common, ("lapse_days", "lapse_last_days"), url="")
    found[CareKind.FIRM_END] = [common]
    found[CareKind.WAITING] = _promises(watch, programmes)
    lives = {one.programme_id: one for one in PairLife.objects.filter(programme__in=programmes)}
    for kind, field in ((CareKind.ANSWER, "answer_days"), (CareKind.STEP, "first_meeting_days")):
        found[kind] = [_life(one, lives.get(one.pk) or PairLife(programme=one), field) for one in programmes]
    found[CareKind.NEW_VOLUNTEER] = _stages(watch, Side.VOLUNTEERS)
    found[CareKind.NEW_FAMILY] = _stages(watch, Side.FAMILIES)
    return found


def _of_care(watch: Watch, programmes: Sequence[Programme], fields: Sequence[str]) -> list[Number]:
    return [
        _care_number(
            one.name, watch.care.get(one.pk, watch.common), fields, url=page_of("programme_care", one.pk)
        )
        for one in programmes
    ] or [_care_number(_("All programmes"), watch.common, fields, url="")]


def _together(numbers: Sequence[Number]) -> list[Number]:
    """The same number from the same source is told once, for all that have it."""
    found: dict[tuple[str, date | None, str], list[Whose]] = {}
    for one in numbers:
        found.setdefault((one.value, one.since, one.source), []).extend(one.whose)
    return [Number(value, whose, since, source) for (value, since, source), whose in found.items()]


def _care_number(name: str, rules: CareRules, fields: Sequence[str], *, url: str) -> Number:
    value = " · ".join(str(getattr(rules, field)) for field in fields)
    whose = [Whose(name, url)]
    return Number(value, whose, rules.valid_from, rules.source) if rules.source else Number(value, whose)


def _promises(watch: Watch, programmes: Sequence[Programme]) -> list[Number]:
    rules = ProgrammeRules.objects.in_force(watch.on).filter(programme__in=programmes).order_by("valid_from")
    newest = {one.programme_id: one for one in rules}
    return [
        Number(
            str(newest[one.pk].promise_days),
            [Whose(one.name, page_of("programme_rules", one.pk))],
            newest[one.pk].valid_from,
            newest[one.pk].source,
        )
        for one in programmes
        if one.pk in newest
    ]


def _life(programme: Programme, life: PairLife, field: str) -> Number:
    return Number(str(getattr(life, field)), [Whose(programme.name, page_of("programme_life", programme.pk))])


def _stages(watch: Watch, side: Side) -> list[Number]:
    url = page_of("pipeline", side.value)
    return [
        Number(str(one.days), [Whose(one.name or str(StageKey(one.key).label), url)])
        for one in watch.stages[side].columns
        if one.days
    ]
