"""The terms of one product in one market, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from nasij.potential.models import PotentialRun
from nasij.potential.records import ExplainedPair
from nasij.potential.words.amounts import number, share, usd


@dataclass(frozen=True, slots=True)
class Term:
    label: str
    value: str
    sentence: str


def explain(pair: ExplainedPair, run: PotentialRun) -> list[Term]:
    """Every factor of the potential of one pair, in the order it is multiplied."""
    used = run.found.used_terms
    return [
        *_supply(pair, used),
        *_demand(pair, used),
        _ease(pair),
        Term(
            _("Potential"),
            usd(pair.potential_usd),
            _("Supply × demand × ease."),
        ),
    ]


def _supply(pair: ExplainedPair, used: frozenset[str]) -> list[Term]:
    terms = pair.terms
    text = _("Share of world exports of this product, carried forward with growth.")
    if "growth" not in used:
        text = _("Share of world exports of this product; no growth is used.")
    balance = _("The country sells more of it than it buys: nothing is taken off.")
    if terms.balance < 1:
        balance = _(
            "The country buys more of it than it sells: part may be re-exports, so its supply is "
            "scaled down."
        )
    margin = _not_loaded() if "tariff_margin" not in used else _tariff_margin(terms.tariff_margin)
    return [
        Term(_("Share of the world market"), share(terms.share), text),
        Term(_("Trade balance"), f"× {number(terms.balance)}", balance),
        Term(_("Tariffs faced elsewhere"), f"× {number(terms.tariff_margin)}", margin),
        Term(_("Supply"), share(terms.supply), _("The product of the three lines above.")),
    ]


def _tariff_margin(value: float) -> str:
    if value > 1:
        return _("The country faces higher tariffs than others: its share understates it.")
    return _("The country faces no higher tariffs than others.")


def _demand(pair: ExplainedPair, used: frozenset[str]) -> list[Term]:
    terms = pair.terms
    text = _("Imports of this product by the market, carried forward with its growth.")
    if "projected_demand" not in used:
        text = _("Imports of this product by the market; no growth is used.")
    advantage = _not_loaded()
    if "tariff_advantage" in used:
        advantage = _("Above 1 where the country pays less than the market's usual suppliers.")
    distance = _not_loaded()
    if "distance_factor" in used:
        distance = _(
            "1 where the country is as far as the market's usual suppliers; less the more the "
            "distance differs, nearer or farther."
        )
    return [
        Term(_("Demand of the market"), usd(terms.projected_demand_usd), text),
        Term(_("Tariff advantage"), f"× {number(terms.tariff_advantage)}", advantage),
        Term(_("Distance"), f"× {number(terms.distance_factor)}", distance),
        Term(_("Demand open to the country"), usd(terms.demand), _("The three lines above.")),
    ]


def _ease(pair: ExplainedPair) -> Term:
    ease = pair.terms.ease
    if ease == 0:
        text = _("The two do not trade at all yet: with this method the potential is zero.")
    elif ease >= 1:
        text = _("The two trade %(times)s times what their world shares suggest, all products.")
    else:
        text = _("The two trade only %(times)s times what their world shares suggest.")
    return Term(_("Ease of trade"), f"× {number(ease)}", text % {"times": number(ease)})


def _not_loaded() -> str:
    return _("Not loaded: counted as 1.")
