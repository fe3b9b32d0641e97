"""Coordinators in touch with a pair: written down on its page, in one press or with words; taken back."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activities.domain.contacts import record_contact, withdraw_contact, withdraw_note, write_note
from activities.models import Contact, PairNote
from activities.queries.contacts import contacts_in_scope, notes_in_scope
from frontend.access import SignedRequest, door
from frontend.doing import done
from frontend.forms.contacts import ContactForm, NoteForm
from frontend.forms.pair_life import PairForm
from frontend.held import held_data
from frontend.toasts import say
from frontend.views.pairs import find, show
from matching.models import Pair


@door("activities.look_after")
@require_http_methods(["GET", "HEAD", "POST"])
def pair_contact(request: SignedRequest, pk: int) -> HttpResponse:
    """Writes down that a coordinator was in touch with the two, or with one of them."""
    found = find(request.membership, pk)
    if request.method != "POST":
        typed = held_data(request)
        return show(request, found, contact_form=ContactForm(typed)) if typed else _back(pk, "contact")
    form, written, started = ContactForm(request.POST), list[Contact](), timezone.now()

    def record() -> None:
        written.append(record_contact(found, by=request.membership, **form.cleaned_data))

    if form.is_valid() and done(form, record):
        if written[0].at < started:
            today = written[0].on == timezone.localdate()
            say(request, _("Already written down today.") if today else _("Already written down."))
            return _back(pk, "timeline")
        undo = reverse("pair_contact_withdraw", args=[written[0].pk])
        say(request, _("Written down. It counts for your contacts with this pair."), undo_url=undo)
        return _back(pk, "timeline")
    return _refused(request, found, contact_form=form)


@door("activities.look_after")
@require_POST
def pair_contact_withdraw(request: SignedRequest, pk: int) -> HttpResponse:
    """Takes a contact back: it counts no more."""
    contact = get_object_or_404(contacts_in_scope(request.membership), pk=pk)
    withdraw_contact(contact, by=request.membership)
    say(request, _("Taken back. It does not count any more."))
    return _back(contact.pair_id, "timeline")


@door("activities.look_after")
@require_http_methods(["GET", "HEAD", "POST"])
def pair_note(request: SignedRequest, pk: int) -> HttpResponse:
    """Leaves a note for the other coordinators."""
    found = find(request.membership, pk)
    if request.method != "POST":
        typed = held_data(request)
        return show(request, found, note_form=NoteForm(typed)) if typed else _back(pk, "contact")
    form, written = NoteForm(request.POST), list[PairNote]()

    def write() -> None:
        written.append(write_note(found, by=request.membership, **form.cleaned_data))

    if form.is_valid() and done(form, write):
        undo = reverse("pair_note_withdraw", args=[written[0].pk])
        say(request, _("The note is there for your colleagues."), undo_url=undo)
        return _back(pk, "timeline")
    return _refused(request, found, note_form=form)


@door("activities.look_after")
@require_POST
def pair_note_withdraw(request: SignedRequest, pk: int) -> HttpResponse:
    """Takes a note back: nobody reads it any more."""
    note = get_object_or_404(notes_in_scope(request.membership), pk=pk)
    withdraw_note(note, by=request.membership)
    say(request, _("The note is taken back."))
    return _back(note.pair_id, "timeline")


def _back(pk: int, place: str) -> HttpResponse:
    return redirect(f"{reverse('pair', args=[pk])}#{place}")


def _refused(request: SignedRequest, found: Pair, **form: PairForm) -> HttpResponse:
    """The page with the form as it was typed: 409 for a rule that says no, 422 for what is to be mended."""
    told = any(one.non_field_errors() for one in form.values())
    status = HTTPStatus.CONFLICT if told else HTTPStatus.UNPROCESSABLE_ENTITY
    shown: dict[str, Any] = {**form}
    return show(request, found, status=status, **shown)
