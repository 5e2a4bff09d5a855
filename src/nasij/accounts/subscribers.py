"""What the sign-in library does to an account enters the record of acts."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.dispatch import receiver

from nasij.accounts.enums import AccountVerb
from nasij.accounts.models import User
from nasij.audit.acts import record


@receiver([password_changed, password_reset])
def note_password(sender: Any, user: User, **named: Any) -> None:
    record(AccountVerb.PASSWORD_CHANGED, subject=user, by=user)


@receiver(authenticator_added)
def note_factor_added(sender: Any, user: User, authenticator: Any, **named: Any) -> None:
    _note(AccountVerb.FACTOR_ADDED, user, authenticator)


@receiver(authenticator_removed)
def note_factor_removed(sender: Any, user: User, authenticator: Any, **named: Any) -> None:
    _note(AccountVerb.FACTOR_REMOVED, user, authenticator)


def _note(verb: AccountVerb, user: User, authenticator: Any) -> None:
    record(verb, subject=user, by=user, after={"kind": str(authenticator.type)})
