"""Exporter dynamics by region and year, as an analyst would write them with pandas.

    python pandas_dynamics.py RECORDS.parquet [MORE.parquet …]

Text records in one file, or coded records in one file a year (its name ends with the year).
"""

import re
import sys

from measure import measured, needed, tell

needed("pandas", "pyarrow")

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402

KEY = ["region", "firm", "year"]


def read(paths):
    if len(paths) == 1:
        return pd.read_parquet(paths[0])
    years = [int(re.search(r"(\d{4})\.parquet$", path).group(1)) for path in paths]
    return pd.concat(
        [pd.read_parquet(path).assign(year=year) for path, year in zip(paths, years, strict=True)]
    )


def question(paths):
    cells = (
        read(paths)
        .groupby(KEY, sort=True)
        .agg(value=("value", "sum"), product=("product", "nunique"), market=("market", "nunique"))
        .reset_index()
    )
    before = cells[KEY].assign(year=cells["year"] + 1, before=True)
    cells = cells.merge(before, on=KEY, how="left")
    cells["entrant"] = cells["before"].isna()
    groups = cells.groupby(["region", "year"])
    total = groups["value"].transform("sum")
    cells["squared"] = (cells["value"] / total) ** 2
    rank = groups["value"].rank(method="first", ascending=False)
    size = groups["value"].transform("size")
    cells["top"] = np.where(rank <= np.ceil(size * 0.01), cells["value"] / total, 0.0)
    return cells.groupby(["region", "year"]).agg(
        exporters=("value", "size"),
        entrants=("entrant", "sum"),
        hhi=("squared", "sum"),
        top1=("top", "sum"),
        product=("product", "mean"),
        market=("market", "mean"),
    )


answer, taken = measured(lambda: question(sys.argv[1:]))
tell(**taken, version=pd.__version__, answer=answer.to_dict("list"))
