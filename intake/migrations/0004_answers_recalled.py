from django.db import migrations, models


def forget_levels(apps, schema_editor):
    """How well a bare language is spoken holds for one list only."""
    apps.get_model("intake", "RememberedAnswer").objects.filter(topic__startswith="level:").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0003_answers_and_turns"),
    ]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="recalled",
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(forget_levels, migrations.RunPython.noop, elidable=True),
    ]
