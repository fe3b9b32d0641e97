"""What a person tells about a list on its page: its columns, and what words mean."""

import re

import pytest
from django.urls import reverse

from intake.domain.readers.understanding import AS_NOTE
from intake.domain.staging import stage_upload
from intake.domain.uploads import judge_upload
from intake.enums import Fate, Kind, UploadState
from intake.models import RememberedAnswer
from tests.factories.intake import ROBOT, ready, row
from tests.factories.lists import without_a_name

pytestmark = pytest.mark.django_db

UNCLEAR = {"week": "elastycznie"}
HTMX = {"HX-Request": "true"}


def preview(upload, query: str = "") -> str:
    return reverse("import_preview", args=[upload.pk]) + query


def answer_at(upload) -> str:
    return reverse("import_answer", args=[upload.pk])


def sent_by_page(client, upload) -> dict[str, list[str]]:
    """The columns as their form would be sent, nothing changed."""
    shown = client.get(preview(upload)).context["columns"].shown
    targets = {f"target-{one.key}": [one.target, *(more.target for more in one.more)] for one in shown}
    return targets | {f"lead-{one.key}": [one.lead] for one in shown}


def two_asked(cast):
    return ready(
        cast.centre,
        row(**UNCLEAR),
        row(contact_name="Iryna Bondar", phone="600 100 301", **UNCLEAR),
        row(contact_name="Ola Lis", phone="600 100 302"),
    )


# --- columns ----------------------------------------------------------------------------------------------


def test_columns_sent_as_they_are_change_nothing(cast, client_for):
    upload, client = ready(cast.centre, row()), client_for(cast.alice)
    before = upload.columns
    client.post(reverse("import_columns", args=[upload.pk]), sent_by_page(client, upload))
    upload.refresh_from_db()
    assert (upload.state, upload.columns) == (UploadState.READING, before)


def test_a_column_goes_where_it_is_told_and_also_elsewhere(cast, client_for):
    upload, client = without_a_name(cast.centre), client_for(cast.alice)
    sent = sent_by_page(client, upload) | {
        "target-0": ["contact_name", "note"],
        "target-1": ["languages", ""],
        "lead-1": ["zna"],
    }
    client.post(reverse("import_columns", args=[upload.pk]), sent)
    upload.refresh_from_db()
    told = [(one["targets"], one["lead"]) for one in upload.columns]
    assert told == [(["contact_name", "note"], ""), (["languages"], "zna")]
    assert upload.state == UploadState.READING


def test_each_column_offers_all_of_ours_once(cast, client_for):
    upload = without_a_name(cast.centre)
    page = client_for(cast.alice).get(preview(upload)).content.decode()
    select = page.partition('id="target-0"')[2].partition("</select>")[0]
    values = re.findall(r'<option value="([^"]*)"', select)
    assert sorted(values) == sorted(set(values))
    assert {"", "contact_name", "languages", "note"} <= set(values)


def test_columns_that_cannot_be_taken_are_told_and_stand_as_they_were_chosen(cast, client_for):
    upload, client = without_a_name(cast.centre), client_for(cast.alice)
    sent = sent_by_page(client, upload) | {"target-1": ["languages", ""], "target-0": ["", ""]}
    response = client.post(reverse("import_columns", args=[upload.pk]), sent)
    assert (response.status_code, response.context["columns"].shown[1].target) == (409, "languages")
    page = response.content.decode()
    assert "A column is missing without which nobody can be added" in page
    upload.refresh_from_db()
    assert upload.state == UploadState.COLUMNS


def test_sensitive_columns_are_named_and_cannot_be_chosen(cast, client_for):
    content = "Osoba do kontaktu;Języki;PESEL\nOlena Kowal;ukraiński ojczysty;44051401359\n".encode()
    upload = stage_upload(cast.centre, kind=Kind.FAMILIES, content=content, file_name="l.csv", by=ROBOT)
    judge_upload(upload)
    response = client_for(cast.alice).get(preview(upload, "?show=all"))
    assert [heading for heading, _why in response.context["columns"].sensitive] == ["PESEL"]
    page = response.content.decode()
    assert ("44051401359" in page, 'name="target-2"' in page) == (False, False)
    assert "Left out on purpose" in page


# --- questions --------------------------------------------------------------------------------------------


def test_alike_questions_are_one_card_with_the_likely_answers(cast, client_for):
    upload = two_asked(cast)
    response = client_for(cast.alice).get(preview(upload))
    (card,) = response.context["asked"]
    assert (card.rows, card.number, card.heading, card.example) == (2, 2, "Free hours", "elastycznie")
    page = response.content.decode()
    assert "2 rows ask this." in page
    for label, meant in card.options:
        assert f'name="meant" value="{meant}">{label}</button>' in page
    assert f'name="meant" value="{AS_NOTE}"' in page


def test_one_answer_settles_all_alike_and_is_remembered(cast, client_for):
    upload, client = two_asked(cast), client_for(cast.alice)
    (card,) = client.get(preview(upload)).context["asked"]
    label, meant = card.options[0]
    sent = {"topic": card.topic, "said": card.said, "meant": meant}
    response = client.post(answer_at(upload) + "?show=asked", sent)
    assert response.url == preview(upload, "?show=asked#questions")
    page = client.get(response.url)
    assert "Settled in 2 rows." in page.content.decode()
    assert page.context["asked"] == []
    assert set(upload.rows.values_list("fate", flat=True)) == {Fate.GOOD}
    assert RememberedAnswer.objects.get().label == label


def test_an_answer_is_taken_back_where_it_was_given(cast, client_for):
    upload, client = two_asked(cast), client_for(cast.alice)
    (card,) = client.get(preview(upload)).context["asked"]
    sent = {"topic": card.topic, "said": card.said, "meant": card.options[0][1]}
    page = client.post(answer_at(upload), sent, follow=True).content.decode()
    undo = reverse("import_forget_answer", args=[RememberedAnswer.objects.get().pk]) + f"?list={upload.pk}"
    assert f'action="{undo}"' in page
    assert client.post(undo).url == preview(upload, "#questions")
    assert upload.rows.filter(fate=Fate.ASKED).count() == 2
    assert not RememberedAnswer.objects.exists()


def test_an_answer_for_one_row_leaves_the_others_asking(cast, client_for):
    upload, client = two_asked(cast), client_for(cast.alice)
    (card,) = client.get(preview(upload)).context["asked"]
    first = upload.rows.get(number=2)
    sent = {
        "topic": card.topic, "said": card.said, "meant": card.options[0][1], "row": first.pk, "only_here": "1"
    }  # fmt: skip
    response = client.post(answer_at(upload), sent)
    assert response.url == preview(upload, f"#row-{first.pk}")
    fates = dict(upload.rows.values_list("number", "fate"))
    assert fates == {2: Fate.GOOD, 3: Fate.ASKED, 4: Fate.GOOD}
    assert not RememberedAnswer.objects.exists()


def test_an_answer_nobody_understands_is_told_where_it_was_typed(cast, client_for):
    upload, client = two_asked(cast), client_for(cast.alice)
    (card,) = client.get(preview(upload)).context["asked"]
    sent = {"topic": card.topic, "said": card.said, "meant": "elastycznie"}
    response = client.post(answer_at(upload), sent)
    page = response.content.decode()
    assert (response.status_code, 'value="elastycznie"' in page) == (422, True)
    assert page.count("We do not understand this either.") == 1
    assert upload.rows.filter(fate=Fate.ASKED).count() == 2


def test_an_empty_answer_is_told_and_nothing_happens(cast, client_for):
    upload, client = two_asked(cast), client_for(cast.alice)
    page = client.post(answer_at(upload), {"topic": "week", "said": "x"}, follow=True).content.decode()
    assert "Write what it means, or choose one of the answers." in page
    assert upload.rows.filter(fate=Fate.ASKED).count() == 2


def test_a_question_beside_its_cell_has_the_same_answers(cast, client_for):
    upload = two_asked(cast)
    response = client_for(cast.alice).get(preview(upload))
    rows = {one.number: one for one in response.context["rows"]}
    (question,) = [asked for cell in rows[2].cells for asked in cell.questions]
    page = response.content.decode()
    assert f'id="answer-{rows[2].pk}-{question.pk}"' in page
    assert page.count("only in this row") == 2


def test_the_next_card_takes_the_focus_only_after_an_answer(cast, client_for):
    upload, client = two_asked(cast), client_for(cast.alice)
    plain = client.get(preview(upload)).content.decode()
    asked_again = client.get(preview(upload), headers=HTMX).content.decode()
    answered = client.get(preview(upload), headers=HTMX | {"HX-Trigger": "answer-5"}).content.decode()
    assert [page.count("autofocus") for page in (plain, asked_again, answered)] == [0, 0, 1]


def test_the_day_of_a_paper_is_offered_for_its_row_alone(cast, client_for):
    upload = ready(cast.centre, row(Kind.VOLUNTEERS, checked_krk="tak", room="het"), kind=Kind.VOLUNTEERS)
    client = client_for(cast.alice)
    one = upload.rows.get()

    page = client.get(reverse("import_row", args=[upload.pk, one.pk])).content.decode()
    assert ("alike-checked_krk" in page, "alike-room" in page) == (False, True)

    page = client.get(reverse("import_preview", args=[upload.pk])).content.decode()
    cards = page.partition('class="asks"')[2].partition("</ol>")[0].split('class="ask-card"')[1:]
    assert sorted("(only in this row)" in card for card in cards) == [False, True]
