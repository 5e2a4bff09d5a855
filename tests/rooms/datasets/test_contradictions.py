"""What a file says of itself against what was said beside it, and what no file can mean."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from django.utils import timezone

from nasij.datasets.acts import (
    load_customs,
    load_distances,
    load_growth,
    load_regional,
    load_tariffs,
    load_trade,
)
from nasij.datasets.enums import DatasetKind
from nasij.datasets.forms import LoadForm
from nasij.datasets.models import Snapshot
from nasij.datasets.queries import sentences, table_of
from nasij.work.errors import Refusal
from nasij_core.store import load_flows
from tests.rooms.datasets.firm_lines import HEADINGS, LINES, ice, write
from tests.rooms.datasets.made_files import make_csv, make_text

pytestmark = pytest.mark.django_db

UNDATED = ["ice", "code sh", "code pays", "valeur dh"]
ROW = [ice(1), "080510", "FR", 120_000]
TITLED = "{title}\n\nice;code sh;code pays;valeur dh\n{ice};080510;FR;120000\n"


def told(snapshot: Snapshot) -> str:
    return " ".join(sentences(snapshot.found.notes))


def make_sheets(path: Path, *titles: str) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for title in titles:
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, UNDATED)
            sheet.write_row(1, 0, ROW)
    return path


@pytest.mark.parametrize("titles", [("2022", "2023"), ("Export 2022",)])
def test_a_year_that_the_names_of_the_sheets_deny_is_refused(
    titles: tuple[str, ...], data_folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match=r"2022.* 2023"):
        load_customs(make_sheets(tmp_path / "c.xlsx", *titles), by=None, year=2023)


def test_a_year_that_the_sheet_bears_too_is_taken(data_folder: Path, tmp_path: Path) -> None:
    path = make_sheets(tmp_path / "c.xlsx", "Export 2023")
    assert load_customs(path, by=None, year=2023).snapshot.found.years == (2023,)


def test_a_year_that_a_title_denies_is_refused(data_folder: Path, tmp_path: Path) -> None:
    text = TITLED.format(title="Exportations de l'année 2022", ice=ice(1))
    with pytest.raises(Refusal, match=r"2022.* 2021"):
        load_customs(make_text(tmp_path, "c.csv", text), by=None, year=2021)


@pytest.mark.parametrize("title", ["Édité le 12/01/2024", "Le 12 janvier 2024", "Douane"])
def test_the_day_of_printing_is_no_year_of_the_rows(
    title: str, data_folder: Path, tmp_path: Path
) -> None:
    path = make_text(tmp_path, "c.csv", TITLED.format(title=title, ice=ice(1)))
    assert load_customs(path, by=None, year=2023).snapshot.found.years == (2023,)


def test_a_year_that_the_name_of_a_trade_file_denies_is_refused(
    data_folder: Path, tmp_path: Path
) -> None:
    text = "exporter,importer,product,value_usd\nMAR,FRA,080510,1000\n"
    with pytest.raises(Refusal, match=r"2022.* 2021"):
        load_trade(make_text(tmp_path, "flows_2022.csv", text), by=None, year=2021)


def test_an_edition_that_the_name_of_the_file_denies_is_told(
    data_folder: Path, tmp_path: Path
) -> None:
    snapshot = load_trade(make_csv(tmp_path), by=None, vintage="202401").snapshot
    assert "202601" in told(snapshot)
    assert "202401" in told(snapshot)


def test_an_edition_older_than_the_rows_is_told(data_folder: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "c.csv", LINES)
    snapshot = load_customs(path, by=None, vintage="2020-01").snapshot
    assert "2020-01" in told(snapshot)
    assert "2024" in told(snapshot)
    assert "2024-01" not in told(load_customs(path, by=None, vintage="2024-01").snapshot)
    text = "region,hs2,year,value\n09,07,2023,5\n"
    regional = load_regional(make_text(tmp_path, "r.csv", text), by=None, vintage="2020").snapshot
    assert "2023" in told(regional)


def test_growth_is_foreseen_beyond_its_edition(data_folder: Path, tmp_path: Path) -> None:
    text = "iso3,year,growth (%)\nMAR,2027,3\n"
    snapshot = load_growth(make_text(tmp_path, "g.csv", text), by=None, vintage="2025").snapshot
    assert snapshot.found.notes == ()


@pytest.mark.parametrize("year", [1802, 2142])
def test_a_year_of_no_figures_is_refused_at_every_door(
    year: int, data_folder: Path, tmp_path: Path
) -> None:
    flows = f"year,exporter,importer,product,value_usd\n{year},MAR,FRA,080510,1000\n"
    with pytest.raises(Refusal, match=str(year)):
        load_trade(make_text(tmp_path, "flows.csv", flows), by=None)
    regional = f"region,hs2,year,value\n09,07,{year},5\n"
    with pytest.raises(Refusal, match=str(year)):
        load_regional(make_text(tmp_path, "r.csv", regional), by=None)
    growth = f"iso3,year,growth (%)\nMAR,{year},3\n"
    with pytest.raises(Refusal, match=str(year)):
        load_growth(make_text(tmp_path, "g.csv", growth), by=None)
    lines = [(*LINES[0][:5], str(year), LINES[0][6]), *LINES]
    customs = load_customs(write(tmp_path / "c.csv", lines), by=None).snapshot
    assert customs.found.firm_rows is not None
    assert customs.found.firm_rows.rejected == 1


def test_the_year_before_spreadsheets_count_is_refused(data_folder: Path, tmp_path: Path) -> None:
    lines = [(*LINES[0][:5], "1899", LINES[0][6]), *LINES]
    customs = load_customs(write(tmp_path / "c.csv", lines), by=None).snapshot
    assert customs.found.years == (2023, 2024)


@pytest.mark.parametrize("year", [1802, 2142])
def test_a_year_of_no_figures_is_refused_beside_the_file(
    year: int, data_folder: Path, tmp_path: Path
) -> None:
    path = make_sheets(tmp_path / "c.xlsx", "Export")
    text = "exporter,importer,product,value_usd\nMAR,FRA,080510,1000\n"
    with pytest.raises(Refusal, match=str(year)):
        load_customs(path, by=None, year=year)
    with pytest.raises(Refusal, match=str(year)):
        load_trade(make_text(tmp_path, "flows.csv", text), by=None, year=year)
    form = LoadForm({"kind": DatasetKind.TRADE, "year": year})
    assert str(timezone.localdate().year + 1) in str(form.errors["year"])


def test_a_currency_of_no_country_is_refused(data_folder: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "c.csv", LINES, [*HEADINGS[:-1], "Valeur"])
    with pytest.raises(Refusal, match="XYZ"):
        load_customs(path, by=None, currency="xyz")
    assert load_customs(path, by=None, currency="xof").snapshot.found.currency == "XOF"
    assert "XYZ" in str(LoadForm({"kind": DatasetKind.CUSTOMS, "currency": "xyz"}).errors)
    rows = [(*line, "KG") for line in LINES]
    named = write(tmp_path / "d.csv", rows, [*HEADINGS[:-1], "Valeur", "Devise"])
    with pytest.raises(Refusal, match="KG"):
        load_customs(named, by=None)


def numbered(path: Path, *numbers: str) -> Path:
    return write(path, [(*LINES[0][:4], number, *LINES[0][5:]) for number in numbers])


def test_country_numbers_of_another_list_are_refused(data_folder: Path, tmp_path: Path) -> None:
    """004 is Germany to Eurostat, and Afghanistan to ISO."""
    path = numbered(tmp_path / "c.csv", "001", "003", "004", "005", "006", "008", "010")
    with pytest.raises(Refusal, match=r"Pays.*001") as refused:
        load_customs(path, by=None)
    assert refused.value.remedy
    text = "iso_o;iso_d;km\n001;004;1900\n001;008;1200\n"
    with pytest.raises(Refusal, match=r"iso_o.*001"):
        load_distances(make_text(tmp_path, "d.csv", text), by=None)


def test_country_numbers_that_are_read_are_told(data_folder: Path, tmp_path: Path) -> None:
    snapshot = load_customs(numbered(tmp_path / "c.csv", "250", "724", "276"), by=None).snapshot
    assert "250" in told(snapshot)
    assert "ISO" in told(snapshot)


def test_countries_are_no_firms(data_folder: Path, tmp_path: Path) -> None:
    for exporters in (("MAR", "WLD"), ("Maroc", "France")):
        rows = [f"2022;{exporter};ESP;080510;12" for exporter in exporters]
        text = "\n".join(["year;exporter;importer;product;valeur dh", *rows, ""])
        with pytest.raises(Refusal, match=f"exporter.*{exporters[0]}"):
            load_customs(make_text(tmp_path, "c.csv", text), by=None)


CODES = {"0805.10": "080510", "80510": "080510", "08051020": "080510"}


@pytest.mark.parametrize("written", CODES)
def test_product_codes_are_read_alike_at_every_door(
    written: str, data_folder: Path, tmp_path: Path
) -> None:
    text = f"exporter;importer;product;tariff (%)\nMAR;FRA;{written};3\n"
    tariffs = load_tariffs(make_text(tmp_path, "t.csv", text), by=None).snapshot
    assert table_of(tariffs)["product"].to_list() == [CODES[written]]
    is_other = written.replace(".", "") != CODES[written]  # points are part of no code
    assert (written in told(tariffs)) == is_other
    flows = f"year,exporter,importer,product,value_usd\n2022,MAR,FRA,{written},3\n"
    trade = load_trade(make_text(tmp_path, "flows.csv", flows), by=None).snapshot
    assert load_flows(trade.path, [2022]).products == (CODES[written],)
    assert (written in told(trade)) == is_other


@pytest.mark.parametrize("written", ["8,0510E4", "0805", "oranges"])
def test_no_code_of_six_digits_is_refused_by_its_cell(
    written: str, data_folder: Path, tmp_path: Path
) -> None:
    text = f"exporter;importer;product;tariff (%)\nMAR;FRA;{written};3\n"
    with pytest.raises(Refusal, match=f"product.*{written}"):
        load_tariffs(make_text(tmp_path, "t.csv", text), by=None)
    rows = f"2022;MAR;FRA;080510;3\n2022;MAR;ESP;{written};3\n"
    flows = f"year;exporter;importer;product;value_usd\n{rows}"
    with pytest.raises(Refusal, match=f"product.*{written}"):
        load_trade(make_text(tmp_path, "flows.csv", flows), by=None)


def test_names_of_countries_are_read_in_trade(data_folder: Path, tmp_path: Path) -> None:
    rows = ["2022;Maroc;France;080510;1", "2022;504;ES;080510;2", "2022;MAR;Espagne;080520;3"]
    text = "\n".join(["year;exporter;importer;product;value_usd", *rows, ""])
    trade = load_trade(make_text(tmp_path, "flows.csv", text), by=None).snapshot
    flows = load_flows(trade.path, [2022])
    assert (flows.exporters, flows.importers) == (("MAR",), ("ESP", "FRA"))
    text = "السنة;المصدّر;المستورد;المنتج;القيمة بالدولار\n2022;المغرب;فرنسا;080510;12\n"
    trade = load_trade(make_text(tmp_path, "arabe.csv", text), by=None).snapshot
    assert load_flows(trade.path, [2022]).importers == ("FRA",)


def test_a_date_that_is_not_read_is_named_where_the_year_lacks(
    data_folder: Path, tmp_path: Path
) -> None:
    """The year was asked for, and nobody was told that a date is enough."""
    rows = [(line[0], "14/05/2023", line[-1]) for line in LINES]
    headings = ("ICE", "Date d’embarquement", "Valeur (MAD)")
    with pytest.raises(Refusal) as refused:
        load_customs(write(tmp_path / "c.csv", rows, headings), by=None)
    assert "“Date d’embarquement” holds the dates" in refused.value.remedy
    read = write(tmp_path / "d.csv", rows, ("ICE", "Date", "Valeur (MAD)"))
    assert load_customs(read, by=None).snapshot.found.years == (2023,)
