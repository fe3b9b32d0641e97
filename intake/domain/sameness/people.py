"""Who is here already: the same person is never added twice, whoever typed them first and however."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from typing import Any, Final, Self

from phonenumber_field.phonenumber import to_python

from base.places.folding import fold
from intake.domain.sheets.columns import Known, Values

from .likeness import names_alike, one_typo_apart, sounds_of, words_of
from .sounding import Sounding

LONGEST_KEY: Final = 64
E164: Final = re.compile(r"\+\d{8,15}")
MOST_TWINS: Final = 3
#: A contact that so many people share belongs to an institution: it makes nobody the same.
SHARED: Final = 5


@dataclass(frozen=True)
class Traits:
    """What somebody is recognised by, made comparable; `around` is a post code or an employer, `label` the
    one Splot wrote into a file it gave out."""

    own_number: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    around: str = ""
    place: str = ""
    label: str = ""

    @property
    def key(self) -> str:
        """The import key: their own number, else a fingerprint of name and the best contact there is."""
        if self.own_number:
            key = f"n:{self.own_number}"
            return key if len(key) <= LONGEST_KEY else f"n#{_digest(key)}"
        best = self.phone or self.email or self.around or self.place
        return f"f:{_digest(f'{self.name}|{best}')}"

    @property
    def whole_key(self) -> str:
        """A fingerprint of all there is: a row that says just the same is about the same person."""
        told = (self.own_number, self.name, self.phone, self.email, self.around, self.place)
        return f"w:{_digest('|'.join(told))}"

    @property
    def is_faint(self) -> bool:
        """A name alone: two people may well share it."""
        return not (self.own_number or self.phone or self.email or self.around or self.place or self.label)

    @property
    def contacts(self) -> tuple[str, ...]:
        """Phone and e-mail, where they are told."""
        return tuple(filter(None, (self.phone, self.email)))

    def as_json(self) -> dict[str, str]:
        """What is told of them, for `StagedRow.traits`."""
        return {name: text for name, text in asdict(self).items() if text}

    @classmethod
    def from_json(cls, told: Mapping[str, str]) -> Self:
        """Back from `StagedRow.traits`."""
        return cls(**told)


@dataclass(frozen=True)
class Twin:
    """Somebody it surely or perhaps is: by label in Splot, or by the row (its pk and its number) of this
    file. `why` are codes of `intake.domain.sameness.reasons`."""

    label: str = ""
    row: int = 0
    number: int = 0
    archived: bool = False
    sure: bool = False
    why: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """How a decision names it: "K-417" or "row:12"."""
        return self.label or f"row:{self.row}"

    def as_json(self) -> dict[str, Any]:
        """An item of `StagedRow.twins`."""
        row = {"row": self.row, "number": self.number}
        who: dict[str, Any] = {"label": self.label} if self.label else row
        archived = {"archived": True} if self.archived else {}
        return {**who, **archived, "sure": self.sure, "why": list(self.why)}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Back from `StagedRow.twins`."""
        return cls(**{**told, "why": tuple(told["why"])})


@dataclass(frozen=True)
class _Seen:
    """Somebody met before."""

    who: Twin
    traits: Traits
    #: The words of their name, sorted: whoever swaps them says the same.
    name: str


@dataclass
class People:
    """Everybody of the centre, and of the rows looked at so far."""

    seen: list[_Seen] = field(default_factory=list)
    by_label: dict[str, int] = field(default_factory=dict)
    by_key: dict[str, int] = field(default_factory=dict)
    by_contact: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_place: dict[tuple[str, str], int] = field(default_factory=dict)
    by_sound: Sounding = field(default_factory=Sounding)
    #: Rows of the file that are about somebody in Splot, by label: a second one repeats the first.
    claims: dict[str, Twin] = field(default_factory=dict)

    @classmethod
    def of(cls, known: Iterable[Known], remembered: Mapping[str, str] | None = None) -> Self:
        """The index of a centre's people. `remembered`: keys of rows that became somebody in an earlier
        import, by label (`intake.domain.comparing.keys_of`)."""
        people = cls()
        for one in known:
            number = one.import_key.removeprefix("n:") if one.import_key.startswith("n:") else ""
            traits = Traits(
                number, _word(one.name), one.phone, one.email.lower(), _word(one.postcode), _word(one.place)
            )
            people._enter(traits, Twin(label=one.label, archived=one.archived), one.import_key)
        for key, label in (remembered or {}).items():
            if label in people.by_label:
                people.by_key.setdefault(key, people.by_label[label])
        return people

    def add(self, traits: Traits, *, row: int, number: int, label: str = "") -> None:
        """A row of the file, by pk and number, is known from now on: as somebody new, or as the first row
        about the person of this label."""
        twin = Twin(row=row, number=number)
        if label:
            self.claims.setdefault(label, twin)
        else:
            self._enter(traits, twin, traits.key)

    def twins(self, traits: Traits) -> list[Twin]:
        """Who it surely is, alone; else those it perhaps is, the likeliest first, at most three. Where a row
        above is about that person in Splot already, it is that row."""
        same = self.same(traits)
        found = self.alike(traits) if same is None else [same]
        return list({twin.code: twin for twin in map(self._first_about, found)}.values())

    def same(self, traits: Traits) -> Twin | None:
        """Surely this person: a row like this one became them before; they carry its number, and a name or
        contact of it; the same name and contact; without a contact, the same name and place."""
        if (at := self.by_key.get(traits.whole_key)) is not None and not traits.label:
            return self._twin(at, sure=True, why=("only_name" if traits.is_faint else "row",))
        for at, why in self._numbered(traits):
            if self._vouched(traits, at):
                return self._twin(at, sure=True, why=(why,))
        named = self._named(traits)
        if len(named) > 1:
            return None  # two people were told apart before: which of them it is, a person says
        if named:
            ((at, why),) = named.items()
            return self._twin(at, sure=True, why=("name", why))
        if (at := self.by_key.get(traits.key)) is not None and not traits.own_number:
            why = "only_name" if traits.is_faint else "row"
            return self._twin(at, sure=True, why=(why,))
        return self._by_place(traits)

    def alike(self, traits: Traits) -> list[Twin]:
        """Perhaps this person, the likeliest first."""
        found: dict[int, tuple[str, ...]] = {}
        for at, why in self._numbered(traits):
            found.setdefault(at, (why, "other_name"))
        for contact in traits.contacts:
            others = self.by_contact.get(contact, ())
            for at in others:
                name = self._name_reason(traits, at)
                if name != "other_name" or len(others) < SHARED:
                    found.setdefault(at, ("phone" if contact == traits.phone else "email", name))
        mine = _sorted(traits.name)
        for at in self.by_sound.near(sounds_of(traits.name)):
            if at not in found and (why := _evidence(traits, mine, self.seen[at])):
                name = self._name_reason(traits, at)
                if name != "other_name" and not self._numbered_apart(traits, at):
                    found[at] = (name, why)
        best = sorted(found.items(), key=lambda one: (_LIKELIEST.index(one[1][0]), one[0]))
        return [self._twin(at, sure=False, why=why) for at, why in best[:MOST_TWINS]]

    def free_key(self, traits: Traits, *, row: int) -> str:
        """The import key of somebody new: their own, or one of the row where another person holds that."""
        holder = self.by_key.get(traits.key)
        if holder is None or self.seen[holder].who.row == row:
            return traits.key
        return f"f:{_digest(f'{traits.key}|{row}')}"

    def _first_about(self, twin: Twin) -> Twin:
        """The row above that is about this person, if there is one, in their place."""
        first = self.claims.get(twin.label)
        return replace(first, sure=twin.sure, why=twin.why) if first else twin

    def _enter(self, traits: Traits, who: Twin, key: str) -> None:
        at = len(self.seen)
        self.seen.append(_Seen(who, traits, _sorted(traits.name)))
        if who.label:
            self.by_label[who.label] = at
        if key:
            self.by_key.setdefault(key, at)
        for contact in traits.contacts:
            self.by_contact[contact].append(at)
        if traits.around:
            self.by_place.setdefault((_sorted(traits.name), traits.around), at)
        self.by_sound.add(sounds_of(traits.name), at)

    def _named(self, traits: Traits) -> dict[int, str]:
        """Those of just this name who have a contact of it, each with which."""
        found: dict[int, str] = {}
        for contact in traits.contacts:
            for at in self.by_contact.get(contact, ()):
                if self._one_name(traits, at) and not self._numbered_apart(traits, at):
                    found.setdefault(at, "phone" if contact == traits.phone else "email")
        return found

    def _numbered(self, traits: Traits) -> list[tuple[int, str]]:
        """Those who carry the same number of Splot's, or of the centre's own."""
        found = []
        if (at := self.by_label.get(traits.label)) is not None:
            found.append((at, "label"))
        if traits.own_number and (at := self.by_key.get(traits.key)) is not None:
            found.append((at, "number"))
        return found

    def _vouched(self, traits: Traits, at: int) -> bool:
        """Whether more than a number speaks for it: a list that counts its rows from 1 numbers strangers
        alike."""
        other = self.seen[at].traits
        if not other.name or set(traits.contacts) & set(other.contacts):
            return True
        if traits.label and traits.label == self.seen[at].who.label:
            return bool(set(words_of(traits.name)) & set(words_of(other.name)))
        return self._name_reason(traits, at) != "other_name"

    def _by_place(self, traits: Traits) -> Twin | None:
        if traits.contacts or not traits.around:
            return None
        at = self.by_place.get((_sorted(traits.name), traits.around))
        if at is None or self.seen[at].traits.contacts or self._numbered_apart(traits, at):
            return None
        return self._twin(at, sure=True, why=("name", "place"))

    def _one_name(self, traits: Traits, at: int) -> bool:
        return _sorted(traits.name) == self.seen[at].name

    def _name_reason(self, traits: Traits, at: int) -> str:
        if self._one_name(traits, at):
            return "name"
        other = self.seen[at].traits.name
        return "alike_name" if names_alike(sounds_of(traits.name), sounds_of(other)) else "other_name"

    def _numbered_apart(self, traits: Traits, at: int) -> bool:
        """Both carry a number of their own, and not the same one."""
        other = self.seen[at].traits
        return bool(traits.own_number and other.own_number and traits.own_number != other.own_number)

    def _twin(self, at: int, *, sure: bool, why: Sequence[str]) -> Twin:
        return replace(self.seen[at].who, sure=sure, why=tuple(why))


#: First reasons of a perhaps, the likeliest first.
_LIKELIEST: Final = ("label", "number", "phone", "email", "name", "alike_name")


def traits_of(values: Values, name: str) -> Traits:
    """What a row's person is recognised by."""
    place = values.get("place")
    return Traits(
        own_number=_word(str(values.get("own_number") or "")),
        name=_word(name),
        phone=e164(str(values.get("phone") or "")),
        email=(values.get("email") or "").lower(),
        around=_word(place.postcode if place else values.get("employer") or ""),
        place=_word(place.name) if place else "",
        label=(values.get("splot_label") or "").strip().upper(),
    )


@lru_cache(maxsize=32_768)
def e164(text: str) -> str:
    """A telephone number in the one form that compares, "" where it is none."""
    if E164.fullmatch(text):
        return text  # as our readers give it, who have seen that it is one
    phone = to_python(text, region="PL") if text else None
    return str(phone.as_e164) if phone and phone.is_valid() else ""


def codes_of(twins: Collection[Mapping[str, Any]]) -> set[str]:
    """How decisions name the twins of a row."""
    return {Twin.from_json(one).code for one in twins}


def _evidence(one: Traits, name: str, seen: _Seen) -> str:
    """What speaks, beside a name, for one person; "" for nothing."""
    other = seen.traits
    if one.phone and other.phone and one_typo_apart(one.phone, other.phone):
        return "near_phone"
    if one.around and one.around == other.around:
        return "place"
    if one.email and other.email and one_typo_apart(one.email, other.email):
        return "near_email"
    apart = one.phone and other.phone and one.phone != other.phone
    if one.place and one.place == other.place and not (one.around and other.around) and not apart:
        return "place"
    return "only_name" if name == seen.name and (_nowhere(one) or _nowhere(other)) else ""


def _nowhere(traits: Traits) -> bool:
    return not (traits.contacts or traits.around or traits.place)


def _sorted(name: str) -> str:
    return " ".join(sorted(name.split()))


def _word(text: str) -> str:
    return " ".join(fold(text).replace(".", " ").replace(",", " ").split())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:48]
