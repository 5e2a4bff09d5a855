from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nasij.audit import sentences
from nasij.exporters.enums import ExporterVerb, FirmLifeVerb, RightsVerb
from nasij.ui import navigation
from nasij.ui.navigation import NavEntry


class ExportersConfig(AppConfig):
    name = "nasij.exporters"
    verbose_name = _("Exporters")

    def ready(self) -> None:
        from nasij.exporters import life, subscribers  # noqa: F401 — subscribers connect the answers
        from nasij.exporters.queries.life import life_of_record
        from nasij.exporters.rights import parts
        from nasij.exporters.rights.elsewhere import FILES_OF_A_FIRM, SHARES_OF_A_FIRM

        parts.register(FILES_OF_A_FIRM)
        parts.register(SHARES_OF_A_FIRM)
        sentences.register(ExporterVerb)
        sentences.register(FirmLifeVerb)
        life.register_provider(life_of_record, "record", "market", "sharing")
        sentences.register(RightsVerb)
        navigation.register(
            NavEntry("exporters", _("Exporters"), "exporters:list", 5, "firm_view", "listen")
        )
        navigation.register(
            NavEntry(
                "firm_requests",
                _("Requests of firms"),
                "exporters:requests",
                6,
                "firm_edit",
                "listen",
            )
        )
