from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DatasetsConfig(AppConfig):
    name = "nasij.datasets"
    verbose_name = _("Datasets")

    def ready(self) -> None:
        from nasij.datasets import subscribers  # noqa: F401 — connects the answers
