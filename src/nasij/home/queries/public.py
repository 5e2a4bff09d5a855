"""What is published, and what a region has."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from nasij.exporters.enums import FirmStatus
from nasij.exporters.queries import counted_firms
from nasij.kept import label_of
from nasij.needs.models import Theme
from nasij.reference.models import Asset, Figure, Source, Territory
from nasij.reference.pack import current_pack
from nasij.reference.queries import census, country, figures
from nasij.reference.words import source_line
from nasij.ui import formats


def exporter_counts() -> list[list[Figure]]:
    """The latest count under each definition: one figure, or the two ends of a published range."""
    latest: list[list[Figure]] = []
    for key in current_pack().headline_counts:
        observed = figures(key, territory=country(), breakdown=None)
        found = [figure for figure in observed if not figure.breakdown.startswith("group=")]
        if found:
            year = max(figure.year or 0 for figure in found)
            latest.append([figure for figure in found if (figure.year or 0) == year])
    return latest


def figures_of(region: Territory) -> QuerySet[Figure]:
    """What is published of a region."""
    found = Figure.objects.filter(territory=region).select_related("definition", "source")
    return found.prefetch_related("cautions").order_by(
        "definition__family", "definition", "year", "id"
    )


def assets_of(region: Territory) -> list[Asset]:
    """What it is said to have and to need."""
    return list(region.assets.select_related("source").order_by("kind", "id"))


@dataclass(frozen=True, slots=True)
class Counted:
    label: str
    number: int


def firms_by_status(region: Territory) -> list[Counted]:
    counted = counted_firms().filter(region=region).values_list("status")
    return [
        Counted(label_of(FirmStatus, status), count)
        for status, count in counted.annotate(count=Count("pk")).order_by("status")
    ]


def themes_heard(region: Territory) -> list[Counted]:
    """The theme of most needs first."""
    heard = Theme.objects.filter(needs__region=region).annotate(count=Count("needs"))
    return [Counted(theme.name, theme.count) for theme in heard.order_by("-count", "order", "key")]


@dataclass(frozen=True, slots=True)
class Establishments:
    """Of the last census, in one region; None where it does not tell."""

    total: int | None
    industry: int | None
    medium: int | None  # 10 to 49 jobs
    large: int | None  # 50 jobs or more


def establishments() -> dict[str, Establishments]:
    """By the code of the region."""
    told: dict[str, dict[str, int]] = {}
    for margin in census():
        key = margin.size if margin.sector == "all" else margin.sector
        told.setdefault(margin.region, {})[key] = margin.establishments
    return {
        code: Establishments(
            total=counts.get("all"),
            industry=counts.get("industry"),
            medium=counts.get("10-49"),
            large=counts.get("50+"),
        )
        for code, counts in told.items()
    }


def establishments_by() -> str:
    """Who counted the establishments, and when; empty where the pack has none."""
    sources = Source.objects.filter(key__in={margin.source for margin in census()}).order_by("key")
    return formats.row((source_line(source) for source in sources), formats.language())
