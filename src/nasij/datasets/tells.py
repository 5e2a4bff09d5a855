"""What this room tells the others."""

from django.utils.translation import gettext_lazy as _

from nasij.datasets.enums import DatasetVerb
from nasij.ui.navigation import NavEntry

TELLS = (
    *DatasetVerb,
    NavEntry("datasets", _("Data sets"), "datasets:list", 60, None, "measure"),
)
