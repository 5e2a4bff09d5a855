import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0001_create_tables"),
        ("work", "0003_keep_steps_of_jobs_in_every_language"),
    ]

    operations = [
        migrations.AddField(
            model_name="rightsrequest",
            name="erasing",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="rightsrequest",
            name="job",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                to="work.job",
            ),
        ),
    ]
