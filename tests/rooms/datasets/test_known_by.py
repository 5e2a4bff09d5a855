"""What firms are known by: a change of it makes no entries, no exits, and no region empty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from nasij.datasets.acts import Loaded, load_customs
from nasij.datasets.comparing import breaks_told
from nasij.datasets.firm_files import codes
from nasij.datasets.firm_pages import firm_file_page
from nasij.datasets.kept import Break
from nasij.datasets.models import Snapshot
from nasij.datasets.queries import ExporterCounts, exporter_counts, sentences
from nasij.targets.questions import customs_series
from tests.people import Cast
from tests.rooms.datasets.firm_lines import ice, write

pytestmark = pytest.mark.django_db

WITH_TOWN = ("Raison sociale", "Ville", "Période", "Valeur FOB (MAD)")
WITHOUT = ("Raison sociale", "Période", "Valeur FOB (MAD)")
WITH_ICE = ("ICE", "Raison sociale", "Ville", "Période", "Valeur FOB (MAD)")
TWELVE = [f"Firme {letter}" for letter in "ABCDEFGHIJKL"]


def counted(definition: str = "exporter_any") -> ExporterCounts:
    return next(one for one in exporter_counts() if one.definition == definition)


def flows(years: Iterable[int]) -> list[tuple[int | None, ...]]:
    of = {row.year: row for row in counted().nation}
    return [
        (of[year].exporters, of[year].entrants, of[year].exiters, of[year].re_entrants)
        for year in years
    ]


def keep(
    folder: Path, name: str, lines: Iterable[Sequence[str]], headings: Sequence[str]
) -> Loaded:
    return load_customs(write(folder / f"{name}.csv", lines, headings), by=None)


def remarks(snapshot: Snapshot) -> dict[str, object]:
    return {note["code"]: note["values"] for note in snapshot.found.notes}


def page_of(snapshot: Snapshot, language: str = "en") -> str:
    with translation.override(language):
        (part, *_others) = firm_file_page(snapshot).counted
    tables = [part.nation, *([part.region] if part.region else [])]
    return " ".join([part.survival, *(str(table.note) for table in tables)])


def test_a_town_that_some_rows_lack_makes_no_second_firm(data_folder: Path, tmp_path: Path) -> None:
    lines = [
        (name, "" if month in {2, 5, 8} else "Agadir", f"{year}-{month:02d}", "1000")
        for name in TWELVE
        for year in (2023, 2024)
        for month in (1, 2, 3, 4, 5, 6, 7, 8, 9)
        if year == 2024 or month not in {2, 5, 8}
    ]
    snapshot = keep(tmp_path, "a", lines, WITH_TOWN).snapshot
    assert snapshot.record["firms"] == 12
    assert flows((2023, 2024)) == [(12, None, None, None), (12, 0, 0, 0)]
    assert not {"name_alone", "name_of_several"} & remarks(snapshot).keys()


@pytest.mark.parametrize("town", ["Agadir", ""])
def test_a_number_that_some_rows_lack_makes_no_second_firm(
    town: str, data_folder: Path, tmp_path: Path
) -> None:
    lines = [
        ("" if month in {2, 5, 8} else ice(at + 1), name, town, f"{year}-{month:02d}", "1000")
        for at, name in enumerate(TWELVE)
        for year in (2023, 2024)
        for month in range(1, 10)
    ]
    snapshot = keep(tmp_path, "a", lines, WITH_ICE).snapshot
    assert snapshot.record["firms"] == 12
    assert flows((2023, 2024)) == [(12, None, None, None), (12, 0, 0, 0)]
    assert remarks(snapshot)["number_lacks"] == {"count": 72, "examples": []}


def test_a_name_of_two_numbers_or_at_another_place_is_a_firm_of_its_own(
    data_folder: Path, tmp_path: Path
) -> None:
    lines = [(ice(at), "Firme A", "Agadir", "2024-01", "1000") for at in (1, 2)]
    lines += [(ice(3), "Firme B", "Agadir", "2024-01", "1000")]
    lines += [("", name, "Tanger", "2024-01", "1000") for name in ("Firme A", "Firme B")]
    lines += [("", "Firme A", "Agadir", "2024-01", "1000")]
    snapshot = keep(tmp_path, "a", lines, WITH_ICE).snapshot
    assert snapshot.record["firms"] == 6
    assert "number_lacks" not in remarks(snapshot)
    assert remarks(snapshot)["name_of_several"] == {"count": 1, "examples": []}


def test_a_name_of_two_numbers_without_number_and_place_is_told(
    data_folder: Path, tmp_path: Path
) -> None:
    lines = [(ice(1), "Firme X", "Casablanca", "2024-01", "1000")]
    lines += [(ice(2), "Firme X", "Agadir", "2024-01", "1000")]
    lines += [("", "Firme X", town, "2024-01", "1000") for town in ("Casablanca", "")]
    snapshot = keep(tmp_path, "a", lines, WITH_ICE).snapshot
    assert snapshot.record["firms"] == 3
    assert remarks(snapshot)["name_of_several"] == {"count": 1, "examples": []}
    assert remarks(snapshot)["number_lacks"] == {"count": 1, "examples": []}


def test_a_name_of_two_places_stays_a_firm_of_its_own_without_one_and_is_told(
    data_folder: Path, tmp_path: Path
) -> None:
    lines = [(name, "Agadir", "2024-01", "1000") for name in TWELVE]
    lines += [("Firme A", "Tanger", "2024-01", "1000"), ("FIRME A", "n.d.", "2024-02", "1000")]
    lines += [("Firme A", "", "2024-03", "1000"), ("Firme Z", "", "2024-03", "1000")]
    snapshot = keep(tmp_path, "a", lines, WITH_TOWN).snapshot
    assert snapshot.record["firms"] == 15
    assert remarks(snapshot)["name_of_several"] == {"count": 2, "examples": []}
    assert remarks(snapshot)["name_alone"] == {"count": 1, "examples": []}
    assert "Firme" not in str(snapshot.record["notes"])


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_file_without_towns_is_not_compared_with_one_that_has_them(
    language: str, data_folder: Path, tmp_path: Path
) -> None:
    keep(tmp_path, "a", [(name, "Agadir", "2023-01", "1000") for name in TWELVE], WITH_TOWN)
    loaded = keep(tmp_path, "b", [(name, "2024-01", "1000") for name in TWELVE], WITHOUT)
    assert flows((2023, 2024)) == [(12, None, None, None), (12, None, None, None)]
    told = {
        "en": "More often: Name alone. Less often: Name and town.",
        "fr": "Plus souvent\u00a0: Nom seul. Moins souvent\u00a0: Nom et ville.",
        "ar": "أكثر من قبل: الاسم وحده. أقل من قبل: الاسم والمدينة.",
    }[language]
    assert told in page_of(loaded.snapshot, language)
    assert "not_compared" in {note["code"] for note in loaded.notes}


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_what_firms_are_known_by_is_a_label_in_every_language(language: str) -> None:
    """No article before one and none before another: a pack names its numbers without."""
    kinds = (*map(codes.known_by, "ixtrqonpz"), "")
    for kind in kinds:
        found = (Break(2024, 2023, "identifier", kind),)
        counts = ExporterCounts("", [], "", 0.0, (), (), (), (), found, (), ())
        (told,) = breaks_told(counts)
        label = told["values"]["gained"][language]
        assert label[0] == label[0].upper()
        assert not label.casefold().startswith(("le ", "leur ", "their "))
        assert (label.isascii() and language == "ar") is False


def test_a_file_of_numbers_is_not_compared_with_one_of_names(
    data_folder: Path, tmp_path: Path
) -> None:
    lines = [
        (ice(at + 1), name, "Agadir", f"{year}-01", "1000")
        for year in (2022, 2023)
        for at, name in enumerate(TWELVE)
    ]
    keep(tmp_path, "a", lines, WITH_ICE)
    assert flows((2022, 2023)) == [(12, None, None, None), (12, 0, 0, 0)]
    lines = [(name, "Agadir", "2024-01", "1000") for name in TWELVE]
    newest = keep(tmp_path, "b", lines, WITH_TOWN).snapshot
    assert flows((2022, 2023, 2024)) == [
        (12, None, None, None), (12, 0, 0, 0), (12, None, None, None),
    ]  # fmt: skip
    assert "ICE" in page_of(newest)


def test_a_town_and_a_region_are_two_ways_to_say_a_place(data_folder: Path, tmp_path: Path) -> None:
    keep(tmp_path, "a", [(name, "Agadir", "2022-01", "1000") for name in TWELVE], WITH_TOWN)
    lines = [(name, "Souss-Massa", "2023-01", "1000") for name in TWELVE]
    keep(tmp_path, "b", lines, ("Raison sociale", "Région", *WITHOUT[1:]))
    lines = [(name, "09", "2024-01", "1000") for name in TWELVE]
    keep(tmp_path, "c", lines, ("Raison sociale", "Région", *WITHOUT[1:]))
    assert flows((2023, 2024)) == [(12, None, None, None), (12, 0, 0, 0)]


def test_a_year_without_regions_empties_no_region(
    data_folder: Path, tmp_path: Path, cast: Cast
) -> None:
    keep(
        tmp_path,
        "a",
        [
            (ice(at + 1), name, ("Agadir", "Tanger")[at % 2], f"{year}-01", "1000")
            for year in (2022, 2023)
            for at, name in enumerate(TWELVE)
        ],
        WITH_ICE,
    )
    lines = [(ice(at + 1), name, "2024-01", "1000") for at, name in enumerate(TWELVE)]
    snapshot = keep(tmp_path, "b", lines, ("ICE", *WITHOUT)).snapshot
    assert flows((2023, 2024)) == [(12, 0, 0, 0), (12, 0, 0, 0)]
    assert {row.year for row in counted().region} == {2022, 2023}
    table = firm_file_page(snapshot).counted[0].region
    assert table is not None
    assert [str(column.label) for column in table.columns][-2:] == ["Entries 2023", "Exits 2023"]
    page = as_analyst(cast).get(f"/en/datasets/{snapshot.pk}/").text
    assert "No firm of 2024 has a region" in page
    assert "Exits 2024" not in page


def test_regions_are_not_compared_where_more_firms_lack_one(
    data_folder: Path, tmp_path: Path
) -> None:
    firms = range(40)
    lines = [(ice(n + 1), f"F {n}", "Agadir", "2023-01", "1000") for n in firms]
    lines += [(ice(n + 1), f"F {n}", "Agadir" * (n > 9), "2024-01", "1000") for n in firms]
    snapshot = keep(tmp_path, "a", lines, WITH_ICE).snapshot
    assert flows((2023, 2024)) == [(40, None, None, None), (40, 0, 0, 0)]
    of_2024 = {row.region: row for row in counted().region if row.year == 2024}
    assert {code: row.exporters for code, row in of_2024.items()} == {"": 10, "09": 30}
    assert all(row.exiters is None and row.entrants is None for row in of_2024.values())
    assert "entries and exits of the regions are not counted" in page_of(snapshot)


def five_years(names_in: int) -> list[tuple[str, ...]]:
    """Sixty firms by number, of which ten begin in each of 2022 and 2024; one year by name."""
    lines = []
    for year in range(2020, 2025):
        firms = range(40 + 10 * (year >= 2022) + 10 * (year >= 2024))
        number = (lambda n: "") if year == names_in else ice
        lines += [
            (
                number(n + 1),
                f"F {n}" * (year == names_in),
                "Agadir",
                f"{year}-01",
                "2000000" if n % 2 else "900",
            )
            for n in firms
        ]
    return lines


def test_a_break_in_the_middle_leaves_the_years_on_both_sides(
    data_folder: Path, tmp_path: Path
) -> None:
    keep(tmp_path, "a", five_years(names_in=2022), WITH_ICE)
    assert flows(range(2020, 2025)) == [
        (40, None, None, None), (40, 0, 0, 0), (50, None, None, None), (50, None, None, None),
        (60, 10, 0, 0),
    ]  # fmt: skip
    assert [(one.before, one.year) for one in counted().breaks] == [(2021, 2022), (2022, 2023)]
    assert [row.exporters for row in counted("exporter_active").nation] == [20, 20, 25, 25, 30]


def a_mean_over_a_break() -> list[tuple[str, ...]]:
    """Forty firms whose mean of three years is above a million; of ten, the last year is not."""
    return [
        (
            "" if year == 2024 else ice(n + 1),
            f"F {n}",
            "Agadir",
            f"{year}-01",
            "900000" if n < 10 and year == 2024 else "2000000",
        )
        for year in (2022, 2023, 2024)
        for n in range(40)
    ]


_OF_THE_MEAN = {
    "en": "exporters and exports do not compare over a change of it (2024)",
    "fr": "exportateurs et exportations ne se comparent pas de part et d’autre d’un changement "
    "(2024)",
    "ar": "فلا يقارن المصدّرون ولا الصادرات على جانبي التغير (2024)",
}


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_mean_of_years_is_not_compared_over_a_break(
    language: str, data_folder: Path, tmp_path: Path
) -> None:
    """Each firm is active in all three years; by its name alone, in the last, ten are not."""
    lines = a_mean_over_a_break()
    keep(tmp_path, "a", [line for line in lines if line[0]], WITH_ICE)
    loaded = keep(tmp_path, "b", [line[1:] for line in lines if not line[0]], WITH_TOWN)
    assert [row.exporters for row in counted("exporter_active").nation] == [40, 40, 30]
    with translation.override(language):
        of_any, of_active = firm_file_page(loaded.snapshot).counted
        at_once = sentences(loaded.notes)
    assert of_active.region is not None
    assert of_any.region is not None
    told = _OF_THE_MEAN[language]
    assert all(told in str(table.note) for table in (of_active.nation, of_active.region))
    assert not any(told in str(table.note) for table in (of_any.nation, of_any.region))
    assert sum(told in sentence for sentence in at_once) == 1


def test_a_mean_of_years_on_one_basis_asks_for_no_word(data_folder: Path, tmp_path: Path) -> None:
    loaded = keep(tmp_path, "a", [line for line in a_mean_over_a_break() if line[0]], WITH_ICE)
    _of_any, of_active = firm_file_page(loaded.snapshot).counted
    assert "mean year" not in f"{of_active.nation.note} {of_active.region}"
    assert loaded.notes == ()


def test_one_basis_has_no_break(data_folder: Path, tmp_path: Path) -> None:
    snapshot = keep(tmp_path, "a", five_years(names_in=0), WITH_ICE).snapshot
    assert counted().breaks == ()
    assert [row.entrants for row in counted().nation] == [None, 0, 10, 0, 10]
    assert "known by" not in page_of(snapshot)


def test_few_names_among_numbers_are_compared(data_folder: Path, tmp_path: Path) -> None:
    lines = [
        (ice(n + 1) if n or year == 2023 else "", f"F {n} {year}", "Agadir", f"{year}-01", "1000")
        for year in (2023, 2024)
        for n in range(20)
    ]
    keep(tmp_path, "a", lines, WITH_ICE)
    assert flows((2023, 2024)) == [(20, None, None, None), (20, 1, 1, 0)]


def test_a_code_says_what_a_firm_is_known_by() -> None:
    for kind, normal, expected in (
        ("identifier", "1", "identifier"),
        ("register_number", "1", "register_number"),
        ("register_number", "1|agadir", "register_number_here"),
        ("name", codes.by_name("A", ""), "name"),
        ("name", codes.by_name("A", "Agadir"), "name_here"),
    ):
        code = codes.firm_code(kind, normal)
        assert len(code) == 20
        assert codes.known_by(code) == expected
    assert codes.known_by("0f" * 10) == ""  # of a file read before codes said it


@pytest.mark.parametrize("damage", [{"breaks": 3}, {"breaks": [{"year": "x"}]}, {"unplaced": "a"}])
def test_damaged_breaks_are_no_counts(
    damage: dict[str, object], data_folder: Path, tmp_path: Path, cast: Cast
) -> None:
    snapshot = keep(tmp_path, "a", five_years(names_in=2022), WITH_ICE).snapshot
    record = {**snapshot.record, "counts": {**snapshot.record.get("counts", {}), **damage}}
    Snapshot.objects.update(record=record)
    assert as_analyst(cast).get(f"/en/datasets/{snapshot.pk}/").status_code == 200
    assert exporter_counts() == []


def as_analyst(cast: Cast) -> Client:
    return cast.client("analyst")


def test_a_series_for_back_tests_begins_where_years_are_compared(
    data_folder: Path, tmp_path: Path
) -> None:
    keep(tmp_path, "a", five_years(names_in=2021), WITH_ICE)
    series = customs_series("exporter_any")
    assert series is not None
    assert (series.years, series.entries) == ([2022, 2023, 2024], [0, 0, 10])


WRITTEN = {
    "whole": ice,
    "without its zeros": lambda number: ice(number).lstrip("0"),
    "in groups": lambda number: f"{ice(number)[:9]} {ice(number)[9:13]} {ice(number)[13:]}",
    "with its name": lambda number: f"ICE {ice(number)}",
    "after a colon": lambda number: f"ICE : {ice(number)}",
    "with its sign": lambda number: f"N° ICE {ice(number)}",
    "in Arabic digits": lambda number: ice(number).translate(
        str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    ),
}


@pytest.mark.parametrize("form", WRITTEN)
def test_numbers_in_the_column_of_names_are_numbers(
    form: str, data_folder: Path, tmp_path: Path
) -> None:
    """Twelve firms, by number in one year and by name in the next: nobody came, nobody left."""
    headings = ("Exportateur", "Période", "Valeur FOB (MAD)")
    first = [(WRITTEN[form](number), "2023-01", "1000") for number in range(100_001, 100_013)]
    keep(tmp_path, "a", [*first, *((name, "2024-01", "1000") for name in TWELVE)], headings)
    assert flows((2023, 2024)) == [(12, None, None, None), (12, None, None, None)]
    assert [found.year for found in counted().breaks] == [2024]


def test_numbers_in_the_column_of_names_are_those_under_their_own_heading(
    data_folder: Path, tmp_path: Path
) -> None:
    numbers = range(100_001, 100_013)
    named = [(ice(number), f"Firme {number}", "Agadir", "2023-01", "1000") for number in numbers]
    keep(tmp_path, "a", named, WITH_ICE)
    bare = [(ice(number).lstrip("0"), "2024-01", "1000") for number in numbers]
    keep(tmp_path, "b", bare, ("Exportateur", "Période", "Valeur FOB (MAD)"))
    assert flows((2023, 2024)) == [(12, None, None, None), (12, 0, 0, 0)]


def test_a_number_beside_another_kind_of_number_does_not_divide_its_firm(
    data_folder: Path, tmp_path: Path
) -> None:
    headings = ("Code opérateur", "Exportateur", "Période", "Valeur FOB (MAD)")
    lines = [("A7", "Firme A", "2023-01", "1000"), ("A7", ice(100_001), "2023-02", "1000")]
    assert keep(tmp_path, "a", lines, headings).snapshot.record["firms"] == 1


def test_rows_that_lack_the_number_beside_one_among_names_make_no_second_firm(
    data_folder: Path, tmp_path: Path
) -> None:
    headings = ("Code opérateur", "Exportateur", "Région", "Période", "Valeur FOB (MAD)")
    lines = [
        ("" if month == 9 and at < 3 else f"A{at}", ice(100_001 + at), "09", f"{year}-{month}", "9")
        for at in range(12)
        for year in (2023, 2024)
        for month in (10, 11, 9)
    ]
    snapshot = keep(tmp_path, "a", lines, headings).snapshot
    assert snapshot.record["firms"] == 12
    assert remarks(snapshot)["number_lacks"] == {"count": 6, "examples": []}
