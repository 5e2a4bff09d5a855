"""What this room tells the others."""

from django.utils.translation import gettext_lazy as _

from nasij.reports.enums import ReportVerb
from nasij.ui.navigation import NavEntry

TELLS = (
    *ReportVerb,
    NavEntry("roadmap", _("Roadmap"), "reports:roadmap", 20, section="publish", members_only=True),
)
