"""One rule at every door: a column says itself whether its mark parts thousands or decimals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from tests.rooms.files.doors import DOORS, Answer

pytestmark = pytest.mark.django_db

LARGE = ("customs", "regional", "distances", "trade")  # where an amount may be of thousands
SMALL = (*LARGE, "growth", "tariffs")
DECIDED = {
    "decimals in French": (SMALL, ["1,250", "0,5", "2"], ["1.25", "0.5", "2"]),
    "decimals of two digits": (SMALL, ["1,250", "1,25", "0,125"], ["1.25", "1.25", "0.125"]),
    "thousands of the comma": (LARGE, ["1,250", "300.5", "2"], ["1250", "300.5", "2"]),
    "thousands of the point": (LARGE, ["1.250", "300,5", "2"], ["1250", "300.5", "2"]),
    "blanks between thousands": (LARGE, ["1 250,5", "12,50", "3,125"], ["1250.5", "12.5", "3.125"]),
    "several groups": (
        ("regional", "customs"),
        ["1.250", "1.234.567", "2"],
        ["1250", "1234567", "2"],
    ),
    "several groups of trade": (("trade",), ["1.250", "1.234.567", "2"], ["1250", "1234567", "2"]),
}
UNDECIDED = [["1,250", "2", "3"], ["1.250", "2", "3"], ["2", "1,250", "2,125"]]


def brought(name: str, amounts: list[str], folder: Path, settings: Any) -> Answer:
    settings.NASIJ_DATA = folder / "site" / f"{name}{'-'.join(amounts)}"
    settings.NASIJ_DATA.mkdir(parents=True)
    head, *rows = DOORS[name].table
    lines = [head, *([*row[:-1], amount] for row, amount in zip(rows, amounts, strict=True))]
    (folder / "f.csv").write_text("".join(";".join(line) + "\n" for line in lines))
    mark = transaction.savepoint()
    try:
        return DOORS[name].bring(folder / "f.csv")
    finally:
        transaction.savepoint_rollback(mark)


@pytest.mark.parametrize("case", DECIDED)
def test_an_amount_that_can_be_one_number_decides_for_its_column(
    case: str, tmp_path: Path, settings: Any
) -> None:
    names, written, meant = DECIDED[case]
    for name in names:
        found = brought(name, written, tmp_path, settings)
        assert not found.refused, (name, found.sentences)
        assert found.values == brought(name, meant, tmp_path, settings).values, name


@pytest.mark.parametrize("amounts", UNDECIDED)
def test_where_no_amount_decides_none_is_read(
    amounts: list[str], tmp_path: Path, settings: Any
) -> None:
    for name in SMALL:
        found = brought(name, amounts, tmp_path, settings)
        if name == "customs":
            assert "value_ambiguous" in found.said
        else:
            assert found.refused == "AmountsAmbiguous", name


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_each_refusal_names_row_column_value_and_what_helps(
    language: str, tmp_path: Path, settings: Any
) -> None:
    with translation.override(language):
        for name in SMALL:
            amounts = ["1,250"] * 3 if name == "customs" else ["2", "1,250", "3"]
            said = " ".join(brought(name, amounts, tmp_path, settings).sentences)
            heading = DOORS[name].table[0][-1]
            row = {"fr": "igne {}", "ar": "السطر {}"}[language].format(
                2 if name == "customs" else 3
            )
            parts = (heading, row, "1,250", "(1234)", "(1,2340)")
            assert [part for part in parts if part not in _plain(said)] == [], (name, said)


def test_amounts_that_contradict_each_other_are_named_with_their_rows(
    tmp_path: Path, settings: Any
) -> None:
    with translation.override("fr"):
        for name in ("customs", "regional", "trade"):
            found = brought(name, ["1.234,5", "1,234.5", "3"], tmp_path, settings)
            assert found.refused == "AmountsContradict", name
            said = _plain(found.sentences[0])
            assert "1.234,5 à la ligne 2" in said
            assert "1,234.5 à la ligne 3" in said


def _plain(said: str) -> str:
    return said.replace("\u00a0", " ").replace("\u2068", "").replace("\u2069", "")
