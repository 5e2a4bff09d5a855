"""Closed lists of the reports room."""

from django.utils.translation import gettext_lazy as _

from nasij.audit.words import Verbs


class ReportVerb(Verbs):
    ROADMAP_BUILT = "reports.roadmap_built", _("%(actor)s built the roadmap %(subject)s")
