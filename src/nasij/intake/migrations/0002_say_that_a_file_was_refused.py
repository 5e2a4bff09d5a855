from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_create_tables")]

    operations = [
        migrations.AlterField(
            model_name="importrun",
            name="state",
            field=models.CharField(
                choices=[
                    ("checking", "Being checked"),
                    ("previewed", "Waiting for confirmation"),
                    ("running", "Running"),
                    ("finished", "Finished"),
                    ("cancelled", "Cancelled"),
                    ("refused", "Could not be used"),
                ],
                default="previewed",
                max_length=20,
            ),
        ),
    ]
