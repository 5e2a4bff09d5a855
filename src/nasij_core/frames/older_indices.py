"""Older indices beside ECI and PCI: PRODY and EXPY from incomes, and reflections."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from nasij_core.complexity import Presence, expy, presence, prody, rca, reflections
from nasij_core.errors import UnknownCode
from nasij_core.flows import FlowTable
from nasij_core.frames.complexity import ComplexityFrames, Filters, filtered, some
from nasij_core.notes import N_, Note
from nasij_core.tables import INCOME

NO_INCOME = N_("Exporters without income, left out of PRODY: %(count)s (%(names)s).")


def with_income(
    answer: ComplexityFrames, table: FlowTable, income: pl.DataFrame, filters: Filters | None = None
) -> ComplexityFrames:
    """The same with `prody` of products and `expy` of countries, in the unit of the incomes.

    income: tables.INCOME, e.g. PPP dollars per head. Exporters without one weigh in no PRODY, and
    a note names them; they have an EXPY all the same.
    """
    exporters, values, _ = filtered(table, filters or Filters())
    frame = INCOME.validate(income)
    of = dict(zip(frame["country"], frame["income"], strict=True))
    known = np.array([name in of for name in exporters])
    if not known.any():
        raise UnknownCode("incomes of the exporters", frame["country"])
    worth = prody(values[known], np.array([of[name] for name in exporters if name in of]))
    notes = list(answer.notes)
    if silent := [name for name in exporters if name not in of]:
        notes.append(Note("no_income", NO_INCOME, {"count": len(silent), "names": some(silent)}))
    return replace(
        answer,
        countries=answer.countries.with_columns(
            expy=pl.Series(expy(values, worth), nan_to_null=True)
        ),
        products=answer.products.with_columns(prody=pl.Series(worth, nan_to_null=True)),
        notes=tuple(notes),
    )


def with_reflections(
    answer: ComplexityFrames,
    table: FlowTable,
    steps: int,
    *,
    kind: Presence | str = Presence.BINARY,
    threshold: float = 1.0,
    ddof: int = 0,
    filters: Filters | None = None,
) -> ComplexityFrames:
    """The same with `reflections` of countries (`steps`, even) and of products (one more)."""
    _, values, _ = filtered(table, filters or Filters())
    held = presence(rca(values), kind, threshold)
    countries, products = reflections(held, steps, ddof=ddof)
    return replace(
        answer,
        countries=answer.countries.with_columns(reflections=pl.Series(countries, nan_to_null=True)),
        products=answer.products.with_columns(reflections=pl.Series(products, nan_to_null=True)),
    )
