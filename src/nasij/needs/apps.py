from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nasij.audit import sentences
from nasij.needs.enums import NeedVerb, VisitVerb
from nasij.ui import navigation
from nasij.ui.navigation import NavEntry


class NeedsConfig(AppConfig):
    name = "nasij.needs"
    verbose_name = _("Needs")

    def ready(self) -> None:
        # Models are loaded by now; the page of a firm asks this room what it knows.
        from nasij.exporters import life, sections
        from nasij.needs.life import contacts, statements
        from nasij.needs.sections import contact_section, said_section
        from nasij.needs.subscribers import CONTACTS_WITH_A_FIRM, NEEDS_OF_A_FIRM
        from nasij.rights.law import parts

        parts.register(NEEDS_OF_A_FIRM)
        parts.register(CONTACTS_WITH_A_FIRM)
        sentences.register(NeedVerb)
        sentences.register(VisitVerb)
        life.register_provider(contacts, "contact")
        life.register_provider(statements, "need")
        sections.register(contact_section, order=10)
        sections.register(said_section, order=20)
        navigation.register(NavEntry("needs", _("Needs"), "needs:list", 10, "need_view", "listen"))
        navigation.register(
            NavEntry("items", _("Regional items"), "needs:items", 20, "item_view", "listen")
        )
        navigation.register(
            NavEntry("silence", _("Firms to call"), "needs:silence", 7, "need_record", "listen")
        )
        navigation.register(
            NavEntry("reminders", _("Reminders"), "needs:reminders", 12, "need_record", "account")
        )
