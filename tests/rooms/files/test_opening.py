"""Whatever a file does to the process that opens it, the site lives and says one sentence."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from shutil import copy
from threading import BoundedSemaphore

import pytest
import xlsxwriter

from nasij.files import opening
from nasij.files.child.answers import Limits, Refused
from nasij.files.child.bounds import Aside, check_bounds
from nasij.files.child.kinds import unpacked
from nasij.files.child.percents import look_at_formats
from nasij.files.errors import REASONS, FileUnreadable
from nasij.files.opening import open_file
from tests.rooms.files.made import cell, far_cell, gzipped, ods, row, shared, xlsx, zipped
from tests.rooms.files.reading import cells_of, sheet_of

SMALL = Limits(memory=400 * 1024**2, seconds=20, unpacked=30 * 1024**2)


def refusal_of(path: Path, limits: Limits = SMALL) -> FileUnreadable:
    with pytest.raises(FileUnreadable) as caught:
        open_file(path, limits=limits)
    assert caught.value.problem
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize("reference", ["XFD1048576", "H1048576", "AD1000000", "ZZ60000", "XFD5000"])
def test_a_far_cell_is_named(tmp_path: Path, reference: str) -> None:
    refused = refusal_of(far_cell(tmp_path / "f.xlsx", reference))
    assert (refused.reason, refused.values["cell"]) == ("far_cell", reference)


@pytest.mark.parametrize("reference", ["B900", "XFD3", "A100000"])
def test_a_stray_cell_that_costs_little_is_read(tmp_path: Path, reference: str) -> None:
    assert cells_of(far_cell(tmp_path / "f.xlsx", reference), SMALL)[0] == ["nom", "région"]


def test_cells_that_are_only_coloured_take_no_room(tmp_path: Path) -> None:
    far = row(1048576, '<c r="XFD1048576" s="1"/>')
    path = xlsx(tmp_path / "f.xlsx", row(1, cell("A1", "nom"), cell("B1", "région")) + far)
    assert cells_of(path, SMALL) == [["nom", "région"]]


@pytest.mark.parametrize(
    "written",
    [
        '<c s="1" r="XFD1048576" t="str"><v>x</v></c>',
        "<c r='XFD1048576' t='str'><v>x</v></c>",
        '<c  r = "XFD1048576"  t="str" ><v>x</v></c>',
    ],
)
def test_a_far_cell_cannot_hide_in_its_spelling(tmp_path: Path, written: str) -> None:
    path = xlsx(tmp_path / "f.xlsx", row(1, cell("A1", "nom")) + row(1048576, written))
    assert refusal_of(path).reason in {"far_cell", "too_much_memory", "cut"}


@pytest.mark.parametrize(("rows", "columns"), [(1000, 16384), (1048576, 1024), (999_999_999, 9)])
def test_repeated_cells_of_opendocument_are_counted(
    tmp_path: Path, rows: int, columns: int
) -> None:
    path = ods(tmp_path / "f.ods", rows, columns)
    assert path.stat().st_size < 1200
    assert refusal_of(path).reason in {"far_cell", "too_many_cells", "too_much_memory"}


VALUES = {
    "percent": 'office:value-type="percentage" office:value="0.5"',
    "money": 'office:value-type="currency" office:currency="EUR" office:value="7"',
    "day": 'office:value-type="date" office:date-value="2025-03-01"',
}


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize(("rows", "columns"), [(900_000, 16_384), (1, 999_999_999)])
def test_repeated_values_are_counted_before_room_is_made_for_them(
    tmp_path: Path, rows: int, columns: int, value: str
) -> None:
    """754 bytes held the queue for a minute: the cell was noted at each place before the count."""
    path = ods(tmp_path / "f.ods", rows, columns, value=VALUES[value])
    assert refusal_of(path).reason == "too_many_cells"


def test_many_cells_shown_as_percent_take_little_room(tmp_path: Path) -> None:
    rows = 400_000
    path = ods(tmp_path / "f.ods", rows, 10, value=VALUES["percent"])
    aside = check_bounds(path, "ods", SMALL)
    marks = aside.percents[0]
    assert len(marks) == rows
    assert {id(of_row) for of_row in marks.values()} == {id(marks[0])}
    assert marks[0] == b"\1" * 10


def test_a_percent_that_is_only_a_format_is_not_noted(tmp_path: Path) -> None:
    """Coloured cells are no part of the count that bounds a sheet."""
    with xlsxwriter.Workbook(str(tmp_path / "f.xlsx")) as book:
        sheet, percent = book.add_worksheet(), book.add_format({"num_format": "0 %"})
        sheet.write_number(0, 0, 2, percent)
        for line in range(1, 900):
            sheet.write_blank(line, 9, None, percent)
    aside = Aside()
    look_at_formats(tmp_path / "f.xlsx", aside)
    assert aside.percents == {0: {0: b"\1"}}
    assert cells_of(tmp_path / "f.xlsx") == [["200 %"]]


def test_what_is_repeated_and_small_is_read(tmp_path: Path) -> None:
    assert cells_of(ods(tmp_path / "f.ods", 3, 2), SMALL) == [["x", "x"]] * 3


@pytest.mark.parametrize("index", ["-5", "7", "+1", "1.5", "x", " 1 ", "18446744073709551617"])
@pytest.mark.parametrize(
    "written", ['<c r="B1" t="s"><v>{}</v></c>', "<c t='s' r='B1'><f>A1</f><v>{}</v></c>"]
)
def test_a_text_that_is_not_in_the_list_of_texts_is_damage(
    tmp_path: Path, written: str, index: str
) -> None:
    path = shared(tmp_path / "f.xlsx", written.format(index))
    assert refusal_of(path).reason == "cut"


@pytest.mark.parametrize("shift", range(0, 60, 4))
def test_damage_is_found_across_two_pieces_of_a_part(tmp_path: Path, shift: int) -> None:
    filler = "<!--" + "x" * ((1 << 20) - 200 - shift) + "-->"
    path = shared(tmp_path / "f.xlsx", f'{filler}<c r="B1" t="s"><v>-5</v></c>')
    assert refusal_of(path).reason == "cut"


def test_texts_of_the_list_and_numbers_below_nought_are_read(tmp_path: Path) -> None:
    cells = '<c r="B1" t="s"><v>1</v></c><c r="C1"><v>-5</v></c>'
    assert cells_of(shared(tmp_path / "f.xlsx", cells), SMALL) == [["zero", "one", "-5"]]


BOMBS = {
    "csv.gz": lambda folder: gzipped(folder / "b.csv.gz", b"nom;region\n" + b"a;b\n" * 12_000_000),
    "one long line": lambda folder: gzipped(folder / "b.csv.gz", b"0" * 25_000_000),
    "zip": lambda folder: zipped(folder / "b.zip", f__csv=b"a;b\n" * 12_000_000),
    "sheet": lambda folder: xlsx(folder / "b.xlsx", " " * 60_000_000),
    "gz in gz in gz": lambda folder: nested(folder / "b.gz", 3),
    "zip in zip": lambda folder: zipped(
        folder / "b.zip", a__zip=zipped(folder / "i.zip", b__zip=b"PK\x05\x06").read_bytes()
    ),
}


def test_sheets_together_take_no_more_than_one_file_may(tmp_path: Path) -> None:
    """Each is small, and its part is packed once: written out they would fill a disk."""
    rows = "".join(
        row(n, cell(f"A{n}", f"{n} {'x' * 500}"), cell(f"B{n}", "y")) for n in range(1, 2001)
    )
    small = xlsx(tmp_path / "f.xlsx", rows, times=5)
    assert len(open_file(small, limits=SMALL).sheets) == 5
    many = xlsx(tmp_path / "g.xlsx", rows, times=100)
    assert many.stat().st_size < 60_000
    assert refusal_of(many).reason == "too_large"


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_the_title_of_a_sheet_is_as_long_as_a_spreadsheet_allows(tmp_path: Path, kind: str) -> None:
    """Twenty million letters in 169 KB made a page of 280 MB."""
    title = "Exportateurs " * 20_000
    path = (
        xlsx(tmp_path / "f", HEADS, title=title)
        if kind == "xlsx"
        else ods(tmp_path / "f", 2, 2, title)
    )
    assert sheet_of(path).title == title[:31]


def nested(path: Path, depth: int) -> Path:
    content = b"nom;region\na;b\n"
    for _ in range(depth):
        content = gzipped(path, content).read_bytes()
    return path


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_in_a_sentence(tmp_path: Path, bomb: str) -> None:
    refused = refusal_of(BOMBS[bomb](tmp_path))
    assert refused.reason in {"too_large", "line_too_long", "archive", "several_inside", "no_rows"}


@pytest.mark.parametrize("head", ["", "<html><table><tr><td>"])
@pytest.mark.parametrize("kind", ["zip", "gzip"])
def test_a_line_without_end_is_refused_while_it_is_unpacked(
    tmp_path: Path, kind: str, head: str
) -> None:
    """1.2 GB of it were written to the disk, and read again, before anybody looked at its lines."""
    line = head.encode() + b"a" * 25_000_000
    made = {
        "zip": lambda: zipped(tmp_path / "b.zip", f__csv=line),
        "gzip": lambda: gzipped(tmp_path / "b.csv.gz", line),
    }
    (folder := tmp_path / "folder").mkdir()
    with pytest.raises(Refused) as refused:
        unpacked(made[kind](), kind, folder, SMALL)
    assert refused.value.code == "line_too_long"
    assert sum(path.stat().st_size for path in folder.iterdir()) < 6_000_000


@pytest.mark.parametrize(("width", "reason"), [(16_384, ""), (16_385, "too_wide")])
def test_a_table_is_no_wider_than_a_spreadsheet_allows(
    tmp_path: Path, width: int, reason: str
) -> None:
    """Sixty thousand headings in 360 KB kept all threads of a site busy for minutes."""
    path = tmp_path / "f.csv"
    path.write_text(";".join(["nom"] * width) + "\n" + ";".join("a" * width) + "\n")
    if reason:
        assert refusal_of(path).reason == reason
    else:
        assert sheet_of(path).width == width


@pytest.mark.parametrize("inside", [{}, {".hidden.csv": b"a;b\n"}, {"readme.txt": b"Voir le site"}])
def test_an_archive_without_a_table_says_so(tmp_path: Path, inside: dict[str, bytes]) -> None:
    with zipfile.ZipFile(tmp_path / "f.zip", "w") as archive:
        for name, content in {"folder/": b"", **inside}.items():
            archive.writestr(name, content)
    assert refusal_of(tmp_path / "f.zip").reason == "nothing_inside"


def test_a_table_packed_twice_is_read(tmp_path: Path) -> None:
    assert cells_of(nested(tmp_path / "b.gz", 2), SMALL) == [["nom", "region"], ["a", "b"]]


def test_a_child_that_wants_too_much_memory_is_the_only_one_to_die(tmp_path: Path) -> None:
    cells = f'<c t="inlineStr"><is><t>{"x" * 40}</t></is></c>' * 12
    xlsx(tmp_path / "f.xlsx", f"<row>{cells}</row>" * 60_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refused = refusal_of(tmp_path / "f.xlsx", Limits(memory=90 * 1024**2, seconds=30))
    assert refused.reason in {"too_much_memory", "failed"}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60 * 1024


def test_a_child_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(b"nom;region\n" + b'"a";"b"\n' * 3_000_000)
    refused = refusal_of(path, Limits(seconds=1))
    assert refused.reason == "too_slow"
    assert refused.remedy.startswith("Partagez-le en plusieurs fichiers.")  # it has no sheets


def test_a_reader_outlives_a_copy_that_dies_and_is_replaced_when_it_dies(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(b"a;b\n" * 20)
    assert refusal_of(path, Limits(memory=1)).reason == "too_much_memory"
    reader = opening._ready[-1]
    assert cells_of(path)[0] == ["a", "b"]
    assert opening._ready[-1] is reader
    reader.kill()
    reader.wait()
    assert cells_of(path)[0] == ["a", "b"]
    assert reader not in opening._ready


def test_a_reader_that_dies_as_a_file_comes_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(b"a;b\n" * 20)
    open_file(path)
    reader = opening._ready[-1]
    reader.kill()
    os.waitid(os.P_PID, reader.pid, os.WEXITED | os.WNOWAIT)
    monkeypatch.setattr(reader, "poll", lambda: None)  # it lived when it was asked
    assert cells_of(path)[0] == ["a", "b"]
    assert reader not in opening._ready


def test_the_child_knows_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for files")
    seen: dict[str, str] = {}
    monkeypatch.setattr(opening, "_ready", [])
    monkeypatch.setattr(
        "nasij.files.opening.subprocess.Popen", lambda *_a, **options: seen.update(options["env"])
    )
    (tmp_path / "f.csv").write_text("a;b\n", encoding="utf-8")
    with pytest.raises(AttributeError):
        open_file(tmp_path / "f.csv")
    assert "SECRET_KEY" in os.environ
    assert "SECRET_KEY" not in seen


NO_TABLES = {
    "paper.xlsx": (b"%PDF-1.7 something", "pdf"),
    "photo.csv": (b"\x89PNG\r\n\x1a\n" + bytes(100), "image"),
    "phone.heic": (b"\x00\x00\x00\x18ftypheic" + bytes(40), "image"),
    "letter.doc": (b"{\\rtf1 bonjour}", "document"),
    "pack.csv": (b"Rar!\x1a\x07\x00" + bytes(40), "archive"),
    "data.xlsx": (b"SQLite format 3\x00" + bytes(40), "database"),
    "old.slk": (b"ID;PWXL;N;E\nC;Y1;X1", "sylk"),
    "page.mht": (b"MIME-Version: 1.0\nContent-Type: multipart", "web_archive"),
    "page.xls": (b"<html><body><p>Bonjour</p></body></html>", "web_page"),
    "old.xls": (
        b'<?xml version="1.0"?><W xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        "xml_2003",
    ),
    "tree.csv": (b'<?xml version="1.0"?><firmes><firme/></firmes>', "xml"),
    "list.csv": (b'[{"nom": "A", "region": "09"}]', "json"),
    "machine.csv": (bytes(range(1, 32)) * 40, "binary"),
    "cut.xlsx": (b"PK\x03\x04" + bytes(50), "cut"),
    "cut.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "cut"),
    "setup.csv": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not_a_workbook"),
    "cut.gz": (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03KL", "cut"),
    "empty.csv": (b"", "no_rows"),
    "blank.csv": (b"\n \n\n", "no_rows"),
}


@pytest.mark.parametrize("name", NO_TABLES)
def test_what_is_no_table_is_called_by_its_name(tmp_path: Path, name: str) -> None:
    content, reason = NO_TABLES[name]
    (tmp_path / name).write_bytes(content)
    assert refusal_of(tmp_path / name).reason == reason


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "its first letters": lambda raw: raw[:3],
    "two of its letters and text": lambda raw: raw[:2] + b";nom;region\n1;A;09\n2;B;01\n" * 9,
    "its head overwritten": lambda raw: bytes(4) + raw[4:],
    "another part of an archive": lambda raw: b"PK\x07\x08" + raw[4:],
    "half": lambda raw: raw[: len(raw) // 2],
    "a hole": lambda raw: raw[: len(raw) // 3] + bytes(len(raw) // 3) + raw[-(len(raw) // 3) :],
}


@pytest.mark.parametrize("name", ["b.xlsx", "b.ods", "b.zip", "b.csv.gz"])
@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_file_is_called_damaged_and_never_read_as_text(
    name: str, broken: str, tmp_path: Path
) -> None:
    rows = row(1, cell("A1", "nom"), cell("B1", "région"))
    made = {
        "b.xlsx": lambda path: xlsx(path, rows),
        "b.ods": lambda path: ods(path, 9, 3),
        "b.zip": lambda path: zipped(path, f__csv=b"nom;region\nA;09\n" * 9),
        "b.csv.gz": lambda path: gzipped(path, b"nom;region\nA;09\n" * 9),
    }
    raw = made[name](tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(BROKEN[broken](raw))
    assert refusal_of(tmp_path / name).reason == "cut"


def test_a_table_of_text_named_xlsx_is_read(tmp_path: Path) -> None:
    """Its name is only what somebody typed."""
    (tmp_path / "t.xlsx").write_text("nom;région\nA;Fès\n", encoding="utf-16")
    assert cells_of(tmp_path / "t.xlsx") == [["nom", "région"], ["A", "Fès"]]


def test_a_letter_named_xlsx_is_a_document(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "m.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert refusal_of(tmp_path / "m.xlsx").reason == "document"


def test_every_reason_has_a_remedy() -> None:
    assert all(str(problem) and str(remedy) for problem, remedy in REASONS.values())


def test_a_web_table_named_xls_is_read(tmp_path: Path) -> None:
    page = "<html><table><tr><th>Nom<th>Région</tr><tr><td>A &amp; B<br>Sarl<td>Fès</table></html>"
    (tmp_path / "p.xls").write_text(page, encoding="utf-8")
    assert cells_of(tmp_path / "p.xls") == [["Nom", "Région"], ["A & B Sarl", "Fès"]]


def test_a_csv_in_one_column_of_a_workbook_is_split(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "f.xlsx")) as book:
        sheet = book.add_worksheet()
        for number, text in enumerate(("ICE;Nom;Région", '1;"A; B";Fès', "2;C;Fès")):
            sheet.write(number, 0, text)
    assert cells_of(tmp_path / "f.xlsx")[1:] == [["1", "A; B", "Fès"], ["2", "C", "Fès"]]


def test_a_csv_whose_lines_are_one_quoted_cell_is_split(tmp_path: Path) -> None:
    lines = ('"ICE;Nom;Région"', '"1;""A; B"";Fès"', '"2;C;Fès"')
    (tmp_path / "f.csv").write_text("\n".join(lines), encoding="utf-8")
    assert cells_of(tmp_path / "f.csv") == [
        ["ICE", "Nom", "Région"],
        ["1", "A; B", "Fès"],
        ["2", "C", "Fès"],
    ]


def test_the_name_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "f.xlsx").write_text("nom;région\nA;Fès\n", encoding="utf-8")
    assert sheet_of(tmp_path / "f.xlsx").delimiter == ";"


def _workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write_row(0, 0, ("x", "x"))
    return path


@pytest.mark.parametrize("name", ["f.xls", "f.xlsx", "f.xlsb", "f.ods", "f.csv", "f", "f.xla"])
@pytest.mark.parametrize("kind", ["xls", "xlsx", "ods"])
def test_a_workbook_is_read_by_what_it_holds(tmp_path: Path, kind: str, name: str) -> None:
    made = {
        "xls": lambda path: copy(Path(__file__).parent / "cases" / "r20_old_workbook.xls", path),
        "xlsx": _workbook,
        "ods": lambda path: ods(path, 1, 2),
    }
    made[kind](tmp_path / name)
    first = ["Raison sociale", "Région", "Effectif"] if kind == "xls" else ["x", "x"]
    assert cells_of(tmp_path / name)[0] == first


def test_a_folder_of_a_dead_process_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    dead, young = tmp_path / "nasij-reading-dead", tmp_path / "nasij-reading-young"
    for folder in (dead, young):
        folder.mkdir()
    os.utime(dead, (0, 0))
    (tmp_path / "f.csv").write_text("a;b\nc;d\n", encoding="utf-8")
    opened = open_file(tmp_path / "f.csv")
    assert not dead.exists()
    assert young.exists()
    own = opened.sheets[0].path.parent
    del opened
    assert not own.exists()


def test_openings_that_never_close_are_read_in_one_pass(tmp_path: Path) -> None:
    """333,000 of them in a comment took minutes of a processor: each looked for its end."""
    hidden = f"<!--{'<c ' * 333_000}-->"
    path = xlsx(tmp_path / "f.xlsx", row(1, cell("A1", "nom"), cell("B1", "région")) + hidden)
    assert cells_of(path, Limits(seconds=5))[0] == ["nom", "région"]


def test_a_reader_that_finds_no_place_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nasij.files.opening._AT_ONCE", BoundedSemaphore(1))
    monkeypatch.setattr("nasij.files.opening._WAITING", 0.05)
    (tmp_path / "f.csv").write_text("nom;région\na;b\n", encoding="utf-8")
    with opening._AT_ONCE:
        assert refusal_of(tmp_path / "f.csv").reason == "busy"
    assert cells_of(tmp_path / "f.csv", SMALL)[0] == ["nom", "région"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_a_child_ends_with_the_process_that_asked(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(b"nom;region\n" + b"a;b\n" * 6_000_000)
    code = "import sys, pathlib, nasij.files.opening as o; o.open_file(pathlib.Path(sys.argv[1]))"
    parent = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], env={**os.environ, "PYTHONPATH": "src"}
    )
    reader = _child_of(parent.pid)
    copy = _child_of(reader)
    time.sleep(0.5)  # until it has said with whom it ends
    parent.kill()
    parent.wait()
    for _attempt in range(200):
        if not any(Path(f"/proc/{child}").exists() for child in (reader, copy)):
            return
        time.sleep(0.05)
    raise AssertionError(f"the reader {reader} or its copy {copy} lives on")


def _child_of(parent: int) -> int:
    children = Path(f"/proc/{parent}/task/{parent}/children")
    for _attempt in range(600):
        if found := children.read_text(encoding="ascii").split():
            return int(found[0])
        time.sleep(0.02)
    raise AssertionError("no reader was started")


def test_two_rows_of_one_number_are_refused_and_not_mixed(tmp_path: Path) -> None:
    """The second has no identifier of its own: it must not take the first one's."""
    rows = row(1, cell("A1", "ICE"), cell("B1", "nom"), cell("C1", "région"))
    first = row(5, cell("A5", "001525713000063"), cell("B5", "Une"), cell("C5", "09"))
    second = row(5, cell("B5", "Deux"), cell("C5", "09"))
    with pytest.raises(FileUnreadable) as refused:
        open_file(xlsx(tmp_path / "f.xlsx", rows + first + second))
    assert refused.value.reason == "rows_twice"
    assert refused.value.values["line"] == 5


OPENDOCUMENT = "urn:oasis:names:tc:opendocument:xmlns"
CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"


def calculated(path: Path, *cells: tuple[str, str]) -> Path:
    """An ods file of one row: cells as (attributes, what is shown)."""
    row = "".join(
        f"<table:table-cell {how}><text:p>{text}</text:p></table:table-cell>" for how, text in cells
    )
    names = " ".join(
        f'xmlns:{part}="{OPENDOCUMENT}:{part}:1.0"' for part in ("office", "table", "text")
    )
    content = (
        f'<office:document-content {names} xmlns:calcext="{CALC}"><office:body><office:spreadsheet>'
        f'<table:table table:name="F"><table:table-row/><table:table-row>{row}</table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def test_errors_and_percents_of_opendocument_are_read_as_those_of_xlsx(tmp_path: Path) -> None:
    formula, string = 'table:formula="of:=1/0"', 'office:value-type="string"'
    percent = 'office:value-type="percentage" office:value="0.5"'
    path = calculated(
        tmp_path / "f.ods",
        ('office:value-type="string"', "x"),
        (
            f'{formula} {string} office:string-value="" calcext:value-type="error"',
            "#DIV/0!",
        ),
        (f'{formula} office:value-type="float" office:value="0"', "#VALEUR !"),
        (f'{formula} office:value-type="float" office:value="0"', "#N/A"),
        (f'{formula} office:value-type="string" calcext:value-type="error"', "Err:502"),
        (f'{formula} office:value-type="float" office:value="7"', "7"),
        (f'{percent} table:number-columns-repeated="2"', "50 %"),
        ('office:value-type="float" office:value="0.5"', "0,5"),
    )
    sheet = sheet_of(path)
    assert cells_of(path) == [["x", "", "", "", "", "7", "50 %", "50 %", "0.5"]]
    assert sheet.errors == ["B2", "C2", "D2", "E2"]


HEADS = row(1, cell("A1", "nom"), cell("B1", "région"))


def bare(*cells: str) -> str:
    """A row that does not say its number."""
    return f"<row>{''.join(cells)}</row>"


def unplaced(text: str) -> str:
    return cell("A1", text).replace(' r="A1"', "")


TWICE = {
    "B2": row(2, cell("A2", "Une"), cell("B2", "09"), cell("B2", "01")),
    "A2": row(2, cell("A2", "Une"), cell("B2", "09"), cell("a2", "Deux")),
    "B3": row(2, cell("A2", "Une")) + bare(cell("B3", "09"), cell("A3", "x"), unplaced("01")),
}


@pytest.mark.parametrize("place", TWICE)
def test_a_cell_that_stands_twice_is_refused_by_its_name(tmp_path: Path, place: str) -> None:
    """The first value was lost, and nothing said so."""
    refused = refusal_of(xlsx(tmp_path / "f.xlsx", HEADS + TWICE[place]))
    assert (refused.reason, refused.values["cell"]) == ("cell_twice", place)


ROWS_TWICE = {
    "the second says its number": bare(unplaced("Une")) + row(2, cell("B2", "09")),
    "the second does not": "<row r='3'/>" + row(1, unplaced("x")) + bare(unplaced("Une")),
    "neither does": row(2, cell("A2", "Une")) + row(1) + bare(cell("B2", "09")),
    "a cell of another row": row(2, cell("A2", "Une")) + row(3, cell("C3", "x"), cell("B2", "09")),
}


@pytest.mark.parametrize("case", ROWS_TWICE)
def test_rows_are_counted_where_they_bear_no_number(tmp_path: Path, case: str) -> None:
    heads = "" if case == "the second does not" else HEADS
    before = row(2, cell("A2", "nom")) if not heads else ""
    assert refusal_of(xlsx(tmp_path / "f.xlsx", heads + before + ROWS_TWICE[case])).reason == (
        "rows_twice"
    )


def test_cells_and_rows_in_another_order_are_read_in_theirs(tmp_path: Path) -> None:
    rows = row(3, cell("B3", "01"), cell("A3", "Deux")) + row(2, cell("B2", "09"), cell("A2", "U"))
    path = xlsx(tmp_path / "f.xlsx", HEADS + rows)
    assert cells_of(path, SMALL) == [["nom", "région"], ["U", "09"], ["Deux", "01"]]


def test_a_cell_that_is_only_coloured_may_stand_twice(tmp_path: Path) -> None:
    rows = row(2, cell("A2", "Une"), '<c r="A2" s="1"/>', cell("B2", "09"))
    path = xlsx(tmp_path / "f.xlsx", HEADS + rows)
    assert cells_of(path, SMALL) == [["nom", "région"], ["Une", "09"]]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_document_type_is_called_so(tmp_path: Path, kind: str) -> None:
    """“Cut or damaged” sent people to copy a whole file again."""
    declared = '<!DOCTYPE x [<!ENTITY a "boo"><!ENTITY b "&a;&a;">]>'
    path = rewritten(tmp_path, kind, lambda sheet: (declared + sheet).encode())
    assert refusal_of(path).reason == "doctype"


def rewritten(folder: Path, kind: str, change: Callable[[str], bytes]) -> Path:
    """A sound file whose sheet was changed."""
    sound = xlsx(folder / "s", HEADS) if kind == "xlsx" else ods(folder / "s", 2, 2)
    with zipfile.ZipFile(sound) as source, zipfile.ZipFile(folder / "f", "w") as target:
        for name in source.namelist():
            content = source.read(name)
            own = name.endswith(("sheet1.xml", "content.xml"))
            target.writestr(name, change(content.decode()) if own else content)
    return folder / "f"


@pytest.mark.parametrize(
    ("before", "reason"), [("<!DOCTYPE x>", "doctype"), ("", "utf16")], ids=["declared", "plain"]
)
def test_a_sheet_in_utf16_does_not_hide_what_it_holds(
    tmp_path: Path, before: str, reason: str
) -> None:
    """It was said to hold no rows."""
    path = rewritten(tmp_path, "xlsx", lambda sheet: (before + sheet).encode("utf-16"))
    assert refusal_of(path).reason == reason


@pytest.mark.parametrize(
    "before", ["<!-- <!DOCTYPE x> -->", "\n<?xml version='1.0'?>", "<?note <!DOCTYPE x>?>"]
)
def test_what_a_comment_says_is_no_document_type(tmp_path: Path, before: str) -> None:
    path = rewritten(tmp_path, "xlsx", lambda sheet: (before + sheet).encode())
    assert cells_of(path, SMALL) == [["nom", "région"]]


def test_who_does_not_wait_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten files at once held every thread of the server for a quarter of a minute."""
    monkeypatch.setattr("nasij.files.opening._AT_ONCE", BoundedSemaphore(1))
    (tmp_path / "f.csv").write_text("nom;région\na;b\n", encoding="utf-8")
    started = time.monotonic()
    with opening._AT_ONCE, pytest.raises(FileUnreadable) as refused:
        open_file(tmp_path / "f.csv", waits=False)
    assert refused.value.reason == "busy"
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("name", ["b.zip", "b.xlsx"])
def test_what_a_zip_says_it_holds_is_believed_before_it_is_unpacked(
    tmp_path: Path, name: str
) -> None:
    """Three gigabytes of nothing took 44 seconds to refuse."""
    with zipfile.ZipFile(xlsx(tmp_path / name, ""), "w" if name == "b.zip" else "a") as archive:
        archive.writestr("f.csv", "nom;région\n")
        archive.infolist()[0].file_size = 2_000_000_000
    assert refusal_of(tmp_path / name).reason == "too_large"
