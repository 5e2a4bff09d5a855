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


# Customs records name firms: that they are loaded is nobody's business but the analysts'.
PUBLIC_KINDS = tuple(kind for kind in DatasetKind if kind != DatasetKind.CUSTOMS)


class JobState(TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class DatasetVerb(Verbs):
    SNAPSHOT_LOADED = "datasets.snapshot_loaded", _("%(actor)s loaded the data set %(subject)s")
    SNAPSHOT_RETIRED = "datasets.snapshot_retired", _("%(actor)s retired the data set %(subject)s")
    SNAPSHOT_CHOSEN = (
        "datasets.snapshot_chosen",
        _("%(actor)s made %(subject)s the current data set of its kind"),
    )
