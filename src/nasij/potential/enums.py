"""Closed lists of the potential room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nasij.audit.words import Verbs


class RegionalEvidence(TextChoices):
    """What the split to regions rests on; said beside every regional figure."""

    EXACT = "exact", _("Customs records by region, product and market")
    ESTIMATED = "estimated", _("Estimated: region by sector tables, national product mix")
    INDICATIVE = "indicative", _("Indicative: one share per region, national product mix")
    NONE = "none", _("Not regionalised")


class Standing(TextChoices):
    """Whether a region's part may be shown, and why not."""

    SHOWN = "shown", _("Shown")
    WITHHELD = "withheld", _("Not shown: statistical secrecy")
    NO_RECORDS = "no records", _("Not computable: no customs record")
    NO_ROWS = "no rows", _("Not computable: no row in the table")


class PairOrder(TextChoices):
    """By what the table of products and markets is sorted."""

    UNREALISED = "unrealised_usd", _("Unrealised potential")
    POTENTIAL = "potential_usd", _("Potential")
    ACTUAL = "actual_usd", _("Actual exports")


class Age(TextChoices):
    """How long ago a firm was founded, as the list of firms that could start asks."""

    YOUNG = "young", _("Five years at most")
    STILL_YOUNG = "still_young", _("Six to ten years")
    OLD = "old", _("More than ten years")
    UNKNOWN = "unknown", _("Not known")


class PotentialVerb(Verbs):
    POTENTIAL_COMPUTED = (
        "potential.potential_computed",
        _("%(actor)s computed the export potential: %(subject)s"),
    )
