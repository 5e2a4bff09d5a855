"""What is published, and what a region page adds for its own people."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import Count

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, may
from nasij.exporters.enums import FirmStatus
from nasij.exporters.queries import counted_firms
from nasij.needs.models import Item, Theme
from nasij.needs.queries import Listening, items_of, listening
from nasij.plans.models import Action
from nasij.plans.permissions import visible_actions
from nasij.reference.models import Asset, Figure, Port, Source, Territory
from nasij.reference.pack import current_pack
from nasij.reference.queries import country, figures
from nasij.reference.words import source_line
from nasij.targets.models import Target
from nasij.ui import formats


def headline_target() -> Target | None:
    return Target.objects.filter(is_headline=True).select_related("definition", "source").first()


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


def national_figure(definition: str) -> Figure | None:
    return figures(definition, territory=country()).last()


def entries_by_region() -> list[Figure]:
    """New active exporters of each region, over the published period."""
    found = figures("new_active_exporter").filter(territory__role="region")
    return list(found.order_by("territory__code", "id"))


@dataclass(slots=True)
class RegionPage:
    region: Territory
    figures: list[Figure]
    assets: list[Asset]
    named_needs: list[Asset]
    ports: list[Port]
    establishments: dict[str, int]
    establishments_by: str  # who counted them
    firms: list[tuple[str, int]] = field(default_factory=list)
    themes: list[tuple[Theme, int]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    listening: Listening | None = None


def region_page(region: Territory, user: Person) -> RegionPage:
    """The region as this person may see it."""
    assets = list(region.assets.select_related("source").order_by("kind", "id"))
    page = RegionPage(
        region=region,
        figures=list(
            Figure.objects.filter(territory=region)
            .select_related("definition", "source")
            .prefetch_related("cautions")
            .order_by("definition__family", "definition", "year", "id")
        ),
        assets=[asset for asset in assets if asset.kind == "asset"],
        named_needs=[asset for asset in assets if asset.kind == "need"],
        ports=list(region.ports.order_by("kind", "code")),
        establishments=establishments().get(region.code, {}),
        establishments_by=establishments_by(),
    )
    _add_member_parts(page, user)
    return page


def _add_member_parts(page: RegionPage, user: Person) -> None:
    code = page.region.code
    if may(user, Permission.FIRM_VIEW, region=code):
        counted = (
            counted_firms()
            .filter(region=page.region)
            .values_list("status")
            .annotate(count=Count("pk"))
            .order_by("status")
        )
        page.firms = [(str(FirmStatus(status).label), count) for status, count in counted]
    if may(user, Permission.NEED_VIEW, region=code):
        page.listening = listening({code}, {code})
        heard = Theme.objects.filter(needs__region=page.region).annotate(count=Count("needs"))
        page.themes = [(theme, theme.count) for theme in heard.order_by("-count", "order", "key")]
    if may(user, Permission.ITEM_VIEW, region=code):
        page.items = list(items_of({code})[:8])
    carried = visible_actions(user).filter(shares__region=page.region)
    page.actions = list(carried.order_by("due_on", "id")[:8])


# Names a template can ask for.
_NAMES = {"10-49": "medium", "50+": "large"}


@lru_cache(maxsize=1)
def establishments() -> dict[str, dict[str, int]]:
    """Establishments of the last census by region: total, and by size class and sector."""
    table: dict[str, dict[str, int]] = {}
    for row in current_pack().rows("establishments.csv", required=False):
        if row["establishments"]:
            key = row["size_class"] if row["sector"] == "all" else row["sector"]
            table.setdefault(row["region"], {})[_NAMES.get(key, key)] = int(row["establishments"])
    return table


def establishments_by() -> str:
    """Who counted the establishments, and when; empty where the pack has none."""
    rows = current_pack().rows("establishments.csv", required=False)
    sources = Source.objects.filter(key__in={row["source"] for row in rows}).order_by("key")
    return formats.row((source_line(source) for source in sources), formats.language())
