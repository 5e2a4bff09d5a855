"""Trade matrices for tests: from files beside the project, or small and random."""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"


def shared_data(name):
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"the public data set {name} is not beside the project")
    return path


def oracle_data(name):
    """A public file that is in no folder of ours: docs/methods/README.md says where it is from."""
    path = Path(os.environ.get("NASIJ_ORACLE_DATA", "")) / name
    if not path.is_file():
        pytest.skip(f"{name} is not in the folder NASIJ_ORACLE_DATA")
    return path


@dataclass
class Named:
    values: np.ndarray
    rows: list
    columns: list

    def row(self, name):
        return self.rows.index(name)

    def take(self, columns):
        return self.values[:, [self.columns.index(name) for name in columns]]

    def at(self, table, row, column):
        return table[self.rows.index(row), self.columns.index(column)]


def matrix(frame, rows, columns, values):
    wide = frame.pivot(on=columns, index=rows, values=values, aggregate_function="sum")
    wide = wide.sort(rows).fill_null(0)
    names = sorted(name for name in wide.columns if name != rows)
    return Named(wide.select(names).to_numpy().astype(float), wide[rows].to_list(), names)


def random_world(seed, exporters=7, products=11):
    draw = np.random.default_rng(seed)
    values = draw.lognormal(2.0, 2.0, (exporters, products))
    return np.where(draw.random(values.shape) < 0.35, 0.0, values)
