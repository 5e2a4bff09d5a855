"""Polars face: named columns in, named columns out; one module per method."""
