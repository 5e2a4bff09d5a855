"""Gravity equations of trade: PPML with fixed effects, an alternative yardstick of ease."""

from nasij_core.gravity.estimation import ols, ppml
from nasij_core.gravity.fit import GravityFit
from nasij_core.gravity.variance import SmallSample

__all__ = ["GravityFit", "SmallSample", "ols", "ppml"]
