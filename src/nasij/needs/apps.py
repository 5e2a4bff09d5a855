from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nasij.audit import sentences
from nasij.needs.enums import NeedVerb
from nasij.ui import navigation
from nasij.ui.navigation import NavEntry


class NeedsConfig(AppConfig):
    name = "nasij.needs"
    verbose_name = _("Needs")

    def ready(self) -> None:
        from nasij.exporters.rights import parts
        from nasij.needs.subscribers import NEEDS_OF_A_FIRM

        parts.register(NEEDS_OF_A_FIRM)
        sentences.register(NeedVerb)
        navigation.register(NavEntry("needs", _("Needs"), "needs:list", 10, "need_view", "listen"))
        navigation.register(
            NavEntry("items", _("Regional items"), "needs:items", 20, "item_view", "listen")
        )
