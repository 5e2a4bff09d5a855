"""DuckDB and Polars face: files in, snapshots kept, results written."""
