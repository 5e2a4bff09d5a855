"""Understanding one row: values that can be kept, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from nasij.exporters import cells
from nasij.exporters.fields import COLUMNS
from nasij.exporters.goods import Goods
from nasij.exporters.identity.names import match_key
from nasij.exporters.places import Places
from nasij.exporters.problems import Problem, ProblemCode
from nasij.reference.models import Territory

T = TypeVar("T")
_TEXTS = [column for column in COLUMNS if column.limit]


@dataclass(slots=True)
class FirmRow:
    """A row as we understood it. `values` holds only what the row says: empty cells say nothing."""

    line: int
    raw: dict[str, Any]
    values: dict[str, Any] = field(default_factory=dict)
    products: list[str] | None = None
    problems: list[Problem] = field(default_factory=list)
    name_keys: list[str] = field(default_factory=list)  # of the French and of the Arabic name

    @property
    def rejected(self) -> bool:
        return any(problem.rejects for problem in self.problems)

    @property
    def ice(self) -> str:
        """The identifier, if it is one: a doubtful number identifies nobody."""
        return "" if self.values.get("ice_doubtful") else str(self.values.get("ice", ""))

    @property
    def region(self) -> Territory:
        region: Territory = self.values["region"]
        return region

    def complain(self, column: str, code: ProblemCode, value: str = "", **details: Any) -> None:
        shown = value or str(self.raw.get(column, ""))
        self.problems.append(Problem(self.line, column, shown[:200], code, details))


@dataclass
class RowReader:
    """Reads rows of one file; `region` limits whose firms it may hold."""

    columns: dict[str, int]
    places: Places
    goods: Goods
    region: Territory | None = None

    def read(self, line: int, row: list[Any]) -> FirmRow:
        raw = {
            key: _clean(row[index])
            for key, index in self.columns.items()
            if index < len(row) and row[index] not in ("", None)
        }
        firm = FirmRow(line, raw)
        for column in _TEXTS:
            self._text(firm, column.key, column.limit)
        if "name" not in firm.values and "name_ar" not in firm.values:
            firm.complain("name", ProblemCode.NAME_MISSING)
        firm.name_keys = _name_keys(firm.values)
        self._ice(firm)
        self._place(firm)
        self._products(firm)
        self._set(firm, "employees", "employees", cells.whole_number)
        self._set(firm, "email", "email", cells.email)
        self._set(firm, "status", "status", cells.status)
        found = self._try(firm, "founded_on", cells.day)
        if found is not None:
            firm.values["founded_on"] = found.day
            firm.values["founded_year_only"] = found.year_only
        return firm

    def _try(self, firm: FirmRow, column: str, read: Callable[[Any], T]) -> T | None:
        if column not in firm.raw:
            return None
        try:
            return read(firm.raw[column])
        except cells.Unreadable as error:
            firm.complain(column, error.code, **error.details)
            return None

    def _set(self, firm: FirmRow, column: str, name: str, read: Callable[[Any], Any]) -> None:
        value = self._try(firm, column, read)
        if value is not None and value != "":
            firm.values[name] = value

    def _text(self, firm: FirmRow, column: str, limit: int) -> None:
        written = self._try(firm, column, cells.text)
        if not written:
            return
        if len(written) > limit:
            firm.complain(column, ProblemCode.TOO_LONG, limit=limit)
        firm.values[column] = written[:limit].strip()

    def _ice(self, firm: FirmRow) -> None:
        found = self._try(firm, "ice", cells.ice)
        if found is None or not found.number:
            return
        firm.values["ice"] = found.number
        firm.values["ice_doubtful"] = found.doubt is not None
        if found.doubt is not None:
            firm.complain("ice", found.doubt)

    def _place(self, firm: FirmRow) -> None:
        written = self._try(firm, "region", cells.text)
        if not written:
            firm.complain("region", ProblemCode.REGION_MISSING)
            return
        region = self._try(firm, "region", lambda cell: self.places.region(written))
        if region is None:
            return
        if self.region is not None and region.code != self.region.code:
            firm.complain("region", ProblemCode.REGION_NOT_YOURS, region=region.name)
            return
        firm.values["region"] = region
        commune = self._try(firm, "commune", cells.text)
        if commune:
            self._set(firm, "commune", "commune", lambda cell: self.places.commune(commune, region))

    def _products(self, firm: FirmRow) -> None:
        written = self._try(firm, "hs_products", cells.text)
        if not written:
            return
        codes, unknown, coarser = self.goods.read(written)
        for entry in unknown:
            firm.complain("hs_products", ProblemCode.PRODUCT_UNKNOWN, entry)
        for entry, code in coarser:
            firm.complain("hs_products", ProblemCode.PRODUCT_COARSER, entry, heading=code)
        if codes:
            firm.products = codes


def _name_keys(values: dict[str, Any]) -> list[str]:
    names = (values.get("name", ""), values.get("name_ar", ""))
    return list(dict.fromkeys(match_key(name) for name in names if name))


def _clean(cell: Any) -> Any:
    """Without the zero byte that some exports leave in texts, and that databases refuse."""
    return cell.replace("\x00", "") if isinstance(cell, str) else cell
