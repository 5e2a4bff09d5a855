from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("datasets", "0002_name_files_of_firms"),
    ]

    operations = [
        migrations.AddField(
            model_name="snapshot",
            name="options",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="snapshot",
            name="reread_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
