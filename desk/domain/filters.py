"""Filters people come back to: kept under a name, renamed, shared, forgotten."""

from collections.abc import Mapping
from typing import Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from base.accounts.models import Membership
from base.accounts.rules import is_administrator
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.profiles import one_line
from desk.enums import ListPage
from desk.models import SavedFilter

#: What each list can be narrowed and sorted by; anything else in an address is not kept.
KEYS: Final[Mapping[ListPage, frozenset[str]]] = {
    ListPage.FAMILIES: frozenset(
        {"q", "need", "language", "commune", "state", "children", "waits", "programme", "sort"}
    ),
    ListPage.VOLUNTEERS: frozenset({"q", "offer", "language", "commune", "state", "cleared", "sort"}),
    ListPage.MENTORS: frozenset({"q", "trade", "language", "state", "sort"}),
    ListPage.PAIRS: frozenset({"q", "state", "programme"}),
    ListPage.MEETINGS: frozenset({"q", "show", "state", "programme", "period", "pair"}),
    ListPage.NOTICES: frozenset(
        {"q", "state", "template", "channel", "period", "since", "until", "to", "about", "pair", "sort"}
    ),
}
LONGEST_NAME: Final = 60
LONGEST_QUERY: Final = 500
MOST: Final = 50  # of one person on one list; more than anybody reads


def clean_query(page: ListPage, query: str) -> str:
    """What is kept of a query string: known keys with a value, in the order of the alphabet, once each."""
    given = QueryDict(query[: 4 * LONGEST_QUERY].removeprefix("?"))
    kept = QueryDict(mutable=True)
    for key in sorted(KEYS[page]):
        if value := given.get(key, "").replace("\x00", "").strip():
            kept[key] = value
    return kept.urlencode()


@transaction.atomic
def keep_filter(
    page: ListPage, *, name: str, query: str, by: Membership, shared: bool = False
) -> SavedFilter:
    """The list as it is narrowed now, under a name; under the same name again it takes the newer filters.

    ValidationError for a name that is missing or too long, and for a list that is not narrowed at all.
    """
    name, kept = _checked(name), clean_query(page, query)
    if not kept:
        raise ValidationError({"name": _("Narrow the list first: these filters show everybody.")})
    if len(kept) > LONGEST_QUERY:
        raise ValidationError({"name": _("These are too many filters to keep. Take one away.")})
    own = by.saved_filters.filter(page=page)
    if own.exclude(name=name).count() >= MOST:
        raise Refusal(_("You keep 50 filters of this list already. Delete one first."), code="too_many")
    saved, is_new = SavedFilter.objects.update_or_create(
        owner=by, page=page, name=name, defaults={"query": kept, "shared": shared}
    )
    _tell(saved, "kept" if is_new else "kept_anew", by=by)
    return saved


@transaction.atomic
def change_filter(saved: SavedFilter, *, name: str, shared: bool, by: Membership) -> SavedFilter:
    """Another name, or other people who see it; its owner's act. ValidationError for a name that is taken."""
    if saved.owner_id != by.pk:
        raise Refusal(_("Only who kept these filters changes them."), code="not_yours")
    saved.name, saved.shared = _checked(name), shared
    try:
        with transaction.atomic():
            saved.save(update_fields=["name", "shared"])
    except IntegrityError as error:
        raise ValidationError({"name": _("You keep other filters under this name.")}) from error
    _tell(saved, "changed", by=by)
    return saved


@transaction.atomic
def forget_filter(saved: SavedFilter, *, by: Membership) -> None:
    """Its owner forgets it; a shared one also an administrator of the centre, when its owner is gone."""
    tidies = saved.shared and is_administrator(by) and saved.owner.organisation_id == by.organisation_id
    if saved.owner_id != by.pk and not tidies:
        raise Refusal(_("Only who kept these filters deletes them."), code="not_yours")
    _tell(saved, "forgotten", by=by)
    saved.delete()


def _checked(name: str) -> str:
    name = one_line(name)
    if not name:
        raise ValidationError({"name": _("Give these filters a name.")})
    if len(name) > LONGEST_NAME:
        raise ValidationError({"name": _("A name has at most 60 characters.")})
    return name


def _tell(saved: SavedFilter, act: str, *, by: Membership) -> None:
    # Never what was searched for: a search is often a name.
    keys = sorted(QueryDict(saved.query))
    details = {"list": saved.page, "filters": keys, "shared": saved.shared}
    record(f"desk.filter.{act}", by=by, on=saved, organisation_id=by.organisation_id, details=details)
