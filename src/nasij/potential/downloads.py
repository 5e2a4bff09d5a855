"""Tables to take away: CSV that Excel opens with its accents, or xlsx with a dictionary sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _

from nasij.potential import names, results, words
from nasij.potential.models import PotentialRun
from nasij.potential.results import PairsAsked
from nasij.ui.spreadsheets import FIGURES, Sheet, book_sent, csv_sent


@dataclass(frozen=True, slots=True)
class Extract:
    """Rows to take away, what each column means, and what must be said with them."""

    name: str
    columns: list[tuple[str, str, str]]  # (title, meaning, unit)
    rows: Sequence[Sequence[Any]]
    about: list[tuple[str, str]]


def pairs_extract(run: PotentialRun, asked: PairsAsked) -> Extract:
    frame = results.all_pairs(run.path, asked)
    products = names.product_names(frame["product"].unique())
    markets = names.market_names(frame["market"].unique())
    numbers = ("potential_usd", "actual_usd", "unrealised_usd", "realised_share")
    terms = ("supply", "demand", "ease")
    rows = [
        (
            row["product"],
            products[row["product"]],
            row["market"],
            markets[row["market"]],
            *(row[name] for name in (*numbers, *terms)),
        )
        for row in frame.iter_rows(named=True)
    ]
    name = f"potential-{run.exporter}-{len(rows)}-rows"
    return Extract(name, _pair_columns(), rows, about(run, len(rows)))


def _pair_columns() -> list[tuple[str, str, str]]:
    return [
        (_("HS code"), _("Product, six digits of the Harmonised System"), _("code")),
        (_("Product"), _("Name of the product, or of its heading"), _("text")),
        (_("Market code"), _("Country, three letters of ISO 3166"), _("code")),
        (_("Market"), _("Name of the country"), _("text")),
        (_("Potential"), words.definition("potential"), _("USD a year")),
        (_("Actual exports"), words.definition("actual"), _("USD a year")),
        (_("Unrealised potential"), words.definition("unrealised"), _("USD a year")),
        (_("Realised share"), _("Actual over potential, at most 1"), _("share")),
        (_("Supply"), _("Share of world supply, corrected"), _("share")),
        (
            _("Demand open to the country"),
            _("Of the market, after tariff advantage and distance"),
            _("USD a year"),
        ),
        (_("Ease of trade"), _("Trade of the two over what world shares suggest"), _("ratio")),
    ]


def about(run: PotentialRun, rows: int) -> list[tuple[str, str]]:
    """Source, edition, method, date and every remark: a figure never travels alone."""
    lines = [
        (_("Source"), words.source(run)),
        (_("Edition and years"), words.vintage(run)),
        (_("File"), f"{run.trade.origin} sha256:{run.trade.sha256}"),
        (_("Method"), run.asked.method),
        (_("Computed on"), f"{run.computed_at:%Y-%m-%d}"),
        (_("Rows"), str(rows)),
        (_("Caution"), words.caution(run)),
        (_("Regions"), words.evidence(run)),
    ]
    remarks = [(_("Remark"), remark) for remark in words.remarks(run)]
    return lines + remarks


def sent(extract: Extract, kind: str) -> HttpResponseBase:
    titles = [title for title, _meaning, _unit in extract.columns]
    if kind == "csv":
        return csv_sent(f"{extract.name}.csv", [titles, *extract.rows], FIGURES)
    if kind != "xlsx":
        raise Http404
    meanings = (*extract.columns, (), *extract.about)
    sheets = (
        Sheet(_("Data"), titles, extract.rows, numbers=True),
        Sheet(_("Dictionary"), (_("Column"), _("Meaning"), _("Unit")), meanings),
    )
    return book_sent(f"{extract.name}.xlsx", sheets)
