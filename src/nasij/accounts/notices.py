"""What people are written about their accounts, each in their language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from nasij.accounts.enums import Permission
from nasij.accounts.models import Invitation, User
from nasij.accounts.queries import address_is_taken, people_holding
from nasij.accounts.roles import ROLES
from nasij.reference.models import Territory
from nasij.work.models import Letter
from nasij.work.outbox import LetterKind, mail_answers, post
from nasij.work.queries import has_failed

INVITATION_DAYS = 14
_PROOF = "nasij.accounts.address"
_PROOF_SECONDS = 24 * 3600

INVITATION = LetterKind("accounts.invitation", _("Invitation"), is_secret=True)
PROOF = LetterKind("accounts.proof", _("Proof of a new address"), is_secret=True)
SIGN_IN = LetterKind("accounts.sign_in", _("Link to choose a password"), is_secret=True)
ROLE = LetterKind("accounts.role", _("News of a role that was given"))
ADDRESS = LetterKind("accounts.address", _("News of a changed address"))


def send_invitation(invitation: Invitation, link: str) -> None:
    with translation.override(invitation.language):
        context = {
            "invitation": invitation,
            "link": link,
            "role": ROLES[invitation.role],
            "days": INVITATION_DAYS,
        }
        post(
            INVITATION,
            to=invitation.email,
            about=invitation,
            language=invitation.language,
            subject=translation.gettext("Your invitation to Nasij"),
            text=render_to_string("accounts/mail/invitation.txt", context),
        )


def tell_administrators(
    name: str, role: str, region: Territory | None, *, by: User | None, invited: bool = False
) -> None:
    """Who may give roles learns of every role that another gives."""
    given = {"name": name, "role": ROLES[role], "region": region, "by": by, "invited": invited}
    readers = people_holding(Permission.ACCOUNT_MANAGE)
    for reader in readers.exclude(pk=by.pk) if by else readers:
        with translation.override(reader.language):
            subject = translation.gettext("A role was given: %(role)s") % {"role": ROLES[role].name}
            link = f"{settings.SITE_URL}{reverse('accounts:people')}"
            _post(ROLE, reader, subject, "role_given", {**given, "link": link}, to=reader.email)


def send_address_proof(user: User, new: str) -> bool:
    """To the new address, if it is free: a link that only its reader can follow. Nothing of it is
    stored, and whoever asks is not told whether somebody else has this address: False says that
    no letter can leave, whether one was to leave or not."""
    if address_is_taken(new, by=user):
        return mail_answers()
    proof = signing.dumps({"user": user.pk, "from": user.email, "to": new}, salt=_PROOF)
    with translation.override(user.language):
        link = f"{settings.SITE_URL}{reverse('accounts:address_confirm', args=[proof])}"
        subject = translation.gettext("Confirm your new address")
        letter = _post(PROOF, user, subject, "address_proof", {"link": link}, to=new)
    return not has_failed(letter)


def read_proof(proof: str, user: User) -> str:
    """The address it proves for this person, as long as theirs has not changed since; else ""."""
    try:
        found = signing.loads(proof, salt=_PROOF, max_age=_PROOF_SECONDS)
    except signing.BadSignature:
        return ""
    holds = (found["user"], found["from"]) == (user.pk, user.email)
    return str(found["to"]) if holds else ""


def tell_old_address(user: User, old: str) -> None:
    with translation.override(user.language):
        subject = translation.gettext("Your sign-in address has changed")
        _post(ADDRESS, user, subject, "address_changed", {}, to=old)


def _post(
    kind: LetterKind, user: User, subject: str, template: str, context: dict[str, Any], to: str
) -> Letter:
    text = render_to_string(f"accounts/mail/{template}.txt", {"person": user, **context})
    return post(kind, to=to, about=user, language=user.language, subject=subject, text=text)
