"""What this room tells the others."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import may_somewhere
from nasij.exporters.holdings.tables import Erased, Holding, Merged
from nasij.exporters.life import Life
from nasij.intake.enums import IntakeVerb
from nasij.intake.holdings import BROUGHT, FILES, IMPORTED
from nasij.intake.life import life_of_imports
from nasij.ui.ways import Way

TELLS = (
    *IntakeVerb,
    Life.of(life_of_imports, "record"),
    IMPORTED,
    BROUGHT,
    FILES,
    Holding("intake.importedrow.firm", _("Rows of imported files"), Merged.MOVE, Erased.PART),
    Way(
        "firms.bring",
        _("Import a file"),
        lambda _shown: reverse("intake:upload"),
        lambda user, _shown: may_somewhere(user, Permission.FIRM_IMPORT),
    ),
)
