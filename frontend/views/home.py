"""Home: where each role begins."""

from collections.abc import Callable, Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from base.accounts.enums import Role
from frontend.access import SignedRequest, door
from frontend.claim_lists import to_claim, waiting_claims
from frontend.done_today import done_today
from frontend.helping import home_of
from frontend.joining import ways_of
from frontend.money_home import money_home
from frontend.today import Wanted, shows_of, today_of
from mentors.queries import mentors_in_scope, participations_in_scope

MOST_ROWS = 20


@door(None)
@require_safe
def home(request: SignedRequest) -> HttpResponse:
    """One home per role: what waits for this person, and the next step."""
    return HOMES[Role(request.membership.role)](request)


def desk(request: SignedRequest) -> HttpResponse:
    """Those who work with people: figures, one list of things to do by urgency, what was done."""
    today = today_of(request.membership, Wanted.of(request.GET))
    context = {"today": today, "shows": shows_of(today, request.GET), "done": done_today(request.membership)}
    return render(request, "home/desk.html", context)


def finance(request: SignedRequest) -> HttpResponse:
    """The centre's money and what waits; for auditors without anything to do. Families are not shown."""
    return render(request, "home/finance.html", money_home(request.membership))


def employer(request: SignedRequest) -> HttpResponse:
    """The firm's way at each centre with the one next act, and how many of its people mentor."""
    context = {
        "ways": ways_of(participations_in_scope(request.membership).order_by("pk")[:MOST_ROWS]),
        "mentors": mentors_in_scope(request.membership).count(),
        "to_claim": to_claim(request.membership),
        "waiting": waiting_claims(request.membership),
    }
    return render(request, "home/employer.html", context)


def helper(request: SignedRequest) -> HttpResponse:
    """A volunteer's or mentor-employee's: the next meeting, what is asked, whom one helps, the year."""
    return render(request, "home/helper.html", home_of(request.membership))


def family(request: SignedRequest) -> HttpResponse:
    """Words and the centre's phone; the family's own page grows from here."""
    return render(request, "home/family.html")


HOMES: Mapping[Role, Callable[[SignedRequest], HttpResponse]] = {
    Role.ADMINISTRATOR: desk,
    Role.COORDINATOR: desk,
    Role.FINANCE: finance,
    Role.AUDITOR: finance,
    Role.VOLUNTEER: helper,
    Role.MENTOR: helper,
    Role.EMPLOYER: employer,
    Role.FAMILY: family,
}
