"""The layout of a registry file: which columns, under which headings people write them."""

from __future__ import annotations

from pathlib import Path

from nasij.exporters.fields import COLUMNS, KEYS, LABELS
from nasij.files.errors import FileUnreadable
from nasij.files.headings import Columns, Vocabulary
from nasij.files.opening import open_file
from nasij.files.tables import Table, find_table

# Where the reasons stand in a file of rejects; ignored when it is brought back corrected.
REJECT_KEYS = ("reject_row", "reject_column", "reject_value", "reject_reason", "reject_remedy")
# A person's name, a shop's, a town: they stand for a firm's only where nothing better does.
_WEAK = (
    "nom|name|firm|firme|cooperative|societe|ville|localite|city|town|secteur|situation|creation|"
)
_WEAK += "الاسم|المدينة|مدينة|القطاع|الحالة"
VOCABULARY = Vocabulary(
    {column.key: column.headings for column in COLUMNS},
    weak=_WEAK.split("|"),
    single=("employees", "founded_on", "status", "ice"),
)


def open_table(path: Path, file_name: str = "", remembered: dict[str, str] | None = None) -> Table:
    """Recognise a file and its headings, or say in one sentence why that is not possible."""
    file = open_file(path, file_name)
    if file.unpacked is not None:
        raise FileUnreadable("parquet", file.name)
    known = {heading: column for heading, column in (remembered or {}).items() if column in KEYS}
    return find_table(
        file, VOCABULARY, missing=missing, needed="region", labels=LABELS, named=known
    )


def missing(found: Columns) -> list[str]:
    """The columns without which no row can be used."""
    wanted = [] if "name" in found or "name_ar" in found else ["name"]
    return wanted + ([] if "region" in found else ["region"])
