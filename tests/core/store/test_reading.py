"""Flows from each layout and packing, and every way a trade file can be wrong."""

import gzip
import zipfile
from pathlib import Path

import polars as pl
import pytest

from nasij_core import errors
from nasij_core.flows import FlowTable
from nasij_core.store.coding import Tally
from nasij_core.store.readers import read_flows, read_years

BACI = (
    "t,i,j,k,v,q\n"
    "2023,504,251,030617,12.5,0.4\n"
    "2023,504,699,310311,3,           NA\n"
    "2023,251,504,870322,7,1\n"
)
COUNTRIES = (
    "country_code,country_name,country_iso2,country_iso3\n504,Morocco,MA,MAR\n899,Free zone,,ZON\n"
)


def read(source: Path, tmp_path: Path) -> tuple[FlowTable, Tally]:
    scratch = tmp_path / "scratch"
    scratch.mkdir(exist_ok=True)
    return read_flows(source, scratch)


def as_rows(flows: FlowTable) -> set[tuple[int, str, str, str, float]]:
    return {
        (int(y), flows.exporters[i], flows.importers[j], flows.products[k], float(v))
        for y, i, j, k, v in zip(
            flows.year, flows.exporter, flows.importer, flows.product, flows.value_usd, strict=True
        )
    }


BACI_ROWS = {
    (2023, "MAR", "FRA", "030617", 12_500.0),
    (2023, "MAR", "IND", "310311", 3_000.0),
    (2023, "FRA", "MAR", "870322", 7_000.0),
}


def test_the_official_layout_in_thousands_with_numeric_countries(tmp_path: Path) -> None:
    file = tmp_path / "BACI_HS17_Y2023_V202501.csv"
    file.write_text(BACI)
    flows, tally = read(file, tmp_path)
    assert as_rows(flows) == BACI_ROWS
    assert not tally.unknown


def test_a_product_that_lost_its_zero_gets_it_back(tmp_path: Path) -> None:
    file = tmp_path / "flows.csv"
    file.write_text(BACI.replace("030617", "30617"))
    assert "030617" in read(file, tmp_path)[0].products


def test_blanks_around_numbers_as_in_old_releases(tmp_path: Path) -> None:
    file = tmp_path / "flows.csv"
    file.write_text("t,i,j,k,v,q\n2023,504,251, 030617,    12.5,   0.4\n")
    assert as_rows(read(file, tmp_path)[0]) == {(2023, "MAR", "FRA", "030617", 12_500.0)}


@pytest.mark.parametrize("separator", [";", "\t"])
def test_other_separators(separator: str, tmp_path: Path) -> None:
    file = tmp_path / "flows.csv"
    file.write_text(BACI.replace(",", separator))
    assert as_rows(read(file, tmp_path)[0]) == BACI_ROWS


def test_a_folder_of_yearly_files_and_its_code_table(tmp_path: Path) -> None:
    folder = tmp_path / "baci"
    folder.mkdir()
    (folder / "BACI_HS17_Y2022_V202501.csv").write_text("t,i,j,k,v,q\n2022,504,899,010121,1,0\n")
    (folder / "BACI_HS17_Y2023_V202501.csv").write_text(BACI)
    (folder / "country_codes_V202501.csv").write_text(COUNTRIES)
    (folder / "product_codes_HS17_V202501.csv").write_text("code,description\n010121,Horses\n")
    (folder / "Readme.txt").write_text("x")
    flows, tally = read(folder, tmp_path)
    assert flows.years == (2022, 2023)
    assert (2022, "MAR", "ZON", "010121", 1000.0) in as_rows(flows)
    assert tally.unknown == {"ZON": {"rows": 1, "value_usd": 1000.0}}


def test_a_zip_of_files(tmp_path: Path) -> None:
    packed = tmp_path / "BACI_HS17_V202501.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("BACI_HS17_Y2023_V202501.csv", BACI)
        archive.writestr("country_codes_V202501.csv", COUNTRIES)
    flows, _ = read(packed, tmp_path)
    assert as_rows(flows) == BACI_ROWS
    assert not list((tmp_path / "scratch").glob("*.csv"))


def test_a_gzipped_file(tmp_path: Path) -> None:
    file = tmp_path / "flows.csv.gz"
    file.write_bytes(gzip.compress(BACI.encode()))
    assert as_rows(read(file, tmp_path)[0]) == BACI_ROWS


def test_one_file_with_many_years(tmp_path: Path) -> None:
    file = tmp_path / "flows.csv"
    file.write_text(BACI + "2021,504,251,030617,1,1\n")
    flows, _ = read(file, tmp_path)
    assert flows.years == (2021, 2023)
    assert flows.year.tolist() == sorted(flows.year.tolist())


def test_letters_in_parquet_with_the_year_in_the_name(tmp_path: Path) -> None:
    file = tmp_path / "baci_hs17_2024_ex6.parquet"
    pl.DataFrame({"k": ["030617"], "i": ["MAR"], "j": ["FRA"], "v_usd": [5]}).write_parquet(file)
    flows, tally = read(file, tmp_path)
    assert as_rows(flows) == {(2024, "MAR", "FRA", "030617", 5.0)}
    assert tally.year_from_name == ["baci_hs17_2024_ex6.parquet"]


def test_our_own_column_names(tmp_path: Path) -> None:
    file = tmp_path / "flows.csv"
    file.write_text("year,exporter,importer,product,value_usd\n2020,MAR,FRA,0306,9.5\n")
    assert as_rows(read(file, tmp_path)[0]) == {(2020, "MAR", "FRA", "0306", 9.5)}


def test_taiwan_belgium_and_other_peculiar_codes(tmp_path: Path) -> None:
    file = tmp_path / "flows.csv"
    file.write_text(
        "t,i,j,k,v,q\n2023,490,842,010121,1,1\n2023,757,579,010121,1,1\n1997,58,276,010121,1,1\n"
    )
    flows, tally = read(file, tmp_path)
    assert set(flows.exporters) == {"S19", "CHE", "BEL"}
    assert set(flows.importers) == {"USA", "NOR", "DEU"}
    assert not tally.unknown


def test_unknown_countries_are_kept_and_counted(tmp_path: Path) -> None:
    file = tmp_path / "flows.csv"
    file.write_text(BACI + "2023,777,504,010121,2,1\n2023,777,251,010121,3,1\n")
    flows, tally = read(file, tmp_path)
    assert tally.unknown == {"777": {"rows": 2, "value_usd": 5_000.0}}
    assert flows.value_usd.sum() == 27_500.0


def test_unknown_countries_and_a_missing_line_break_reach_the_figure(tmp_path: Path) -> None:
    file = tmp_path / "flows.csv"
    file.write_text("year,exporter,importer,product,value_usd\n2020,QQQ,FRA,0306,9.5")
    flows, _ = read(file, tmp_path)
    assert [note.code for note in flows.notes] == ["unknown_countries", "no_line_break"]
    assert "QQQ" in str(flows.notes[0])


def test_trade_with_oneself_is_left_out_and_counted(tmp_path: Path) -> None:
    file = tmp_path / "flows.csv"
    file.write_text(BACI + "2023,504,504,010121,2,1\n")
    flows, tally = read(file, tmp_path)
    assert len(flows) == 3
    assert (tally.self_trade_rows, tally.self_trade_usd) == (1, 2_000.0)


class TestWrongFiles:
    def refuses(
        self,
        error: type[errors.CoreError],
        name: str,
        content: bytes,
        tmp_path: Path,
        match: str | None = None,
    ) -> None:
        file = tmp_path / name
        file.write_bytes(content)
        with pytest.raises(error, match=match):
            read(file, tmp_path)

    @pytest.mark.parametrize("cut", [1, 4, 12, 25])
    def test_text_cut_anywhere_in_its_last_line(self, cut: int, tmp_path: Path) -> None:
        self.refuses(
            errors.TruncatedFile, "f.csv", BACI.encode()[:-cut], tmp_path, "without a line break"
        )

    def test_parquet_cut_in_half(self, tmp_path: Path) -> None:
        whole = tmp_path / "whole.parquet"
        pl.DataFrame(
            {"k": ["1"] * 900, "i": ["A"] * 900, "j": ["B"] * 900, "v_usd": [1] * 900}
        ).write_parquet(whole)
        self.refuses(errors.TruncatedFile, "f_2024.parquet", whole.read_bytes()[:-300], tmp_path)

    def test_zip_cut_in_half(self, tmp_path: Path) -> None:
        packed = tmp_path / "whole.zip"
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("BACI_HS17_Y2023_V202501.csv", BACI)
        self.refuses(errors.TruncatedFile, "f.zip", packed.read_bytes()[:-60], tmp_path)

    def test_zip_with_a_damaged_member(self, tmp_path: Path) -> None:
        packed = tmp_path / "whole.zip"
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("BACI_HS17_Y2023_V202501.csv", BACI)
        damaged = packed.read_bytes().replace(b"12.5", b"92.5")
        self.refuses(errors.TruncatedFile, "f.zip", damaged, tmp_path)

    def test_gzip_cut_in_half(self, tmp_path: Path) -> None:
        self.refuses(errors.TruncatedFile, "f.csv.gz", gzip.compress(BACI.encode())[:-20], tmp_path)

    def test_wrong_columns(self, tmp_path: Path) -> None:
        self.refuses(
            errors.MissingColumn,
            "f.csv",
            b"t,i,j,hs,v\n1,2,3,4,5\n",
            tmp_path,
            "lacks the columns: k",
        )

    def test_no_rows(self, tmp_path: Path) -> None:
        self.refuses(errors.NoRows, "f.csv", b"t,i,j,k,v,q\n", tmp_path)

    def test_empty_file(self, tmp_path: Path) -> None:
        self.refuses(errors.NoRows, "f.csv", b"", tmp_path)

    @pytest.mark.parametrize("value", ["", "NaN", "abc", "inf"])
    def test_a_value_that_is_no_number(self, value: str, tmp_path: Path) -> None:
        content = f"t,i,j,k,v,q\n2023,504,251,030617,{value},1\n"
        self.refuses(
            errors.NotANumber, "f.csv", content.encode(), tmp_path, ": 1. Lines: 2. They hold"
        )

    def test_a_country_that_is_no_number(self, tmp_path: Path) -> None:
        self.refuses(errors.NotANumber, "f.csv", b"t,i,j,k,v,q\n2023,MA,251,030617,1,1\n", tmp_path)

    def test_negative_value(self, tmp_path: Path) -> None:
        self.refuses(
            errors.NegativeValue, "f.csv", BACI.replace("12.5", "-12.5").encode(), tmp_path
        )

    def test_repeated_rows_of_a_bad_join(self, tmp_path: Path) -> None:
        again = BACI + "2023,504,251,030617,12.5,0.4\n"
        self.refuses(errors.DuplicateKeys, "f.csv", again.encode(), tmp_path, "MAR/FRA/030617")

    def test_utf16_as_excel_writes_it(self, tmp_path: Path) -> None:
        self.refuses(errors.BadEncoding, "f.csv", BACI.encode("utf-16"), tmp_path)

    def test_latin1_text(self, tmp_path: Path) -> None:
        content = "year,exporter,importer,product,value_usd\n2020,Côte,FRA,01,1\n".encode("latin-1")
        self.refuses(errors.BadEncoding, "f.csv", content, tmp_path)

    def test_a_spreadsheet_renamed_to_csv(self, tmp_path: Path) -> None:
        self.refuses(errors.UnknownFormat, "f.csv", b"PK\x03\x04rest", tmp_path, "spreadsheet")

    def test_another_kind_of_file(self, tmp_path: Path) -> None:
        self.refuses(errors.UnknownFormat, "f.pdf", b"%PDF", tmp_path)

    def test_text_named_parquet(self, tmp_path: Path) -> None:
        self.refuses(errors.UnknownFormat, "f.parquet", BACI.encode(), tmp_path)

    def test_no_year_anywhere(self, tmp_path: Path) -> None:
        self.refuses(
            errors.MissingColumn, "f.csv", b"k,i,j,v_usd\n030617,MAR,FRA,1\n", tmp_path, "year"
        )

    def test_two_revisions_in_a_folder(self, tmp_path: Path) -> None:
        folder = tmp_path / "baci"
        folder.mkdir()
        for name in ("BACI_HS17_Y2023_V202501.csv", "BACI_HS22_Y2023_V202501.csv"):
            (folder / name).write_text(BACI)
        with pytest.raises(errors.MixedRevisions, match="HS17, HS22"):
            read(folder, tmp_path)

    def test_an_empty_folder(self, tmp_path: Path) -> None:
        folder = tmp_path / "empty"
        folder.mkdir()
        with pytest.raises(errors.NoRows):
            read(folder, tmp_path)

    def test_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(errors.UnknownFormat, match="no such file"):
            read(tmp_path / "absent.csv", tmp_path)


def test_progress_moves_to_its_total(tmp_path: Path) -> None:
    file = tmp_path / "flows.csv"
    file.write_text(BACI)
    (tmp_path / "scratch").mkdir()
    seen: list[tuple[int, int, str]] = []
    list(read_years(file, tmp_path / "scratch", Tally(), lambda *step: seen.append(step)))
    assert [done for done, _, _ in seen] == sorted(done for done, _, _ in seen)
    assert seen[-1][0] == seen[-1][1]
