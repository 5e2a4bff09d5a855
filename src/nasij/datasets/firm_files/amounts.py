"""Amounts as they are written: decimal comma or point, blanks or dots between thousands.

Twenty million rows pass here: what the column holds is looked at first, and only the rewriting that
it needs is done.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

_BLANKS = r"[\s\u00a0\u202f\u2009'’+]"
_ARABIC = dict(zip("٠١٢٣٤٥٦٧٨٩٫٬", [*"0123456789", ".", ""], strict=True))


@dataclass(frozen=True, slots=True)
class Style:
    """How a column writes its amounts."""

    plain: bool = True  # digits, a sign, and points alone
    commas: bool = False
    comma_decimal: bool = False


def style_of(rows: pl.LazyFrame, column: str, *, semicolons: bool) -> Style:
    """1,25 can only be a decimal, and 1.25 too; 1,250 says nothing alone. Where no amount decides,
    the delimiter of the file does: semicolons go with the decimal comma."""
    written = pl.col(column)
    plain, commas = (
        rows.select(
            (~written.str.contains(r"[^0-9.,\-]")).all().alias("plain"),
            written.str.contains(",", literal=True).any().alias("commas"),
        )
        .collect(engine="streaming")
        .row(0)
    )
    if not commas and not semicolons:
        return Style(plain=bool(plain))
    bare = written.str.replace_all(_BLANKS, "")
    comma, point = (
        rows.select(
            bare.str.contains(r"^-?\d+,(\d{1,2}|\d{4,})$").any().alias("comma"),
            bare.str.contains(r"^-?\d+\.(\d{1,2}|\d{4,})$").any().alias("point"),
        )
        .collect(engine="streaming")
        .row(0)
    )
    decimal = semicolons if bool(comma) == bool(point) else bool(comma)
    return Style(bool(plain), bool(commas), decimal)


def amount(column: str, style: Style) -> pl.Expr:
    """The column as numbers; null where a cell is not one."""
    bare = pl.col(column)
    if not style.plain:
        bare = bare.str.replace_all(_BLANKS, "")
        bare = bare.str.replace_many(list(_ARABIC), list(_ARABIC.values()))
    if style.commas or style.comma_decimal:
        bare = _with_points(bare, comma_decimal=style.comma_decimal)
    number = bare.cast(pl.Float64, strict=False)
    return pl.when(number.is_finite()).then(number)


def _with_points(bare: pl.Expr, *, comma_decimal: bool) -> pl.Expr:
    """Where both signs stand, the last one is the decimal; alone, they follow the column."""
    comma, point = (bare.str.contains(sign, literal=True) for sign in (",", "."))
    french = bare.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    english = bare.str.replace_all(",", "", literal=True)
    thousands = bare.str.contains(r"\..*\.")  # 1.250.000 can only be thousands
    if comma_decimal:  # then 1.250 is 1250, as 1.250,00 would be
        thousands |= bare.str.contains(r"^-?\d{1,3}\.\d{3}$")
    return (
        pl.when(comma & point)
        .then(pl.when(bare.str.contains(r",\d*$")).then(french).otherwise(english))
        .when(comma)
        .then(french if comma_decimal else english)
        .when(point & thousands)
        .then(french)
        .otherwise(bare)
    )
