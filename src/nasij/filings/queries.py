"""Reading the firms of files: who is found, who is not, and what they export.

Regions are given as codes; None means every region, and those that no file places.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from nasij.datasets.enums import FIRM_KINDS, DatasetKind
from nasij.datasets.models import Snapshot
from nasij.datasets.queries import firm_sums, firm_years
from nasij.filings.enums import FilingState
from nasij.filings.models import FiledFirm, Filing
from nasij.reference.models import Country, Product

_TOP = 8
Codes = Collection[str] | None  # of regions: a share shows a firm, never a line of a file


def filed_firms(
    allowed: Codes, *, state: str = "", text: str = "", region: str = ""
) -> QuerySet[FiledFirm]:
    """Firms of the files in use: the largest export of the newest year first."""
    newest = Filing.objects.filter(_in_use(), filed_firm=OuterRef("pk")).order_by(
        "-last_year", "-snapshot_id"
    )
    found = FiledFirm.objects.annotate(
        last_year=Subquery(newest.values("last_year")[:1]),
        value=Subquery(newest.values("value")[:1]),
        markets=Subquery(newest.values("markets")[:1]),
        products=Subquery(newest.values("products")[:1]),
        here=_here(),
    ).filter(last_year__isnull=False)
    if allowed is not None:
        found = found.filter(here__in=sorted(allowed))
    if region:
        found = found.filter(here=region)
    if state:
        found = found.filter(state=state)
    for word in text.split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(name_ar__icontains=word)
            | Q(firm__name_key__contains=word.lower(), state=FilingState.MATCHED)
            | Q(identifiers__icontains=word)
        )
    return found.select_related("region", "firm__region").order_by(
        "-last_year", F("value").desc(nulls_last=True), "id"
    )


def _in_use() -> Q:
    """Filings whose years the figures are read from: not those that a newer file holds, nor those
    of another currency."""
    used = Q(pk__in=())
    for kind in FIRM_KINDS:
        for year, snapshot in firm_years(kind).snapshots.items():
            used |= Q(snapshot=snapshot, first_year__lte=year, last_year__gte=year)
    return used


def _here() -> Case:
    """Code of the region whose people decide of a line."""
    return Case(
        When(state=FilingState.MATCHED, then=F("firm__region__code")), default=F("region__code")
    )


def filed_counts(allowed: Codes) -> dict[str, int]:
    """Firms of the files in use by state, as far as the person sees them."""
    current = Filing.objects.filter(_in_use(), filed_firm=OuterRef("pk"))
    found = FiledFirm.objects.filter(Exists(current))
    if allowed is not None:
        found = found.annotate(here=_here()).filter(here__in=sorted(allowed))
    return _by_state(found)


def _by_state(found: QuerySet[FiledFirm]) -> dict[str, int]:
    counted = dict(found.order_by().values_list("state").annotate(Count("pk")))
    return {state: counted.get(state, 0) for state in FilingState.values}


def filing_counts(snapshot: Snapshot) -> dict[str, int]:
    """All firms of one file by state: their sum is the number of firms in the file."""
    return _by_state(FiledFirm.objects.filter(filings__snapshot=snapshot))


def latest_filing(filed: FiledFirm) -> Filing | None:
    found = filed.filings.filter(_in_use()).select_related("snapshot")
    return found.order_by("-last_year", "-snapshot_id").first()


@dataclass(frozen=True, slots=True)
class FiledExports:
    """What a firm exports by the files in use: years, then the markets and products of the last."""

    currency: str
    years: list[tuple[int, float]]
    markets: list[tuple[str, float]]  # name, value
    products: list[tuple[str, float]]


def exports_filed(filed: FiledFirm) -> FiledExports:
    files = firm_years(DatasetKind.CUSTOMS)
    rows = firm_sums(files.folders, ("market", "product"), {filed.code})
    years: dict[int, float] = {}
    for year, _market, _product, value in rows.iter_rows():
        years[year] = years.get(year, 0.0) + value
    last = rows.filter(rows["year"] == max(years, default=0))
    countries = {country.code: country.name for country in Country.objects.order_by("code")}
    codes = set(last["product"]) | {code[:4] for code in last["product"]}
    goods = Product.objects.select_related("parent__parent").in_bulk(sorted(codes))
    return FiledExports(
        files.currency,
        sorted(years.items()),
        _largest({code: countries.get(code, code) for code in last["market"]}, last, "market"),
        _largest({code: _good(code, goods) for code in last["product"]}, last, "product"),
    )


def _good(code: str, goods: dict[str, Product]) -> str:
    found = goods.get(code) or goods.get(code[:4])
    return f"{code} {found.name}" if found else code


def _largest(names: dict[str, str], rows: object, column: str) -> list[tuple[str, float]]:
    totals: dict[str, float] = {}
    for code, value in rows.select(column, "value").iter_rows():  # type: ignore[attr-defined]
        totals[code] = totals.get(code, 0.0) + value
    ordered = sorted(totals.items(), key=lambda entry: (-entry[1], entry[0]))[:_TOP]
    return [(names[code], value) for code, value in ordered]
