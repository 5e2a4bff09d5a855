"""What must be said of a file beside its rows: kept as template and values until someone reads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext, gettext_noop, ngettext, override

from nasij.sentences import filled, in_every_language, quoted
from nasij.ui import formats

Note = dict[str, Any]
Value = str | int | float | list[str] | dict[str, str]  # the last: words in every language
Plural = tuple[str, str]  # one, many
SHOWN = 8


def note(code: str, template: str | Plural, /, **values: Value) -> Note:
    """A remark; `text` is for machines that read the record. Of two forms `count` chooses."""
    one, many = template if isinstance(template, tuple) else (template, "")
    chosen = many if many and values["count"] != 1 else one
    more = {"plural": many} if many else {}
    values = {name: quoted(value) for name, value in values.items()}
    with override("en"):
        text = filled(chosen, told(values))
    return {"code": code, "template": one, **more, "values": values, "text": text}


def ngettext_noop(one: str, many: str) -> Plural:
    """Marks both forms for the catalogs, as `gettext_noop` does one."""
    return one, many


def template_of(remark: Note) -> str:
    """In the active language, in the form for its number."""
    if "plural" in remark:
        return ngettext(remark["template"], remark["plural"], remark["values"]["count"])
    return str(gettext(remark["template"]))


def said(remark: Note) -> str:
    """The remark in the active language."""
    return filled(template_of(remark), told(remark["values"]))


def told(values: Note) -> Note:
    """The values as the reader's language writes them: what is called `day` is a date, a `share` a
    percentage, and a `year` has no thousands."""
    return {name: _told(name, value) for name, value in values.items()}


def _told(name: str, value: Any) -> Any:
    language = formats.language()
    if name == "day":
        return formats.written_date(value, language)
    if not isinstance(value, int | float) or name == "year":
        return value
    return formats.percent(value, language) if name == "share" else formats.number(value, language)


def listed(examples: Iterable[object], shown: int = SHOWN) -> list[str]:
    items = [str(example) for example in examples]
    return [*map(quoted, items[:shown]), *["…"] * (len(items) > shown)]


def unread(headings: Iterable[str]) -> Note:
    text = gettext_noop("Columns that were not read: %(headings)s.")
    return note("columns_unread", text, headings=listed(headings, 30))


def several(label: object, headings: Iterable[str]) -> Note:
    text = gettext_noop(
        "Several columns say the same (%(column)s): the first filled cell of %(headings)s counts."
    )
    column = in_every_language(label)
    return note("columns_equal", text, column=column, headings=listed(headings))


def passed_over(label: object, headings: Iterable[str], chosen: str) -> Note:
    text = gettext_noop("“%(chosen)s” was read as %(column)s, and %(headings)s was not.")
    column = in_every_language(label)
    return note("columns_weaker", text, chosen=chosen, column=column, headings=listed(headings))


def lines_unread(texts: Iterable[str], *, with_values: bool = True) -> Note:
    if not with_values:
        text = gettext_noop("Lines outside the table, that were not read: %(lines)s.")
        return note("lines_unread", text, lines=listed(texts))
    text = gettext_noop(
        "Lines outside the table, that were not read: %(lines)s. If one of them says what the "
        "values count, write it in their heading."
    )
    return note("lines_unread", text, lines=listed(texts))


def currency_assumed(currency: str) -> Note:
    text = gettext_noop("The file does not say its currency: its values were read as %(unit)s.")
    return note("assumed_currency", text, unit=currency)


def sheets_unread(titles: Iterable[str]) -> Note:
    text = gettext_noop("Sheets that were not read: %(sheets)s.")
    return note("sheets_unread", text, sheets=listed(titles, 30))


def sheets_read(titles: Iterable[str]) -> Note:
    text = gettext_noop(
        "Sheets that all have the columns that are needed, read together: %(sheets)s."
    )
    return note("sheets_read", text, sheets=listed(titles, 30))


def letters_guessed(encoding: str) -> Note:
    text = gettext_noop(
        "The file does not say in which letters it was written; they were read as %(encoding)s. "
        "Check a name with an accent or in Arabic."
    )
    return note("letters_guessed", text, encoding=_encoding_said(encoding))


def _encoding_said(codec: str) -> str:
    """As programs call it when they save a file: cp1252 is Windows-1252."""
    named = {"cp125(.)": r"Windows-125\1", "cp(.+)": r"DOS \1", "mac_(.+)": r"Mac \1"}
    for pattern, said in named.items():
        if re.fullmatch(pattern, codec):
            return re.sub(pattern, said, codec)
    return codec.replace("_", "-").upper()


def letters_lost(cells: int, lines: Iterable[int]) -> Note:
    text = ngettext_noop(
        "One cell has lost its letters, on the line %(lines)s: it was left out. Export the file "
        "again as xlsx, or as “CSV UTF-8”.",
        "%(count)s cells have lost their letters, on the lines %(lines)s: they were left out. "
        "Export the file again as xlsx, or as “CSV UTF-8”.",
    )
    return note("letters_lost", text, count=cells, lines=listed(lines, 20))


def formula_errors(cells: list[str]) -> Note:
    text = ngettext_noop(
        "One cell holds a formula that gives an error or was never computed, and was read as "
        "empty: %(cells)s.",
        "%(count)s cells hold a formula that gives an error or was never computed, and were read "
        "as empty: %(cells)s.",
    )
    return note("formula_errors", text, count=len(cells), cells=listed(cells, 20))


def days_first(example: str, day: date, month_first: str = "") -> Note:
    """Of a file with dates of two readings; `month_first` is one that has only the other."""
    plain = gettext_noop(
        "Dates such as %(example)s can be read in two ways: the day was read first, then the "
        "month, %(day)s."
    )
    mixed = gettext_noop(
        "Dates such as %(example)s were read with the day first, %(day)s, but %(month_first)s can "
        "only have its month first: look at the dates of the file before you trust them."
    )
    return note(
        "days_first",
        mixed if month_first else plain,
        example=example,
        day=day.isoformat(),
        month_first=month_first,
    )


def days_unsaid(example: str, day: date) -> Note:
    text = gettext_noop(
        "Dates such as %(example)s say no day: the first of the month was written, %(day)s."
    )
    return note("days_unsaid", text, example=example, day=day.isoformat())


def rows_swallowed(lines: list[int]) -> Note:
    text = ngettext_noop(
        "A quotation mark is not closed on the line %(lines)s, which was left out.",
        "A quotation mark is not closed on these lines, left out: %(lines)s.",
    )
    return note("rows_swallowed", text, count=len(lines), lines=listed(lines, 20))
