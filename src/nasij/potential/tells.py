"""What this room tells the others."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nasij.potential.enums import PotentialVerb
from nasij.ui.navigation import NavEntry
from nasij.ui.ways import Way

TELLS = (
    *PotentialVerb,
    NavEntry("potential", _("Export potential"), "potential:national", 30, None, "measure"),
    Way(
        "firms.see_also", _("Firms that could start"), lambda _shown: reverse("potential:starters")
    ),
)
