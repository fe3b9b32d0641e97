"""Phrases about free time that name no hours: which of them are asked about, and which are kept as a note.

All patterns are for folded text (`base.places.folding.fold`)."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.places.week_tokens import speaks_of
from intake.domain.readers.understanding import Option

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Likely = tuple[tuple[str, "StrOrPromise"], ...]

#: Words for the note: how often, how to agree, and where it happens. What stands beside them is read alone.
ASIDE: Final = re.compile(
    r"(?<!\w)(?<!co )(?:"
    r"(?:\d+|raz|dwa|trzy|kilka|pare|once|twice|один|два)\s*(?:x|razy?|×|\*|times?|раз\w*)?\s*"
    r"(?:(?:w|na|a|per|в|на)\s*)?(?:tyg(?:odniu|odniowo|odn|\.)?|week|тиждень|неделю|mies(?:iacu|\.)?|month)"
    r"|\d+(?:\s*-\s*\d+)?\s*(?:x|godz\w*|h|hours?|год\w*|час\w*)\.?\s*"
    r"(?:(?:w|na|a|per|в|на)\s*)?(?:tyg\w*|week\w*|тиждень|неделю|mies\w*|month\w*)"
    r"|(?:kontakt|umawiac sie|dzwonic|ustalamy|ustalic|prosze o)(?: po\w*| przez)?"
    r" ?(?:tel\w*|mail\w*|sms\w*|kontakt)"
    r"|(?:kontakt |po )?(?:telefonicz\w+|mailowo)|online|on-line|zdalnie|stacjonarnie|remotely"
    r"|(?P<wish>najlepiej|najchetniej|preferowan\w+|chetnie|preferably|best))\.?(?!\w)"
)
#: No hours are agreed yet: a note where it stands alone, a question beside days without hours.
OPEN: Final = re.compile(
    r"(?<!\w)(?:do (?:uzgodnienia|ustalenia|umowienia|potwierdzenia)|(?:w )?roznie|rozne(?: godziny| dni)?"
    r"|zmiennie|zalezy\w*(?: od \w+)?|nieregularnie|nie wiem|nie wie|nie wiadomo|wg grafiku"
    r"|(?:wedlug|zgodnie z) grafik\w*|grafik(?: zmienny)?|praca zmianowa|zmiany|system zmianowy"
    r"|to be (?:agreed|arranged)|tba|tbd|varies|it depends|depends|(?:ustalane )?na biezaco"
    r"|за домовленістю|домовимось|по договоренности|по-різному|по-разному)\.?(?!\w)"
)
#: Beside days: not on them.
NEVER: Final = re.compile(
    r"-+|0|n|nie(?: moze| moge| pasuje| ma czasu)?|no|not available|brak|zajet\w+|busy|odpada"
    r"|niedostepn\w+|ні|нет"
)
#: Beside days: on them, without hours.
YES: Final = re.compile(r"x+|t|tak|y|yes|\+|✓|✔|v|1|ok|moze|так|да|woln[aey]|dostepn[aey]")
EXCEPT: Final = re.compile(
    r"(?<!\w)(?:(?:ale |a |i |but |але |но )?(?:oprocz|bez|poza|z wyjatkiem|wyjawszy|procz|except(?: for)?"
    r"|but not|without|крім|кроме)|(?P<not>(?:(?:ale|a|i|tylko|but|але|но) )?(?:nie|not|не)"
    r"(?: (?:moge|moze|mozemy|pasuje|pasuja|ma czasu|mam czasu|available|можу|може|могу|может))?"
    r"(?: (?:w|we|na|on|в|во|у))?))(?!\w)"
)
#: A fragment with one of these gets no likely answer without it.
DENIED: Final = re.compile(
    r"(?<!\w)(?:nie|bez|oprocz|procz|poza|wyjatkiem|wyjawszy|not|no|never|nigdy|except|without|не|ні|нет|без"
    r"|крім|кроме|can'?t|cannot)(?!\w)"
)
#: Only some of the weeks, which Splot does not know: a likely answer says that it is every one.
SOME_WEEKS: Final = re.compile(
    r"(?<!\w)(?:co (?:drug|dwa|2|trzec|3|kilka)\w*|every (?:other|second)|кожн\w+ друг\w+|кажд\w+ втор\w+)"
)
#: Words that say that the rest holds only sometimes: also in brackets they are asked about.
SOMETIMES: Final = re.compile(
    r"(?<!\w)(?:co (?:drug|dwa|2|trzec|3|kilka)\w*|czas(?:em|ami)|niekiedy|rzadko|ewentualnie|ewent|ew|moze"
    r"|raczej|sometimes|every (?:other|second)|maybe|perhaps|иногда|іноді|кожн\w+ друг\w+|nie|not|od|do|po"
    r"|przed|tylko)(?!\w)"
)
#: From one hour to another.
FROM_TO: Final = re.compile(r"\d\s*(?:h|[ap]\.?m\.?)?\s*(?:-|do|to|a|до)\s*\d")
#: A date a spreadsheet made of hours: "10-12" became the tenth of December.
SPOILED: Final = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(?:19|20)\d\d(?![\d.])")
#: Hours that may be of the afternoon: "wt 4-6", "po 5".
EARLY: Final = re.compile(
    r"(?<![\w:.,-])([1-6])(\s*(?:-|do|a|to)\s*)([1-9])(?![\w:]|[.,]\d|\s*(?:-|[ap]\.?m))"
    r"|(?<!\w)(po|od|after|from)(\s+)([1-6])(?![\w:]|[.,]\d|\s*(?:-|do|to|a |[ap]\.?m))"
)

_WHOLE_DAY: Final[Likely] = (
    ("8-21", _("the whole day, 8–21")),
    ("po południu", _("in the afternoon, 12–17")),
    ("wieczorem", _("in the evening, 17–21")),
    ("rano", _("in the morning, 8–12")),
)
#: Of the hours a phrase may mean, those most people mean who name no day either.
LIKELIEST: Final = "po 17"
_VAGUE: Final[tuple[tuple[str, Likely], ...]] = (
    (
        r"po pracy|po godzinach|after work|після роботи|после работы",
        (("po 16", _("after 16")), ("po 17", _("after 17")), ("po 18", _("after 18"))),
    ),
    (
        r"po (?:szkole|lekcjach|zajeciach|przedszkolu)|after (?:school|classes)|після школи|после школы",
        (("po 14", _("after 14")), ("po 15", _("after 15")), ("po 16", _("after 16"))),
    ),
    (
        r"przed praca|przed szkola|before (?:work|school)|перед роботою|до работы",
        (("6:00-8:00", _("6–8")), ("przed 9", _("before 9")), ("rano", _("in the morning, 8–12"))),
    ),
    (
        r"(?:w )?(?:nocy|noc)|(?:at )?nights?|вночі|ночью",
        (("20-24", _("20–24")), ("22-24", _("22–24"))),
    ),
    (
        r"w dzien|w godzinach pracy|during the day|вдень|днем",
        (
            ("8-16", _("8–16")),
            ("8-21", _("the whole day, 8–21")),
            ("po południu", _("in the afternoon, 12–17")),
        ),
    ),
    (
        r"elastyczn\w+|dowoln\w+|zawsze|kazdy termin|obojetn\w+|bez ograniczen|any ?time|flexible|always"
        r"|wszystko pasuje|będь-коли|буд[ьи]-коли|коли завгодно|в любое время|завжди|всегда",
        (
            ("codziennie 8-20", _("every day, 8–20")),
            ("pn-pt 8-20", _("Monday to Friday, 8–20")),
            ("codziennie po 16", _("every day after 16")),
        ),
    ),
)
VAGUE: Final = re.compile(
    rf"(?<!\w)(?:{'|'.join(f'(?P<v{n}>{words})' for n, (words, _likely) in enumerate(_VAGUE))})(?!\w)"
)


def likely_hours(match: re.Match[str]) -> tuple[Option, ...]:
    """What words matched by VAGUE most likely mean."""
    return _options(_likely(match))


def names_days(match: re.Match[str]) -> bool:
    """Whether the likely answers tell their days as well."""
    return any(speaks_of(meant)[0] for meant, _label in _likely(match))


def likely_days_and_hours(match: re.Match[str]) -> tuple[Option, ...]:
    """Hours where no day is told: each answer says its days, so that nobody is free all week by chance."""
    likely = sorted(_likely(match), key=lambda one: one[0] != LIKELIEST)
    meant, label = likely[0]
    every = Option(format_lazy(_("every day: {hours}"), hours=label), f"codziennie {meant}")
    others = [
        Option(format_lazy(_("Monday to Friday: {hours}"), hours=label), f"pn-pt {meant}")
        for meant, label in likely
    ]
    return (others[0], every, *others[1:])


def _likely(match: re.Match[str]) -> Likely:
    return _VAGUE[int(str(match.lastgroup)[1:])][1]


def likely_of_a_day() -> tuple[Option, ...]:
    """When somebody is free on a day that was only ticked."""
    return _options(_WHOLE_DAY)


def likely_of_a_week() -> tuple[Option, ...]:
    """When somebody is free who only said that they are."""
    return _options(_VAGUE[-1][1])


def _options(likely: Iterable[tuple[str, "StrOrPromise"]]) -> tuple[Option, ...]:
    return tuple(Option(label, meant) for meant, label in likely)
