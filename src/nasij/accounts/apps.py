from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nasij.accounts.enums import AccountVerb, Permission
from nasij.audit import sentences
from nasij.ui import navigation
from nasij.ui.navigation import NavEntry


class AccountsConfig(AppConfig):
    name = "nasij.accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from nasij.accounts import subscribers  # noqa: F401 — once all models are there

        sentences.register(AccountVerb)
        for entry in (
            NavEntry(
                "people", _("People"), "accounts:people", 80, Permission.ACCOUNT_INVITE, "manage"
            ),
            NavEntry(
                "events",
                _("Record of acts"),
                "accounts:events",
                85,
                Permission.AUDIT_VIEW,
                "manage",
            ),
            NavEntry(
                "profile",
                _("My details"),
                "accounts:profile",
                10,
                None,
                "account",
                members_only=True,
            ),
            NavEntry(
                "security", _("Security"), "mfa_index", 20, None, "account", members_only=True
            ),
            NavEntry(
                "roles",
                _("Roles and permissions"),
                "accounts:roles",
                90,
                None,
                "account",
                members_only=True,
            ),
        ):
            navigation.register(entry)
