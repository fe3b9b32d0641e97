"""Which picture is made by whom, and which of them a page brings along."""

from collections.abc import Callable, Mapping
from typing import Final

from frontend.picture_now import health, waiting
from frontend.picture_places import counties, languages
from frontend.picture_weeks import matched, meetings
from frontend.pictures import Asked, Picture, PictureKey

MAKERS: Final[Mapping[PictureKey, Callable[[Asked], Picture]]] = {
    PictureKey.WAITING: waiting,
    PictureKey.MATCHED: matched,
    PictureKey.MEETINGS: meetings,
    PictureKey.HEALTH: health,
    PictureKey.LANGUAGES: languages,
    PictureKey.COUNTIES: counties,
}
#: Made with the page, as they are seen at once; the others are asked for by the page when it stands, so that
#: nobody waits for a million meetings to be counted.
AT_ONCE: Final = (PictureKey.WAITING, PictureKey.MATCHED)


def picture_of(key: PictureKey, asked: Asked) -> Picture:
    """One of them, counted now, in a number of queries that does not grow with the people."""
    return MAKERS[key](asked)
