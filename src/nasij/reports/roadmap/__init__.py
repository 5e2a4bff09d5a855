"""The strategic plan of the regions, made from the record: one module a chapter."""
