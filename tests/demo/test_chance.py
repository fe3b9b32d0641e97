"""The same seed draws the same people; another seed draws others."""

from base.organisations.validators import validate_nip
from demo.cast import KRAKOW, WIELICZKA
from demo.chance import Chance, place_at
from demo.employers import nip
from demo.families import family
from families.domain.household_data import problems_of_household


def drawn(seed):
    chance = Chance(seed)
    return [family(chance, chance.newcomer(), KRAKOW) for _ in range(20)]


def test_chance_of_one_seed_draws_the_same_families():
    assert drawn(3) == drawn(3)
    assert drawn(3) != drawn(4)


def test_chance_draws_only_families_that_can_be_registered():
    assert [problems_of_household(data) for data in drawn(5)] == [{}] * 20


def test_chance_draws_numbers_of_firms_that_check():
    chance = Chance(1)

    numbers = [nip(chance) for _ in range(50)]
    for number in numbers:
        validate_nip(number)
    assert len(set(numbers)) == 50


def test_towns_of_the_demo_exist():
    for _weight, code, name in (*KRAKOW, *WIELICZKA):
        assert place_at(code, name).name == name
