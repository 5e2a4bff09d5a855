from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nasij.audit import sentences
from nasij.rights.enums import RightsVerb
from nasij.ui import navigation
from nasij.ui.navigation import NavEntry


class RightsConfig(AppConfig):
    name = "nasij.rights"
    verbose_name = _("Rights of firms")

    def ready(self) -> None:
        from nasij.exporters import consent, merging
        from nasij.rights.law import parts
        from nasij.rights.law.elsewhere import FILES_OF_A_FIRM, SHARES_OF_A_FIRM
        from nasij.rights.queries import objections_of, waits_for_an_answer

        consent.register_objections(objections_of)
        merging.STOPS[:] = [waits_for_an_answer]
        parts.register(FILES_OF_A_FIRM)
        parts.register(SHARES_OF_A_FIRM)
        sentences.register(RightsVerb)
        navigation.register(
            NavEntry(
                "firm_requests", _("Requests of firms"), "rights:requests", 6, "firm_edit", "listen"
            )
        )
