"""Web pages named .xls: their tables are sheets, and what stands around them is not passed over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nasij.datasets.acts import load_association, load_customs, load_regional
from nasij.datasets.models import Snapshot
from nasij.files.errors import FileUnreadable, UnitOutside, UnitsDiffer
from nasij.files.opening import lines_of, open_file
from nasij.work.errors import Refusal
from tests.rooms.files.doors import DOORS, Table
from tests.rooms.files.hostile import html_rows

pytestmark = pytest.mark.django_db

_ICE = "001523457000772"
_HEADS = ["ICE", "Pays", "Année", "Valeur"]
_TABLE = [_HEADS, [_ICE, "France", "2023", "53"]]
_REGIONS = [["Région", "Secteur", "Année", "Valeur"], ["Oriental", "Agrumes", "2023", "53"]]


def page(path: Path, body: str) -> Path:
    path.write_text(f"<html><meta charset=utf-8><body>{body}</body></html>", encoding="utf-8")
    return path


def table(rows: Table, inside: str = "") -> str:
    return f"<table>{inside}{html_rows(rows)}</table>"


def told(code: str) -> str:
    notes = Snapshot.objects.get().record["notes"]
    return " ".join(note["text"] for note in notes if note["code"] == code)


_AROUND = [
    ("<p>Valeurs en milliers de DH</p>%s", "Valeurs en milliers de DH"),
    ("<h3>Exportations</h3><p><b>Unité</b> : milliers de <i>dirhams</i></p>%s", "Unité : milliers"),
    ("%s<div>Unité : KDH</div>", "Unité : KDH"),
    ("<div>القيمة بآلاف الدراهم</div>%s", "القيمة بآلاف الدراهم"),
    ("<table><tr><td>Valeurs en KDH</td></tr></table>%s", "Valeurs en KDH"),
    ("<table><tr><td>Unité<td>KDH<tr><td>Source<td>Douane</table>%s", "Unité KDH"),
    ("<title>Exportations en euros</title>%s", "Exportations en euros"),
    ("Valeurs en KDH<nav><script>x</script>Accueil</nav>%s", "Valeurs en KDH"),
    ("<ul>" + "<li>Rubrique" * 99 + "</ul>Valeurs en KDH%s", "Valeurs en KDH"),
]


@pytest.mark.parametrize(("around", "quoted"), _AROUND)
def test_a_unit_around_the_table_is_not_passed_over(
    data_folder: Path, tmp_path: Path, around: str, quoted: str
) -> None:
    """Only the table was read, and figures were a thousand times too small."""
    with pytest.raises(UnitOutside, match=re.escape(quoted)):
        load_customs(page(tmp_path / "f.xls", around % table(_TABLE)), by=None)
    with pytest.raises(Refusal, match=re.escape(quoted)):
        load_regional(page(tmp_path / "g.xls", around % table(_REGIONS)), by=None)


def test_a_unit_in_the_caption_is_not_passed_over(data_folder: Path, tmp_path: Path) -> None:
    caption = "<caption>Valeurs en milliers de DH</caption>"
    with pytest.raises(UnitOutside, match="Valeurs en milliers de DH"):
        load_customs(page(tmp_path / "f.xls", table(_TABLE, caption)), by=None)


def test_the_heading_that_a_refusal_proposes_is_read(data_folder: Path, tmp_path: Path) -> None:
    rows = [[*_HEADS[:-1], "Valeur (milliers de DH)"], *_TABLE[1:]]
    path = page(tmp_path / "f.xls", f"<p>Valeurs en milliers de DH</p>{table(rows)}")
    record = load_customs(path, by=None).snapshot.record
    assert (record["value_kept"], record["kept"]) == (53_000, 1)


@pytest.mark.parametrize("door", ["customs", "regional", "growth", "tariffs", "distances"])
def test_texts_around_the_table_are_told_and_are_no_rows(
    data_folder: Path, tmp_path: Path, door: str
) -> None:
    body = f"<style>p {{}}</style><nav>Accueil</nav><h2>En lakhs</h2>{table(DOORS[door].table)}"
    body += "<button>Imprimer</button><footer>Source : service des statistiques</footer>"
    answer = DOORS[door].bring(page(tmp_path / "f.xls", body))
    assert len(answer.values) == 3
    assert "En lakhs, Source : service des statistiques" in told("lines_unread")
    assert not {"key_lacking", "firm_missing"} & answer.said


def test_tables_of_the_same_columns_are_read_together(data_folder: Path, tmp_path: Path) -> None:
    """The smaller one vanished."""
    more = [_HEADS, [_ICE, "Italie", "2023", "900"], [_ICE, "Espagne", "2023", "7"]]
    body = f"<h3>Oriental</h3>{table(_TABLE)}<h3>Souss-Massa</h3>{table(more)}"
    record = load_customs(page(tmp_path / "f.xls", body), by=None).snapshot.record
    assert (record["kept"], record["value_kept"]) == (3, 960)
    assert "Table 1 – Oriental, Table 2 – Souss-Massa" in told("sheets_read")
    assert "Oriental, Souss-Massa" in told("lines_unread")


def test_tables_of_several_units_are_refused(data_folder: Path, tmp_path: Path) -> None:
    more = [[*_HEADS[:-1], "Valeur (EUR)"], *_TABLE[1:]]
    with pytest.raises(UnitsDiffer, match=r"Table 1.*Table 2"):
        load_customs(page(tmp_path / "f.xls", table(_TABLE) + table(more)), by=None)


def test_a_table_of_other_columns_is_named(data_folder: Path, tmp_path: Path) -> None:
    legend = [["Code", "Sens", "Depuis"], ["FR", "France", "2023"]]
    body = f"<p>Valeurs en KDH</p>{table(legend)}<h3>Détail</h3>{table(_TABLE)}"
    path = page(tmp_path / "f.xls", body)
    with pytest.raises(UnitOutside, match="Valeurs en KDH"):
        load_customs(path, by=None)
    page(path, body.replace("Valeurs en KDH", "Légende"))
    assert load_customs(path, by=None).snapshot.record["kept"] == 1
    assert "Table 1 – Légende" in told("sheets_unread")


def test_a_row_is_told_with_its_table(data_folder: Path, tmp_path: Path) -> None:
    wrong = [_HEADS, *_TABLE[1:], [_ICE, "France", "2023", "beaucoup"]]
    path = page(tmp_path / "f.xls", f"{table(_TABLE)}<p>2023</p>{table(wrong)}")
    found = load_customs(path, by=None).snapshot.record
    assert found["sheets"] == ["Table 1", "Table 2 – 2023"]
    assert found["problems"] == {"value_unreadable": 1}


def test_a_long_menu_is_not_taken_for_the_table(data_folder: Path, tmp_path: Path) -> None:
    menu = table([["Rubrique"] * 30])
    rows = [["ICE", "Pays"], [_ICE, "France"]]
    load_association(page(tmp_path / "f.xls", menu + table(rows)), by=None)
    assert Snapshot.objects.get().record["kept"] == 1


def test_a_page_of_too_many_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable) as refused:
        open_file(page(tmp_path / "f.xls", table(_TABLE) * 201))
    assert refused.value.reason == "too_many_sheets"
    assert "201" in refused.value.problem


def test_words_of_a_cell_stay_apart(tmp_path: Path) -> None:
    """A table in a cell, or a list, glued its numbers to those beside them."""
    inner = "1<table><tr><td>250<td>x</table>"
    rows = [*_TABLE, [_ICE, "<ul><li>France<li>Italie</ul>", "2023", inner]]
    file = open_file(page(tmp_path / "f.xls", table(rows)))
    *_others, (_line, cells) = lines_of(file.sheets[0])
    assert cells == [_ICE, "France Italie", "2023", "1 250 x"]
