from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nasij.audit import sentences
from nasij.council.enums import CouncilVerb


class CouncilConfig(AppConfig):
    name = "nasij.council"
    verbose_name = _("Council")

    def ready(self) -> None:
        sentences.register(CouncilVerb)
