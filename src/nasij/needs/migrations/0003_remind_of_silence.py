import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("exporters", "0001_create_tables"),
        ("needs", "0002_record_visits"),
        ("reference", "0001_create_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReminderChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_weekly", models.BooleanField(default=True)),
                ("silent_after", models.PositiveSmallIntegerField(default=180)),
                ("sent_on", models.DateField(blank=True, null=True)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminder_choice",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("user",),
            },
        ),
        migrations.CreateModel(
            name="Snooze",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateField()),
                ("reason", models.CharField(max_length=250)),
                ("put_off_on", models.DateField()),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="snoozes",
                        to="exporters.firm",
                    ),
                ),
                (
                    "put_off_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-put_off_on", "-id"),
            },
        ),
        migrations.AddConstraint(
            model_name="reminderchoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("silent_after__gte", 7), ("silent_after__lte", 1825)),
                name="reminder_days_sensible",
            ),
        ),
        migrations.AddIndex(
            model_name="snooze",
            index=models.Index(fields=["until"], name="needs_snooz_until_be16c0_idx"),
        ),
        migrations.AddConstraint(
            model_name="snooze",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="snooze_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="snooze",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gt", models.F("put_off_on"))), name="snooze_ends"
            ),
        ),
    ]
