"""A map of voivodeships whose counties are shaded as the caller says. Boundaries of our own, no tiles."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from base.places.counties import all_counties, towns_of, voivodeship_borders
from base.places.gazetteer import VOIVODESHIPS

from .county_map import MANY, WIDTH, Area, Frame, path_of
from .map_labels import Name, place_names


@dataclass(frozen=True)
class ShadedMap:
    """A drawing 1000 wide; `fine`: so many counties that their lines are thinner."""

    height: int
    areas: tuple[Area, ...]
    borders: str
    names: tuple[Name, ...]
    fine: bool


def draw_shaded_map(
    shades: Mapping[str, tuple[str, str]], voivodeships: Collection[str], *, otherwise: tuple[str, str]
) -> ShadedMap:
    """`shades` by TERYT county code: the shade and what the county says after its name; `otherwise` of those
    not named. Codes that are no voivodeship's are left out."""
    codes = set(voivodeships) & VOIVODESHIPS.keys()
    counties = [county for county in all_counties() if county.voivodeship_code in codes]
    if not counties:
        return ShadedMap(0, (), "", (), fine=False)
    frame = Frame.around([point for county in counties for ring in county.rings for point in ring])
    areas = []
    for county in counties:
        shade, words = shades.get(county.code, otherwise)
        path = "".join(path_of(ring, frame, closed=True) for ring in county.rings)
        areas.append(Area(shade, path, f"{county.title}: {words}"))
    towns = [(town.name, *frame.at(town.x, town.y)) for town in towns_of(codes)]
    return ShadedMap(
        height=frame.height,
        areas=tuple(areas),
        borders="".join(path_of(line, frame) for line in voivodeship_borders(codes)),
        names=place_names(towns, (), WIDTH, frame.height),
        fine=len(areas) > MANY,
    )


def main_voivodeships(people: Mapping[str, int], *, least: float = 0.05) -> list[str]:
    """Those in which at least a twentieth of the people (by county code) live, so that one far away does not
    shrink everybody else."""
    sums: dict[str, int] = {}
    for county, count in people.items():
        if county[:2] in VOIVODESHIPS:
            sums[county[:2]] = sums.get(county[:2], 0) + count
    whole = sum(sums.values())
    return sorted(code for code, count in sums.items() if count and count >= least * whole)
