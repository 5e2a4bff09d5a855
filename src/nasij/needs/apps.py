from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nasij.audit import sentences
from nasij.needs.enums import NeedVerb


class NeedsConfig(AppConfig):
    name = "nasij.needs"
    verbose_name = _("Needs")

    def ready(self) -> None:
        sentences.register(NeedVerb)
