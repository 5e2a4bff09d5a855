"""What an import will do: each row beside the other rows of its file and beside the registry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from nasij.exporters.enums import RowFate
from nasij.exporters.intake.problems import ProblemCode
from nasij.exporters.intake.rows import FirmRow
from nasij.exporters.models import Firm
from nasij.exporters.rights.suppression import Suppressed, ice_key, name_key


@dataclass(slots=True)
class PlannedRow:
    """One row and its fate. `before` and `after` hold the fields that change, as plain values."""

    row: FirmRow
    fate: RowFate
    firm: Firm | None = None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    products: list[str] | None = None  # None: leave them


@dataclass
class SeenRows:
    """The rows of this file met so far: the first of several that mean one firm counts."""

    by_ice: dict[str, int] = field(default_factory=dict)
    by_name: dict[tuple[str, str], list[tuple[int, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def check(self, row: FirmRow) -> None:
        """Reject a row that repeats an earlier one; remember one that does not."""
        if row.rejected:
            return
        if row.ice and row.ice in self.by_ice:
            row.complain("ice", ProblemCode.DUPLICATE_ICE, line=self.by_ice[row.ice])
            return
        for key in row.name_keys:
            for line, ice in self.by_name[row.region.code, key]:
                if not (ice and row.ice):  # two good identifiers: two firms of one name
                    row.complain("name", ProblemCode.DUPLICATE_NAME, line=line)
                    return
        if row.ice:
            self.by_ice[row.ice] = row.line
        for key in row.name_keys:
            self.by_name[row.region.code, key].append((row.line, row.ice))


class Registry:
    """The firms that some rows may mean, read in a constant number of queries."""

    def __init__(self, rows: Iterable[FirmRow]) -> None:
        usable = [row for row in rows if not row.rejected]
        ices = {row.ice for row in usable if row.ice}
        keys = {key for row in usable for key in row.name_keys}
        self.by_ice: dict[str, Firm] = {}
        self.by_name: dict[tuple[int, str], dict[int, Firm]] = defaultdict(dict)
        firms: dict[int, Firm] = {}
        base = Firm.objects.select_related("region", "commune", "merged_into__region")
        for condition in (
            Q(ice__in=ices, ice_doubtful=False),
            Q(match_key__in=keys),
            Q(match_key_ar__in=keys),
        ):
            for found in base.filter(condition).order_by("id"):
                firm = found.merged_into or found
                firm = firms.setdefault(firm.pk, firm)
                if found.ice and not found.ice_doubtful:
                    self.by_ice.setdefault(found.ice, firm)
                for key in {found.match_key, found.match_key_ar} - {""}:
                    self.by_name[firm.region_id, key][firm.pk] = firm
        self.products = products_of(firms)

    def named(self, row: FirmRow) -> list[Firm]:
        found: dict[int, Firm] = {}
        for key in row.name_keys:
            found.update(self.by_name.get((row.region.pk, key), {}))
        return list(found.values())


def products_of(firm_ids: Iterable[int]) -> dict[int, list[str]]:
    """The product codes of some firms, sorted, in one query."""
    found: dict[int, list[str]] = defaultdict(list)
    links = Firm.products.through.objects.filter(firm_id__in=list(firm_ids))
    for firm_id, code in links.order_by("product_id").values_list("firm_id", "product_id"):
        found[firm_id].append(code)
    return found


def plan(rows: list[FirmRow], seen: SeenRows, *, only_region: bool) -> list[PlannedRow]:
    """The fate of a chunk of rows, in their order. Nothing is written."""
    for row in rows:
        seen.check(row)
    registry, erased = Registry(rows), erased_among(rows)
    return [_planned(row, registry, erased, only_region=only_region) for row in rows]


def _planned(
    row: FirmRow, registry: Registry, erased: Suppressed, *, only_region: bool
) -> PlannedRow:
    if row.rejected:
        return PlannedRow(row, RowFate.REJECTED)
    firm = _firm_meant(row, registry, only_region=only_region)
    if firm is None:
        _stop_if_erased(row, erased)
    if row.rejected:
        return PlannedRow(row, RowFate.REJECTED)
    if firm is None:
        return PlannedRow(row, RowFate.CREATED, products=row.products)
    return _compared(row, firm, registry.products.get(firm.pk, []))


def _firm_meant(row: FirmRow, registry: Registry, *, only_region: bool) -> Firm | None:
    """By identifier; else by name and region, unless identifiers say that they are two."""
    firm = registry.by_ice.get(row.ice) if row.ice else None
    if firm is not None:
        if only_region and firm.region_id != row.region.pk:
            row.complain("ice", ProblemCode.ICE_TAKEN)
        return firm
    named = registry.named(row)
    others = [one for one in named if row.ice and one.ice and not one.ice_doubtful]
    candidates = [one for one in named if one not in others]
    if len(candidates) > 1:
        row.complain("name", ProblemCode.SEVERAL_MATCHES, count=len(candidates))
        return None
    if not candidates and others:
        row.complain("ice", ProblemCode.ICE_OTHER)
    return candidates[0] if candidates else None


def erased_among(rows: list[FirmRow]) -> Suppressed:
    """The firms erased before that these rows may bring back, in a constant number of queries."""
    usable = [row for row in rows if not row.rejected]
    ices = [ice_key(row.ice) for row in usable if row.ice]
    return Suppressed.among([*ices, *(name for row in usable for name in _names(row))])


def _names(row: FirmRow) -> list[str]:
    return [name_key(row.region.code, name) for name in row.name_keys]


def _stop_if_erased(row: FirmRow, erased: Suppressed) -> None:
    known = erased.meant(row.ice, _names(row)) if erased.by_key else None
    if known is not None:
        code = ProblemCode.ERASED_AT_REQUEST if known.asked_by_firm else ProblemCode.ERASED_IN_TIME
        row.complain("name", code, day=known.day.strftime("%d/%m/%Y"), number=known.number)


def _compared(row: FirmRow, firm: Firm, products: list[str]) -> PlannedRow:
    values = dict(row.values)
    if values.get("ice_doubtful") and firm.ice and not firm.ice_doubtful:
        if values["ice"] != firm.ice:
            row.complain("ice", ProblemCode.ICE_KEPT)
        del values["ice"], values["ice_doubtful"]
    planned = PlannedRow(row, RowFate.UNCHANGED, firm)
    for name, value in values.items():
        old = getattr(firm, name)
        if old != value:
            planned.before[name], planned.after[name] = plain(old), plain(value)
    if row.products is not None and row.products != products:
        planned.products = row.products
        planned.before["products"], planned.after["products"] = products, row.products
    if planned.after:
        planned.fate = RowFate.UPDATED
    return planned


def plain(value: Any) -> Any:
    """A value as the trace keeps it: places by their code, dates as text."""
    if value is None or isinstance(value, bool | int):
        return value
    return str(getattr(value, "code", value))
