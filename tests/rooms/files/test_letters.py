"""Encodings, delimiters, quotation marks: what was written comes out, or is said to be lost."""

from __future__ import annotations

import csv
import gzip
import unicodedata
from pathlib import Path

import pytest
from babel import Locale
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from nasij.files.child.damage import is_damaged
from nasij.files.child.letters import as_cell, clean
from nasij.files.errors import FileUnreadable
from nasij.files.opening import open_file
from tests.rooms.files.made import cell, row, xlsx
from tests.rooms.files.reading import cells_of, numbered, sheet_of

FRENCH = ["Coopérative Fès Câblage", "Pêcheries Aït Melloul", "Société À l’Écoute", "Œuvre du Sud"]
ARABIC = ["تعاونية تيفاوين للأركان", "شركة المغرب للتصدير", "العيون للصيد البحري"]


def write(path: Path, names: list[str], encoding: str) -> Path:
    lines = ["nom;region", *(f"{name};09" for name in names)]
    path.write_bytes("\n".join([*lines, ""]).encode(encoding))
    return path


@pytest.mark.parametrize("names", [FRENCH[:1], FRENCH[:2], FRENCH[:3]], ids=["1", "2", "3"])
@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"],
)
def test_french_in_every_page(tmp_path: Path, names: list[str], encoding: str) -> None:
    found = cells_of(write(tmp_path / "f.csv", names, encoding))
    assert [cells[0] for cells in found[1:]] == names


@pytest.mark.parametrize("encoding", ["cp850", "cp437"])
def test_french_in_pages_of_dos(tmp_path: Path, encoding: str) -> None:
    names = ["Coopérative Fès Câblage", "Pêcheries Aït Melloul"]
    found = cells_of(write(tmp_path / "f.csv", names, encoding))
    assert [cells[0] for cells in found[1:]] == names


@pytest.mark.parametrize("names", [ARABIC[:1], ARABIC[:2], ARABIC], ids=["1", "2", "3"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1256", "iso8859_6", "cp720"])
def test_arabic_in_every_page(tmp_path: Path, names: list[str], encoding: str) -> None:
    found = cells_of(write(tmp_path / "f.csv", names, encoding))
    assert [cells[0] for cells in found[1:]] == names


@pytest.mark.parametrize("page", ["cp1252", "cp1256", "cp850", "mac_roman", "latin-1"])
@pytest.mark.parametrize("name", [*FRENCH[:3], *ARABIC])
def test_letters_read_in_another_page_are_seen(page: str, name: str) -> None:
    assert is_damaged(name.encode().decode(page, errors="replace"))


LOST = [
    "??????? ?????",
    "???",
    "Coop?rative",
    "Soci?t? du Sud",
    "Coop\ufffdrative",
    "Cr‚ation",
    "SociÚtÚ",
    "CoopŽrative",
    "Ste CrÈme du Sud",
    "ÊÚÇæäíÉ ÊíÝÇæíä",
    "ط´ط±ظƒط©",
    "Soci├®t├®",
    "Fأ¨s",
    "N├║mero",
]


@pytest.mark.parametrize("cell", LOST)
def test_lost_letters_are_seen(cell: str) -> None:
    assert is_damaged(cell)


SOUND = [
    "Qui sommes-nous ?",
    "Quoi de neuf?",
    "https://x.example/p?a=1&b=2",
    "www.x.example/?p=2",
    "N° 12 «Été»",
    "L’Œuvre – “Sud”…",
    "MARCHÉ «NOËL»",
    "OÙ…",
    "À CÔTÉ DE L'ÎLE",
    "Łódź",
    "São Tomé",
    "Škoda",
    "80 m² à 25 °C",
    "5 × 7",
    "شركة المغرب؟",
    "Groupe A/S?",
    "??",
    "ÇA",
    "مؤسسة آل سعود",
]


@pytest.mark.parametrize("cell", SOUND)
def test_sound_letters_are_left_alone(cell: str) -> None:
    assert not is_damaged(cell)


def test_no_place_of_the_country_and_no_country_looks_damaged() -> None:
    path = settings.PACK_DIR / "territories.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        names = [row[name] for row in csv.DictReader(file) for name in ("name_fr", "name_ar")]
    for language in ("fr", "ar", "en", "es", "pt", "de", "tr"):
        names += Locale(language).territories.values()
    assert [name for name in names if is_damaged(name)] == []


def test_damage_is_marked_and_counted_once_for_the_file(tmp_path: Path) -> None:
    lines = ["nom;region", "Fès;09", "??????? ?????;09", "A;09", "CoopÃ©rative;Souss"]
    (tmp_path / "f.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    opened = open_file(tmp_path / "f.csv")
    assert (opened.sheets[0].damage.cells, opened.sheets[0].damage.lines) == (2, [3, 5])
    assert numbered(tmp_path / "f.csv")[5] == ["\ufffdCoopÃ©rative", "Souss"]


def test_two_encodings_in_one_file_name_the_line(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_bytes("n;r\nFès;9\n".encode() + "Câblage;9\n".encode("cp1252"))
    with pytest.raises(FileUnreadable) as caught:
        open_file(tmp_path / "f.csv")
    assert (caught.value.reason, caught.value.values["line"]) == ("mixed_encodings", 3)


CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))]
WORD = st.text(alphabet="abcdefghkmnrtuéèœابتثجدرسشعفقكلمنهوي", min_size=1, max_size=9)


@given(one=WORD, control=st.sampled_from(CONTROLS), other=WORD)
def test_a_control_joins_no_words(one: str, control: str, other: str) -> None:
    """It is a blank, or a letter that a wrong page lost, which is said of its cell."""
    cell = as_cell(one + control + other)
    lost = "\x80" <= control < "\xa0" and control != "\x85"
    assert is_damaged(cell) if lost else cell == as_cell(f"{one} {other}")


@pytest.mark.parametrize("control", ["\x0b", "\x0c", "\x85"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_a_control_in_a_file_is_a_blank(tmp_path: Path, control: str, quote: str) -> None:
    path = tmp_path / "f.csv"
    path.write_text(f"nom;region\n{quote}Atlas{control}Fruits{quote};09\n", encoding="utf-8")
    assert cells_of(path)[1] == ["Atlas Fruits", "09"]


def test_a_control_in_a_workbook_is_a_blank(tmp_path: Path) -> None:
    rows = row(1, cell("A1", "nom"), cell("B1", "region"))
    rows += row(2, cell("A2", "Atlas_x000B_Fruits"), cell("B2", "Atlas&#x7F;Fruits"))
    assert cells_of(xlsx(tmp_path / "f.xlsx", rows))[1] == ["Atlas Fruits", "Atlas Fruits"]


def test_invisible_marks_go_and_joiners_inside_arabic_words_stay() -> None:
    assert clean("\u202a001523\u202c\u200b\ufeff") == "001523"
    assert clean("می\u200cخواهم Fes\u200dh") == "می\u200cخواهم Fesh"
    assert clean("cafe\u0301") == "café"


# --- delimiters and quotation marks -------------------------------------------------------------

DELIMITED = {
    "semicolons, commas in cells": ("nom;valeur\nC;2,5\nA, B;1,5\n", ["A, B", "1,5"]),
    "commas": ("nom,valeur\nA;B,1.5\n", ["A;B", "1.5"]),
    "tabs": ("nom\tvaleur\nA, B; C\t1\n", ["A, B; C", "1"]),
    "pipes": ("nom|valeur\nA|1\n", ["A", "1"]),
    "sep= of Excel": ("sep=|\nnom|valeur\nA;B|1\n", ["A;B", "1"]),
    "a title above": ("Liste, 2024\n\nnom;valeur;region\nA;1;Fès\n", ["A", "1", "Fès"]),
    "quoted delimiter": ('nom,valeur\n"A, B",1\n', ["A, B", "1"]),
    "marks inside": ('nom;valeur\nParc "vert" du centre;1\n', ['Parc "vert" du centre', "1"]),
    "doubled marks": ('nom;valeur\n"Parc ""vert""";1\n', ['Parc "vert"', "1"]),
    "mac lines": ("nom;valeur\rA;1\r", ["A", "1"]),
    "dos lines and end": ("nom;valeur\r\nA;1\r\n\x1a", ["A", "1"]),
}


@pytest.mark.parametrize("case", DELIMITED)
def test_cells_are_cut_where_they_were_joined(tmp_path: Path, case: str) -> None:
    text, last = DELIMITED[case]
    (tmp_path / "f.csv").write_bytes(text.encode())
    assert cells_of(tmp_path / "f.csv")[-1] == last


def test_a_cell_over_several_lines_is_one_and_lines_keep_their_numbers(tmp_path: Path) -> None:
    text = 'nom;note;region\nA;"une\ndeux\n\ntrois";Fès\nB;;Fès\n'
    (tmp_path / "f.csv").write_text(text, encoding="utf-8")
    assert numbered(tmp_path / "f.csv") == {
        1: ["nom", "note", "region"],
        2: ["A", "une deux trois", "Fès"],
        6: ["B", "", "Fès"],
    }


def test_an_unclosed_mark_costs_its_own_row_and_no_other(tmp_path: Path) -> None:
    rows = [f"{number};Firme {number};Fès" for number in range(9)]
    rows[3] = '3;"Ste Atlas;Fès'
    rows[6] = '6;Atlas";Fès'
    (tmp_path / "f.csv").write_text("\n".join(["n;nom;region", *rows, ""]), encoding="utf-8")
    sheet = sheet_of(tmp_path / "f.csv")
    assert list(sheet.broken) == [5]
    assert set(numbered(tmp_path / "f.csv")) == {1, 2, 3, 4, 6, 7, 8, 9, 10}


def test_a_file_of_nothing_but_broken_marks_is_refused(tmp_path: Path) -> None:
    text = "n;nom;region\n" + '1;"Atlas;Fès\n' * 1500
    (tmp_path / "f.csv").write_text(text, encoding="utf-8")
    with pytest.raises(FileUnreadable) as caught:
        open_file(tmp_path / "f.csv")
    assert caught.value.reason == "quotes_broken"


def test_a_last_line_that_lacks_cells_and_its_end_is_a_cut_file(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("a;b;c\n1;2;3\n4;5", encoding="utf-8")
    with pytest.raises(FileUnreadable) as caught:
        open_file(tmp_path / "f.csv")
    assert caught.value.reason == "cut"


@pytest.mark.parametrize("marks", ["\u0301\u0323", "\u0f73", "\u0f75", "\u0f81"])
def test_marks_without_end_on_a_letter_do_not_hold_who_reads_them(marks: str) -> None:
    """Some hundred thousand of them, put in order, kept the queue of files busy for minutes."""
    many = "".join(mark * 200_000 for mark in marks)
    assert clean(f"a{many}b") == clean(f"a{many[:8]}b")


@pytest.mark.parametrize(
    "text", ["مُحَمَّدٌ", "e\u0323\u0302", "…«»…«»…«»…«»", "नीति", "a" + "\u0301" * 8]
)
def test_letters_with_their_marks_are_kept(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)
