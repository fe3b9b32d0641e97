"""One touch from a message, without logging in: a GET shows, a POST acts, each link is for one meeting."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from activities.domain.one_touch import (
    Touch,
    answer_moved,
    answer_no,
    answer_otherwise,
    answer_so,
    answer_yes,
    open_token,
)
from activities.enums import Mood
from activities.errors import EntryDiffers
from base.notices.domain.rendering import language_for
from frontend.access import door
from frontend.forms.one_touch import LENGTHS, OtherwiseForm, WhenForm


@door.public
@require_http_methods(["GET", "HEAD", "POST"])
def one_touch(request: HttpRequest, token: str) -> HttpResponse:
    """The question of the link in the language of whom it was sent to, and what was answered."""
    touch = open_token(token)
    if touch is None:
        raise Http404
    translation.activate(language_for(touch.language))
    request.LANGUAGE_CODE = translation.get_language()
    if request.method != "POST":
        return _shown(request, touch, _fresh_forms(touch))
    answer = _answers(touch).get(request.POST.get("answer", ""))
    if answer is None:
        return _shown(request, touch, _fresh_forms(touch), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    typed = _fresh_forms(touch)
    name = request.POST["answer"]
    if name in typed:
        typed[name] = type(typed[name])(request.POST, prefix=name)
        if not typed[name].is_valid():
            return _shown(request, touch, typed, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        answer(request, typed.get(name))
    except EntryDiffers:
        pass  # answered before, in other words: the page shows what stands
    except ValidationError as error:
        if name not in typed:
            raise
        _tell(typed[name], error)
        return _shown(request, touch, typed, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _private(redirect(request.path))


Answer = Callable[[HttpRequest, Any], object]


def _answers(touch: Touch) -> Mapping[str, Answer]:
    if touch.planned is not None:
        return {
            "yes": lambda request, form: answer_yes(touch),
            "other": lambda request, form: answer_yes(
                touch, start=form.start, minutes=form.cleaned_data["minutes"]
            ),
            "no": lambda request, form: answer_no(touch),
            "moved": lambda request, form: answer_moved(touch, start=form.start),
        }
    return {
        "yes": lambda request, form: answer_so(touch, mood=_mood(request)),
        "other": lambda request, form: answer_otherwise(
            touch, happened=True, start=form.start, minutes=form.cleaned_data["minutes"]
        ),
        "no": lambda request, form: answer_otherwise(touch, happened=False),
    }


def _fresh_forms(touch: Touch) -> dict[str, WhenForm]:
    start, minutes = _time_of(touch)
    local = timezone.localtime(start, timezone.get_default_timezone())
    when = {"day": local.date(), "at": local.time().replace(second=0, microsecond=0)}
    nearest = min((length for length, _words in LENGTHS), key=lambda length: abs(length - minutes))
    otherwise = OtherwiseForm(prefix="other", initial={**when, "minutes": nearest})
    found: dict[str, WhenForm] = {"other": otherwise}
    if touch.planned is not None:
        found["moved"] = WhenForm(prefix="moved", initial=when)
    return found


def _time_of(touch: Touch) -> tuple[Any, int]:
    thing = touch.planned or touch.meeting
    assert thing is not None  # noqa: S101 - a link is for one of the two
    return thing.start, thing.minutes


def _mood(request: HttpRequest) -> int | None:
    mood = request.POST.get("mood", "")
    return int(mood) if mood.isdecimal() and int(mood) in Mood.values else None


def _tell(form: forms.Form, error: ValidationError) -> None:
    names = {"start": "at"}
    for field, sentences in error.message_dict.items():
        name = names.get(field, field)
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def _shown(
    request: HttpRequest, touch: Touch, typed: Mapping[str, WhenForm], *, status: int = HTTPStatus.OK
) -> HttpResponse:
    start, minutes = _time_of(touch)
    told = touch.meeting if touch.planned is None else None
    word = told.words.filter(side=touch.side).first() if told is not None else None
    context = {
        "touch": touch,
        "household": touch.pair.seeker.household,
        "start": start,
        "minutes": minutes,
        "word": word,
        "forms": typed,
        "moods": Mood.choices,
        "centre": _centre_of(touch),
    }
    return _private(render(request, "touch/page.html", context, status=status))


def _centre_of(touch: Touch) -> Any:
    if touch.side == "family":
        return touch.pair.seeker.household.centre
    return touch.pair.helper.person.centre


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex"
    return response
