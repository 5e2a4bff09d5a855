"""What the columns of the small tables mean: each layout reads one frame into our columns.

A layout answers the frame to keep and the remarks that go with it; it refuses with counts and
examples. Files of firms are larger and pass through `customs` instead.
"""

from nasij.datasets.layouts.countries import distances, growth, tariffs
from nasij.datasets.layouts.reading import Note, Reading, note
from nasij.datasets.layouts.regional import NOT_DECLARED, regional

__all__ = [
    "NOT_DECLARED",
    "Note",
    "Reading",
    "distances",
    "growth",
    "note",
    "regional",
    "tariffs",
]
