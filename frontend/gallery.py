"""Which picture is made by whom."""

from collections.abc import Callable, Mapping
from typing import Final

from frontend.picture_now import health, waiting
from frontend.picture_places import counties, languages
from frontend.picture_weeks import matched, meetings
from frontend.pictures import Asked, Picture, PictureKey

MAKERS: Final[Mapping[PictureKey, Callable[[Asked], Picture]]] = {
    PictureKey.WAITING: waiting,
    PictureKey.MATCHED: matched,
    PictureKey.HEALTH: health,
    PictureKey.MEETINGS: meetings,
    PictureKey.LANGUAGES: languages,
    PictureKey.COUNTIES: counties,
}


def picture_of(key: PictureKey, asked: Asked) -> Picture:
    """One of them, counted now."""
    return MAKERS[key](asked)


def pictures_of(asked: Asked) -> list[Picture]:
    """All of them, in a number of queries that does not grow with the people."""
    return [picture_of(key, asked) for key in PictureKey]
