"""What this room tells the others."""

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from nasij.accounts.enums import AccountVerb, Permission
from nasij.accounts.notices import ADDRESS, INVITATION, PROOF, ROLE, SIGN_IN
from nasij.accounts.roles import ROLES
from nasij.audit.words import Kept
from nasij.ui.navigation import NavEntry

_FACTORS = (AccountVerb.FACTOR_ADDED, AccountVerb.FACTOR_REMOVED)

TELLS = (
    *AccountVerb,
    Kept("role", lambda: {key: role.name for key, role in ROLES.items()}, tuple(AccountVerb)),
    Kept("kind", Authenticator.Type, _FACTORS),
    NavEntry("people", _("People"), "accounts:people", 80, Permission.ACCOUNT_INVITE, "manage"),
    INVITATION,
    PROOF,
    SIGN_IN,
    ROLE,
    ADDRESS,
    NavEntry("letters", _("Letters"), "accounts:letters", 82, Permission.LETTER_SEND, "manage"),
    NavEntry("events", _("Record of acts"), "accounts:events", 85, Permission.AUDIT_VIEW, "manage"),
    NavEntry(
        "profile", _("My details"), "accounts:profile", 10, None, "account", members_only=True
    ),
    NavEntry("security", _("Security"), "mfa_index", 20, None, "account", members_only=True),
    NavEntry(
        "roles",
        _("Roles and permissions"),
        "accounts:roles",
        90,
        None,
        "account",
        members_only=True,
    ),
)
