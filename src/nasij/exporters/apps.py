from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nasij.audit import sentences
from nasij.exporters.enums import ExporterVerb
from nasij.ui import navigation
from nasij.ui.navigation import NavEntry


class ExportersConfig(AppConfig):
    name = "nasij.exporters"
    verbose_name = _("Exporters")

    def ready(self) -> None:
        from nasij.exporters import subscribers  # noqa: F401 — connects the answers

        sentences.register(ExporterVerb)
        navigation.register(
            NavEntry("exporters", _("Exporters"), "exporters:list", 5, "firm_view", "listen")
        )
