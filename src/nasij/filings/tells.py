"""What this room tells the others."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import may_somewhere
from nasij.exporters.holdings.tables import Erased, Holding, Merged
from nasij.filings.enums import FilingVerb
from nasij.filings.holdings import FILED
from nasij.ui.ways import Way

TELLS = (
    *FilingVerb,
    FILED,
    Holding(
        "filings.filedfirm.firm",
        _("Lines of customs and association files"),
        Merged.MOVE,
        Erased.PART,
    ),
    Holding(
        "filings.filedfirm_not_firms.firm",
        _("Lines of files said to be others"),
        Merged.MOVE_OR_DROP,
        Erased.PART,
        same=("filedfirm_id",),
    ),
    Way(
        "firms.see_also",
        _("Firms of files"),
        lambda _shown: reverse("filings:list"),
        lambda user, _shown: may_somewhere(user, Permission.FIRM_EDIT),
    ),
)
