"""Files that nobody should have to open, made here: far cells, bombs, wrong pages."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

_NAMESPACE = "http://schemas.openxmlformats.org"
_TYPES = f"""<?xml version="1.0"?><Types xmlns="{_NAMESPACE}/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"""
_RELATION = f"{_NAMESPACE}/officeDocument/2006/relationships"
_ROOT = f"""<Relationships xmlns="{_NAMESPACE}/package/2006/relationships"><Relationship Id="r1"
 Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
_SHEET = '<sheet name="F" sheetId="1" r:id="r1"/>'
_BOOK = f"""<workbook xmlns="{_NAMESPACE}/spreadsheetml/2006/main" xmlns:r="{_RELATION}">
<sheets>{_SHEET}</sheets></workbook>"""
_BOOK_RELATIONS = f"""<Relationships xmlns="{_NAMESPACE}/package/2006/relationships"><Relationship
 Id="r1" Type="{_RELATION}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"""


def xlsx(path: Path, rows: str, times: int = 1, title: str = "F") -> Path:
    """A workbook from the bare XML of its sheet, which its list of sheets may name many times."""
    sheet = f'<worksheet xmlns="{_NAMESPACE}/spreadsheetml/2006/main"><sheetData>{rows}'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _ROOT),
            (
                "xl/workbook.xml",
                _BOOK.replace(_SHEET, "".join(_named(title, n) for n in range(times))),
            ),
            ("xl/_rels/workbook.xml.rels", _BOOK_RELATIONS),
            ("xl/worksheets/sheet1.xml", f"{sheet}</sheetData></worksheet>"),
        ):
            archive.writestr(name, text)
    return path


def _named(title: str, number: int) -> str:
    return f'<sheet name="{title}{number}" sheetId="{number + 1}" r:id="r1"/>'


def cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def far_cell(path: Path, reference: str) -> Path:
    number = int("".join(filter(str.isdigit, reference)))
    heads = row(1, cell("A1", "nom"), cell("B1", "région"))
    return xlsx(path, heads + row(number, cell(reference, "x")))


def ods(
    path: Path, rows: int, columns: int, title: str = "F", value: str = 'office:value-type="string"'
) -> Path:
    """One cell, said to stand many times."""
    return opendocument(
        path,
        f'<table:table table:name="{title}"><table:table-row table:number-rows-repeated="{rows}">'
        f'<table:table-cell {value} table:number-columns-repeated="{columns}">'
        "<text:p>x</text:p></table:table-cell></table:table-row></table:table>",
    )


def opendocument(path: Path, tables: str) -> Path:
    """A workbook from the bare XML of its sheets."""
    uri = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{uri}:office:1.0" xmlns:table="{uri}:table:1.0" '
        f'xmlns:text="{uri}:text:1.0"><office:body><office:spreadsheet>{tables}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def zipped(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return path


def gzipped(path: Path, content: bytes) -> Path:
    path.write_bytes(gzip.compress(content))
    return path


def shared(path: Path, cell: str) -> Path:
    """A workbook of two shared texts, and a second cell from its bare XML."""
    xlsx(path, row(1, '<c r="A1" t="s"><v>0</v></c>', cell))
    with zipfile.ZipFile(path, "a") as archive:
        texts = "<si><t>zero</t></si><si><t>one</t></si>"
        archive.writestr(
            "xl/sharedStrings.xml",
            f'<sst xmlns="{_NAMESPACE}/spreadsheetml/2006/main">{texts}</sst>',
        )
    return path
