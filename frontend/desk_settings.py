"""What a centre sets, told on one page: its programmes with their rules, and a card for everything else."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import rules
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import CareRules
from activities.queries.care import care_by_programme
from base.accounts.models import Membership
from base.accounts.queries import staff_in_scope
from base.notices.enums import Template
from base.notices.queries import wordings_in_force
from base.organisations.queries import days_off_of, sites_of
from base.organisations.working_days import public_holidays
from frontend.settings_history import history_of_settings
from matching.models import PairLife, Programme, ProgrammeRules
from matching.queries import programmes_in_scope

if TYPE_CHECKING:
    from base.audit.models import Record

MOST_PROGRAMMES = 12


@dataclass(frozen=True)
class ProgrammeRow:
    """A programme with what is in force in it today; `care` may be the common one."""

    programme: Programme
    is_led: bool
    rules: ProgrammeRules | None
    life: PairLife
    care: CareRules


@dataclass(frozen=True)
class Card:
    """The way to one kind of setting, and how it stands."""

    icon: str
    title: str
    what: str
    state: str
    url: str


def address(name: str, *args: object) -> str:
    """The address of a route, "" where this installation has none of that name."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


# --- programmes -------------------------------------------------------------------------------------------


def programme_rows(membership: Membership, *, on: date) -> list[ProgrammeRow]:
    """The programmes in scope by name, each with what is in force, in four queries."""
    found = list(programmes_in_scope(membership).select_related("lead").order_by("name", "pk"))
    keys = [programme.pk for programme in found[:MOST_PROGRAMMES]]
    in_force = ProgrammeRules.objects.in_force(on).filter(programme__in=keys).order_by("valid_from")
    by_programme = {row.programme_id: row for row in in_force}
    lives = {row.programme_id: row for row in PairLife.objects.filter(programme__in=keys)}
    care = care_by_programme(keys, on=on)
    return [
        ProgrammeRow(
            programme,
            programme.lead_id == membership.organisation_id,
            by_programme.get(programme.pk),
            lives.get(programme.pk) or PairLife(programme=programme),
            care[programme.pk],
        )
        for programme in found[:MOST_PROGRAMMES]
    ]


# --- cards ------------------------------------------------------------------------------------------------


def cards_of(membership: Membership) -> list[Card]:
    """The cards this membership may open, in the order of a centre's year."""
    found: list[Card] = []
    for permission, tell in CARDS:
        if rules.has_perm(permission, membership):
            found += [card for card in tell(membership) if card.url]
    return found


def _of_the_way_in(membership: Membership) -> list[Card]:
    """What the way in of newcomers is made of."""
    return [
        Card("swap", _("Stages"), _("The way of volunteers and families from a first word to a pair."), "",
             address("stages")),
        Card("file", _("Papers"), _("Which papers are expected of whom, and how long they hold."), "",
             address("paper_kinds")),
        Card("question", _("Questions of a talk"), _("What everybody is asked in the same way."), "",
             address("protocols")),
    ]  # fmt: skip


def _of_words(membership: Membership) -> list[Card]:
    own = sum(1 for row in wordings_in_force([membership.organisation_id]) if row.body)
    told = ngettext("%(count)d text in your own words", "%(count)d texts in your own words", own)
    state = told % {"count": own} if own else _("All in the standard words")
    what = ngettext(
        "%(count)d message in %(languages)d languages.",
        "%(count)d messages in %(languages)d languages.",
        len(Template),
    )
    what %= {"count": len(Template), "languages": len(settings.LANGUAGES)}
    return [Card("mail", _("Wording of messages"), what, state, reverse("wordings"))]


def _of_staff(membership: Membership) -> list[Card]:
    count = staff_in_scope(membership).order_by().count()
    state = ngettext("%(count)d colleague", "%(count)d colleagues", count) % {"count": count}
    what = _("Who works where, and which languages they speak with those who come.")
    return [Card("users", _("Staff and languages"), what, state, reverse("staff"))]


def _of_days_off(membership: Membership) -> list[Card]:
    today = timezone.localdate()
    coming = days_off_of(membership.organisation_id, first=today, last=today + timedelta(days=365)).first()
    days = [(day, name) for year in (today.year, today.year + 1) for day, name in public_holidays(year)]
    public = min((one for one in days if one[0] >= today), default=None)
    own = (coming.on, coming.name) if coming else None
    nearest = min(filter(None, (own, public)), default=None)
    state = ""
    if nearest:
        state = _("Next: %(day)s, %(name)s") % {"day": date_format(nearest[0], "j E"), "name": nearest[1]}
    what = _("When you are closed, beside weekends and public holidays. What you owe waits until you work.")
    return [Card("calendar", _("Days off"), what, state, reverse("days_off"))]


def _of_sites(membership: Membership) -> list[Card]:
    count = sites_of(membership.organisation).order_by().count()
    state = ngettext("%(count)d place", "%(count)d places", count) % {"count": count} if count else ""
    what = _("Name, address and phone signed under messages, and the places where you work.")
    return [Card("home", _("Our centre and its sites"), what, state, reverse("centre"))]


def _of_documents(membership: Membership) -> list[Card]:
    what = _("Volunteers' agreement and standards of child protection, as read and signed in the app.")
    return [Card("file", _("Documents"), what, "", reverse("documents"))]


def _of_part_texts(membership: Membership) -> list[Card]:
    what = _("What employers read and sign in the app.")
    return [Card("firm", _("Participation agreement"), what, "", reverse("part_texts"))]


def _of_translations(membership: Membership) -> list[Card]:
    what = _("Texts no native speaker has read yet.")
    return [Card("globe", _("Translations to review"), what, "", reverse("translations"))]


def _of_history(membership: Membership) -> list[Card]:
    newest: Record | None = history_of_settings(membership).first()
    state = ""
    if newest:
        when = date_format(timezone.localtime(newest.at), "j E, H:i")
        state = _("Last: %(name)s, %(when)s") % {"name": newest.actor_label, "when": when}
    what = _("Every change of a setting: who, when, what it was before, and why.")
    return [Card("clock", _("History of changes"), what, state, reverse("settings_history"))]


CARDS: tuple[tuple[str, Callable[[Membership], list[Card]]], ...] = (
    ("desk.set_up", _of_words),
    ("desk.set_up", _of_the_way_in),
    ("accounts.view_staff", _of_staff),
    ("desk.set_up", _of_days_off),
    ("organisations.change_organisation", _of_sites),
    ("volunteers.set_documents", _of_documents),
    ("mentors.set_texts", _of_part_texts),
    ("accounts.view_translations", _of_translations),
    ("desk.set_up", _of_history),
)
