"""Who is here already: the same person is never added twice, whoever typed them first and however."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from phonenumber_field.phonenumber import to_python

from base.places.folding import fold

from .columns import Known, Values

LONGEST_KEY = 64


@dataclass(frozen=True)
class Traits:
    """What somebody is recognised by, made comparable; `around` is a post code or an employer."""

    own_number: str
    name: str
    phone: str
    email: str
    around: str

    @property
    def key(self) -> str:
        """The import key: their own number, else a fingerprint of name and the best contact there is."""
        if self.own_number:
            key = f"n:{self.own_number}"
            return key if len(key) <= LONGEST_KEY else f"n#{_digest(key)}"
        return f"f:{_digest('|'.join([self.name, self.phone or self.email or self.around]))}"


@dataclass(frozen=True)
class Seen:
    """Somebody met before: by label, or by the row of this very file."""

    label: str = ""
    row: int = 0
    own_number: str = ""


@dataclass
class People:
    """Everybody of the centre, and of the rows looked at so far."""

    by_key: dict[str, Seen] = field(default_factory=dict)
    by_contact: dict[tuple[str, str], Seen] = field(default_factory=dict)
    by_place: dict[tuple[str, str], Seen] = field(default_factory=dict)

    @classmethod
    def of(cls, known: Iterable[Known]) -> "People":
        """The index of a centre's people."""
        people = cls()
        for one in known:
            number = one.import_key.removeprefix("n:") if one.import_key.startswith("n:") else ""
            traits = Traits(number, _word(one.name), one.phone, one.email.lower(), _word(one.postcode))
            people.add(traits, Seen(label=one.label, own_number=number), key=one.import_key)
        return people

    def add(self, traits: Traits, seen: Seen, *, key: str) -> None:
        """From now on known."""
        if key:
            self.by_key.setdefault(key, seen)
        for contact in filter(None, (traits.phone, traits.email)):
            self.by_contact.setdefault((traits.name, contact), seen)
        if traits.around:
            self.by_place.setdefault((traits.name, traits.around), seen)

    def same(self, traits: Traits) -> Seen | None:
        """Surely this person: the same key, or name and contact; without a contact, name and place."""
        if seen := self.by_key.get(traits.key):
            return seen
        contacts = [contact for contact in (traits.phone, traits.email) if contact]
        seen = next(filter(None, (self.by_contact.get((traits.name, one)) for one in contacts)), None)
        if seen is None and not contacts:
            seen = self.by_place.get((traits.name, traits.around))
        return None if seen and _numbered_apart(traits, seen) else seen

    def alike(self, traits: Traits) -> Seen | None:
        """Perhaps this person: the name and the place are the same, or a contact under two numbers."""
        contacts = [contact for contact in (traits.phone, traits.email) if contact]
        seen = next(filter(None, (self.by_contact.get((traits.name, one)) for one in contacts)), None)
        return seen or self.by_place.get((traits.name, traits.around))


def traits_of(values: Values, name: str) -> Traits:
    """What a row's person is recognised by."""
    phone = to_python(values.get("phone") or "", region="PL")
    return Traits(
        own_number=_word(values.get("own_number", "")),
        name=_word(name),
        phone=phone.as_e164 if phone and phone.is_valid() else "",
        email=values.get("email", "").lower(),
        around=_word(values["place"].postcode if values.get("place") else values.get("employer", "")),
    )


def _numbered_apart(traits: Traits, seen: Seen) -> bool:
    """Both carry a number of their own, and not the same one."""
    return bool(traits.own_number and seen.own_number and traits.own_number != seen.own_number)


def _word(text: str) -> str:
    return " ".join(fold(text).replace(".", " ").replace(",", " ").split())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:48]
