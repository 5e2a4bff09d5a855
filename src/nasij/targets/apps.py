from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nasij.audit import sentences
from nasij.targets.enums import TargetVerb


class TargetsConfig(AppConfig):
    name = "nasij.targets"
    verbose_name = _("Target")

    def ready(self) -> None:
        sentences.register(TargetVerb)
