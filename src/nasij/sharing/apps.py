from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SharingConfig(AppConfig):
    name = "nasij.sharing"
    verbose_name = _("Firms shown to colleagues")
