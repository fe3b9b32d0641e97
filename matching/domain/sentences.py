"""Codes and values of the engine as sentences in the reader's language. Nothing here is stored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from base.common.enums import AgeBand, HelpArea, Trade
from base.places.languages import Level, language_name
from families.enums import PriorityKind
from matching.domain.answers import EVERYBODY
from matching.domain.priority import Owed, Reason
from matching.enums import LEFT_MEANWHILE, TAKEN_BY_OTHERS, NotReplaced, RunError, RunNote, RunState
from matching.models import Proposal, Run, Unmatched
from matching.solver import Criterion as Criterion  # pages name criteria too
from matching.solver import HardRule

Values = Mapping[str, Any]

#: The names of the criteria, as headings of their sentences.
CRITERIA: Mapping[str, Any] = {
    Criterion.LANGUAGE: gettext_lazy("Language"),
    Criterion.DISTANCE: gettext_lazy("Distance"),
    Criterion.TIME: gettext_lazy("Shared time"),
    Criterion.NEEDS: gettext_lazy("Needs and offers"),
    Criterion.LIFE_STAGE: gettext_lazy("Stage of life"),
    Criterion.GENDER: gettext_lazy("Wished gender"),
    Criterion.TRADE: gettext_lazy("Trade"),
    Criterion.LOAD: gettext_lazy("Even load"),
}

# --- one criterion of a proposal ------------------------------------------------------------------------


def sentence(criterion: Values, proposal: Proposal) -> str:
    """What one entry of `proposal.criteria` says, in words; it names people by label only."""
    tell = SENTENCES.get(criterion["code"])
    return tell(criterion["values"], proposal) if tell else ""


def summary(proposal: Proposal) -> str:
    """The proposal in one sentence, from what counts for everybody: language, distance, time."""
    values = {one["code"]: one["values"] for one in proposal.criteria}
    told = {
        "language": language_name(values[Criterion.LANGUAGE]["language"]),
        "km": number(values[Criterion.DISTANCE]["km"]),
        "hours": number(values[Criterion.TIME]["hours"]),
    }
    if not told["language"]:
        return _("They live %(km)s km apart and share %(hours)s hours a week.") % told
    return (
        _("They speak %(language)s together, live %(km)s km apart and share %(hours)s hours a week.") % told
    )


def number(value: float) -> str:
    """With one decimal where there is one, as the reader's language writes it: 2.4, 8."""
    return number_format(value, decimal_pos=0 if float(value).is_integer() else 1)


def _language(values: Values, proposal: Proposal) -> str:
    if not values["language"]:
        return _("They have no language in common yet.")
    levels = {"seeker": Level(values["seeker_level"]), "helper": Level(values["helper_level"])}
    return _("%(language)s: %(family)s %(family_level)s, %(helper)s %(helper_level)s.") % {
        "language": language_name(values["language"]).capitalize(),
        "family": _family(proposal),
        "family_level": levels["seeker"].label,
        "helper": _helper(proposal),
        "helper_level": levels["helper"].label,
    }


def _distance(values: Values, proposal: Proposal) -> str:
    return _("%(km)s km apart; the limit is %(limit)s km.") % {
        "km": number(values["km"]),
        "limit": number(values["limit_km"]),
    }


def _time(values: Values, proposal: Proposal) -> str:
    hours, enough = values["hours"], values["full_at"]
    told = _("%(hours)s hours a week in common") % {"hours": number(hours)}
    if hours >= enough:
        return _("%(told)s; that is plenty.") % {"told": told}
    return _("%(told)s; from %(enough)s on they would earn all points.") % {
        "told": told,
        "enough": number(enough),
    }


def _needs(values: Values, proposal: Proposal) -> str:
    if not values["asked"]:
        return _("%(family)s named no needs, so half of the points.") % {"family": _family(proposal)}
    if not values["shared"]:
        return _("None of the needs is among the offers.")
    return _("%(shared)d of %(asked)d: %(list)s.") % {
        "shared": len(values["shared"]),
        "asked": len(values["asked"]),
        "list": _listed(HelpArea(code).label for code in values["shared"]),
    }


def _life_stage(values: Values, proposal: Proposal) -> str:
    if values["shared"]:
        ages = _listed(AgeBand(code).label for code in values["shared"])
        return _("%(helper)s is at home with %(ages)s.") % {"helper": _helper(proposal), "ages": ages}
    if not values["asked"]:
        return _("Nothing is known about ages, so half of the points.")
    return _("%(helper)s did not name these ages.") % {"helper": _helper(proposal)}


def _gender(values: Values, proposal: Proposal) -> str:
    if not values["seeker_wish"] and not values["helper_wish"]:
        return _("Neither side wished for a woman or a man.")
    if values["seeker_met"] and values["helper_met"]:
        return _("The wish for a woman or a man is met.")
    who = _helper(proposal) if values["seeker_met"] else _family(proposal)
    return _("%(who)s would rather have had it otherwise.") % {"who": who}


def _trade(values: Values, proposal: Proposal) -> str:
    if values["seeker_trade"] and values["seeker_trade"] == values["helper_trade"]:
        return _("Both work in: %(trade)s.") % {"trade": Trade(values["seeker_trade"]).label}
    return _("They work in different trades.")


def _load(values: Values, proposal: Proposal) -> str:
    families = values["families"]
    if not families:
        return _("%(helper)s has had no family this year yet.") % {"helper": _helper(proposal)}
    return ngettext(
        "%(helper)s has or had %(count)d family this year.",
        "%(helper)s has or had %(count)d families this year.",
        families,
    ) % {"helper": _helper(proposal), "count": families}


SENTENCES: Mapping[str, Callable[[Values, Proposal], str]] = {
    Criterion.LANGUAGE: _language,
    Criterion.DISTANCE: _distance,
    Criterion.TIME: _time,
    Criterion.NEEDS: _needs,
    Criterion.LIFE_STAGE: _life_stage,
    Criterion.GENDER: _gender,
    Criterion.TRADE: _trade,
    Criterion.LOAD: _load,
}


def _family(proposal: Proposal) -> str:
    return proposal.seeker.household.label


def _helper(proposal: Proposal) -> str:
    return proposal.helper.person.label


def _listed(labels: Any) -> str:
    return get_text_list([str(label) for label in labels], _("and"))


# --- hard rules and funnels -----------------------------------------------------------------------------

#: What is left after each step of a funnel.
STEPS: Mapping[str, Any] = {
    EVERYBODY: gettext_lazy("all helpers of the programme"),
    HardRule.AVAILABLE: gettext_lazy("active and trained"),
    HardRule.LANGUAGE: gettext_lazy("share a language"),
    HardRule.DISTANCE: gettext_lazy("near enough"),
    HardRule.GENDER: gettext_lazy("of the wished gender"),
    HardRule.MINORS: gettext_lazy("may work with children"),
    HardRule.EMPLOYER: gettext_lazy("at the same employer"),
    HardRule.SITE: gettext_lazy("at the same site"),
    HardRule.OTHER_PERSON: gettext_lazy("not from the family itself"),
    HardRule.TIME: gettext_lazy("free at the same time"),
    HardRule.VETO: gettext_lazy("not ruled out before"),
    HardRule.ROOM: gettext_lazy("with room"),
}

#: Why nobody was left; also why two people cannot be a pair.
RULES: Mapping[str, Any] = {
    HardRule.AVAILABLE: gettext_lazy("Nobody is active on this day."),
    HardRule.LANGUAGE: gettext_lazy("There is no shared language at the level the programme asks."),
    HardRule.DISTANCE: gettext_lazy("It is too far for the side that travels."),
    HardRule.GENDER: gettext_lazy("A woman or a man is a must here, and it is not met."),
    HardRule.MINORS: gettext_lazy("There are children in the family, and the clearance is not complete."),
    HardRule.EMPLOYER: gettext_lazy("They do not work for the same employer."),
    HardRule.SITE: gettext_lazy("They do not work at the same site."),
    HardRule.OTHER_PERSON: gettext_lazy("Nobody can be their own family's helper."),
    HardRule.TIME: gettext_lazy("There is no time in the week at which both are free for a whole meeting."),
    HardRule.VETO: gettext_lazy("This pair was ruled out before."),
    HardRule.ROOM: gettext_lazy("Everybody who fits has their hands full."),
    TAKEN_BY_OTHERS: gettext_lazy("Those who fit were needed more urgently by other families."),
    LEFT_MEANWHILE: gettext_lazy(
        "The helper chosen is no longer free since this run. Run the matching again."
    ),
}


@dataclass(frozen=True)
class FunnelStep:
    """How many helpers were left after a step; `label` says who they are."""

    code: str
    label: str
    left: int


def funnel(unmatched: Unmatched) -> list[FunnelStep]:
    """The steps at which somebody was lost, with everybody first, down to the one that left nobody."""
    steps: list[FunnelStep] = []
    for code, left in unmatched.funnel:
        if not steps or left < steps[-1].left:
            steps.append(FunnelStep(code, str(STEPS[code]), left))
        if left == 0:
            break
    return steps


def why_unmatched(unmatched: Unmatched) -> str:
    """The step that left nobody, as a sentence."""
    return str(RULES[unmatched.blocked_by])


def why_nobody(code: str) -> str:
    """Why nobody is proposed in place of a helper who was lost: a rule that left nobody, or a NotReplaced."""
    return str(RULES[code] if code in RULES else NotReplaced(code).label)


# --- priority and runs ----------------------------------------------------------------------------------


def priority_reason(reason: Reason) -> str:
    """One share of a family's weight, in words."""
    if reason.code == "asks":
        return _("Asks for a helper.")
    if reason.code == "waits":
        return ngettext("Has waited %(days)d day.", "Has waited %(days)d days.", reason.days) % {
            "days": reason.days
        }
    if reason.owed is not None:
        return owed_reason(reason.owed)
    return f"{str(PriorityKind(reason.code).label).capitalize()}: {reason.text}"


def owed_reason(owed: Owed) -> str:
    """What the family was promised and lost, in words."""
    days = {"from": _day(owed.promised_on), "until": _day(owed.lost_on)}
    if owed.met:
        return _("Had a helper from %(from)s to %(until)s; the pair ended before its time.") % days
    return _("Was promised a helper on %(from)s, who could not.") % days


def _day(day: date) -> str:
    """3 September; with the year when it is another one."""
    return date_format(day, "j E" if day.year == timezone.localdate().year else "j E Y")


def outcome(run: Run) -> str:
    """How a run stands or ended, in a sentence or two."""
    if run.state == RunState.FAILED:
        return str(RunError(run.error).label)
    if run.state == RunState.CANCELLED:
        return _("This run was cancelled. Nothing was changed.")
    if run.is_live:
        return _("This run is still on.")
    if nobody := [one for one in run.notes if one["code"] in NOBODY]:
        return " ".join(note(one) for one in nobody)
    matched = ngettext(
        "Proposals for %(matched)d of %(seekers)d family.",
        "Proposals for %(matched)d of %(seekers)d families.",
        run.seekers,
    ) % {"matched": run.matched, "seekers": run.seekers}
    return _("%(matched)s Nobody could have matched more of those who wait longest; this is proven.") % {
        "matched": matched
    }


NOBODY: Sequence[str] = (RunNote.NOBODY_SEEKS, RunNote.NOBODY_HELPS)


def note(one: Values) -> str:
    """One entry of `run.notes`, in words."""
    match one["code"]:
        case RunNote.NOBODY_SEEKS:
            return _("No family waits in this programme now. Add families, then run the matching again.")
        case RunNote.NOBODY_HELPS:
            return _("No helper here is active and has room. Add helpers, then run the matching again.")
        case RunNote.NO_PLACE:
            return _("Left out until we know where they live: %(labels)s.") % {"labels": _shortened(one)}
        case RunNote.PIN_DROPPED:
            return _("The pin of %(seeker)s and %(helper)s was taken off. %(why)s") % {
                "seeker": one["seeker"],
                "helper": one["helper"],
                "why": RULES[one["rule"]],
            }
        case RunNote.LEFT_MEANWHILE:
            return ngettext(
                "%(count)d pair became impossible while the run was on and is not proposed.",
                "%(count)d pairs became impossible while the run was on and are not proposed.",
                one["count"],
            ) % {"count": one["count"]}
        case _:
            return _("The check found: %(rule)s.") % {"rule": one["rule"]}


def _shortened(one: Values) -> str:
    labels = ", ".join(one["labels"])
    more = one["count"] - len(one["labels"])
    return labels if not more else _("%(labels)s and %(more)d more") % {"labels": labels, "more": more}
