"""Forms of what a centre sets: days off, staff, care of pairs, words of messages; filters of its history."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.domain.care import CARE_LIMITS
from activities.models import CareRules
from base.accounts.models import Membership
from base.notices.domain.words import LONGEST_BODY, LONGEST_SUBJECT
from base.organisations.models import Site
from base.organisations.queries import sites_of
from frontend.settings_history import name_of_field

from .people import DayField, languages_field
from .reasons import WhyForm, why_field


class DayOffForm(forms.Form):
    """When the centre is closed, one day or several."""

    first = DayField(label=_("First day"), error_messages={"required": _("Choose a day.")})
    last = DayField(label=_("Last day"), required=False, help_text=_("May stay empty: one day only."))
    name = forms.CharField(
        label=_("Why?"),
        max_length=120,
        help_text=_("Such as: training of the whole team. Colleagues read it."),
        error_messages={"required": _("Say why, so that colleagues know.")},
    )


class StaffForm(WhyForm):
    """Where a colleague works and what they speak."""

    site = forms.ModelChoiceField(
        label=_("Site"), queryset=Site.objects.none(), required=False, empty_label=_("no site of their own")
    )
    languages = languages_field(label=_("Languages"), required=False)

    def __init__(self, *args: Any, colleague: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["site"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared so above
        field.queryset = sites_of(colleague.organisation)

    @classmethod
    def of(cls, colleague: Membership) -> "StaffForm":
        """Filled with what is known."""
        spoken = tuple(one.spoken for one in colleague.languages.all())
        return cls(colleague=colleague, initial={"site": colleague.site_id, "languages": spoken})


class CareForm(forms.Form):
    """How pairs of a programme are looked after, from a day on. What cannot be is the verb's to say."""

    valid_from = DayField(label=_("In force from"), error_messages={"required": _("Choose a day.")})
    source = forms.CharField(
        label=_("Where these rules come from"),
        max_length=CareRules._meta.get_field("source").max_length,
        help_text=_("Such as: standards of the programme, point 7."),
    )
    why = why_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (least, most) in CARE_LIMITS.items():
            field = forms.IntegerField(label=name_of_field(name), min_value=least, max_value=most)
            self.fields[name] = field

    @classmethod
    def of(cls, care: CareRules, *, first: date | None = None) -> "CareForm":
        """Filled with these rules, from a day on."""
        known = {name: getattr(care, name) for name in CARE_LIMITS}
        return cls(initial={**known, "valid_from": first or timezone.localdate()})

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The numbers under their headings."""
        names = {
            _("Silence"): ("quiet_days", "silent_days"),
            _("Contacts of the coordinator"): ("contacts_first_month", "contacts_a_month"),
            _("Papers and the end"): ("lapse_days", "lapse_last_days", "agreement_days", "end_notice_days"),
        }
        return [(title, [self[name] for name in group]) for title, group in names.items()]


class WordingForm(forms.Form):
    """A centre's own words. What they may be is the verb's to say."""

    subject = forms.CharField(
        label=_("Subject"), max_length=LONGEST_SUBJECT, required=False, widget=forms.TextInput
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_BODY,
        required=False,
        widget=forms.Textarea({"rows": 14}),
        help_text=_("Plain text. The centre's name and phone are signed under it by themselves."),
    )
    why = why_field()
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, language: str, to_look: bool = False, **kwargs: Any) -> None:
        """`to_look`: nothing is saved, so no reason is asked for."""
        super().__init__(*args, **kwargs)
        for name in ("subject", "body"):
            self.fields[name].widget.attrs["lang"] = language
        if to_look:
            self.fields["why"].required = False


class StandardForm(forms.Form):
    """Why the standard words are taken again; its fields have ids of their own, for two stand on one page."""

    why = why_field()
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="standard_%s", **kwargs)
