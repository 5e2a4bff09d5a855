from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nasij.audit import sentences
from nasij.reference.enums import ReferenceVerb


class ReferenceConfig(AppConfig):
    name = "nasij.reference"
    verbose_name = _("Reference")

    def ready(self) -> None:
        sentences.register(ReferenceVerb)
