"""Tables by country: distances, growth, tariffs. Old and stand-in country codes are said, never
silently changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

import polars as pl
from django.utils.translation import gettext_noop

from nasij.datasets.headings import MARKETS, ORIGINS, POSITIONS, PRODUCTS, YEARS
from nasij.datasets.layouts.products import six_digits
from nasij.datasets.layouts.reading import Reading, SmallTable, all_read, filled, keyed
from nasij.files.countries import Countries, load_countries, read_numbers
from nasij.files.errors import UnitOutside
from nasij.files.frames import ROW
from nasij.files.headings import Vocabulary
from nasij.files.lines import cell_told
from nasij.files.remarks import SHOWN, Note, note
from nasij.files.units import LENGTH, SHARE, UNIT_HEADINGS, heads_units, is_other_measure
from nasij.reference.days import REACH

# Codes that GeoDist and other old tables carry, and the ones in force.
RENAMED = {"ZAR": "COD", "ROM": "ROU", "TMP": "TLS", "PAL": "PSE", "BUR": "MMR", "ZAI": "COD"}
# Places that lack in old tables take the row of the nearest one that is there.
STAND_INS = {"SRB": "YUG", "MNE": "YUG"}
EVERYBODY = "*"
_FARTHEST = 21_000  # km: half the way round the Earth, and a little
_FIGURE = re.compile(r"\d\s*[%٪]")
_GROWTH = (-1.0, 3.0)  # a country cannot lose more than all; Libya grew by 1.24 in 2012
_HIGHEST_TARIFF = 30.0  # 3,000 %: the highest equivalents of specific duties

EXPORTER = ("exportateur", *ORIGINS)
IMPORTER = ("importateur", "المستورد", *MARKETS)

DISTANCES = Vocabulary(
    {
        "exporter": ("iso_o", *EXPORTER),
        "importer": ("iso_d", *IMPORTER),
        "km": ("distw", "dist", "distance", "المسافة"),
        "unit": UNIT_HEADINGS,
    },
    weak=("dist",),
    single=("km",),
    measured=("km",),
    joined=("unit",),
    dress=LENGTH.undress,
    guesses={"unit": heads_units},
)
GROWTH = Vocabulary(
    {
        "country": ("iso3", "country_code", "iso", "pays", "البلد"),
        "year": YEARS,
        "growth": (
            *("real_gdp_growth", "ngdp_rpch", "value", "gdp growth", "growth rate"),
            *("croissance", "taux de croissance", "croissance du pib", "croissance économique"),
            *("taux de croissance du pib", "النمو", "معدل النمو", "نسبة النمو"),
        ),
        "unit": UNIT_HEADINGS,
    },
    weak=("country", "pays", "value"),
    single=("growth", "year"),
    measured=("growth",),
    joined=("unit",),
    dress=SHARE.undress,
    guesses={"unit": heads_units},
)
TARIFFS = Vocabulary(
    {
        "exporter": ("partner", *EXPORTER),
        "importer": ("reporter", *IMPORTER),
        "product": ("k", "code", "الرمز", *PRODUCTS),
        "tariff": ("ad_valorem", "droit", "droit de douane", "الرسم", "الرسم الجمركي"),
        "unit": UNIT_HEADINGS,
    },
    weak=("code", "الرمز", *POSITIONS),
    single=("product", "tariff"),
    measured=("tariff",),
    joined=("unit",),
    dress=SHARE.undress,
    guesses={"unit": heads_units},
)


def distances(given: SmallTable, known: set[str]) -> Reading:
    """GeoDist (iso_o, iso_d, distw) or exporter, importer, km."""
    given = given.without_totals(("exporter", "importer"))
    factor = given.unit("km", LENGTH, DISTANCES)
    said_elsewhere = any(map(LENGTH.is_in, given.outside))
    is_said = factor is not None
    if not (is_said or said_elsewhere or given.names_in_units(LENGTH.is_in)):
        text = gettext_noop("The file does not say its unit of length: distances were read as km.")
        given.notes.append(note("assumed_unit", text))
    factor = factor or 1
    given.check_units("km", partial(is_other_measure, LENGTH, factor), is_said=is_said)
    table = pl.DataFrame(
        {
            ROW: given.frame[ROW],
            "exporter": _codes(given, "exporter"),
            "importer": _codes(given, "importer"),
            "km": given.numbers("km") * factor,
        }
    )
    given.between("km", table, "km", 0, _FARTHEST)
    notes = given.notes
    table = keyed(table, ("exporter", "importer"), notes)
    empty = table.filter(pl.col("km").is_null() | (pl.col("km") <= 0)).height
    if empty:
        notes.append(
            note(
                "no_km",
                gettext_noop("Pairs without a distance, left out: %(count)s."),
                count=empty,
            )
        )
    table = table.filter(pl.col("km") > 0)
    table = _with_todays_codes(table, ("exporter", "importer"), notes)
    table = given.unrepeated(filled(table, given.name), ("exporter", "importer"))
    _note_unknown(given, table, ("exporter", "importer"), known)
    return Reading(table, notes, {"countries": table["exporter"].n_unique()})


def _codes(given: SmallTable, column: str) -> pl.Series:
    """Our code of each country; what is not known stays as it is written, to be said."""
    countries, values = load_countries(), given.frame[column]
    texts = values.drop_nulls().unique()
    given.notes.extend(read_numbers(given.columns.named(column)[0], texts.to_list(), countries))
    codes = {text: _code(text, countries) for text in texts}
    return values.replace_strict(codes, default=None, return_dtype=pl.String)


def _code(text: str, countries: Countries) -> str:
    return countries.find(text) or text.upper()


def _with_todays_codes(
    table: pl.DataFrame, columns: Sequence[str], notes: list[Note]
) -> pl.DataFrame:
    present = set(table[columns[0]]) | (set(table[columns[1]]) if len(columns) > 1 else set())
    old = {o: new for o, new in RENAMED.items() if o in present and new not in present}
    if old:
        table = table.with_columns(pl.col(c).replace(old) for c in columns)
        pairs = [f"{o} → {new}" for o, new in sorted(old.items())]
        notes.append(
            note(
                "renamed_codes",
                gettext_noop("Old country codes were renamed: %(codes)s."),
                codes=pairs,
            )
        )
    stand_ins = {n: o for n, o in STAND_INS.items() if o in present and n not in present}
    for column in columns:
        copies = [
            table.filter(pl.col(column) == o).with_columns(pl.lit(n).alias(column))
            for n, o in stand_ins.items()
        ]
        table = pl.concat([table, *copies])
    if stand_ins:
        pairs = [f"{n} ← {o}" for n, o in sorted(stand_ins.items())]
        text = gettext_noop("Missing countries take the values of another country: %(codes)s.")
        notes.append(note("stand_ins", text, codes=pairs))
    return table


def _note_unknown(
    given: SmallTable, table: pl.DataFrame, columns: Sequence[str], known: set[str]
) -> None:
    """As the file writes them: who has to correct a name looks for it there."""
    met = set().union(*(set(table[c]) for c in columns)) - known - {EVERYBODY, "S19"}
    if not met:
        return
    countries = load_countries()
    written = pl.concat(given.frame.select(pl.col(c).alias("text"), ROW) for c in columns)
    first = written.drop_nulls().unique("text", keep="first").sort(ROW, "text")
    odd = [(text, row) for text, row in first.iter_rows() if _code(text, countries) in met]
    several = [cell for cell in odd if countries.are_several(cell[0])]
    text = gettext_noop(
        "Cells that name several countries, and whose rows count for none of them: %(count)s "
        "(%(examples)s). Each country asks for a row of its own; one that is meant alone, for its "
        "name alone or its ISO code."
    )
    _note_cells(given, "several_countries", text, several)
    text = gettext_noop(
        "Countries that are not in the reference list: %(count)s (%(examples)s). Their rows are "
        "kept, and count only where the trade flows write the same code: correct them if they are "
        "misspelt."
    )
    _note_cells(given, "unknown_countries", text, [cell for cell in odd if cell not in several])


def _note_cells(given: SmallTable, code: str, text: str, cells: Sequence[tuple[str, int]]) -> None:
    if cells:
        told = [cell_told(*cell, given.sheets) for cell in cells[:SHOWN]]
        examples: list[Any] = [*told, *["…"] * (len(cells) > SHOWN)]
        given.notes.append(note(code, text, count=len(cells), examples=examples))


def growth(given: SmallTable, known: set[str]) -> Reading:
    """Yearly real growth by country: shares (0.035), or percent when signs or values say so."""
    given = given.without_totals(("country", "year"))
    (rates, is_said), years = all_read(
        lambda: given.shares("growth", GROWTH, signed=True),
        lambda: given.years("year", ahead=REACH),
    )
    table = pl.DataFrame(
        {
            ROW: given.frame[ROW],
            "country": _codes(given, "country"),
            "year": years,
            "growth": rates,
        }
    )
    notes = given.notes
    table = keyed(table, ("country", "year"), notes)
    if (lacking := table["growth"].null_count()) > 0:
        text = gettext_noop("Years without a forecast, left out: %(count)s.")
        notes.append(note("no_growth_value", text, count=lacking))
    table = filled(table.drop_nulls(), given.name)
    if not is_said:  # no country's usual growth is 30 %
        table = _as_shares(given, table, "growth", 0.3)
    given.between("growth", table, "growth", *_GROWTH)
    table = _with_todays_codes(table, ("country",), notes)
    table = given.unrepeated(table, ("country", "year")).sort("country", "year")
    _note_unknown(given, table, ("country",), known)
    return Reading(table, notes, {"countries": table["country"].n_unique()})


def _as_shares(given: SmallTable, table: pl.DataFrame, column: str, most: float) -> pl.DataFrame:
    """Values of which nobody said what they are shares of: percent where they can be nothing else,
    and which of both is said. Nought is the same in both."""
    sizes = table[column].abs().rename("size")
    middle, largest = sizes.filter(sizes > 0).median(), sizes.max()
    if not isinstance(middle, float) or not isinstance(largest, float):
        return table
    if middle > most:
        told = note("read_as_percent", gettext_noop("The values were read as percent."))
        given.notes.append(told)
        return table.with_columns(pl.col(column) / 100)
    _check_percent_outside(given, column)
    text = gettext_noop(
        "The heading does not say the unit: the values were read as shares of one, so that the "
        "largest is %(share)s. If they are percent, write “%%” in the heading."
    )
    given.notes.append(note("read_as_shares", text, share=largest))
    return table


def _check_percent_outside(given: SmallTable, column: str) -> None:
    """Refuse a title that says percent of values read as shares; one that tells a figure, “3 %”,
    does not."""
    heading = given.columns.named(column)[0]
    for line in (*given.outside, *given.sheets):
        if SHARE.is_in(_FIGURE.sub("", line)):
            raise UnitOutside(line=line.strip(), column=heading, example=f"{heading} (%)")


def tariffs(given: SmallTable, known: set[str], products: frozenset[str]) -> Reading:
    """exporter (or * for everybody), importer, product, and tariff."""
    given = given.without_totals(("exporter", "importer", "product"))
    rate, is_said = given.shares("tariff", TARIFFS)
    written = given.frame["product"]
    heading, texts = given.columns.named("product")[0], written.drop_nulls().unique()
    codes, told = six_digits(heading, texts, products)
    given.notes.extend(told)
    table = pl.DataFrame(
        {
            ROW: given.frame[ROW],
            "exporter": _codes(given, "exporter"),
            "importer": _codes(given, "importer"),
            "product": written.replace_strict(codes, default=None, return_dtype=pl.String),
            "tariff": rate,
        }
    )
    notes = given.notes
    table = keyed(table, ("exporter", "importer", "product"), notes)
    if (lacking := table["tariff"].null_count()) > 0:
        text = gettext_noop("Rows without a rate, left out: %(count)s.")
        notes.append(note("no_tariff", text, count=lacking))
    table = filled(table.drop_nulls(), given.name)
    if not is_said:  # half of all duties above 100 % is no tariff of the world
        table = _as_shares(given, table, "tariff", 1)
    given.between("tariff", table, "tariff", 0, _HIGHEST_TARIFF)
    table = given.unrepeated(table, ("exporter", "importer", "product"))
    _note_unknown(given, table, ("exporter", "importer"), known)
    return Reading(table, notes, {"products": table["product"].n_unique()})
