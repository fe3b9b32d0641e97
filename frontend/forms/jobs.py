"""The form about an adult's job, on the page of a family."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.common.enums import Trade
from base.organisations.models import Organisation, Site
from families.domain.employments import JobData
from families.models import Member

from .mentors import shift_field
from .people import DayField


class JobForm(forms.Form):
    """Who of the family works where, as what, and since when."""

    member = forms.TypedChoiceField(label=_("Who?"))
    workplace = forms.TypedChoiceField(label=_("Where?"))
    job_title = forms.CharField(label=_("Job"), max_length=120)
    trade = forms.ChoiceField(label=_("Trade"), choices=Trade.choices)
    shift = shift_field()
    started_on = DayField(label=_("Works since"), initial=timezone.localdate)
    contract_until = DayField(
        label=_("Contract until"), required=False, help_text=_("Empty: without an end.")
    )
    supervisor_label = forms.CharField(
        label=_("Their supervisor, if a mentor here"),
        max_length=12,
        required=False,
        help_text=_("The label, such as M-3: a supervisor is not proposed as the mentor."),
    )

    def __init__(
        self, *args: Any, adults: Iterable[Member], employers: Iterable[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("member", {str(one.pk): (_name(one), one) for one in adults})
        self._offer("workplace", _workplaces(employers))

    def job_for_verb(self) -> JobData:
        """What was typed, for `employ_member`."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "member"}
        employer, site = typed.pop("workplace")
        return JobData(employer=employer, site=site, **typed)

    def _offer(self, name: str, offered: Mapping[str, tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - declared above
        field.choices = [(key, word) for key, (word, _value) in offered.items()]
        field.coerce = lambda key: offered[key][1]


def _name(member: Member) -> str:
    return member.first_name or str(member.get_age_band_display())


def _workplaces(
    employers: Iterable[Organisation],
) -> dict[str, tuple[str, tuple[Organisation, Site | None]]]:
    """Every employer ("7"), and each of its sites ("7-12")."""
    found: dict[str, tuple[str, tuple[Organisation, Site | None]]] = {}
    for employer in employers:
        found[str(employer.pk)] = (employer.name, (employer, None))
        for site in employer.sites.all():
            found[f"{employer.pk}-{site.pk}"] = (f"{employer.name}, {site.name}", (employer, site))
    return found
