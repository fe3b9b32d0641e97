"""The plane of the maps: units of 100 m, south down, areas kept."""

from math import hypot

from base.places.distance import great_circle_km
from base.places.projection import UNITS_PER_KM, project


def test_origin_is_nought_and_south_is_down():
    assert project(52.0, 19.5) == (0, 0)
    east, south = project(51.0, 20.5)
    assert east > 0
    assert south > 0


def test_distances_are_right_within_one_percent_all_over_poland():
    cities = [(54.35, 18.65), (50.06, 19.94), (53.43, 14.55), (52.23, 21.01), (49.78, 22.77)]
    for here in cities:
        for there in cities:
            (x1, y1), (x2, y2) = project(*here), project(*there)
            drawn = hypot(x1 - x2, y1 - y2) / UNITS_PER_KM
            assert abs(drawn - great_circle_km(*here, *there)) <= 0.01 * drawn
