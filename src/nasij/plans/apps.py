from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "nasij.plans"
    verbose_name = _("Action plans")

    def ready(self) -> None:
        from nasij.plans import subscribers  # noqa: F401 — connects the answers
