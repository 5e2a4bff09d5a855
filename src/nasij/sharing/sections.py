"""What this room adds to the page of a firm."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, may
from nasij.exporters.models import Firm
from nasij.exporters.sections import Glance, Section
from nasij.sharing.queries import shares_of


def writes_as_own(user: Person, firm: Firm) -> bool:
    return may(user, Permission.FIRM_EDIT, region=firm.region.code)


def shown_to(firm: Firm, user: Person) -> Section | None:
    """With whom it is shared, for who may end that."""
    shares = shares_of(firm) if writes_as_own(user, firm) else []
    if not shares:
        return None
    names = " · ".join(share.with_whom for share in shares)
    glance = Glance(_("Shared with"), names, url=reverse("sharing:share", args=[firm.pk]))
    return Section("sharing", _("Shared with"), "", glances=(glance,), is_empty=True)
