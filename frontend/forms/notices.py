"""Filters of the log of notices."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from base.common.enums import ContactChannel
from base.notices.enums import NoticeState, Template
from frontend.forms.people import DayField
from frontend.listing import FilterForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: The state that is two: what somebody has to tell, or could not be sent.
TO_DO = "to_do"


class NoticeFilterForm(FilterForm):
    """As they stand in the query string; a value that makes no sense narrows nothing."""

    q = forms.CharField(label=_("To whom"), required=False, max_length=100)
    template = forms.ChoiceField(label=_("Message"), required=False)
    channel = forms.ChoiceField(label=_("How"), required=False)
    since = DayField(label=_("Written from"), required=False)
    until = DayField(label=_("Written to"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    pair = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    boxes = ("q", "template", "channel", "since", "until")
    chips = {"state": _("State")}

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "NoticeFilterForm":
        """With every choice there is."""
        states: list[tuple[str, StrOrPromise]] = [(TO_DO, _("to hand over")), *_states()]
        return cls(query, template=Template.choices, channel=ContactChannel.choices, state=states)


def _states() -> "list[tuple[str, StrOrPromise]]":
    shown = (NoticeState.WAITING, NoticeState.SENT, NoticeState.HANDED_OVER, NoticeState.FAILED)
    return [(state.value, state.label) for state in (*shown, NoticeState.CANCELLED)]
