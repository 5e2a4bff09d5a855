from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("datasets", "0003_keep_options_of_loads"),
    ]

    operations = [
        migrations.RenameField(
            model_name="snapshot", old_name="reread_at", new_name="options_changed_at"
        ),
    ]
