from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nasij.audit import sentences
from nasij.accounts.enums import AccountVerb


class AccountsConfig(AppConfig):
    name = "nasij.accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        sentences.register(AccountVerb)
