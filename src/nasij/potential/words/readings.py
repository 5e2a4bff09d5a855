"""One-sentence readings of a list or a chart."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nasij.potential.records import Pair, Part, Regional
from nasij.potential.words.amounts import share, usd


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


def read_place(found: Regional) -> str:
    return _(
        "%(share)s of the national unrealised potential. Rank: %(rank)s. A benchmark, not a "
        "ceiling."
    ) % {"share": share(found.share), "rank": rank(found)}


def rank(found: Regional) -> str:
    """By which figure and among which regions; only at best where a hidden one may be before."""
    if found.may_be_preceded:
        text = _("%(rank)s at best (by unrealised potential; a region not shown may precede it)")
    elif found.all_shown:
        text = _("%(rank)s of %(count)s (by unrealised potential)")
    else:
        text = _("%(rank)s of %(count)s (the regions shown, by unrealised potential)")
    return text % {"rank": found.rank, "count": found.out_of}


def read_rest(found: Regional) -> str:
    rest = found.rest.part
    if rest is None:
        return _("Not regionalised: not shown, for statistical secrecy.")
    if rest.potential_usd <= 0:
        return _("Nothing is left outside the regions in this split.")
    return _("Not regionalised: %(gap)s of unrealised potential belongs to no region.") % {
        "gap": usd(rest.unrealised_usd)
    }
