from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nasij.audit import sentences
from nasij.targets.enums import TargetVerb
from nasij.ui import navigation
from nasij.ui.navigation import NavEntry


class TargetsConfig(AppConfig):
    name = "nasij.targets"
    verbose_name = _("Target")

    def ready(self) -> None:
        sentences.register(TargetVerb)
        navigation.register(
            NavEntry("target", _("Target"), "targets:target", 10, section="measure")
        )
