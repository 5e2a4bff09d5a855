"""Numbers for export regions: potential, dynamics, projection, complexity, allocation.

Nothing here knows a web framework. Import the part you need:
`nasij_core.frames` takes and gives Polars frames, `nasij_core.store` reads and keeps files,
and the packages of methods take plain NumPy arrays.
"""

__version__ = "0.1.0"
