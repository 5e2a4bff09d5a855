"""The page of a region, as its reader may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, may
from nasij.home import charts, queries
from nasij.needs.models import Item
from nasij.needs.queries import Listening, items_of, listening
from nasij.needs.queries.counts import needs_in_words
from nasij.plans.models import Action
from nasij.plans.permissions import visible_actions
from nasij.potential.queries import region_potential
from nasij.potential.records import Untold
from nasij.potential.words import (
    cells_withheld,
    domicile,
    evidence_label,
    read_place,
    untold,
)
from nasij.reference.models import Asset, Port, Territory
from nasij.reference.words import figure_part
from nasij.ui.charts import Chart
from nasij.ui.parts import Figure

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class PotentialPart:
    """A region's part of the potential, or why it is not shown."""

    evidence: str  # on which it rests
    reading: str = ""
    where: str = ""  # exports are counted, as far as it is known
    chart: Chart | None = None
    no_cells: str = ""  # why there is no chart
    untold: str = ""  # why there is no reading


@dataclass(frozen=True, slots=True)
class RegionPage:
    """The last five are empty for who may not read them."""

    region: Territory
    figures: Sequence[Figure]
    potential: PotentialPart | None  # None until one is computed
    assets: Sequence[Asset]
    named_needs: Sequence[Asset]
    ports: Sequence[Port]
    establishments: queries.Establishments | None
    establishments_by: str  # who counted them
    listening: Listening | None
    themes: Sequence[queries.Counted]
    items: Sequence[tuple[Item, str]]  # with how many needs it brings together
    actions: Sequence[Action]
    firms: Sequence[queries.Counted]  # by status


def region_page(region: Territory, user: Person) -> RegionPage:
    code, assets = region.code, queries.assets_of(region)
    hears, sees_items, sees_firms = (
        may(user, permission, region=code)
        for permission in (Permission.NEED_VIEW, Permission.ITEM_VIEW, Permission.FIRM_VIEW)
    )
    actions = visible_actions(user).filter(shares__region=region).order_by("due_on", "id")
    return RegionPage(
        region=region,
        figures=[figure_part(figure) for figure in queries.figures_of(region)],
        potential=_potential(code),
        assets=[asset for asset in assets if asset.kind == "asset"],
        named_needs=[asset for asset in assets if asset.kind == "need"],
        ports=list(region.ports.order_by("kind", "code")),
        establishments=queries.establishments().get(code),
        establishments_by=queries.establishments_by(),
        listening=listening({code}, {code}) if hears else None,
        themes=queries.themes_heard(region) if hears else [],
        items=[
            (item, needs_in_words(item.need_count, exactly=hears))  # type: ignore[attr-defined]
            for item in (items_of({code})[:_SHOWN] if sees_items else [])
        ],
        actions=list(actions[:_SHOWN]),
        firms=queries.firms_by_status(region) if sees_firms else [],
    )


def _potential(code: str) -> PotentialPart | None:
    found = region_potential(code, limit=_SHOWN)
    if found is None:
        return None
    evidence = evidence_label(found.run)
    if isinstance(found, Untold):
        return PotentialPart(evidence, untold=untold(found))
    return PotentialPart(
        evidence,
        reading=read_place(found),
        where=domicile(found.run),
        chart=charts.potential_chart(found),
        no_cells="" if found.has_cells else cells_withheld(),
    )
