"""Firms of customs and association files."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FilingState(TextChoices):
    """Whether it is known which firm of the registry a firm of a file is."""

    UNMATCHED = "unmatched", _("Not found in the registry")
    PROPOSED = "proposed", _("Perhaps this firm")
    MATCHED = "matched", _("Matched")
    LEFT = "left", _("Left aside")


class MatchedBy(TextChoices):
    """Who says that a firm of a file is a firm of the registry."""

    IDENTIFIER = "identifier", _("by identifier")
    PERSON = "person", _("confirmed by a person")
    CREATED = "created", _("added from the file")
