"""What can go wrong with accounts, as sentences for the person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nasij.work.errors import Refusal


class UnknownRole(Refusal):
    template = _("There is no such role. Choose one of the list.")


class RegionNeeded(Refusal):
    template = _("This role is held for a region: choose the region.")


class RegionNotAllowed(Refusal):
    template = _("This role is held for the whole country: leave the region empty.")


class AlreadyHasAccount(Refusal):
    template = _("This address already has an account: give that person a role instead.")


class RoleHeldAlready(Refusal):
    template = _("%(name)s holds this role there already.")


class GiverLacksRights(Refusal):
    template = _("You cannot give this role: it holds rights that you do not have there.")
    remedy_template = _("Ask an administrator to give it.")


class InvitationClosed(Refusal):
    template = _("This invitation was used, was withdrawn or has run out. Ask for a new one.")


class LastAdministrator(Refusal):
    template = _("This is the last administrator: name another one first.")


class AddressLinkClosed(Refusal):
    template = _(
        "This link changes nothing any more: it was used, it ran out, or the address is in use."
    )
    remedy_template = _("Ask for a new one from your details.")


class LetterNotKept(Refusal):
    template = _("This letter has left, or nothing of it is kept.")
    remedy_template = _("Do again what it was about: a new one is written.")
