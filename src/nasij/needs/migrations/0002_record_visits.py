import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("exporters", "0001_create_tables"),
        ("needs", "0001_create_tables"),
        ("reference", "0001_create_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("client_key", models.CharField(blank=True, max_length=64)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("visit", "Visit"),
                            ("call", "Phone call"),
                            ("email", "E-mail or message"),
                            ("meeting", "Meeting"),
                            ("event", "Fair or event"),
                        ],
                        default="visit",
                        max_length=20,
                    ),
                ),
                ("happened_on", models.DateField()),
                ("people", models.CharField(blank=True, max_length=200)),
                ("note", models.TextField(blank=True)),
                ("next_step", models.CharField(blank=True, max_length=250)),
                ("next_step_on", models.DateField(blank=True, null=True)),
                ("next_step_done_at", models.DateTimeField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("is_demo", models.BooleanField(default=False)),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to="exporters.firm",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reference.territory",
                    ),
                ),
            ],
            options={
                "ordering": ("-happened_on", "-id"),
            },
        ),
        migrations.AddField(
            model_name="need",
            name="visit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="needs",
                to="needs.visit",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_anonymous", False), ("visit__isnull", True), _connector="OR"
                ),
                name="need_anonymous_without_visit",
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                fields=["firm", "-happened_on"], name="needs_visit_firm_id_6a4cd9_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                fields=["region", "next_step_on"], name="needs_visit_region__2dab3e_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("client_key", ""), _negated=True),
                fields=("client_key",),
                name="visit_sent_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("next_step_on__isnull", True),
                    models.Q(("next_step", ""), _negated=True),
                    _connector="OR",
                ),
                name="visit_dated_step_is_named",
            ),
        ),
    ]
