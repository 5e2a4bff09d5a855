"""A file whose headings were understood: its rows, and what must be said of it."""

from nasij.files.tables.finding import HEADINGS_WITHIN, find_table, refuse_columns
from nasij.files.tables.table import Fault, Part, Patience, Row, Table

__all__ = [
    "HEADINGS_WITHIN",
    "Fault",
    "Part",
    "Patience",
    "Row",
    "Table",
    "find_table",
    "refuse_columns",
]
