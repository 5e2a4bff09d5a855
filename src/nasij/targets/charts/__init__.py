"""The charts of the target page. Each has its sentence, its source and its table."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nasij.reference.words import period
from nasij.targets.charts.drawings import iso_line, waterfall
from nasij.targets.kept import FuturePath
from nasij.targets.models import Target
from nasij.targets.published import Count, StockAndFlow
from nasij.targets.queries import ProjectionRead
from nasij.targets.recovery import BASE_YEAR, Recovery
from nasij.targets.solver import Solution, curve
from nasij.targets.words import numbers, sentences
from nasij.ui import charts, formats
from nasij.ui.charts import look
from nasij.ui.charts.chart import Words
from nasij.ui.ways import address_of


def counts_chart(counts: list[Count], target: Target) -> charts.Chart:
    """One row a definition: positions, never a line."""
    rows = [_count_range(count, target) for count in counts]
    known = [float(count.latest.value) for count in counts]
    reading = _(
        "From %(low)s to %(high)s exporters, depending on what is counted: each count stands "
        "alone, and %(target)s is near or far accordingly."
    ) % {
        "low": numbers.count(min(known)),
        "high": numbers.count(max(known)),
        "target": numbers.count(float(target.value)),
    }
    return charts.dot_range(
        rows,
        Words(
            _("How many exporters? One row per definition"),
            reading,
            numbers.sources(count.latest for count in counts),
        ),
        unit=_("firms"),
        heading=_("Definition"),
        reference_label=_("Target of %(year)s") % {"year": target.year},
        sort=False,
    )


def _count_range(count: Count, target: Target) -> charts.Range:
    last = count.latest
    ends = count.latest_values
    middle = sum(ends) / len(ends) if last.breakdown else float(last.value)
    label = _("%(year)s · %(definition)s") % {
        "definition": count.definition.name,
        "year": period(last),
    }
    return charts.Range(
        label,
        middle,
        low=min(ends) if last.breakdown else None,
        high=max(ends) if last.breakdown else None,
        reference=float(target.value),
        url=reverse("reference:definition", args=[count.definition.pk]),
    )


def flow_chart(flow: StockAndFlow) -> charts.Chart:
    """From one stock to the other: what came in, what went out."""
    first, last = float(flow.first.value), float(flow.last.value)
    top = first + flow.entries
    steps = [
        (_("Exporters in %(year)s") % {"year": flow.first.year}, 0.0, first, look.SERIES[6], first),
        (_("New exporters"), first, top, look.SERIES[0], flow.entries),
        (_("Exits (deduced)"), top - flow.exits, top, look.SERIES[1], -flow.exits),
        (_("Exporters in %(year)s") % {"year": flow.last.year}, 0.0, last, look.SERIES[6], last),
    ]
    reading = _(
        "From %(start)s to %(end)s, %(entries)s firms began to export and %(exits)s stopped: "
        "exits took away %(share)s of the entries, and %(net)s are left."
    ) % {
        "start": flow.first.year,
        "end": flow.last.year,
        "entries": numbers.count(flow.entries),
        "exits": numbers.count(flow.exits),
        "share": numbers.share(flow.cancelled, 0),
        "net": numbers.count(flow.net),
    }
    title = _("Stock and flow: %(definition)s") % {"definition": flow.definition.name}
    return waterfall(
        steps, Words(title, reading, numbers.sources([flow.first, flow.last, *flow.figures]))
    )


def entries_chart(flow: StockAndFlow) -> charts.Chart:
    return charts.bars(
        [
            charts.Bar(row.region.name, row.entries, url=_region_url(row.region.code))
            for row in flow.regions
        ],
        Words(_("New exporters by region"), _entries_reading(flow), numbers.sources(flow.figures)),
        unit=_("firms"),
        heading=_("Region"),
    )


def entries_map(flow: StockAndFlow) -> charts.Chart | None:
    shapes = Path(settings.PACK_DIR) / "regions.topojson"
    if not shapes.exists():
        return None
    return charts.region_map(
        [
            charts.RegionValue(
                row.region.code, row.region.name, row.entries, url=_region_url(row.region.code)
            )
            for row in flow.regions
        ],
        Words(
            _("Where new exporters appear"), _entries_reading(flow), numbers.sources(flow.figures)
        ),
        unit=_("firms"),
        topology=shapes,
    )


def _entries_reading(flow: StockAndFlow) -> str:
    first = flow.regions[0]
    figure = first.figure
    return _(
        "%(region)s counts %(value)s of the %(total)s new active exporters of %(years)s, "
        "%(share)s of all; a firm is counted where it is domiciled."
    ) % {
        "region": first.region.name,
        "value": numbers.count(first.entries),
        "total": numbers.count(flow.entries),
        "years": period(figure),
        "share": numbers.share(first.share),
    }


def _region_url(code: str) -> str:
    return address_of("region", code)


def iso_chart(solution: Solution, published_entries: float | None, source: str) -> charts.Chart:
    """Every couple on the line reaches the target; above it is enough, below it is not."""
    asked = solution.asked
    values = {
        "rate": numbers.rate(asked.exit_rate),
        "entries": numbers.given(asked.entries),
        "target": numbers.count(asked.target),
        "year": asked.target_year,
    }
    if asked.is_just_reached:
        reading = _(
            "With %(entries)s entries a year and %(rate)s of exits the point lies on the line: "
            "%(target)s is reached in %(year)s."
        )
    elif asked.is_reached:
        reading = _(
            "With %(entries)s entries a year and %(rate)s of exits the point lies above the line: "
            "%(target)s is reached in %(year)s."
        )
    elif solution.exit_rate_needed is None:
        reading = _(
            "With %(entries)s entries a year and %(rate)s of exits the point lies below the line: "
            "%(target)s is not reached in %(year)s, not even without exits: more entries are "
            "needed."
        )
    else:
        reading = _(
            "With %(entries)s entries a year and %(rate)s of exits the point lies below the line: "
            "%(target)s is not reached in %(year)s; fewer exits move it as surely as more entries."
        )
    said = Words(_("Entries and exits that reach the target"), reading % values, source)
    return iso_line(asked, curve(asked), published_entries, said)


def projection_chart(read: ProjectionRead) -> charts.Chart:
    """One definition alone: what is published, then each way into the future with its interval."""
    known = [
        (figure.year, float(figure.value))
        for figure in read.asked.figures
        if figure.definition == read.definition.pk and figure.year is not None
    ]
    series = [_series(path, known) for path in read.found.paths]
    low, median, high = read.main.end
    reading = _(
        "%(method)s, there are %(median)s in %(year)s, between %(low)s and %(high)s in four "
        "futures of five; the chance of %(target)s is %(chance)s."
    ) % {
        "method": sentences.method_name(read.main),
        "median": numbers.count(median),
        "year": read.main.years[-1],
        "low": numbers.count(low),
        "high": numbers.count(high),
        "target": numbers.count(float(read.target.value)),
        "chance": numbers.chance(read.main.probability),
    }
    target = charts.Target(
        read.target.year, float(read.target.value), numbers.count(float(read.target.value))
    )
    return charts.line(
        series,
        Words(read.definition.name, reading, projection_source(read)),
        unit=_("firms"),
        target=target,
    )


def _series(path: FuturePath, known: list[tuple[int, float]]) -> charts.Series:
    rows = list(zip(path.years, path.low, path.median, path.high, strict=True))
    return charts.Series(
        sentences.method_name(path),
        [*known, *((year, numbers.rounded(middle)) for year, _low, middle, _high in rows[1:])],
        band=[
            (year, numbers.rounded(low), numbers.rounded(high)) for year, low, _middle, high in rows
        ],
        projected_from=path.years[1],
    )


def projection_source(read: ProjectionRead) -> str:
    return _("published counts; computed here on %(day)s, version %(version)s") % {
        "day": formats.day_for_reader(read.projection.computed_at),
        "version": read.asked.version,
    }


def regions_chart(read: ProjectionRead) -> charts.Chart:
    first = max(read.regions, key=lambda row: row.median)
    reading = _(
        "In %(year)s %(region)s would hold %(value)s of them, if regions keep their part of the "
        "entries and share one exit rate."
    ) % {
        "year": read.main.years[-1],
        "region": first.region.name,
        "value": numbers.count(first.median),
    }
    return charts.dot_range(
        [
            charts.Range(
                row.region.name,
                numbers.rounded(row.median),
                numbers.rounded(row.low),
                numbers.rounded(row.high),
                url=_region_url(row.region.code),
            )
            for row in read.regions
        ],
        Words(
            _("By region in %(year)s: %(definition)s")
            % {"year": read.main.years[-1], "definition": read.definition.name},
            reading,
            projection_source(read),
        ),
        unit=_("firms"),
        heading=_("Region"),
    )


def recovery_chart(found: Recovery) -> charts.Chart:
    last = found.latest
    reading = _(
        "In %(year)s exports stand at %(base)s on %(base_year)s = 100, and at %(trend)s on their "
        "trend of %(first)s–%(base_year)s = 100; prices are included in both."
    ) % {
        "year": last.year,
        "base": numbers.amount(last.index.on_base, 0),
        "base_year": BASE_YEAR,
        "trend": numbers.amount(last.index.on_trend, 0),
        "first": found.before[0].year,
    }
    published = [
        (row.year, numbers.rounded(row.index.value / numbers.BILLION, 1)) for row in found.rows
    ]
    trend = [
        (row.year, numbers.rounded(row.index.trend / numbers.BILLION, 1)) for row in found.rows
    ]
    return charts.line(
        [
            charts.Series(_("Published values"), published),
            charts.Series(_("Trend before the shock"), trend, projected_from=BASE_YEAR + 1),
        ],
        Words(
            _("Exports of goods: on %(year)s and on trend") % {"year": BASE_YEAR},
            reading,
            numbers.sources(row.figure for row in found.rows),
        ),
        unit=_("billion %(currency)s, current prices")
        % {"currency": formats.currency_name(last.figure.unit, formats.language())},
    )
