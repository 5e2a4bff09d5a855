"""What this room adds to the page of a firm."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nasij.accounts.permissions import Person
from nasij.exporters.models import Firm
from nasij.exporters.permissions import writes_as_own
from nasij.exporters.sections import Glance, Section
from nasij.sharing.queries import referrals_of, shares_of


def shown_to(firm: Firm, user: Person) -> Section | None:
    """Who sees it from elsewhere, for who may end that."""
    if not writes_as_own(user, firm):
        return None
    seen_by = [
        *(share.with_whom for share in shares_of(firm)),
        *(str(referral.recipient) for referral in referrals_of(firm)),
    ]
    if not seen_by:
        return None
    names = " · ".join(seen_by)
    glance = Glance(_("Shared with"), names, url=reverse("sharing:share", args=[firm.pk]))
    return Section("sharing", _("Shared with"), "", glances=(glance,), is_empty=True)
