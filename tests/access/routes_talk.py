"""Conversations: the helper's and the family's own, those of the centre's pairs for who works with them."""

from uuid import uuid4

from tests.access.matrix import Row, actors, familys
from tests.access.routes_family import own_pair as familys_pair
from tests.access.routes_family import pair_of
from tests.factories.activities import meeting_pair
from tests.factories.cast import family_of
from tests.factories.families import household_with
from tests.factories.matching import programme_of
from tests.factories.talk import said
from tests.factories.workplace import workplace_pair


def bobs_pair(cast):
    return [meeting_pair(cast.bob).key]


def mireks_pair(cast):
    return [workplace_pair(cast).key]


def bobs_offer(cast):
    return [meeting_pair(cast.bob, state="offered", active_since=None).key]


def bobs_message(cast):
    pair = meeting_pair(cast.bob)
    return [pair.key, said(pair, "family").pk]


def bobs_own_message(cast):
    pair = meeting_pair(cast.bob)
    return [pair.key, said(pair, "helper").pk]


def somebodys_pair(cast):
    return [meeting_pair(programme=programme_of(cast.centre)).key]


def somebodys_message(cast):
    return [meeting_pair(cast.bob).key, said(meeting_pair(programme=programme_of(cast.centre)), "family").pk]


def others_pair(cast):
    return [pair_of(cast, household_with(centre=cast.centre), "active").key]


def familys_message(cast):
    (key,) = familys_pair(cast)
    return [key, said(family_of(cast).seekers.get().pairs.get(), "helper").pk]


def another_familys_message(cast):
    (key,) = familys_pair(cast)
    return [key, said(pair_of(cast, household_with(centre=cast.centre), "active"), "helper").pk]


def centres_pair(cast):
    return [meeting_pair(programme=programme_of(cast.centre)).pk]


def centres_offer(cast):
    return [meeting_pair(programme=programme_of(cast.centre), state="offered", active_since=None).pk]


def centres_message(cast):
    pair = meeting_pair(programme=programme_of(cast.centre))
    return [pair.pk, said(pair, "family").pk]


def message_elsewhere(cast):
    pair = meeting_pair(programme=programme_of(cast.centre))
    return [pair.pk, said(meeting_pair(programme=programme_of(cast.other_centre)), "family").pk]


def words(cast):
    return {"key": str(uuid4()), "words": "Good day"}


def phrase(cast):
    return {"key": str(uuid4()), "phrase": "hello"}


def choice(cast):
    return {"key": str(uuid4()), "choose": "hello"}


def number(cast):
    return {"key": str(uuid4()), "words": "600 100 200"}


def nothing(cast):
    return {}


# --- who sees and who writes: written out once, by hand ---


def helpers(own, mentor=404):
    """Bob the volunteer gets `own`; Mirek, whose pair it is not, finds nothing; the rest 403."""
    return actors(otherwise=403, volunteer=own, mentor=mentor)


def desks(own):
    """Those who work with people at the pair's centre; those of another centre find nothing."""
    return actors(
        otherwise=403, administrator=own, coordinator=own, other_administrator=404, other_coordinator=404
    )


NOT_POSTED = desks(405) | {"other_administrator": 405, "other_coordinator": 405}
LIST = desks(200) | {"other_administrator": 200, "other_coordinator": 200}

ROWS = [
    # the helper's
    Row("talk", "GET", helpers(200), args=bobs_pair),
    Row("talk", "GET", helpers(404, 200), "of a colleague", args=mireks_pair),
    Row("talk", "GET", helpers(404), "of an offer", args=bobs_offer),
    Row("talk", "GET", helpers(404), "somebody else's", args=somebodys_pair),
    Row("talk", "POST", helpers(302), "words", args=bobs_pair, data=words),
    Row("talk", "POST", helpers(302), "a phrase", args=bobs_pair, data=phrase),
    Row("talk", "POST", helpers(200), "a phrase to look at", args=bobs_pair, data=choice),
    Row("talk", "POST", helpers(422), "nothing", args=bobs_pair, data=nothing),
    Row("talk", "POST", helpers(422), "a number", args=bobs_pair, data=number),
    Row("talk", "POST", helpers(404), "somebody else's", args=somebodys_pair, data=words),
    Row("talk_contact", "GET", helpers(405, 405), args=bobs_pair),
    Row("talk_contact", "POST", helpers(302), args=bobs_pair),
    Row("talk_contact", "POST", helpers(404), "somebody else's", args=somebodys_pair),
    Row("talk_ask", "GET", helpers(200), args=bobs_pair),
    Row("talk_ask", "POST", helpers(302), args=bobs_pair, data=words),
    Row("talk_ask", "POST", helpers(404), "somebody else's", args=somebodys_pair, data=words),
    Row("talk_report", "GET", helpers(200), args=bobs_message),
    Row("talk_report", "GET", helpers(404), "of one's own message", args=bobs_own_message),
    Row("talk_report", "GET", helpers(404), "of another pair's message", args=somebodys_message),
    Row("talk_report", "POST", helpers(302), args=bobs_message, data=words),
    Row("talk_report", "POST", helpers(404), "of another pair's message", args=somebodys_message, data=words),
    # the family's
    Row("f_talk", "GET", familys(200), args=familys_pair),
    Row("f_talk", "GET", familys(404), "of another family", args=others_pair),
    Row("f_talk", "POST", familys(302), "words", args=familys_pair, data=words),
    Row("f_talk", "POST", familys(302), "a phrase", args=familys_pair, data=phrase),
    Row("f_talk", "POST", familys(200), "a phrase to look at", args=familys_pair, data=choice),
    Row("f_talk", "POST", familys(422), "a number", args=familys_pair, data=number),
    Row("f_talk", "POST", familys(404), "of another family", args=others_pair, data=words),
    Row("f_talk_contact", "GET", familys(405), args=familys_pair),
    Row("f_talk_contact", "POST", familys(302), args=familys_pair, data=lambda cast: {"phone": "on"}),
    Row("f_talk_contact", "POST", familys(404), "of another family", args=others_pair),
    Row("f_talk_report", "GET", familys(200), args=familys_message),
    Row("f_talk_report", "GET", familys(404), "of another family", args=another_familys_message),
    Row("f_talk_report", "POST", familys(302), args=familys_message, data=words),
    Row("f_talk_report", "POST", familys(404), "of another family", args=another_familys_message, data=words),
    # the desk's
    Row("conversations", "GET", LIST),
    Row("conversations", "POST", NOT_POSTED),
    Row("pair_talk", "GET", desks(200), args=centres_pair),
    Row("pair_talk", "GET", desks(404), "of an offer", args=centres_offer),
    Row("pair_talk", "POST", desks(302), "words", args=centres_pair, data=words),
    Row("pair_talk", "POST", desks(422), "nothing", args=centres_pair, data=nothing),
    Row("pair_talk_hide", "GET", NOT_POSTED, args=centres_message),
    Row("pair_talk_hide", "POST", desks(302), args=centres_message),
    Row("pair_talk_hide", "POST", desks(404), "of another centre", args=message_elsewhere),
    Row("pair_talk_show", "GET", NOT_POSTED, args=centres_message),
    Row("pair_talk_show", "POST", desks(302), args=centres_message),
    Row("pair_talk_show", "POST", desks(404), "of another centre", args=message_elsewhere),
    Row("pair_talk_report", "GET", desks(200), args=centres_message),
    Row("pair_talk_report", "GET", desks(404), "of another centre", args=message_elsewhere),
    Row("pair_talk_report", "POST", desks(302), args=centres_message, data=words),
    Row("pair_talk_report", "POST", desks(404), "of another centre", args=message_elsewhere, data=words),
]
