"""What the columns of the small tables mean: each layout reads one frame into our columns.

A layout answers the frame to keep and the remarks that go with it; it refuses with counts and
examples. Files of firms are larger and pass through `customs` instead.
"""

from nasij.datasets.layouts.countries import (
    DISTANCES,
    GROWTH,
    TARIFFS,
    distances,
    growth,
    tariffs,
)
from nasij.datasets.layouts.flows import FlowNames, flow_amounts, flow_headings
from nasij.datasets.layouts.products import product_headings, product_names
from nasij.datasets.layouts.reading import Reading, SmallTable, read_small
from nasij.datasets.layouts.regional import NOT_DECLARED, REGIONAL, regional

__all__ = [
    "DISTANCES",
    "GROWTH",
    "NOT_DECLARED",
    "REGIONAL",
    "TARIFFS",
    "FlowNames",
    "Reading",
    "SmallTable",
    "distances",
    "flow_amounts",
    "flow_headings",
    "growth",
    "product_headings",
    "product_names",
    "read_small",
    "regional",
    "tariffs",
]
