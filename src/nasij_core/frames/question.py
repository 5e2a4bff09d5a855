"""The description of a projection, as a page or a file gives it, checked field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nasij_core.errors import (
    BadInput,
    BadOption,
    Contradiction,
    DuplicateKeys,
    MissingField,
    NoRows,
    NotANumber,
    OutOfRange,
)
from nasij_core.projection import (
    QUANTILES,
    Cohorts,
    Effect,
    Evidence,
    Lever,
    ages_of_stock,
    cohorts,
)

Reals = NDArray[np.float64]
NEEDED = ("start_year", "target_year", "target", "regions")
KNOWN = (
    *NEEDED,
    "exit_rates",
    "entry_years",
    "exit_firms",
    "yearly_spread",
    "scenarios",
    "quantiles",
    "history",
    "definition",
    "source",
)
KNOWN_REGION = ("region", "size", "stock", "entries", "exit_rates")
HISTORY = ("years", "stock", "entries")
KNOWN_HISTORY = (*HISTORY, "horizon", "level")
EFFECT = ("name", "lever", "effect", "standard_error", "source")
LONGEST = 100  # years


@dataclass(frozen=True, slots=True)
class History:
    """What is known of the past, for a back-test: one value a year each."""

    years: tuple[int, ...]
    stock: Reals
    entries: Reals
    horizon: int
    level: float


@dataclass(frozen=True, slots=True)
class Question:
    """A description read and checked."""

    start_year: int
    target_year: int
    target: float
    start: Cohorts
    evidence: Evidence
    effects: tuple[Effect, ...]
    quantiles: tuple[float, ...]
    history: History | None = None


def read_question(given: Mapping[str, Any]) -> Question:
    """Check a description; unknown fields are refused by name.

    `regions` is a list of {region, size?, stock, entries, exit_rates?}: `stock` a total or a list
    by age, `entries` a yearly count or a list by year, `exit_rates` by age (else the common ones).
    `history` {years, stock, entries, horizon?, level?} asks for a back-test.
    """
    _refuse_unknown("projection", given, KNOWN)
    _refuse_missing("projection", given, NEEDED)
    first, last = (_whole(name, given[name]) for name in ("start_year", "target_year"))
    if last <= first:
        raise Contradiction("start and target year", "the target year is not after the start")
    if last - first > LONGEST:
        raise OutOfRange("the horizon", f"{last - first} years", f"{LONGEST} years at most")
    evidence = Evidence(
        _or_known("entry_years", given.get("entry_years")),
        _or_known("exit_firms", given.get("exit_firms")),
        _number("yearly_spread", given.get("yearly_spread") or 0.0),
    )
    history = given.get("history")
    return Question(
        first,
        last,
        _number("target", given["target"]),
        _cohorts(_rows("regions", given["regions"]), given.get("exit_rates"), last - first),
        evidence,
        tuple(read_effect(row, first) for row in _rows("scenarios", given.get("scenarios") or ())),
        _quantiles(given.get("quantiles")),
        None if history is None else _history(_object("history", history)),
    )


def _refuse_unknown(thing: str, given: Mapping[str, Any], known: Sequence[str]) -> None:
    for name in given:
        if name not in known:
            raise BadOption(f"field of the {thing}", name, known)


def _refuse_missing(thing: str, given: Mapping[str, Any], needed: Sequence[str]) -> None:
    missing = [name for name in needed if name not in given]
    if missing:
        raise MissingField(thing, missing, list(given))


def _object(thing: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise BadInput(f"{thing}: “{value}”, which must be fields with their values,")
    return value


def _rows(thing: str, value: Any) -> list[Mapping[str, Any]]:
    if isinstance(value, str | Mapping) or not isinstance(value, Sequence):
        raise BadInput(f"{thing}, which must be a list,")
    return [_object(thing, row) for row in value]


def _number(thing: str, value: Any) -> float:
    return float(_numbers(thing, value, lists=False)[0])


def _numbers(thing: str, value: Any, *, lists: bool = True) -> Reals:
    """One number or a list of them, all finite."""
    values = value if lists and isinstance(value, list | tuple | np.ndarray) else [value]
    wrong = [
        item
        for item in values
        if isinstance(item, bool | np.bool_)
        or not isinstance(item, int | float | np.number)
        or not np.isfinite(item)
    ]
    if wrong:
        raise NotANumber(thing, len(wrong), wrong)
    return np.array(values, float)


def _whole(thing: str, value: Any) -> int:
    number = _number(thing, value)
    if number != int(number):
        raise OutOfRange(thing, value, "a whole number")
    return int(number)


def _or_known(thing: str, value: Any) -> float:
    return float("inf") if value is None else _number(thing, value)


def _quantiles(value: Any) -> tuple[float, ...]:
    if value is None:
        return QUANTILES
    found = sorted(_numbers("quantiles", value).tolist())
    if not found or not (found[0] > 0 and found[-1] < 1):
        raise OutOfRange("quantiles", value, "between 0 and 1")
    names = [quantile_name(q) for q in found]
    if len(set(names)) < len(names):
        raise DuplicateKeys("quantiles", len(names) - len(set(names)), ["percent"], names)
    return tuple(found)


def quantile_name(quantile: float) -> str:
    return f"q{round(100 * quantile):02d}"


def _cohorts(rows: Sequence[Mapping[str, Any]], common: Any, years: int) -> Cohorts:
    if not rows:
        raise NoRows("regions of the projection")
    sized = any("size" in row for row in rows)
    names, sizes, stocks, hazards, entries = [], [], [], [], []
    for row in rows:
        _refuse_unknown("region", row, KNOWN_REGION)
        named = {name: value for name, value in row.items() if value not in (None, "")}
        given = {"exit_rates": common, **named} if common is not None else named
        needed = ("region", *(["size"] if sized else []), "stock", "entries", "exit_rates")
        _refuse_missing("region of the projection", given, needed)
        name = str(given["region"])
        rates = _numbers(f"exit rates of {name}", given["exit_rates"])
        stock = _numbers(f"stock of {name}", given["stock"])
        if stock.size == 1 and rates.size > 1:
            stock = ages_of_stock(float(stock[0]), rates)
        coming = _numbers(f"entries of {name}", given["entries"])
        names.append(name)
        sizes.append(str(given.get("size", "")))
        stocks.append(stock)
        hazards.append(rates)
        entries.append(np.repeat(coming, years) if coming.size == 1 else coming)
    if len({len(stock) for stock in stocks} | {len(rates) for rates in hazards}) > 1:
        raise Contradiction("stocks and exit rates", "they have different numbers of age classes")
    if any(len(coming) != years for coming in entries):
        raise Contradiction("entries", f"a list of entries must have {years} years")
    return cohorts(
        tuple(names),
        np.array(stocks),
        np.array(hazards),
        np.array(entries),
        sizes=tuple(sizes) if sized else (),
    )


def _history(given: Mapping[str, Any]) -> History:
    _refuse_unknown("history", given, KNOWN_HISTORY)
    _refuse_missing("history", given, HISTORY)
    years, stock, entries = (_numbers(f"{name} of the history", given[name]) for name in HISTORY)
    return History(
        tuple(int(year) for year in years),
        stock,
        entries,
        _whole("horizon of the history", given.get("horizon", 3)),
        _number("level of the history", given.get("level", 0.8)),
    )


def read_effect(given: Mapping[str, Any], start_year: int) -> Effect:
    """One programme; years are calendar years in the description."""
    _refuse_unknown("scenario", given, [field.name for field in fields(Effect)])
    values = {name: value for name, value in given.items() if value is not None}
    _refuse_missing(f"scenario “{values.get('name', '?')}”", values, EFFECT)
    for name in ("name", "source"):
        values[name] = str(values[name])
    if values["lever"] not in {str(lever) for lever in Lever}:
        raise BadOption("lever", values["lever"], Lever)
    values["lever"] = Lever(values["lever"])
    for name in ("effect", "standard_error", "take_up", "deadweight", "decay"):
        if name in values:
            values[name] = _number(f"{name} of “{values['name']}”", values[name])
    for name in ("first_year", "last_year"):
        if name in values:
            year = _whole(f"{name} of “{values['name']}”", values[name])
            values[name] = year - start_year
    for name in ("regions", "sizes"):
        if name in values:
            is_single = isinstance(values[name], str)
            values[name] = (values[name],) if is_single else tuple(map(str, values[name]))
    return Effect(**values)
