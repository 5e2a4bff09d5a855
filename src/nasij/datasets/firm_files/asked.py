"""What was said beside a file of firms, and of which year a list of members is that names none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl
from django.utils.translation import gettext_noop

from nasij.datasets.errors import CurrencyUnknown, YearContradicts, YearImpossible
from nasij.datasets.firm_files.coding import Coded
from nasij.datasets.firm_files.opening import ROW, RawFile
from nasij.datasets.firm_files.totals import PERIOD
from nasij.datasets.kept import Options
from nasij.datasets.remarks import YEAR_ASSUMED
from nasij.files.dates import years_said
from nasij.files.lines import SHEET
from nasij.files.remarks import Note, note
from nasij.files.units import is_currency
from nasij.files.values import check_years, says_years
from nasij.reference.days import years_of_figures

_ASSUMED = gettext_noop(
    "The file does not say its year: its rows were read as of %(year)s. If they are of another, "
    "load it again and give the year of the rows."
)
_OF_EDITION = gettext_noop(
    "The file does not say its year: by its edition (%(edition)s), its rows were read as of "
    "%(year)s. If they are of another, load it again and give the year of the rows."
)
_NOT_OF_EDITION = gettext_noop(
    "The rows were read as of %(year)s, the year given beside the file; its edition (%(edition)s) "
    "names another. If that is not meant, load it again with the right one."
)


def check_said(options: Options) -> None:
    """Refuse a year and a currency, given beside a file, that can be of no rows."""
    low, high = years_of_figures()
    if options.year is not None and not low <= options.year <= high:
        raise YearImpossible(year=str(options.year), low=str(low), high=str(high))
    if options.currency and not is_currency(options.currency):
        raise CurrencyUnknown(currency=options.currency)


@dataclass(frozen=True, slots=True)
class Asked:
    """`as_of` is the day on which the file was first loaded."""

    options: Options
    with_value: bool
    edition: str
    as_of: date

    @property
    def year(self) -> int:
        """Of a file that names none."""
        return self.options.year or self._year_of_edition or self.as_of.year

    @property
    def _year_of_edition(self) -> int | None:
        """The only year that it names; a list is not of a year to come."""
        years = years_said(self.edition)
        return years.pop() if len(years) == 1 and max(years) <= self.as_of.year else None

    def notes_on_year(self) -> list[Note]:
        of_edition = self._year_of_edition
        if self.options.year is None and of_edition is None:
            return [note(YEAR_ASSUMED, _ASSUMED, year=self.year)]
        if of_edition is None or of_edition == self.options.year:
            return []
        text = _OF_EDITION if self.options.year is None else _NOT_OF_EDITION
        return [note("year_of_edition", text, year=self.year, edition=self.edition)]


def check_year(file: str, raw: RawFile, coded: Coded, asked: Asked) -> None:
    """Refuse a year that the file denies, beside it or in the heading of the values."""
    _check_given(file, raw, coded, asked.options.year)
    if asked.with_value and says_years(raw.parts):
        check_years(raw.parts, _years_of_sheets(coded))


def _check_given(file: str, raw: RawFile, coded: Coded, asked: int | None) -> None:
    """A year given beside the file is of its rows without one: where there are none, it would be
    heard by nobody."""
    if asked is None:
        return
    if not {"period", "year"} & set(raw.columns.places):
        _check_titles(file, raw, asked)
    own = {period.year for period in coded.periods[1:] if period.problem is None}
    if not own or own == {asked}:
        return
    undated = coded.scan().filter(pl.col(PERIOD) == 0).limit(1).collect()
    if undated.is_empty():
        years = [str(year) for year in sorted(own)]
        raise YearContradicts(thing=file, found=years, given=str(asked))


def _years_of_sheets(coded: Coded) -> list[tuple[int, int]]:
    sheet = (pl.col(ROW) // SHEET).alias("sheet")
    met = coded.scan().select(sheet, PERIOD).unique().collect(engine="streaming")
    periods = [(sheet, coded.periods[key]) for sheet, key in met.iter_rows()]
    return [(sheet, period.year) for sheet, period in periods if period.problem is None]


def _check_titles(file: str, raw: RawFile, asked: int) -> None:
    """Each sheet has its year, while titles may speak of several."""
    sheets = set().union(*map(years_said, raw.sheets))
    titles = set().union(*map(years_said, raw.titles))
    if sheets - {asked} or (titles and asked not in titles):
        years = [str(year) for year in sorted(sheets | titles)]
        raise YearContradicts(thing=file, found=years, given=str(asked))
