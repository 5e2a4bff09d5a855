from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nasij.audit import sentences
from nasij.datasets.enums import DatasetVerb
from nasij.ui import navigation
from nasij.ui.navigation import NavEntry


class DatasetsConfig(AppConfig):
    name = "nasij.datasets"
    verbose_name = _("Datasets")

    def ready(self) -> None:
        sentences.register(DatasetVerb)
        navigation.register(
            NavEntry("datasets", _("Data sets"), "datasets:list", 60, None, "measure")
        )
