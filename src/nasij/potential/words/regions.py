"""On what the split to regions rests, and why a part of it is not shown."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nasij.datasets import analysis
from nasij.datasets.enums import DatasetKind
from nasij.potential.enums import RegionalEvidence, Standing
from nasij.potential.kept import MOST_FROM, SetAside, exceeds
from nasij.potential.models import PotentialRun
from nasij.potential.records import Untold
from nasij.potential.words.amounts import share
from nasij.ui import formats

EXACT_FROM = 0.8  # of exports in the customs records; below it the split is called partial


def evidence_label(run: PotentialRun) -> str:
    """The same in a few words, beside a figure.

    What customs records cover is told in a class: their share of exports and the parts that are
    shown would tell the part of a region that is not.
    """
    if run.evidence != RegionalEvidence.EXACT:
        return str(run.split_by.label)
    coverage = run.asked.rests_on.coverage
    if coverage is None:
        return _("Partial: customs records, whose coverage is not known")
    if exceeds(coverage):
        return _("Doubtful: customs records hold more than all exports")
    if coverage >= EXACT_FROM:
        return _("Exact: customs records cover at least %(share)s of exports") % {
            "share": share(EXACT_FROM)
        }
    if coverage >= MOST_FROM:
        return _("Partial: customs records cover at least half of exports")
    return _("Partial: customs records cover less than half of exports")


def _coverage(run: PotentialRun) -> str:
    rests_on = run.asked.rests_on
    if rests_on.coverage is not None and exceeds(rests_on.coverage):
        text = _(
            "%(label)s (%(years)s): their unit or their currency is probably wrong, or rows are "
            "doubled. Each product is split as they split it."
        )
    else:
        text = _(
            "%(label)s (%(years)s). Each product is split as they split it, and a product they do "
            "not hold belongs to no region."
        )
    years = formats.row(rests_on.years, formats.language())
    return text % {"label": evidence_label(run), "years": years}


def domicile(run: PotentialRun) -> str:
    """Where exports are counted; only customs records are known to count at the head office."""
    if run.evidence != RegionalEvidence.EXACT:
        return ""
    return _(
        "Exports are counted where the exporter is domiciled, often its head office, not where "
        "goods are made."
    )


def untold(found: Untold) -> str:
    """Why a region's part is not shown."""
    if found.standing == Standing.NO_RECORDS:
        return _("Not computable: no customs record in use is of a firm of this region.")
    if found.standing == Standing.NO_ROWS:
        return _("Not computable: the table has no row of this region.")
    return ngettext(
        "Not shown, for statistical secrecy: the customs records of the region are of fewer than "
        "%(least)s firm or mostly of one, or its part would give away that of another region.",
        "Not shown, for statistical secrecy: the customs records of the region are of fewer than "
        "%(least)s firms or mostly of one, or its part would give away that of another region.",
        analysis.SECRECY.minimum_firms,
    ) % {"least": analysis.SECRECY.minimum_firms}


def cells_withheld() -> str:
    return _(
        "Not shown, for statistical secrecy: by product, sector or market, the customs records of "
        "a region could tell of one firm."
    )


def evidence(run: PotentialRun) -> str:
    """On what the split to regions rests, and what was set aside for it."""
    said = [_split(run), domicile(run), _set_aside(run)]
    return " ".join(sentence for sentence in said if sentence)


def _set_aside(run: PotentialRun) -> str:
    """Which other evidence was loaded, and why the split does not rest on it. The figure is of the
    table: of customs records no more is told than a class, and that it is larger or not."""
    other = run.asked.rests_on.set_aside
    if other is None or run.evidence == RegionalEvidence.NONE:
        return ""
    if other.kind == DatasetKind.REGIONAL:
        return _(
            "The table of exports by region and sector is set aside: as it splits products, no "
            "more of exports stands in a region than as customs records split them."
        )
    return _why_not_customs(other) % {"best": share(other.best)}


def _why_not_customs(aside: SetAside) -> str:
    if aside.coverage is None:
        return _(
            "Customs records are set aside: what part of exports they cover is not known. This "
            "table gives %(best)s of exports to a region."
        )
    if exceeds(aside.coverage):
        return _(
            "Customs records are set aside: they hold more than all exports, so that their unit or "
            "their currency is probably wrong, or rows are doubled."
        )
    if aside.coverage < MOST_FROM:
        return _(
            "Customs records are set aside: they cover less than half of exports. This table gives "
            "%(best)s of exports to a region."
        )
    return _(
        "Customs records are set aside: as they split products, less of exports stands in a region "
        "than as this table splits them (%(best)s)."
    )


def _split(run: PotentialRun) -> str:
    if run.evidence == RegionalEvidence.EXACT:
        return _coverage(run)
    return {
        RegionalEvidence.ESTIMATED: _(
            "Estimated: a table of exports by region and sector (%(year)s) gives each region its "
            "part of a sector; within a sector every region is given the national mix of products."
        )
        % {"year": run.asked.rests_on.year or ""},
        RegionalEvidence.INDICATIVE: _(
            "Indicative only: every product is split by one share per region, its share of the "
            "new active exporters. It says how large a region weighs, not what it "
            "makes: load exports by region and sector to know more."
        ),
        RegionalEvidence.NONE: _(
            "Not regionalised: no table says which region exports what, so the figures stay "
            "national."
        ),
    }[run.split_by]
