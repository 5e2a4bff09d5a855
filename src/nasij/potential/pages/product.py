"""The page of one product in all its markets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, may_somewhere
from nasij.exporters.models import Firm
from nasij.exporters.permissions import reach_of
from nasij.exporters.queries import FirmFilter, firms_matching, firms_serving
from nasij.potential import charts, queries, tables, words
from nasij.potential.models import PotentialRun
from nasij.potential.pages.run import figures_of, run_facts
from nasij.potential.records import ExplainedPair, Part
from nasij.ui.asked import page_of
from nasij.ui.charts import Chart
from nasij.ui.parts import Fact, Figure, Table

FIRMS = 20


@dataclass(frozen=True, slots=True)
class ProductPage:
    product: Part
    figures: Sequence[Figure]
    caution: str
    market_chart: Chart | None
    chosen: ExplainedPair | None  # the market whose terms are shown
    terms: Sequence[words.Term]
    listed: Page[ExplainedPair]
    markets: Table
    firms: Sequence[Firm] | None  # None for who reads no firm
    facts: Sequence[Fact]


def product_page(
    run: PotentialRun, product: Part, user: Person, market: str, number: str | None
) -> ProductPage:
    """`market` is the code of the one whose terms are asked for; else the first."""
    pairs = queries.product_pairs(run, product.code)
    chosen = next((pair for pair in pairs if pair.market == market), pairs[0] if pairs else None)
    parts = [
        Part(p.market, p.market_name, p.potential_usd, p.actual_usd, p.unrealised_usd)
        for p in pairs
    ]
    listed = page_of(pairs, number)
    reading = words.read_parts(parts, product.unrealised_usd)
    return ProductPage(
        product=product,
        figures=figures_of(run, product),
        caution=words.caution(run),
        market_chart=charts.product_markets(run, parts, reading),
        chosen=chosen,
        terms=words.explain(chosen, run) if chosen else [],
        listed=listed,
        markets=tables.product_markets_table(listed.object_list),
        firms=_firms(user, product.code) if may_somewhere(user, Permission.FIRM_VIEW) else None,
        facts=run_facts(run, user),
    )


def _firms(user: Person, code: str) -> list[Firm]:
    """Local firms that name the product or its heading, among those the person may see."""
    reach = reach_of(user, Permission.FIRM_VIEW)
    if reach.regions is None or reach.firms:
        return list(firms_matching(FirmFilter(product=code[:4]), reach)[:FIRMS])
    own = sorted(reach.regions)
    return [firm for region in own for firm in firms_serving(region, [code], FIRMS)]
