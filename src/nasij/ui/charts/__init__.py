"""Charts: plain data in, a `Chart` out, with its sentence, its source and its table.

chart = bars([Bar("West", 1204)], Words(title, reading, source), unit=_("firms"))
{% chart_box chart png_url=… csv_url=… %}
"""

from nasij.ui.charts.bars import Bar, FlowYear, Part, bars, product_mix, stock_flow
from nasij.ui.charts.chart import Chart, Key, Words
from nasij.ui.charts.document import for_document
from nasij.ui.charts.dots import Range, Spot, dot_range, scatter
from nasij.ui.charts.lines import Series, Target, line, small_multiples, sparkline
from nasij.ui.charts.maps import RegionValue, region_map

__all__ = [
    "Bar",
    "Chart",
    "FlowYear",
    "Key",
    "Part",
    "Range",
    "RegionValue",
    "Series",
    "Spot",
    "Target",
    "Words",
    "bars",
    "dot_range",
    "for_document",
    "line",
    "product_mix",
    "region_map",
    "scatter",
    "small_multiples",
    "sparkline",
    "stock_flow",
]
