"""Words that stand for one code, or for several, as people write them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.common.enums import HelpArea
from intake.domain.readers.understanding import AS_NOTE, LEFT_OUT, Answers, Question, Reader, Reading
from intake.domain.readers.vocabulary import CHANNEL, HELP_AREA, TRADE, Vocabulary, topic_of

from .asking import joined_notes
from .wordings import Found, Wording, parts_of
from .words import is_nothing, once, plain, word_set

HELP_FILLERS: Final = word_set(
    "pomoc pomocy pomoca pomaga pomagac pomoze znalezienie znalezieniu obsluga obsludze miescie zajecia"
    " spedzanie spedzaniu"
    " w we z ze przy do dla na u po o od sie ich jej jego nauka nauce nauke nauki wsparcie wsparcia"
    " potrzebuje potrzebna potrzebny potrzebne potrzeba potrzebuja chce chca sprawa sprawy spraw"
    " sprawach dzieci dziecka dziecko dziecku dziecmi dzieciom wizyta wizyty wizyt wizycie szukanie"
    " szuka szukaniu szukaja poszukiwanie poszukiwaniu jezyk jezyka jezyku co codzien codzienny"
    " codziennego dzien zalatwianie zalatwianiu wypelnianie wypelnianiu oraz tez takze x tak yes v help"
    " with the of for support needs need learning in at to a an and допомога допомогу з у для помощь с в"
    " помощи"
)
FEW: Final = 6  # codes of a vocabulary: all of them are offered
TRADE_FILLERS: Final = word_set(
    "pracownik pracownica pracownicy praca w na branza zaklad firma specjalista worker work in the of i oraz"
)
CHANNEL_FILLERS: Final = word_set("kontakt kontaktu najlepiej przez droga nr by via the contact na")
#: Ways to be reached that Splot does not have, and what is nearest to them.
MESSENGERS: Final = word_set("whatsapp whats app wa viber telegram signal messenger facebook fb skype")
#: In a phrase of one piece the first is meant, and the second only says what about.
ABSORBS: Final = (
    (HelpArea.POLISH_EXAM, HelpArea.EVERYDAY_POLISH),
    (HelpArea.CHILDREN_HOMEWORK, HelpArea.SCHOOL),
)


def choice(words: Vocabulary, topic: str = "") -> Reader:
    """One code, by its word in Polish or English; what is not clear is a question of the vocabulary's topic,
    and words that say more than the code are kept for the note."""
    wording = wording_of(words)
    topic = topic or topic_of(words)

    def take(text: str) -> Reading | None:
        if code := wording.exact(text):
            return Reading(code)
        found = wording.find(text)
        sure = found.is_sure and len(found.codes) == 1
        return Reading(found.codes[0], note=_closer(found, text)) if sure else None

    def read(text: str, answers: Answers) -> Reading:
        if reading := take(text):
            return reading
        if is_nothing(text):
            return Reading()
        question = ask(wording, topic, text, likely(wording, text))
        meant = answers.get(topic, text)
        if meant in {AS_NOTE, LEFT_OUT}:
            return Reading(note=text if meant == AS_NOTE else "")
        told = take(meant) if meant else None
        if told is None:
            return Reading(questions=(question,))
        return Reading(told.value, note=text if wording.is_more_than(text, told.value) else "")

    return Reader(once(read), wording.show)


def choices(words: Vocabulary, topic: str = "") -> Reader:
    """A frozenset of codes, their words set apart by commas; a part that is not clear is a question."""
    wording = wording_of(words)
    topic = topic or topic_of(words)

    def take(part: str) -> Reading | None:
        if code := wording.exact(part):
            return Reading((code,))
        found = _absorbed(wording.find(part))
        sure = found.is_sure and (len(found.codes) == 1 or found.has_and)
        return Reading(found.codes, note=_closer(found, part)) if sure else None

    def read(text: str, answers: Answers) -> Reading:
        if is_nothing(text):
            return Reading()
        readings = [read_part(part, answers) for part in parts_of(text) if not is_nothing(part)]
        codes = frozenset(code for reading in readings for code in reading.value or ())
        questions = dict.fromkeys(question for reading in readings for question in reading.questions)
        return Reading(codes or None, joined_notes(*(one.note for one in readings)), tuple(questions))

    def read_part(part: str, answers: Answers) -> Reading:
        if reading := take(part):
            return reading
        meant = answers.get(topic, part)
        if meant in {AS_NOTE, LEFT_OUT}:
            return Reading(note=part if meant == AS_NOTE else "")
        told = [take(one) for one in parts_of(meant)] if meant else [None]
        if all(told):
            codes = [code for reading in told if reading for code in reading.value]
            return Reading(codes, note=part if wording.is_more_than(part, codes[0]) else "")
        return Reading(questions=(ask(wording, topic, part, likely(wording, part)),))

    def show(codes: Iterable[str]) -> str:
        return ", ".join(wording.show(code) for code in words if code in codes)

    return Reader(once(read), show)


def wording_of(words: Vocabulary) -> Wording:
    """A vocabulary with the words that only stand around in its columns."""
    fillers = {id(HELP_AREA): HELP_FILLERS, id(TRADE): TRADE_FILLERS, id(CHANNEL): CHANNEL_FILLERS}
    return Wording(words, fillers.get(id(words), frozenset()))


def likely(wording: Wording, text: str) -> list[str]:
    """Codes a text may mean: those it names, those it looks like, all where they are few; none it denies."""
    found = list(wording.find(text).codes)
    if not found and not MESSENGERS.isdisjoint(plain(text).split()):
        found = [code for code in ("phone_call", "sms") if code in wording.words]
    few = [*wording.words] if len(wording.words) <= FEW and len(found) <= 1 else []
    denied = wording.denied(text)
    return [code for code in dict.fromkeys([*found, *wording.like(text), *few]) if code not in denied]


def ask(wording: Wording, topic: str, text: str, codes: Iterable[str]) -> Question:
    """Which of a vocabulary's words is meant."""
    sentence = format_lazy(_("“{text}”: what is meant here?"), text=text)
    return Question(topic, text, sentence, wording.options(codes))


def _closer(found: Found, text: str) -> str:
    """The text for the note where its words say more than the code: "matematyka" is homework. Which doctor
    somebody sees tells of their health, and is not kept."""
    return text if set(found.told_closely) - {HelpArea.HEALTH_APPOINTMENTS} else ""


def _absorbed(found: Found) -> Found:
    codes = found.codes
    if not found.has_and:
        for meant, about in ABSORBS:
            codes = tuple(code for code in codes if code != about or meant not in codes)
    return replace(found, codes=codes)
