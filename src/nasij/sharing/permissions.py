"""Who may open what."""

from __future__ import annotations

from django.http import Http404

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, require
from nasij.sharing.models import Referral, Share


def get_share_for(user: Person, pk: int) -> Share:
    """A share, by who writes the firm in its own region."""
    share = Share.objects.select_related("firm__region", "region", "user").filter(pk=pk).first()
    if share is None:
        raise Http404
    region = share.firm.region.code
    require(user, Permission.FIRM_EDIT, region=region, seen_with=Permission.FIRM_VIEW)
    return share


def get_referral_for(user: Person, pk: int) -> Referral:
    """A referral, by the two people it is between."""
    found = Referral.objects.select_related("firm__region", "sender", "recipient")
    referral = found.filter(pk=pk).first()
    if referral is None or user not in (referral.sender, referral.recipient):
        raise Http404
    return referral
