"""Contacts, colleagues, lists."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ContactPurpose(TextChoices):
    """What a contact may be used for; another purpose needs another consent."""

    REPLIES = "replies", _("Replies to what the firm said")
    INVITATIONS = "invitations", _("Invitations to meetings")
    OFFERS = "offers", _("Business offers and contacts")


class Consent(TextChoices):
    GIVEN = "given", _("Given")
    NOT_ASKED = "not_asked", _("Not asked yet")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ListKind(TextChoices):
    PICKED = "picked", _("Picked by hand")
    LIVELY = "lively", _("Search that stays alive")


class Said(TextChoices):
    """By which way the firm said something about its rights."""

    LINK = "link", _("By its link")
    PHONE = "phone", _("By phone")
    WRITING = "writing", _("In writing")
    PERSON = "person", _("In person")
    UNKNOWN = "unknown", _("Not noted how")  # before there was a log
    TEAM = "team", _("Proposed by the team, not by the firm")


class ConsentStep(TextChoices):
    """One line of the log of consents: the last one for a contact and a purpose counts."""

    ASKED = "asked", _("Asked")
    GIVEN = "given", _("Given")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ObjectionScope(TextChoices):
    """What a firm no longer wants its record to be used for."""

    OFFERS = "offers", _("Business offers and contacts")
    PUBLICATION = "publication", _("Lists shown to others than those who follow the firm")
    ALL = "all", _("Everything that the law does not require")
