"""What an open page asks that cannot listen: what has changed, and who else is here."""

import re
import time

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from base.accounts.middleware import language_of
from frontend import presence
from frontend.access import SignedRequest, door
from frontend.gate import opened_by, say_who_is_here
from frontend.listeners import Listener, groups_of
from frontend.live import push
from frontend.news import missed
from frontend.presence import Opened
from frontend.topics import SCOPES, Topic, is_in_scope, open_group

MOST_OPEN = 5
PAGE = re.compile(r"[0-9a-z-]{8,40}")


@door(None)
@require_safe
def live_now(request: SignedRequest) -> HttpResponse:
    """The topics told since ?since=, as a socket would have, or that nobody knows ("all"); and in a sentence
    each, who else has open what this ?page= has ?open=.
    """
    at, membership = time.time(), request.membership
    listener = Listener(
        request.session.session_key or "",
        membership,
        None,
        groups_of(membership),
        language_of(request.session, membership.user),
    )
    told = missed(_since(request), listener.groups, now=at)
    topics = [topic for text in told or () if (topic := Topic.read(text))]
    heard = [str(topic) for topic in topics if is_in_scope(topic, membership)]
    opened = _opened(request, listener)
    words = say_who_is_here([(listener, topic) for topic in opened])
    return JsonResponse(
        {
            "at": at,
            **({"all": True} if told is None else {}),
            "topics": heard,
            "present": {str(topic): said for topic, said in zip(opened, words, strict=True)},
        }
    )


#: What is written in a form that carries a version.
WRITTEN = ("family", "volunteer", "mentor")


@door(None)
@require_safe
def edited(request: SignedRequest, topic: str, version: int) -> HttpResponse:
    """Beside a form that is being written: whether somebody has saved another version by now."""
    thing = Topic.read(topic)
    if thing is None or thing.kind not in WRITTEN:
        raise Http404
    found = get_object_or_404(SCOPES[thing.kind](request.membership), pk=thing.id)
    return render(request, "people/edited.html", {"is_new": found.version != version})


def _opened(request: SignedRequest, listener: Listener) -> dict[Topic, Opened]:
    """What the page has open and may have; colleagues see it until the page stops asking."""
    page = request.GET.get("page", "")
    asked = [topic for text in request.GET.getlist("open")[:MOST_OPEN] if (topic := Topic.read(text))]
    allowed = [topic for topic in dict.fromkeys(asked) if is_in_scope(topic, listener.membership)]
    if not PAGE.fullmatch(page):
        return {}
    opened = opened_by(listener, allowed, f"asks-{listener.membership.pk}-{page}")
    before = presence.present({one.key for one in opened.values()})
    presence.enter(opened.values(), seconds=presence.ASKING_SECONDS)
    for one in opened.values():
        if one.membership not in before[one.key]:
            group = open_group(one.organisation, one.topic)
            push(group, {"type": "presence.changed", "kind": one.topic.kind, "id": one.topic.id})
    return opened


def _since(request: SignedRequest) -> float:
    try:
        return float(request.GET.get("since", "0"))
    except ValueError:
        return 0.0
