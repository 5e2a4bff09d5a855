"""What people are written about their accounts, each in their language."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.accounts.queries import address_is_taken, people_holding
from nasij.accounts.roles import ROLES
from nasij.reference.models import Territory

_PROOF = "nasij.accounts.address"
_PROOF_SECONDS = 24 * 3600


def tell_administrators(
    name: str, role: str, region: Territory | None, *, by: User | None, invited: bool = False
) -> None:
    """After commit: who may give roles learns of every role that another gives."""
    readers = people_holding(Permission.ACCOUNT_MANAGE)
    for reader in readers.exclude(pk=by.pk) if by else readers:
        given = {"name": name, "role": ROLES[role], "region": region, "by": by, "invited": invited}
        transaction.on_commit(partial(_tell_of_role, reader, given))


def _tell_of_role(reader: User, given: dict[str, Any]) -> None:
    with translation.override(reader.language):
        subject = translation.gettext("A role was given: %(role)s") % {"role": given["role"].name}
        link = f"{settings.SITE_URL}{reverse('accounts:people')}"
        _send(subject, "role_given", {**given, "link": link}, reader.email)


def send_address_proof(user: User, new: str) -> None:
    """To the new address, if it is free: a link that only its reader can follow. Nothing is
    stored, and whoever asks is not told whether somebody else has this address."""
    if address_is_taken(new, by=user):
        return
    proof = signing.dumps({"user": user.pk, "from": user.email, "to": new}, salt=_PROOF)
    with translation.override(user.language):
        link = f"{settings.SITE_URL}{reverse('accounts:address_confirm', args=[proof])}"
        context = {"person": user, "link": link}
        _send(translation.gettext("Confirm your new address"), "address_proof", context, new)


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
        _send(subject, "address_changed", {"person": user}, old)


def _send(subject: str, template: str, context: dict[str, Any], to: str) -> None:
    send_mail(
        subject=" ".join(subject.split()),
        message=render_to_string(f"accounts/mail/{template}.txt", context),
        from_email=None,
        recipient_list=[to],
        fail_silently=True,
    )
