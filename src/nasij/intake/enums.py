"""What becomes of a file of firms, of its rows and of its cells."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nasij.audit.words import Verbs
from nasij.ui.enums import Toned


class ImportState(Toned):
    CHECKING = "checking", _("Being checked")
    PREVIEWED = "previewed", _("Waiting for confirmation")
    RUNNING = "running", _("Running")
    FINISHED = "finished", _("Finished")
    CANCELLED = "cancelled", _("Cancelled")
    REFUSED = "refused", _("Could not be used")  # by its check, before a row of it was shown

    @property
    def tone(self) -> str:
        return {
            ImportState.FINISHED: "good",
            ImportState.CANCELLED: "neutral",
            ImportState.REFUSED: "bad",
        }.get(self, "info")


UNCONFIRMED = (ImportState.CHECKING, ImportState.PREVIEWED)
AT_WORK = (ImportState.CHECKING, ImportState.RUNNING)
SETTLED = (ImportState.FINISHED, ImportState.CANCELLED, ImportState.REFUSED)


class RowFate(Toned):
    """What an import does with one row."""

    CREATED = "created", _("New firm")
    UPDATED = "updated", _("Changed")
    UNCHANGED = "unchanged", _("Same as in the registry")
    REJECTED = "rejected", _("Rejected")

    @property
    def tone(self) -> str:
        return {RowFate.CREATED: "good", RowFate.UPDATED: "info", RowFate.REJECTED: "bad"}.get(
            self, "neutral"
        )


class CellFate(TextChoices):
    """What an import does with one cell of the preview."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    SAME = "same", _("Same")
    WARNING = "warning", _("Warning")
    ERROR = "error", _("Error")
    EMPTY = "empty", _("Empty")


class IntakeVerb(Verbs):
    """What is done with files of firms."""

    IMPORT_STARTED = "intake.import_started", _("%(actor)s brought the file %(subject)s")
    IMPORT_CONFIRMED = (
        "intake.import_confirmed",
        _("%(actor)s confirmed the import of %(subject)s"),
    )
    IMPORT_CANCELLED = (
        "intake.import_cancelled",
        _("%(actor)s cancelled the import of %(subject)s"),
    )
    COLUMNS_NAMED = (
        "intake.columns_named",
        _("%(actor)s said what the headings of %(subject)s mean"),
    )
    IMPORT_FINISHED = "intake.import_finished", _("%(actor)s imported the file %(subject)s")
