from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reference", "0002_describe_publishers_in_each_language"),
    ]

    operations = [
        migrations.AddField(
            model_name="figure",
            name="bound",
            field=models.CharField(
                blank=True,
                choices=[
                    ("at_most", "at most %(value)s"),
                    ("over", "over %(value)s"),
                    ("about", "about %(value)s"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="figure",
            name="over_years",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
    ]
