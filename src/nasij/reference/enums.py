"""Closed lists of the reference room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nasij.audit.words import Verbs


class Role(TextChoices):
    """What a level of the tree is to the product; the levels themselves are the pack's."""

    COUNTRY = "country", _("Country")
    REGION = "region", _("Region")


class Family(TextChoices):
    """How the definition register is ordered: who is counted, how they move, what they sell …"""

    TARGET = "target", _("The target")
    EXPORTERS = "exporters", _("Who is counted as an exporter")
    DYNAMICS = "dynamics", _("Entries, exits and survival")
    TIER = "tier", _("Size tiers")
    VALUE = "value", _("Values")
    SHARE = "share", _("Shares")
    POTENTIAL = "potential", _("Potentials")
    SUPPORT = "support", _("Support programmes")
    CONSULTATION = "consultation", _("Consultations")
    SURVEY = "survey", _("Surveys")
    CONTEXT = "context", _("Context")


class FigureStatus(TextChoices):
    DEFINITIVE = "definitive", _("definitive")
    PROVISIONAL = "provisional", _("provisional")
    STATED = "stated", _("as stated by its source")
    DERIVED = "derived", _("derived")


class Bound(TextChoices):
    """What a source says of a value that it does not give as such."""

    AT_MOST = "at_most", _("at most %(value)s")
    OVER = "over", _("over %(value)s")
    ABOUT = "about", _("about %(value)s")


class ReferenceVerb(Verbs):
    PACK_LOADED = "reference.pack_loaded", _("%(actor)s loaded the country pack %(subject)s")
    PRODUCTS_LOADED = "reference.products_loaded", _("%(actor)s loaded product names: %(subject)s")
