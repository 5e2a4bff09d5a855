"""What this room tells the others."""

from django.utils.translation import gettext_lazy as _

from nasij.targets.enums import TargetVerb
from nasij.ui.navigation import NavEntry

TELLS = (
    *TargetVerb,
    NavEntry("target", _("Target"), "targets:target", 10, section="measure"),
)
