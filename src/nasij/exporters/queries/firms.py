"""Reading the registry. `allowed` is a reach, or region codes; None means every region.

A firm that was merged into another is never in a list: it is a redirect.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import F, Q, QuerySet

from nasij.exporters.enums import FirmStatus, ListKind
from nasij.exporters.fields import NUMBERS
from nasij.exporters.models import Firm, FirmList, ListedFirm, Site
from nasij.exporters.reach import Regions, firms, in_regions
from nasij.kept import unless_damaged
from nasij.reference.firm_names import search_words
from nasij.reference.identifiers import main_rule
from nasij.reference.models import Product, Sector, Territory
from nasij.reference.queries import find_products
from nasij.ui.asked import page_of


@dataclass(frozen=True, slots=True)
class FirmFilter:
    """What a list of firms is asked for. An empty field asks for nothing."""

    text: str = ""
    region: str = ""
    place: str = ""  # code of a province or commune: every firm inside it
    status: str = ""
    sector: str = ""
    product: str = ""  # code, or words in any language
    list: FirmList | None = None  # one of the lists that the person may read

    @property
    def is_empty(self) -> bool:
        return self == FirmFilter()

    def conditions(self) -> dict[str, str]:
        """The filter as a lively list keeps it: words and codes, no list within a list."""
        return {name: value for name, value in asdict(self).items() if value and name != "list"}


def firms_matching(wanted: FirmFilter, allowed: Regions) -> QuerySet[Firm]:
    """The firms within reach that fit the filter, by name."""
    found = in_regions(firms(), allowed)
    if wanted.region:
        found = in_regions(found, {wanted.region})
    if wanted.list is not None:
        found = _on_list(found, wanted.list)
    if wanted.status:
        found = found.filter(status=wanted.status)
    if wanted.place:
        inside = Territory.objects.filter(
            Q(lineage__contains=f"/{wanted.place}/") | Q(code=wanted.place)
        )
        found = found.filter(commune__in=inside)
    if wanted.sector:
        found = found.filter(pk__in=_selling(Q(product__sector=wanted.sector)))
    if wanted.product:
        found = found.filter(pk__in=_selling(_product_condition(wanted.product)))
    if wanted.text:
        found = found.filter(_text_condition(wanted.text))
    return found.select_related("region", "commune").order_by("name", "id")


def firms_by_key(keys: Collection[int], allowed: Regions) -> QuerySet[Firm]:
    """Those of these firms that are within reach: a key that is not there is as good as none."""
    return in_regions(firms(), allowed).filter(pk__in=keys).order_by("name", "id")


def page_of_firms(found: QuerySet[Firm], page: int | str | None) -> Page[Any]:
    """One page of a list, for a table: keys first, a far page costs as much as a near one."""
    keys = found.select_related(None).values_list("pk", flat=True)
    shown = page_of(keys, page)
    rows = Firm.objects.select_related("region", "commune").prefetch_related("products__parent")
    by_key = rows.in_bulk(list(shown.object_list))
    shown.object_list = [by_key[key] for key in shown.object_list if key in by_key]
    return shown


def _on_list(found: QuerySet[Firm], firm_list: FirmList) -> QuerySet[Firm]:
    if firm_list.kind == ListKind.LIVELY:
        wanted = unless_damaged(lambda: FirmFilter(**firm_list.conditions)) or FirmFilter()
        inside = Firm.objects.none() if wanted.is_empty else firms_matching(wanted, None)
        return found.filter(pk__in=inside.order_by().values("pk"))
    return found.filter(pk__in=ListedFirm.objects.filter(list=firm_list).values("firm_id"))


def _selling(condition: Q) -> QuerySet[Any, Any]:
    return Firm.products.through.objects.filter(condition).values("firm_id")


def _product_condition(text: str) -> Q:
    """A code means itself and all below it; words mean the products they name."""
    code = re.sub(r"[\s.]", "", text)
    found = [] if code.isdigit() else find_products(text, limit=12)
    codes = [code] if code.isdigit() else [product.code for product in found]
    condition = Q(pk__in=[])
    for code in codes:
        condition |= Q(product__code__startswith=code)
    return condition


def _text_condition(text: str) -> Q:
    """Every word in any order, forgiving accents and letters; or an identifier with spaces."""
    words = Q()
    for word in search_words(text):
        words &= Q(name_key__contains=word)
    digits = re.sub(r"\D", "", text)
    bare = main_rule().bare(text)
    if len(digits) >= 4 and not re.search(r"[^\W\d_]", bare):
        numbers = Q(identifier__contains=digits.lstrip("0") or digits)
        for name in NUMBERS:
            numbers |= Q(**{name: digits})
        return words | numbers if words else numbers
    return words


def find_firms(text: str, allowed: Regions, limit: int = 10) -> list[Firm]:
    """Firms by a few letters of their name or identifier, those that begin with them first."""
    if not text.strip():
        return []
    found = firms_matching(FirmFilter(text=text), allowed)[: limit * 10]
    first = (search_words(text) or [""])[0]
    return sorted(found, key=lambda firm: not firm.name_key.startswith(first))[:limit]


def firms_serving(region: str, product_codes: Iterable[str], limit: int = 20) -> list[Firm]:
    """Firms of a region that name one of these products, its heading or a line of it.

    Those that export come first, then those that did, then by size; whole chapters say too little
    to call a firm able.
    """
    wanted = Q(pk__in=[])
    for code in product_codes:
        wanted |= Q(product__code__startswith=code)
        if len(code) == 6:
            wanted |= Q(product_id=code[:4])
    found = in_regions(firms(), {region}).filter(pk__in=_selling(wanted))
    order: dict[str, int] = {FirmStatus.EXISTING: 0, FirmStatus.PAST: 1, FirmStatus.POTENTIAL: 2}
    ranked = sorted(
        found.select_related("region", "commune").prefetch_related("products"),
        key=lambda firm: (
            order.get(firm.status, 3), -(firm.employees or 0), firm.name, firm.pk,
        ),
    )  # fmt: skip
    return ranked[:limit]


def products_of_firm(firm: Firm) -> list[Product]:
    return list(firm.products.select_related("parent__parent", "sector").order_by("code"))


def sites_of(firm: Firm) -> list[Site]:
    """Where the firm works or worked: the seat of today first."""
    return list(
        firm.sites.select_related("territory").order_by(
            F("ends_on").desc(nulls_first=True), "-is_seat", "id"
        )
    )


def sectors() -> QuerySet[Sector]:
    return Sector.objects.order_by("order", "key")


def places_of_region(region: Territory) -> list[Territory]:
    """Provinces and communes of a region, in the order of the tree."""
    return list(
        Territory.objects.filter(lineage__startswith=region.lineage, valid_until__isnull=True)
        .exclude(pk=region.pk)
        .order_by("lineage")
    )
