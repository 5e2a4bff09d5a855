"""The consents noted before the log begin it: their day is known, the way they were given is not."""

from django.db import migrations


def begin(apps, schema_editor):
    contact_model = apps.get_model("exporters", "Contact")
    entry_model = apps.get_model("exporters", "ConsentEntry")
    known = contact_model.objects.exclude(consent="not_asked").order_by("pk")
    entry_model.objects.bulk_create(
        entry_model(
            firm_id=contact.firm_id,
            contact=contact,
            purpose=contact.purpose,
            step=contact.consent,
            how="unknown",
            happened_on=contact.consent_on or contact.firm.changed_at.date(),
        )
        for contact in known.select_related("firm")
    )


class Migration(migrations.Migration):
    dependencies = [("exporters", "0008_add_rights_of_firms")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
