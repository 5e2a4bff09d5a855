"""A file of firms from end to end: text, codes, years, and what must be said of it."""

from __future__ import annotations

import math
import shutil
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_noop

from nasij.datasets.errors import (
    CurrenciesContradict,
    CurrencyContradicts,
    FirmsAreCountries,
    NothingUsable,
)
from nasij.datasets.firm_files.asked import Asked, check_year
from nasij.datasets.firm_files.coding import Coded, Lists, code_rows
from nasij.datasets.firm_files.columns import heading_of
from nasij.datasets.firm_files.notes import notes_on
from nasij.datasets.firm_files.opening import ROW, RawFile, Wanted, open_raw
from nasij.datasets.firm_files.people import NAMED, write_people
from nasij.datasets.firm_files.problems import COLUMN, reasons_told
from nasij.datasets.firm_files.totals import BETWEEN
from nasij.datasets.firm_files.years import Tally, YearSums, year_sums
from nasij.datasets.known import product_codes
from nasij.files.countries import Countries, load_countries
from nasij.files.places import Places
from nasij.files.problems import RowProblem
from nasij.files.remarks import Note, listed, note, said
from nasij.files.units import (
    Unit,
    check_lines,
    is_of_goods,
    is_unclear,
    names_unknown,
    refuse_unit,
    shown_unit,
)
from nasij.files.values import check_headings
from nasij.reference.pack import current_pack
from nasij.sentences import quoted

REJECTS = "rejects"
_LOOKED_AT = 300  # firms, rows
_WITHOUT_AMOUNT = [
    RowProblem.VALUE_MISSING.value,
    RowProblem.VALUE_UNREADABLE.value,
    RowProblem.VALUE_WITH_UNIT.value,
]
DEAD_AFTER = 6 * 3600.0  # seconds; the largest file is read in minutes
Report = Callable[[int, int, str], None]
TellsOfFew = Callable[[Collection[float]], bool]


@dataclass(slots=True)
class FirmFile:
    """One file being read. Its years are walked once; the tally is whole when they are."""

    name: str
    raw: RawFile
    coded: Coded
    unit: Unit
    notes_on_year: list[Note] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    seen: set[str] = field(default_factory=set)  # codes of firms with kept rows
    assumed_currency: bool = False

    @property
    def codes(self) -> dict[str, list[str]]:
        columns = self.coded.columns
        return {
            "firm": columns["firm"].names,
            "region": columns["place"].names,
            "product": columns["product"].names,
            "market": columns["market"].names,
        }

    def years(self, progress: Report) -> Iterator[YearSums]:
        names = self.coded.columns["firm"].names
        every = len({period.year for period in self.coded.periods if period.problem is None})
        self.tally.total_lines = self.coded.totals
        self.tally.read += self.coded.totals
        for done, part in enumerate(year_sums(self.coded, self.tally, factor=self.unit.factor)):
            self.seen.update(names[at] for at in part.frame["firm"].unique())
            yield part
            progress(3 + done, every + 4, str(part.year))
        if not self.tally.kept:
            raise NothingUsable(file=self.name, read=self.tally.read, reasons=self._reasons())

    def _reasons(self) -> str:
        """Why no row was kept, for who reads it in a language of theirs."""
        rejects = _rejects(self.raw, self.tally).unique("problem", keep="first")
        first = {code: (row, value) for row, code, value in rejects.iter_rows()}
        problems, headings, sheets = self.tally.problems, self._headings(), self.raw.sheets
        totals = [note for note in self.coded.notes if note["code"] == "totals_left_out"]

        def told() -> str:
            return " ".join([*reasons_told(problems, first, headings, sheets), *map(said, totals)])

        return lazy(told, str)()

    def _headings(self) -> dict[str, str]:
        return {ours: quoted(heading_of(self.raw.columns, ours)) for ours in COLUMN.values()}

    def finish(self, folder: Path, tells_of_few: TellsOfFew) -> dict[str, Any]:
        """Write who the firms are and which rows were refused; answer what the record says."""
        firms = write_people(self.raw, self.coded, self.seen, folder / f"{NAMED}.parquet")
        tally, rejects = self.tally, _rejects(self.raw, self.tally)
        self._check_rejects(rejects)
        rejects.write_parquet(folder / f"{REJECTS}.parquet")
        _check_balance(tally, self.unit)
        of_few = tells_of_few(tally.refused_by_firm.values())
        return {
            "firms": firms,
            "rows": tally.read,
            "kept": tally.kept,
            "rejected": tally.rejected,
            "total_lines": tally.total_lines,
            "problems": {code: tally.problems[code] for code in sorted(tally.problems)},
            "examples": _examples(rejects),
            "headings": self._headings(),
            "sheets": list(self.raw.sheets),
            "currency": self.unit.currency,
            "factor": self.unit.factor,
            "value_read": tally.value_read * self.unit.factor,
            "value_kept": tally.value_kept * self.unit.factor,
            "value_refused": tally.value_refused * self.unit.factor,
            "unvalued": tally.unvalued,
            "of_other_unit": tally.of_other_unit,
            "refused_of_few": of_few,
            "months": {str(year): sorted(seen) for year, seen in sorted(tally.months.items())},
            "notes": self.notes(refused_of_few=of_few),
        }

    def _check_rejects(self, rejects: pl.DataFrame) -> None:
        """A row of one cell is a row of units under the headings, or a note below them: it is
        refused as a row, and what it says of the others would be lost."""
        if "value" not in self.raw.columns:
            return
        rows = rejects.filter(pl.col("problem").is_in(_WITHOUT_AMOUNT))[ROW].unique().sort()
        some = pl.concat([rows.head(_LOOKED_AT), rows.tail(_LOOKED_AT)]).implode()
        names = [name for name in self.raw.scan().collect_schema() if name != ROW]
        cells = self.raw.scan().filter(pl.col(ROW).is_in(some)).select(names).collect()
        filled = (list(filter(None, row)) for row in cells.iter_rows())
        lines = (row[0] for row in filled if len(row) == 1)
        said = Unit(self.unit.currency, self.raw.unit_as_shown.factor)
        check_lines(lines, said, heading_of(self.raw.columns, "value"))

    def notes(self, *, refused_of_few: bool) -> list[Note]:
        of_rows = notes_on(
            self.tally,
            self.unit,
            assumed_currency=self.assumed_currency,
            cut=self.raw.unit.factor != self.raw.unit_as_shown.factor,
            refused_of_few=refused_of_few,
            today=timezone.localdate(),
        )
        return [
            *self.raw.notes,
            *self.coded.notes,
            *self.notes_on_year,
            *self._on_heading(),
            *of_rows,
        ]

    def _on_heading(self) -> list[Note]:
        heading, shown = heading_of(self.raw.columns, "value"), list(self.raw.shown)
        if self.unit.currency and any(shown_unit(text) != Unit() for text in shown):
            text = gettext_noop(
                "The cells of the values show %(texts)s beside their numbers: read as %(unit)s."
            )
            return [note("currency_shown", text, texts=shown, unit=self.unit.currency)]
        heading = f"({shown[0]})" if shown else heading
        if not self.unit.currency or self.coded.main_unit.currency or not names_unknown(heading):
            return []
        text = gettext_noop(
            "“%(heading)s” may name a currency or a multiple that is not known: the values were "
            "read as %(unit)s. If that is wrong, write it in the heading in words, as in "
            "“(thousands EUR)”, or give the currency of the file."
        )
        return [note("unit_unknown", text, heading=heading, unit=self.unit.currency)]


@contextmanager
def read_firm_file(path: Path, scratch: Path, asked: Asked, progress: Report) -> Iterator[FirmFile]:
    """Open and code a file in a scratch folder of its own, which never outlives the reading.

    Scratch folders hold names: those that killed readings left behind go after some hours.
    """
    shutil.rmtree(scratch, ignore_errors=True)
    for left in (*scratch.parent.glob("*"), *scratch.parent.parent.glob("*/.*.part")):
        is_old = time.time() - left.stat().st_mtime > DEAD_AFTER
        if is_old and not left.name.endswith(".old.part"):  # which waits to be given back
            shutil.rmtree(left, ignore_errors=True)
    scratch.mkdir(parents=True)
    try:
        progress(0, 4, path.name)
        wanted = Wanted(
            asked.with_value, asked.options.year is None and asked.with_value, asked.options.columns
        )
        raw = open_raw(path, scratch, wanted)
        if asked.with_value:
            check_headings(raw.parts)
        progress(1, 4, path.name)
        is_undated = not (asked.with_value or "period" in raw.columns or "year" in raw.columns)
        lists = Lists(
            products=product_codes(),
            countries=load_countries(),
            places=Places.load(),
            own_country=current_pack().code,
            today=timezone.localdate(),
            year=asked.year if is_undated else asked.options.year,
            with_value=asked.with_value,
            currency=asked.options.currency,
        )
        coded = code_rows(raw, scratch, lists)
        _check_firms(raw, coded, lists.countries)
        check_year(path.name, raw, coded, asked)
        progress(2, 4, path.name)
        unit, assumed = _unit(path.name, raw, coded, asked)
        told = asked.notes_on_year() if is_undated else []
        yield FirmFile(path.name, raw, coded, unit, told, assumed_currency=assumed)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _check_firms(raw: RawFile, coded: Coded, countries: Countries) -> None:
    """A file of countries has a column of exporters too; a few hundred of them tell."""
    texts = coded.columns["firm"].texts
    firms = [text.split(BETWEEN) for text in texts.gather_every(max(1, len(texts) // _LOOKED_AT))]
    names = [parts[1] if len(parts) > 1 else parts[0] for parts in firms]
    found = [name for name in names if not name.isdecimal() and countries.find(name)]
    if found and len(found) * 2 >= len(names):
        column = heading_of(raw.columns, "firm")
        raise FirmsAreCountries(column=column, examples=listed(found))


def _unit(file: str, raw: RawFile, coded: Coded, asked: Asked) -> tuple[Unit, bool]:
    """Currency and factor: said by a column or heading, beside the file, or the country's."""
    if not asked.with_value:
        return Unit(), False
    heading = heading_of(raw.columns, "value")
    if is_unclear(heading) or is_of_goods(heading):
        refuse_unit(heading)
    wanted, column = asked.options.currency, coded.main_unit
    told = list(dict.fromkeys(filter(None, (column.currency, raw.unit.currency))))
    if wanted and told and wanted not in told:
        raise CurrencyContradicts(file=file, said=told[0], asked=wanted)
    if not wanted and len(told) > 1:
        raise CurrenciesContradict(file=file, found=told)
    named = wanted or next(iter(told), "")
    currency = named or str(current_pack().settings["currency"])
    said = Unit(currency, max(column.factor, raw.unit_as_shown.factor))
    check_lines((*raw.outside, *raw.sheets), said, heading)
    return Unit(currency, max(column.factor, raw.unit.factor)), not named


def _check_balance(tally: Tally, unit: Unit) -> None:
    """What was summed is what was kept: a difference would be a fault of ours, not of the file."""
    summed, kept = math.fsum(tally.totals.values()), tally.value_kept * unit.factor
    if not math.isclose(summed, kept, rel_tol=1e-9, abs_tol=1e-6):
        raise ArithmeticError(f"the years sum to {summed}, the rows that were kept to {kept}")


_OF_AMOUNTS = (
    RowProblem.VALUE_UNREADABLE,
    RowProblem.VALUE_WITH_UNIT,
    RowProblem.VALUE_AMBIGUOUS,
    RowProblem.VALUE_NEGATIVE,
)


def _rejects(raw: RawFile, tally: Tally) -> pl.DataFrame:
    """row, problem, value of each fault of the rows refused; of amounts as they are written."""
    schema = {ROW: pl.Int64(), "problem": pl.String(), "value": pl.String()}
    parts = [frame.cast({ROW: pl.Int64()}) for frame in tally.rejects]
    rejects = pl.concat([pl.DataFrame(schema=schema), *parts]).sort(ROW, maintain_order=True)
    if "value" in raw.columns:
        of_amount = pl.col("problem").is_in([code.value for code in _OF_AMOUNTS])
        rows = rejects.filter(of_amount)[ROW]
        told = (
            raw.scan()
            .filter(pl.col(ROW).is_in(rows.implode()))
            .select(pl.col(ROW).cast(pl.Int64), pl.col("value").alias("amount"))
            .collect(engine="streaming")
        )
        joined = rejects.join(told, on=ROW, how="left", maintain_order="left")
        value = pl.when(of_amount).then(pl.coalesce("amount", "value")).otherwise("value")
        rejects = joined.with_columns(value.alias("value")).drop("amount")
    return rejects.with_columns(pl.col("value").fill_null(""))


def _examples(frame: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """The first rows refused for each reason: for the page; the file of rejects holds more."""
    found: dict[str, list[dict[str, Any]]] = {}
    for code in frame["problem"].unique().sort():
        rows = frame.filter(pl.col("problem") == code).unique("value", keep="first").sort(ROW)
        first = rows.head(3).iter_rows()
        found[code] = [{"row": row, "value": quoted(value)} for row, _code, value in first]
    return found
