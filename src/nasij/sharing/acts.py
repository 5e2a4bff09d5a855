"""Showing a firm to others: shares, and referrals that are answered."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.accounts.permissions import may_somewhere
from nasij.audit.acts import record
from nasij.exporters.consent import may_be_listed
from nasij.exporters.models import Firm
from nasij.reference.days import check_day
from nasij.reference.models import Territory
from nasij.sentences import in_every_language
from nasij.sharing.enums import OPEN, ReferralState, SharingVerb
from nasij.sharing.errors import (
    CannotReceive,
    FirmObjects,
    LastDayOutOfReach,
    ReasonNeeded,
    ReferralSettled,
    ReferralWaits,
)
from nasij.sharing.models import Referral, Share
from nasij.sharing.queries import open_referrals, open_shares
from nasij.work.errors import reason_in


@transaction.atomic
def share_firm(
    *,
    firm: Firm,
    region: Territory | None = None,
    user: User | None = None,
    may_edit: bool = False,
    ends_on: date | None = None,
    reason: str = "",
    by: User | None,
) -> Share:
    """Show a firm to a region or a person. Sharing again with the same changes that share."""
    if user is not None:
        _check_reader(user)
    _check_end(ends_on)
    _check_shown(firm)
    open_now = open_shares().filter(firm=firm, region=region, user=user)
    share = open_now.order_by("id").first() or Share(firm=firm, region=region, user=user)
    share.may_edit, share.ends_on, share.reason = may_edit, ends_on, reason
    share.shared_by = by
    share.save()
    record(
        SharingVerb.FIRM_SHARED,
        subject=firm,
        by=by,
        region_code=firm.region.code,
        after={
            "with": in_every_language(region or user),
            "may_edit": may_edit,
            "ends_on": ends_on.isoformat() if ends_on else None,
        },
    )
    return share


@transaction.atomic
def withdraw_share(*, share: Share, by: User | None) -> None:
    """Stop showing it, from this moment on. Withdrawing twice says nothing."""
    withdrawn = Share.objects.filter(pk=share.pk, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )
    if withdrawn:
        firm = share.firm
        record(
            SharingVerb.SHARE_WITHDRAWN,
            subject=firm,
            by=by,
            region_code=firm.region.code,
            after={"with": in_every_language(share.region or share.user)},
        )


@transaction.atomic
def stop_showing(*, firm: Firm, by: User | None) -> None:
    """End every share and referral of a firm that objects. Nobody is told where there is none."""
    now = timezone.now()
    shares = open_shares().filter(firm=firm).update(withdrawn_at=now)
    referrals = Referral.objects.filter(firm=firm, state__in=OPEN).update(
        state=ReferralState.STOPPED, closed_at=now
    )
    if shares or referrals:
        record(
            SharingVerb.SHOWING_STOPPED,
            subject=firm,
            by=by,
            region_code=firm.region.code,
            after={"shares": shares, "referrals": referrals},
        )


@transaction.atomic
def refer_firm(
    *,
    firm: Firm,
    recipient: User,
    reason: str,
    question: str = "",
    ends_on: date | None = None,
    by: User,
) -> Referral:
    """Hand a firm to a colleague, who sees it until the referral is closed or runs out."""
    reason = reason_in(reason, ReasonNeeded)
    _check_reader(recipient)
    if recipient == by:
        raise CannotReceive(person=recipient)
    _check_end(ends_on)
    _check_shown(firm)
    if open_referrals().filter(firm=firm, recipient=recipient).exists():
        raise ReferralWaits(person=recipient)
    referral = Referral.objects.create(
        firm=firm,
        sender=by,
        recipient=recipient,
        reason=reason,
        question=question.strip(),
        ends_on=ends_on,
    )
    record(
        SharingVerb.FIRM_REFERRED,
        subject=firm,
        by=by,
        region_code=firm.region.code,
        after={"recipient": str(recipient), "referral": referral.pk},
    )
    return referral


@transaction.atomic
def accept_referral(*, referral: Referral, by: User) -> None:
    found = _open(referral)
    if found.state == ReferralState.ACCEPTED:
        return
    found.state, found.accepted_at = ReferralState.ACCEPTED, timezone.now()
    found.save(update_fields=["state", "accepted_at"])
    _record(SharingVerb.REFERRAL_ACCEPTED, found, by)


@transaction.atomic
def decline_referral(*, referral: Referral, reason: str, by: User) -> None:
    _close(referral, ReferralState.DECLINED, reason)
    _record(SharingVerb.REFERRAL_DECLINED, referral, by)


@transaction.atomic
def answer_referral(*, referral: Referral, answer: str, by: User) -> None:
    """Answer and close: from here on the recipient no longer sees the firm by this referral."""
    _close(referral, ReferralState.ANSWERED, answer)
    _record(SharingVerb.REFERRAL_ANSWERED, referral, by)


@transaction.atomic
def withdraw_referral(*, referral: Referral, by: User) -> None:
    found = _open(referral)
    found.state, found.closed_at = ReferralState.WITHDRAWN, timezone.now()
    found.save(update_fields=["state", "closed_at"])
    _record(SharingVerb.REFERRAL_WITHDRAWN, found, by)


def _close(referral: Referral, state: ReferralState, words: str) -> None:
    words = reason_in(words, ReasonNeeded)
    found = _open(referral)
    found.state, found.outcome, found.closed_at = state, words, timezone.now()
    found.save(update_fields=["state", "outcome", "closed_at"])
    referral.refresh_from_db(fields=["state", "outcome", "closed_at"])


def _open(referral: Referral) -> Referral:
    """The referral as it is now: two tabs of one person must not close it twice."""
    found = Referral.objects.select_for_update(of=("self",)).select_related("firm__region")
    now = found.get(pk=referral.pk)
    if not now.is_open:
        raise ReferralSettled
    return now


def _record(verb: SharingVerb, referral: Referral, by: User) -> None:
    firm = referral.firm
    record(
        verb,
        subject=firm,
        by=by,
        region_code=firm.region.code,
        after={"referral": referral.pk, "state": referral.state},
    )


def _check_reader(person: User) -> None:
    """Only who reads firms somewhere: a share is not a way around a role."""
    if not may_somewhere(person, Permission.FIRM_VIEW):
        raise CannotReceive(person=person)


def _check_shown(firm: Firm) -> None:
    if not may_be_listed(firm):
        raise FirmObjects


def _check_end(ends_on: date | None) -> None:
    if ends_on is not None:
        check_day(ends_on, earliest=timezone.localdate(), refusal=LastDayOutOfReach)
