from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilingsConfig(AppConfig):
    name = "nasij.filings"
    verbose_name = _("Firms of customs and association files")

    def ready(self) -> None:
        from nasij.filings import subscribers  # noqa: F401 — connects the answers
