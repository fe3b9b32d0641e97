"""A set of codes survives the way to the database and back, and can be asked for."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.migrations.writer import MigrationWriter
from django.db.models import F
from django.test.utils import isolate_apps

from base.common.enums import HelpArea
from base.common.fields import CodeSetField, mask


@pytest.fixture
def basket(db):
    """A model with two sets of codes and a real table, known to this test only."""
    with isolate_apps("base.common"):

        class Basket(models.Model):
            id = models.BigIntegerField(primary_key=True)
            needs = CodeSetField(choices=HelpArea)
            offers = CodeSetField(choices=HelpArea, blank=True)

            class Meta:
                app_label = "common"
                db_table = "common_basket"

            def __str__(self):
                return f"basket {self.id}"

        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TABLE common_basket "
                "(id bigint PRIMARY KEY, needs bigint NOT NULL, offers bigint NOT NULL)"
            )
        yield Basket
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE common_basket")


@pytest.fixture
def three(basket):
    basket.objects.create(id=1, needs={"school", "work"}, offers={"company"})
    basket.objects.create(id=2, needs=frozenset({"company"}), offers={"company", "digital"})
    basket.objects.create(id=3)
    return basket.objects.order_by("id")


pytestmark = pytest.mark.database


def test_codes_come_back_as_a_frozenset(three):
    assert list(three.values_list("needs", flat=True)) == [
        frozenset({"school", "work"}),
        frozenset({"company"}),
        frozenset(),
    ]
    assert three.get(id=1).needs == frozenset({"school", "work"})


def test_mask_reads_the_position_of_each_code(three):
    assert list(three.values_list(mask("needs"), flat=True)) == [0b10010, 0b100000, 0]


def test_has_finds_rows_with_the_code(three):
    assert [row.id for row in three.filter(needs__has="school")] == [1]
    assert [row.id for row in three.exclude(needs__has=HelpArea.SCHOOL)] == [2, 3]


def test_has_any_finds_rows_with_one_of_the_codes(three):
    assert [row.id for row in three.filter(needs__has_any={"work", "company"})] == [1, 2]
    assert [row.id for row in three.filter(needs__has_any=())] == []


def test_has_any_compares_two_columns(three):
    assert [row.id for row in three.filter(needs__has_any=F("offers"))] == [2]


def test_exact_compares_whole_sets(three):
    assert [row.id for row in three.filter(needs={"work", "school"})] == [1]


def test_update_writes_a_set(three):
    three.filter(id=3).update(needs={"digital"})
    assert three.get(id=3).needs == frozenset({"digital"})


def test_unknown_code_in_a_query_is_an_error(three):
    with pytest.raises(ValueError, match="'religion' is not one of everyday_polish"):
        three.filter(needs__has="religion")


def test_labels_come_in_the_order_of_the_enum(three):
    assert three.get(id=1).get_needs_labels() == ["School", "Work"]


def test_unknown_code_is_refused_by_validation(basket):
    with pytest.raises(ValidationError) as caught:
        basket(id=4, needs={"religion"}).full_clean()
    assert caught.value.message_dict == {"needs": ["religion cannot be chosen here."]}


def test_empty_set_is_refused_unless_blank(basket):
    with pytest.raises(ValidationError) as caught:
        basket(id=4).full_clean()
    assert caught.value.message_dict == {"needs": ["This field cannot be blank."]}


def test_form_field_is_check_boxes_giving_a_frozenset(basket):
    field = basket._meta.get_field("needs").formfield()
    assert isinstance(field.widget, forms.CheckboxSelectMultiple)
    assert field.clean(["school", "work"]) == frozenset({"school", "work"})
    with pytest.raises(ValidationError):
        field.clean([])


def test_model_form_saves_and_shows_the_set(basket):
    form_class = forms.modelform_factory(basket, fields=["id", "needs", "offers"])
    form = form_class({"id": "9", "needs": ["school", "digital"]})
    saved = form.save()
    again = basket.objects.get(pk=saved.pk)
    assert (again.needs, again.offers) == (frozenset({"school", "digital"}), frozenset())
    checked = {box.data["value"] for box in form_class(instance=again)["needs"] if box.data["selected"]}
    assert checked == {"school", "digital"}
    assert form_class({"id": "9", "needs": ["digital", "school"]}, instance=again).changed_data == []


def test_text_for_fixtures_goes_there_and_back(basket):
    field = basket._meta.get_field("needs")
    text = field.value_to_string(basket(needs={"work", "school"}))
    assert text == "school,work"
    assert field.to_python(text) == frozenset({"school", "work"})


def test_migration_names_the_codes_and_no_labels():
    text, _ = MigrationWriter.serialize(CodeSetField(choices=HelpArea))
    assert text == f"base.common.fields.CodeSetField(choices={[str(code) for code in HelpArea.values]!r})"


def test_field_made_from_a_migration_reads_the_same_mask():
    field = CodeSetField(choices=HelpArea)
    _, _, args, kwargs = field.deconstruct()
    assert CodeSetField(*args, **kwargs).to_mask({"school", "work"}) == field.to_mask({"school", "work"})


def test_more_codes_than_bits_are_refused():
    with pytest.raises(ValueError, match="at most 62"):
        CodeSetField(choices=[f"code{n}" for n in range(63)])
