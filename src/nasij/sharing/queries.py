"""Who shares which firm with whom, and what was referred."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.accounts.permissions import may_somewhere
from nasij.exporters.consent import kept_unlisted
from nasij.exporters.models import Firm
from nasij.exporters.permissions import firms_visible_to
from nasij.sharing.enums import OPEN, ReferralState
from nasij.sharing.models import Referral, Share

SHOWN_FOR = timedelta(days=14)  # an answer stays on the desk of who asked


def running() -> Q:
    return Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate())


def open_shares() -> QuerySet[Share]:
    return Share.objects.filter(running(), withdrawn_at__isnull=True)


def open_referrals() -> QuerySet[Referral]:
    """Those whose recipient may still see the firm."""
    return Referral.objects.filter(running(), state__in=OPEN)


def firms_shown_to(user: User, codes: Collection[str], to_edit: bool) -> frozenset[int]:
    """Keys of the firms shown to a person who works in these regions, in one query."""
    shares = open_shares().filter(Q(user=user) | Q(region__code__in=codes))
    if to_edit:
        return frozenset(shares.filter(may_edit=True).order_by().values_list("firm_id", flat=True))
    referred = open_referrals().filter(recipient=user)
    keys = shares.order_by().values_list("firm_id", flat=True)
    return frozenset(keys.union(referred.order_by().values_list("firm_id", flat=True)))


def shown_members(firm: Firm) -> Q:
    """Memberships of those to whom a firm is shown today, as a region or as a person."""
    shares, referrals = open_shares().filter(firm=firm), open_referrals().filter(firm=firm)
    return (
        Q(region__in=shares.order_by().values("region"))
        | Q(user__in=shares.order_by().values("user"))
        | Q(user__in=referrals.order_by().values("recipient"))
    )


def shares_of(firm: Firm) -> list[Share]:
    """With whom a firm is shared today, the latest first."""
    found = open_shares().filter(firm=firm).select_related("region", "user", "shared_by")
    return list(found.order_by("-shared_at", "-id"))


def _referrals() -> QuerySet[Referral]:
    """Open ones first, then the latest."""
    closed = Case(
        When(state__in=OPEN, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    found = Referral.objects.select_related("firm__region", "sender", "recipient")
    return found.annotate(is_closed=closed).order_by("is_closed", "-sent_at", "-id")


def referrals_received(user: User) -> QuerySet[Referral]:
    """Without those of firms that object to being shown to them, closed ones too."""
    unlisted = Firm.objects.filter(kept_unlisted())
    return _referrals().filter(Q(firm__in=_seen(user)) | ~Q(firm__in=unlisted), recipient=user)


def referrals_sent(user: User) -> QuerySet[Referral]:
    """Of the firms that they may see today: who left a region leaves its answers there."""
    return _referrals().filter(sender=user, firm__in=_seen(user))


def _seen(user: User) -> QuerySet[Firm]:
    return firms_visible_to(user, Permission.FIRM_VIEW)


def referrals_of(firm: Firm) -> list[Referral]:
    """To whom a firm is handed today, the latest first."""
    found = open_referrals().filter(firm=firm).select_related("sender", "recipient")
    return list(found.order_by("-sent_at", "-id"))


def fresh_answers(user: User) -> list[Referral]:
    """What colleagues answered or declined of late, the latest first."""
    since = timezone.now() - SHOWN_FOR
    told = (ReferralState.ANSWERED, ReferralState.DECLINED)
    found = Referral.objects.filter(
        sender=user, firm__in=_seen(user), state__in=told, closed_at__gte=since
    )
    return list(found.select_related("firm__region", "recipient").order_by("-closed_at", "-id"))


def waiting_referrals(user: User, limit: int = 6) -> list[Referral]:
    """What a colleague asks this person and has no answer yet, the oldest first."""
    if not may_somewhere(user, Permission.FIRM_VIEW):
        return []
    found = open_referrals().filter(recipient=user)
    return list(found.select_related("firm__region", "sender").order_by("sent_at", "id")[:limit])
