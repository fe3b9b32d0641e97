"""What lines of Today about pairs say."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.enums import MeetingState
from activities.models import HelpCall, Meeting
from activities.queries import with_quiet_since
from activities.queries.contacts import with_last_contact
from base.accounts.models import Membership
from desk.enums import CareKind, Tier
from desk.queries.care import CareLine
from desk.queries.watch import Watch
from frontend.facing import name_of, page_of
from frontend.today_words import Said, Words, ago, ahead, count_of_days, day_words, numbers, said, since, told
from matching.enums import PairState
from matching.models import Pair

_PEOPLE = ("programme", "seeker__household", "helper__volunteer", "helper__mentor")
_OF_PAIR = tuple(f"pair__{path}" for path in _PEOPLE)


def names(pair: Pair, membership: Membership) -> str:
    """K-352 and Ola: a family by its label, an own helper as Ola (W-12)."""
    return _("%(family)s and %(helper)s") % {
        "family": pair.seeker.household.label,
        "helper": name_of(pair.helper, membership),
    }


def help_calls(lines: Sequence[CareLine], watch: Watch) -> Words:
    """Who asks for help, about whom, since when."""
    calls = HelpCall.objects.filter(pk__in=numbers(lines)).select_related(*_OF_PAIR)
    words = {}
    for call in calls:
        helper, family = name_of(call.pair.helper, watch.membership), call.pair.seeker.household.label
        who = helper if call.side == "helper" else family
        words[call.pk] = Said(
            "help",
            _("%(who)s asks for help") % {"who": who},
            _("About the pair %(pair)s, since %(time)s.")
            % {
                "pair": names(call.pair, watch.membership),
                "time": date_format(timezone.localtime(call.made_at), "j E, H:i"),
            },
            _("Answer"),
            page_of("help_calls"),
        )
    return said(lines, words)


def concerns(lines: Sequence[CareLine], watch: Watch) -> Words:
    """That there is one; what it is about is read on its own page, on record."""
    words = {
        one.about: Said(
            "shield",
            _("A concern is open"),
            told(_("Only administrators see this."), since(one.day, watch.on)),
            _("Look"),
            page_of("concern", one.about),
        )
        for one in lines
    }
    return said(lines, words)


def meetings(lines: Sequence[CareLine], watch: Watch) -> Words:
    """Meetings that were hard, or that a coordinator has to settle."""
    found = Meeting.objects.filter(pk__in=numbers(lines)).select_related(*_OF_PAIR)
    by_number = {one.pk: one for one in found}
    words: Words = {}
    for line in lines:
        if (meeting := by_number.get(line.about)) is not None:
            words[line.key] = _of_meeting(line, meeting, watch)
    return words


def _of_meeting(line: CareLine, meeting: Meeting, watch: Watch) -> Said:
    pair = {"pair": names(meeting.pair, watch.membership)}
    if line.kind == CareKind.HARD:
        return Said(
            "message",
            _("%(pair)s: the last meeting was hard") % pair,
            _("They met %(ago)s; nobody of us has written down a word with them since.")
            % {"ago": ago(meeting.start, watch.on)},
            *_contact(meeting.pair_id),
        )
    disputed = meeting.state == MeetingState.DISPUTED
    what = (
        _("%(pair)s remember a meeting differently") % pair
        if disputed
        else _("%(pair)s: a meeting was written down out of turn") % pair
    )
    reason = "" if disputed else f"{meeting.get_review_reason_display()}".capitalize() + "."
    written = _("Written down %(ago)s.") % {"ago": ago(meeting.logged_at, watch.on)}
    return Said("calendar", what, told(reason, written), _("Look"), page_of("meeting", meeting.pk))


def _contact(pair: int) -> tuple[str, str]:
    """The act of whoever phones: where the word is written down."""
    if url := page_of("pair_contact", pair):
        return _("Write down a call"), url
    return _("See"), page_of("pair", pair)


def pairs(lines: Sequence[CareLine], watch: Watch) -> Words:
    """Lines about a pair itself, of any kind, in one query."""
    rows = with_last_contact(with_quiet_since(Pair.objects.filter(pk__in=numbers(lines))))
    by_number = {one.pk: one for one in rows.select_related(*_PEOPLE)}
    words: Words = {}
    for line in lines:
        if (pair := by_number.get(line.about)) is not None:
            words[line.key] = _TELLERS[line.kind](line, pair, names(pair, watch.membership), watch)
    return words


def _suspended(line: CareLine, pair: Pair, name: str, watch: Watch) -> Said:
    why = told(_("They must not meet until the clearance is complete."), since(line.day, watch.on))
    return Said(
        "shield", _("%(pair)s are suspended") % {"pair": name}, why, _("See"), page_of("pair", pair.pk)
    )


def _answer(line: CareLine, pair: Pair, name: str, watch: Watch) -> Said:
    sent = _("Sent %(ago)s.") % {"ago": ago(pair.offered_on, watch.on)}
    if line.tier == Tier.URGENT:
        last = _("The last day to answer was %(ago)s.") % {"ago": ago(line.day, watch.on)}
    else:
        last = _("The last day to answer is %(day)s.") % {"day": day_words(line.day)}
    what = _("%(pair)s: the offer has no answer yet") % {"pair": name}
    return Said(
        "clock", what, told(sent, last, _("A phone call often helps.")), _("See"), page_of("pair", pair.pk)
    )


def _step(line: CareLine, pair: Pair, name: str, watch: Watch) -> Said:
    what = _("%(pair)s have not met for the first time yet")
    if pair.state == PairState.MET:
        what = _("%(pair)s have not signed their agreement yet")
    why = told(_("Both have said yes."), _("It was due %(ago)s.") % {"ago": ago(line.day, watch.on)})
    return Said("calendar", what % {"pair": name}, why, _("See"), page_of("pair", pair.pk))


def _quiet(line: CareLine, pair: Pair, name: str, watch: Watch) -> Said:
    rules = watch.care.get(pair.programme_id, watch.common)
    days = (watch.on - pair.quiet_since).days - 1  # type: ignore[attr-defined]  # annotated
    what = ngettext(
        "%(pair)s: %(count)d day without a meeting", "%(pair)s: %(count)d days without a meeting", days
    ) % {"pair": name, "count": days}
    limit = rules.silent_days if line.tier == Tier.URGENT else rules.quiet_days
    why = _("The limit is %(days)s.") % {"days": count_of_days(limit)}
    return Said("clock", what, told(why, _last_contact(pair, watch)), *_contact(pair.pk))


def _owed_contact(line: CareLine, pair: Pair, name: str, watch: Watch) -> Said:
    what = _("%(pair)s: it is our turn to ask how it goes") % {"pair": name}
    return Said("phone", what, _last_contact(pair, watch), *_contact(pair.pk))


def _last_contact(pair: Pair, watch: Watch) -> str:
    last = pair.last_contact_on  # type: ignore[attr-defined]  # annotated
    if last is not None:
        return _("We last spoke with them %(ago)s.") % {"ago": ago(last, watch.on)}
    return _("They began to meet %(ago)s; no word with them is written down.") % {
        "ago": ago(pair.active_since, watch.on)
    }


def _closing(line: CareLine, pair: Pair, name: str, watch: Watch) -> Said:
    what = _("%(pair)s are coming to their end") % {"pair": name}
    why = told(_("Speak with both, then close it."), since(line.day, watch.on))
    return Said("swap", what, why, _("See"), page_of("pair", pair.pk))


def _planned_end(line: CareLine, pair: Pair, name: str, watch: Watch) -> Said:
    if line.day < watch.on:
        what = _("%(pair)s go on beyond their planned end") % {"pair": name}
        when = _("It was %(ago)s.") % {"ago": ago(line.day, watch.on)}
    else:
        what = _("%(pair)s end on %(day)s") % {"pair": name, "day": day_words(line.day)}
        when = ahead(line.day, watch.on)
    why = told(when, _("Ask both how they would like to go on."))
    return Said("calendar", what, why, _("See"), page_of("pair", pair.pk))


_TELLERS = {
    CareKind.SUSPENDED: _suspended,
    CareKind.ANSWER: _answer,
    CareKind.STEP: _step,
    CareKind.QUIET: _quiet,
    CareKind.CONTACT: _owed_contact,
    CareKind.CLOSING: _closing,
    CareKind.PAIR_END: _planned_end,
}
OF_A_PAIR = frozenset(_TELLERS)
