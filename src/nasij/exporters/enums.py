"""Closed lists of the registry."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nasij.audit.sentences import Verbs


class FirmStatus(TextChoices):
    EXISTING = "existing", _("Exports")
    PAST = "past", _("Exported before")
    POTENTIAL = "potential", _("Could export")
    UNKNOWN = "unknown", _("Not known")


class LegalForm(TextChoices):
    COMPANY = "company", _("Company")
    COOPERATIVE = "cooperative", _("Cooperative")
    SOLE = "sole", _("Sole trader or auto-entrepreneur")
    GROUP = "group", _("Economic interest group")
    UNKNOWN = "unknown", _("Not known")


class ImportState(TextChoices):
    PREVIEWED = "previewed", _("Waiting for confirmation")
    RUNNING = "running", _("Running")
    FINISHED = "finished", _("Finished")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class ExporterVerb(Verbs):
    FIRM_CREATED = "exporters.firm_created", _("%(actor)s added the firm %(subject)s")
    FIRM_CHANGED = "exporters.firm_changed", _("%(actor)s changed the firm %(subject)s")
    IMPORT_FINISHED = "exporters.import_finished", _("%(actor)s imported the file %(subject)s")
