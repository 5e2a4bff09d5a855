from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("needs", "0005_say_what_shows_a_result")]

    operations = [
        migrations.RemoveConstraint(model_name="reply", name="reply_once_per_station"),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    (
                        "station__in",
                        (
                            "",
                            "on_agenda",
                            "in_action",
                            "abandoned",
                            "session_moved",
                            "not_treated",
                        ),
                    ),
                    _negated=True,
                ),
                fields=("need", "station"),
                name="reply_once_per_station",
            ),
        ),
    ]
