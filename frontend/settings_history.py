"""The history of settings: which acts of the audit are changes of one, and how each is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import Activity
from base.accounts.models import Membership
from base.audit.models import Record
from base.audit.queries import records_of_acts
from base.notices.enums import Template
from base.places.languages import language_name, languages_text
from desk.enums import Side
from matching.enums import LifeStep
from volunteers.enums import DocumentKind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Kind = tuple["StrOrPromise", Mapping[str, "StrOrPromise"]]

#: What the filter offers, and the acts of each kind in words.
KINDS: Final[Mapping[str, Kind]] = {
    "programmes": (
        gettext_lazy("Programmes and rules"),
        {
            "matching.programme.create": gettext_lazy("Programme set up"),
            "matching.programme.rename": gettext_lazy("Programme renamed"),
            "matching.programme.share": gettext_lazy("Pool shared with another centre"),
            "matching.programme.active": gettext_lazy("Programme taken up again"),
            "matching.programme.paused": gettext_lazy("Programme paused"),
            "matching.programme.ended": gettext_lazy("Programme ended"),
            "matching.rules.revise": gettext_lazy("Rules changed"),
            "matching.life.revise": gettext_lazy("Life of pairs changed"),
        },
    ),
    "care": (gettext_lazy("Care of pairs"), {"activities.care.set": gettext_lazy("Care of pairs changed")}),
    "catalogue": (
        gettext_lazy("Activities"),
        {
            "activities.catalogue.add": gettext_lazy("Activity added"),
            "activities.catalogue.reword": gettext_lazy("Activity reworded"),
            "activities.catalogue.order": gettext_lazy("Activities put in another order"),
            "activities.catalogue.show": gettext_lazy("Activity offered again"),
            "activities.catalogue.hide": gettext_lazy("Activity not offered any more"),
        },
    ),
    "wording": (
        gettext_lazy("Messages"),
        {
            "notices.wording.set": gettext_lazy("Message reworded"),
            "notices.wording.standard": gettext_lazy("Message back in the standard words"),
        },
    ),
    "centre": (
        gettext_lazy("Centre, sites, days off"),
        {
            "organisations.organisation.revised": gettext_lazy("Details of the centre changed"),
            "organisations.site.added": gettext_lazy("Site added"),
            "organisations.site.revised": gettext_lazy("Site changed"),
            "organisations.site.removed": gettext_lazy("Site removed"),
            "organisations.day_off.added": gettext_lazy("Days off added"),
            "organisations.day_off.removed": gettext_lazy("Day off removed"),
        },
    ),
    "staff": (
        gettext_lazy("Staff"),
        {
            "accounts.staff.revised": gettext_lazy("Site or languages of a colleague changed"),
        },
    ),
    "documents": (
        gettext_lazy("Documents"),
        {
            "volunteers.document.set": gettext_lazy("Words of a document set"),
            "mentors.agreement_text.set": gettext_lazy("Words of the participation agreement set"),
        },
    ),
    "way_in": (
        gettext_lazy("Stages and papers"),
        {
            "desk.ways_in.stage_added": gettext_lazy("Stage added"),
            "desk.ways_in.stage_changed": gettext_lazy("Stage changed"),
            "desk.ways_in.stage_moved": gettext_lazy("Stages put in another order"),
            "desk.ways_in.paper_kind_added": gettext_lazy("Paper to expect added"),
            "desk.ways_in.paper_kind_changed": gettext_lazy("Paper to expect changed"),
            "desk.ways_in.protocol_set": gettext_lazy("Questions of a talk set"),
        },
    ),
}


#: Of one activity; another order is the whole programme's.
_OF_ACTIVITIES: Final = tuple(f"activities.catalogue.{act}" for act in ("add", "reword", "show", "hide"))
_OF_ORGANISATIONS: Final = ("organisations.organisation.revised",)
_OF_SITES: Final = tuple(f"organisations.site.{act}" for act in ("added", "revised", "removed"))


def words_of_acts() -> dict[str, "StrOrPromise"]:
    """Every act that is a change of a setting, in words."""
    return {act: word for _kind, acts in KINDS.values() for act, word in acts.items()}


@dataclass(frozen=True)
class Wanted:
    """How the history is narrowed: kind, who, from and to (both days count)."""

    kind: str = ""
    who: str = ""
    since: date | None = None
    until: date | None = None

    @classmethod
    def of(cls, query: Mapping[str, Any]) -> "Wanted":
        """As the address says; what makes no sense narrows nothing."""
        kind = query.get("kind", "")
        return cls(
            kind if kind in KINDS else "",
            query.get("who", "")[:200],
            _day(query.get("since", "")),
            _day(query.get("until", "")),
        )


def history_of_settings(membership: Membership, wanted: Wanted | None = None) -> QuerySet[Record]:
    """Changes of the centre's settings, newest first."""
    wanted = wanted or Wanted()
    acts = KINDS[wanted.kind][1] if wanted.kind else words_of_acts()
    until = wanted.until + timedelta(days=1) if wanted.until else None
    rows = records_of_acts(
        membership.organisation_id,
        acts.keys(),
        actor=wanted.who,
        since=midnight(wanted.since),
        until=midnight(until),
    )
    # A centre writes employers and their sites down, too: that is no setting of its own.
    own = membership.organisation_id
    return rows.filter(
        ~Q(act__in=_OF_ORGANISATIONS) | Q(object_id=str(own)),
        ~Q(act__in=_OF_SITES) | Q(details__organisation=own),
    )


def people_in_history(membership: Membership) -> list[str]:
    """Who has changed a setting, by name."""
    rows = history_of_settings(membership)
    return list(rows.order_by("actor_label").values_list("actor_label", flat=True).distinct())


# --- telling ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One value: its name, before and after; both empty where only that it changed is on record."""

    name: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Step:
    """One change of settings, in words. `about` says of what, `since` from when on it holds."""

    at: datetime
    who: str
    title: "StrOrPromise"
    about: str
    since: str
    changes: Sequence[Change]
    why: str

    @property
    def as_text(self) -> str:
        """The changes in one line, for a file."""
        return "; ".join(
            f"{one.name}: {one.before} → {one.after}" if one.after else one.name for one in self.changes
        )


def told_steps(records: Sequence[Record]) -> list[Step]:
    """The records in words; the names of colleagues, and of activities, they are about in a query each."""
    words = words_of_acts()
    numbers = {record.details.get("membership") for record in records} - {None}
    rows = Membership.objects.filter(pk__in=numbers).select_related("user")
    names = {row.pk: str(row.user) for row in rows} if numbers else {}
    activities = _activities(records)
    return [
        _told(record, words.get(record.act, record.act), _about(record, names, activities))
        for record in records
    ]


def _activities(records: Sequence[Record]) -> dict[str, str]:
    """What the activities these records are about are called now, by the number of the record's object."""
    numbers = {record.object_id for record in records if record.act in _OF_ACTIVITIES}
    rows = Activity.objects.filter(pk__in=numbers).select_related("programme") if numbers else []
    return {str(row.pk): f"{row.programme}, {row.word}" for row in rows}


def _told(record: Record, title: "StrOrPromise", about: str) -> Step:
    details = record.details
    start = _day(str(details.get("from") or details.get("valid_from") or ""))
    return Step(
        record.at,
        record.actor_label,
        title,
        about,
        date_format(start, "DATE_FORMAT") if start else "",
        _changes(record),
        str(details.get("why", "")),
    )


def _about(record: Record, names: Mapping[int, str], activities: Mapping[str, str]) -> str:
    details = record.details
    if record.act in _OF_ACTIVITIES and record.object_id in activities:
        return activities[record.object_id]
    if template := details.get("template"):
        known = dict(Template.choices)
        return f"{known.get(template, template)}, {language_name(details.get('language', ''))}"
    if number := details.get("membership"):
        return names.get(number, "")
    if record.act.startswith("organisations.day_off"):
        first, last = (_day(str(details.get(key, ""))) for key in ("first", "last"))
        days = [date_format(day, "j E Y") for day in dict.fromkeys((first, last)) if day]
        return "–".join(days) + (f", {details['name']}" if details.get("name") else "")
    if name := details.get("stage") or details.get("paper"):
        return str(name)
    kinds = (
        dict(DocumentKind.choices).get(details.get("kind", "")),
        dict(Side.choices).get(details.get("side", "")),
    )
    told = [record.object_label, *(str(one) for one in (*kinds, details.get("version")) if one)]
    return ", ".join(filter(None, dict.fromkeys(told)))


def _changes(record: Record) -> list[Change]:
    values = record.details.get("values")
    if not isinstance(values, Mapping):
        return [Change(name_of_field(str(name))) for name in record.details.get("changes", ())]
    return [
        Change(name_of_field(name), value_in_words(name, pair[0]), value_in_words(name, pair[1]))
        for name, pair in values.items()
        if isinstance(pair, Sequence) and len(pair) == 2
    ]


#: Where the names of recorded values are found.
_MODELS: Final = (
    "matching.ProgrammeRules",
    "matching.PairLife",
    "activities.CareRules",
    "organisations.Organisation",
)
_NAMES: Final[Mapping[str, "StrOrPromise"]] = {
    "site": gettext_lazy("Site"),
    "languages": gettext_lazy("Languages"),
    "steps": gettext_lazy("Steps"),
}


def name_of_field(name: str) -> str:
    """What a value is called on its own form."""
    if name in _NAMES:
        return str(_NAMES[name])
    field = _field(name)
    told = str(field.verbose_name) if field is not None else name.replace("_", " ")
    return told[:1].upper() + told[1:]


def value_in_words(name: str, value: object) -> str:
    """A recorded value as people read it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "languages" and isinstance(value, list):
        return languages_text((str(code), int(level)) for code, level in value) or "–"
    if isinstance(value, list):
        return ", ".join(value_in_words(name, one) for one in value)
    if name == "steps":
        return str(dict(LifeStep.choices).get(str(value), value))
    field = _field(name)
    choices = dict(field.flatchoices) if field is not None and field.choices else {}
    told = choices.get(value, value)
    return f"{told:g}" if isinstance(told, float) else str(told)


def _field(name: str) -> "models.Field[Any, Any] | None":
    for label in _MODELS:
        try:
            found = apps.get_model(label)._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        if isinstance(found, models.Field):
            return found
    return None


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def midnight(day: date | None) -> datetime | None:
    """When the day begins here."""
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone()) if day else None
