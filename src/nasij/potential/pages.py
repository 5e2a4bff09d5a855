"""What each page shows: figures, tables and sentences, ready for its template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page
from django.urls import reverse
from django.utils.translation import gettext as _

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person
from nasij.datasets.models import Snapshot
from nasij.datasets.queries import current_snapshots, sentences
from nasij.exporters.models import Firm
from nasij.exporters.permissions import reach_of
from nasij.exporters.queries import FirmFilter, firms_matching, firms_serving
from nasij.potential import charts, queries, tables, words
from nasij.potential.models import PotentialRun
from nasij.potential.records import ExplainedPair, Pair, Part, Regional, Untold
from nasij.potential.results import PairsAsked
from nasij.reference.models import Figure as PublishedFigure
from nasij.reference.models import Territory
from nasij.ui import formats
from nasij.ui.parts import Fact, Figure

Context = dict[str, Any]
FIRMS = 20


class PairsOf(Sequence[Pair]):
    """The pairs of a question as a list that reads one page at a time."""

    def __init__(self, run: PotentialRun, asked: PairsAsked) -> None:
        self.run, self.asked = run, asked
        self.sums = queries.sums_of(run, asked)

    def __len__(self) -> int:
        return self.sums.count

    def __getitem__(self, place: Any) -> Any:
        if not isinstance(place, slice):
            return self[place : place + 1][0]
        start, stop = place.start or 0, place.stop or 0
        return queries.pairs_on_page(self.run, self.asked, offset=start, limit=stop - start)


# --- National -------------------------------------------------------------------------------------
def empty_page() -> Context:
    return {"has_trade": "trade" in current_snapshots(), "is_damaged": queries.is_damaged()}


def national_page(run: PotentialRun, pairs: PairsOf, page: Page[Pair]) -> Context:
    sectors, markets = queries.sectors_of(run), queries.largest_markets(run, 15)
    whole = run.found.unrealised_usd
    shown = list(page.object_list)
    return {
        "run": run,
        "figures": headline(run),
        "caution": words.caution(run),
        "stale": queries.is_stale(run),
        "notes": sentences(run.totals),
        "page": page,
        "pairs": tables.pairs_table(shown),
        "pairs_reading": words.read_pairs(shown) if page.number == 1 else "",
        "sums": pairs.sums,
        "sector_chart": charts.sectors(run, sectors, words.read_parts(sectors, whole)),
        "market_chart": charts.markets(run, markets, words.read_parts(markets, whole)),
        "regions": tables.regions_table(run),
        "evidence": words.evidence(run),
        "choices": tables.choices_table(run),
        "others": tables.others_table(queries.what_others_found()),
        "facts": run_facts(run),
    }


def headline(run: PotentialRun) -> list[Figure]:
    low, high = queries.range_of(run)
    found, asked = run.found, run.asked
    common = {
        "source": words.source(run),
        "source_url": reverse("datasets:detail", args=[run.trade_id]),
        "vintage": words.vintage(run),
    }
    cards = [
        Figure(
            label=words.label("potential"),
            value=words.usd(found.potential_usd),
            definition=words.definition("potential"),
            note=_("A year, at the horizon %(year)s") % {"year": asked.horizon},
            **common,
        ),
        Figure(
            label=words.label("actual"),
            value=words.usd(found.actual_usd),
            definition=words.definition("actual"),
            **common,
        ),
        Figure(
            label=words.label("unrealised"),
            value=words.usd(found.unrealised_usd),
            definition=words.definition("unrealised"),
            interval=words.range_sentence(run, low, high),
            **common,
        ),
    ]
    official = queries.official_exports(asked.years[-1])
    return [*cards, _official(official)] if official is not None else cards


def _official(figure: PublishedFigure) -> Figure:
    """The country's own total: other source, other coverage, never joined with the file's."""
    cautions = [str(caution) for caution in figure.cautions.all()]
    return Figure(
        label=_("Official figure of all exports of goods"),
        value=formats.money_short(figure.value, formats.language(), figure.unit),
        definition=figure.definition.name,
        definition_url=reverse("reference:definition", args=[figure.definition_id]),
        source=figure.source.publisher or figure.source.title,
        vintage=str(figure.year),
        note=" ".join(
            [_("Another source, all markets: not to be added to or taken from ours."), *cautions]
        ),
    )


def run_facts(run: PotentialRun) -> list[Fact]:
    """What was asked, so that the figures can be computed again."""
    asked = run.asked
    files = [_snapshot_fact(snapshot) for snapshot in queries.snapshots_of(run)]
    years = formats.row(asked.years, formats.language())
    return [
        *files,
        Fact(_("Years averaged"), years),
        Fact(_("Mirror data"), _mirror(run)),
        Fact(_("Horizon"), str(asked.horizon)),
        Fact(_("Method"), asked.method),
        Fact(_("Elasticities"), f"σ = {asked.sigma:g}, ε = {asked.epsilon:g}"),
        Fact(_("Computed on"), run.computed_at.date()),
    ]


def _mirror(run: PotentialRun) -> str:
    """Whether importers' reports stand beside the exporters' own; only BACI tells us so."""
    if run.trade.record.get("is_baci"):
        return _("Yes: the publisher reconciles what exporters and importers report")
    return _("Not known: the publisher of this file does not tell")


def _snapshot_fact(snapshot: Snapshot) -> Fact:
    url = reverse("datasets:detail", args=[snapshot.pk])
    return Fact(str(snapshot.get_kind_display()), str(snapshot), url)


# --- One product ----------------------------------------------------------------------------------
def product_page(
    run: PotentialRun,
    total: Part,
    pairs: list[ExplainedPair],
    page: Page[ExplainedPair],
    wanted: str,
) -> Context:
    chosen = next((pair for pair in pairs if pair.market == wanted), pairs[0] if pairs else None)
    parts = [
        Part(p.market, p.market_name, p.potential_usd, p.actual_usd, p.unrealised_usd)
        for p in pairs
    ]
    return {
        "run": run,
        "product": total,
        "figures": _product_figures(run, total),
        "caution": words.caution(run),
        "market_chart": charts.product_markets(
            run, parts[:12], words.read_parts(parts, total.unrealised_usd)
        ),
        "chosen": chosen,
        "terms": words.explain(chosen, run) if chosen else [],
        "page": page,
        "markets": tables.product_markets_table(list(page.object_list)),
        "facts": run_facts(run),
    }


def _product_figures(run: PotentialRun, total: Part) -> list[Figure]:
    values = {
        "potential": total.potential_usd,
        "actual": total.actual_usd,
        "unrealised": total.unrealised_usd,
    }
    return [
        Figure(
            label=words.label(key),
            value=words.usd(value),
            definition=words.definition(key),
            source=words.source(run),
            source_url=reverse("datasets:detail", args=[run.trade_id]),
            vintage=words.vintage(run),
        )
        for key, value in values.items()
    ]


def firms_for(user: Person, code: str) -> list[Firm]:
    """Local firms that name the product or its heading, among those the person may see."""
    reach = reach_of(user, Permission.FIRM_VIEW)
    if reach.regions is None or reach.firms:
        return list(firms_matching(FirmFilter(product=code[:4]), reach)[:FIRMS])
    own = sorted(reach.regions)
    return [firm for region in own for firm in firms_serving(region, [code], FIRMS)]


def firms_of_region(found: Regional) -> list[Firm]:
    """Firms of the region that could serve its largest gaps."""
    codes = sorted({pair.product for pair in found.pairs})
    return firms_serving(found.region.code, codes, FIRMS) if codes else []


# --- One region -----------------------------------------------------------------------------------
def region_page(found: Regional) -> Context:
    whole = found.total.unrealised_usd
    note = words.evidence_label(
        found.run
    )  # beside each list, since lists are read and copied alone
    empty = "" if found.has_cells else words.cells_withheld()
    return {
        "found": found,
        "region": found.region,
        "run": found.run,
        "figures": _region_figures(found),
        "caution": words.caution(found.run),
        "evidence_label": note,
        "evidence": words.evidence(found.run),
        "no_cells": empty,
        "reading": words.read_region(found),
        "rest": words.read_rest(found),
        "sector_chart": charts.sectors(
            found.run, found.sectors, words.read_parts(found.sectors, whole)
        ),
        "pairs": tables.pairs_table(
            found.pairs, _("Largest gaps: products and markets"), note, empty
        ),
        "products": tables.parts_table(
            _("Products"), _("Product"), found.products, codes=True, note=note, empty=empty
        ),
        "markets": tables.parts_table(
            _("Markets"), _("Market"), found.markets, note=note, empty=empty
        ),
        "facts": [
            Fact(_("Rank among regions"), f"{found.rank} / {found.out_of}"),
            *run_facts(found.run),
        ],
    }


def _region_figures(found: Regional) -> list[Figure]:
    run, total = found.run, found.total
    evidence = words.evidence_label(run)
    values = {
        "potential": total.potential_usd,
        "actual": total.actual_usd,
        "unrealised": total.unrealised_usd,
    }
    return [
        Figure(
            label=words.label(key),
            value=words.usd(value),
            definition=words.definition(key),
            note=evidence,
            source=words.source(run),
            source_url=reverse("datasets:detail", args=[run.trade_id]),
            vintage=words.vintage(run),
        )
        for key, value in values.items()
    ]


def region_untold(found: Untold) -> Context:
    return {
        "region": found.region,
        "run": found.run,
        "reading": words.untold(found),
        "evidence_label": words.evidence_label(found.run),
        "evidence": words.evidence(found.run),
        "caution": words.caution(found.run),
        "facts": run_facts(found.run),
    }


def region_empty(region: Territory, run: PotentialRun | None) -> Context:
    return {"region": region, "reading": "", "run": run, **empty_page()}
