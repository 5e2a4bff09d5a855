"""What must be said of a file of firms before its figures are used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_noop

from nasij.datasets.firm_files.firms import NAME_ALONE, NAME_OF_SEVERAL, NUMBER_LACKS
from nasij.datasets.firm_files.years import Tally
from nasij.files.remarks import Note, currency_assumed, listed, note
from nasij.files.totals import DIFFERING
from nasij.files.units import Unit

# In the order of their weight; %(count)s rows, %(examples)s texts of the file.
_REMARKS = {
    NUMBER_LACKS: gettext_noop(
        "Rows without a number of their firm, put with the only one that its name has in this "
        "file, or at their place in it: %(count)s."
    ),
    NAME_OF_SEVERAL: gettext_noop(
        "Rows whose name several firms of this file bear, and that do not tell which it is: "
        "%(count)s. Their firm counts as one of its own."
    ),
    NAME_ALONE: gettext_noop(
        "Rows of firms known by their name alone, beside others that have a place: %(count)s. In "
        "a file that says their place they would count as other firms."
    ),
    "place_unknown": gettext_noop(
        "Rows whose place is in no region, or in several, and that stay without region: "
        "%(count)s (%(examples)s)."
    ),
    "place_elsewhere": gettext_noop(
        "Rows whose place lies in another region than the one they name, where they were kept: "
        "%(count)s (%(examples)s)."
    ),
    "region_old": gettext_noop(
        "Rows that name a region of a former map, and were put in that of today by their place: "
        "%(count)s (%(examples)s)."
    ),
    "place_not_said": gettext_noop("Rows without a place, that stay without region: %(count)s."),
    "product_unknown": gettext_noop(
        "Rows whose product code is not in the nomenclature, and was kept as it is: "
        "%(count)s (%(examples)s)."
    ),
    "product_coarse": gettext_noop(
        "Rows whose product has fewer than six digits, and was kept at that level: "
        "%(count)s (%(examples)s)."
    ),
    "product_cut": gettext_noop(
        "Product codes of more than six digits, cut at the sixth: %(count)s (%(examples)s)."
    ),
    "product_zero": gettext_noop(
        "Product codes that had lost their first zero, which was put back: %(count)s "
        "(%(examples)s)."
    ),
    "product_unread": gettext_noop(
        "Rows whose product is not one code, and that stay without product: %(count)s "
        "(%(examples)s). Of several, each asks for a row of its own."
    ),
    "market_unread": gettext_noop(
        "Rows whose market is not one country abroad, and that stay without market: %(count)s "
        "(%(examples)s). Of several, each asks for a row of its own."
    ),
    "currency_as_others": gettext_noop(
        "Rows without a currency, read in the only one that the others name: %(count)s."
    ),
    "currency_as_given": gettext_noop(
        "Rows without a currency, read in that given beside the file: %(count)s."
    ),
    "product_not_said": gettext_noop("Rows without a product: %(count)s."),
    "market_or_nothing": gettext_noop(
        "Rows whose market is %(examples)s, the code of a country and, to some "
        "programs, a word for nothing: %(count)s. It was read as the country."
    ),
    "market_not_said": gettext_noop("Rows without a market: %(count)s."),
}

_REFUSED = gettext_noop("Rows refused: %(count)s of %(read)s.")
_UNTOLD = {  # instead of remarks with amounts, or with shares of them
    "rejected": {"template": _REFUSED, "text": _REFUSED},
    "totals_differ": {"template": DIFFERING[0], "plural": DIFFERING[1], "text": DIFFERING[0]},
}
_HALF = 0.5
_IN_MULTIPLES = {
    1_000: gettext_noop(
        "The values are in thousands of %(currency)s, as the file says: they were multiplied."
    ),
    1_000_000: gettext_noop(
        "The values are in millions of %(currency)s, as the file says: they were multiplied."
    ),
    1_000_000_000: gettext_noop(
        "The values are in billions of %(currency)s, as the file says: they were multiplied."
    ),
}

_CUT = {  # what the numbers count is neither in the heading nor in the cells
    1_000: gettext_noop(
        "The cells show their numbers cut: the values were read in thousands of %(currency)s, and "
        "multiplied."
    ),
    1_000_000: gettext_noop(
        "The cells show their numbers cut: the values were read in millions of %(currency)s, and "
        "multiplied."
    ),
    1_000_000_000: gettext_noop(
        "The cells show their numbers cut: the values were read in billions of %(currency)s, and "
        "multiplied."
    ),
}


def without_values(notes: Iterable[Note]) -> list[Note]:
    """For who may not know what the firms of the file sell: two editions differ by one firm."""
    return [{**note, **_UNTOLD.get(note["code"], {})} for note in notes]


def notes_on(
    tally: Tally,
    unit: Unit,
    *,
    assumed_currency: bool,
    cut: bool,
    refused_of_few: bool,
    today: date,
) -> list[Note]:
    notes = []
    if tally.rejected:
        notes.append(_of_refused(tally, of_value=bool(unit.currency), of_few=refused_of_few))
    if tally.of_other_unit:
        text = gettext_noop(
            "Rows refused with an amount in another currency or unit than that of the file, or in "
            "none that is known, which is not added to the value refused: %(count)s."
        )
        notes.append(note("of_other_unit", text, count=tally.of_other_unit))
    notes += _on_unit(unit, assumed=assumed_currency, cut=cut)
    if unit.currency:  # a list of members counts neither entries nor exits
        notes += _of_time(tally, today)
    for remark, text in _REMARKS.items():
        if count := tally.remarks[remark]:
            examples = [text for text, _rows in _most(tally, remark)]
            notes.append(note(remark, text, count=count, examples=listed(examples)))
    if tally.repeated:
        text = gettext_noop(
            "Rows that repeat the firm, product, market and period of another, and whose "
            "values were added up: %(count)s. A bad join repeats rows and inflates every "
            "total."
        )
        notes.append(note("repeated", text, count=tally.repeated))
    if tally.zero:
        text = gettext_noop("Rows with the value zero: %(count)s. They make nobody an exporter.")
        notes.append(note("zero", text, count=tally.zero))
    return notes


def _on_unit(unit: Unit, *, assumed: bool, cut: bool) -> list[Note]:
    notes = []
    if assumed:
        notes.append(currency_assumed(unit.currency))
    if unit.factor > 1:
        notes.append(
            note("factor", (_CUT if cut else _IN_MULTIPLES)[unit.factor], currency=unit.currency)
        )
    return notes


def _of_refused(tally: Tally, *, of_value: bool, of_few: bool) -> Note:
    """How many rows were refused, and what part of the value: as far as it can be known, and told
    without telling the value of a firm."""
    valued = gettext_noop("Rows refused: %(count)s of %(read)s, with %(share)s of the value.")
    half = gettext_noop("Rows refused: %(count)s of %(read)s, with at least half of the value.")
    none_valued = gettext_noop(
        "Rows refused: %(count)s of %(read)s; none of them has an amount above zero that can "
        "be added up."
    )
    some_valued = gettext_noop(
        "Rows refused: %(count)s of %(read)s, with %(share)s of the value; without an "
        "amount that can be added up: %(unvalued)s."
    )
    count, read = tally.rejected, tally.read
    if not of_value or (tally.of_other_unit and not tally.value_refused):
        return note("rejected", _REFUSED, count=count, read=read)
    if not tally.value_refused:  # no share: what the rows are worth nobody can tell
        return note("rejected", none_valued, count=count, read=read)
    share = tally.value_refused / tally.value_read
    if of_few:
        return note("rejected", _REFUSED if share < _HALF else half, count=count, read=read)
    if not tally.unvalued:
        return note("rejected", valued, count=count, read=read, share=share)
    unvalued = tally.unvalued
    return note("rejected", some_valued, count=count, read=read, share=share, unvalued=unvalued)


def _of_time(tally: Tally, today: date) -> list[Note]:
    notes = []
    for year, months in sorted(tally.months.items()):
        if months and len(months) < 12:
            text = gettext_noop(
                "%(year)s holds %(count)s of 12 months: firms that export in the others look as if "
                "they had left."
            )
            notes.append(note("months_missing", text, year=year, count=len(months)))
        elif not months and year == today.year:
            text = gettext_noop(
                "%(year)s is not over: firms still to export look as if they had left."
            )
            notes.append(note("year_running", text, year=year))
    years = sorted(tally.totals)
    missing = sorted(set(range(years[0], years[-1] + 1)) - set(years)) if years else []
    if missing:
        text = gettext_noop("No rows for %(years)s: entries and exits next to it are empty.")
        notes.append(note("years_missing", text, years=list(map(str, missing))))
    return notes


def _most(tally: Tally, remark: str) -> list[tuple[str, int]]:
    counted = tally.remark_texts.get(remark, Counter())
    return sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))[:7]
