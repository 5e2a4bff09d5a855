"""Who may open what."""

from __future__ import annotations

from django.http import Http404

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, may_somewhere, require
from nasij.exporters.consent import may_be_listed
from nasij.exporters.models import Firm
from nasij.exporters.permissions import may_on
from nasij.sharing.models import Referral, Share


def get_share_for(user: Person, pk: int) -> Share:
    """A share, by who writes the firm in its own region."""
    share = Share.objects.select_related("firm__region", "region", "user").filter(pk=pk).first()
    if share is None:
        raise Http404
    _require_own(user, share.firm)
    return share


def get_referral_for(user: Person, pk: int) -> Referral:
    """A referral, by the two people it is between: each while they may see this firm. Who was asked
    reads it also once it ran out or is closed, while they read firms somewhere, until the firm
    objects to be listed for others."""
    found = Referral.objects.select_related("firm__region", "sender", "recipient")
    referral = found.filter(pk=pk).first()
    if referral is None or not _is_between(user, referral):
        raise Http404
    return referral


def _is_between(user: Person, referral: Referral) -> bool:
    if user not in (referral.recipient, referral.sender):
        return False
    if may_on(user, Permission.FIRM_VIEW, referral.firm):
        return True
    is_asked = user == referral.recipient and may_somewhere(user, Permission.FIRM_VIEW)
    return is_asked and may_be_listed(referral.firm)


def get_referral_to_end_for(user: Person, pk: int) -> Referral:
    """A referral, by who writes the firm in its own region: its sender may have left."""
    referral = Referral.objects.select_related("firm__region").filter(pk=pk).first()
    if referral is None:
        raise Http404
    _require_own(user, referral.firm)
    return referral


def _require_own(user: Person, firm: Firm) -> None:
    region = firm.region.code
    require(user, Permission.FIRM_EDIT, region=region, seen_with=Permission.FIRM_VIEW)
