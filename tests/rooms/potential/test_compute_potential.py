"""The computed potential equals the one known by construction, and its regions add up to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import override

from nasij.audit.models import Event
from nasij.datasets.acts import (
    load_association,
    load_customs,
    load_distances,
    load_growth,
    load_regional,
    load_trade,
)
from nasij.datasets.queries import sentences
from nasij.potential import acts, results, words
from nasij.potential.acts import RUNS_WITH_TABLES, compute_potential
from nasij.potential.errors import ExporterNotInFlows, TradeNotLoaded
from nasij.potential.models import PotentialRun
from nasij.potential.queries import (
    REST,
    current_run,
    is_stale,
    national_potential,
    region_potential,
    regions_of,
    snapshots_of,
)
from nasij.potential.records import Part, Regional
from nasij.potential.results import PairsAsked
from nasij.reference.models import Figure
from tests.rooms.datasets.firm_lines import HEADINGS, ice, write
from tests.rooms.datasets.made_files import (
    make_csv,
    make_distances,
    make_growth,
    make_regional,
    make_text,
    make_zip,
)

pytestmark = pytest.mark.django_db
IN_USD = (*HEADINGS[:-1], "Valeur FOB (USD)")
CENT = 0.01  # dollars; the made figures are whole thousands


def shown_parts(run: PotentialRun) -> dict[str, Part]:
    return {one.code: one.part for one in regions_of(run) if one.part is not None}


def test_potential_equals_the_one_known_by_construction(run: PotentialRun) -> None:
    assert run.totals["potential_usd"] == pytest.approx(80_000, abs=CENT)
    assert run.totals["actual_usd"] == pytest.approx(80_000, abs=CENT)
    assert run.totals["unrealised_usd"] == pytest.approx(20_000, abs=CENT)
    pairs = results.pairs(run.path, PairsAsked())
    gaps = {(row["market"], row["product"]): row["unrealised_usd"] for row in pairs}
    assert gaps == pytest.approx(
        {
            ("IND", "870321"): 10_000,
            ("ITA", "280920"): 10_000,
            ("IND", "280920"): 0,
            ("ITA", "870321"): 0,
        },
        abs=CENT,
    )


def test_request_is_kept_with_the_run(run: PotentialRun) -> None:
    assert run.request["snapshots"] == [run.trade_id]
    assert run.request["options"]["years"] == [2024]
    assert run.request["version"]
    assert set(run.snapshots.all()) == {run.trade}
    assert Event.objects.filter(verb="potential.potential_computed").count() == 1


def test_only_what_entered_the_run_is_named(run: PotentialRun, tmp_path: Path) -> None:
    """A list of members enters no figure; growth that ends before the horizon begins, neither."""
    load_association(write(tmp_path / "members.csv", [(ice(1), "A")], ("ICE", "Firm")), by=None)
    assert not is_stale(run)
    load_growth(make_text(tmp_path, "g.csv", "country,year,growth\nIND,2020,5\n"), by=None)
    assert is_stale(run)
    newer = compute_potential(exporter="MAR", by=None)
    assert snapshots_of(newer) == [run.trade]
    assert not is_stale(newer)


@pytest.mark.parametrize(("grown", "years"), [(2020, "2025–2029"), (2031, "2025–2029")])
def test_growth_that_does_not_fit_is_not_said_to_lack(
    data_folder: Path, tmp_path: Path, grown: int, years: str
) -> None:
    load_trade(make_csv(tmp_path), by=None)
    load_growth(make_text(tmp_path, "g.csv", f"country,year,growth\nIND,{grown},5\n"), by=None)
    notes = compute_potential(exporter="MAR", by=None).totals["notes"]
    with override("en"):
        said = sentences(notes)
    assert any(f"the forecasts loaded give no year of {years}" in one for one in said)
    assert not any("No growth given" in one for one in said)


def test_terms_without_data_are_said(run: PotentialRun) -> None:
    codes = {note["code"] for note in run.totals["notes"]}
    assert {"no_growth", "no_distances", "no_tariffs", "closed_world"} <= codes
    assert run.totals["terms"]["distance_factor"] is False


def test_distances_and_growth_are_used_when_loaded(data_folder: Path, tmp_path: Path) -> None:
    load_trade(make_csv(tmp_path), by=None)
    load_distances(make_distances(tmp_path), by=None)
    load_growth(make_growth(tmp_path), by=None)
    run = compute_potential(exporter="MAR", by=None)
    assert run.totals["terms"]["distance_factor"]
    assert run.totals["terms"]["growth"]
    assert run.request["options"]["horizon"] == 2029
    assert {one["left_out"] for one in run.totals["other_choices"]} == {"distances", "growth"}


def test_new_run_takes_the_place_of_the_former(run: PotentialRun) -> None:
    newer = compute_potential(exporter="MAR", by=None)
    run.refresh_from_db()
    assert not run.is_current
    assert current_run() == newer
    assert run.path != newer.path
    assert results.has_tables(run.path)


def test_years_are_averaged(data_folder: Path, tmp_path: Path) -> None:
    load_trade(make_zip(tmp_path), by=None)
    run = compute_potential(exporter="MAR", by=None)
    assert run.request["options"]["years"] == [2023, 2024]
    assert run.totals["potential_usd"] == pytest.approx(80_000, abs=CENT)


def test_without_trade_flows_nothing_is_computed(data_folder: Path) -> None:
    with pytest.raises(TradeNotLoaded):
        compute_potential(exporter="MAR", by=None)
    assert not PotentialRun.objects.exists()


def test_exporter_unknown_to_the_file_is_refused(data_folder: Path, tmp_path: Path) -> None:
    load_trade(make_csv(tmp_path), by=None)
    with pytest.raises(ExporterNotInFlows, match="FRA"):
        compute_potential(exporter="FRA", by=None)


def test_failed_record_leaves_no_tables(
    run: PotentialRun, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **options: object) -> None:
        raise RuntimeError("no record today")

    monkeypatch.setattr(acts, "record", broken)
    with pytest.raises(RuntimeError):
        compute_potential(exporter="MAR", by=None)
    assert [run.path] == list((data_folder / "potential").iterdir())


def test_run_without_its_tables_is_not_shown(run: PotentialRun) -> None:
    (run.path / "pairs.parquet").unlink()
    assert current_run() is None
    assert national_potential() is None


# --- Regions --------------------------------------------------------------------------------------
def test_shares_of_new_exporters_split_it_indicatively(run: PotentialRun) -> None:
    assert run.evidence == "indicative"
    souss = region_potential("09")
    assert isinstance(souss, Regional)
    assert souss.share == pytest.approx(526 / 4425)
    assert souss.total.unrealised_usd == pytest.approx(20_000 * 526 / 4425)
    assert (souss.rank, souss.out_of) == (3, 12)


def test_regions_and_the_rest_add_up_to_the_nation(run: PotentialRun) -> None:
    parts = shown_parts(run)
    assert list(parts)[-1] == REST
    assert len(parts) == 13
    assert sum(part.potential_usd for part in parts.values()) == pytest.approx(80_000)
    assert sum(part.unrealised_usd for part in parts.values()) == pytest.approx(20_000)


def test_regional_table_is_better_evidence(run: PotentialRun, tmp_path: Path) -> None:
    load_regional(make_regional(tmp_path), by=None)
    newer = compute_potential(exporter="MAR", by=None)
    assert newer.evidence == "estimated"
    by_code = shown_parts(newer)
    assert by_code["09"].potential_usd == pytest.approx(40_000)  # all phosphates, no cars
    assert by_code["06"].potential_usd == pytest.approx(40_000 * 0.6)
    assert by_code["01"].potential_usd == pytest.approx(40_000 * 0.2)
    assert by_code[REST].potential_usd == pytest.approx(40_000 * 0.2)  # not declared
    souss = region_potential("09")
    assert isinstance(souss, Regional)
    assert {pair.product for pair in souss.pairs} == {"280920"}


def test_a_region_without_a_row_is_not_computable(
    run: PotentialRun, tmp_path: Path, client: Client
) -> None:
    """What is not known is no zero, has no rank and takes none; a row of zero is a zero."""
    table = "region,sector,year,value\n09,phosphates,2023,2\n06,phosphates,2023,1\n"
    load_regional(make_text(tmp_path, "r.csv", f"{table}01,phosphates,2023,0\n"), by=None)
    parts = shown_parts(compute_potential(exporter="MAR", by=None))
    assert list(parts) == ["01", "06", "09", REST]
    assert parts["01"].potential_usd == 0
    souss = region_potential("09")
    assert isinstance(souss, Regional)
    assert words.rank(souss) == "1 of 3 (the regions shown, by unrealised potential)"
    for page in ("/en/potential/regions/10/", "/en/regions/10/"):
        text = client.get(page).content.decode()
        assert "Not computable: the table has no row of this region." in text
        assert "Rank" not in text


def test_table_by_chapter_is_used_too(run: PotentialRun, tmp_path: Path) -> None:
    text = "region,hs2,year,value\n09,28,2023,1\n06,87,2023,1\n"
    load_regional(make_text(tmp_path, "r.csv", text), by=None)
    newer = compute_potential(exporter="MAR", by=None)
    by_code = shown_parts(newer)
    assert by_code["06"].potential_usd == pytest.approx(40_000)
    assert by_code["09"].potential_usd == pytest.approx(40_000)


def test_customs_records_that_place_more_are_the_best_evidence(
    run: PotentialRun, tmp_path: Path
) -> None:
    """By hand: of acid to India, three quarters are of 09 and a quarter of 06; of cars, nine tenths
    are of 06. So split, 76,000 of the 80,000 dollars of exports stand in a region; as the table
    splits them, the acid and all cars, then the acid and four fifths of the cars, then the acid
    alone: a sector that it does not have is placed nowhere."""
    whole = "region,sector,year,value\n09,phosphates,2023,1\n06,automotive,2023,1\n"
    load_regional(make_text(tmp_path, "whole.csv", whole), by=None)
    firms = range(1, 6)  # as many as secrecy asks for
    lines = [
        *((ice(firm), "A", "09", "280920", "IND", "2024", "3000") for firm in firms),
        *((ice(10 + firm), "B", "06", "280920", "IND", "2024", "1000") for firm in firms),
        *((ice(10 + firm), "B", "06", "870321", "ITA", "2024", "9000") for firm in firms),
        (ice(11), "B", "06", "870321", "ITA", "2019", "9999"),  # no year of the flows
        *((ice(30 + firm), "C", "", "870321", "IND", "2024", "1000") for firm in firms),  # nowhere
    ]
    load_customs(write(tmp_path / "customs.csv", lines, IN_USD), by=None)
    table = compute_potential(exporter="MAR", by=None)
    assert table.evidence == "estimated"
    assert table.request["regional_evidence"]["set_aside"]["placed"] == pytest.approx(0.95)
    told = "Customs records are set aside: as they split products, less of exports stands in a "
    assert told + "region than as this table splits them (100%)." in words.evidence(table)
    assert shown_parts(table)[REST].actual_usd == 0
    assert snapshots_of(table)[0].kind == "regional"
    for file in (
        make_regional(tmp_path),
        make_text(tmp_path, "half.csv", "region,sector,year,value\n09,phosphates,2023,1\n"),
    ):
        load_regional(file, by=None)
        newer = compute_potential(exporter="MAR", by=None)
        assert newer.evidence == "exact"
    assert newer.asked.rests_on.years == (2024,)
    told = "is set aside: as it splits products, no more of exports stands in a region than as"
    assert told in words.evidence(newer)
    assert not re.search(r"9[0-9]%|[.][0-9]%", words.evidence(newer))  # the rest is hidden
    by_code = shown_parts(newer)
    assert by_code["09"].potential_usd == pytest.approx(40_000 * 0.75)
    assert by_code["06"].potential_usd == pytest.approx(40_000 * 0.25 + 40_000 * 0.9)
    assert by_code[REST].potential_usd == pytest.approx(40_000 * 0.1)
    # Cells below a region's total could tell of one firm.
    souss = region_potential("09")
    assert isinstance(souss, Regional)
    assert souss.pairs == []


def records_of_each(value: int) -> list[tuple[str, ...]]:
    """Of acid and of cars the same: half of 09, half of 06, ten firms of each."""
    return [
        (ice(100 * int(region) + firm), "A", region, product, "IND", "2024", str(value))
        for region in ("09", "06")
        for product in ("280920", "870321")
        for firm in range(10)
    ]


def test_records_and_a_table_are_compared_over_the_same_exports(
    run: PotentialRun, tmp_path: Path
) -> None:
    """By hand: the records hold 64,000 of the 80,000 dollars of exports, and all that they hold is
    of a region; the table leaves a tenth of exports in none. What the records hold, 80%, is less
    than what the table spreads, 90%; but as the records split both products nothing is left."""
    load_regional(make_regional(tmp_path), by=None)
    file = write(tmp_path / "customs.csv", records_of_each(1_600), IN_USD)
    load_customs(file, by=None)
    newer = compute_potential(exporter="MAR", by=None)
    assert newer.evidence == "exact"
    assert newer.request["regional_evidence"]["coverage"] == pytest.approx(0.8)
    assert shown_parts(newer)[REST].actual_usd == 0
    aside = newer.request["regional_evidence"]["set_aside"]
    assert (aside["placed"], aside["best"]) == (pytest.approx(0.9), pytest.approx(1.0))


def test_records_of_less_than_half_of_exports_do_not_speak_for_the_rest(
    run: PotentialRun, tmp_path: Path
) -> None:
    """32,000 of 80,000 dollars: less than the 90% of the table, but more than a table of cars of
    which seven tenths stand nowhere, 15%."""
    load_regional(make_regional(tmp_path), by=None)
    load_customs(write(tmp_path / "c.csv", records_of_each(800), IN_USD), by=None)
    table = compute_potential(exporter="MAR", by=None)
    assert table.evidence == "estimated"
    told = "Customs records are set aside: they cover less than half of exports. This table gives "
    assert f"{told}90% of exports to a region." in words.evidence(table)
    little = "region,sector,year,value\n06,automotive,2023,3\n,automotive,2023,7\n"
    load_regional(make_text(tmp_path, "little.csv", little), by=None)
    assert compute_potential(exporter="MAR", by=None).evidence == "exact"


def test_customs_records_that_name_no_region_split_nothing(
    run: PotentialRun, tmp_path: Path
) -> None:
    lines = [(ice(1), "A", "", "280920", "IND", "2024", "30")]
    load_customs(write(tmp_path / "customs.csv", lines), by=None)
    assert compute_potential(exporter="MAR", by=None).evidence == "indicative"


def test_without_any_evidence_it_stays_national(data_folder: Path, tmp_path: Path) -> None:
    Figure.objects.filter(definition_id="new_active_exporter").delete()
    load_trade(make_csv(tmp_path), by=None)
    run = compute_potential(exporter="MAR", by=None)
    assert run.evidence == "none"
    assert regions_of(run) == []
    assert region_potential("09") is None


def test_a_little_in_a_table_is_not_none() -> None:
    written = [words.millions(usd) for usd in (1_234_567, 12_300, 600, 20, 0.4, 0)]
    assert written == ["1.2", "0.012", "0.0006", "0.00002", "0.0000004", "0"]


# --- For the rooms above --------------------------------------------------------------------------
def test_national_potential_names_products_and_markets(run: PotentialRun) -> None:
    found = national_potential(limit=2)
    assert found is not None
    assert len(found.pairs) == 2
    assert found.pairs[0].market_name != found.pairs[0].market
    assert {sector.code for sector in found.sectors} == {"phosphates", "automotive"}
    assert found.low_usd == found.high_usd == pytest.approx(20_000)


def test_tables_of_old_runs_make_room_and_their_records_stay(
    data_folder: Path, tmp_path: Path
) -> None:
    load_trade(make_csv(tmp_path), by=None)
    made = [compute_potential(exporter="MAR", by=None) for _ in range(RUNS_WITH_TABLES + 2)]
    kept = [run.path.exists() for run in made]
    assert kept == [False, False, *[True] * RUNS_WITH_TABLES]
    assert PotentialRun.objects.count() == len(made)
    assert len(list((data_folder / "potential").iterdir())) == RUNS_WITH_TABLES
