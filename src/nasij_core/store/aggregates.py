"""Rows that are sums of other rows, or of no country: the world, a union, all products.

Kept, they would count every flow twice. They are left out with their amount, which is compared with
that of the rows they sum where both are there.
"""

from __future__ import annotations

from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from nasij_core.store.names import Named

Truth = NDArray[np.bool_]
Reals = NDArray[np.float64]

# The world, as the United Nations, the World Bank, customs and spreadsheets write it.
WORLD = frozenset(
    """
    0 00 000 1 001 W00 WLD WLT WORLD TOTAL TOT ALL MONDE العالم المجموع
    """.split()  # noqa: SIM905
)
# Unions and groups of the European and World Bank statistics, whose members are countries here.
GROUPS = frozenset(
    """
    EU EU15 EU25 EU27 EU27_2020 EU28 EU_V EUN EUU EMU EA EA19 EA20 EXTRA_EU EXTRAEU27 INTRA_EU
    INTRAEU27 OED OECD ASEAN ARB CEB CSS EAP EAR EAS ECA ECS FCS HIC HPC IBD IBT IDA IDB IDX LAC
    LCN LDC LIC LMC LMY LTE MEA MIC MNA NAC OSS PRE PST SAS SSA SSF SST TEA TEC TLA TMN TSA TSS
    UMC 97 918
    """.split()  # noqa: SIM905
)
# No country at all: bunkers, free zones, secret or unknown destinations.
NOWHERE = frozenset(
    """
    AREASNES AREASNOTELSEWHERESPECIFIED OTHERNES UNSPECIFIED NES UNS ZZZ XXX XX _X BUNKERS
    FREEZONES SPECIALCATEGORIES 899 837 838 839 568 577 636 637 697 879 473 471 472 527 129 221
    290
    """.split()  # noqa: SIM905
)
PRODUCTS = frozenset(
    """
    TOTAL TOT ALL AG1 AG2 AG3 AG4 AG5 AG6 TOUS
    """.split()  # noqa: SIM905
)
WHOLE = WORLD | PRODUCTS  # whose members are all rows of the same other two codes


class LeftOut(TypedDict):
    """By code, for the record of a snapshot. `sum_usd`: of the rows it sums, None where the file
    has none of them or they are not known."""

    rows: int
    value_usd: float
    sum_usd: float | None


def _outside(named: Named, codes: frozenset[str]) -> Truth:
    """(names,): whether the name is one of these codes, however it is written."""
    return np.array([_bare(name) in codes for name in named.names])


def _bare(name: str) -> str:
    return "".join(sign for sign in name.upper() if sign.isalnum() or sign == "_")


def left_out(
    exporter: Named, importer: Named, product: Named, values: Reals
) -> tuple[Truth, dict[str, LeftOut]] | None:
    """(rows,) to keep, and what is left out by code; None where every row is a flow."""
    countries = WORLD | GROUPS | NOWHERE
    sides = (exporter, importer, product)
    marks = [
        _outside(side, codes)
        for side, codes in zip(sides, (countries, countries, PRODUCTS), strict=True)
    ]
    if not any(mark.any() for mark in marks):
        return None
    rows = [side.place[side.rows] for side in sides]
    aside = [mark[row] for mark, row in zip(marks, rows, strict=True)]
    kept = ~np.logical_or.reduce(aside)
    found: dict[str, LeftOut] = {}
    for side, named in enumerate(sides):
        others = [other for other in range(3) if other != side]
        alone = ~np.logical_or.reduce([aside[other] for other in others])
        pair = rows[others[0]].astype(np.int64) * len(sides[others[1]].names) + rows[others[1]]
        for place in np.flatnonzero(marks[side]):
            name, here = named.names[place], rows[side] == place
            said = here & alone
            members = kept & np.isin(pair, pair[said]) if _bare(name) in WHOLE else kept & False
            seen = found.setdefault(name, {"rows": 0, "value_usd": 0.0, "sum_usd": None})
            seen["rows"] += int(here.sum())
            seen["value_usd"] += float(values[said].sum())
            if members.any():
                seen["sum_usd"] = (seen["sum_usd"] or 0.0) + float(values[members].sum())
    return kept, found
