"""A column of units beside the values: read with them, told as unread, or refused by its cell."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from nasij.datasets.acts import (
    load_association,
    load_customs,
    load_distances,
    load_growth,
    load_regional,
    load_tariffs,
    load_trade,
)
from nasij.datasets.models import Snapshot
from nasij.datasets.queries import sentences, table_of
from nasij.files.errors import UnitUnknown
from nasij.work.errors import Refusal
from tests.rooms.datasets.firm_lines import ice, write
from tests.rooms.datasets.made_files import make_text

pytestmark = pytest.mark.django_db

_ROW = (ice(1), "080510", "France", "2023")
_HEADINGS = ("ICE", "Produit", "Pays", "Année")


def customs(tmp_path: Path, headings: str, *rows: str) -> Snapshot:
    path = tmp_path / "c.csv"
    lines = [(*_ROW, *row.split(";")) for row in rows]
    write(path, lines, (*_HEADINGS, *headings.split(";")))
    return load_customs(path, by=None).snapshot


def told(snapshot: Snapshot) -> str:
    return bare(" ".join(sentences(snapshot.found.notes)))


def bare(said: str) -> str:
    """Without the marks around words of another direction."""
    return re.sub("[\u2068\u2069]", "", said)


@pytest.mark.parametrize(
    ("headings", "row", "currency", "value"),
    [
        ("Valeur;Unité", "100;KDH", "MAD", 100_000),
        ("Unité;Valeur", "milliers de DH;100", "MAD", 100_000),
        ("Valeur;Unité", "100;milliers", "MAD", 100_000),
        ("Montant;Monnaie", "12,5;MDH", "MAD", 12_500_000),
        ("Valeur;Devise", "100;k€", "EUR", 100_000),
        ("القيمة;العملة", "100;ألف درهم", "MAD", 100_000),
        ("القيمة;الوحدة", "100;مليون درهم", "MAD", 100_000_000),
        ("Valeur (KDH);Unité", "100;KDH", "MAD", 100_000),
        ("Valeur (KDH);Devise", "100;MAD", "MAD", 100_000),
        ("Unité;Valeur;Devise", "milliers;100;EUR", "EUR", 100_000),
        ("Quantité;Unité;Valeur;Devise", "5;KGS;100;XOF", "XOF", 100),
    ],
)
def test_the_multiple_of_a_column_is_that_of_the_values(
    headings: str, row: str, currency: str, value: float, data_folder: Path, tmp_path: Path
) -> None:
    record = customs(tmp_path, headings, row, row).record
    assert (record["currency"], record["value_kept"]) == (currency, 2 * value)
    assert record["problems"] == {}


@pytest.mark.parametrize("other", ["DH", "KDH", "M€", "milliers"])
def test_rows_of_another_multiple_are_refused(
    other: str, data_folder: Path, tmp_path: Path
) -> None:
    record = customs(tmp_path, "Valeur;Devise", "100;MDH", "100;MDH", f"100;{other}").record
    assert record["value_kept"] == 200_000_000
    assert record["examples"]["currency_other"][0] == {"row": 4, "value": other}


def test_a_row_without_a_unit_is_not_of_the_multiple_of_others(
    data_folder: Path, tmp_path: Path
) -> None:
    """Nor of none: either reading may be wrong by a thousand."""
    record = customs(tmp_path, "Valeur;Unité", "100;KDH", "100;KDH", "100000;").record
    assert (record["problems"], record["value_kept"]) == ({"unit_missing": 1}, 200_000)
    assert record["examples"]["unit_missing"][0]["row"] == 4
    named = customs(tmp_path, "Valeur (KDH);Unité", "100;KDH", "100;KDH", "100;").record
    assert named["value_kept"] == 300_000


@pytest.mark.parametrize("headings", ["Valeur (DH);Unité", "Valeur (MDH);Unité"])
def test_a_multiple_that_the_heading_denies_is_refused(
    headings: str, data_folder: Path, tmp_path: Path
) -> None:
    heading = re.escape(headings.split(";")[0])
    with pytest.raises(Refusal, match=rf"Unité.*{heading}.*KDH in row 2") as refused:
        customs(tmp_path, headings, "100;KDH")
    assert refused.value.remedy


@pytest.mark.parametrize("unit", ["KG", "T", "tonnes", "U", "KGS", "NPR"])
@pytest.mark.parametrize("heading", ["Unité", "Unit", "الوحدة"])
def test_a_unit_of_quantities_is_no_currency(
    heading: str, unit: str, data_folder: Path, tmp_path: Path
) -> None:
    snapshot = customs(tmp_path, f"Valeur (DH);Quantité;{heading}", f"100;5;{unit}", "100;5;KG")
    assert (snapshot.record["currency"], snapshot.record["value_kept"]) == ("MAD", 200)
    assert f"not read: {heading}" in told(snapshot)


def test_an_unknown_currency_is_told_by_its_cell(data_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"Devise.*FCFA in row 3"):
        customs(tmp_path, "Valeur;Devise", "100;", "100;FCFA")


def test_members_are_not_refused_for_a_unit(data_folder: Path, tmp_path: Path) -> None:
    rows = [(ice(1), "KG"), (ice(2), "MAD"), (ice(3), "EUR")]
    path = write(tmp_path / "m.csv", rows, ["ICE", "Unité"])
    assert load_association(path, by=None).snapshot.record["problems"] == {}


_TABLES = {
    load_regional: "Région;Chapitre;Année;{value};{unit}\n9;8;2023;100;{cell}\n1;8;2023;5;{last}\n",
    load_distances: "origine;destination;{value};{unit}\nMAR;FRA;1000;{cell}\nMAR;ESP;5;{last}\n",
    load_growth: "iso3;année;{value};{unit}\nMAR;2025;3.1;{cell}\nFRA;2025;3.2;{last}\n",
    load_tariffs: "exporter;importer;product;{value};{unit}\n"
    "MAR;FRA;080510;3;{cell}\nMAR;FRA;080520;5;{last}\n",
    load_trade: "year;exporter;importer;product;{value};{unit}\n"
    "2023;MAR;FRA;080510;100;{cell}\n2023;MAR;FRA;080520;5;{last}\n",
}


def table(tmp_path: Path, load, value: str, unit: str, cell: str, last: str) -> Snapshot:  # type: ignore[no-untyped-def]
    text = _TABLES[load].format(value=value, unit=unit, cell=cell, last=last)
    return load(make_text(tmp_path, "t.csv", text), by=None).snapshot  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("load", "value", "unit", "cell", "last"),
    [
        (load_regional, "Valeur", "Unité", "MDH", "KDH"),
        (load_regional, "Valeur (DH)", "Unit", "MAD", "million"),
        (load_regional, "Valeur (KDH)", "الوحدة", "KDH", "ألف أورو"),
        (load_regional, "Valeur", "Devise", "XOF", "XOF"),
        (load_distances, "distance", "unité", "miles", "km"),
        (load_distances, "distance", "unit", "milles marins", ""),
        (load_distances, "distance (km)", "الوحدة", "km", "ميل"),
        (load_distances, "distance", "unité", "milliers de km", "km"),
        (load_distances, "distance", "unité", "100 km", "km"),
        (load_distances, "distance (km)", "unité", "centaines de km", "km"),
        (load_tariffs, "tariff (%)", "unité", "basis points", "%"),
        (load_regional, "Valeur (DH)", "Unité", "centaines de DH", "DH"),
        (load_trade, "value_usd", "Devise / Currency", "EUR", "EUR"),
        (load_trade, "value_usd", "Currency (ISO)", "EUR", "EUR"),
        (load_trade, "value_usd", "Unit (of value)", "thousands", "thousands"),
        (load_growth, "croissance (%)", "unit", "percent", "per mille"),
        (load_growth, "croissance", "unit", "%", ""),
        (load_tariffs, "tariff (%)", "unit", "‰", "%"),
        (load_tariffs, "tariff (%)", "unit", "EUR", "%"),
        (load_trade, "value_usd", "unit", "thousand USD", "USD"),
        (load_trade, "trade value (usd)", "unité", "thousands", "thousands"),
        (load_trade, "value_usd", "Devise", "EUR", "EUR"),
        (load_trade, "value_kusd", "unit", "million USD", ""),
    ],
)
def test_a_unit_beside_other_than_the_one_read_is_refused_by_its_cell(  # type: ignore[no-untyped-def]
    load, value: str, unit: str, cell: str, last: str, data_folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(Refusal) as refused:
        table(tmp_path, load, value, unit, cell, last)
    said = bare(str(refused.value))
    assert re.search(f"“{re.escape(unit)}”.*{value[:5]}", said, re.IGNORECASE)
    assert f"{cell} in row 2" in said or f"{last} in row 3" in said
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("load", "value", "unit", "cell"),
    [
        (load_regional, "Valeur (MDH)", "Unité", "MDH"),
        (load_regional, "Valeur", "Unité", "MAD"),
        (load_regional, "Valeur", "Unité", "tonnes"),
        (load_distances, "distance", "unité", "km"),
        (load_distances, "distance (miles)", "unité", "mi"),
        (load_distances, "distance", "unité", "lieues"),
        (load_growth, "croissance (%)", "unit", "%"),
        (load_growth, "croissance (%)", "unit", "Annual"),
        (load_tariffs, "tariff (%)", "unité", "%"),
        (load_trade, "value_usd", "unit", "USD"),
        (load_trade, "value_kusd", "unit", "thousand USD"),
        (load_trade, "value_kusd", "unit", "USD"),
        (load_trade, "value_usd", "unit", "tonnes"),
    ],
)
def test_a_unit_beside_that_is_not_read_is_told(  # type: ignore[no-untyped-def]
    load, value: str, unit: str, cell: str, data_folder: Path, tmp_path: Path
) -> None:
    assert f"not read: {unit}" in told(table(tmp_path, load, value, unit, cell, cell))


@pytest.mark.parametrize(
    ("headings", "row", "currency", "value"),
    [
        ("Valeur;Code devise", "100;EUR", "EUR", 100),
        ("Valeur;Unité de valeur", "100;KDH", "MAD", 100_000),
        ("Valeur;Monnaie et unité", "100;milliers EUR", "EUR", 100_000),
        ("Valeur;Unité monétaire", "100;KDH", "MAD", 100_000),
        ("القيمة;وحدة القيمة", "100;مليون درهم", "MAD", 100_000_000),
        ("Valeur;Multiplicateur", "100;1000", "MAD", 100_000),
        ("Valeur;Multiplicateur", "100;1", "MAD", 100),
        ("Valeur devise;Devise;Valeur (DH)", "10;EUR;100", "MAD", 100),
        ("Quantité;Unité;Valeur", "5;milliers;100", "MAD", 100),
        ("Quantité;Unité;Valeur (DH)", "5;milliers;100", "MAD", 100),
        ("Valeur;Prix par unité", "100;1000", "MAD", 100),
        ("Valeur en K MAD;Note", "100;x", "MAD", 100_000),
        ("Valeur FOB (k DH);Note", "100;x", "MAD", 100_000),
        ("Montant en 1000 DH;Note", "100;x", "MAD", 100_000),
        ("Valeur ('000 DH);Note", "100;x", "MAD", 100_000),
        ("Valeur;Devise", "100;K MAD", "MAD", 100_000),
        ("Valeur;Devise", "100;Dollars américains", "USD", 100),
        ("Valeur (DH);Devise de facturation", "100;EUR", "MAD", 100),
        ("Valeur (DH);Cours devise", "100;10,85", "MAD", 100),
        ("Valeur;Taux de change devise", "100;10,85", "MAD", 100),
        ("Valeur (DH) par entreprise;Note", "100;x", "MAD", 100),
    ],
)
def test_a_column_of_units_is_known_by_the_words_of_its_heading(
    headings: str, row: str, currency: str, value: float, data_folder: Path, tmp_path: Path
) -> None:
    """Under others than a few headings it was passed over: KDH were read as dirhams."""
    record = customs(tmp_path, headings, row, row).record
    assert (record["currency"], record["value_kept"]) == (currency, 2 * value)
    assert record["problems"] == {}


@pytest.mark.parametrize(
    ("headings", "kept"),
    [("Valeur (DH);Devise", 1580), ("Valeur (DH);Devise de facturation", 1580),
     ("Valeur;Devise", 1080)],
)  # fmt: skip
def test_rows_of_the_currency_given_are_those_that_are_kept(
    headings: str, kept: float, data_folder: Path, tmp_path: Path
) -> None:
    """As many rows of each: those in euros were kept as dirhams, and those in dirhams refused."""
    path = tmp_path / "c.csv"
    lines = [(*_ROW, "1080", "MAD"), (*_ROW, "500", "EUR")]
    write(path, lines, (*_HEADINGS, *headings.split(";")))
    record = load_customs(path, currency="MAD", by=None).snapshot.record
    assert (record["currency"], record["value_kept"]) == ("MAD", kept)


@pytest.mark.parametrize(
    ("load", "value", "unit", "cell"),
    [
        (load_regional, "Valeur", "Unité de valeur", "MDH"),
        (load_distances, "distance", "Unité de distance", "miles"),
        (load_growth, "croissance (%)", "Unité de mesure", "points de base"),
        (load_tariffs, "tariff (%)", "Unité du droit", "USD/kg"),
        (load_trade, "value_usd", "unit of value", "thousand"),
        (load_trade, "value_usd", "multiplier", "1000"),
        (load_trade, "value_usd", "currency code", "EUR"),
    ],
)
def test_units_beside_are_known_by_the_words_of_their_heading(  # type: ignore[no-untyped-def]
    load, value: str, unit: str, cell: str, data_folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match=re.escape(cell)):
        table(tmp_path, load, value, unit, cell, cell)


@pytest.mark.parametrize(
    "heading", ["Valeur (indice base 100)", "Valeur (tonnes)", "Valeur (DH/kg)"]
)
def test_what_a_heading_calls_no_amounts_is_none(
    heading: str, data_folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(UnitUnknown):
        customs(tmp_path, heading, "100")


def test_a_unit_that_is_assumed_is_said(data_folder: Path, tmp_path: Path) -> None:
    assert "does not say its currency" in told(
        table(tmp_path, load_regional, "Valeur", "Note", "x", "y")
    )
    assert "does not say its unit of length" in told(
        table(tmp_path, load_distances, "distance", "Note", "x", "y")
    )
    for load, value, cell in ((load_regional, "Valeur", "MAD"), (load_distances, "distance", "km")):
        assert "does not say" not in told(table(tmp_path, load, value, "Unité", cell, cell))


def test_a_unit_of_quantities_hides_no_currency(data_folder: Path, tmp_path: Path) -> None:
    text = "Région;Chapitre;Année;Valeur;Quantité;Unité;Devise\n9;8;2023;100;5;kg;EUR\n"
    with pytest.raises(Refusal, match="EUR"):
        load_regional(make_text(tmp_path, "t.csv", text), by=None)


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ("Dollar US", "DOLLAR CANADIEN", 1), ("Dirham", "Dirham des Emirats", 1),
        ("dirham marocain", "Moroccan dirhams", 2), ("US Dollar", "dollar des États-Unis", 2),
        ("درهم مغربي", "درهم إماراتي", 1), ("MAD", "100 MAD", 1), ("MAD", "dizaines de MAD", 1),
    ],
)  # fmt: skip
def test_money_of_another_country_is_not_ours(
    first: str, second: str, kept: int, data_folder: Path, tmp_path: Path
) -> None:
    """“Dollar canadien” was summed with those of the United States."""
    record = customs(tmp_path, "Valeur;Devise", f"100;{first}", f"50;{first}", f"4;{second}").record
    assert record["kept"] == kept + 1


_IN_HUNDREDS = [
    f"القيمة {written}"
    for many in ("مئات", "المئات", "بمئات", "بالمئات", "ومئات", "عشرات", "بعشرات", "بالعشرات")
    for written in (f"({many} الدراهم)", f"({many} آلاف الدراهم)", f"{many}، درهم")
]


@pytest.mark.parametrize(
    "heading",
    ["Valeur (10 millions MAD)", "Valeur (mille millions MAD)", "Valeur (100 000 MAD)",
     "Valeur (centaines de MAD)", "Valeur en centaines (DH)", "Valeur (DH, dizaines)",
     "Value (hundreds)", "القيمة (بعشرات الملايين)", "القيمة (بمائة درهم)", *_IN_HUNDREDS],
)  # fmt: skip
def test_a_multiple_of_a_multiple_is_refused(
    heading: str, data_folder: Path, tmp_path: Path
) -> None:
    """The first was read alone, and the page said that it is what the file says."""
    with pytest.raises(UnitUnknown):
        customs(tmp_path, heading, "100")
    text = f"Région;Chapitre;Année;{heading}\n9;8;2023;100\n"
    with pytest.raises(Refusal):
        load_regional(make_text(tmp_path, "t.csv", text), by=None)


@pytest.mark.parametrize("heading", ["Valeur 2023 (DH)", "Valeur (2023, DH)", "Valeur 2023 MAD"])
def test_a_year_before_a_currency_is_no_multiple(
    heading: str, data_folder: Path, tmp_path: Path
) -> None:
    assert customs(tmp_path, heading, "100").record["value_kept"] == 100


def test_columns_of_trade_that_are_not_read_are_told(data_folder: Path, tmp_path: Path) -> None:
    snapshot = table(tmp_path, load_trade, "value_usd", "Observations", "x", "y")
    assert "not read: observations" in told(snapshot)


def test_percent_beside_the_values_is_read(data_folder: Path, tmp_path: Path) -> None:
    snapshot = table(tmp_path, load_tariffs, "tariff", "unit", "%", "%")
    assert table_of(snapshot)["tariff"].to_list() == [0.03, 0.05]
    assert "unit" not in told(snapshot)


def test_a_unit_beside_is_met_in_parquet_too(data_folder: Path, tmp_path: Path) -> None:
    flows = {"year": [2023], "exporter": ["MAR"], "importer": ["FRA"], "product": ["080510"]}
    path = tmp_path / "flows.parquet"
    pl.DataFrame({**flows, "value_usd": [100.0], "unit": ["thousands"]}).write_parquet(path)
    with pytest.raises(Refusal, match="thousands"):
        load_trade(path, by=None)
