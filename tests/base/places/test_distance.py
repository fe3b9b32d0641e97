"""Distances between known points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.places.distance import great_circle_km, travel_km

KRAKOW, WARSAW = (50.0614, 19.9366), (52.2297, 21.0122)
points = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def test_great_circle_is_the_known_distance():
    assert great_circle_km(*KRAKOW, *WARSAW) == pytest.approx(252.5, abs=0.1)


def test_great_circle_of_a_degree_of_latitude_is_111_km():
    assert great_circle_km(50, 20, 51, 20) == pytest.approx(111.195, abs=0.001)


@given(points, points)
def test_great_circle_is_the_same_both_ways_and_zero_at_home(a, b):
    assert great_circle_km(*a, *b) == pytest.approx(great_circle_km(*b, *a), abs=1e-6)
    assert great_circle_km(*a, *a) == 0
    assert 0 <= great_circle_km(*a, *b) <= 20_016


def test_travel_is_longer_by_the_detour():
    straight = great_circle_km(*KRAKOW, *WARSAW)
    assert travel_km(*KRAKOW, *WARSAW) == pytest.approx(1.3 * straight)
    assert travel_km(*KRAKOW, *WARSAW, detour=1.0) == straight


def test_travel_refuses_a_detour_shorter_than_the_straight_line():
    with pytest.raises(ValueError, match="straight line"):
        travel_km(*KRAKOW, *WARSAW, detour=0.9)
