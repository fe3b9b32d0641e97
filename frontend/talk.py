"""A conversation as one of its three sides sees it: its messages by day, what is new, and what one may do."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.domain.talk import OTHER_SIDE, mark_read, show_contact, write_message
from activities.enums import TalkStanding
from activities.models import TalkMessage
from activities.queries.phrases import Phrase, phrase_of, phrases_for
from activities.queries.talk import (
    Reach,
    contact_shown,
    has_shown,
    last_day_of,
    messages_of,
    openly_reported_ids,
    reach_of,
    read_mark,
    reported_ids,
    standing_of,
)
from base.accounts.models import Membership
from base.audit.actor import Actor
from base.common.errors import Refusal
from base.places.languages import language_name
from frontend.doing import add_problems
from frontend.family import WORDS_KEY
from frontend.forms.talk import ContactForm, TalkForm, begun, choosing
from frontend.quiet import is_quiet
from matching.enums import PairSide
from matching.models import Pair

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PER_PAGE = 30
#: Under which heads the phrases stand that are not in front.
GROUPS: Mapping[str, "StrOrPromise"] = {
    "today": gettext_lazy("Today"),
    "when": gettext_lazy("When and where"),
    "words": gettext_lazy("Kind words"),
}


@dataclass(frozen=True)
class Reader:
    """Who looks: their side, as whom they act, what they call the two, and the page's own address."""

    pair: Pair
    side: PairSide
    actor: Actor
    helper: str
    family: str
    here: str
    membership: Membership | None = None

    @property
    def reader_id(self) -> int:
        """Coordinators read each for themselves."""
        return (self.actor.actor_id or 0) if self.side == PairSide.COORDINATOR else 0

    @property
    def other(self) -> str:
        """What they call the other one of the pair; "" for a coordinator."""
        return {PairSide.HELPER: self.family, PairSide.FAMILY: self.helper}.get(self.side, "")

    def is_own(self, message: TalkMessage) -> bool:
        """Whether the reader wrote it: a coordinator, not their colleague."""
        same = message.side == self.side
        return same and (self.side != PairSide.COORDINATOR or message.by_id == self.actor.actor_id)

    def name_of(self, message: TalkMessage) -> str:
        """Who wrote it: first names and the label the reader knows, nothing else."""
        if self.is_own(message):
            return _("You")
        if message.side == PairSide.COORDINATOR:
            first = (message.by_label.split() or [""])[0]
            return _("%(name)s, the coordinator") % {"name": first} if first else _("The coordinator")
        return self.helper if message.side == PairSide.HELPER else self.family


@dataclass(frozen=True)
class Line:
    """One message: `day` when it is the first of one, `is_first_new` where the new ones begin."""

    message: TalkMessage
    who: str
    words: str
    is_own: bool
    can_report: bool
    is_reported: bool
    day: str
    is_first_new: bool

    @property
    def is_hidden(self) -> bool:
        """Whether the pair does not see it any more."""
        return self.message.hidden_at is not None


@dataclass(frozen=True)
class Lines:
    """A page of messages, oldest first: `older` is the number to go on before, `state` changes when a line
    does, `since` how far one had read when the page was opened."""

    lines: Sequence[Line]
    older: int | None
    is_newest: bool
    since: int
    state: str


@dataclass(frozen=True)
class Chosen:
    """A phrase that is looked at before it is sent: in the writer's words, and as the others read it, by the
    code of each language and its name."""

    code: str
    words: str
    elsewhere: Sequence[tuple[str, str, str]]


# --- what is shown ----------------------------------------------------------------------------------------


def lines_for(request: HttpRequest, reader: Reader) -> Lines:
    """The messages this request asks for (?before= a number, ?since= how far it had read), now read."""
    before, mark = _number(request.GET.get("before")), _seen(reader)
    rows = messages_of(reader.pair).filter(pk__lt=before) if before else messages_of(reader.pair)
    found = list(rows[: PER_PAGE + 1])
    shown = found[:PER_PAGE][::-1]
    since = _number(request.GET.get("since"))
    lines = _dressed(shown, reader, mark if since is None else min(since, mark))
    if shown and shown[-1].pk > mark and request.method == "GET":
        mark_read(shown[-1], side=reader.side, by=reader.actor)
    changes = [str(shown[-1].pk) if shown else "", *(str(one.message.pk) for one in lines if one.is_hidden)]
    return Lines(
        lines=lines,
        older=shown[0].pk if len(found) > PER_PAGE else None,
        is_newest=before is None,
        since=mark if since is None else since,
        state="-".join([*changes, *(f"r{one.message.pk}" for one in lines if one.is_reported)]),
    )


def talk_context(reader: Reader, lines: Lines, form: TalkForm, **more: Any) -> dict[str, Any]:
    """Everything a page of the conversation shows."""
    standing, today = standing_of(reader.pair, on=timezone.localdate()), timezone.localdate()
    is_ours = reader.side != PairSide.COORDINATOR
    may_write = standing == TalkStanding.OPEN or (standing == TalkStanding.COORDINATOR and not is_ours)
    chosen = chosen_by(reader, form.chosen) if may_write else None
    phrases = phrases_for(reader.side, today) if may_write else []
    return {
        "reader": reader,
        "pair": reader.pair,
        "talk": lines,
        "form": form,
        "may_write": may_write,
        "chosen": chosen,
        "standing": standing,
        "last_day": last_day_of(reader.pair),
        "often": [one for one in phrases if one.often],
        "phrases": _grouped(one for one in phrases if not one.often),
        **(_contacts(reader, standing) if is_ours else {}),
        **more,
    }


def show_talk(
    request: HttpRequest,
    reader: Reader,
    template: str,
    *,
    form: TalkForm | None = None,
    status: int = HTTPStatus.OK,
    words: str = "",
    **more: Any,
) -> HttpResponse:
    """The page, or its messages alone when the page itself asks for news."""
    lines = lines_for(request, reader)
    if is_quiet(request):
        return render(request, "talk/lines.html", {"reader": reader, "talk": lines, "pair": reader.pair})
    context = talk_context(reader, lines, form or begun(words), **more)
    return render(request, template, context, status=status)


def chosen_by(reader: Reader, code: str) -> Chosen | None:
    """The phrase with this code as it would be sent; None when this side has no such phrase."""
    phrase = phrase_of(code) if code else None
    if phrase is None or reader.side not in phrase.sides:
        return None
    own, theirs = phrase.language(), [phrase.language(one) for one in _languages_of_others(reader)]
    return Chosen(
        code=code,
        words=phrase.word(),
        elsewhere=[
            (one, language_name(one).capitalize(), phrase.word(one))
            for one in dict.fromkeys(theirs)
            if one != own
        ],
    )


def _languages_of_others(reader: Reader) -> list[str]:
    by_side = {
        PairSide.HELPER: reader.pair.helper.person.language,
        PairSide.FAMILY: reader.pair.seeker.household.language,
    }
    return [language for side, language in by_side.items() if side != reader.side]


def _seen(reader: Reader) -> int:
    return read_mark(reader.pair, side=reader.side, reader_id=reader.reader_id)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 19 else None


def _dressed(messages: Sequence[TalkMessage], reader: Reader, mark: int) -> list[Line]:
    reported = reported_ids(messages, side=reader.side)
    if reader.membership is not None and reader.side == PairSide.COORDINATOR:
        reported |= openly_reported_ids(messages, reader.membership)
    lines: list[Line] = []
    day: date | None = None
    is_new_said = mark == 0  # who comes for the first time needs no line
    for one in messages:
        at, is_new = timezone.localtime(one.at), one.pk > mark and not reader.is_own(one)
        lines.append(
            Line(
                message=one,
                who=reader.name_of(one),
                words=words_of(one),
                is_own=reader.is_own(one),
                can_report=one.side != reader.side and one.hidden_at is None,
                is_reported=one.pk in reported,
                day=day_words(at) if at.date() != day else "",
                is_first_new=is_new and not is_new_said,
            )
        )
        day, is_new_said = at.date(), is_new_said or is_new
    return lines


def words_of(message: TalkMessage) -> str:
    """A phrase in the reader's language; the words as they were sent where the phrase is not known."""
    phrase = phrase_of(message.phrase) if message.phrase else None
    return phrase.word() if phrase is not None else message.words


def day_words(at: datetime) -> str:
    """Today, yesterday, or the day with its name; with the year when it is another one."""
    days = (timezone.localdate() - at.date()).days
    if days in (0, 1):
        return _("Yesterday") if days else _("Today")
    return date_format(at, "l j E" if at.year == timezone.localdate().year else "l j E Y")


def _grouped(phrases: Iterable[Phrase]) -> list[tuple["StrOrPromise", list[Phrase]]]:
    groups: dict[str, list[Phrase]] = {}
    for one in phrases:
        groups.setdefault(one.group, []).append(one)
    return [(GROUPS[group], groups[group]) for group in GROUPS if group in groups]


# --- contacts ---------------------------------------------------------------------------------------------


def _contacts(reader: Reader, standing: TalkStanding | None) -> dict[str, Any]:
    today, own = timezone.localdate(), reach_of(reader.pair, side=reader.side)
    shown = has_shown(reader.pair, side=reader.side)
    initial = {"phone": bool(shown and shown.phone), "email": bool(shown and shown.email)}
    return {
        "theirs": contact_shown(reader.pair, side=OTHER_SIDE[reader.side], on=today),
        "own": own,
        "shows": shown,
        "contact_form": ContactForm(initial=initial, own=own),
        "may_show": standing == TalkStanding.OPEN or bool(shown),
    }


def change_contact(request: HttpRequest, reader: Reader) -> str:
    """Show or take back what was ticked; the sentence that says what the other side sees now."""
    own: Reach = reach_of(reader.pair, side=reader.side)
    form = ContactForm(request.POST, own=own)
    form.is_valid()
    show_contact(reader.pair, side=reader.side, by=reader.actor, **form.shown())
    if any(form.shown().values()):
        return _("%(name)s sees now what you have chosen.") % {"name": reader.other}
    return _("Nobody sees your phone or e-mail here.")


# --- sending ----------------------------------------------------------------------------------------------


def send(request: HttpRequest, reader: Reader, show: Callable[[TalkForm, int], HttpResponse]) -> HttpResponse:
    """Writes what was posted and comes back to the newest; refused, the page with the words still in it.

    A phrase is shown first, and sent by a second press: nothing can be taken back.
    """
    if "choose" in request.POST:
        return show(choosing(request.POST), HTTPStatus.OK)
    form = TalkForm(request.POST)
    if not form.is_valid():
        return show(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    message = form.message()
    try:
        write_message(
            reader.pair, side=reader.side, language=translation.get_language(), by=reader.actor, **message
        )
    except ValidationError as error:
        add_problems(form, error)
        return show(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except Refusal as refusal:
        again = form.fresh()
        again.told = refusal.message
        return show(again, HTTPStatus.CONFLICT)
    if message["phrase"] and message["words"].strip():
        # A phrase was touched while something was being typed: that waits.
        request.session[WORDS_KEY] = {"path": request.path, "words": message["words"]}
    return redirect(f"{reader.here}#newest")
