"""Understanding one row: values that can be kept, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from nasij.exporters import cells
from nasij.exporters.fields import COLUMNS
from nasij.exporters.goods import Goods
from nasij.exporters.identity.names import match_key
from nasij.files.places import OldRegion, Places
from nasij.files.problems import CellRefused, RowProblem, rejects
from nasij.files.tables import Fault, Row
from nasij.reference.models import Territory

T = TypeVar("T")
_FAULTS = {
    Fault.NOT_CLOSED: RowProblem.ROW_NOT_CLOSED,
    Fault.TOO_LONG: RowProblem.ROW_TOO_LONG,
}
_TEXTS = [column for column in COLUMNS if column.limit and column.key != "phone"]
_PHONE_LIMIT, _WRITTEN_LIMIT = 40, 60


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
    two_ways: bool = False  # its date might have had the month first

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
    def region(self) -> Territory:
        region: Territory = self.values["region"]
        return region

    def problems_of(self, column: str) -> list[Problem]:
        return [problem for problem in self.problems if problem.column == column]

    def complain(self, column: str, code: RowProblem, value: str = "", **details: Any) -> None:
        shown = value or str(self.raw.get(column, ""))
        self.problems.append(Problem(self.line, column, shown[:200], code, details))


@dataclass
class RowReader:
    """Reads rows of one file; `region` limits whose firms it may hold."""

    places: Places
    goods: Goods
    region: Territory | None = None

    def read(self, row: Row) -> FirmRow:
        firm = FirmRow(row.line, row.cells)
        if row.fault is not None:
            firm.complain("", _FAULTS[row.fault], row.text)
            return firm
        for column in _TEXTS:
            self._text(firm, column.key, column.limit)
        if "name" not in firm.values and "name_ar" not in firm.values:
            firm.complain("name", RowProblem.NAME_MISSING)
        firm.name_keys = _name_keys(firm.values)
        self._identifier(firm)
        self._place(firm)
        self._products(firm)
        self._set(firm, "employees", "employees", cells.whole_number)
        self._set(firm, "email", "email", cells.email)
        self._set(firm, "status", "status", cells.status)
        self._phone(firm)
        self._day(firm, row.days_later)
        return firm

    def _try(self, firm: FirmRow, column: str, read: Callable[[str], T]) -> T | None:
        if column not in firm.raw:
            return None
        try:
            return read(firm.raw[column])
        except CellRefused as error:
            firm.complain(column, error.code, **error.details)
            return None

    def _set(self, firm: FirmRow, column: str, name: str, read: Callable[[str], Any]) -> None:
        value = self._try(firm, column, read)
        if value is not None and value != "":
            firm.values[name] = value

    def _text(self, firm: FirmRow, column: str, limit: int) -> None:
        written = self._try(firm, column, cells.text)
        if not written:
            return
        if len(written) > limit:
            firm.complain(column, RowProblem.TOO_LONG, limit=limit)
        firm.values[column] = written[:limit].strip()

    def _identifier(self, firm: FirmRow) -> None:
        found = self._try(firm, "identifier", cells.identifier)
        if found is None or not found.number:
            return
        firm.values["identifier"] = found.number
        firm.values["identifier_doubtful"] = found.doubt is not None
        if found.doubt is not None:
            firm.complain("identifier", found.doubt, **found.details)

    def _phone(self, firm: FirmRow) -> None:
        """The first number in its one form, with what the cell holds; what is none is kept as it is
        written, and said."""
        found = self._try(firm, "phone", cells.phones)
        if found is None:
            return
        if found.numbers:
            firm.values["phone"] = found.numbers[0]
            written = " ".join(firm.raw["phone"].split())[:_WRITTEN_LIMIT]
            firm.values["phone_written"] = written if written != found.numbers[0] else ""
            if others := [*found.numbers[1:], *found.unread]:
                firm.complain("phone", RowProblem.PHONE_SECOND, others=", ".join(others))
        elif found.unread:
            firm.values["phone"] = ", ".join(found.unread)[:_PHONE_LIMIT]
            firm.complain("phone", RowProblem.PHONE_UNREADABLE)

    def _day(self, firm: FirmRow, days_later: int) -> None:
        found = self._try(firm, "founded_on", lambda cell: cells.day(cell, days_later))
        if found is None:
            return
        firm.values["founded_on"] = found.day
        firm.values["founded_year_only"] = found.year_only
        firm.two_ways = found.two_ways
        if found.doubt is not None:
            firm.complain("founded_on", found.doubt, **found.details)

    def _place(self, firm: FirmRow) -> None:
        written = self._try(firm, "region", cells.text)
        if not written:
            if not firm.problems_of("region"):
                firm.complain("region", RowProblem.REGION_MISSING)
            return
        commune = self._try(firm, "commune", cells.text) or ""
        region = self._try(firm, "region", lambda cell: self._region(written, commune))
        if region is None:
            return
        if self.region is not None and region.code != self.region.code:
            firm.complain("region", RowProblem.REGION_NOT_YOURS, region=region.name)
            return
        if isinstance(self.places.region(written), OldRegion):
            firm.complain("region", RowProblem.REGION_OLD, region=region.name)
        firm.values["region"] = region
        if commune:
            self._set(firm, "commune", "commune", lambda cell: self.places.commune(commune, region))

    def _region(self, written: str, commune: str) -> Territory:
        found = self.places.region(written)
        return self.places.of_old(found, commune) if isinstance(found, OldRegion) else found

    def _products(self, firm: FirmRow) -> None:
        written = self._try(firm, "hs_products", cells.text)
        if not written:
            return
        codes, unknown, coarser = self.goods.read(written)
        for entry in unknown:
            firm.complain("hs_products", RowProblem.PRODUCT_UNKNOWN, entry)
        for entry, code in coarser:
            firm.complain("hs_products", RowProblem.PRODUCT_COARSER, entry, heading=code)
        if codes:
            firm.products = codes


def _name_keys(values: dict[str, Any]) -> list[str]:
    names = (values.get("name", ""), values.get("name_ar", ""))
    keys = dict.fromkeys(match_key(name) for name in names if name)
    return [key for key in keys if key]  # an empty key would match everything
