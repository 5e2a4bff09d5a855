"""What this room adds to the page of a firm: that it is being erased."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person
from nasij.exporters.models import Firm
from nasij.exporters.permissions import may_on
from nasij.exporters.sections import Glance, Section
from nasij.rights.queries import erasure_begun
from nasij.rights.tables import state_cell


def erasure_section(firm: Firm, user: Person) -> Section | None:
    asked = erasure_begun(firm)
    if asked is None:
        return None
    may_open = may_on(user, Permission.FIRM_EDIT, firm)
    url = reverse("rights:request", args=[asked.pk]) if may_open else ""
    state = state_cell(asked)
    glance = Glance(_("Erasure"), str(state.text), url=url, tone=state.tone)
    return Section("erasure", _("Erasure"), "", glances=(glance,), is_empty=True)
