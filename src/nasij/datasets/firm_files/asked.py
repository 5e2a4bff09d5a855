"""What was said beside a file of firms, and of which year a list of members is that names none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from nasij.datasets.errors import CurrencyUnknown, YearImpossible
from nasij.datasets.kept import Options
from nasij.datasets.remarks import YEAR_ASSUMED
from nasij.files.remarks import Note, note
from nasij.files.units import is_currency
from nasij.reference.days import years_of_figures
from nasij.reference.folding import DIGITS

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:0[1-9]|1[0-2])?(?!\d)")  # with or without a month
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


# The day on which a file was printed is not that of its rows.
_DAY = re.compile(r"\d{1,2}(?:er)?\s+\w+\s+\d{4}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")


def years_said(text: str) -> set[int]:
    """The years that a title or the name of an edition says, as 202601 and April 2025 do."""
    return {int(year) for year in _YEAR.findall(_DAY.sub(" ", text.translate(DIGITS)))}


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
