"""Potential exporters: firms that could start, and the pool they are of."""

from nasij.potential.starters.page import starters_page, starters_to_take_away

__all__ = ["starters_page", "starters_to_take_away"]
