"""When the rows of a file were: a column of periods, of years and months, or both side by side.

A year goes before a date beside it, which may be that of another thing: of the day when a firm was
registered, of an invoice. Where the two agree the date tells the month.
"""

from __future__ import annotations

from datetime import date

import polars as pl
from django.utils.translation import gettext_noop

from nasij.datasets.firm_files import codes
from nasij.datasets.firm_files.codes import Period
from nasij.datasets.firm_files.opening import RawFile
from nasij.datasets.firm_files.totals import BETWEEN
from nasij.files import remarks
from nasij.files.dates import NotADate, is_month_first, month_number, read_moment
from nasij.files.remarks import SHOWN, Note, note
from nasij.reference.folding import fold


def period_key(raw: RawFile, given: int | None) -> pl.Expr:
    """The text of a row's period; of several columns their texts, joined: year, month, period."""
    parts = [pl.col(name).fill_null("") for name in ("year", "month") if name in raw.columns]
    if _has_both(raw):
        month = parts[1] if "month" in raw.columns else pl.lit("")
        parts = [parts[0], month, pl.col("period").fill_null("")]
    elif "period" in raw.columns:
        return pl.col("period")
    elif given is not None and "year" not in raw.columns:
        parts.insert(0, pl.lit(str(given)))
    if not parts:
        return pl.lit(None, pl.String)
    return pl.concat_str(parts, separator=BETWEEN)


def read_periods(
    raw: RawFile, texts: pl.Series, given: int | None, today: date
) -> tuple[list[Period], list[Note]]:
    """What the empty cell and each of the texts of `period_key` mean, and what is said of it."""
    if not _has_both(raw):
        found = [_period(text, given, today, raw.days_later) for text in (None, *texts)]
        return found, _day_first(texts)
    cells = [text.split(BETWEEN) for text in texts]
    own = [codes.year_and_month(year or None, month or None, today) for year, month, _date in cells]
    dated = [_beside(year, written, today, raw.days_later) for year, _month, written in cells]
    differ = [
        f"{written} – {year}"
        for (year, _month, written), said, told in zip(cells, own, dated, strict=True)
        if said.problem is None is told.problem and said.year != told.year
    ]
    if differ:
        return [codes.period(None, today), *own], [
            _on_dates(raw, "dates_of_other_years", _DIFFER, differ)
        ]
    filled = [
        (text, told)
        for (*_, text), told in zip(cells, dated, strict=True)
        if fold(text) not in codes.NOTHING and not month_number(text)  # whose year may be at fault
    ]
    bad = [text for text, told in filled if told.problem is not None]
    if len(bad) * 2 > len(filled):
        return [codes.period(None, today), *own], [remarks.unread(raw.columns.named("period"))]
    found = [
        told if told.problem is None and not (month or (year and said.problem)) else said
        for (year, month, _date), said, told in zip(cells, own, dated, strict=True)
    ]
    notes = _day_first(pl.Series([text for *_, text in cells], dtype=pl.String))
    # What is left of a row that says its year: one without it is refused, and told by itself.
    dateless = [text for year, month, text in cells if text in bad and year and not month]
    if dateless:
        notes.append(_on_dates(raw, "dates_unreadable", _NO_DATES, dateless))
    return [codes.period(None, today), *found], notes


def _has_both(raw: RawFile) -> bool:
    return "period" in raw.columns and "year" in raw.columns


def _period(text: str | None, given: int | None, today: date, days_later: int) -> Period:
    if text is not None and BETWEEN in text:
        year, month = (part or None for part in text.split(BETWEEN))
        return codes.year_and_month(year, month, today)
    if text is None and given is not None:
        return Period(given)
    return codes.period(text or None, today, days_later)


def _beside(year: str, written: str, today: date, days_later: int) -> Period:
    """What a cell beside the year says: a period, or a month of that year."""
    if month_number(written):
        return codes.year_and_month(year or None, written, today)
    return codes.period(written or None, today, days_later)


def _on_dates(raw: RawFile, code: str, text: str, examples: list[str]) -> Note:
    headings = {name: raw.columns.named(ours)[0] for name, ours in _HEADINGS.items()}
    return note(code, text, examples=examples[:SHOWN], **headings)


_HEADINGS = {"date": "period", "year": "year"}
_DIFFER = gettext_noop(
    "“%(date)s” and “%(year)s” name different years in the same row (%(examples)s): the rows "
    "were read in the year of “%(year)s”, and “%(date)s” was not read."
)
_NO_DATES = gettext_noop(
    "Cells of “%(date)s” that are no date, or one to come: %(examples)s. Their rows were read "
    "in the year of “%(year)s”, without a month."
)


def _day_first(periods: pl.Series) -> list[Note]:
    """What is said of a period such as 03/04/2024: as a day it has two readings, and two months."""
    other = next((str(text) for text in periods if is_month_first(str(text))), "")
    for text in periods:
        try:
            found = read_moment(str(text))
        except NotADate:
            continue
        if found.two_ways:
            return [remarks.days_first(str(text), found.first_day, other)]
    return []
