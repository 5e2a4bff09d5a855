from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "nasij.accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from nasij.accounts import subscribers  # noqa: F401 — connects the answers
