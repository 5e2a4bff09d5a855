"""Closed lists of the datasets room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nasij.audit.words import Verbs
from nasij.ui.enums import Toned


class DatasetKind(TextChoices):
    TRADE = "trade", _("World trade flows")
    CUSTOMS = "customs", _("Customs records by firm")
    ASSOCIATION = "association", _("Members of an association, with markets or products")
    REGIONAL = "regional", _("Exports by region and sector")
    DISTANCES = "distances", _("Distances between countries")
    GROWTH = "growth", _("Growth forecasts")
    TARIFFS = "tariffs", _("Tariffs")


class FileColumn(TextChoices):
    """A column of our small tables, and its heading in the reader's language: it is read too."""

    REGION = "region", _("Region")
    SECTOR = "sector", _("Sector")
    CHAPTER = "chapter", _("Chapter of the Harmonized System")
    YEAR = "year", _("Year")
    VALUE = "value", _("Value")
    VALUE_USD = "value_usd", _("Value in US dollars")
    VALUE_KUSD = "value_kusd", _("Value in thousands of US dollars")
    EXPORTER = "exporter", _("Exporting country")
    IMPORTER = "importer", _("Market")
    COUNTRY = "country", _("Country")
    PRODUCT = "product", _("Product")
    DISTANCE = "km", _("Distance")
    GROWTH = "growth", _("Growth")
    TARIFF = "tariff", _("Tariff")
    UNIT = "unit", _("Unit")
    CODE = "code", _("Code")
    DESCRIPTION = "description", _("Description")


# These files name firms: that they are loaded is nobody's business but the analysts'.
FIRM_KINDS = (DatasetKind.CUSTOMS, DatasetKind.ASSOCIATION)
PUBLIC_KINDS = tuple(kind for kind in DatasetKind if kind not in FIRM_KINDS)
# Several files may be in use at once: one a year is how they are handed over.
SIDE_BY_SIDE = FIRM_KINDS


class DatasetUse(Toned):
    """Whether figures are read in a data set."""

    IN_USE = "in_use", _("In use")
    REPLACED = "replaced", _("Replaced by a newer file")
    OTHER_CURRENCY = "other_currency", _("Left out: the newest file is in another currency")
    RETIRED = "retired", _("Not in use")

    @property
    def tone(self) -> str:
        return {DatasetUse.IN_USE: "good"}.get(self, "neutral")


class DatasetVerb(Verbs):
    SNAPSHOT_LOADED = "datasets.snapshot_loaded", _("%(actor)s loaded the data set %(subject)s")
    SNAPSHOT_READ_ANEW = (
        "datasets.snapshot_read_anew",
        _("%(actor)s read the data set %(subject)s anew"),
    )
    SNAPSHOT_RETIRED = "datasets.snapshot_retired", _("%(actor)s retired the data set %(subject)s")
    SNAPSHOT_CHOSEN = (
        "datasets.snapshot_chosen",
        _("%(actor)s made %(subject)s the current data set of its kind"),
    )
