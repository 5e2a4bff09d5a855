from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    name = "nasij.intake"
    verbose_name = _("Files of firms")
