from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nasij.audit import sentences
from nasij.potential.enums import PotentialVerb
from nasij.ui import navigation
from nasij.ui.navigation import NavEntry


class PotentialConfig(AppConfig):
    name = "nasij.potential"
    verbose_name = _("Potentials")

    def ready(self) -> None:
        sentences.register(PotentialVerb)
        navigation.register(
            NavEntry("potential", _("Export potential"), "potential:national", 30, None, "measure")
        )
