"""What a snapshot keeps of its file: what its reading found, and the exporters counted in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self, TypeVar

from django.utils.translation import gettext_noop

from nasij.files.remarks import Note, note

_DAMAGES = (AttributeError, KeyError, TypeError, ValueError)  # of a record that is not as we write


Kind = TypeVar("Kind")


def _taken(kind: type[Kind], record: Mapping[str, Any]) -> Kind:
    """What the kind has fields for; a record may say more."""
    names = [field.name for field in fields(kind) if field.name in record]  # type: ignore[arg-type]
    return kind(**{name: record[name] for name in names})


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
    unvalued: int  # refused rows without an amount that can be read
    problems: Mapping[str, int]  # refused rows by reason; a row may have several
    examples: Mapping[str, tuple[Example, ...]]  # by reason
    headings: Mapping[str, str]  # of the file, by our names
    sheets: tuple[str, ...]

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        examples = {
            code: tuple(_taken(Example, shown) for shown in rows)
            for code, rows in record["examples"].items()
        }
        sheets = tuple(record.get("sheets", ()))
        return _taken(cls, {**record, "examples": examples, "sheets": sheets})


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
        try:
            return cls._of(record)
        except _DAMAGES:
            text = gettext_noop(
                "What was kept of the reading of this file is damaged, and nothing is computed "
                "from it: load the file again."
            )
            return cls(notes=(note("damaged_record", text),), is_damaged=True)

    @classmethod
    def _of(cls, record: Mapping[str, Any]) -> Self:
        unknown = record.get("unknown_codes") or {}
        read = {
            "years": tuple(map(int, record.get("years") or ())),
            "notes": tuple(dict(remark) for remark in record.get("notes") or ()),
            "totals_usd": {int(y): usd for y, usd in (record.get("totals_usd") or {}).items()},
            "own_exports": tuple(
                _taken(OwnExports, row) for row in record.get("own_exports") or ()
            ),
            "missing_importers": tuple(record.get("missing_importers") or ()),
            "unknown_codes": {code: _taken(UnknownCode, seen) for code, seen in unknown.items()},
            "months": {int(y): tuple(seen) for y, seen in (record.get("months") or {}).items()},
            "firm_rows": FirmRows.from_record(record) if "kept" in record else None,
        }
        return _taken(cls, {**record, **read})


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
class Counted:
    threshold: float  # on the firm's mean year
    nation: tuple[YearOfExporters, ...]
    region: tuple[YearOfExporters, ...]
    survival: tuple[Survival, ...]

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        return cls(
            record["threshold"],
            tuple(_taken(YearOfExporters, row) for row in record["nation"]),
            tuple(_taken(YearOfExporters, row) for row in record["region"]),
            tuple(_taken(Survival, row) for row in record["survival"]),
        )


@dataclass(frozen=True, slots=True)
class Counts:
    """Exporters in the customs files that were in use when they were counted."""

    files: tuple[int, ...]
    currency: str
    definitions: Mapping[str, Counted]

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self | None:
        """None where nothing was counted, or what was cannot be read: both are counted again when
        a file changes."""
        try:
            counts = record["counts"]
            found = {key: Counted.from_record(of) for key, of in counts["definitions"].items()}
            return cls(tuple(counts["files"]), counts["currency"], found)
        except _DAMAGES:
            return None
