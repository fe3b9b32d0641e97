"""What the coordinators did at their desk: lines of Today, kept filters, an act on many, settings."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from base.accounts.domain.staff import set_staff
from base.accounts.models import Membership
from base.notices.domain.wording import set_wording
from base.notices.enums import Template
from base.organisations.domain.days_off import add_days_off
from base.organisations.models import Organisation
from base.places.languages import Level, Spoken
from desk.domain.bulk import perform_bulk, request_bulk
from desk.domain.care import assign, put_off
from desk.domain.filters import keep_filter
from desk.enums import CareKind, ListPage, Side
from desk.queries.care import CareLine, care_page
from desk.queries.onboarding import newcomers
from desk.queries.watch import Watch

from .chance import Chance

#: Lines that wait for a reason: (kind, how many days, the reason).
PUT_OFF: Final = (
    (CareKind.OUTSIDE, 5, "Rodzina sama oddzwoni po powrocie z wyjazdu."),
    (CareKind.CLEARANCE, 3, "Dokument zamówiony, będzie w środę."),
    (CareKind.NEW_FAMILY, 2, "Umówieni na czwartek."),
)
#: Lines the first coordinator gave to the second, and those she took herself.
GIVEN: Final = (CareKind.QUIET, CareKind.CONTACT)
TAKEN: Final = (CareKind.WAITING,)
#: (list, name, filters, whether colleagues see it).
FILTERS: Final = (
    (ListPage.FAMILIES, "Czekają ponad 30 dni", "waits=30&sort=-waits", True),
    (ListPage.FAMILIES, "Po ukraińsku, sprawy szkolne", "language=uk&need=school", False),
    (ListPage.VOLUNTEERS, "Czynni bez kompletu zaświadczeń", "state=active&cleared=no", False),
)
WORDS: Final = (
    "Dzień dobry,",
    "",
    "zapraszamy na „{name}”: {starts}.",
    "{place}",
    "Potrwa około {minutes} minut. Jest herbata i ciasto, a dzieci mają opiekę na miejscu.",
    "Kto nie może, niech napisze: będzie następny termin.",
)
MOST_GIVEN: Final = 3


def work_at_desk(chance: Chance, *, by: Membership, colleague: Membership) -> None:
    """A morning of two coordinators."""
    _look_through_today(by=by, colleague=colleague)
    for page, name, query, shared in FILTERS:
        keep_filter(page, name=name, query=query, shared=shared, by=by)
    keep_filter(ListPage.PAIRS, name="Spotykają się", query="state=active", shared=True, by=colleague)
    _give_many(chance, by=by, colleague=colleague)


def set_up_desk(
    centre: Organisation, *, by: Membership, coordinator: Membership, colleague: Membership
) -> None:
    """Own words of one message, what the two speak, a day off."""
    set_wording(
        centre, Template.TRAINING_INVITED, "pl", subject="Zapraszamy na spotkanie w Moście",
        body="\n".join(WORDS), why="Wolontariusze pytali o opiekę nad dziećmi.", by=by,
    )  # fmt: skip
    why = "Żeby zespół wiedział, kto mówi w jakim języku."
    spoken = (Spoken("pl", Level.NATIVE), Spoken("en", Level.B2))
    set_staff(coordinator, site=None, languages=spoken, why=why, by=by)
    speaks = (Spoken("uk", Level.NATIVE), Spoken("pl", Level.C2), Spoken("ru", Level.C1))
    set_staff(colleague, site=None, languages=speaks, why=why, by=by)
    first, last = _christmas(timezone.localdate())
    add_days_off(centre, first=first, last=last, name="Przerwa świąteczna", by=by)


def _look_through_today(*, by: Membership, colleague: Membership) -> None:
    """Some lines wait for a reason, some are a colleague's, one is one's own."""
    today = timezone.localdate()
    for kind, days, reason in PUT_OFF:
        for line in _lines(by, kind)[:1]:
            put_off(line, until=today + timedelta(days=days), reason=reason, by=by)
    for kind in GIVEN:
        for line in _lines(by, kind)[:1]:
            assign(line, to=colleague, by=by)
    for kind in TAKEN:
        for line in _lines(by, kind)[:1]:
            assign(line, to=by, by=by)


def _lines(by: Membership, kind: CareKind) -> list[CareLine]:
    return care_page(Watch.of(by), kind=kind, per_page=5).lines


def _give_many(chance: Chance, *, by: Membership, colleague: Membership) -> None:
    """The newest families were given to the colleague at once."""
    newest = newcomers(by, Side.FAMILIES, on=timezone.localdate()).order_by("-pk")[:MOST_GIVEN]
    if not newest:
        return
    bulk = request_bulk(
        ListPage.FAMILIES, "give", keys=[one.pk for one in newest], owner=colleague, by=by,
        press=str(UUID(int=chance.rng.getrandbits(128), version=4)),
    )  # fmt: skip
    perform_bulk(bulk)


def _christmas(today: date) -> tuple[date, date]:
    """The next 24 to 26 December that is not over."""
    year = today.year if today <= date(today.year, 12, 24) else today.year + 1
    return date(year, 12, 24), date(year, 12, 26)
