from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exporters", "0009_begin_consent_log"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="standing",
            options={"ordering": ("definition_id", "source", "id")},
        ),
        migrations.RemoveConstraint(
            model_name="standing",
            name="standing_once",
        ),
        migrations.AddConstraint(
            model_name="standing",
            constraint=models.UniqueConstraint(
                fields=("firm", "definition", "source"), name="standing_once"
            ),
        ),
    ]
