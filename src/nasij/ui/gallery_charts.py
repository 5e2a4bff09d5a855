"""Example charts of the gallery: invented figures, said to be so in every source line."""

from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from nasij.ui import charts
from nasij.ui.charts import Chart, Words


def _words(title: str, reading: str) -> Words:
    return Words(title, reading, _("invented figures, to show the drawing, 2026"))


def fan() -> Chart:
    seen = [(2015 + i, v) for i, v in enumerate([5100, 5240, 5380, 5500, 5610, 5290, 5480, 5700])]
    late = [(2023 + i, 5700 + 210 * (i + 1)) for i in range(13)]
    band = [(year, v - 60 * (i + 1), v + 75 * (i + 1)) for i, (year, v) in enumerate(late)]
    series = charts.Series(
        _("Exporting firms"), seen + late, [(2022, 5700, 5700), *band], projected_from=2023
    )
    return charts.line(
        [series],
        _words(
            _("Exporting firms and the target for 2035"),
            _("At the present pace the interval stays under the target in 2035."),
        ),
        unit=_("firms"),
        target=charts.Target(2035, 12_000, _("target")),
    )


def two_lines() -> Chart:
    first = charts.Series(_("Example region A"), [(2018 + i, 120 + 14 * i) for i in range(7)])
    second = charts.Series(
        _("Example region B"), [(2018 + i, 180 + 3 * i * (-1) ** i) for i in range(7)]
    )
    return charts.line(
        [first, second],
        _words(
            _("New exporters in two regions"),
            _("Region A passed region B in 2023."),
        ),
        unit=_("firms"),
    )


def ranking() -> Chart:
    items = [
        charts.Bar(_("Example region %(letter)s") % {"letter": letter}, value, letter == "C")
        for letter, value in zip("ABCDEF", [1204, 860, 655, 240, 96, None], strict=True)
    ]
    return charts.bars(
        items,
        _words(
            _("Exporting firms by region"),
            _("Region C counts 655 exporting firms and comes third."),
        ),
        unit=_("firms"),
        heading=_("Region"),
    )


def flows() -> Chart:
    years = [
        charts.FlowYear(2018 + i, 900 + 40 * i, 820 + 90 * (i == 2) + 25 * i, 110 + 9 * i, 5500)
        for i in range(8)
    ]
    return charts.stock_flow(
        years,
        _words(
            _("Firms that entered and left"),
            _("Three of four entries are cancelled by exits."),
        ),
        unit=_("firms"),
    )


def panels() -> Chart:
    regions = [
        (
            _("Example region %(letter)s") % {"letter": letter},
            charts.Series("", [(2017 + i, 40 + 10 * n + (3 + n) * i) for i in range(8)]),
        )
        for n, letter in enumerate("ABCDEFGH")
    ]
    return charts.small_multiples(
        regions,
        _words(_("The same years, region by region"), _("All regions rise, region H fastest.")),
        unit=_("firms"),
    )


def ranges() -> Chart:
    items = [
        charts.Range(_("Citrus"), 420, 310, 560, 250),
        charts.Range(_("Wiring and cables for the motor industry"), 310, 260, 350, 300),
        charts.Range(_("Olive oil"), 190, 90, 330, 60),
        charts.Range(_("Carpets"), 45, 20, 80, 12),
    ]
    return charts.dot_range(
        items,
        _words(
            _("Potential and what is exported today"),
            _("Olive oil is exported at a third of its potential, which is also the least sure."),
        ),
        unit=_("millions of US dollars a year"),
        heading=_("Product"),
        reference_label=_("Exported today"),
    )


def cloud() -> Chart:
    spots = [
        charts.Spot(f"P{i}", 0.1 + (i * 37 % 50) / 50, (i * 17 % 40) / 10, 1 + i % 5, named=i == 7)
        for i in range(30)
    ]
    return charts.scatter(
        spots,
        _words(
            _("Near and far products"),
            _("Product P7 is near to what the region makes and complex enough to be worth it."),
        ),
        x_label=_("Distance"),
        y_label=_("Complexity"),
    )


def mix() -> Chart:
    names = [_("Phosphates"), _("Wiring"), _("Clothing"), _("Citrus"), _("Tomatoes"), _("Fish")]
    values = [31, 24, 12, 9, 7, 5]
    items = [charts.Part(n, v * 1e9) for n, v in zip(names, values, strict=True)]
    items += [charts.Part(f"P{i}", 2e8) for i in range(20)]
    return charts.product_mix(
        items,
        _words(
            _("What an example region exports"),
            _("Two products make up six tenths of the exports."),
        ),
        unit="USD",
        largest=6,
    )


def country() -> Chart | None:
    topology = Path(settings.PACK_DIR) / "regions.topojson"
    if not topology.exists():
        return None
    items = [
        charts.RegionValue(
            f"{n:02}",
            _("Region %(code)s") % {"code": f"{n:02}"},
            None if n == 12 else (n * 389) % 1300 + 20,
            url=reverse("ui:gallery") + f"?region={n:02}",
            reason=_("fewer than three firms") if n == 12 else "",
        )
        for n in range(1, 13)
    ]
    return charts.region_map(
        items,
        _words(_("Exporting firms on the map"), _("The coast of the north-west leads.")),
        unit=_("firms"),
        topology=topology,
    )


def spark() -> str:
    return charts.sparkline([3, 4, 4, 6, 5, 8, 9], _("rising from 3 to 9"))
