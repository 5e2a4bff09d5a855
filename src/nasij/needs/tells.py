"""What this room tells the others."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import may_somewhere
from nasij.exporters.holdings.tables import Erased, Holding, Merged
from nasij.exporters.life import Life
from nasij.exporters.sections import FirmSection
from nasij.needs.enums import NeedVerb, VisitVerb
from nasij.needs.holdings import MET, SAID
from nasij.needs.life import contacts, statements
from nasij.needs.notices import DIGEST, REPLY
from nasij.needs.sections import contact_section, said_section
from nasij.ui.navigation import NavEntry
from nasij.ui.ways import Way

TELLS = (
    *NeedVerb,
    *VisitVerb,
    REPLY,
    DIGEST,
    SAID,
    MET,
    Holding("needs.need.firm", _("Needs"), Merged.MOVE, Erased.PART),
    Holding("needs.visit.firm", _("Contacts with the team"), Merged.MOVE, Erased.PART),
    Holding("needs.snooze.firm", _("Calls put off"), Merged.MOVE, Erased.PART),
    Life.of(contacts, "contact"),
    Life.of(statements, "need"),
    FirmSection(contact_section, order=10),
    FirmSection(said_section, order=20),
    Way(
        "firm.quick",
        _("Record a contact"),
        lambda firm: f"{reverse('needs:visit_record')}?firm={firm.pk}",
        lambda user, firm: may_somewhere(user, Permission.NEED_RECORD),
    ),
    Way(
        "firm.quick",
        _("Record a need"),
        lambda firm: f"{reverse('needs:record')}?firm={firm.pk}",
        lambda user, firm: may_somewhere(user, Permission.NEED_RECORD),
    ),
    NavEntry("needs", _("Needs"), "needs:list", 10, Permission.NEED_VIEW, "listen"),
    NavEntry("items", _("Regional items"), "needs:items", 20, Permission.ITEM_VIEW, "listen"),
    NavEntry("silence", _("Firms to call"), "needs:silence", 7, Permission.NEED_RECORD, "listen"),
    NavEntry("reminders", _("Reminders"), "needs:reminders", 12, Permission.NEED_RECORD, "account"),
)
