from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nasij.audit import sentences
from nasij.reports.enums import ReportVerb
from nasij.ui import navigation
from nasij.ui.navigation import NavEntry


class ReportsConfig(AppConfig):
    name = "nasij.reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        sentences.register(ReportVerb)
        navigation.register(
            NavEntry(
                "roadmap", _("Roadmap"), "reports:roadmap", 20, section="publish", members_only=True
            )
        )
