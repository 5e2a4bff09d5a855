from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nasij.audit import sentences
from nasij.exporters.enums import ExporterVerb, FirmLifeVerb
from nasij.ui import navigation
from nasij.ui.navigation import NavEntry


class ExportersConfig(AppConfig):
    name = "nasij.exporters"
    verbose_name = _("Exporters")

    def ready(self) -> None:
        from nasij.exporters import life
        from nasij.exporters.queries.life import life_of_record

        sentences.register(ExporterVerb)
        sentences.register(FirmLifeVerb)
        life.register_provider(life_of_record, "record", "market", "sharing")
        navigation.register(
            NavEntry("exporters", _("Exporters"), "exporters:list", 5, "firm_view", "listen")
        )
