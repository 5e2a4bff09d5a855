"""What a firm may ask about its own record."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LinkChannel(TextChoices):
    """How a firm was given the link to its own record."""

    EMAIL = "email", _("Sent to the firm's registered address")
    SHOWN = "shown", _("Shown or printed for the firm")
    ASKED = "asked", _("Asked for by the firm from the page of a need")


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


class RequestKind(TextChoices):
    CORRECTION = "correction", _("Correction of the record")
    OBJECTION = "objection", _("Objection")
    ERASURE = "erasure", _("Erasure of the record")


class ObjectionScope(TextChoices):
    """What a firm no longer wants its record to be used for."""

    OFFERS = "offers", _("Business offers and contacts")
    PUBLICATION = "publication", _("Lists shown to others than those who follow the firm")
    ALL = "all", _("Everything that the law does not require")


class RequestState(TextChoices):
    OPEN = "open", _("Waiting for an answer")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Taken back by the firm")


class Verdict(TextChoices):
    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
