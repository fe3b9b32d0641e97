"""Names that may be one name, and names that are not."""

import pytest

from intake.domain.sameness.likeness import names_alike, one_typo_apart, sounds_of

ALIKE = [
    ("Ołena Kowalczuk", "Olena Kovalchuk"),
    ("Олена Ковальчук", "Kowalczuk Ołena"),
    ("Олена Ковальчук", "Olena Kovalchuk"),
    ("Aleksandra Nowak", "Oleksandra Novak"),
    ("Halyna Lysenko", "Galina Łysenko"),
    ("Yevhenii Shevchenko", "Jewhenij Szewczenko"),
    ("Щербак Юрій", "Jurij Szczerbak"),
    ("Щербак Юрій", "Yurii Shcherbak"),
    ("Христина Жук", "Khrystyna Zhuk"),
    ("Ганна Бойко", "Hanna Bojko"),
    ("O. Kowalczuk", "Olena Kowalczuk"),
    ("J. Nowak", "Jan Nowak"),
    ("Anna Nowak-Kowalska", "Anna Kowalska"),
    ("Kasia Wójcik", "Katarzyna Wojcik"),
    ("Natalia Mazur", "Natalia Mazr"),
    ("Piotr Zieliński", "Piotr Zieilnski"),
    ("Anna Petrova", "Anna Petrov"),
    ("Tran Thi Linh", "Linh Tran"),
]
UNALIKE = [
    ("Olena Kowal", "Anna Kowal"),
    ("Marta Nowak", "Maria Nowak"),
    ("Jan Nowak", "Jana Nowak"),
    ("Oleksandr Bondar", "Oleksandra Bondar"),
    ("Bożydar Nowak", "Bożydara Nowak"),
    ("Jan Kowalski", "Anna Kowalska"),
    ("Olena", "Olena Kowal"),
    ("O. Kowalczuk", "Anna Kowalczuk"),
    ("O. K.", "Olena Kowal"),
    ("Olena 201", "Olena 202"),
    ("Anh Vu", "Anh Vo"),
    ("", ""),
    ("", "Olena Kowal"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_one_name_in_two_spellings_is_seen(one, other):
    assert names_alike(sounds_of(one), sounds_of(other))
    assert names_alike(sounds_of(other), sounds_of(one))


@pytest.mark.parametrize(("one", "other"), UNALIKE)
def test_two_names_are_not_taken_for_one(one, other):
    assert not names_alike(sounds_of(one), sounds_of(other))
    assert not names_alike(sounds_of(other), sounds_of(one))


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("600100200", "600100201", True),
        ("600100200", "600010200", True),
        ("600100200", "60010020", True),
        ("600100200", "600100200", False),
        ("600100200", "600200100", False),
        ("600100200", "600101201", False),
    ],
)
def test_a_typo_is_one_sign_or_two_neighbours(one, other, apart):
    assert one_typo_apart(one, other) is apart
    assert one_typo_apart(other, one) is apart
