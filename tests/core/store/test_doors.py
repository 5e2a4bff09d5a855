"""Trade files as people have them: sums among the rows, codes written otherwise, lost zeros."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from nasij_core import errors
from nasij_core.cli import app
from nasij_core.dynamics import Names
from nasij_core.flows import FlowTable
from nasij_core.store import import_flows, load_flows, read_flows
from nasij_core.store.aggregates import GROUPS, NOWHERE, WORLD
from nasij_core.store.country_codes import ISO3_OF_BACI, KNOWN_ISO3
from nasij_core.store.firm_records import stream_records
from nasij_core.store.tabular import read_frame

HEAD = "year,exporter,importer,product,value_usd\n"
WITH_SUMS = HEAD + (
    "2022,MAR,FRA,080510,1000\n2022,MAR,ESP,080510,800\n2022,MAR,{world},080510,1900\n"
    "2022,FRA,MAR,870323,500\n2022,{world},FRA,080510,90000\n"
)


def flows_of(text: str, tmp_path: Path, name: str = "f.csv") -> FlowTable:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read_flows(tmp_path / name, tmp_path)[0]


@pytest.mark.parametrize("world", ["WLD", "W00", "0", "000", "TOTAL", "World", "wld"])
def test_the_world_among_the_markets_counts_nothing_twice(world: str, tmp_path: Path) -> None:
    flows = flows_of(WITH_SUMS.format(world=world), tmp_path)
    assert flows.importers == ("ESP", "FRA", "MAR")
    assert flows.value_usd.sum() == 2300
    (note,) = flows.notes
    # 1,900 said of Morocco and 90,000 of France, beside 1,800 and 1,000 in the rows they sum.
    assert (note.values["value_usd"], note.values["sum_usd"]) == ("91\u00a0900", "2\u00a0800")


@pytest.mark.parametrize("name", ["EU27", "EU27_2020", '"Areas, nes"', "Areas nes", "899", "OED"])
def test_unions_and_places_of_no_country_are_left_out_with_their_amount(
    name: str, tmp_path: Path
) -> None:
    flows = flows_of(f"{HEAD}2022,MAR,FRA,080510,10\n2022,MAR,{name},080510,7\n", tmp_path)
    assert flows.importers == ("FRA",)
    assert flows.value_usd.tolist() == [10]
    assert "1, worth 7 USD" in str(flows.notes[0])


@pytest.mark.parametrize("product", ["TOTAL", "AG2", "ag6"])
def test_the_sum_of_all_products_is_no_product(product: str, tmp_path: Path) -> None:
    text = f"{HEAD}2022,MAR,FRA,080510,10\n2022,MAR,FRA,870323,5\n2022,MAR,FRA,{product},16\n"
    flows = flows_of(text, tmp_path)
    assert flows.products == ("080510", "870323")
    assert (flows.notes[0].values["value_usd"], flows.notes[0].values["sum_usd"]) == ("16", "15")


def test_a_snapshot_keeps_what_was_left_out_and_says_it_again(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text(WITH_SUMS.format(world="WLD"))
    record = import_flows(tmp_path / "f.csv", tmp_path / "kept", origin="x", vintage="y")
    assert record.left_out == {"WLD": {"rows": 2, "value_usd": 91900.0, "sum_usd": 2800.0}}
    assert record.totals_usd == {2022: 2300.0}
    assert "91\u00a0900" in str(load_flows(tmp_path / "kept").notes[0])


def test_no_country_is_taken_for_a_sum() -> None:
    assert not (WORLD | GROUPS | NOWHERE) & (KNOWN_ISO3 | {str(code) for code in ISO3_OF_BACI})


def test_a_file_of_sums_alone_has_no_flows(tmp_path: Path) -> None:
    with pytest.raises(errors.NoRows):
        flows_of(f"{HEAD}2022,MAR,WLD,080510,10\n", tmp_path)


def test_two_letters_become_three_and_namibia_is_not_nothing(tmp_path: Path) -> None:
    text = f"{HEAD}2022,MA,NA,080510,1000\n2022,ma,FR,080510,900\n2022,NA,MA,030354,700\n"
    flows = flows_of(text, tmp_path)
    assert flows.exporters == ("MAR", "NAM")
    assert flows.importers == ("FRA", "MAR", "NAM")
    assert flows.notes == ()


def test_a_country_in_small_letters_is_the_same_country(tmp_path: Path) -> None:
    flows = flows_of(f"{HEAD}2022,mar,FRA,080510,10\n2022,MAR, fra ,870323,5\n", tmp_path)
    assert (flows.exporters, flows.importers) == (("MAR",), ("FRA",))


@pytest.mark.parametrize("name", ["r18_codes_in_the_name.csv", "country_codes_of_mine.csv"])
def test_a_file_is_read_whatever_its_name(name: str, tmp_path: Path) -> None:
    flows = flows_of(f"{HEAD}2005,504,842,080510,300\n", tmp_path, name)
    assert (flows.exporters, flows.importers) == (("MAR",), ("USA",))


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ([101, 9706], ["0101", "9706"]),
        (["101", "9706"], ["0101", "9706"]),
        ([10121, 870323], ["010121", "870323"]),
        ([10121.0, 870323.0], ["010121", "870323"]),
        (["10121.0", "870323.0"], ["010121", "870323"]),
        ([1, 97], ["01", "97"]),
        (["057", "784"], ["057", "784"]),
        (["010121", "870323"], ["010121", "870323"]),
    ],
)
def test_products_written_as_numbers_get_their_zero_back(
    given: list[object], wanted: list[str], tmp_path: Path
) -> None:
    frame = pl.DataFrame({"year": 2022, "exporter": "MAR", "importer": "FRA", "value_usd": 1.0})
    frame = frame.join(pl.DataFrame({"product": given}), how="cross")
    frame.write_parquet(tmp_path / "f.parquet")
    assert list(read_flows(tmp_path / "f.parquet", tmp_path)[0].products) == wanted
    frame.write_csv(tmp_path / "f.csv")
    assert list(read_flows(tmp_path / "f.csv", tmp_path)[0].products) == wanted


def test_a_date_is_its_year_and_not_days(tmp_path: Path) -> None:
    row = {"exporter": "MAR", "importer": "FRA", "product": "080510", "value_usd": 5.0}
    for day in (date(2020, 1, 1), pl.Series([date(2020, 12, 31)]).cast(pl.Datetime)[0]):
        pl.DataFrame({"year": [day], **row}).write_parquet(tmp_path / "f.parquet")
        flows, _ = read_flows(tmp_path / "f.parquet", tmp_path)
        assert (flows.years, len(flows)) == ((2020,), 1)


@pytest.mark.parametrize("year", ["202006", "20", "99999"])
def test_a_number_no_calendar_has_is_refused(year: str, tmp_path: Path) -> None:
    with pytest.raises(errors.OutOfRange, match=f"Line 2 .*year.*“{year}”.*1900 and 20"):
        flows_of(f"{HEAD}{year},MAR,FRA,080510,10\n", tmp_path)


def test_semicolons_and_decimal_commas_are_read(tmp_path: Path) -> None:
    text = HEAD.replace(",", ";") + "2022;MAR;FRA;080510;10,5\n2022;MAR;ESP;080510;1000,25\n"
    assert sorted(flows_of(text, tmp_path).value_usd) == [10.5, 1000.25]
    padded = text.replace(";", "; ")
    assert sorted(flows_of(padded, tmp_path).value_usd) == [10.5, 1000.25]


def test_commas_before_three_digits_everywhere_are_asked_about(tmp_path: Path) -> None:
    text = HEAD.replace(",", ";") + "2022;MAR;FRA;080510;1,000\n"
    with pytest.raises(errors.AmbiguousNumber, match=r"thousands or decimals"):
        flows_of(text, tmp_path)


@pytest.mark.parametrize("other", ["1000,5", "12"])
def test_a_point_that_may_part_thousands_is_asked_about(other: str, tmp_path: Path) -> None:
    head = HEAD.replace(",", ";") + f"2022;MAR;FRA;080510;{other}\n"
    with pytest.raises(errors.AmbiguousNumber, match=r"“1\.000”"):
        flows_of(head + "2022;MAR;ESP;080510;1.000\n", tmp_path)


def test_a_point_before_two_digits_says_what_the_others_are(tmp_path: Path) -> None:
    text = HEAD.replace(",", ";") + "2022;MAR;FRA;080510;1.25\n2022;MAR;ESP;080510;1.000\n"
    assert sorted(flows_of(text, tmp_path).value_usd) == [1, 1.25]


def test_each_column_says_for_itself_what_its_marks_are(tmp_path: Path) -> None:
    head = HEAD.strip().replace(",", ";") + ";quantity\n"
    with pytest.raises(errors.CellAmbiguous, match=r"^Line 2 .*value_usd.*“1,234”"):
        flows_of(head + "2022;MAR;FRA;080510;1,234;12,5\n", tmp_path)
    late = "".join(f"2022;MAR;FRA;{code:06};1,234;1\n" for code in range(300))
    assert flows_of(f"{head}{late}2022;MAR;ESP;1;0,5;1\n", tmp_path).value_usd.max() == 1.234


def test_small_tables_are_read_the_same_way(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("exporter;importer;km\nma; FR ;1800,5\nMAR;esp;900,25\n")
    frame = read_frame(tmp_path / "d.csv")
    assert frame.rows() == [("MAR", "FRA", "1800.5"), ("MAR", "ESP", "900.25")]
    (tmp_path / "d.csv").write_text("exporter;importer;km\nMAR;FRA;1.800\nMAR;ESP;900,25\n")
    with pytest.raises(errors.AmbiguousNumber, match=r"“1\.800”"):
        read_frame(tmp_path / "d.csv")


class TestFirms:
    def read(self, text: str, tmp_path: Path) -> Names:
        (tmp_path / "r.csv").write_text(text)
        return stream_records(tmp_path / "r.csv", tmp_path).names

    def test_blanks_make_no_second_firm(self, tmp_path: Path) -> None:
        names = self.read("firm,year,value\nf1,2020,1\nf1 ,2021,2\n\u00a0f1,2022,2\n", tmp_path)
        assert list(names.firms) == ["f1"]

    def test_a_month_is_no_year(self, tmp_path: Path) -> None:
        with pytest.raises(errors.OutOfRange, match="202006"):
            self.read("firm,year,value\nf1,202006,1\n", tmp_path)

    def test_decimal_commas_are_read(self, tmp_path: Path) -> None:
        (tmp_path / "r.csv").write_text("firm;year;value\nf1;2020;1,5\n")
        (records,) = stream_records(tmp_path / "r.csv", tmp_path)
        assert records.value.tolist() == [1.5]
        (tmp_path / "r.csv").write_text("firm;year;value\nf1;2020;1,5\nf2;2020;1.000\n")
        with pytest.raises(errors.AmbiguousNumber, match=r"“1\.000”"):
            stream_records(tmp_path / "r.csv", tmp_path)

    def test_a_date_is_its_year(self, tmp_path: Path) -> None:
        row = {"firm": ["f1"], "year": [date(2020, 3, 1)], "value": [1.0]}
        pl.DataFrame(row).write_parquet(tmp_path / "r.parquet")
        assert stream_records(tmp_path / "r.parquet", tmp_path).years == (2020,)


def test_complexity_needs_no_importer(tmp_path: Path) -> None:
    rows = [(f"E{e}", f"{p:02}10", (e * p) % 7 + 1.0) for e in range(6) for p in range(1, 9)]
    frame = pl.DataFrame(rows, schema=["exporter", "product", "value_usd"], orient="row")
    kept = frame.filter(pl.col("value_usd") > 2).with_columns(year=2022)
    kept.write_csv(tmp_path / "bare.csv")
    kept.with_columns(importer=pl.lit("ZAF")).write_csv(tmp_path / "whole.csv")
    for name in ("bare", "whole"):
        asked = ["complexity", str(tmp_path / f"{name}.csv"), "--out", str(tmp_path / name)]
        done = CliRunner().invoke(app, asked)
        assert done.exit_code == 0, done.output
    bare, whole = (pl.read_parquet(tmp_path / n / "countries.parquet") for n in ("bare", "whole"))
    assert bare.equals(whole)
    refused = CliRunner().invoke(
        app, ["potential", str(tmp_path / "bare.csv"), "--out", str(tmp_path / "no")]
    )
    assert refused.exit_code == 2
    assert "importer" in refused.output
