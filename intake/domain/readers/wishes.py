"""For whom somebody wishes as a helper, and how strongly, as people write it.

A wish for an origin or a religion is never kept, not in a note or a question either: people are asked whether
a gender is meant.
"""

import re
from dataclasses import replace
from typing import Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.common.enums import GenderWish, WishStrength
from base.places.folding import fold
from intake.domain.readers.understanding import (
    AS_NOTE,
    LEFT_OUT,
    Answers,
    Option,
    Question,
    Reader,
    Reading,
)
from intake.domain.readers.vocabulary import (
    CHANNEL,
    GENDER,
    GENDER_WISH,
    HELP_AREA,
    TRADE,
    WISH_STRENGTH,
    YES_NO,
)

from .choices import choice, choices
from .wordings import Wording
from .words import fingerprint, is_nothing, once, word_set

TOPIC: Final = "wish"
HIDDEN: Final = "…"
WOMANLY: Final = ("ka", "ke", "anka", "anke", "woman", "у", "а")
MARKS: Final = " …,;.!"
ORIGIN: Final = re.compile(
    r"\b(?:pol(?:ka|ke|ki|ak|aka|acy)|ukrain(?:iec|ca|cy|ka|ke|ki|cow)|rosjan\w*|bialorusin\w*"
    r"|gruzin(?:ka|ke|ki)?|czeczen\w*|wietnam(?:czyk|ka)\w*|arab(?:ka|ke)?|hindus\w*|rom(?:ka|ke|ow)?"
    r"|obcokraj\w*|cudzoziem\w*|z (?:ukrainy|polski|rosji|bialorusi|gruzji|azji|afryki)|muzulman\w*"
    r"|chrzescijan\w*|katoli\w*|prawoslawn\w*|zydow\w*|protestan\w*|wierzac\w*|muslim\w*|christian\w*"
    r"|catholic\w*|orthodox|(?:ukrainian|polish) (?:woman|man)|українк\w*|поляк\w*|польк\w*)\b"
)
FILLERS: Final = word_set(
    "z do dla o na to zeby byla byl byc bylo osoba osobe osoby plec plci pomocnik pomocnika pomocy"
    " wolontariusz wolontariusza opiekun mentor mentora a an the would like wants by if be person helper"
    " volunteer prosi chce prosze wybiera zyczenie zyczy sobie щоб була був особа"
)
GENDERS: Final = Wording(GENDER_WISH, FILLERS)
STRENGTHS: Final = Wording({code: word for code, word in WISH_STRENGTH.items() if code != WishStrength.NONE})
MUST_BE_WOMAN: Final = "tylko kobieta"
MUST_BE_MAN: Final = "tylko mężczyzna"


def understand_wish(text: str, answers: Answers) -> Reading:
    """A GenderWish, with its strength under `also["wish_strength"]` where it is told, or a question of the
    topic "wish"."""
    return _wish(text, answers)


def _read(text: str, answers: Answers) -> Reading:
    if (reading := _certain(text)) is not None:
        return reading
    kept = without_origin(text)
    question = _question(text, kept)
    meant = answers.get(TOPIC, question.said)
    if meant == LEFT_OUT:
        return Reading()
    if meant == AS_NOTE:
        return Reading(note=kept)
    taken = _certain(meant) if meant else None
    if taken is None or taken.value is None:
        return Reading(questions=(question,))
    says_more = GENDERS.is_more_than(" ".join(STRENGTHS.find(kept).around), taken.value)
    return replace(taken, note=kept if says_more and kept.strip(MARKS) else "")


def _certain(text: str) -> Reading | None:
    if code := GENDERS.exact(text):
        return Reading(GenderWish(code))
    if is_nothing(text):
        return Reading()
    strength = STRENGTHS.find(text)
    wish = GENDERS.find(" ".join(strength.around))
    if len(wish.codes) != 1 or not wish.is_sure or len(strength.codes) > 1:
        return None
    also = {"wish_strength": WishStrength(strength.codes[0])} if strength.codes else {}
    return Reading(GenderWish(wish.codes[0]), also=also)


def _question(text: str, kept: str) -> Question:
    """Whom somebody wishes for; who is named comes first."""
    wish = GENDERS.find(" ".join(STRENGTHS.find(text).around))
    named = [code for code in wish.codes if code != GenderWish.ANY]
    genders = list(dict.fromkeys([*named, GenderWish.WOMAN, GenderWish.MAN]))
    if wish.is_denied and len(named) == 1:
        genders.remove(named[0])
    said = kept
    if origin := ORIGIN.search(fold(text)):
        said = f"{kept} {fingerprint(text)}"
        if not named and not origin[0].endswith(WOMANLY):
            genders.reverse()
        sentence = _("“{text}”: we do not keep wishes for an origin or a religion. Is a gender meant?")
    else:
        sentence = _("“{text}”: whom do they wish for?")
    must = {
        GenderWish.WOMAN: Option(_("only a woman"), MUST_BE_WOMAN),
        GenderWish.MAN: Option(_("only a man"), MUST_BE_MAN),
    }
    options = [
        *GENDERS.options(genders),
        *(must[GenderWish(code)] for code in genders),
        *GENDERS.options(["any"]),
    ]
    return Question(TOPIC, said, format_lazy(sentence, text=kept), tuple(options))


def without_origin(text: str) -> str:
    """A wish without the words that tell of an origin or a religion."""
    folded = fold(text)
    if len(folded) != len(text):
        text = folded
    parts, at = [], 0
    for match in ORIGIN.finditer(folded):
        parts += [text[at : match.start()], HIDDEN]
        at = match.end()
    return "".join([*parts, text[at:]]).strip()


_wish = once(_read)
WISH: Final = Reader(understand_wish, GENDERS.show)
STRENGTH: Final = choice(WISH_STRENGTH)
GENDER_READER: Final = choice(GENDER)
CHANNELS: Final = choice(CHANNEL)
TRADES: Final = choice(TRADE)
AREAS: Final = choices(HELP_AREA)
YES_OR_NO: Final = choice(YES_NO)
