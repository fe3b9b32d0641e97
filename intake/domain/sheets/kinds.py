"""The kinds of lists there are."""

from collections.abc import Mapping

from intake.enums import Kind

from .columns import SheetKind
from .family_sheet import FAMILIES
from .mentor_sheet import MENTORS
from .volunteer_sheet import VOLUNTEERS

SHEETS: Mapping[str, SheetKind] = {
    Kind.FAMILIES: FAMILIES,
    Kind.VOLUNTEERS: VOLUNTEERS,
    Kind.MENTORS: MENTORS,
}
