"""What a file would do: its rows counted, and its first rows shown cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from types import SimpleNamespace

from nasij.exporters.fields import COLUMNS, KEYS, registry_cells
from nasij.files.dates import is_month_alone, is_month_first
from nasij.files.goods import Goods
from nasij.files.places import Places
from nasij.files.remarks import Note, days_first, days_unsaid
from nasij.files.tables import Table
from nasij.intake.enums import CellFate, RowFate
from nasij.intake.errors import TooManyRows
from nasij.intake.foreseen import ForeseenCell, ForeseenProblem, ForeseenRow, Preview
from nasij.intake.rows.applying import tally
from nasij.intake.rows.planned import PlannedRow
from nasij.intake.rows.planning import SeenRows, plan, products_of
from nasij.intake.rows.reading import FirmRow, RowReader
from nasij.reference.models import Territory

CHUNK = 1000
MOST_ROWS = 500_000  # of one file: many times a country's exporters, and minutes for one worker
# Rows foreseen while the person waits, if they take no longer than a page may: more are foreseen
# in the background.
AT_ONCE = 3000
SHOWN = 8
_HEADINGS_KEPT = 300
SHOWN_CHANGED = 12  # they come first: each writes over what the registry holds
SHOWN_WITH_PROBLEMS = 12


def chunks(table: Table, region: Territory | None) -> Iterator[list[FirmRow]]:
    """The rows of a file, understood, a thousand at a time."""
    assumes_region = region is not None and "region" not in table.columns
    reader = RowReader(Places.load(), Goods.load(), region, assumes_region)
    rows = table.rows()
    while batch := [reader.read(row) for row in islice(rows, CHUNK)]:
        yield batch


def count_rows(table: Table, told: Callable[[], None] = lambda: None) -> int:
    """The rows of a file, or a refusal as soon as there are too many for one import."""
    count = 0
    for _row in table.rows():
        count += 1
        if count > MOST_ROWS:
            raise TooManyRows(most=MOST_ROWS)
        told()
    return count


def preview(
    table: Table,
    region: Territory | None,
    *,
    limit: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Preview:
    """Counts of the file, its first changed rows, its first others, and those with a problem.

    It stops after `limit` rows, or when the patience of the table is over, and then says of itself
    that it is not complete.
    """
    complete = True
    counts: Counter[str] = Counter()
    seen = SeenRows()
    changed: list[ForeseenRow] = []
    shown: list[ForeseenRow] = []
    troubled: list[ForeseenRow] = []
    dates = DatesRead()
    for batch in chunks(table, region):
        if limit is not None and counts["read"] >= limit:
            complete = False
            break
        planned = plan(batch, seen, only_region=region is not None)
        counts.update(tally(planned))
        counts["read"] += len(planned)
        dates.look_at(batch)
        updated = [line for line in planned if line.fate == RowFate.UPDATED]
        others = [line for line in planned if line.fate != RowFate.UPDATED]
        doubtful = [line for line in planned if line.row.problems]
        for told, lines, most in (
            (changed, updated, SHOWN_CHANGED),
            (shown, others, SHOWN),
            (troubled, doubtful, SHOWN_WITH_PROBLEMS),
        ):
            told.extend(_rows(lines[: most - len(told)]))
        if progress is not None:
            progress(counts["read"])
    return Preview(
        columns={key: table.columns.named(key)[0] for key in table.columns.places},
        headings=list(dict.fromkeys(filter(None, table.columns.headings)))[:_HEADINGS_KEPT],
        ignored=table.columns.unread,
        counts={name: counts[name] for name in ("read", *RowFate.values, "warnings")},
        complete=complete and not table.patience.is_over,
        notes=[*table.notes, *dates.notes()],
        sheets=table.sheet_titles,
        rows=[*changed, *shown],
        troubled=troubled,
    )


@dataclass(slots=True)
class DatesRead:
    """The first date of the file that has two readings, the first whose month stands first, and
    the first that is a month."""

    two_ways: tuple[FirmRow, str] | None = None  # and the column where it stands
    month_first: str = ""
    month_alone: tuple[str, date] | None = None  # and the day that was made of it

    def look_at(self, rows: list[FirmRow]) -> None:
        days = [column.key for column in COLUMNS if column.is_day]
        if self.two_ways is None:
            found = ((row, key) for row in rows for key in sorted(row.two_ways))
            self.two_ways = next(found, None)
        if not self.month_first:
            written = (row.raw.get(key, "") for row in rows for key in days)
            self.month_first = next((cell for cell in written if is_month_first(cell)), "")
        if self.month_alone is None:
            told = (
                (row.raw[key], row.values[key]) for row in rows for key in days if key in row.values
            )
            firsts = (pair for pair in told if pair[1].day == 1 and is_month_alone(pair[0]))
            self.month_alone = next(firsts, None)

    def notes(self) -> list[Note]:
        notes = [days_unsaid(*self.month_alone)] if self.month_alone is not None else []
        if self.two_ways is not None:
            row, key = self.two_ways
            notes.insert(0, days_first(row.raw[key], row.values[key], self.month_first))
        return notes


def _rows(planned: list[PlannedRow]) -> list[ForeseenRow]:
    products = products_of([line.firm.pk for line in planned if line.firm is not None])
    return [_row(line, products) for line in planned]


def _row(planned: PlannedRow, products: dict[int, list[str]]) -> ForeseenRow:
    firm = planned.firm
    old = registry_cells(firm, products.get(firm.pk, [])) if firm is not None else {}
    return ForeseenRow(
        line=planned.row.line,
        fate=planned.fate,
        firm=firm.pk if firm is not None else None,
        cells={key: _cell(planned, key, old.get(key, "")) for key in KEYS},
        problems=[
            ForeseenProblem(problem.column, problem.value, problem.code.value, problem.details)
            for problem in planned.row.problems
        ],
    )


def _cell(planned: PlannedRow, key: str, old: str) -> ForeseenCell:
    value = planned.row.raw.get(key, "")
    return ForeseenCell(
        value=value[:80],
        kept=_kept(planned.row, key)[:80],
        two_ways=key in planned.row.two_ways,
        fate=_cell_fate(planned, key, value, old),
        old=old,
    )


def _kept(row: FirmRow, key: str) -> str:
    """What was understood, as the registry keeps it; "" where nothing was."""
    column = next(column for column in COLUMNS if column.key == key)
    value = row.products if key == "hs_products" else row.values.get(key)
    if value is None or isinstance(value, Territory):
        return value.code if value is not None else ""
    return column.cell(SimpleNamespace(**row.values), row.products or [])


def _cell_fate(planned: PlannedRow, key: str, value: str, old: str) -> CellFate:
    problems = planned.row.problems_of(key)
    if problems:
        rejecting = any(problem.rejects for problem in problems)
        return CellFate.ERROR if rejecting else CellFate.WARNING
    if not value:
        return CellFate.EMPTY
    if planned.fate == RowFate.CREATED:
        return CellFate.NEW
    field = {"hs_products": "products"}.get(key, key)
    if field in planned.after:
        return CellFate.CHANGED if old else CellFate.NEW
    return CellFate.SAME
