import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("exporters", "0004_date_sites"),
        ("reference", "0001_create_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField()),
                ("question", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "Waiting for an answer"),
                            ("accepted", "Accepted, at work"),
                            ("answered", "Answered and closed"),
                            ("declined", "Declined"),
                            ("withdrawn", "Taken back by the sender"),
                        ],
                        default="sent",
                        max_length=20,
                    ),
                ),
                ("outcome", models.TextField(blank=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(auto_now_add=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-sent_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("may_edit", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("shared_at", models.DateTimeField(auto_now_add=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-shared_at", "-id"),
            },
        ),
        migrations.AddField(
            model_name="referral",
            name="firm",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="referrals",
                to="exporters.firm",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="recipient",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="referrals_received",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="sender",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="referrals_sent",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="share",
            name="firm",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="shares",
                to="exporters.firm",
            ),
        ),
        migrations.AddField(
            model_name="share",
            name="region",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reference.territory",
            ),
        ),
        migrations.AddField(
            model_name="share",
            name="shared_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="share",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="firms_shared",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                fields=["recipient", "state"], name="exporters_r_recipie_222678_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="referral_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sender__isnull", True),
                    models.Q(("sender", models.F("recipient")), _negated=True),
                    _connector="OR",
                ),
                name="referral_to_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("declined", "answered")), _negated=True),
                    models.Q(("outcome", ""), _negated=True),
                    _connector="OR",
                ),
                name="referral_closed_says_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("region__isnull", False), ("user__isnull", True)),
                    models.Q(("region__isnull", True), ("user__isnull", False)),
                    _connector="OR",
                ),
                name="share_with_one",
            ),
        ),
    ]
