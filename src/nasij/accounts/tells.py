"""What this room tells the others."""

from django.utils.translation import gettext_lazy as _

from nasij.accounts.enums import AccountVerb, Permission
from nasij.accounts.notices import ADDRESS, INVITATION, PROOF, ROLE, SIGN_IN
from nasij.ui.navigation import NavEntry

TELLS = (
    *AccountVerb,
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
