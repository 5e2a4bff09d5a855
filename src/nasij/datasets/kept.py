"""What a snapshot keeps of its file: what its reading found, and the exporters counted in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django.utils.translation import gettext_noop

from nasij.files.remarks import Note, note
from nasij.kept import read, unless_damaged


@dataclass(frozen=True, slots=True)
class Options:
    """What was said of the rows beside the file. `columns` are headings by our names for them."""

    year: int | None = None
    currency: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)

    def or_else(self, before: Options) -> Options:
        columns = {**before.columns, **self.columns}
        return Options(self.year or before.year, self.currency or before.currency, columns)


@dataclass(frozen=True, slots=True)
class OwnExports:
    """The country's own, in one year of a trade file."""

    year: int
    value_usd: float
    markets: int
    products: int


@dataclass(frozen=True, slots=True)
class UnknownCode:
    rows: int
    value_usd: float


@dataclass(frozen=True, slots=True)
class Example:
    """A refused row, and its cell as it is written."""

    row: int
    value: str


@dataclass(frozen=True, slots=True)
class FirmRows:
    """The balance of a file of firms."""

    rows: int  # read
    kept: int
    rejected: int
    firms: int
    value_read: float  # in the currency of the file
    value_kept: float
    value_refused: float
    unvalued: int  # refused rows without an amount that can be added up
    problems: Mapping[str, int]  # refused rows by reason; a row may have several
    examples: Mapping[str, tuple[Example, ...]]  # by reason
    headings: Mapping[str, str]  # of the file, by our names
    sheets: tuple[str, ...] = ()
    total_lines: int = 0  # read, and left out: they sum others
    of_other_unit: int = 0  # refused rows with an amount of another currency or multiple
    refused_of_few: bool = True  # the value refused would tell that of a firm


@dataclass(frozen=True, slots=True)
class Found:
    """What is not of the kind of the file is empty, or None."""

    years: tuple[int, ...] = ()
    publisher: str = ""
    notes: tuple[Note, ...] = ()
    is_damaged: bool = False
    # trade flows
    is_baci: bool = False
    totals_usd: Mapping[int, float] | None = None  # by year
    own_exports: tuple[OwnExports, ...] = ()
    missing_importers: tuple[str, ...] = ()
    unknown_codes: Mapping[str, UnknownCode] | None = None
    exporters: int | None = None
    importers: int | None = None
    self_trade_rows: int | None = None
    zero_rows: int | None = None
    # small tables, and trade flows of the first
    products: int | None = None
    countries: int | None = None
    regions: int | None = None
    sectors: int | None = None
    value_column: str | None = None
    classification: str = ""  # of a table of regions: sectors or chapters
    # files of firms
    currency: str = ""
    months: Mapping[int, tuple[int, ...]] | None = None  # by year; a list of members says none
    firm_rows: FirmRows | None = None

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """A record that is not as we write it is told as a remark: no page falls over it."""
        found = unless_damaged(lambda: cls._of(record))
        if found is not None:
            return found
        text = gettext_noop(
            "What was kept of the reading of this file is damaged, and nothing is computed "
            "from it: load the file again."
        )
        return cls(notes=(note("damaged_record", text),), is_damaged=True)

    @classmethod
    def _of(cls, record: Mapping[str, Any]) -> Self:
        said = {name: value for name, value in record.items() if value is not None}
        return read(cls, {**said, "firm_rows": record if "kept" in record else None})


@dataclass(frozen=True, slots=True)
class YearOfExporters:
    """Exporters of a year, of the nation or of a region; None: not known, or hidden."""

    year: int
    hidden: bool
    exporters: int | None
    entrants: int | None
    exiters: int | None
    re_entrants: int | None
    survival_1: float | None
    survival_3: float | None
    value: float | None
    region: str = ""


@dataclass(frozen=True, slots=True)
class Survival:
    age: int
    survival: float | None  # share of those who began


@dataclass(frozen=True, slots=True)
class Break:
    """A year that is not compared with the one before it that the files hold."""

    year: int
    before: int
    lost: str  # what a smaller share of the firms is known by
    gained: str


@dataclass(frozen=True, slots=True)
class Counted:
    threshold: float  # on the firm's mean year
    nation: tuple[YearOfExporters, ...]
    region: tuple[YearOfExporters, ...]
    survival: tuple[Survival, ...]
    survival_of: tuple[int, ...]  # the first and the last year that it was counted in


@dataclass(frozen=True, slots=True)
class Counts:
    """Exporters in the customs files that were in use when they were counted."""

    files: tuple[int, ...]
    currency: str
    definitions: Mapping[str, Counted]
    breaks: tuple[Break, ...]
    regional_breaks: tuple[Break, ...]  # where the nation has none
    unplaced: tuple[int, ...]  # years of which no firm has a region

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self | None:
        """None where nothing was counted, or what was cannot be read: both are counted again when
        a file changes."""
        return unless_damaged(lambda: read(cls, record["counts"]))
