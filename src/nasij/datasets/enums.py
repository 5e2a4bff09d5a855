"""Closed lists of the datasets room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nasij.audit.sentences import Verbs


class DatasetKind(TextChoices):
    TRADE = "trade", _("World trade flows")
    CUSTOMS = "customs", _("Customs records by firm")
    REGIONAL = "regional", _("Exports by region and sector")
    DISTANCES = "distances", _("Distances between countries")
    GROWTH = "growth", _("Growth forecasts")
    TARIFFS = "tariffs", _("Tariffs")


class DatasetVerb(Verbs):
    SNAPSHOT_LOADED = "datasets.snapshot_loaded", _("%(actor)s loaded the data set %(subject)s")
    SNAPSHOT_RETIRED = "datasets.snapshot_retired", _("%(actor)s retired the data set %(subject)s")
