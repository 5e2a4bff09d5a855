"""Exporter dynamics as frames, from firm records with names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from nasij_core.dynamics import (
    Break,
    By,
    Cells,
    Concentration,
    EntryExit,
    FirmPanel,
    Names,
    Panel,
    SecrecyRule,
    breaks_of,
    cells_of,
    concentration,
    entry_exit,
    hidden_cells,
    resolve,
    sorted_years,
    stretches,
    take,
    with_complements,
)
from nasij_core.errors import (
    BadInput,
    BadOption,
    MissingColumn,
    NoRows,
    OutOfRange,
)
from nasij_core.frames.secrecy import hide, hide_few
from nasij_core.frames.survival import survival_frames
from nasij_core.notes import N_, Note
from nasij_core.stats.sums import ratio
from nasij_core.tables import FIRM_RECORDS, SUCCESSIONS

METHOD = "exporter dynamics"
Choice = TypeVar("Choice", bound=StrEnum)
CODED = ("firm", "region", "product", "market")


class ThresholdOn(StrEnum):
    """What the threshold is compared with: each year's exports, or the firm's mean year."""

    YEAR = "year"
    MEAN = "mean"


@dataclass(frozen=True, slots=True)
class DynamicsFrames:
    """`by_year` is tables.DYNAMICS_BY_YEAR and more; hidden cells are null, `hidden` says so."""

    by_year: pl.DataFrame
    survival: pl.DataFrame  # age, at_risk, exits, hazard, survival, standard_error
    hazards: pl.DataFrame  # feature, lower_bound, at_risk, exits, hazard
    notes: tuple[Note, ...]
    breaks: tuple[Break, ...] = ()  # as found; those that were asked for are not among them
    survival_of: tuple[int, int] = (0, 0)  # first and last year of survival and hazards


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The figures of years that are compared with each other, and with no others."""

    by_year: pl.DataFrame
    survival: pl.DataFrame
    hazards: pl.DataFrame
    notes: list[Note]
    years: tuple[int, ...]


def panel_of(
    records: pl.DataFrame, *, successions: pl.DataFrame | Mapping[str, str] | None = None
) -> FirmPanel:
    """Check, code and sort firm records (tables.FIRM_RECORDS): once for many questions."""
    frame = FIRM_RECORDS.validate(records)
    if successions is not None:
        frame = frame.with_columns(pl.col("firm").replace(_last_identifiers(successions)))
    firm, region, product, market = (_code(frame, name) for name in CODED)
    names = Names(firm[0], tuple(region[0]), tuple(product[0]), tuple(market[0]))
    years = sorted_years(
        frame["year"].to_numpy(),
        firm[1],
        region[1],
        product[1],
        market[1],
        frame["value"].to_numpy(),
        names.sizes,
    )
    return FirmPanel(names, years)


def _last_identifiers(successions: pl.DataFrame | Mapping[str, str]) -> dict[str, str]:
    if isinstance(successions, pl.DataFrame):
        checked = SUCCESSIONS.validate(successions)
        successions = dict(zip(checked["firm"], checked["successor"], strict=True))
    return resolve(successions)


def _code(frame: pl.DataFrame, name: str) -> tuple[pl.Series, NDArray[np.int64]]:
    if name not in frame.columns:
        return pl.Series([""]), np.zeros(frame.height, np.int64)
    values = frame[name]
    distinct = values.unique().sort()
    codes = values.cast(pl.Enum(distinct)).to_physical().to_numpy()
    return distinct, codes.astype(np.int64)


def dynamics(
    records: pl.DataFrame | Panel,
    *,
    by: str = "nation",
    threshold: float = 0.0,
    threshold_on: str = "year",
    excluded_products: Iterable[str] = (),
    product_digits: int | None = None,
    successions: pl.DataFrame | Mapping[str, str] | None = None,
    secrecy: SecrecyRule | None = None,
    known_by: Sequence[str] | None = None,
    breaks: Collection[int] = (),
) -> DynamicsFrames:
    """Counts, rates, survival and concentration by year, and by region, product or market.

    `threshold` (currency of the records) leaves out firms whose national exports are below it,
    year by year or on the mean of their years: it drives entry and survival, and is in the notes.
    `excluded_products` are prefixes, e.g. “27”. `product_digits` takes products at the level of so
    many digits (2 chapters, 4 headings). `secrecy` hides cells; None shows all.
    `known_by` says of each firm of a panel what it is known by (a number, a name): years in which
    the shares of that differ are not compared, nor is a year of `breaks` with those before it. The
    first year after has no entries and no exits, and a firm known by two things has a mean for
    each: exporters and values above a threshold on the mean do not compare over it. Survival is
    that of the stretch of years that tells who is left after most years, up to three; of stretches
    that tell as many, the newest.
    """
    panel: Panel
    if isinstance(records, pl.DataFrame):
        panel = panel_of(records, successions=successions)
    else:
        panel = records
    level = _option("by", by, By)
    notes: list[Note] = [_threshold_note(threshold, threshold_on)]
    excluded = _excluded(panel.names, excluded_products, notes)
    _check_level(panel.names, level)
    names, places = _at_digits(panel.names, product_digits, notes)
    cells = cells_of(panel, names, level, excluded=excluded, level=places)
    if threshold > 0:
        cells = _above(cells, panel, level, threshold, threshold_on, excluded)
    if len(cells) == 0:
        raise NoRows("exporters above the threshold")
    _missing_years_note(cells, notes)
    labels = _labels(names, level)
    found: tuple[Break, ...] = ()
    if known_by is not None:
        found = breaks_of(cells, np.array(known_by, dtype=str), _unsaid(labels, level))
    cuts = {*breaks, *(met.year for met in found)}
    n_firms = len(panel.names.firms)
    parts = [_stretch(part, n_firms, labels, level, secrecy) for part in stretches(cells, cuts)]
    frame = pl.concat([part.by_year for part in parts])
    if len(parts) > 1 and level is not By.NATION:
        frame = frame.sort(str(level), "year")
    last = max(parts, key=_tells_of_survival)
    return DynamicsFrames(
        frame,
        last.survival,
        last.hazards,
        (*notes, *last.notes),
        found,
        (last.years[0], last.years[-1]),
    )


def _stretch(
    cells: Cells, n_firms: int, labels: tuple[str, ...], level: By, secrecy: SecrecyRule | None
) -> _Stretch:
    notes: list[Note] = []
    flow, shape = entry_exit(cells, n_firms), concentration(cells)
    frame = _by_year(cells, flow, shape, labels, level)
    if secrecy is not None:
        hidden = _hidden(cells, flow, shape, level, secrecy)
        frame = hide(frame.with_columns(pl.Series("hidden", hidden.ravel())), secrecy, level)
    frame = frame.filter(_traded(flow).ravel())
    survival, hazards = survival_frames(cells, n_firms, notes)
    if secrecy is not None:
        survival = hide_few(survival, secrecy, ("age",))
        hazards = hide_few(hazards, secrecy, ("feature", "lower_bound"))
    return _Stretch(frame, survival, hazards, notes, cells.years)


def _tells_of_survival(part: _Stretch) -> tuple[int, int]:
    """After how many years, three at most, it tells who is left; of two as good the newer."""
    return min(3, part.survival["survival"].count()), part.years[0]


def _unsaid(labels: tuple[str, ...], level: By) -> int | None:
    """The group of what says none, where some do and some do not."""
    several = level is not By.NATION and len(labels) > 1 and "" in labels
    return labels.index("") if several else None


def _option(name: str, given: str, good: type[Choice]) -> Choice:
    try:
        return good(given)
    except ValueError:
        raise BadOption(name, given, good) from None


def _threshold_note(threshold: float, threshold_on: str) -> Note:
    _option("threshold_on", threshold_on, ThresholdOn)
    if not 0.0 <= threshold < float("inf"):
        raise OutOfRange("threshold", threshold, "0 or more")
    if threshold == 0:
        text = N_("Every firm with any export in the year counts as an exporter.")
        return Note("no_threshold", text)
    if threshold_on == ThresholdOn.MEAN:
        text = N_("Exporters are firms whose mean yearly exports are at least %(threshold)s.")
    else:
        text = N_("Exporters of a year are firms that export at least %(threshold)s in it.")
    return Note("threshold", text, {"threshold": threshold})


def _excluded(names: Names, prefixes: Iterable[str], notes: list[Note]) -> NDArray[np.bool_] | None:
    wanted = tuple(prefixes)
    if not wanted:
        return None
    if not all(wanted):
        raise BadInput("An empty beginning of products, which would leave all of them out,")
    mask = np.array([name.startswith(wanted) for name in names.products])
    text = N_("Products beginning with %(prefixes)s are left out (%(count)s of the records).")
    notes.append(Note("excluded", text, {"prefixes": ", ".join(wanted), "count": int(mask.sum())}))
    return mask


def _at_digits(
    names: Names, digits: int | None, notes: list[Note]
) -> tuple[Names, NDArray[np.int32] | None]:
    """Names with products cut to so many digits, and the place of each product among them."""
    if digits is None:
        return names, None
    if digits < 1:
        raise OutOfRange("digits of products", digits, "1 or more")
    cut = [name[:digits] for name in names.products]
    kept = tuple(dict.fromkeys(cut))  # in order still, since the products are
    place = {name: position for position, name in enumerate(kept)}
    notes.append(Note("digits", N_("Products are taken at %(digits)s digits."), {"digits": digits}))
    return replace(names, products=kept), np.array([place[name] for name in cut], np.int32)


def _check_level(names: Names, level: By) -> None:
    if level is not By.NATION and getattr(names, f"{level}s") == ("",):
        raise MissingColumn("firm records", [str(level)], ["firm", "year", "value"])


def _labels(names: Names, level: By) -> tuple[str, ...]:
    labels: tuple[str, ...] = ("",) if level is By.NATION else getattr(names, f"{level}s")
    return labels


def _above(
    cells: Cells,
    panel: Panel,
    level: By,
    threshold: float,
    threshold_on: str,
    excluded: NDArray[np.bool_] | None,
) -> Cells:
    nation = cells
    if level is not By.NATION:
        nation = cells_of(panel, panel.names, By.NATION, excluded=excluded)
    years = np.array(nation.years)
    totals = np.zeros((len(panel.names.firms), len(years)))
    totals[nation.firm, np.searchsorted(years, nation.year)] = nation.value
    if threshold_on == ThresholdOn.MEAN:
        present = np.maximum((totals > 0).sum(axis=1), 1)
        kept = (totals.sum(axis=1) / present >= threshold)[:, None] & (totals > 0)
    else:
        kept = totals >= threshold
    return take(cells, kept[cells.firm, np.searchsorted(years, cells.year)])


def _missing_years_note(cells: Cells, notes: list[Note]) -> None:
    years = set(cells.years)
    missing = sorted(set(range(min(years), max(years) + 1)) - years)
    if missing:
        text = N_("No records for %(years)s: entries and exits next to a missing year are empty.")
        notes.append(Note("missing_years", text, {"years": ", ".join(map(str, missing))}))


def _traded(flow: EntryExit) -> NDArray[np.bool_]:
    """(groups, years): those with exporters, or with some that left."""
    return (flow.exporters > 0) | (np.nan_to_num(flow.exiters) > 0)


def _hidden(
    cells: Cells, flow: EntryExit, shape: Concentration, level: By, rule: SecrecyRule
) -> NDArray[np.bool_]:
    """(groups, years): those of too few or too large firms, and others of the year where the sum of
    the hidden, found from the total, told too much."""
    secret = hidden_cells(flow.exporters, shape.largest, rule)
    return secret if level is By.NATION else with_complements(secret, cells, rule)


def _by_year(
    cells: Cells, flow: EntryExit, shape: Concentration, labels: tuple[str, ...], level: By
) -> pl.DataFrame:
    n_g, n_y = flow.exporters.shape
    columns: dict[str, object] = {"year": np.tile(np.array(cells.years, np.int64), n_g)}
    if level is not By.NATION:
        columns[str(level)] = pl.Series(labels).gather(np.repeat(np.arange(n_g), n_y))
    columns["exporters"] = flow.exporters.ravel()
    for name in (
        "entrants",
        "exiters",
        "incumbents",
        "surviving_entrants",
        "re_entrants",
        "new_to_register",
        "moved_in",
        "moved_out",
    ):
        counts = pl.Series(getattr(flow, name).ravel(), nan_to_null=True)
        columns[name] = counts.cast(pl.Int64)
    rates = {
        "entry_rate": flow.entry_rate,
        "exit_rate": flow.exit_rate,
        **{f"survival_{h + 1}": flow.survival[h] for h in range(3)},
        "hhi": shape.hhi,
        "top1_share": shape.top[0],
        "top5_share": shape.top[1],
        "top25_share": shape.top[2],
        "largest_share": shape.largest,
        "value": flow.value,
        "value_per_exporter": ratio(flow.value, flow.exporters),
        "entrants_value_share": ratio(flow.entrants_value, flow.value),
        "incumbents_log_growth": flow.incumbents_growth,
        "products_per_exporter": shape.products_per_exporter,
        "markets_per_exporter": shape.markets_per_exporter,
    }
    columns |= {name: pl.Series(v.ravel(), nan_to_null=True) for name, v in rates.items()}
    return pl.DataFrame(columns)
