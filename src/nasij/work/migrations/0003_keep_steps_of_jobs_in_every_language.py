"""What a job is doing had been kept as one word of code; that of a job that has ended is not read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("work", "0002_keep_words_of_jobs_in_every_language")]

    operations = [
        migrations.RemoveField("job", "step"),
        migrations.AddField("job", "step", models.JSONField(blank=True, default=dict)),
    ]
