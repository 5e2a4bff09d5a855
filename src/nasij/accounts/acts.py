"""Changing people: invitations, roles, own details."""

from __future__ import annotations

import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation

from nasij.accounts.enums import AccountVerb
from nasij.accounts.errors import (
    AddressLinkClosed,
    AlreadyHasAccount,
    GiverLacksRights,
    InvitationClosed,
    LastAdministrator,
    LetterNotKept,
    RegionNeeded,
    RegionNotAllowed,
    RoleHeldAlready,
    UnknownRole,
)
from nasij.accounts.models import Invitation, Membership, User, of_today
from nasij.accounts.notices import (
    INVITATION,
    INVITATION_DAYS,
    read_proof,
    send_invitation,
    tell_administrators,
    tell_old_address,
)
from nasij.accounts.permissions import may_give
from nasij.accounts.queries import address_is_taken, invitations_to, token_hash
from nasij.accounts.roles import ROLES
from nasij.audit.acts import record
from nasij.reference.models import Territory
from nasij.reference.queries import region_by_code
from nasij.work.models import Letter
from nasij.work.outbox import kind_of, post_again, withdraw, withdraw_letters


def _place(role: str, region_code: str) -> Territory | None:
    if role not in ROLES:
        raise UnknownRole
    region = region_by_code(region_code) if region_code else None
    if ROLES[role].regional and region is None and role != "partner":
        raise RegionNeeded  # a partner (ministry, federation) may be national
    if not ROLES[role].regional and region is not None:
        raise RegionNotAllowed
    return region


def _require_right_to_give(
    by: User | None, role: str, region: Territory | None, to: User | None = None
) -> None:
    """`by` None is the command line: who holds the server holds everything."""
    code = region.code if region else None
    if by is not None and not may_give(by, ROLES[role], region=code, to=to):
        raise GiverLacksRights


@transaction.atomic
def invite_person(
    *, email: str, name: str, role: str, region_code: str, language: str, by: User | None
) -> tuple[Invitation, str]:
    """Make an invitation, mail its link, and return both; only the hash of the link is kept. One
    that is open for the same role and place is renewed: its earlier link opens nothing any more."""
    region = _place(role, region_code)
    _require_right_to_give(by, role, region)
    if User.objects.filter(email__iexact=email).exists():
        raise AlreadyHasAccount
    token = secrets.token_urlsafe(24)
    earlier = invitations_to(email, role, region_code).select_for_update(of=("self",)).first()
    invitation = earlier or Invitation(email=email.lower(), role=role, region=region)
    if earlier is not None:
        withdraw_letters(INVITATION, [earlier])
    invitation.name, invitation.language, invitation.invited_by = name, language, by
    invitation.token_hash = token_hash(token)
    invitation.expires_at = timezone.now() + timedelta(days=INVITATION_DAYS)
    invitation.save()
    record(
        AccountVerb.INVITATION_SENT,
        subject=invitation,
        by=by,
        region_code=region_code,
        after={"role": role, "region": region_code},
    )
    with translation.override(language):
        link = f"{settings.SITE_URL}{reverse('accounts:invitation', args=[token])}"
    send_invitation(invitation, link)
    tell_administrators(invitation.name, role, region, by=by, invited=True)
    return invitation, link


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User | None) -> None:
    """Its link opens nothing any more, and its letter stays here if it has not left yet."""
    found = Invitation.objects.select_for_update(of=("self",)).select_related("region")
    invitation = found.get(pk=invitation.pk)
    _require_right_to_give(by, invitation.role, invitation.region)
    if not invitation.is_open:
        raise InvitationClosed
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    withdraw_letters(INVITATION, [invitation])
    region = invitation.region.code if invitation.region else ""
    record(
        AccountVerb.INVITATION_WITHDRAWN,
        subject=invitation,
        by=by,
        region_code=region,
        after={"role": invitation.role, "region": region},
    )


@transaction.atomic
def accept_invitation(*, token: str, name: str, password: str) -> User:
    """Open the account an invitation promises. A second use is refused."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("region", "invited_by")
        .filter(token_hash=token_hash(token))
        .first()
    )
    if invitation is None or not invitation.is_open:
        raise InvitationClosed
    try:  # whoever invited may have lost the right since
        _require_right_to_give(invitation.invited_by, invitation.role, invitation.region)
    except GiverLacksRights as lost:
        raise InvitationClosed from lost
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise AlreadyHasAccount
    user = User.objects.create_user(
        invitation.email, password, name=name, language=invitation.language
    )
    Membership.objects.create(
        user=user, role=invitation.role, region=invitation.region, starts_on=timezone.localdate()
    )
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    record(
        AccountVerb.INVITATION_ACCEPTED,
        subject=user,
        by=user,
        region_code=invitation.region.code if invitation.region else "",
        after={"role": invitation.role, "region": getattr(invitation.region, "code", "")},
    )
    tell_administrators(user.name, invitation.role, invitation.region, by=invitation.invited_by)
    return user


@transaction.atomic
def grant_membership(*, user: User, role: str, region_code: str, by: User | None) -> Membership:
    """Give a person a role from today on."""
    region = _place(role, region_code)
    _require_right_to_give(by, role, region, to=user)
    if _holds(user, role, region):
        raise RoleHeldAlready(name=user.name)
    membership = Membership.objects.create(
        user=user, role=role, region=region, starts_on=timezone.localdate()
    )
    record(
        AccountVerb.MEMBERSHIP_GRANTED,
        subject=user,
        by=by,
        region_code=region_code,
        after={"role": role, "region": region_code},
    )
    tell_administrators(user.name, role, region, by=by)
    return membership


def _holds(user: User, role: str, region: Territory | None) -> bool:
    held = user.memberships.filter(role=role, region=region)
    return held.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate())).exists()


@transaction.atomic
def end_membership(*, membership: Membership, by: User | None) -> None:
    """End a role yesterday, so that it grants nothing from this moment on."""
    if membership.role == "administrator" and not _another_administrator(membership):
        raise LastAdministrator
    membership.ends_on = max(timezone.localdate() - timedelta(days=1), membership.starts_on)
    if membership.starts_on == timezone.localdate():
        membership.delete()
    else:
        membership.save(update_fields=["ends_on"])
    record(
        AccountVerb.MEMBERSHIP_ENDED,
        subject=membership.user,
        by=by,
        before={"role": membership.role},
    )


def _another_administrator(membership: Membership) -> bool:
    others = Membership.objects.filter(of_today(), role="administrator", user__is_active=True)
    return others.exclude(pk=membership.pk).exists()


@transaction.atomic
def change_profile(*, name: str, language: str, by: User) -> User:
    """Change one's own name and language."""
    before = {"name": by.name, "language": by.language}
    by.name, by.language = name, language
    by.save(update_fields=["name", "language"])
    after = {"name": name, "language": language}
    record(AccountVerb.PROFILE_CHANGED, subject=by, by=by, before=before, after=after)
    return by


@transaction.atomic
def change_address(*, proof: str, by: User) -> User:
    """Sign in with another address from now on: the one whose mailbox showed this proof."""
    user = User.objects.select_for_update().get(pk=by.pk)
    new = read_proof(proof, user)
    if not new or address_is_taken(new, by=user):
        raise AddressLinkClosed
    old, user.email = user.email, new
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()  # the library's copy: one address, proven
    EmailAddress.objects.create(user=user, email=new, primary=True, verified=True)
    record(
        AccountVerb.ADDRESS_CHANGED,
        subject=user,
        by=user,
        before={"email": old},
        after={"email": new},
    )
    tell_old_address(user, old)
    return user


@transaction.atomic
def send_letter_again(*, letter: Letter, by: User | None) -> None:
    """Whoever asks for it has judged that it did not arrive."""
    if not post_again(letter):
        raise LetterNotKept
    record(AccountVerb.LETTER_SENT_AGAIN, subject=letter, by=by, label=_name(letter))


@transaction.atomic
def withdraw_letter(*, letter: Letter, by: User | None) -> None:
    if not withdraw(letter):
        raise LetterNotKept
    record(AccountVerb.LETTER_WITHDRAWN, subject=letter, by=by, label=_name(letter))


def _name(letter: Letter) -> str:
    """In the record, which outlives the letter: what it was, never to whom."""
    with translation.override(settings.LANGUAGE_CODE):
        return f"{kind_of(letter).name} {letter.about}".strip()
