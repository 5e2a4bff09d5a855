"""What a figure is, where it comes from, and what must be said with it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nasij.datasets.queries import source_said
from nasij.potential.models import PotentialRun
from nasij.potential.names import market_names
from nasij.potential.words.amounts import usd
from nasij.ui import formats

NAMED = 10  # countries named in a sentence


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
    years = run.asked.years
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    return " · ".join(part for part in (run.trade.vintage, span) if part)


def caution(run: PotentialRun) -> str:
    """What must be said with any of these figures."""
    text = _(
        "A benchmark, not a ceiling: what the country would sell if each market bought from it "
        "as its place in the world suggests. It is no forecast."
    )
    missing = run.trade.found.missing_importers
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


def _named(codes: Sequence[str]) -> str:
    """Countries by name; beyond ten the data set's own page lists them."""
    names = [*market_names(codes[:NAMED]).values(), *(["…"] if len(codes) > NAMED else [])]
    return formats.listing(names, formats.language())


def range_sentence(low: float, high: float) -> str:
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
