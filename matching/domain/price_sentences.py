"""The price of a choice, in words: what it would take from everybody, in people first, then in points."""

from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.places.languages import Level, language_name
from matching.domain.choices import Priced
from matching.domain.examination import Examination
from matching.domain.sentences import number
from matching.solver import Criterion
from matching.solver.outlook import Price

MOST_LABELS = 4


@dataclass(frozen=True)
class ToldPrice:
    """The price in a word or two, and a note that explains it; `is_free` where judgement is free."""

    word: str
    note: str
    is_free: bool = False


def told_price(priced: Priced) -> ToldPrice:
    """What a choice costs everybody."""
    price = priced.price
    if price is None:
        return ToldPrice(_("not possible"), _("no room can be made for it"))
    if price.is_free:
        return ToldPrice(_("no loss"), _("you can choose freely"), is_free=True)
    if price.families > 0:
        fewer = ngettext("%(count)d family fewer", "%(count)d families fewer", price.families)
        return ToldPrice(fewer % {"count": price.families}, _left_without(priced))
    if price.families < 0:
        more = ngettext("%(count)d family more", "%(count)d families more", -price.families)
        return ToldPrice(f"+{more % {'count': -price.families}}", _in_the_whole())
    if price.weight > 0:
        return ToldPrice(_("a more urgent family loses"), _left_without(priced))
    if price.weight < 0:
        return ToldPrice(_("a more urgent family gains"), _left_without(priced))
    return ToldPrice(_points(-price.points), _in_the_whole())


def told_gain(gain: Price) -> str:
    """What everybody gains with a helper for somebody newly arrived."""
    if gain.families:
        return _("nobody else is moved out of a place")
    if gain.weight:
        return _("takes the place of a less urgent family")
    return _points(gain.points)


def told_moves(priced: Priced) -> str:
    """How many others would get somebody else; empty where nobody would."""
    others = len(priced.moves) - len(priced.displaced)
    if not others:
        return ""
    return ngettext(
        "%(count)d other family would get somebody else.",
        "%(count)d other families would get somebody else.",
        others,
    ) % {"count": others}


def facts(examination: Examination) -> str:
    """Two people in one line, from what may be told of anybody: "Ukrainian B2, 3.1 km, 6 h a week"."""
    values = {one["code"]: one["values"] for one in examination.criteria}
    told = []
    language = values[Criterion.LANGUAGE]
    if language["language"]:
        level = Level(min(language["seeker_level"], language["helper_level"]))
        told.append(f"{language_name(language['language'])} {level.label}")
    if Criterion.DISTANCE in values:
        told.append(_("%(km)s km") % {"km": number(values[Criterion.DISTANCE]["km"])})
    told.append(_("%(hours)s h a week") % {"hours": number(values[Criterion.TIME]["hours"])})
    return ", ".join(told)


def _left_without(priced: Priced) -> str:
    labels = [one.seeker.household.label for one in priced.displaced]
    if not labels:
        return _in_the_whole()
    if len(labels) > MOST_LABELS:
        labels = [*labels[:MOST_LABELS], "…"]
    return _("%(labels)s would be without anybody") % {"labels": get_text_list(labels, _("and"))}


def _in_the_whole() -> str:
    return _("in the whole matching")


def _points(more: int) -> str:
    sign = "+" if more > 0 else "−"
    points = ngettext("%(count)d point", "%(count)d points", abs(more)) % {"count": abs(more)}
    return f"{sign}{points}"
