"""What can be wrong with a question put to the core, each with the thing and the remedy.

Every error holds its English sentences as templates with named placeholders, so that a page can
translate `template` and `remedy_template` and fill them with `values`; `str(error)` is English.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from nasij_core.notes import N_, NoteValue

SHOWN = 5  # examples listed in a sentence; the full count always stands beside them


def listed(examples: Iterable[object], shown: int = SHOWN) -> str:
    """A few examples as text, with an ellipsis when there are more."""
    items = [str(item) for item in examples]
    return ", ".join(items[:shown]) + (", …" if len(items) > shown else "")


def in_brackets(examples: Iterable[object]) -> str:
    """The same in brackets after a blank; nothing when there are none."""
    text = listed(examples)
    return f" ({text})" if text else ""


class CoreError(Exception):
    """Base of all. `thing` names what is wrong; `remedy` says what to do about it."""

    template: ClassVar[str] = N_("%(thing)s cannot be used.")
    remedy_template: ClassVar[str] = N_("Correct it and start again.")

    def __init__(self, thing: str, **values: NoteValue) -> None:
        self.thing = thing
        self.values: dict[str, NoteValue] = {"thing": thing, **values}
        super().__init__(thing)

    @property
    def code(self) -> str:
        return type(self).__name__

    @property
    def problem(self) -> str:
        return self.template % self.values

    @property
    def remedy(self) -> str:
        return self.remedy_template % self.values

    def __str__(self) -> str:
        return f"{self.problem} {self.remedy}"

    def as_record(self) -> dict[str, object]:
        """The error for a machine: the same words, in fields."""
        return {
            "error": self.code,
            "thing": self.thing,
            "problem": self.problem,
            "remedy": self.remedy,
            "values": dict(self.values),
        }


class NotEnoughData(CoreError):
    """An honest answer, not a failure: the figure is not computable from what was given."""

    template = N_("%(thing)s is not computable: %(why)s.")
    remedy_template = N_("Add the data named, or ask for another figure.")

    def __init__(self, thing: str, why: str, **values: NoteValue) -> None:
        super().__init__(thing, why=why, **values)


class BadOption(CoreError):
    """An option has a value outside the list."""

    template = N_("%(thing)s cannot be “%(given)s”.")
    remedy_template = N_("Choose one of: %(good)s.")

    def __init__(self, thing: str, given: object, good: Iterable[object]) -> None:
        self.good = tuple(str(option) for option in good)
        super().__init__(thing, given=str(given), good=", ".join(self.good))


class Contradiction(CoreError):
    """Two parameters cannot both hold."""

    template = N_("%(thing)s contradict each other: %(why)s.")
    remedy_template = N_("Change one of them.")

    def __init__(self, thing: str, why: str) -> None:
        super().__init__(thing, why=why)


class BadInput(CoreError):
    """A file, frame or array that cannot be read as what it should be."""


class AmbiguousNumber(BadInput):
    """A number that two people would read as two numbers."""

    template = N_("%(thing)s holds “%(given)s”, whose mark may part thousands or decimals.")
    remedy_template = N_("Write thousands without a mark, and decimals after a point.")

    def __init__(self, thing: str, given: str) -> None:
        super().__init__(thing, given=given)


class CellAmbiguous(AmbiguousNumber):
    """The same of a cell of a file, where no other of its column decides."""

    template = N_(
        "Line %(line)s of %(thing)s: the column “%(column)s” holds “%(given)s”, whose mark may "
        "part thousands or decimals."
    )
    remedy_template = N_(
        "Write thousands without a mark (1234); where the mark is of decimals, write another "
        "number of them (1,2340)."
    )

    def __init__(self, thing: str, column: str, line: int, given: str) -> None:
        super().__init__(thing, given)
        self.values |= {"column": column, "line": line}


class RowTooLong(BadInput):
    template = N_(
        "%(thing)s has a row whose cells (%(count)s) do not match its headings (%(wanted)s): "
        "%(row)s."
    )
    remedy_template = N_("Put a cell that holds the separator in quotes, or correct the row.")

    def __init__(self, thing: str, row: Iterable[str], wanted: int) -> None:
        cells = list(row)
        super().__init__(thing, count=len(cells), wanted=wanted, row=";".join(cells)[:80])


class OutOfRange(BadInput):
    template = N_("%(thing)s is %(given)s, and must be %(range)s.")
    remedy_template = N_("Give a value in that range.")

    def __init__(self, thing: str, given: object, range_: str) -> None:
        super().__init__(thing, given=str(given), range=range_)


class YearImpossible(OutOfRange):
    """202006 for June 2020, for instance."""

    template = N_(
        "Line %(line)s of %(thing)s: the column “%(column)s” holds “%(given)s”, which is no year "
        "between %(first)s and %(last)s."
    )
    remedy_template = N_("Write the year in four digits.")

    def __init__(
        self, thing: str, column: str, line: int, given: object, between: tuple[int, int]
    ) -> None:
        first, last = map(str, between)  # as text, since years are no amounts
        super().__init__(thing, given, f"{first}–{last}")
        self.values |= {"column": column, "line": line, "first": first, "last": last}


class YearContradicts(BadInput):
    """One said beside a file that says its own: nothing would hear it."""

    template = N_(
        "The rows of %(thing)s are of %(found)s by the file itself, and of %(given)s by what was "
        "given beside it."
    )
    remedy_template = N_(
        "Give no year where a column says it; else give the one that the file says. Rows of "
        "several years need a column of the year."
    )

    def __init__(self, thing: str, found: Iterable[int], given: int) -> None:
        super().__init__(thing, found=", ".join(map(str, found)), given=str(given))


class NegativeValue(BadInput):
    template = N_("%(thing)s has negative values (%(count)s)%(examples)s.")
    remedy_template = N_("Remove or correct these rows: trade, distances and counts are positive.")

    def __init__(self, thing: str, count: int, examples: Iterable[object] = ()) -> None:
        super().__init__(thing, count=count, examples=in_brackets(examples))


class NotANumber(BadInput):
    template = N_("%(thing)s has empty or non-numeric values (%(count)s)%(examples)s.")
    remedy_template = N_(
        "Give numbers, or remove the rows: a missing flow is no row, not an empty one."
    )

    def __init__(self, thing: str, count: int, examples: Iterable[object] = ()) -> None:
        super().__init__(thing, count=count, examples=in_brackets(examples))


class CellsUnread(NotANumber):
    """The same of the cells of a file: where they stand, and what is written there."""

    template = N_(
        "Column “%(column)s” of %(thing)s. Cells that are empty or cannot be read: %(count)s. "
        "Lines: %(lines)s. They hold: %(examples)s."
    )
    remedy_template = N_(
        "Write numbers in the digits 0 to 9, with a point before the decimals and no mark of "
        "thousands; leave out the rows without a value."
    )

    def __init__(
        self, thing: str, column: str, count: int, lines: Iterable[int], examples: Iterable[object]
    ) -> None:
        super().__init__(thing, count)
        self.values |= {"column": column, "lines": listed(lines), "examples": listed(examples)}


class CountriesUnread(CellsUnread):
    remedy_template = N_(
        "Write each country by its code: under i and j as its number (620), under exporter and "
        "importer as its number or as two or three letters (620, PT, PRT). Leave out the rows "
        "without a country."
    )


class CellsNegative(NegativeValue):
    template = N_(
        "Column “%(column)s” of %(thing)s. Negative values: %(count)s. Lines: %(lines)s. They "
        "hold: %(examples)s."
    )

    def __init__(
        self, thing: str, column: str, count: int, lines: Iterable[int], examples: Iterable[object]
    ) -> None:
        super().__init__(thing, count)
        self.values |= {"column": column, "lines": listed(lines), "examples": listed(examples)}


class DuplicateKeys(BadInput):
    template = N_("%(thing)s has rows whose key (%(key)s) is repeated (%(count)s): %(examples)s.")
    remedy_template = N_("Keep one row per key: a bad join repeats rows and inflates every total.")

    def __init__(
        self, thing: str, count: int, key: Iterable[str], examples: Iterable[object] = ()
    ) -> None:
        super().__init__(thing, count=count, key=", ".join(key), examples=listed(examples))


class UnknownCode(BadInput):
    template = N_("%(thing)s has unknown codes (%(count)s): %(examples)s.")
    remedy_template = N_("Correct the codes, or add them to the table of codes given.")

    def __init__(self, thing: str, codes: Iterable[object]) -> None:
        self.codes = tuple(str(code) for code in codes)
        super().__init__(thing, count=len(self.codes), examples=listed(self.codes))


class MissingColumn(BadInput):
    template = N_("%(thing)s lacks the columns: %(missing)s. It has: %(found)s.")
    remedy_template = N_("Rename or add these columns.")

    def __init__(self, thing: str, missing: Iterable[str], found: Iterable[str]) -> None:
        self.missing = tuple(missing)
        super().__init__(thing, missing=", ".join(self.missing), found=listed(found, 20))


class MissingField(MissingColumn):
    """The same in a description made of fields, not of columns."""

    template = N_("%(thing)s lacks the fields: %(missing)s. It has: %(found)s.")
    remedy_template = N_("Add these fields.")


class WrongShape(BadInput):
    template = N_("%(thing)s has the shape %(given)s where %(wanted)s is needed.")
    remedy_template = N_("Align the arrays on the same countries, products or regions.")

    def __init__(self, thing: str, given: object, wanted: object) -> None:
        super().__init__(thing, given=str(given), wanted=str(wanted))


class NoRows(BadInput):
    template = N_("%(thing)s has no rows.")
    remedy_template = N_("Check that it is the right file and that it was saved whole.")


class NoSingleMarkets(NoRows):
    """Rows there are, but each is a sum, or of an area or a product that is not one."""

    template = N_("Every row of %(thing)s names what is no single country or product: %(codes)s.")
    remedy_template = N_(
        "Give the flows from country to country, product by product. Where the markets are not "
        "known, `nasij-core complexity` takes exports by product: leave out the column of markets."
    )

    def __init__(self, thing: str, codes: Iterable[str]) -> None:
        super().__init__(thing, codes=listed(sorted(codes)))


class TruncatedFile(BadInput):
    template = N_("%(thing)s ends before its end: %(why)s.")
    remedy_template = N_("Fetch or copy the file again; nothing was kept of it.")

    def __init__(self, thing: str, why: str) -> None:
        super().__init__(thing, why=why)


class LastLineCut(TruncatedFile):
    template = N_(
        "%(thing)s ends before its end: its last line is “%(line)s”, without a line break."
    )

    def __init__(self, thing: str, line: str) -> None:
        super().__init__(thing, line)
        self.values["line"] = line


class QuoteNotClosed(BadInput):
    template = N_("Line %(line)s of %(thing)s opens a quotation mark that nothing closes.")
    remedy_template = N_("Close the quotation mark, or remove it.")

    def __init__(self, thing: str, line: int) -> None:
        super().__init__(thing, line=line)


class LineTooLong(BadInput):
    template = N_("Line %(line)s of %(thing)s has %(count)s cells under %(wanted)s headings.")
    remedy_template = RowTooLong.remedy_template

    def __init__(self, thing: str, line: int, count: int, wanted: int) -> None:
        super().__init__(thing, line=line, count=count, wanted=wanted)


class BadEncoding(BadInput):
    template = N_("%(thing)s is not UTF-8 text: %(why)s.")
    remedy_template = N_("Save it again as CSV in UTF-8.")

    def __init__(self, thing: str, why: str) -> None:
        super().__init__(thing, why=why)


class UnknownFormat(BadInput):
    template = N_("%(thing)s is not a file of a known kind: %(why)s.")
    remedy_template = N_("Give one of: %(good)s.")

    def __init__(self, thing: str, why: str, good: Iterable[str]) -> None:
        super().__init__(thing, why=why, good=", ".join(good))


class MixedRevisions(BadInput):
    template = N_("%(thing)s mixes product classifications: %(found)s.")
    remedy_template = N_("Load one revision of the Harmonized System at a time.")

    def __init__(self, thing: str, found: Iterable[str]) -> None:
        super().__init__(thing, found=", ".join(found))


class MixedLevels(BadInput):
    """Products and the headings they belong to, side by side: every total would count twice."""

    template = N_("%(thing)s holds products and their own headings: %(examples)s.")
    remedy_template = N_("Keep one level of the classification, the finest.")

    def __init__(self, thing: str, examples: Iterable[object]) -> None:
        super().__init__(thing, examples=listed(examples))


class CouldNotWrite(CoreError):
    template = N_("%(thing)s could not be written: %(why)s.")
    remedy_template = N_("Free some space or choose another folder; nothing half-written was left.")

    def __init__(self, thing: str, why: str) -> None:
        super().__init__(thing, why=why)
