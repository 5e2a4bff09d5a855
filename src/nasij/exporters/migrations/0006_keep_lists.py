import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("exporters", "0005_share_and_refer_firms"),
        ("reference", "0001_create_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="FirmList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("picked", "Picked by hand"),
                            ("lively", "Search that stays alive"),
                        ],
                        max_length=20,
                    ),
                ),
                ("conditions", models.JSONField(blank=True, default=dict)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ("name", "id"),
            },
        ),
        migrations.CreateModel(
            name="ListedFirm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("added_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ("list", "id"),
            },
        ),
        migrations.AddField(
            model_name="firmlist",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="firm_lists",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="firmlist",
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
            model_name="listedfirm",
            name="added_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="listedfirm",
            name="firm",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="listed",
                to="exporters.firm",
            ),
        ),
        migrations.AddField(
            model_name="listedfirm",
            name="list",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="listed",
                to="exporters.firmlist",
            ),
        ),
        migrations.AddConstraint(
            model_name="firmlist",
            constraint=models.UniqueConstraint(fields=("owner", "name"), name="list_name_once"),
        ),
        migrations.AddConstraint(
            model_name="listedfirm",
            constraint=models.UniqueConstraint(fields=("list", "firm"), name="listed_once"),
        ),
    ]
