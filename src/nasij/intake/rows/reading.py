"""Understanding one row: values that can be kept, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from nasij.exporters import cells
from nasij.exporters.fields import COLUMNS
from nasij.exporters.fields.reading import Read
from nasij.files.child.damage import MARK
from nasij.files.goods import Goods
from nasij.files.places import OldRegion, Places
from nasij.files.problems import CellRefused, RowProblem, rejects
from nasij.files.tables import Fault, Row
from nasij.files.totals import is_total
from nasij.reference.firm_names import in_arabic, match_key
from nasij.reference.models import Territory
from nasij.sentences import in_every_language

T = TypeVar("T")
_FAULTS = {
    Fault.NOT_CLOSED: RowProblem.ROW_NOT_CLOSED,
    Fault.TOO_LONG: RowProblem.ROW_TOO_LONG,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one cell of one line."""

    line: int
    column: str
    value: str
    code: RowProblem
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def rejects(self) -> bool:
        return rejects(self.code)


@dataclass(slots=True)
class FirmRow:
    """A row as we understood it. `values` holds only what the row says: empty cells say nothing."""

    line: int
    raw: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    products: list[str] | None = None
    problems: list[Problem] = field(default_factory=list)
    name_keys: list[str] = field(default_factory=list)  # of the French and of the Arabic name
    two_ways: set[str] = field(default_factory=set)  # columns of dates that have two readings

    @property
    def rejected(self) -> bool:
        return any(problem.rejects for problem in self.problems)

    @property
    def identifier(self) -> str:
        """The identifier, if it is one: a doubtful number identifies nobody."""
        return (
            "" if self.values.get("identifier_doubtful") else str(self.values.get("identifier", ""))
        )

    @property
    def doubtful_identifier(self) -> str:
        return "" if self.identifier else str(self.values.get("identifier", ""))

    @property
    def name(self) -> str:
        return str(self.values.get("name") or self.values.get("name_ar", ""))

    @property
    def region(self) -> Territory:
        region: Territory = self.values["region"]
        return region

    def problems_of(self, column: str) -> list[Problem]:
        return [problem for problem in self.problems if problem.column == column]

    def complain(self, column: str, code: RowProblem, value: str = "", **details: Any) -> None:
        shown = (value or str(self.raw.get(column, ""))).removeprefix(MARK)
        self.problems.append(Problem(self.line, column, shown[:200], code, details))


@dataclass
class RowReader:
    """Reads rows of one file; `region` limits whose firms it may hold, and is that of all of them
    where the file has no such column."""

    places: Places
    goods: Goods
    region: Territory | None = None
    assumes_region: bool = False

    def read(self, row: Row) -> FirmRow:
        firm = FirmRow(row.line, row.cells)
        if row.fault is not None:
            firm.complain("", _FAULTS[row.fault], row.text)
            return firm
        for column in COLUMNS:
            if column.read is not None and column.key in row.cells:
                self._read_alone(firm, column.key, column.read)
        _keep_latin_name(firm)
        for step in STEPS.values():
            step(self, firm)
        if not firm.identifier and (total := self._total(row)):
            total_line = FirmRow(row.line, row.cells)
            total_line.complain("name", RowProblem.TOTAL_LINE, total)
            return total_line
        if "name" not in firm.values and "name_ar" not in firm.values:
            firm.complain("name", RowProblem.NAME_MISSING)
        firm.name_keys = _name_keys(firm.values)
        return firm

    def _total(self, row: Row) -> str:
        """The word for a total that stands for the name, or anywhere in a row without one."""
        named = [row.cells[key] for key in ("name", "name_ar") if key in row.cells]
        return next(
            (cell for cell in named or row.cells.values() if is_total(cell, self.places)), ""
        )

    def _try(self, firm: FirmRow, column: str, read: Callable[[str], T]) -> T | None:
        if column not in firm.raw:
            return None
        try:
            return read(firm.raw[column])
        except CellRefused as error:
            firm.complain(column, error.code, **error.details)
            return None

    def _read_alone(self, firm: FirmRow, column: str, read: Read) -> None:
        found = self._try(firm, column, partial(read, column))
        if found is None:
            return
        firm.values |= found.values
        if found.two_ways:
            firm.two_ways.add(column)
        if found.doubt is not None:
            firm.complain(column, found.doubt, **found.details)

    def _place(self, firm: FirmRow) -> None:
        commune = self._try(firm, "commune", cells.text) or ""
        assumed = self.assumes_region
        region = self._region_assumed(commune) if assumed else self._region_told(firm, commune)
        if region is None:
            return
        if self.region is not None and region.code != self.region.code:
            column, name = "commune" if assumed else "region", in_every_language(region)
            firm.complain(column, RowProblem.REGION_NOT_YOURS, region=name)
            return
        firm.values["region"] = region
        if commune:
            place = self._try(firm, "commune", lambda cell: self.places.commune(commune, region))
            if place is not None:
                firm.values["commune"] = place

    def _region_assumed(self, commune: str) -> Territory | None:
        """That of the whole file, unless the commune lies in another one."""
        home = self.places.region_of(commune) if commune else ""
        return self.places.regions.get(home, self.region)

    def _region_told(self, firm: FirmRow, commune: str) -> Territory | None:
        written = self._try(firm, "region", cells.text)
        if not written:
            firm.complain("region", RowProblem.REGION_MISSING)
            return None
        region = self._try(firm, "region", lambda cell: self._region(written, commune))
        if region is not None and isinstance(self.places.region(written), OldRegion):
            name = in_every_language(region)
            firm.complain("region", RowProblem.REGION_OLD, region=name)
        return region

    def _region(self, written: str, commune: str) -> Territory:
        found = self.places.region(written)
        return self.places.of_old(found, commune) if isinstance(found, OldRegion) else found

    def _products(self, firm: FirmRow) -> None:
        read = self._try(firm, "hs_products", lambda cell: self.goods.read(cells.text(cell)))
        if read is None:
            return
        codes, unknown, coarser = read
        for entry in unknown:
            firm.complain("hs_products", RowProblem.PRODUCT_UNKNOWN, entry)
        for entry, code in coarser:
            firm.complain("hs_products", RowProblem.PRODUCT_COARSER, entry, heading=code)
        if codes:
            firm.products = codes


# Columns that cannot be read alone: a place needs its region, products the lists of the site.
STEPS: dict[tuple[str, ...], Callable[[RowReader, FirmRow], None]] = {
    ("region", "commune"): RowReader._place,
    ("hs_products",): RowReader._products,
}


def _keep_latin_name(firm: FirmRow) -> None:
    """One in the column of Arabic names is the name of a row without, or another name of it."""
    written = firm.values.get("name_ar", "")
    if not written or in_arabic(written):
        return
    del firm.values["name_ar"]
    firm.complain("name_ar", RowProblem.NAME_NOT_ARABIC)
    if firm.values.setdefault("name", written) != written:
        firm.values["trade_names"] = written


def _name_keys(values: dict[str, Any]) -> list[str]:
    names = (values.get("name", ""), values.get("name_ar", ""))
    keys = dict.fromkeys(match_key(name) for name in names if name)
    return [key for key in keys if key]  # an empty key would match everything
