"""Numbers against the published ones, and what is stored with a projection."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from typer.testing import CliRunner

from nasij.audit.models import Event
from nasij.cli import app
from nasij.reference.acts import load_pack
from nasij.reference.enums import FigureStatus
from nasij.reference.models import Figure
from nasij.reference.pack import current_pack
from nasij.targets import analysis, queries
from nasij.targets.acts import compute_projections
from nasij.targets.errors import NoTarget
from nasij.targets.kept import FuturePath
from nasij.targets.models import Projection, Target

pytestmark = pytest.mark.django_db


def test_stock_and_flow_is_the_published_arithmetic() -> None:
    flow = queries.stock_and_flow()
    assert flow is not None
    assert (flow.entries, flow.net, flow.exits) == (4425, 1083, 3342)
    assert flow.flows.entries_per_year == pytest.approx(553.125)
    assert flow.exits / flow.flows.years == pytest.approx(417.75)
    assert flow.flows.exit_rate == pytest.approx(0.110463, abs=1e-6)
    assert len(flow.regions) == 12
    assert sum(row.share for row in flow.regions) == pytest.approx(1)


def test_deduced_figures_agree_with_those_of_the_pack() -> None:
    flow = queries.stock_and_flow()
    assert flow is not None
    known = {
        "exit_active": flow.exits,
        "net_change_active": flow.net,
        "exit_rate_active": round(100 * flow.flows.exit_rate, 3),
    }
    for definition, value in known.items():
        figure = Figure.objects.get(definition_id=definition, territory__code="MAR")
        assert float(figure.value) == pytest.approx(value)


@pytest.mark.parametrize(
    ("rate", "entries"), [(0.08, 1176.9), (0.110463, 1485.3), (0.20, 2455.2), (0.35, 4205.1)]
)
def test_entries_needed_for_twelve_thousand(rate: float, entries: float) -> None:
    assert analysis.entries_needed(6000, 12000, rate, 14) == pytest.approx(entries, abs=0.06)


@pytest.mark.parametrize(
    ("definition", "growth"), [("exporter_any", 0.0400767), ("exporter_active", 0.0368454)]
)
def test_growth_within_one_definition(definition: str, growth: float) -> None:
    count = next(one for one in queries.counts() if one.definition.pk == definition)
    assert count.growth == pytest.approx(growth, abs=1e-6)


def test_doubling_in_fourteen_and_in_ten_years() -> None:
    assert analysis.yearly_growth(6000, 12000, 14) == pytest.approx(0.05075664, abs=1e-8)
    assert analysis.yearly_growth(6000, 12000, 10) == pytest.approx(0.07177346, abs=1e-8)


def test_a_count_without_rule_or_with_one_year_has_no_growth() -> None:
    for count in queries.counts():
        if count.definition.pk in {"exporter_csmd", "exporter_quoted", "exporter_regular_quoted"}:
            assert count.growth is None


def test_every_change_of_definition_is_flagged() -> None:
    flagged = queries.breaks(queries.counts())
    assert flagged
    for one in flagged:
        assert one.before.definition_id != one.after.definition_id
        assert (one.before.year or 0) <= (one.after.year or 0)


def test_each_definition_with_data_is_projected_and_recorded() -> None:
    kept = compute_projections(draws=2000, by=None)
    assert {one.definition_id for one in kept} == {
        "exporter_csmd",
        "exporter_any",
        "exporter_active",
    }
    active = next(one for one in kept if one.definition_id == "exporter_active")
    assert active.request["method"] == "flows"
    assert active.request["seed"] == 2035
    assert active.request["version"]
    assert {row["source"] for row in active.request["figures"]} == {
        "le360_2022_03",
        "librentreprise_2022_03",
    }
    assert active.result["back_test"] == {"years_given": 2, "years_needed": 5}
    assert Event.objects.filter(verb="targets.projection_computed").count() == 1


def test_the_same_question_has_the_same_answer() -> None:
    first = compute_projections(draws=2000, by=None)
    second = compute_projections(draws=2000, by=None)
    assert [one.result for one in first] == [one.result for one in second]
    assert [one.request for one in first] == [one.request for one in second]


def test_the_flow_projection_follows_the_closed_form() -> None:
    compute_projections(draws=4000, by=None)
    read = next(one for one in queries.projection_summary() if one.main.method == "flows")
    flow = queries.stock_and_flow()
    assert flow is not None
    expected = analysis.stock_after(4309, 553.125, flow.flows.exit_rate, 16)
    assert read.main.assumptions["expected"] == pytest.approx(expected)
    low, median, high = read.main.end
    assert low < median < high
    # Exits drawn about their level are convex in it: the median stays within a few per cent.
    assert median == pytest.approx(expected, rel=0.03)
    assert sum(row.median for row in read.regions) == pytest.approx(median, rel=0.02)


def test_growth_continued_passes_the_target_only_for_the_widest_definition() -> None:
    compute_projections(draws=500, by=None)
    by_key = {one.definition.pk: one for one in queries.projection_summary()}
    assert by_key["exporter_any"].main.median[-1] == pytest.approx(7092 * 1.0400767**16, rel=1e-5)
    assert by_key["exporter_any"].main.probability > 0.5
    assert by_key["exporter_csmd"].main.probability < 0.5
    assert by_key["exporter_csmd"].borrowed
    assert by_key["exporter_active"].main.probability < 0.01


def test_more_years_seen_make_the_interval_of_growth_narrower() -> None:
    def width(years_seen: int) -> float:
        path = analysis.project_growth(
            start_year=2019,
            target_year=2035,
            target=12000,
            stock=7092,
            growth=0.04,
            years_seen=years_seen,
            spread=0.04,
        )
        return path.high[-1] - path.low[-1]

    assert width(4) > width(8) > width(30)


def test_a_projection_is_stale_when_a_figure_changes_and_not_when_the_pack_is_loaded_again() -> (
    None
):
    compute_projections(draws=500, by=None)
    load_pack(current_pack())
    assert not any(one.is_stale for one in queries.projection_summary())
    Figure.objects.filter(definition_id="exporter_any", year=2019).update(value=7100)
    stale = {one.definition.pk: one.is_stale for one in queries.projection_summary()}
    assert stale == {"exporter_any": True, "exporter_csmd": True, "exporter_active": False}


@pytest.mark.parametrize("damage", [{"result": {}}, {"request": []}, {"result": {"paths": [1]}}])
def test_a_damaged_projection_is_passed_over_until_it_is_computed_again(
    client: Client, damage: dict[str, Any]
) -> None:
    compute_projections(draws=500, by=None)
    Projection.objects.filter(definition_id="exporter_any").update(**damage)
    shown = [read.definition.pk for read in queries.projection_summary()]
    assert sorted(shown) == ["exporter_active", "exporter_csmd"]
    assert client.get("/en/targets/").status_code == 200
    compute_projections(draws=500, by=None)
    assert len(queries.projection_summary()) == 3


def test_without_a_target_nothing_is_computed() -> None:
    Projection.objects.all().delete()
    Target.objects.update(is_headline=False)
    assert queries.headline() is None
    assert queries.projection_summary() == []
    with pytest.raises(NoTarget):
        compute_projections(by=None)


def test_recovery_on_the_base_year_and_on_the_trend() -> None:
    """The worked example: recovered on 2019 in 2022, and not on trend."""
    before = {2016: 100, 2017: 104, 2018: 108.16, 2019: 112.4864}
    after = {2020: 95, 2021: 110, 2022: 125, 2023: 130}
    answer = analysis.recovery({**before, **after}, 2019)
    assert answer is not None
    rows, growth = answer[0][4:], answer[1]
    assert growth == pytest.approx(0.04)
    assert [row.on_base for row in rows] == pytest.approx(
        [84.4547, 97.7896, 111.1245, 115.5695], abs=1e-4
    )
    assert [row.on_trend for row in rows] == pytest.approx(
        [81.2064, 90.4120, 98.7893, 98.7893], abs=1e-4
    )
    assert sum(row.value - row.trend for row in rows) == pytest.approx(-36.7762, abs=1e-4)


def test_recovery_uses_the_fixed_value_of_a_year_and_shows_the_first_count() -> None:
    found = queries.recovery()
    assert found is not None
    year = next(row for row in found.rows if row.year == 2022)
    assert float(year.figure.value) == 428_600_000_000
    assert [float(other.value) for other in year.others] == [426_100_000_000]
    assert [row.year for row in found.before] == [2005, 2012, 2019]
    assert found.latest.figure.status == FigureStatus.PROVISIONAL
    assert found.latest.index.on_base > 100 > found.latest.index.on_trend


def test_the_command_tells_a_chance_as_the_page_does() -> None:
    """It wrote “p = 0.00” where the page says “less than 1%”."""
    done = CliRunner().invoke(app, ["compute", "target", "--draws", "200", "--lang", "en"])
    assert done.exit_code == 0, done.output
    assert "chance of the target: less than 1%" in done.output
    assert "p = " not in done.output


def test_a_reading_for_machines_has_the_rounding_of_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """4,890.5 was 4890 in the command’s answer and 4,891 on the page."""
    grown = FuturePath("growth", (2021, 2035), (1, 10.5), (1, 4890.5), (1, 12.5), 0.5, (), {})
    monkeypatch.setattr(analysis, "project_growth", lambda **_asked: grown)
    kept = {one.definition_id: one for one in compute_projections(draws=200, by=None)}
    assert kept["exporter_any"].found.reading.startswith("2035: 4891 (11 to 13)")
