"""Columns of amounts: decimal comma or point, blanks or signs between thousands, Arabic digits.

The one rule of every door of the product that takes amounts; the core, which reads flows, has its
own, without groups, and takes the same amounts for sure. A mark between digits parts thousands or
decimals; an amount that can be one number alone (12,5 · 0.125 · 1.234.567 · 1 234,5) says which,
for its whole column. Where none does, 1,234 and 1.234 are two numbers each, and are refused by
their rows; where two contradict each other, the column is. The Arabic marks ٫ and ٬ have one
meaning. Counts of people (`cells`) have no decimals, so that a mark before three digits is of
thousands there.

Twenty million rows pass here: what the column holds is looked at first, and only the rewriting that
it needs is done.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from nasij.reference.folding import DIGITS

_BLANKS = r"[\s\u00a0\u202f\u2009'’٬]"
_ARABIC = {**{chr(theirs): chr(ours) for theirs, ours in DIGITS.items()}, "٫": ".", "−": "-"}
_TOO_MUCH = 1e15  # a hundred times what the world sells in a year, in its smallest currency unit
_TWO_WAYS = r"^[+-]?[1-9]\d{0,2}[.,]\d{3}$"


@dataclass(frozen=True, slots=True)
class Style:
    """How a column writes its amounts."""

    plain: bool = True  # digits, signs, points and commas alone
    lone_points: bool = True  # nothing but a point before the decimals
    comma_decimal: bool | None = None  # None: no amount decides, or two contradict each other
    two_ways: bool = False  # some amount may be two numbers
    against: tuple[str, str] | None = None  # a decimal comma, and a point that contradicts it


def style_of(rows: pl.LazyFrame, column: str, *, typed: bool) -> Style:
    """1,25 can only be a decimal, and 1.25 too; 1,250 says nothing alone, and the Arabic mark says
    nothing of the others. In a `typed` file numbers come with a point however people write there.
    """
    told = rows.filter(pl.col(column).str.contains(r"[^0-9]"))
    is_plain = (~pl.col(column).str.contains(r"[^0-9.,\-]")).all()
    plain = bool(told.select(is_plain).collect(engine="streaming").item())
    bare = pl.col(column) if plain else _rewritten(pl.col(column))
    western = ~pl.col(column).str.contains("٫", literal=True)

    def first(pattern: str) -> pl.Expr:
        return pl.col(column).filter(western & bare.str.contains(pattern)).first()

    commas, two_ways, comma, point, comma_grouped, point_grouped = (
        told.select(
            pl.col(column).str.contains(",", literal=True).any().alias("commas"),
            bare.str.contains(_TWO_WAYS).any().alias("two_ways"),
            first(_ungrouped_decimals(",")).alias("comma"),
            (pl.lit(None, pl.String) if typed else first(_ungrouped_decimals("."))).alias("point"),
            first(_grouped_decimals(",", r"\.")).alias("comma_grouped"),
            first(_grouped_decimals(r"\.", ",")).alias("point_grouped"),
        )
        .collect(engine="streaming")
        .row(0)
    )
    french, english = comma_grouped or comma, point_grouped or point
    contradicted = french and english and (two_ways or (comma_grouped and point_grouped))
    return Style(
        plain=plain,
        lone_points=plain and not commas and not french and bool(english or not two_ways),
        comma_decimal=bool(french) if bool(french) != bool(english) else None,
        two_ways=bool(two_ways),
        against=(french, english) if contradicted else None,
    )


def _ungrouped_decimals(mark: str) -> str:
    """More or fewer than three decimals, or a whole part that no group can be."""
    mark = f"[{mark}]"
    return rf"^[+-]?(?:\d+{mark}(?:\d{{1,2}}|\d{{4,}})|(?:0\d*|\d{{4,}}){mark}\d+)$"


def _grouped_decimals(mark: str, other: str) -> str:
    """Decimals after groups of three, or groups that leave the mark to decimals."""
    groups = rf"(?:(?:{_BLANKS}\d{{3}})+|(?:{other}\d{{3}})+)"
    return rf"^[+-]?\d{{1,3}}(?:{groups}{mark}\d+|(?:{other}\d{{3}}){{2,}})$"


def amount(column: str, style: Style) -> pl.Expr:
    """The column as numbers; null where a cell is not one, or not surely."""
    bare = pl.col(column) if style.plain else _without_blanks(_rewritten(pl.col(column)))
    if not style.lone_points:
        bare = _with_points(bare, comma_decimal=style.comma_decimal)
    number = bare.cast(pl.Float64, strict=False)
    return pl.when(number.abs() < _TOO_MUCH).then(number)


def undecided(column: str, style: Style) -> pl.Expr:
    """Which cells may be two numbers, where no other of the column decides."""
    if style.comma_decimal is not None or not style.two_ways:
        return pl.lit(value=False)
    return _rewritten(pl.col(column)).str.contains(_TWO_WAYS).fill_null(value=False)


def with_words(column: str, style: Style) -> pl.Expr:
    """Which cells hold a number and more: a currency, a unit, a word. Digits alone taken from them
    would be an amount in another unit than that of the column."""
    if style.plain:
        return pl.lit(value=False)
    text = pl.col(column).str.strip_chars()
    exponent = r"^[+-]?[\d.,]+[eE][+-]?\d+$"
    worded = text.str.contains(r"\d") & text.str.contains(r"[\p{L}\p{Sc}%٪‰]")
    return (worded & ~text.str.contains(exponent)).fill_null(value=False)


def _rewritten(written: pl.Expr) -> pl.Expr:
    """Western digits; behind the Arabic mark, which is always of decimals, never just three."""
    bare = written.str.strip_chars().str.replace(r"٫(\d{3})$", "٫${1}0")
    return bare.str.replace_many(list(_ARABIC), list(_ARABIC.values()))


def _without_blanks(bare: pl.Expr) -> pl.Expr:
    """Blanks stand between groups of three, or the cell is no number."""
    grouped = rf"^[+-]?\d{{1,3}}(?:{_BLANKS}\d{{3}})+(?:[.,]\d+)?$"
    return (
        pl.when(bare.str.contains(grouped))
        .then(bare.str.replace_all(_BLANKS, ""))
        .when(~bare.str.contains(r"[^0-9.,+\-]"))
        .then(bare)
    )


def _with_points(bare: pl.Expr, *, comma_decimal: bool | None) -> pl.Expr:
    """Where both signs stand, the last one is the decimal; alone, they follow the column."""
    french = bare.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    english = bare.str.replace_all(",", "", literal=True)
    of_column = {True: french, False: english, None: pl.lit(None, pl.String)}
    return (
        pl.when(bare.str.contains(_TWO_WAYS))
        .then(of_column[comma_decimal])
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
