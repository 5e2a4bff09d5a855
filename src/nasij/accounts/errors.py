"""What can go wrong with accounts, as sentences for the person."""

from django.utils.translation import gettext_lazy as _


class AccountError(Exception):
    """Base of the room's errors; `str()` is the sentence to show."""

    sentence = _("This cannot be done.")

    def __str__(self) -> str:
        return str(self.sentence)


class UnknownRole(AccountError):
    sentence = _("There is no such role. Choose one of the list.")


class RegionNeeded(AccountError):
    sentence = _("This role is held for a region: choose the region.")


class RegionNotAllowed(AccountError):
    sentence = _("This role is held for the whole country: leave the region empty.")


class AlreadyHasAccount(AccountError):
    sentence = _("This address already has an account: give that person a role instead.")


class InvitationClosed(AccountError):
    sentence = _("This invitation was used or has run out. Ask for a new one.")


class LastAdministrator(AccountError):
    sentence = _("This is the last administrator: name another one first.")
