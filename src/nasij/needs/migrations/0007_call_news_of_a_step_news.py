from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("needs", "0006_tell_what_became_of_a_session")]

    operations = [
        migrations.AlterField(
            model_name="need",
            name="state",
            field=models.CharField(
                choices=[
                    ("received", "Received"),
                    ("grouped", "Grouped with similar needs"),
                    ("answered", "Its author has had news"),
                    ("closed", "Closed"),
                ],
                default="received",
                max_length=20,
            ),
        ),
    ]
