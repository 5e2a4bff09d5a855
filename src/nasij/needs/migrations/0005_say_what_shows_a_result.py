from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("needs", "0004_tell_abandoned_actions")]

    operations = [
        migrations.AlterField(
            model_name="item",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "Open"),
                    ("escalated", "Escalated to the council"),
                    ("on_agenda", "On the agenda"),
                    ("decided", "Decided"),
                    ("in_action", "In action"),
                    ("abandoned", "Action abandoned"),
                    ("done", "Carried out"),
                    ("declined", "Not retained"),
                ],
                default="open",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="proof",
            field=models.CharField(
                blank=True,
                choices=[
                    ("declared", "Result declared"),
                    ("confirmed", "Result confirmed by the firm"),
                    ("matched", "Result found in the data"),
                ],
                default="",
                max_length=20,
            ),
            preserve_default=False,
        ),
    ]
