"""Of two editions of a customs file the difference can be one firm: totals are of the files in use
alone, and those of few firms of none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from django.test import Client

from nasij.datasets.acts import load_customs, retire_snapshot
from nasij.datasets.models import Snapshot
from tests.people import Cast
from tests.rooms.datasets.firm_lines import HEADINGS, ice, write

pytestmark = pytest.mark.django_db

UNTOLD = "only for a file in use of which every year is read"
WITHHELD = "Not shown: statistical secrecy"


def of_firms(values: Sequence[float], year: int = 2023) -> list[tuple[str, ...]]:
    return [
        (ice(1 + i), "A", "09", "080510", "FRA", str(year), str(value))
        for i, value in enumerate(values)
    ]


BALANCED = of_firms([10_000_000] * 6)
DOMINATED = of_firms([57_000_000, *[175_000] * 4])


def load(
    folder: Path, name: str, lines: Sequence[Sequence[str]], currency: str = "MAD"
) -> Snapshot:
    headings = [*HEADINGS[:-1], f"Valeur ({currency})"]
    return load_customs(write(folder / f"{name}.csv", lines, headings), by=None).snapshot


@pytest.fixture
def as_analyst(cast: Cast) -> Client:
    return cast.client("analyst")


def page_of(snapshot: Snapshot, client: Client) -> str:
    return client.get(f"/en/datasets/{snapshot.pk}/").text


@pytest.mark.parametrize("leaves", ["newer", "retired", "currency"])
def test_a_withheld_total_stays_so_when_its_file_leaves_use(
    leaves: str, data_folder: Path, tmp_path: Path, as_analyst: Client
) -> None:
    snapshot = load(tmp_path, "old", DOMINATED)
    page = page_of(snapshot, as_analyst)
    assert "57.7 million" not in page
    assert WITHHELD in page
    if leaves == "retired":
        retire_snapshot(snapshot=snapshot, by=None)
    else:
        load(tmp_path, "new", BALANCED, "MAD" if leaves == "newer" else "EUR")
    page = page_of(snapshot, as_analyst)
    assert "57.7 million" not in page
    assert "Value kept" not in page
    assert UNTOLD in page


def test_two_editions_do_not_tell_the_firm_they_differ_by(
    data_folder: Path, tmp_path: Path, as_analyst: Client
) -> None:
    """Below its own totals stood the exports of the edition in use, too."""
    first = load(tmp_path, "first", BALANCED)
    second = load(tmp_path, "second", of_firms([10_000_000] * 6 + [13_000_000]))
    assert "73 million" in page_of(second, as_analyst).replace("73.0", "73")
    page = page_of(first, as_analyst)
    for told in ("60 million", "60.0 million", "73 million", "73.0 million", "Exporters by year"):
        assert told not in page
    assert UNTOLD in page


def test_a_file_of_which_a_year_is_read_elsewhere_tells_no_totals(
    data_folder: Path, tmp_path: Path, as_analyst: Client
) -> None:
    """Its total, less the year that is shown, was the value of the year that it hid."""
    whole = load(tmp_path, "whole", [*BALANCED, *of_firms([57_000_000, *[175_000] * 4], 2024)])
    assert WITHHELD in page_of(whole, as_analyst)
    load(tmp_path, "newer", of_firms([20_000_000] * 6, 2024))
    page = page_of(whole, as_analyst)
    assert "Value kept" not in page
    assert UNTOLD in page


def test_of_a_file_whose_exporters_are_not_counted_no_total_is_told(
    data_folder: Path, tmp_path: Path, as_analyst: Client
) -> None:
    """A count that cannot be read hid nothing any more."""
    snapshot = load(tmp_path, "old", DOMINATED)
    Snapshot.objects.update(record={**snapshot.record, "counts": 3})
    page = page_of(snapshot, as_analyst)
    assert "57.7 million" not in page
    assert WITHHELD in page


def refused(values: Sequence[float], *, firms: int) -> list[tuple[str, ...]]:
    """Rows whose market is unknown."""
    return [
        (ice(50 + at % firms), "B", "09", "080510", "Atlantide", "2023", str(value))
        for at, value in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("kept", "rows", "told"),
    [
        (BALANCED, refused([3_300_000], firms=1), ""),
        (BALANCED, refused([550_000] * 6, firms=1), ""),
        (BALANCED, refused([2_900_000, *[100_000] * 4], firms=5), ""),
        (BALANCED, refused([550_000] * 6, firms=6), "3.3 million"),
        (DOMINATED, refused([550_000] * 6, firms=6), ""),
    ],
)
def test_the_value_refused_of_few_firms_is_withheld(
    kept: list[tuple[str, ...]],
    rows: list[tuple[str, ...]],
    told: str,
    data_folder: Path,
    tmp_path: Path,
    as_analyst: Client,
) -> None:
    """Of one row it was the value of a firm; so was its share beside the value kept."""
    page = page_of(load(tmp_path, "some", [*kept, *rows]), as_analyst)
    assert ("3.3 million" in page) == bool(told)
    assert f"Rows refused: {len(rows)} of {len(kept) + len(rows)}" in page
    if kept is BALANCED:
        assert ("of the value." in page) == bool(told)


def test_amounts_of_another_unit_are_not_added_to_those_of_the_file(
    data_folder: Path, tmp_path: Path, as_analyst: Client
) -> None:
    """Of twenty rows in millions the page told a thousandth, as half of the value."""
    lines = [(*row, "KDH") for row in of_firms([1_200_000.0] * 21)]
    lines += [(*row, "MDH") for row in refused([1_200_000.0] * 20, firms=20)]
    path = write(tmp_path / "c.csv", lines, [*HEADINGS[:-1], "Valeur", "Unité"])
    snapshot = load_customs(path, by=None).snapshot
    page = page_of(snapshot, as_analyst)
    assert "20 rows with an amount in another currency or unit, not added" in page
    assert "which is not added to the value refused: 20." in page
    assert snapshot.record["value_read"] == snapshot.record["value_kept"] == 21 * 1.2e9


@pytest.mark.parametrize("hides", ["newer", "retired", "few"])
def test_where_no_values_are_told_the_remarks_tell_none(
    hides: str, data_folder: Path, tmp_path: Path, as_analyst: Client
) -> None:
    """The share refused, beside that of another edition, was the value of the firm between them;
    so was a total of the file that its rows do not make."""
    kept = DOMINATED if hides == "few" else BALANCED
    total = ("Total", "", "", "", "", "2023", "77777777")
    snapshot = load(tmp_path, "old", [*kept, *refused([550_000] * 6, firms=6), total])
    if hides == "retired":
        retire_snapshot(snapshot=snapshot, by=None)
    elif hides == "newer":
        load(tmp_path, "new", [*BALANCED, *of_firms([9_000_000] * 7)[6:]])
    pages = [page_of(snapshot, as_analyst), as_analyst.get("/en/datasets/").text]
    for page in pages:
        assert "of the value." not in page
        assert "77,777,777" not in page
    assert f"Rows refused: 6 of {len(kept) + 7}." in pages[0]
    assert "the total in row" in pages[0].lower()


def test_that_the_few_rows_refused_are_most_of_the_value_is_told(
    data_folder: Path, tmp_path: Path, as_analyst: Client
) -> None:
    lines = [*BALANCED, *refused([90_000_000], firms=1)]
    assert "with at least half of the value" in page_of(load(tmp_path, "c", lines), as_analyst)


def test_a_file_of_another_currency_says_which_files_it_puts_aside(
    data_folder: Path, tmp_path: Path, as_analyst: Client
) -> None:
    load(tmp_path, "first", BALANCED)
    load(tmp_path, "second", of_firms([10_000_000] * 6, 2024))
    path = write(tmp_path / "euros.csv", of_firms([900] * 6, 2025), [*HEADINGS[:-1], "Valeur (k€)"])
    with path.open("rb") as file:
        asked = {"kind": "customs", "file": file}
        job = as_analyst.post("/en/datasets/load/", asked, follow=True).text
    page = page_of(Snapshot.objects.get(origin="euros.csv"), as_analyst)
    for text in (job, page):
        assert "of the files in use: 2 (" in text
        assert "first.csv" in text
        assert "second.csv" in text
    retire_snapshot(snapshot=Snapshot.objects.get(origin="euros.csv"), by=None)
    assert "second.csv" not in page_of(Snapshot.objects.get(origin="euros.csv"), as_analyst)


def test_a_file_of_the_same_currency_puts_none_aside(data_folder: Path, tmp_path: Path) -> None:
    load(tmp_path, "first", BALANCED)
    second = load(tmp_path, "second", of_firms([10_000_000] * 6, 2024))
    assert "leaves_out" not in {note["code"] for note in second.found.notes}
