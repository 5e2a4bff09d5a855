"""Columns of amounts: decimal comma or point, blanks or signs between thousands, Arabic digits.

Twenty million rows pass here: what the column holds is looked at first, and only the rewriting that
it needs is done. `cells.number` reads one cell by the same rules.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

_BLANKS = r"[\s\u00a0\u202f\u2009'’٬]"
_ARABIC = dict(zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫−", [*"01234567890123456789", ".", "-"], strict=True))
_TOO_MUCH = 1e15  # a hundred times what the world sells in a year, in its smallest currency unit
_TWO_WAYS = r"^[+-]?[1-9]\d{0,2}[.,]\d{3}$"
_SURE = r"(?:\d{1,2}|\d{4,})$"  # as many decimals as no group of thousands has


@dataclass(frozen=True, slots=True)
class Style:
    """How a column writes its amounts."""

    plain: bool = True  # digits, a sign, and points alone
    commas: bool = False
    comma_decimal: bool = False
    doubtful: str = ""  # an amount that may be two, where no other of the column decides


def style_of(rows: pl.LazyFrame, column: str, *, delimiter: str) -> Style:
    """1,25 can only be a decimal, and 1.25 too; 1,250 says nothing alone. Where no amount decides,
    the delimiter of the file does: semicolons go with the decimal comma."""
    bare = _rewritten(pl.col(column))
    plain, commas, comma, point, doubtful = (
        rows.select(
            (~pl.col(column).str.contains(r"[^0-9.,\-]")).all().alias("plain"),
            pl.col(column).str.contains(",", literal=True).any().alias("commas"),
            bare.str.contains(rf"^[+-]?(?:\d+|\d{{1,3}}(?:\.\d{{3}})+),{_SURE}|^[+-]?0,\d")
            .any()
            .alias("comma"),
            bare.str.contains(
                rf"^[+-]?(?:\d+|\d{{1,3}}(?:,\d{{3}})+)\.{_SURE}|^[+-]?(?:0|\d{{4,}})\.\d"
            )
            .any()
            .alias("point"),
            pl.col(column).filter(bare.str.contains(_TWO_WAYS)).first().alias("doubtful"),
        )
        .collect(engine="streaming")
        .row(0)
    )
    decided = bool(comma) != bool(point)
    decimal = bool(comma) if decided else delimiter == ";"
    unsure = not decided and delimiter != ","  # a cell between commas holds none
    return Style(bool(plain), bool(commas), decimal, str(doubtful or "") if unsure else "")


def amount(column: str, style: Style) -> pl.Expr:
    """The column as numbers; null where a cell is not one, or not surely."""
    bare = pl.col(column) if style.plain else _ungrouped(_rewritten(pl.col(column)))
    if style.commas or style.comma_decimal or not style.plain:
        bare = _with_points(bare, comma_decimal=style.comma_decimal)
    number = bare.cast(pl.Float64, strict=False)
    return pl.when(number.abs() < _TOO_MUCH).then(number)


def _rewritten(written: pl.Expr) -> pl.Expr:
    return written.str.replace_many(list(_ARABIC), list(_ARABIC.values())).str.strip_chars()


def _ungrouped(bare: pl.Expr) -> pl.Expr:
    """Blanks stand between groups of three, or the cell is no number."""
    grouped = rf"^[+-]?\d{{1,3}}(?:{_BLANKS}\d{{3}})+(?:[.,]\d+)?$"
    return (
        pl.when(bare.str.contains(grouped))
        .then(bare.str.replace_all(_BLANKS, "").str.replace(r"[.,](\d{3})$", ".${1}0"))
        .when(~bare.str.contains(r"[^0-9.,+\-]"))
        .then(bare)
    )


def _with_points(bare: pl.Expr, *, comma_decimal: bool) -> pl.Expr:
    """Where both signs stand, the last one is the decimal; alone, they follow the column."""
    french = bare.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    english = bare.str.replace_all(",", "", literal=True)
    lone = bare.str.contains(_TWO_WAYS)
    return (
        pl.when(lone)
        .then(french if comma_decimal else english)
        .when(bare.str.contains(r"^[+-]?\d+(?:\.\d+)?$"))
        .then(bare)
        .when(bare.str.contains(r"^[+-]?\d+,\d+$|^[+-]?\d{1,3}(?:\.\d{3})+,\d+$"))
        .then(french)
        .when(bare.str.contains(r"^[+-]?\d{1,3}(?:,\d{3})+\.\d+$"))
        .then(english)
        .when(bare.str.contains(r"^[+-]?\d{1,3}(?:\.\d{3}){2,}$"))
        .then(french)
        .when(bare.str.contains(r"^[+-]?\d{1,3}(?:,\d{3}){2,}$"))
        .then(english)
    )
