"""What becomes of a file of firms, of its rows and of its cells."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportState(TextChoices):
    CHECKING = "checking", _("Being checked")
    PREVIEWED = "previewed", _("Waiting for confirmation")
    RUNNING = "running", _("Running")
    FINISHED = "finished", _("Finished")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class RowFate(TextChoices):
    """What an import does with one row."""

    CREATED = "created", _("New firm")
    UPDATED = "updated", _("Changed")
    UNCHANGED = "unchanged", _("Same as in the registry")
    REJECTED = "rejected", _("Rejected")


class CellFate(TextChoices):
    """What an import does with one cell of the preview."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    SAME = "same", _("Same")
    WARNING = "warning", _("Warning")
    ERROR = "error", _("Error")
    EMPTY = "empty", _("Empty")
