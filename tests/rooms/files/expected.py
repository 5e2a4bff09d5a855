"""What each door is expected to make of each hostile file: the table that `test_doors` compares."""

from __future__ import annotations

from tests.rooms.files.doors import DOORS

_GROUPS = {
    "firms": ("customs", "association"),
    "small": ("regional", "growth", "tariffs", "distances"),
}


def says(usual: str, **others: str) -> dict[str, str]:
    """What each door answers: most of them alike.

    “same”: the values of the good file; “less”: some of them; “other”: one that is not among them;
    each with what was said beside. Anything else is the reason of a refusal.
    """
    found = dict.fromkeys(DOORS, usual)
    for name in (*_GROUPS, *DOORS):
        if name in others:
            found |= dict.fromkeys(_GROUPS.get(name, (name,)), others[name])
    return found


EXPECTED = {
    ("text", "as it is"): says("same"),
    ("text", "UTF-16 without its mark"): says("same", trade="same:letters_guessed"),
    ("text", "Windows letters"): says(
        "same:letters_guessed", tariffs="same", distances="same", trade="same"
    ),
    ("text", "sep= above"): says("same", trade="ColumnsMissing"),
    ("text", "carriage returns alone"): says("same", trade="CoreRefused"),
    ("text", "NUL among the letters"): says("binary"),
    ("text", "invisible marks"): says("same", trade="CoreRefused"),
    ("text", "a quotation mark never closed"): says(
        "RowsBroken",
        firms="less:row_not_closed,rows_swallowed",
        registry="less:row_not_closed,rows_swallowed",
        trade="CoreRefused",
    ),
    ("text", "read as Windows and saved again"): says(
        "HeadingsDamaged",
        association="same:letters_lost",
        tariffs="same",
        distances="same",
        trade="same",
    ),
    ("text", "a cell too many"): says(
        "RowsBroken", firms="less:row_too_long", registry="less:row_too_long", trade="CoreRefused"
    ),
    ("text", "headings again in the middle"): says(
        "NumbersUnreadable",
        customs="same:firm_missing,market_unknown,period_unreadable,value_unreadable",
        association="same:firm_missing,market_unknown",
        registry="same",
        regional="ManyRefused",
        growth="ManyRefused",
        trade="CoreRefused",
    ),
    ("text", "a total below"): says(
        "same:totals_left_out",
        customs="same:totals_agree,totals_left_out",
        registry="same:total_line",
        regional="same:totals_agree,totals_left_out",
        trade="CoreRefused",
    ),
    ("text", "a source below"): says(
        "same:lines_unread", registry="same:region_missing", trade="CoreRefused"
    ),
    ("text", "cut in its last line"): says("cut", trade="CoreRefused"),
    ("text", "the first row twice"): says(
        "other:repeated",
        small="KeysRepeated",
        regional="other:repeated",
        registry="same:duplicate_name",
        trade="CoreRefused",
    ),
    ("text", "whole numbers with .0"): says("same", trade="CoreRefused"),
    ("amounts", "not a number"): says(
        "NumbersUnreadable",
        registry="other:",
        customs="less:value_unreadable",
        association="less:market_unknown",
        trade="CoreRefused",
    ),
    ("amounts", "no end of digits"): says(
        "NumbersUnreadable",
        registry="other:number_unreadable",
        customs="less:value_unreadable",
        association="less:market_unknown",
        trade="CoreRefused",
    ),
    ("amounts", "an exponent"): says(
        "NumbersUnreadable",
        registry="other:number_unreadable",
        customs="less:value_unreadable",
        association="less:market_unknown",
        trade="other:",
    ),
    ("amounts", "below zero"): says(
        "NumbersNegative",
        registry="other:number_unreadable",
        customs="less:value_negative",
        association="less:market_unknown",
        growth="NumbersImpossible",
        trade="CoreRefused",
    ),
    ("amounts", "accountants' brackets"): says(
        "NumbersUnreadable",
        registry="other:number_unreadable",
        customs="less:value_unreadable",
        association="less:market_unknown",
        trade="CoreRefused",
    ),
    ("amounts", "a comma that may be two"): says(
        "AmountsAmbiguous",
        registry="same",
        customs="less:value_ambiguous",
        association="less:market_unknown",
        growth="NumbersImpossible",
        tariffs="NumbersImpossible",
    ),
    ("amounts", "a comma says what a point is"): says(
        "same",
        association="less:market_unknown",
        growth="NumbersUnreadable",
        tariffs="NumbersUnreadable",
    ),
    ("amounts", "Arabic digits"): says(
        "same",
        association="less:market_unknown",
        growth="NumbersImpossible",
        tariffs="NumbersImpossible",
    ),
    ("amounts", "narrow blanks"): says(
        "same",
        association="less:market_unknown",
        growth="NumbersImpossible",
        tariffs="NumbersImpossible",
    ),
    ("amounts", "blanks out of place"): says(
        "NumbersUnreadable",
        registry="other:number_unreadable",
        customs="less:value_unreadable",
        association="less:market_unknown",
        trade="CoreRefused",
    ),
    ("amounts", "a formula's error"): says(
        "NumbersUnreadable",
        registry="other:formula_error",
        customs="less:value_unreadable",
        association="less:market_unknown",
        trade="CoreRefused",
    ),
    ("amounts", "a formula"): says(
        "NumbersUnreadable",
        registry="other:number_unreadable",
        customs="less:value_unreadable",
        association="less:market_unknown",
        trade="CoreRefused",
    ),
    ("amounts", "a day"): says(
        "NumbersUnreadable",
        registry="other:number_unreadable",
        customs="less:value_unreadable",
        association="less:market_unknown",
        trade="CoreRefused",
    ),
    ("amounts", "a currency"): says(
        "NumbersWithUnit",
        registry="other:number_unreadable",
        customs="less:value_with_unit",
        association="less:market_unknown",
        trade="NumbersWithUnit",
    ),
    ("amounts", "a letter among digits"): says(
        "NumbersWithUnit",
        registry="other:number_unreadable",
        customs="less:value_with_unit",
        association="less:market_unknown",
        trade="NumbersWithUnit",
    ),
    ("workbooks", "plain"): says("same", trade="CoreRefused"),
    ("workbooks", "far from the corner"): says("same", trade="CoreRefused"),
    ("workbooks", "below a merged title"): says(
        "same:lines_unread", registry="same", trade="CoreRefused"
    ),
    ("workbooks", "a hidden sheet beside"): says("same:sheets_unread", trade="CoreRefused"),
    ("workbooks", "cut into two sheets"): says("same:sheets_read", trade="CoreRefused"),
    ("workbooks", "numbers as text"): says("same", trade="CoreRefused"),
    ("workbooks", "lines in one column"): says("same", trade="CoreRefused"),
    ("workbooks", "counted from 1904"): says("same", trade="CoreRefused"),
    ("workbooks", "an error for an amount"): says(
        "other:formula_errors",
        customs="less:formula_errors,value_missing",
        association="other:formula_errors,market_not_said",
        regional="less:formula_errors,row_lacking",
        growth="less:formula_errors,no_growth_value",
        tariffs="less:formula_errors,no_tariff",
        distances="less:formula_errors,no_km",
        trade="CoreRefused",
    ),
    ("workbooks", "true for an amount"): says(
        "NumbersUnreadable",
        registry="other:number_unreadable",
        customs="less:value_unreadable",
        association="less:market_unknown",
        trade="CoreRefused",
    ),
    ("workbooks", "a day for an amount"): says(
        "NumbersUnreadable",
        registry="other:number_unreadable",
        customs="less:value_unreadable",
        association="less:market_unknown",
        trade="CoreRefused",
    ),
    ("workbooks", "an hour for an amount"): says(
        "NumbersUnreadable",
        registry="other:number_unreadable",
        customs="less:value_unreadable",
        association="less:market_unknown",
        trade="CoreRefused",
    ),
    ("workbooks", "1e300 for an amount"): says(
        "NumbersUnreadable",
        registry="other:number_unreadable",
        customs="less:value_unreadable",
        association="less:market_unknown",
        trade="CoreRefused",
    ),
    ("workbooks", "a formula nobody computed"): says(
        "other:formula_errors",
        customs="less:formula_errors,value_missing",
        association="other:formula_errors,market_not_said",
        regional="less:formula_errors,row_lacking",
        growth="less:formula_errors,no_growth_value",
        tariffs="less:formula_errors,no_tariff",
        distances="less:formula_errors,no_km",
        trade="CoreRefused",
    ),
    ("packed", "gz"): says("same"),
    ("packed", "gz named csv"): says("same", trade="binary"),
    ("packed", "gz cut"): says("cut", trade="CoreRefused"),
    ("packed", "gz with rubbish behind"): says("cut", trade="CoreRefused"),
    ("packed", "gz in two pieces"): says("same"),
    ("packed", "gz with a wrong sum"): says("cut", trade="CoreRefused"),
    ("packed", "zip"): says("same"),
    ("packed", "zip with what a Mac adds"): says("same"),
    ("packed", "zip of two tables"): says("several_inside", trade="CoreRefused"),
    ("packed", "zip that climbs"): says("same"),
    ("packed", "zip of nothing"): says("no_rows", trade="CoreRefused"),
    ("packed", "zip of a PDF"): says("pdf", trade="CoreRefused"),
    ("packed", "zip under a password"): says("protected", trade="CoreRefused"),
    ("packed", "zip of a gz"): says("same", trade="CoreRefused"),
    ("web", "a table"): says("same", trade="CoreRefused"),
    ("web", "nothing closed"): says("cut", trade="CoreRefused"),
    ("web", "scripts and comments"): says("same", trade="CoreRefused"),
    ("web", "a script in a cell"): says("same", trade="CoreRefused"),
    ("web", "a style in a cell"): says("same", trade="CoreRefused"),
    ("web", "a table in a cell"): says("same", trade="CoreRefused"),
    ("web", "a menu before"): says("same:lines_unread", registry="same", trade="CoreRefused"),
    ("web", "an endless span"): says("same:lines_unread", registry="same", trade="CoreRefused"),
    ("web", "rows that span"): says(
        "other:repeated",
        small="KeysRepeated",
        regional="other:repeated",
        growth="NumbersImpossible",
        registry="same:duplicate_name",
        association="CountryNumbersUnknown",
        trade="CoreRefused",
    ),
    ("web", "no table"): says("web_page", trade="CoreRefused"),
    ("web", "ten thousand tables deep"): says("web_page", trade="CoreRefused"),
    ("parquet", "text"): says("same", registry="parquet"),
    ("parquet", "floats"): says("same", registry="parquet", association="other:market_not_said"),
    ("parquet", "not a number"): says(
        "NumbersUnreadable",
        registry="parquet",
        customs="less:value_unreadable",
        association="other:country_numbers,market_unknown",
        trade="CoreRefused",
    ),
    ("parquet", "infinite"): says(
        "NumbersUnreadable",
        registry="parquet",
        customs="less:value_unreadable",
        association="other:country_numbers,market_unknown",
        trade="CoreRefused",
    ),
    ("parquet", "lists"): says("not_cells", registry="parquet", trade="CoreRefused"),
    ("parquet", "bytes"): says("not_cells", registry="parquet", trade="CoreRefused"),
    ("parquet", "bool"): says(
        "NumbersUnreadable", firms="NothingUsable", registry="parquet", trade="CoreRefused"
    ),
    ("parquet", "days"): says(
        "NumbersUnreadable", firms="NothingUsable", registry="parquet", trade="CoreRefused"
    ),
    ("parquet", "categories"): says("same", registry="parquet", trade="CoreRefused"),
    ("parquet", "decimals"): says("same", registry="parquet", association="other:market_not_said"),
    ("parquet", "no rows"): says("no_rows", registry="parquet", trade="CoreRefused"),
    ("parquet", "cut"): says("cut", registry="parquet", trade="CoreRefused"),
    ("parquet", "cut by four bytes"): says("cut", registry="parquet", trade="CoreRefused"),
    ("parquet", "a hole"): says("cut", registry="parquet", trade="CoreRefused"),
}
# A cell that is not the good file's, and of which nothing need be said: 1E3 is how programs write
# a thousand, and NaN how they write that there is nothing.
READ = {("amounts", "an exponent", "trade"), ("amounts", "not a number", "registry")}
