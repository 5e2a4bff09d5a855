"""Rows that name no currency beside rows that do, ties, and what is said of refused amounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from nasij.datasets.acts import load_association, load_customs, load_distances, load_regional
from nasij.datasets.errors import CurrenciesTied, UnitsTied
from nasij.datasets.firm_pages import _value_refused
from nasij.datasets.models import Snapshot
from nasij.datasets.queries import sentences
from nasij.files.errors import UnitBeside
from tests.rooms.datasets.firm_lines import ice, write
from tests.rooms.datasets.made_files import make_text

pytestmark = pytest.mark.django_db

_HEADINGS = ("ICE", "Produit", "Pays", "Année")
_MIXED = ("1000;MAD", "2500;EUR", "2600;EUR", "10;", "20;", "30;")


def customs(tmp_path: Path, *rows: str, heading: str = "Valeur", currency: str = "") -> Snapshot:
    path = tmp_path / "c.csv"
    lines = [(ice(1), "080510", "France", "2023", *row.split(";")) for row in rows]
    write(path, lines, (*_HEADINGS, heading, "Devise"))
    return load_customs(path, by=None, currency=currency).snapshot


def told(snapshot: Snapshot) -> str:
    return " ".join(sentences(snapshot.found.notes))


def value_refused(snapshot: Snapshot) -> str:
    assert snapshot.found.firm_rows is not None
    return _value_refused(snapshot.found.firm_rows, "MAD", "")


def test_a_row_without_a_currency_is_not_of_that_of_others(
    data_folder: Path, tmp_path: Path
) -> None:
    """Three rows were kept in euros, and nobody was told."""
    record = customs(tmp_path, *_MIXED).record
    assert record["problems"] == {"currency_missing": 3, "currency_other": 1}
    assert (record["currency"], record["value_kept"]) == ("EUR", 5100)
    assert record["examples"]["currency_missing"][0]["row"] == 5


def test_a_currency_beside_the_file_is_that_of_rows_without_one(
    data_folder: Path, tmp_path: Path
) -> None:
    snapshot = customs(tmp_path, *_MIXED, currency="MAD")
    assert (snapshot.record["currency"], snapshot.record["value_kept"]) == ("MAD", 1060)
    assert "in that given beside the file: 3" in told(snapshot)


def test_where_one_currency_is_named_rows_without_one_are_counted(
    data_folder: Path, tmp_path: Path
) -> None:
    snapshot = customs(tmp_path, "1000;EUR", "10;", "20;")
    assert (snapshot.record["currency"], snapshot.record["value_kept"]) == ("EUR", 1030)
    assert "read in the only one that the others name: 2" in told(snapshot)


def test_what_the_heading_names_needs_no_cell(data_folder: Path, tmp_path: Path) -> None:
    rows = ("1000;MAD", "2000;MAD", "7;EUR", "10;")
    snapshot = customs(tmp_path, *rows, heading="Valeur (DH)")
    assert snapshot.record["value_kept"] == 3010
    assert "without a currency" not in told(snapshot)


def test_a_tie_of_currencies_is_not_decided_by_the_alphabet(
    data_folder: Path, tmp_path: Path
) -> None:
    """One row in euros and one in dirhams: the first was kept as “most of the file”."""
    with pytest.raises(CurrenciesTied, match=r"MAD.*row 2.*EUR.*row 3") as refused:
        customs(tmp_path, "1000;MAD", "2500;EUR")
    assert "--currency" in refused.value.remedy
    assert customs(tmp_path, "1000;MAD", "2500;EUR", currency="MAD").record["value_kept"] == 1000
    with pytest.raises(UnitsTied, match=r"KMAD.*row 2.*MAD.*row 3"):
        customs(tmp_path, "1000;KMAD", "2500;MAD")
    with pytest.raises(UnitsTied, match=r"milliers.*row 2.*millions.*row 3"):
        customs(tmp_path, "1000;milliers", "2500;millions")


def test_amounts_in_another_currency_are_said_to_be_left_out(
    data_folder: Path, tmp_path: Path
) -> None:
    """“None of them has an amount above zero”, of 2,500 euros."""
    snapshot = customs(tmp_path, "1000;MAD", "900;MAD", "2500;EUR")
    assert "none of them has an amount" not in told(snapshot)
    assert "not added to the value refused: 1" in told(snapshot)
    assert value_refused(snapshot) == "1 row with an amount in another currency or unit, not added"
    with_lack = customs(tmp_path, "1000;MAD", "900;MAD", "2500;EUR", ";MAD")
    assert value_refused(with_lack) == (
        "1 row without an amount that can be added up · "
        "1 row with an amount in another currency or unit, not added"
    )


def test_a_list_without_values_speaks_of_no_unit(data_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text(f"Liste des adhérents\nICE;Raison sociale\n{ice(1)};Rif\n", encoding="utf-8")
    snapshot = load_association(path, by=None).snapshot
    assert "Liste des adhérents" in told(snapshot)
    assert "what the values count" not in told(snapshot)


def test_tables_tell_rows_whose_unit_is_empty(data_folder: Path, tmp_path: Path) -> None:
    text = "Région;Chapitre;Année;Valeur;Devise\n9;8;2023;100;MAD\n1;8;2023;5;\n"
    snapshot = load_regional(make_text(tmp_path, "r.csv", text), by=None).snapshot
    assert "were read like the others: 1" in told(snapshot)
    text = "Région;Chapitre;Année;Valeur (DH);Devise\n9;8;2023;100;MAD\n1;8;2023;5;\n"
    snapshot = load_regional(make_text(tmp_path, "s.csv", text), by=None).snapshot
    assert "like the others" not in told(snapshot)
    text = "origine;destination;distance;Unité\nMAR;FRA;1000;km\nMAR;ESP;500;\n"
    snapshot = load_distances(make_text(tmp_path, "d.csv", text), by=None).snapshot
    assert "were read like the others: 1" in told(snapshot)


def test_a_column_of_units_without_a_currency_says_none(data_folder: Path, tmp_path: Path) -> None:
    text = "Région;Chapitre;Année;Valeur;Unité\n9;8;2023;100;\n1;8;2023;5;kg\n"
    snapshot = load_regional(make_text(tmp_path, "r.csv", text), by=None).snapshot
    assert "does not say its currency" in told(snapshot)


@pytest.mark.parametrize("line", ["Source : ADII", "Source: ADII", "المصدر: الجمارك"])
def test_a_source_below_the_table_is_no_row(line: str, data_folder: Path, tmp_path: Path) -> None:
    """It was counted as a refused row, for three reasons."""
    path = tmp_path / "c.csv"
    rows = [(ice(1), "080510", "France", "2023", "10"), (line, "", "", "", "")]
    write(path, rows, (*_HEADINGS, "Valeur (MAD)"))
    snapshot = load_customs(path, by=None).snapshot
    assert (snapshot.record["rows"], snapshot.record["problems"]) == (1, {})
    assert "Lines outside the table" in told(snapshot)


def test_a_firm_may_begin_like_a_source(data_folder: Path, tmp_path: Path) -> None:
    rows = [("Source Atlas", "2023", "10"), ("Sources : Rif", "2023", "20")]
    path = write(tmp_path / "c.csv", rows, ("Raison sociale", "Année", "Valeur (MAD)"))
    assert load_customs(path, by=None).snapshot.record["kept"] == 2


def test_a_currency_given_beside_the_file_settles_no_multiple(
    data_folder: Path, tmp_path: Path
) -> None:
    """“Valeur (DH)” beside rows in KDH was refused, and with the currency given read as DH."""
    for currency in ("", "MAD"):
        with pytest.raises(UnitBeside):
            customs(tmp_path, "10;KDH", "20;KDH", "5;DH", heading="Valeur (DH)", currency=currency)


def test_an_invoice_currency_with_a_multiple_is_not_that_of_the_values(
    data_folder: Path, tmp_path: Path
) -> None:
    """“Valeur (DH)”, MAD given, beside EUR and KEUR: rows in KEUR were refused, the others kept."""
    rows = ("10;EUR", "20;EUR", "5;KEUR")
    snapshot = customs(tmp_path, *rows, heading="Valeur (DH)", currency="MAD")
    assert snapshot.record["value_kept"] == 35
    assert "Devise" in told(snapshot)
