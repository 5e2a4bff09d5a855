"""Distances, growth, tariffs and regional tables: what is read, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from django.utils import timezone, translation
from django.utils.translation import gettext

from nasij.cli.load import LOADED
from nasij.datasets.acts import load_distances, load_growth, load_regional, load_tariffs
from nasij.datasets.errors import (
    CodesUnknown,
    KeysRepeated,
    NumbersImpossible,
    NumbersNegative,
    NumbersUnreadable,
    PercentSignsMissing,
)
from nasij.datasets.models import Snapshot
from nasij.datasets.queries import sentences, table_of
from nasij.reference.queries import regions
from nasij.sentences import comma, filled
from nasij.work.errors import Refusal
from tests.rooms.datasets.made_files import (
    make_distances,
    make_growth,
    make_regional,
    make_text,
)

pytestmark = pytest.mark.django_db


def test_old_country_codes_are_renamed_and_said(data_folder: Path, tmp_path: Path) -> None:
    snapshot = load_distances(make_distances(tmp_path), by=None).snapshot
    assert "ROU" in set(table_of(snapshot)["exporter"])
    assert "ROM → ROU" in " ".join(sentences(snapshot.found.notes))


def test_serbia_takes_the_row_of_the_country_it_was_in(data_folder: Path, tmp_path: Path) -> None:
    path = make_text(tmp_path, "d.csv", "iso_o,iso_d,distw\nYUG,ITA,900\nITA,YUG,900\n")
    table = table_of(load_distances(path, by=None).snapshot)
    assert {"SRB", "MNE"} <= set(table["exporter"])


def test_distance_below_zero_is_refused(data_folder: Path, tmp_path: Path) -> None:
    path = make_text(tmp_path, "d.csv", "iso_o,iso_d,distw\nMAR,ITA,-3\n")
    with pytest.raises(NumbersNegative, match="-3"):
        load_distances(path, by=None)


def test_repeated_pair_is_refused(data_folder: Path, tmp_path: Path) -> None:
    text = "iso_o,iso_d,distw\nMAR,ITA,3\nMAR,FRA,5\nMAR,ITA,4\n"
    with pytest.raises(KeysRepeated) as refused:
        load_distances(make_text(tmp_path, "d.csv", text), by=None)
    where = gettext("%(value)s in row %(row)s")
    for row in (2, 4):
        assert where % {"value": "MAR/ITA", "row": row} in str(refused.value)


def test_a_value_that_cannot_be_is_told_with_its_row(data_folder: Path, tmp_path: Path) -> None:
    where = gettext("%(value)s in row %(row)s")
    far = "iso_o,iso_d,distw\nMAR,ITA,3\nMAR,FRA,500000\n"
    with pytest.raises(NumbersImpossible) as refused:
        load_distances(make_text(tmp_path, "d.csv", far), by=None)
    assert "distw" in str(refused.value)
    assert where % {"value": "500000", "row": 3} in str(refused.value)
    fast = "iso3,year,growth\nMAR,2025,3.5\nITA,2025,900\nIND,2025,6.1\n"
    with pytest.raises(NumbersImpossible) as refused:
        load_growth(make_text(tmp_path, "g.csv", fast), by=None)
    assert where % {"value": "900", "row": 3} in str(refused.value)


@pytest.mark.parametrize("name", ["record.json", "table.parquet"])
def test_a_lost_part_of_a_kept_table_is_written_again(
    data_folder: Path, tmp_path: Path, name: str
) -> None:
    (load_growth(make_growth(tmp_path), by=None).snapshot.path / name).unlink()
    again = load_growth(make_growth(tmp_path), by=None)
    assert not again.is_known
    assert (again.snapshot.path / name).exists()


def test_the_help_names_columns_that_are_read(data_folder: Path, tmp_path: Path) -> None:
    """It named the layout of the IMF's WEO, which has a column for each year and is refused."""
    said = next(loader.help for loader in LOADED if loader.kind == "growth")
    named = re.search(r"\(columns (.+)\)", said)
    assert named
    text = f"{named[1]}\nMAR,2025,0.035\n"
    assert load_growth(make_text(tmp_path, "g.csv", text), by=None).snapshot.row_count == 1


def test_growth_keeps_years_and_reads_percent(data_folder: Path, tmp_path: Path) -> None:
    shares = load_growth(make_growth(tmp_path), by=None).snapshot
    assert (shares.publisher, shares.title) == ("", "weo.csv")  # its source was not said
    assert (shares.year_from, shares.year_until) == (2024, 2029)
    text = "iso3,year,growth\nMAR,2025,3.5\nITA,2025,0.9\nIND,2025,6.1\n"
    percent = load_growth(make_text(tmp_path, "p.csv", text), by=None).snapshot
    assert table_of(percent)["growth"].max() == pytest.approx(0.061)
    assert "read as percent" in " ".join(sentences(percent.found.notes))


def test_growth_gaps_are_counted(data_folder: Path, tmp_path: Path) -> None:
    text = "iso3,year,growth\nMAR,2025,0.03\nITA,2025,\n"
    snapshot = load_growth(make_text(tmp_path, "g.csv", text), by=None).snapshot
    assert snapshot.row_count == 1
    assert "Years without a forecast, left out: 1." in sentences(snapshot.found.notes)


def test_words_in_a_column_of_numbers_are_refused(data_folder: Path, tmp_path: Path) -> None:
    path = make_text(tmp_path, "g.csv", "iso3,year,growth\nMAR,2025,high\n")
    with pytest.raises(NumbersUnreadable, match="high"):
        load_growth(path, by=None)


def test_tariffs_in_percent_become_shares(data_folder: Path, tmp_path: Path) -> None:
    text = "exporter,importer,product,tariff_percent\n*,IND,10121,5\nMAR,IND,280920,0\n"
    table = table_of(load_tariffs(make_text(tmp_path, "t.csv", text), by=None).snapshot)
    assert table.filter(pl.col("product") == "010121")["tariff"].item() == pytest.approx(0.05)


def test_regions_by_code_french_or_arabic_name(data_folder: Path, tmp_path: Path) -> None:
    snapshot = load_regional(make_regional(tmp_path), by=None).snapshot
    table = table_of(snapshot)
    assert set(table["region"]) == {"", "01", "06", "09"}
    assert table.filter(pl.col("region") == "09")["value"].item() == pytest.approx(100.5)
    assert "no declared region" in " ".join(sentences(snapshot.found.notes))


def test_a_little_without_region_is_not_none(data_folder: Path, tmp_path: Path) -> None:
    text = "region,hs2,year,value\n09,07,2023,940000\n,07,2023,300\n"
    told = " ".join(
        sentences(load_regional(make_text(tmp_path, "r.csv", text), by=None).snapshot.found.notes)
    )
    assert re.search(r"0[.,]03\s?% ", told), told


def test_region_by_hs_chapter(data_folder: Path, tmp_path: Path) -> None:
    text = "region,hs2,year,value\n09,7,2023,10\n06,87,2023,20\n"
    snapshot = load_regional(make_text(tmp_path, "r.csv", text), by=None).snapshot
    assert snapshot.record["classification"] == "chapters"
    assert set(table_of(snapshot)["sector"]) == {"07", "87"}


def test_unknown_region_is_refused_by_name(data_folder: Path, tmp_path: Path) -> None:
    text = "region,sector,year,value\nAtlantide,automotive,2023,1\n"
    with pytest.raises(CodesUnknown, match="Atlantide"):
        load_regional(make_text(tmp_path, "r.csv", text), by=None)


def test_unknown_sector_is_refused_by_name(data_folder: Path, tmp_path: Path) -> None:
    text = "region,sector,year,value\n09,dreams,2023,1\n"
    with pytest.raises(CodesUnknown, match="dreams"):
        load_regional(make_text(tmp_path, "r.csv", text), by=None)


def test_what_is_wrong_in_every_column_is_told_at_once(data_folder: Path, tmp_path: Path) -> None:
    """A region corrected, the next upload told of the sectors, and the one after of the years."""
    text = "region,sector,year,value\nAtlantide,dreams,soon,much\n"
    with pytest.raises(Refusal) as refused:
        load_regional(make_text(tmp_path, "r.csv", text), by=None)
    assert all(word in str(refused.value) for word in ("Atlantide", "dreams", "soon", "much"))
    text = "country,year,growth\nMAR,soon,much\n"
    with pytest.raises(Refusal) as refused:
        load_growth(make_text(tmp_path, "g.csv", text), by=None)
    assert all(word in str(refused.value) for word in ("soon", "much"))


def test_excel_file_is_read(data_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "regions.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(
            [("Région", "Secteur", "Année", "Valeur"), (9, "Automobile", 2023, 12.5)]
        ):
            sheet.write_row(number, 0, row)
    table = table_of(load_regional(path, by=None).snapshot)
    assert table.row(0) == ("09", "automotive", 2023, 12.5)


def test_packed_csv_is_read(data_folder: Path, tmp_path: Path) -> None:
    path = make_text(tmp_path, "d.csv.gz", "iso_o,iso_d,distw\nMAR,ITA,2000\n")
    assert load_distances(path, by=None).snapshot.row_count == 1


BAD = {
    "wrong columns": ("d.csv", b"a,b,c\n1,2,3\n", "lacks these columns"),
    "only titles": ("d.csv", b"iso_o,iso_d,distw\n", "holds no rows"),
    "empty": ("d.csv", b"", "holds no rows"),
    "cut line": ("d.csv", b"iso_o,iso_d,distw\nMAR,ITA,2000\nMAR,I", "ends before its end"),
    "cut pack": ("d.csv.gz", b"\x1f\x8b\x08" + bytes(6) + b"\x03KL", "ends before its end"),
    "binary": ("d.csv", bytes(range(256)) * 20, "neither text nor a spreadsheet"),
    "not excel": ("d.xlsx", b"hello", "lacks these columns"),
    "cut excel": ("d.xlsx", b"PK\x03\x04rest", "ends before its end"),
    "cut parquet": ("d.parquet", b"PAR1 and then nothing", "ends before its end"),
    "a longer row": ("d.csv", b"iso_o,iso_d,distw\nMAR,ITA,2,5\n", "lines 2"),
    "pdf": ("d.csv", b"%PDF-1.7", "PDF"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_file_is_refused_and_leaves_nothing(
    case: str, data_folder: Path, tmp_path: Path
) -> None:
    name, content, sentence = BAD[case]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Refusal, match=sentence) as refused:
        load_distances(path, by=None)
    assert refused.value.remedy
    assert not Snapshot.objects.exists()
    assert not list(data_folder.glob("snapshots/distances/*"))


@pytest.mark.parametrize(
    ("language", "columns"),
    [
        ("fr", "Pays exportateur, Marché, Produit, Droit de douane"),
        ("ar", "البلد المصدر، السوق، المنتوج، الرسم الجمركي"),
    ],
)
def test_missing_columns_are_named_in_the_language_of_the_reader(
    language: str, columns: str, data_folder: Path, tmp_path: Path
) -> None:
    path = make_text(tmp_path, "t.csv", "a;b\n1;2\n")
    with translation.override(language):
        with pytest.raises(Refusal) as refused:
            load_tariffs(path, by=None)
        assert columns in refused.value.problem


def test_regions_without_a_row_are_named_and_the_values_column_is_as_written(
    data_folder: Path, tmp_path: Path
) -> None:
    text = "Région;Secteur;Année;VALEUR\nSouss-Massa;automotive;2023;12\n"
    snapshot = load_regional(make_text(tmp_path, "r.csv", text), by=None).snapshot
    assert snapshot.record["value_column"] == "VALEUR"
    with translation.override("fr"):
        said = " ".join(sentences(snapshot.found.notes))
    assert "Béni Mellal-Khénifra" in said
    assert "01, " not in said


def test_a_month_in_the_place_of_a_year_is_an_impossible_year(
    data_folder: Path, tmp_path: Path
) -> None:
    """202506 was told to be no number."""
    text = "country,year,growth\nMAR,202506,0.03\n"
    with translation.override("fr"), pytest.raises(NumbersImpossible) as refused:
        load_growth(make_text(tmp_path, "g.csv", text), by=None)
    with translation.override("fr"):
        assert f"entre 1900 et {timezone.localdate().year + 20}" in refused.value.problem


def test_a_refusal_says_in_which_rows_its_examples_stand(data_folder: Path, tmp_path: Path) -> None:
    head = "Région;Secteur;Année;Valeur\n"
    text = f"{head}Souss-Massa;automotive;2023;12\nOriental;automotive;2023;n.d.\n"
    with translation.override("fr"), pytest.raises(NumbersUnreadable) as unread:
        load_regional(make_text(tmp_path, "r.csv", text), by=None)
    with translation.override("fr"):
        assert "n.d. à la ligne 3" in unread.value.problem


@pytest.mark.parametrize(("language", "good"), [("fr", "Automobile"), ("ar", "السيارات")])
def test_an_unknown_sector_is_refused_with_its_row_and_the_names_that_are_read(
    language: str, good: str, data_folder: Path, tmp_path: Path
) -> None:
    text = "Région;Secteur;Année;Valeur\nOriental;dreams;2023;1\nOriental;dreams;2022;1\n"
    path = make_text(tmp_path, "r.csv", text)
    with translation.override(language):
        with pytest.raises(CodesUnknown) as refused:
            load_regional(path, by=None)
        assert refused.value.values["count"] == 1
        row = filled(gettext("%(value)s in row %(row)s"), {"value": "dreams", "row": "2"})
        assert row in refused.value.problem
        assert f"{good}{comma(language)}" in refused.value.remedy


def test_percent_signs_are_shares(data_folder: Path, tmp_path: Path) -> None:
    text = "exporter,importer,product,tariff\n*,IND,10121,5%\nMAR,IND,280920,0.5 %\n"
    table = table_of(load_tariffs(make_text(tmp_path, "t.csv", text), by=None).snapshot)
    assert sorted(table["tariff"]) == pytest.approx([0.005, 0.05])
    text = "country,year,growth\nMAR,2026,0.2%\nFRA,2026,-0.1%\n"
    table = table_of(load_growth(make_text(tmp_path, "g.csv", text), by=None).snapshot)
    assert sorted(table["growth"]) == pytest.approx([-0.001, 0.002])


def test_tariffs_that_can_only_be_percent_become_shares(data_folder: Path, tmp_path: Path) -> None:
    text = "exporter,importer,product,tariff\n*,IND,10121,5\n*,IND,280920,12\n*,IND,280910,0\n"
    table = table_of(load_tariffs(make_text(tmp_path, "t.csv", text), by=None).snapshot)
    assert sorted(table["tariff"]) == pytest.approx([0, 0.05, 0.12])


def test_percent_signs_on_some_values_only_are_refused(data_folder: Path, tmp_path: Path) -> None:
    text = "exporter,importer,product,tariff\n*,IND,10121,5%\n*,IND,280920,0.12\n"
    with pytest.raises(PercentSignsMissing, match=r"0\.12"):
        load_tariffs(make_text(tmp_path, "t.csv", text), by=None)


@pytest.mark.parametrize("nought", ["0", "0,00", "٠", "-0"])
def test_nought_needs_no_percent_sign(nought: str, data_folder: Path, tmp_path: Path) -> None:
    """One free rate had refused the whole file."""
    text = f"exporter;importer;product;tariff\n*;IND;10121;8,5 %\n*;IND;280920;{nought}\n"
    table = table_of(load_tariffs(make_text(tmp_path, "t.csv", text), by=None).snapshot)
    assert sorted(table["tariff"]) == pytest.approx([0, 0.085])
    text = f"country;year;growth\nMAR;2026;3,2 %\nFRA;2026;{nought}\n"
    table = table_of(load_growth(make_text(tmp_path, "g.csv", text), by=None).snapshot)
    assert sorted(table["growth"]) == pytest.approx([0, 0.032])


def test_rows_of_totals_are_left_out_of_every_small_table(
    data_folder: Path, tmp_path: Path
) -> None:
    tables = {
        load_regional: "Région;Secteur;Année;Valeur\n09;automotive;2023;2\nTotal général;;;2\n",
        load_growth: "iso3;year;growth\nMAR;2025;0.03\nالمجموع;2025;0.5\n",
        load_tariffs: "exporter;importer;product;tariff\n*;IND;010121;0.05\nTotal;IND;010121;0.1\n",
        load_distances: "exporter;importer;km\nMAR;FRA;1900\nEnsemble;FRA;1900\n",
    }
    for load, text in tables.items():
        snapshot = load(make_text(tmp_path, "t.csv", text), by=None).snapshot
        assert snapshot.row_count == 1, text
        said = [
            note["values"] for note in snapshot.found.notes if note["code"] == "totals_left_out"
        ]
        assert said == [{"count": 1, "rows": ["3"]}]


def test_a_regional_table_of_totals_alone_is_refused(data_folder: Path, tmp_path: Path) -> None:
    text = "Région;Secteur;Année;Valeur\nTotal;automotive;2023;2\n"
    with pytest.raises(CodesUnknown, match="Total"):
        load_regional(make_text(tmp_path, "r.csv", text), by=None)


@pytest.mark.parametrize(
    "heading", ["tariff (%)", "tariff %", "droit [en %]", "Tariff_percent", "tariff (percent)"]
)
def test_a_heading_says_that_tariffs_are_percent(
    heading: str, data_folder: Path, tmp_path: Path
) -> None:
    text = f"exporter;importer;product;{heading}\nMAR;FRA;080510;0,5\nMAR;USA;080510;0,25\n"
    snapshot = load_tariffs(make_text(tmp_path, "t.csv", text), by=None).snapshot
    assert table_of(snapshot)["tariff"].sort().to_list() == pytest.approx([0.0025, 0.005])
    assert snapshot.found.notes == ()


def test_a_heading_says_that_growth_is_percent(data_folder: Path, tmp_path: Path) -> None:
    text = "iso3,year,growth (%)\nMAR,2025,0.2\nITA,2025,0.1\n"
    table = table_of(load_growth(make_text(tmp_path, "g.csv", text), by=None).snapshot)
    assert table["growth"].to_list() == pytest.approx([0.001, 0.002])


def test_values_read_as_shares_by_their_size_are_told(data_folder: Path, tmp_path: Path) -> None:
    text = "exporter,importer,product,tariff\nMAR,FRA,080510,0.5\nMAR,USA,080510,0.25\n"
    snapshot = load_tariffs(make_text(tmp_path, "t.csv", text), by=None).snapshot
    assert re.search(r"as shares of one.* 50\s?%", " ".join(sentences(snapshot.found.notes)))


def test_free_entry_says_nothing_of_the_unit(data_folder: Path, tmp_path: Path) -> None:
    rows = "MAR,FRA,080510,0\nMAR,ITA,080510,0\nMAR,USA,080510,2.5\n"
    text = f"exporter,importer,product,tariff\n{rows}"
    snapshot = load_tariffs(make_text(tmp_path, "t.csv", text), by=None).snapshot
    assert table_of(snapshot)["tariff"].max() == pytest.approx(0.025)
    assert "read as percent" in " ".join(sentences(snapshot.found.notes))


@pytest.mark.parametrize(
    ("heading", "km"),
    [
        ("distance (miles)", 1609.344),
        ("distance_miles", 1609.344),
        ("Distance (milles marins)", 1852),
        ("المسافة (كم)", 1000),
        ("distance (m)", 1),
        ("Distance / المسافة (km)", 1000),
    ],
)
def test_a_heading_says_the_unit_of_distances(
    heading: str, km: float, data_folder: Path, tmp_path: Path
) -> None:
    text = f"iso_o;iso_d;{heading}\nMAR;FRA;1000\n"
    table = table_of(load_distances(make_text(tmp_path, "d.csv", text), by=None).snapshot)
    assert table["km"].to_list() == pytest.approx([km])


def test_a_unit_that_no_one_knows_is_refused_by_name(data_folder: Path, tmp_path: Path) -> None:
    text = "iso_o;iso_d;distance (lieues)\nMAR;FRA;1000\n"
    with pytest.raises(Refusal, match="lieues"):
        load_distances(make_text(tmp_path, "d.csv", text), by=None)
    text = "exporter;importer;product;tariff (€/100 kg)\nMAR;FRA;080510;0,5\n"
    with pytest.raises(Refusal, match="100 kg"):
        load_tariffs(make_text(tmp_path, "t.csv", text), by=None)
    text = "iso3;year;growth (index)\nMAR;2025;0,5\n"
    with pytest.raises(Refusal, match="index"):
        load_growth(make_text(tmp_path, "g.csv", text), by=None)
    text = "region;hs2;year;value (tonnes)\n09;07;2023;5\n"
    with pytest.raises(Refusal, match="tonnes"):
        load_regional(make_text(tmp_path, "r.csv", text), by=None)


def test_each_fault_stands_beside_the_names_that_mend_it_the_nearest_first(
    data_folder: Path, tmp_path: Path
) -> None:
    """“Write one of these” was said twice in a row, of regions and of sectors."""
    text = "Région;Secteur;Année;Valeur\nSous-Masa;Automobil;2023;12\n"
    path = make_text(tmp_path, "r.csv", text)
    with translation.override("fr"):
        with pytest.raises(Refusal) as refused:
            load_regional(path, by=None)
        told = str(refused.value).replace("\u00a0", " ")
    regions, sectors = ("un de ceux-ci : Souss-Massa,", "un de ceux-ci : Automobile,")
    places = [told.find(part) for part in ("Sous-Masa", regions, "Automobil à", sectors)]
    assert -1 not in places, told
    assert places == sorted(places)


@pytest.mark.parametrize("blank", ["-", ""])
def test_a_region_whose_only_row_has_no_value_is_not_told_to_have_no_row(
    blank: str, data_folder: Path, tmp_path: Path
) -> None:
    head = "Région;Secteur;Année;Valeur\n"
    text = f"{head}Souss-Massa;automotive;2023;12\nOriental;automotive;2023;{blank}\n"
    snapshot = load_regional(make_text(tmp_path, "r.csv", text), by=None).snapshot
    with translation.override("fr"):
        said = " ".join(sentences(snapshot.found.notes))
    assert "Régions sans ligne qui ait une valeur" in said


@pytest.mark.parametrize(("blank", "found"), [("-", "-"), ("", "rien")])
def test_rows_left_out_are_told_with_their_column_and_what_stood_there(
    blank: str, found: str, data_folder: Path, tmp_path: Path
) -> None:
    head = "Région;Secteur;Année;Valeur\n"
    text = f"{head}Souss-Massa;automotive;2023;12\nOriental;automotive;2023;{blank}\n"
    snapshot = load_regional(make_text(tmp_path, "r.csv", text), by=None).snapshot
    with translation.override("fr"):
        said = " ".join(sentences(snapshot.found.notes))
    assert f"la colonne Valeur n’a pas de nombre\xa0: 1 ({found} à la ligne 3)" in said


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_our_own_names_of_regions_are_told_whole(
    language: str, data_folder: Path, tmp_path: Path
) -> None:
    """The list was cut after eighty letters, in the middle of a name."""
    text = "Région;Secteur;Année;Valeur\nSouss-Massa;automotive;2023;12\n"
    snapshot = load_regional(make_text(tmp_path, "r.csv", text), by=None).snapshot
    with translation.override(language):
        said = " ".join(sentences(snapshot.found.notes))
        assert all(region.name in said for region in regions() if region.code != "09")
    assert "…" not in said


@pytest.mark.parametrize(
    "below", ["Source : Office des changes", "المصدر: مكتب الصرف", ";;;\nNote : 2023"]
)
def test_a_source_below_a_regional_table_is_quoted_and_no_region(
    below: str, data_folder: Path, tmp_path: Path
) -> None:
    """The whole file was refused: “Source : …” is no region."""
    rows = "Souss-Massa;Agriculture et agroalimentaire;2023;10\n"
    text = f"Région;Secteur;Année;Valeur (DH)\n{rows}{below}\n"
    snapshot = load_regional(make_text(tmp_path, "r.csv", text), by=None).snapshot
    assert snapshot.row_count == 1
    assert any(below.split("\n")[-1] in told for told in sentences(snapshot.found.notes))


def test_a_cell_of_several_countries_is_said_to_be_one(data_folder: Path, tmp_path: Path) -> None:
    """It had been told to correct the spelling of “France, Allemagne”."""
    rows = "*;IND;10121;5%\n*;France, Allemagne;10121;3%\n*;Atlantide;10121;4%\n"
    text = f"exporter;importer;product;tariff\n{rows}"
    snapshot = load_tariffs(make_text(tmp_path, "t.csv", text), by=None).snapshot
    told = {remark["code"]: remark["values"] for remark in snapshot.found.notes}
    assert told["several_countries"]["count"] == told["unknown_countries"]["count"] == 1
    assert "France, Allemagne" in str(told["several_countries"]["examples"])
    assert "Atlantide" in str(told["unknown_countries"]["examples"])
