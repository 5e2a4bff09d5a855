"""What a job is and how it ended had been kept in the language of who started it."""

import json

from django.db import migrations, models


def words_by_language(apps, schema_editor):
    jobs = apps.get_model("work", "Job").objects
    for job in jobs.iterator():
        job.what = json.dumps({job.language: job.what}, ensure_ascii=False)
        job.message = json.dumps(
            {job.language: job.message} if job.message else {}, ensure_ascii=False
        )
        job.save(update_fields=["what", "message"])


def words_of_one_language(apps, schema_editor):
    jobs = apps.get_model("work", "Job").objects
    for job in jobs.iterator():
        job.what, job.message = (
            next(iter(json.loads(text).values()), "") for text in (job.what, job.message)
        )
        job.save(update_fields=["what", "message"])


class Migration(migrations.Migration):
    dependencies = [("work", "0001_create_tables")]

    operations = [
        migrations.AlterField("job", "what", models.TextField()),
        migrations.RunPython(words_by_language, words_of_one_language),
        migrations.AlterField("job", "what", models.JSONField()),
        migrations.AlterField("job", "message", models.JSONField(blank=True, default=dict)),
    ]
