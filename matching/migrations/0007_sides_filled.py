"""Fills the centres of both sides of what is already there; the triggers fill what comes."""

from django.db import migrations

SEEKER_CENTRE = """(SELECT household.centre_id FROM matching_seeker seeker
  JOIN families_household household ON household.id = seeker.household_id
  WHERE seeker.id = {table}.seeker_id)"""
HELPER_CENTRE = """(SELECT COALESCE(volunteer.centre_id, mentor.centre_id) FROM matching_helper helper
  LEFT JOIN volunteers_volunteer volunteer ON volunteer.id = helper.volunteer_id
  LEFT JOIN mentors_mentoremployee mentor ON mentor.id = helper.mentor_id
  WHERE helper.id = {table}.helper_id)"""
FILL = f"UPDATE {{table}} SET seeker_centre_id = {SEEKER_CENTRE}, helper_centre_id = {HELPER_CENTRE}"  # noqa: S608 - constants


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0006_whose_sides"),
        ("families", "0001_initial"),
        ("volunteers", "0001_initial"),
        ("mentors", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(FILL.format(table=f"matching_{name}"), migrations.RunSQL.noop)
        for name in ("pair", "proposal", "veto")
    ]
