"""Every chart is a valid drawing that a strict page accepts, with its sentence and its figures."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.utils.translation import override

from nasij.ui import charts, gallery_charts
from nasij.ui.charts import Chart, Words, clean, engine, look
from nasij.ui.charts.maps import classes

KINDS: list[Callable[[], Chart | None]] = [
    gallery_charts.fan,
    gallery_charts.two_lines,
    gallery_charts.ranking,
    gallery_charts.flows,
    gallery_charts.panels,
    gallery_charts.ranges,
    gallery_charts.cloud,
    gallery_charts.mix,
    gallery_charts.country,
]
WORDS = Words("العنوان", "جملة القراءة", "المصدر، 2026")


def drawn(make: Callable[[], Chart | None], language: str) -> Chart:
    with override(language):
        chart = make()
    assert chart is not None
    return chart


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("make", KINDS, ids=lambda kind: kind.__name__)
def test_a_drawing_is_valid_and_breaks_no_policy(
    make: Callable[[], Chart | None], language: str
) -> None:
    chart = drawn(make, language)
    for svg in filter(None, (chart.svg, chart.svg_narrow)):
        root = ElementTree.fromstring(svg)
        for element in root.iter():
            name = element.tag.rpartition("}")[2]
            assert name not in {"script", "style", "foreignObject", "image", "use"}
            for attribute in element.attrib:
                assert attribute != "style"
                assert not attribute.startswith("on")
        assert root.get("aria-label")
        assert len(list(root.iter())) > 10


@pytest.mark.parametrize("make", KINDS, ids=lambda kind: kind.__name__)
def test_a_chart_says_what_it_shows_and_where_it_is_from(
    make: Callable[[], Chart | None],
) -> None:
    chart = drawn(make, "fr")
    assert chart.title
    assert chart.reading.endswith(".")
    assert re.search(r"\d{4}", chart.source)
    assert chart.rows
    assert all(len(row) == len(chart.columns) for row in chart.rows)
    assert chart.csv().startswith("\ufeff")
    assert chart.source in chart.csv()
    assert not re.search(r"\d\.0[,\r]", chart.csv())  # a count of firms has no decimals


@pytest.mark.parametrize("make", KINDS, ids=lambda kind: kind.__name__)
def test_numbers_in_the_file_of_a_chart_are_the_same_in_every_language(
    make: Callable[[], Chart | None],
) -> None:
    english, french, arabic = (_numbers_of(drawn(make, code)) for code in ("en", "fr", "ar"))
    assert any(english)
    assert french == english
    assert arabic == english


def _numbers_of(chart: Chart) -> list[float | None]:
    places = [place for place, column in enumerate(chart.columns) if column.kind == "number"]
    lines = list(csv.reader(io.StringIO(chart.csv())))[1 : len(chart.rows) + 1]
    found = [float(line[place]) if line[place] else None for line in lines for place in places]
    return sorted(found, key=str)


def test_every_colour_of_a_drawing_follows_the_theme() -> None:
    svg = drawn(gallery_charts.flows, "fr").svg
    for element in ElementTree.fromstring(svg).iter():
        for side, prefix in (("fill", "f-"), ("stroke", "s-")):
            colour = element.get(side, "none")
            if colour.startswith("#"):
                assert prefix in element.get("class", ""), colour


def test_arabic_words_are_isolated_from_the_direction_of_the_drawing() -> None:
    chart = charts.bars([charts.Bar("جهة سوس ماسة", 12)], WORDS, unit="مقاولة", language="ar")
    assert "\u2067جهة سوس ماسة\u2069" in chart.svg


def test_rankings_are_mirrored_in_arabic() -> None:
    items = [charts.Bar("A", 10), charts.Bar("B", 5)]
    left = charts.bars(items, WORDS, unit="u", language="fr").spec(look.WIDE)
    right = charts.bars(items, WORDS, unit="u", language="ar").spec(look.WIDE)
    assert left["encoding"]["x"]["scale"]["reverse"] is False
    assert right["encoding"]["x"]["scale"]["reverse"] is True


def test_a_region_is_a_named_link_to_our_own_page() -> None:
    chart = drawn(gallery_charts.country, "fr")
    links = [e for e in ElementTree.fromstring(chart.svg).iter() if e.tag.endswith("}a")]
    assert len(links) == 12
    for link in links:
        assert link.get("href", "").startswith("/fr/ui/gallery/?region=")
        assert link.get("aria-label")


def test_a_link_elsewhere_is_cut() -> None:
    svg = (
        f'<svg xmlns="{clean.SVG}" xmlns:xlink="{clean.XLINK}" viewBox="0 0 1 1">'
        '<a xlink:href="https://elsewhere.example/x"><path fill="#000" d="M0,0h1v1z"/></a>'
        '<a xlink:href="javascript:alert(1)"><path fill="#000" d="M0,0h1v1z"/></a></svg>'
    )
    cleaned = clean.for_page(svg, "x")
    assert "elsewhere" not in cleaned
    assert "javascript" not in cleaned


def test_what_cannot_be_computed_is_said_and_not_drawn_as_zero() -> None:
    with override("en"):
        chart = charts.bars([charts.Bar("A", 10), charts.Bar("B", None)], WORDS, unit="u")
    assert "not computable" in chart.svg
    assert chart.rows[-1][1] is None


def test_a_drawing_is_kept_and_reused() -> None:
    chart = drawn(gallery_charts.ranking, "en")
    first = engine.draw(chart.spec(look.WIDE), "en")
    kept = list(Path(settings.DRAWINGS_ROOT).rglob("*.svg"))
    assert any(path.read_text(encoding="utf-8") == first for path in kept)
    assert engine.draw(chart.spec(look.WIDE), "en") == first


def test_a_full_disk_costs_the_cache_and_not_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("nasij.ui.charts.shelf.tempfile.mkstemp", full)
    chart = charts.bars([charts.Bar("only once", 3.25)], WORDS, unit="u", language="en")
    assert "only once" in chart.svg


def test_an_image_leaves_with_title_and_source() -> None:
    assert drawn(gallery_charts.flows, "ar").png().startswith(b"\x89PNG")


def test_classes_of_a_map_are_ordered_and_reach_the_largest() -> None:
    bounds = classes([3.0, 18, 40, 55, 61, 240, 1204])
    assert bounds == sorted(set(bounds))
    assert bounds[-1] == 1204
    assert classes([]) == []
    assert classes([5.0]) == [5.0]


def test_a_second_pack_of_five_regions_needs_no_code(tmp_path: Path) -> None:
    square = [[[0, 0], [1, 0], [0, 1], [-1, 0], [0, -1]]]
    topology = {
        "type": "Topology",
        "objects": {
            "regions": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "arcs": [[0]], "properties": {"code": "A1"}},
                ],
            }
        },
        "arcs": square,
        "transform": {"scale": [1, 1], "translate": [0, 0]},
    }
    path = tmp_path / "regions.topojson"
    path.write_text(json.dumps(topology))
    chart = charts.region_map(
        [charts.RegionValue("A1", "Aland", 4)], WORDS, unit="u", topology=path
    )
    assert "Aland" in chart.svg


def test_a_sparkline_is_the_size_of_a_word() -> None:
    svg = charts.sparkline([1, 2, None, 4], "rising")
    assert 'aria-label="rising"' in svg
    assert len(svg) < 2000


def test_too_many_lines_are_refused() -> None:
    many = [charts.Series(str(i), [(2020, 1)]) for i in range(7)]
    with pytest.raises(ValueError, match="one to six"):
        charts.line(many, WORDS, unit="u")


def test_a_small_value_beside_large_ones_is_not_written_as_none() -> None:
    chart = charts.bars(
        [charts.Bar("Fish", 1234.5), charts.Bar("Salt", 0.35), charts.Bar("Tea", 0.0)],
        Words("Title", "Reading", "Source"),
        unit="millions",
        heading="Sector",
        decimals=0,
        language="en",
    )
    written = [row["t"] for row in chart.spec(look.WIDE)["data"]["values"]]
    assert written == ["1,235", "0.35", "0"]
