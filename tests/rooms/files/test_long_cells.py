"""What is said of a huge cell is short: it is quoted by its beginning, however it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from nasij.datasets.models import Snapshot
from nasij.intake.models import ImportProblem, ImportRun
from tests.rooms.files.doors import DOORS
from tests.rooms.files.hostile import lines_of

pytestmark = pytest.mark.django_db
HUGE = "Xyz" * 7_000
LONGEST = 4_000  # letters, of a sentence with some examples


def columns(door: str) -> list[str]:
    return DOORS[door].table[0]


def with_cell(door: str, line: int, column: int) -> list[list[str]]:
    rows = [list(row) for row in DOORS[door].table]
    rows[line][column] = f"{rows[line][column]} {HUGE}" if line == 0 else HUGE
    return rows


CASES = [
    (door, line, column)
    for door in ("registry", "customs", "association", "regional", "growth", "tariffs", "trade")
    for line in (0, 1)
    for column in range(len(columns(door)))
]


@pytest.mark.parametrize(("door", "line", "column"), CASES)
def test_a_huge_cell_is_quoted_by_its_beginning(
    door: str, line: int, column: int, data_folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "f.csv"
    path.write_text(lines_of(with_cell(door, line, column)), encoding="utf-8")
    answer = DOORS[door].bring(path)
    kept = [*Snapshot.objects.values_list("record", flat=True)]
    kept += ImportRun.objects.values_list("preview", flat=True)
    kept += ImportProblem.objects.values_list("value", "details")
    said = [*answer.sentences, *map(str, kept)]
    assert [len(text) for text in said if len(text) > LONGEST] == []
