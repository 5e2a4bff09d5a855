"""Headings of any length: known by how they begin, and nothing of them is kept."""

from __future__ import annotations

import gc
import tracemalloc
from pathlib import Path

import pytest

from nasij.files.errors import ColumnsMissing
from nasij.files.headings import LONGEST, Columns, Vocabulary
from nasij.files.opening import open_file
from nasij.files.phones import read_phones
from nasij.files.tables import Table, find_table
from nasij.reference.folding import fold
from tests.rooms.files.made import cell, row, xlsx

LETTERS = 1_000_000
EXPORTERS = Vocabulary({"name": ["raison sociale"], "region": ["région"]})
LABELS = {"name": "Name", "region": "Region"}
HEADS = row(1, cell("A1", "Raison sociale"), cell("B1", "Région"))


def table_in(path: Path) -> Table:
    def missing(found: Columns) -> list[str]:
        return [ours for ours in ("name", "region") if ours not in found]

    return find_table(
        open_file(path), EXPORTERS, missing=[missing], needed=("name",), labels=LABELS
    )


def test_what_is_long_in_a_file_is_cut_as_a_heading_and_not_held_afterwards(
    tmp_path: Path,
) -> None:
    """One heading of 8,000,000 letters, in 13 KB, made a page of 16 MB; six kept 700 MB."""
    heads = row(
        1,
        cell("A1", f"Raison sociale ({'telle que déposée ' * (LETTERS // 17)})"),
        cell("B1", "Région"),
        cell("C1", "Mémoire" * (LETTERS // 7)),
    )
    long = cell("A2", "x" * LETTERS)
    path = xlsx(tmp_path / "f.xlsx", heads + row(2, long, cell("B2", "09")))
    table_in(xlsx(tmp_path / "g.xlsx", HEADS))  # a first file brings libraries into memory
    read_phones("0661 23 45 67", "MA")
    tracemalloc.start()
    table = table_in(path)
    assert list(table.columns.places) == ["name", "region"]
    assert [len(heading) for heading in table.columns.headings] == [LONGEST, 6, LONGEST]
    assert [heading for heading, _met in table.spare] == [("Mémoire" * 20)[:LONGEST]]
    assert [len(read.cells["name"]) for read in table.rows()] == [LETTERS]
    assert fold("X" * LETTERS) == "x" * LETTERS
    assert read_phones("0661 23 45 67 / " + "1" * LETTERS, "MA").numbers == ("+212661234567",)
    del table
    gc.collect()
    held, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < LETTERS // 4


def test_a_heading_is_looked_up_once_and_of_its_halves_two(tmp_path: Path) -> None:
    """Of sixty halves each, 16,384 headings on three lines held a page for 36 s."""
    looked_up = []

    def noted(key: str) -> str:
        looked_up.append(key)
        return key

    known = Vocabulary({"name": ["raison sociale"], "region": ["région"]}, dress=noted)
    headings = ";".join(f"{at}/{at}b/{'/'.join('0123456789')}" for at in range(1500))
    path = tmp_path / "f.csv"
    path.write_text(f"{headings}\n" * 3, encoding="utf-8")
    asked = [lambda _found, ours=ours: [ours] for ours in ("region", "name")]
    with pytest.raises(ColumnsMissing):
        find_table(open_file(path), known, missing=asked, labels=LABELS)
    assert len(looked_up) == 3 * 1500
