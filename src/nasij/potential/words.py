"""The sentences that stand beside the figures of a run, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nasij.datasets.queries import source_said
from nasij.potential.enums import RegionalEvidence, Standing
from nasij.potential.models import PotentialRun
from nasij.potential.names import market_names
from nasij.potential.records import Pair, Part, Regional, Untold
from nasij.ui import formats

NAMED = 10  # countries named in a sentence
EXACT_FROM = 0.8  # of exports in the customs records; below it the split is called partial


def usd(value: float) -> str:
    return formats.money_short(value, formats.language(), "USD")


def millions(value: float) -> str:
    """For tables, where the unit stands in the heading; small values keep their digits."""
    amount = value / 1_000_000
    return number(amount, 3 if 0 < amount < 0.1 else 1)


def share(value: float | None) -> str:
    return formats.percent(value, formats.language())


def number(value: float | None, decimals: int | None = None) -> str:
    return formats.number(value, formats.language(), decimals)


# --- What a figure is, and where it comes from ----------------------------------------------------
def label(key: str) -> str:
    return {
        "potential": _("Export potential"),
        "actual": _("Actual exports in the data"),
        "unrealised": _("Unrealised potential"),
        "unrealised_low": _("Unrealised potential, lowest of the choices"),
        "unrealised_high": _("Unrealised potential, highest of the choices"),
    }[key]


def definition(key: str) -> str:
    return {
        "potential": _(
            "For each product and market: the share of world supply the country can hold, times "
            "the demand of the market, times how easily the two trade. In dollars a year, at the "
            "horizon."
        ),
        "actual": _(
            "Exports of the country to the markets of the file, mean of the years used, in "
            "dollars a year."
        ),
        "unrealised": _(
            "The part of the potential of each product and market that is not sold yet, then "
            "summed: a market where more is sold than expected does not hide the gap of another."
        ),
        "unrealised_low": _("The smallest value when one term of the method is left out."),
        "unrealised_high": _("The largest value when one term of the method is left out."),
    }[key]


def source(run: PotentialRun) -> str:
    return source_said(run.trade)


def vintage(run: PotentialRun) -> str:
    """Edition and years, for example "202601 · 2024"."""
    years = run.request["options"]["years"]
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    return " · ".join(part for part in (run.trade.vintage, span) if part)


def caution(run: PotentialRun) -> str:
    """What must be said with any of these figures."""
    text = _(
        "A benchmark, not a ceiling: what the country would sell if each market bought from it "
        "as its place in the world suggests. It is no forecast."
    )
    missing = run.trade.record.get("missing_importers", [])
    if not missing:
        return text
    closed = ngettext(
        "%(count)s country that exports is not a market in this file (%(codes)s): what is sold "
        "to it is missing from all three figures.",
        "%(count)s countries that export are not markets in this file (%(codes)s): what is sold "
        "to them is missing from all three figures.",
        len(missing),
    )
    return f"{text} {closed % {'count': len(missing), 'codes': _named(missing)}}"


def _named(codes: list[str]) -> str:
    """Countries by name; beyond ten the data set's own page lists them."""
    names = [*market_names(codes[:NAMED]).values(), *(["…"] if len(codes) > NAMED else [])]
    return formats.listing(names, formats.language())


def range_sentence(run: PotentialRun, low: float, high: float) -> str:
    if low == high:
        return _("No range: only one term could be left out, and it was not loaded.")
    return _("Between %(low)s and %(high)s when one term is left out") % {
        "low": usd(low),
        "high": usd(high),
    }


def left_out(name: str) -> str:
    return {
        "distances": _("Without the distance factor"),
        "growth": _("Without growth: supply and demand of today"),
        "tariffs": _("Without tariffs"),
    }[name]


def evidence_label(run: PotentialRun) -> str:
    """The same in a few words, beside a figure."""
    if run.evidence != RegionalEvidence.EXACT:
        return str(RegionalEvidence(run.evidence).label)
    coverage = run.request.get("regional_evidence", {}).get("coverage")
    if coverage is None:
        return _("Partial: customs records, whose coverage is not known")
    if coverage < EXACT_FROM:
        return _("Partial: customs records cover %(share)s") % {"share": _covered(coverage)}
    return _("Exact: customs records cover %(share)s") % {"share": _covered(coverage)}


def _coverage(run: PotentialRun) -> str:
    rests_on = run.request.get("regional_evidence", {})
    coverage = rests_on.get("coverage")
    said = {
        "share": _covered(coverage),
        "years": formats.row(rests_on.get("years", []), formats.language()),
    }
    if coverage is None:
        text = _(
            "Partial: each product is split as the customs records of %(years)s split it; what "
            "part of exports they cover is not known."
        )
    elif coverage < EXACT_FROM:
        text = _(
            "Partial: customs records cover %(share)s of exports (%(years)s); each product is "
            "split as they split it, and a product they do not hold belongs to no region."
        )
    else:
        text = _(
            "Exact: from customs records by region, product and market, which cover %(share)s of "
            "exports (%(years)s)."
        )
    return text % said


def _covered(coverage: float | None) -> str:
    """To its first digit that counts: three in ten thousand is not none."""
    decimals = max(1, -floor(log10(coverage)) - 2) if coverage else 1
    return formats.percent(coverage, formats.language(), decimals)


def _domicile() -> str:
    return _(
        "Exports are counted where the exporter is domiciled, often its head office, not where "
        "goods are made."
    )


def untold(found: Untold) -> str:
    """Why a region's part is not shown."""
    if found.standing == Standing.NO_RECORDS:
        return _("Not computable: no customs record in use is of a firm of this region.")
    return _(
        "Not shown, for statistical secrecy: the customs records of the region are of fewer than "
        "five firms or mostly of one, or its part would give away that of another region."
    )


def cells_withheld() -> str:
    return _(
        "Not shown, for statistical secrecy: by product, sector or market, the customs records of "
        "a region could tell of one firm."
    )


def evidence(run: PotentialRun) -> str:
    """On what the split to regions rests, in one sentence."""
    rests_on = run.request.get("regional_evidence", {})
    if run.evidence == RegionalEvidence.EXACT:
        return f"{_coverage(run)} {_domicile()}"
    return {
        RegionalEvidence.ESTIMATED: _(
            "Estimated: a table of exports by region and sector (%(year)s) gives each region its "
            "part of a sector; within a sector every region is given the national mix of products."
        )
        % {"year": rests_on.get("year", "")},
        RegionalEvidence.INDICATIVE: _(
            "Indicative only: every product is split by one share per region, its share of the "
            "new active exporters. It says how large a region weighs, not what it "
            "makes: load exports by region and sector to know more."
        ),
        RegionalEvidence.NONE: _(
            "Not regionalised: no table says which region exports what, so the figures stay "
            "national."
        ),
    }[RegionalEvidence(run.evidence)]


# --- One-sentence readings ------------------------------------------------------------------------
def read_pairs(pairs: list[Pair]) -> str:
    if not pairs:
        return _("No product and market fits this filter.")
    first = pairs[0]
    return _(
        "The largest gap is %(product)s to %(market)s: %(gap)s a year could be sold beyond the "
        "%(actual)s sold now."
    ) % {
        "product": first.product_name,
        "market": first.market_name,
        "gap": usd(first.unrealised_usd),
        "actual": usd(first.actual_usd),
    }


def read_parts(parts: list[Part], whole: float) -> str:
    """The first part and its share, then how much the first three hold."""
    if not parts or whole <= 0:
        return ""
    return _(
        "%(first)s holds %(share)s of the unrealised potential; the first three, %(three)s."
    ) % {
        "first": parts[0].name,
        "share": share(parts[0].unrealised_usd / whole),
        "three": share(sum(part.unrealised_usd for part in parts[:3]) / whole),
    }


def read_region(found: Regional) -> str:
    return _(
        "%(region)s is given %(share)s of the national unrealised potential: %(gap)s a year."
    ) % {
        "region": found.region.name,
        "share": share(found.share),
        "gap": usd(found.total.unrealised_usd),
    }


def read_rest(found: Regional) -> str:
    rest = found.rest.part
    if rest is None:
        return _("Not regionalised: not shown, for statistical secrecy.")
    if rest.potential_usd <= 0:
        return _("Nothing is left outside the regions in this split.")
    return _("Not regionalised: %(gap)s of unrealised potential belongs to no region.") % {
        "gap": usd(rest.unrealised_usd)
    }


# --- The terms of one product in one market, in words -------------------------------------------
@dataclass(frozen=True, slots=True)
class Term:
    label: str
    value: str
    sentence: str


def explain(pair: Pair, run: PotentialRun) -> list[Term]:
    """Every factor of the potential of one pair, in the order it is multiplied."""
    known = run.totals["terms"]
    return [
        *_supply(pair, known),
        *_demand(pair, known),
        _ease(pair),
        Term(
            _("Potential"),
            usd(pair.potential_usd),
            _("Supply × demand × ease."),
        ),
    ]


def _supply(pair: Pair, known: dict[str, bool]) -> list[Term]:
    row = pair.terms
    text = _("Share of world exports of this product, carried forward with growth.")
    if not known["growth"]:
        text = _("Share of world exports of this product; no growth is loaded.")
    balance = _("The country sells more of it than it buys: nothing is taken off.")
    if row["balance"] < 1:
        balance = _(
            "The country buys more of it than it sells: part may be re-exports, so its supply is "
            "scaled down."
        )
    margin = _not_loaded() if not known["tariff_margin"] else _tariff_margin(row["tariff_margin"])
    return [
        Term(_("Share of the world market"), share(row["share"]), text),
        Term(_("Trade balance"), f"× {number(row['balance'])}", balance),
        Term(_("Tariffs faced elsewhere"), f"× {number(row['tariff_margin'])}", margin),
        Term(_("Supply"), share(row["supply"]), _("The product of the three lines above.")),
    ]


def _tariff_margin(value: float) -> str:
    if value > 1:
        return _("The country faces higher tariffs than others: its share understates it.")
    return _("The country faces no higher tariffs than others.")


def _demand(pair: Pair, known: dict[str, bool]) -> list[Term]:
    row = pair.terms
    text = _("Imports of this product by the market, carried forward with its growth.")
    if not known["projected_demand"]:
        text = _("Imports of this product by the market; no growth is loaded.")
    advantage = _not_loaded()
    if known["tariff_advantage"]:
        advantage = _("Above 1 where the country pays less than the market's usual suppliers.")
    distance = _not_loaded()
    if known["distance_factor"]:
        distance = _(
            "1 where the country is as far as the market's usual suppliers; less the more the "
            "distance differs, nearer or farther."
        )
    return [
        Term(_("Demand of the market"), usd(row["projected_demand_usd"]), text),
        Term(_("Tariff advantage"), f"× {number(row['tariff_advantage'])}", advantage),
        Term(_("Distance"), f"× {number(row['distance_factor'])}", distance),
        Term(_("Demand open to the country"), usd(row["demand"]), _("The three lines above.")),
    ]


def _ease(pair: Pair) -> Term:
    ease = pair.terms["ease"]
    if ease == 0:
        text = _("The two do not trade at all yet: with this method the potential is zero.")
    elif ease >= 1:
        text = _("The two trade %(times)s times what their world shares suggest, all products.")
    else:
        text = _("The two trade only %(times)s times what their world shares suggest.")
    return Term(_("Ease of trade"), f"× {number(ease)}", text % {"times": number(ease)})


def _not_loaded() -> str:
    return _("Not loaded: counted as 1.")
