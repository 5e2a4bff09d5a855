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


class ReferralState(TextChoices):
    SENT = "sent", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted, at work")
    ANSWERED = "answered", _("Answered and closed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back by the sender")


class ListKind(TextChoices):
    PICKED = "picked", _("Picked by hand")
    LIVELY = "lively", _("Search that stays alive")
