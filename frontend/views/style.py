"""The living style page: every part in its states, from the same tags the pages use."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from base.places.languages import Level
from base.places.week import Week
from frontend.access import door
from frontend.acts import Act
from frontend.navigation import Link
from frontend.paging import Option, paginate
from frontend.toasts import Toast

COLOURS = {
    "Ground and ink": ("paper", "sheet", "well", "line", "edge", "ink", "ink-2"),
    "Structure": ("spine", "spine-lift", "on-spine", "on-spine-2", "teal", "teal-wash"),
    "The one main act": ("coral", "coral-lift", "coral-edge", "on-coral"),
    "Waiting and danger": ("amber", "amber-wash", "amber-ink", "red", "red-wash", "on-red"),
    "Two threads": ("seeker", "seeker-ink", "seeker-wash", "helper", "helper-ink", "helper-wash"),
    "Map": ("map-0", "map-1", "map-2", "map-3", "map-4", "water"),
    "Focus": ("focus", "sun", "focus-spine", "sun-spine"),
}
LEVELS = [("", "choose"), *Level.choices]
LENGTHS = [("30", "30 minutes"), ("60", "1 hour"), ("120", "2 hours")]
TYPED = {"name": "Tomasz", "postcode": "31-1O3", "length": "60", "agreed": "on"}
FUNNEL = [
    ("everyone", 812),
    ("a shared language", 240),
    ("within 12 km", 31),
    ("free at the same time", 4),
    ("with room", 0),
]
DEMAND = {
    "1261": 47, "1206": 18, "1219": 12, "1263": 11, "1262": 9, "1213": 7, "1203": 6, "1210": 6, "1216": 5,
    "1212": 4, "1218": 3, "1201": 3, "1209": 2, "1211": 2, "1202": 1, "1205": 1,
}  # fmt: skip


class ExampleForm(forms.Form):
    """One of each control, two of them wrong."""

    name = forms.CharField(label="First name", help_text="The first name only; no surname is needed.")
    postcode = forms.RegexField(
        r"^\d\d-\d{3}$",
        label="Post code",
        error_messages={"invalid": "A post code looks like 00-000, for example 31-103."},
    )
    level = forms.ChoiceField(label="Level", choices=LEVELS, error_messages={"required": "Choose a level."})
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    length = forms.ChoiceField(label="How long?", choices=LENGTHS, widget=forms.RadioSelect)
    needs = forms.MultipleChoiceField(
        label="What would help?",
        choices=[("polish", "everyday Polish"), ("school", "school"), ("offices", "offices and papers")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agreed = forms.BooleanField(label="We asked, and they agreed", required=False)


class Spot:
    """A point for the small map."""

    def __init__(self, latitude: float, longitude: float) -> None:
        self.latitude, self.longitude = latitude, longitude


def icon_names() -> list[str]:
    """Every icon the sprite holds."""
    sprite = finders.find("icons/sprite.svg")
    return re.findall(r'id="i-([a-z-]+)"', Path(sprite).read_text()) if sprite else []


def example_navigation() -> list[Link]:
    """A coordinator's way about, leading nowhere."""
    names: list[tuple[str, str, int | None]] = [
        ("today", "Today", 8),
        ("swap", "Proposals", 118),
        ("question", "Not matched yet", 13),
        ("hand", "Pairs", 342),
        ("home", "Families", None),
        ("users", "Volunteers", None),
    ]
    current = {"swap": "page"}
    return [Link(f"#{icon}", icon, label, count, current.get(icon, "")) for icon, label, count in names]


def example_matching() -> dict[str, Any]:
    """K-417 and Marta, as in every drawing of the design."""
    seeker = "Mon, Wed, Fri 9-13; Tue 16-20; Thu 16-19:30; Sat 9-14; Sun 14-19"
    helper = "Mon 17-20; Tue 17-20:30; Wed 18-20:30; Thu 17-19:30; Sat 10-12"
    return {
        "seeker_week": Week.parse(seeker),
        "helper_week": Week.parse(helper),
        "night_week": Week.parse("Mon, Wed 4-7; Fri 22-24; Sun 10-20"),
        "seeker_place": Spot(50.0415, 19.9470),
        "helper_place": Spot(50.0350, 19.9790),
        "steps": [
            ("everyone", 812),
            ("a shared language", 240),
            ("within 12 km", 31),
            ("free at the same time", 4),
            ("with room", 0),
        ],
        "early_steps": [
            ("everyone", 812),
            ("a shared language", 21),
            ("within 12 km", 0),
            ("free at the same time", 0),
        ],
        "criteria": [
            ("Language", "Marta speaks Ukrainian at C1; K-417 wants to practise Polish.", 24, 25),
            ("Distance", "2.4 km of at most 8 km.", 17, 20),
            ("Shared time", "7.5 hours; 8 would give all 20.", 18, 20),
            ("Even load", "Marta has had two families this year.", 4, 10),
        ],
        "acts": [
            Act("Approve", "#", icon="check", look="main", key="a"),
            Act("Refuse", opens="refuse", key="r"),
            Act("Pin", "#", icon="pin", key="p"),
        ],
        "ending": Act("Yes, end it", "#", look="danger full"),
    }


def example_map() -> dict[str, Any]:
    """Małopolska with whom to look for."""
    return {
        "demand": DEMAND,
        "demand_pins": [
            (1, 50.072, 20.037, "Ukrainian, Saturday morning"),
            (2, 50.034, 19.210, "Georgian or Russian, evenings"),
            (3, 49.624, 20.697, "Spanish, after 17:00"),
            (4, 50.013, 20.988, "Ukrainian, may work with children"),
            (5, 50.061, 19.938, "Belarusian, weekends"),
        ],
    }


@door.public
def style(request: HttpRequest) -> HttpResponse:
    """Shown to those who build; 404 on an installation that does not ask for it."""
    if not (settings.DEBUG or settings.SPLOT_STYLE_PAGE):
        raise Http404
    warsaw = ZoneInfo("Europe/Warsaw")
    context = {
        "navigation": example_navigation(),
        "colours": COLOURS,
        "icons": icon_names(),
        "wrong_form": ExampleForm(
            {"name": "Tomasz", "postcode": "31-1O3", "length": "60", "agreed": "on"}, prefix=""
        ),
        "page": paginate(request, range(131)),
        "states": [Option("waiting", "waiting", 5), Option("paired", "paired", 8)],
        "timeline": [
            {"title": "Proposed", "when": datetime(2026, 11, 12, 9, 30, tzinfo=warsaw), "who": "Agnieszka"},
            {"title": "Marta said yes", "when": datetime(2026, 11, 14, 18, 5, tzinfo=warsaw)},
            {"title": "Waiting for the family", "who": "until 29 November", "state": "now"},
            {"title": "First meeting", "who": "with the coordinator", "state": "later"},
        ],
        "falling": [30, 28, 29, 24, 21, 18, 18, 11],
        "rising": [4, 3, 5, 4, 6, 5, 5, 7],
        "solving": ["data", "possible pairs", "solution", "proof"],
        "toast_examples": [
            Toast("K-417 and Marta: refused.", "success", "#"),
            Toast("Nothing was changed.", "warning", ""),
        ],
        **example_matching(),
        **example_map(),
    }
    return render(request, "style/page.html", context)
