"""What the Moroccan pack says: its map, its published figures, its calendar, its instruments."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter, defaultdict

import pytest

from tests.packs.reading import MOROCCO, ROOT, files, regions_now, rows, text_of

CENSUS = ROOT.parent / "shared/data/morocco_regions/regions.csv.gz"


def test_morocco_has_twelve_regions_seventy_five_provinces_and_its_communes() -> None:
    assert list(regions_now(MOROCCO)) == [f"{n:02}" for n in range(1, 13)]
    levels = Counter(row["level"] for row in rows(MOROCCO, "territories.csv.gz"))
    assert levels == {
        "country": 1, "region": 28, "province": 75, "commune": 1503, "arrondissement": 41,
    }  # fmt: skip


def test_morocco_codes_hold_their_parent_s_code() -> None:
    for row in rows(MOROCCO, "territories.csv.gz"):
        if row["level"] in ("province", "commune"):
            assert row["code"].startswith(row["parent"] + "."), row


@pytest.mark.skipif(not CENSUS.exists(), reason="the census table is not beside the project")
def test_morocco_names_are_those_of_the_census_office() -> None:
    official = csv.DictReader(io.StringIO(text_of(CENSUS)))
    for row in official:
        ours = regions_now(MOROCCO)[row["code"]]
        assert (ours["name_fr"], ours["name_ar"]) == (row["name_fr"], row["name_ar"])
        assert ours["population"] == row["population_2024"]


def test_old_regions_share_out_their_people_and_every_province_once() -> None:
    pairs = rows(MOROCCO, "territory_mapping.csv")
    shares: defaultdict[str, float] = defaultdict(float)
    for row in pairs:
        shares[row["old"]] += float(row["population_share"])
    assert len(shares) == 16
    assert all(abs(share - 1) < 0.0003 for share in shares.values())  # four decimals, three parts
    provinces = Counter(code for row in pairs for code in row["provinces"].split())
    assert len(provinces) == 75
    assert set(provinces.values()) == {1}
    assert [(row["old"], row["new"]) for row in pairs if row["exact"] == "yes"] == [
        ("old-16", "12")
    ]


@pytest.mark.parametrize("name", ["regions.topojson", "regions_outline.json"])
def test_the_map_is_small_and_has_the_regions(name: str) -> None:
    path = MOROCCO / name
    data = json.loads(path.read_text("utf-8"))
    if name.endswith(".topojson"):
        found = [each["properties"]["code"] for each in data["objects"]["regions"]["geometries"]]
        assert path.stat().st_size < 20_000
    else:
        found = [each["code"] for each in data["regions"]]
        width, height = (float(each) for each in data["viewBox"].split()[2:])
        assert all(0 < each["label"][0] < width for each in data["regions"])
        assert all(0 < each["label"][1] < height for each in data["regions"])
        assert path.stat().st_size < 30_000
    assert found == list(regions_now(MOROCCO))


def value(definition: str, territory: str, year: str) -> float:
    (row,) = [
        each
        for each in rows(MOROCCO, "facts.csv")
        if (each["definition"], each["territory"], each["year"]) == (definition, territory, year)
    ]
    return float(row["value"])


def test_morocco_entries_by_region_add_up_to_4425() -> None:
    entries = [value("new_active_exporter", code, "2012") for code in regions_now(MOROCCO)]
    assert sum(entries) == value("new_active_exporter", "MAR", "2012") == 4425


def test_morocco_entries_less_net_change_are_exits() -> None:
    net = value("exporter_active", "MAR", "2019") - value("exporter_active", "MAR", "2011")
    assert net == value("net_change_active", "MAR", "2012") == 1083
    assert value("exit_active", "MAR", "2012") == 4425 - net


def test_morocco_exit_rate_leads_from_one_stock_to_the_other() -> None:
    stock, rate = (
        value("exporter_active", "MAR", "2011"),
        value("exit_rate_active", "MAR", "2012") / 100,
    )
    for _ in range(8):
        stock = stock * (1 - rate) + 4425 / 8
    assert stock == pytest.approx(4309, abs=0.5)  # the rate is written with five digits


def test_morocco_contradictions_are_kept_side_by_side() -> None:
    exports = [
        row
        for row in rows(MOROCCO, "facts.csv")
        if (row["definition"], row["year"], row["breakdown"]) == ("export_value_goods", "2022", "")
    ]
    assert {row["status"] for row in exports} == {"provisional", "derived"}


def test_morocco_establishments_of_regions_add_up_to_the_country_s() -> None:
    total: Counter[tuple[str, str]] = Counter()
    for row in rows(MOROCCO, "establishments.csv"):
        sign = -1 if row["region"] == "MAR" else 1
        total[(row["size_class"], row["sector"])] += sign * int(row["establishments"])
    assert len(total) == 10
    assert set(total.values()) == {0}


def test_calendar_has_fixed_days_every_year_and_marks_the_moon_s() -> None:
    days = rows(MOROCCO, "calendar.csv")
    years = Counter(row["date"][:4] for row in days)
    assert sorted(years) == [str(year) for year in range(2021, 2037)]
    assert all(row["estimated"] == "yes" for row in days if row["kind"] == "religious")
    assert all(row["estimated"] == "no" for row in days if row["kind"] == "national")
    throne = [row["date"] for row in days if row["name_en"] == "Throne Day"]
    assert throne == [f"{year}-07-30" for year in range(2021, 2037)]
    assert [row["date"] for row in days] == sorted(row["date"] for row in days)


def test_maghrebi_months_are_used() -> None:
    text = " ".join(text_of(path) for path in files(MOROCCO))
    assert not re.search("مايو|يوليو[^ز]|أغسطس|سبتمبر|نوفمبر|ديسمبر", text)


def test_ports_have_a_whole_position_inside_the_country_or_none() -> None:
    for row in rows(MOROCCO, "ports.csv"):
        assert bool(row["lat"]) == bool(row["lon"]), row
        if row["lat"]:
            assert 20.7 < float(row["lat"]) < 36, row
            assert -17.2 < float(row["lon"]) < -0.9, row


def test_instruments_were_looked_for_on_a_day_and_rates_are_shares() -> None:
    for row in rows(MOROCCO, "instruments.csv"):
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", row["checked_on"]), row
        assert not row["rate"] or 0 < float(row["rate"]) <= 1, row
        assert not (row["status"] == "open" and row["window_close"]), row
