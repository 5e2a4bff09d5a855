from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exporters", "0003_let_large_files_be_checked"),
        ("reference", "0001_create_tables"),
    ]

    operations = [
        migrations.AddField(
            model_name="site",
            name="kind",
            field=models.CharField(
                choices=[
                    ("plant", "Plant or workshop"),
                    ("packing", "Packing house"),
                    ("store", "Store or cold store"),
                    ("farm", "Farm or orchard"),
                    ("office", "Office or shop"),
                    ("other", "Other site"),
                ],
                default="other",
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="site",
            index=models.Index(
                fields=["is_seat", "ends_on"], name="exporters_s_is_seat_1b9ada_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on__isnull", True),
                    ("ends_on__isnull", True),
                    ("ends_on__gte", models.F("starts_on")),
                    _connector="OR",
                ),
                name="site_period_order",
            ),
        ),
    ]
