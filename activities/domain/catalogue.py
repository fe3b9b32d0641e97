"""The catalogue of activities of a programme: added to, reworded, put in order, hidden by coordinators.

Every change says why; ValidationError without it.
"""

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from activities.enums import Picture
from activities.events import CatalogueChanged
from activities.models import Activity
from activities.models.catalogue import WORD_LANGUAGES
from activities.queries import standard_catalogue
from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.events import emit
from base.common.profiles import needed_reason
from matching.models import Programme

LONGEST_WORD = 40
MOST_ACTIVITIES = 40


@transaction.atomic
def add_activity(
    programme: Programme, *, words: Mapping[str, str], picture: str, why: str, by: Actor
) -> Activity:
    """A new activity at the end, in the coordinators' own words; Polish ones at least."""
    rows = _locked(programme)
    words = _checked(words)
    _refuse_bad_picture(picture)
    if len(rows) >= MOST_ACTIVITIES:
        raise Refusal(
            _("There are %(most)d activities already. Reword or hide some instead.")
            % {"most": MOST_ACTIVITIES},
            code="too_many",
        )
    activity = Activity.objects.create(
        programme=programme,
        code=_free_code(rows),
        words=words,
        picture=picture,
        order=max((row.order for row in rows), default=0) + 1,
    )
    _tell("add", activity, why=why, by=by)
    return activity


@transaction.atomic
def reword_activity(
    programme: Programme, *, code: str, words: Mapping[str, str], why: str, by: Actor, picture: str = ""
) -> Activity:
    """Other words, or another picture. A standard one without words is called as before."""
    activity = _one(_locked(programme), code)
    activity.words = _checked(words, needed=not activity.is_standard)
    if picture:
        _refuse_bad_picture(picture)
        activity.picture = picture
    activity.save(update_fields=["words", "picture"])
    _tell("reword", activity, why=why, by=by)
    return activity


@transaction.atomic
def order_activities(programme: Programme, *, codes: Sequence[str], why: str, by: Actor) -> list[Activity]:
    """Put them in this order; those not named come after, as they were."""
    rows = _locked(programme)
    places = {code: number for number, code in enumerate(codes)}
    rows.sort(key=lambda row: (places.get(row.code, len(places)), row.order, row.pk))
    for number, row in enumerate(rows, start=1):
        row.order = number
    Activity.objects.bulk_update(rows, ["order"])
    record("activities.catalogue.order", by=by, on=programme, details={"why": needed_reason(why)})
    emit(CatalogueChanged(programme.pk))
    return rows


@transaction.atomic
def show_activity(programme: Programme, *, code: str, shown: bool, why: str, by: Actor) -> Activity:
    """Offer it, or no more; meetings that name it keep it. Refusal for the last one offered."""
    rows = _locked(programme)
    activity = _one(rows, code)
    if not shown and not any(row.shown for row in rows if row.code != code):
        raise Refusal(_("One activity at least has to stay."), code="last_activity")
    activity.shown = shown
    activity.save(update_fields=["shown"])
    _tell("show" if shown else "hide", activity, why=why, by=by)
    return activity


def _locked(programme: Programme) -> list[Activity]:
    """The rows, in order, under a lock; the standard ones are written down when this is the first change."""
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    rows = list(Activity.objects.filter(programme=programme).order_by("order", "pk"))
    return rows or Activity.objects.bulk_create(standard_catalogue(programme))


def _one(rows: Sequence[Activity], code: str) -> Activity:
    found = next((row for row in rows if row.code == code), None)
    if found is None:
        raise Refusal(_("This activity is not in the list."), code="unknown_activity")
    return found


def _free_code(rows: Sequence[Activity]) -> str:
    taken = {row.code for row in rows}
    return next(code for number in range(1, len(rows) + 2) if (code := f"own-{number}") not in taken)


def _checked(words: Mapping[str, str], *, needed: bool = True) -> dict[str, str]:
    found = {code: " ".join(words.get(code, "").split()) for code in WORD_LANGUAGES}
    problems = {}
    if needed and not found["pl"]:
        problems["pl"] = _("Write the Polish word: it stands in for a language without one.")
    for code, word in found.items():
        if len(word) > LONGEST_WORD:
            problems[code] = _("Up to %(most)d characters, so that it fits under the picture.") % {
                "most": LONGEST_WORD
            }
    if problems:
        raise ValidationError(problems)
    return {code: word for code, word in found.items() if word}


def _refuse_bad_picture(picture: str) -> None:
    if picture not in Picture.values:
        raise ValidationError({"picture": _("Choose a picture from the list.")})


def _tell(act: str, activity: Activity, *, why: str, by: Actor) -> None:
    details = {"programme": activity.programme_id, "code": activity.code, "why": needed_reason(why)}
    record(f"activities.catalogue.{act}", by=by, on=activity, details=details)
    emit(CatalogueChanged(activity.programme_id))
