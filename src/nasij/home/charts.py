"""The charts of the first pages."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from nasij.potential.records import Regional
from nasij.potential.words import evidence_label
from nasij.reference.models import Figure
from nasij.reference.queries import regions
from nasij.reference.words import cautions_of, period, source_line
from nasij.targets.queries import entries_by_region
from nasij.ui import formats
from nasij.ui.charts import Bar, Chart, RegionValue, Words, bars, region_map


def entries_map() -> Chart | None:
    """New active exporters by region; each region is a link to its page."""
    outline = settings.PACK_DIR / "regions.topojson"
    if not outline.exists():
        return None
    found = {figure.territory.code: figure for figure in entries_by_region() if figure.territory}
    if not found:
        return None
    values = [
        RegionValue(
            code=region.code,
            name=region.name,
            value=float(found[region.code].value) if region.code in found else None,
            url=reverse("home:region", args=[region.code]),
            reason="" if region.code in found else _("no figure published"),
        )
        for region in regions()
    ]
    return region_map(values, _words(values, next(iter(found.values()))), _("firms"), outline)


def _words(values: list[RegionValue], published: Figure) -> Words:
    """`published`: one of the figures shown, which are of one period and one source."""
    known = [value for value in values if value.value is not None]
    first = max(known, key=lambda value: value.value or 0)
    total = sum(value.value or 0 for value in known)
    share = formats.percent((first.value or 0) / total, formats.language())
    reading = _("%(region)s accounts for %(share)s of the new active exporters of the period.") % {
        "region": first.name,
        "share": share,
    }
    return Words(
        title=_("New active exporters by region, %(period)s") % {"period": period(published)},
        reading=f"{reading} {cautions_of(published)}".strip(),
        source=source_line(published.source),
    )


def potential_chart(regional: Regional) -> Chart | None:
    """A region's unrealised potential by sector, largest first; none when no sector is shown."""
    shown = [part for part in regional.sectors if part.unrealised_usd > 0]
    if not shown:
        return None
    reading = _("%(sector)s is the first sector of %(region)s by unrealised potential.") % {
        "sector": shown[0].name,
        "region": regional.region.name,
    }
    return bars(
        [Bar(part.name, part.unrealised_usd / 1_000_000) for part in shown],
        Words(
            title=_("Unrealised potential by sector"),
            reading=reading,
            source=f"{regional.run.trade} · {evidence_label(regional.run)}",
        ),
        unit=_("millions of US dollars a year"),
        decimals=0 if shown[0].unrealised_usd >= 20_000_000 else 2,
    )
