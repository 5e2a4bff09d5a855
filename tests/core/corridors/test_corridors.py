import json

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from nasij_core.cli import app
from nasij_core.commands._terminal import name_and_number
from nasij_core.corridors import (
    Mode,
    Place,
    best_corridors,
    corridor,
    default_parameters,
    great_circle_km,
    parameter_rows,
    road_corridor,
    sea_distance,
    sea_routes,
)
from nasij_core.errors import BadOption, NegativeValue, NotANumber, NotEnoughData, OutOfRange
from nasij_core.frames.corridors import corridors

NORTH = Place("north", 35.0, -5.0)
SOUTH = Place("south", 30.0, -9.0)
STRAIT = Place("strait", 35.885, -5.5)
BAY = Place("bay", 30.42, -9.63)
DELTA = Place("delta", 51.95, 4.05)
CAPE = Place("cape", 14.68, -17.43)
places = st.builds(Place, st.just("p"), st.floats(-90, 90), st.floats(-180, 180))


@pytest.fixture
def without_lanes(monkeypatch):
    monkeypatch.setattr(sea_routes, "lane_km", lambda *_: None)


def test_great_circles():
    # a quarter of the equator, and from pole to pole
    assert great_circle_km(Place("a", 0, 0), Place("b", 0, 90)) == pytest.approx(
        10_007.56, abs=0.01
    )
    assert great_circle_km(Place("a", 90, 7), Place("b", -90, 7)) == pytest.approx(
        20_015.1, abs=0.1
    )


@given(places, places, places)
def test_a_great_circle_is_a_distance(one, two, three):
    direct = great_circle_km(one, three)
    assert direct == pytest.approx(great_circle_km(three, one), abs=1e-6)
    assert direct <= great_circle_km(one, two) + great_circle_km(two, three) + 1e-3
    assert great_circle_km(one, one) == pytest.approx(0, abs=1e-6)


def test_without_lanes_the_estimate_says_so(without_lanes):
    found = sea_distance(STRAIT, DELTA, 1.25)
    assert found.method == "great_circle"
    assert found.km == pytest.approx(1.25 * great_circle_km(STRAIT, DELTA))


@pytest.mark.skipif(
    not sea_routes.available(), reason="the sea lanes of `searoute` are not installed"
)
def test_sea_lanes_go_around_the_land():
    found = sea_distance(STRAIT, DELTA, 1.25)
    assert found.method == "sea_lanes"
    assert 2_400 < found.km < 2_800  # 1,350 nautical miles in common tables
    assert found.km > great_circle_km(STRAIT, DELTA)
    back = sea_distance(DELTA, STRAIT, 1.25)
    assert back.km == pytest.approx(found.km, rel=1e-6)


def test_a_corridor_is_the_sum_of_its_legs(without_lanes):
    rules = default_parameters()
    way = corridor(NORTH, STRAIT, DELTA, road_km=100.0)
    sea = rules.sea_detour * great_circle_km(STRAIT, DELTA)
    assert way.km == pytest.approx(100 + sea)
    assert way.hours == pytest.approx(
        100 / rules.road_speed_kmh
        + rules.port_hours
        + sea / rules.sea_speed_kmh
        + rules.arrival_hours
    )
    assert way.kg_co2_per_tonne == pytest.approx(
        100 * rules.road_kg_co2_per_tonne_km + sea * rules.sea_kg_co2_per_tonne_km
    )
    assert way.legs[0].method == "measured"
    assert way.estimated
    assert way.length(Mode.SEA) == pytest.approx(sea)


def test_a_road_all_the_way_waits_at_each_border():
    way = road_corridor(SOUTH, CAPE, road_km=2_500, borders=2)
    assert way.port is None
    assert way.hours == pytest.approx(2_500 / 55 + 48)


def test_ways_are_ranked_by_what_is_asked(without_lanes):
    ways = best_corridors([SOUTH], [STRAIT, BAY], [DELTA, CAPE], by_road=["cape"])
    assert [way.port for way in ways["south", "delta"]] == ["strait", "bay"]  # lorries are fast
    clean = best_corridors([SOUTH], [STRAIT, BAY], [DELTA], by="kg_co2_per_tonne")
    assert [way.port for way in clean["south", "delta"]] == ["bay", "strait"]  # and dirty
    assert {way.port for way in ways["south", "cape"]} == {"bay", "strait", None}
    for criterion in ("hours", "km", "kg_co2_per_tonne"):
        ranked = best_corridors([SOUTH], [STRAIT, BAY], [CAPE], by=criterion)["south", "cape"]
        values = [getattr(way, criterion) for way in ranked]
        assert values == sorted(values)


spots = st.lists(st.tuples(st.floats(-60, 60), st.floats(-170, 170)), min_size=1, max_size=3)


@settings(deadline=None, max_examples=30)
@given(spots, spots, spots, st.sampled_from(["hours", "km", "kg_co2_per_tonne"]), st.booleans())
def test_every_way_by_hand(starts, docks, ends, by, overland):
    def named(letter, positions):
        return [Place(f"{letter}{n}", lat, lon) for n, (lat, lon) in enumerate(positions)]

    regions, ports, markets = named("r", starts), named("p", docks), named("m", ends)
    p = default_parameters()
    measured = {("r0", "p0"): 321.0, ("r0", "m0"): 4321.0}

    def road(one, two):
        return measured.get((one.code, two.code), great_circle_km(one, two) * p.road_detour)

    def line(one, two):
        return great_circle_km(one, two) * p.sea_detour

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sea_routes, "lane_km", lambda *_: None)
        found = best_corridors(
            regions, ports, markets, by=by, road_km=measured, by_road=["m0"] if overland else []
        )
    for region in regions:
        for market in markets:
            ways = []
            for port in ports:
                a, b = road(region, port), line(port, market)
                hours = a / p.road_speed_kmh + p.port_hours + b / p.sea_speed_kmh + p.arrival_hours
                co2 = a * p.road_kg_co2_per_tonne_km + b * p.sea_kg_co2_per_tonne_km
                ways.append({"port": port.code, "km": a + b, "hours": hours, "kg": co2})
            if overland and market.code == "m0":
                a = road(region, market)
                hours = a / p.road_speed_kmh + p.border_hours
                co2 = a * p.road_kg_co2_per_tonne_km
                ways.append({"port": None, "km": a, "hours": hours, "kg": co2})
            key = "kg" if by.startswith("kg") else by
            ways.sort(key=lambda way: (way[key], way["port"] or ""))
            answer = found[region.code, market.code]
            for way, ours in zip(ways, answer, strict=True):
                assert getattr(ours, by) == pytest.approx(way[key])
            by_port = {way.port: way for way in answer}
            for way in ways:
                ours = by_port[way["port"]]
                told = (ours.km, ours.hours, ours.kg_co2_per_tonne)
                assert told == pytest.approx((way["km"], way["hours"], way["kg"]))


def test_parameters_are_data_within_their_range():
    rows = parameter_rows()
    for row in rows:
        assert float(row["low"]) <= float(row["value"]) <= float(row["high"])
    changed = default_parameters().with_values({"port_hours": 10})
    assert changed.port_hours == 10
    assert changed.road_detour == default_parameters().road_detour


@pytest.mark.parametrize(
    ("error", "values"),
    [
        (BadOption, {"wind": 1.0}),
        (OutOfRange, {"road_detour": 0.5}),
        (OutOfRange, {"road_speed_kmh": 0.0}),
        (OutOfRange, {"port_hours": -1.0}),
        (OutOfRange, {"port_hours": float("nan")}),
    ],
)
def test_bad_parameters(error, values):
    with pytest.raises(error):
        default_parameters().with_values(values)


def test_bad_places():
    with pytest.raises(OutOfRange, match="moon"):
        corridor(Place("moon", 300, 0), STRAIT, DELTA)
    with pytest.raises(NegativeValue):
        corridor(NORTH, STRAIT, DELTA, road_km=-1)
    with pytest.raises(NotEnoughData):
        best_corridors([], [STRAIT], [DELTA])
    with pytest.raises(BadOption):
        best_corridors([NORTH], [STRAIT], [DELTA], by="beauty")


def table(code, *rows):
    return pl.DataFrame([{code: p.code, "lat": p.lat, "lon": p.lon} for p in rows])


def test_frames_and_command(without_lanes, tmp_path):
    frames = {
        "region": table("region", NORTH, SOUTH),
        "port": table("port", STRAIT, BAY),
        "market": table("market", DELTA, CAPE),
    }
    roads = pl.DataFrame({"region": ["north"], "destination": ["strait"], "km": [120.0]})
    found = corridors(*frames.values(), roads=roads, by_road=["cape"])
    assert len(found.corridors) == 2 * 2 * 2 + 2
    first = found.corridors.filter(region="north", market="delta", port="strait")
    assert first["road_km"].item() == 120
    assert first["road_method"].item() == "measured"
    assert {note.code for note in found.notes} == {"no_lanes", "no_roads"}
    for name, frame in frames.items():
        frame.write_csv(tmp_path / f"{name}.csv")
    arguments = [str(tmp_path / f"{name}.csv") for name in frames]
    options = ["--out", str(tmp_path / "out"), "--parameter", "port_hours=12", "--json"]
    answer = CliRunner().invoke(app, ["corridor", *arguments, *options])
    assert answer.exit_code == 0, answer.output
    record = json.loads((tmp_path / "out" / "record.json").read_text())
    assert record["options"]["parameters"]["port_hours"] == 12
    wrong = CliRunner().invoke(app, ["corridor", *arguments, *options, "--parameter", "x=y"])
    assert wrong.exit_code == 2
    with pytest.raises(NotANumber):
        name_and_number("a=b", "the parameter")
