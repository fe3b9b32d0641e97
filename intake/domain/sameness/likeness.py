"""Whether two names may be one name: typos, swapped order, initials, double surnames, and the ways Polish,
English and Ukrainian write the same sounds. Nothing here decides; it only says what is worth asking."""

import re
from functools import lru_cache
from typing import Final

from base.places.folding import fold

from .given_names import GIVEN_NAMES

#: Letters of Cyrillic as Polish would write their sound; `fold` has taken the marks off before.
CYRILLIC: Final = str.maketrans(
    {
        **dict(zip("абвгґдезиіїйклмнопрстуўф", "abvhhdeziiiiklmnoprstuuf", strict=True)),
        **dict(zip("жхцчшщыэюя", ("zh", "h", "c", "cz", "sz", "sz", "i", "e", "iu", "ia"), strict=True)),
        **dict.fromkeys("ъь'’ʼ`´", ""),
    }
)
#: One sound, many spellings; in this order.
SOUNDS: Final = tuple(
    (re.compile(spelling), sound)
    for spelling, sound in (
        (r"szcz|shch", "S"),
        (r"dzh?|dż", "Z"),
        (r"sch|sh|sz", "S"),
        (r"rz|zh", "Z"),
        (r"tch|cz|ch|kh|gh|g|h", "H"),
        (r"ph", "F"),
        (r"ck|q", "K"),
        (r"t[sz]", "C"),
        (r"x", "KS"),
        (r"w", "V"),
        (r"oo|ou", "U"),
        (r"[ijy]+(?=[aeou])", ""),
        (r"[ijy]+|ee", "I"),
        (r"(.)\1+", r"\1"),
    )
)
#: An initial and the sounds its name may begin with.
FIRST_SOUNDS: Final = {"j": "IAEOU", "y": "IAEOU", "i": "IAEOU", "c": "CH", "s": "SH", "z": "Z", "d": "DZ"}
SHORT: Final = 3
INITIAL: Final = "."
Sounds = tuple[str, ...]


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, folded; the parts of a double surname are words."""
    return tuple(re.findall(r"[^\W_]+", fold(name).translate(CYRILLIC)))


@lru_cache(maxsize=65_536)
def sound_of(word: str) -> str:
    """How a folded word sounds, roughly: "kowalczuk" and "kovalchuk" are one. An initial keeps its dot."""
    if len(word) == 1 and word.isalpha():
        return word + INITIAL
    sound = word
    for spelling, one in SOUNDS:
        sound = spelling.sub(one, sound)
    return sound.upper() or word.upper()


@lru_cache(maxsize=65_536)
def sounds_of(name: str) -> Sounds:
    """The sounds of a name's words, in their order."""
    return tuple(map(sound_of, words_of(name)))


def is_initial(sound: str) -> bool:
    """Whether only the first letter is told."""
    return sound.endswith(INITIAL)


@lru_cache(maxsize=131_072)
def names_alike(one: Sounds, other: Sounds) -> bool:
    """Whether all words of the shorter name are, spelled somehow, words of the longer one.

    Two whole words have to agree, or one and an initial; a name of a single word only equals itself.
    """
    short, long = sorted((one, other), key=len)
    if len(short) < 2:
        return short == long and bool(short)
    pairs = _pair_up(short, long)
    if pairs is None:
        return False
    whole = [(a, b) for a, b in pairs if not is_initial(a) and not is_initial(b)]
    if len(whole) < 2 and not (whole and len(whole[0][0]) > SHORT):
        return False
    return not any(_differs_by_gender(a, b) and not _others_are_given(whole, a) for a, b in whole)


@lru_cache(maxsize=262_144)
def words_alike(one: str, other: str) -> bool:
    """Whether two words (as sounds) may be the same: equal, names of one person, or a single typo apart."""
    if one == other:
        return True
    if is_initial(one) or is_initial(other):
        return _begins(one, other) or _begins(other, one)
    given, given_other = GIVEN.get(one), GIVEN.get(other)
    if given and given_other:
        return given == given_other
    if min(len(one), len(other)) <= SHORT or any(sign.isdigit() for sign in one + other):
        return False
    return one_typo_apart(one, other)


def one_typo_apart(one: str, other: str) -> bool:
    """Whether one sign was added, lost or changed, or two neighbours changed places."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    # A slip touches two neighbours at most: what stands before it, or what stands behind it, is a half.
    half = min(len(one), len(other)) // 2 - 1
    if half > 0 and one[:half] != other[:half] and one[-half:] != other[-half:]:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    if len(a) == len(b):
        return a[1:] == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])
    return a[1:] == b or a == b[1:]


def shortened(word: str) -> list[str]:
    """The word with each of its signs left out in turn: two a typo apart share one of these, or are one."""
    return [word[:at] + word[at + 1 :] for at in range(len(word))]


def _pair_up(short: Sounds, long: Sounds) -> list[tuple[str, str]] | None:
    """Each word of the shorter name with one of the longer; equal ones first. None when one finds none."""
    free, pairs = list(long), []
    waiting = []
    for word in short:
        if word in free:
            free.remove(word)
            pairs.append((word, word))
        else:
            waiting.append(word)
    for word in sorted(waiting, key=is_initial):
        found = next((other for other in free if words_alike(word, other)), None)
        if found is None:
            return None
        free.remove(found)
        pairs.append((word, found))
    return pairs


def _begins(initial: str, word: str) -> bool:
    if not is_initial(initial) or is_initial(word):
        return False
    letter = initial[0]
    return word[0] in FIRST_SOUNDS.get(letter, sound_of(f"{letter}a")[0])


def _differs_by_gender(one: str, other: str) -> bool:
    """Jan and Jana, Petrov and Petrova."""
    return one + "A" == other or other + "A" == one


def _others_are_given(pairs: list[tuple[str, str]], word: str) -> bool:
    """Whether a given name is told beside this word, which is then a surname."""
    return any(a in GIVEN and GIVEN.get(b) == GIVEN[a] for a, b in pairs if a != word)


#: {sound of a given name: the name it is a form of}
GIVEN: Final[dict[str, str]] = {
    sound_of(form): names[0] for names in map(words_of, GIVEN_NAMES) for form in names
}
