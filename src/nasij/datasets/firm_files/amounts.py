"""Amounts as they are written: decimal comma or point, blanks or dots between thousands."""

from __future__ import annotations

import polars as pl

_BLANKS = r"[\s\u00a0\u202f\u2009'’]"
_ARABIC = dict(zip("٠١٢٣٤٥٦٧٨٩٫٬", [*"0123456789", ".", ""], strict=True))


def comma_is_decimal(values: pl.LazyFrame, column: str, *, by_delimiter: bool) -> bool:
    """Whether a lone comma is a decimal sign in this column.

    1,25 can only be a decimal and 1.25 too; 1,250 says nothing alone. Where no number decides, the
    delimiter of the file does: a semicolon goes with the decimal comma.
    """
    written = pl.col(column).cast(pl.String).str.replace_all(_BLANKS, "")
    found = values.select(
        written.str.contains(r"^-?\d+,(\d{1,2}|\d{4,})$").any().alias("comma"),
        written.str.contains(r"^-?\d+\.(\d{1,2}|\d{4,})$").any().alias("point"),
    ).collect(engine="streaming")
    comma, point = found.row(0)
    return by_delimiter if comma == point else bool(comma)


def amount(column: str, *, comma_decimal: bool) -> pl.Expr:
    """The column as numbers; null where a cell is not one."""
    bare = pl.col(column).str.replace_all(_BLANKS, "").str.replace(r"^(-?)\+?", "$1")
    bare = bare.str.replace_many(list(_ARABIC), list(_ARABIC.values()))
    comma, point = (bare.str.contains(sign, literal=True) for sign in (",", "."))
    french = bare.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    english = bare.str.replace_all(",", "", literal=True)
    thousands = bare.str.contains(r"\..*\.")  # 1.250.000 can only be thousands
    if comma_decimal:  # then 1.250 is 1250, as 1.250,00 would be
        thousands |= bare.str.contains(r"^-?\d{1,3}\.\d{3}$")
    read = (
        pl.when(comma & point)
        .then(pl.when(bare.str.contains(r",\d*$")).then(french).otherwise(english))
        .when(comma)
        .then(french if comma_decimal else english)
        .otherwise(pl.when(thousands).then(french).otherwise(bare))
    )
    number = read.cast(pl.Float64, strict=False)
    return pl.when(number.is_finite()).then(number)
