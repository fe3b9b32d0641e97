"""What is written in a conversation, what is shown of one's contact, and a report."""

from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from activities.domain.helping import LONGEST_WORDS
from activities.models.talk import LONGEST_MESSAGE
from activities.queries.talk import Reach


class TalkForm(forms.Form):
    """A message in own words, or a phrase that was looked at; `key` makes a second sending harmless."""

    told = ""  # what was refused, in a sentence
    chosen = ""  # the phrase that is looked at before it is sent

    key = forms.UUIDField(widget=forms.HiddenInput)
    phrase = forms.SlugField(required=False, max_length=40)
    words = forms.CharField(
        label=_("Your message"),
        required=False,
        max_length=4 * LONGEST_MESSAGE,  # the verb says kindly what is too long
        widget=forms.Textarea({"rows": 3, "maxlength": LONGEST_MESSAGE}),
    )

    def fresh(self) -> "TalkForm":
        """The same words under a new number, to be sent once more."""
        return begun(self.data.get("words", ""))

    def message(self) -> dict[str, Any]:
        """For the verb."""
        typed = self.cleaned_data
        return {"key": typed["key"], "words": typed["words"], "phrase": typed["phrase"]}


def begun(words: str = "", key: str = "") -> TalkForm:
    """A form with these words in it, not sent yet."""
    return TalkForm(initial={"key": key or str(uuid4()), "words": words})


def choosing(typed: QueryDict) -> TalkForm:
    """The form while a phrase is looked at, or none any more: number and words stay as they are."""
    form = begun(typed.get("words", ""), typed.get("key", ""))
    form.chosen = typed.get("choose", "")
    return form


class ContactForm(forms.Form):
    """What the other side may see from now on; only what there is can be ticked."""

    phone = forms.BooleanField(required=False)
    email = forms.BooleanField(required=False)

    def __init__(self, *args: Any, own: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].label = _("My phone, %(phone)s") % {"phone": own.phone}
        self.fields["email"].label = _("My e-mail, %(email)s") % {"email": own.email}
        for name in ("phone", "email"):
            if not getattr(own, name):
                del self.fields[name]

    def shown(self) -> dict[str, bool]:
        """For the verb."""
        return {name: bool(self.cleaned_data.get(name)) for name in ("phone", "email")}


class ReportForm(forms.Form):
    """What is wrong with a message, as far as one wants to say."""

    words = forms.CharField(
        label=_("What is wrong with it?"),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("You need not write anything. You may write in your own language."),
    )


class AskForm(forms.Form):
    """A few words to the coordinator alone."""

    words = forms.CharField(
        label=_("In a few words"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("You need not write anything."),
    )
