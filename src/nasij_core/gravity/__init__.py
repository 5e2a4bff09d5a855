"""Gravity equations of trade: PPML with fixed effects, an alternative yardstick of ease."""

from nasij_core.gravity.estimation import GravityFit, ols, ppml
from nasij_core.gravity.variance import SmallSample

__all__ = ["GravityFit", "SmallSample", "ols", "ppml"]
