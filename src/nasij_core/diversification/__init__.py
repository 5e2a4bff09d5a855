"""Diversification of products and markets: concentration, margins, likeness, risk."""

from nasij_core.diversification.concentration import Concentration, concentration
from nasij_core.diversification.risk import Risk, portfolio_risk, shrunk_covariance
from nasij_core.diversification.similarity import Similarity, similarity
from nasij_core.diversification.theil import Theil, theil

__all__ = [
    "Concentration",
    "Risk",
    "Similarity",
    "Theil",
    "concentration",
    "portfolio_risk",
    "shrunk_covariance",
    "similarity",
    "theil",
]
