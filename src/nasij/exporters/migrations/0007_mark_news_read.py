from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exporters", "0006_keep_lists"),
        ("reference", "0001_create_tables"),
    ]

    operations = [
        migrations.AddField(
            model_name="follower",
            name="seen_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
